"""From results to ranks, block by block: ties by the edition's rule, and nobody ranked without a figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from parcli.core import points
from parcli.core.edition import Block, Policies
from parcli.core.scoring import State

_MOST_PLACES = 10
Ties = Literal["competition", "dense", "ordinal"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What ranking needs of a unit: its figures in points and percent, or why it has none."""

    unit: str
    name: str
    state: State
    reason: str
    final: Fraction | None
    index: Fraction | None
    areas: Mapping[str, Fraction | None]


@dataclass(frozen=True, slots=True)
class Row:
    """A ranked unit. ``places`` is the number of decimals that tells it from its neighbours and shows its class."""

    rank: int
    unit: str
    name: str
    final: Fraction
    index: Fraction
    class_name: str | None
    tied: bool
    places: int
    areas: Mapping[str, tuple[Fraction | None, int | None]]


@dataclass(frozen=True, slots=True)
class Unranked:
    """A unit without a rank, and why."""

    unit: str
    name: str
    state: State
    reason: str


@dataclass(frozen=True, slots=True)
class BlockRanking:
    """A block's ranking, its mean index in percent, and the units that are not ranked."""

    block: str
    title: str
    units: int
    mean: Fraction | None
    rows: tuple[Row, ...]
    unranked: tuple[Unranked, ...]


def rank(block: Block, policies: Policies, standings: Sequence[Standing], *, provisional: bool) -> BlockRanking:
    """Rank the units of a block by their index; a provisional figure counts only when asked for."""
    counted = ("final", "provisional") if provisional else ("final",)
    fit = [one for one in standings if one.index is not None and one.final is not None and one.state in counted]
    ranked = {one.unit for one in fit}
    others = tuple(Unranked(one.unit, one.name, one.state, one.reason) for one in standings if one.unit not in ranked)
    at = measure(policies)
    values = {one.unit: at(one.index or Fraction()) for one in fit}
    compared = _compared(fit, values, block, policies)
    order = sorted(fit, key=lambda one: tuple(map(points.sortable, compared[one.unit])))
    ranks = _ranks([compared[one.unit] for one in order], policies.ties)
    shared = Counter(compared.values())
    places = _places([one.index or Fraction() for one in order], ranks, policies.rounding.print)
    areas = _area_ranks(fit, block)
    rows = tuple(
        Row(
            rank=ranks[place],
            unit=one.unit,
            name=one.name,
            final=one.final or Fraction(),
            index=one.index or Fraction(),
            class_name=block.class_of(values[one.unit]),
            tied=shared[compared[one.unit]] > 1,
            places=_showing_class(block, values[one.unit], places[place]),
            areas=areas[one.unit],
        )
        for place, one in enumerate(order)
    )
    mean = points.total([row.index for row in rows]) / len(rows) if rows else None
    return BlockRanking(block.id, block.title, len(standings), mean, rows, others)


def measure(policies: Policies) -> Callable[[Fraction], Fraction]:
    """The index at the precision on which ranks and classes are decided."""
    places = policies.rounding.print if policies.rank_on == "printed" else None
    return lambda index: points.rounded(index, places)


def _compared(fit: Sequence[Standing], values: Mapping[str, Fraction], block: Block, policies: Policies) -> dict[str, tuple[Fraction, ...]]:
    """Return what each unit is ordered by, smallest first: its index, then what breaks the tie among units with this index."""
    alike: dict[Fraction, list[Standing]] = {}
    for one in fit:
        alike.setdefault(values[one.unit], []).append(one)
    return {one.unit: (-value, *key) for value, group in alike.items() for one, key in zip(group, _breakers(group, block, policies), strict=True)}


def _breakers(group: Sequence[Standing], block: Block, policies: Policies) -> list[tuple[Fraction, ...]]:
    """Return what breaks the tie of a group, smallest first: more points come first, fewer of a penalty.

    An area decides only among units that all have a figure there: one that does not apply to a unit is no zero.
    """
    if policies.ties != "ordinal":
        return [() for _ in group]
    signs = {area.code: 1 if area.kind == "penalty" else -1 for area in block.areas}
    deciding = [code for code in policies.tie_breakers if code in signs and all(one.areas.get(code) is not None for one in group)]
    return [tuple(signs[code] * (one.areas.get(code) or Fraction()) for code in deciding) for one in group]


def _ranks(values: Sequence[tuple[Fraction, ...]], ties: Ties) -> list[int]:
    """Number the values. Ordinal ranks always differ: a tie that nothing breaks keeps the order of the register and is marked."""
    ranks: list[int] = []
    for place, value in enumerate(values):
        if place and values[place - 1] == value and ties != "ordinal":
            ranks.append(ranks[-1])
        else:
            ranks.append(ranks[-1] + 1 if ties == "dense" and ranks else place + 1)
    return ranks


def _places(indexes: Sequence[Fraction], ranks: Sequence[int], usual: int) -> list[int]:
    """Give more decimals to neighbours that would print alike although they rank apart."""
    places = [usual] * len(indexes)
    for place in range(1, len(indexes)):
        if ranks[place] == ranks[place - 1] or indexes[place] == indexes[place - 1]:
            continue
        needed = usual
        while needed < _MOST_PLACES and points.rounded(indexes[place], needed) == points.rounded(indexes[place - 1], needed):
            needed += 1
        for neighbour in (place - 1, place):
            places[neighbour] = max(places[neighbour], needed)
    return places


def _showing_class(block: Block, value: Fraction, places: int) -> int:
    """Give more decimals to an index that would print as one of another class: 89.996 is not 90.00 where 90 begins a class."""
    while places < _MOST_PLACES and block.class_of(points.rounded(value, places)) != block.class_of(value):
        places += 1
    return places


def _area_ranks(fit: Sequence[Standing], block: Block) -> dict[str, dict[str, tuple[Fraction | None, int | None]]]:
    ranked: dict[str, dict[str, tuple[Fraction | None, int | None]]] = {one.unit: {} for one in fit}
    for area in block.areas:
        known = [value for one in fit if (value := one.areas.get(area.code)) is not None]
        known.sort(key=points.sortable, reverse=area.kind != "penalty")
        # By numerator and denominator: the hash of a fraction takes longer than all the rest.
        first = {value.as_integer_ratio(): place for place, value in zip(range(len(known), 0, -1), reversed(known), strict=True)}
        for one in fit:
            value = one.areas.get(area.code)
            ranked[one.unit][area.code] = (value, None if value is None else first[value.as_integer_ratio()])
    return ranked
