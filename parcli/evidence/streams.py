"""Unpacks the streams of a PDF piece by piece, within a budget: qpdf alone would unpack a bomb whole.

ISO 32000 7.4 lists the filters. Only the usual ways of packing content are undone; the rest is noted.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf

from parcli.evidence.entries import entry

_PIECE = 64 * 1024
_SMALL = 16 * 1024
_STREAMS = 256

_FLATE = frozenset({"/FlateDecode", "/Fl"})
_ASCII85 = frozenset({"/ASCII85Decode", "/A85"})
_LZW = frozenset({"/LZWDecode", "/LZW"})

OVER_BUDGET = "more page content than the limit"


class Unpacker:
    """Unpacks streams until `budget` bytes were given out. `spent` counts them; `note` says what was not read."""

    __slots__ = ("_budget", "note", "spent")

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self.spent = 0
        self.note = ""

    def unpacked(self, stream: pikepdf.Stream) -> Iterator[bytes]:
        """Yield the content of one stream, as far as the budget goes."""
        for piece in self._pieces(stream):
            self.spent += len(piece)
            yield piece
            if self.spent >= self._budget:
                self.note = OVER_BUDGET
                return

    def _pieces(self, stream: pikepdf.Stream) -> Iterator[bytes]:
        """Unpack the usual ways of packing, none of which can grow without being seen."""
        packed, filters = stream.read_raw_bytes(), filter_names(stream)
        if filters and filters[0] in _ASCII85 and len(packed) <= self._budget:
            packed, filters = _from_ascii85(packed), filters[1:]
        if not filters:
            return _cut(packed)
        if len(filters) == 1 and filters[0] in _FLATE:
            return _inflated(packed)
        if len(filters) == 1 and filters[0] in _LZW and len(packed) <= _SMALL:
            return _cut(stream.read_bytes())
        self.note = f"content packed by {' '.join(filters)}"
        return iter(())


def filter_names(stream: pikepdf.Stream) -> tuple[str, ...]:
    """Return the names of the filters by which a stream is packed, the outermost first."""
    names = entry(stream, "/Filter")
    if names is None:
        return ()
    return tuple(map(str, names)) if isinstance(names, pikepdf.Array) else (str(names),)


def content_streams(contents: Any) -> Iterator[pikepdf.Stream]:
    """Yield the streams of a page's /Contents, which is one stream or an array of them."""
    parts: Iterable[Any] = contents if isinstance(contents, pikepdf.Array) else (contents,)
    for _, part in zip(range(_STREAMS), parts, strict=False):
        if isinstance(part, pikepdf.Stream):
            yield part


def drawn(resources: Any) -> dict[str, pikepdf.Stream]:
    """Return the images and forms that a page or form may paint, by name with its slash."""
    items = entry(resources, "/XObject")
    if not isinstance(items, pikepdf.Dictionary):
        return {}
    return {name: item for name, item in items.items() if isinstance(item, pikepdf.Stream)}


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
