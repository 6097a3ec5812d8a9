"""How the ranking pages write figures: decimal comma, a true minus, a dash where there is none. Points come with two decimals or fewer."""

from __future__ import annotations

from fractions import Fraction

from parcli.core import points
from parcli.core.doubt import RankSpan

NOTHING = "–"
_FULL_LENGTH = 100
_KEPT = 100_000
"""So many figures are kept written: the pages of a large block repeat the same few thousand."""
_known: dict[tuple[tuple[int, int], int | None], str] = {}
"""Figures by numerator and denominator: the hash of a fraction takes longer than to write it."""


def number(value: Fraction | None, places: int | None = None) -> str:
    """Write a figure with ``places`` decimals, without given places as many as it has."""
    if value is None:
        return NOTHING
    key = value.as_integer_ratio(), places
    return _known.get(key) or _written(key, value, places)


def signed(value: Fraction, places: int) -> str:
    """Write a change with its sign; what prints as nothing has none."""
    written = number(value, places)
    return written if written.startswith("−") or not written.strip("0,") else f"+{written}"


def _written(key: tuple[tuple[int, int], int | None], value: Fraction, places: int | None) -> str:
    if len(_known) >= _KEPT:
        _known.clear()
    return _known.setdefault(key, points.vietnamese(value, places).replace("-", "−"))


def interval(span: RankSpan) -> str:
    """Write the ranks between which a unit may come to stand; one rank alone where both are the same."""
    return str(span.best) if span.best == span.worst else f"{span.best}–{span.worst}"


def bar_length(value: Fraction | None) -> str:
    """Give the length of a bar of at most 100, in whole numbers."""
    if value is None:
        return "0"
    numerator, denominator = value.as_integer_ratio()
    return str(min(max((2 * numerator + denominator) // (2 * denominator), 0), _FULL_LENGTH))
