"""A block's items by unit: shares and ranks, where points were lost, what each item adds to an index.

A country has hundreds of thousands of items of units, but few figures that differ. So each is worked out once for all units
that have the very same value, and what is added up for every unit is counted in whole parts of a point: as exact, and quick.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from parcli.core.doubt import contributions, rates, ways
from parcli.core.item import Item
from parcli.core.points import percent, sortable, total
from parcli.core.rankbook.values import ItemFigures, ItemStanding, Lost, UnitDetail

_NOTHING_LOST = (0, 0, 0, 0)


class Added(NamedTuple):
    """What each item adds to a unit's index, in so many parts (``whole``) of a percent."""

    by_code: Mapping[str, int]
    whole: int

    def in_parts(self, whole: int) -> Mapping[str, int]:
        """Return the same in finer parts, of which ``whole`` is a multiple of its own."""
        finer = whole // self.whole
        return self.by_code if finer == 1 else {code: finer * parts for code, parts in self.by_code.items()}


@dataclass(frozen=True, slots=True)
class _Worth:
    """What an item is worth to the units that have these figures of it; points that count and that were lost in parts."""

    standing: ItemStanding | None
    final: int | None
    lost: tuple[int, int, int, int]


_UNKNOWN = _Worth(None, None, _NOTHING_LOST)


class _Column:
    """An item's figures of every unit, and those that differ; a unit without any has None."""

    def __init__(self, item: Item, figures: Sequence[ItemFigures | None]) -> None:
        self.item = item
        self._keys = list(map(id, figures))
        self.different = {key: one for key, one in zip(self._keys, figures, strict=True) if one is not None}
        self._counts = Counter(self._keys)
        self._shares = {key: share for key, one in self.different.items() if (share := _share(one)) is not None}

    def denominators(self) -> set[int]:
        """Return those of all points."""
        points = (each for one in self.different.values() for each in (one.maximum, one.own, one.final) if each is not None)
        return {each.denominator for each in points}

    def mean(self) -> Fraction | None:
        """Return the mean share of the units that have one."""
        known = [share * self._counts[key] for key, share in self._shares.items()]
        return total(known) / sum(self._counts[key] for key in self._shares) if known else None

    def worth(self, parts: int) -> list[_Worth]:
        """Return what the figures of each unit are worth; fewer points of a penalty are better."""
        held: Counter[tuple[int, int]] = Counter()
        for key, share in self._shares.items():
            held[share.as_integer_ratio()] += self._counts[key]
        first = _first_places(held, falling=self.item.area.kind != "penalty")
        worth = {key: self._worth(one, self._shares.get(key), first, parts) for key, one in self.different.items()}
        worth[id(None)] = _UNKNOWN
        return list(map(worth.__getitem__, self._keys))

    def _worth(self, one: ItemFigures, share: Fraction | None, first: Mapping[tuple[int, int], int], parts: int) -> _Worth:
        standing = ItemStanding(one, share, None if share is None else first[share.as_integer_ratio()])
        if one.final is None or not one.counts:
            return _Worth(standing, None, _NOTHING_LOST)
        final = _in_parts(one.final, parts)
        return _Worth(standing, final, _lost(self.item, one, final, parts))


class ItemTable:
    """The items of a block's ranked units. ``details`` are what is known of units; of the others there is nothing."""

    def __init__(self, items: Sequence[Item], units: Sequence[str], details: Mapping[str, UnitDetail]) -> None:
        self._known = {unit: details[unit] for unit in units if unit in details}
        self._codes = [item.code for item in items]
        figures = [one.items for one in self._known.values()]
        columns = [_Column(item, [each.get(item.code) for each in figures]) for item in items]
        self._parts = lcm(*(each for one in columns for each in one.denominators()))
        self._rows = dict(zip(self._known, zip(*(one.worth(self._parts) for one in columns), strict=True), strict=bool(columns)))
        self._ways = ways(items)
        self.means = {code: one.mean() for code, one in zip(self._codes, columns, strict=True)}

    def standings(self, unit: str) -> dict[str, ItemStanding]:
        """Return a unit's standing in every item."""
        return {code: one.standing for code, one in zip(self._codes, self._rows.get(unit, ()), strict=False) if one.standing is not None}

    def lost(self, unit: str) -> Lost:
        """Return where points were lost: what the maximum would give and the unit did not get, by who had the say."""
        sums = map(sum, zip(_NOTHING_LOST, *[one.lost for one in self._rows.get(unit, ())], strict=True))
        return Lost(*(Fraction(each, self._parts) for each in sums))

    def added(self, unit: str) -> Added:
        """Return what each item adds to a unit's index."""
        known = self._known.get(unit)
        if known is None:
            return Added({}, 1)
        plain, grown = rates(known.factor, known.maximum)
        parts = lcm(plain.denominator, grown.denominator)
        finals = {code: one.final for code, one in zip(self._codes, self._rows.get(unit, ()), strict=False) if one.final is not None}
        return Added(contributions(self._ways, finals, _in_parts(plain, parts), _in_parts(grown, parts)), parts * self._parts)


def _share(one: ItemFigures) -> Fraction | None:
    return None if one.final is None or not one.counts or not one.maximum else percent(one.final, one.maximum)


def _first_places(counts: Mapping[tuple[int, int], int], *, falling: bool) -> dict[tuple[int, int], int]:
    """Return the place of each value, of which there are so many, by numerator and denominator; equal ones share the first.

    The hash of a fraction takes longer than all the rest.
    """
    place, found = 1, {}
    for _, ratio in sorted(((sortable(Fraction(*ratio)), ratio) for ratio in counts), reverse=falling):
        found[ratio] = place
        place += counts[ratio]
    return found


def _lost(item: Item, one: ItemFigures, final: int, parts: int) -> tuple[int, int, int, int]:
    """Return in parts of a point what was not claimed, lowered, lost in the survey, and taken off as a penalty."""
    if item.area.kind == "penalty":
        return (0, 0, 0, final)
    if item.area.kind != "points":
        return _NOTHING_LOST
    maximum = _in_parts(one.maximum, parts)
    if item.criterion.assessed_by == "survey":
        return (0, 0, maximum - final, 0)
    claimed = maximum if one.own is None else _in_parts(one.own, parts)
    return (maximum - claimed, claimed - final, 0, 0)


def _in_parts(value: Fraction, parts: int) -> int:
    """Return a figure in parts, of which its denominator is a divisor."""
    return value.numerator * (parts // value.denominator)
