"""What is put before the Council: what only it may score, and what two rounds of appraisal left open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from parcli.core.appraisal.present import Present
from parcli.core.appraisal.settling import settle
from parcli.core.appraisal.values import Appraisal
from parcli.core.scoring.outcome import ItemResult, Stages

Why = Literal["council", "disputed_1", "disputed_2", "refused_1", "refused_2", "questioned", "asked_2"]
_ALWAYS: tuple[Why, ...] = ("disputed_1", "disputed_2", "refused_1", "refused_2")


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A unit's item that the Council is asked to decide: its own figures, those of both rounds, and why it is put before it."""

    present: Present
    one: ItemResult
    stages: Stages
    why: tuple[Why, ...]


def agenda(units: Sequence[Present], appraisal: Appraisal) -> tuple[AgendaItem, ...]:
    """Return what no sheet of the Council asks for yet, in the order of units and items.

    A question of round 1 is put before it only once the second round has said something of the unit: until then round 2 is to
    settle it. An estimate that waits for its second figure is for the support team alone.
    """
    return tuple(one for present in units for one in _of(present, appraisal))


def _of(present: Present, appraisal: Appraisal) -> list[AgendaItem]:
    unit, settled = present.unit.id, settle(appraisal, present.unit.id)
    begun = any(one.stage == "round_2" and one.unit == unit for one in appraisal.opinions)
    brought: list[AgendaItem] = []
    for code, one in present.items.items():
        if code in present.exempt or one.item.criterion.assessed_by == "survey" or appraisal.is_open("council", unit, code):
            continue
        stages = settled.get(code, Stages())
        why = _why(one, stages, asked_again=_asked_again(appraisal, unit, code), begun=begun)
        if why and stages.council is None and stages.ruled_at != "council":
            brought.append(AgendaItem(present, one, stages, why))
    return brought


def _asked_again(appraisal: Appraisal, unit: str, code: str) -> bool:
    return any(one.stage == "round_2" and one.request for one in appraisal.of(unit, code))


def _why(one: ItemResult, stages: Stages, *, asked_again: bool, begun: bool) -> tuple[Why, ...]:
    if one.item.criterion.assessed_by == "council":
        return ("council",)
    wanted = (*_ALWAYS, *(("questioned",) if begun else ()))
    open_still: tuple[Why, ...] = tuple(each for each in wanted if each in stages.waiting)
    return (*open_still, *(("asked_2",) if asked_again else ()))
