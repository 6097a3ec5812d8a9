"""From points to a unit's total: section 5 of the design, sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import build
import pytest
from build import F
from hypothesis import given
from hypothesis import strategies as st

from parcli.core import points, scoring
from parcli.core.edition import Edition, Kind
from parcli.core.scoring import Dossier, ItemResult, Missing, Stages, UnitResult, score

ROSE, ASSIGNED = Kind.NOTHING_AROSE, Kind.NOT_ASSIGNED
TABLE = """
    | mã   | điểm | loại    | ai chấm | cách tính | …        |
    | I.1  | 4    |         |         | points    |          |
    | I.2  | 2    |         |         | ratio     |          |
    | II.1 | 1    |         |         | points    |          |
    | II.2 | 1    |         | council | points    |          |
    | II.3 | 2    |         | survey  | external  |          |
    | B    | 1    | bonus   |         |           |          |
    | B.1  | 3    |         |         | points    |          |
    | P    | 1.5  | penalty |         |           |          |
    | P.1  | 3    |         |         | deduction | each=0.5 |
"""
# 3 + 1 + 0.5 + 0.75 (Council) + 1.5 (survey) = 6.75
ENTRIES = {"I.1/points": 3, "I.2/part": 1, "I.2/whole": 2, "II.1/points": F("0.5"), "B.1/points": 0, "P.1/count": 0}
ACCEPTED, REJECTED = (Stages(ruling=ruling, ruled_at="round_1") for ruling in ("accepted", "rejected"))
COUNCIL = {"II.2": Stages(council=F("0.75"))}
SURVEY = {"II.3": {"value": F(75)}}
SELF = ("I.1", "I.2", "II.1", "B.1", "P.1")


def edition(treatments: Mapping[str, str] | None = None, table: str = TABLE, **more: Any) -> Edition:
    return build.edition(table, not_applicable=treatments or {}, **more)


def result(
    of: Edition | None = None, entries: Mapping[str, Any] | None = None, *, confirmed: bool = True, provisional: bool = False, **known: Any
) -> UnitResult:
    """Score a unit whose self points an appraisal confirmed, unless said otherwise."""
    whole = of or edition()
    records = build.records(whole, {**ENTRIES, **(entries or {})})
    stages = {**COUNCIL, **known.pop("stages", {})}
    dossier = {"records": records, "survey": SURVEY, **known}
    if confirmed:
        items = {each.code: each for each in whole.blocks[0].items(build.YEAR) if each.self_scored}
        applicable = {code: each for code, each in items.items() if records[code].claim is None and not records[code].claim_refused}
        own = {code: scoring.own_points(each, records[code], whole.policies) for code, each in applicable.items()}
        stages = {**{code: Stages(appraised_1=value) for code, value in own.items() if value is not None}, **stages}
    return score(whole.blocks[0], whole.policies, build.YEAR, Dossier("so-noi-vu", stages=stages, **dossier), provisional=provisional)


def item(of: UnitResult, code: str) -> ItemResult:
    return next(one for one in of.items if one.code == code)


def claimed(kind: Kind, treatment: str, **more: Any) -> UnitResult:
    """II.1 (1 point) does not apply, as the appraisal has agreed."""
    return result(edition({kind.value: treatment}), {"II.1": kind, **more}, stages={"II.1": ACCEPTED})


# Stages


@pytest.mark.parametrize(
    ("stages", "figure", "source"),
    [
        (Stages(), F(3), "self"),
        (Stages(appraised_1=F(2)), F(2), "appraisal_1"),
        (Stages(appraised_1=F(2), appraised_2=F("2.5")), F("2.5"), "appraisal_2"),
        (Stages(appraised_1=F(2), appraised_2=F("2.5"), council=F(0)), F(0), "council"),
        (Stages(appraised_1=F(0)), F(0), "appraisal_1"),
    ],
)
def test_last_stage_with_a_figure_decides(stages: Stages, figure: F, source: str) -> None:
    assert scoring.final(F(3), stages) == (figure, source)
    assert scoring.final(None, Stages()) == (None, None)


def test_final_is_points_survey_and_bonus_less_penalty() -> None:
    scored = result(entries={"B.1/points": F("0.5"), "P.1/count": 2})
    assert scored.state == "final"
    assert scored.reason is None
    assert (scored.self_points, scored.appraised) == (F("4.5"), F("5.25"))
    assert (scored.survey, scored.bonus, scored.penalty) == (F("1.5"), F("0.5"), F(1))
    assert scored.final == F("6.75") + F("0.5") - 1
    assert (scored.maximum, scored.index) == (F(10), F("62.5"))


def test_council_has_the_last_word_in_the_total() -> None:
    assert result(stages={"I.1": Stages(F(3), F(2), F("3.5"))}).final == F("7.25")


# Bonus, penalty, bounds


@pytest.mark.parametrize(("bonus", "counted"), [("0.5", "0.5"), ("1", "1"), ("3", "1")])
def test_bonus_is_capped_by_its_area_though_its_items_may_exceed_it(bonus: str, counted: str) -> None:
    scored = result(entries={"B.1/points": F(bonus)})
    assert scored.bonus == F(counted)
    assert scored.final == F("6.75") + F(counted)


@pytest.mark.parametrize(("count", "penalty"), [(1, "0.5"), (3, "1.5"), (6, "1.5")])
def test_penalty_is_positive_and_subtracted_once(count: int, penalty: str) -> None:
    scored = result(entries={"P.1/count": count})
    assert scored.penalty == F(penalty)
    assert scored.final == F("6.75") - F(penalty)


def test_total_is_never_below_zero() -> None:
    nothing = {"I.1/points": 0, "I.2/part": 0, "II.1/points": 0, "P.1/count": 6}
    assert result(entries=nothing, stages={"II.2": Stages(council=F(0))}, survey={"II.3": {"value": F(0)}}).final == 0


def test_total_is_never_above_the_scale() -> None:
    everything = {"I.1/points": 4, "I.2/part": 2, "II.1/points": 1, "B.1/points": 3}
    full: dict[str, Any] = {"stages": {"II.2": Stages(council=F(1))}, "survey": {"II.3": {"value": F(100)}}}
    assert result(entries=everything, **full).final == 10
    wider = result(edition(scale="11"), everything, **full)
    assert (wider.final, wider.maximum, wider.index) == (F(11), F(11), F(100))


def test_index_is_of_the_scale_where_the_scale_is_not_the_sum() -> None:
    assert result(edition(scale="11")).index == 100 * F("6.75") / 11


# Not applicable


@pytest.mark.parametrize("kind", Kind)
def test_full_marks_give_the_maximum(kind: Kind) -> None:
    scored = claimed(kind, "full_marks")
    assert (item(scored, "II.1").computed, item(scored, "II.1").treatment, item(scored, "II.1").why) == (F(1), "full_marks", kind)
    assert (scored.final, scored.maximum) == (F("7.25"), F(10))


def test_full_marks_for_a_penalty_are_no_penalty() -> None:
    whole = edition({"nothing_arose": "full_marks"})
    scored = result(whole, {"P.1": ROSE}, stages={"P.1": Stages(appraised_1=F(0))})
    assert item(scored, "P.1").computed == scored.penalty == 0


def test_rescale_spreads_the_points_over_what_is_left_of_the_non_survey_items() -> None:
    scored = claimed(ASSIGNED, "rescale")
    removed = item(scored, "II.1")
    assert (removed.status, removed.final, removed.source) == ("removed", None, None)
    assert scored.with_status("removed") == ("II.1",)
    # M = 4 + 2 + 1 + 1; the survey's 1.5 points are not rescaled
    assert scored.final == (F(3) + 1 + F("0.75")) * F(8, 7) + F("1.5")
    assert scored.self_points == F(4) * F(8, 7)
    assert scored.maximum == 10


def test_reduce_maximum_takes_the_item_out_of_the_index() -> None:
    scored = claimed(ASSIGNED, "reduce_maximum")
    assert (scored.final, scored.maximum) == (F("6.25"), F(9))
    assert scored.index == 100 * F("6.25") / 9


def test_rescaling_leaves_reduced_items_out_of_its_maximum() -> None:
    whole = edition({"not_assigned": "rescale", "nothing_arose": "reduce_maximum"})
    scored = result(whole, {"II.1": ASSIGNED, "I.2": ROSE}, stages={"II.1": ACCEPTED, "I.2": ACCEPTED})
    assert scored.final == (F(3) + F("0.75")) * F(6, 5) + F("1.5")
    assert scored.maximum == 8


def test_unranked_takes_the_rank_away() -> None:
    scored = claimed(ROSE, "unranked")
    assert scored.state == "excluded"
    assert scored.reason == scoring.Reason("unranked_by_policy", ("II.1",))


def test_claim_that_nothing_allows_leaves_the_points_unknown() -> None:
    scored = result(edition({}), {"II.1": ROSE})
    assert (item(scored, "II.1").treatment, scored.state, scored.final) == ("never", "incomplete", None)


def test_item_may_forbid_what_the_edition_allows() -> None:
    table = """
        | mã  | điểm | không áp dụng             | cách tính |
        | I.1 | 4    |                           | points    |
        | I.2 | 2    | never                     | points    |
        | I.3 | 2    | {nothing_arose: rescale}  | points    |
    """
    whole = edition({"nothing_arose": "full_marks"}, table)
    scored = result(whole, {"I.1": ROSE, "I.2": ROSE, "I.3": ROSE})
    assert [one.treatment for one in scored.items] == ["full_marks", "never", "rescale"]


def test_where_nothing_applies_there_is_no_total() -> None:
    whole = edition({"not_assigned": "rescale"}, "| mã | điểm | cách tính |\n| I.1 | 4 | points |\n")
    scored = result(whole, {"I.1": ASSIGNED})
    assert (scored.state, scored.reason, scored.final) == ("incomplete", scoring.Reason("nothing_applies"), None)


def test_claim_awaits_appraisal_like_any_self_score() -> None:
    whole = edition({"nothing_arose": "full_marks"})
    scored = result(whole, {"II.1": ROSE})
    assert (item(scored, "II.1").status, scored.state) == ("awaiting", "provisional")


@pytest.mark.parametrize("treatment", ["rescale", "reduce_maximum", "unranked"])
def test_claim_that_takes_an_item_out_waits_for_its_answer(treatment: str) -> None:
    whole = edition({"nothing_arose": treatment})
    scored = result(whole, {"II.1": ROSE})
    assert (item(scored, "II.1").status, item(scored, "II.1").waits_for) == ("removed", ("ruling",))
    assert (scored.state, scored.reason, scored.final) == (
        "provisional",
        scoring.Reason("awaiting", ("II.1",), (Missing("ruling", ("II.1",)),)),
        None,
    )
    assert scored.self_points is not None, "what the unit claims is known"
    draft = result(whole, {"II.1": ROSE}, provisional=True)
    assert draft.final is not None, "a draft takes the claim as it is"


@pytest.mark.parametrize("treatment", ["full_marks", "rescale", "reduce_maximum", "unranked"])
def test_rejected_claim_makes_the_item_count(treatment: str) -> None:
    whole = edition({"nothing_arose": treatment})
    given = replace(REJECTED, appraised_1=F("0.25"))
    scored = result(whole, {"II.1": ROSE}, stages={"II.1": given})
    one = item(scored, "II.1")
    assert (one.status, one.treatment, one.final, one.source) == ("known", None, F("0.25"), "appraisal_1")
    assert (scored.state, scored.final, scored.maximum) == ("final", F("6.5"), 10)
    assert (one.claimed, one.computed) == (treatment, F(1) if treatment == "full_marks" else None)
    assert scored.self_points == result(whole, {"II.1": ROSE}, provisional=True).self_points, "what the unit gave itself stays"
    without = result(whole, {"II.1": ROSE}, stages={"II.1": REJECTED})
    assert (item(without, "II.1").status, without.state) == ("awaiting", "provisional")


def test_figure_for_an_item_that_a_claim_would_take_out_says_that_it_applies() -> None:
    scored = result(edition({"nothing_arose": "rescale"}), {"II.1": ROSE}, stages={"II.1": Stages(appraised_1=F(0))})
    assert (item(scored, "II.1").final, item(scored, "II.1").treatment, scored.state) == (0, None, "final")


def test_accepted_claim_to_full_marks_overrides_an_earlier_figure() -> None:
    given = Stages(appraised_1=F(0), ruling="accepted", ruled_at="round_2")
    one = item(result(edition({"nothing_arose": "full_marks"}), {"II.1": ROSE}, stages={"II.1": given}), "II.1")
    assert (one.final, one.source, one.stages.appraised_1) == (1, "appraisal_2", 0)


@pytest.mark.parametrize("waiting", ["refused_2", "disputed_1", "questioned", "round_2"])
def test_what_stands_open_keeps_the_total_provisional(waiting: Any) -> None:
    given = Stages(appraised_1=F("0.25"), waiting=(waiting,))
    scored = result(stages={"II.1": given})
    assert (item(scored, "II.1").status, item(scored, "II.1").waits_for, scored.state, scored.final) == ("awaiting", (waiting,), "provisional", None)
    assert item(result(stages={"II.1": given}, provisional=True), "II.1").final == F("0.25"), "a draft takes the last figure"


# Exemptions


def test_exempt_item_hears_no_appraisal() -> None:
    scored = result(
        edition({"not_assigned": "rescale"}), exempt={"II.1": ASSIGNED}, stages={"II.1": Stages(appraised_1=F(1), waiting=("refused_2",))}
    )
    assert (item(scored, "II.1").status, item(scored, "II.1").waits_for, scored.state) == ("removed", (), "final")


def test_exemption_overrides_what_the_unit_entered_and_what_the_item_allows() -> None:
    table = """
        | mã  | điểm | không áp dụng | cách tính |
        | I.1 | 4    |               | points    |
        | I.2 | 2    | never         | points    |
    """
    whole = edition({"not_assigned": "rescale"}, table)
    scored = result(whole, {"I.1/points": 2, "I.2/points": 2}, exempt={"I.2": ASSIGNED})
    assert item(scored, "I.2").status == "removed"
    assert scored.final == F(2) * F(6, 4)


def test_exemption_with_full_marks_needs_no_appraisal() -> None:
    scored = result(edition({"nothing_arose": "full_marks"}), {"II.1/points": None}, exempt={"II.1": ROSE})
    assert (item(scored, "II.1").final, scored.state) == (F(1), "final")
    assert scored.appraised == F("5.75"), "the decision stands in the place of an appraised figure"


def test_survey_item_that_does_not_apply_leaves_the_maximum() -> None:
    scored = result(edition({"not_assigned": "rescale"}), exempt={"II.3": ASSIGNED}, survey={})
    assert (scored.state, scored.final, scored.maximum) == ("final", F("5.25"), F(8))
    assert scored.index == 100 * F("5.25") / 8


def test_survey_item_with_full_marks_needs_no_figure() -> None:
    scored = result(edition({"not_assigned": "full_marks"}), exempt={"II.3": ASSIGNED}, survey={})
    assert (scored.state, scored.survey) == ("final", F(2))


def test_full_marks_for_a_surveyed_penalty_are_no_penalty() -> None:
    table = "| mã | điểm | loại | ai chấm | cách tính |\n| I.1 | 4 | | | points |\n| P | 2 | penalty | | |\n| P.1 | 2 | | survey | external |\n"
    whole = edition({"not_assigned": "full_marks"}, table)
    scored = result(whole, {"I.1/points": 3}, stages={"I.1": Stages(appraised_1=F(3))}, survey={}, exempt={"P.1": ASSIGNED})
    assert (scored.state, scored.penalty, scored.final) == ("final", F(0), F(3))


# Four empties


@pytest.mark.parametrize(
    ("entries", "state", "final"),
    [
        ({"II.1/points": None}, "incomplete", None),
        ({"II.1/points": "0,5 điểm"}, "incomplete", None),
        ({"II.1": "refused"}, "incomplete", None),
        ({"II.1/points": 0}, "final", F("6.25")),
        ({"I.2/whole": 0}, "incomplete", None),
        ({"B.1/points": None}, "incomplete", None),
        ({"P.1/count": None}, "incomplete", None),
    ],
)
def test_blank_and_refused_are_unknown_and_zero_is_a_figure(entries: dict[str, Any], state: str, final: F | None) -> None:
    scored = result(entries=entries)
    assert (scored.state, scored.final) == (state, final)
    assert scored.index is None if final is None else scored.index == final * 10


def test_unknown_items_are_named_and_make_only_their_area_unknown() -> None:
    scored = result(entries={"I.1/points": None, "I.2/part": None})
    assert scored.reason == scoring.Reason("unknown_items", ("I.1", "I.2"), (Missing("self_score", ("I.1", "I.2")),))
    assert [area.final for area in scored.areas] == [None, F("2.75"), F(0), F(0)]
    assert scored.self_points is None


def test_appraisal_makes_a_blank_item_known() -> None:
    scored = result(entries={"II.1/points": None}, stages={"II.1": Stages(appraised_1=F(0))})
    assert (scored.state, scored.final) == ("final", F("6.25"))


# States without a rank


def test_unit_that_returned_nothing_has_no_points() -> None:
    scored = result(records=None, confirmed=False)
    assert (scored.state, scored.final, scored.index) == ("not_submitted", None, None)


def test_blocked_unit_is_never_zero() -> None:
    scored = result(blocked_by=("WB301",))
    assert (scored.state, scored.reason, scored.final) == ("blocked", scoring.Reason("blocked", ("WB301",)), None)


def test_decided_exclusion_keeps_the_figure_but_not_the_rank() -> None:
    scored = result(excluded_for="Sắp xếp lại tổ chức")
    assert (scored.state, scored.reason) == ("excluded", scoring.Reason("excluded", ("Sắp xếp lại tổ chức",)))
    assert scored.final == F("6.75")


# Provisional


@pytest.mark.parametrize(
    ("known", "waiting"),
    [
        ({"confirmed": False}, SELF),
        ({"stages": {"II.2": Stages()}}, ("II.2",)),
        ({"survey": {}}, ("II.3",)),
        ({"survey": {"II.3": {"value": None}}}, ("II.3",)),
    ],
)
def test_missing_figure_of_another_stage_makes_the_total_wait(known: dict[str, Any], waiting: tuple[str, ...]) -> None:
    scored = result(**known)
    assert (scored.state, scored.final) == ("provisional", None)
    assert scored.reason is not None
    assert set(scored.reason.about) == set(waiting)


def test_provisional_figure_takes_self_points_where_appraisal_is_missing() -> None:
    scored = result(confirmed=False, provisional=True)
    assert (scored.state, scored.final, scored.maximum) == ("provisional", F("6.75"), F(10))


@pytest.mark.parametrize(
    ("known", "final", "maximum"),
    [({"stages": {"II.2": Stages()}}, "6", 9), ({"survey": {}}, "5.25", 8), ({"stages": {"II.2": Stages()}, "survey": {}}, "4.5", 7)],
)
def test_provisional_figure_leaves_missing_items_out_of_sum_and_maximum(known: dict[str, Any], final: str, maximum: int) -> None:
    scored = result(**known, provisional=True)
    assert (scored.state, scored.final, scored.maximum) == ("provisional", F(final), F(maximum))
    assert scored.index == 100 * F(final) / maximum


def test_provisional_rescaling_knows_only_the_items_that_count() -> None:
    whole = edition({"not_assigned": "rescale"})
    scored = result(whole, {"II.1": ASSIGNED}, stages={"II.2": Stages()}, survey={}, provisional=True)
    assert scored.final == F(4) * F(7, 6)


def test_provisional_does_not_fill_what_the_unit_left_blank() -> None:
    scored = result(entries={"II.1/points": None}, confirmed=False, provisional=True)
    assert (scored.state, scored.final) == ("incomplete", None)


def test_provisional_changes_nothing_where_all_is_known() -> None:
    assert result(provisional=True) == result()


def test_block_of_survey_items_needs_no_workbook() -> None:
    whole = build.edition("| mã | điểm | ai chấm | cách tính |\n| I.1 | 60 | survey | external |\n| I.2 | 40 | survey | external |\n")
    complete = {"I.1": {"value": F(50)}, "I.2": {"value": F(100)}}
    assert result(whole, records=None, survey=complete, confirmed=False).final == 70
    assert result(whole, records=None, survey={"I.1": {"value": F(50)}}, confirmed=False).state == "provisional"


# Rounding


@pytest.mark.parametrize(
    ("rounding", "total"),
    [
        ({"item": None}, "0.435"),
        ({"item": 2}, "0.45"),
        ({"item": None, "area": 2}, "0.44"),
        ({"item": None, "total": 2}, "0.44"),
        ({"item": 1}, "0.3"),
        ({"item": None, "area": 1}, "0.4"),
        ({"item": 2, "total": 1}, "0.5"),
        ({"item": 2, "area": 1}, "0.5"),
        ({"item": 2, "area": 1, "total": 0}, "1"),
    ],
)
def test_total_depends_on_where_it_is_rounded(rounding: dict[str, Any], total: str) -> None:
    table = """
        | mã   | điểm | cách tính |
        | I.1  | 1    | ratio     |
        | I.2  | 1    | ratio     |
        | II.1 | 1    | ratio     |
    """
    entries = {f"{code}/{name}": number for code in ("I.1", "I.2", "II.1") for name, number in (("part", 145), ("whole", 1000))}
    assert result(edition(table=table, rounding=rounding), entries).final == F(total)


def test_item_is_rounded_half_up_and_appraised_figures_are_left_as_given() -> None:
    table = "| mã | điểm | cách tính |\n| I.1 | 1 | ratio |\n"
    entries = {"I.1/part": 125, "I.1/whole": 1000}
    assert item(result(edition(table=table), entries), "I.1").computed == F("0.13")
    assert result(edition(table=table), entries, stages={"I.1": Stages(appraised_1=F("0.125"))}).final == F("0.125")


# What holds of every unit

_points = st.fractions(0, 1, max_denominator=100)


@given(shares=st.fixed_dictionaries(dict.fromkeys(("I.1", "II.1", "B.1", "II.2"), _points)), survey=_points, count=st.integers(0, 9))
def test_total_is_the_sum_of_the_leaves_within_its_bounds(shares: dict[str, F], survey: F, count: int) -> None:
    maxima = {"I.1": 4, "II.1": 1, "B.1": 3, "II.2": 1}
    figures = {code: points.rounded(share * maxima[code], 2) for code, share in shares.items()}
    scored = result(
        entries={f"{code}/points": figure for code, figure in figures.items() if code != "II.2"} | {"P.1/count": count},
        stages={"II.2": Stages(council=figures["II.2"])},
        survey={"II.3": {"value": survey * 100}},
    )
    leaves = figures["I.1"] + 1 + figures["II.1"] + figures["II.2"] + points.rounded(survey * 2, 2)
    outside = min(figures["B.1"], F(1)) - min(F(count, 2), F(3, 2))
    assert scored.final == max(F(0), min(leaves + outside, F(10)))


def test_an_exemption_keeps_the_treatment_that_the_item_states() -> None:
    """It overrides ``never``; where the item says what happens to its points, that holds."""
    from parcli.core.edition import Criterion, Kind, Policies
    from parcli.core.rules import JudgedPoints

    policies = Policies.model_validate({"not_applicable": {"not_assigned": "rescale"}})
    rule = JudgedPoints.model_validate({"type": "points"})

    def treated(not_applicable: object) -> str:
        item = Criterion.model_validate({"code": "I.1", "title": "T", "maximum": "1", "rule": rule, "not_applicable": not_applicable})
        return item.exempted(Kind.NOT_ASSIGNED, policies)

    assert treated({"not_assigned": "unranked"}) == "unranked"
    assert treated("never") == "rescale"
    assert treated({"not_assigned": "never"}) == "rescale"
