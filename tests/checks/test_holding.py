"""Whether a result still holds: each thing that can change has its finding, the first cause first; what did not change says nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parcli.checks.holding import archived, compare, outputs
from parcli.core.findings import Finding
from parcli.core.manifest import FileMark, Manifest

WAS = Manifest(
    name="aggregate",
    options=(),
    version="1.0",
    edition={"cycle": "thu/2023", "edition": "thu", "version": "1.0", "status": "illustrative"},
    policies={"rank_on": "unrounded", "rounding.area": None},
    limits={},
    means={"ocr": "yes"},
    waivers=({"code": "EV301", "unit": "so-a", "why": "Đã xem"},),
    inputs=(FileMark("cycle.yaml", "a" * 64, 10), FileMark("submissions/a/a.xlsx", "b" * 64, 20)),
    outputs=(FileMark("scores.json", "c" * 64, 30),),
)
SET = "results/aggregate"
CASES = [
    ("VF102", {"version": "1.1"}, "manifest.json", ("1.0", "1.1")),
    ("VF103", {"edition": {**WAS.edition, "version": "1.1"}}, "cycle.yaml", ("1.0", "1.1")),
    ("VF104", {"policies": {**WAS.policies, "rank_on": "printed"}}, "criteria/thu/edition.yaml", ("unrounded", "printed")),
    ("VF105", {"limits": {"cells": "5"}}, "cycle.yaml", ("–", "5")),
    ("VF106", {"means": {"ocr": "no"}}, "manifest.json", ("yes", "no")),
    ("VF107", {"waivers": ()}, "waivers.yaml", ("Đã xem", "–")),
    ("VF107", {"waivers": (*WAS.waivers, {"code": "EV302", "unit": "so-b", "why": "Mới"})}, "waivers.yaml", ("–", "Mới")),
    ("VF108", {"inputs": (WAS.inputs[0], FileMark("submissions/a/a.xlsx", "d" * 64, 20))}, "submissions/a/a.xlsx", ("bbbbbbbb", "dddddddd")),
    ("VF109", {"inputs": WAS.inputs[:1]}, "submissions/a/a.xlsx", ("bbbbbbbb", "–")),
    ("VF110", {"inputs": (*WAS.inputs, FileMark("survey/a.csv", "e" * 64, 5))}, "survey/a.csv", ("–", "eeeeeeee")),
    ("VF111", {"outputs": (FileMark("scores.json", "f" * 64, 30),)}, f"{SET}/scores.json", ("cccccccc", "ffffffff")),
    ("VF112", {"outputs": ()}, f"{SET}/scores.json", ("cccccccc", "–")),
    ("VF113", {"outputs": (*WAS.outputs, FileMark("x.txt", "f" * 64, 3))}, f"{SET}/x.txt", ("–", "ffffffff")),
]
CAUSES = {code for code, *_ in CASES}


def told(one: Finding) -> tuple[str, str | None, tuple[str, str]]:
    values = dict(one.values)
    return one.code, one.file, (values["recorded"], values["present"])


@pytest.mark.parametrize(("code", "change", "file", "values"), CASES, ids=[f"{code} {place}" for place, (code, *_) in enumerate(CASES)])
def test_each_change_is_named_with_its_place(code: str, change: dict[str, object], file: str, values: tuple[str, str]) -> None:
    findings = compare({SET: WAS}, {SET: replace(WAS, **change)})  # type: ignore[arg-type]
    assert [told(one) for one in findings] == [(code, file, values)]


def test_nothing_is_said_where_nothing_changed() -> None:
    assert compare({SET: WAS}, {SET: WAS}) == ()
    blank = replace(WAS, policies={"rounding.area": None, "rank_on": "unrounded"})
    assert compare({SET: WAS}, {SET: blank}) == ()


def test_causes_come_before_what_follows_from_them() -> None:
    whole = replace(WAS, **{name: value for _, change, *_ in CASES for name, value in change.items() if name not in ("waivers", "inputs", "outputs")})  # type: ignore[arg-type]
    later = replace(whole, inputs=WAS.inputs[:1], outputs=())
    assert [one.code for one in compare({SET: WAS}, {SET: later})] == ["VF102", "VF103", "VF104", "VF105", "VF106", "VF109", "VF112"]


def test_what_several_sets_share_is_told_once_with_their_names() -> None:
    now = replace(WAS, inputs=WAS.inputs[:1])
    sets = {"results/validate": WAS, "results/aggregate": WAS}
    (one,) = compare(sets, dict.fromkeys(sets, now))
    assert dict(one.values)["sets"] == "results/validate, results/aggregate"


def test_an_announced_sets_files_and_archive_are_held_against_its_seal() -> None:
    marks = (FileMark("a.json", "a" * 64, 1),)
    assert [one.code for one in outputs("published/x", marks, ())] == ["VF112"]
    (one,) = archived("published/x/inputs", "published/x", marks, (FileMark("a.json", "b" * 64, 1),))
    assert (one.code, one.file) == ("VF108", "published/x/inputs/a.json")
