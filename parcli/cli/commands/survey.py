"""``parcli survey template``: the workbooks for the institute, one per block, with everything but the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from parcli.cli import results, writing
from parcli.cli.commands.generate import banner_of
from parcli.cli.exits import Exit, Stop
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.screen import open_screen
from parcli.core.cycle import Unit
from parcli.core.figures import FIGURE_KINDS, FigureTable
from parcli.desk import survey_book, survey_forms, tables
from parcli.results import sets

TEMPLATES = results.SURVEY_FORMS
"""Where they are written: a folder that the import does not read."""
_ENTERED = (*FIGURE_KINDS, "count", "respondents")


@dataclass(frozen=True, slots=True)
class Wanted:
    """For which units or block the workbooks are made, whether as CSV too, and whether anything is written."""

    units: tuple[str, ...] = ()
    block: str | None = None
    csv: bool = False
    dry_run: bool = False

    def arguments(self) -> tuple[str, ...]:
        """Return what the log says of the call."""
        return (*self.units, self.block or "", *(("--csv",) if self.csv else ()))


def template(wanted: Wanted, cycle: Path | None, lang: str | None, *, quiet: bool, json: bool, verbose: bool) -> int:
    """Make the workbooks; one in which figures were entered is never replaced."""
    screen = open_screen(lang, quiet=quiet or json, verbose=verbose)
    opened = open_cycle(cycle)
    made = _made(opened, opened.chosen_units(list(wanted.units), wanted.block), csv=wanted.csv)
    if not made:
        raise Stop(Exit.WRONG_USE, "cli.survey.nothing_asked")
    kept = _entered(opened, made)
    files = {name: content for name, content in made.items() if name not in kept}
    for name in kept:
        screen.warn("cli.survey.kept", file=f"{TEMPLATES}/{name}")
    if not files:
        raise Stop(Exit.WRONG_USE, "cli.survey.all_kept")
    if not wanted.dry_run:
        with writing.held(opened.folder, screen):
            sets.add_files(opened.folder / TEMPLATES, files)
            screen.wrote([f"{TEMPLATES}/{name}" for name in files])
            writing.note(opened.folder, "survey template", wanted.arguments(), Exit.FINE)
    screen.say("cli.would_write" if wanted.dry_run else "cli.survey.made", count=len(files), folder=opened.folder / TEMPLATES)
    if json:
        screen.written("survey-template", [] if wanted.dry_run else [f"{TEMPLATES}/{name}" for name in files])
    return Exit.FINE


def _made(opened: Opened, units: Sequence[Unit], *, csv: bool) -> dict[str, bytes]:
    made: dict[str, bytes] = {}
    for block in opened.edition.blocks:
        form = survey_forms.form(opened.cycle, block, units)
        if form is None:
            continue
        name = survey_book.file_name(block.id)
        made[f"{name}.xlsx"] = survey_book.write(form, opened.cycle, banner_of(opened), opened.cycle.limits.sheet_rows)
        if csv:
            made |= {f"{name}-{kind}.csv": content for kind, content in survey_forms.tables(form).items()}
    return made


def _entered(opened: Opened, made: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the files that lie there already with something entered, or that cannot be read."""
    folder = opened.folder / TEMPLATES
    lying = [name for name in made if (folder / name).exists() or (folder / name).is_symlink()]
    read = tables.read_files([(folder / name, name) for name in lying], opened.cycle.limits, results.known_names(opened))
    return tuple(name for name in lying if any(_has_entries(table) for table in read if table.path == name))


def _has_entries(table: FigureTable) -> bool:
    if table.problems or table.missing:
        return True
    return any(not cell.blank for row in table.rows for name, cell in row.cells.items() if name in _ENTERED)
