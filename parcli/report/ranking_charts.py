"""A block's charts: a chosen unit's areas against the mean, the index of every unit, its change since last year.

A sheet of the workbook holds them, one to a printed page. Series differ by form as well as by colour, and bars carry figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from xlsxwriter.chart import Chart

from parcli.core.rankbook import BlockBook
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
    write_formula_text,
    write_heads,
    write_text,
)
from parcli.report.ranking_areas import FIRST_AREA, area_figure
from parcli.report.ranking_places import Place, has_former

BARS_ON_A_PAGE = 28
MOST_BARS = 240
"""More units than this are not drawn: ten pages of bars are more than anybody compares."""
_FULL_SCALE = 100
_WIDTHS = (60, 620, 120, 120)
_SCALE, _PAGE_PIXELS, _ROW_PIXELS = 80, 800, 20
"""In percent; at this scale an A4 page across has so many pixels of height."""
_CHART_WIDTH, _COMPARISON_HEIGHT = 1200, 360
_HEAD_HEIGHT = 44
_DOWN, _LIGHT = "#C0651A", "#9CC3E6"
_GRID = {"visible": True, "line": {"color": RULE}}


def charts(paper: Paper, place: Place) -> None:
    """Draw a block's charts."""
    words, book = paper.wording.text, place.book
    sheet, row = add_sheet(paper, place.sheets["chart"], words("rankbook.heading.charts", block=book.ranking.title), wide=False)
    if not book.units:
        write_text(paper, sheet, row, 0, words("rankbook.none_ranked"), "subtitle")
        return
    shown = min(len(book.units), MOST_BARS)
    if shown < len(book.units):
        write_text(paper, sheet, row, 0, words("rankbook.hint.charts_left_out", shown=shown, units=len(book.units)), "subtitle")
    sheet.set_print_scale(_SCALE)
    end = _compare(paper, sheet, place, row + 1)
    breaks = []
    for name, key in (("index", "rankbook.chart.index"), *((("index_change", "rankbook.chart.change"),) if has_former(book) else ())):
        for first, last in _pages(shown):
            breaks.append(end)
            title = words(key, first=book.units[first].row.rank, last=book.units[last].row.rank)
            sheet.insert_chart(end, 0, _bars(paper, place, name, title, (place.first + first, place.first + last)), {"x_offset": 4, "y_offset": 4})
            end += _PAGE_PIXELS // _ROW_PIXELS
    sheet.set_h_pagebreaks(breaks)


