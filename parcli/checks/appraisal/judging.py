"""From the workbooks of both rounds and the Council to opinions: files first, then lines stage by stage, then what only all together show."""

from __future__ import annotations

from collections.abc import Sequence

from parcli.checks.appraisal import across, council, files, lines
from parcli.checks.appraisal.desk import Desk
from parcli.core.appraisal import Appraisal, AppraisalSheet, Open, Opinion, Stage, settle
from parcli.core.findings import Finding

_ROUNDS: tuple[Stage, ...] = ("round_1", "round_2")


def judge(sheets: Sequence[AppraisalSheet], desk: Desk) -> tuple[Appraisal, tuple[Finding, ...]]:
    """Return what the workbooks open and say, and every finding about them.

    A file that cannot be taken says nothing, but its hash is an input all the same: it may still be mended.
    """
    told: list[Finding] = []
    taken: list[AppraisalSheet] = []
    for sheet in sheets:
        fine, findings = files.judge(sheet, desk)
        told += findings
        taken += [sheet] if fine else []
    appraisal = Appraisal(_opened(taken), (), (), tuple((sheet.path, sheet.sha256) for sheet in sheets))
    for stage in _ROUNDS:
        said, findings = _of_stage(taken, stage, desk, appraisal)
        told += findings
        appraisal = Appraisal(appraisal.opened, (*appraisal.opinions, *said), (), appraisal.inputs)
    for sheet in _at(taken, "council"):
        decided = council.judge(sheet, desk)
        told += decided.findings
        opinions, minutes = (*appraisal.opinions, *decided.opinions), (*appraisal.minutes, decided.minutes)
        appraisal = Appraisal(appraisal.opened, opinions, minutes, appraisal.inputs)
    return appraisal, (*told, *across.judge(appraisal, taken, desk))


def _opened(sheets: Sequence[AppraisalSheet]) -> dict[Stage, frozenset[Open]]:
    opened: dict[Stage, frozenset[Open]] = {}
    for sheet in sheets:
        identity = sheet.identity()
        if identity is not None:
            rows = {(row.unit, row.item) for row in sheet.opening.rows}
            opened[identity.stage] = opened.get(identity.stage, frozenset()) | rows
    return opened


def _of_stage(sheets: Sequence[AppraisalSheet], stage: Stage, desk: Desk, appraisal: Appraisal) -> tuple[tuple[Opinion, ...], tuple[Finding, ...]]:
    before = {unit: settle(appraisal, unit) for unit in desk.units} if stage == "round_2" else {}
    later = _anew(sheets, stage, desk, appraisal)
    said: list[Opinion] = []
    told: list[Finding] = []
    for sheet in _at(sheets, stage):
        own, findings = lines.opinions(
            sheet, stage, desk, lambda key: stages.appraised_1 if (stages := before.get(key[0], {}).get(key[1])) else None, later
        )
        said += own
        told += findings
    return tuple(said), tuple(told)


def _anew(sheets: Sequence[AppraisalSheet], stage: Stage, desk: Desk, appraisal: Appraisal) -> frozenset[Open]:
    """Return what is looked at anew after a stage.

    Whatever the second round opens waits until it is answered there. A row that the Council leaves blank decides nothing, so of
    its sheets only what they answer.
    """
    again = appraisal.opened.get("round_2", frozenset()) if stage == "round_1" else frozenset()
    return again.union(*(lines.answered(sheet, desk) for sheet in _at(sheets, "council")))


def _at(sheets: Sequence[AppraisalSheet], stage: Stage) -> tuple[AppraisalSheet, ...]:
    """Return the workbooks of a stage."""
    return tuple(sheet for sheet in sheets if (identity := sheet.identity()) is not None and identity.stage == stage)
