"""Two announced results compared: figures, ranks, items stage by stage, with the reasons that are known."""

from __future__ import annotations

from parcli.core.differences import Change, UnitStand, differences


def stand(unit: str, final: str, rank: str | None, **items: dict[str, str | None]) -> UnitStand:
    return UnitStand(unit, "so", {"final": final, "rank": rank, "state": "final"}, {code.replace("_", "."): each for code, each in items.items()})


def test_only_units_with_a_change_stand_and_a_rank_alone_is_one() -> None:
    before = {"a": stand("a", "90", "1"), "b": stand("b", "89", "2"), "c": stand("c", "80", "3")}
    after = {"a": stand("a", "90", "2"), "b": stand("b", "91", "1"), "c": stand("c", "80", "3")}
    found = differences(before, after, {})
    assert [(one.unit, one.changed, one.before["rank"], one.after["rank"]) for one in found] == [
        ("a", ("rank",), "1", "2"),
        ("b", ("final", "rank"), "2", "1"),
    ]


def test_each_stage_that_changed_stands_with_its_reason_and_the_final_takes_the_last_one() -> None:
    before = {"a": stand("a", "90", "1", I_1={"computed": "1", "appraised_1": "1", "council": None, "final": "1"})}
    after = {"a": stand("a", "90.5", "1", I_1={"computed": "1", "appraised_1": "1", "council": "1.5", "final": "1.5"})}
    (one,) = differences(before, after, {("a", "I.1", "council"): "Có dấu đến"})
    assert one.items == (Change("a", "I.1", "council", None, "1.5", "Có dấu đến"), Change("a", "I.1", "final", "1", "1.5", "Có dấu đến"))


def test_units_of_one_result_only_are_named_as_such() -> None:
    found = differences({"a": stand("a", "90", "1")}, {"b": stand("b", "80", "1")}, {})
    assert [(one.unit, one.fate) for one in found] == [("b", "new"), ("a", "gone")]


def test_the_same_result_has_no_differences() -> None:
    one = {"a": stand("a", "90", "1", I_1={"final": "1"})}
    assert differences(one, one, {("a", "I.1", "final"): "x"}) == ()
