"""Prints a Word document to PDF with LibreOffice, and measures what stands on the pages."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from parcli.core.limits import Limits
from parcli.evidence import text

OFFICE = shutil.which("soffice")
MM = 72 / 25.4


def printed(folder: Path, content: bytes) -> bytes:
    """Return the PDF of a Word document; the test is skipped where there is no LibreOffice with Writer."""
    if OFFICE is None:
        pytest.skip("soffice is not installed")
    (folder / "van-ban.docx").write_bytes(content)
    order = [OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    outcome = subprocess.run([*order, str(folder / "van-ban.docx")], capture_output=True, text=True, timeout=300, check=False)
    made = folder / "van-ban.pdf"
    if not made.is_file() and "could not be loaded" in outcome.stdout + outcome.stderr:
        pytest.skip("this soffice has no Writer")
    return made.read_bytes()


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Return width and height of each page in millimetres."""
    return [(round(float(page.mediabox.width) / MM), round(float(page.mediabox.height) / MM)) for page in PdfReader(io.BytesIO(pdf)).pages]


def page_numbers(pdf: bytes) -> list[int | None]:
    """Return the number at the head of each page, None where none is printed."""
    heads = [re.match(r"\s*(\d+)\s*\n", page.extract_text() or "") for page in PdfReader(io.BytesIO(pdf)).pages]
    return [int(head[1]) if head else None for head in heads]


def stands_within_the_margins(pdf: bytes) -> bool:
    """Whether all words keep the margins that the decree asks for: left 30, right 15, bottom 20 millimetres at least."""
    for place in range(len(PdfReader(io.BytesIO(pdf)).pages)):
        page = text.page_at(pdf, Limits(), place)
        body = [one for one in page.segments if one.top > 18 * MM]
        if min(one.left for one in body) < 29 * MM or max(one.right for one in body) > page.width - 14 * MM:
            return False
        if max(one.bottom for one in body) > page.height - 19 * MM:
            return False
    return True
