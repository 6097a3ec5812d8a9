"""The bytes of a file from outside, or why they were not read; and the text of a cell with one kind of line end."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from parcli.core.limits import Limits
from parcli.core.returned import Problem


def text_of(raw: str) -> str:
    """Return the text of a cell with one kind of line end.

    Excel writes a pasted carriage return as ``_x000D_``, which openpyxl leaves as it is; a text that really reads so
    comes out of openpyxl the same way, so the two cannot be told apart.
    """
    if "\r" not in raw and "_x000D_" not in raw:
        return raw
    return raw.replace("_x000D_\n", "\n").replace("_x000D_", "\n").replace("\r\n", "\n").replace("\r", "\n")


def problem(code: str, **values: object) -> Problem:
    """Return a problem with its values as text."""
    return Problem(code, tuple((name, str(value)) for name, value in sorted(values.items())))


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a file was not read; its size in bytes and its hash, 0 and "" where they are not known."""

    problem: Problem
    size: int = 0
    sha256: str = ""


def content_of(place: Path, limits: Limits) -> bytes | Unread:
    """Return the bytes of a workbook file. A link is not followed, a pipe not waited for, one that is too large not read."""
    try:
        if place.is_symlink():
            return unread("term:link")
        if place.exists() and not place.is_file():
            return unread("term:special")
        size = place.stat().st_size
        if size > limits.workbook_bytes:
            return Unread(problem("WB107", what="bytes", found=size, limit=limits.workbook_bytes), size, _sha256(place))
        return place.read_bytes()
    except OSError as error:
        return unread(error.strerror or type(error).__name__)


def _sha256(place: Path) -> str:
    """Hash a file without holding it: results rest on what it is, though nothing in it was read."""
    with place.open("rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unread(reason: str) -> Unread:
    """Return that a file was not read for this reason."""
    return Unread(problem("WB105", reason=reason))


def content_after_loss(place: Path) -> bytes:
    """Return what a file holds whose reader was lost, so that its hash says which content was not examined; b"" where it is gone."""
    try:
        return place.read_bytes()
    except OSError:
        return b""
