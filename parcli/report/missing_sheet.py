"""The city book's list of everything that keeps the results from being final."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from parcli.core.scoring import MissingOfUnit, UnitResult, by_kind, missing
from parcli.report.missing_words import kind_total
from parcli.report.paper import Paper, Worksheet, add_sheet, fit_row, unit_name, write_heads, write_number, write_text

_COLUMNS: Final = ("number", "unit", "missing", "count", "items")
_WIDTHS: Final = (44, 300, 330, 80, 620)


def missing_sheet(paper: Paper, results: Sequence[UnitResult]) -> None:
    """Write what is missing, kind by kind in sum, then unit by unit with every item."""
    words = paper.wording.text
    sheet, row = add_sheet(paper, words("report.sheet.missing"), words("report.heading.missing"))
    for column, width in enumerate(_WIDTHS):
        sheet.set_column_pixels(column, column, width)
    found = missing(results)
    if not found:
        write_text(paper, sheet, row, 0, words("report.missing.nothing"), "subtitle")
        return
    row = _kinds(paper, sheet, row, found)
    write_heads(paper, sheet, row, [words(f"report.column.{each}") for each in _COLUMNS])
    sheet.repeat_rows(row)
    sheet.autofilter(row, 0, row + len(found), len(_COLUMNS) - 1)
    for number, one in enumerate(found, 1):
        _line(paper, sheet, row + number, number, one)


def _kinds(paper: Paper, sheet: Worksheet, row: int, found: Sequence[MissingOfUnit]) -> int:
    for one in by_kind(found):
        write_text(paper, sheet, row, 0, f"• {kind_total(paper.wording, one)}", "subtitle")
        row += 1
    return row + 1


def _line(paper: Paper, sheet: Worksheet, row: int, number: int, one: MissingOfUnit) -> None:
    texts = {1: unit_name(paper.cycle, one.unit), 2: paper.wording.text(f"report.waits.{one.kind}"), 4: "; ".join(one.about)}
    fit_row(sheet, row, [(text, _WIDTHS[column]) for column, text in texts.items()])
    write_number(sheet, row, 0, number, paper.number(0, "centre"))
    write_number(sheet, row, 3, len(one.about), paper.number(0, "centre"))
    for column, text in texts.items():
        write_text(paper, sheet, row, column, text)
