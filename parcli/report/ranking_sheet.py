"""The sheets of xep-hang.xlsx: a block's ranking with the heat of its areas, its chart, and the methods."""

from __future__ import annotations

from collections.abc import Sequence

from parcli.core.edition import Area, Block
from parcli.core.ranking import BlockRanking, Row
from parcli.report.paper import (
    BAR,
    FONT,
    INK,
    RULE,
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
from parcli.report.wording import policy_texts

_LEFT = ("rank", "unit", "final", "index")
# Blue and orange stay apart for readers who cannot tell red from green; the figure stands in the cell in any case.
_HEAT = {"type": "3_color_scale", "min_color": "#F6C9A0", "mid_color": "#FFFFFF", "max_color": "#9CC3E6"}
_FULL_SCALE = 100
_WIDTHS, _CLASS_WIDTH, _AREA_WIDTH = (48, 300, 86, 92), 100, 88
_STATE, _REASON, _LAST = 2, 4, 12
"""Columns of the list of units without a rank: the state takes two, the reason the rest."""


def table(paper: Paper, name: str, ranking: BlockRanking) -> int:
    """Write a block's ranking and, beneath, the units without a rank; return the row of the first ranked unit."""
    words = paper.wording.text
    sheet, row = add_sheet(paper, name, words("report.heading.ranking", block=ranking.title))
    areas, classes = _areas(paper, ranking), _has_classes(ranking)
    left = (*_LEFT, "class") if classes else _LEFT
    write_heads(paper, sheet, row, [words(f"report.column.{each}") for each in left])
    for place, area in enumerate(areas):
        unit = "area_percent" if area.kind == "points" else "area_points"
        write_text(paper, sheet, row, len(left) + place, words(f"report.column.{unit}", number=area_title(paper, area)), "head")
    first = row + 1
    for place, each in enumerate(ranking.rows):
        _row(paper, sheet, first + place, each, areas, classes=classes)
    if ranking.rows:
        _mean_row(paper, sheet, first, ranking, len(left) + len(areas))
        _heat(sheet, first, len(left), areas, len(ranking.rows))
    _unranked(paper, sheet, first + len(ranking.rows) + 2, ranking)
    _page(sheet, row, classes=classes, areas=len(areas))
    return first


def _areas(paper: Paper, ranking: BlockRanking) -> tuple[Area, ...]:
    block: Block | None = paper.edition.block(ranking.block)
    return () if block is None else block.areas


def _has_classes(ranking: BlockRanking) -> bool:
    return any(row.class_name for row in ranking.rows)


def _row(paper: Paper, sheet: Worksheet, row: int, one: Row, areas: Sequence[Area], *, classes: bool) -> None:
    usual = paper.edition.policies.rounding.print
    fit_row(sheet, row, [(one.name, _WIDTHS[1])])
    write_number(sheet, row, 0, one.rank, paper.number(0, "centre"))
    write_text(paper, sheet, row, 1, one.name, "strong")
    write_number(sheet, row, 2, one.final, paper.number(one.places))
    write_number(sheet, row, 3, one.index, paper.number(one.places, "area_plain"))
    if classes:
        write_text(paper, sheet, row, 4, one.class_name or "", "centre")
    for place, area in enumerate(areas, len(_LEFT) + classes):
        index = one.areas.get(area.code, (None, None))[0]
        if index is None:
            write_text(paper, sheet, row, place, "–", "mark")
        else:
            write_number(sheet, row, place, index if area.kind == "points" else index * area.maximum / _FULL_SCALE, paper.number(usual))


def _mean_row(paper: Paper, sheet: Worksheet, first: int, ranking: BlockRanking, width: int) -> None:
    row = first + len(ranking.rows)
    for column in range(width):
        write_text(paper, sheet, row, column, "", "area_text")
    write_text(paper, sheet, row, 1, paper.wording.text("report.row.mean"), "area_text")
    if ranking.mean is not None:
        span = f"{address(first, 3)}:{address(row - 1, 3)}"
        write_formula(sheet, row, 3, f"AVERAGE({span})", ranking.mean, paper.number(paper.edition.policies.rounding.print, "area_plain"))


def _heat(sheet: Worksheet, first: int, column: int, areas: Sequence[Area], rows: int) -> None:
    """Shade what can be compared: percentages of the points areas, one column at a time."""
    for place, area in enumerate(areas, column):
        if area.kind == "points":
            sheet.conditional_format(first, place, first + rows - 1, place, dict(_HEAT))


def _unranked(paper: Paper, sheet: Worksheet, row: int, ranking: BlockRanking) -> None:
    words = paper.wording.text
    write_text(paper, sheet, row, 0, words("report.heading.unranked"), "section")
    if not ranking.unranked:
        write_text(paper, sheet, row + 1, 0, words("report.none"), "subtitle")
        return
    write_heads(paper, sheet, row + 1, [words("report.column.number"), words("report.column.unit")])
    _across(paper, sheet, row + 1, (words("report.column.state"), words("report.column.reason")), "head")
    for number, one in enumerate(ranking.unranked, 1):
        line = row + 1 + number
        fit_row(sheet, line, [(one.name, _WIDTHS[1]), (one.reason, _CLASS_WIDTH + _AREA_WIDTH * (_LAST - _REASON))])
        write_number(sheet, line, 0, number, paper.number(0, "centre"))
        write_text(paper, sheet, line, 1, one.name)
        _across(paper, sheet, line, (words(f"state.{one.state}"), one.reason), "text")


def _across(paper: Paper, sheet: Worksheet, row: int, texts: tuple[str, str], look: str) -> None:
    """Write state and reason, each across the columns that the table above gives it."""
    for text, first, last in zip(texts, (_STATE, _REASON), (_REASON - 1, _LAST), strict=True):
        sheet.merge_range(row, first, row, last, "", paper.formats[look])
        write_text(paper, sheet, row, first, text, look)


def _page(sheet: Worksheet, head: int, *, classes: bool, areas: int) -> None:
    sheet.set_row_pixels(head, 120)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column_pixels(column, column, width)
    if classes:
        sheet.set_column_pixels(4, 4, _CLASS_WIDTH)
    sheet.set_column_pixels(len(_LEFT) + classes, len(_LEFT) + classes + max(areas, 1) - 1, _AREA_WIDTH)
    sheet.freeze_panes(head + 1, 2)
    sheet.repeat_rows(head)


def chart(paper: Paper, name: str, table_name: str, ranking: BlockRanking, first: int) -> None:
    """Draw a block's index as bars on a sheet of its own, the first rank on top, each bar with its figure."""
    title = paper.wording.text("report.heading.chart", block=ranking.title)
    sheet, row = add_sheet(paper, name, title)
    last = first + len(ranking.rows) - 1
    bars = paper.workbook.add_chart({"type": "bar"})
    places = max(one.places for one in ranking.rows)
    bars.add_series({
        "categories": [table_name, first, 1, last, 1],
        "values": [table_name, first, 3, last, 3],
        "fill": {"color": BAR},
        "gap": 45,
        "data_labels": {"value": True, "num_format": "0." + "0" * places, "font": _font(10)},
    })  # fmt: skip
    bars.set_y_axis({"reverse": True, "num_font": _font(10), "line": {"color": RULE}, "major_tick_mark": "none"})
    bars.set_x_axis(
        {"min": 0, "max": _FULL_SCALE, "num_font": _font(9), "num_format": "0", "major_gridlines": {"visible": True, "line": {"color": RULE}}}
    )
    bars.set_title({"name": title, "name_font": {**_font(13), "bold": True}})
    bars.set_legend({"none": True})
    bars.set_size({"width": 1080, "height": 130 + 24 * len(ranking.rows)})
    sheet.insert_chart(row, 0, bars)


def _font(size: int) -> dict[str, object]:
    return {"name": FONT, "size": size, "color": INK}


def methods(paper: Paper) -> None:
    """Write how points and ranks are made, so that the book can be checked by hand."""
    words = paper.wording.text
    sheet, row = add_sheet(paper, words("report.sheet.methods"), words("report.heading.methods"))
    sheet.set_column_pixels(0, 0, 1000)
    for place, text in enumerate(policy_texts(paper.wording, paper.edition.policies), row):
        write_text(paper, sheet, place, 0, f"• {text}", "paragraph")
