"""What the unit itself put forward: entries cell by cell, its claim, the rule worked out, its evidence and what was found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from parcli.core.edition import Kind
from parcli.core.expr import day_of, serial
from parcli.core.rules import InputCell, InputKind
from parcli.core.scoring import ItemResult
from parcli.core.submission import Answer, SelfAssessment
from parcli.core.sufficiency import ItemEvidence
from parcli.core.trace.values import Known, Line, Place, Told
from parcli.core.trace.working import rule_lines

_LAST_DAY = serial(date.max)


def self_lines(known: Known, one: ItemResult) -> Iterator[Line]:
    """Tell what the unit entered and what its rule makes of it."""
    record = known.record(one.code)
    if not one.item.self_scored:
        yield Line("self", f"explain.assessed_by.{one.item.criterion.assessed_by}")
    elif known.records is None:
        yield Line("self", "explain.entered.nothing", place=known.workbook)
    elif record is None:
        yield Line("self", "explain.entered.no_row", place=known.workbook)
    else:
        yield from _entries(known, one, record)
    yield from _claim(known, one, record)
    if record is not None and one.item.self_scored and one.treatment is None and record.claim is None and not record.claim_refused:
        yield from rule_lines("self", one.item, record.inputs(), known.policies)
        yield from _shown(known, one, record)


def _entries(known: Known, one: ItemResult, record: SelfAssessment) -> Iterator[Line]:
    for cell in one.item.cells():
        answer = record.answers.get(cell.name)
        if answer is None or (answer.blank and one.treatment is not None):
            continue
        place = known.cell(answer.cell)
        kind, values = _entry(cell, answer)
        yield Line("self", f"explain.entered.{kind}", {"label": cell.label or cell.name, "raw": answer.raw, **values}, place)
        if answer.estimated:
            yield Line("self", "explain.entered.estimate", {"label": cell.label or cell.name}, place)
    if record.explanation:
        yield Line("self", "explain.entered.explanation", place=known.cell(record.cell), reason=record.explanation)


def _entry(cell: InputCell, answer: Answer) -> tuple[str, dict[str, Told]]:
    """Return in which way an entry is told, and its value as it was read."""
    if answer.blank:
        return "blank", {}
    if answer.value is None:
        return "refused", {}
    if isinstance(answer.value, str):
        return "label", {"value": answer.value}
    if cell.kind is InputKind.DATE and 0 <= answer.value <= _LAST_DAY:
        return "day", {"value": day_of(answer.value)}
    return "number", {"value": answer.value}


def _claim(known: Known, one: ItemResult, record: SelfAssessment | None) -> Iterator[Line]:
    """Tell why an item does not apply, or was said not to, who said so, and what that does to the points."""
    exemption = known.exemptions.get(one.code)
    if exemption is not None:
        place = known.at("cycle.yaml")
        yield Line("self", f"explain.exempt.{exemption.kind}", place=place, reason=exemption.reason)
    elif record is not None and (record.claim is not None or record.claim_refused):
        place = known.cell(record.cell)
        if record.claim is not None:
            yield Line("self", f"explain.claim.{record.claim.value}", place=place)
        yield from _answer(one, record, place)
    if one.treatment is not None:
        maximum = one.item.maximum
        yield Line("self", f"explain.treatment.{one.treatment}", {"maximum": maximum}, figure=one.computed)


def _answer(one: ItemResult, record: SelfAssessment, place: Place) -> Iterator[Line]:
    if record.claim_refused:
        yield Line("self", "explain.claim.refused", place=place)
    elif one.stages.ruling is not None:
        yield Line("self", f"explain.claim.{one.stages.ruling}.{one.stages.ruled_at}")
    elif isinstance(record.claim, Kind) and one.treatment is None:
        yield Line("self", "explain.claim.answered_by_points")


def _shown(known: Known, one: ItemResult, record: SelfAssessment) -> Iterator[Line]:
    """Tell what the sheet itself shows; it is compared, never believed."""
    place = known.cell(one.cell or "")
    if one.computed is not None:
        yield Line("self", "explain.gives", {"points": one.computed}, figure=one.computed)
    if record.shown is None:
        yield Line("self", "explain.shown.none", place=place)
    elif record.shown == one.computed:
        yield Line("self", "explain.shown.same", {"shown": record.shown}, place)
    else:
        yield Line("self", "explain.shown.differs", {"shown": record.shown}, place)


def evidence_lines(known: Known, one: ItemResult) -> Iterator[Line]:
    """Tell what stands behind an item: its class of evidence, file by file, and what was found about it."""
    standing = next((each for each in known.evidence if each.item == one.code), None)
    if standing is not None:
        yield from _standing(known, standing)
    for finding in known.findings:
        if finding.item == one.code:
            waived = "waived_by" in dict(finding.values)
            place = known.at(finding.file or "", finding.sheet or "", finding.cell or "")
            yield Line("evidence", "explain.finding.waived" if waived else "explain.finding", place=place, about=finding)


def _standing(known: Known, standing: ItemEvidence) -> Iterator[Line]:
    values: dict[str, Told] = {"asked": standing.asked, "count": len(standing.files)}
    yield Line("evidence", f"explain.evidence.{standing.evidence_class.value}", values)
    for path in standing.files:
        rows = [row for row in known.register if row.item == standing.item and row.name in (path, path.rpartition("/")[2])]
        told = ", ".join(part for row in rows[:1] for part in (row.number, f"{row.issued:%d/%m/%Y}" if row.issued else "", row.issuer) if part)
        key = "explain.evidence.document" if told else "explain.evidence.file"
        yield Line("evidence", key, {"path": path, "document": told}, known.at(f"{known.folder}/{path}"))
    if standing.needs_explanation:
        yield Line("evidence", f"explain.evidence.{'explained' if standing.explained else 'unexplained'}")
