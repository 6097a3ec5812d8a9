"""How much ranks depend on the weights of the areas: many rankings under weights that were drawn, seeded and so repeatable.

No score comes of this; it says how far a ranking would hold if the weights had been set a little otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from operator import mul
from random import Random

from parcli.core.doubt.values import RankSpan

DRAWS = 2000
MOST_WORK = 800_000
"""Draws times units of a block: a large block is drawn less often, so that a ranking stays a matter of seconds."""
SPREAD = (750, 1250)
"""A weight is drawn evenly between so many thousandths of that of the edition: a quarter less, a quarter more."""
_PARTS = 10**9
"""Figures are taken in so many parts of a percent or a point, rounded down: whole numbers are exact and quick."""
_TAIL = 20
"""One in so many rankings is left out at each end."""
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
    rows = [[_parts(known.get(code)) for code in codes] for known in areas.values()]
    gaps = [place for place, row in enumerate(rows) if None in row]
    counts = [[0] * (len(rows) + 1) for _ in rows]
    chance = Random(_SEED)  # noqa: S311 - a sample, no secret
    draws = draws_for(len(rows))
    known_rows = [[value or 0 for value in row] for row in rows]
    own = [_parts(maxima[code]) or 0 for code in codes]
    for _ in range(draws):
        weights = [weight * chance.randint(*SPREAD) for weight in own]
        values = [sum(map(mul, weights, row)) for row in known_rows]
        for place in gaps:
            values[place] = _over_what_is_known(weights, rows[place])
        _count(values, counts)
    return {unit: _middle(counts[place], draws) for place, unit in enumerate(areas)}


def _parts(value: Fraction | None) -> int | None:
    return None if value is None else value.numerator * _PARTS // value.denominator


def _over_what_is_known(weights: Sequence[int], row: Sequence[int | None]) -> int:
    """Return the sum that a row would have if its gaps were as good as the rest."""
    known = [(weight, value) for weight, value in zip(weights, row, strict=True) if value is not None]
    whole = sum(weight for weight, _ in known)
    return sum(weight * value for weight, value in known) * sum(weights) // whole if whole else 0


def _count(values: Sequence[int], counts: Sequence[list[int]]) -> None:
    """Add one ranking: units with the same value share the better rank."""
    rank, former = 0, None
    for position, place in enumerate(sorted(range(len(values)), key=values.__getitem__, reverse=True), start=1):
        if values[place] != former:
            rank, former = position, values[place]
        counts[place][rank] += 1


def _middle(counts: Sequence[int], draws: int) -> RankSpan:
    """Return the ranks at 5 % and 95 % of the drawn ones."""
    left_out = draws // _TAIL
    return RankSpan(_reached(counts, max(left_out, 1)), _reached(counts, draws - left_out))


def _reached(counts: Sequence[int], wanted: int) -> int:
    seen = 0
    for rank, count in enumerate(counts):
        seen += count
        if seen >= wanted:
            return rank
    return len(counts) - 1
