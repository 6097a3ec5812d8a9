"""Two readings of the same words held against each other: a digit counts only where both agree.

One reading of a number is wrong in one of some twenty-five scans, and often sure of itself. Two readings of different
size and surroundings rarely make the same mistake.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from PIL import Image, ImageOps

from parcli.evidence.ocr.words import Word, pieces

AGREED, DISPUTED = 90.0, 30.0
"""The least that a word is sure of when both readings have it, and the most when the other has it otherwise or not."""

LEAST_SURE = 35.0
"""A word of which the first reading is less sure than this is not confirmed by another: both then guess at a blot."""

SIZES = (1.25, 0.8)
"""In which sizes the words are seen again, one after the other. Of those from 0.8 to 2 these dispute fewest right numbers;
from 1.5 upwards mistakes of the first reading come again."""

_HEADING_SHARE = 0.4
_MOST_PIECES = 24
_BESIDE, _ABOVE, _BETWEEN = 1.0, 0.3, 24
_CLOSE = 0.06
"""Of the height of a line: as much is kept above and below a name in capitals. The rule beneath it and the feet of the line
above would make a plain block of the second look read it as nothing."""
_TELLING = frozenset({"so", "ngay", "thang", "nam"})
_DASHES = str.maketrans(dict.fromkeys("–—‐‑−", "-"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The pieces of lines to be read again, in another size, one beneath the other; `bands` says from where to where each stands."""

    image: Image.Image
    pieces: tuple[tuple[Word, ...], ...]
    bands: tuple[tuple[int, int], ...]


def named(word: Word) -> bool:
    """Say whether a word reads Số, ngày, tháng or năm, with whatever accents were seen."""
    plain = unicodedata.normalize("NFD", word.text.casefold())
    return re.sub(r"[^a-z]", "", plain) in _TELLING


def telling_pieces(found: Iterable[Word], height: float) -> list[tuple[Word, ...]]:
    """Return the pieces in the upper part of a page of this height that may bear number, date or a name in capitals."""
    upper = [tuple(piece) for piece in pieces(found) if piece[0].bottom < _HEADING_SHARE * height and _telling(piece)]
    return sorted(upper, key=lambda piece: (piece[0].top, piece[0].left))[:_MOST_PIECES]


def laid_out(chosen: Sequence[tuple[Word, ...]], image: Image.Image, larger: float) -> Sheet:
    """Return one or more pieces of the page on a sheet, `larger` times as large."""
    strips = [_strip(piece, image, larger) for piece in chosen]
    bands, bottom = [], _BETWEEN
    for strip in strips:
        bands.append((bottom, bottom + strip.height))
        bottom += strip.height + _BETWEEN
    sheet = Image.new("L", (max(strip.width for strip in strips) + 2 * _BETWEEN, bottom), _paper(strips[0]))
    for strip, (top, _) in zip(strips, bands, strict=True):
        sheet.paste(strip, (_BETWEEN, top))
    return Sheet(sheet, tuple(chosen), tuple(bands))


def agreed(sheet: Sheet, again: Sequence[Word]) -> set[Word]:
    """Return the words of the sheet of which this reading has every sign too, with nothing else between them."""
    alike: set[Word] = set()
    for piece, (top, bottom) in zip(sheet.pieces, sheet.bands, strict=True):
        other = sorted((word for word in again if top <= word.middle <= bottom), key=lambda word: word.left)
        alike |= _agreed(piece, other)
    return alike


def judged(found: Iterable[Word], compared: set[Word], alike: set[Word]) -> tuple[Word, ...]:
    """Return all words, those that were compared more or less sure than before."""
    return tuple(_judged(word, word in alike) if word in compared else word for word in found)


def _judged(word: Word, alike: bool) -> Word:  # noqa: FBT001 - the verdict itself
    return replace(word, sure=max(word.sure, AGREED) if alike and word.sure >= LEAST_SURE else min(word.sure, DISPUTED))


def numbered(piece: Sequence[Word]) -> bool:
    """Say whether a piece has digits or a slash: only such a one is worth a third look."""
    return any(sign.isdigit() or sign == "/" for word in piece for sign in word.text)


def _telling(piece: Sequence[Word]) -> bool:
    return numbered(piece) or any(map(named, piece)) or _in_capitals(piece)


def _in_capitals(piece: Sequence[Word]) -> bool:
    return " ".join(word.text for word in piece).isupper()


def _strip(piece: Sequence[Word], image: Image.Image, larger: float) -> Image.Image:
    top, bottom = min(word.top for word in piece), max(word.bottom for word in piece)
    high = bottom - top
    kept = _CLOSE if _in_capitals(piece) and not numbered(piece) else _ABOVE
    left, right = max(0, int(piece[0].left - _BESIDE * high)), min(image.width, int(piece[-1].right + _BESIDE * high))
    part = image.crop((left, max(0, int(top - kept * high)), right, min(image.height, int(bottom + kept * high))))
    part = ImageOps.expand(part, (0, round((_ABOVE - kept) * high)), _paper(part))
    return part.resize((round(part.width * larger), round(part.height * larger)), Image.Resampling.BICUBIC)


def _paper(strip: Image.Image) -> int:
    """Return the shade of the paper: most of a strip is bare."""
    counts = strip.histogram()
    return counts.index(max(counts))


def _agreed(piece: Sequence[Word], other: Sequence[Word]) -> set[Word]:
    ours, theirs = ("".join(map(_signs, side)) for side in (piece, other))
    alike = _alike(ours, theirs)
    whole, start = set(), 0
    for word in piece:
        end = start + len(_signs(word))
        if any(first <= start and end <= last for first, last in alike):
            whole.add(word)
        start = end
    return whole


def _alike(ours: str, theirs: str) -> list[tuple[int, int]]:
    """Return the stretches of `ours` that `theirs` has too, each without the sign at which a difference touches it."""
    stretches = []
    for first, there, size in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        last = first + size
        begins = first == there == 0
        ends = last == len(ours) and there + size == len(theirs)
        stretches.append((first if begins else first + 1, last if ends else last - 1))
    return stretches


def _signs(word: Word) -> str:
    return "".join(word.text.translate(_DASHES).split())
