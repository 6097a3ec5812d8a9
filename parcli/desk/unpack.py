"""Archives taken apart under limits, in a worker: every entry is told, none leaves the folder it is put into.

Entries are written under numbers, never under their own names. An archive of which anything cannot be trusted as a whole
(damage, a password, a limit) gives nothing; an entry that cannot be kept alone is turned away alone.
"""

from __future__ import annotations

import errno
import hashlib
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from parcli import container
from parcli.core.evidence import path_key
from parcli.core.intake import Arrived, TurnedAway
from parcli.core.limits import Limits
from parcli.core.returned import Problem
from parcli.desk import kinds, names

_CHUNK = 1024 * 1024
_RATIO_FROM = 1024 * 1024
_ENCRYPTED = 0x1
_NO_ROOM = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
"""What writing, not reading, failed for: the disk or the user's share of it is full."""
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, IndexError, KeyError, OverflowError)


@dataclass(frozen=True, slots=True)
class File:
    """A file of the mailbox to look into: its place on the disk, how it is told, its parts, and where its content may be put."""

    place: str
    path: str
    parts: tuple[str, ...]
    heap: int
    room: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file turned out to hold: itself, or all that an archive brought; and the names that had to be guessed."""

    arrived: tuple[Arrived, ...] = ()
    turned_away: tuple[TurnedAway, ...] = ()
    guessed: tuple[tuple[str, str], ...] = ()


class _Refused(Exception):
    """An archive from which nothing is taken, and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class _Overfull(_Refused):
    """All that came with one file of the mailbox is too much, not only an archive in it."""


@dataclass(slots=True)
class _Budget:
    """What may still be unpacked of one file of the mailbox."""

    limits: Limits
    bytes: int = 0
    entries: int = 0

    def take(self, size: int) -> None:
        self.bytes += size
        if self.bytes > self.limits.archive_bytes:
            raise _Overfull(_problem("IN113", what="term:unpacked_bytes", found=self.bytes, limit=self.limits.archive_bytes))

    def count(self, entries: int) -> None:
        self.entries += entries
        if self.entries > self.limits.archive_entries:
            raise _Overfull(_problem("IN113", what="term:entries", found=self.entries, limit=self.limits.archive_entries))


def look(limits: Limits, file: File) -> Looked:
    """Look into one file of the mailbox; what archives hold is put under numbers into its room. Nothing is raised."""
    try:
        size = Path(file.place).stat().st_size
        if size > limits.archive_bytes:
            return _away(file.path, _problem("IN113", what="term:bytes", found=size, limit=limits.archive_bytes))
        with Path(file.place).open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        desk = _Desk(limits, file, sha256, _Budget(limits))
        desk.file(Path(file.place), file.path, file.parts, size, sha256, depth=0)
        return Looked(tuple(desk.arrived), tuple(desk.turned_away), tuple(desk.guessed))
    except OSError as error:
        reason = "term:no_room" if error.errno in _NO_ROOM else "term:unreadable"
        return _away(file.path, _problem("IN116", reason=reason, detail=type(error).__name__))
    except _Overfull as refused:
        return _away(file.path, refused.problem)


def _away(path: str, problem: Problem) -> Looked:
    return Looked((), (TurnedAway(path, problem),))


def _problem(code: str, **values: object) -> Problem:
    return Problem(code, tuple((name, str(value)) for name, value in sorted(values.items())))


