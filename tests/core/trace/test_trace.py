"""The way of a score: the numbers that it tells recompute to the figure, for every rule, stage and treatment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
import yaml
from build import F
from core.test_working import recomputed
from hypothesis import given, settings
from hypothesis import strategies as st
from workbook import kit

from parcli.core import points, words
from parcli.core.appraisal import Appraisal, Minutes, Opinion, settle
from parcli.core.cycle import Exemption, Unit
from parcli.core.edition import Block, BlockFile, Kind, Policies
from parcli.core.figures import FigureSource
from parcli.core.findings import found
from parcli.core.returns import Between, FileChange, LineChange, Origin, PointsChange, SecondReturn, ValueChange
from parcli.core.returns.matching import Matched
from parcli.core.rules import InputKind
from parcli.core.scoring import Dossier, score
from parcli.core.submission import Answer, RegisterRow, SelfAssessment
from parcli.core.sufficiency import EvidenceClass, ItemEvidence
from parcli.core.trace import Known, Line, Place, trace_item, trace_total
from parcli.messages import words as messages
from parcli.report.trace_words import line_text

BLOCK = Block("so", "Khối Sở", BlockFile.model_validate(yaml.load(kit.BLOCK, yaml.BaseLoader)).areas, (), None)
POLICIES = Policies.model_validate({"not_applicable": {"nothing_arose": "reduce_maximum", "not_assigned": "rescale"}})
UNIT = Unit(id="so-noi-vu", block="so", name="Sở Nội vụ")
ITEMS = BLOCK.items(2023)
RULES = {item.code: item.rule.type for item in ITEMS}  # type: ignore[attr-defined]
FIGURES: dict[str, dict[str, Any]] = {"II.2": {"value": F("86.5")}, "III.1": {"option-1": F(30), "option-2": F(10)}}
GIVEN: dict[str, Any] = {
    "I.1.1/level": "Chậm «muộn»", "I.1.2/part": F(7), "I.1.2/whole": F(9), "I.1.3/value": F(12), "I.1.10/part": F(4), "I.1.10/whole": F(5),
    "I.1.5/now": F(90), "I.1.5/before": F("88.5"), "I.2.1/count": F(2), "I.2.2/date": F(45264), "I.2.3/start": F(45000), "I.2.3/date": F(45029),
    "I.2.4/tick-1": "Có", "I.2.4/tick-2": "Không", "I.2.5/tick-1": "Có", "I.2.5/tick-2": "Có", "I.2.6/count": F(5), "I.2.7/answer": "Có phát sinh",
    "I.2.7/case-2/part": F(2), "I.2.7/case-2/whole": F(3), "II.1/points": F("1.75"), "B.1/points": F("1.5"), "P.1/count": F(9),
}  # fmt: skip


def records(entries: dict[str, Any], claims: dict[str, Kind] | None = None) -> dict[str, SelfAssessment]:
    made = {}
    for item in ITEMS:
        cells = {
            cell.name: Answer(
                f"H{place}",
                str(entries.get(f"{item.code}/{cell.name}", "")),
                entries.get(f"{item.code}/{cell.name}"),
                blank=f"{item.code}/{cell.name}" not in entries,
            )
            for place, cell in enumerate(item.cells(), start=9)
        }
        claim = (claims or {}).get(item.code)
        made[item.code] = SelfAssessment(item.code, "J8", cells, claim, explanation="Vì sao" if claim else "")
    return made


def known(
    entries: dict[str, Any] = GIVEN,
    *,
    claims: dict[str, Kind] | None = None,
    appraisal: Appraisal | None = None,
    figures: dict[str, dict[str, Any]] = FIGURES,
    exemptions: dict[str, Exemption] | None = None,
    policies: Policies = POLICIES,
    provisional: bool = False,
    **more: Any,
) -> Known:
    """Score a unit as aggregate does, and return what is known of it."""
    said, own = appraisal or Appraisal(), records(entries, claims)
    exempt = {code: each.why for code, each in (exemptions or {}).items()}
    dossier = Dossier(UNIT.id, own, exempt=exempt, stages=settle(said, UNIT.id), survey=figures)
    result = score(BLOCK, policies, 2023, dossier, provisional=provisional)
    book = Place("submissions/so-noi-vu/a.xlsx", "ab" * 32)
    return Known(
        UNIT,
        BLOCK,
        policies,
        result,
        own,
        book,
        "Tự chấm điểm",
        appraisal=said,
        figures=figures,
        exemptions=exemptions or {},
        provisional=provisional,
        **more,
    )


def agreed(*but: str) -> Appraisal:
    """Round 1 with a figure for everything that is not from a survey."""
    codes = [item.code for item in ITEMS if item.criterion.assessed_by != "survey" and item.code not in but]
    own = {one.code: one.computed for one in known(provisional=True).result.items}
    return Appraisal(opinions=tuple(opinion("round_1", code, own[code] if own[code] is not None else F(1)) for code in codes))


def opinion(stage: Any, item: str, value: Fraction | None, **more: Any) -> Opinion:
    folder = "appraisal" if stage == "council" else f"appraisal/{stage.replace('_', '-')}"
    return Opinion(stage, UNIT.id, item, f"{folder}/a.xlsx", "Thẩm định", "F7", value, **more)


def keys(lines: tuple[Line, ...], part: str) -> list[str]:
    return [line.key.removeprefix("explain.") for line in lines if line.part == part]


def arithmetic_holds(lines: tuple[Line, ...]) -> None:
    """Every formula that is told gives the value that is told with it, worked out by Python itself."""
    for line in lines:
        formula, value = line.values.get("formula"), line.values.get("value")
        if isinstance(formula, tuple) and isinstance(value, Fraction) and not any(isinstance(part, date) for part in formula):
            assert recomputed(formula) == value, line


def worked_out(lines: tuple[Line, ...], part: str) -> Fraction | None:
    """Return the last figure of the working on a part."""
    figures = [line.figure for line in lines if line.part == part and line.key.startswith("explain.work.") and line.figure is not None]
    return figures[-1] if figures else None


@pytest.mark.parametrize("code", list(RULES), ids=lambda code: f"{code} {RULES[code]}")
def test_the_numbers_of_a_whole_cycle_recompute_to_the_final_figure(code: str) -> None:
    said = agreed("I.1.2", "II.3")
    more = (
        opinion("round_1", "I.1.2", F(1), reason="Thiếu văn bản", request="Bổ sung"),
        opinion("round_2", "I.1.2", F("1.2")),
        opinion("council", "II.3", F(2)),
    )
    one = known(appraisal=replace(said, opinions=(*said.opinions, *more)))
    assert one.result.state == "final"
    trace = trace_item(one, code)
    arithmetic_holds(trace.lines)
    if trace.result.item.self_scored:
        assert worked_out(trace.lines, "self") == trace.result.computed
    decided = [line for line in trace.lines if line.part == "decided"]
    stages = [line.figure for line in trace.lines if line.key in ("explain.said.points", "explain.said.decided")]
    stages += [worked_out(trace.lines, "survey")] if trace.result.source == "survey" else []
    assert decided[-1].figure == trace.result.final == stages[-1]
    assert decided[-1].key == f"explain.decided.{trace.result.source}"


def test_every_rule_is_among_the_items() -> None:
    assert len(set(RULES.values())) == 10


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_entered_the_way_ends_in_the_points(data: st.DataObject) -> None:
    number = st.one_of(st.none(), st.integers(0, 30).map(F), st.decimals(0, 30, places=2).map(F))
    entries: dict[str, Any] = {}
    for item in ITEMS:
        for cell in item.cells():
            choices = st.sampled_from([*cell.choices, None]) if cell.kind is InputKind.CHOICE else number
            value = data.draw(choices if cell.kind is not InputKind.DATE else st.one_of(st.none(), st.integers(44000, 46000).map(F)))
            if value is not None:
                entries[f"{item.code}/{cell.name}"] = value
    one = known(entries, provisional=True)
    for each in one.result.items:
        lines = trace_item(one, each.code).lines
        arithmetic_holds(lines)
        if each.item.self_scored:
            assert worked_out(lines, "self") == each.computed
        if each.status == "unknown":
            assert "decided.unknown" in keys(lines, "decided")
            assert {"work.missing", "entered.blank"} & {*keys(lines, "self")}
    arithmetic_holds(trace_total(one).lines)


def final_of(lines: tuple[Line, ...]) -> Fraction | None:
    """Return the last figure of the total: sum, rounding, bound."""
    figures = [line.figure for line in lines if line.key.startswith(("explain.total.sum", "explain.work."))]
    return figures[-1] if figures else None


@pytest.mark.parametrize(
    ("claims", "rounding"),
    [
        ({}, {}),
        ({"I.1.2": Kind.NOT_ASSIGNED}, {}),
        ({"I.1.2": Kind.NOT_ASSIGNED, "I.2.1": Kind.NOTHING_AROSE}, {"total": "1"}),
        ({"I.1.2": Kind.NOTHING_AROSE}, {"area": "1"}),
    ],
)
def test_the_total_is_worked_out_with_rescaling_bonus_penalty_and_rounding(claims: dict[str, Kind], rounding: dict[str, str]) -> None:
    policies = Policies.model_validate(
        {"not_applicable": {"nothing_arose": "reduce_maximum", "not_assigned": "rescale"}, "rounding": {"item": "2", **rounding}}
    )
    said = agreed(*claims)
    ruled = tuple(opinion("round_1", code, None, ruling="accepted") for code in claims)
    one = known(claims=claims, policies=policies, appraisal=replace(said, opinions=(*said.opinions, *ruled)))
    assert one.result.state == "final"
    lines = trace_total(one).lines
    arithmetic_holds(lines)
    assert final_of(lines) == one.result.final
    index = next(line for line in lines if line.key.startswith("explain.index"))
    assert index.values["value"] == one.result.index
    assert (index.key == "explain.index_reduced") == any(kind is Kind.NOTHING_AROSE for kind in claims.values())


def test_a_total_below_nothing_says_that_it_was_bounded() -> None:
    worst = {**{key: F(0) for key in GIVEN}, "P.1/count": F(9)}
    one = known(worst, appraisal=Appraisal(opinions=tuple(opinion("round_1", item.code, F(3) if item.code == "P.1" else F(0)) for item in ITEMS if item.criterion.assessed_by != "survey")), figures={"II.2": {"value": F(0)}, "III.1": {"option-1": F(0), "option-2": F(1)}})  # fmt: skip
    lines = trace_total(one).lines
    assert one.result.final == 0 == final_of(lines)
    assert "work.least" in keys(lines, "total")


def test_what_an_item_gives_to_the_total_carries_the_rescaling() -> None:
    claims = {"I.1.2": Kind.NOT_ASSIGNED}
    said = agreed("I.1.2")
    one = known(claims=claims, appraisal=replace(said, opinions=(*said.opinions, opinion("round_1", "I.1.2", None, ruling="accepted"))))
    line = next(line for line in trace_item(one, "I.1.1").lines if line.key == "explain.total.rescaled")
    assert (line.values["whole"], line.values["removed"], line.figure) == (18, 2, F("0.5") * 18 / 16)
    taken_out = trace_item(one, "I.1.2").lines
    assert keys(taken_out, "self")[-3:] == ["claim.not_assigned", "claim.accepted.round_1", "treatment.rescale"]
    assert keys(taken_out, "decided") == ["decided.removed"]
    assert "total.out" in keys(taken_out, "total")


@pytest.mark.parametrize(
    ("claims", "said", "lines"),
    [
        ({"I.1.2": Kind.NOT_ASSIGNED}, (), ["claim.not_assigned", "treatment.rescale"]),
        ({"I.1.2": Kind.NOT_ASSIGNED}, ({"value": F(1)},), ["claim.not_assigned", "claim.answered_by_points"]),
        ({"I.1.2": Kind.NOT_ASSIGNED}, ({"value": None, "ruling": "rejected"},), ["claim.not_assigned", "claim.rejected.round_1"]),
    ],
)
def test_a_claim_is_told_with_its_answer(claims: dict[str, Kind], said: tuple[dict[str, Any], ...], lines: list[str]) -> None:
    appraisal = Appraisal(opinions=tuple(opinion("round_1", "I.1.2", **each) for each in said))
    told = keys(trace_item(known(claims=claims, appraisal=appraisal), "I.1.2").lines, "self")
    assert [key for key in told if key.startswith(("claim", "treatment"))] == lines


def test_an_exemption_of_the_cycle_is_told_with_its_reason() -> None:
    exemption = Exemption(unit=UNIT.id, item="I.1.2", kind="not_assigned", reason="Không có đơn vị trực thuộc")
    line = next(line for line in trace_item(known(exemptions={"I.1.2": exemption}), "I.1.2").lines if line.key.startswith("explain.exempt"))
    assert (line.key, line.place.file, line.reason) == ("explain.exempt.not_assigned", "cycle.yaml", "Không có đơn vị trực thuộc")


def test_each_entry_stands_with_its_cell_and_what_it_was_read_as() -> None:
    own = trace_item(known({**GIVEN, "I.2.2/date": F(45264)}), "I.2.2").lines
    day = next(line for line in own if line.key == "explain.entered.day")
    assert day.values["value"] == date(2023, 12, 4)
    assert day.place == Place("submissions/so-noi-vu/a.xlsx", "ab" * 32, "Tự chấm điểm", "H9")
    blank = trace_item(known({}), "I.1.2").lines
    assert keys(blank, "self")[:2] == ["entered.blank", "entered.blank"]
    assert line_text(next(line for line in blank if line.key == "explain.work.missing"), messages("vi")).startswith("Chưa tính được")


def test_two_files_that_differ_are_both_told_and_the_council_decides() -> None:
    two = (opinion("round_1", "I.1.1", F(1)), replace(opinion("round_1", "I.1.1", F(0), reason="Quá hạn"), path="appraisal/round-1/b.xlsx"))
    open_still = trace_item(known(appraisal=Appraisal(opinions=two)), "I.1.1").lines
    assert [line.place.file for line in open_still if line.key == "explain.said.points"] == ["appraisal/round-1/a.xlsx", "appraisal/round-1/b.xlsx"]
    assert "said.disputed" in keys(open_still, "round_1")
    assert keys(open_still, "decided")[-1] == "waits.disputed_1"
    minutes = (Minutes("appraisal/a.xlsx", "05/BB", date(2024, 1, 15), 9, 6, 1, valid=True),)
    decided = Appraisal(opinions=(*two, opinion("council", "I.1.1", F(1), reason="Có dấu đến", decision="BB 05")), minutes=minutes)
    lines = trace_item(known(appraisal=decided), "I.1.1").lines
    assert keys(lines, "council") == ["said.decided", "minutes.valid"]
    assert keys(lines, "decided") == ["decided.council"]


def test_what_cannot_be_taken_and_what_is_open_says_what_to_do() -> None:
    refused = Appraisal(opinions=(opinion("round_1", "I.1.1", None, refused=True, reason="x"),))
    assert keys(trace_item(known(appraisal=refused), "I.1.1").lines, "round_1") == ["said.refused"]
    waiting = Appraisal(opened={"round_2": frozenset({(UNIT.id, "I.1.1")})}, opinions=(opinion("round_1", "I.1.1", F(1)),))
    lines = trace_item(known(appraisal=waiting), "I.1.1").lines
    assert (keys(lines, "round_2"), keys(lines, "decided")[-1]) == (["said.unanswered"], "waits.round_2")


def test_evidence_and_findings_stand_with_their_files() -> None:
    standing = ItemEvidence("I.1.1", EvidenceClass.OFFICIAL, ("I.1.1/KH 12.pdf",), 1, needs_explanation=False, explained=False)
    row = RegisterRow("B5", "I.1.1", "I.1.1/KH 12.pdf", number="12/KH-SNV", issued=date(2023, 1, 5), issuer="Sở Nội vụ")
    place = "submissions/so-noi-vu/evidence"
    waived = found(
        "EV301", unit=UNIT.id, item="I.1.1", documents="—", points="1", waived_by="Trưởng phòng", waived_why="Đã xem", waived_severity="warning"
    )
    one = known(
        evidence=(standing,), register=(row,), folder=place, hashes={f"{place}/I.1.1/KH 12.pdf": "cd" * 32},
        findings=(found("EV301", unit=UNIT.id, item="I.1.1", documents="—", points="1"), waived, found("EV301", unit=UNIT.id, item="I.1.2", documents="—", points="1")),
    )  # fmt: skip
    lines = [line for line in trace_item(one, "I.1.1").lines if line.part == "evidence"]
    assert [line.key for line in lines] == ["explain.evidence.official", "explain.evidence.document", "explain.finding", "explain.finding.waived"]
    assert lines[1].place == Place(f"{place}/I.1.1/KH 12.pdf", "cd" * 32)
    assert lines[1].values["document"] == "12/KH-SNV, 05/01/2023, Sở Nội vụ"
    assert "Trưởng phòng: «Đã xem»" in line_text(lines[3], messages("vi"))


def test_a_supplement_is_told_value_by_value() -> None:
    between = Between(
        UNIT.id, Origin("old.xlsx", "ef" * 32, "2023-11-20"), "a.xlsx", "ab" * 32, Matched((), (), ()),
        (ValueChange("I.1.2", "input", "part", "Số đã làm", "6", "7", "H12"), ValueChange("I.1.1", "input", "level", "", "Không", "Chậm «muộn»", "H9")),
        (PointsChange("I.1.2", F(1), F("1.64"), former_out=False, present_out=False, gain=F("0.64"), cell="J10"),),
        (None, None), (LineChange("added", "I.1.2", "BC 5.pdf"),), (FileChange("added", "I.1.2/BC 5.pdf", "", "aa" * 32),), evidence_known=True,
    )  # fmt: skip
    one = known(second=SecondReturn(UNIT.id, "so", "compared", between.origin, between), folder="submissions/so-noi-vu/evidence")
    lines = trace_item(one, "I.1.2").lines
    told = ["supplement.former", "supplement.input", "supplement.points", "supplement.line_added", "supplement.file_added"]
    assert keys(lines, "supplement") == told
    assert keys(trace_item(one, "I.1.3").lines, "supplement") == ["supplement.none"]


def test_a_survey_figure_stands_with_its_cell_and_its_weights() -> None:
    sources = (
        FigureSource(UNIT.id, "III.1", "option-1", "survey/a.csv", "", "D2", "30", 40),
        FigureSource("khac", "III.1", "option-1", "survey/a.csv", "", "D9", "3"),
    )
    lines = trace_item(known(sources=sources, hashes={"survey/a.csv": "aa" * 32}), "III.1").lines
    assert keys(lines, "survey")[:2] == ["survey.count", "survey.respondents"]
    assert next(line for line in lines if line.key == "explain.survey.count").place == Place("survey/a.csv", "aa" * 32, "", "D2")
    worked = next(line for line in lines if line.key == "explain.work.computed")
    assert line_text(worked, messages("vi")) == "(30 × 1 + 10 × 0) ÷ (30 + 10) × 3 = 2,25"
    assert keys(trace_item(known(figures={}), "III.1").lines, "decided") == ["waits.survey"]


def test_nothing_returned_is_said_with_what_to_do() -> None:
    result = score(BLOCK, POLICIES, 2023, Dossier(UNIT.id))
    one = Known(UNIT, BLOCK, POLICIES, result)
    assert keys(trace_item(one, "I.1.1").lines, "self") == ["entered.nothing"]
    total = trace_total(one)
    assert keys(total.lines, "total")[-2:] == ["state.not_submitted", "reason.not_submitted"]


def test_numbers_have_the_decimal_mark_of_the_language_and_say_when_they_are_not_exact() -> None:
    line = next(line for line in trace_item(known(), "I.1.2").lines if line.key == "explain.work.computed")
    assert line_text(line, messages("vi")) == "7 ÷ 9 ÷ 0,95 × 2 ≈ 1,637427"
    assert line_text(line, messages("en")) == "7 ÷ 9 ÷ 0.95 × 2 ≈ 1.637427"
    assert points.plain(worked_out(trace_item(known(), "I.1.2").lines, "self") or F(0)) == "1.64"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_line_has_words(language: str) -> None:
    said = agreed("II.3")
    for one in (
        known(),
        known({}),
        known(appraisal=said),
        known(provisional=True),
        known(claims={"I.1.2": Kind.NOT_ASSIGNED, "I.1.1": Kind.NOTHING_AROSE}),
    ):
        for item in ITEMS:
            for line in (*trace_item(one, item.code).lines, *trace_total(one).lines):
                text = line_text(line, messages(language))
                assert text
                assert "{" not in text
                assert words.tidy(text) == text
