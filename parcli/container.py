"""A look at a file before a workbook library sees it: what it is, and whether it is safe to open."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from parcli.core.limits import Limits
from parcli.core.returned import Problem

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRICT = b"purl.oclc.org/ooxml"
_FILLED = re.compile(rb"<(?:[\w.-]+:)?(?:c|row)[\s/>]")
# Elements whose range a library walks through cell by cell; a sign > may stand inside an attribute before it.
_SPAN = re.compile(rb"""<(?:[\w.-]+:)?(mergeCell|hyperlink|comment)(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*?\s+ref\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_WITH_SPANS = (b"mergeCell", b"hyperlink", b"comment")
_BUILT_OF = {what: re.compile(rb"<(?:[\w.-]+:)?" + tag + rb"[\s/>]") for what, tag in (("rows", b"tr"), ("cells", b"tc"), ("paragraphs", b"p"))}
_RANGE = re.compile(rb"([A-Za-z]{0,3})(\d{0,7}):([A-Za-z]{0,3})(\d{0,7})")
_ENCODING = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)""")
_ENCODINGS = (b"utf-8", b"us-ascii", b"iso-8859-1", b"windows-1252", b"windows-1258")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_LOCAL_HEADER = 30
_UTF8_NAME = 0x800
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576
_MERGED_CELLS = 10_000
_RATIO_FROM = 1024 * 1024
_FOREIGN_PARTS = ("vbaproject.bin", "activex", "externallinks/", "embeddings/", "connections.xml")


def text_of(raw: str) -> str:
    """Return the text of a cell with one kind of line end.

    Excel writes a pasted carriage return as ``_x000D_``, which openpyxl leaves as it is; a text that really reads so
    comes out of openpyxl the same way, so the two cannot be told apart.
    """
    return raw.replace("_x000D_\n", "\n").replace("_x000D_", "\n").replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a file was not read, and its size in bytes, 0 where that is not known."""

    problem: Problem
    size: int = 0


def content_of(place: Path, limits: Limits) -> bytes | Unread:
    """Return the bytes of a workbook file. A link is not followed, a pipe not waited for, one that is too large not read."""
    try:
        if place.is_symlink():
            return unread("term:link")
        if place.exists() and not place.is_file():
            return unread("term:special")
        size = place.stat().st_size
        if size > limits.workbook_bytes:
            return Unread(_problem("WB107", what="bytes", found=size, limit=limits.workbook_bytes), size)
        return place.read_bytes()
    except OSError as error:
        return unread(error.strerror or type(error).__name__)


def unread(reason: str) -> Unread:
    """Return that a file was not read for this reason."""
    return Unread(_problem("WB105", reason=reason))


def content_after_loss(place: Path) -> bytes:
    """Return what a file holds whose reader was lost, so that its hash says which content was not examined; b"" where it is gone."""
    try:
        return place.read_bytes()
    except OSError:
        return b""


WORKBOOK, DOCUMENT = "xl/workbook.xml", "word/document.xml"


def inspect(content: bytes, limits: Limits, main: str = WORKBOOK) -> tuple[tuple[Problem, ...], bool]:
    """Return what is wrong with a file's container, and whether a library may open it; ``main`` is the part that it must have."""
    if len(content) > limits.workbook_bytes:
        return (_problem("WB107", what="bytes", found=len(content), limit=limits.workbook_bytes),), False
    if content.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        return (_problem("WB104") if encrypted else _problem("WB103", found=".xls"),), False
    if not content.startswith(b"PK\x03\x04"):
        return (_problem("WB103", found=_kind(content)),), False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _parts(archive, limits, main)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        return (_problem("WB105", reason=type(error).__name__),), False


def _kind(content: bytes) -> str:
    if not content:
        return "0 byte"
    if content.startswith(b"%PDF"):
        return "PDF"
    head = content[:200].lstrip().lower()
    return "HTML/XML" if head.startswith(b"<") else "csv/txt" if b"\x00" not in content[:1000] else "?"


def _problem(code: str, **values: object) -> Problem:
    return Problem(code, tuple((name, str(value)) for name, value in sorted(values.items())))


def _parts(archive: zipfile.ZipFile, limits: Limits, main: str) -> tuple[tuple[Problem, ...], bool]:
    entries = archive.infolist()
    over = _over_limits(entries, limits)
    if over is not None:
        return (over,), False
    names = [entry.filename.lower() for entry in entries]
    strange = any("\\" in name or ".." in name.split("/") or name.startswith("/") for name in names)
    if strange or len(set(names)) != len(names) or overlapping(entries):
        return (_problem("WB105", reason="zip"),), False
    if main not in names:
        return (_problem("WB103", found=_other_office_file(names)),), False
    fatal = _Parts(limits, main).fatal(archive, entries)
    if fatal is not None:
        return (fatal,), False
    foreign = sorted({name.rpartition("/")[2] for name in names if any(part in name for part in _FOREIGN_PARTS)})
    return (_problem("WB108", found=", ".join(foreign)),) if foreign else (), True


def _other_office_file(names: list[str]) -> str:
    if DOCUMENT in names or WORKBOOK in names:
        return ".docx" if DOCUMENT in names else ".xlsx"
    if "xl/workbook.bin" in names:
        return ".xlsb"
    return ".ods" if "content.xml" in names else "zip"


