"""Commands that write: under the cycle's lock, after mending what a broken run left, with a line in the log."""

from __future__ import annotations

import getpass
import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from parcli import __version__
from parcli.cli.exits import Exit
from parcli.cli.screen import Screen
from parcli.report.manifest_document import MANIFEST
from parcli.results import journal, lock, log, sets

RESULTS, PUBLISHED = "results", "published"
_NOTHING: Mapping[str, bytes] = MappingProxyType({})


@contextmanager
def held(folder: Path, screen: Screen) -> Iterator[None]:
    """Hold the cycle while something is written, and mend first what an earlier run left. Raises lock.Held."""
    with lock.hold(folder):
        if journal.finish(folder):
            screen.say("cli.mended", what=journal.STAGING)
        for mended in (*sets.mend(folder / RESULTS), *sets.mend(folder / PUBLISHED), *sets.mend(folder)):
            screen.say("cli.mended", what=mended)
        yield


@contextmanager
def scratch() -> Iterator[Path]:
    """Give an empty folder for what is under way and too large for memory; it is removed afterwards. Raises sets.CannotWrite."""
    with sets.writing(Path("TMPDIR")):
        place = Path(tempfile.gettempdir())
    with sets.writing(place), tempfile.TemporaryDirectory(prefix="parcli-") as folder:
        yield Path(folder)


def replace_set(folder: Path, name: str, files: Mapping[str, bytes]) -> list[str]:
    """Exchange a result set as a whole; return the names of its files in the cycle."""
    sets.write_set(folder / RESULTS / name, files)
    return [f"{RESULTS}/{name}/{file}" for file in sorted(files)]


def note(folder: Path, command: str, arguments: tuple[str, ...], outcome: Exit, files: Mapping[str, bytes] = _NOTHING) -> None:
    """Add a line to the log: who ran what, when, how it ended, and which manifest was written, where ``files`` hold one."""
    made = hashlib.sha256(files[MANIFEST]).hexdigest() if MANIFEST in files else ""
    log.append(folder, log.entry(datetime.now().astimezone(), _who(), command, arguments, int(outcome), __version__, made))


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"
