"""Announced sets: where they lie, what their seals say, and whether their files are still those that were sealed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from parcli.checks import holding as checks
from parcli.cli.exits import Exit, Stop
from parcli.cli.holding import Checked, Shelf, check
from parcli.cli.opened import find
from parcli.cli.screen import Screen
from parcli.cli.writing import PUBLISHED
from parcli.core.findings import Finding, found
from parcli.core.manifest import FileMark
from parcli.report.manifest_document import SEAL, Seal, read_seal
from parcli.results import hashes

ARCHIVE = "inputs"
SEALED = ("aggregate", "rank")
_MOST_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Announced:
    """An announced set: its folder, what its seal says, and the SHA-256 of that seal."""

    folder: Path
    seal: Seal
    sha256: str


def announced(cycle: Path) -> tuple[tuple[Announced, ...], tuple[Finding, ...]]:
    """Return the announced sets in the order of their numbers, and those whose seal cannot be read."""
    root = cycle / PUBLISHED
    folders = sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith(".")) if root.is_dir() else []
    read = [_announced(folder) for folder in folders]
    sets = sorted((each for each in read if isinstance(each, Announced)), key=lambda each: (each.seal.sequence, each.seal.name))
    return tuple(sets), tuple(each for each in read if isinstance(each, Finding))


def _announced(folder: Path) -> Announced | Finding:
    try:
        content = _content(folder / SEAL)
        seal = read_seal(content.decode("utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)[:80]
        return found("VF116", file=f"{PUBLISHED}/{folder.name}/{SEAL}", reason=reason)
    return Announced(folder, seal, hashlib.sha256(content).hexdigest())


def _content(place: Path) -> bytes:
    if place.is_symlink() or place.stat().st_size > _MOST_BYTES:
        raise ValueError(SEAL)
    return place.read_bytes()


def check_announced(cycle: Path | None, name: str, screen: Screen, jobs: int, *, cache: bool) -> Checked:
    """Check an announced set: its files, the set before it, and whether it still follows from its inputs. Raises Stop.

    The inputs are those of its archive where it has one, else those of the cycle.
    """
    home = find(cycle)
    folder = home / PUBLISHED / name
    if "/" in name or "\\" in name or name in (".", "..") or not folder.is_dir():
        known = ", ".join(each.folder.name for each in announced(home)[0]) or "–"
        raise Stop(Exit.WRONG_USE, "cli.no_such_published", name=name, known=known)
    one = _announced(folder)
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
