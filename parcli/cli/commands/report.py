"""``parcli report``: the Word draft of a unit's self-assessment report, from what it returned."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from parcli import shipped
from parcli.cli import gather, writing
from parcli.cli.examining import Wish
from parcli.cli.exits import Exit, Stop
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.screen import Screen, open_screen
from parcli.container import DOCUMENT, inspect
from parcli.core.scoring import Dossier, score
from parcli.messages import words
from parcli.report.letter import Assessed, Letter, letter
from parcli.report.letter_document import TemplateFault, fill
from parcli.results import single
from parcli.workers import Lost, answers

REPORTS = "results/report"
TEMPLATE = Path("templates/word/bao-cao.docx")
# The template is Vietnamese, whatever language the cycle's other files have.
_FILE_LANGUAGE = "vi"
_SECONDS = 120.0
_MOST_WORKERS = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose reports are written, and where; with what their evidence is examined."""

    units: tuple[str, ...]
    all_units: bool
    output: Path | None
    force: bool
    dry_run: bool
    examine: Wish

    def arguments(self) -> tuple[str, ...]:
        """Return what the log says of the call."""
        return (*self.units, *(("--all",) if self.all_units else ()), *((f"--output {self.output.as_posix()}",) if self.output else ()))


@dataclass(frozen=True, slots=True)
class _Template:
    """The template in use: its name as people know it, and its bytes."""

    name: str
    content: bytes


def run(wanted: Wanted, cycle: Path | None, lang: str | None, *, jobs: int, quiet: bool, verbose: bool, json: bool) -> int:
    """Write the reports; exit 1 when a unit that was named has none."""
    screen = open_screen(lang, quiet=quiet or json, verbose=verbose)
    if bool(wanted.units) == wanted.all_units:
        raise Stop(Exit.WRONG_USE, "cli.report_name_units")
    opened = open_cycle(cycle)
    template = _template(opened)
    gathered = gather.gather(opened, opened.chosen_units(list(wanted.units)), screen, jobs, wanted.examine)
    able = [one for one in gathered.returns if one.records is not None]
    missing = [one for one in gathered.returns if one.records is None and not wanted.all_units]
    for one in missing:
        screen.warn("cli.report_no_return", unit=one.unit.name, id=one.unit.id)
    if not able:
        raise Stop(Exit.WRONG_USE, "cli.reports_none")
    for one in able:
        if one.blocked_by:
            screen.say("cli.report_blocked", unit=one.unit.name, codes=", ".join(one.blocked_by))
    outcome = Exit.FINDINGS if missing else Exit.FINE
    files = _documents(opened, template, able, jobs, screen)
    written = _write(opened, wanted, files, screen, outcome)
    if json:
        screen.written("report", written, [each for one in missing for each in one.findings if each.code.startswith("WB")])
    return outcome


def _template(opened: Opened) -> _Template:
    """Return the cycle's own template, else the one that comes with parcli. Raises Stop where it cannot be read safely."""
    own = opened.folder / TEMPLATE
    name, place = (TEMPLATE.as_posix(), own) if os.path.lexists(own) else (TEMPLATE.name, shipped.folder("templates") / "word" / TEMPLATE.name)
    try:
        if not place.is_file():
            raise Stop(Exit.WRONG_USE, "cli.report_template_damaged", file=name, detail="–")
        content = place.read_bytes()
    except OSError as error:
        raise Stop(Exit.WRONG_USE, "cli.report_template_damaged", file=name, detail=type(error).__name__) from error
    problems, may_open = inspect(content, opened.cycle.limits, DOCUMENT)
    if any(one.code == "WB103" for one in problems):
        raise Stop(Exit.WRONG_USE, "cli.report_template_no_document", file=name)
    if not may_open or problems:
        detail = "; ".join(value for _, value in problems[0].values) or problems[0].code
        raise Stop(Exit.WRONG_USE, "cli.report_template_damaged", file=name, detail=detail)
    return _Template(name, content)


def _documents(opened: Opened, template: _Template, returns: Sequence[gather.Return], jobs: int, screen: Screen) -> dict[str, bytes]:
    """Return the documents by file name. Raises Stop for a template that cannot be filled."""
    said = words(_FILE_LANGUAGE)
    title = said.text("letter.file_title", index=opened.edition.index_title, year=opened.cycle.year)
    letters = [(f"{one.unit.id}.docx", letter(opened.edition, opened.cycle, assessed(opened, one), said)) for one in returns]
    made: dict[str, bytes] = {}
    task = partial(_filled, template.content, title)
    with screen.progress("cli.writing_reports", len(letters)) as advance:
        for (name, _), answer in answers(task, letters, jobs or min(os.cpu_count() or 1, _MOST_WORKERS), _patience, _settled):
            made[name] = _document(template, answer)
            advance(len(made), len(letters))
    return dict(sorted(made.items()))


def _filled(template: bytes, title: str, named: tuple[str, Letter]) -> bytes | TemplateFault:
    return fill(template, named[1], title)


def _patience(named: tuple[str, Letter]) -> float:  # noqa: ARG001 - the same for every unit
    return _SECONDS


def _settled() -> None:
    """A worker that fills a template needs no preparation; it can be ended when a template never ends."""


def _document(template: _Template, answer: bytes | TemplateFault | Lost) -> bytes:
    if isinstance(answer, bytes):
        return answer
    if isinstance(answer, Lost):
        raise Stop(Exit.WRONG_USE, "cli.report_template_lost", file=template.name, detail=answer.error or f"exit {answer.exit_code}")
    raise Stop(Exit.WRONG_USE, f"cli.report_template_{answer.kind}", file=template.name, detail=answer.detail, near=answer.near or "–")


def assessed(opened: Opened, one: gather.Return) -> Assessed:
    """Return what a unit's report says: scored on its own records alone."""
    dossier = Dossier(one.unit.id, one.records, exempt=opened.exempt(one.unit))
    result = score(opened.block(one.unit), opened.edition.policies, opened.cycle.year, dossier)
    book = one.workbooks[0]
    return Assessed(one.unit, result, one.records or {}, one.standing, one.register, one.folder, book.difficulties, book.check_code)


def _write(opened: Opened, wanted: Wanted, files: Mapping[str, bytes], screen: Screen, outcome: Exit) -> list[str]:
    """Write what is not there yet. A draft that is there and differs may hold somebody's work: it is replaced only with ``--force``."""
    folder = wanted.output or opened.folder / REPORTS
    shown = wanted.output.as_posix() if wanted.output else REPORTS
    new = {name: content for name, content in files.items() if not _is_there(folder / name, content)}
    taken = [name for name in new if os.path.lexists(folder / name)]
    if taken and not wanted.force:
        raise Stop(Exit.WRONG_USE, "cli.report_exists", file=f"{shown}/{taken[0]}")
    if wanted.dry_run:
        screen.say("cli.would_write", count=len(new), folder=folder)
        return []
    with writing.held(opened.folder, screen):
        for name, content in new.items():
            single.write_file(folder / name, content, replace=wanted.force)
        writing.note(opened.folder, "report", wanted.arguments(), outcome)
    written = [f"{shown}/{name}" for name in new]
    screen.wrote(written)
    if len(new) < len(files):
        screen.say("cli.reports_same", count=len(files) - len(new))
    if new:
        screen.say("cli.reports_done", count=len(new), folder=folder)
    return written


def _is_there(place: Path, content: bytes) -> bool:
    return place.is_file() and place.stat().st_size == len(content) and place.read_bytes() == content
