"""AC101-AC124: what the Council's sheet decides, and whether its minutes say that enough members took part.

Quyết định 4762/QĐ-UBND (2024): a meeting is valid with more than half of the members, written opinions counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from parcli.checks import values
from parcli.checks.appraisal import figures, lines
from parcli.checks.appraisal.desk import Desk
from parcli.checks.appraisal.lines import Line
from parcli.core import expr, words
from parcli.core.appraisal import AppraisalSheet, Minutes, Opinion, SheetLine
from parcli.core.findings import Finding, found
from parcli.core.returned import Cell, Problem
from parcli.core.scoring import ItemResult

_SAYING = ("points", "ruling", "reason", "decision")
_COUNTED = ("members", "present", "written")
_BLANK = Cell("", "")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Decided:
    """What one sheet of the Council says, its minutes, and what is to be said of both."""

    opinions: tuple[Opinion, ...]
    minutes: Minutes
    findings: tuple[Finding, ...]


def judge(sheet: AppraisalSheet, desk: Desk) -> Decided:
    """Judge a sheet of the Council line by line, and its minutes once a line says anything.

    Without valid minutes no figure of the sheet can be taken: every one is refused, so that totals stay provisional.
    """
    said: list[Opinion] = []
    told: list[Finding] = []
    for line in sheet.lines:
        if all(line.cells.get(column, _BLANK).blank for column in _SAYING):
            continue
        one, findings = _line(sheet, line, desk)
        told += findings
        said += [] if one is None else [one]
    taken, twice = lines.once(said, sheet)
    minutes, about = _minutes(sheet)
    if not said and not told:
        return Decided((), minutes, ())
    if not minutes.valid:
        taken = tuple(replace(one, points=None, ruling=None, refused=True) if _decides(one) else one for one in taken)
    return Decided(taken, minutes, (*about, *lines.bounded((*told, *twice), sheet, desk)))


def _decides(one: Opinion) -> bool:
    return one.points is not None or one.ruling is not None


def _line(sheet: AppraisalSheet, line: SheetLine, desk: Desk) -> tuple[Opinion | None, list[Finding]]:
    unit, code = lines.whose(sheet, line, desk)
    if isinstance(unit, Finding):
        return None, [unit]
    whole = Line(sheet, "council", line, unit, code)
    present = desk.units.get(unit)
    if present is None:  # only some units' returns were gathered, this one's not
        return None, []
    one = next((each for each in present.items.values() if words.key(each.code) == words.key(code)), None)
    if one is None:
        return whole.opinion(refused=True), [_told("AC101", whole, "item", found=code)]
    whole = replace(whole, code=one.code)
    if one.item.criterion.assessed_by == "survey":
        return whole.opinion(refused=True), [_told("AC102", whole, "item")]
    if one.code in present.exempt:
        return whole.opinion(refused=True), [_told("AC103", whole, "item")]
    return _decided(whole, one, desk)


def _decided(line: Line, one: ItemResult, desk: Desk) -> tuple[Opinion, list[Finding]]:
    """Take a figure or an answer with the reason and the decision that it needs."""
    claimed = desk.units[line.unit].claimed(line.code)
    ruling, findings = lines.ruling_of(line, desk, claimed=claimed)
    given: Fraction | None = None
    if not line.cell("points").blank:
        taken = figures.take(line.cell("points"), one, desk.edition.policies)
        if isinstance(taken, Problem):
            problem = taken
            findings.append(line.say(problem.code, **dict(problem.values)))
        else:
            given = taken
            findings += [line.say("AP119")] if ruling == "accepted" else []
    refused = bool(findings)
    if not refused and given is None and ruling is None:
        return line.opinion(), [_told("AC106", line, "points")]
    if not refused:
        findings += [] if line.text("reason") else [_told("AC104", line, "reason")]
        findings += [] if line.text("decision") else [_told("AC105", line, "decision")]
        refused = bool(findings)
    if not refused and ruling == "rejected" and given is None:
        findings.append(line.say("AP123"))
    return (line.opinion(refused=True) if refused else line.opinion(points=given, ruling=ruling)), findings


def _told(code: str, line: Line, column: str, **more: object) -> Finding:
    cell = line.cell(column).address or None
    return found(code, unit=line.unit, file=line.sheet.path, sheet=line.sheet.sheet, cell=cell, item=line.code, **more)


def _minutes(sheet: AppraisalSheet) -> tuple[Minutes, tuple[Finding, ...]]:
    """Return the minutes, valid or not, and why they are not."""
    told: list[Finding] = []
    number = _number(sheet, told)
    held = _day(sheet, told)
    counts = {name: _count(sheet, name, told) for name in _COUNTED}
    members, present, written = (counts[name] for name in _COUNTED)
    read = Minutes(sheet.path, number, held, members, present, written)
    told += _missing(sheet, read)
    if not told:
        told += _quorum(sheet, read)
    return replace(read, valid=not told), tuple(told)


def _say(code: str, sheet: AppraisalSheet, name: str, **more: object) -> Finding:
    cell = sheet.fields.get(name, _BLANK)
    return found(code, file=sheet.path, sheet=cell.sheet or None, cell=cell.address or None, **more)  # type: ignore[arg-type]


def _number(sheet: AppraisalSheet, told: list[Finding]) -> str:
    """Return the number of the minutes, which is a text."""
    cell = sheet.fields.get("number", _BLANK)
    if cell.blank:
        return ""
    if not cell.error and cell.formula is None and cell.text.strip():
        return cell.text.strip()
    told.append(_say("AC122", sheet, "number", field="term:minutes_number", found=words.shortened(cell.shown, _LONGEST)))
    return ""


def _day(sheet: AppraisalSheet, told: list[Finding]) -> date | None:
    cell = sheet.fields.get("held", _BLANK)
    if cell.blank:
        return None
    value = None if cell.formula is not None or cell.error else values.day(cell).value
    if isinstance(value, Fraction):
        return expr.day_of(value)
    told.append(_say("AC122", sheet, "held", field="term:minutes_held", found=words.shortened(cell.shown, _LONGEST)))
    return None


def _count(sheet: AppraisalSheet, name: str, told: list[Finding]) -> int | None:
    cell = sheet.fields.get(name, _BLANK)
    if cell.blank:
        return None
    value = None if cell.formula is not None or cell.error else values.number(cell).value
    if isinstance(value, Fraction) and value.denominator == 1 and value >= 0:
        return int(value)
    told.append(_say("AC122", sheet, name, field=f"term:minutes_{name}", found=words.shortened(cell.shown, _LONGEST)))
    return None


def _missing(sheet: AppraisalSheet, read: Minutes) -> Iterator[Finding]:
    """Name what the minutes leave blank. Written opinions may be blank where those present are more than half already."""
    needed = {"number": read.number, "held": read.held, "members": read.members, "present": read.present}
    if read.members is None or read.present is None or 2 * read.present <= read.members:
        needed["written"] = read.written
    for name, value in needed.items():
        if value in (None, "") and sheet.fields.get(name, _BLANK).blank:
            yield _say("AC121", sheet, name, field=f"term:minutes_{name}")


def _quorum(sheet: AppraisalSheet, read: Minutes) -> Iterator[Finding]:
    members, present, written = read.members or 0, read.present or 0, read.written or 0
    if members == 0 or present + written > members:
        yield _say("AC123", sheet, "members", members=members, present=present, written=written)
    elif 2 * (present + written) <= members:
        yield _say("AC124", sheet, "present", members=members, present=present, written=written)
