"""What must hold of an edition as a whole, at its edges: the honest twin of each refusal stands beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

import build
import pytest
import yaml

from parcli.core.edition import Block, BlockFile, Edition
from parcli.definitions import lint
from parcli.definitions.places import Places

CHOICE = "Có=1; Không=0"


def complaints(whole: Edition) -> list[tuple[str, str | None]]:
    return [(one.code, one.item) for one in lint.edition(whole, Places())]


def of(table: str, **more: Any) -> list[tuple[str, str | None]]:
    return complaints(build.edition(table, **more))


def rule(kind: str, settings: str, maximum: str = "1", assessed: str = "self") -> list[tuple[str, str | None]]:
    return of(f"""
        | mã  | điểm      | ai chấm    | cách tính | …          |
        | I.1 | {maximum} | {assessed} | {kind}    | {settings} |
    """)


def test_sums_are_exact() -> None:
    table = """
        | mã  | điểm | cách tính | …              |
        | I   | {}   |           |                |
        | I.1 | 0.1  | choice    | Có=0.1; Không=0 |
        | I.2 | 0.2  | choice    | Có=0.2; Không=0 |
    """
    assert of(table.format("0.3")) == []
    assert of(table.format("0.30000001")) == [("DF202", "I")]


@pytest.mark.parametrize(("maximum", "wrong"), [("1", []), ("2", []), ("2.5", [("DF202", "IX")])])
@pytest.mark.parametrize("kind", ["bonus", "penalty"])
def test_children_may_exceed_the_cap_of_a_bonus_or_penalty_area(kind: str, maximum: str, wrong: list[Any]) -> None:
    assert (
        of(f"""
        | mã   | điểm      | loại   | cách tính | …      |
        | I.1  | 1        |        | choice    | {CHOICE} |
        | IX   | {maximum} | {kind} |           |        |
        | IX.1 | 1        |        | choice    | {CHOICE} |
        | IX.2 | 1        |        | choice    | {CHOICE} |
    """)
        == wrong
    )


@pytest.mark.parametrize(("scale", "wrong"), [(None, []), ("85", []), ("100", []), ("90", [("DF203", None)]), ("84.99", [("DF203", None)])])
def test_the_scale_is_the_areas_with_or_without_the_whole_bonus(scale: str | None, wrong: list[Any]) -> None:
    table = """
        | mã   | điểm | loại    | cách tính | …               |
        | I.1  | 85   |         | choice    | Có=85; Không=0  |
        | IX   | 15   | bonus   |           |                 |
        | IX.1 | 15   |         | choice    | Có=15; Không=0  |
        | X    | 5    | penalty |           |                 |
        | X.1  | 5    |         | deduction | each=1          |
    """
    assert of(table, scale=scale) == wrong


def test_an_index_without_points_areas_has_no_scale() -> None:
    assert of("""
        | mã  | điểm | loại    | cách tính | …      |
        | X   | 5    | penalty |           |        |
        | X.1 | 5    |         | deduction | each=1 |
    """) == [("DF203", None)]


@pytest.mark.parametrize(
    ("kind", "settings", "code"),
    [
        ("choice", "Có=1; Không=0", None),
        ("choice", "Có=1.01; Không=0", "DF204"),
        ("choice", "Có=0.99; Không=0", "DF205"),
        ("choice", "{up_to: 0.5, levels: [{label: Có, points: 0.5}, {label: Không, points: 0}]}", None),
        ("choice", "{up_to: 1, levels: [{label: Có, points: 1}, {label: Không, points: 0}]}", None),
        ("choice", "{up_to: 0.5, levels: [{label: Có, points: 1}, {label: Không, points: 0}]}", "DF205"),
        ("choice", "{levels: [{label: Có, share: 1}, {label: Không, share: 0}]}", None),
        ("choice", "{levels: [{label: Có, share: 0.9}, {label: Không, share: 0}]}", "DF205"),
        ("tiers", "{of: number, label: Số, bands: [{from: 1, points: 1}]}", None),
        ("tiers", "{of: number, label: Số, bands: [{from: 1, points: 0.5}]}", "DF205"),
        ("tiers", "{of: number, label: Số, bands: [{from: 0, points: 1}, {above: 0, points: 0.5}]}", None),
        ("deadline", "{label: Ngày, due: 11-30, on_time: 1}", None),
        ("deadline", "{label: Ngày, due: 11-30, on_time: 0.5}", "DF205"),
        ("deadline", "{label: Ngày, due: 11-30, on_time: 2}", "DF204"),
        ("checklist", "{mode: sum, ticks: [{label: A, points: 0.4}, {label: B, points: 0.6}]}", None),
        ("checklist", "{mode: sum, ticks: [{label: A, points: 0.5}, {label: B, points: 0.6}]}", "DF204"),
        ("checklist", "{mode: all, ticks: [{label: A}]}", None),
        ("deduction", "{label: Số lần, each: 0.25, floor: 1}", None),
        ("deduction", "{label: Số lần, each: 0.25, floor: 1.5}", "DF204"),
        ("points", "{step: 0.25}", None),
        ("points", "{step: 0.3}", "DF205"),
        ("points", "{step: 2}", "DF205"),
        ("conditional", "{ask: Có, cases: [{answer: A, points: 1}, {answer: B, points: 0.5}]}", None),
        ("conditional", "{ask: Có, cases: [{answer: A, points: 0.5}, {answer: B, points: 0.5}]}", "DF205"),
        ("conditional", "{ask: Có, cases: [{answer: A, points: 1}, {answer: B, rule: {type: points, step: 0.3}}]}", "DF205"),
    ],
)
def test_a_rule_gives_its_maximum_and_no_more(kind: str, settings: str, code: str | None) -> None:
    assert rule(kind, settings) == ([(code, "I.1")] if code else [])


def test_an_inner_rule_may_give_less_than_its_item() -> None:
    inner = "{type: choice, levels: [{label: Tốt, points: 0.4}, {label: Kém, points: 0}]}"
    assert rule("conditional", f"{{ask: Có, cases: [{{answer: A, rule: {inner}, maximum: 0.5}}, {{answer: B, points: 1}}]}}") == []


@pytest.mark.parametrize(
    ("assessed", "kind", "wrong"),
    [
        ("survey", "external", False),
        ("self", "external", True),
        ("survey", "points", True),
        ("council", "points", False),
        ("appraisal", "points", False),
    ],
)
def test_survey_and_external_belong_together(assessed: str, kind: str, *, wrong: bool) -> None:
    assert rule(kind, "", assessed=assessed) == ([("DF207", "I.1")] if wrong else [])


def test_codes_are_unique_over_all_areas_ignoring_case() -> None:
    area = "{{code: {0}, title: A, maximum: 1, items: [{{code: {1}, title: B, maximum: 1, rule: {{type: points}}}}]}}"
    for codes, wrong in ((("A", "a.1", "B", "A.1"), [("DF201", "A.1")]), (("A", "b", "B", "B.1"), [("DF201", "B")]), (("A", "A.1", "B", "B.1"), [])):
        text = f"areas: [{area.format(*codes[:2])}, {area.format(*codes[2:])}]"
        areas = BlockFile.model_validate(yaml.load(text, yaml.BaseLoader)).areas
        whole = build.edition("| mã | điểm | cách tính | … |\n| I.1 | 1 | points | |")
        blocks = (Block("so", "Khối", areas, (), None),)
        assert complaints(Edition(whole.id, "T", "B", "illustrative", "1.0", whole.policies, blocks)) == wrong


@pytest.mark.parametrize(
    ("starts", "wrong"), [({}, False), ({"A": "0"}, False), ({"B": "0", "A": "90"}, False), ({"A": "1"}, False), ({"A": "0", "B": "0"}, True)]
)
def test_classes_differ(starts: dict[str, str], *, wrong: bool) -> None:
    whole = build.edition("| mã | điểm | cách tính | … |\n| I.1 | 1 | points | |", classes=starts)
    assert complaints(whole) == ([("DF210", None)] if wrong else [])


def test_a_tie_breaker_is_an_area() -> None:
    table = "| mã | điểm | cách tính | … |\n| I.1 | 1 | points | |"
    assert of(table, ties="ordinal", tie_breakers=["I"]) == []
    assert of(table, ties="ordinal", tie_breakers=["I.1"]) == [("DF211", None)]


def cycle(**more: Any) -> list[tuple[str, str | None]]:
    whole = build.edition("| mã | điểm | cách tính | … |\n| I.1 | 1 | points | |", not_applicable={"nothing_arose": "full_marks"})
    bases = {"bases": dict.fromkeys(("decision", "plan", "guide", "council"), "Số 1")}
    return [(one.code, one.item) for one in lint.cycle(build.cycle(whole, "so-y-te", "so-tu-phap", **{**bases, **more}), whole, Places())]


def test_an_honest_cycle_is_quiet() -> None:
    assert cycle() == []


@pytest.mark.parametrize(("opens", "wrong"), [(date(2023, 11, 30), []), (date(2023, 12, 1), [("DF219", None)])])
def test_a_cycle_may_open_on_its_last_day(opens: date, wrong: list[Any]) -> None:
    assert cycle(opens=opens) == wrong


@pytest.mark.parametrize(
    ("kind", "item", "wrong"),
    [("nothing_arose", "I.1", []), ("not_assigned", "I.1", [("DF220", "I.1")]), ("nothing_arose", "I", [("DF213", None)])],
)
def test_an_exemption_needs_an_item_and_a_treatment(kind: str, item: str, wrong: list[Any]) -> None:
    assert cycle(exemptions=[{"unit": "so-y-te", "item": item, "kind": kind, "reason": "Không có"}]) == wrong


@pytest.mark.parametrize(("state", "decision", "wrong"), [("proposed", "", []), ("decided", "Số 1", []), ("decided", " ", [("DF112", None)])])
def test_a_decided_exclusion_names_its_decision(state: str, decision: str, wrong: list[Any]) -> None:
    assert cycle(exclusions=[{"unit": "so-y-te", "state": state, "reason": "Mới lập", "decision": decision}]) == wrong


def test_a_name_may_repeat_within_a_unit_but_not_between_units() -> None:
    first = {"id": "y-te", "block": "so", "name": "Sở Y tế", "aliases": ["SỞ Y TẾ", "SYT"]}
    assert cycle(units=[first, {"id": "b", "block": "so", "name": "Sở B"}]) == []
    assert cycle(units=[first, {"id": "syt", "block": "so", "name": "Sở B"}]) == [("DF214", None)]


def test_all_that_is_wrong_with_a_cycle_is_said() -> None:
    found = cycle(
        bases={}, opens=date(2023, 12, 1), edition="khac", units=[{"id": "a", "block": "huyen", "name": "A"}, {"id": "b", "block": "so", "name": "a"}],
        exclusions=[{"unit": "c", "state": "decided", "reason": "Mới lập"}],
    )  # fmt: skip
    assert [code for code, _ in found] == ["DF217"] * 4 + ["DF219", "DF214", "DF213", "DF112", "DF216", "DF215"]
