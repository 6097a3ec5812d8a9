"""What decides between neighbours, what moves a rank or a class, and what the weights of areas do."""

from __future__ import annotations

from typing import Any

import build
import pytest
from build import F
from hypothesis import given
from hypothesis import strategies as st

from parcli.core.doubt import Lead, RankSpan, Span, contributions, deciding, draws_for, movers, rates, ways, weight_spans
from parcli.core.edition import Policies
from parcli.core.scoring import Dossier, Stages, rescale_factor, score

TABLE = """
    | mã   | điểm | loại    | ai chấm | cách tính | …        |
    | I.1  | 6    |         |         | points    |          |
    | I.2  | 2    |         |         | points    |          |
    | II.1 | 2    |         | survey  | external  |          |
    | P    | 2    | penalty |         |           |          |
    | P.1  | 2    |         |         | deduction | each=0.5 |
"""
CLASSES = {"Tốt": "90", "Khá": "80", "Trung bình": "0"}
EDITION = build.edition(TABLE, classes=CLASSES, not_applicable={"not_assigned": "rescale"})
BLOCK = EDITION.blocks[0]
ITEMS = BLOCK.items(build.YEAR)


@given(entered=st.tuples(st.integers(0, 6), st.integers(0, 2)), leaves=st.booleans())
def test_contributions_add_up_to_the_index(entered: tuple[int, int], leaves: bool) -> None:
    kind: Any = build.Kind.NOT_ASSIGNED
    entries = {"I.1/points": entered[0], "P.1/count": 0, **({"I.2": kind} if leaves else {"I.2/points": entered[1]})}
    stages = {"I.1": Stages(appraised_1=F(entered[0])), "P.1": Stages(appraised_1=F(0))}
    stages["I.2"] = Stages(ruling="accepted", ruled_at="round_1") if leaves else Stages(appraised_1=F(entered[1]))
    survey = {"II.1": {"value": F(50)}}
    unit = score(BLOCK, EDITION.policies, build.YEAR, Dossier("u", build.records(EDITION, entries), stages=stages, survey=survey))
    finals = {one.code: one.final for one in unit.items if one.final is not None}
    factor = rescale_factor(unit.items)
    assert factor is not None
    assert sum(contributions(ways(ITEMS), finals, *rates(factor, unit.maximum)).values(), F()) == unit.index


def test_fewest_items_that_cover_the_gap_decide() -> None:
    upper = {"I.1": F(30), "I.2": F(10), "II.1": F(15), "P.1": F(0)}
    lower = {"I.1": F(28), "I.2": F(11), "II.1": F(10), "P.1": F(-1)}
    assert deciding(upper, lower, F(7)) == (Lead("II.1", F(5)), Lead("I.1", F(2)))
    assert deciding(upper, lower, F(5)) == (Lead("II.1", F(5)),)
    assert deciding(upper, lower, F(0)) == ()


def test_an_item_that_only_one_unit_has_counts_for_it() -> None:
    assert deciding({"I.1": F(2)}, {"I.2": F(1)}, F(1)) == (Lead("I.1", F(2)),)


def test_what_may_move_a_rank_or_a_class_comes_first() -> None:
    indexes = {"a": F(91), "b": F(88), "c": F(70), "d": F(60)}
    alone = {
        ("a", "I.1"): Span(F("89.5"), F(91)),
        ("b", "I.1"): Span(F(69), F(88)),
        ("c", "I.1"): Span(F(65), F(71)),
        ("x", "I.1"): Span(F(0), F(100)),
    }
    found = movers(BLOCK, Policies(), indexes, alone)
    assert [(one.unit, one.ranks, one.classes) for one in found] == [
        ("b", RankSpan(2, 3), ("Trung bình", "Khá")),
        ("a", RankSpan(1, 1), ("Khá", "Tốt")),
    ]


def test_a_unit_is_not_its_own_rival() -> None:
    indexes = {"a": F(80), "b": F(70)}
    (found,) = movers(BLOCK, Policies(), indexes, {("a", "I.1"): Span(F(60), F(80))})
    assert found.ranks == RankSpan(1, 2)


MAXIMA = {"I": F(8), "II": F(2)}


def test_weights_do_not_matter_where_a_unit_is_ahead_everywhere() -> None:
    areas = {"a": {"I": F(90), "II": F(90)}, "b": {"I": F(80), "II": F(80)}}
    assert weight_spans(areas, MAXIMA) == {"a": RankSpan(1, 1), "b": RankSpan(2, 2)}


def test_weights_matter_where_areas_disagree() -> None:
    areas = {"a": {"I": F(90), "II": F(50)}, "b": {"I": F(80), "II": F(90)}}
    assert weight_spans(areas, MAXIMA) == {"a": RankSpan(1, 2), "b": RankSpan(1, 2)}


def test_units_that_are_equal_share_their_rank() -> None:
    areas = {unit: {"I": F(90), "II": F(50)} for unit in "ab"}
    assert weight_spans(areas, MAXIMA) == {"a": RankSpan(1, 1), "b": RankSpan(1, 1)}


def test_an_area_without_a_figure_is_no_zero() -> None:
    areas = {"a": {"I": F(90), "II": None}, "b": {"I": F(80), "II": F(80)}}
    assert weight_spans(areas, MAXIMA)["a"] == RankSpan(1, 1)


def test_the_same_areas_give_the_same_spans() -> None:
    areas = {f"u{place}": {"I": F(70 + place), "II": F(90 - 3 * place)} for place in range(8)}
    assert weight_spans(areas, MAXIMA) == weight_spans(areas, MAXIMA)


@pytest.mark.parametrize(("units", "draws"), [(0, 2000), (126, 2000), (400, 2000), (1600, 500), (10**7, 1)])
def test_large_blocks_are_drawn_less_often(units: int, draws: int) -> None:
    assert draws_for(units) == draws
