"""``parcli appraise status``: who has done what, and the same item side by side across units."""

from __future__ import annotations

import json as machine_text
from collections.abc import Mapping, Sequence
from pathlib import Path

from parcli.cli import appraisals, gather, writing
from parcli.cli.appraisals import Heard
from parcli.cli.examining import Wish
from parcli.cli.exits import Exit, Stop
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.results import excluded_for, file_words
from parcli.cli.screen import Screen, open_screen
from parcli.core.appraisal import ComparedItem, FileProgress, Present, of_files, of_units, side_by_side
from parcli.core.cycle import Unit
from parcli.report import comparison_book, terminal
from parcli.report.appraisal_document import Standing, appraisal_document, file_lines, unit_lines

SET = "appraise"
COMPARISON, DOCUMENT = "so-sanh.xlsx", "tham-dinh.json"


def run(cycle: Path | None, lang: str | None, wish: Wish, *, jobs: int, quiet: bool, json: bool, dry_run: bool, verbose: bool = False) -> int:
    """Show how far each unit and file is, and replace results/appraise."""
    screen = open_screen(lang, quiet=quiet or json, verbose=verbose)
    opened = open_cycle(cycle)
    gathered = gather.gather(opened, opened.cycle.units, screen, jobs, wish)
    heard = appraisals.hear(opened, gathered.returns, jobs)
    if not heard.sheets:
        raise Stop(Exit.WRONG_USE, "cli.appraise_none")
    units = tuple(unit for unit in opened.cycle.units if excluded_for(opened, unit) is None and opened.block(unit).needs_workbooks)
    files = of_files(heard.sheets, heard.appraisal, appraisals.not_taken(heard))
    standing = of_units((unit.id for unit in units), heard.appraisal)
    written: list[str] = []
    if not dry_run:
        made = _set(opened, units, appraisals.present(opened, gathered.returns), heard, (files, standing))
        with writing.held(opened.folder, screen):
            written = writing.replace_set(opened.folder, SET, made)
            screen.wrote(written)
            writing.note(opened.folder, "appraise status", (), Exit.FINE)
    _say(screen, opened, units, files, standing, heard, written, json=json)
    return Exit.FINE


def _set(
    opened: Opened, units: Sequence[Unit], present: Mapping[str, Present], heard: Heard, progress: tuple[Sequence[FileProgress], Standing]
) -> dict[str, bytes]:
    """Return the files of results/appraise."""
    words, (files, standing) = file_words(opened), progress
    blocks: dict[str, tuple[ComparedItem, ...]] = {}
    for block in opened.edition.blocks:
        own = [present[unit.id] for unit in units if unit.block == block.id]
        if own:
            blocks[block.id] = side_by_side(own, heard.appraisal)
    return {
        COMPARISON: comparison_book.comparison_book(opened.edition, opened.cycle, blocks, words),
        DOCUMENT: appraisal_document(opened.cycle.cycle, units, files, standing, heard.findings, words).encode(),
    }


def _say(
    screen: Screen,
    opened: Opened,
    units: Sequence[Unit],
    files: Sequence[FileProgress],
    standing: Standing,
    heard: Heard,
    written: Sequence[str],
    *,
    json: bool,
) -> None:
    if json:
        document = {
            "format": "parcli/appraise-status@1", "written": list(written), "problems": screen.problems(heard.findings),
            "files": file_lines(files), "units": unit_lines(units, standing),
        }  # fmt: skip
        screen.result(machine_text.dumps(document, ensure_ascii=False, indent=1))
        return
    screen.findings(heard.findings)
    names = {unit.id: unit.name for unit in units}
    screen.show(terminal.appraisal_table(standing, screen.words, names))
    screen.show(terminal.appraisal_files(files, screen.words))
    if written:
        screen.say("cli.appraise_written", folder=opened.folder / writing.RESULTS / SET)
