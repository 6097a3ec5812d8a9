"""The letters of the synthetic papers: widths to set lines with, and a small font holding only the letters used.

Whole fonts would make each paper 400 KB. fontTools opens the font once per process; each paper then gets a font put
together from glyph records that are already compiled, which takes a fraction of a millisecond.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from parcli import shipped

REGULAR = "LiberationSerif-Regular.ttf"
BOLD = "LiberationSerif-Bold.ttf"

_VIETNAMESE = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_ASCII = "".join(map(chr, range(0x20, 0x7F)))
LETTERS = _ASCII + _VIETNAMESE + _VIETNAMESE.upper() + "–—…‘’“”«»•·§°×÷½\u00a0"
SLANT = 0.21
"""How far italic letters lean, as a share of their height."""

_STAND_IN = "?"
_SCALE = 1000
_HEAD_FORMAT = 50
_HHEA_COUNT = 34


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter: its compiled outline, its advance and left bearing in font units."""

    outline: bytes
    advance: int
    bearing: int


@dataclass(frozen=True, slots=True)
class Face:
    """One weight of the type. Metrics are in thousandths of the type size, as PDF wants them."""

    glyphs: dict[str, Glyph]
    blank: Glyph
    tables: dict[str, bytes]
    units: int
    box: tuple[int, ...]
    ascent: int
    descent: int
    cap_height: int

    def advance(self, letter: str) -> int:
        """Return the width of a letter in thousandths of the type size."""
        return round(self.glyph(letter).advance * _SCALE / self.units)

    def glyph(self, letter: str) -> Glyph:
        return self.glyphs.get(letter) or self.glyphs[_STAND_IN]

    def width(self, text: str, size: float) -> float:
        """Return the width of a text set at `size`, in the unit of `size`."""
        glyphs, missing = self.glyphs, self.glyphs[_STAND_IN]
        return sum(glyphs.get(letter, missing).advance for letter in text) * size / self.units

    def font(self, letters: Iterable[str]) -> bytes:
        """Return a TrueType font whose glyph 0 is blank and whose glyphs 1, 2, … are `letters` in the order given."""
        glyphs = [self.blank, *map(self.glyph, letters)]
        outlines = [glyph.outline for glyph in glyphs]
        places = [0]
        for outline in outlines:
            places.append(places[-1] + len(outline))
        tables = {
            **self.tables,
            "glyf": b"".join(outlines),
            "hmtx": b"".join(struct.pack(">Hh", glyph.advance, glyph.bearing) for glyph in glyphs),
            "loca": struct.pack(f">{len(places)}L", *places),
        }
        tables["head"] = _patched(tables["head"], _HEAD_FORMAT, 1)
        tables["hhea"] = _patched(tables["hhea"], _HHEA_COUNT, len(glyphs))
        tables["maxp"] = _patched(tables["maxp"], 4, len(glyphs))
        return _bound(tables)


@lru_cache(maxsize=8)
def face(file: str, fonts: Path | None = None) -> Face:
    """Load one weight, by file name in the folder `fonts` (default: the fonts that travel with parcli)."""
    with TTFont(font_path(file, fonts), lazy=True) as font:
        scale = _SCALE / font["head"].unitsPerEm
        return Face(
            glyphs=dict(_glyphs(font)),
            blank=Glyph(b"", *font["hmtx"][".notdef"]),
            tables={name: font.reader[name] for name in ("head", "hhea", "maxp")},
            units=font["head"].unitsPerEm,
            box=tuple(round(getattr(font["head"], side) * scale) for side in ("xMin", "yMin", "xMax", "yMax")),
            ascent=round(font["hhea"].ascent * scale),
            descent=round(font["hhea"].descent * scale),
            cap_height=round(getattr(font["OS/2"], "sCapHeight", 0) * scale),
        )


def font_path(file: str, fonts: Path | None = None) -> Path:
    """Return where a font lies."""
    return (fonts or shipped.folder("templates") / "fonts") / file


def _glyphs(font: TTFont) -> Iterable[tuple[str, Glyph]]:
    names, outlines, widths = font.getBestCmap(), font.getGlyphSet(), font["hmtx"]
    for letter in LETTERS:
        name = names.get(ord(letter))
        if name is None:
            continue
        # Drawn anew, an accented letter no longer refers to the glyphs of its letter and accents.
        flat, pen = DecomposingRecordingPen(outlines), TTGlyphPen(None)
        outlines[name].draw(flat)
        flat.replay(pen)
        record = pen.glyph().compile(font["glyf"], recalcBBoxes=True)
        yield letter, Glyph(record + b"\0" * (-len(record) % 4), *widths[name])


def _patched(table: bytes, place: int, value: int) -> bytes:
    return table[:place] + struct.pack(">H", value) + table[place + 2 :]


def _bound(tables: dict[str, bytes]) -> bytes:
    """Bind tables into a font file."""
    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">LHHHH", 0x00010000, count, 16 << power, power, (count - (1 << power)) * 16)
    place = len(head) + 16 * count
    directory, body = b"", b""
    for name, table in sorted(tables.items()):
        padded = table + b"\0" * (-len(table) % 4)
        check = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sLLL", name.encode(), check, place + len(body), len(table))
        body += padded
    return head + directory + body
