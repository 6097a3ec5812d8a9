"""An edition is a tree of any depth; an item knows its area, its stake and what a claim does to it."""

from __future__ import annotations

from datetime import date
from typing import Any

import build
import pytest
from build import F
from pydantic import ValidationError

from parcli.core.edition import Area, Criterion, Kind, NotApplicable, Policies
from parcli.core.scoring import Dossier, score

EDITION = build.edition("""
    | mã      | điểm | loại    | ai chấm | cách tính | …            |
    | I       | 3    |         |         |           |              |
    | I.1     | 3    |         |         |           |              |
    | I.1.1   | 2    |         |         |           |              |
    | I.1.1.a | 2    |         |         | ratio     |              |
    | I.1.2   | 1    |         |         | choice    | Có=1; Không=0 |
    | II.1    | 2    |         | survey  | external  |              |
    | B       | 1    | bonus   |         | points    |              |
    | P.1     | 1    | penalty |         | deduction | each=0.5     |
""")
BLOCK = EDITION.blocks[0]
_POINTS = {"type": "points"}


def test_items_stand_in_the_order_of_the_annex_with_their_place() -> None:
    items = BLOCK.items(build.YEAR)
    assert [item.code for item in items] == ["I.1.1.a", "I.1.2", "II.1", "B", "P.1"]
    assert [item.area.code for item in items] == ["I", "I", "II", "B", "P"]
    assert [[node.code for node in item.path] for item in items] == [["I", "I.1", "I.1.1"], ["I", "I.1"], ["II"], [], ["P"]]
    assert [item.stake.penalty for item in items] == [False, False, False, False, True]


def test_unit_is_asked_only_for_what_it_scores_itself() -> None:
    assert [item.input_keys() for item in BLOCK.items(build.YEAR)] == [
        ("I.1.1.a/part", "I.1.1.a/whole"),
        ("I.1.2/level",),
        (),
        ("B/points",),
        ("P.1/count",),
    ]


def test_group_has_no_rule() -> None:
    group = build.edition("| mã | điểm | cách tính |\n| I.1 | 1 | points |\n").blocks[0].areas[0]
    item = next(iter(BLOCK.items(build.YEAR)))
    with pytest.raises(TypeError, match="I is a group"):
        _ = type(item)(group, group, (), build.YEAR).rule


def test_scale_is_the_sum_of_the_points_areas_unless_stated() -> None:
    assert BLOCK.scale == 5
    assert BLOCK.sum_of("bonus") == BLOCK.sum_of("penalty") == 1
    assert build.edition("| mã | điểm | cách tính |\n| I.1 | 60 | points |\n", scale="65").blocks[0].scale == 65


def test_number_is_the_code_unless_the_annex_prints_another() -> None:
    assert BLOCK.areas[0].printed_number == "I"
    assert Area.model_validate({"code": "A1", "number": "1.", "title": "Một", "maximum": "1", "rule": _POINTS}).printed_number == "1."


def test_edition_finds_its_blocks_and_knows_its_major_version() -> None:
    assert EDITION.block("so") is BLOCK
    assert EDITION.block("huyen") is None
    assert EDITION.major == "1"


@pytest.mark.parametrize(
    ("own", "policy", "treatment"),
    [
        (None, {}, "never"),
        (None, {"nothing_arose": "full_marks"}, "full_marks"),
        ("never", {"nothing_arose": "full_marks"}, "never"),
        ({"nothing_arose": "rescale"}, {"nothing_arose": "full_marks"}, "rescale"),
        ({"nothing_arose": "rescale"}, {}, "rescale"),
        ({"not_assigned": "rescale"}, {"nothing_arose": "full_marks"}, "full_marks"),
        ({"nothing_arose": "never"}, {"nothing_arose": "full_marks"}, "never"),
    ],
)
def test_item_says_first_what_a_claim_does_then_the_edition(own: Any, policy: dict[str, str], treatment: str) -> None:
    node = Criterion.model_validate({"code": "I.1", "title": "Một", "maximum": "1", "rule": _POINTS, "not_applicable": own})
    assert node.treatment(Kind.NOTHING_AROSE, Policies(not_applicable=NotApplicable.model_validate(policy))) == treatment


