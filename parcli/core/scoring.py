"""From records to a unit's result: the one place where points are added up.

The order is that of the design: the figure of each item is that of its last stage; items that do not apply
are treated as the edition says; points, survey, bonus and penalty make the total; the total over its
maximum makes the index. Unknown stays unknown: a total with an unknown part has no value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from parcli.core import expr, points
from parcli.core.edition import Block, Item, Kind, Policies, Treatment
from parcli.core.expr import Value
from parcli.core.submission import Answer, SelfAssessment

State = Literal["final", "provisional", "incomplete", "not_submitted", "blocked", "excluded"]
StageName = Literal["self", "appraisal_1", "appraisal_2", "council", "survey"]


@dataclass(frozen=True, slots=True)
class Stages:
    """The figures that appraisal and Council gave to an item, in points; None where a stage gave none."""

    appraised_1: Fraction | None = None
    appraised_2: Fraction | None = None
    council: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is known of a unit when it is scored. ``records`` is None when it returned nothing."""

    unit: str
    records: Mapping[str, SelfAssessment] | None = None
    blocked_by: tuple[str, ...] = ()
    excluded_for: str | None = None
    exempt: Mapping[str, Kind] = field(default_factory=dict)
    stages: Mapping[str, Stages] = field(default_factory=dict)
    survey: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemResult:
    """An item's figures in points at every stage; ``final`` is None while unknown or when the item is taken out."""

    item: Item
    treatment: Treatment | None
    why: Kind | None
    computed: Fraction | None
    shown: Fraction | None
    stages: Stages
    survey: Fraction | None
    final: Fraction | None
    source: StageName | None
    cell: str | None
    answers: Mapping[str, Answer]
    status: Literal["known", "removed", "awaiting", "left_out", "unknown"]

    @property
    def code(self) -> str:
        """The item's code."""
        return self.item.code

    @property
    def counts(self) -> bool:
        """Whether its maximum counts."""
        return self.status not in ("removed", "left_out")


@dataclass(frozen=True, slots=True)
class AreaResult:
    """An area's points: what its items that count can give, what the unit claims, what it gets."""

    code: str
    kind: str
    maximum: Fraction
    self_points: Fraction | None
    final: Fraction | None

    @property
    def index(self) -> Fraction | None:
        """The area's points in percent of its maximum."""
        return None if self.final is None or not self.maximum else 100 * self.final / self.maximum


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a unit has no final figure yet, or no rank: a kind, and the items, codes or words that it is about."""

    kind: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitResult:
    """A unit's result in points and percent."""

    unit: str
    block: str
    state: State
    reason: Reason | None
    self_points: Fraction | None
    appraised: Fraction | None
    survey: Fraction | None
    bonus: Fraction | None
    penalty: Fraction | None
    final: Fraction | None
    maximum: Fraction
    areas: tuple[AreaResult, ...]
    items: tuple[ItemResult, ...]

    @property
    def index(self) -> Fraction | None:
        """The index: the final figure in percent of the maximum."""
        return None if self.final is None or not self.maximum else 100 * self.final / self.maximum

    def with_status(self, *wanted: str) -> tuple[str, ...]:
        """Return the codes of the items with one of these statuses."""
        return tuple(one.code for one in self.items if one.status in wanted)


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


def score(block: Block, policies: Policies, year: int, dossier: Dossier, *, provisional: bool = False) -> UnitResult:
    """Score a unit. ``provisional`` ranks on what there is: self points stand, missing other figures leave sum and maximum."""
    items = tuple(_item(item, policies, dossier, provisional=provisional) for item in block.items(year))
    areas = tuple(_area(area.code, area.kind, area.maximum, items, policies) for area in block.areas)
    state, reason = _state(block, year, dossier, items)
    total = None if state in ("not_submitted", "blocked") else _total(block, policies, items, areas, provisional=provisional)
    return UnitResult(
        unit=dossier.unit,
        block=block.id,
        state=state,
        reason=reason,
        self_points=_stage_total(items, "computed"),
        appraised=_stage_total(items, "appraised"),
        survey=_known_sum(one.survey for one in items if _is_survey(one) and one.counts) if _has_survey(items) else Fraction(),
        bonus=_outside(areas, "bonus"),
        penalty=_outside(areas, "penalty"),
        final=total,
        maximum=_maximum(block, items),
        areas=areas,
        items=items,
    )


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


def _applicability(
    item: Item, record: SelfAssessment | None, policies: Policies, dossier: Dossier
) -> tuple[Kind | None, Treatment | None]:
    exempt = dossier.exempt.get(item.code)
    if exempt is not None:
        return exempt, policies.not_applicable.of(exempt) or "never"
    if record is None or record.claim is None or record.claim_refused:
        return None, None
    return record.claim, item.criterion.treatment(record.claim, policies)


def _self_figure(item: Item, record: SelfAssessment | None, treatment: Treatment | None, policies: Policies) -> Fraction | None:
    if treatment == "full_marks":
        return Fraction() if item.area.kind == "penalty" else item.maximum
    if treatment is not None or record is None or record.claim_refused or not item.self_scored:
        return None
    return own_points(item, record, policies)


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
    treatment: Treatment | None = None if exempt is None else policies.not_applicable.of(exempt) or "never"
    figure = survey_points(item, dossier.survey.get(item.code, {}), policies)
    if treatment == "full_marks":
        figure = item.maximum
    removed = treatment in ("rescale", "reduce_maximum", "unranked")
    missing: Literal["left_out", "awaiting"] = "left_out" if provisional else "awaiting"
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


