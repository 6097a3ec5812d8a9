"""What holds of every unit's total, whatever is claimed, exempted, appraised, rounded or missing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import build
import pytest
from build import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parcli.core import points
from parcli.core.edition import Block, Criterion, Edition, Kind, Policies
from parcli.core.scoring import Dossier, Stages, UnitResult, rescale_factor, score
from parcli.messages import words
from parcli.report.machine import scores_document

TABLE = """
    | mã    | điểm | loại    | ai chấm   | cách tính | …        |
    | I.1   | 30   |         |           | points    |          |
    | I.2   | 12   |         |           | points    |          |
    | I.3   | 10   |         | council   | points    |          |
    | II.1  | 8    |         |           | points    |          |
    | II.2  | 9    |         |           | points    |          |
    | III.1 | 16   |         | survey    | external  |          |
    | B     | 4    | bonus   |           |           |          |
    | B.1   | 5    |         |           | points    |          |
    | B.2   | 3    |         |           | points    |          |
    | P     | 3    | penalty |           |           |          |
    | P.1   | 5    |         |           | points    |          |
"""
# A busy machine is no failure of what is tested.
usual = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TREATMENTS = ("full_marks", "rescale", "reduce_maximum", "unranked")
MOST = {"I.1": 30, "I.2": 12, "I.3": 10, "II.1": 8, "II.2": 9, "B.1": 5, "B.2": 3, "P.1": 5}
CLAIMABLE = ("I.1", "I.2", "II.1", "II.2")
_shares = st.integers(0, 40).map(lambda share: F(share, 40))
_places = st.sampled_from([None, 0, 1, 2])


BASE = build.edition(TABLE)


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    rounding = {"item": draw(_places), "area": draw(_places), "total": draw(_places)}
    treatments = {kind.value: draw(st.sampled_from(TREATMENTS)) for kind in Kind}
    policies = Policies.model_validate({"rounding": rounding, "not_applicable": treatments})
    return replace(BASE, policies=policies, blocks=(replace(BASE.blocks[0], stated_scale=draw(st.sampled_from([None, F(80), F(120)]))),))


@st.composite
def dossiers(draw: st.DrawFn, of: Edition, unit: str = "a", *, whole: bool = False) -> Dossier:
    """A unit of which everything is known, with any claims and exemptions; unless ``whole``, stages and surveys may be missing."""
    shares = draw(st.tuples(*(_shares for _ in MOST)))
    figures = {code: points.rounded(share * most, 2) for share, (code, most) in zip(shares, MOST.items(), strict=True)}
    claims = draw(st.dictionaries(st.sampled_from(CLAIMABLE), st.sampled_from(Kind), max_size=3))
    exempt = draw(st.dictionaries(st.sampled_from(["II.2", "I.3", "III.1", "P.1"]), st.sampled_from(Kind), max_size=2))
    entries = {f"{code}/points": figure for code, figure in figures.items() if code not in claims} | claims
    stages = {code: Stages(appraised_1=figure) for code, figure in figures.items() if code not in claims and code != "I.3"}
    stages |= {code: Stages(ruling="accepted", ruled_at="round_1") for code in claims} | {"I.3": Stages(council=figures["I.3"])}
    survey: dict[str, Any] = {"III.1": {"value": draw(st.integers(0, 100)) * F(1)}}
    if not whole:
        absent = draw(st.sets(st.sampled_from([*stages, "III.1"]), max_size=3))
        stages = {code: each for code, each in stages.items() if code not in absent}
        survey = survey if "III.1" not in absent else {}
    return Dossier(unit, build.records(of, entries), exempt=exempt, stages=stages, survey=survey)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Edition, Dossier]:
    of = draw(editions())
    return of, draw(dossiers(of, whole=True))


def scored(of: Edition, dossier: Dossier, block: Block | None = None, *, draft: bool = False) -> UnitResult:
    return score(block or of.blocks[0], of.policies, build.YEAR, dossier, provisional=draft)


def totals(one: UnitResult) -> tuple[Any, ...]:
    areas = {(area.code, area.maximum, area.self_points, area.final) for area in one.areas}
    items = {(each.code, each.final, each.computed, each.status) for each in one.items}
    return one.state, one.self_points, one.appraised, one.survey, one.bonus, one.penalty, one.final, one.maximum, areas, items


def turned(node: Criterion) -> Any:
    return node.model_copy(update={"items": node.items[::-1], "criteria": tuple(turned(each) for each in node.criteria[::-1])})


@usual
@given(data=st.data(), draft=st.booleans())
def test_no_order_changes_a_total(data: st.DataObject, draft: bool) -> None:
    of = data.draw(editions())
    dossier = data.draw(dossiers(of))
    assert dossier.records is not None
    other = replace(
        dossier,
        records=dict(reversed(dossier.records.items())),
        stages=dict(reversed(dossier.stages.items())),
        exempt=dict(reversed(dossier.exempt.items())),
    )
    block = replace(of.blocks[0], areas=tuple(turned(area) for area in of.blocks[0].areas[::-1]))
    assert totals(scored(of, other, block, draft=draft)) == totals(scored(of, dossier, draft=draft))


@usual
@given(case=cases(), code=st.sampled_from(sorted(MOST)), more=_shares)
def test_raising_an_item_never_lowers_a_total_and_a_penalty_never_raises_it(case: tuple[Edition, Dossier], code: str, more: F) -> None:
    of, dossier = case
    one, sign = dossier.stages[code], -1 if code.startswith("P") else 1
    before = scored(of, dossier)
    stage = "council" if code == "I.3" else "appraised_1"
    former = getattr(one, stage)
    if former is None:
        return
    raised = replace(one, **{stage: former + more * (MOST[code] - former)})
    after = scored(of, replace(dossier, stages={**dossier.stages, code: raised}))
    assert (before.final is None) == (after.final is None)
    if before.final is not None and after.final is not None:
        assert sign * after.final >= sign * before.final
        assert before.maximum == after.maximum


@usual
@given(case=cases(), more=st.integers(0, 100))
def test_a_better_survey_never_lowers_a_total(case: tuple[Edition, Dossier], more: int) -> None:
    of, dossier = case
    value = dossier.survey["III.1"]["value"]
    assert isinstance(value, F)
    before = scored(of, dossier)
    after = scored(of, replace(dossier, survey={"III.1": {"value": min(F(100), value + more)}}))
    assert before.final is None or (after.final is not None and after.final >= before.final - _lost_by_rounding(of, before))


def _lost_by_rounding(of: Edition, result: UnitResult) -> F:
    """Return what a better survey may cost: rescaling takes it, unrounded, out of areas that were rounded with it, and grows the rest.

    Nothing where areas are not rounded, as in every edition that ships, or nothing is rescaled.
    """
    rounding, grown = of.policies.rounding, (rescale_factor(result.items) or F(1)) - 1
    if rounding.area is None or grown == 0:
        return F(0)
    return grown * F(1, 10**rounding.area) + (F(0) if rounding.total is None else F(1, 10**rounding.total))


@pytest.mark.slow
@usual
@given(data=st.data(), code=st.sampled_from(CLAIMABLE), kind=st.sampled_from(Kind))
def test_an_item_removed_for_one_unit_changes_no_other(data: st.DataObject, code: str, kind: Kind) -> None:
    of = data.draw(editions())
    one, other = data.draw(dossiers(of, whole=True)), data.draw(dossiers(of, "b", whole=True))
    exempted = replace(one, exempt={**one.exempt, code: kind})
    before, after = ([scored(of, dossier) for dossier in each] for each in ((one, other), (exempted, other)))
    assert after[1] == before[1]
    assert next(each for each in after[0].items if each.code == code).why is kind


@usual
@given(case=cases())
def test_the_total_is_what_the_lines_of_the_items_say(case: tuple[Edition, Dossier]) -> None:
    """Added up once more from scores.json by its own lines; figures of two decimals are written exactly."""
    of, dossier = case
    of = replace(of, policies=of.policies.model_copy(update={"rounding": of.policies.rounding.model_copy(update={"item": 2})}))
    unit = json.loads(scores_document("a/2023", "illustrative", [scored(of, dossier)], [], words("vi")))["units"][0]
    rounding, figures = of.policies.rounding, {}
    for area in of.blocks[0].areas:
        own = {leaf.code for leaf in area.leaves()}
        gained = points.rounded(sum((F(each["final"]) for each in unit["items"] if each["code"] in own and each["final"]), F(0)), rounding.area)
        figures[area.code] = gained if area.kind == "points" else min(gained, area.maximum)
    lines = {each["code"]: each for each in unit["items"]}
    survey = F(lines["III.1"]["final"] or 0)
    rescaled = [each for each in lines.values() if each["code"] in MOST and each["code"][0] not in "BP" and each.get("treatment") != "reduce_maximum"]
    rescaled = [each for each in rescaled if each.get("treatment") != "unranked"]
    whole, removed = (
        sum((F(each["maximum"]) for each in some), F(0)) for some in (rescaled, [e for e in rescaled if e.get("treatment") == "rescale"])
    )
    if unit["final"] is None:
        assert whole == removed
        return
    total = (figures["I"] + figures["II"] + figures["III"] - survey) * (whole / (whole - removed) if removed else 1) + survey
    total = points.rounded(total + figures["B"] - figures["P"], rounding.total)
    said = F(unit.get("exact", {}).get("final", unit["final"]))
    assert said == max(F(0), min(total, of.blocks[0].scale))


RESCALED = """
    | mã  | điểm | ai chấm | cách tính |
    | I.1 | 126  |         | points    |
    | I.2 | 42   |         | points    |
    | K.1 | 32   | survey  | external  |
