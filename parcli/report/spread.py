"""How a block's indexes are spread, as a drawing: bars over even steps, the mean, the borders of the classes.

The drawing is made of whole numbers in a frame of ``WIDTH`` by ``HEIGHT``; every bar has its count as a figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from parcli.core.edition import Class
from parcli.core.rankbook import BlockBook

WIDTH, HEIGHT = 360, 150
_LEFT, _RIGHT, _FLOOR, _ROOM = 12, 348, 124, 84
_MOST_BARS = 12
_STEPS = (Fraction(1, 4), Fraction(1, 2), Fraction(1), Fraction(2), Fraction(5), Fraction(10))
_LABEL_ROOM = 44
"""A class's name needs so much room to the right of its border; without it the border has none."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The units from one index up to another, and where the bar stands."""

    start: Fraction
    end: Fraction
    count: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Border:
    """Where a class begins; ``name`` is empty where there is no room for it."""

    x: int
    name: str


@dataclass(frozen=True, slots=True)
class Spread:
    """A drawing of a block: its bars, the ticks beneath, the borders of classes and the mean."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, Fraction], ...]
    borders: tuple[Border, ...]
    mean: int


def spread(book: BlockBook, classes: Sequence[Class]) -> Spread | None:
    """Return the drawing of a block, None where nobody is ranked."""
    indexes = [one.row.index for one in book.units]
    if not indexes or book.ranking.mean is None:
        return None
    step, first, count = _steps(min(indexes), max(indexes))
    edges = [first + step * place for place in range(count + 1)]
    places = [_across(place, count) for place in range(count + 1)]
    held = Counter(index // step - first // step for index in indexes)
    counts = [held[place] for place in range(count)]
    bars = tuple(_bar(edges, places, place, number, max(counts)) for place, number in enumerate(counts))
    inside = [one for one in sorted(classes, key=lambda each: each.start) if edges[0] <= one.start < edges[-1]]
    borders = [_position(one.start, edges) for one in inside]
    ends = [*borders, WIDTH][1:]
    named = tuple(Border(x, one.name if end - x >= _LABEL_ROOM else "") for one, x, end in zip(inside, borders, ends, strict=True))
    return Spread(bars, tuple(zip(places, edges, strict=True)), named, _position(book.ranking.mean, edges))


def _steps(low: Fraction, high: Fraction) -> tuple[Fraction, Fraction, int]:
    """Return the smallest step that needs few bars, where they begin, and their number; the highest index lies within the last."""
    step = next((each for each in _STEPS if high // each - low // each < _MOST_BARS), _STEPS[-1])
    first = low // step
    return step, first * step, int(high // step - first) + 1


def _across(place: int, count: int) -> int:
    return _LEFT + (_RIGHT - _LEFT) * place // count


def _position(value: Fraction, edges: Sequence[Fraction]) -> int:
    return _LEFT + int((_RIGHT - _LEFT) * (value - edges[0]) / (edges[-1] - edges[0]))


def _bar(edges: Sequence[Fraction], places: Sequence[int], place: int, count: int, most: int) -> Bar:
    height = _ROOM * count // most
    return Bar(edges[place], edges[place + 1], count, places[place] + 1, _FLOOR - height, places[place + 1] - places[place] - 2, height)
