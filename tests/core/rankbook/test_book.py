"""A block's book: every ranked unit with its doubt, its lead over the next, its items and where it lost points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import build
from build import F

from parcli.core.appraisal import Appraisal, Opinion
from parcli.core.doubt import Lead, RankSpan, open_items
from parcli.core.rankbook import BlockBook, Lost, bare_book, block_book, detail_of
from parcli.core.ranking import Standing
from parcli.core.scoring import Dossier, Stages, UnitResult, score

EDITION = build.edition(
    """
    | mã   | điểm | loại    | ai chấm | cách tính | …        |
    | I.1  | 6    |         |         | points    |          |
    | I.2  | 2    |         |         | points    |          |
    | II.1 | 2    |         | survey  | external  |          |
    | P    | 2    | penalty |         |           |          |
    | P.1  | 2    |         |         | deduction | each=0.5 |
    """,
    classes={"Tốt": "90", "Khá": "80", "Trung bình": "0"},
)
BLOCK = EDITION.blocks[0]


def unit(name: str, own: Mapping[str, int], given: Mapping[str, Any], survey: int, opinions: tuple[Opinion, ...] = ()) -> tuple[UnitResult, Any]:
    records = build.records(EDITION, {"P.1/count": 0, **{f"{code}/points": value for code, value in own.items()}})
    stages = {code: Stages(appraised_1=F(value)) if not isinstance(value, Stages) else value for code, value in {"P.1": 0, **given}.items()}
    result = score(
        BLOCK, EDITION.policies, build.YEAR, Dossier(name, records, stages=stages, survey={"II.1": {"value": F(survey)}}), provisional=True
    )
    opened = open_items(result, Appraisal(opinions=opinions), (), may_exceed=False)
    return result, detail_of(BLOCK, EDITION.policies, result, opened, provisional=True)


def standing(result: UnitResult) -> Standing:
    areas = {area.code: area.index for area in result.areas}
    return Standing(result.unit, result.unit.upper(), result.state, "", result.final, result.index, areas)


def book(*units: tuple[UnitResult, Any]) -> BlockBook:
    return block_book(
        BLOCK, EDITION.policies, build.YEAR, [standing(one) for one, _ in units], {one.unit: each for one, each in units}, provisional=True
    )


OPINIONS = tuple(Opinion("round_1", "b", "I.1", path, "", "F1", F(points)) for path, points in (("1.xlsx", 4), ("2.xlsx", 6)))
A = unit("a", {"I.1": 6, "I.2": 2}, {"I.1": 5, "I.2": 2}, 50)
B = unit("b", {"I.1": 6, "I.2": 1}, {"I.1": Stages(appraised_1=F(4), waiting=("disputed_1",)), "I.2": 1}, 100, OPINIONS)
C = unit("c", {"I.1": 3, "I.2": 0}, {"I.1": 3, "I.2": 0}, 0)


def test_units_stand_in_rank_order_with_their_spans() -> None:
    found = book(C, B, A)
    assert [(one.row.unit, one.row.rank, one.span) for one in found.units] == [
        ("a", 1, RankSpan(1, 2)),
        ("b", 2, RankSpan(1, 2)),
        ("c", 3, RankSpan(3, 3)),
    ]


def test_gap_and_lead_are_over_the_unit_that_follows() -> None:
    found = {one.row.unit: one for one in book(A, B, C).units}
    assert (found["a"].gap, found["a"].leads) == (F(10), (Lead("I.1", F(10)),))
    assert (found["c"].gap, found["c"].leads) == (None, ())


def test_items_are_ranked_in_percent_of_their_maximum() -> None:
    found = {one.row.unit: one for one in book(A, B, C).units}
    assert [(found[name].items["I.2"].share, found[name].items["I.2"].rank) for name in "abc"] == [(F(100), 1), (F(50), 2), (F(0), 3)]
    assert {found[name].items["P.1"].rank for name in "abc"} == {1}, "nobody lost anything there"


def test_lost_points_are_told_by_who_had_the_say() -> None:
    (first, *_) = book(A, B, C).units
    assert first.lost == Lost(not_claimed=F(0), lowered=F(1), survey=F(1), penalty=F(0))


def test_means_are_those_of_the_ranked_units() -> None:
    found = book(A, B, C)
    assert found.area_means["II"] == F(50)
    assert found.item_means["I.2"] == F(50)


def test_what_may_move_a_rank_is_listed_once() -> None:
    (mover,) = book(A, B, C).movers
    assert (mover.unit, mover.code, mover.ranks, mover.classes) == ("b", "I.1", RankSpan(1, 2), ("Trung bình", "Tốt"))


def test_a_unit_of_which_no_details_are_known_is_ranked_without_them() -> None:
    found = block_book(BLOCK, EDITION.policies, build.YEAR, [standing(A[0])], {}, provisional=True)
    (only,) = found.units
    assert (only.span, only.items, only.lost, only.opened) == (RankSpan(1, 1), {}, Lost(F(0), F(0), F(0), F(0)), ())


def test_an_empty_block_has_an_empty_book() -> None:
    found = book()
    assert (found.units, found.movers, set(found.area_means.values())) == ((), (), {None})


def test_a_bare_book_has_ranks_gaps_and_means_and_nothing_else() -> None:
    whole = book(A, B, C)
    bare = bare_book(whole.ranking)
    assert [(one.row, one.gap, one.leads, one.items, one.opened) for one in bare.units] == [(one.row, one.gap, (), {}, ()) for one in whole.units]
    assert (bare.area_means, bare.movers, bare.draws) == (whole.area_means, (), 0)
