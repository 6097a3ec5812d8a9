"""The text of page 1 as PDFium finds it: words with their places, joined to segments.

PDFium gives each letter's box, and even so takes a quarter of the time of pypdf, which gives none. It sees a page only after
its content was weighed. Importing this module takes 0.05 s, so import it where it is needed.
"""

from __future__ import annotations

import ctypes
import re
import struct
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from unicodedata import category, normalize

import pypdfium2.raw as pdfium

from parcli.core.limits import Limits
from parcli.evidence.page import Page, Segment
from parcli.evidence.weight import too_heavy

_CHARACTERS = 50_000
"""More than ten densely printed pages: no page that a person reads."""
_FILLS, _OBJECTS = 0.8, 200
_SHUT, _TOO_LONG, _UNREADABLE = "the page does not open", f"more than {_CHARACTERS} characters", "no readable letters"
# Of the height of a line: a wider gap parts two columns, one between may be a wide blank of a justified line.
_WIDE, _DOUBTFUL, _BACK, _OFF_LINE = 0.85, 0.5, 0.5, 0.5
# PDFium writes this for a hyphen at the end of a line, and then joins the word to its rest on the next line.
_LINE_HYPHEN = "\ufffe"
_WORD = re.compile("[^\\s\x00\ufffe]+\ufffe?|\ufffe")
# Soft hyphens, zero-width and direction marks: they carry no letter.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f]")
_HIDDEN = re.compile("[\ud800-\udfff\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_MEANINGLESS = "\ufffd"
_LAST_LETTER = 0x10FFFF
_NO_LETTERS = frozenset({"Cc", "Cs", "Cn"})

_Word = tuple[str, int, float, float, float, float]
"""One word, the place of its first letter in PDFium's list, and its box on the page as displayed: left, top, right, bottom."""

# The next two are asked for every word of every document of a city: the fields of PDFium's FS_RECTF at once (left, top,
# right, bottom), and the call with addresses as plain numbers, which ctypes need not look into.
_EDGES = struct.Struct("4f").unpack_from
_BOX_OF = ctypes.cast(pdfium.FPDFText_GetLooseCharBox, ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p))


class NoText(Exception):
    """No text could be taken out of page 1; the message says why, the same on every run."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The visible part of the page in user space (ISO 32000 8.3.2.3) and by how many quarter turns it is displayed."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    def displayed(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """Return (left, top, right, bottom) of a box in user space, from the top left corner as displayed."""
        if self.turns == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turns == 2:  # noqa: PLR2004
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        if self.turns == 3:  # noqa: PLR2004
            return self.top - top, self.right - right, self.top - bottom, self.right - left
        return left - self.left, self.top - top, right - self.left, self.top - bottom


def first_page(content: bytes, limits: Limits) -> Page:
    """Return the words of page 1. See `page_at`."""
    return page_at(content, limits, 0)


def first_page_weighed(content: bytes) -> Page:
    """Return the words of page 1 of a file of which `parcli.evidence.weight` said already that it may be taken apart."""
    with ExitStack() as closing:
        return _read(content, closing, 0)


def page_at(content: bytes, limits: Limits, place: int) -> Page:
    """Return the words of a page, counted from 0, of the PDF whose bytes are `content`, as segments in the order of the file.

    Words of one line that stand close together form a segment; a wide gap, as between two columns, ends it. Places are
    points from the top left corner of the page as displayed: /Rotate and /CropBox are honoured. Text is in NFC without
    soft hyphens and zero-width marks; letters without a known meaning are left out.

    Raises:
        NoText: when the file does not open, has no page, holds too much or no readable letters.
        MemoryError: such a file has not been examined.
    """
    try:
        reason = too_heavy(content, limits, place)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - qpdf raises many kinds; all mean that nothing can be read
        raise NoText(type(error).__name__) from None
    if reason:
        raise NoText(reason)
    with ExitStack() as closing:
        return _read(content, closing, place)


def _read(content: bytes, closing: ExitStack, place: int) -> Page:
    document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if not document:
        raise NoText(_SHUT)
    closing.callback(pdfium.FPDF_CloseDocument, document)
    page = pdfium.FPDF_LoadPage(document, place)
    if not page:
        raise NoText(_SHUT)
    closing.callback(pdfium.FPDF_ClosePage, page)
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        raise NoText(_SHUT)
    closing.callback(pdfium.FPDFText_ClosePage, text)
    letters = _letters(text)
    segments = tuple(segment for segment in _segments(_words(text, letters, _sheet(page)), text) if segment.text)
    return Page(pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page), segments, _pictured(page))


def _pictured(page: pdfium.FPDF_PAGE) -> bool:
    """Say whether one picture fills most of the page, as in a scan with recognised text laid under it."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    least = _FILLS * (box.right - box.left) * (box.top - box.bottom)
    places = range(min(pdfium.FPDFPage_CountObjects(page), _OBJECTS))
    return any(_picture_area(pdfium.FPDFPage_GetObject(page, place)) >= least > 0 for place in places)


