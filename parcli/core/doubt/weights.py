"""How much ranks depend on the weights of the areas: many rankings under weights that were drawn, seeded and so repeatable.

No score comes of this and none goes in exactly: it is the one place where floats are good enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil
from operator import mul
from random import Random

from parcli.core.doubt.values import RankSpan

DRAWS = 2000
MOST_WORK = 800_000
"""Draws times units of a block: a large block is drawn less often, so that a ranking stays a matter of seconds."""
SPREAD = 0.25
"""A weight is drawn evenly between so much less and so much more than that of the edition."""
_OUTSIDE = 0.05
_SEED = 20231130


def draws_for(units: int) -> int:
    """Return how many rankings are drawn for a block of so many units."""
    return min(DRAWS, max(1, MOST_WORK // max(1, units)))


def weight_spans(areas: Mapping[str, Mapping[str, Fraction | None]], maxima: Mapping[str, Fraction]) -> dict[str, RankSpan]:
    """Return for each unit the ranks between which it stays in nine of ten drawn rankings.

    ``areas`` are each unit's points by area in percent of the area's maximum, ``maxima`` the areas' weights in the edition;
    only points areas take part. An area in which a unit has no figure leaves its weight to the others.
    """
    codes = [code for code, weight in maxima.items() if weight > 0]
    rows = [[_percent(known.get(code)) for code in codes] for known in areas.values()]
    gaps = [place for place, row in enumerate(rows) if None in row]
    counts = [[0] * (len(rows) + 1) for _ in rows]
    chance = Random(_SEED)  # noqa: S311 - a sample, no secret
    draws = draws_for(len(rows))
    known_rows = [[value or 0.0 for value in row] for row in rows]
    for _ in range(draws):
        weights = [float(maxima[code]) * chance.uniform(1 - SPREAD, 1 + SPREAD) for code in codes]
        whole = sum(weights)
        values = [sum(map(mul, weights, row)) / whole for row in known_rows]
        for place in gaps:
            values[place] = _over_what_is_known(weights, rows[place])
        _count(values, counts)
    return {unit: _middle(counts[place], draws) for place, unit in enumerate(areas)}


def _percent(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _over_what_is_known(weights: Sequence[float], row: Sequence[float | None]) -> float:
    known = [(weight, value) for weight, value in zip(weights, row, strict=True) if value is not None]
    whole = sum(weight for weight, _ in known)
    return sum(weight * value for weight, value in known) / whole if whole else 0.0


def _count(values: Sequence[float], counts: Sequence[list[int]]) -> None:
    """Add one ranking: units with the same value share the better rank."""
    rank, former = 0, None
    for position, place in enumerate(sorted(range(len(values)), key=values.__getitem__, reverse=True), start=1):
        if values[place] != former:
            rank, former = position, values[place]
        counts[place][rank] += 1


def _middle(counts: Sequence[int], draws: int) -> RankSpan:
    """Return the ranks at 5 % and 95 % of the drawn ones."""
    first, last = ceil(draws * _OUTSIDE), ceil(draws * (1 - _OUTSIDE))
    return RankSpan(_reached(counts, max(first, 1)), _reached(counts, last))


def _reached(counts: Sequence[int], wanted: int) -> int:
    seen = 0
    for rank, count in enumerate(counts):
        seen += count
        if seen >= wanted:
            return rank
    return len(counts) - 1
