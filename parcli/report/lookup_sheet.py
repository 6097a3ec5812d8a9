"""The city book's sheet on which a unit is chosen from a list and its points at every stage appear, ready to be printed.

Everything on it is formulas over the other sheets. A unit is found by its whole name, letter by letter (EXACT), its
lines by their key (MATCH, which obeys wildcards: no id and no code holds one).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from parcli.core.scoring import UnitResult
from parcli.report.area_sheet import FACTOR_PLACES, Totals
from parcli.report.detail import Detail
from parcli.report.detail_sheet import Shown, area_of, by_area, item_words, shown_lines
from parcli.report.lookup_lists import BLOCK, POSITION, UNIT, Lists, made, total_values, write_shown
from parcli.report.paper import Paper, Worksheet, add_sheet, address, area_title, fit_row, protect, write_heads, write_text

_COLUMNS: Final = ("code", "title", "maximum", "computed", "appraised_1", "appraised_2", "council", "survey", "final", "source", "note")
_WIDTHS: Final = (66, 380, 62, 62, 62, 62, 62, 62, 66, 126, 250)
_OF_WORDS: Final = tuple(_WIDTHS[_COLUMNS.index(name)] for name in ("title", "source", "note"))
_FIGURES: Final = ("maximum", "computed", "appraised_1", "appraised_2", "council", "survey", "final")
_TOTALS: Final = ("self", "appraised", "survey", "bonus", "penalty", "final", "maximum", "index", "factor")
_TOTALS_FROM = 2
_LINE, _ROW = len(_COLUMNS), len(_COLUMNS) + 1
"""Two hidden columns: the name of the unit's line, and where it stands among the details."""
_NAME = "don_vi_tra_cuu"


def lookup_sheet(paper: Paper, detail: Detail, totals: Mapping[str, Totals], results: Sequence[UnitResult]) -> None:
    """Write the sheet and the hidden lists that it reads; ``totals`` says by block where the units' totals stand."""
    if not results:
        return
    words = paper.wording.text
    name = words("report.sheet.lookup")
    sheet, row = add_sheet(paper, name, words("report.heading.lookup", year=paper.cycle.year))
    lists = made(paper, results, f"'{name}'!{address(row, 1, fixed=True)}")
    _choice(paper, sheet, row, lists)
    shown = _Shown(paper, sheet, detail, lists, results[0])
    shown.totals(row + 2)
    shown.state(row + 4)
    last = shown.lines(row + 6, results)
    _page(paper, sheet, row + 6, last)
    lists.write(totals)


def _choice(paper: Paper, sheet: Worksheet, row: int, lists: Lists) -> None:
    words = paper.wording.text
    write_text(paper, sheet, row, 0, words("report.column.unit"), "section")
    write_text(paper, sheet, row, 1, lists.labels[lists.results[0].unit], "choice")
    paper.workbook.define_name(_NAME, f"={lists.column()}")
    sheet.data_validation(row, 1, row, 1, {
        "validate": "list", "source": f"={_NAME}", "error_title": words("report.sheet.lookup"), "error_message": words("report.lookup.how"),
    })  # fmt: skip
    write_text(paper, sheet, row, 2, words("report.lookup.how"), "subtitle")
    fit_row(sheet, row, [(label, _WIDTHS[1]) for label in lists.labels.values()])


def _page(paper: Paper, sheet: Worksheet, head: int, last: int) -> None:
    for column, width in enumerate(_WIDTHS):
        sheet.set_column_pixels(column, column, width)
    sheet.set_column(_LINE, _ROW, None, None, {"hidden": True})
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, 2)
    sheet.print_area(0, 0, last, _LINE - 1)
    line = f"${address(head + 1, _LINE)}"
    span = (head + 1, 0, last, _LINE - 1)
    sheet.conditional_format(*span, {"type": "formula", "criteria": f'=RIGHT({line},1)="|"', "format": paper.formats["shown_area"]})
    sheet.conditional_format(*span, {"type": "formula", "criteria": f'={line}<>""', "format": paper.formats["shown_line"]})
    protect(sheet)


