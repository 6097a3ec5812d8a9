"""``parcli report``: the Word draft of a unit's self-assessment report, from what it returned."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from parcli.cli import drafts, gather
from parcli.cli.examining import Wish
from parcli.cli.exits import Exit, Stop
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.screen import open_screen
from parcli.core.scoring import Dossier, score
from parcli.messages import words
from parcli.report.letter import Assessed, letter

REPORTS = "results/report"
TEMPLATE = "bao-cao.docx"


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

    @property
    def place(self) -> drafts.Place:
        """Where the drafts go."""
        return drafts.Place(REPORTS, self.output, self.force, self.dry_run)


def run(wanted: Wanted, cycle: Path | None, lang: str | None, *, jobs: int, quiet: bool, verbose: bool, json: bool) -> int:
    """Write the reports; exit 1 when a unit that was named has none."""
    screen = open_screen(lang, quiet=quiet or json, verbose=verbose)
    if bool(wanted.units) == wanted.all_units:
        raise Stop(Exit.WRONG_USE, "cli.report_name_units")
    opened = open_cycle(cycle)
    template = drafts.template(opened, TEMPLATE)
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
    said = words(drafts.LANGUAGE)
    title = said.text("letter.file_title", index=opened.edition.index_title, year=opened.cycle.year)
    letters = {f"{one.unit.id}.docx": letter(opened.edition, opened.cycle, assessed(opened, one), said) for one in able}
    files = drafts.documents(template, letters, title, jobs, screen)
    written = drafts.write(opened, wanted.place, files, drafts.Call("report", wanted.arguments(), outcome), screen)
    if written:
        screen.say("cli.reports_done", count=len(written), folder=wanted.output or opened.folder / REPORTS)
    if json:
        screen.written("report", written, [each for one in missing for each in one.findings if each.code.startswith("WB")])
    return outcome


def assessed(opened: Opened, one: gather.Return) -> Assessed:
    """Return what a unit's report says: scored on its own records alone."""
    dossier = Dossier(one.unit.id, one.records, exempt=opened.exempt(one.unit))
    result = score(opened.block(one.unit), opened.edition.policies, opened.cycle.year, dossier)
    book = one.workbooks[0]
    return Assessed(one.unit, result, one.records or {}, one.standing, one.register, one.folder, book.difficulties, book.check_code)
