"""AP125-AP130: what is to be said of an item once all workbooks of both rounds were read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from parcli.checks.appraisal import figures
from parcli.checks.appraisal.desk import Desk
from parcli.core.appraisal import STAGES, Appraisal, AppraisalSheet, Open, Opinion, Stage
from parcli.core.findings import Finding, found

_MOST_NAMED = 20
Said = Mapping[Open, tuple[Opinion, ...]]
"""What was said of each unit's item, stage by stage."""


def judge(appraisal: Appraisal, sheets: Sequence[AppraisalSheet], desk: Desk) -> tuple[Finding, ...]:
    """Return what only all files together show. ``sheets`` are those that were taken."""
    said = appraisal.by_item()
    return (*_disputed(said), *_outdated(appraisal, sheets, desk), *_unasked(appraisal, said, desk), *_unconfirmed(said, desk))


def _decided_after(said: Said, stage: Stage, key: Open) -> bool:
    """Whether a later stage gave its own figure or answer."""
    later = STAGES[STAGES.index(stage) + 1 :]
    return any(one.stage in later and one.answers for one in said.get(key, ()))


def _disputed(said: Said) -> Iterator[Finding]:
    """Name both places where two files of one stage say different things."""
    for key, opinions in said.items():
        for stage in STAGES:
            given = [one for one in opinions if one.stage == stage and one.answers]
            other = next((one for one in given if (one.points, one.ruling) != (given[0].points, given[0].ruling)), None)
            if other is None or _decided_after(said, stage, key):
                continue
            first = {"first": given[0].path, "first_cell": given[0].cell, "first_found": figures.answer(given[0])}
            place = {"unit": other.unit, "file": other.path, "sheet": other.sheet, "cell": other.cell, "item": other.item}
            yield found("AP125", **place, stage=f"term:{stage}", found=figures.answer(other), **first)


def _outdated(appraisal: Appraisal, sheets: Sequence[AppraisalSheet], desk: Desk) -> Iterator[Finding]:
    """Ask about figures that were given to entries which the unit has changed since.

    What the second round opens is looked at anew there, and what the Council has answered; a row that it leaves blank is not.
    """
    decided = {(one.unit, one.item) for one in appraisal.opinions if one.stage == "council" and (one.answers or one.refused)}
    given = {(one.path, one.unit, one.item): one for one in appraisal.opinions if one.answers}
    for sheet in sheets:
        for row in sheet.opening.rows:
            one, present = given.get((sheet.path, row.unit, row.item)), desk.units.get(row.unit)
            if one is None or present is None or sheet.opening.made_from.get(row.unit) == present.sha256:
                continue
            again = one.stage == "round_1" and appraisal.is_open("round_2", row.unit, row.item)
            if present.entered(row.item) == row.entered or again or (one.stage != "council" and (row.unit, row.item) in decided):
                continue
            yield found("AP126", unit=row.unit, file=sheet.path, sheet=one.sheet, cell=one.cell, item=row.item)


def _unasked(appraisal: Appraisal, said: Said, desk: Desk) -> Iterator[Finding]:
    """Name the items of a unit that the first round questioned and no workbook of the second one opens."""
    asked: defaultdict[str, list[str]] = defaultdict(list)
    for (unit, item), opinions in said.items():
        questioned = desk.cycle.excluded(unit) is None and any(one.stage == "round_1" and one.request for one in opinions)
        if questioned and not appraisal.is_open("round_2", unit, item) and not _decided_after(said, "round_1", (unit, item)):
            asked[unit].append(item)
    for unit, items in asked.items():
        yield found("AP130", unit=unit, count=len(items), items=_listed(items))


def _unconfirmed(said: Said, desk: Desk) -> Iterator[Finding]:
    """Name the estimates of a unit, once its appraisal has begun, that neither the second round nor the Council has settled."""
    begun = {unit for (unit, _), opinions in said.items() if any(not one.refused for one in opinions)}
    for unit, present in desk.units.items():
        if unit not in begun or desk.cycle.excluded(unit) is not None:
            continue
        waiting = [one.code for one in present.appraised() if present.estimated(one.code) and not _decided_after(said, "round_1", (unit, one.code))]
        if waiting:
            yield found("AP129", unit=unit, count=len(waiting), items=_listed(waiting))


def _listed(items: Sequence[str]) -> str:
    return ", ".join((*items[:_MOST_NAMED], *(("…",) if len(items) > _MOST_NAMED else ())))
