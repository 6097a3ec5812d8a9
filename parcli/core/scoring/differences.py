"""How far the units' own points are from what appraisal and Council gave: a reason to look again, and no verdict.

Only items that have both figures are compared: scored by the unit, of the points areas, decided by a stage after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from parcli.core import points
from parcli.core.scoring.outcome import ItemResult, UnitResult
from parcli.core.scoring.totals import in_stage_total

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Compared:
    """One item of one unit with both figures, in points."""

    unit: str
    one: ItemResult
    claimed: Fraction
    given: Fraction

    @property
    def area(self) -> str:
        """The code of its area."""
        return self.one.item.area.code


@dataclass(frozen=True, slots=True)
class Difference:
    """Some compared items together. ``amount`` is what was claimed less what was given, in points."""

    items: tuple[Compared, ...]

    @property
    def claimed(self) -> Fraction:
        """What the unit or units claim."""
        return points.total(each.claimed for each in self.items)

    @property
    def given(self) -> Fraction:
        """What they were given."""
        return points.total(each.given for each in self.items)

    @property
    def amount(self) -> Fraction:
        """What was claimed less what was given."""
        return self.claimed - self.given

    @property
    def lowered(self) -> tuple[Compared, ...]:
        """The items that were given less than was claimed."""
        return tuple(each for each in self.items if each.given < each.claimed)

    @property
    def raised(self) -> tuple[Compared, ...]:
        """The items that were given more."""
        return tuple(each for each in self.items if each.given > each.claimed)


def compared(results: Iterable[UnitResult]) -> tuple[Compared, ...]:
    """Return every item that has both figures; of units that are not assessed none."""
    return tuple(
        Compared(result.unit, one, one.computed, one.final)
        for result in results
        if result.state != "excluded"
        for one in in_stage_total(result.items, "computed")
        if one.computed is not None and one.final is not None and one.source not in (None, "self")
    )


def by_unit(every: Sequence[Compared]) -> tuple[tuple[str, Difference], ...]:
    """Return each unit's difference, the largest first."""
    return _largest_first(_grouped((each.unit, each) for each in every))


def by_item(every: Sequence[Compared]) -> tuple[tuple[str, Difference], ...]:
    """Return each item's difference over all units, the largest first."""
    return _largest_first(_grouped((each.one.code, each) for each in every))


def to_look_at(every: Sequence[Compared], most: int) -> tuple[tuple[tuple[str, str], Difference], ...]:
    """Return the units and areas that were given less than they claimed, the largest difference first, at most so many."""
    found = _largest_first(_grouped(((each.unit, each.area), each) for each in every))
    return tuple(each for each in found if each[1].amount > 0)[:most]


def _grouped(pairs: Iterable[tuple[Key, Compared]]) -> dict[Key, Difference]:
    groups: dict[Key, list[Compared]] = {}
    for key, each in pairs:
        groups.setdefault(key, []).append(each)
    return {key: Difference(tuple(own)) for key, own in groups.items()}


def _largest_first(groups: dict[Key, Difference]) -> tuple[tuple[Key, Difference], ...]:
    """Sort by the difference; what is equal keeps the order of register and annex."""
    return tuple(sorted(groups.items(), key=lambda each: -each[1].amount))