"""


def test_69_points_over_63_of_84_are_92() -> None:
    """M ÷ (M − removed) is 84 ÷ 63, here on a scale of 200 (168 ÷ 126), where a unit can have 69 points: 69 × 84 ÷ 63 = 92."""
    of = build.edition(RESCALED, rounding={"item": None}, not_applicable={"not_assigned": "rescale"})
    assert F(168, 126) == F(84, 63)
    stages: Mapping[str, Stages] = {"I.1": Stages(appraised_1=F(69)), "I.2": Stages(ruling="accepted", ruled_at="round_1")}
    dossier = Dossier("a", build.records(of, {"I.1/points": 69, "I.2": Kind.NOT_ASSIGNED}), stages=stages, survey={"K.1": {"value": F(0)}})
    one = scored(of, dossier)
    assert (one.state, one.final, one.self_points, one.appraised) == ("final", 92, 92, 92)
    assert one.index == 46


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_the_same_raise_under_each_treatment(treatment: str) -> None:
    of = build.edition(TABLE, not_applicable={"nothing_arose": treatment})
    entries: dict[str, Any] = {f"{code}/points": F(2) for code in MOST if code != "II.2"} | {"II.2": Kind.NOTHING_AROSE}
    stages = {code: Stages(appraised_1=F(2)) for code in MOST} | {"I.3": Stages(council=F(2)), "II.2": Stages(ruling="accepted", ruled_at="round_1")}
    dossier = Dossier("a", build.records(of, entries), stages=stages, survey={"III.1": {"value": F(50)}})
    before = scored(of, dossier).final
    for code, sign in (("I.1", 1), ("B.1", 1), ("P.1", -1)):
        after = scored(of, replace(dossier, stages={**stages, code: Stages(appraised_1=F("2.5"))})).final
        assert before is not None
        assert after is not None
        assert sign * (after - before) >= 0
        assert code == "B.1" or after != before
