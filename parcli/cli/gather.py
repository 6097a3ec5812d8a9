"""Gather what every unit returned, and have it judged: the common first half of validate, aggregate and status."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from parcli.checks import entries, evidence, workbook
from parcli.cli import examining, sent, waiving
from parcli.cli.lying import DROPPINGS, SUBMISSIONS, workbooks_of
from parcli.cli.opened import Opened
from parcli.cli.screen import Screen
from parcli.core import carry, signed_report
from parcli.core.cycle import Unit
from parcli.core.evidence import EvidenceFolder
from parcli.core.findings import Finding, Severity, found, without_echoes
from parcli.core.returned import Returned
from parcli.core.scoring import Dossier, score
from parcli.core.submission import RegisterRow, SelfAssessment
from parcli.core.sufficiency import ItemEvidence, Means, SharedEvidence
from parcli.evidence.inspect import read_folders, read_scans
from parcli.evidence.plan import Plan
from parcli.workbook import batch, kept

Whole = Callable[[Unit], bool]
Need = Literal["findings", "records", "all"]
"""What a command does with the returns: it tells the findings, it scores, or it does all that can be done."""
_OWN = ("evidence", "versions", "parts", "merged")
USUAL = examining.Wish()


def never(unit: Unit) -> bool:  # noqa: ARG001 - the same for every unit
    """Say that no unit's workbook is looked into after it was judged."""
    return False


def always(unit: Unit) -> bool:  # noqa: ARG001 - the same for every unit
    """Say that every unit's workbook is looked into after it was judged."""
    return True


@dataclass(frozen=True, slots=True)
class Return:
    """What one unit returned: its workbooks (one, if all is well), its records and its evidence, with all findings."""

    unit: Unit
    workbooks: tuple[Returned, ...]
    records: dict[str, SelfAssessment] | None
    folder: EvidenceFolder
    findings: tuple[Finding, ...]
    expected: bool = True
    standing: tuple[ItemEvidence, ...] = ()
    register: tuple[RegisterRow, ...] = ()

    @property
    def submitted(self) -> bool:
        """Whether any workbook came back."""
        return bool(self.workbooks)

    @property
    def blocked_by(self) -> tuple[str, ...]:
        """The codes of the findings for which it cannot be appraised yet.

        A block that was accepted is none, unless nothing could be read from what was returned: no waiver makes figures.
        """
        unread = self.submitted and self.records is None
        weighs = [one.inherent if unread else one.severity for one in self.findings]
        return tuple(sorted({one.code for one, weight in zip(self.findings, weighs, strict=True) if weight is Severity.BLOCK}))


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the units returned, judged; the findings that belong to no unit; the evidence that stands in several places."""

    returns: tuple[Return, ...]
    loose: tuple[Finding, ...]
    shared: tuple[SharedEvidence, ...]
    means: Means
    shelf: sent.Shelf
    kept: kept.Shelf | None = None


@dataclass(frozen=True, slots=True)
class _Lying:
    """What lies in a unit's folder: workbooks to read and files that do not belong there."""

    workbooks: tuple[Path, ...]
    strangers: tuple[str, ...]


