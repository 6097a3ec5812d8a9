"""What a ranking page is made for: the cycle, its words and names, and whether everybody may read it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from parcli.core.cycle import Cycle
from parcli.core.edition import Area, Edition
from parcli.core.item import Item
from parcli.report.wording import Wording


@dataclass(frozen=True)
class View:
    """One page. ``public``: for everybody; ``doubt``: with what is still open; ``former``: a former year stands beside this one."""

    edition: Edition
    cycle: Cycle
    wording: Wording
    public: bool
    doubt: bool
    former: bool

    @cached_property
    def places(self) -> int:
        """The decimals that figures are printed with."""
        return self.edition.policies.rounding.print

    @cached_property
    def item_places(self) -> int:
        """The decimals of an item's points: all that rounding leaves."""
        return max(self.places, self.edition.policies.rounding.item or 0)

    @cached_property
    def aliases(self) -> dict[str, str]:
        """By what other names each unit may be looked for."""
        return {unit.id: ", ".join(unit.aliases) for unit in self.cycle.units}

    @cached_property
    def names(self) -> dict[str, str]:
        """The units' names by id."""
        return {unit.id: unit.name for unit in self.cycle.units}

    @cached_property
    def items(self) -> dict[str, tuple[Item, ...]]:
        """The items of each block in the order of the annex."""
        return {block.id: block.items(self.cycle.year) for block in self.edition.blocks}

    @cached_property
    def titles(self) -> dict[str, dict[str, str]]:
        """The titles of each block's items by code."""
        return {block: {item.code: item_title(item) for item in items} for block, items in self.items.items()}

    def areas(self, block: str) -> tuple[Area, ...]:
        """Return the areas of a block; none of one that the edition no longer has."""
        known = self.edition.block(block)
        return () if known is None else known.areas


def item_title(item: Item) -> str:
    """Return an item's title; where it has none, that of the nearest group above it."""
    above = (each.title for each in reversed(item.path) if each.title)
    return item.criterion.title or next(above, item.code)
