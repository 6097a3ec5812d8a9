"""The ten ways to score: what they ask, what they give at each boundary, what they refuse, and how they are explained."""

from __future__ import annotations

from datetime import date
from typing import Any

import build
import pytest
from build import F
from hypothesis import given
from hypothesis import strategies as st
from parity import rows
from pydantic import TypeAdapter, ValidationError

from parcli.core import expr
from parcli.core.expr import Value
from parcli.core.rules import RULES, AnyRule, Rule, Stake

_RULE: TypeAdapter[Rule] = TypeAdapter(AnyRule)
_BANDS = "{of: ratio, part: Số đạt, whole: Tổng số, bands: [{from: 0.5, points: 0.25}, {above: 0.8, points: 0.5}, {from: 1, points: 1}]}"
_CHANGE = "{of: change, now: Năm nay, before: Năm trước, bands: [{from: -5, points: 0.1}, {above: 0, points: 0.5}, {from: 5, points: 1}]}"
_EXACTLY = "{of: number, label: Số lượt, bands: [{from: 5, points: 0.5}, {above: 5, points: 1}]}"
_LATE = "{label: Ngày gửi, due: 11-30, on_time: 1, late: [{within_days: 5, points: 0.5}, {within_days: 15, points: 0.25}], otherwise: 0.1}"
_AFTER = "{label: Ngày ban hành, due: {days: 30, after: Ngày Thành phố ban hành}, on_time: 1}"
_TICKS = "{mode: sum, ticks: [{label: Đúng mẫu, points: 0.25}, {label: Đủ chữ ký, points: 0.75}]}"
_ALL = "{mode: all, ticks: [{label: Đúng mẫu}, {label: Đủ chữ ký}]}"
_CASES = (
    "{ask: Có phát sinh không, cases: [{answer: Không phát sinh, points: 0.5}, {answer: Có phát sinh, rule: {type: ratio, part: Đạt, whole: Tổng}},"
    " {answer: Đang chờ, maximum: 0.25, rule: {type: points}}]}"
)
_OPTIONS = "{options: [{label: Hài lòng, weight: 1}, {label: Bình thường, weight: 0.5}, {label: Không hài lòng, weight: 0}]}"


def rule(kind: str, settings: str = "") -> Rule:
    return _RULE.validate_python(build.rule(kind, settings))


def points(kind: str, settings: str, inputs: dict[str, Any], maximum: str = "1", *, penalty: bool = False) -> F | None:
    stake = Stake(F(maximum), build.YEAR, penalty)
    return expr.evaluate(rule(kind, settings).expression(stake), {name: build.value(entry) for name, entry in inputs.items()})


def day(text: str) -> Value:
    return expr.serial(date.fromisoformat(text))


@pytest.mark.parametrize(
    ("kind", "settings", "inputs"),
    [
        ("choice", "Có=1; Không=0", ["level"]),
        ("ratio", "", ["part", "whole"]),
        ("tiers", _EXACTLY, ["value"]),
        ("tiers", _BANDS, ["part", "whole"]),
        ("tiers", _CHANGE, ["now", "before"]),
        ("count", "each=0.5", ["count"]),
        ("deadline", _LATE, ["date"]),
        ("deadline", _AFTER, ["start", "date"]),
        ("checklist", _TICKS, ["tick-1", "tick-2"]),
        ("deduction", "each=0.5", ["count"]),
        ("conditional", _CASES, ["answer", "case-2/part", "case-2/whole", "case-3/points"]),
        ("points", "", ["points"]),
        ("external", "", []),
    ],
)
def test_rule_asks_for_these_inputs(kind: str, settings: str, inputs: list[str]) -> None:
    assert [cell.name for cell in rule(kind, settings).cells(Stake(F(1), build.YEAR))] == inputs


@pytest.mark.parametrize(
    ("settings", "part", "whole", "given"),
    [
        ("", 1, 3, F(2, 3)),
        ("", 4, 3, F(2)),
        ("", 0, 3, F(0)),
        ("", 0, 0, None),
        ("", None, 3, None),
        ("", -1, 3, None),
        ("", "3", 3, None),
        ("floor=0.8", 8, 10, F("1.6")),
        ("floor=0.8", F("7.999999"), 10, F(0)),
        ("full_at=0.8", 8, 10, F(2)),
        ("full_at=0.8", 4, 10, F(1)),
        ("full_at=1.25", 10, 10, F("1.6")),
        ("floor=0.5; full_at=0.5", 5, 10, F(2)),
    ],
)
def test_ratio_at_its_boundaries(settings: str, part: Any, whole: int, given: F | None) -> None:
    assert points("ratio", settings, {"part": part, "whole": whole}, "2") == given


