"""The year before beside this year's ranking: which unit, block and area stands behind which, and why where none does.

A unit is followed by its lineage (``core/lineage.py``); a block and an area by their codes within one edition, by the
crosswalk between two. Index and areas compare in percent, also where maxima changed; points of bonus and penalty only
where the maximum is the same. Nothing is averaged: of merged units the figures are named one by one. Decision 0041.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from parcli.core.crosswalk import Counterpart, Crosswalk, comparable
from parcli.core.cycle import Cycle
from parcli.core.edition import Area, Block, Edition
from parcli.core.lineage import Descent, lineage


@dataclass(frozen=True, slots=True)
class StatedRow:
    """A row as a ranking file states it; None where the file says nothing that can be read."""

    unit: str
    rank: int | None
    index: Fraction | None
    areas: Mapping[str, Fraction | None]


@dataclass(frozen=True, slots=True)
class StatedBlock:
    """A block as a ranking file states it; ``unranked`` are states by unit."""

    block: str
    rows: tuple[StatedRow, ...]
    unranked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormerRow:
    """A ranked unit of the year before; index and areas in percent."""

    rank: int
    index: Fraction
    areas: Mapping[str, Fraction | None]


@dataclass(frozen=True, slots=True)
class FormerYear:
    """The ranking of a former year, held against its own register: rows by block and unit, states of units without a rank."""

    edition: Edition
    cycle: Cycle
    provisional: bool
    rows: Mapping[str, Mapping[str, FormerRow]]
    unranked: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Predecessor:
    """A unit of the year before that is named where nothing compares; without a rank where it had none."""

    name: str
    rank: int | None = None
    index: Fraction | None = None


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The kind of reason why something does not compare, and what it is about."""

    kind: str
    predecessors: tuple[Predecessor, ...] = ()
    about: str = ""
    maxima: tuple[Fraction, Fraction] | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A unit's figures of the year before by present area codes, or why it has none."""

    rank: int | None = None
    units: int | None = None
    index: Fraction | None = None
    areas: Mapping[str, Fraction | None] = field(default_factory=dict)
    why_not: WhyNot | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything beside this year: units by id, the areas of each block that do not compare, blocks without a former one, units that ended."""

    units: Mapping[str, Compared]
    areas: Mapping[str, Mapping[str, WhyNot]]
    alone: tuple[str, ...]
    ended: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether not a single unit compares."""
        return all(one.why_not is not None for one in self.units.values())


@dataclass(frozen=True, slots=True)
class _Pair:
    """A present block beside the one that it continues, and the former code of each area that compares."""

    former: Block
    areas: Mapping[str, str]


def compare(former: FormerYear, edition: Edition, cycle: Cycle, crosswalk: Crosswalk | None, ranked: Mapping[str, Sequence[str]]) -> Comparison:
    """Set a former year beside the units that are ranked now, by block."""
    traced = lineage(former.cycle, cycle)
    descents = {one.unit: one for one in traced.units}
    units: dict[str, Compared] = {}
    areas: dict[str, Mapping[str, WhyNot]] = {}
    alone: list[str] = []
    for block in (each for each in edition.blocks if ranked.get(each.id)):
        before = _former_block(former.edition, edition, crosswalk, block)
        if before is None:
            alone.append(block.id)
            why = WhyNot("no_crosswalk" if former.edition.id != edition.id and crosswalk is None else "no_block", about=former.edition.id)
            units |= {unit: _alone(former, descents[unit], why) for unit in ranked[block.id]}
            continue
        codes = _areas(former.edition, edition, crosswalk, before, block)
        areas[block.id] = {code: found for code, found in codes.items() if isinstance(found, WhyNot)}
        pair = _Pair(before, {code: found for code, found in codes.items() if isinstance(found, str)})
        units |= {unit: _compared(former, descents[unit], pair) for unit in ranked[block.id]}
    return Comparison(units, areas, tuple(alone), traced.ended)


def _former_block(old: Edition, new: Edition, crosswalk: Crosswalk | None, block: Block) -> Block | None:
    if old.id == new.id:
        return old.block(block.id)
    name = None if crosswalk is None else crosswalk.former_block(block.id)
    return None if name is None else old.block(name)


def _areas(old: Edition, new: Edition, crosswalk: Crosswalk | None, before: Block, block: Block) -> dict[str, str | WhyNot]:
    """Return for each present area its former code, or why it does not compare."""
    known = {area.code: area for area in before.areas}
    if old.id == new.id or crosswalk is None:
        return {area.code: _area(known.get(area.code), area) for area in block.areas}
    pairs = comparable(crosswalk, new)
    return {area.code: _crossed(pairs["area", block.id, area.code], known, area) for area in block.areas}


def _crossed(pair: Counterpart, known: Mapping[str, Area], area: Area) -> str | WhyNot:
    if pair.reason is not None:
        return WhyNot(pair.reason, about=pair.note or "")
    return _area(known.get(pair.former or ""), area)


def _area(former: Area | None, area: Area) -> str | WhyNot:
    if former is None:
        return WhyNot("absent")
    if former.kind != area.kind:
        return WhyNot("kind")
    if area.kind != "points" and former.maximum != area.maximum:
        return WhyNot("maximum", maxima=(former.maximum, area.maximum))
    return former.code


def _alone(former: FormerYear, descent: Descent, why: WhyNot) -> Compared:
    """A unit of a block that stands alone: where it comes from is the nearer reason."""
    return Compared(why_not=_descended(former, descent) or why)


def _compared(former: FormerYear, descent: Descent, pair: _Pair) -> Compared:
    why = _descended(former, descent)
    unit = former.cycle.unit(descent.compared_with or "")
    if why is not None or unit is None:
        return Compared(why_not=why or WhyNot("no_result"))
    if unit.block != pair.former.id:
        known = former.edition.block(unit.block)
        return Compared(why_not=WhyNot("other_block", about=known.title if known is not None else unit.block))
    row = former.rows.get(unit.block, {}).get(unit.id)
    if row is None:
        state = former.unranked.get(unit.id)
        return Compared(why_not=WhyNot("unranked", about=state) if state else WhyNot("no_result"))
    areas = {code: row.areas.get(old) for code, old in pair.areas.items()}
    return Compared(row.rank, len(former.rows[unit.block]), row.index, areas)


def _descended(former: FormerYear, descent: Descent) -> WhyNot | None:
    """Return why a unit cannot stand beside a single unit of the year before."""
    if descent.reason is None:
        return None
    return WhyNot(descent.reason, tuple(_predecessors(former, descent)))


def _predecessors(former: FormerYear, descent: Descent) -> Iterator[Predecessor]:
    for unit in (each for name in descent.predecessors if (each := former.cycle.unit(name)) is not None):
        row = former.rows.get(unit.block, {}).get(unit.id)
        yield Predecessor(unit.name) if row is None else Predecessor(unit.name, row.rank, row.index)
    yield from map(Predecessor, descent.unknown)
