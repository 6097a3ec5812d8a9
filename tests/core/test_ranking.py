"""Ranks: ties by the edition's rule, decimals that tell neighbours apart, and nobody ranked without a figure."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import build
import pytest
from build import F
from hypothesis import given
from hypothesis import strategies as st

from parcli.core import points
from parcli.core.edition import Policies
from parcli.core.ranking import BlockRanking, Standing, rank
from parcli.core.scoring import State

EDITION = build.edition(
    "| mã | điểm | cách tính |\n| I.1 | 60 | points |\n| II.1 | 40 | points |\n", classes={"Tốt": "90", "Khá": "80", "Trung bình": "0"}
)
BLOCK = EDITION.blocks[0]


def standing(unit: str, index: Any, state: State = "final", areas: Mapping[str, F | None] | None = None) -> Standing:
    value = None if index is None else F(index)
    return Standing(unit, f"Sở {unit}", state, "", value, value, areas or {})


def ranked(*indexes: Any, provisional: bool = False, **policies: Any) -> BlockRanking:
    standings = [standing(f"u{place}", index) for place, index in enumerate(indexes)]
    return rank(BLOCK, Policies.model_validate(policies), standings, provisional=provisional)


@pytest.mark.parametrize(("ties", "ranks"), [("competition", [1, 2, 2, 4]), ("dense", [1, 2, 2, 3]), ("ordinal", [1, 2, 3, 4])])
def test_ties_are_ranked_by_the_rule_of_the_edition(ties: str, ranks: list[int]) -> None:
    rows = ranked(80, 90, 70, 80, ties=ties).rows
    assert [row.rank for row in rows] == ranks
    assert [row.index for row in rows] == [90, 80, 80, 70]
    assert [row.tied for row in rows] == [False, True, True, False]


@pytest.mark.parametrize(("breakers", "order"), [(["II"], ["b", "a"]), (["I"], ["a", "b"]), (["I", "II"], ["a", "b"])])
def test_tie_breakers_decide_in_their_order(breakers: list[str], order: list[str]) -> None:
    tied = [standing("a", 80, areas={"I": F(70), "II": F(50)}), standing("b", 80, areas={"I": F(60), "II": F(90)})]
    rows = rank(BLOCK, Policies(ties="ordinal", tie_breakers=tuple(breakers)), tied, provisional=False).rows
    assert [(row.unit, row.rank) for row in rows] == [(order[0], 1), (order[1], 2)]


@pytest.mark.parametrize("ties", ["competition", "dense"])
def test_tie_breakers_are_for_ordinal_ranks_only(ties: Any) -> None:
    tied = [standing("a", 80, areas={"I": F(50)}), standing("b", 80, areas={"I": F(90)})]
    assert [row.rank for row in rank(BLOCK, Policies(ties=ties, tie_breakers=("I",)), tied, provisional=False).rows] == [1, 1]


@pytest.mark.parametrize(("rank_on", "ranks"), [("unrounded", [1, 2]), ("printed", [1, 1])])
def test_what_prints_alike_ties_only_where_the_printed_figure_decides(rank_on: str, ranks: list[int]) -> None:
    assert [row.rank for row in ranked("80.004", "80.001", rank_on=rank_on).rows] == ranks


@pytest.mark.parametrize(
    ("indexes", "places"),
    [
        (("80.04", "80.01"), [2, 2]),
        (("80.004", "80.001"), [3, 3]),
        (("80.00004", "80.00001"), [5, 5]),
        (("90", "80.004", "80.001", "70"), [2, 3, 3, 2]),
        (("80.004", "80.001", "80.0011"), [3, 4, 4]),
        (("80.004", "80.004"), [2, 2]),
    ],
)
def test_neighbours_that_print_alike_but_rank_apart_print_more_decimals(indexes: tuple[str, ...], places: list[int]) -> None:
    rows = ranked(*indexes).rows
    assert [row.places for row in rows] == places


@pytest.mark.parametrize(
    ("index", "rank_on", "name"),
    [
        ("90", "unrounded", "Tốt"),
        ("89.999", "unrounded", "Khá"),
        ("89.999", "printed", "Tốt"),
        ("80", "printed", "Khá"),
        ("79.99", "printed", "Trung bình"),
        ("0", "unrounded", "Trung bình"),
    ],
)
def test_class_begins_at_its_threshold(index: str, rank_on: str, name: str) -> None:
    assert ranked(index, rank_on=rank_on).rows[0].class_name == name


@pytest.mark.parametrize(
    ("index", "rank_on", "places"), [("89.996", "unrounded", 3), ("89.99996", "unrounded", 5), ("89.996", "printed", 2), ("90.001", "unrounded", 2)]
)
def test_an_index_prints_as_one_of_its_own_class(index: str, rank_on: str, places: int) -> None:
    (row,) = ranked(index, rank_on=rank_on).rows
    assert row.places == places
    assert BLOCK.class_of(points.rounded(row.index, row.places)) == row.class_name


def test_block_without_classes_names_none() -> None:
    bare = build.edition("| mã | điểm | cách tính |\n| I.1 | 60 | points |\n").blocks[0]
    assert rank(bare, Policies(), [standing("a", 80)], provisional=False).rows[0].class_name is None


@pytest.mark.parametrize("state", ["incomplete", "not_submitted", "blocked", "excluded", "provisional"])
def test_unit_without_a_final_state_is_named_but_not_ranked(state: State) -> None:
    outside = Standing("b", "Sở b", state, "vì sao", F(99), F(99), {})
    ranking = rank(BLOCK, Policies(), [standing("a", 80), outside], provisional=False)
    assert [(row.unit, row.rank) for row in ranking.rows] == [("a", 1)]
    assert [(one.unit, one.state, one.reason) for one in ranking.unranked] == [("b", state, "vì sao")]
    assert (ranking.units, ranking.mean) == (2, F(80))


def test_unit_without_a_figure_is_never_last() -> None:
    ranking = rank(BLOCK, Policies(), [standing("a", 80), standing("b", None)], provisional=False)
    assert [row.unit for row in ranking.rows] == ["a"]


def test_provisional_figures_are_ranked_when_asked_for() -> None:
    both = [standing("a", 80), standing("b", 90, "provisional")]
    assert [row.unit for row in rank(BLOCK, Policies(), both, provisional=True).rows] == ["b", "a"]


def test_mean_is_that_of_the_ranked_units() -> None:
    assert ranked(80, 90, 75).mean == F(245, 3)
    assert ranked().mean is None


def test_areas_are_ranked_on_their_own() -> None:
    both = [standing("a", 80, areas={"I": F(70), "II": None}), standing("b", 70, areas={"I": F(90), "II": F(50)})]
    rows = rank(BLOCK, Policies(), both, provisional=False).rows
    assert [row.areas for row in rows] == [{"I": (F(70), 2), "II": (None, None)}, {"I": (F(90), 1), "II": (F(50), 1)}]


_indexes = st.lists(st.fractions(0, 100, max_denominator=8), min_size=1, max_size=12)


@pytest.mark.slow
@given(indexes=_indexes, ties=st.sampled_from(["competition", "dense"]), chance=st.randoms(use_true_random=False))
def test_rank_does_not_depend_on_the_order_of_the_units(indexes: list[F], ties: Any, chance: Any) -> None:
    standings = [standing(f"u{place}", index) for place, index in enumerate(indexes)]
    shuffled = chance.sample(standings, len(standings))
    first, second = (rank(BLOCK, Policies(ties=ties), each, provisional=False) for each in (standings, shuffled))
    assert {row.unit: (row.rank, row.places, row.tied) for row in first.rows} == {row.unit: (row.rank, row.places, row.tied) for row in second.rows}


@pytest.mark.slow
@given(indexes=_indexes)
def test_better_index_never_has_a_worse_rank(indexes: list[F]) -> None:
    rows = ranked(*indexes).rows
    assert [row.rank for row in rows] == [1 + sum(other > row.index for other in indexes) for row in rows]


@given(indexes=st.lists(st.fractions(79, 81), min_size=2, max_size=8))
def test_printed_figures_tell_ranks_apart(indexes: list[F]) -> None:
    rows = ranked(*(index.limit_denominator(10**4) for index in indexes)).rows
    for upper, lower in itertools.pairwise(rows):
        if upper.rank != lower.rank:
            assert points.rounded(upper.index, upper.places) > points.rounded(lower.index, lower.places)


def test_a_tie_that_breakers_leave_keeps_the_order_of_the_register_and_is_marked() -> None:
    rows = ranked(80, 90, 80, ties="ordinal", tie_breakers=("I",)).rows
    assert [(row.rank, row.tied) for row in rows] == [(1, False), (2, True), (3, True)]


def test_in_a_penalty_area_fewer_points_rank_first() -> None:
    table = "| mã | điểm | loại | cách tính |\n| I.1 | 100 | | points |\n| P | 5 | penalty | |\n| P.1 | 5 | | points |\n"
    block = build.edition(table).blocks[0]
    standings = [standing("much", 80, areas={"P": F(5)}), standing("none", 80, areas={"P": F(0)})]
    rows = rank(block, Policies(), standings, provisional=False).rows
    assert {row.unit: row.areas["P"][1] for row in rows} == {"none": 1, "much": 2}


def test_an_area_that_does_not_apply_to_one_of_the_tied_breaks_no_tie() -> None:
    """Not applicable is no zero: the next area decides, which all of them have."""
    tied = [standing("a", 80, areas={"I": None, "II": F(90)}), standing("b", 80, areas={"I": F(10), "II": F(50)})]
    rows = rank(BLOCK, Policies(ties="ordinal", tie_breakers=("I", "II")), tied, provisional=False).rows
    assert [(row.unit, row.rank, row.tied) for row in rows] == [("a", 1, False), ("b", 2, False)]
    only_first = rank(BLOCK, Policies(ties="ordinal", tie_breakers=("I",)), tied, provisional=False).rows
    assert [(row.unit, row.tied) for row in only_first] == [("a", True), ("b", True)]
