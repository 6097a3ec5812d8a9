"""A look at a file before a workbook library sees it: what it is, and whether it is safe to open."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from parcli.core.limits import Limits
from parcli.core.returned import Problem

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRICT = b"purl.oclc.org/ooxml"
_MERGE = re.compile(rb'<mergeCell[^>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_MERGED_CELLS = 10_000
_RATIO_FROM = 1024 * 1024
_FOREIGN_PARTS = ("vbaproject.bin", "activex", "externallinks/", "embeddings/", "connections.xml")


def inspect(content: bytes, limits: Limits) -> tuple[tuple[Problem, ...], bool]:
    """Return what is wrong with a file's container, and whether a workbook library may open it."""
    if len(content) > limits.workbook_bytes:
        return (_problem("WB107", what="bytes", found=len(content), limit=limits.workbook_bytes),), False
    if content.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        return (_problem("WB104") if encrypted else _problem("WB103", found=".xls"),), False
    if not content.startswith(b"PK\x03\x04"):
        return (_problem("WB103", found=_kind(content)),), False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _parts(archive, limits)
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


def _parts(archive: zipfile.ZipFile, limits: Limits) -> tuple[tuple[Problem, ...], bool]:
    entries = archive.infolist()
    over = _over_limits(entries, limits)
    if over is not None:
        return (over,), False
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) != len(names) or any("\\" in name or ".." in name.split("/") or name.startswith("/") for name in names):
        return (_problem("WB105", reason="zip"),), False
    if "xl/workbook.xml" not in names:
        return (_problem("WB103", found=_other_office_file(names)),), False
    fatal = next((found for entry in entries if (found := _fatal(archive, entry, limits)) is not None), None)
    if fatal is not None:
        return (fatal,), False
    foreign = sorted({name.rpartition("/")[2] for name in names if any(part in name for part in _FOREIGN_PARTS)})
    return (_problem("WB108", found=", ".join(foreign)),) if foreign else (), True


def _other_office_file(names: list[str]) -> str:
    if "word/document.xml" in names:
        return ".docx"
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


def _fatal(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> Problem | None:
    if not entry.filename.endswith((".xml", ".rels")):
        return None
    with archive.open(entry) as stream:
        content = stream.read(limits.xml_part_bytes + 1)
    if len(content) > limits.xml_part_bytes:
        return _problem("WB107", what="XML bytes", found=len(content), limit=limits.xml_part_bytes)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return _problem("WB105", reason="DOCTYPE")
    if entry.filename.lower() == "xl/workbook.xml" and _STRICT in content:
        return _problem("WB106")
    if "worksheets/" in entry.filename:
        return _sheet_limits(content, limits)
    return None


def _sheet_limits(content: bytes, limits: Limits) -> Problem | None:
    cells = content.count(b"<c ")
    if cells > limits.cells:
        return _problem("WB107", what="cells", found=cells, limit=limits.cells)
    merges = _MERGE.findall(content)
    if len(merges) > limits.merged_ranges:
        return _problem("WB107", what="merged ranges", found=len(merges), limit=limits.merged_ranges)
    for left, top, right, bottom in merges:
        size = (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1)
        if size > _MERGED_CELLS:
            return _problem("WB107", what="merged cells", found=size, limit=_MERGED_CELLS)
    return None


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place
