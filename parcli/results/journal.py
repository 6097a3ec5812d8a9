"""Many files put in place as one: written beside, listed in a journal, then moved. A run that is killed is finished by the next.

`.parcli-intake/` in the cycle folder holds the new files and, once all of them are there and flushed, `journal.json` with
the moves. Before that file exists nothing has happened; once it exists everything will. The caller holds the cycle.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from parcli.results.sets import flush, writing
from parcli.results.signals import postponed

STAGING = ".parcli-intake"
_JOURNAL = "journal.json"
_FORMAT = "parcli/journal@1"


@dataclass(frozen=True, slots=True)
class Step:
    """A file to be moved: from its name to another, both relative to the cycle with `/`.

    A new file replaces what has its target's name. A former one that is to be kept never replaces anything.
    """

    source: str
    target: str
    keep: bool = False


def begin(cycle: Path) -> Path:
    """Return an empty staging folder. What an interrupted run staged without a journal is removed. Raises CannotWrite."""
    place = cycle / STAGING
    with writing(place):
        if os.path.lexists(place):
            shutil.rmtree(place)
        place.mkdir()
    return place


def drop(cycle: Path) -> None:
    """Remove a staging folder that is done with. While a journal stands in it, its files are still to be moved, and it stays."""
    if not os.path.lexists(cycle / STAGING / _JOURNAL):
        shutil.rmtree(cycle / STAGING, ignore_errors=True)


@postponed()
def commit(cycle: Path, steps: Sequence[Step]) -> None:
    """Do all the steps; from the moment the journal stands they will be done. Raises CannotWrite and ValueError."""
    place = cycle / STAGING
    document = {"format": _FORMAT, "steps": [[each.source, each.target, each.keep] for each in steps]}
    for each in steps:
        _check_place(cycle, each.target)
    with writing(place):
        for each in _checked(document):
            if not each.keep:
                _flush(cycle / each.source)
        new = place / f"{_JOURNAL}.new"
        new.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
        _flush(new)
        new.replace(place / _JOURNAL)
        flush(place)
    finish(cycle)


@postponed()
def finish(cycle: Path) -> bool:
    """Do what a journal still asks for, then remove it; say whether there was one. Raises CannotWrite."""
    place = cycle / STAGING
    if not (place / _JOURNAL).is_file() or place.is_symlink():
        return False
    with writing(place):
        steps = _checked(_read(place / _JOURNAL))
    for step in steps:
        with writing(cycle / step.target):
            _do(cycle / step.source, cycle / step.target, keep=step.keep)
    with writing(place):
        for folder in sorted({(cycle / step.target).parent for step in steps}):
            flush(folder)
        (place / _JOURNAL).unlink()
    drop(cycle)
    return True


def _do(source: Path, target: Path, *, keep: bool) -> None:
    """Move one file; one that is gone was moved before."""
    if not os.path.lexists(source) or (keep and os.path.lexists(target)):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)


def _check_place(cycle: Path, target: str) -> None:
    """Refuse a place that could not be written to, before anything is promised: a folder, or one behind a link or a file."""
    place = cycle / target
    with writing(place):
        for above in list(place.parents)[: target.count("/")]:
            if above.is_symlink() or (above.exists() and not above.is_dir()):
                raise NotADirectoryError(errno.ENOTDIR, "not a folder", str(above))
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, "a folder", str(place))


def _read(path: Path) -> object:
    try:
        return json.loads(path.read_text("utf-8"))
    except ValueError:
        return None


def _checked(document: object) -> tuple[Step, ...]:
    """Return the steps of a journal. Raises OSError for what is none: a name must not lead out of the cycle."""
    listed = document.get("steps") if isinstance(document, dict) and document.get("format") == _FORMAT else None
    try:
        steps = tuple(Step(str(source), str(target), bool(keep)) for source, target, keep in listed or ())
    except (TypeError, ValueError):
        raise OSError(_JOURNAL) from None
    if listed is None or any({"", ".", ".."} & {*name.split("/")} or "\0" in name for step in steps for name in (step.source, step.target)):
        raise OSError(_JOURNAL)
    return steps


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
