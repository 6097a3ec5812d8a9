"""The sheet of a block to print: A4 upright, the ranking in five columns and the units without a rank; nobody signs it here."""

from __future__ import annotations

from parcli.core.rankbook import RankedUnit
from parcli.report.paper import (
    Paper,
    Worksheet,
    add_sheet,
    fit_row,
    write_formula,
    write_heads,
    write_number,
    write_text,
)
from parcli.report.ranking_places import Following, Place

_COLUMNS = ("rank", "unit", "final", "index", "class")
_WIDTHS = (50, 340, 92, 96, 104)
_LINE_HEIGHT = 22


def printed(paper: Paper, place: Place) -> None:
    """Write a block's ranking to be printed; its cells follow the sheet of the ranking."""
    words, ranking = paper.wording.text, place.book.ranking
    sheet, row = add_sheet(paper, place.sheets["print"], words("rankbook.heading.print", block=ranking.title))
    sheet.set_portrait()
    columns = [each for each in _COLUMNS if each in place.columns]
    for column, width in enumerate(_WIDTHS):
        sheet.set_column_pixels(column, column, width)
    write_heads(paper, sheet, row, [words(f"report.column.{each}") for each in columns])
    sheet.set_row_pixels(row, 2 * _LINE_HEIGHT)
    sheet.repeat_rows(row)
    sheet.freeze_panes(row + 1, 2)
    at = row + 1
    for own, one in enumerate(place.book.units, place.first):
        _row(paper, sheet, place, (at, own), one, columns)
        at += 1
    _rest(paper, sheet, place, at)


def _row(paper: Paper, sheet: Worksheet, place: Place, rows: tuple[int, int], one: RankedUnit, columns: list[str]) -> None:
    """Write a unit; ``rows`` are its row here and on the sheet of the ranking."""
    (at, own), row = rows, one.row
    fit_row(sheet, at, [(row.name, _WIDTHS[1])])
    following = Following(paper, place, sheet)
    following.number(at, 0, (own, "rank"), row.rank, paper.number(0, "centre"))
    following.text(at, 1, (own, "unit"), row.name, "text")
    following.number(at, 2, (own, "final"), row.final, paper.number(row.places))
    following.number(at, 3, (own, "index"), row.index, paper.number(row.places))
    if "class" in columns:
        following.text(at, 4, (own, "class"), row.class_name or "", "centre")


def _rest(paper: Paper, sheet: Worksheet, place: Place, at: int) -> None:
    """Write the mean and the units without a rank."""
    words, book = paper.wording.text, place.book
    if book.ranking.mean is not None:
        for column in range(len(_COLUMNS) if "class" in place.columns else len(_COLUMNS) - 1):
            write_text(paper, sheet, at, column, "", "area_text")
        write_text(paper, sheet, at, 1, words("report.row.mean"), "area_text")
        look = paper.number(paper.edition.policies.rounding.print, "area_plain")
        write_formula(sheet, at, 3, place.cell(place.last + 1, "index"), book.ranking.mean, look)
        at += 1
    if not book.ranking.unranked:
        return
    write_text(paper, sheet, at + 1, 0, words("report.heading.unranked"), "section")
    reason_width = sum(_WIDTHS[2:])
    for number, one in enumerate(book.ranking.unranked, 1):
        row, reason = at + 1 + number, one.reason or words(f"state.{one.state}")
        fit_row(sheet, row, [(one.name, _WIDTHS[1]), (reason, reason_width)])
        write_number(sheet, row, 0, number, paper.number(0, "centre"))
        write_text(paper, sheet, row, 1, one.name)
        sheet.merge_range(row, 2, row, len(_COLUMNS) - 1, "", paper.formats["text"])
        write_text(paper, sheet, row, 2, reason)
