"""What an appraiser is shown of an item, as texts of cells: the facts, the evidence, what was said before, what changed since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from parcli.core import points
from parcli.core.appraisal import Opinion
from parcli.core.evidence import path_key
from parcli.core.findings import Finding, Severity
from parcli.core.returns import Between, ValueChange
from parcli.core.scoring import ItemResult
from parcli.core.submission import SelfAssessment
from parcli.core.sufficiency import ItemEvidence
from parcli.report.outward import clipped, plain_text
from parcli.report.wording import Wording

_MOST_FINDINGS = 3
_FINDING_LENGTH, _ENTRY_LENGTH, _EXPLANATION_LENGTH, _TEXT_LENGTH = 220, 160, 600, 1200
_MOST_FILES = 6


def facts(one: ItemResult, record: SelfAssessment | None, wording: Wording) -> str:
    """Return what the unit entered: each input under its label, estimates marked, its claim, and points that its sheet shows otherwise."""
    if record is None:
        return ""
    lines: list[str] = []
    if one.why is not None:
        lines.append(wording.text("appraisal.claim", why=wording.text(f"report.why.{one.why.value}")))
    elif record.claim_refused:
        lines.append(wording.text("appraisal.claim_refused"))
    else:
        lines += _inputs(one, record, wording)
    if record.shown is not None and one.computed is not None and record.shown != one.computed:
        lines.append(wording.text("appraisal.shown", shown=_number(record.shown, wording)))
    return clipped("\n".join(lines), _TEXT_LENGTH)


def _inputs(one: ItemResult, record: SelfAssessment, wording: Wording) -> Iterator[str]:
    for cell in one.item.cells():
        answer = record.answers.get(cell.name)
        if answer is None:
            continue
        entered = clipped(answer.raw, _ENTRY_LENGTH) if not answer.blank else wording.text("appraisal.blank")
        mark = wording.text("appraisal.estimated") if answer.estimated else ""
        yield f"{cell.label}: {entered}{mark}"


def explanation(record: SelfAssessment | None) -> str:
    """Return what the unit explains."""
    return "" if record is None else clipped(record.explanation, _EXPLANATION_LENGTH)


def evidence(standing: ItemEvidence | None, findings: Sequence[Finding], wording: Wording) -> str:
    """Return the class of an item's evidence and its weightiest findings."""
    lines = [] if standing is None else [_class(standing, wording)]
    weighty = sorted((one for one in findings if one.severity > Severity.NOTE), key=lambda one: (-one.severity, one.order()))
    lines += [f"• {clipped(wording.finding(one).message, _FINDING_LENGTH)}" for one in weighty[:_MOST_FINDINGS]]
    if len(weighty) > _MOST_FINDINGS:
        lines.append(wording.text("appraisal.more_findings", count=len(weighty) - _MOST_FINDINGS))
    return clipped("\n".join(lines), _TEXT_LENGTH)


def _class(standing: ItemEvidence, wording: Wording) -> str:
    said = wording.text(f"evidence.class.{standing.evidence_class.value}")
    return wording.text("appraisal.class", said=said, count=len(standing.files)) if standing.files else said


def said_before(opinions: Sequence[Opinion], wording: Wording, *, estimated: bool) -> str:
    """Return the reasons and requests of the first round, and that an estimate is to be confirmed; where workbooks differ, what each says."""
    answers = {(one.points, one.ruling) for one in opinions if one.points is not None or one.ruling is not None}
    lines: list[str] = []
    for one in opinions:
        if len(answers) > 1:
            figure = "–" if one.points is None else _number(one.points, wording)
            lines.append(wording.text("appraisal.differs", file=one.path.rpartition("/")[2], points=figure))
        if one.ruling is not None:
            lines.append(wording.text(f"appraisal.ruling.{one.ruling}"))
        lines += [wording.text("appraisal.reason", text=plain_text(one.reason))] if one.reason else []
        lines += [wording.text("appraisal.request", text=plain_text(one.request))] if one.request else []
    lines += [wording.text("appraisal.to_confirm")] if estimated else []
    return clipped("\n".join(dict.fromkeys(lines)), _TEXT_LENGTH)


def changes(item: str, between: Between | None, files: Sequence[str], wording: Wording) -> str:
    """Return what the unit changed for an item since the workbook of the first round, ``files`` being its evidence there is now.

    ``between`` is None where the former workbook is not there to be compared with.
    """
    if between is None:
        return wording.text("appraisal.not_compared")
    lines = [_value(one, wording) for one in between.values if one.item == item]
    lines += [
        wording.text("appraisal.self_changed", former=_perhaps(one.former, wording), present=_perhaps(one.present, wording))
        for one in between.points
        if one.item == item
    ]
    fresh = new_files(between, files)
    if fresh:
        names = "; ".join((*(path.rpartition("/")[2] for path in fresh[:_MOST_FILES]), *(("…",) if len(fresh) > _MOST_FILES else ())))
        lines.append(wording.text("appraisal.new_files", names=plain_text(names)))
    if not lines:
        return wording.text("appraisal.nothing_changed" if between.evidence_known else "appraisal.nothing_changed_as_known")
    return clipped("\n".join(lines), _TEXT_LENGTH)


def new_files(between: Between | None, files: Sequence[str]) -> tuple[str, ...]:
    """Return those of an item's files that came or were replaced since the workbook of the first round."""
    if between is None:
        return ()
    fresh = {path_key(one.path) for one in between.evidence if one.kind != "removed"}
    return tuple(path for path in files if path_key(path) in fresh)


def _value(one: ValueChange, wording: Wording) -> str:
    if one.column == "explanation":
        return wording.text("appraisal.explained_anew")
    label = one.label or wording.text(f"appraisal.column.{one.column}")
    if one.column == "estimate":
        label = wording.text("appraisal.estimate_of", label=label)
    shown = [clipped(text, _ENTRY_LENGTH) or wording.text("appraisal.blank") for text in (one.former, one.present)]
    return f"{label}: {shown[0]} → {shown[1]}"


def _perhaps(value: Fraction | None, wording: Wording) -> str:
    return "–" if value is None else _number(value, wording)


def _number(value: Fraction, wording: Wording) -> str:
    return points.vietnamese(value) if wording.language == "vi" else points.plain(value)
