"""Heaps of odd files: names in two scripts and forms, links in and out, pipes, empty and hidden ones, folders in folders."""

from __future__ import annotations

import os
import socket
import unicodedata
from contextlib import suppress
from pathlib import Path
from random import Random

_STEMS = ("b", "Kế hoạch 12", "~$b", ".an", "Thumbs", "I.1.1", "bao-cao", "x" * 80, "a\tb", "«»", "evidence", "số liệu \u202e", "con", "%41")
_ENDS = ("", ".xlsx", ".pdf", ".csv", ".db", ".txt", ".XLSX", ".ods")


def strew(folder: Path, count: int, chance: Random, outside: Path) -> None:
    """Put so many odd things under a folder; what is there already stays."""
    folders = [folder]
    for _ in range(count):
        name = unicodedata.normalize(chance.choice(("NFC", "NFD")), chance.choice(_STEMS)) + chance.choice(_ENDS)
        place = chance.choice(folders) / name
        if os.path.lexists(place):
            continue
        kind = chance.choice(("file", "file", "file", "empty", "folder", "folder", "link", "dead", "pipe", "bytes", "socket"))
        if kind == "folder":
            place.mkdir()
            folders.append(place)
        elif kind in ("file", "empty"):
            place.write_bytes(b"" if kind == "empty" else chance.randbytes(20))
        elif kind in ("link", "dead"):
            place.symlink_to(outside if kind == "link" else place.parent / "gone")
        elif kind == "pipe":
            os.mkfifo(place)
        elif kind == "bytes":
            Path(os.fsdecode(os.fsencode(place) + b"\xff\xfe")).write_bytes(b"x")
        else:
            with suppress(OSError), socket.socket(socket.AF_UNIX) as end:  # its path may be too long
                end.bind(str(place))


def lying(folder: Path) -> int:
    """Count what lies under a folder and is no folder, links not followed: another way than the one under test."""
    return sum(len(files) + sum((Path(here) / each).is_symlink() for each in folders) for here, folders, files in os.walk(folder))
