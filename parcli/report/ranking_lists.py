"""The lists of the ranking book: what decides between neighbours, what to appraise first, who is not ranked, how it is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from parcli.core.doubt import Lead, Mover
from parcli.core.rankbook import BlockBook, RankedUnit
from parcli.report.paper import (
    Paper,
    Worksheet,
    add_sheet,
    fit_row,
    write_heads,
    write_number,
    write_text,
)
from parcli.report.ranking_places import BOLD, Following, Place
from parcli.report.ranking_terms import before_texts, item_titles, why_first
from parcli.report.wording import policy_texts

_NEIGHBOURS = (46, 270, 270, 96, 76, 400, 96)
_MOVERS = (190, 220, 70, 300, 78, 78, 66, 66, 92, 92, 250)
_UNRANKED = (40, 260, 330, 170, 420)


def neighbours(paper: Paper, place: Place) -> None:
    """Write for each ranked unit its lead over the next and the items that make it, a line for each of them."""
    words = paper.wording.text
    sheet, row = add_sheet(paper, place.sheets["neighbours"], words("rankbook.heading.neighbours", block=place.book.ranking.title))
    write_text(paper, sheet, row, 0, words("rankbook.hint.neighbours"), "subtitle")
    heads = ["report.column.rank", "report.column.unit", "rankbook.column.next", "rankbook.column.gap", "report.column.code", "report.column.title"]
    _table(paper, sheet, place.head, [words(each) for each in (*heads, "rankbook.column.lead")], _NEIGHBOURS)
    titles = item_titles(place.block, paper.cycle.year)
    pairs = list(zip(enumerate(place.book.units, place.first), place.book.units[1:], strict=False))
    at = place.first
    for (own, upper), lower in pairs:
        for lead in upper.leads or (None,):
            _pair(paper, sheet, place, at, own, upper, lower)
            _lead(paper, sheet, at, (upper, lower), lead, titles)
            at += 1
    if pairs:
        sheet.autofilter(place.head, 0, at - 1, len(_NEIGHBOURS) - 1)


def _pair(paper: Paper, sheet: Worksheet, place: Place, at: int, own: int, upper: RankedUnit, lower: RankedUnit) -> None:
    fit_row(sheet, at, [(upper.row.name, _NEIGHBOURS[1] - BOLD), (lower.row.name, _NEIGHBOURS[2])])
    following = Following(paper, place, sheet)
    following.number(at, 0, (own, "rank"), upper.row.rank, paper.number(0, "centre"))
    following.text(at, 1, (own, "unit"), upper.row.name, "strong")
    following.text(at, 2, (own + 1, "unit"), lower.row.name, "text")
    following.number(at, 3, (own, "gap"), Fraction() if upper.gap is None else upper.gap, paper.number(upper.row.places))


def _lead(paper: Paper, sheet: Worksheet, at: int, pair: tuple[RankedUnit, RankedUnit], lead: Lead | None, titles: dict[str, str]) -> None:
    upper, lower = pair
    if lead is None:
        known = "rankbook.no_single" if upper.items and lower.items else "report.mark.unknown"
        word = paper.wording.text(known if upper.gap else "rankbook.equal")
        for column, text in ((4, "–"), (5, word), (6, "–")):
            write_text(paper, sheet, at, column, text, "mark")
        return
    title = titles.get(lead.code, "")
    fit_row(sheet, at, [(title, _NEIGHBOURS[5]), (upper.row.name, _NEIGHBOURS[1] - BOLD)])
    write_text(paper, sheet, at, 4, lead.code)
    write_text(paper, sheet, at, 5, title)
    write_number(sheet, at, 6, lead.lead, paper.change(upper.row.places))


def movers(paper: Paper, found: Sequence[Place]) -> None:
    """Write what may alone change a rank or a class, block by block."""
    words = paper.wording.text
    sheet, row = add_sheet(paper, words("rankbook.sheet.movers"), words("rankbook.heading.movers"))
    write_text(paper, sheet, row, 0, words("rankbook.hint.movers"), "subtitle")
    lines = [line for place in found for line in _mover_lines(paper, place)]
    head = row + 2
    if not lines:
        write_text(paper, sheet, head, 0, words("report.none"), "subtitle")
        return
    keys = [f"report.column.{each}" for each in ("block", "unit", "code", "title")]
    keys += [f"rankbook.column.{each}" for each in ("low", "high", "best", "worst", "class_low", "class_high", "why")]
    _table(paper, sheet, head, [words(each) for each in keys], _MOVERS)
    for at, (one, unit, texts) in enumerate(lines, head + 1):
        _mover(paper, sheet, at, one, unit, texts)
    sheet.autofilter(head, 0, head + len(lines), len(keys) - 1)


def _mover_lines(paper: Paper, place: Place) -> Iterator[tuple[Mover, RankedUnit, dict[int, str]]]:
    """Yield each of a block's movers with its unit and the words of its line by column."""
    units = {one.row.unit: one for one in place.book.units}
    titles = item_titles(place.block, paper.cycle.year)
    for one in place.book.movers:
        unit = units[one.unit]
        why = why_first(paper.wording, unit, one.code)
        texts = {0: place.book.ranking.title, 1: unit.row.name, 2: one.code, 3: titles.get(one.code, "")}
        yield one, unit, {**texts, 8: one.classes[0] or "–", 9: one.classes[1] or "–", 10: why}


