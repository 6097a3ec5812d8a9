"""Words that the ranking book, its tables, the pages and the decision papers share."""

from __future__ import annotations

from parcli.core.doubt import OpenItem
from parcli.core.edition import Block
from parcli.core.rankbook import BlockBook, RankedUnit
from parcli.report.wording import Wording


def item_titles(block: Block, year: int) -> dict[str, str]:
    """Return the title of each item of a block by its code."""
    return {item.code: item.criterion.title or "" for item in block.items(year)}


def before_texts(wording: Wording, block: Block | None, book: BlockBook) -> tuple[str, ...]:
    """Return which former ranking stands beside a block, by name where it was provisional, and which areas do not compare, and why."""
    before = book.before
    if before is None:
        return ()
    key = "rankformer.source.provisional" if before.provisional else "rankformer.source"
    source = wording.text(key, year=before.year, cycle=before.cycle, edition=before.edition)
    numbers = {area.code: area.printed_number for area in block.areas} if block is not None else {}
    areas = "; ".join(f"{numbers.get(code, code)}: {why}" for code, why in before.areas.items())
    return (source, wording.text("rankformer.areas", block=book.ranking.title, areas=areas)) if areas else (source,)


def why_open(wording: Wording, one: OpenItem) -> str:
    """Return in words why an item is not settled."""
    why = (*one.why, "may_leave") if one.may_leave else one.why
    return "; ".join(wording.text(f"rankbook.open.{each}") for each in why)


def why_first(wording: Wording, unit: RankedUnit, code: str) -> str:
    """Return in words why an item of a unit is open; nothing where it is not."""
    return next((why_open(wording, each) for each in unit.opened if each.code == code), "")
