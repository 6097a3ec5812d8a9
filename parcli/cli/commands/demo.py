"""``parcli demo``: a whole cycle with synthetic answers and evidence, through the same commands that analysts run."""

from __future__ import annotations

import contextlib
import io
import json as machine_text
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from parcli.cli.commands import aggregate, generate, init, rank, validate
from parcli.cli.examining import Wish
from parcli.cli.exits import Exit, Stop
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.screen import Screen, open_screen
from parcli.core import points
from parcli.core.cycle import Unit
from parcli.core.signed_report import REPORT_FOLDER
from parcli.demo import clerk, faults, institute, paper, signed_report
from parcli.demo.faults import Fault, Planted
from parcli.results import sets
from parcli.workbook import layout as layouts
from parcli.workbook import writer
from parcli.workbook.check_cells import code_of
from parcli.workbook.entries import Entries, values
from parcli.workers import Lost, answers

EDITION = "hanoi-2023"
_MOST_WORKERS = 4
_SECONDS_PER_UNIT = 120.0
PLANTED = "planted.json"
# Real names of agencies stand beside made-up answers: whatever is passed on must say so itself.
_REHEARSAL = "DIỄN TẬP, số liệu do máy sinh – "
# The same results on every machine, whether it has OCR or not.
_EXAMINE = Wish(ocr="never")
_BLANK_BASES = {
    'guide: ""': 'guide: "Công văn hướng dẫn tự đánh giá, chấm điểm (bản diễn tập)"',
    'council: ""': 'council: "Quyết định về Hội đồng thẩm định (bản diễn tập)"',
}


@dataclass(frozen=True, slots=True)
class _Task:
    """A unit's return to be made in a worker."""

    cycle: Path
    unit: str
    seed: int
    fault: Fault | None


def run(folder: Path, lang: str | None, *, quiet: bool, jobs: int, seed: int, faults: bool, json: bool) -> int:
    """Play a whole cycle in a new folder; exit 0 when exactly the planted faults were found."""
    screen = open_screen(lang, quiet=quiet or json, verbose=False)
    opened = prepare(folder, seed)
    generate.run(generate.Wanted(), folder, lang, quiet=True, json=False, dry_run=False)
    screen.say("cli.templates_done", count=len(opened.cycle.units), folder=folder / "workbooks")
    planted = plant(opened.cycle.units) if faults else ()
    returns(opened, planted, seed, jobs, screen)
    wanted = validate.Wanted("text", annotate=True, fail_on="never", dry_run=False, examine=_EXAMINE)
    _quietly(lambda: validate.run([], folder, lang, wanted, jobs=jobs, quiet=True, verbose=False))
    _quietly(lambda: aggregate.run(folder, lang, _EXAMINE, provisional=True, jobs=jobs, quiet=True, json=False, dry_run=False))
    if not json:
        rank.run(folder, lang, quiet=True, json=False, dry_run=False)
    else:
        _quietly(lambda: rank.run(folder, lang, quiet=True, json=False, dry_run=False))
    return _compare(screen, folder, planted, json=json)


def _quietly(step: Callable[[], int]) -> None:
    """Run a step without its table: the demo shows the ranking alone."""
    with contextlib.redirect_stdout(io.StringIO()):
        step()


def prepare(folder: Path, seed: int, units: Sequence[str] | None = None) -> Opened:
    """Begin a cycle with the survey's figures; the papers that the shipped cycle leaves blank are named as rehearsal ones."""
    files = init.cycle_files(EDITION)
    text = files["cycle.yaml"].decode()
    for blank, named in _BLANK_BASES.items():
        text = text.replace(blank, named)
    heading = f"criteria/{EDITION}/edition.yaml"
    files[heading] = files[heading].replace(b"\ntitle: ", b"\ntitle: " + _REHEARSAL.encode())
    init.create(folder, {**files, "cycle.yaml": _only(text, units).encode()})
    opened = open_cycle(folder)
    sets.add_files(folder / "survey", institute.tables(opened.cycle, opened.edition, seed))
    return opened