def _mover(paper: Paper, sheet: Worksheet, at: int, one: Mover, unit: RankedUnit, texts: dict[int, str]) -> None:
    fit_row(sheet, at, [(text, _MOVERS[column]) for column, text in texts.items()])
    for column, text in texts.items():
        write_text(paper, sheet, at, column, text)
    for column, end in ((4, one.span.low), (5, one.span.high)):
        write_number(sheet, at, column, end, paper.number(unit.row.places))
    for column, rank in ((6, one.ranks.best), (7, one.ranks.worst)):
        write_number(sheet, at, column, rank, paper.number(0, "centre"))


def unranked(paper: Paper, books: Sequence[BlockBook]) -> None:
    """Write the units without a rank, and why."""
    words = paper.wording.text
    sheet, row = add_sheet(paper, words("rankbook.sheet.unranked"), words("report.heading.unranked"))
    lines = [(book.ranking.title, one) for book in books for one in book.ranking.unranked]
    if not lines:
        write_text(paper, sheet, row, 0, words("report.none"), "subtitle")
        return
    _table(paper, sheet, row, [words(f"report.column.{each}") for each in ("number", "block", "unit", "state", "reason")], _UNRANKED)
    for at, (title, one) in enumerate(lines, row + 1):
        write_number(sheet, at, 0, at - row, paper.number(0, "centre"))
        texts = (title, one.name, words(f"state.{one.state}"), one.reason)
        fit_row(sheet, at, zip(texts, _UNRANKED[1:], strict=True))
        for column, text in enumerate(texts, 1):
            write_text(paper, sheet, at, column, text, "strong" if column == 2 else "text")  # noqa: PLR2004 - the name
    sheet.autofilter(row, 0, row + len(lines), len(_UNRANKED) - 1)


def methods(paper: Paper, books: Sequence[BlockBook]) -> None:
    """Write how points and ranks are made, so that the book can be checked by hand."""
    words = paper.wording.text
    sheet, row = add_sheet(paper, words("report.sheet.methods"), words("report.heading.methods"))
    sheet.set_column_pixels(0, 0, 1000)
    for place, text in enumerate((*policy_texts(paper.wording, paper.edition.policies), *_doubt_texts(paper, books)), row):
        fit_row(sheet, place, [(text, 1000)])
        write_text(paper, sheet, place, 0, f"• {text}", "paragraph")


def _doubt_texts(paper: Paper, books: Sequence[BlockBook]) -> Iterator[str]:
    words = paper.wording.text
    yield words("rankbook.method.span")
    for one in books:
        yield words("rankbook.method.weights", draws=one.draws, block=one.ranking.title)
    yield words("rankbook.method.neighbours")
    if any(one.before is not None for one in books):
        yield words("rankpage.method.former")
        yield from dict.fromkeys(text for one in books for text in before_texts(paper.wording, paper.edition.block(one.ranking.block), one))


def _table(paper: Paper, sheet: Worksheet, head: int, titles: Sequence[str], widths: Sequence[int]) -> None:
    """Write the heads of a list and lay out its page."""
    write_heads(paper, sheet, head, titles)
    sheet.set_row_pixels(head, 64)
    for column, width in enumerate(widths):
        sheet.set_column_pixels(column, column, width)
    sheet.freeze_panes(head + 1, 2)
    sheet.repeat_rows(head)
