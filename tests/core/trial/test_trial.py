"""A trial: nothing changed moves nobody, more points never lower a rank, and every way of changing something is the scoring's own."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import build
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcli.core.edition import Edition
from parcli.core.ranking import Standing, rank
from parcli.core.scoring import Dossier, Stages, UnitResult, score
from parcli.core.trial import (
    Cause,
    Moved,
    Place,
    Settled,
    Tried,
    WhatIf,
    changed_edition,
    effects,
    nothing_changed,
    rebuilt,
    setting_changes,
    with_policies,
)

F = Fraction
TABLE = """
| mã    | tên         | điểm | cách tính | loại    | ai chấm |
| I     | Chỉ đạo     | 6    |           |         |         |
| I.1   | Kế hoạch    | 4    | points    |         |         |
| I.2   | Kiểm tra    | 2    | points    |         |         |
| II    | Khảo sát    | 4    |           |         |         |
| II.1  | Hài lòng    | 4    | external  |         | survey  |
| B     | Điểm thưởng | 2    |           | bonus   |         |
| B.1   | Sáng kiến   | 2    | points    | bonus   |         |
| P     | Điểm trừ    | 3    |           | penalty |         |
| P.1   | Nhắc nhở    | 3    | points    | penalty |         |
"""
CODES = ("I.1", "I.2", "II.1", "B.1", "P.1")
EDITION = build.edition(TABLE, classes={"Tốt": "80", "Khá": "50"})
BLOCK = EDITION.blocks[0]
MAXIMA = {item.code: item.maximum for item in BLOCK.items(build.YEAR)}
Given = Mapping[str, Fraction]
quarters = st.integers(0, 16).map(lambda part: F(part, 4))


def dossier(unit: str, points: Mapping[str, Fraction | None]) -> Dossier:
    known = {code: value for code, value in points.items() if value is not None}
    return Dossier(
        unit,
        records={},
        stages={code: Stages(council=value) for code, value in known.items() if code != "II.1"},
        survey={"II.1": {"value": known["II.1"] * 25}} if "II.1" in known else {},
    )


def result(
    unit: str, points: Mapping[str, Fraction | None], changed: Given, edition: Edition = EDITION, weighted: Edition | None = None
) -> UnitResult:
    block, other = edition.blocks[0], (weighted or edition).blocks[0]
    return rebuilt(block, other, edition.policies, build.YEAR, dossier(unit, points), changed, provisional=False)


def settled(units: Mapping[str, Mapping[str, Fraction | None]], changed: Mapping[str, Given], edition: Edition = EDITION) -> Settled:
    results = [result(unit, points, changed.get(unit, {}), edition) for unit, points in units.items()]
    standings = [Standing(one.unit, one.unit, one.state, "", one.final, one.index, {area.code: area.index for area in one.areas}) for one in results]
    ranking = rank(edition.blocks[0], edition.policies, standings, provisional=False)
    return Settled((ranking,), {one.unit: {item.code: item.final for item in one.items} for one in results})


def tried(before: Settled, after: Settled, middle: Settled | None = None, **more: Any) -> tuple[Moved, ...]:
    ((_, moved),) = effects(
        Tried(before, middle or before, after, more.pop("settings", ()), more.pop("points", {}), more.pop("left_out", {}), more.pop("taken_in", {}))
    )
    return moved


def points() -> st.SearchStrategy[dict[str, Fraction]]:
    return st.fixed_dictionaries({code: quarters.map(lambda value, most=most: min(value, most)) for code, most in MAXIMA.items()})  # type: ignore[misc]


@given(points())
def test_without_a_change_the_result_is_the_scorings_own(own: dict[str, Fraction]) -> None:
    assert result("a", own, {}) == score(BLOCK, EDITION.policies, build.YEAR, dossier("a", own))


@given(points(), st.sampled_from(CODES), quarters)
def test_points_given_in_a_trial_count_as_if_the_council_or_the_survey_had_given_them(own: dict[str, Fraction], code: str, value: Fraction) -> None:
    given_points = min(value, MAXIMA[code])
    trial, real = result("a", own, {code: given_points}), score(BLOCK, EDITION.policies, build.YEAR, dossier("a", {**own, code: given_points}))
    assert (trial.final, trial.index, trial.state, trial.survey) == (real.final, real.index, real.state, real.survey)
    assert {area.code: area.final for area in trial.areas} == {area.code: area.final for area in real.areas}


@settings(max_examples=60)
@given(st.lists(points(), min_size=1, max_size=5))
def test_an_empty_trial_moves_nobody(every: list[dict[str, Fraction]]) -> None:
    units = {f"u{place}": own for place, own in enumerate(every)}
    nothing = WhatIf()
    assert nothing_changed(nothing)
    assert (changed_edition(EDITION, nothing), setting_changes(EDITION, nothing)) == (EDITION, ())
    assert tried(settled(units, {}), settled(units, {}, changed_edition(EDITION, nothing))) == ()


@settings(max_examples=60)
@given(
    st.lists(points(), min_size=2, max_size=5),
    st.sampled_from([code for code in CODES if code != "P.1"]),
    quarters,
    st.sampled_from(["competition", "dense", "ordinal"]),
)
def test_raising_an_item_never_lowers_its_units_rank(every: list[dict[str, Fraction]], code: str, more: Fraction, ties: str) -> None:
    edition = build.edition(TABLE, classes={"Tốt": "80", "Khá": "50"}, ties=ties)
    units = {f"u{place}": own for place, own in enumerate(every)}
    raised = {"u0": {code: min(MAXIMA[code], every[0][code] + more)}}
    before, after = ({row.unit: row.rank for row in settled(units, changed, edition).rankings[0].rows} for changed in ({}, raised))
    assert after["u0"] <= before["u0"]


@settings(max_examples=60)
@given(points(), st.integers(1, 12), st.integers(1, 12))
def test_other_maxima_keep_each_items_share_and_make_the_index_the_weighted_mean(own: dict[str, Fraction], first: int, second: int) -> None:
    own |= {"B.1": F(), "P.1": F()}
    trial = WhatIf.model_validate({"blocks": {"so": {"areas": {"I": str(first), "II": str(second)}}}})
    weighted = changed_edition(EDITION, trial)
    assert weighted.blocks[0].scale == first + second
    one, usual = result("a", own, {}, weighted=weighted), result("a", own, {})
    shares = {area.code: area.index for area in usual.areas}
    assert {area.code: area.index for area in one.areas} == shares
    assert one.index == (first * (shares["I"] or F()) + second * (shares["II"] or F())) / (first + second)


def test_a_bonus_area_with_another_maximum_is_another_cap_and_no_other_points() -> None:
    weighted = changed_edition(EDITION, WhatIf.model_validate({"blocks": {"so": {"areas": {"B": "1"}}}}))
    own = {code: F(2) for code in CODES}
    assert [area.final for area in result("a", own, {}, weighted=weighted).areas if area.code == "B"] == [F(1)]
    assert weighted.blocks[0].scale == BLOCK.scale


def test_only_what_is_written_of_a_group_of_policies_changes() -> None:
    edition = build.edition(TABLE, rounding={"item": "1", "print": "3"}, ties="dense")
    trial = WhatIf.model_validate({"policies": {"rounding": {"total": "0"}, "rank_on": "printed", "not_applicable": {"nothing_arose": "rescale"}}})
    changed = with_policies(edition, trial).policies
    assert (changed.rounding.item, changed.rounding.total, changed.rounding.print, changed.ties, changed.rank_on) == (1, 0, 3, "dense", "printed")
    assert setting_changes(edition, trial) == (
        ("rounding.total", "–", "0"),
        ("rank_on", "unrounded", "printed"),
        ("not_applicable.nothing_arose", "never", "rescale"),
    )
    unrounded = WhatIf.model_validate({"policies": {"rounding": {"item": None}}})
    assert with_policies(edition, unrounded).policies.rounding.item is None


def test_a_stated_scale_goes_with_the_maxima_and_is_no_change_of_its_own() -> None:
    edition = build.edition(TABLE, scale="12")
    trial = WhatIf.model_validate({"blocks": {"so": {"areas": {"I": "8"}, "classes": [{"name": "Đạt", "from": "60"}]}}})
    assert changed_edition(edition, trial).blocks[0].scale == 14
    assert [name for name, _, _ in setting_changes(edition, trial)] == ["blocks.so.classes", "blocks.so.areas.I"]


UNITS: dict[str, Mapping[str, Fraction | None]] = {
    "a": {code: F(2) for code in CODES} | {"P.1": F()},
    "b": {code: F(1) for code in CODES} | {"P.1": F()},
    "c": {code: F(0) for code in CODES},
}


def test_who_is_passed_says_by_whom_and_who_rises_says_by_what() -> None:
    changed = {"b": {"I.1": F(4), "B.1": F(2), "I.2": F(2)}}
    first, second = tried(settled(UNITS, {}), settled(UNITS, changed), points={"b": {"I.1": "Giải trình", "I.2": "", "B.1": ""}})
    assert (first.unit, first.before.rank, first.after.rank, second.unit, second.after.rank) == ("b", 2, 1, "a", 2)
    assert first.causes == (Cause("points", ("I.1", "I.2", "B.1")), Cause("others", ("a",)))
    assert [(one.item, one.before, one.after, one.why) for one in first.items] == [
        ("I.1", F(1), F(4), "Giải trình"),
        ("I.2", F(1), F(2), ""),
        ("B.1", F(1), F(2), ""),
    ]
    assert second.causes == (Cause("others", ("b",)),)


def test_a_unit_that_a_trial_gives_its_missing_points_is_ranked() -> None:
    units = {**UNITS, "b": {**UNITS["b"], "I.1": None}}
    moved = {one.unit: one for one in tried(settled(units, {}), settled(units, {"b": {"I.1": F(4)}}), points={"b": {"I.1": ""}})}
    assert moved["b"].before == Place(None, None, None, "incomplete")
    assert moved["b"].after.rank == 2
    assert (moved["c"].before.rank, moved["c"].after.rank, moved["c"].causes) == (2, 3, (Cause("others", ("b",)),))


def test_what_settings_do_is_told_apart_from_what_points_do() -> None:
    dense = with_policies(EDITION, WhatIf.model_validate({"blocks": {"so": {"classes": [{"name": "Đạt", "from": "10"}]}}}))
    middle, after = settled(UNITS, {}, dense), settled(UNITS, {"c": {"I.1": F(1)}}, dense)
    names = (("blocks.so.classes", "x", "y"), ("blocks.xa.classes", "x", "y"))
    moved = {one.unit: one for one in tried(settled(UNITS, {}), after, middle, settings=names, points={"c": {"I.1": ""}})}
    assert moved["a"].causes == (Cause("policies", ("blocks.so.classes",)),)
    assert moved["c"].causes == (Cause("points", ("I.1",)),)


@pytest.mark.parametrize("kind", ["left_out", "taken_in"])
def test_a_unit_that_is_left_out_or_taken_in_says_why(kind: str) -> None:
    rest = {unit: own for unit, own in UNITS.items() if unit != "a"}
    whole, without = settled(UNITS, {}), settled(rest, {})
    gone = Settled((build_unranked(without),), without.finals)
    before, after = (whole, gone) if kind == "left_out" else (gone, whole)
    moved = {one.unit: one for one in tried(before, after, **{kind: {"a": "sắp xếp lại"}})}
    assert moved["a"].causes[0] == Cause("excluded" if kind == "left_out" else "included", (), "sắp xếp lại")
    assert moved["b"].causes == (Cause("others", ("a",)),)


def build_unranked(one: Settled) -> Any:
    excluded = Standing("a", "a", "excluded", "", None, None, {})
    standings = [
        Standing(row.unit, row.name, "final", "", row.final, row.index, {code: index for code, (index, _) in row.areas.items()})
        for row in one.rankings[0].rows
    ]
    return rank(BLOCK, EDITION.policies, [excluded, *standings], provisional=False)
