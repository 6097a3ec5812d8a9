"""The city book's sheet of a block on how far self-scores are from appraisal: by unit and area, and by item.

It orders what to look at again; it says nothing of why figures differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from parcli.core.edition import Block
from parcli.core.scoring import UnitResult
from parcli.core.scoring.differences import Compared, Difference, by_item, by_unit, compared, to_look_at
from parcli.report.detail import Detail
from parcli.report.paper import (
    Format,
    Paper,
    Worksheet,
    add_sheet,
    address,
    area_title,
    fit_row,
    unit_name,
    write_formula,
    write_heads,
    write_number,
    write_text,
)

_AFTER: Final = ("self", "appraised", "difference", "compared", "lowered", "raised")
_ITEMS: Final = ("number", "title", "code", "difference", "units_compared", "lowered", "raised", "mean_difference")
_AGAIN: Final = ("number", "unit", "area", "self", "appraised", "difference", "lowered", "items")
_NUMBER_WIDTH, _NAME_WIDTH, _USUAL_WIDTH = 40, 300, 82
_AGAIN_SHOWN = 15
_HEAD_PIXELS = 64
_CODES_WIDTH = 5
"""Columns that the list of codes spans."""


def difference_sheet(paper: Paper, name: str, detail: Detail, block: Block, results: Sequence[UnitResult]) -> None:
    """Write a block's differences, the largest first: units by area, what to look at again, items over all units."""
    every = compared(results)
    words = paper.wording.text
    sheet, row = add_sheet(paper, name, words("report.heading.differences", block=block.title))
    for place, text in enumerate(("report.marks.differences", "report.marks.no_verdict")):
        write_text(paper, sheet, row + place, 0, words(text), "subtitle")
    areas = [area for area in block.areas if area.kind == "points" and any(one.area == area.code for one in every)]
    head = row + 3
    titles = [words(f"report.column.{each}") for each in ("number", "unit")] + [area_title(paper, area) for area in areas]
    write_heads(paper, sheet, head, [*titles, *(words(f"report.column.{each}") for each in _AFTER)])
    sheet.set_row_pixels(head, 150)
    units = by_unit(every)
    for number, (unit, whole) in enumerate(units, 1):
        _unit(paper, sheet, head + number, number, detail, unit, whole, [area.code for area in areas])
    row = _again(paper, sheet, head + len(units) + 2, every)
    _items(paper, sheet, row + 1, every, block)
    last = 1 + max(len(areas) + len(_AFTER), len(_AGAIN) - 1 + _CODES_WIDTH)
    sheet.set_column_pixels(0, 0, _NUMBER_WIDTH)
    sheet.set_column_pixels(1, 1, _NAME_WIDTH)
    sheet.set_column_pixels(2, last, _USUAL_WIDTH)
    sheet.freeze_panes(head + 1, 2)


def has_differences(results: Sequence[UnitResult]) -> bool:
    """Whether any item has both figures."""
    return bool(compared(results))


def _unit(paper: Paper, sheet: Worksheet, row: int, number: int, detail: Detail, unit: str, whole: Difference, areas: Sequence[str]) -> None:
    usual = paper.number(paper.edition.policies.rounding.print)
    name = unit_name(paper.cycle, unit)
    fit_row(sheet, row, [(name, _NAME_WIDTH)])
    write_number(sheet, row, 0, number, paper.number(0, "centre"))
    write_text(paper, sheet, row, 1, name)
    for column, code in enumerate(areas, 2):
        own = Difference(tuple(one for one in whole.items if one.area == code))
        if own.items:
            formula = f"{_sum(detail, unit, own, 'computed')}-({_sum(detail, unit, own, 'final')})"
            write_formula(sheet, row, column, formula, own.amount, usual)
        else:
            write_text(paper, sheet, row, column, "–", "mark")
    after = 2 + len(areas)
    write_formula(sheet, row, after, _sum(detail, unit, whole, "computed"), whole.claimed, usual)
    write_formula(sheet, row, after + 1, _sum(detail, unit, whole, "final"), whole.given, usual)
    formula = f"{address(row, after)}-{address(row, after + 1)}"
    write_formula(sheet, row, after + 2, formula, whole.amount, paper.number(paper.edition.policies.rounding.print, "area_plain"))
    _counts(sheet, row, after + 3, (len(whole.items), len(whole.lowered), len(whole.raised)), paper.number(0, "centre"))


