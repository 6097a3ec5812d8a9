"""Words that the ranking book, its tables and the decision papers share."""

from __future__ import annotations

from collections.abc import Iterable

from parcli.core.edition import Block
from parcli.report.wording import Wording


def item_titles(block: Block, year: int) -> dict[str, str]:
    """Return the title of each item of a block by its code."""
    return {item.code: item.criterion.title or "" for item in block.items(year)}


def open_texts(wording: Wording, why: Iterable[str]) -> str:
    """Return in words why an item is open."""
    return "; ".join(wording.text(f"rankbook.open.{each}") for each in why)
