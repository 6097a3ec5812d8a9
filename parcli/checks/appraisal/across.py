"""AP125-AP130: what is to be said of an item once all workbooks of both rounds were read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parcli.checks.appraisal.desk import Desk
from parcli.core import points
from parcli.core.appraisal import STAGES, Appraisal, AppraisalSheet, Opinion, Stage
from parcli.core.findings import Finding, found

_MOST_NAMED = 20


def judge(appraisal: Appraisal, sheets: Sequence[AppraisalSheet], desk: Desk) -> tuple[Finding, ...]:
    """Return what only all files together show. ``sheets`` are those that were taken."""
    return (*_disputed(appraisal), *_outdated(appraisal, sheets, desk), *_unasked(appraisal), *_unconfirmed(appraisal, desk))


def decided_after(appraisal: Appraisal, stage: Stage, unit: str, item: str) -> bool:
    """Whether a later stage gave its own figure or answer."""
    later = STAGES[STAGES.index(stage) + 1 :]
    return any(one.stage in later and (one.points is not None or one.ruling is not None) for one in appraisal.of(unit, item))


def _disputed(appraisal: Appraisal) -> Iterator[Finding]:
    """Name both places where two files of one stage say different things."""
    for unit, item in sorted({(one.unit, one.item) for one in appraisal.opinions}):
        for stage in STAGES:
            said = [one for one in appraisal.of(unit, item) if one.stage == stage and (one.points is not None or one.ruling is not None)]
            other = next((one for one in said if (one.points, one.ruling) != (said[0].points, said[0].ruling)), None)
            if other is None or decided_after(appraisal, stage, unit, item):
                continue
            values = {
                "stage": f"term:{stage}",
                "found": _words(other),
                "first": said[0].path,
                "first_cell": said[0].cell,
                "first_found": _words(said[0]),
            }
            yield found("AP125", unit=unit, file=other.path, sheet=other.sheet, cell=other.cell, item=item, **values)


def _words(one: Opinion) -> str:
    return f"term:{one.ruling}" if one.points is None else points.plain(one.points)


def _outdated(appraisal: Appraisal, sheets: Sequence[AppraisalSheet], desk: Desk) -> Iterator[Finding]:
    """Ask about figures that were given to entries which the unit has changed since; what a later stage opened is looked at anew there."""
    given = {(one.path, one.unit, one.item): one for one in appraisal.opinions if one.points is not None or one.ruling is not None}
    for sheet in sheets:
        for row in sheet.opening.rows:
            one, present = given.get((sheet.path, row.unit, row.item)), desk.units.get(row.unit)
            if one is None or present is None or sheet.opening.made_from.get(row.unit) == present.sha256:
                continue
            later = STAGES[STAGES.index(one.stage) + 1 :]
            if present.entered(row.item) == row.entered or any(appraisal.is_open(stage, row.unit, row.item) for stage in later):
                continue
            yield found("AP126", unit=row.unit, file=sheet.path, sheet=one.sheet, cell=one.cell, item=row.item)


def _unasked(appraisal: Appraisal) -> Iterator[Finding]:
    """Name the questions of the first round that no workbook of the second one opens."""
    for one in appraisal.opinions:
        if one.stage != "round_1" or not one.request:
            continue
        if not appraisal.is_open("round_2", one.unit, one.item) and not decided_after(appraisal, "round_1", one.unit, one.item):
            yield found("AP130", unit=one.unit, file=one.path, sheet=one.sheet, cell=one.cell, item=one.item, request=one.request[:200])


def _unconfirmed(appraisal: Appraisal, desk: Desk) -> Iterator[Finding]:
    """Name the estimates of a unit, once its appraisal has begun, that neither the second round nor the Council has settled."""
    begun = {one.unit for one in appraisal.opinions if not one.refused}
    for unit, present in desk.units.items():
        if unit not in begun:
            continue
        waiting = [one.code for one in present.appraised() if present.estimated(one.code) and not decided_after(appraisal, "round_1", unit, one.code)]
        if waiting:
            items = ", ".join((*waiting[:_MOST_NAMED], *(("…",) if len(waiting) > _MOST_NAMED else ())))
            yield found("AP129", unit=unit, count=len(waiting), items=items)
