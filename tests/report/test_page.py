from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from parcli.core.findings import found
from parcli.core.ranking import BlockRanking, Standing, rank
from parcli.report.machine import FileSeen, UnitFindings
from parcli.report.page import findings_page, ranking_page

City = Any
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}\u202e\x1b'\" onload=x"
SHOWN = "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}⟨U+202E⟩␛&#39;&#34; onload=x"
VOID = {"meta", "input", "br", "link", "img", "hr"}


class Outline(HTMLParser):
    """Checks that tags close in order, and keeps what a reader and a browser would meet."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
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


def ranking(city: City, name: str | None = None) -> BlockRanking:
    names = {unit.id: unit.name for unit in city.cycle.units}
    standings = [
        Standing(one.unit, name or names[one.unit], one.state, name or "lý do", one.final, one.index, {area.code: area.index for area in one.areas})
        for one in city.every()
    ]
    return rank(city.block, city.edition.policies, standings, provisional=False)


def findings(city: City, templates: dict[str, str], note: str = "") -> str:
    one = found("SC101", unit="so-noi-vu", file=f"submissions/{note}.xlsx", sheet="Tự chấm điểm", cell="H9", item="I.1", note=note)
    units = [
        UnitFindings(
            "so-noi-vu", "so", (FileSeen(f"submissions/{note}.xlsx", "a" * 64, 12),), (one, found("SC109", unit="so-noi-vu")), submitted=True
        ),
        UnitFindings("so-y-te", "so", (), (), submitted=True),
        UnitFindings("so-du-lich", "so", (), (), submitted=False),
    ]
    return findings_page(city.edition, city.cycle, units, [found("RS101", file="survey/so.csv")], city.wording, templates)


@pytest.fixture
def pages(city: City, templates: dict[str, str]) -> tuple[str, str]:
    return ranking_page(city.edition, city.cycle, [ranking(city)], True, city.wording, templates), findings(city, templates)


def test_pages_are_whole_and_ask_for_nothing(pages: tuple[str, str]) -> None:
    for page in pages:
        parsed = outline(page)
        assert ("html", {"lang": "vi"}) in parsed.seen
        assert not re.search(r"https?://|@import|url\(|src=", page)
        assert not [tag for tag, attributes in parsed.seen if tag in ("img", "link", "iframe", "object") or "src" in attributes]
        assert all((attributes["href"] or "").startswith("#") for tag, attributes in parsed.seen if tag == "a")
        identifiers = [attributes["id"] for _, attributes in parsed.seen if "id" in attributes]
        assert len(identifiers) == len(set(identifiers))
        assert "Bộ tiêu chí minh họa – không phải phụ lục đã ban hành" in page


def test_the_ranking_page_says_figures_reasons_and_methods(city: City, templates: dict[str, str], pages: tuple[str, str]) -> None:
    page = pages[0]
    assert "Kết quả tạm tính – DỰ THẢO" in page
    assert "89,00" in page
    assert "Tốt" in page
    assert "Chưa gửi hồ sơ" in page
    assert "Xếp hạng và xếp loại theo chỉ số chưa làm tròn." in page
    assert "bỏ khỏi thang điểm và quy đổi" in page
    assert "Kết quả tạm tính" not in ranking_page(city.edition, city.cycle, [ranking(city)], False, city.wording, templates)


def test_an_issued_edition_has_no_banner(city_with: Any, templates: dict[str, str]) -> None:
    city = city_with(status="official")
    assert 'class="banner"' not in ranking_page(city.edition, city.cycle, [ranking(city)], False, city.wording, templates)


def test_the_findings_page_says_place_remedy_basis_and_code(pages: tuple[str, str]) -> None:
    said = " ".join(outline(pages[1]).words)
    for part in (
        "Tự chấm điểm!H9 · Tiêu chí I.1",
        "Nhập số liệu vào ô.",
        "Kế hoạch 243/KH-UBND",
        "SC101",
        "Phải sửa",
        "Lưu ý",
        "survey/so.csv",
        "Sở Du lịch.",
    ):
        assert part in said


def test_text_of_strangers_is_shown_not_obeyed(city: City, templates: dict[str, str]) -> None:
    ranked = ranking_page(city.edition, city.cycle, [ranking(city, HOSTILE)], False, city.wording, templates)
    for page in (ranked, findings(city, templates, HOSTILE)):
        outline(page)
        assert SHOWN in page
        assert "alert(1)</script>" not in page
        assert "\u202e" not in page
        assert "\x1b" not in page


def test_same_figures_same_page(city: City, templates: dict[str, str], pages: tuple[str, str]) -> None:
    assert pages == (ranking_page(city.edition, city.cycle, [ranking(city)], True, city.wording, templates), findings(city, templates))


def test_a_block_without_ranks_still_makes_a_page(city: City, templates: dict[str, str]) -> None:
    standings = [Standing("so-du-lich", "Sở Du lịch", "not_submitted", "Chưa gửi", None, None, {})]
    empty = rank(city.block, city.edition.policies, standings, provisional=False)
    outline(ranking_page(city.edition, city.cycle, [empty], False, city.wording, templates))