def gather(
    opened: Opened, units: Sequence[Unit], screen: Screen, jobs: int, wish: examining.Wish = USUAL, whole: Whole = never, need: Need = "all"
) -> Gathered:
    """Return what the units returned, judged, and what there is to say of the cycle as a whole.

    A workbook's cells are dropped once they are judged: a country's would fill the memory. ``whole`` names the units whose
    workbooks are still looked into afterwards. What a command does not ``need`` is dropped too: with "findings" it gets
    records that are empty (None still means that there are none), with "records" no standing of evidence, with both no lines
    of the register.
    """
    plan, means = examining.plan(opened.folder, wish)
    shelf = sent.shelf(opened)
    kept_books = kept.shelf(shelf.layouts, opened.cycle.limits) if wish.cache and wish.workbooks else None
    folders = _evidence(opened, units, screen, jobs, plan)
    desk = _Desk(opened, shelf, folders, {unit.id: _lying(opened.folder / SUBMISSIONS / unit.id) for unit in units}, whole, need)
    judged = _judged(desk, units, screen, jobs, kept_books)
    cases = tuple(case for _, case in judged if case is not None)
    told, shared = evidence.across(cases)
    told_by_unit: dict[str | None, list[Finding]] = {}
    for each in told:
        told_by_unit.setdefault(each.unit, []).append(each)
    returns = waiving.lifted(opened, [_with_shared(one, told_by_unit.get(one.unit.id, ())) for one, _ in judged])
    about = (*_strangers(opened), *sent.damaged(opened), *evidence.about_means(cases, means))
    return Gathered(returns, about, shared, means, shelf, kept_books)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is at hand to judge a unit's return."""

    opened: Opened
    shelf: sent.Shelf
    folders: Mapping[str, EvidenceFolder]
    lying: Mapping[str, _Lying]
    whole: Whole
    need: Need

    def jobs(self, units: Sequence[Unit]) -> list[tuple[Unit, batch.Job]]:
        """Return every workbook that lies in a unit's folder, to be read."""
        return [
            (unit, batch.Job(path, f"{SUBMISSIONS}/{unit.id}/{path.name}", *_first(self.shelf.names[unit.id])))
            for unit in units
            for path in self.lying[unit.id].workbooks
        ]

    def judge(self, unit: Unit, back: Sequence[Returned]) -> tuple[Return, evidence.Case | None]:
        """Judge a unit's return, and keep of it what is needed later."""
        one, case = _judge(self.opened, self.shelf, unit, back, self.folders[unit.id], self.lying[unit.id])
        if case is not None:
            standing = evidence.standing(case) if self.need != "records" else ()
            register = evidence.register_rows(case) if self.need == "all" else ()
            one = replace(one, standing=standing, register=register)
        if self.whole(unit):
            return one, case
        records = {} if self.need == "findings" and one.records is not None else one.records
        slim = replace(one, workbooks=tuple(each.without_cells() for each in one.workbooks), records=records)
        return slim, case.judged() if case is not None else None


def _judged(
    desk: _Desk, units: Sequence[Unit], screen: Screen, jobs: int, kept_books: kept.Shelf | None
) -> list[tuple[Return, evidence.Case | None]]:
    """Read every workbook and judge each unit as soon as all of its workbooks are read; the answers stand in the order of the units."""
    tasks = desk.jobs(units)
    judged = {unit.id: desk.judge(unit, ()) for unit in units if not desk.lying[unit.id].workbooks}
    waiting: dict[str, dict[int, Returned]] = {unit.id: {} for unit, _ in tasks}
    work = [job for _, job in tasks]
    with screen.progress("cli.reading_workbooks", len(tasks)) as advance:
        read = batch.read_each(work, desk.shelf.layouts, desk.opened.cycle.limits, jobs, kept_books)
        for done, (place, one) in enumerate(read, start=1):
            unit = tasks[place][0]
            back = waiting[unit.id]
            back[place] = one
            if len(back) == len(desk.lying[unit.id].workbooks):
                judged[unit.id] = desk.judge(unit, [back[each] for each in sorted(back)])
                back.clear()
            advance(done, len(tasks))
    return [judged[unit.id] for unit in units]


def _with_shared(one: Return, told: Sequence[Finding]) -> Return:
    """Add what is said of a unit's documents that stand elsewhere too."""
    return replace(one, findings=without_echoes((*one.findings, *told))) if told else one


