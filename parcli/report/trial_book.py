"""A trial as a workbook of its own: what is tried, and for each block who moves and why. Every sheet says that it is a trial."""

from __future__ import annotations

from parcli.core.ranking import BlockRanking
from parcli.core.trial import Moved
from parcli.report.paper import Paper, Worksheet, add_sheet, blank, fit_row, sheet_names, write_heads, write_text
from parcli.report.trial_words import Shown, causes, changes, class_move, index_move, items, notices, rank_move, rest
from parcli.report.wording import Wording

_COLUMNS = (("unit", 270), ("rank", 170), ("index", 130), ("class", 150))
_MORE = (("why", 420), ("items", 260))
_WIDTH = 900


def trial_book(shown: Shown, wording: Wording) -> bytes:
    """Return the workbook."""
    title = wording.text("trial.book_title", year=shown.cycle.year)
    paper = blank(shown.edition, shown.cycle, wording, title, provisional=shown.provisional)
    _changes(paper, shown, title)
    names = sheet_names([block.block for block, _ in shown.effects], wording.text("trial.sheet.block"))
    for block, moved in shown.effects:
        _block(paper, shown, names[block.block], block, moved)
    return paper.finished()


def _opened(paper: Paper, shown: Shown, name: str, title: str) -> tuple[Worksheet, int]:
    sheet, row = add_sheet(paper, name, title)
    said = notices(shown, paper.wording)[0]
    write_text(paper, sheet, row, 0, said, "banner")
    sheet.set_header("&C&B" + said.replace("&", "&&"))
    return sheet, row + 2


def _changes(paper: Paper, shown: Shown, title: str) -> None:
    words = paper.wording.text
    sheet, row = _opened(paper, shown, words("trial.sheet.changes"), title)
    sheet.set_column_pixels(0, 0, _WIDTH)
    if shown.trial.title:
        write_text(paper, sheet, row, 0, shown.trial.title, "section")
        row += 1
    write_text(paper, sheet, row, 0, words("trial.heading.changes"), "section")
    for at, text in enumerate(changes(shown, paper.wording), row + 1):
        fit_row(sheet, at, [(text, _WIDTH)])
        write_text(paper, sheet, at, 0, f"• {text}", "paragraph")


def _block(paper: Paper, shown: Shown, name: str, block: BlockRanking, moved: tuple[Moved, ...]) -> None:
    words, usual = paper.wording.text, shown.edition.policies.rounding.print
    sheet, row = _opened(paper, shown, name, words("trial.heading.block", block=block.title))
    columns = (*_COLUMNS, *_MORE)
    for column, (_, width) in enumerate(columns):
        sheet.set_column_pixels(column, column, width)
    write_text(paper, sheet, row, 0, rest(block, moved, paper.wording), "subtitle")
    if not moved:
        return
    head = row + 1
    write_heads(paper, sheet, head, [*(words(f"report.column.{key}") for key, _ in _COLUMNS), *(words(f"trial.column.{key}") for key, _ in _MORE)])
    for at, one in enumerate(moved, head + 1):
        cells = (
            one.name,
            rank_move(one, paper.wording),
            index_move(one, usual),
            class_move(one),
            causes(one, shown, paper.wording),
            items(one, paper.wording),
        )
        fit_row(sheet, at, [(cell, width) for cell, (_, width) in zip(cells, columns, strict=True)])
        for column, cell in enumerate(cells):
            write_text(paper, sheet, at, column, cell, "top")
    sheet.freeze_panes(head + 1, 1)
    sheet.repeat_rows(head)
