"""How an evidence folder looks from outside, so that a later run sees whether anything in it has changed.

Names and numbers are gathered into two runs of bytes, which are written, read and compared at once: a city has thousands of
files, and looking at them is most of what a run costs in which nothing has changed.
"""

from __future__ import annotations

import os
import stat
from array import array
from collections.abc import Iterable
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from parcli.core.limits import Limits
from parcli.evidence.folder import FoundFile

_ENTRIES_PER_FILE = 4
"""A folder may hold so many entries for each file that the limit on evidence allows before it is not kept."""
_OF_ENTRY = attrgetter("st_mode", "st_size", "st_mtime_ns", "st_ctime_ns", "st_ino")
_PER_ENTRY, _CHANGED, _NOTICED = 5, 2, 3
_OF_ENTRIES, _OF_LOOKS = "Q", "q"
_INODE = 2**63 - 1
"""Some file systems have inodes of more than 64 bits; the lower 63 tell files apart as well."""
_BETWEEN = "\0"
# No name on disk holds a slash, so it tells folders from what lies in them.
_FOLDER = "/"


class State(NamedTuple):
    """Every folder and entry: the names on disk; and of each mode, size, both times of change in nanoseconds and inode."""

    names: bytes
    numbers: bytes

    def youngest(self) -> int:
        """Return the last time of change among the files, in nanoseconds; 0 without any. Raises ValueError for damage."""
        numbers = array(_OF_ENTRIES, self.numbers)
        return max(max(numbers[_CHANGED::_PER_ENTRY], default=0), max(numbers[_NOTICED::_PER_ENTRY], default=0))


Look = tuple[int, int, int, int]
"""How one file looks: size, the times of its last change and of the system's notice of it in nanoseconds, inode."""


def look_of(file: FoundFile) -> Look:
    """Return how a file looked in the walk."""
    return file.size, file.mtime_ns, file.ctime_ns, file.inode & _INODE


def packed(looks: Iterable[Look]) -> bytes:
    """Return looks as bytes, in order."""
    return array(_OF_LOOKS, [number for look in looks for number in look]).tobytes()


def unpacked(content: bytes) -> list[Look]:
    """Return the looks again. Raises ValueError for bytes that are none."""
    numbers = iter(array(_OF_LOOKS, content))
    return list(zip(numbers, numbers, numbers, numbers, strict=True))


def state_of(root: Path, limits: Limits) -> State | None:
    """Return how a folder looks. None if in doubt: it is not there, a part cannot be listed, or it holds far too much."""
    names: list[str] = []
    seen: list[os.stat_result] = []
    waiting = [os.fspath(root)]
    most = limits.evidence_files * _ENTRIES_PER_FILE
    try:
        if not stat.S_ISDIR(os.lstat(root).st_mode):
            return None
        while waiting:
            here = waiting.pop()
            names.append(_FOLDER + here)
            with os.scandir(here) as listed:
                entries = list(listed)
            names += [entry.name for entry in entries]
            seen += [entry.stat(follow_symlinks=False) for entry in entries]
            waiting += [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
            if len(names) > most:
                return None
        numbers = array(_OF_ENTRIES, chain.from_iterable(map(_OF_ENTRY, seen)))
    except (OSError, OverflowError):
        return None
    return State(os.fsencode(_BETWEEN.join(names)), numbers.tobytes())
