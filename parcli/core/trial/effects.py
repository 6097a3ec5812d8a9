"""What a trial moves: each unit's rank, class and index before and after, and what moved them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from parcli.core.ranking import BlockRanking

CauseKind = Literal["points", "excluded", "included", "policies", "others"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands: its rank, index in percent and class, or its state where it has none; ``places`` tell it from its neighbours."""

    rank: int | None
    index: Fraction | None
    class_name: str | None
    state: str
    places: int = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """One way in which everything was worked out: the rankings, and the last figure of each unit's items."""

    rankings: tuple[BlockRanking, ...]
    finals: Mapping[str, Mapping[str, Fraction | None]]


@dataclass(frozen=True, slots=True)
class Tried:
    """A trial worked out: as it is, with the other settings alone, and with everything; and what was changed for which unit.

    ``points`` are the words given for other points by unit and item, ``left_out`` and ``taken_in`` those for units.
    ``settings`` are the changed ones: key, before, after.
    """

    before: Settled
    with_settings: Settled
    after: Settled
    settings: tuple[tuple[str, str, str], ...]
    points: Mapping[str, Mapping[str, str]]
    left_out: Mapping[str, str]
    taken_in: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ItemMove:
    """An item whose last figure is another one; ``why`` stands where the trial itself changes it."""

    item: str
    before: Fraction | None
    after: Fraction | None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a unit moves: a kind, the units or settings that it is about, and words of the file."""

    kind: CauseKind
    about: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A unit that is not where it was, and why."""

    unit: str
    name: str
    before: Place
    after: Place
    causes: tuple[Cause, ...]
    items: tuple[ItemMove, ...] = ()


def effects(tried: Tried) -> tuple[tuple[BlockRanking, tuple[Moved, ...]], ...]:
    """Return for each block its ranking after the trial and the units that moved, in that ranking's order."""
    middle, before = (_by_block(one) for one in (tried.with_settings, tried.before))
    return tuple((block, tuple(_moved(tried, before[block.block], middle[block.block], block))) for block in tried.after.rankings)


def _by_block(one: Settled) -> dict[str, BlockRanking]:
    return {block.block: block for block in one.rankings}


def _moved(tried: Tried, before: BlockRanking, middle: BlockRanking, after: BlockRanking) -> Iterator[Moved]:
    was, between, now = (places_of(one) for one in (before, middle, after))
    names = {row.unit: row.name for row in after.rows} | {one.unit: one.name for one in after.unranked}
    for unit in now:
        if _same(was[unit], now[unit]):
            continue
        yield Moved(
            unit, names[unit], was[unit], now[unit], tuple(_causes(tried, after.block, unit, (was, between, now))), tuple(_items(tried, unit))
        )


def places_of(block: BlockRanking) -> dict[str, Place]:
    """Return where each unit of a block stands."""
    ranked = {row.unit: Place(row.rank, row.index, row.class_name, "", row.places) for row in block.rows}
    return ranked | {one.unit: Place(None, None, None, one.state) for one in block.unranked}


def _same(one: Place, other: Place) -> bool:
    return (one.rank, one.index, one.class_name, one.state) == (other.rank, other.index, other.class_name, other.state)


def _causes(tried: Tried, block: str, unit: str, stands: tuple[Mapping[str, Place], Mapping[str, Place], Mapping[str, Place]]) -> Iterator[Cause]:
    """Yield the causes; ``stands`` are the places as they are, with the other settings alone, and after everything."""
    was, between, now = stands
    if unit in tried.points:
        yield Cause("points", tuple(tried.points[unit]))
    if unit in tried.left_out:
        yield Cause("excluded", why=tried.left_out[unit])
    if unit in tried.taken_in:
        yield Cause("included", why=tried.taken_in[unit])
    if not _same(was[unit], between[unit]):
        yield Cause("policies", tuple(_settings_of(tried, block)))
    crossed = tuple(_crossed(unit, between, now))
    if between[unit].rank != now[unit].rank and crossed:
        yield Cause("others", crossed)


def _settings_of(tried: Tried, block: str) -> Iterator[str]:
    """Yield the changed settings that reach a block: those of other blocks do not."""
    for name, _, _ in tried.settings:
        if not name.startswith("blocks.") or name.startswith(f"blocks.{block}."):
            yield name


def _crossed(unit: str, between: Mapping[str, Place], now: Mapping[str, Place]) -> Iterator[str]:
    """Yield the units that are ahead now and were not, or were and are not."""
    for other in now:
        if other != unit and _ahead(between[other], between[unit]) != _ahead(now[other], now[unit]):
            yield other


def _ahead(one: Place, other: Place) -> bool:
    return one.rank is not None and (other.rank is None or one.rank < other.rank)


def _items(tried: Tried, unit: str) -> Sequence[ItemMove]:
    before, after, changed = tried.before.finals.get(unit, {}), tried.after.finals.get(unit, {}), tried.points.get(unit, {})
    return [
        ItemMove(code, before.get(code), figure, changed.get(code)) for code, figure in after.items() if figure != before.get(code) or code in changed
    ]
