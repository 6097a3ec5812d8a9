"""What a file really is, told by its bytes and never by its name.

A JPEG renamed to .pdf and a web page saved as .docx are everyday faults of returned evidence.
Only the first bytes and, for zip containers, a bounded part of the list of entries are looked at.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from parcli.core.evidence import RealType

HEAD = 4096
"""Bytes from the start that suffice for every type except the kind of a zip container."""

_MAGIC: tuple[tuple[bytes, RealType], ...] = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),
    (b"MM\x00+", "tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
)
_OFFICE: tuple[tuple[str, RealType], ...] = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
_MARKUP = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

_END_OF_ENTRIES = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_TAIL = 65535 + _END_OF_ENTRIES.size
_ENTRIES_READ = 500


def real_type(content: bytes) -> RealType:
    """Return the type of a file from its whole content, or from its first bytes when it is too large to load.

    From first bytes alone every zip container is just "zip".
    """
    if not content:
        return "empty"
    head = content[:HEAD]
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _container(content)
    return _written(head)


def pdf_offset(content: bytes) -> int:
    """Return where the PDF header starts, -1 when there is none near the start."""
    return content.find(b"%PDF-", 0, HEAD)


def _written(head: bytes) -> RealType:
    if _MARKUP.match(head) and _HTML.search(head):
        return "html"
    if pdf_offset(head) > 0:
        return "pdf"
    if head.startswith(_UTF16):
        return "text"
    if _BINARY.search(head):
        return "unknown"
    return "text" if _is_utf8(head) else "unknown"


def _is_utf8(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # A letter cut by the end of the head is no fault of the text.
        return len(head) == HEAD and error.start > HEAD - 4
    return True


def _container(content: bytes) -> RealType:
    names = tuple(_entry_names(content))
    if not any(name == "[Content_Types].xml" for name in names):
        return "zip"
    return next((kind for folder, kind in _OFFICE if any(name.startswith(folder) for name in names)), "zip")


def _entry_names(content: bytes) -> Iterator[str]:
    """Yield the first entry names of a zip's directory, as far as it can be followed."""
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - _TAIL))
    if end < 0 or end + _END_OF_ENTRIES.size > len(content):
        return
    offset = _END_OF_ENTRIES.unpack_from(content, end)[6]
    for _ in range(_ENTRIES_READ):
        if offset + _ENTRY.size > len(content) or content[offset : offset + 4] != b"PK\x01\x02":
            return
        entry = _ENTRY.unpack_from(content, offset)
        name_end = offset + _ENTRY.size + entry[10]
        yield content[offset + _ENTRY.size : name_end].decode("utf-8", "replace").replace("\\", "/")
        offset = name_end + entry[11] + entry[12]