@pytest.mark.parametrize(
    ("settings", "inputs", "given"),
    [
        (_BANDS, {"part": 499, "whole": 1000}, F(0)),
        (_BANDS, {"part": 1, "whole": 2}, F("0.25")),
        (_BANDS, {"part": 8, "whole": 10}, F("0.25")),
        (_BANDS, {"part": 801, "whole": 1000}, F("0.5")),
        (_BANDS, {"part": 10, "whole": 10}, F(1)),
        (_BANDS, {"part": 11, "whole": 10}, F(1)),
        (_BANDS, {"part": 1, "whole": 0}, None),
        (_CHANGE, {"now": 4, "before": 10}, F(0)),
        (_CHANGE, {"now": 5, "before": 10}, F("0.1")),
        (_CHANGE, {"now": 10, "before": 10}, F("0.1")),
        (_CHANGE, {"now": F("10.000001"), "before": 10}, F("0.5")),
        (_CHANGE, {"now": 15, "before": 10}, F(1)),
        (_CHANGE, {"now": 15}, None),
        (_EXACTLY, {"value": F("4.999999")}, F(0)),
        (_EXACTLY, {"value": 5}, F("0.5")),
        (_EXACTLY, {"value": F("5.000001")}, F(1)),
        (_EXACTLY, {"value": -5}, None),
    ],
)
def test_tiers_take_from_and_leave_above(settings: str, inputs: dict[str, Any], given: F | None) -> None:
    assert points("tiers", settings, inputs) == given


@pytest.mark.parametrize(
    ("settings", "inputs", "given"),
    [
        (_LATE, {"date": day("2023-11-30")}, F(1)),
        (_LATE, {"date": day("2023-12-01")}, F("0.5")),
        (_LATE, {"date": day("2023-12-05")}, F("0.5")),
        (_LATE, {"date": day("2023-12-06")}, F("0.25")),
        (_LATE, {"date": day("2023-12-15")}, F("0.25")),
        (_LATE, {"date": day("2023-12-16")}, F("0.1")),
        (_LATE, {"date": "không thực hiện "}, F("0.1")),
        (_LATE, {"date": "30/11/2023"}, None),
        (_LATE, {}, None),
        (_AFTER, {"start": day("2022-12-30"), "date": day("2023-01-29")}, F(1)),
        (_AFTER, {"start": day("2022-12-30"), "date": day("2023-01-30")}, F(0)),
        (_AFTER, {"date": day("2023-01-30")}, None),
        (_AFTER, {"date": "Không thực hiện"}, F(0)),
    ],
)
def test_deadline_counts_days_from_the_due_day(settings: str, inputs: dict[str, Any], given: F | None) -> None:
    assert points("deadline", settings, inputs) == given