def _only(text: str, units: Sequence[str] | None) -> str:
    """Keep the lines of some units only."""
    if units is None:
        return text
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("- {id:") or any(f"id: {unit}," in line for unit in units)]
    return "\n".join(lines) + "\n"


def plant(units: Sequence[Unit]) -> tuple[Planted, ...]:
    """Say which unit gets which fault."""
    return faults.spread([unit.id for unit in units])


def returns(opened: Opened, planted: Sequence[Planted], seed: int, jobs: int, screen: Screen) -> None:
    """Make every unit's return, in workers, and write down what was planted."""
    which = {each.unit: each.fault for each in planted}
    tasks = [_Task(opened.folder, unit.id, seed, which.get(unit.id)) for unit in opened.cycle.units]
    with screen.progress("cli.filling", len(tasks)) as advance:
        made = answers(_return, tasks, jobs or min(os.cpu_count() or 1, _MOST_WORKERS), _patience, _settled)
        for done, (task, outcome) in enumerate(made, start=1):
            if isinstance(outcome, Lost):
                raise Stop(Exit.FAULT, "cli.demo_unit_lost", unit=task.unit, reason=outcome.error or outcome.exit_code)
            advance(done, len(tasks))
    document = [{"unit": each.unit, "kind": each.fault.kind, "code": each.fault.value} for each in planted]
    sets.add_files(opened.folder, {PLANTED: (machine_text.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()})


def _patience(task: _Task) -> float:  # noqa: ARG001 - the same for every unit
    return _SECONDS_PER_UNIT


def _settled() -> None:
    """A worker that makes returns needs no preparation."""


_cache: dict[Path, tuple[Opened, dict[str, layouts.Layout], dict[str, str]]] = {}


def _return(task: _Task) -> None:
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
    files = {f"evidence/{each.name}": _paper(each) for each in dossier.documents}
    _spoil(task.fault, dossier, files)
    files |= _report(task, opened, unit, built[whose[unit.id]], dossier)
    files |= _workbooks(task.fault, opened, unit, built[whose[unit.id]], dossier)
    sets.add_files(opened.folder / "submissions" / unit.id, files)


def _report(task: _Task, opened: Opened, unit: Unit, layout: layouts.Layout, dossier: clerk.Dossier) -> dict[str, bytes]:
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
    if fault is Fault.TWO_WORKBOOKS:
        return {name: content, f"{unit.id} (sua).xlsx": content}
    return {name: content}


def _compare(screen: Screen, folder: Path, planted: Sequence[Planted], *, json: bool) -> int:
    """Hold what was found against what was planted: all of it, and nothing else above a note."""
    document = machine_text.loads((folder / "results/validate/findings.json").read_text("utf-8"))
    everything = [*document["findings"], *(one for unit in document["units"] for one in unit["findings"])]
    wanted = {(each.unit, each.fault.value) for each in planted}
    found = {(one["unit"], one["code"]) for one in everything}
    heavy = {(one["unit"], one["code"]) for one in everything if one["severity"] != "note"}
    missed, extra = wanted - found, heavy - wanted
    screen.say("cli.demo_found", found=len(wanted & found), planted=len(wanted), extra=len(extra))
    for unit, code in sorted((unit or "", code) for unit, code in missed | extra):
        screen.warn("cli.demo_differs", unit=unit, code=code)
    for name in ("results/rank/xep-hang.html", "results/validate/kiem-tra.html", "results/aggregate/tong-hop.xlsx", "workbooks"):
        screen.say("cli.demo_look", place=folder / name)
    if json:
        screen.written("demo", sorted(path.relative_to(folder).as_posix() for path in (folder / "results").rglob("*") if path.is_file()))
    if missed or extra:
        raise Stop(Exit.FINDINGS, "cli.demo_failed")
    return Exit.FINE
