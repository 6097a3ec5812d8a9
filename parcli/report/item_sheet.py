"""The city book's sheet of a block by items: what every unit got for every item, under the subtotals of the areas.

Where the core has no figure, a word says why (does not apply, waiting, left out, unknown); a sheet's SUM passes over words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parcli.core.edition import Area, Block, Item
from parcli.core.scoring import AreaResult, ItemResult, UnitResult
from parcli.report.detail import Detail
from parcli.report.detail_sheet import area_formula
from parcli.report.paper import (
    Format,
    Paper,
    Worksheet,
    add_sheet,
    address,
    area_title,
    first_free_row,
    fit_row,
    protect,
    unit_name,
    write_formula,
    write_heads,
    write_number,
    write_text,
)

_FIRST_UNIT = 4
_UNITS_ON_A_PAGE = 26
_HEAD_LINES = 3
_WIDTHS = (66, 360, 56, 140)


@dataclass(frozen=True, slots=True)
class Places:
    """Where things stand on a block's item sheet: rows of areas and items, columns of units."""

    sheet: str
    areas: dict[str, int]
    items: dict[str, int]
    units: dict[str, int]

    def cell(self, row: int, unit: str) -> str:
        """Return the address of a unit's figure as seen from another sheet."""
        return f"'{self.sheet}'!{address(row, self.units[unit])}"


def item_sheet(paper: Paper, name: str, detail: Detail, block: Block, results: Sequence[UnitResult]) -> None:
    """Write a block's items by units, each area headed by its subtotal; the figures are those of the sheet of all details."""
    words = paper.wording.text
    sheet, row = add_sheet(paper, name, words("report.heading.items", block=block.title), wide=len(results) <= _UNITS_ON_A_PAGE)
    write_text(paper, sheet, row, 0, words("report.marks"), "subtitle")
    places = item_places(paper, name, block, results)
    head = row + _HEAD_LINES - 1
    titles = [words(f"report.column.{each}") for each in ("code", "title", "maximum", "assessed_by")]
    write_heads(paper, sheet, head, titles)
    for place, result in enumerate(results):
        write_text(paper, sheet, head, _FIRST_UNIT + place, unit_name(paper.cycle, result.unit), "upright")
    for area in block.areas:
        _area_row(paper, sheet, places, area, results)
    _item_rows(paper, sheet, places, block.items(paper.cycle.year))
    look = paper.number(paper.edition.policies.rounding.print)
    for result in results:
        for one in result.items:
            _item_cell(paper, sheet, places, detail, result.unit, one, look)
    _page_of_items(sheet, head, len(results))
    protect(sheet)


def item_places(paper: Paper, name: str, block: Block, results: Sequence[UnitResult]) -> Places:
    """Return where everything stands on a block's item sheet."""
    areas: dict[str, int] = {}
    items: dict[str, int] = {}
    row = first_free_row(paper) + _HEAD_LINES
    every = block.items(paper.cycle.year)
    for area in block.areas:
        areas[area.code] = row
        row += 1
        for item in (each for each in every if each.area.code == area.code):
            items[item.code] = row
            row += 1
    return Places(name, areas, items, {one.unit: _FIRST_UNIT + place for place, one in enumerate(results)})


def _page_of_items(sheet: Worksheet, head: int, units: int) -> None:
    sheet.set_row_pixels(head, 190)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column_pixels(column, column, width)
    sheet.set_column_pixels(_FIRST_UNIT, _FIRST_UNIT + max(units, 1) - 1, 50)
    sheet.freeze_panes(head + 1, _FIRST_UNIT)
    sheet.repeat_rows(head)
    sheet.repeat_columns(0, 2)
    if units > _UNITS_ON_A_PAGE:
        sheet.set_print_scale(60)


def _area_row(paper: Paper, sheet: Worksheet, places: Places, area: Area, results: Sequence[UnitResult]) -> None:
    row = places.areas[area.code]
    write_text(paper, sheet, row, 0, area.code, "area_text")
    write_text(paper, sheet, row, 1, area_title(paper, area), "area_text")
    write_number(sheet, row, 2, area.maximum, paper.formats["area_plain"])
    write_text(paper, sheet, row, 3, "", "area_text")
    fit_row(sheet, row, [(area_title(paper, area), _WIDTHS[1])])
    look = paper.number(paper.edition.policies.rounding.print, "area_plain")
    last = row + sum(1 for _ in area.leaves())
    for result in results:
        column = places.units[result.unit]
        figure = area_result(result, area.code).final
        if figure is None:
            write_text(paper, sheet, row, column, paper.wording.text("report.mark.unknown"), "area_mark")
        else:
            total = f"SUM({address(row + 1, column)}:{address(last, column)})"
            write_formula(sheet, row, column, area_formula(paper, area, total), figure, look)


def _item_rows(paper: Paper, sheet: Worksheet, places: Places, items: Sequence[Item]) -> None:
    for item in items:
        row = places.items[item.code]
        write_text(paper, sheet, row, 0, item.code)
        write_text(paper, sheet, row, 1, item.criterion.title or "")
        write_number(sheet, row, 2, item.maximum, paper.formats["plain"])
        write_text(paper, sheet, row, 3, paper.wording.text(f"report.assessed_by.{item.criterion.assessed_by}"))
        fit_row(sheet, row, [(item.criterion.title or "", _WIDTHS[1]), (item.code, _WIDTHS[0])])


def _item_cell(paper: Paper, sheet: Worksheet, places: Places, detail: Detail, unit: str, one: ItemResult, look: Format) -> None:
    """A figure where there is one; otherwise the word for not applicable, waiting, left out or unknown."""
    row, column = places.items[one.code], places.units[unit]
    if one.final is not None and one.counts:
        write_formula(sheet, row, column, detail.cell(unit, one.code, "final"), one.final, look)
    else:
        status = "unknown" if one.status == "known" else one.status
        write_text(paper, sheet, row, column, paper.wording.text(f"report.mark.{status}"), "mark")


def area_result(result: UnitResult, code: str) -> AreaResult:
    """Return a unit's figures of an area."""
    return next(area for area in result.areas if area.code == code)
