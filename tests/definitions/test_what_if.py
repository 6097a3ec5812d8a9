"""What-if files: every fault at once, each with its line and the nearest name that is known."""

from __future__ import annotations

import build
import pytest

from parcli.core.findings import Finding
from parcli.definitions.what_if import read_what_if

EDITION = build.edition(
    """
    | mã    | tên      | điểm | cách tính | …        |
    | I     | Chỉ đạo  | 6    |           |          |
    | I.1.1 | Kế hoạch | 4    | points    | step=0.5 |
    | I.1.2 | Kiểm tra | 2    | points    |          |
    """
)
CYCLE = build.cycle(EDITION, "so-noi-vu", "so-tu-phap", "so-loai", exclusions=[{"unit": "so-loai", "state": "decided", "reason": "x"}])


def read(text: str) -> tuple[Finding, ...]:
    return read_what_if(text.encode(), CYCLE, EDITION, "thu.yaml").findings


def told(text: str) -> list[tuple[str, str, dict[str, str]]]:
    return [(one.code, dict(one.values)["line"], {key: value for key, value in one.values if key != "line"}) for one in read(text)]


CAUSES: dict[str, tuple[str, list[tuple[str, dict[str, str]]]]] = {
    "DF250": ("points: [{unit: so-noi-vuu, item: I.1.1, points: 1}]", [("1", {"name": "so-noi-vuu", "suggestion": "so-noi-vu"})]),
    "DF251": ("points:\n  - {unit: so-noi-vu, item: I.1.3, points: 1}", [("2", {"name": "I.1.3", "block": "so", "suggestion": "I.1.2"})]),
    "DF252": ("points: [{unit: so-noi-vu, item: I.1.1, points: 4.5}]", [("1", {"found": "4.5", "limit": "4"})]),
    "DF253": ("points: [{unit: so-noi-vu, item: I.1.1, points: 3.25}]", [("1", {"found": "3.25", "limit": "0.5"})]),
    "DF254": ("title: thử", [("1", {})]),
    "DF255": (
        "exclude: [{unit: so-noi-vu}]\npoints:\n  - {unit: so-noi-vu, item: I.1.1, points: 1}\n  - {unit: Đơn vị so-noi-vu, item: I.1.1, points: 2}",
        [("4", {"name": "so-noi-vu I.1.1"})],
    ),
    "DF256": ("exclude:\n  - {unit: so-loai}", [("2", {"name": "Đơn vị so-loai", "kind": "term:exclude"})]),
    "DF257": ("blocks: {soo: {areas: {I: 3}}}", [("1", {"name": "soo", "suggestion": "so"})]),
    "DF258": ("blocks: {so: {classes: [{name: A, from: 50}, {name: B, from: 50.0}]}}", [("1", {"block": "so"})]),
}


@pytest.mark.parametrize("code", CAUSES)
def test_a_fault_is_told_with_its_line(code: str) -> None:
    text, expected = CAUSES[code]
    assert told(text) == [(code, line, values) for line, values in expected]
    assert read(text)[0].file == "thu.yaml"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("points: [{unit: so-noi-vu, item: I.1.2, points: 0.125}]", "DF253"),
        ("include: [{unit: so-noi-vu}]", "DF256"),
        ("blocks: {so: {areas: {II: 3}}}", "DF257"),
        ("policies: {ties: ordinal, tie_breakers: [X]}", "DF257"),
        ("exclude: [{unit: khong-co}]", "DF250"),
        ("", "DF107"),
        ("# chỉ có ghi chú\n", "DF107"),
        ("points: []", "DF254"),
        ("{}", "DF254"),
        ("policies: {}", "DF254"),
        ("points: [{unit: so-noi-vu, item: I.1.1, points: -1}]", "DF117"),
        ("points: [{unit: so-noi-vu, item: I.1.1, points: '1,5'}]", "DF113"),
        ("points: [{unit: so-noi-vu, item: I.1.1, points: NaN}]", "DF113"),
        ("points: [{unit: so-noi-vu, item: I.1.1}]", "DF112"),
        ("policies: {rank_onn: printed}", "DF110"),
        ("policies: {rank_on: half}", "DF114"),
        ("policies: {rounding: {item: 9}}", "DF117"),
        ("- a", "DF111"),
        ("points: &a []\npolicies: *a", "DF105"),
        ("blocks: {so: {areas: {I: 0}}}", "DF117"),
    ],
)
def test_other_faults_are_those_of_every_definition(text: str, code: str) -> None:
    found = read(text)
    assert found[0].code == code
    assert read_what_if(text.encode(), CYCLE, EDITION, "thu.yaml").trial is None


def test_the_nearest_policy_is_named() -> None:
    (one,) = read("policies: {rank_onn: printed}")
    assert dict(one.values)["suggestion"] == "rank_on"


def test_all_faults_are_told_at_once() -> None:
    text = "points:\n  - {unit: so-noi-vuu, item: I.1.1, points: 1}\n  - {unit: so-noi-vu, item: I.9, points: 1}\n  - {unit: so-noi-vu, item: I.1.1, points: 9}\nblocks: {xa: {}}\n"
    assert [(one.code, dict(one.values)["line"]) for one in read(text)] == [("DF250", "2"), ("DF251", "3"), ("DF252", "4"), ("DF257", "5")]


def test_a_file_that_holds_is_a_trial_and_scalars_are_text() -> None:
    text = "title: 2023\npoints:\n  - {unit: Đơn vị so-noi-vu, item: I.1.1, points: 3.50, why: no}\ninclude: [{unit: so-loai}]\n"
    trial = read_what_if(text.encode(), CYCLE, EDITION, "thu.yaml").trial
    assert trial is not None
    assert (trial.title, trial.points[0].points, trial.points[0].why) == ("2023", build.F(7, 2), "no")
