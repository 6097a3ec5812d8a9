"""``parcli publish``: seal the results that are announced, as a set of their own that nothing ever overwrites."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from parcli.cli import former_year, publishing, results, writing
from parcli.cli.commands.verify import tell
from parcli.cli.exits import Exit, Stop
from parcli.cli.holding import Checked, Shelf, check
from parcli.cli.opened import find
from parcli.cli.published import SEALED
from parcli.cli.publishing import Files
from parcli.cli.screen import Screen, open_screen
from parcli.cli.seals import Announced, announced
from parcli.cli.writing import PUBLISHED
from parcli.core.fields import plain_code
from parcli.report import machine
from parcli.report.manifest_document import SEAL
from parcli.results import sets
from parcli.results.copying import Unlike

_LONGEST_NAME, _LONGEST_NOTE = 60, 2000
_READ_ONLY = 0o444


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is announced, and how."""

    name: str
    archive: bool
    note: str
    provisional_too: bool
    dry_run: bool

    def arguments(self) -> tuple[str, ...]:
        """Return what the log says of the call."""
        told = (("--archive", self.archive), ("--provisional-too", self.provisional_too))
        return (self.name, *(option for option, given in told if given), *((f"--note {self.note}",) if self.note else ()))


def run(wanted: Wanted, cycle: Path | None, lang: str | None, *, jobs: int, quiet: bool, verbose: bool, json: bool, cache: bool) -> int:
    """Verify, then seal; exit 1 when the results do not hold, 2 when there is nothing final to announce or the name is taken."""
    screen = open_screen(lang, quiet=quiet or json, verbose=verbose)
    folder = find(cycle)
    _check_name(wanted, folder)
    former, damaged = announced(folder)
    if damaged:
        raise Stop(Exit.WRONG_USE, "cli.publish_damaged", damaged, count=len(damaged))
    checked = check(Shelf(folder / writing.RESULTS, writing.RESULTS, folder), SEALED, screen, jobs, cache=cache)
    missing = [name for name in SEALED if name not in checked.sets]
    if missing:
        raise Stop(Exit.WRONG_USE, "cli.publish_nothing", names=", ".join(missing))
    if checked.findings or checked.again is None:
        tell(screen, [f"{writing.RESULTS}/{name}" for name in SEALED], checked.findings)
        return Exit.FINDINGS
    files, final = _files(wanted, folder, checked, former[-1] if former else None)
    written = _write(wanted, folder, files, screen)
    if json:
        screen.written("publish", written)
    elif written:
        screen.say("cli.published" if final else "cli.published_draft", folder=folder / PUBLISHED / wanted.name)
        if former:
            screen.say("cli.published_differs", file=f"{PUBLISHED}/{wanted.name}/{publishing.BOOK}", former=former[-1].folder.name)
    return Exit.FINE


def _check_name(wanted: Wanted, folder: Path) -> None:
    if not plain_code(wanted.name) or len(wanted.name) > _LONGEST_NAME:
        raise Stop(Exit.WRONG_USE, "cli.bad_code", found=wanted.name, option="NAME")
    if len(wanted.note) > _LONGEST_NOTE:
        raise Stop(Exit.WRONG_USE, "cli.publish_long_note", limit=_LONGEST_NOTE)
    root = folder / PUBLISHED
    taken = [path.name for path in root.iterdir() if path.name.casefold() == wanted.name.casefold()] if root.is_dir() else []
    if taken:
        raise Stop(Exit.WRONG_USE, "cli.publish_taken", name=taken[0])


def _files(wanted: Wanted, folder: Path, checked: Checked, former: Announced | None) -> tuple[Files, bool]:
    """Return the files of the set, and whether the result is final. Raises Stop where it may not be announced."""
    again = checked.again
    if again is None:
        raise Stop(Exit.FAULT, "cli.publish_nothing", names="")
    content = publishing.result_files(folder / writing.RESULTS)
    final = not results.is_draft(machine.read_scores(content["aggregate/scores.json"].decode()))
    if not final and not wanted.provisional_too:
        raise Stop(Exit.WRONG_USE, "cli.publish_not_final")
    files: Files = dict(content)
    if former is not None:
        try:
            files |= publishing.differing(again, checked.recorded, content, wanted.name, wanted.note, former)
        except (OSError, ValueError, KeyError) as error:
            raise Stop(Exit.WRONG_USE, "cli.publish_former", name=former.folder.name, reason=str(error)[:200]) from None
    inputs = publishing.all_inputs(checked.recorded)
    if wanted.archive:
        former_folder = former_year.recorded(checked.recorded["rank"].options)
        files |= publishing.archive(folder, inputs, None if former_folder is None else folder / former_folder)
    files[SEAL] = publishing.sealed(again, files, inputs, wanted.name, wanted.note, former, laid_by=wanted.archive, final=final)
    return files, final


def _write(wanted: Wanted, folder: Path, files: Files, screen: Screen) -> list[str]:
    place = folder / PUBLISHED / wanted.name
    if wanted.dry_run:
        screen.say("cli.would_write", count=len(files), folder=place)
        return []
    with writing.held(folder, screen):
        _check_name(wanted, folder)
        try:
            sets.write_new_folder(place, files)
        except Unlike as error:
            raise Stop(Exit.WRONG_USE, "cli.publish_changed", file=error.path) from None
        _keep(place)
        writing.note(folder, "publish", wanted.arguments(), Exit.FINE)
    written = [f"{PUBLISHED}/{wanted.name}/{name}" for name in sorted(files)]
    screen.wrote(written)
    return written


def _keep(place: Path) -> None:
    """Take from the files the right to be written to, where the system knows it; the seal does not rely on it."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        for path in place.rglob("*"):
            if path.is_file() and not path.is_symlink():
                path.chmod(_READ_ONLY)