@pytest.mark.parametrize(("year", "due"), [(2023, date(2023, 2, 28)), (2024, date(2024, 2, 29))])
def test_deadline_on_a_leap_day_is_the_last_of_february(year: int, due: date) -> None:
    assert rule("deadline", "due=02-29; on_time=1").due_day(year) == due  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("kind", "settings", "inputs", "given"),
    [
        ("choice", "Kịp thời=0.5; Không=0", {"level": "kịp thời"}, F("0.5")),
        ("choice", "Kịp thời=0.5; Không=0", {"level": "Khác"}, None),
        ("choice", "{levels: [{label: Tốt, share: 1}, {label: Đạt, share: 0.335}]}", {"level": "Đạt"}, F("0.335")),
        ("count", "each=0.3", {"count": 3}, F("0.9")),
        ("count", "each=0.3", {"count": 4}, F(1)),
        ("count", "each=0.3", {"count": F("2.5")}, None),
        ("checklist", _TICKS, {"tick-1": "Có", "tick-2": "Không"}, F("0.25")),
        ("checklist", _TICKS, {"tick-1": "Có"}, None),
        ("checklist", _ALL, {"tick-1": "Có", "tick-2": "có"}, F(1)),
        ("checklist", _ALL, {"tick-1": "Không", "tick-2": "Có"}, F(0)),
        ("checklist", _ALL, {"tick-1": "Không"}, None),
        ("deduction", "each=0.25", {"count": 0}, F(1)),
        ("deduction", "each=0.25", {"count": 5}, F(0)),
        ("deduction", "each=0.25; floor=0.5", {"count": 3}, F("0.5")),
        ("conditional", _CASES, {"answer": "Không phát sinh", "case-2/part": "sai"}, F("0.5")),
        ("conditional", _CASES, {"answer": "Có phát sinh", "case-2/part": 1, "case-2/whole": 4}, F("0.25")),
        ("conditional", _CASES, {"answer": "Đang chờ", "case-3/points": F("0.3")}, None),
        ("conditional", _CASES, {"case-2/part": 1, "case-2/whole": 4}, None),
        ("points", "step=0.25", {"points": F("0.75")}, F("0.75")),
        ("points", "step=0.25", {"points": F("0.8")}, None),
        ("points", "", {"points": F("1.01")}, None),
        ("external", "{scale: [1, 5]}", {"value": 1}, F(0)),
        ("external", "{scale: [1, 5]}", {"value": F("3.5")}, F("0.625")),
        ("external", "{scale: [1, 5]}", {"value": F("5.01")}, None),
        ("external", "{scale: [1, 5]}", {"value": F("0.99")}, None),
        ("external", "{scale: [-100, 100]}", {"value": -50}, F("0.25")),
        ("external", _OPTIONS, {"option-1": 3, "option-2": 2, "option-3": 0}, F("0.8")),
        ("external", _OPTIONS, {"option-1": 3, "option-2": 2}, None),
        ("external", _OPTIONS, {"option-1": 0, "option-2": 0, "option-3": 0}, None),
    ],
)
def test_rule_gives(kind: str, settings: str, inputs: dict[str, Any], given: F | None) -> None:
    assert points(kind, settings, inputs) == given


@pytest.mark.parametrize(("count", "given"), [(0, "0"), (1, "0.3"), (4, "1")])
def test_deduction_in_a_penalty_area_is_the_penalty(count: int, given: str) -> None:
    assert points("deduction", "each=0.3", {"count": count}, penalty=True) == F(given)


