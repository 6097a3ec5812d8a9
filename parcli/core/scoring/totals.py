"""Items added up: areas, what was removed and rescaled, and the final figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from parcli.core import points
from parcli.core.edition import Block, Policies
from parcli.core.scoring.outcome import REMOVING, AreaResult, ItemResult

Items = tuple[ItemResult, ...]
StageTotal = Literal["computed", "appraised"]


def is_survey(one: ItemResult) -> bool:
    """Whether the item's figure comes from a survey or another index."""
    return one.item.surveyed


def known_sum(values: Iterable[Fraction | None]) -> Fraction | None:
    """Add values up; the sum is unknown as soon as one of them is."""
    known: list[Fraction] = []
    for value in values:
        if value is None:
            return None
        known.append(value)
    return points.total(known)


def maxima(items: Iterable[ItemResult]) -> Fraction:
    """Add the maxima of items up, in points."""
    return points.total(one.item.maximum for one in items)


def counted_in(area: str, items: Items) -> Items:
    """Return the items of an area that count."""
    return tuple(one for one in items if one.item.area.code == area and one.counts)


def claimed_in(area: str, items: Items) -> Items:
    """Return the items of an area for which the unit gives itself points: all that it scores but those that it says do not apply."""
    return tuple(one for one in items if one.item.area.code == area and one.item.self_scored and one.claimed not in REMOVING)


def area_results(block: Block, policies: Policies, items: Items) -> tuple[AreaResult, ...]:
    """Total every area of a block."""
    members: dict[str, list[ItemResult]] = {area.code: [] for area in block.areas}
    for one in items:
        members[one.item.area.code].append(one)
    return tuple(area_result(area.code, area.kind, area.maximum, tuple(members[area.code]), policies) for area in block.areas)


def index_of(block: Block, policies: Policies, items: Items, *, provisional: bool) -> Fraction | None:
    """Return the index that these items make, in percent; None while any part of it is unknown."""
    figure = total_points(block, policies, items, area_results(block, policies, items), provisional=provisional)
    maximum = maximum_in_force(block, items)
    return None if figure is None or not maximum else 100 * figure / maximum


def area_result(code: str, kind: str, maximum: Fraction, items: Items, policies: Policies) -> AreaResult:
    """Total an area before any rescaling; bonus and penalty areas stop at their maximum."""
    own = counted_in(code, items)
    counted = maxima(own)
    claimed = known_sum(one.computed for one in claimed_in(code, items))
    gained = known_sum(one.final for one in own)
    if kind == "points":
        return AreaResult(code, kind, counted, claimed, _round(gained, policies.rounding.area))
    return AreaResult(code, kind, maximum, _capped(claimed, maximum), _capped(_round(gained, policies.rounding.area), maximum))


def _round(value: Fraction | None, places: int | None) -> Fraction | None:
    return None if value is None else points.rounded(value, places)


def _capped(value: Fraction | None, maximum: Fraction) -> Fraction | None:
    return None if value is None else min(value, maximum)


def surveyed(items: Items, *, points_only: bool = False) -> Items:
    """Return the survey items that count, of the points areas alone where only those are asked for."""
    return tuple(one for one in items if is_survey(one) and one.counts and (one.item.area.kind == "points" or not points_only))


def survey_total(items: Items) -> Fraction | None:
    """Total the survey's points; None while one is missing, or where all were left out: no information is not zero."""
    asked = [one for one in items if is_survey(one) and one.status != "removed"]
    counting = surveyed(items)
    return None if asked and not counting else known_sum(one.survey for one in counting)


def outside(areas: tuple[AreaResult, ...], kind: str) -> Fraction | None:
    """Return the points of all areas of a kind outside the scale."""
    return known_sum(area.final for area in areas if area.kind == kind)


def _reduced(one: ItemResult) -> bool:
    """Whether the item leaves the maximum: a survey item cannot be rescaled, since only non-survey points are."""
    return one.status == "removed" and (one.treatment in ("reduce_maximum", "unranked") or is_survey(one))


def taken_from_maximum(items: Items) -> Items:
    """Return the items whose maxima leave the scale: removed without rescaling or, provisionally, left out."""
    return tuple(one for one in items if one.item.area.kind == "points" and (_reduced(one) or one.status == "left_out"))


def left_out(items: Items) -> Items:
    """Return the items of the points areas that a draft leaves out."""
    return tuple(one for one in items if one.item.area.kind == "points" and one.status == "left_out")


def maximum_in_force(block: Block, items: Items) -> Fraction:
    """Return the points that make 100 %: the scale without what was removed or, provisionally, left out."""
    return block.scale - maxima(taken_from_maximum(items))


