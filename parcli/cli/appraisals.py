"""What appraisal and Council have said so far, read from the folder ``appraisal/`` and judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parcli.appraisal import batch, layout
from parcli.checks.appraisal import Desk, judge
from parcli.cli.gather import Return
from parcli.cli.lying import appraisals_of
from parcli.cli.opened import Opened
from parcli.core.appraisal import Appraisal, AppraisalSheet, Present, Stage
from parcli.core.findings import Finding, Severity
from parcli.core.scoring import Dossier, score


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said of the units' items, and what there is to say about the files that say it; the files as they were read."""

    appraisal: Appraisal
    findings: tuple[Finding, ...]
    sheets: tuple[AppraisalSheet, ...] = ()


def hear(opened: Opened, returns: Sequence[Return], jobs: int = 0) -> Heard:
    """Read every appraisal workbook and council sheet of the cycle and judge them line by line."""
    lying = appraisals_of(opened.folder)
    if not lying:
        return Heard(Appraisal(), ())
    sheets = batch.read_all([batch.Job(opened.folder / path, path) for path in lying], opened.cycle.limits, jobs)
    appraisal, findings = judge(sheets, Desk(opened.cycle, opened.edition, present(opened, returns), layout.ruling_words()))
    return Heard(appraisal, findings, sheets)


def present(opened: Opened, returns: Sequence[Return]) -> Mapping[str, Present]:
    """Return the units as appraisal has them before it, by id."""
    return {one.unit.id: _present(opened, one) for one in returns}


def _present(opened: Opened, one: Return) -> Present:
    exempt = opened.exempt(one.unit)
    dossier = Dossier(one.unit.id, one.records, exempt=exempt)
    result = score(opened.block(one.unit), opened.edition.policies, opened.cycle.year, dossier)
    sha256 = one.workbooks[0].sha256 if len(one.workbooks) == 1 else ""
    return Present(one.unit, sha256, {each.code: each for each in result.items}, one.records or {}, frozenset(exempt))


def made_from(heard: Heard, stage: Stage) -> dict[str, str]:
    """Return the hash of the workbook that each unit's rows of a stage were made from; where files differ, that of the last name."""
    hashes: dict[str, str] = {}
    for sheet in heard.sheets:
        identity = sheet.identity()
        if identity is not None and identity.stage == stage:
            hashes |= {unit: sha256 for unit, sha256 in sheet.opening.made_from.items() if sha256}
    return hashes


def not_taken(heard: Heard) -> frozenset[str]:
    """Return the files of which not a line was looked at: an error about the file itself, which names no unit."""
    opened = {one.path for one in heard.sheets if one.path in {path for path, _ in heard.appraisal.inputs}}
    broken = {one.file for one in heard.findings if one.severity >= Severity.ERROR and one.unit is None and one.cell is None and one.file}
    return frozenset(opened & broken)
