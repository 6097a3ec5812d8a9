"""Walks one unit's evidence folder without following links or leaving it.

Every entry is accounted for once: taken as a file, or refused with a reason. Only the droppings of
file managers and of open Office documents are passed over.
"""

from __future__ import annotations

import errno
import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from parcli.core.evidence import RefusalReason, RefusedEntry, path_key
from parcli.core.limits import Limits

_DROPPINGS = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_OPEN_DOCUMENT = "~$"
_LARGEST = 20
"""A file above this many times `pdf_bytes` is not even hashed: a sparse file of terabytes would take hours."""
_WALK = 10
"""The walk ends after this many times `evidence_files`."""
_JUNCTION = 0xA0000003  # stat.IO_REPARSE_TAG_MOUNT_POINT, which Python defines on Windows only


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file seen in the walk: its NFC path, the same path as the disk spells it, its size in bytes."""

    path: str
    name_on_disk: str
    size: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One walk: what to examine and what was refused, each sorted by path."""

    present: bool
    files: tuple[FoundFile, ...]
    refused: tuple[RefusedEntry, ...]


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder still to be walked: where it is, how it is spelt from evidence/, how deep it lies."""

    place: str
    name: str
    depth: int


def list_folder(root: Path, limits: Limits) -> Listing:
    """Walk `root`, the evidence folder of one unit. An absent folder is no error; nothing raises."""
    try:
        about = os.lstat(root)
    except FileNotFoundError:
        return Listing(present=False, files=(), refused=())
    except OSError as error:
        return _refused_root("unreadable", _reason(error))
    if _is_link(about):
        return _refused_root("link", "the evidence folder is itself a link")
    if not stat.S_ISDIR(about.st_mode):
        return _refused_root("special", "not a folder")
    files: list[FoundFile] = []
    refused: list[RefusedEntry] = []
    for entry in _walk(os.fspath(root), limits):
        if isinstance(entry, FoundFile):
            files.append(entry)
        else:
            refused.append(entry)
    return _without_clashes(files, refused)


def readable_path(name: str) -> str:
    """Return a disk's spelling as a path that can be compared and printed: `/`, NFC, bytes that are no UTF-8 as %XX."""
    path = name.replace(os.sep, "/")
    return normalize("NFC", "".join(_printable(char) for char in path))


def _printable(char: str) -> str:
    return f"%{ord(char) & 0xFF:02X}" if "\ud800" <= char <= "\udfff" else char


def _refused_root(reason: RefusalReason, detail: str) -> Listing:
    return Listing(present=True, files=(), refused=(RefusedEntry("", reason, detail),))


def _without_clashes(files: list[FoundFile], refused: list[RefusedEntry]) -> Listing:
    """Refuse files whose names differ only in case or Unicode form: which one is meant is not known."""
    seen = Counter(path_key(file.path) for file in files)
    kept = [file for file in files if seen[path_key(file.path)] == 1]
    clashing = (file for file in files if seen[path_key(file.path)] > 1)
    refused = [*refused, *(RefusedEntry(f.path, "name_clash", f"{f.size} bytes") for f in clashing)]
    return Listing(
        present=True,
        files=tuple(sorted(kept, key=lambda file: file.path)),
        refused=tuple(sorted(refused, key=lambda entry: (entry.path, entry.reason, entry.detail))),
    )


def _walk(root: str, limits: Limits) -> Iterator[FoundFile | RefusedEntry]:
    """Yield every entry under `root`, in an order that depends on names alone."""
    waiting = [_Folder(root, "", 0)]
    count = 0
    while waiting:
        here = waiting.pop()
        deeper: list[_Folder] = []
        for found in _inside(here, limits):
            if isinstance(found, _Folder):
                deeper.append(found)
                continue
            count += isinstance(found, FoundFile)
            if count > limits.evidence_files * _WALK:
                yield RefusedEntry(readable_path(here.name), "too_many", f"walk ended after {count - 1} files")
                return
            yield _within(found, count, limits)
        waiting.extend(reversed(deeper))


def _inside(here: _Folder, limits: Limits) -> Iterator[FoundFile | RefusedEntry | _Folder]:
    entries = _entries(here)
    if isinstance(entries, RefusedEntry):
        yield entries
        return
    for entry in entries:
        found = _look(entry, here, limits)
        if isinstance(found, _Folder) and found.depth > limits.evidence_depth:
            detail = f"more than {limits.evidence_depth} folders deep"
            yield RefusedEntry(readable_path(found.name), "too_deep", detail)
        elif found is not None:
            yield found


def _entries(folder: _Folder) -> list[os.DirEntry[str]] | RefusedEntry:
    """List a folder in an order that does not depend on the disk."""
    try:
        with os.scandir(folder.place) as scan:
            return sorted(scan, key=lambda entry: (readable_path(entry.name), entry.name))
    except OSError as error:
        return RefusedEntry(readable_path(folder.name), "unreadable", _reason(error))


def _look(entry: os.DirEntry[str], here: _Folder, limits: Limits) -> FoundFile | RefusedEntry | _Folder | None:
    """Say what one entry is: a file, a folder, something refused, or nothing worth a word."""
    name = f"{here.name}{os.sep}{entry.name}" if here.name else entry.name
    path = readable_path(name)
    try:
        about = entry.stat(follow_symlinks=False)
    except OSError as error:
        return RefusedEntry(path, "unreadable", _reason(error))
    if _is_link(about):
        return RefusedEntry(path, "link", "links are not followed")
    if stat.S_ISDIR(about.st_mode):
        return _Folder(entry.path, name, here.depth + 1)
    if not stat.S_ISREG(about.st_mode):
        return RefusedEntry(path, "special", "neither a file nor a folder")
    return None if _is_dropping(entry.name) else _sized(FoundFile(path, name, about.st_size), limits)


def _is_dropping(name: str) -> bool:
    return name.casefold() in _DROPPINGS or name.startswith(_OPEN_DOCUMENT)


def _sized(file: FoundFile, limits: Limits) -> FoundFile | RefusedEntry:
    if file.size > limits.pdf_bytes * _LARGEST:
        return RefusedEntry(file.path, "too_large", f"{file.size} bytes")
    return file


def _within(found: FoundFile | RefusedEntry, count: int, limits: Limits) -> FoundFile | RefusedEntry:
    if isinstance(found, RefusedEntry) or count <= limits.evidence_files:
        return found
    return RefusedEntry(found.path, "too_many", f"beyond the limit of {limits.evidence_files} files")


def _is_link(about: os.stat_result) -> bool:
    """Recognise symbolic links and Windows junctions, but not files that OneDrive keeps in the cloud."""
    return stat.S_ISLNK(about.st_mode) or getattr(about, "st_reparse_tag", 0) == _JUNCTION


def _reason(error: OSError) -> str:
    """Name the fault alike on every system and in every language."""
    return errno.errorcode.get(error.errno or 0, type(error).__name__)
