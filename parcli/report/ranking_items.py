"""The sheet of a block's items: what every unit got of each, in percent of its maximum."""

from __future__ import annotations

from parcli.core.item import Item
from parcli.core.rankbook import ItemStanding, RankedUnit
from parcli.report.paper import Paper, Worksheet, add_sheet, fit_row, write_heads, write_number, write_text
from parcli.report.ranking_areas import identity, mean_cells, shade
from parcli.report.ranking_places import BOLD, MOST_UNITS, Place

_FIRST_ITEM = 3
_WIDTHS, _ITEM_WIDTH = (46, 270, 84), 46
_HEAD_HEIGHT = 250
_ITEMS_ON_A_PAGE = 24
_PLACES = 1


def item_table(paper: Paper, place: Place, elsewhere: str) -> None:
    """Write the items of a block's ranked units; of a large block say that they stand in the file ``elsewhere``."""
    words, items = paper.wording.text, place.block.items(paper.cycle.year)
    title = words("rankbook.heading.items", block=place.book.ranking.title)
    sheet, row = add_sheet(paper, place.sheets["items"], title, wide=len(items) <= _ITEMS_ON_A_PAGE)
    units = len(place.book.units)
    if place.large:
        write_text(paper, sheet, row, 0, words("rankbook.hint.items_left_out", units=units, most=MOST_UNITS, file=elsewhere), "subtitle")
        return
    write_text(paper, sheet, row, 0, words("rankbook.hint.items"), "subtitle")
    write_heads(paper, sheet, place.head, [words(f"report.column.{each}") for each in ("rank", "unit", "index")])
    for column, item in enumerate(items, _FIRST_ITEM):
        write_text(paper, sheet, place.head, column, f"{item.code} {item.criterion.title or ''}", "upright")
    for at, one in enumerate(place.book.units, place.first):
        _row(paper, sheet, place, at, one, items)
    if units:
        mean_cells(paper, sheet, place, [place.book.item_means.get(item.code) for item in items], _FIRST_ITEM, _PLACES)
        shade(sheet, place, [_FIRST_ITEM + column for column, item in enumerate(items) if item.area.kind == "points"])
    _page(sheet, place, len(items))


def _row(paper: Paper, sheet: Worksheet, place: Place, at: int, one: RankedUnit, items: tuple[Item, ...]) -> None:
    fit_row(sheet, at, [(one.row.name, _WIDTHS[1] - BOLD)])
    identity(paper, sheet, place, at, one.row)
    look = paper.number(_PLACES)
    for column, item in enumerate(items, _FIRST_ITEM):
        standing = one.items.get(item.code)
        if standing is not None and standing.share is not None:
            write_number(sheet, at, column, standing.share, look)
        else:
            write_text(paper, sheet, at, column, paper.wording.text(why_none(standing)), "mark")


def why_none(standing: ItemStanding | None) -> str:
    """Return the key of the words for an item without a percentage: not counted, or not known."""
    return "rankbook.not_counted" if standing is not None and not standing.figures.counts else "report.mark.unknown"


def _page(sheet: Worksheet, place: Place, items: int) -> None:
    sheet.set_row_pixels(place.head, _HEAD_HEIGHT)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column_pixels(column, column, width)
    sheet.set_column_pixels(_FIRST_ITEM, _FIRST_ITEM + max(items, 1) - 1, _ITEM_WIDTH)
    sheet.freeze_panes(place.first, _FIRST_ITEM)
    sheet.repeat_rows(place.head)
    sheet.repeat_columns(0, 2)
    if items > _ITEMS_ON_A_PAGE:
        sheet.set_print_scale(60)
