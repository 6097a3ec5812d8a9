"""The figure of each item: its stages, whether it applies, and what it still waits for."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from parcli.core import expr
from parcli.core.edition import Block, Item, Kind, Policies, Treatment
from parcli.core.expr import Value
from parcli.core.scoring.outcome import REMOVING, Dossier, ItemResult, Stage, StageName, Stages, Waiting
from parcli.core.submission import SelfAssessment


def own_points(item: Item, record: SelfAssessment, policies: Policies) -> Fraction | None:
    """Return what the rule gives on the unit's inputs, rounded as items are; None when unknown."""
    rule = expr.with_rounding(item.rule.expression(item.stake), policies.rounding.item)
    return expr.evaluate(rule, record.inputs())


def survey_points(item: Item, figures: Mapping[str, Value], policies: Policies) -> Fraction | None:
    """Return the points that imported figures give, rounded as items are; None when they are missing."""
    rule = expr.with_rounding(item.rule.expression(item.stake), policies.rounding.item)
    return expr.evaluate(rule, figures)


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
    if item.criterion.assessed_by == "survey":
        return _survey_item(item, policies, dossier, provisional=provisional)
    record = (dossier.records or {}).get(item.code)
    exempt = item.code in dossier.exempt
    stages = Stages() if exempt else dossier.stages.get(item.code, Stages())
    kind, claimed = _applicability(item, record, policies, dossier)
    rejected = not exempt and claimed is not None and _turned_down(claimed, stages)
    why, treatment = (None, None) if rejected else (kind, claimed)
    computed = _self_figure(item, record, claimed, policies)
    figure, source = _last_figure(None if rejected else computed, treatment, stages)
    status = _status(item, treatment, figure, source, stages, decided=exempt)
    waits_for = _waits_for(item, treatment, status, stages, decided=exempt)
    left_out = provisional and status == "awaiting" and figure is None
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
        waits_for=waits_for,
        claim=None if record is None or record.claim_refused else record.claim,
        claimed=claimed,
    )


def _applicability(item: Item, record: SelfAssessment | None, policies: Policies, dossier: Dossier) -> tuple[Kind | None, Treatment | None]:
    """Return why the item does not apply, as the unit claims or as was decided, and what that does to it."""
    exempt = dossier.exempt.get(item.code)
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
        stages=Stages(),
        survey=None if removed else figure,
        final=None if removed else figure,
        source=None if removed or figure is None else "survey",
        cell=None,
        answers={},
        status="removed" if removed else missing if figure is None else "known",
        waits_for=("survey",) if figure is None and not removed else (),
        claimed=treatment,
    )
