"""Sums of all units at once under drawn weights give the ranks that sums one by one give."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcli.core.doubt import RankSpan, weights
from parcli.core.doubt.weights import weight_spans

FIGURES = st.none() | st.fractions(-20, 100, max_denominator=7)


def one_by_one(areas: dict[str, dict[str, Fraction | None]], maxima: dict[str, Fraction]) -> dict[str, RankSpan]:
    """The plain way: each unit's sum, in the same parts and under the same draws; what is not known is as good as the rest."""
    parts, chance, drawn = 10**9, Random(weights._SEED), weights.draws_for(len(areas))
    codes = [code for code, weight in maxima.items() if weight > 0]
    ranks: dict[str, list[int]] = {unit: [] for unit in areas}
    for _ in range(drawn):
        own = {code: maxima[code].numerator * parts // maxima[code].denominator * chance.randint(*weights.SPREAD) for code in codes}
        sums = {}
        for unit, known in areas.items():
            has = {code: value.numerator * parts // value.denominator for code in codes if (value := known[code]) is not None}
            whole, total = sum(own[code] for code in has), sum(own[code] * value for code, value in has.items())
            sums[unit] = total if len(has) == len(codes) else total * sum(own.values()) // whole if whole else 0
        for unit, value in sums.items():
            ranks[unit].append(1 + sum(other > value for other in sums.values()))
    left = drawn // 20
    return {unit: RankSpan(sorted(each)[max(left, 1) - 1], sorted(each)[drawn - left - 1]) for unit, each in ranks.items()}


@pytest.mark.slow
@given(st.lists(st.tuples(FIGURES, FIGURES, FIGURES), max_size=6), st.tuples(*[st.fractions(0, 20, max_denominator=3)] * 3))
def test_all_units_at_once_rank_as_one_by_one(rows: list[tuple[Fraction | None, ...]], maxima: tuple[Fraction, ...]) -> None:
    areas = {f"u-{place}": dict(zip("abc", row, strict=True)) for place, row in enumerate(rows)}
    known = dict(zip("abc", maxima, strict=True))
    with_few_draws = weights.DRAWS
    weights.DRAWS = 40
    try:
        assert weight_spans(areas, known) == one_by_one(areas, known)
    finally:
        weights.DRAWS = with_few_draws
