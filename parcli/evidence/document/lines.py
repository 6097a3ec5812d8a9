"""Segments put together to lines: words that stand beside each other without a wide gap.

A scan may be askew and a printer may give each letter a box of its own, so a piece joins the row whose last pieces it
stands level with, from left to right. Where the places say nothing, each segment is a line in the order it came.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from parcli.core.document import TextSource
from parcli.evidence.document.letters import composed
from parcli.evidence.page import Page, Segment

_WORD_GAP = 0.2
_CELL_GAP = 1.3
_LAST = 3
_SLACK = 0.15
_FLAT_SHARE = 0.2
_FEW = 3
_UNSURE, _SPECK = 50.0, 0.35

_Band = tuple[float, float, float]
"""Of a row: the highest and the lowest place where the middle of a piece may stand, and its own middle."""


@dataclass(frozen=True, slots=True)
class Line:
    """Text on one line of one column. `sure` holds (start, end, certainty) for the parts that it was made of."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    sure: tuple[tuple[int, int, float], ...]

    @property
    def middle(self) -> float:
        """Return where its centre stands across the page."""
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        """Return its height in points."""
        return self.bottom - self.top

    def certainty(self, start: int = 0, end: int | None = None) -> float:
        """Return the lowest certainty among the parts between two places in the text."""
        end = len(self.text) if end is None else end
        return min((sure for first, last, sure in self.sure if first < end and last > start), default=100.0)

    def followed_by(self, other: Line) -> Line:
        """Return this line and another behind it as one, with a blank between."""
        start = len(self.text) + 1
        sure = self.sure + tuple((first + start, last + start, sure) for first, last, sure in other.sure)
        top, bottom = min(self.top, other.top), max(self.bottom, other.bottom)
        return Line(f"{self.text} {other.text}", min(self.left, other.left), top, max(self.right, other.right), bottom, sure)

    def part(self, start: int, end: int) -> Line:
        """Return the part between two places in the text, its edges shared out by letters."""
        raw = self.text[start:end]
        start += len(raw) - len(raw.lstrip())
        text = raw.strip()
        each = (self.right - self.left) / max(len(self.text), 1)
        left = self.left + each * start
        sure = tuple(
            (max(first - start, 0), min(last - start, len(text)), sure)
            for first, last, sure in self.sure
            if first < start + len(text) and last > start
        )
        return Line(text, left, self.top, left + each * len(text), self.bottom, sure)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a page from top to bottom. `placed` is False where their places say nothing."""

    lines: tuple[Line, ...]
    width: float
    height: float
    placed: bool

    def only(self, lines: Iterable[Line]) -> Sheet:
        """Return the sheet with these lines."""
        return replace(self, lines=tuple(lines))

    @property
    def middle(self) -> float:
        """Return the centre of the printed area across the page."""
        return (min(line.left for line in self.lines) + max(line.right for line in self.lines)) / 2 if self.lines else self.width / 2


def sheet_of(page: Page, source: TextSource) -> Sheet:
    """Return the lines of a page. What OCR made of rules and specks is left out, and each of its pieces is a word."""
    pieces = [piece for segment in page.segments for piece in _pieces(segment)]
    if source == "ocr":
        usual = statistics.median(piece.bottom - piece.top for piece in pieces) if pieces else 0.0
        pieces = [replace(piece, text=f" {piece.text} ") for piece in pieces if not _speck(piece, usual)]
    if not _placed(page, pieces):
        return Sheet(tuple(_line([piece]) for piece in pieces), page.width, page.height, placed=False)
    lines = [_line(cell) for row in _rows(pieces) for cell in _cells(row)]
    lines = [line for line in lines if line.text]
    return Sheet(tuple(sorted(lines, key=lambda line: (line.top, line.left))), page.width, page.height, placed=True)


def _speck(piece: Segment, usual: float) -> bool:
    return piece.sure < _UNSURE and piece.bottom - piece.top < _SPECK * usual


def _pieces(segment: Segment) -> Iterator[Segment]:
    if "\n" not in segment.text and "\r" not in segment.text:
        if segment.text.strip():
            yield segment
        return
    parts = segment.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    each = (segment.bottom - segment.top) / len(parts)
    for number, part in enumerate(parts):
        if part.strip():
            top = segment.top + each * number
            yield replace(segment, text=part, top=top, bottom=top + each)


def _placed(page: Page, pieces: list[Segment]) -> bool:
    if page.width <= 0 or page.height <= 0:
        return False
    if any(piece.right <= piece.left or piece.bottom <= piece.top for piece in pieces):
        return False
    if len(pieces) < _FEW:
        return True
    return len({(round(piece.top), round(piece.left)) for piece in pieces}) > _FLAT_SHARE * len(pieces)


def _rows(pieces: list[Segment]) -> list[list[Segment]]:
    rows: list[list[Segment]] = []
    bands: list[_Band] = []
    for piece in sorted(pieces, key=lambda piece: (piece.left, piece.top)):
        best = _best(bands, piece)
        if best is None:
            rows.append([piece])
            bands.append(_band(piece.top, piece.bottom))
            continue
        rows[best].append(piece)
        last = rows[best][-_LAST:]
        bands[best] = _band(min(one.top for one in last), max(one.bottom for one in last))
    return rows


def _band(top: float, bottom: float) -> _Band:
    slack = _SLACK * (bottom - top)
    return top - slack, bottom + slack, (top + bottom) / 2


def _best(bands: list[_Band], piece: Segment) -> int | None:
    """Return the row whose band holds the middle of the piece, or whose middle the piece's band holds."""
    top, bottom = piece.top, piece.bottom
    middle = (top + bottom) / 2
    found, nearest = None, 0.0
    for number, (highest, lowest, other) in enumerate(bands):
        if not (highest <= middle <= lowest or top <= other <= bottom):
            continue
        if found is None or abs(other - middle) < nearest:
            found, nearest = number, abs(other - middle)
    return found


def _cells(row: list[Segment]) -> Iterator[list[Segment]]:
    size = statistics.quantiles([one.bottom - one.top for one in row], n=4)[2] if len(row) > 1 else 0.0
    cell: list[Segment] = []
    for piece in row:
        if cell and piece.left - max(one.right for one in cell) > _CELL_GAP * max(size, 8.0):
            yield cell
            cell = []
        cell.append(piece)
    yield cell


def _line(cell: list[Segment]) -> Line:
    if len(cell) == 1:
        return _of_one(cell[0])
    size = max(piece.bottom - piece.top for piece in cell)
    text = ""
    sure = []
    for number, piece in enumerate(cell):
        apart = number > 0 and (
            piece.left - cell[number - 1].right > _WORD_GAP * size or piece.text[:1].isspace() or cell[number - 1].text[-1:].isspace()
        )
        text += " " if apart and text else ""
        start = len(text)
        text += composed(piece.text)
        sure.append((start, len(text), piece.sure))
    return Line(
        composed(text),
        min(piece.left for piece in cell),
        min(piece.top for piece in cell),
        max(piece.right for piece in cell),
        max(piece.bottom for piece in cell),
        tuple(sure),
    )


def _of_one(piece: Segment) -> Line:
    text = composed(piece.text)
    return Line(text, piece.left, piece.top, piece.right, piece.bottom, ((0, len(text), piece.sure),))