@dataclass(slots=True)
class _Desk:
    """What was found so far in one file of the mailbox."""

    limits: Limits
    source: File
    source_sha256: str
    budget: _Budget
    arrived: list[Arrived] = field(default_factory=list)
    turned_away: list[TurnedAway] = field(default_factory=list)
    guessed: list[tuple[str, str]] = field(default_factory=list)
    number: int = 0

    def file(self, place: Path, path: str, parts: tuple[str, ...], size: int, sha256: str, depth: int) -> None:
        """Take a file as it is, or what it holds where it is a zip that only wraps files."""
        kind, form = kinds.of_named(place, size, parts[-1], self.limits)
        if kind == "archive":
            self.away(path, _problem("IN108", found=form))
        elif kind == "zip":
            self.archive(place, path, parts, depth)
        else:
            self.arrived.append(Arrived(path, parts, self.source.heap, str(place), size, sha256, kind, form, self.source.path, self.source_sha256))

    def away(self, path: str, problem: Problem | None = None) -> None:
        self.turned_away.append(TurnedAway(path, problem))

    def archive(self, place: Path, path: str, parts: tuple[str, ...], depth: int) -> None:
        """Take all that an archive holds; where it fails as a whole, nothing of it is kept but that it failed."""
        before = len(self.arrived), len(self.turned_away), len(self.guessed)
        try:
            self.entries(place, path, parts, depth)
        except _Overfull:
            raise
        except (_Refused, MemoryError, *_DAMAGE) as error:
            del self.arrived[before[0] :], self.turned_away[before[1] :], self.guessed[before[2] :]
            self.away(path, error.problem if isinstance(error, _Refused) else _problem("IN112", reason=type(error).__name__))

    def entries(self, place: Path, path: str, parts: tuple[str, ...], depth: int) -> None:
        if depth > self.limits.archive_depth:
            raise _Refused(_problem("IN113", what="term:archives_within", found=depth, limit=self.limits.archive_depth))
        with zipfile.ZipFile(place) as archive:
            listed = archive.infolist()
            self.budget.count(len(listed))
            self.trusted(listed)
            for entry, name in self.kept(listed, path):
                inside = names.parts(name.text)
                target = self.unpacked(archive, entry)
                size, sha256 = target.stat().st_size, _sha256(target)
                self.file(target, f"{path}/{'/'.join(inside)}", (*parts, *inside), size, sha256, depth + 1)
        if all(_is_folder(entry) for entry in listed):
            raise _Refused(_problem("IN112", reason="term:no_entries"))

    def trusted(self, listed: list[zipfile.ZipInfo]) -> None:
        """Refuse an archive whose list of entries alone shows that it cannot be unpacked safely."""
        if any(entry.flag_bits & _ENCRYPTED for entry in listed):
            raise _Refused(_problem("IN111"))
        if container.overlapping(listed):
            raise _Refused(_problem("IN112", reason="term:entries_overlap"))
        for entry in listed:
            if entry.file_size > _RATIO_FROM and entry.file_size > self.limits.unzip_ratio * max(entry.compress_size, 1):
                ratio = entry.file_size // max(entry.compress_size, 1)
                raise _Refused(_problem("IN113", what="term:ratio", found=ratio, limit=self.limits.unzip_ratio))
        if self.budget.bytes + sum(entry.file_size for entry in listed) > self.limits.archive_bytes:
            self.budget.take(sum(entry.file_size for entry in listed))

    def kept(self, listed: list[zipfile.ZipInfo], path: str) -> Iterator[tuple[zipfile.ZipInfo, names.Name]]:
        """Yield the files to unpack; every other one is told with its reason."""
        named = [(entry, names.of_entry(entry)) for entry in listed if not _is_folder(entry)]
        seen = Counter(path_key(name.text) for _, name in named)
        for entry, name in named:
            shown = f"{path}/{name.text}"
            fault = names.fault(name.text, self.limits)
            if fault is not None:
                self.away(shown, _problem("IN114", reason=fault))
            elif names.is_junk(names.parts(name.text)):
                self.away(shown)
            elif seen[path_key(name.text)] > 1:
                self.away(shown, _problem("IN115", count=seen[path_key(name.text)]))
            elif _is_link(entry):
                self.away(shown, _problem("IN116", reason="term:link", detail=""))
            else:
                self.guessed += [(shown, name.raw.hex())] if name.guessed else []
                yield entry, name

    def unpacked(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Path:
        """Write one entry's bytes under the next number, counting them as they come."""
        self.number += 1
        target = Path(self.source.room) / str(self.number)
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as stream, target.open("xb") as file:
            while chunk := stream.read(_CHUNK):
                self.budget.take(len(chunk))
                file.write(chunk)
        return target


def _sha256(place: Path) -> str:
    with place.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    return not entry.file_size and names.of_entry(entry).text.endswith("/")


def _is_link(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry is a link or something else that is no file, where the archive says so."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return kind not in (0, stat.S_IFREG)
