"""What every Word document of parcli shares: the decree's typeface, and bytes that do not depend on when it was made."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO

from docx.document import Document

from parcli.report.outward import clipped

FONT = "Times New Roman"
"""Nghị định 30/2020/NĐ-CP, Phụ lục I, mục I.4."""
_FIXED_DAY = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_LONGEST = 250


def describe(made: Document, title: str, subject: str) -> None:
    """Give a document its properties: what it is, and neither a person nor a day."""
    about = made.core_properties
    about.title, about.author, about.last_modified_by = clipped(title, _LONGEST), "parcli", "parcli"
    about.subject, about.comments, about.keywords, about.language = clipped(subject, _LONGEST), "", "", "vi-VN"
    about.category = about.content_status = about.identifier = about.version = ""
    about.created = about.modified = about.last_printed = _FIXED_DAY
    about.revision = 1


def settled(made: Document) -> bytes:
    """Save a document with the parts of the file in order and without days."""
    content, stream = BytesIO(), BytesIO()
    made.save(content)
    with zipfile.ZipFile(content) as found, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in sorted(found.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, found.read(name))
    return stream.getvalue()
