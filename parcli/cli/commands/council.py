"""``parcli appraise council``: the workbook in which the Council decides, with its minutes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from parcli.appraisal import writer
from parcli.cli import appraisals, council_sheet, gather, writing
from parcli.cli.appraisal_rows import Matter, matter
from parcli.cli.appraisals import Heard
from parcli.cli.examining import Wish
from parcli.cli.exits import Exit, Stop
from parcli.cli.lying import APPRAISAL
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.results import excluded_for
from parcli.cli.screen import Screen, open_screen
from parcli.core.appraisal.agenda import AgendaItem, agenda
from parcli.core.findings import Severity
from parcli.results import single


def run(cycle: Path | None, lang: str | None, wish: Wish, *, more: bool, jobs: int, quiet: bool, verbose: bool, json: bool, dry_run: bool) -> int:
    """Write a workbook with what no sheet of the Council asks for yet; with ``more`` also one that has free rows alone."""
    screen = open_screen(lang, quiet=quiet or json, verbose=verbose)
    opened = open_cycle(cycle)
    returns = gather.gather(opened, opened.cycle.units, screen, jobs, wish).returns
    heard = appraisals.hear(opened, returns, jobs)
    screen.findings([one for one in heard.findings if one.severity >= Severity.ERROR])
    present = appraisals.present(opened, returns)
    matters = [matter(one, present[one.unit.id], heard.appraisal) for one in returns if _assessed(opened, one)]
    if not matters:
        raise Stop(Exit.WRONG_USE, "cli.council_nobody")
    brought = agenda([one.present for one in matters], heard.appraisal)
    written: list[str] = []
    # The first sheet is made in any case: its free rows are where the Council changes what nobody put before it.
    if brought or more or "council" not in heard.appraisal.opened:
        written = _write(opened, brought, matters, heard, screen, more=more, dry_run=dry_run)
    else:
        screen.say("cli.council_nothing")
    if json:
        screen.written("appraise-council", written, heard.findings)
    return Exit.FINE


def _write(
    opened: Opened, brought: Sequence[AgendaItem], matters: Sequence[Matter], heard: Heard, screen: Screen, *, more: bool, dry_run: bool
) -> list[str]:
    """Write the workbook under a name that no file has; return the name."""
    if dry_run:
        screen.say("cli.would_write", count=1, folder=opened.folder / APPRAISAL)
        return []
    with writing.held(opened.folder, screen):
        name, number = _free_name(opened)
        made = writer.write(council_sheet.content(opened, brought, matters, heard.appraisal, number))
        single.write_file(opened.folder / name, made, replace=False)
        writing.note(opened.folder, "appraise council", ("--more",) if more else (), Exit.FINE)
    screen.wrote([name])
    screen.say("cli.council_done", file=name, rows=len(brought))
    return [name]


def _assessed(opened: Opened, one: gather.Return) -> bool:
    """Whether a unit's return can be decided on: it is read, nothing blocks it, and the unit is assessed in this cycle."""
    return one.records is not None and not one.blocked_by and excluded_for(opened, one.unit) is None


def _free_name(opened: Opened) -> tuple[str, int]:
    """Return a name that no file has, and the number of the sheet."""
    number = 1
    while os.path.lexists(opened.folder / _name(number)):
        number += 1
    return _name(number), number


def _name(number: int) -> str:
    return f"{APPRAISAL}/council.xlsx" if number == 1 else f"{APPRAISAL}/council-{number}.xlsx"
