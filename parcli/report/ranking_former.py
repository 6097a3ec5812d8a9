"""The sheet of a block's areas against the year before, where one was given: what an area came to, and how it changed."""

from __future__ import annotations

from fractions import Fraction

from parcli.core.edition import Area
from parcli.core.rankbook import RankedUnit
from parcli.report.paper import (
    Paper,
    Worksheet,
    add_sheet,
    address,
    area_title,
    fit_row,
    write_formula,
    write_heads,
    write_number,
    write_text,
)
from parcli.report.ranking_areas import FIRST_AREA, area_figure, identity
from parcli.report.ranking_places import BOLD, Place
from parcli.report.ranking_terms import before_texts

_WIDTHS, _AREA_WIDTH = (46, 270, 84), 66
_HEAD_HEIGHT, _LINE_HEIGHT, _LINE_SIGNS = 190, 22, 200


def former_table(paper: Paper, place: Place) -> None:
    """Write each ranked unit's areas a year before and their change; an area that does not compare has a word."""
    words, areas = paper.wording.text, place.block.areas
    sheet, row = add_sheet(paper, place.sheets["former"], words("rankbook.heading.former", block=place.book.ranking.title))
    sheet.merge_range(row, 0, row, FIRST_AREA + 2 * len(areas) - 1, "", paper.formats["note"])
    hint = " ".join((*before_texts(paper.wording, place.block, place.book), words("rankbook.hint.former")))
    write_text(paper, sheet, row, 0, hint, "note")
    sheet.set_row_pixels(row, max(2, -(-len(hint) // _LINE_SIGNS)) * _LINE_HEIGHT)
    heads = [words(f"report.column.{each}") for each in ("rank", "unit", "index")]
    for area in areas:
        heads += [words(f"rankbook.column.{each}", area=area_title(paper, area)) for each in ("area_former", "area_change")]
    write_heads(paper, sheet, place.head, heads)
    for at, one in enumerate(place.book.units, place.first):
        fit_row(sheet, at, [(one.row.name, _WIDTHS[1] - BOLD)])
        identity(paper, sheet, place, at, one.row)
        for number, area in enumerate(areas):
            _area(paper, sheet, place, (at, number), one, area)
    _page(sheet, place, len(areas))


def _area(paper: Paper, sheet: Worksheet, place: Place, cell: tuple[int, int], one: RankedUnit, area: Area) -> None:
    """Write an area's two cells; ``cell`` is the row and the number of the area."""
    (at, number), usual = cell, paper.edition.policies.rounding.print
    column = FIRST_AREA + 2 * number
    now, before = one.row.areas.get(area.code, (None, None))[0], None if one.former is None else one.former.areas.get(area.code)
    unknown = paper.wording.text("report.mark.unknown")
    if before is None:
        write_text(paper, sheet, at, column, unknown, "mark")
    else:
        write_number(sheet, at, column, area_figure(area, before), paper.number(usual))
    if now is None or before is None:
        write_text(paper, sheet, at, column + 1, unknown, "mark")
        return
    change: Fraction = area_figure(area, now) - area_figure(area, before)
    formula = f"'{place.sheets['areas']}'!{address(at, FIRST_AREA + number)}-{address(at, column)}"
    write_formula(sheet, at, column + 1, formula, change, paper.change(usual, "area_plain"))


def _page(sheet: Worksheet, place: Place, areas: int) -> None:
    sheet.set_row_pixels(place.head, _HEAD_HEIGHT)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column_pixels(column, column, width)
    sheet.set_column_pixels(FIRST_AREA, FIRST_AREA + 2 * areas - 1, _AREA_WIDTH)
    sheet.freeze_panes(place.first, 2)
    sheet.repeat_rows(place.head)