@pytest.mark.parametrize(
    ("node", "code"),
    [
        ({}, "DF208"),
        ({"rule": _POINTS, "items": [{"code": "I.1", "title": "x", "maximum": "1", "rule": _POINTS}]}, "DF208"),
        ({"rule": _POINTS, "title": None}, "DF112"),
        ({"rule": _POINTS, "code": "I..1"}, "DF116"),
        ({"rule": _POINTS, "code": "I 1"}, "DF116"),
        ({"rule": _POINTS, "maximum": "0"}, "DF117"),
        ({"rule": _POINTS, "maximum": "1,5"}, "DF113"),
        ({"rule": _POINTS, "points": "1"}, "extra_forbidden"),
        ({"rule": _POINTS, "not_applicable": {"nothing_arose": "zero"}}, "literal_error"),
        ({"rule": _POINTS, "assessed_by": "office"}, "literal_error"),
        ({"guidance": "x", "items": [{"code": "I.1", "title": "x", "maximum": "1", "rule": _POINTS}]}, "DF209"),
    ],
)
def test_node_is_refused(node: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Area.model_validate({"code": "I", "title": "Một", "maximum": "1", **node})
    assert code in {each["type"] for each in refusal.value.errors()}


@pytest.mark.parametrize(("index", "name"), [("100", "Tốt"), ("90", "Tốt"), ("89.9", "Khá"), ("10", None)])
def test_class_is_the_highest_that_was_reached(index: str, name: str | None) -> None:
    block = build.edition("| mã | điểm | cách tính |\n| I.1 | 1 | points |\n", classes={"Khá": "50", "Tốt": "90"}).blocks[0]
    assert block.class_of(F(index)) == name


def test_cycle_knows_its_units_their_days_and_their_exceptions() -> None:
    cycle = build.cycle(
        EDITION, "so-y-te", "so-tu-phap",
        exemptions=[{"unit": "so-y-te", "item": "I.1.2", "kind": "not_assigned", "reason": "Không có chức năng"}],
        exclusions=[
            {"unit": "so-y-te", "state": "proposed", "reason": "Đề nghị"},
            {"unit": "so-tu-phap", "state": "decided", "reason": "Sáp nhập", "decision": "Thông báo 1"},
        ],
    )  # fmt: skip
    unit = cycle.named("ĐƠN VỊ  SO-Y-TE")
    assert unit is cycle.unit("so-y-te") is not None
    assert cycle.named("Sở Lạ") is None
    assert {item: each.why for item, each in cycle.exempt("so-y-te").items()} == {"I.1.2": Kind.NOT_ASSIGNED}
    assert cycle.exempt("so-tu-phap") == {}
    assert cycle.excluded("so-y-te") is None
    assert cycle.excluded("so-tu-phap") is cycle.exclusions[1]
    assert cycle.due(cycle.units[0]) == cycle.deadline
    assert cycle.due(cycle.units[0].model_copy(update={"extended_to": date(2023, 12, 10)})) == date(2023, 12, 10)


def test_area_may_itself_be_an_item() -> None:
    scored = score(BLOCK, EDITION.policies, build.YEAR, Dossier("so-y-te", build.records(EDITION, {"B/points": 1})))
    assert {area.code: area.self_points for area in scored.areas if area.kind == "bonus"} == {"B": F(1)}


def test_items_and_their_rules_are_made_once_and_shared() -> None:
    block = build.edition("| mã | điểm | ai chấm | không áp dụng | cách tính | … |\n| I.1 | 1 | self | | ratio | floor=0.8 |").blocks[0]
    (item,) = block.items(2023)
    assert block.items(2023)[0] is item
    assert item.points(2) is block.items(2023)[0].points(2) is not item.points(None)
    assert block.items(2024)[0].stake.year == 2024 != item.stake.year


def test_a_copied_cycle_knows_its_own_units() -> None:
    cycle = build.cycle(build.edition("| mã | điểm | ai chấm | không áp dụng | cách tính | … |\n| I.1 | 1 | self | | ratio | floor=0.8 |"))
    first = cycle.units[0]
    assert cycle.unit(first.id) is first
    renamed = cycle.model_copy(update={"units": (first.model_copy(update={"name": "Tên khác"}),)})
    assert (renamed.unit(first.id), cycle.unit(first.id)) == (renamed.units[0], first)
    assert renamed != cycle == cycle.model_copy()
