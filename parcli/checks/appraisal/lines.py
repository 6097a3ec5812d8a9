"""AP110-AP126: what each line of an appraisal workbook says, and whether it can be taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from parcli.checks.appraisal import figures
from parcli.checks.appraisal.desk import Desk
from parcli.core import points, words
from parcli.core.appraisal import AppraisalSheet, Open, OpenedRow, Opinion, Ruling, SheetLine, Stage
from parcli.core.findings import Finding, found
from parcli.core.returned import Cell, Problem
from parcli.core.scoring import ItemResult

_SAYING = ("points", "ruling", "reason", "request", "decision")
_BLANK = Cell("", "")
Former = Callable[[Open], Fraction | None]
"""What the round before gave to a unit's item."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line on its way: where it stands, its unit and item, and what it holds."""

    sheet: AppraisalSheet
    stage: Stage
    line: SheetLine
    unit: str
    code: str

    def cell(self, column: str) -> Cell:
        return self.line.cells.get(column, _BLANK)

    def text(self, column: str) -> str:
        cell = self.cell(column)
        return "" if cell.error else cell.text.strip()

    def say(self, code: str, column: str = "points", **values: object) -> Finding:
        return found(
            code, unit=self.unit, file=self.sheet.path, sheet=self.sheet.sheet, cell=self.cell(column).address or None, item=self.code, **values
        )

    def opinion(self, **more: object) -> Opinion:
        plain = Opinion(
            self.stage, self.unit, self.code, self.sheet.path, self.sheet.sheet, self.cell("points").address,
            reason=self.text("reason"), request=self.text("request"), decision=self.text("decision"),
        )  # fmt: skip
        return replace(plain, **more)  # type: ignore[arg-type]


def opinions(
    sheet: AppraisalSheet, stage: Stage, desk: Desk, former: Former, later: frozenset[Open] = frozenset()
) -> tuple[tuple[Opinion, ...], tuple[Finding, ...]]:
    """Return what the lines of a workbook say, and what is to be said of them. A line in which nothing was entered says nothing.

    ``later`` is what later stages look at anew: there a unit may have changed its own points since.
    """
    said: list[Opinion] = []
    told: list[Finding] = []
    rows = {(row.unit, words.key(row.item)): row for row in sheet.opening.rows}
    for line in sheet.lines:
        if all(line.cells.get(column, _BLANK).blank for column in _SAYING):
            continue
        one, findings = _judged(sheet, stage, line, desk, rows, former, later)
        told += findings
        said += [] if one is None else [one]
    single, twice = once(said, sheet)
    return single, bounded((*told, *twice), sheet, desk)


def answered(sheet: AppraisalSheet, desk: Desk) -> frozenset[Open]:
    """Return the items for which a workbook holds points or the answer to a claim, whether they can be taken or not."""
    rows = {(row.unit, words.key(row.item)): (row.unit, row.item) for row in sheet.opening.rows}
    filled = (line for line in sheet.lines if any(not line.cells.get(column, _BLANK).blank for column in ("points", "ruling")))
    places = (whose(sheet, line, desk) for line in filled)
    return frozenset(row for unit, code in places if isinstance(unit, str) and (row := rows.get((unit, words.key(code)))) is not None)


def bounded(told: Sequence[Finding], sheet: AppraisalSheet, desk: Desk) -> tuple[Finding, ...]:
    """Keep as many findings of a file as the limit allows, and say how many there are besides."""
    most = desk.cycle.limits.findings_per_file
    if len(told) <= most:
        return tuple(told)
    return (*told[:most], found("AP135", file=sheet.path, sheet=sheet.sheet, count=len(told) - most, limit=most))


def whose(sheet: AppraisalSheet, line: SheetLine, desk: Desk) -> tuple[str | Finding, str]:
    """Return the unit of a line by its id, or the finding that there is none, and the code that it names."""
    cell, code = line.cells.get("unit", _BLANK), words.tidy(line.cells.get("item", _BLANK).text)
    unit = None if cell.blank else desk.named(cell.text)
    if unit is None:
        return found("AP110", file=sheet.path, sheet=sheet.sheet, cell=cell.address or None, found=cell.text[:80]), code
    return unit, code


def _judged(
    sheet: AppraisalSheet,
    stage: Stage,
    line: SheetLine,
    desk: Desk,
    rows: Mapping[tuple[str, str], OpenedRow],
    former: Former,
    later: frozenset[Open],
) -> tuple[Opinion | None, list[Finding]]:
    unit, code = whose(sheet, line, desk)
    if isinstance(unit, Finding):
        return None, [unit]
    row = rows.get((unit, words.key(code)))
    whole = Line(sheet, stage, line, unit, code if row is None else row.item)
    if row is None:
        return whole.opinion(refused=True), [whole.say("AP111", "item")]
    one = desk.item(unit, row.item)
    # That the item is gone is said of the file.
    return (None, []) if one is None else _taken(whole, one, row, desk, former, reopened=(row.unit, row.item) in later)


