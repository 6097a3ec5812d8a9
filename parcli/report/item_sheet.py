"""The city book's sheet of a block by items: what every unit got for every item, under the subtotals of the areas.

Where the core has no figure, a word says why (does not apply, waiting, left out, unknown); a sheet's SUM passes over words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parcli.core.edition import Area, Block
from parcli.core.item import Item
from parcli.core.scoring import AreaResult, ItemResult, UnitResult
from parcli.report.detail import Detail
from parcli.report.detail_sheet import area_formula
from parcli.report.paper import (
    Format,
    LongSheet,
    Paper,
    Worksheet,
    add_long_sheet,
    address,
    area_title,
    first_free_row,
    protect,
    row_pixels,
    unit_name,
    write_heads,
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
    sheet, row = add_long_sheet(paper, name, words("report.heading.items", block=block.title), wide=len(results) <= _UNITS_ON_A_PAGE)
    write_text(paper, sheet, row, 0, words("report.marks"), "subtitle")
    head = row + _HEAD_LINES - 1
    titles = [words(f"report.column.{each}") for each in ("code", "title", "maximum", "assessed_by")]
    write_heads(paper, sheet, head, titles)
    for place, result in enumerate(results):
        write_text(paper, sheet, head, _FIRST_UNIT + place, unit_name(paper.cycle, result.unit), "upright")
    _page_of_items(sheet, head, len(results))
    sheet.begin(head + 1)
    _rows(paper, sheet, item_places(paper, name, block, results), detail, block, results)
    protect(sheet)


def _rows(paper: Paper, sheet: LongSheet, places: Places, detail: Detail, block: Block, results: Sequence[UnitResult]) -> None:
    """Write each area's subtotals and then its items, from the top down."""
    look, every = paper.number(paper.edition.policies.rounding.print), block.items(paper.cycle.year)
    by_code = [{one.code: one for one in result.items} for result in results]
    for area in block.areas:
        _area_row(paper, sheet, places, area, results)
        for item in (each for each in every if each.area.code == area.code):
            cells = [_item_cell(paper, sheet, detail, result.unit, items[item.code], look) for result, items in zip(results, by_code, strict=True)]
            _item_row(paper, sheet, places, item, cells)


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


def _area_row(paper: Paper, sheet: LongSheet, places: Places, area: Area, results: Sequence[UnitResult]) -> None:
    row, title, text = places.areas[area.code], area_title(paper, area), paper.formats["area_text"]
    heads = [sheet.text(area.code, text), sheet.text(title, text), sheet.number(area.maximum, paper.formats["area_plain"]), sheet.text("", text)]
    look, mark = paper.number(paper.edition.policies.rounding.print, "area_plain"), paper.formats["area_mark"]
    last, unknown = row + sum(1 for _ in area.leaves()), paper.wording.text("report.mark.unknown")
    for result in results:
        column, figure = places.units[result.unit], area_result(result, area.code).final
        if figure is None:
            heads.append(sheet.text(unknown, mark))
        else:
            total = f"SUM({address(row + 1, column)}:{address(last, column)})"
            heads.append(sheet.formula(area_formula(paper, area, total), figure, look))
    sheet.add_row(row, row_pixels([(title, _WIDTHS[1])]), heads)


def _item_row(paper: Paper, sheet: LongSheet, places: Places, item: Item, cells: Sequence[str]) -> None:
    title, text = item.criterion.title or "", paper.formats["text"]
    assessed_by = sheet.text(paper.wording.text(f"report.assessed_by.{item.criterion.assessed_by}"), text)
    heads = [sheet.text(item.code, text), sheet.text(title, text), sheet.number(item.maximum, paper.formats["plain"]), assessed_by]
    sheet.add_row(places.items[item.code], row_pixels([(title, _WIDTHS[1]), (item.code, _WIDTHS[0])]), [*heads, *cells])


def _item_cell(paper: Paper, sheet: LongSheet, detail: Detail, unit: str, one: ItemResult, look: Format) -> str:
    """A figure where there is one; otherwise the word for not applicable, waiting, left out or unknown."""
    if one.final is not None and one.counts:
        return sheet.formula(detail.cell(unit, one.code, "final"), one.final, look)
    status = "unknown" if one.status == "known" else one.status
    return sheet.text(paper.wording.text(f"report.mark.{status}"), paper.formats["mark"])


def area_result(result: UnitResult, code: str) -> AreaResult:
    """Return a unit's figures of an area."""
    return next(area for area in result.areas if area.code == code)
