from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from parcli.core.findings import found
from parcli.report.machine import FileSeen, UnitFindings
from parcli.report.page import findings_page

City = Any
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}\u202e\x1b'\" onload=x"
SHOWN = "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}⟨U+202E⟩␛&#39;&#34; onload=x"
VOID = {"meta", "input", "br", "link", "img", "hr"}
# End tags that HTML lets one leave out, by what ends them instead.
ENDED_BY = {"td": {"td", "th", "tr", "tbody", "tfoot"}, "th": {"td", "th", "tr", "tbody", "tfoot"}, "tr": {"tr", "tbody", "tfoot"}}


class Outline(HTMLParser):
    """Checks that tags close in order, and keeps what a reader and a browser would meet."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        self._end_what_may_be_left_open(tag)
        if tag not in VOID:
            self.open.append(tag)

    def _end_what_may_be_left_open(self, tag: str) -> None:
        while self.open and tag in ENDED_BY.get(self.open[-1], ()):
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1] != tag and tag in ENDED_BY.get(self.open[-1], ()):
            self.open.pop()
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def outline(page: str) -> Outline:
    parsed = Outline()
    parsed.feed(page)
    parsed.close()
    assert parsed.open == []
    return parsed


def findings(city: City, templates: dict[str, str], note: str = "") -> str:
    one = found("SC101", unit="so-noi-vu", file=f"submissions/{note}.xlsx", sheet="Tự chấm điểm", cell="H9", item="I.1", note=note)
    units = [
        UnitFindings(
            "so-noi-vu", "so", (FileSeen(f"submissions/{note}.xlsx", "a" * 64, 12),), (one, found("SC109", unit="so-noi-vu")), submitted=True
        ),
        UnitFindings("so-y-te", "so", (), (), submitted=True),
        UnitFindings("so-du-lich", "so", (), (), submitted=False),
    ]
    return findings_page(city.edition, city.cycle, units, [found("RS101", file="survey/so.csv")], city.wording, templates).decode()


@pytest.fixture
def page(city: City, templates: dict[str, str]) -> str:
    return findings(city, templates)


def whole_and_asking_for_nothing(page: str) -> Outline:
    parsed = outline(page)
    assert ("html", {"lang": "vi"}) in parsed.seen
    assert not re.search(r"https?://|@import|url\(|src=", page)
    assert not [tag for tag, attributes in parsed.seen if tag in ("img", "link", "iframe", "object") or "src" in attributes]
    assert all((attributes["href"] or "").startswith("#") for tag, attributes in parsed.seen if tag == "a")
    identifiers = [attributes["id"] for _, attributes in parsed.seen if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    assert "Bộ tiêu chí minh họa – không phải phụ lục đã ban hành" in page
    return parsed


def test_the_page_is_whole_and_asks_for_nothing(page: str) -> None:
    whole_and_asking_for_nothing(page)


def test_the_findings_page_says_place_remedy_basis_and_code(page: str) -> None:
    said = " ".join(outline(page).words)
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
    page = findings(city, templates, HOSTILE)
    outline(page)
    assert SHOWN in page
    assert "alert(1)</script>" not in page
    assert "\u202e" not in page
    assert "\x1b" not in page


def test_same_figures_same_page(city: City, templates: dict[str, str], page: str) -> None:
    assert page == findings(city, templates)
