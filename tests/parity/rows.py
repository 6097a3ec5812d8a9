"""The rows that formula and Python must agree on: every rule with the inputs that tell the two apart.

``rows.json`` holds them with their results. It runs everywhere; the office run proves it. To write it anew:
``python tests/parity/rows.py``, and read what changed.
"""

from __future__ import annotations

import itertools
import json
import math
import random
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from parcli.core import expr, points
from parcli.core.expr import Expr, Value
from parcli.core.rules import NOT_DONE, AnyRule, Conditional, External, InputKind, Rule, Stake

Entry = float | str | None
TABLE = Path(__file__).with_name("rows.json")
PLACES = 2
_YEAR = 2023
_MOST_ROWS = 560
_RULE: TypeAdapter[Rule] = TypeAdapter(AnyRule)
_COMBINING = re.compile("[\u0300-\u036f\u00a0]")
_MARKS, _TONES = "\u0302\u0306\u031b", "\u0300\u0301\u0303\u0309\u0323"
_LETTER = re.compile(f"(.)([{_MARKS}]?)([{_TONES}]?)([{_MARKS}]?)", re.DOTALL)

_RATIO = {"type": "ratio", "part": "Số đạt", "whole": "Tổng số"}
_BANDS = [{"from": "0.5", "points": "0.25"}, {"from": "0.8", "points": "0.5"}, {"above": "0.95", "points": "0.75"}, {"from": "1", "points": "1"}]
_LATE = [{"within_days": "5", "points": "0.25"}, {"within_days": "15", "points": "0.1"}]
_DEADLINE = {"type": "deadline", "label": "Ngày gửi", "on_time": "0.5", "late": _LATE}
_TICKS = [{"label": "Có phân công", "points": "0.125"}, {"label": "Có thời hạn", "points": "0.2"}, {"label": "Có kinh phí", "points": "0.3"}]
_ALL = {"type": "checklist", "mode": "all", "ticks": [{"label": "Đúng mẫu"}, {"label": "Đủ chữ ký"}]}
_LEVELS = [{"label": "Kịp thời", "points": "0.5"}, {"label": "Chậm", "points": "0.25"}, {"label": "Không", "points": "0"}]
_LONG = "Ban hành đầy đủ, đúng thời hạn các văn bản chỉ đạo, điều hành về cải cách hành chính của thành phố " * 2

