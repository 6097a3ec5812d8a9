"""The figure of each item: its stages, whether it applies, and what it still waits for."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from parcli.core import expr
from parcli.core.edition import Block, Item, Kind, Policies, Treatment
from parcli.core.expr import Value
from parcli.core.scoring.outcome import Dossier, ItemResult, StageName, Stages
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
    why, treatment = _applicability(item, record, policies, dossier)
    stages = dossier.stages.get(item.code, Stages())
    computed = _self_figure(item, record, treatment, policies)
    figure, source = final(computed, stages)
    status = _status(item, treatment, figure, source, decided=item.code in dossier.exempt)
    left_out = provisional and status == "awaiting" and computed is None
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
    )


def _applicability(item: Item, record: SelfAssessment | None, policies: Policies, dossier: Dossier) -> tuple[Kind | None, Treatment | None]:
    exempt = dossier.exempt.get(item.code)
    if exempt is not None:
        return exempt, item.criterion.exempted(exempt, policies)
    if record is None or record.claim is None or record.claim_refused:
        return None, None
    return record.claim, item.criterion.treatment(record.claim, policies)


def _self_figure(item: Item, record: SelfAssessment | None, treatment: Treatment | None, policies: Policies) -> Fraction | None:
    if treatment == "full_marks":
        return _full_marks(item)
    if treatment is not None or record is None or record.claim_refused or not item.self_scored:
        return None
    return own_points(item, record, policies)


def _full_marks(item: Item) -> Fraction:
    """The best that the item can give: nothing is deducted in a penalty area."""
    return Fraction() if item.area.kind == "penalty" else item.maximum


def _status(
    item: Item, treatment: Treatment | None, figure: Fraction | None, source: StageName | None, *, decided: bool
) -> Literal["known", "removed", "awaiting", "unknown"]:
    if treatment in ("rescale", "reduce_maximum", "unranked"):
        return "removed"
    if figure is None:
        return "unknown" if item.self_scored else "awaiting"
    return "awaiting" if source == "self" and not decided else "known"


def _survey_item(item: Item, policies: Policies, dossier: Dossier, *, provisional: bool) -> ItemResult:
    exempt = dossier.exempt.get(item.code)
    treatment: Treatment | None = None if exempt is None else item.criterion.exempted(exempt, policies)
    figure = survey_points(item, dossier.survey.get(item.code, {}), policies)
    if treatment == "full_marks":
        figure = _full_marks(item)
    removed = treatment in ("rescale", "reduce_maximum", "unranked")
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
    )
