"""The returns of a rehearsal: a cycle to begin with, and what each unit fills in and sends."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from parcli.cli.commands import generate, init
from parcli.cli.exits import Exit, Stop
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.screen import Screen
from parcli.core import points
from parcli.core.cycle import Unit
from parcli.core.signed_report import REPORT_FOLDER
from parcli.demo import clerk, decided, faults, institute, paper, signed_report
from parcli.demo.faults import Fault, Planted
from parcli.results import sets
from parcli.workbook import layout as layouts
from parcli.workbook import writer
from parcli.workbook.check_cells import code_of
from parcli.workbook.entries import Entries, values
from parcli.workers import Lost, batch

EDITION = "hanoi-2023"
PLANTED = "planted.json"
SECOND = " (sua)"
_SECONDS_PER_UNIT = 120.0
_SECOND_THOUGHT = ("Phần mềm của ngành chưa kết xuất được số liệu theo quý.", "Đề nghị có hướng dẫn chung.")


@dataclass(frozen=True, slots=True)
class Task:
    """A unit's return to be made in a worker. ``supplement`` are the items for which it sends more than the first time."""

    cycle: Path
    unit: str
    seed: int
    fault: Fault | None
    target: Path
    supplement: tuple[str, ...] = ()


def prepare(folder: Path, seed: int, units: Sequence[str] | None = None) -> Opened:
    """Begin a cycle with the survey's figures and what was decided beforehand."""
    files = {name: content.decode() for name, content in init.cycle_files(EDITION).items()}
    files["cycle.yaml"] = decided.cycle_text(files["cycle.yaml"], units)
    for name, change in (("edition.yaml", decided.edition_text), ("so.yaml", decided.block_text)):
        place = f"criteria/{EDITION}/{name}"
        files[place] = change(files[place])
    init.create(folder, {name: content.encode() for name, content in files.items()})
    opened = open_cycle(folder)
    sets.add_files(folder / "survey", institute.tables(opened.cycle, opened.edition, seed))
    return opened


def make(tasks: Sequence[Task], jobs: int, screen: Screen) -> None:
    """Make the returns, in workers."""
    with screen.progress("cli.filling", len(tasks)) as advance:
        made = batch(_return, tasks, jobs, _SECONDS_PER_UNIT)
        for done, (task, outcome) in enumerate(made, start=1):
            if isinstance(outcome, Lost):
                raise Stop(Exit.FAULT, "cli.demo_unit_lost", unit=task.unit, reason=outcome.error or outcome.exit_code)
            advance(done, len(tasks))