def _picture_area(drawn: pdfium.FPDF_PAGEOBJECT) -> float:
    """Return the area of a picture in square points; 0 for what is none."""
    if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_IMAGE:
        return 0.0
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(drawn, *sides):
        return 0.0
    left, bottom, right, top = (side.value for side in sides)
    return (right - left) * (top - bottom)


def _sheet(page: pdfium.FPDF_PAGE) -> _Sheet:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    return _Sheet(box.left, box.bottom, box.right, box.top, pdfium.FPDFPage_GetRotation(page))


def _letters(text: pdfium.FPDF_TEXTPAGE) -> str:
    """Return the page's letters so that each stands at its place in PDFium's list."""
    count = pdfium.FPDFText_CountChars(text)
    if count > _CHARACTERS:
        raise NoText(_TOO_LONG)
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    units = pdfium.FPDFText_GetText(text, 0, count, buffer) - 1
    letters = bytes(buffer)[: 2 * max(units, 0)].decode("utf-16-le", "replace")
    if not len(letters) == units == count:
        # Letters without meaning are missing there, and rare ones count twice.
        letters = "".join(chr(min(pdfium.FPDFText_GetUnicode(text, place), _LAST_LETTER)) for place in range(count))
    return _with_sense(letters)


def _with_sense(letters: str) -> str:
    hidden = len(_HIDDEN.findall(letters)) + letters.count("\x00")
    seen = sum(map(str.isalnum, letters)) if hidden else 1
    if not letters.strip() or hidden > seen:
        raise NoText(_UNREADABLE)
    return letters


def _words(text: pdfium.FPDF_TEXTPAGE, letters: str, sheet: _Sheet) -> Iterator[_Word]:
    """Yield the words, each with the box around its first and its last letter, hence around all of it."""
    box = pdfium.FS_RECTF()
    page, place = ctypes.cast(text, ctypes.c_void_p).value, ctypes.addressof(box)
    upright, edge_left, edge_top = not sheet.turns, sheet.left, sheet.top
    for found in _WORD.finditer(letters):
        first, end = found.span()
        _BOX_OF(page, first, place)
        left, top, right, bottom = _EDGES(box)
        if end - first > 1:
            _BOX_OF(page, end - 1, place)
            left_of_last, top_of_last, right_of_last, bottom_of_last = _EDGES(box)
            left, top = min(left, left_of_last), max(top, top_of_last)
            right, bottom = max(right, right_of_last), min(bottom, bottom_of_last)
        if upright:
            yield found[0], first, left - edge_left, edge_top - top, right - edge_left, edge_top - bottom
        else:
            yield found[0], first, *sheet.displayed(left, top, right, bottom)


def _segments(words: Iterator[_Word], text: pdfium.FPDF_TEXTPAGE) -> Iterator[Segment]:
    together: list[_Word] = []
    for word in words:
        if together and not _belong(together[-1], word, text):
            yield _joined(together)
            together = []
        together.append(word)
    if together:
        yield _joined(together)


def _belong(one: _Word, other: _Word, text: pdfium.FPDF_TEXTPAGE) -> bool:
    """Say whether a word goes on where the one before it ended: on the same line, without a gap as between columns."""
    _, start_of_one, _, top_of_one, right_of_one, bottom_of_one = one
    _, start, left, top, _, bottom = other
    height = max(bottom - top, bottom_of_one - top_of_one)
    off = (top_of_one + bottom_of_one) - (top + bottom)
    if abs(off) / 2 > height * _OFF_LINE:
        return False
    gap = left - right_of_one
    if gap <= height * _DOUBTFUL:
        return gap >= -height * _BACK
    return gap <= height * _WIDE and _same_object(text, start_of_one, start)


def _same_object(text: pdfium.FPDF_TEXTPAGE, one: int, other: int) -> bool:
    """Say whether one instruction of the page showed both: columns never come from one, blanks of a justified line do."""
    places = [ctypes.cast(pdfium.FPDFText_GetTextObject(text, place), ctypes.c_void_p).value for place in (one, other)]
    return places[0] == places[1]


def _joined(words: list[_Word]) -> Segment:
    texts, _, lefts, tops, rights, bottoms = zip(*words, strict=True)
    return Segment(_clean(" ".join(texts)), round(lefts[0], 2), round(min(tops), 2), round(max(rights), 2), round(max(bottoms), 2))


def _clean(text: str) -> str:
    if not text.isascii():
        if _MEANINGLESS in text or not text.isprintable():
            # All other letters that are taken out cannot be printed.
            text = _HIDDEN.sub("", _UNSEEN.sub("", text.replace(_LINE_HYPHEN, "-")))
        text = normalize("NFC", text)
    if not text.isprintable():
        text = "".join(letter for letter in text if category(letter) not in _NO_LETTERS)
    return " ".join(text.split())
