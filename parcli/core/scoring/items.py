"""The figure of each item: its stages, whether it applies, and what it still waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from parcli.core import expr
from parcli.core.edition import Block, Kind, Policies, Treatment
from parcli.core.expr import Value
from parcli.core.item import Item
from parcli.core.scoring.outcome import REMOVING, Dossier, ItemResult, Stage, StageName, Stages, Waiting
from parcli.core.submission import SelfAssessment

_UNSAID = Stages()
"""Neither appraisal nor Council said anything: one value for all items."""


def own_points(item: Item, record: SelfAssessment, policies: Policies) -> Fraction | None:
    """Return what the rule gives on the unit's inputs, rounded as items are; None when unknown."""
    return _worth(_Rule(item.points(policies.rounding.item)), tuple((name, answer.value) for name, answer in record.answers.items()))


def survey_points(item: Item, figures: Mapping[str, Value], policies: Policies) -> Fraction | None:
    """Return the points that imported figures give, rounded as items are; None when they are missing."""
    return _worth(_Rule(item.points(policies.rounding.item)), tuple(figures.items()))


@dataclass(frozen=True, slots=True, eq=False)
class _Rule:
    """An expression by which object it is: trees are long to compare, and an item has one."""

    tree: expr.Expr

    def __hash__(self) -> int:
        return id(self.tree)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rule) and self.tree is other.tree


@lru_cache(maxsize=16_384)  # asked for when a workbook is compared, judged and scored, and most answers are those of other units too
def _worth(rule: _Rule, inputs: tuple[tuple[str, Value], ...]) -> Fraction | None:
    return expr.evaluate(rule.tree, dict(inputs))


def final(computed: Fraction | None, stages: Stages) -> tuple[Fraction | None, StageName | None]:
    """Return the figure of the last stage that has one, and the stage."""
    if stages.council is not None:
        return stages.council, "council"
    if stages.appraised_2 is not None:
        return stages.appraised_2, "appraisal_2"
    if stages.appraised_1 is not None:
        return stages.appraised_1, "appraisal_1"
    return computed, None if computed is None else "self"


def score_items(block: Block, policies: Policies, year: int, dossier: Dossier, *, provisional: bool) -> tuple[ItemResult, ...]:
    """Return the figures of all items of a block."""
    return tuple(_item(item, policies, dossier, provisional=provisional) for item in block.items(year))


def _item(item: Item, policies: Policies, dossier: Dossier, *, provisional: bool) -> ItemResult:
    if item.surveyed:
        return _survey_item(item, policies, dossier, provisional=provisional)
    record, exempt = (dossier.records or {}).get(item.code), dossier.exempt.get(item.code)
    stages = _UNSAID if exempt is not None else dossier.stages.get(item.code, _UNSAID)
    return _result(_Known(item, record, exempt, stages, policies, provisional=provisional))


class _Known:
    """All that an item's figures hang on; answers, and what the stages said, are told apart by which objects they are."""

    __slots__ = ("_face", "exempt", "item", "policies", "provisional", "record", "stages")

    def __init__(
        self, item: Item, record: SelfAssessment | None, exempt: Kind | None, stages: Stages, policies: Policies, *, provisional: bool
    ) -> None:
        self.item, self.record, self.exempt, self.stages, self.policies, self.provisional = item, record, exempt, stages, policies, provisional
        said = None if record is None else (id(record.answers), record.claim, record.claim_refused, record.shown, record.cell)
        self._face = (id(item), said, exempt, id(stages), id(policies), provisional)

    def __hash__(self) -> int:
        return hash(self._face)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and self._face == other._face


@lru_cache(maxsize=16_384)  # units that answer alike share the result: it is worked out, kept and written once
def _result(known: _Known) -> ItemResult:
    item, record, stages, policies = known.item, known.record, known.stages, known.policies
    decided = known.exempt is not None
    kind, claimed = _applicability(item, record, policies, known.exempt)
    rejected = not decided and claimed is not None and _turned_down(claimed, stages)
    why, treatment = (None, None) if rejected else (kind, claimed)
    computed = _self_figure(item, record, claimed, policies)
    figure, source = _last_figure(None if rejected else computed, treatment, stages)
    status = _status(item, treatment, figure, source, stages, decided=decided)
    left_out = known.provisional and status == "awaiting" and figure is None
    return ItemResult(
        item=item,
        treatment=treatment,
        why=why,
        computed=computed,
        shown=record.shown if record else None,
        stages=stages,
        survey=None,
        final=None if status == "removed" else figure,
        source=None if status == "removed" else source,
        cell=record.cell if record else None,
        answers=record.answers if record else {},
        status="left_out" if left_out else status,
        waits_for=_waits_for(item, treatment, status, stages, decided=decided),
        claim=None if record is None or record.claim_refused else record.claim,
        claimed=claimed,
    )


