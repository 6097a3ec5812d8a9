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
    """A figure of a unit's item at a stage that is another; None where there was none."""

    unit: str
    item: str
    stage: str
    before: str | None
    after: str | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A unit of which something changed: all its figures before and after, rank among them, and what changed in its items.

    ``fate`` is ``both``, or ``new`` or ``gone`` for a unit that stands in one of the results only.
    """

    unit: str
    block: str
    fate: str
    before: Figures
    after: Figures
    items: tuple[Change, ...]

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the unit's own figures that are others."""
        return tuple(name for name in UNIT_FIGURES if self.before.get(name) != self.after.get(name))


def differences(before: Mapping[str, UnitStand], after: Mapping[str, UnitStand], reasons: Reasons) -> tuple[UnitChange, ...]:
    """Return the units of which anything changed, in the order of the later result, those that left at the end."""
    changes = (_of_unit(unit, before.get(unit), after.get(unit), reasons) for unit in dict.fromkeys((*after, *before)))
    return tuple(one for one in changes if one.fate != "both" or one.changed or one.items)


def _of_unit(unit: str, was: UnitStand | None, now: UnitStand | None, reasons: Reasons) -> UnitChange:
    fate = "both" if was and now else "new" if now else "gone"
    before, after = (one.figures if one else {} for one in (was, now))
    block = now.block if now else was.block if was else ""
    return UnitChange(unit, block, fate, before, after, tuple(_items(unit, was, now, reasons)))


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