def returns(opened: Opened, planted: Sequence[Planted], seed: int, jobs: int, screen: Screen, by_mail: Sequence[str] = ()) -> None:
    """Make the return of every unit that does not send it by mail under submissions/, and write down what was planted."""
    which = {each.unit: each.fault for each in planted}
    here = [unit.id for unit in opened.cycle.units if unit.id not in by_mail]
    make([Task(opened.folder, unit, seed, which.get(unit), opened.folder / "submissions" / unit) for unit in here], jobs, screen)
    document = [{"unit": each.unit, "kind": each.fault.kind, "code": each.fault.value} for each in planted]
    sets.add_files(opened.folder, {PLANTED: (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()})


_cache: dict[Path, tuple[Opened, dict[str, layouts.Layout], dict[str, str]]] = {}


def _return(task: Task) -> None:
    """Write one unit's return: workbook and evidence."""
    if task.cycle not in _cache:
        opened = open_cycle(task.cycle)
        _cache[task.cycle] = (opened, *opened.layouts())
    opened, built, whose = _cache[task.cycle]
    unit = opened.chosen_units([task.unit])[0]
    if task.fault is Fault.NEVER_RETURNED:
        return
    block, policies = opened.block(unit), opened.edition.policies
    dossier = clerk.fill(unit, block, policies, opened.cycle, task.seed)
    items = block.items(opened.cycle.year)
    if task.fault is not None:
        faults.into_answers(task.fault, dossier, items, policies)
        faults.into_evidence(task.fault, dossier)
    if task.supplement:
        clerk.supplement(dossier, unit, block, policies, opened.cycle, task.supplement, task.seed)
    files = {f"evidence/{each.name}": _paper(each) for each in dossier.documents}
    _spoil(task.fault, dossier, files)
    files |= _report(task, opened, unit, built[whose[unit.id]], dossier)
    files |= _workbooks(task.fault, opened, unit, built[whose[unit.id]], dossier)
    sets.add_files(task.target, files)


def _report(task: Task, opened: Opened, unit: Unit, layout: layouts.Layout, dossier: clerk.Dossier) -> dict[str, bytes]:
    """Return the signed report: a scan with recognised words, with the total and the check code of what was entered."""
    total = values(layout, Entries(_as_read(dossier.cells)))["@total"]
    code = code_of(layout, Entries(dossier.cells, tuple(dossier.register), tuple(dossier.difficulties)))
    stated = signed_report.Stated(total if isinstance(total, Fraction) else None, code)
    said = signed_report.paper(unit, opened.cycle, opened.edition.index_title, faults.into_report(task.fault, stated))
    return {f"evidence/{REPORT_FOLDER}/{signed_report.NAME}": paper.searchable_pdf(said, task.seed)}


def _as_read(cells: dict[str, dict[str, clerk.Entry]]) -> dict[str, dict[str, clerk.Entry]]:
    """Return the entries with numbers typed as text as the numbers that they are taken for."""
    return {key: {column: _number(value) for column, value in row.items()} for key, row in cells.items()}


def _number(value: clerk.Entry) -> clerk.Entry:
    number = points.from_cell_text(value) if isinstance(value, str) else value
    return value if isinstance(number, points.NumberFault) else number


def _paper(document: clerk.Document) -> bytes:
    return paper.scan_pdf(document.paper, document.seed) if document.scanned else paper.text_pdf(document.paper)


def _spoil(fault: Fault | None, dossier: clerk.Dossier, files: dict[str, bytes]) -> None:
    cited = str(dossier.register[0]["name"])
    document = next(each for each in dossier.documents if each.name == cited)
    if fault is Fault.MISSING_FILE:
        del files[f"evidence/{cited}"]
    elif fault is Fault.UNREADABLE_PDF:
        files[f"evidence/{cited}"] = paper.broken_pdf(document.paper)
    elif fault is Fault.LOCKED_PDF:
        files[f"evidence/{cited}"] = paper.locked_pdf(document.paper)


def _workbooks(fault: Fault | None, opened: Opened, unit: Unit, layout: layouts.Layout, dossier: clerk.Dossier) -> dict[str, bytes]:
    entries = Entries(dossier.cells, tuple(dossier.register), tuple(dossier.difficulties))
    banner = generate.banner_of(opened)
    name = f"{unit.id}.xlsx"
    if fault is Fault.LAST_YEARS_WORKBOOK:
        year = opened.cycle.year - 1
        cycle = opened.cycle.model_copy(update={"year": year, "cycle": f"{opened.edition.id}/{year}"})
        layout = layouts.build(opened.edition, cycle, layout.block, layout.exempt, opened.look.words)
    whose = unit
    if fault is Fault.ANOTHER_UNITS_WORKBOOK:
        whose = next(each for each in opened.cycle.units if each.block == unit.block and each.id != unit.id)
    content = writer.filled(layout, opened.look, whose, entries, banner)
    if fault in (Fault.OVERWRITTEN_FORMULA, Fault.CHANGED_MAXIMUM):
        rows = {row.key: row.row for row in layout.items}
        target = next(row.key for row in layout.items if row.item and row.item.self_scored)
        content = faults.into_workbook(fault, content, rows, target)
    if fault is not Fault.TWO_WORKBOOKS:
        return {name: content}
    said = Entries(dossier.cells, tuple(dossier.register), (*dossier.difficulties, _SECOND_THOUGHT))
    return {name: writer.filled(layout, opened.look, whose, said, banner), f"{unit.id}{SECOND}.xlsx": content}
