"""How two lists of the register differ: what stays keeps its place, what is new stands beside its neighbour."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from parcli.core.register import KEYS, LISTS, MODELS, differences, known, resulting


def unit(name: str, **more):
    return {"id": name, "block": "so", "name": f"Đơn vị {name}", **more}


def kinds(old, new):
    return [(step.kind, (step.after or step.before)["id"]) for step in differences("units", old, new)]


def test_a_sorted_sheet_changes_nothing() -> None:
    old = [unit("c"), unit("a"), unit("b")]
    assert kinds(old, sorted(old, key=lambda line: line["id"])) == [("same", "c"), ("same", "a"), ("same", "b")]


def test_a_new_entry_stands_after_the_one_above_it() -> None:
    old = [unit("a"), unit("b")]
    assert kinds(old, [unit("a"), unit("x"), unit("y"), unit("b")]) == [("same", "a"), ("added", "x"), ("added", "y"), ("same", "b")]
    assert kinds(old, [unit("x"), unit("a"), unit("b")])[0] == ("added", "x")


def test_a_change_says_what_was_and_what_is() -> None:
    (step,) = differences("units", [unit("a", contact="x")], [unit("a", aliases=("A",))])
    assert step.changes == {"aliases": (None, ("A",)), "contact": ("x", None)}


def test_another_id_is_another_unit() -> None:
    assert kinds([unit("a")], [unit("b")]) == [("added", "b"), ("removed", "a")]


def test_what_still_reads_like_its_face_is_the_old_value() -> None:
    old, face = unit("a", contact="x\x07y"), unit("a", contact="xy")
    (step,) = differences("units", [old], [face], [face])
    assert (step.kind, step.after["contact"]) == ("same", "x\x07y")
    (step,) = differences("units", [old], [unit("a", contact="z")], [face])
    assert step.changes == {"contact": ("x\x07y", "z")}


def test_equal_keys_go_with_each_other_in_order() -> None:
    old = [{"unit": "a", "state": "proposed", "reason": "1"}, {"unit": "a", "state": "decided", "reason": "2"}]
    assert [step.kind for step in differences("exclusions", old, old)] == ["same", "same"]


@given(some.lists(some.sampled_from("abcdef"), unique=True), some.lists(some.sampled_from("abcdef"), unique=True))
def test_the_steps_lead_to_the_new_entries(old: list[str], new: list[str]) -> None:
    after = resulting(differences("units", [unit(each) for each in old], [unit(each) for each in new]))
    assert sorted(line["id"] for line in after) == sorted(new)
    stays = [each for each in old if each in new]
    assert [line["id"] for line in after if line["id"] in stays] == stays


def test_the_keys_are_fields_of_the_models() -> None:
    assert set(KEYS) == set(MODELS) == set(LISTS)
    assert all(set(KEYS[name]) <= set(MODELS[name].model_fields) for name in LISTS)
    assert known("exemptions", {"unit": "a", "item": "1.10"}) == "a · 1.10"
