"""A crosswalk: which item of a new edition is which of a former one, as a person decided it, and whether the two years compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from parcli.core.edition import Block, Edition
from parcli.core.fields import Code, Definition, Text

Reason = Literal["no_block", "no_counterpart", "decided", "undecided"]
Level = Literal["area", "item"]


class Pair(Definition):
    """An area or item of the new edition's block and the former one that it continues."""

    block: Code
    start: Code = Field(alias="from")
    to: Code
    comparable: Literal["yes", "no", "ask"]
    note: Text | None = None


class Crosswalk(Definition):
    """The counterparts between two editions; what it does not name has none."""

    start: Code = Field(alias="from")
    to: Code
    blocks: Annotated[dict[Code, Code], Field(min_length=1)]
    areas: tuple[Pair, ...] = ()
    items: tuple[Pair, ...] = ()

    def former_block(self, block: str) -> str | None:
        """Return the former block that became this one."""
        return next((old for old, new in self.blocks.items() if new == block), None)

    def codes(self, block: str) -> dict[str, str]:
        """Return the codes of a new block by their former codes, areas and items alike."""
        return {pair.start: pair.to for pair in (*self.areas, *self.items) if pair.block == block}

    def pair(self, level: Level, block: str, code: str) -> Pair | None:
        """Return what is said of an area or item of a new block."""
        pairs = self.areas if level == "area" else self.items
        return next((pair for pair in pairs if (pair.block, pair.to) == (block, code)), None)


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What an area or item of the new edition is compared with, or the kind of reason why it is not."""

    level: Level
    block: str
    code: str
    former_block: str | None = None
    former: str | None = None
    reason: Reason | None = None
    note: str | None = None

    @property
    def comparable(self) -> bool:
        """Whether the two years may be set side by side."""
        return self.reason is None


def comparable(crosswalk: Crosswalk, new: Edition) -> Mapping[tuple[Level, str, str], Counterpart]:
    """Return for every area and item of the new edition, by level, block and code, its former one or why there is none.

    Nothing is guessed: a code that both editions have counts only when the crosswalk says so.
    """
    return {(one.level, one.block, one.code): one for block in new.blocks for one in _of_block(crosswalk, block)}


def _of_block(crosswalk: Crosswalk, block: Block) -> Iterator[Counterpart]:
    former = crosswalk.former_block(block.id)
    for area in block.areas:
        yield _counterpart(crosswalk, "area", block.id, area.code, former)
        for item in area.leaves():
            yield _counterpart(crosswalk, "item", block.id, item.code, former)


def _counterpart(crosswalk: Crosswalk, level: Level, block: str, code: str, former: str | None) -> Counterpart:
    if former is None:
        return Counterpart(level, block, code, reason="no_block")
    pair = crosswalk.pair(level, block, code)
    if pair is None:
        return Counterpart(level, block, code, former, reason="no_counterpart")
    reason: Reason | None = None if pair.comparable == "yes" else "decided" if pair.comparable == "no" else "undecided"
    return Counterpart(level, block, code, former, pair.start, reason, pair.note)