def _over_limits(entries: list[zipfile.ZipInfo], limits: Limits) -> Problem | None:
    total = sum(entry.file_size for entry in entries)
    if len(entries) > limits.zip_entries:
        return _problem("WB107", what="parts", found=len(entries), limit=limits.zip_entries)
    if total > limits.unzipped_bytes:
        return _problem("WB107", what="unzipped bytes", found=total, limit=limits.unzipped_bytes)
    for entry in entries:
        if entry.file_size > limits.xml_part_bytes and entry.filename.endswith((".xml", ".rels")):
            return _problem("WB107", what="XML bytes", found=entry.file_size, limit=limits.xml_part_bytes)
        if entry.file_size > _RATIO_FROM and entry.file_size > limits.unzip_ratio * max(entry.compress_size, 1):
            return _problem("WB107", what="zip ratio", found=entry.file_size // max(entry.compress_size, 1), limit=limits.unzip_ratio)
    return None


def overlapping(entries: Sequence[zipfile.ZipInfo]) -> bool:
    """Say whether two parts share bytes of the file, so that little grows to much. Python itself does not always look."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    return any(
        one.header_offset + _LOCAL_HEADER + _name_bytes(one) + one.compress_size > following.header_offset
        for one, following in itertools.pairwise(ordered)
    )


def _name_bytes(entry: zipfile.ZipInfo) -> int:
    """Return how long a part's name is in the file: a name that is not marked as UTF-8 has one byte for each letter."""
    return len(entry.orig_filename.encode("utf-8", "replace")) if entry.flag_bits & _UTF8_NAME else len(entry.orig_filename)


class _Parts:
    """Reads each part once, whatever its name; the counts are those of the whole workbook."""

    def __init__(self, limits: Limits, main: str) -> None:
        self.limits = limits
        self.main = main
        self.sheets = 0
        self.cells = 0
        self.ranged = 0
        self.counted = {"rows": 0, "cells": 0, "paragraphs": 0}

    def fatal(self, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Problem | None:
        return next((found for entry in entries if (found := self.part(archive, entry)) is not None), None)

    def part(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Problem | None:
        with archive.open(entry) as stream:
            content = stream.read(self.limits.xml_part_bytes + 1)
        if content.startswith(_UTF_16):
            content = content.decode("utf-16" if content[0] in b"\xff\xfe" else "utf-16-le" if content[0] else "utf-16-be", "replace").encode()
        if not content[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return None
        if len(content) > self.limits.xml_part_bytes:
            return _problem("WB107", what="XML bytes", found=len(content), limit=self.limits.xml_part_bytes)
        encoding = _ENCODING.search(content[:200])
        if encoding and not encoding[1].lower().startswith((*_ENCODINGS, b"utf-16")):
            return _problem("WB105", reason="encoding")
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            return _problem("WB105", reason="DOCTYPE")
        if entry.filename.lower() == self.main and _STRICT in content:
            return _problem("WB106")
        if self.main == DOCUMENT:
            return self.document(content)
        over = self.sheet(content) if b"sheetData" in content else None
        return over or (self.spans(content) if any(tag in content for tag in _WITH_SPANS) else None)

    def sheet(self, content: bytes) -> Problem | None:
        self.sheets += 1
        if self.sheets > self.limits.sheets:
            return _problem("WB107", what="sheets", found=self.sheets, limit=self.limits.sheets)
        self.cells += sum(1 for _ in itertools.islice(_FILLED.finditer(content), self.limits.cells - self.cells + 1))
        if self.cells > self.limits.cells:
            return _problem("WB107", what="cells", found=self.cells, limit=self.limits.cells)
        return None

    def document(self, content: bytes) -> Problem | None:
        """Count what a document's tables and text are built of, in whichever part they stand."""
        for what, tag in _BUILT_OF.items():
            limit = self.limits.sheet_rows if what == "rows" else self.limits.cells
            self.counted[what] += sum(1 for _ in itertools.islice(tag.finditer(content), limit + 1))
            if self.counted[what] > limit:
                return _problem("WB107", what=what, found=self.counted[what], limit=limit)
        return None

    def spans(self, content: bytes) -> Problem | None:
        """Look at the ranges that a library would walk through."""
        merges = 0
        for found in _SPAN.finditer(content):
            merges += found[1] == b"mergeCell"
            if merges > self.limits.merged_ranges:
                return _problem("WB107", what="merged ranges", found=merges, limit=self.limits.merged_ranges)
            size = _size(found[2] or found[3] or b"")
            if size > _MERGED_CELLS:
                return _problem("WB107", what="merged cells", found=size, limit=_MERGED_CELLS)
            self.ranged += size
            if self.ranged > self.limits.cells:
                return _problem("WB107", what="merged cells", found=self.ranged, limit=self.limits.cells)
        return None


def _size(span: bytes) -> int:
    """Return how many cells a range has; what cannot be read counts as the whole sheet."""
    if b":" not in span and b"&" not in span:
        return 1
    ends = _RANGE.fullmatch(span.replace(b"$", b"").strip())
    if ends is None:
        return _LAST_COLUMN * _LAST_ROW
    left, top, right, bottom = ends.groups()
    rows = int(bottom or _LAST_ROW) - int(top or 1) + 1
    return rows * (_column(right, _LAST_COLUMN) - _column(left, 1) + 1)


def _column(letters: bytes, missing: int) -> int:
    place = 0
    for letter in letters.upper():
        place = place * 26 + letter - 64
    return place or missing
