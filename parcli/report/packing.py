"""Markup that a page keeps packed until it is asked for: deflated and in base64, several pieces together.

Pieces of one kind differ in little but their figures. Figures stand apart from the rest, which makes a pack a quarter
smaller: what is left of two pieces is nearly the same.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import NamedTuple

_RAW_DEFLATE = -15
# No piece holds these signs: text of strangers has its unseen signs made visible.
_FIGURE, _PIECE, _REST = "\x1f", "\x1e", "\x1d"
_BETWEEN = ";"
_FIGURES = re.compile(r'([>H])([−+0-9][^<;"]*)')
"""What stands at the beginning of an element and begins like a figure, and the lengths of bars."""


class Piece(NamedTuple):
    """Markup with its figures set apart; a sign stands where each was."""

    shape: str
    figures: tuple[str, ...]


def piece(markup: str) -> Piece:
    """Set the figures of a piece of markup apart. A piece may be made of several in a row, each of which begins with an element."""
    # In turn: what stands between figures, the sign before a figure, the figure.
    parts = _FIGURES.split(markup)
    figures = parts[2::3]
    parts[2::3] = [_FIGURE] * len(figures)
    return Piece("".join(parts), tuple(figures))


def packed(pieces: Iterable[Sequence[Piece]], size: int) -> list[str]:
    """Return the pieces in packs of so many, in order; the page's script unpacks them with ``deflate-raw``.

    Squeezing needs no interpreter, so one pack is squeezed while the pieces of the next are drawn.
    """
    with ThreadPoolExecutor(1) as squeezing:
        return list(squeezing.map(_pack, _groups(pieces, size)))


def unpacked(pack: str) -> list[str]:
    """Return the pieces of a pack, as the page's script does."""
    shapes, _, rest = zlib.decompress(base64.b64decode(pack), _RAW_DEFLATE).decode().partition(_REST)
    figures = iter(rest.split(_BETWEEN))
    return re.sub(_FIGURE, lambda _: next(figures), shapes).split(_PIECE)


def _groups(pieces: Iterable[Sequence[Piece]], size: int) -> Iterator[list[Sequence[Piece]]]:
    rest = iter(pieces)
    while group := list(islice(rest, size)):
        yield group


def _pack(pieces: Sequence[Sequence[Piece]]) -> str:
    shapes = _PIECE.join("".join([part.shape for part in each]) for each in pieces)
    figures = _BETWEEN.join(figure for each in pieces for part in each for figure in part.figures)
    squeezer = zlib.compressobj(9, zlib.DEFLATED, _RAW_DEFLATE)
    return base64.b64encode(squeezer.compress(f"{shapes}{_REST}{figures}".encode()) + squeezer.flush()).decode()