def _first(names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return names[0], names[1:]


def _lying(folder: Path) -> _Lying:
    if not folder.is_dir() or folder.is_symlink():
        return _Lying((), ())
    files = sorted(path for path in folder.iterdir() if not path.name.casefold().startswith(DROPPINGS) and path.name not in _OWN)
    workbooks = workbooks_of(folder)
    return _Lying(workbooks, tuple(path.name for path in files if path not in workbooks))


def _evidence(opened: Opened, units: Sequence[Unit], screen: Screen, jobs: int, plan: Plan) -> dict[str, EvidenceFolder]:
    places = {unit.id: opened.folder / SUBMISSIONS / unit.id / "evidence" for unit in units}
    limits = opened.cycle.limits
    with screen.progress("cli.reading_evidence", 0, in_bytes=True) as advance:
        read = read_folders(places, limits, plan, jobs, advance)
    with screen.progress("cli.reading_scans", 0) as advance:
        return read_scans(read, places, limits, plan, jobs, advance)


def _judge(
    opened: Opened, shelf: sent.Shelf, unit: Unit, back: Sequence[Returned], folder: EvidenceFolder, lying: _Lying
) -> tuple[Return, evidence.Case | None]:
    place = f"{SUBMISSIONS}/{unit.id}"
    findings = [found("WB109", unit=unit.id, file=f"{place}/{name}") for name in lying.strangers]
    files = evidence.Case(unit.id, place, f"{place}/evidence", (), folder, (), {}, opened.cycle)
    expected = opened.block(unit).needs_workbooks and opened.cycle.takes_part(unit)
    if not back and not expected:
        return Return(unit, (), None, folder, without_echoes((*findings, *evidence.judge_files(files))), expected=False), None
    if not back:
        findings.append(found("WB101", unit=unit.id, file=place, deadline=f"{opened.cycle.due(unit):%d/%m/%Y}"))
        return Return(unit, (), None, folder, without_echoes((*findings, *evidence.judge_files(files)))), None
    if len(back) > 1:
        names = "; ".join(Path(one.path).name for one in back)
        findings.append(found("WB102", unit=unit.id, file=place, names=names, count=len(back)))
        return Return(unit, tuple(back), None, folder, without_echoes((*findings, *evidence.judge_files(files)))), None
    one = back[0]
    records, about_workbook = taken(opened, shelf, unit, one)
    findings += about_workbook
    if records is None:
        return Return(unit, (one,), None, folder, without_echoes((*findings, *evidence.judge_files(files)))), None
    case = case_of(opened, unit, one, folder, records)
    findings += evidence.judge(case)
    return Return(unit, (one,), records, folder, without_echoes(findings)), case


def taken(opened: Opened, shelf: sent.Shelf, unit: Unit, one: Returned) -> tuple[dict[str, SelfAssessment] | None, tuple[Finding, ...]]:
    """Return the records of a workbook in present terms, None where it gives none, and all that is to be said of it."""
    about_file = workbook.judge(shelf.of(unit, 0)[0].identity(unit.id), one)
    if not one.readable or workbook.is_another(about_file) or not one.rows:
        return None, about_file
    records, about_values = _records(opened, shelf.of(unit, one.layout)[1], unit, one)
    return records, (*about_file, *about_values)


def _records(opened: Opened, state: Opened, unit: Unit, one: Returned) -> tuple[dict[str, SelfAssessment], tuple[Finding, ...]]:
    """Return the records in present terms: entries are read by the state of the definitions they were made under."""
    former = state.edition.block(unit.block)
    if former is None:
        return {}, ()
    desk = entries.Desk(former, state.edition.policies, state.cycle.year, opened.exempt(unit))
    records, findings = entries.take_records(desk, one, unit.id)
    if state is opened:
        return records, findings
    block = opened.block(unit)
    fates = carry.passages(former, block, opened.cycle.year)
    asked = {item.code for item in (*block.items(opened.cycle.year), *former.items(opened.cycle.year)) if item.self_scored}
    told = entries.changed_since({code: each for code, each in fates.items() if code in asked}, one, unit.id, opened.edition.version)
    kept = tuple(each for each in findings if each.item is None or fates[each.item].kept)
    after = carry.carried(records, fates)
    present = entries.Desk(block, opened.edition.policies, opened.cycle.year, opened.exempt(unit))
    told += entries.scored_otherwise(desk, present, (records, after), one, unit.id, opened.edition.version)
    return after, (*kept, *told)


def case_of(opened: Opened, unit: Unit, one: Returned, folder: EvidenceFolder, records: dict[str, SelfAssessment]) -> evidence.Case:
    """Return a unit's evidence together with what a workbook of it registers and claims."""
    dossier = Dossier(unit.id, records, exempt=opened.exempt(unit))
    block = opened.block(unit)
    result = score(block, opened.edition.policies, opened.cycle.year, dossier)
    due = signed_report.due(result, one.check_code) if block.needs_workbooks else None
    return evidence.Case(unit.id, one.path, f"{SUBMISSIONS}/{unit.id}/evidence", one.register, folder, result.items, records, opened.cycle, due)


def _strangers(opened: Opened) -> tuple[Finding, ...]:
    """Say which folders under submissions/ belong to no unit: a misspelt name must not make a return vanish."""
    root = opened.folder / SUBMISSIONS
    if not root.is_dir():
        return ()
    known = {unit.id for unit in opened.cycle.units}
    names = sorted(path.name for path in root.iterdir() if path.name not in known and not path.name.startswith((".", "~$")))
    return tuple(found("WB110", file=f"{SUBMISSIONS}/{name}") for name in names if name != "received.json")
