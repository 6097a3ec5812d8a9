"""What is still missing before a unit's result is final, kind by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from parcli.core.scoring.outcome import ItemResult, Missing, MissingKind, State, UnitResult
from parcli.core.scoring.totals import is_survey

KINDS: Final[tuple[MissingKind, ...]] = (
    "blocked", "nothing_applies", "self_score", "appraisal", "questioned", "round_2", "ruling",
    "refused_1", "refused_2", "refused_council", "disputed_1", "disputed_2", "disputed_council", "council", "survey", "survey_unread",
)  # fmt: skip
"""In the order of the work: the return, appraisal and its loose ends, the Council, the survey."""
_HINDERING: Final[tuple[State, ...]] = ("provisional", "incomplete", "blocked")


@dataclass(frozen=True, slots=True)
class MissingOfUnit:
    """One kind of thing that one unit's result waits for: the items, or of a blocked return the codes of its findings."""

    unit: str
    block: str
    kind: MissingKind
    about: tuple[str, ...]


def is_open(state: str) -> bool:
    """Whether a unit's state keeps the result from being final: figures are missing, or a block waits for a person."""
    return state in _HINDERING


def missing_items(items: Iterable[ItemResult]) -> tuple[Missing, ...]:
    """Return what the items wait for: each kind with its items; one that waits for several things stands under each."""
    found: dict[MissingKind, list[str]] = {}
    for one in items:
        for kind in _kinds(one):
            found.setdefault(kind, []).append(one.code)
    return tuple(Missing(kind, tuple(found[kind])) for kind in KINDS if kind in found)


def _kinds(one: ItemResult) -> tuple[MissingKind, ...]:
    if one.status == "unknown":
        return ("survey_unread",) if is_survey(one) else ("self_score",)
    return one.waits_for


def missing(results: Sequence[UnitResult]) -> tuple[MissingOfUnit, ...]:
    """Return everything that keeps the results from being final, unit by unit in their order.

    Of a blocked return nothing else is asked for than that it be put in order, and its survey. A unit that returned
    nothing or is not assessed keeps nobody waiting.
    """
    return tuple(MissingOfUnit(one.unit, one.block, each.kind, each.about) for one in results if is_open(one.state) for each in _of(one))


def _of(one: UnitResult) -> tuple[Missing, ...]:
    own = missing_items(one.items)
    about = one.reason.about if one.reason is not None else ()
    if one.state == "blocked":
        return (Missing("blocked", about), *(each for each in own if each.kind in ("survey", "survey_unread")))
    if one.reason is not None and one.reason.kind == "nothing_applies":
        return (Missing("nothing_applies", tuple(each.code for each in one.items if each.status == "removed")), *own)
    return own


@dataclass(frozen=True, slots=True)
class MissingKindTotal:
    """How many units, and how many items in all, wait for one kind of thing."""

    kind: MissingKind
    units: int
    count: int


def by_kind(found: Sequence[MissingOfUnit]) -> tuple[MissingKindTotal, ...]:
    """Add up what is missing, kind by kind."""
    return tuple(
        MissingKindTotal(kind, len({one.unit for one in own}), sum(len(one.about) for one in own))
        for kind in KINDS
        if (own := [one for one in found if one.kind == kind])
    )
