"""The same item side by side across units, so that like cases are treated alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from parcli.core.appraisal.present import Present
from parcli.core.appraisal.settling import settle
from parcli.core.appraisal.values import STAGES, Appraisal, Opinion
from parcli.core.item import Item
from parcli.core.scoring.outcome import Stages

_NOTHING = Stages()


@dataclass(frozen=True, slots=True)
class Compared:
    """A unit's figures of an item: its own, those of the stages, the last one, and the reasons given, last first.

    ``unlike`` marks units that have the same points of their own and were given different ones. ``claimed``: the unit says
    that the item does not apply.
    """

    unit: str
    own: Fraction | None
    stages: Stages
    last: Fraction | None
    reasons: tuple[str, ...] = ()
    claimed: bool = False
    unlike: bool = False

    @property
    def taken(self) -> Fraction | None:
        """What appraisal took from the unit's own points, None where one of the two is missing."""
        return None if self.own is None or self.last is None else self.own - self.last


@dataclass(frozen=True, slots=True)
class ComparedItem:
    """An item with the units that are appraised for it, in the order of the cycle."""

    item: Item
    units: tuple[Compared, ...]

    @property
    def unlike(self) -> bool:
        """Whether like cases were treated differently."""
        return any(one.unlike for one in self.units)

    @property
    def spread(self) -> tuple[Fraction, Fraction] | None:
        """The lowest and the highest figure that was given, None where all are the same or none was given."""
        given = [one.last for one in self.units if one.last is not None]
        return (min(given), max(given)) if len(set(given)) > 1 else None


def side_by_side(units: Sequence[Present], appraisal: Appraisal) -> tuple[ComparedItem, ...]:
    """Return the items of one block's units in the order of the annex."""
    said = appraisal.by_item()
    settled = {one.unit.id: settle(appraisal, one.unit.id) for one in units}
    items: dict[str, Item] = {each.code: each.item for one in units for each in one.items.values() if each.item.criterion.assessed_by != "survey"}
    compared: list[ComparedItem] = []
    for code, item in items.items():
        lines = [
            _of(one, code, settled[one.unit.id].get(code, _NOTHING), said.get((one.unit.id, code), ())) for one in units if _concerned(one, code)
        ]
        compared.append(ComparedItem(item, _marked(lines)))
    return tuple(compared)


def _concerned(one: Present, code: str) -> bool:
    return code in one.items and code not in one.exempt


def _of(one: Present, code: str, stages: Stages, opinions: Sequence[Opinion]) -> Compared:
    last = next((each for each in (stages.council, stages.appraised_2, stages.appraised_1) if each is not None), None)
    latest = sorted((each for each in opinions if each.reason), key=lambda each: -STAGES.index(each.stage))
    reasons = tuple(dict.fromkeys(each.reason for each in latest))
    return Compared(one.unit.id, one.items[code].computed, stages, last, reasons, one.claimed(code))


def _marked(lines: Sequence[Compared]) -> tuple[Compared, ...]:
    given: defaultdict[Fraction, set[Fraction]] = defaultdict(set)
    for one in lines:
        if one.own is not None and one.last is not None:
            given[one.own].add(one.last)
    apart = {own for own, figures in given.items() if len(figures) > 1}
    return tuple(replace(one, unlike=True) if one.own in apart and one.last is not None else one for one in lines)
