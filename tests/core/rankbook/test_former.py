"""The year before beside this one: who is compared with whom, in which block and area, and why something is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import build
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcli.core.crosswalk import Crosswalk
from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.rankbook.former import Comparison, FormerRow, FormerYear, Predecessor, WhyNot, compare
from parcli.core.ranking import Standing, rank

F = Fraction
TABLE = """
| mã   | tên         | điểm | cách tính | loại  |
| I    | Chỉ đạo     | 60   |           |       |
| I.1  | Kế hoạch    | 60   | points    |       |
| II   | Thể chế     | 40   |           |       |
| II.1 | Rà soát     | 40   | points    |       |
| B    | Điểm thưởng | 5    |           | bonus |
| B.1  | Sáng kiến   | 5    | points    | bonus |
"""
EDITION = build.edition(TABLE)
AREAS = {"I": F(80), "II": F(70), "B": F(20)}


def cycle(*units: dict[str, Any] | str, edition: Edition = EDITION) -> Cycle:
    rows = [{"id": unit, "name": f"Sở {unit}"} if isinstance(unit, str) else {"name": f"Sở {unit['id']}", **unit} for unit in units]
    return build.cycle(edition, units=[{"block": "so", **row} for row in rows])


def year(before: Cycle, rows: Mapping[str, tuple[int, F]], edition: Edition = EDITION, **unranked: str) -> FormerYear:
    listed = {unit: FormerRow(place, index, AREAS) for unit, (place, index) in rows.items()}
    return FormerYear(edition, before, provisional=False, rows={"so": listed}, unranked=unranked)


def beside(former: FormerYear, now: Cycle, edition: Edition = EDITION, crosswalk: Crosswalk | None = None) -> Comparison:
    return compare(former, edition, now, crosswalk, {"so": [unit.id for unit in now.units]})


FORMER = year(cycle("a", "b", "c"), {"a": (1, F(90)), "b": (2, F(80))}, c="not_submitted")


@pytest.mark.parametrize("now", [{"id": "a"}, {"id": "x", "name": "Sở A"}, {"id": "x", "aliases": ["Sở a"]}, {"id": "x", "successor_of": ["a"]}])
def test_a_unit_is_compared_with_the_one_that_it_was_or_succeeds(now: dict[str, Any]) -> None:
    (one,) = beside(FORMER, cycle(now)).units.values()
    assert (one.rank, one.units, one.index, one.areas, one.why_not) == (1, 2, F(90), AREAS, None)


@pytest.mark.parametrize(
    ("now", "why"),
    [
        ({"id": "x"}, WhyNot("new")),
        ({"id": "x", "successor_of": ["a", "b"]}, WhyNot("merged", (Predecessor("Sở a", 1, F(90)), Predecessor("Sở b", 2, F(80))))),
        ({"id": "x", "successor_of": ["a", "c"]}, WhyNot("merged", (Predecessor("Sở a", 1, F(90)), Predecessor("Sở c")))),
        ({"id": "x", "successor_of": ["Sở Z"]}, WhyNot("unknown_predecessor", (Predecessor("Sở Z"),))),
        ({"id": "a", "valid_to": "2023-06-30"}, WhyNot("ended", (Predecessor("Sở a", 1, F(90)),))),
        ({"id": "c"}, WhyNot("unranked", about="not_submitted")),
    ],
)
def test_what_does_not_compare_says_why_and_names_figures_one_by_one(now: dict[str, Any], why: WhyNot) -> None:
    (one,) = beside(FORMER, cycle(now)).units.values()
    assert (one.rank, one.index, one.areas, one.why_not) == (None, None, {}, why)


def test_of_a_unit_that_was_split_no_part_compares() -> None:
    found = beside(FORMER, cycle({"id": "x", "successor_of": ["a"]}, {"id": "y", "successor_of": ["a"]}, "b"))
    assert [one.why_not and one.why_not.kind for one in found.units.values()] == ["split", "split", None]
    assert found.ended == ("c",)
    assert not found.nothing


def test_a_unit_that_the_result_does_not_have_says_so() -> None:
    assert beside(year(cycle("a"), {}), cycle("a")).units["a"].why_not == WhyNot("no_result")


def test_areas_compare_in_percent_where_maxima_changed_and_points_outside_the_scale_only_where_they_did_not() -> None:
    other = build.edition(
        TABLE.replace("| I    | Chỉ đạo     | 60 ", "| I    | Chỉ đạo     | 50 ")
        .replace("60   | points", "50   | points")
        .replace("| 5    |", "| 4    |")
    )
    found = beside(FORMER, cycle("a"), other)
    assert dict(found.units["a"].areas) == {"I": F(80), "II": F(70)}
    assert found.areas["so"] == {"B": WhyNot("maximum", maxima=(F(5), F(4)))}


def test_an_area_that_is_new_or_of_another_kind_does_not_compare() -> None:
    other = build.edition(TABLE.replace("bonus", "penalty").replace("| II   |", "| III  |").replace("| II.1 |", "| III.1 |"))
    found = beside(FORMER, cycle("a"), other)
    assert found.areas["so"] == {"III": WhyNot("absent"), "B": WhyNot("kind")}


def test_a_unit_of_another_block_has_no_rank_here() -> None:
    block = replace(EDITION.blocks[0], id="xa", title="Khối xã")
    both = replace(EDITION, blocks=(*EDITION.blocks, block))
    former = FormerYear(both, build.cycle(both, units=[{"id": "a", "block": "xa", "name": "Sở a"}]), provisional=False, rows={"xa": {}}, unranked={})
    assert compare(former, both, cycle("a"), None, {"so": ["a"]}).units["a"].why_not == WhyNot("other_block", about="Khối xã")


def crosswalk(**more: Any) -> Crosswalk:
    pair = {"block": "so", "from": "I", "to": "I", "comparable": "yes"}
    return Crosswalk.model_validate(
        {
            "from": "cu",
            "to": "thu",
            "blocks": {"so": "so"},
            "areas": [pair, {**pair, "from": "B", "to": "II", "comparable": "no", "note": "đổi cách tính"}],
            **more,
        }
    )


def test_two_editions_compare_by_their_crosswalk_alone() -> None:
    former = replace(FORMER, edition=replace(EDITION, id="cu"))
    without = beside(former, cycle("a"))
    assert without.units["a"].why_not == WhyNot("no_crosswalk", about="cu")
    assert (without.alone, without.nothing) == (("so",), True)
    found = beside(former, cycle("a"), crosswalk=crosswalk())
    assert (found.units["a"].rank, dict(found.units["a"].areas)) == (1, {"I": F(80)})
    assert found.areas["so"] == {"II": WhyNot("decided", about="đổi cách tính"), "B": WhyNot("no_counterpart")}


def test_a_block_that_the_crosswalk_leaves_out_stands_alone_and_a_merged_unit_still_says_so() -> None:
    former = replace(FORMER, edition=replace(EDITION, id="cu"))
    found = beside(former, cycle("a", {"id": "x", "successor_of": ["b", "c"]}), crosswalk=crosswalk(blocks={"khac": "khac"}, areas=[]))
    assert [one.why_not and one.why_not.kind for one in found.units.values()] == ["no_block", "merged"]


@pytest.mark.slow
@given(st.lists(st.fractions(0, 100), min_size=1, max_size=8), st.sampled_from(["competition", "dense", "ordinal"]))
def test_the_same_year_beside_itself_changes_nothing(indexes: list[F], ties: str) -> None:
    edition = build.edition(TABLE, ties=ties)
    units = [f"u{place}" for place in range(len(indexes))]
    standings = [
        Standing(unit, unit, "final", "", index, index, {"I": index, "II": None, "B": F(1, 3)}) for unit, index in zip(units, indexes, strict=True)
    ]
    made = rank(edition.blocks[0], edition.policies, standings, provisional=False)
    rows = {row.unit: FormerRow(row.rank, row.index, {code: index for code, (index, _) in row.areas.items()}) for row in made.rows}
    now = cycle(*units, edition=edition)
    found = compare(FormerYear(edition, now, provisional=False, rows={"so": rows}, unranked={}), edition, now, None, {"so": units})
    for row in made.rows:
        one = found.units[row.unit]
        assert (one.rank, one.index, one.units) == (row.rank, row.index, len(made.rows))
        assert one.areas == {code: index for code, (index, _) in row.areas.items()}
