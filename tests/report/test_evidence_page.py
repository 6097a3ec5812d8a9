"""kiem-tra.html about evidence: a class for each item, what stands in several places as questions, and a size that a city can bear."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from report import evidence_samples as samples

from parcli.core.sufficiency import EvidenceClass, Holder, ItemEvidence, SharedEvidence
from parcli.report.evidence_document import UnitEvidence
from parcli.report.machine import UnitFindings
from parcli.report.page import findings_page

City = Any
VOID = {"meta", "input", "br", "link", "img", "hr"}


class Outline(HTMLParser):
    """Checks that tags close in order; keeps identifiers, links and words."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.identifiers: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.identifiers += [known["id"]] if known.get("id") else []
        self.links += [known["href"]] if known.get("href") else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def outline(page: str) -> Outline:
    parsed = Outline()
    parsed.feed(page)
    parsed.close()
    assert parsed.open == []
    return parsed


def page_of(city: City, templates: dict[str, str], units: tuple[UnitEvidence, ...], shared: tuple[SharedEvidence, ...]) -> str:
    found = [UnitFindings(one.id, "so", (), (), submitted=True) for one in city.cycle.units]
    return findings_page(city.edition, city.cycle, found, [], city.wording, templates, evidence=units, shared=shared).decode()


@pytest.fixture
def page(city: City, templates: dict[str, str]) -> str:
    return page_of(city, templates, (samples.UNIT,), samples.SHARED)


def section(page: str, identifier: str) -> str:
    return page.partition(f'<h2 id="{identifier}">')[2].partition("</section>")[0]


def test_every_item_has_its_title_class_files_and_explanation(page: str) -> None:
    said = " ".join(" ".join(outline(section_of_unit(page)).words).split())
    assert "Còn thiếu giải trình: II.1" in said
    assert "Minh chứng theo tiêu chí: 3 tiêu chí" in said
    assert "I.1 Kế hoạch CCHC Có văn bản chính thức I.1/bao-cao.pdf không cần" in said
    assert "I.2 Báo cáo CCHC Chỉ tham khảo du-thao.pdf anh.jpg đã có" in said
    assert "II.1 Rà soát văn bản Chưa có TLKC – chưa có" in said


def section_of_unit(page: str) -> str:
    return "<section " + page.partition('id="unit-1" ')[2].partition("</section>")[0] + "</section>"


def test_the_table_of_items_is_folded(page: str) -> None:
    assert '<details class="standing"><summary>' in section_of_unit(page)
    assert "<details open" not in page


def test_a_document_in_several_places_is_a_question(page: str) -> None:
    said = " ".join(section(page, "shared").split())
    assert f"</a> ({len(samples.SHARED)})" in page
    asked, _, superiors = said.partition("<details>")
    assert "07/BC-STP: cùng một tệp có ở 2 nơi của 2 đơn vị. Có đúng là tài liệu của từng nơi không?" in asked
    assert "Bản nào là bản đã ban hành?" in asked
    assert "giống nhau từ 93%" in asked
    assert asked.count("?</p>") == 3
    assert '<td>Sở Nội vụ</td><td>I.1</td><td class="words">I.1/bao-cao.pdf</td>' in asked
    assert '<td>Sở Y tế</td><td>chưa gắn tiêu chí</td><td class="words">x.pdf</td>' in asked
    assert "09/KH-UBND: văn bản của Ủy ban nhân dân Thành phố Mẫu; đơn vị cấp dưới đều có thể dùng." in superiors
    assert "?" not in superiors


def test_the_units_are_counted_by_class_and_by_what_is_missing(page: str) -> None:
    row = section(page, "due").partition("<tbody>")[2].partition("</tr>")[0]
    assert "Sở Nội vụ" in row
    assert [part.partition("<")[0] for part in row.split(">") if part[:1].isdigit()] == ["1", "1", "0", "1", "2", "1", "1"]
    assert "Tiêu chí cần giải trình</a> (còn thiếu 1)" in page


def test_links_lead_somewhere_and_identifiers_are_unique(page: str) -> None:
    parsed = outline(page)
    assert len(parsed.identifiers) == len(set(parsed.identifiers))
    assert [link for link in parsed.links if link.removeprefix("#") not in parsed.identifiers] == []


def test_without_evidence_the_page_is_as_before(city: City, templates: dict[str, str]) -> None:
    page = page_of(city, templates, (), ())
    outline(page)
    assert 'class="of-city"' not in page
    assert "<details" not in page


def test_text_of_strangers_is_shown_not_obeyed(city: City, templates: dict[str, str]) -> None:
    item = ItemEvidence("I.1", EvidenceClass.NONE, (samples.HOSTILE,), 1, needs_explanation=True, explained=False)
    shared = SharedEvidence("same_bytes", samples.HOSTILE, "", 100, (Holder("so-y-te", (), f"submissions/so-y-te/evidence/{samples.HOSTILE}"),))
    page = page_of(city, templates, (replace(samples.UNIT, standing=(item,)),), (shared,))
    outline(page)
    assert page.count("[red]x[/red]␛[31m⟨U+202E⟩&lt;b&gt;") == 3
    assert "\x1b" not in page


def test_nothing_of_a_secret_document_stands_on_the_page(city: City, templates: dict[str, str]) -> None:
    item = ItemEvidence("I.1", EvidenceClass.UNREADABLE, ("khac.pdf",), 1, needs_explanation=True, explained=False)
    page = page_of(city, templates, (replace(samples.UNIT, standing=(item,)),), ())
    assert "khac.pdf" in page
    assert [part for part in ("05/BC-SNV", "Nguyễn Văn Mẫu", "Kết quả thực hiện") if part in page] == []


def test_a_city_of_52_units_and_85_items_stays_below_3_mb(city_with: Any, templates: dict[str, str]) -> None:
    city = city_with()
    units = [city.cycle.units[0].model_copy(update={"id": f"don-vi-{number}", "name": f"Sở, ban, ngành thứ {number}"}) for number in range(52)]
    cycle = city.cycle.model_copy(update={"units": tuple(units)})
    name = "434-KH-VPUTP Kế hoạch cải cách hành chính năm 2023 của cơ quan (I.2).pdf"
    standing = tuple(
        ItemEvidence(f"I.{number}", EvidenceClass.REFERENCE, (name,), 1, needs_explanation=True, explained=False) for number in range(85)
    )
    evidence = [UnitEvidence(one.id, samples.FOLDER, standing) for one in units]
    found = [UnitFindings(one.id, "so", (), (), submitted=True) for one in units]
    page = findings_page(city.edition, cycle, found, [], city.wording, templates, evidence=evidence, shared=samples.SHARED).decode()
    assert len(page.encode()) < 2_000_000
