"""What is missing, kind by kind, and how far self-scores are from what was given."""

from __future__ import annotations

from typing import Any

import build
import pytest
from build import F

from parcli.core.edition import Kind
from parcli.core.scoring import Dossier, Missing, Stages, UnitResult, by_kind, missing, score
from parcli.core.scoring.differences import Difference, by_item, by_unit, compared, to_look_at

TABLE = """
    | mã   | điểm | loại  | ai chấm | cách tính | …                       |
    | I.1  | 4    |       |         | points    |                         |
    | I.2  | 2    |       |         | points    |                         |
    | II.1 | 3    |       |         | points    |                         |
    | II.2 | 1    |       | council | points    |                         |
    | II.3 | 2    |       | survey  | external  |                         |
    | B.1  | 1    | bonus |         | points    |                         |
"""
EDITION = build.edition(TABLE, not_applicable={"nothing_arose": "rescale"})
ENTRIES = {"I.1/points": 3, "I.2/points": 2, "II.1/points": 1, "B.1/points": 1}
GIVEN = {code: Stages(appraised_1=F(value)) for code, value in {"I.1": 3, "I.2": 2, "II.1": 1, "B.1": 1}.items()} | {"II.2": Stages(council=F(1))}
SURVEY: Any = {"II.3": {"value": F(50)}}


def unit(name: str = "a", entries: dict[str, Any] | None = None, stages: dict[str, Stages] | None = None, **more: Any) -> UnitResult:
    known = {"survey": SURVEY, "records": build.records(EDITION, {**ENTRIES, **(entries or {})}), **more}
    return score(EDITION.blocks[0], EDITION.policies, build.YEAR, Dossier(name, stages={**GIVEN, **(stages or {})}, **known))


def kinds(*results: UnitResult) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.unit, one.kind, one.about) for one in missing(results)]


def test_nothing_is_missing_of_a_final_result() -> None:
    assert kinds(unit()) == []


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        ({"I.1": Stages()}, ("appraisal", ("I.1",))),
        ({"II.2": Stages()}, ("council", ("II.2",))),
        ({"I.1": Stages(appraised_1=F(1), waiting=("questioned",))}, ("questioned", ("I.1",))),
        ({"I.1": Stages(appraised_1=F(1), waiting=("round_2",))}, ("round_2", ("I.1",))),
        ({"I.1": Stages(waiting=("disputed_1",))}, ("disputed_1", ("I.1",))),
        ({"I.1": Stages(waiting=("refused_1",)), "I.2": Stages(waiting=("refused_1",))}, ("refused_1", ("I.1", "I.2"))),
    ],
)
def test_each_kind_has_its_items(stages: dict[str, Stages], expected: tuple[str, tuple[str, ...]]) -> None:
    assert kinds(unit(stages=stages)) == [("a", *expected)]


def test_the_order_is_that_of_the_work_and_several_kinds_of_one_item_are_all_told() -> None:
    stages = {"I.1": Stages(), "II.2": Stages(), "II.1": Stages(waiting=("disputed_council", "questioned"))}
    found = kinds(unit(stages=stages, survey={}))
    assert found == [
        ("a", "appraisal", ("I.1",)), ("a", "questioned", ("II.1",)), ("a", "disputed_council", ("II.1",)), ("a", "council", ("II.2",)),
        ("a", "survey", ("II.3",)),
    ]  # fmt: skip
    assert unit(stages=stages, survey={}).reason is not None


def test_a_claim_waits_for_its_answer() -> None:
    assert kinds(unit(entries={"I.2": Kind.NOTHING_AROSE}, stages={"I.2": Stages()})) == [("a", "ruling", ("I.2",))]


def test_what_the_unit_left_out_and_a_survey_that_cannot_be_read_are_told_apart() -> None:
    one = unit(entries={"I.1/points": None}, stages={"I.1": Stages()}, survey={}, survey_refused=frozenset({"II.3"}))
    assert one.state == "incomplete"
    assert kinds(one) == [("a", "self_score", ("I.1",)), ("a", "survey_unread", ("II.3",))]
    assert one.reason is not None
    assert one.reason.missing == (Missing("self_score", ("I.1",)), Missing("survey_unread", ("II.3",)))


def test_of_a_blocked_return_only_the_block_and_the_survey_are_asked_for() -> None:
    assert kinds(unit(blocked_by=("WB301",), stages={"I.1": Stages()}, survey={})) == [("a", "blocked", ("WB301",)), ("a", "survey", ("II.3",))]


def test_a_unit_that_returned_nothing_or_is_not_assessed_keeps_nobody_waiting() -> None:
    assert kinds(unit(records=None, survey={}), unit("b", excluded_for="Sắp xếp lại", stages={"I.1": Stages()})) == []


def test_nothing_left_to_rescale_is_said() -> None:
    claims = dict.fromkeys(("I.1", "I.2", "II.1"), Kind.NOTHING_AROSE)
    table = "| mã | điểm | cách tính |\n| I.1 | 4 | points |"
    of = build.edition(table, not_applicable={"nothing_arose": "rescale"})
    one = score(
        of.blocks[0], of.policies, build.YEAR, Dossier("a", build.records(of, {"I.1": claims["I.1"]}), stages={"I.1": Stages(ruling="accepted")})
    )
    assert kinds(one) == [("a", "nothing_applies", ("I.1",))]


def test_kinds_are_added_up_over_units() -> None:
    found = missing([unit("a", stages={"I.1": Stages(), "I.2": Stages()}), unit("b", stages={"I.1": Stages(), "II.2": Stages()})])
    assert [(one.kind, one.units, one.count) for one in by_kind(found)] == [("appraisal", 2, 3), ("council", 1, 1)]


# Differences


def test_only_items_with_both_figures_are_compared() -> None:
    waiting = unit("a", stages={"I.1": Stages(), "II.1": Stages(appraised_1=F(2))})
    assert [(each.one.code, each.claimed, each.given) for each in compared([waiting])] == [("I.2", 2, 2), ("II.1", 1, 2)]
    assert compared([unit(stages={code: Stages() for code in GIVEN}), unit(excluded_for="Sắp xếp lại")]) == ()


def test_the_largest_difference_stands_first_and_raised_figures_count_against_it() -> None:
    low = unit("thấp", stages={"I.1": Stages(appraised_1=F(1)), "I.2": Stages(council=F(1))})
    mixed = unit("lẫn", stages={"I.1": Stages(appraised_1=F(2)), "II.1": Stages(appraised_1=F(3))})
    every = compared([unit("đúng"), mixed, low])
    assert [(name, own.amount, len(own.lowered), len(own.raised)) for name, own in by_unit(every)] == [
        ("thấp", 3, 2, 0),
        ("đúng", 0, 0, 0),
        ("lẫn", -1, 1, 1),
    ]
    assert [(name, own.amount) for name, own in by_item(every)] == [("I.1", 3), ("I.2", 1), ("II.1", -2)]
    assert [(where, own.amount) for where, own in to_look_at(every, 5)] == [(("thấp", "I"), 3), (("lẫn", "I"), 1)]
    assert len(to_look_at(every, 1)) == 1
    assert Difference(()).amount == 0
