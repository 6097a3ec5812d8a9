"""How much ranks depend on the weights of the areas: many rankings under weights that were drawn, seeded and so repeatable.

No score comes of this; it says how far a ranking would hold if the weights had been set a little otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from operator import mul
from random import Random
from struct import Struct

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
    chance = Random(_SEED)  # noqa: S311 - a sample, no secret
    draws = draws_for(len(rows))
    own = [_parts(maxima[code]) or 0 for code in codes]
    field = _Fields(rows, sum(own) * SPREAD[1])
    drawn = [_ranks(field.values([weight * chance.randint(*SPREAD) for weight in own])) for _ in range(draws)]
    return {unit: _middle(ranks) for unit, ranks in zip(areas, zip(*drawn, strict=True), strict=True)}


def _parts(value: Fraction | None) -> int | None:
    return None if value is None else value.numerator * _PARTS // value.denominator


class _Fields:
    """The figures of all units, each area's in one long whole number of fields that are as wide as the greatest sum.

    So the sums of all units under some weights are one sum of long numbers, which is many times quicker than a sum for each
    unit. Figures are counted from the lowest, so that none is negative: with the same weights for all that changes no order.
    """

    def __init__(self, rows: Sequence[Sequence[int | None]], weight: int) -> None:
        """Take the figures of each unit by area; ``weight`` is the most that the weights of all areas come to."""
        known = [value for row in rows for value in row if value is not None]
        self._low, self._gaps = min((0, *known)), {place: row for place, row in enumerate(rows) if None in row}
        self._width = (weight * (max((0, *known)) - self._low)).bit_length() // 8 + 1
        self._whole = self._width * len(rows)
        self._part = Struct(f"{self._width}s" * len(rows)).unpack
        self._areas = [self._joined(column) for column in zip(*rows, strict=True)]

    def _joined(self, column: Sequence[int | None]) -> int:
        return int.from_bytes(b"".join(self._written((self._low if value is None else value) - self._low) for value in column), "big")

    def _written(self, value: int) -> bytes:
        return value.to_bytes(self._width, "big")

    def values(self, weights: Sequence[int]) -> list[bytes]:
        """Return each unit's sum under these weights, written so that it compares as the figure does."""
        found = list(self._part(sum(map(mul, weights, self._areas)).to_bytes(self._whole, "big")))
        for place, row in self._gaps.items():
            found[place] = self._written(_over_what_is_known(weights, row) - self._low * sum(weights))
        return found


def _over_what_is_known(weights: Sequence[int], row: Sequence[int | None]) -> int:
    """Return the sum that a row would have if its gaps were as good as the rest."""
    known = [(weight, value) for weight, value in zip(weights, row, strict=True) if value is not None]
    whole = sum(weight for weight, _ in known)
    return sum(weight * value for weight, value in known) * sum(weights) // whole if whole else 0


def _ranks(values: Sequence[bytes]) -> list[int]:
    """Return the rank of each: units with the same value share the better one."""
    # From the lowest up, so that of equal values the best place stays.
    places = dict(zip(sorted(values), range(len(values), 0, -1), strict=True))
    return [places[value] for value in values]


def _middle(ranks: Sequence[int]) -> RankSpan:
    """Return the ranks at 5 % and 95 % of the drawn ones."""
    ordered, left_out = sorted(ranks), len(ranks) // _TAIL
    return RankSpan(ordered[max(left_out, 1) - 1], ordered[len(ranks) - left_out - 1])
