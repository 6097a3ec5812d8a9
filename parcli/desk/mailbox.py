"""The mailbox: folders and files walked without following links, each file looked into in a worker that can be killed."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from parcli.core.intake import TurnedAway
from parcli.core.limits import Limits
from parcli.core.returned import Problem
from parcli.desk import names
from parcli.desk.unpack import File, Looked, look
from parcli.workers import Lost, batch

_DEEPEST = 30


@dataclass(frozen=True, slots=True)
class Root:
    """A place to look at: where it is, how it is told, and whether it is only a heap, which joins nothing in it."""

    place: Path
    path: str
    heap: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in the mailbox: files to look into, and what is not looked into."""

    files: tuple[File, ...]
    turned_away: tuple[TurnedAway, ...]


def walk(roots: Sequence[Root], staging: Path, limits: Limits) -> Listing:
    """List every file under the roots once, in an order that depends on names alone. Nothing raises."""
    files: list[File] = []
    away: list[TurnedAway] = []
    seen: set[str] = set()
    for root in roots:
        start = tuple(names.parts(root.path)) or (root.path,)
        for place, parts, fault in _under(root.place, (), 0):
            path = "/".join((root.path.rstrip("/"), *parts))
            real = os.path.realpath(place) if fault is None else f"{path}?"
            if real in seen:
                continue
            seen.add(real)
            if fault is not None:
                away.append(fault_at(path, fault))
            elif (told := _told(path, parts or start[-1:], place, limits, len(files))) is not None:
                away.append(told)
            else:
                files.append(File(str(place), path, (*start, *parts), len(start) if root.heap else len(start) - 1, str(staging / str(len(files)))))
    return _without_clashes(files, away)


def _without_clashes(files: list[File], away: list[TurnedAway]) -> Listing:
    """Turn away files whose names differ only in their Unicode form, as some disks allow: they could not be told apart."""
    named = Counter(file.path for file in files)
    clashing = [TurnedAway(file.path, Problem("IN115", (("count", str(named[file.path])),))) for file in files if named[file.path] > 1]
    return Listing(tuple(file for file in files if named[file.path] == 1), (*away, *clashing))


def fault_at(path: str, reason: str) -> TurnedAway:
    """Return what is told of a place on the disk that is no file to look into."""
    return TurnedAway(path, Problem("IN116", (("detail", ""), ("reason", reason))))


def _told(path: str, parts: tuple[str, ...], place: Path, limits: Limits, listed: int) -> TurnedAway | None:
    """Return why a file is not looked into; None where it is."""
    fault = names.fault("/".join(parts), limits)
    if names.is_junk(parts):
        return TurnedAway(path)
    if fault is not None:
        return TurnedAway(path, Problem("IN114", (("reason", fault),)))
    if listed >= limits.intake_files:
        return TurnedAway(
            path, Problem("IN113", (("found", str(listed + 1)), ("limit", str(limits.intake_files)), ("what", "term:files_of_mailbox")))
        )
    return None if place.is_file() else fault_at(path, "term:special")


def _under(place: Path, parts: tuple[str, ...], depth: int) -> Iterator[tuple[Path, tuple[str, ...], str | None]]:
    """Yield each file with its parts, and each place that cannot be looked into with the reason."""
    try:
        about = place.lstat()
        if _is_link(about):
            yield place, parts, "term:link"
        elif not stat.S_ISDIR(about.st_mode):
            yield place, parts, None if stat.S_ISREG(about.st_mode) else "term:special"
        elif depth > _DEEPEST:
            yield place, parts, "term:too_deep"
        else:
            for name in sorted(os.listdir(place), key=lambda each: (names.parts(_readable(each)), each)):
                yield from _under(place / name, (*parts, *names.parts(_readable(name))), depth + 1)
    except OSError:
        yield place, parts, "term:unreadable"


def _readable(name: str) -> str:
    """Return a name of the disk without bytes that are no text; a slash of another system must not split it."""
    return os.fsencode(name).decode("utf-8", "backslashreplace").replace("\\", "?")


def _is_link(about: os.stat_result) -> bool:
    return stat.S_ISLNK(about.st_mode) or getattr(about, "st_reparse_tag", 0) == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)


def look_into(files: Sequence[File], limits: Limits, workers: int = 0, progress: Callable[[], None] | None = None) -> tuple[Looked, ...]:
    """Look into the files; the answers stand in their order. A file whose worker is lost is told as one that cannot be opened."""
    found: dict[File, Looked] = {}
    for file, answer in batch(partial(look, limits), files, workers, limits.archive_seconds, limits.worker_memory):
        found[file] = _lost(file, answer) if isinstance(answer, Lost) else answer
        if progress is not None:
            progress()
    return tuple(found[file] for file in files)


def _lost(file: File, lost: Lost) -> Looked:
    reason = "term:over_limits" if lost.over_limits else lost.error
    return Looked((), (TurnedAway(file.path, Problem("IN112", (("reason", reason),))),))
