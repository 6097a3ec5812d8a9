"""Weighs page 1 before a library takes it apart: how much content it holds once unpacked, forms counted at each use.

A file of some kilobytes can unpack to gigabytes, or paint one form within another a million times.
"""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from typing import Any

import pikepdf

from parcli.core.limits import MIB, Limits
from parcli.evidence.entries import entry
from parcli.evidence.streams import Unpacker, content_streams, drawn, filter_names

_FONT_BYTES = 64 * MIB
_FONT_BUDGET = 128 * MIB
# No deflate stream grows by more than this factor.
_MOST_GROWTH = 1032
_FORM_DEPTH = 12
_FONTS = 200
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_PAINTS = re.compile(rb"(/[^\s/\[\]<>(){}%]+)\s+Do\b")


def too_heavy(content: bytes, limits: Limits, place: int) -> str:
    """Say why a page should not be taken apart, "" when it may. Raises pikepdf's errors and MemoryError."""
    with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
        return reason_against(pdf, limits, place)


def reason_against(pdf: pikepdf.Pdf, limits: Limits, place: int = 0) -> str:
    """Say the same of a page, the first by default, of an open file. Raises pikepdf's errors and MemoryError."""
    if place >= len(pdf.pages):
        return "no page"
    return _Scales(limits.page_bytes).reason(pdf.pages[place])


class _Scales:
    """Adds up one page."""

    __slots__ = ("_fonts", "_most", "_unpacker", "_weights")

    def __init__(self, most: int) -> None:
        self._most = most
        self._unpacker = Unpacker(most)
        self._weights: dict[tuple[int, int], int] = {}
        self._fonts = 0

    def reason(self, page: pikepdf.Page) -> str:
        weight = self._weight(content_streams(page.obj.get("/Contents")), page.resources, _FORM_DEPTH)
        if self._unpacker.note or weight > self._most:
            return self._unpacker.note or f"page content above {self._most} bytes"
        return "fonts above the limit" if self._fonts > _FONT_BUDGET else ""

    def _weight(self, streams: Any, resources: Any, depth: int) -> int:
        """Return the bytes that these streams come to. What is nested beyond all use counts as too much."""
        if depth == 0:
            return self._most + 1
        content = b"\n".join(piece for stream in streams for piece in self._unpacker.unpacked(stream))
        self._fonts += _font_bytes(resources)
        paints = Counter(_PAINTS.findall(content)) if b"Do" in content else {}
        if not paints or self._unpacker.note:
            return len(content)
        forms = {name: form for name, form in drawn(resources).items() if form.get("/Subtype") == "/Form"}
        uses = ((forms.get(name.decode("latin-1")), count) for name, count in paints.items())
        return len(content) + sum(count * self._form(form, resources, depth) for form, count in uses if form is not None)

    def _form(self, form: pikepdf.Stream, resources: Any, depth: int) -> int:
        if form.objgen not in self._weights:
            # A form within itself is painted once: readers stop there.
            self._weights[form.objgen] = 0
            self._weights[form.objgen] = self._weight((form,), form.get("/Resources", resources), depth - 1)
        return self._weights[form.objgen]


def _font_bytes(resources: Any) -> int:
    """Return the most that the fonts of a page can unpack to; files too small to grow large are not unpacked."""
    fonts = resources.get("/Font")
    if not isinstance(fonts, pikepdf.Dictionary):
        return 0
    if len(fonts) > _FONTS:
        return _FONT_BUDGET + 1
    seen: dict[tuple[int, int], pikepdf.Stream] = {}
    for font in fonts.values():
        seen |= {stream.objgen: stream for stream in _font_streams(font)}
    return sum(map(_grown, seen.values()))


def _font_streams(font: Any) -> list[pikepdf.Stream]:
    if not isinstance(font, pikepdf.Dictionary):
        return []
    below = entry(font, "/DescendantFonts")
    first = below[0] if isinstance(below, pikepdf.Array) and len(below) else None
    wholes = [each for each in (font, first) if isinstance(each, pikepdf.Dictionary)]
    about = [entry(each, "/FontDescriptor") for each in wholes]
    parts = [entry(each, name) for each in wholes for name in ("/ToUnicode", "/Encoding", "/CIDToGIDMap")]
    parts += [entry(each, name) for each in about if isinstance(each, pikepdf.Dictionary) for name in _FONT_FILES]
    return [part for part in parts if isinstance(part, pikepdf.Stream)]


def _grown(stream: pikepdf.Stream) -> int:
    size = len(stream.get_raw_stream_buffer())
    if len(filter_names(stream)) < 2 and size * _MOST_GROWTH <= _FONT_BYTES:  # noqa: PLR2004 - one filter cannot multiply
        return size
    unpacker = Unpacker(_FONT_BYTES)
    for _ in unpacker.unpacked(stream):
        pass
    return _FONT_BUDGET + 1 if unpacker.note else unpacker.spent
