"""Two announced results compared: which figures and ranks are others, and why, as far as it was said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Figures = Mapping[str, str | None]
ITEM_STAGES = ("computed", "appraised_1", "appraised_2", "council", "survey", "treatment", "final")
UNIT_FIGURES = ("state", "self", "appraised", "survey", "bonus", "penalty", "final", "index", "rank")
Reasons = Mapping[tuple[str, str, str], str]
"""Why a figure is what it is, by unit, item and stage: what a person wrote, or which file changed."""


@dataclass(frozen=True, slots=True)
class UnitStand:
    """A unit in an announced result: its figures as they were printed, and those of its items at every stage."""

    unit: str
    block: str
    figures: Figures
    items: Mapping[str, Figures] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is another: of a unit, or of its item at a stage; None where there was none."""

    unit: str
    item: str
    stage: str
    before: str | None
    after: str | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A unit of which something changed: its figures, rank among them, then its items. ``fate`` says if it is in one result only."""

    unit: str
    block: str
    fate: str
    figures: tuple[Change, ...]
    items: tuple[Change, ...]


def differences(before: Mapping[str, UnitStand], after: Mapping[str, UnitStand], reasons: Reasons) -> tuple[UnitChange, ...]:
    """Return the units of which anything changed, in the order of the later result, those that left at the end."""
    changes = (_of_unit(unit, before.get(unit), after.get(unit), reasons) for unit in dict.fromkeys((*after, *before)))
    return tuple(one for one in changes if one.fate != "both" or one.figures or one.items)


def _of_unit(unit: str, was: UnitStand | None, now: UnitStand | None, reasons: Reasons) -> UnitChange:
    fate = "both" if was and now else "new" if now else "gone"
    before, after = (one.figures if one else {} for one in (was, now))
    figures = tuple(Change(unit, "", name, before.get(name), after.get(name)) for name in UNIT_FIGURES if before.get(name) != after.get(name))
    block = now.block if now else was.block if was else ""
    return UnitChange(unit, block, fate, figures, tuple(_items(unit, was, now, reasons)))


def _items(unit: str, was: UnitStand | None, now: UnitStand | None, reasons: Reasons) -> Iterator[Change]:
    before, after = (one.items if one else {} for one in (was, now))
    for code in dict.fromkeys((*after, *before)):
        former, present = before.get(code, {}), after.get(code, {})
        changed = [stage for stage in ITEM_STAGES if former.get(stage) != present.get(stage)]
        for stage in changed:
            why = reasons.get((unit, code, stage), "")
            if stage == "final" and not why:
                why = next((reasons[unit, code, each] for each in reversed(changed) if (unit, code, each) in reasons), "")
            yield Change(unit, code, stage, former.get(stage), present.get(stage), why)