def _as_opened(one: ItemResult, row: OpenedRow) -> ItemResult:
    """Return the item with the points that the unit had when the workbook was made."""
    return replace(one, computed=Fraction(row.own) if figures.is_plain(row.own) else None)


def _taken(line: Line, now: ItemResult, row: OpenedRow, desk: Desk, former: Former, *, reopened: bool) -> tuple[Opinion, list[Finding]]:
    """Take a line. Where a later stage looks at the item anew, it is held against what the unit had claimed then."""
    present, own = desk.units[line.unit], row.own
    one = _as_opened(now, row) if reopened else now
    changed = row.entered != present.entered(line.code)
    # A claim that came, or went, after the workbook was made is nothing that its lines could answer.
    claimed = present.claimed(line.code) and not changed
    if changed and not present.claimed(line.code) and not line.cell("ruling").blank:
        ruling, findings = None, [] if reopened else [line.say("AP126", "ruling")]
    else:
        ruling, findings = ruling_of(line, desk, claimed=present.claimed(line.code))
    given, refused = None, bool(findings)
    if not line.cell("points").blank:
        taken = figures.take(line.cell("points"), one, desk.edition.policies)
        if isinstance(taken, Problem):
            problem = taken
            findings.append(line.say(problem.code, **dict(problem.values)))
        else:
            given = taken
            findings += [line.say("AP119")] if ruling == "accepted" else []
        refused = refused or given is None or ruling == "accepted"
    if not refused and not line.text("reason"):
        findings += _reason_missing(line, one, (given, own), ruling, former((line.unit, line.code)), claimed=claimed)
        refused = bool(findings)
    findings += _open_ends(line, one, given, ruling, claimed=claimed, refused=refused)
    if refused:
        return line.opinion(refused=True), findings
    return line.opinion(points=given, ruling=ruling), findings


def ruling_of(line: Line, desk: Desk, *, claimed: bool) -> tuple[Ruling | None, list[Finding]]:
    """Return the answer of a line to a claim, None where there is none or it cannot be taken."""
    cell = line.cell("ruling")
    if cell.blank:
        return None, []
    ruling = desk.ruling(cell)
    if ruling is None:
        return None, [line.say("AP121", "ruling", found=cell.shown[:60], expected=" / ".join(desk.rulings.values()))]
    return (ruling, []) if claimed else (None, [line.say("AP122", "ruling", found=cell.text)])


def _reason_missing(
    line: Line, one: ItemResult, answer: tuple[Fraction | None, str], ruling: Ruling | None, former: Fraction | None, *, claimed: bool
) -> Iterator[Finding]:
    """Say where a word is due: a claim is turned down, or a figure is not the unit's own.

    The unit's own is what it has now or had when the workbook was made. A figure of the round before had its reason there.
    """
    given, own = answer
    if given is not None and given == former:
        return
    if ruling == "rejected":
        yield line.say("AP134", "reason")
    elif given is not None and (
        (claimed and one.status == "removed") or (one.item.self_scored and given != one.computed and points.plain(given) != own)
    ):
        yield line.say("AP118", "reason", found=points.vietnamese(given), expected="—" if one.computed is None else points.vietnamese(one.computed))


def _open_ends(line: Line, one: ItemResult, given: Fraction | None, ruling: Ruling | None, *, claimed: bool, refused: bool) -> Iterator[Finding]:
    """Say what a line leaves open although it can be taken."""
    if refused:
        return
    if ruling == "rejected" and given is None:
        yield line.say("AP123")
    if claimed and ruling is None and given is not None and one.status == "removed":
        yield line.say("AP124", "ruling")
    if given is None and ruling is None and not line.text("request") and line.text("reason"):
        yield line.say("AP132")
    if line.stage == "round_2" and line.text("request"):
        yield line.say("AP131", "request")


def once(said: list[Opinion], sheet: AppraisalSheet) -> tuple[tuple[Opinion, ...], tuple[Finding, ...]]:
    """Take lines that say the same once; those of one item that differ are refused, all of them."""
    by_key: dict[Open, list[Opinion]] = defaultdict(list)
    for one in said:
        by_key[one.unit, one.item].append(one)
    taken: list[Opinion] = []
    told: list[Finding] = []
    for same in by_key.values():
        first = next((one for one in same if one.points is not None or one.ruling is not None), same[0])
        other = next((one for one in same if _answer(one) not in (_answer(first), (None, None))), None)
        if other is not None and not any(one.refused for one in same):
            place = {"unit": other.unit, "file": sheet.path, "sheet": sheet.sheet, "cell": other.cell, "item": other.item}
            told.append(found("AP120", **place, found=figures.answer(other), first=first.cell, first_found=figures.answer(first)))
            taken += [replace(one, points=None, ruling=None, refused=True) for one in same]
        else:
            taken += [first] if not any(one.refused for one in same) else same
    return tuple(taken), tuple(told)


def _answer(one: Opinion) -> tuple[Fraction | None, Ruling | None]:
    return one.points, one.ruling