def _is_survey(one: ItemResult) -> bool:
    return one.item.criterion.assessed_by == "survey"


def _has_survey(items: tuple[ItemResult, ...]) -> bool:
    return any(_is_survey(one) for one in items)


def _known_sum(values: Iterable[Fraction | None]) -> Fraction | None:
    total = Fraction()
    for value in values:
        if value is None:
            return None
        total += value
    return total


def _area(code: str, kind: str, maximum: Fraction, items: tuple[ItemResult, ...], policies: Policies) -> AreaResult:
    own = [one for one in items if one.item.area.code == code and one.counts]
    counted = sum((one.item.maximum for one in own), Fraction())
    claimed = _known_sum(one.computed for one in own if one.item.self_scored)
    gained = _known_sum(one.final for one in own)
    if kind == "points":
        return AreaResult(code, kind, counted, claimed, _round(gained, policies.rounding.area))
    return AreaResult(code, kind, maximum, _capped(claimed, maximum), _capped(_round(gained, policies.rounding.area), maximum))


def _round(value: Fraction | None, places: int | None) -> Fraction | None:
    return None if value is None else points.rounded(value, places)


def _capped(value: Fraction | None, maximum: Fraction) -> Fraction | None:
    return None if value is None else min(value, maximum)


def _outside(areas: tuple[AreaResult, ...], kind: str) -> Fraction | None:
    return _known_sum(area.final for area in areas if area.kind == kind)


def _reduced(one: ItemResult) -> bool:
    """Whether the item leaves the maximum: a survey item cannot be rescaled, since only non-survey points are."""
    return one.status == "removed" and (one.treatment in ("reduce_maximum", "unranked") or _is_survey(one))


def _maximum(block: Block, items: tuple[ItemResult, ...]) -> Fraction:
    gone = (one.item.maximum for one in items if one.item.area.kind == "points" and (_reduced(one) or one.status == "left_out"))
    return block.scale - sum(gone, Fraction())


def rescale_factor(items: tuple[ItemResult, ...], *, with_left_out: bool = False) -> Fraction | None:
    """Return M ÷ (M − removed) over the non-survey points items; None when nothing is left of M."""
    asked = [
        one
        for one in items
        if one.item.area.kind == "points"
        and not _is_survey(one)
        and not _reduced(one)
        and (with_left_out or one.status != "left_out")
    ]
    whole = sum((one.item.maximum for one in asked), Fraction())
    removed = sum((one.item.maximum for one in asked if one.status == "removed"), Fraction())
    if not removed:
        return Fraction(1)
    return None if whole == removed else whole / (whole - removed)


def _stage_total(items: tuple[ItemResult, ...], stage: Literal["computed", "appraised"]) -> Fraction | None:
    own = [one for one in items if one.item.area.kind == "points" and not _is_survey(one) and one.counts]
    factor = rescale_factor(items, with_left_out=True)
    if stage == "computed":
        total = _known_sum(one.computed for one in own if one.item.self_scored)
    else:
        total = _known_sum(None if one.source == "self" else one.final for one in own)
    return None if total is None or factor is None else total * factor


def _total(
    block: Block, policies: Policies, items: tuple[ItemResult, ...], areas: tuple[AreaResult, ...], *, provisional: bool
) -> Fraction | None:
    if any(one.status == "unknown" for one in items):
        return None
    if not provisional and any(one.status == "awaiting" for one in items):
        return None
    gained = _known_sum(area.final for area in areas if area.kind == "points")
    survey = _known_sum(one.final for one in items if _is_survey(one) and one.counts and one.item.area.kind == "points")
    bonus, penalty, factor = _outside(areas, "bonus"), _outside(areas, "penalty"), rescale_factor(items)
    if gained is None or survey is None or bonus is None or penalty is None or factor is None:
        return None
    total = points.rounded((gained - survey) * factor + survey + bonus - penalty, policies.rounding.total)
    left_out = sum((one.item.maximum for one in items if one.status == "left_out" and one.item.area.kind == "points"), Fraction())
    return max(Fraction(), min(total, block.scale - left_out))


def _state(block: Block, year: int, dossier: Dossier, items: tuple[ItemResult, ...]) -> tuple[State, Reason | None]:
    if dossier.excluded_for is not None:
        return "excluded", Reason("excluded", (dossier.excluded_for,))
    if dossier.blocked_by:
        return "blocked", Reason("blocked", dossier.blocked_by)
    needs_workbook = any(item.criterion.assessed_by != "survey" for item in block.items(year))
    if dossier.records is None and needs_workbook:
        return "not_submitted", Reason("not_submitted")
    unranked = tuple(one.code for one in items if one.treatment == "unranked")
    if unranked:
        return "excluded", Reason("unranked_by_policy", unranked)
    unknown = tuple(one.code for one in items if one.status == "unknown")
    if unknown:
        return "incomplete", Reason("unknown_items", unknown)
    if rescale_factor(items) is None:
        return "incomplete", Reason("nothing_applies")
    waiting = tuple(one.code for one in items if one.status in ("awaiting", "left_out"))
    return ("provisional", Reason("awaiting", waiting)) if waiting else ("final", None)
