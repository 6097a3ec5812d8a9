"""Commands that write: under the cycle's lock, after mending what a broken run left, with a line in the log."""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from parcli import __version__
from parcli.cli.exits import Exit
from parcli.cli.screen import Screen
from parcli.results import journal, lock, log, sets

RESULTS = "results"


@contextmanager
def held(folder: Path, screen: Screen) -> Iterator[None]:
    """Hold the cycle while something is written, and mend first what an earlier run left. Raises lock.Held."""
    with lock.hold(folder):
        if journal.finish(folder):
            screen.say("cli.mended", what=journal.STAGING)
        for mended in (*sets.mend(folder / RESULTS), *sets.mend(folder)):
            screen.say("cli.mended", what=mended)
        yield


def replace_set(folder: Path, name: str, files: Mapping[str, bytes]) -> list[str]:
    """Exchange a result set as a whole; return the names of its files in the cycle."""
    sets.write_set(folder / RESULTS / name, files)
    return [f"{RESULTS}/{name}/{file}" for file in sorted(files)]


def note(folder: Path, command: str, arguments: tuple[str, ...], outcome: Exit) -> None:
    """Add a line to the log: who ran what, when, and how it ended."""
    log.append(folder, log.entry(datetime.now().astimezone(), _who(), command, arguments, int(outcome), __version__))


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"