def rescalable(items: Items, *, with_left_out: bool = False) -> Items:
    """Return the items whose maxima make M: the non-survey points items without those that reduce the maximum."""
    return tuple(
        one
        for one in items
        if one.item.area.kind == "points" and not is_survey(one) and not _reduced(one) and (with_left_out or one.status != "left_out")
    )


def rescaled_away(items: Items) -> Items:
    """Return the items of M that were removed: what is left is rescaled to M."""
    return tuple(one for one in rescalable(items) if one.status == "removed")


def rescale_factor(items: Items, *, with_left_out: bool = False) -> Fraction | None:
    """Return M ÷ (M − removed) over the non-survey points items; None when nothing is left of M."""
    return _factor(rescalable(items, with_left_out=with_left_out), rescaled_away(items))


def _factor(asked: Items, gone: Items) -> Fraction | None:
    whole, removed = maxima(asked), maxima(gone)
    if not removed:
        return Fraction(1)
    return None if whole == removed else whole / (whole - removed)


def claimable(items: Items) -> Items:
    """Return the items whose maxima make M as the unit sees it, whatever became of its claims."""
    own = (one for one in items if one.item.area.kind == "points" and not is_survey(one))
    return tuple(one for one in own if one.claimed not in ("reduce_maximum", "unranked"))


def claimed_away(items: Items) -> Items:
    """Return the items of M that the unit says do not apply, so that it rescales the others."""
    return tuple(one for one in claimable(items) if one.claimed == "rescale")


def in_stage_total(items: Items, stage: StageTotal) -> Items:
    """Return the items that make the unit's own points, or those of appraisal: the non-survey points items that count."""
    own = (one for one in items if one.item.area.kind == "points" and not is_survey(one))
    if stage == "appraised":
        return tuple(one for one in own if one.counts)
    return tuple(one for one in own if one.item.self_scored and one.claimed not in REMOVING)


def stage_total(items: Items, stage: StageTotal) -> Fraction | None:
    """Total the unit's own points, or those of appraisal, over the non-survey points items, rescaled.

    An item that was exempted with full marks needs no appraisal: the decision is its figure there too.
    """
    own = in_stage_total(items, stage)
    if stage == "computed":
        total, factor = known_sum(one.computed for one in own), _factor(claimable(items), claimed_away(items))
    else:
        factor = rescale_factor(items, with_left_out=True)
        total = known_sum(None if one.source == "self" and one.status != "known" else one.final for one in own)
    return None if total is None or factor is None else total * factor


@dataclass(frozen=True, slots=True)
class Footing:
    """What a total rests on besides the totals of its areas: the survey's points among them, rescaling, the scale in force."""

    survey: Fraction | None
    factor: Fraction | None
    ceiling: Fraction
    maximum: Fraction


def footing(block: Block, items: Items) -> Footing:
    """Return what the total of these items rests on; all but the survey's points hangs on which items count."""
    return Footing(survey_in_points(items), rescale_factor(items), ceiling(block, items), maximum_in_force(block, items))


def survey_in_points(items: Items) -> Fraction | None:
    """Total the final figures of the survey items that count, of the points areas."""
    return known_sum(one.final for one in surveyed(items, points_only=True))


def figure_of(policies: Policies, areas: tuple[AreaResult, ...], on: Footing) -> Fraction | None:
    """Return the final figure in points that these areas make, kept within 0 and the scale; None while a part is unknown."""
    gained = known_sum(area.final for area in areas if area.kind == "points")
    bonus, penalty = outside(areas, "bonus"), outside(areas, "penalty")
    if gained is None or on.survey is None or bonus is None or penalty is None or on.factor is None:
        return None
    total = points.rounded((gained - on.survey) * on.factor + on.survey + bonus - penalty, policies.rounding.total)
    return max(Fraction(), min(total, on.ceiling))


def total_points(block: Block, policies: Policies, items: Items, areas: tuple[AreaResult, ...], *, provisional: bool) -> Fraction | None:
    """Return the final figure in points, kept within 0 and the scale; None while any part of it is unknown."""
    if any(one.status == "unknown" for one in items):
        return None
    if not provisional and any(one.waits_for for one in items):
        return None
    if not any(one.counts for one in items):
        return None
    return figure_of(policies, areas, footing(block, items))


def ceiling(block: Block, items: Items) -> Fraction:
    """Return the most that a unit can have: the scale, in a draft without what it leaves out."""
    return block.scale - maxima(left_out(items))
