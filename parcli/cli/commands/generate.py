"""``parcli generate-template``: one workbook per unit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from parcli.cli import writing
from parcli.cli.exits import Exit, Stop
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.results import file_words
from parcli.cli.screen import open_screen
from parcli.core.cycle import Unit
from parcli.results import sets
from parcli.workbook import writer

WORKBOOKS = "workbooks"


def run(
    units: list[str], block: str | None, cycle: Path | None, lang: str | None, *, quiet: bool, json: bool, dry_run: bool, verbose: bool = False
) -> int:
    """Make the workbooks of the units chosen."""
    screen = open_screen(lang, quiet=quiet or json, verbose=verbose)
    opened = open_cycle(cycle)
    chosen = opened.chosen_units(units, block)
    if not chosen:
        raise Stop(Exit.WRONG_USE, "cli.nothing_to_do")
    screen.findings(opened.findings if not quiet else ())
    files = workbooks(opened, chosen)
    if not dry_run:
        with writing.held(opened.folder, screen):
            sets.add_files(opened.folder / WORKBOOKS, files)
            screen.wrote([f"{WORKBOOKS}/{name}" for name in files])
            writing.note(opened.folder, "generate-template", (*units, block or ""), Exit.FINE)
    screen.say("cli.would_write" if dry_run else "cli.templates_done", count=len(files), folder=opened.folder / WORKBOOKS)
    if json:
        screen.written("generate-template", [] if dry_run else [f"{WORKBOOKS}/{name}" for name in files], opened.findings)
    return Exit.FINE


def workbooks(opened: Opened, units: Sequence[Unit]) -> dict[str, bytes]:
    """Return the workbooks by their place under workbooks/. What units of a block share is rendered once."""
    layouts, whose = opened.layouts()
    banner = banner_of(opened)
    blanks: dict[str, bytes] = {}
    made: dict[str, bytes] = {}
    for unit in units:
        name = whose[unit.id]
        if name not in blanks:
            blanks[name] = writer.template(layouts[name], opened.look, banner)
        made[f"{unit.block}/{unit.id}.xlsx"] = writer.stamped(blanks[name], unit)
    return made


def banner_of(opened: Opened) -> str:
    """Return what must be said of the edition on everything made from it."""
    status = opened.edition.status
    return "" if status == "official" else file_words(opened).text(f"banner.{status}")