@pytest.mark.parametrize(
    ("kind", "settings", "code"),
    [
        ("choice", "Có=1", "too_short"),
        ("choice", "Có=1; có =0", "DF212"),
        ("choice", "Có*=1; Không=0", "DF121"),
        ("choice", "Có=-1; Không=0", "DF117"),
        ("choice", "{levels: [{label: Có, points: 1, share: 1}, {label: Không, points: 0}]}", "DF122"),
        ("choice", f"{'x' * 201}=1; Không=0", "DF120"),
        ("ratio", "floor=80", "DF118"),
        ("ratio", "floor=0.9; full_at=0.8", "DF117"),
        ("ratio", "full_at=0", "DF117"),
        ("ratio", "flor=0.8", "extra_forbidden"),
        ("tiers", "{of: ratio, part: Đạt, whole: Tổng, bands: [{from: 80, points: 1}]}", "DF118"),
        ("tiers", "{of: number, label: Số, bands: [{from: 5, points: 1}, {from: 5, points: 2}]}", "DF206"),
        ("tiers", "{of: number, label: Số, bands: [{above: 5, points: 1}, {from: 5, points: 2}]}", "DF206"),
        ("tiers", "{of: number, label: Số, part: Đạt, bands: [{from: 5, points: 1}]}", "DF123"),
        ("tiers", "{of: change, now: Nay, bands: [{from: 5, points: 1}]}", "DF112"),
        ("tiers", "{of: number, label: Số, bands: [{from: 5, above: 5, points: 1}]}", "DF122"),
        ("count", "each=0", "DF117"),
        ("count", "each=0,5", "DF113"),
        ("deadline", "due=11-31; on_time=1", "DF115"),
        ("deadline", "due=30/11/2023; on_time=1", "DF115"),
        ("deadline", "{label: Ngày, due: 11-30, on_time: 1, late: [{within_days: 5, points: 1}, {within_days: 5, points: 0}]}", "DF206"),
        ("checklist", "{mode: sum, ticks: [{label: Đúng mẫu}]}", "DF112"),
        ("checklist", "{mode: all, ticks: [{label: Đúng mẫu, points: 1}]}", "DF123"),
        ("deduction", "each=0.5; floor=-1", "DF117"),
        ("conditional", "{ask: Gì, cases: [{answer: Có, points: 1}]}", "too_short"),
        ("conditional", "{ask: Gì, cases: [{answer: Có, points: 1}, {answer: CÓ, points: 0}]}", "DF212"),
        ("conditional", "{ask: Gì, cases: [{answer: Có, points: 1, maximum: 1}, {answer: Không, points: 0}]}", "DF123"),
        ("conditional", "{ask: Gì, cases: [{answer: Có, rule: {type: external, scale: [0, 1]}}, {answer: Không, points: 0}]}", "DF207"),
        ("points", "step=0", "DF117"),
        ("external", "{scale: [5, 1]}", "DF206"),
        ("external", "{scale: [0, 1], options: [{label: Có, weight: 1}, {label: Không, weight: 0}]}", "DF122"),
        ("external", "{options: [{label: Có, weight: 100}, {label: Không, weight: 0}]}", "DF118"),
        ("formula", "", "union_tag_invalid"),
    ],
)
def test_rule_refuses(kind: str, settings: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        rule(kind, settings)
    assert code in {each["type"] for each in refusal.value.errors()}


@pytest.mark.parametrize(
    ("kind", "settings", "most"),
    [
        ("choice", "Tốt=0.75; Không=0", "0.75"),
        ("ratio", "", "2"),
        ("tiers", _EXACTLY, "1"),
        ("count", "each=0.3", "2"),
        ("deadline", _LATE, "1"),
        ("checklist", _TICKS, "1"),
        ("checklist", _ALL, "2"),
        ("deduction", "each=0.5", "2"),
        ("conditional", _CASES, "2"),
        ("points", "", "2"),
        ("external", "", "2"),
        ("external", "{options: [{label: Có, weight: 0.5}, {label: Không, weight: 0}]}", "1"),
    ],
)
def test_rule_knows_the_most_it_can_give(kind: str, settings: str, most: str) -> None:
    assert rule(kind, settings).most(Stake(F(2), build.YEAR)) == F(most)


@pytest.mark.parametrize(
    ("kind", "settings", "lines"),
    [
        ("choice", "Kịp thời=0.5; Không=0", ["Kịp thời: 0,5 điểm", "Không: 0 điểm"]),
        ("ratio", "floor=0.8; full_at=0.9", ["Tỷ lệ = Số đạt / Tổng số", "Điểm = Tỷ lệ / 90% × 1,5, tối đa 1,5 điểm", "Dưới 80%: 0 điểm"]),
        ("tiers", _BANDS, [
            "Tỷ lệ = Số đạt / Tổng số", "Từ 100% trở lên: 1 điểm", "Trên 80% đến dưới 100%: 0,5 điểm", "Từ 50% đến hết 80%: 0,25 điểm",
            "Dưới 50%: 0 điểm"]),
        ("tiers", _EXACTLY, ["Trên 5: 1 điểm", "Bằng 5: 0,5 điểm", "Dưới 5: 0 điểm"]),
        ("tiers", _CHANGE, [
            "Mức tăng = Năm nay − Năm trước", "Từ 5 trở lên: 1 điểm", "Trên 0 đến dưới 5: 0,5 điểm", "Từ -5 đến hết 0: 0,1 điểm", "Dưới -5: 0 điểm"]),
        ("count", "each=0.25", ["Mỗi sáng kiến: 0,25 điểm, tối đa 1,5 điểm"]),
        ("deadline", _LATE, [
            "Đến hết ngày 30/11/2023: 1 điểm", "Chậm không quá 5 ngày: 0,5 điểm", "Chậm từ 6 đến 15 ngày: 0,25 điểm",
            "Chậm hơn hoặc không thực hiện: 0,1 điểm"]),
        ("deadline", _AFTER, ["Trong 30 ngày kể từ ngày Thành phố ban hành: 1 điểm", "Chậm hơn hoặc không thực hiện: 0 điểm"]),
        ("checklist", _TICKS, ["Đúng mẫu: 0,25 điểm", "Đủ chữ ký: 0,75 điểm"]),
        ("checklist", _ALL, ["Đáp ứng tất cả các yêu cầu: 1,5 điểm; thiếu một yêu cầu: 0 điểm", "- Đúng mẫu", "- Đủ chữ ký"]),
        ("deduction", "each=0.25; floor=0.5", ["Mỗi lần nhắc nhở: trừ 0,25 điểm từ 1,5 điểm, còn ít nhất 0,5 điểm"]),
        ("conditional", _CASES, [
            "Không phát sinh: 0,5 điểm", "Có phát sinh:", "  Tỷ lệ = Đạt / Tổng", "  Điểm = Tỷ lệ × 1,5, tối đa 1,5 điểm", "Đang chờ:",
            "  Từ 0 đến 0,25 điểm"]),
        ("points", "step=0.25", ["Từ 0 đến 1,5 điểm, lẻ đến 0,25"]),
        ("external", "{scale: [1, 5]}", ["Kết quả trên thang 1–5 được quy đổi ra tối đa 1,5 điểm"]),
        ("external", _OPTIONS, ["Bình quân các câu trả lời (Hài lòng 100%; Bình thường 50%; Không hài lòng 0%) × 1,5"]),
    ],
)  # fmt: skip
def test_rule_explains_itself(kind: str, settings: str, lines: list[str]) -> None:
    assert list(rule(kind, settings).explanation(Stake(F("1.5"), build.YEAR))) == lines


def test_deduction_explains_a_penalty() -> None:
    assert rule("deduction", "each=0.25").explanation(Stake(F(1), build.YEAR, penalty=True)) == ("Mỗi lần nhắc nhở: trừ 0,25 điểm, tối đa 1 điểm",)


def test_every_rule_says_in_a_word_what_it_is() -> None:
    assert len({kind.summary for kind in RULES}) == len(RULES) == 10


# What holds of every rule

_figures = st.one_of(st.integers(-3, 200), st.fractions(0, 2, max_denominator=1000), st.integers(0, 10**15 - 1))
_days = st.integers(44900, 45400)


@pytest.mark.slow
@pytest.mark.parametrize("case", rows.cases(), ids=lambda case: case.name)
@given(chance=st.data())
def test_no_rule_gives_more_than_its_most_or_less_than_nothing(case: rows.Case, chance: st.DataObject) -> None:
    choices = {cell.name: cell.choices for cell in case.rule.cells(case.stake)}
    inputs: dict[str, Value] = {}
    for name in case.names:
        said = st.sampled_from(choices[name]) if choices.get(name) else st.nothing()
        inputs[name] = build.value(chance.draw(st.one_of(said, _days if name.endswith(("date", "start")) else _figures)))
    given_points = expr.evaluate(case.rule.expression(case.stake), inputs)
    assert given_points is None or 0 <= given_points <= case.rule.most(case.stake) <= case.stake.maximum


@pytest.mark.parametrize(
    ("kind", "settings", "name", "direction"),
    [
        ("ratio", "floor=0.8", "part", 1),
        ("ratio", "full_at=0.9", "whole", -1),
        ("tiers", _BANDS, "part", 1),
        ("tiers", _CHANGE, "now", 1),
        ("tiers", _CHANGE, "before", -1),
        ("tiers", _EXACTLY, "value", 1),
        ("count", "each=0.3", "count", 1),
        ("deduction", "each=0.3", "count", -1),
        ("deadline", _LATE, "date", -1),
        ("external", "{scale: [0, 50]}", "value", 1),
    ],
)
@given(low=st.integers(1, 50), step=st.integers(0, 49), other=st.integers(1, 50))
def test_more_never_gives_less(kind: str, settings: str, name: str, direction: int, low: int, step: int, other: int) -> None:
    shift = 45230 if kind == "deadline" else 0
    rest = {"part": other, "whole": other, "now": other, "before": other}
    high = min(low + step, 50)
    less, more = (points(kind, settings, {**rest, name: shift + value}) for value in (low, high))
    assert less is not None
    assert more is not None
    assert (more - less) * direction >= 0
