"""What tesseract says of a page as words with places, and these as segments of a page."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from parcli.evidence.page import Segment

_COLUMNS = 12
_WORD = "5"
_LONG_LINE = 10.0
_COLUMN_GAP = 1.0
_SPECKS = frozenset("|¦[](){}<>_=~^*'`´\"“”‘’«»•°")
_SURE_SPECK = 60.0
_LEGIBLE = 25.0
_MISREAD = str.maketrans({"Ð": "Đ", "\N{FRACTION SLASH}": "/", "\N{DIVISION SLASH}": "/"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was read, with its place in pixels and the line (block, paragraph, line) in which it stands."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    sure: float
    line: tuple[int, ...] = ()

    @property
    def middle(self) -> float:
        """Return the height of its middle."""
        return (self.top + self.bottom) / 2


def words(table: str) -> tuple[Word, ...]:
    """Return the words of tesseract's table; rows that are not as they should be are passed over."""
    return tuple(word for row in table.splitlines() if (word := _word(row.split("\t"))) is not None)


def _word(cells: list[str]) -> Word | None:
    if len(cells) != _COLUMNS or cells[0] != _WORD:
        return None
    text = _mended(cells[11].strip())
    try:
        left, top, width, height = map(int, cells[6:10])
        sure, line = float(cells[10]), tuple(map(int, cells[1:5]))
    except ValueError:
        return None
    if not text or not math.isfinite(sure) or (set(text) <= _SPECKS and sure < _SURE_SPECK):
        return None
    return Word(text, left, top, left + width, top + height, min(max(sure, 0.0), 100.0), line)


def _mended(text: str) -> str:
    """Put right what is the same letter to the eye. The model knows two forms of Đ and often gives both for one."""
    for pair in ("ÐĐ", "ĐÐ"):
        text = text.replace(pair, "Đ")
    return text.translate(_MISREAD)


def legible(found: Iterable[Word]) -> tuple[Word, ...]:
    """Return the words without the pieces of which no word is sure at all: rules, seals and borders taken for letters."""
    return tuple(word for piece in pieces(found) if any(one.sure >= _LEGIBLE for one in piece) for word in piece)


def slope(found: Sequence[Word]) -> float:
    """Return how much the lines fall per pixel to the right, from the long lines; 0 where there are none."""
    falls = []
    for line in lines(found):
        first, last = line[0], line[-1]
        run = last.left - first.left
        if run > _LONG_LINE * median(word.bottom - word.top for word in line):
            falls.append((last.middle - first.middle) / run)
    return median(falls) if falls else 0.0


def level(found: Iterable[Word], fall: float) -> tuple[Word, ...]:
    """Return the words moved up or down to where they would be if lines did not fall by `fall`."""
    return tuple(replace(word, top=word.top - fall * word.left, bottom=word.bottom - fall * word.left) for word in found)


def lines(found: Iterable[Word]) -> list[list[Word]]:
    """Return the words of each line, from left to right."""
    return [sorted(line, key=lambda word: word.left) for _, line in groupby(found, key=lambda word: word.line)]


def pieces(found: Iterable[Word]) -> list[list[Word]]:
    """Return the lines cut where the gap is wider than the letters are high: there another column begins."""
    cut: list[list[Word]] = []
    for line in lines(found):
        high = median(word.bottom - word.top for word in line)
        cut.append(line[:1])
        for before, word in pairwise(line):
            if word.left - before.right > _COLUMN_GAP * high:
                cut.append([])
            cut[-1].append(word)
    return cut


def segments(found: Iterable[Word], scale: float) -> tuple[Segment, ...]:
    """Return the words as segments in points, row by row. The words of one piece share its top and bottom."""
    placed: list[Segment] = []
    for piece in sorted(pieces(found), key=lambda piece: (median(word.middle for word in piece), piece[0].left)):
        top, bottom = min(word.top for word in piece) / scale, max(word.bottom for word in piece) / scale
        placed += [_segment(word, scale, top, bottom) for word in piece]
    return tuple(placed)


def _segment(word: Word, scale: float, top: float, bottom: float) -> Segment:
    left, right = round(word.left / scale, 2), round(word.right / scale, 2)
    return Segment(word.text, left, round(top, 2), right, round(bottom, 2), round(word.sure, 2))
