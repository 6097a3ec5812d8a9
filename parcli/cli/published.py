"""Whether the files of an announced set are still those that were sealed, and whether it still follows from its inputs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from parcli.checks import holding as checks
from parcli.cli.exits import Exit, Stop
from parcli.cli.holding import Checked, Shelf, check
from parcli.cli.opened import find
from parcli.cli.screen import Screen
from parcli.cli.seals import ARCHIVE, Announced, announced, read_set
from parcli.cli.writing import PUBLISHED
from parcli.core.findings import Finding, found
from parcli.core.manifest import FileMark
from parcli.report.manifest_document import SEAL
from parcli.results import hashes

SEALED = ("aggregate", "rank")


def check_announced(cycle: Path | None, name: str, screen: Screen, jobs: int, *, cache: bool) -> Checked:
    """Check an announced set: its files, the set before it, and whether it still follows from its inputs. Raises Stop.

    The inputs are those of its archive where it has one, else those of the cycle.
    """
    home = find(cycle)
    folder = home / PUBLISHED / name
    if "/" in name or "\\" in name or name in (".", "..") or not folder.is_dir():
        known = ", ".join(each.folder.name for each in announced(home)[0]) or "–"
        raise Stop(Exit.WRONG_USE, "cli.no_such_published", name=name, known=known)
    one = read_set(folder)
    if isinstance(one, Finding):
        return Checked((name,), {}, (one,))
    sealed = (*_files(one), *_before(home, one))
    shown = f"{PUBLISHED}/{name}"
    base = folder / ARCHIVE if one.seal.archive else home
    shelf = Shelf(folder, shown, base, f"{shown}/{ARCHIVE}/" if one.seal.archive else "")
    checked = check(shelf, SEALED, screen, jobs, cache=cache)
    missing = [found("VF112", file=f"{shown}/{each}", recorded="–", present="–", sets=shown) for each in SEALED if each not in checked.sets]
    once = dict.fromkeys((*sealed, *missing, *(each for each in checked.findings if not _told(each, sealed))))
    return Checked((name,), checked.recorded, tuple(once), checked.again)


def _told(one: Finding, before: tuple[Finding, ...]) -> bool:
    return any((one.code, one.file) == (each.code, each.file) for each in before)


def _files(one: Announced) -> Iterator[Finding]:
    """Compare the files of the set with its seal, those of its archive with the inputs that the seal lists."""
    lying = [FileMark(*each) for each in hashes.listing(one.folder) if each[0] != SEAL]
    inside = f"{ARCHIVE}/"
    place = f"{PUBLISHED}/{one.folder.name}"
    yield from checks.outputs(place, one.seal.files, [each for each in lying if not each.path.startswith(inside)])
    archived = [FileMark(each.path.removeprefix(inside), each.sha256, each.size) for each in lying if each.path.startswith(inside)]
    if one.seal.archive or archived:
        yield from checks.archived(f"{place}/{ARCHIVE}", place, one.seal.inputs, archived)


def _before(home: Path, one: Announced) -> Iterator[Finding]:
    """Compare the seal of the set that was announced before with what this one remembers of it."""
    if not one.seal.previous:
        return
    former = home / PUBLISHED / one.seal.previous / SEAL
    now = hashes.mark_of(former)[0] if former.exists() else ""
    if now != one.seal.previous_sha256:
        file = f"{PUBLISHED}/{one.seal.previous}/{SEAL}"
        yield found("VF117", file=file, name=one.seal.previous, recorded=one.seal.previous_sha256[:8], present=now[:8] or "–")
