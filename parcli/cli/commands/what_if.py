"""``parcli rank --what-if``: what would move if points, policies or units were other ones. Nothing of the results is touched."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from parcli.cli import incoming, trying
from parcli.cli.commands.rank import current_scores
from parcli.cli.examining import Wish
from parcli.cli.exits import Exit, Stop
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.screen import Screen, open_screen
from parcli.cli.writing import RESULTS
from parcli.core.limits import MIB, Limits
from parcli.core.trial import WhatIf, effects
from parcli.definitions.what_if import read_what_if
from parcli.report.manifest_document import MANIFEST, read_manifest
from parcli.report.trial_book import trial_book
from parcli.report.trial_document import trial_document
from parcli.report.trial_text import trial_tables
from parcli.report.trial_words import Shown
from parcli.results import single

_MOST = 200 * MIB
_KINDS = (".xlsx", ".json")
_OWN = ("results", "published", "submissions", "appraisal", "survey", "criteria", "versions", "workbooks", "inbox", "trust", "templates")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The what-if file, where the trial is written apart, and whether a file there is replaced."""

    file: Path
    output: Path | None
    force: bool
    dry_run: bool


def run(
    wanted: Wanted, cycle: Path | None, lang: str | None, *, jobs: int, quiet: bool, verbose: bool, json: bool, previous: Path | None = None
) -> int:
    """Work the trial out and show what moves; exit 2 for a file that does not hold, or where it must not be written."""
    screen = open_screen(lang, quiet=quiet or json, verbose=verbose)
    if previous is not None:
        raise Stop(Exit.WRONG_USE, "cli.what_if_alone")
    opened = open_cycle(cycle)
    if wanted.output is not None:
        _check_place(opened, wanted.output, force=wanted.force)
    trial = _trial(opened, wanted.file)
    read, _ = current_scores(opened)
    found = trying.tried(opened, trial, screen, jobs, Wish(_ocr(opened)), provisional=read.provisional)
    shown = Shown(opened.edition, opened.cycle, trial, found, effects(found), provisional=read.provisional, file=wanted.file.name)
    if wanted.output is not None and not wanted.dry_run:
        single.write_file(wanted.output, _content(shown, wanted.output, screen), replace=wanted.force)
        screen.say("cli.wrote", name=wanted.output)
    if json:
        screen.result(trial_document(shown, screen.words))
    else:
        screen.show(trial_tables(shown, screen.words))
        screen.say("cli.what_if_apart", folder=opened.folder / RESULTS)
    return Exit.FINE


def _trial(opened: Opened, path: Path) -> WhatIf:
    try:
        content = incoming.content(path, Limits().yaml_bytes)
    except OSError as error:
        raise Stop(Exit.WRONG_USE, "cli.what_if_unread", file=path, reason=error.strerror or type(error).__name__) from None
    loaded = read_what_if(content, opened.cycle, opened.edition, path.name)
    if loaded.trial is None:
        raise Stop(Exit.WRONG_USE, "cli.what_if_bad", loaded.findings, file=path, count=len(loaded.findings))
    return loaded.trial


def _check_place(opened: Opened, output: Path, *, force: bool) -> None:
    """Stop at a place that is not the trial's own: another kind of file, a folder of the cycle, a file that is there."""
    if output.suffix.casefold() not in _KINDS:
        raise Stop(Exit.WRONG_USE, "cli.what_if_kind", file=output, known=", ".join(_KINDS))
    place, home = output.resolve(), opened.folder.resolve()
    if any(place.is_relative_to(home / name) for name in _OWN):
        raise Stop(Exit.WRONG_USE, "cli.what_if_own", file=output)
    incoming.check_free(output, force=force)
    if not output.resolve().parent.is_dir():
        raise Stop(Exit.WRONG_USE, "cli.what_if_no_folder", folder=output.parent)


def _content(shown: Shown, output: Path, screen: Screen) -> bytes:
    if output.suffix.casefold() == ".json":
        return trial_document(shown, screen.words).encode()
    return trial_book(shown, screen.words)


def _ocr(opened: Opened) -> str:
    """Read scans as ``aggregate`` did, so that the trial starts from the same findings."""
    place = opened.folder / RESULTS / "aggregate" / MANIFEST
    try:
        return "never" if read_manifest(incoming.content(place, _MOST).decode("utf-8")).means.get("ocr") == "no" else "auto"
    except (OSError, ValueError):
        return "auto"
