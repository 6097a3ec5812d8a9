"""The structure of a PDF: does it open, how many pages, locked or not, text or scan.

qpdf (through pikepdf) reads the structure and nothing in the file is ever run. Streams are unpacked here piece by
piece, for qpdf would unpack a bomb whole. Hostile files can still cost time and memory, so call this in a worker;
importing this module takes 0.1 s, so import it where it is needed.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import pikepdf

from parcli.core.evidence import Content, PdfFacts, Protection
from parcli.core.limits import Limits
from parcli.evidence.filetype import pdf_offset

_PAGE_BYTES = 5 * 1024 * 1024
_FILE_BYTES = 20 * 1024 * 1024
_PIECE = 64 * 1024
_OVERLAP = 256
_SMALL = 16 * 1024
_FORM_DEPTH = 5
_FORMS = 64
_STREAMS = 256

_FLATE = frozenset({"/FlateDecode", "/Fl"})
_ASCII85 = frozenset({"/ASCII85Decode", "/A85"})
_LZW = frozenset({"/LZWDecode", "/LZW"})

# A string or an array of strings, then an operator that shows it.
_SHOWS_TEXT = re.compile(rb"[)>\]]\s{0,16}(?:Tj|TJ|'|\")(?=[\s/\[(<]|\Z)")
_INLINE_IMAGE = re.compile(rb"\bID\s")
_STREAM_NAME = re.compile(r"stream <[^>]*>[,:]? ?")
_DETAIL = 200
# Pages without a /Resources entry are common in honest files; qpdf mends them with a warning.
_HARMLESS = "Resources is missing or invalid"


def pdf_facts(content: bytes, limits: Limits) -> PdfFacts:
    """Return the structure of the PDF whose bytes are `content`.

    A file that cannot be read is a fact, not an error. Raises MemoryError: such a file has not been examined.
    """
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            return _facts(pdf, content, limits)
    except pikepdf.PasswordError:
        return _closed("password", "PasswordError")
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - qpdf raises many kinds; all mean that the file does not open
        return _closed("none", f"{type(error).__name__}: {_clean(error)}")


def _closed(protection: Protection, detail: str) -> PdfFacts:
    return PdfFacts(
        opens=False,
        pages=None,
        protection=protection,
        content="unknown",
        repaired=False,
        detail=detail[:_DETAIL].rstrip(": "),
    )


def _facts(pdf: pikepdf.Pdf, content: bytes, limits: Limits) -> PdfFacts:
    pages = len(pdf.pages)
    kind, note = _content(pdf, pages, limits)
    warnings = [text for text in map(_clean, pdf.get_warnings()) if _HARMLESS not in text]
    offset = pdf_offset(content)
    junk = f"{offset} bytes before the PDF header" if offset > 0 else ""
    return PdfFacts(
        opens=True,
        pages=pages,
        protection="permissions" if pdf.is_encrypted else "none",
        content=kind,
        repaired=bool(warnings or junk),
        detail="; ".join(filter(None, (junk, note, *warnings[:1])))[:_DETAIL],
    )


def _clean(message: object) -> str:
    """Drop what differs from run to run: qpdf names the stream by its address in memory."""
    return " ".join(_STREAM_NAME.sub("", str(message)).split())


def _content(pdf: pikepdf.Pdf, pages: int, limits: Limits) -> tuple[Content, str]:
    """Judge text or scan over the first pages; the second value says what could not be read."""
    if pages > limits.pdf_pages:
        return "unknown", f"{pages} pages, the limit is {limits.pdf_pages}"
    budget = _FILE_BYTES
    kinds: set[Content] = set()
    note = ""
    for number in range(min(pages, limits.text_pages)):
        page = _Page(min(_PAGE_BYTES, budget))
        kinds.add(page.kind(pdf.pages[number]))
        budget -= page.spent
        note = note or page.note
    return _together(kinds), note


def _together(kinds: set[Content]) -> Content:
    if {"text", "scan"} <= kinds:
        return "mixed"
    order: tuple[Content, ...] = ("text", "unknown", "scan")
    return next((kind for kind in order if kind in kinds), "empty")


class _Page:
    """Looks for text on one page, its form XObjects included, within a budget of unpacked bytes."""

    __slots__ = ("_budget", "_forms", "_image", "note", "spent")

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._forms: set[tuple[int, int]] = set()
        self._image = False
        self.spent = 0
        self.note = ""

    def kind(self, page: pikepdf.Page) -> Content:
        try:
            if self._has_text(_streams(page.obj.get("/Contents")), page.resources, _FORM_DEPTH):
                return "text"
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - one odd page does not close the document
            self.note = f"{type(error).__name__}: {_clean(error)}"
        if self.note:
            return "unknown"
        return "scan" if self._image else "empty"

    def _has_text(self, streams: Iterable[pikepdf.Stream], resources: Any, depth: int) -> bool:
        """Look in the streams, then in the forms of `resources`. Where there is no font nothing is unpacked."""
        drawn = _drawn(resources)
        self._image = self._image or any(item.get("/Subtype") == "/Image" for item in drawn)
        if "/Font" in resources and self._shows_text(streams):
            return True
        return depth > 0 and any(self._form_has_text(item, resources, depth) for item in drawn)

    def _form_has_text(self, form: pikepdf.Stream, resources: Any, depth: int) -> bool:
        if form.get("/Subtype") != "/Form" or form.objgen in self._forms or len(self._forms) == _FORMS:
            return False
        self._forms.add(form.objgen)
        return self._has_text((form,), form.get("/Resources", resources), depth - 1)

    def _shows_text(self, streams: Iterable[pikepdf.Stream]) -> bool:
        tail = b""
        for stream in streams:
            for piece in self._unpacked(stream):
                window = tail + piece
                self._image = self._image or _INLINE_IMAGE.search(window) is not None
                if _SHOWS_TEXT.search(window):
                    return True
                tail = window[-_OVERLAP:]
            tail += b"\n"
        return False

    def _unpacked(self, stream: pikepdf.Stream) -> Iterator[bytes]:
        for piece in self._pieces(stream):
            self.spent += len(piece)
            yield piece
            if self.spent >= self._budget:
                self.note = "more page content than the limit"
                return

    def _pieces(self, stream: pikepdf.Stream) -> Iterator[bytes]:
        """Unpack the usual ways of packing, none of which can grow without being seen."""
        packed, filters = stream.read_raw_bytes(), _filters(stream)
        if filters and filters[0] in _ASCII85 and len(packed) <= _PAGE_BYTES:
            packed, filters = _from_ascii85(packed), filters[1:]
        if not filters:
            return _cut(packed)
        if len(filters) == 1 and filters[0] in _FLATE:
            return _inflated(packed)
        if len(filters) == 1 and filters[0] in _LZW and len(packed) <= _SMALL:
            return _cut(stream.read_bytes())
        self.note = f"content packed by {' '.join(filters)}"
        return iter(())


def _filters(stream: pikepdf.Stream) -> tuple[str, ...]:
    names = stream.get("/Filter")
    if names is None:
        return ()
    return tuple(map(str, names)) if isinstance(names, pikepdf.Array) else (str(names),)


def _from_ascii85(packed: bytes) -> bytes:
    return base64.a85decode(packed.strip().removeprefix(b"<~").removesuffix(b"~>"))


def _cut(content: bytes) -> Iterator[bytes]:
    return (content[start : start + _PIECE] for start in range(0, len(content), _PIECE))


def _inflated(packed: bytes) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    try:
        while packed and not unpacker.eof:
            yield unpacker.decompress(packed, _PIECE)
            packed = unpacker.unconsumed_tail
    except zlib.error:
        # A reader shows what came before the damage, and so do we.
        return


def _streams(contents: Any) -> Iterator[pikepdf.Stream]:
    parts = contents if isinstance(contents, pikepdf.Array) else (contents,)
    for _, part in zip(range(_STREAMS), parts, strict=False):
        if isinstance(part, pikepdf.Stream):
            yield part


def _drawn(resources: Any) -> tuple[pikepdf.Stream, ...]:
    """Return the images and forms that a page or form may paint."""
    drawn = resources.get("/XObject")
    if not isinstance(drawn, pikepdf.Dictionary):
        return ()
    return tuple(item for item in drawn.values() if isinstance(item, pikepdf.Stream))
