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
from operator import attrgetter, itemgetter
from pathlib import Path

from parcli.core.evidence import RefusalReason, RefusedEntry, path_key, readable
from parcli.core.limits import Limits

_DROPPINGS = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_LONGEST_DROPPING = max(map(len, _DROPPINGS))
_OPEN_DOCUMENT = "~$"
_LARGEST = 20
"""A file above this many times `pdf_bytes` is not even hashed: a sparse file of terabytes would take hours."""
_WALK = 10
"""The walk ends after this many times `evidence_files`."""
_JUNCTION = 0xA0000003  # stat.IO_REPARSE_TAG_MOUNT_POINT, which Python defines on Windows only
_HAS_TAGS = hasattr(os.stat_result, "st_reparse_tag")
_PATH = attrgetter("path")
_NAMES = itemgetter(0, 1)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file seen in the walk: its NFC path, the same path as the disk spells it, its size in bytes.

    `mtime_ns` is the time of its last change in nanoseconds, which anybody may set; `ctime_ns` the time that the system
    keeps of it (on Windows that of its making). `inode` is 0 where the walk does not learn it (Windows).
    """

    path: str
    name_on_disk: str
    size: int
    mtime_ns: int = 0
    ctime_ns: int = 0
    inode: int = 0


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
    return readable(name if os.sep == "/" else name.replace(os.sep, "/"))


def _refused_root(reason: RefusalReason, detail: str) -> Listing:
    return Listing(present=True, files=(), refused=(RefusedEntry("", reason, detail),))


def _without_clashes(files: list[FoundFile], refused: list[RefusedEntry]) -> Listing:
    """Refuse files whose names differ only in case or Unicode form: which one is meant is not known."""
    keys = [path_key(file.path) for file in files]
    if len(set(keys)) < len(keys):
        seen = Counter(keys)
        clashing = [file for file, key in zip(files, keys, strict=True) if seen[key] > 1]
        files = [file for file, key in zip(files, keys, strict=True) if seen[key] == 1]
        refused = [*refused, *(RefusedEntry(f.path, "name_clash", f"{f.size} bytes") for f in clashing)]
    return Listing(
        present=True,
        files=tuple(sorted(files, key=_PATH)),
        refused=tuple(sorted(refused, key=lambda entry: (entry.path, entry.reason, entry.detail))),
    )


def _walk(root: str, limits: Limits) -> Iterator[FoundFile | RefusedEntry]:
    """Yield every entry under `root`, in an order that depends on names alone."""
    waiting = [_Folder(root, "", 0)]
    count = 0
    while waiting:
        here = waiting.pop()
        found, deeper = _inside(here, limits)
        waiting.extend(reversed(deeper))
        for entry in found:
            count += isinstance(entry, FoundFile)
            if count > limits.evidence_files * _WALK:
                yield RefusedEntry(readable_path(here.name), "too_many", f"walk ended after {count - 1} files")
                return
            yield entry if count <= limits.evidence_files else _beyond(entry, limits)


def _inside(here: _Folder, limits: Limits) -> tuple[list[FoundFile | RefusedEntry], list[_Folder]]:
    """Return what lies in one folder: what is taken or refused, and the folders still to be walked."""
    entries = _entries(here)
    if isinstance(entries, RefusedEntry):
        return [entries], []
    start = f"{here.name}{os.sep}" if here.name else ""
    path_start = readable_path(start)
    found: list[FoundFile | RefusedEntry] = []
    deeper: list[_Folder] = []
    for spelt, name, entry in entries:
        # No letter joins with the slash before it, so a path may be composed part by part.
        one = _look(entry, path_start + spelt, start + name, here.depth, limits)
        if isinstance(one, _Folder):
            deeper.append(one)
        elif one is not None:
            found.append(one)
    return found, deeper


def _entries(folder: _Folder) -> list[tuple[str, str, os.DirEntry[str]]] | RefusedEntry:
    """List a folder, with each name as it is printed and as the disk has it, in an order that does not depend on the disk."""
    try:
        with os.scandir(folder.place) as scan:
            return sorted([(readable_path(entry.name), entry.name, entry) for entry in scan], key=_NAMES)
    except OSError as error:
        return RefusedEntry(readable_path(folder.name), "unreadable", _reason(error))


def _look(entry: os.DirEntry[str], path: str, name: str, depth: int, limits: Limits) -> FoundFile | RefusedEntry | _Folder | None:
    """Say what one entry is: a file, a folder, something refused, or nothing worth a word."""
    try:
        about = entry.stat(follow_symlinks=False)
    except OSError as error:
        return RefusedEntry(path, "unreadable", _reason(error))
    mode = about.st_mode
    if stat.S_ISREG(mode) and not _is_junction(about):
        return None if _is_dropping(entry.name) else _sized(path, name, about, limits)
    if _is_link(about):
        return RefusedEntry(path, "link", "links are not followed")
    if not stat.S_ISDIR(mode):
        return RefusedEntry(path, "special", "neither a file nor a folder")
    if depth == limits.evidence_depth:
        return RefusedEntry(path, "too_deep", f"more than {limits.evidence_depth} folders deep")
    return _Folder(entry.path, name, depth + 1)


def _is_dropping(name: str) -> bool:
    return name.startswith(_OPEN_DOCUMENT) or (len(name) <= _LONGEST_DROPPING and name.casefold() in _DROPPINGS)


def _sized(path: str, name: str, about: os.stat_result, limits: Limits) -> FoundFile | RefusedEntry:
    if about.st_size > limits.pdf_bytes * _LARGEST:
        return RefusedEntry(path, "too_large", f"{about.st_size} bytes")
    return FoundFile(path, name, about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino)


def _beyond(entry: FoundFile | RefusedEntry, limits: Limits) -> RefusedEntry:
    if isinstance(entry, RefusedEntry):
        return entry
    return RefusedEntry(entry.path, "too_many", f"beyond the limit of {limits.evidence_files} files")


def _is_link(about: os.stat_result) -> bool:
    """Recognise symbolic links and Windows junctions, but not files that OneDrive keeps in the cloud."""
    return stat.S_ISLNK(about.st_mode) or _is_junction(about)


def _is_junction(about: os.stat_result) -> bool:
    return _HAS_TAGS and getattr(about, "st_reparse_tag", 0) == _JUNCTION


def _reason(error: OSError) -> str:
    """Name the fault alike on every system and in every language."""
    return errno.errorcode.get(error.errno or 0, type(error).__name__)
