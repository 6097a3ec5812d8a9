"""Items added up: areas, what was removed and rescaled, and the final figure."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from parcli.core import points
from parcli.core.edition import Block, Policies
from parcli.core.scoring.outcome import AreaResult, ItemResult


def is_survey(one: ItemResult) -> bool:
    """Whether the item's figure comes from a survey or another index."""
    return one.item.criterion.assessed_by == "survey"


def known_sum(values: Iterable[Fraction | None]) -> Fraction | None:
    """Add values up; the sum is unknown as soon as one of them is."""
    total = Fraction()
    for value in values:
        if value is None:
            return None
        total += value
    return total


def area_results(block: Block, policies: Policies, items: tuple[ItemResult, ...]) -> tuple[AreaResult, ...]:
    """Total every area of a block."""
    return tuple(area_result(area.code, area.kind, area.maximum, items, policies) for area in block.areas)


def index_of(block: Block, policies: Policies, items: tuple[ItemResult, ...], *, provisional: bool) -> Fraction | None:
    """Return the index that these items make, in percent; None while any part of it is unknown."""
    figure = total_points(block, policies, items, area_results(block, policies, items), provisional=provisional)
    maximum = maximum_in_force(block, items)
    return None if figure is None or not maximum else 100 * figure / maximum


def area_result(code: str, kind: str, maximum: Fraction, items: tuple[ItemResult, ...], policies: Policies) -> AreaResult:
    """Total an area before any rescaling; bonus and penalty areas stop at their maximum."""
    own = [one for one in items if one.item.area.code == code and one.counts]
    counted = sum((one.item.maximum for one in own), Fraction())
    claimed = known_sum(one.computed for one in own if one.item.self_scored)
    gained = known_sum(one.final for one in own)
    if kind == "points":
        return AreaResult(code, kind, counted, claimed, _round(gained, policies.rounding.area))
    return AreaResult(code, kind, maximum, _capped(claimed, maximum), _capped(_round(gained, policies.rounding.area), maximum))


def _round(value: Fraction | None, places: int | None) -> Fraction | None:
    return None if value is None else points.rounded(value, places)


def _capped(value: Fraction | None, maximum: Fraction) -> Fraction | None:
    return None if value is None else min(value, maximum)


def survey_total(items: tuple[ItemResult, ...]) -> Fraction | None:
    """Total the survey's points; None while one is missing, or where all were left out: no information is not zero."""
    asked = [one for one in items if is_survey(one) and one.status != "removed"]
    counting = [one for one in asked if one.counts]
    return None if asked and not counting else known_sum(one.survey for one in counting)


def outside(areas: tuple[AreaResult, ...], kind: str) -> Fraction | None:
    """Return the points of all areas of a kind outside the scale."""
    return known_sum(area.final for area in areas if area.kind == kind)


def _reduced(one: ItemResult) -> bool:
    """Whether the item leaves the maximum: a survey item cannot be rescaled, since only non-survey points are."""
    return one.status == "removed" and (one.treatment in ("reduce_maximum", "unranked") or is_survey(one))


def maximum_in_force(block: Block, items: tuple[ItemResult, ...]) -> Fraction:
    """Return the points that make 100 %: the scale without what was removed or, provisionally, left out."""
    gone = (one.item.maximum for one in items if one.item.area.kind == "points" and (_reduced(one) or one.status == "left_out"))
    return block.scale - sum(gone, Fraction())


def rescale_factor(items: tuple[ItemResult, ...], *, with_left_out: bool = False) -> Fraction | None:
    """Return M ÷ (M − removed) over the non-survey points items; None when nothing is left of M."""
    asked = [
        one
        for one in items
        if one.item.area.kind == "points" and not is_survey(one) and not _reduced(one) and (with_left_out or one.status != "left_out")
    ]
    whole = sum((one.item.maximum for one in asked), Fraction())
    removed = sum((one.item.maximum for one in asked if one.status == "removed"), Fraction())
    if not removed:
        return Fraction(1)
    return None if whole == removed else whole / (whole - removed)


def stage_total(items: tuple[ItemResult, ...], stage: Literal["computed", "appraised"]) -> Fraction | None:
    """Total the unit's own points, or those of appraisal, over the non-survey points items, rescaled."""
    own = [one for one in items if one.item.area.kind == "points" and not is_survey(one) and one.counts]
    factor = rescale_factor(items, with_left_out=True)
    if stage == "computed":
        total = known_sum(one.computed for one in own if one.item.self_scored)
    else:
        total = known_sum(None if one.source == "self" else one.final for one in own)
    return None if total is None or factor is None else total * factor


def total_points(
    block: Block, policies: Policies, items: tuple[ItemResult, ...], areas: tuple[AreaResult, ...], *, provisional: bool
) -> Fraction | None:
    """Return the final figure in points, kept within 0 and the scale; None while any part of it is unknown."""
    if any(one.status == "unknown" for one in items):
        return None
    if not provisional and any(one.waits_for for one in items):
        return None
    if not any(one.counts for one in items):
        return None
    gained = known_sum(area.final for area in areas if area.kind == "points")
    survey = known_sum(one.final for one in items if is_survey(one) and one.counts and one.item.area.kind == "points")
    bonus, penalty, factor = outside(areas, "bonus"), outside(areas, "penalty"), rescale_factor(items)
    if gained is None or survey is None or bonus is None or penalty is None or factor is None:
        return None
    total = points.rounded((gained - survey) * factor + survey + bonus - penalty, policies.rounding.total)
    left_out = sum((one.item.maximum for one in items if one.status == "left_out" and one.item.area.kind == "points"), Fraction())
    return max(Fraction(), min(total, block.scale - left_out))
