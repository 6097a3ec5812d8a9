"""The hashes of inputs: what a result was made from, and whether that still lies on the disk."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from unicodedata import normalize


def sha256_of(path: Path) -> tuple[str, int]:
    """Return the SHA-256 of a file, in lower-case hexadecimal, and how many bytes went into it. Raises OSError."""
    with path.open("rb", buffering=0) as file:
        digest = hashlib.file_digest(file, "sha256")
        return digest.hexdigest(), file.tell()


def still_hold(cycle: Path, inputs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Compare inputs, each a name relative to the cycle with `/` and its SHA-256, with what is on the disk.

    Returns, in order, the names of those that changed, vanished or cannot be read; nothing when all hold. What could not
    be read then (its hash is "") holds while it is there and cannot be read. A name that leads out of the cycle never holds.
    """
    return tuple(name for name, sha256 in inputs if not _holds(cycle, name, sha256))


def _holds(cycle: Path, name: str, sha256: str) -> bool:
    try:
        path = _find(cycle, name)
        if not sha256:
            return path is not None and os.path.lexists(path) and mark_of(path) == ("", 0)
        # Only regular files are opened: a pipe in the place of an input would never end.
        return path is not None and stat.S_ISREG(path.lstat().st_mode) and sha256_of(path)[0] == sha256.lower()
    except (OSError, ValueError):
        return False


def _find(cycle: Path, name: str) -> Path | None:
    """Walk to the file, also where the disk spells a name in another Unicode form (a Mac's NFD)."""
    path = cycle
    for part in name.split("/"):
        if part in {"", ".", ".."} or "\\" in part:
            return None
        here = path
        path = here / part
        if not os.path.lexists(path):
            alike = [entry for entry in os.listdir(here) if normalize("NFC", entry) == normalize("NFC", part)]
            if len(alike) != 1:
                return None
            path = here / alike[0]
    return path


def listing(folder: Path) -> tuple[tuple[str, str, int], ...]:
    """Return the files under a folder, by relative name with `/`: name, SHA-256, bytes; none for a folder that is not there."""
    if folder.is_symlink() or not folder.is_dir():
        return ()
    return tuple(
        (path.relative_to(folder).as_posix(), *mark_of(path)) for path in sorted(folder.rglob("*")) if path.is_symlink() or not path.is_dir()
    )


def mark_of(path: Path) -> tuple[str, int]:
    """Return a file's SHA-256 and bytes; "" and 0 for what is no regular file or cannot be read."""
    try:
        return sha256_of(path) if stat.S_ISREG(path.lstat().st_mode) else ("", 0)
    except OSError:
        return "", 0


def place_of(cycle: Path, name: str) -> Path | None:
    """Return where a regular file of this name lies, None where none does; the disk may spell it in another Unicode form."""
    try:
        path = _find(cycle, name)
        return path if path is not None and stat.S_ISREG(path.lstat().st_mode) else None
    except (OSError, ValueError):
        return None
