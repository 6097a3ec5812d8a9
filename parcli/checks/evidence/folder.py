"""The folder as a whole: absent, entries that were refused, files that nobody cites, files that are there twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from parcli.checks.evidence.case import Case
from parcli.core.evidence import EvidenceFile
from parcli.core.findings import Finding, found


def folder(case: Case) -> Iterator[Finding]:
    """Account for the folder: absent, refused entries, files that belong to no item."""
    if not case.folder.present and case.lines:
        yield found("EV101", unit=case.unit, file=case.folder_path, count=len(case.lines))
    reports = case.reports
    for entry in case.folder.refused:
        yield found("EV106", unit=case.unit, file=case.file(entry.path), reason=f"term:{entry.reason}", detail=entry.detail)
    for file in case.folder.files:
        if file.path not in case.items_of and file not in reports:
            yield found("EV103", unit=case.unit, file=case.file(file.path), folder=f"{file.folder}/" if file.folder else "")


def twice(case: Case) -> Iterator[Finding]:
    """Say which files of the unit hold the same bytes."""
    same: dict[str, list[EvidenceFile]] = defaultdict(list)
    for file in case.folder.files:
        if file.sha256 and file.size:
            same[file.sha256].append(file)
    for group in same.values():
        if len(group) > 1:
            yield found("EV207", unit=case.unit, file=case.file(group[0].path), others="; ".join(file.path for file in group[1:]))
