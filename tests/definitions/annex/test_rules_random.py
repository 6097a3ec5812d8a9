"""Random rules come back from their explanation as themselves or not at all, and no line whatever raises."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from parcli.core import points
from parcli.core.rules import AnyRule, Rule, Stake
from parcli.definitions.annex.rules import Asked, propose
from parcli.definitions.annex.rules.labels import LEVEL, POINTS
from parcli.definitions.annex.rules.verify import built

_RULE: TypeAdapter[Rule] = TypeAdapter(AnyRule)
WORDS = (
    "hồ sơ", "đúng hạn", "kế hoạch", "được giải quyết", "cấp xã", "UBND", "báo cáo", "không", "chưa", "đạt", "đầy đủ", "và", "hoặc", "tỷ lệ",
    "có", "quá hạn", "trước", "năm", "từ", "đến", "trên", "dưới", "tăng", "trừ", "điểm", "tối đa", "(triệu đồng)", "tổ chức/cá nhân", "QĐ-UBND",
    "thực hiện", "mỗi", "thiếu", "chậm", "Hội đồng", "đánh giá", "trở lên", "ít nhất", "kịp thời,", "TTHC", "CCHC", "phát sinh", "vượt", "giảm",
)  # fmt: skip
HEADS = ("Số", "Tổng số", "Ngày", "Có", "Không", "Thực hiện", "Chậm", "Mức", "Tỷ lệ", "Hoặc", "Số lượng", "Điểm", "Mỗi", "Từ", "Trên", "Đạt")
NUMBERS = ("2", "100%", "80%", "01", "30/2020/NĐ-CP", "2.1", "-", "–", "/", "=", ":", "5 ngày", "15/12", "0,5 điểm")

plain_labels = st.builds(lambda head, rest: " ".join([head, *rest]), st.sampled_from(HEADS), st.lists(st.sampled_from(WORDS), max_size=4))
labels = st.builds(lambda head, rest: " ".join([head, *rest]), st.sampled_from(HEADS), st.lists(st.sampled_from(WORDS + NUMBERS), max_size=4))
# "Mức đạt" and "Số điểm" are the labels of choices and of judged points alone.
plain_labels, labels = (kind.filter(lambda label: label not in (LEVEL, POINTS)) for kind in (plain_labels, labels))
amounts = st.integers(0, 40).map(lambda quarter: Fraction(quarter, 4))
positive = st.integers(1, 40).map(lambda quarter: Fraction(quarter, 4))
shares = st.integers(0, 20).map(lambda part: Fraction(part, 20))


def text(value: Fraction) -> str:
    return points.plain(value, 9)


def distinct(kind: st.SearchStrategy[str], least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(kind, min_size=least, max_size=most, unique_by=str.casefold)


@st.composite
def choices(draw: st.DrawFn, kind: st.SearchStrategy[str]) -> tuple[dict[str, Any], Fraction]:
    names = draw(distinct(kind, 2, 5))
    worth = [draw(amounts) for _ in names]
    rows = [{"label": name, "points": text(value)} for name, value in zip(names, worth, strict=True)]
    return {"type": "choice", "levels": rows}, max(worth) or Fraction(1)


@st.composite
def tiers(draw: st.DrawFn, kind: st.SearchStrategy[str]) -> tuple[dict[str, Any], Fraction]:
    of = draw(st.sampled_from(("number", "ratio", "change")))
    bounds = sorted(draw(st.lists(st.integers(0, 20), min_size=1, max_size=4, unique=True)))
    scale = draw(st.sampled_from((1, 4, 20) if of != "ratio" else (20,)))
    bands = [{draw(st.sampled_from(("from", "above"))): text(Fraction(bound, scale)), "points": text(draw(amounts))} for bound in bounds]
    names = {"number": ("label",), "ratio": ("part", "whole"), "change": ("now", "before")}[of]
    said = dict(zip(names, draw(distinct(kind, len(names), len(names))), strict=True))
    most = max(Fraction(band["points"]) for band in bands)
    return {"type": "tiers", "of": of, **said, "bands": bands}, most or Fraction(1)


@st.composite
def ratios(draw: st.DrawFn, kind: st.SearchStrategy[str]) -> tuple[dict[str, Any], Fraction]:
    part, whole = draw(distinct(kind, 2, 2))
    full, floor = draw(st.sampled_from(("1", "0.85", "0.9", "0.6", "1.2"))), draw(shares)
    rule = {"type": "ratio", "part": part, "whole": whole, "full_at": full, "floor": text(min(floor, Fraction(full)))}
    return rule, draw(positive)


@st.composite
def counted(draw: st.DrawFn, kind: st.SearchStrategy[str]) -> tuple[dict[str, Any], Fraction]:
    rule = {"type": draw(st.sampled_from(("count", "deduction"))), "label": draw(kind), "each": text(draw(positive))}
    most = draw(positive)
    if rule["type"] == "deduction" and draw(st.booleans()):
        rule["floor"] = text(draw(amounts))
    return rule, most


@st.composite
def checklists(draw: st.DrawFn, kind: st.SearchStrategy[str]) -> tuple[dict[str, Any], Fraction]:
    names = draw(distinct(kind, 1, 4))
    if draw(st.booleans()):
        return {"type": "checklist", "mode": "all", "ticks": [{"label": name} for name in names]}, draw(positive)
    worth = [draw(positive) for _ in names]
    rows = [{"label": name, "points": text(value)} for name, value in zip(names, worth, strict=True)]
    return {"type": "checklist", "mode": "sum", "ticks": rows}, sum(worth, Fraction())


@st.composite
def deadlines(draw: st.DrawFn, kind: st.SearchStrategy[str]) -> tuple[dict[str, Any], Fraction]:
    name, after = draw(distinct(kind, 2, 2))
    due = draw(st.sampled_from(("2024-11-25", "2025-02-28", {"days": "30", "after": after})))
    days = sorted(draw(st.lists(st.integers(1, 30), max_size=3, unique=True)))
    late = [{"within_days": str(day), "points": text(draw(amounts))} for day in days]
    on_time, otherwise = draw(positive), draw(amounts)
    rule = {"type": "deadline", "label": name, "due": due, "on_time": text(on_time), "late": late, "otherwise": text(otherwise)}
    return rule, max(on_time, otherwise, *(Fraction(row["points"]) for row in late))


@st.composite
def surveys(draw: st.DrawFn, kind: st.SearchStrategy[str]) -> tuple[dict[str, Any], Fraction]:
    if draw(st.booleans()):
        low, high = sorted(draw(st.lists(st.integers(0, 100), min_size=2, max_size=2, unique=True)))
        return {"type": "external", "scale": [str(low), str(high)]}, draw(positive)
    names = draw(distinct(kind, 2, 5))
    rows = [{"label": name, "weight": text(draw(shares))} for name in names]
    return {"type": "external", "options": rows}, draw(positive)


judged = st.builds(
    lambda step, most: ({"type": "points", **({"step": step} if step else {})}, most), st.sampled_from((None, "0.25", "0.5", "1")), positive
)


@st.composite
def conditionals(draw: st.DrawFn, kind: st.SearchStrategy[str]) -> tuple[dict[str, Any], Fraction]:
    ask, *names = draw(distinct(kind, 3, 5))
    cases, most = [], Fraction(1, 4)
    for name in names:
        if draw(st.booleans()):
            worth = draw(amounts)
            cases.append({"answer": name, "points": text(worth)})
        else:
            rule, worth = draw(simple(kind))
            cases.append({"answer": name, "rule": rule, "maximum": text(worth)})
        most = max(most, worth)
    return {"type": "conditional", "ask": ask, "cases": cases}, most


def simple(kind: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[dict[str, Any], Fraction]]:
    return st.one_of(choices(kind), tiers(kind), ratios(kind), counted(kind), checklists(kind), deadlines(kind), judged)


def anything(kind: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[dict[str, Any], Fraction]]:
    return st.one_of(simple(kind), surveys(kind), conditionals(kind))


BY_TYPE = {
    "choice": choices(plain_labels), "tiers": tiers(plain_labels), "ratio": ratios(plain_labels), "count": counted(plain_labels),
    "checklist": checklists(plain_labels), "deadline": deadlines(plain_labels), "external": surveys(plain_labels), "points": judged,
    "conditional": conditionals(plain_labels),
}  # fmt: skip


def came_back(made: tuple[dict[str, Any], Fraction], title: str, *, penalty: bool = False, flat: bool = False) -> bool | None:
    """Return whether a rule comes back as itself; None when it is left to a person, or is no rule."""
    raw, maximum = made
    try:
        rule = _RULE.validate_python(raw)
    except ValidationError:
        return None
    stake = Stake(maximum, 2024, penalty)
    lines = rule.explanation(stake)
    lines = tuple(line.strip() for line in lines) if flat else lines
    survey = raw["type"] == "external"
    proposal = propose(Asked(title, lines, maximum, tuple(cell.label for cell in rule.cells(stake)), survey, penalty))
    if proposal.rule is None:
        return None
    back = built(proposal.rule)
    assert back is not None
    return back.expression(stake) == rule.expression(stake) and [*back.cells(stake)] == [*rule.cells(stake)]


@settings(max_examples=60, deadline=None)
@given(anything(plain_labels), plain_labels, st.booleans(), st.booleans())
def test_a_rule_comes_back_as_itself_or_not_at_all(made: tuple[dict[str, Any], Fraction], title: str, penalty: bool, flat: bool) -> None:
    assert came_back(made, title, penalty=penalty, flat=flat) is not False


@settings(max_examples=60, deadline=None)
@given(anything(labels), labels, st.booleans())
def test_labels_full_of_numbers_and_signs_do_not_make_another_rule(made: tuple[dict[str, Any], Fraction], title: str, penalty: bool) -> None:
    assert came_back(made, title, penalty=penalty) is not False


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(anything(st.one_of(plain_labels, labels)), labels, st.booleans(), st.booleans())
def test_many_rules_come_back_as_themselves_or_not_at_all(made: tuple[dict[str, Any], Fraction], title: str, penalty: bool, flat: bool) -> None:
    assert came_back(made, title, penalty=penalty, flat=flat) is not False


@pytest.mark.parametrize("kind", ["choice", "tiers", "ratio", "count", "checklist", "deadline", "external", "points", "conditional"])
def test_most_rules_of_every_type_do_come_back(kind: str) -> None:
    seen: list[bool | None] = []

    @settings(max_examples=40, deadline=None, database=None, derandomize=True, phases=[Phase.generate], suppress_health_check=[*HealthCheck])
    @given(BY_TYPE[kind], plain_labels)
    def gather(made: tuple[dict[str, Any], Fraction], title: str) -> None:
        seen.append(came_back(made, title))

    gather()

    assert seen.count(True) >= 0.3 * len(seen)


PIECES = (
    *WORDS,
    *NUMBERS,
    *HEADS,
    "\n",
    ";",
    "|",
    "×",
    "%",
    "điểm",
    ": 1 điểm",
    "Từ 80%",
    "dưới 100%",
    "Tỷ lệ =",
    "Điểm =",
    "(",
    ")",
    "≥",
    "a)",
    "+",
    "²",
    "½",
    "٣",
)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.one_of(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join), st.text(max_size=40)), max_size=8),
    st.text(max_size=20),
    st.lists(st.text(max_size=10), max_size=3),
    st.fractions(min_value=0, max_value=20, max_denominator=8),
    st.booleans(),
    st.booleans(),
)
def test_no_line_whatever_raises(lines: list[str], title: str, named: list[str], most: Fraction, survey: bool, penalty: bool) -> None:
    proposal = propose(Asked(title, tuple(lines), most, tuple(named), survey, penalty))

    assert proposal.rule is None or built(proposal.rule) is not None


@settings(max_examples=50, deadline=None)
@given(anything(plain_labels), st.data())
def test_shuffled_and_cut_lines_never_raise_and_never_lose_a_line(made: tuple[dict[str, Any], Fraction], data: st.DataObject) -> None:
    raw, maximum = made
    try:
        lines = list(_RULE.validate_python(raw).explanation(Stake(maximum, 2024)))
    except ValidationError:
        return
    shuffled = [line[: data.draw(st.integers(0, len(line)))] if data.draw(st.booleans()) else line for line in data.draw(st.permutations(lines))]
    proposal = propose(Asked("Thực hiện", tuple(shuffled), maximum))

    if proposal.rule is None:
        assert list(proposal.unread) == [line.strip() for line in shuffled if line.strip()]
