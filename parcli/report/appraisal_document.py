"""tham-dinh.json: how far appraisal has come, file by file and unit by unit."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from parcli.core.appraisal import FileProgress, Progress, Stage
from parcli.core.cycle import Unit
from parcli.core.findings import Finding
from parcli.report.json_lines import Json
from parcli.report.machine import finding_line
from parcli.report.outward import escaped_in_json
from parcli.report.wording import Wording

APPRAISAL_FORMAT = "parcli/appraisal@1"
Standing = Mapping[str, Mapping[Stage, Progress]]


def appraisal_document(
    cycle_id: str, units: Sequence[Unit], files: Sequence[FileProgress], standing: Standing, findings: Sequence[Finding], wording: Wording
) -> str:
    """Return tham-dinh.json. ``subject`` says what a file opens: a unit, or a block and its area."""
    document: Json = {
        "format": APPRAISAL_FORMAT,
        "cycle": cycle_id,
        "files": file_lines(files),
        "units": unit_lines(units, standing),
        "findings": [finding_line(one, wording) for one in findings],
    }
    return escaped_in_json(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def file_lines(files: Sequence[FileProgress]) -> list[Json]:
    """Return a line per file."""
    lines: list[Json] = []
    for one in files:
        identity = one.sheet.identity()
        stage, subject = (None, "") if identity is None else (identity.stage, identity.subject)
        lines.append({
            "path": one.sheet.path, "sha256": one.sheet.sha256, "stage": stage, "subject": subject, "taken": one.taken, **_counts(one.progress),
        })  # fmt: skip
    return lines


def unit_lines(units: Sequence[Unit], standing: Standing) -> list[Json]:
    """Return a line per unit, with its counts at each stage."""
    return [{"unit": unit.id, "block": unit.block, **{stage: _counts(one) for stage, one in standing[unit.id].items()}} for unit in units]


def _counts(one: Progress) -> Json:
    return {"open": one.open, "answered": one.answered, "questioned": one.questioned, "refused": one.refused, "disputed": one.disputed}
