"""From records to a unit's result: the one place where points are added up.

The order is that of the design: the figure of each item is that of its last stage; items that do not apply
are treated as the edition says; points, survey, bonus and penalty make the total; the total over its
maximum makes the index. Unknown stays unknown: a total with an unknown part has no value.
"""

from __future__ import annotations

from parcli.core.edition import Block, Policies
from parcli.core.scoring.items import final, own_points, score_items, survey_points
from parcli.core.scoring.lacking import MissingKindTotal, MissingOfUnit, by_kind, is_open, missing, missing_items
from parcli.core.scoring.outcome import (
    AreaResult,
    Dossier,
    ItemResult,
    Missing,
    MissingKind,
    Reason,
    Ruling,
    Stage,
    StageName,
    Stages,
    State,
    UnitResult,
    Waiting,
)
from parcli.core.scoring.totals import area_results, index_of, maximum_in_force, outside, rescale_factor, stage_total, survey_total, total_points

__all__ = [
    "AreaResult", "Dossier", "ItemResult", "Missing", "MissingKind", "MissingKindTotal", "MissingOfUnit", "Reason", "Ruling", "Stage",
    "StageName", "Stages", "State", "UnitResult", "Waiting",
    "by_kind", "final", "index_of", "is_open", "missing", "own_points", "rescale_factor", "score", "score_items", "survey_points", "totalled",
]  # fmt: skip


def score(block: Block, policies: Policies, year: int, dossier: Dossier, *, provisional: bool = False) -> UnitResult:
    """Score a unit. ``provisional`` ranks on what there is: self points stand, missing other figures leave sum and maximum."""
    return totalled(block, policies, dossier, score_items(block, policies, year, dossier, provisional=provisional), provisional=provisional)


def totalled(block: Block, policies: Policies, dossier: Dossier, items: tuple[ItemResult, ...], *, provisional: bool) -> UnitResult:
    """Return the result of a unit whose items are scored."""
    areas = area_results(block, policies, items)
    state, reason = _state(block, dossier, items, provisional=provisional)
    counts = state != "not_submitted" and not dossier.blocked_by
    figure = total_points(block, policies, items, areas, provisional=provisional) if counts else None
    return UnitResult(
        unit=dossier.unit,
        block=block.id,
        state=state,
        reason=reason,
        self_points=stage_total(items, "computed"),
        appraised=stage_total(items, "appraised"),
        survey=survey_total(items),
        bonus=outside(areas, "bonus"),
        penalty=outside(areas, "penalty"),
        final=figure,
        maximum=maximum_in_force(block, items),
        areas=areas,
        items=items,
    )


def _state(block: Block, dossier: Dossier, items: tuple[ItemResult, ...], *, provisional: bool) -> tuple[State, Reason | None]:
    if dossier.excluded_for is not None:
        return "excluded", Reason("excluded", (dossier.excluded_for,))
    if dossier.blocked_by:
        return "blocked", Reason("blocked", dossier.blocked_by)
    if dossier.records is None and block.needs_workbooks:
        return "not_submitted", Reason("not_submitted")
    unranked = tuple(one.code for one in items if one.treatment == "unranked" and (provisional or not one.waits_for))
    if unranked:
        return "excluded", Reason("unranked_by_policy", unranked)
    unknown = tuple(one.code for one in items if one.status == "unknown")
    if unknown:
        return "incomplete", Reason("unknown_items", unknown, missing_items(one for one in items if one.status == "unknown"))
    if rescale_factor(items) is None:
        return "incomplete", Reason("nothing_applies")
    waiting = tuple(one.code for one in items if one.waits_for)
    return ("provisional", Reason("awaiting", waiting, missing_items(items))) if waiting else ("final", None)
