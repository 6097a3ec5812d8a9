"""A file as an archive of parts: what it is, and whether a library may open it."""

from __future__ import annotations

import io
import itertools
import posixpath
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from parcli.container.content import problem
from parcli.container.parts import Fault, Parts
from parcli.core.limits import Limits
from parcli.core.returned import Problem

WORKBOOK, DOCUMENT = "xl/workbook.xml", "word/document.xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCAL_HEADER = 30
_UTF8_NAME = 0x800
_RATIO_FROM = 1024 * 1024
_FOREIGN_PARTS = (
    "vbaproject", "activex", "externallinks/", "embeddings/", "connections.xml", "ctrlprops/", "macrosheets/", "querytables/", "webextensions/",
    "customui/", "xl/model/",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is wrong with a file's container, whether a library may open it, and the cells of each sheet that show an error value.

    ``marked`` are the parts in which marks that were looked for stand, with these.
    """

    problems: tuple[Problem, ...]
    may_open: bool
    errors: Mapping[str, frozenset[str]] = field(default_factory=dict)
    marked: Mapping[str, frozenset[bytes]] = field(default_factory=dict)


def inspect(content: bytes, limits: Limits, main: str = WORKBOOK) -> tuple[tuple[Problem, ...], bool]:
    """Return what is wrong with a file's container, and whether a library may open it; ``main`` is the part that it must have."""
    seen = examine(content, limits, main)
    return seen.problems, seen.may_open


def examine(content: bytes, limits: Limits, main: str = WORKBOOK, marks: Sequence[bytes] = ()) -> Inspection:
    """Look through a file in pieces, with bounded memory, before any library opens it; note the parts in which one of the ``marks`` stands."""
    if len(content) > limits.workbook_bytes:
        return _refused(problem("WB107", what="bytes", found=len(content), limit=limits.workbook_bytes))
    if content.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        return _refused(problem("WB104") if encrypted else problem("WB103", found=".xls"))
    if not content.startswith(b"PK\x03\x04"):
        return _refused(problem("WB103", found=_kind(content)))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _archive(archive, limits, main, marks)
    except Fault as fault:
        return _refused(fault.problem)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        return _refused(problem("WB105", reason=type(error).__name__))


def _refused(why: Problem) -> Inspection:
    return Inspection((why,), may_open=False)


def _kind(content: bytes) -> str:
    if not content:
        return "0 byte"
    if content.startswith(b"%PDF"):
        return "PDF"
    head = content[:200].lstrip().lower()
    return "HTML/XML" if head.startswith(b"<") else "csv/txt" if b"\x00" not in content[:1000] else "?"


def _archive(archive: zipfile.ZipFile, limits: Limits, main: str, marks: Sequence[bytes]) -> Inspection:
    """Look at the names and sizes, then through every part. Raises Fault."""
    entries = archive.infolist()
    over = _over_limits(entries, limits)
    if over is not None:
        return _refused(over)
    names = [entry.filename.lower() for entry in entries]
    # The library cuts a name at a zero byte and turns marks around; what stands in the file counts.
    written = [entry.orig_filename for entry in entries]
    if any(map(_unsafe, written)) or len(set(names)) != len(names) or overlapping(entries):
        return _refused(problem("WB105", reason="zip"))
    if main not in names:
        return _refused(problem("WB103", found=_other_office_file(names)))
    parts = Parts(limits, main, marks, document=main == DOCUMENT)
    for entry in entries:
        parts.look(archive, entry)
    foreign = {name.rpartition("/")[2] for name in names if any(part in name for part in _FOREIGN_PARTS)} | parts.outward
    problems = (problem("WB108", found=", ".join(sorted(foreign))),) if foreign else ()
    marked = {name: frozenset(found) for name, found in parts.marked.items()}
    return Inspection(problems, may_open=True, errors=_by_sheet(parts, main), marked=marked)


def _unsafe(name: str) -> bool:
    return "\\" in name or "\x00" in name or ".." in name.split("/") or name.startswith("/") or name[1:2] == ":"


def _by_sheet(parts: Parts, main: str) -> dict[str, frozenset[str]]:
    """Return the cells with error values by the name of their sheet."""
    folder = posixpath.dirname(main)
    found: dict[str, frozenset[str]] = {}
    for name, relation in parts.sheet_names.items():
        target = posixpath.normpath(posixpath.join("/", folder, parts.targets.get(relation, ""))).lstrip("/").lower()
        if target in parts.errors:
            found[name] = frozenset(parts.errors[target])
    return found


def _other_office_file(names: list[str]) -> str:
    if DOCUMENT in names or WORKBOOK in names:
        return ".docx" if DOCUMENT in names else ".xlsx"
    if "xl/workbook.bin" in names:
        return ".xlsb"
    return ".ods" if "content.xml" in names else "zip"


def _over_limits(entries: list[zipfile.ZipInfo], limits: Limits) -> Problem | None:
    total = sum(entry.file_size for entry in entries)
    if len(entries) > limits.zip_entries:
        return problem("WB107", what="parts", found=len(entries), limit=limits.zip_entries)
    if total > limits.unzipped_bytes:
        return problem("WB107", what="unzipped bytes", found=total, limit=limits.unzipped_bytes)
    for entry in entries:
        if entry.file_size > limits.xml_part_bytes and entry.filename.lower().endswith((".xml", ".rels")):
            return problem("WB107", what="XML bytes", found=entry.file_size, limit=limits.xml_part_bytes)
        if entry.file_size > _RATIO_FROM and entry.file_size > limits.unzip_ratio * max(entry.compress_size, 1):
            return problem("WB107", what="zip ratio", found=entry.file_size // max(entry.compress_size, 1), limit=limits.unzip_ratio)
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