RULES: dict[str, tuple[dict[str, Any], str]] = {
    "choice": ({"type": "choice", "levels": _LEVELS}, "0.5"),
    "choice, shares": (
        {"type": "choice", "levels": [{"label": f"Mức {n}", "share": share} for n, share in enumerate(("1", "0.335", "0.125", "0"))]},
        "1",
    ),
    "choice, awkward labels": (
        {"type": "choice", "levels": [
            {"label": 'Đạt loại "tốt"', "points": "1"}, {"label": "Từ 80% đến dưới 90%; có", "points": "0.555"},
            {"label": "Ước thực hiện", "points": "0.005"}, {"label": _LONG[:199], "points": "0.1"}]},
        "1",
    ),
    "choice, twenty": (
        {"type": "choice", "levels": [{"label": f"Đạt {n} nội dung", "points": str(n)} for n in range(20)]}, "19",
    ),
    "ratio": (_RATIO, "1"),
    "ratio, floor": ({**_RATIO, "floor": "0.8"}, "2"),
    "ratio, reached early": ({**_RATIO, "floor": "0.5", "full_at": "0.9"}, "1.5"),
    "ratio, reached late": ({**_RATIO, "full_at": "1.2"}, "0.75"),
    "ratio, of a thousand": (_RATIO, "1000"),
    "ratio, thirds": ({**_RATIO, "floor": "0.333333333"}, "100"),
    "tiers of a number": ({"type": "tiers", "of": "number", "label": "Số lượt", "bands": [
        {"from": "0.3", "points": "0.1"}, {"above": "0.3", "points": "0.2"}, {"from": "1", "points": "0.35"}, {"above": "10.5", "points": "0.5"},
        {"from": "1000000", "points": "1"}]}, "1"),
    "tiers of a ratio": ({"type": "tiers", "of": "ratio", "part": "Số đạt", "whole": "Tổng số", "bands": _BANDS}, "1"),
    "tiers of a change": ({"type": "tiers", "of": "change", "now": "Năm nay", "before": "Năm trước", "bands": [
        {"from": "-5", "points": "0.05"}, {"from": "0", "points": "0.15"}, {"above": "0", "points": "0.25"}, {"from": "0.1", "points": "0.5"},
        {"above": "2.5", "points": "1"}]}, "1"),
    "count": ({"type": "count", "label": "Số sáng kiến", "each": "0.125"}, "1"),
    "count, small": ({"type": "count", "label": "Số sáng kiến", "each": "0.005"}, "1"),
    "count, thirds": ({"type": "count", "label": "Số sáng kiến", "each": "0.333333333"}, "2"),
    "deadline": ({**_DEADLINE, "due": "2023-12-20"}, "0.5"),
    "deadline, day of the year": ({**_DEADLINE, "due": "02-29", "otherwise": "0.05"}, "0.5"),
    "deadline, after": ({**_DEADLINE, "due": {"days": "30", "after": "Ngày Thành phố ban hành"}}, "0.5"),
    "deadline, only in time": ({"type": "deadline", "label": "Ngày gửi", "due": "11-30", "on_time": "1.005"}, "1.01"),
    "checklist": ({"type": "checklist", "mode": "sum", "ticks": _TICKS}, "0.63"),
    "checklist, all": (_ALL, "0.5"),
    "deduction": ({"type": "deduction", "label": "Số lần nhắc nhở", "each": "0.125", "floor": "0.25"}, "2"),
    "deduction, thirds": ({"type": "deduction", "label": "Số lần nhắc nhở", "each": "0.335"}, "1"),
    "penalty": ({"type": "deduction", "label": "Số lần nhắc nhở", "each": "0.125"}, "1"),
    "conditional": ({"type": "conditional", "ask": "Có vấn đề phải xử lý không", "cases": [
        {"answer": "Không có", "points": "0.755"},
        {"answer": "Có", "rule": {**_RATIO, "floor": "0.7"}},
        {"answer": "Đang xử lý", "maximum": "0.5", "rule": {**_DEADLINE, "due": "11-30"}}]}, "1"),
    "conditional, nested": ({"type": "conditional", "ask": "Có bộ phận Một cửa không", "cases": [
        {"answer": "Có", "rule": {"type": "conditional", "ask": "Đã số hóa chưa", "cases": [
            {"answer": "Rồi", "rule": _ALL}, {"answer": "Chưa", "rule": {"type": "points", "step": "0.05"}, "maximum": "0.25"}]}},
        {"answer": "Không", "rule": {"type": "tiers", "of": "ratio", "part": "Số đạt", "whole": "Tổng số", "bands": _BANDS[:2]}}]}, "1"),
    "points": ({"type": "points"}, "0.75"),
    "points, quarters": ({"type": "points", "step": "0.25"}, "2"),
    "points, tenths": ({"type": "points", "step": "0.1"}, "3"),
    "points, hundredths": ({"type": "points", "step": "0.05"}, "1.5"),
    "external, percent": ({"type": "external", "scale": ["0", "100"]}, "8"),
    "external, one to five": ({"type": "external", "scale": ["1", "5"]}, "2.5"),
    "external, from below zero": ({"type": "external", "scale": ["-1.5", "2"]}, "3"),
    "external, answers": ({"type": "external", "options": [
        {"label": "Hài lòng", "weight": "1"}, {"label": "Bình thường", "weight": "0.5"}, {"label": "Không hài lòng", "weight": "0"}]}, "10"),
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One rule with its stake; ``names`` are its inputs in the order of the sheet."""

    name: str
    rule: Rule
    stake: Stake
    names: tuple[str, ...]

    @property
    def tree(self) -> Expr:
        return expr.with_rounding(self.rule.expression(self.stake), PLACES)

    def formula(self, addresses: Iterable[str]) -> str:
        """Return the formula of the sheet, with these addresses for the inputs."""
        return expr.to_excel(self.tree, dict(zip(self.names, addresses, strict=True)).__getitem__)

    def points(self, entries: Iterable[Entry]) -> Fraction | None:
        """Return what Python gives."""
        return expr.evaluate(self.tree, dict(zip(self.names, map(meant, entries), strict=True)))


def meant(entry: Entry) -> Value:
    """Return what a cell means: a double at 15 digits, a text as it stands."""
    if isinstance(entry, str | None):
        return entry
    number = points.from_double(entry)
    return number if isinstance(number, Fraction) else None


def cases() -> tuple[Case, ...]:
    """Return every rule with what is at stake."""
    return tuple(_case(name, *spec) for name, spec in RULES.items())


def _case(name: str, raw: dict[str, Any], maximum: str) -> Case:
    rule, stake = _RULE.validate_python(raw), Stake(Fraction(maximum), _YEAR, penalty=name == "penalty")
    if isinstance(rule, External):
        return Case(name, rule, stake, tuple(f"option-{n + 1}" for n in range(len(rule.options))) if rule.options else ("value",))
    return Case(name, rule, stake, tuple(cell.name for cell in rule.cells(stake)))


def load() -> tuple[tuple[Case, list[tuple[list[Entry], str | None]]], ...]:
    """Return the fixed table: each rule with its rows of entries and the points they must give."""
    table = json.loads(TABLE.read_text("utf-8"))
    return tuple((case, [(row[:-1], row[-1]) for row in table[case.name]]) for case in cases())


def table() -> str:
    """Return the text of the table; signs that an editor might compose or lose are escaped."""
    parts = []
    for case in cases():
        rows = [[*row, None if (given := case.points(row)) is None else points.plain(given)] for row in entries(case)]
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        parts.append(f"{json.dumps(case.name)}: [\n{lines}\n]")
    return _COMBINING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", "{\n" + ",\n".join(parts) + "\n}\n")


# What is entered


def entries(case: Case) -> list[tuple[Entry, ...]]:
    """Return rows of entries for a rule, all different, always the same ones."""
    chance = random.Random(case.name)
    groups = list(_groups(case))
    total = math.prod(len(group) for _, group in groups)
    chosen = sorted(chance.sample(range(total), min(total, _MOST_ROWS * (3 if isinstance(case.rule, Conditional) else 1))))
    return list(dict.fromkeys(_nth(case.names, groups, place) for place in chosen))


def _nth(names: tuple[str, ...], groups: list[tuple[tuple[str, ...], list[tuple[Entry, ...]]]], place: int) -> tuple[Entry, ...]:
    found: dict[str, Entry] = {}
    for together, choices in groups:
        place, here = divmod(place, len(choices))
        found.update(zip(together, choices[here], strict=True))
    return tuple(found[name] for name in names)


def _groups(case: Case) -> Iterator[tuple[tuple[str, ...], list[tuple[Entry, ...]]]]:
    """Yield inputs that are entered with an eye on each other, and what to try for them."""
    stated = sorted(set(_stated(case.tree)))
    kinds = {cell.name: cell for cell in case.rule.cells(case.stake)}
    several = len(case.names) > 1
    pairs = {"whole": ("part", _parts), "before": ("now", _changes), "start": ("date", _days_after)}
    partners = {name.removesuffix(second) + first for name in case.names for second, (first, _) in pairs.items() if name.endswith(second)}
    for name in case.names:
        folder, _, last = name.rpartition("/")
        if last in pairs:
            first, joint = pairs[last]
            yield (f"{folder}/{first}" if folder else first, name), _unique(joint(stated))
        elif name not in partners:
            cell = kinds.get(name)
            if cell is not None and cell.kind is InputKind.CHOICE:
                yield (name,), [(entry,) for entry in _said(cell.choices, several=several)]
            elif cell is not None and cell.kind is InputKind.DATE:
                yield (name,), [(entry,) for entry in _days(stated)]
            else:
                yield (name,), [(entry,) for entry in (_FEW if several else _numbers(stated))]


def _unique(rows: Iterable[tuple[Entry, ...]]) -> list[tuple[Entry, ...]]:
    return list(dict.fromkeys(rows))


def _stated(tree: object) -> Iterator[Fraction]:
    """Yield the numbers that a tree states: bounds, floors, points, due days."""
    if isinstance(tree, expr.Number):
        yield tree.value
    elif isinstance(tree, tuple):
        for part in tree:
            yield from _stated(part)
    elif is_dataclass(tree):
        for each in fields(tree):
            yield from _stated(getattr(tree, each.name))


def _near(value: Fraction) -> list[float]:
    """Return a number, its neighbours as people type them, and its neighbours as sums of doubles leave them."""
    exact = float(value)
    steps = [float(value + step) for step in (Fraction(1, 100), Fraction(-1, 100), Fraction(1, 10**6), Fraction(-1, 10**6))]
    return [exact, *steps, math.nextafter(exact, math.inf), math.nextafter(exact, -math.inf)]


_PLAIN = (*range(41), 99, 100, 101, 0.5, 2.5, 0.25, 0.3, 1.005, 2.675, 0.145, 0.285, 33.335, 1e-6, 0.333333333333333, 0.2500001)
_DOUBLES = (0.1 + 0.2, 0.7 + 0.1, 1.1 * 1.1, 0.1 * 3, 4.35 * 100, 1.1 + 2.2, 2.9999999999999996, 3.0000000000000004)
_HUGE = (999999999999999, 123456789012345, 99999999999.25, 1e12)
_FEW = (0, 1, 2, 3, 7, 40, 123, 0.1 * 30, 999999999999999, None, 2.5, -1, "8")
_NO_NUMBERS = (None, -1, -0.5, -999999999999999, "8", "8,5", "0.5", "nhiều", "", " ", "Có", "1.234", NOT_DONE)


def _numbers(stated: list[Fraction]) -> list[Entry]:
    ties = [float(Fraction(5 * odd, 1000)) for odd in range(1, 200, 8)] + [0.125 * step for step in range(1, 24)]
    close = [near for value in stated for near in _near(value)]
    return list(dict.fromkeys((*_NO_NUMBERS, *_PLAIN, *_DOUBLES, *_HUGE, *ties, *close)))


def _parts(stated: list[Fraction]) -> Iterator[tuple[Entry, ...]]:
    shares = [value for value in stated if 0 < value <= 2] + [Fraction(1)]
    for whole in (1, 3, 7, 10, 15, 1000, 123456, 0.3, 2.4, 9876543210, 0.1 + 0.2, 33.35):
        exact = meant(whole)
        for share in shares:
            aim = share * exact if isinstance(exact, Fraction) else Fraction()
            yield from ((near, whole) for near in (*_near(aim)[:3], float(aim) + 1, math.floor(aim), math.nextafter(float(aim), math.inf)))
        yield from ((part, whole) for part in (0, 1, whole, whole * 2, None, "3", -1))
    yield from ((part, 1000) for part in (125, 375, 5, 15, 805, 995, 1005, 333, 667, 145, 285))
    yield from ((part, whole) for whole in (6, 11, 12, 16, 24, 32, 48, 80) for part in range(whole + 2))
    yield from ((part, whole) for whole in (98765432109, 9999999999999, 999999999999999) for part in (0, whole, whole // 3, whole // 7 * 6))
    yield from ((2, whole) for whole in _NO_NUMBERS)
    yield from itertools.product((0, 3, None, "Có"), (0, None, -2, 1e-6))


def _changes(stated: list[Fraction]) -> Iterator[tuple[Entry, ...]]:
    befores: tuple[float, ...] = (0, 0.1, 90.1, 90.2, 85.3, 1000, 1234567.1, 99999999999.25, 0.1 + 0.2, 12345678901.23)
    for before in befores:
        exact = meant(before)
        for change in stated:
            aim = exact + change if isinstance(exact, Fraction) else Fraction()
            yield from ((near, before) for near in _near(aim))
    yield from itertools.product((0, 1, 90.3, None, "Có", -1), (0, 90.2, None, "3", -1, 999999999999999))


def _days(stated: list[Fraction]) -> list[Entry]:
    spans = [value for value in stated if 1 <= value <= 100] + [Fraction()]
    due = [value for value in stated if value > 40000] or [Fraction(45000)]
    days = [float(day + span + shift) for day in due for span in spans for shift in (-1, 0, 1)]
    texts = ["30/11/2023", "2023-11-30", "hôm qua", "", " ", *_said((NOT_DONE,))]
    return list(dict.fromkeys((*days, *(day + 0.75 for day in days), days[0] + 0.999988, 0, -1, 59, 60, 61, 1.5, 2958465, 999999999999999, *texts)))


def _days_after(stated: list[Fraction]) -> Iterator[tuple[Entry, ...]]:
    spans = [value for value in stated if value >= 1]
    limits = {first + second for first in (*spans, Fraction()) for second in (*spans, Fraction())}
    for start in (45000, 45290.5, 44985):
        yield from ((start + float(span) + shift, start) for span in sorted(limits) for shift in (-1, 0, 1, 0.5))
    yield from itertools.product(_days(stated)[:4] + _said((NOT_DONE,)), (45000, None, "01/12/2023", -1, 0, NOT_DONE, " "))


def _said(labels: tuple[str, ...], *, several: bool = False) -> list[Entry]:
    """Return the labels in every guise that counts as the same, and texts that are none of them."""
    guises = [form for label in labels for form in _guises(label)]
    wrong = [None, "Khác", "", " ", "Co", "x" * 300, 1, 0, 0.5, labels[0] + ".", labels[0][:-1]]
    return list(dict.fromkeys((*guises, *(wrong[:2] if several else wrong))))


def _guises(label: str) -> Iterator[str]:
    decomposed = unicodedata.normalize("NFD", label)
    yield from (label, _tones_apart(decomposed), decomposed, label.upper(), decomposed.lower(), f"  {label} ", f" {decomposed.upper()}  ")
    yield label.replace(" ", "   ")


def _tones_apart(decomposed: str) -> str:
    """Return a text as the Vietnamese keyboard of Windows writes it: ê and ơ are one sign, their tone another."""
    return _LETTER.sub(lambda sign: unicodedata.normalize("NFC", sign[1] + sign[2] + sign[4]) + sign[3], decomposed)


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8", newline="\n")