def _applicability(item: Item, record: SelfAssessment | None, policies: Policies, exempt: Kind | None) -> tuple[Kind | None, Treatment | None]:
    """Return why the item does not apply, as the unit claims or as was decided, and what that does to it."""
    if exempt is not None:
        return exempt, item.criterion.exempted(exempt, policies)
    if record is None or record.claim is None or record.claim_refused:
        return None, None
    return record.claim, item.criterion.treatment(record.claim, policies)


def _turned_down(treatment: Treatment, stages: Stages) -> bool:
    """Whether a claim was rejected. A figure for an item that the claim would take out says that it applies."""
    figured = (stages.appraised_1, stages.appraised_2, stages.council) != (None, None, None)
    return stages.ruling == "rejected" or (stages.ruling is None and figured and treatment in REMOVING)


def _last_figure(computed: Fraction | None, treatment: Treatment | None, stages: Stages) -> tuple[Fraction | None, StageName | None]:
    """Return the last figure; where a claim to full marks was accepted, that is the full marks."""
    if treatment == "full_marks" and stages.ruling == "accepted" and stages.ruled_at is not None:
        return computed, _OF_STAGE[stages.ruled_at]
    return final(computed, stages)


def _self_figure(item: Item, record: SelfAssessment | None, treatment: Treatment | None, policies: Policies) -> Fraction | None:
    if treatment == "full_marks":
        return _full_marks(item)
    if treatment is not None or record is None or record.claim is not None or record.claim_refused or not item.self_scored:
        return None
    return own_points(item, record, policies)


def _full_marks(item: Item) -> Fraction:
    """The best that the item can give: nothing is deducted in a penalty area."""
    return Fraction() if item.area.kind == "penalty" else item.maximum


_OF_STAGE: Mapping[Stage, StageName] = {"round_1": "appraisal_1", "round_2": "appraisal_2", "council": "council"}


def _status(
    item: Item, treatment: Treatment | None, figure: Fraction | None, source: StageName | None, stages: Stages, *, decided: bool
) -> Literal["known", "removed", "awaiting", "unknown"]:
    if treatment in REMOVING:
        return "removed"
    if stages.waiting:
        return "awaiting"
    if figure is None:
        return "unknown" if item.self_scored and stages.ruling is None else "awaiting"
    return "awaiting" if source == "self" and not decided else "known"


def _waits_for(item: Item, treatment: Treatment | None, status: str, stages: Stages, *, decided: bool) -> tuple[Waiting, ...]:
    """Return what the item waits for. One that is taken out by a claim waits until the claim is answered."""
    if status == "removed":
        return () if decided or treatment is None else stages.waiting or (() if stages.ruling else ("ruling",))
    if status != "awaiting":
        return ()
    return stages.waiting or ("council" if item.criterion.assessed_by == "council" else "appraisal",)


def _survey_item(item: Item, policies: Policies, dossier: Dossier, *, provisional: bool) -> ItemResult:
    exempt = dossier.exempt.get(item.code)
    treatment: Treatment | None = None if exempt is None else item.criterion.exempted(exempt, policies)
    figure = survey_points(item, dossier.survey.get(item.code, {}), policies)
    if treatment == "full_marks":
        figure = _full_marks(item)
    removed = treatment in REMOVING
    missing: Literal["unknown", "left_out", "awaiting"] = "left_out" if provisional else "awaiting"
    if item.code in dossier.survey_refused:
        missing = "unknown"
    return ItemResult(
        item=item,
        treatment=treatment,
        why=exempt,
        computed=None,
        shown=None,
        stages=_UNSAID,
        survey=None if removed else figure,
        final=None if removed else figure,
        source=None if removed or figure is None else "survey",
        cell=None,
        answers={},
        status="removed" if removed else missing if figure is None else "known",
        waits_for=("survey",) if figure is None and not removed else (),
        claimed=treatment,
    )
