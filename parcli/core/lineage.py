"""Units over time: which unit of this year is which of the year before, and whether the two may be compared.

A unit continues itself under its id, its name or an alias; otherwise it succeeds whom its ``successor_of`` names. Only a unit
that is the same, or the single successor of a single predecessor, is compared with the year before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from parcli.core.cycle import Cycle, Unit

Kind = Literal["same", "successor", "merged", "new"]
Reason = Literal["new", "merged", "split", "ended", "unknown_predecessor"]


@dataclass(frozen=True, slots=True)
class Descent:
    """Where a unit comes from: its predecessors by their ids of the year before, and the kind of reason why it is not compared.

    ``unknown`` holds names of predecessors that the year before does not know.
    """

    unit: str
    kind: Kind
    predecessors: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    reason: Reason | None = None

    @property
    def comparable(self) -> bool:
        """Whether its figures may stand beside those of its predecessor."""
        return self.reason is None

    @property
    def compared_with(self) -> str | None:
        """The unit of the year before whose figures stand beside its own."""
        return self.predecessors[0] if self.comparable else None


@dataclass(frozen=True, slots=True)
class Lineage:
    """Every unit of this year, and those of the year before that nobody continues, by id."""

    units: tuple[Descent, ...]
    ended: tuple[str, ...]

    def of(self, unit: str) -> Descent | None:
        """Return where a unit comes from."""
        return next((one for one in self.units if one.unit == unit), None)


def lineage(previous: Cycle, now: Cycle) -> Lineage:
    """Trace the units of a cycle back to those of the previous one."""
    same = _same(previous, now)
    named = {unit.id: _named(previous, unit) for unit in now.units}
    predecessors = {unit.id: _without_repeats((*same.get(unit.id, ()), *named[unit.id][0])) for unit in now.units}
    # Who ended during the year gives way to the successor, and is no second claimant.
    living = [unit for unit in now.units if not _ends(unit, now)]
    claims = Counter(former for unit in living for former in predecessors[unit.id])
    units = tuple(_descent(unit, unit.id in same, predecessors[unit.id], named[unit.id][1], claims, ended=_ends(unit, now)) for unit in now.units)
    continued = {former for found in predecessors.values() for former in found}
    return Lineage(units, tuple(unit.id for unit in previous.units if unit.id not in continued))


def _same(previous: Cycle, now: Cycle) -> dict[str, tuple[str, ...]]:
    """Return for each unit that goes on the unit it was: by id first, so that no name takes it from the one that keeps the id."""
    before = {unit.id for unit in previous.units}
    same: dict[str, tuple[str, ...]] = {unit.id: (unit.id,) for unit in now.units if unit.id in before}
    taken = set(same)
    for unit in now.units:
        if unit.id in same:
            continue
        former = next((found.id for name in unit.names() if (found := previous.named(name)) and found.id not in taken), None)
        if former is not None:
            same[unit.id] = (former,)
            taken.add(former)
    return same


def _named(previous: Cycle, unit: Unit) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the predecessors that a unit names: ids of the year before, and the names that lead nowhere."""
    found = [(name, previous.named(name)) for name in unit.successor_of]
    return tuple(former.id for _, former in found if former), tuple(name for name, former in found if former is None)


def _without_repeats(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _ends(unit: Unit, now: Cycle) -> bool:
    return unit.valid_to is not None and unit.valid_to < now.window.to


def _descent(unit: Unit, same: bool, formers: tuple[str, ...], unknown: tuple[str, ...], claims: Counter[str], *, ended: bool) -> Descent:  # noqa: FBT001
    kind: Kind = "new" if not formers and not unknown else "merged" if len(formers) + len(unknown) > 1 else "same" if same else "successor"
    return Descent(unit.id, kind, formers, unknown, _reason(kind, formers, unknown, claims, ended=ended))


def _reason(kind: Kind, formers: tuple[str, ...], unknown: tuple[str, ...], claims: Counter[str], *, ended: bool) -> Reason | None:
    if ended:
        return "ended"
    if kind in ("new", "merged"):
        return "new" if kind == "new" else "merged"
    if unknown:
        return "unknown_predecessor"
    return "split" if claims[formers[0]] > 1 else None
