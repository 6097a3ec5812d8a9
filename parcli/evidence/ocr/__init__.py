"""OCR of scans, where tesseract with its Vietnamese model is installed: page 1 only, in about a second.

Importing this package costs nothing; the heavy libraries come with the first page.
"""

from __future__ import annotations

from parcli.core.limits import Limits
from parcli.evidence.ocr.engine import Engine, OcrFailed, find
from parcli.evidence.page import Page

__all__ = ["Engine", "OcrFailed", "find", "first_page"]


def first_page(content: bytes, pages: int, engine: Engine, limits: Limits) -> Page:
    """Return the words of page 1 of the PDF whose bytes are `content`, each a segment with its place and certainty.

    `pages` is how many pages the PDF has: of more than one only the upper part of page 1 is read. Where number and date
    may stand (Nghị định 30/2020, Phụ lục I) the page is read twice, and a word that was read in two ways is at most 30
    sure; ink that was not read is "\N{REPLACEMENT CHARACTER}", 0 sure. A page lying on its side or head is turned, a
    skewed one straightened. The same bytes and engine give the same Page; an empty page has no segments.

    Raises OcrFailed when page 1 cannot be drawn or read within `limits.ocr_seconds`, and MemoryError. Call it in a worker.
    """
    from parcli.evidence.ocr.reader import read  # noqa: PLC0415 - heavy

    return read(content, pages, engine, limits)