def _sum(detail: Detail, unit: str, some: Difference, column: str) -> str:
    return detail.sum(unit, (each.one for each in some.items), column)


def _counts(sheet: Worksheet, row: int, column: int, counts: Sequence[int], look: Format) -> None:
    for place, count in enumerate(counts, column):
        write_number(sheet, row, place, count, look)


def _again(paper: Paper, sheet: Worksheet, row: int, every: Sequence[Compared]) -> int:
    """Write the units and areas to look at first; return the next free row."""
    words, usual = paper.wording.text, paper.number(paper.edition.policies.rounding.print)
    write_text(paper, sheet, row, 0, words("report.heading.look_again"), "section")
    found = to_look_at(every, _AGAIN_SHOWN)
    if not found:
        write_text(paper, sheet, row + 1, 0, words("report.none"), "subtitle")
        return row + 3
    write_heads(paper, sheet, row + 1, [words(f"report.column.{each}") for each in _AGAIN])
    _codes(paper, sheet, row + 1, words("report.column.items"), "head")
    sheet.set_row_pixels(row + 1, _HEAD_PIXELS)
    for number, ((unit, area), own) in enumerate(found, 1):
        line, name = row + 1 + number, unit_name(paper.cycle, unit)
        codes = "; ".join(each.one.code for each in own.lowered)
        fit_row(sheet, line, [(name, _NAME_WIDTH), (codes, _USUAL_WIDTH * _CODES_WIDTH)])
        write_number(sheet, line, 0, number, paper.number(0, "centre"))
        write_text(paper, sheet, line, 1, name)
        write_text(paper, sheet, line, 2, area)
        for column, value in enumerate((own.claimed, own.given, own.amount), 3):
            write_number(sheet, line, column, value, usual)
        write_number(sheet, line, 6, len(own.lowered), paper.number(0, "centre"))
        _codes(paper, sheet, line, codes, "text")
    return row + 2 + len(found)


def _codes(paper: Paper, sheet: Worksheet, row: int, text: str, look: str) -> None:
    first = len(_AGAIN) - 1
    sheet.merge_range(row, first, row, first + _CODES_WIDTH - 1, "", paper.formats[look])
    write_text(paper, sheet, row, first, text, look)


def _items(paper: Paper, sheet: Worksheet, row: int, every: Sequence[Compared], block: Block) -> None:
    words, usual = paper.wording.text, paper.number(paper.edition.policies.rounding.print)
    titles = {item.code: item.criterion.title or "" for item in block.items(paper.cycle.year)}
    write_text(paper, sheet, row, 0, words("report.heading.items_compared"), "section")
    write_heads(paper, sheet, row + 1, [words(f"report.column.{each}") for each in _ITEMS])
    sheet.set_row_pixels(row + 1, _HEAD_PIXELS)
    for number, (code, own) in enumerate(by_item(every), 1):
        line = row + 1 + number
        fit_row(sheet, line, [(titles[code], _NAME_WIDTH)])
        write_number(sheet, line, 0, number, paper.number(0, "centre"))
        write_text(paper, sheet, line, 1, titles[code])
        write_text(paper, sheet, line, 2, code)
        write_number(sheet, line, 3, own.amount, usual)
        _counts(sheet, line, 4, (len(own.items), len(own.lowered), len(own.raised)), paper.number(0, "centre"))
        write_number(sheet, line, 7, own.amount / Fraction(len(own.items)), usual)