def _longest(paper: Paper, results: Sequence[UnitResult]) -> list[tuple[str, ...]]:
    """Return for each line the longest title, source and note that it may have to show."""
    longest: list[tuple[str, ...]] = []
    for result in results:
        for place, words in enumerate(_words(paper, result)):
            if place == len(longest):
                longest.append(words)
            elif words != longest[place]:
                longest[place] = tuple(max(each, key=len) for each in zip(longest[place], words, strict=True))
    return longest


def _words(paper: Paper, result: UnitResult) -> Iterator[tuple[str, ...]]:
    for area, items in by_area(result):
        yield area_title(paper, area_of(paper, result, area.code)), "", ""
        for one in items:
            source, said, _ = item_words(paper, one)
            yield one.item.criterion.title or "", source, said


@dataclass(frozen=True, slots=True)
class _Shown:
    """What appears for the chosen unit; ``first`` is the one that is chosen when the book is opened."""

    paper: Paper
    sheet: Worksheet
    detail: Detail
    lists: Lists
    first: UnitResult

    def totals(self, head: int) -> None:
        """Write the unit's totals, each under its heading."""
        values, usual = total_values(self.paper, self.first), self.paper.edition.policies.rounding.print
        self.sheet.merge_range(head, 0, head + 1, 1, "", self.paper.formats["head"])
        write_text(self.paper, self.sheet, head, 0, self.paper.wording.text("report.row.totals"), "head")
        for column, name in enumerate(_TOTALS, _TOTALS_FROM):
            write_text(self.paper, self.sheet, head, column, self.paper.wording.text(f"report.column.{name}"), "head")
            look = self.paper.number(FACTOR_PLACES if name == "factor" else usual, "area_plain")
            write_shown(self.sheet, head + 1, column, self._total(name), values[name], look)
        self.sheet.set_row_pixels(head, 64)

    def state(self, row: int) -> None:
        """Write the unit's state and why it has no final figure."""
        values = total_values(self.paper, self.first)
        write_shown(self.sheet, row, 0, self._total("state"), values["state"], self.paper.formats["section"])
        write_shown(self.sheet, row, 2, self._total("reason"), values["reason"], self.paper.formats["subtitle"])

    def _total(self, name: str) -> str:
        position = self.lists.said(POSITION)
        return f'IF({position}=0,"",INDEX({self.lists.total(name)},{position}))'

    def lines(self, head: int, results: Sequence[UnitResult]) -> int:
        """Write as many lines as the longest block has; return the last row."""
        write_heads(self.paper, self.sheet, head, [self.paper.wording.text(f"report.column.{each}") for each in _COLUMNS])
        self.sheet.set_row_pixels(head, 64)
        longest = _longest(self.paper, results)
        own = shown_lines(self.paper, self.first)
        names = (*self.lists.lines[self.first.block], *("" for _ in range(self.lists.most_lines - len(own))))
        for place, name in enumerate(names, 1):
            self._line(head + place, place, name, own.get(name))
            fit_row(self.sheet, head + place, zip(longest[place - 1], _OF_WORDS, strict=True))
        return head + self.lists.most_lines

    def _line(self, row: int, place: int, name: str, shown: Shown | None) -> None:
        line, found = f"${address(row, _LINE)}", f"${address(row, _ROW)}"
        looked = f"INDEX({self.lists.lines_by_block()},{place},{self.lists.said(BLOCK)})"
        plain = self.paper.formats["shown_text"]
        write_shown(self.sheet, row, _LINE, f'IF({self.lists.said(POSITION)}=0,"",IF({looked}="","",{looked}))', name, plain)
        where = f'IF({line}="","",MATCH({self.lists.said(UNIT)}&"|"&{line},{self.detail.column("key")},0))'
        write_shown(self.sheet, row, _ROW, where, self.detail.position(self.first.unit, name) if name else "", plain)
        usual = self.paper.edition.policies.rounding.print
        for column, each in enumerate(_COLUMNS):
            value = f"INDEX({self.detail.column(each)},{found})"
            look = self.paper.number(usual, "shown_plain") if each in _FIGURES else plain
            write_shown(self.sheet, row, column, f'IF({found}="","",IF({value}="","",{value}))', shown[each] if shown else "", look)
