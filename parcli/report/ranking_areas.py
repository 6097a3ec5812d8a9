"""The sheet of a block's areas as a heat table: every unit's percent and rank in each area. The figures read without the colours."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from parcli.core import points
from parcli.core.edition import Area
from parcli.core.ranking import Row
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
from parcli.report.ranking_places import BOLD, Following, Place

# Blue and orange stay apart for readers who cannot tell red from green; the figure stands in the cell in any case.
HEAT = {"type": "3_color_scale", "min_color": "#F6C9A0", "mid_color": "#FFFFFF", "max_color": "#9CC3E6"}
FIRST_AREA = 3
_WIDTHS, _AREA_WIDTH, _RANK_WIDTH = (46, 270, 84), 78, 46
_HEAD_HEIGHT, _LINE_HEIGHT = 170, 22


def heat_table(paper: Paper, place: Place) -> None:
    """Write the areas of a block's ranked units."""
    words, areas = paper.wording.text, place.block.areas
    sheet, row = add_sheet(paper, place.sheets["areas"], words("rankbook.heading.areas", block=place.book.ranking.title))
    sheet.merge_range(row, 0, row, FIRST_AREA + 2 * len(areas) - 1, "", paper.formats["note"])
    write_text(paper, sheet, row, 0, words("rankbook.hint.areas"), "note")
    sheet.set_row_pixels(row, 2 * _LINE_HEIGHT)
    heads = [words(f"report.column.{each}") for each in ("rank", "unit", "index")]
    heads += [_head(paper, area) for area in areas]
    heads += [words("rankbook.column.area_rank", number=area.printed_number) for area in areas]
    write_heads(paper, sheet, place.head, heads)
    for at, one in enumerate(place.book.units, place.first):
        _row(paper, sheet, place, at, one.row)
    if place.book.units:
        _means(paper, sheet, place)
        shade(sheet, place, [FIRST_AREA + column for column, area in enumerate(areas) if area.kind == "points"])
    _page(sheet, place, len(areas))


def area_figure(area: Area, index: Fraction) -> Fraction:
    """Return an area's figure as it is shown: percent, or points of a bonus or penalty area."""
    return index if area.kind == "points" else points.part_of(area.maximum, index)


def identity(paper: Paper, sheet: Worksheet, place: Place, at: int, row: Row) -> None:
    """Write a unit's rank, name and, where it is the third column, index as they stand on the sheet of the ranking."""
    following = Following(paper, place, sheet)
    following.number(at, 0, (at, "rank"), row.rank, paper.number(0, "centre"))
    following.text(at, 1, (at, "unit"), row.name, "strong")
    following.number(at, 2, (at, "index"), row.index, paper.number(row.places, "area_plain"))


def shade(sheet: Worksheet, place: Place, columns: Sequence[int]) -> None:
    """Shade columns of percentages, one at a time."""
    for column in columns:
        sheet.conditional_format(place.first, column, place.last, column, dict(HEAT))


def mean_cells(paper: Paper, sheet: Worksheet, place: Place, means: Sequence[Fraction | None], first: int, places: int) -> None:
    """Write the row of means under a table: what is unknown is passed over."""
    row = place.last + 1
    for column in range(first):
        write_text(paper, sheet, row, column, "", "area_text")
    write_text(paper, sheet, row, 1, paper.wording.text("report.row.mean"), "area_text")
    for column, mean in enumerate(means, first):
        if mean is None:
            write_text(paper, sheet, row, column, "–", "area_mark")
        else:
            formula = f"AVERAGE({address(place.first, column)}:{address(place.last, column)})"
            write_formula(sheet, row, column, formula, mean, paper.number(places, "area_plain"))


def _head(paper: Paper, area: Area) -> str:
    unit = "area_percent" if area.kind == "points" else "area_points"
    return paper.wording.text(f"report.column.{unit}", number=area_title(paper, area))


def _row(paper: Paper, sheet: Worksheet, place: Place, at: int, row: Row) -> None:
    usual, areas = paper.edition.policies.rounding.print, place.block.areas
    fit_row(sheet, at, [(row.name, _WIDTHS[1] - BOLD)])
    identity(paper, sheet, place, at, row)
    for column, area in enumerate(areas, FIRST_AREA):
        index, rank = row.areas.get(area.code, (None, None))
        if index is None:
            write_text(paper, sheet, at, column, paper.wording.text("report.mark.unknown"), "mark")
        else:
            write_number(sheet, at, column, area_figure(area, index), paper.number(usual))
        if rank is None:
            write_text(paper, sheet, at, column + len(areas), "–", "mark")
        else:
            write_number(sheet, at, column + len(areas), rank, paper.number(0, "centre"))


def _means(paper: Paper, sheet: Worksheet, place: Place) -> None:
    means = [place.book.area_means.get(area.code) for area in place.block.areas]
    shown = [None if mean is None else area_figure(area, mean) for area, mean in zip(place.block.areas, means, strict=True)]
    mean_cells(paper, sheet, place, shown, FIRST_AREA, paper.edition.policies.rounding.print)


def _page(sheet: Worksheet, place: Place, areas: int) -> None:
    sheet.set_row_pixels(place.head, _HEAD_HEIGHT)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column_pixels(column, column, width)
    sheet.set_column_pixels(FIRST_AREA, FIRST_AREA + areas - 1, _AREA_WIDTH)
    sheet.set_column_pixels(FIRST_AREA + areas, FIRST_AREA + 2 * areas - 1, _RANK_WIDTH)
    sheet.freeze_panes(place.first, 2)
    sheet.repeat_rows(place.head)
