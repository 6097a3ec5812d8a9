"""From what was said of an item to its figures: one per stage, the answer to a claim, and what still stands open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parcli.core.appraisal.values import STAGES, Appraisal, Opinion
from parcli.core.scoring.outcome import Ruling, Stage, Stages, Waiting

_REFUSED: Mapping[Stage, Waiting] = {"round_1": "refused_1", "round_2": "refused_2", "council": "refused_council"}
_DISPUTED: Mapping[Stage, Waiting] = {"round_1": "disputed_1", "round_2": "disputed_2", "council": "disputed_council"}


def settle(appraisal: Appraisal, unit: str) -> dict[str, Stages]:
    """Return the figures of a unit's items that were opened or spoken of, by code."""
    said: dict[str, list[Opinion]] = {}
    for one in appraisal.opinions:
        if one.unit == unit:
            said.setdefault(one.item, []).append(one)
    second = {item for whose, item in appraisal.opened.get("round_2", frozenset()) if whose == unit}
    return {item: _settled(said.get(item, ()), second_round=item in second) for item in sorted({*said, *second})}


@dataclass(frozen=True, slots=True)
class _Said:
    """What a stage comes to: one figure and one ruling at most, or why there is none."""

    points: Fraction | None = None
    ruling: Ruling | None = None
    waiting: tuple[Waiting, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether the stage decided something."""
        return self.points is not None or self.ruling is not None


def _settled(opinions: Sequence[Opinion], *, second_round: bool) -> Stages:
    at = {stage: _said(stage, [one for one in opinions if one.stage == stage]) for stage in STAGES}
    ruling, ruled_at = _ruling(at)
    return Stages(
        appraised_1=at["round_1"].points,
        appraised_2=at["round_2"].points,
        council=at["council"].points,
        ruling=ruling,
        ruled_at=ruled_at,
        waiting=_waiting(at, opinions, second_round=second_round),
    )


def _said(stage: Stage, opinions: Sequence[Opinion]) -> _Said:
    if any(one.refused for one in opinions):
        return _Said(waiting=(_REFUSED[stage],))
    answers = {(one.points, one.ruling) for one in opinions if one.points is not None or one.ruling is not None}
    if len(answers) > 1:
        return _Said(waiting=(_DISPUTED[stage],))
    return _Said(*next(iter(answers), (None, None)))


def _ruling(at: Mapping[Stage, _Said]) -> tuple[Ruling | None, Stage | None]:
    """Return the last answer to a claim and its stage; a figure that follows an acceptance takes it back."""
    ruling: Ruling | None = None
    ruled_at: Stage | None = None
    for stage in STAGES:
        if at[stage].ruling is not None:
            ruling, ruled_at = at[stage].ruling, stage
        elif at[stage].points is not None and ruling == "accepted":
            ruling, ruled_at = "rejected", stage
    return ruling, ruled_at


def _waiting(at: Mapping[Stage, _Said], opinions: Sequence[Opinion], *, second_round: bool) -> tuple[Waiting, ...]:
    """Return what keeps the last figure from being final: whatever a later stage has decided is open no more."""
    if at["council"].anything:
        return ()
    waiting = at["council"].waiting
    if at["round_2"].anything:
        return waiting
    waiting += at["round_2"].waiting
    if not at["round_2"].waiting and any(one.request for one in opinions if one.stage == "round_1"):
        waiting += ("questioned",)
    elif not at["round_2"].waiting and second_round:
        waiting += ("round_2",)
    return waiting + at["round_1"].waiting