def _pages(shown: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last unit of each page of bars, all pages about as full."""
    pages = -(-shown // BARS_ON_A_PAGE)
    edges = [shown * page // pages for page in range(pages + 1)]
    yield from ((first, last - 1) for first, last in pairwise(edges))


def _compare(paper: Paper, sheet: Worksheet, place: Place, row: int) -> int:
    """Write the table of a chosen unit's areas and draw it; return the first row of the next page."""
    words, own = paper.wording.text, [area for area in place.block.areas if area.kind == "points"]
    for column, width in enumerate(_WIDTHS):
        sheet.set_column_pixels(column, column, width)
    write_text(paper, sheet, row, 0, words("rankbook.hint.choose"), "subtitle")
    write_text(paper, sheet, row + 1, 0, words("rankbook.choose"), "head")
    write_text(paper, sheet, row + 1, 1, place.book.units[0].row.name, "choice")
    sheet.set_row_pixels(row + 1, _HEAD_HEIGHT)
    names = place.cells("ranking", place.column("unit"))
    sheet.data_validation(row + 1, 1, row + 1, 1, {"validate": "list", "source": f"={names}", "error_message": words("rankbook.choose_error")})
    chosen = address(row + 1, 1, fixed=True)
    head = row + 3
    heads = ("report.column.number", "rankbook.column.area", "rankbook.column.area_index", "rankbook.column.mean")
    write_heads(paper, sheet, head, [words(each) for each in heads])
    sheet.set_row_pixels(head, _HEAD_HEIGHT)
    for at, area in enumerate(own, head + 1):
        column = FIRST_AREA + place.block.areas.index(area)
        fit_row(sheet, at, [(area_title(paper, area), _WIDTHS[1])])
        write_text(paper, sheet, at, 0, area.printed_number, "centre")
        write_text(paper, sheet, at, 1, area_title(paper, area))
        _chosen_figure(paper, sheet, place, at, column, names, chosen)
        _mean_figure(paper, sheet, place, at, column)
    last = head + len(own)
    sheet.insert_chart(last + 2, 0, _against_mean(paper, place, head, last), {"x_offset": 4})
    return last + 3 + _COMPARISON_HEIGHT // _ROW_PIXELS


def _chosen_figure(paper: Paper, sheet: Worksheet, place: Place, at: int, column: int, names: str, chosen: str) -> None:
    """Write the chosen unit's figure: looked up letter by letter, since MATCH takes ``*`` and ``?`` for something else."""
    area = place.block.areas[column - FIRST_AREA]
    index = place.book.units[0].row.areas.get(area.code, (None, None))[0]
    where = f"SUMPRODUCT(MAX(EXACT({names},{chosen})*(ROW({names})-{place.first})))"
    formula = f"INDEX({place.cells('areas', column)},{where})"
    look = paper.number(paper.edition.policies.rounding.print)
    if index is None:
        write_formula_text(sheet, at, 2, formula, paper.wording.text("report.mark.unknown"), look)
    else:
        write_formula(sheet, at, 2, formula, area_figure(area, index), look)


def _mean_figure(paper: Paper, sheet: Worksheet, place: Place, at: int, column: int) -> None:
    area = place.block.areas[column - FIRST_AREA]
    mean, look = place.book.area_means.get(area.code), paper.number(paper.edition.policies.rounding.print)
    if mean is None:
        write_text(paper, sheet, at, 3, paper.wording.text("report.mark.unknown"), "mark")
    else:
        write_formula(sheet, at, 3, f"'{place.sheets['areas']}'!{address(place.last + 1, column)}", area_figure(area, mean), look)


def _against_mean(paper: Paper, place: Place, head: int, last: int) -> Chart:
    """Columns for the unit, marks for the mean: told apart by their form."""
    words, name = paper.wording.text, place.sheets["chart"]
    numbers = [name, head + 1, 0, last, 0]
    columns = paper.workbook.add_chart({"type": "column"})
    columns.add_series({
        "name": [name, head - 2, 1], "categories": numbers, "values": [name, head + 1, 2, last, 2], "fill": {"color": _LIGHT}, "border": {"color": BAR}, "gap": 60,
        "data_labels": {"value": True, "num_format": "0.0", "font": _font(9)},
    })  # fmt: skip
    marks = paper.workbook.add_chart({"type": "line"})
    marks.add_series({
        "name": words("rankbook.column.mean"), "categories": numbers, "values": [name, head + 1, 3, last, 3], "line": {"none": True},
        "marker": {"type": "diamond", "size": 10, "fill": {"color": INK}, "border": {"color": INK}},
    })  # fmt: skip
    columns.combine(marks)
    columns.set_title({"name": words("rankbook.chart.areas"), "name_font": {**_font(13), "bold": True}})
    columns.set_y_axis({"min": 0, "max": _FULL_SCALE, "num_font": _font(9), "num_format": "0", "major_gridlines": _GRID})
    columns.set_x_axis({"num_font": _font(10), "line": {"color": RULE}})
    columns.set_legend({"position": "bottom", "font": _font(10)})
    columns.set_size({"width": 920, "height": _COMPARISON_HEIGHT})
    return columns


def _bars(paper: Paper, place: Place, column: str, title: str, rows: tuple[int, int]) -> Chart:
    """Draw a column of the ranking as bars, the first rank on top, each bar with its figure."""
    first, last = rows
    made = paper.workbook.add_chart({"type": "bar"})
    shape = "0." + "0" * paper.edition.policies.rounding.print if paper.edition.policies.rounding.print else "0"
    changes = column == "index_change"
    made.add_series({
        "categories": place.span("unit", first, last),
        "values": place.span(column, first, last),
        "fill": {"color": BAR},
        "invert_if_negative": changes,
        "invert_if_negative_color": _DOWN,
        "gap": 45,
        "data_labels": {"value": True, "num_format": f"+{shape};-{shape};;" if changes else shape, "font": _font(9)},
    })  # fmt: skip
    made.set_y_axis({"reverse": True, "num_font": _font(9), "line": {"color": RULE}, "major_tick_mark": "none", "label_position": "low"})
    scale = {} if changes else {"min": 0, "max": _highest(place.book)}
    made.set_x_axis({**scale, "num_font": _font(9), "num_format": "0.0" if changes else "0", "major_gridlines": _GRID})
    made.set_title({"name": title, "name_font": {**_font(13), "bold": True}})
    made.set_legend({"none": True})
    made.set_size({"width": _CHART_WIDTH, "height": min(_PAGE_PIXELS - 24, 130 + 24 * (last - first + 1))})
    return made


def _highest(book: BlockBook) -> int:
    """Return the end of the scale; a bonus may lift an index above 100."""
    most = max(one.row.index for one in book.units)
    return _FULL_SCALE if most <= _FULL_SCALE else 10 * -(-most.__ceil__() // 10)


def _font(size: int) -> dict[str, object]:
    return {"name": FONT, "size": size, "color": INK}
