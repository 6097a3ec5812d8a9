"""Units over time: who continues whom, and whose years may be set side by side."""

from __future__ import annotations

from typing import Any

import build
import pytest

from parcli.core.cycle import Cycle
from parcli.core.lineage import lineage

EDITION = build.edition("""
    | mã  | tên      | điểm | cách tính |
    | I.1 | Kế hoạch | 1    | points    |
""")


def cycle(*units: dict[str, Any] | str) -> Cycle:
    rows = [{"id": unit, "name": f"Sở {unit}"} if isinstance(unit, str) else {"name": f"Sở {unit['id']}", **unit} for unit in units]
    return build.cycle(EDITION, units=[{"block": "so", **row} for row in rows])


Told = dict[str, tuple[str, tuple[str, ...], str | None]]


def told(previous: Cycle, now: Cycle) -> Told:
    return {one.unit: (one.kind, one.predecessors, one.reason) for one in lineage(previous, now).units}


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ({"id": "a"}, ("same", ("a",), None)),
        ({"id": "a", "name": "Sở khác"}, ("same", ("a",), None)),
        ({"id": "x", "name": "SỞ  A"}, ("same", ("a",), None)),
        ({"id": "x", "aliases": ["Sở A"]}, ("same", ("a",), None)),
        ({"id": "x", "aliases": ["SA"]}, ("same", ("a",), None)),
        ({"id": "x", "successor_of": ["a"]}, ("successor", ("a",), None)),
        ({"id": "x", "successor_of": ["Sở A"]}, ("successor", ("a",), None)),
        ({"id": "x", "successor_of": ["sa"]}, ("successor", ("a",), None)),
        ({"id": "x", "successor_of": ["a", "b"]}, ("merged", ("a", "b"), "merged")),
        ({"id": "a", "successor_of": ["b"]}, ("merged", ("a", "b"), "merged")),
        ({"id": "x", "successor_of": ["Sở Z"]}, ("successor", (), "unknown_predecessor")),
        ({"id": "x", "successor_of": ["a", "Sở Z"]}, ("merged", ("a",), "merged")),
        ({"id": "x"}, ("new", (), "new")),
        ({"id": "a", "valid_to": "2023-06-30"}, ("same", ("a",), "ended")),
    ],
)
def test_where_a_unit_comes_from(now: dict[str, Any], expected: tuple[str, tuple[str, ...], str | None]) -> None:
    previous = cycle({"id": "a", "aliases": ["SA"]}, "b")
    (found,) = told(previous, cycle(now)).values()
    assert found == expected


def test_the_unit_that_keeps_the_id_goes_before_one_that_takes_the_name() -> None:
    now = cycle({"id": "x", "name": "Sở a"}, {"id": "a", "name": "Sở mới"})
    assert told(cycle("a"), now) == {"x": ("new", (), "new"), "a": ("same", ("a",), None)}


def test_one_predecessor_with_two_successors_was_split() -> None:
    now = cycle({"id": "x", "successor_of": ["a"]}, {"id": "y", "successor_of": ["a"]})
    assert told(cycle("a"), now) == {"x": ("successor", ("a",), "split"), "y": ("successor", ("a",), "split")}


def test_who_goes_on_and_gave_a_part_away_is_not_compared_either() -> None:
    now = cycle("a", {"id": "y", "successor_of": ["a"]})
    assert told(cycle("a"), now) == {"a": ("same", ("a",), "split"), "y": ("successor", ("a",), "split")}


def test_who_ended_during_the_year_leaves_the_comparison_to_the_successor() -> None:
    now = cycle({"id": "a", "valid_to": "2023-06-30"}, {"id": "y", "valid_from": "2023-07-01", "successor_of": ["a"]})
    assert told(cycle("a"), now) == {"a": ("same", ("a",), "ended"), "y": ("successor", ("a",), None)}


def test_who_ends_with_the_year_was_there_for_all_of_it() -> None:
    assert told(cycle("a"), cycle({"id": "a", "valid_to": "2023-12-31"}))["a"] == ("same", ("a",), None)


def test_who_nobody_continues_has_ended() -> None:
    found = lineage(cycle("a", "b", "c"), cycle("a", {"id": "x", "successor_of": ["c"]}))
    assert found.ended == ("b",)


def test_the_names_that_lead_nowhere_are_kept() -> None:
    one = lineage(cycle("a"), cycle({"id": "x", "successor_of": ["a", "Sở Z"]})).of("x")
    assert one is not None
    assert (one.unknown, one.comparable, one.compared_with) == (("Sở Z",), False, None)


def test_what_is_compared_names_the_unit_of_the_year_before() -> None:
    found = lineage(cycle("a"), cycle({"id": "x", "successor_of": ["a"]}))
    assert (found.units[0].comparable, found.units[0].compared_with, found.of("z")) == (True, "a", None)


def test_an_unchanged_cycle_compares_throughout() -> None:
    same = cycle("a", "b")
    assert {one.kind for one in lineage(same, same).units} == {"same"}
    assert all(one.compared_with == one.unit for one in lineage(same, same).units)
    assert lineage(same, same).ended == ()
