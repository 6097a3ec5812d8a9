"""Load a what-if file: other points, policies, classes, areas and units, held against the cycle that they are tried on."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from parcli.core import points
from parcli.core.cycle import Cycle, Unit
from parcli.core.edition import Edition
from parcli.core.findings import Finding, found
from parcli.core.item import Item
from parcli.core.limits import Limits
from parcli.core.rules import JudgedPoints
from parcli.core.trial import PointsChange, WhatIf, changed_edition, nothing_changed
from parcli.definitions import tree
from parcli.definitions.models import build
from parcli.definitions.places import Places

_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class LoadedWhatIf:
    """A trial, or None where the file does not hold, and every complaint."""

    trial: WhatIf | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a file is held against, and where it stands."""

    cycle: Cycle
    edition: Edition
    places: Places

    def say(self, code: str, *path: str | int, **values: object) -> Finding:
        return found(code, file=self.places.edition_file, **{"line": self.places.edition_line(*path), **values})  # type: ignore[arg-type]


def read_what_if(content: bytes, cycle: Cycle, edition: Edition, shown: str) -> LoadedWhatIf:
    """Read the content of a what-if file; ``shown`` is its name in complaints."""
    root, findings = tree.read(content, shown, Limits())
    if root is None:
        return LoadedWhatIf(None, findings)
    trial, complaints = build(WhatIf, root, shown)
    if trial is None:
        return LoadedWhatIf(None, complaints)
    told = tuple(_lint(_Desk(cycle, edition, Places(shown, root)), trial))
    return LoadedWhatIf(None if told else trial, told)


def _lint(desk: _Desk, trial: WhatIf) -> Iterator[Finding]:
    if nothing_changed(trial):
        yield desk.say("DF254")
    for place, change in enumerate(trial.points):
        yield from _points(desk, place, change, trial)
    yield from _units(desk, trial)
    yield from _blocks(desk, trial)
    areas = {area.code for block in desk.edition.blocks for area in block.areas}
    for name in trial.policies.tie_breakers:
        if name not in areas:
            yield desk.say("DF257", "policies", "tie_breakers", name=name, suggestion=_nearest(name, areas))
    yield from _twice(desk, trial)


def _points(desk: _Desk, place: int, change: PointsChange, trial: WhatIf) -> Iterator[Finding]:
    at = ("points", place)
    unit = desk.cycle.named(change.unit)
    if unit is None:
        yield _no_unit(desk, at, change.unit)
        return
    item = _item(desk, unit, change.item)
    if item is None:
        yield desk.say("DF251", *at, "item", name=change.item, block=unit.block, suggestion=_nearest(change.item, _codes(desk, unit)))
        return
    if change.points > item.maximum:
        yield desk.say("DF252", *at, "points", item=item.code, found=points.plain(change.points), limit=points.plain(item.maximum))
        return
    rule, decimals = item.criterion.rule, changed_edition(desk.edition, trial).policies.rounding.item
    step = rule.step if isinstance(rule, JudgedPoints) else None
    if step is not None and (change.points / step).denominator != 1:
        yield desk.say("DF253", *at, "points", item=item.code, found=points.plain(change.points), limit=points.plain(step))
    elif step is None and points.rounded(change.points, decimals) != change.points:
        yield desk.say(
            "DF253", *at, "points", item=item.code, found=points.plain(change.points), limit=points.plain(Fraction(1, 10 ** (decimals or 0)))
        )


def _no_unit(desk: _Desk, at: tuple[str | int, ...], name: str) -> Finding:
    known = {called: unit.id for unit in desk.cycle.units for called in unit.names()}
    return desk.say("DF250", *at, "unit", name=name, suggestion=_nearest(name, known))


def _item(desk: _Desk, unit: Unit, code: str) -> Item | None:
    block = desk.edition.block(unit.block)
    return None if block is None else next((item for item in block.items(desk.cycle.year) if item.code == code), None)


def _codes(desk: _Desk, unit: Unit) -> tuple[str, ...]:
    block = desk.edition.block(unit.block)
    return () if block is None else tuple(item.code for item in block.items(desk.cycle.year))


def _units(desk: _Desk, trial: WhatIf) -> Iterator[Finding]:
    for key, changes in (("exclude", trial.exclude), ("include", trial.include)):
        for place, change in enumerate(changes):
            unit = desk.cycle.named(change.unit)
            if unit is None:
                yield _no_unit(desk, (key, place), change.unit)
            elif _left_out(desk, unit) == (key == "exclude"):
                yield desk.say("DF256", key, place, "unit", name=unit.name, kind=f"term:{key}")


def _left_out(desk: _Desk, unit: Unit) -> bool:
    return desk.cycle.excluded(unit.id) is not None or not desk.cycle.takes_part(unit)


def _blocks(desk: _Desk, trial: WhatIf) -> Iterator[Finding]:
    for name, change in trial.blocks.items():
        block = desk.edition.block(name)
        if block is None:
            yield desk.say("DF257", "blocks", name, name=name, suggestion=_nearest(name, [each.id for each in desk.edition.blocks]))
            continue
        codes = {area.code for area in block.areas}
        for code in change.areas:
            if code not in codes:
                yield desk.say("DF257", "blocks", name, "areas", code, name=code, suggestion=_nearest(code, codes))
        starts = [each.start for each in change.classes or ()]
        if len(set(starts)) < len(starts):
            yield desk.say("DF258", "blocks", name, "classes", block=name)


def _twice(desk: _Desk, trial: WhatIf) -> Iterator[Finding]:
    """Say what is named twice: an item of a unit, or a unit that is left out or taken in."""
    named = [("points", place, (_id(desk, each.unit), each.item)) for place, each in enumerate(trial.points)]
    named += [("exclude", place, (_id(desk, each.unit), "")) for place, each in enumerate(trial.exclude)]
    named += [("include", place, (_id(desk, each.unit), "")) for place, each in enumerate(trial.include)]
    seen: set[tuple[str, str]] = set()
    for key, place, what in named:
        if what in seen:
            yield desk.say("DF255", key, place, name=" ".join(part for part in what if part))
        seen.add(what)


def _id(desk: _Desk, name: str) -> str:
    unit = desk.cycle.named(name)
    return name if unit is None else unit.id


def _nearest(name: str, known: Collection[str] | Iterable[str]) -> str:
    """Return the known name that is spelt most like an unknown one, whatever its capitals."""
    spelt = {each.casefold(): each for each in known}
    close = difflib.get_close_matches(name.casefold(), spelt, n=1, cutoff=_ALIKE)
    return spelt[close[0]] if close else ""
