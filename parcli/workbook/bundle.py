"""What is handed out to a unit in one zip: the workbook, a folder of evidence for each item, the guide, the identity."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from string import Formatter

from parcli.core.evidence import EVIDENCE_FOLDER
from parcli.core.signed_report import REPORT_FOLDER
from parcli.workbook.layout import Layout
from parcli.workbook.look import Look
from parcli.workbook.writer import facts_of

_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_FILE, _FOLDER = 0o100644 << 16, (0o040755 << 16) | 0x10
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\s]+')
_LONGEST = 60
"""Characters of a folder's name: Windows counts the whole path, and files in it have names of their own."""


def folders(layout: Layout, look: Look, most_bytes: int) -> tuple[str, ...]:
    """Return the folders of evidence: one for each item that asks for documents, one for the signed report."""
    named = [(row.key, row.title) for row in layout.items if row.counted]
    named.append((REPORT_FOLDER, look.words["bundle"]["report_folder"]))
    return tuple(f"{EVIDENCE_FOLDER}/{folder_name(code, title, most_bytes)}" for code, title in named)


def folder_name(code: str, title: str, most_bytes: int) -> str:
    """Return a name that begins with the code and goes on with as many words of the title as fit, safe on every system."""
    name = code
    for word in _NOT_IN_NAMES.sub(" ", title).split():
        longer = f"{name} {word}"
        if len(longer) > _LONGEST or len(longer.encode()) > most_bytes:
            break
        name = longer
    if name.count("(") > name.count(")"):
        name = name[: name.rindex("(")]
    return code if name == code else name.rstrip(" .,;–-«")


def sections(layout: Layout, look: Look, unit: str, named: Mapping[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the guide in words: what lies in the zip, then what the workbook's own guide says. Headings with their lines.

    A line that names what no one knows before the workbook is opened, such as how that computer reads a day, stands in the
    workbook alone.
    """
    facts = {**facts_of(layout, look, unit), **named}
    said = [look.words["bundle"], *look.words["guide"]["sections"]]
    return tuple((section["heading"], tuple(line.format(**facts) for line in section["lines"] if _names(line) <= facts.keys())) for section in said)


def _names(line: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(line) if name is not None}


def identity_lines(look: Look, unit: str) -> tuple[str, ...]:
    """Return what the identity file says to people."""
    return tuple(line.format(unit=unit) for line in look.words["bundle"]["identity"])


def packed(files: Mapping[str, bytes], empty: Sequence[str]) -> bytes:
    """Return a zip of files and empty folders; the same content gives the same bytes on every system."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in files.items():
            archive.writestr(_entry(name, _FILE), content, zipfile.ZIP_DEFLATED, 6)
        for name in (f"{EVIDENCE_FOLDER}/", *(f"{each}/" for each in empty)):
            archive.writestr(_entry(name, _FOLDER), b"", zipfile.ZIP_STORED)
    return target.getvalue()


def _entry(name: str, attributes: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DAY)
    entry.create_system, entry.external_attr = _UNIX, attributes
    return entry
