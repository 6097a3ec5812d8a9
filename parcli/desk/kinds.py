"""What a returned file is, as far as the return desk has to know: told by its bytes.

A name counts only where it says workbook and the bytes say otherwise: such a file is told to the unit, never taken for evidence.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import Literal

from parcli import container
from parcli.core.limits import Limits

Kind = Literal["workbook", "spreadsheet", "locked", "zip", "archive", "identity", "guide", "other", "misnamed", "damaged"]
"""``workbook``: an .xlsx; ``spreadsheet``: of another form; ``locked``: an Office file with a password; ``archive``: not a zip.

``misnamed`` and ``damaged`` are files whose names say workbook and whose bytes do not: of another form, or no longer whole.
"""

GUIDE_MARK = "parcli-huong-dan-1"
"""Stands in the guide that is handed out, so that a copy which comes back is not taken for evidence."""

_HEAD = 64 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_COMPOUND_BYTES = 16 * 1024 * 1024
"""Of an old Office file so much is searched for the names of its streams."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ARCHIVES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"Rar!\x1a\x07", ".rar"),
    (0, b"7z\xbc\xaf\x27\x1c", ".7z"),
    (0, b"\x1f\x8b", ".gz"),
    (0, b"BZh", ".bz2"),
    (0, b"\xfd7zXZ\x00", ".xz"),
    (0, b"(\xb5/\xfd", ".zst"),
    (0, b"MSCF\x00\x00\x00\x00", ".cab"),
    (0, b"PK\x07\x08PK\x03\x04", ".zip (z01)"),
    (7, b"**ACE**", ".ace"),
    (257, b"ustar", ".tar"),
)
_WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_IDENTITY = b"parcli-workbook-1;"
_IDENTITY_BYTES = 8 * 1024
_MIMETYPE = re.compile(rb"application/vnd\.oasis\.opendocument\.spreadsheet")
_ENTRY, _ENTRY_NAME = 128, 64


def kind(place: Path, size: int) -> tuple[Kind, str]:
    """Return what a file is and, where its form has a name of its own, that name (".rar"). Raises OSError."""
    with place.open("rb") as stream:
        head = stream.read(_HEAD)
        if head.startswith(_OLE):
            stream.seek(0)
            return _compound(stream.read(_COMPOUND_BYTES))
    archive = next((name for start, magic, name in _ARCHIVES if head[start : start + len(magic)] == magic), None)
    if archive is not None:
        return "archive", archive
    if head.startswith(_ZIP):
        return _container(place, head)
    if size <= _IDENTITY_BYTES and _IDENTITY in head.replace(b"\x00", b""):
        return "identity", ""
    is_page = head[:100].lstrip().lower().startswith(b"<!doctype html")
    return ("guide", "") if is_page and GUIDE_MARK.encode() in head else ("other", "")


def of_named(place: Path, size: int, name: str, limits: Limits) -> tuple[Kind, str]:
    """Return what a file of this name is; for one that only its name calls a workbook, what it is instead. Raises OSError."""
    told, form = kind(place, size)
    if told not in ("zip", "other") or not name.casefold().endswith(_WORKBOOK_SUFFIXES):
        return told, form
    with place.open("rb") as stream:
        content = stream.read(limits.workbook_bytes)
    try:
        problems, whole = container.inspect(content, limits)
    except (IndexError, KeyError, OverflowError) as error:
        return "damaged", type(error).__name__
    of_another_form = next((dict(each.values)["found"] for each in problems if each.code == "WB103"), None)
    if of_another_form is not None:
        return "misnamed", of_another_form
    # A zip with all sheets in it and yet no workbook lacks the list of its own parts.
    return "damaged", "[Content_Types].xml" if whole else dict(problems[0].values).get("reason", problems[0].code)


def _compound(content: bytes) -> tuple[Kind, str]:
    """Tell the old forms of Office apart by the names of their streams."""
    if _has_stream(content, "EncryptedPackage"):
        return "locked", ""
    return ("spreadsheet", ".xls") if _has_stream(content, "Workbook") or _has_stream(content, "Book") else ("other", "")


def _has_stream(content: bytes, name: str) -> bool:
    """Whether a stream has this name in the directory, whose entries begin at every 128th byte; the same word in a text is none."""
    entry = name.encode("utf-16-le").ljust(_ENTRY_NAME, b"\0")
    place = content.find(entry)
    while place >= 0 and place % _ENTRY:
        place = content.find(entry, place + 1)
    return place >= 0


def _container(place: Path, head: bytes) -> tuple[Kind, str]:
    """Tell a document in a zip from a zip that only wraps files."""
    try:
        with zipfile.ZipFile(place) as archive:
            names = archive.namelist()
            if "mimetype" in names:
                with archive.open("mimetype") as stream:
                    mimetype = stream.read(200)
                return ("spreadsheet", ".ods") if _MIMETYPE.match(mimetype) else ("other", "")
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError):
        # A damaged workbook is a workbook still: its reader says what is wrong with it.
        return "workbook" if b"[Content_Types].xml" in head else "zip", ""
    if "[Content_Types].xml" not in names:
        return "zip", ""
    if "xl/workbook.bin" in names:
        return "spreadsheet", ".xlsb"
    return ("workbook", "") if any(name.startswith("xl/") for name in names) else ("other", "")
