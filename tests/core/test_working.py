"""The way to a rule's points: the numbers in it recompute to what the rule gives, for every rule and ten thousand rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from build import F
from build import rule as settings
from parity import rows
from pydantic import TypeAdapter

from parcli.core import expr
from parcli.core.expr import Bounded, Chosen, Compared, Computed, Formula, Missing, RoundedTo, Step, Value
from parcli.core.points import rounded
from parcli.core.rules import AnyRule, Rule, Stake

LOADED = rows.load()
_SIGNS = {"÷": "/", "×": "*", "−": "-", ";": ","}


def recomputed(formula: Formula) -> F:
    """Work a formula out by another way than parcli: as Python reads it."""
    numbers = [part for part in formula if isinstance(part, F)]
    names = iter(f"n[{place}]" for place in range(len(numbers)))
    text = " ".join(next(names) if isinstance(part, F) else _SIGNS.get(str(part), str(part)) for part in formula)
    return F(eval(text, {"n": numbers, "min": min, "max": max, "__builtins__": {}}))


def holds(steps: tuple[Step, ...]) -> bool:
    """Whether each step follows from the one before."""
    value = None
    for step in steps:
        match step:
            case Computed(formula, given):
                assert recomputed(formula) == given
                value = given
            case Bounded(kind, bound):
                assert value is not None
                assert value > bound if kind == "most" else value < bound
                value = bound
            case RoundedTo(places, given):
                assert value is not None
                assert given == rounded(value, places) != value
                value = given
            case Compared(_, left, sign, right, outcome):
                assert outcome == (left >= right if sign == "≥" else left > right)  # type: ignore[operator]
    return True


@pytest.mark.parametrize(("case", "table"), LOADED, ids=[case.name for case, _ in LOADED])
def test_every_way_ends_in_the_points_of_the_rule(case: rows.Case, table: list[tuple[list[rows.Entry], str | None]]) -> None:
    tree = case.tree
    for row, _ in table:
        inputs = {name: rows.meant(entry) for name, entry in zip(case.names, row, strict=True)}
        steps = expr.work(tree, inputs)
        assert expr.outcome(steps) == expr.evaluate(tree, inputs), row
        assert holds(steps), row


@pytest.mark.parametrize(("case", "table"), LOADED, ids=[case.name for case, _ in LOADED])
def test_what_is_unknown_names_inputs_that_hold_nothing(case: rows.Case, table: list[tuple[list[rows.Entry], str | None]]) -> None:
    tree = case.tree
    for row, expected in table:
        inputs = {name: rows.meant(entry) for name, entry in zip(case.names, row, strict=True)}
        missing = [step for step in expr.work(tree, inputs) if isinstance(step, Missing)]
        assert bool(missing) == (expected is None), row
        assert all(step.names and {*step.names} <= {*case.names} for step in missing), row


def way(kind: str, more: str, inputs: dict[str, Value], maximum: str = "2", *, penalty: bool = False) -> tuple[Step, ...]:
    rule: Rule = TypeAdapter(AnyRule).validate_python(settings(kind, more))
    return expr.work(expr.with_rounding(rule.expression(Stake(F(maximum), 2023, penalty)), 2), inputs)


def day(text: str) -> F:
    return expr.serial(date.fromisoformat(text))


@pytest.mark.parametrize(
    ("kind", "more", "inputs", "steps"),
    [
        ("choice", "Kịp thời=2; Không=0", {"level": "kịp thời"}, (Chosen("level", "Kịp thời"), Computed((F(2),), F(2)))),
        ("ratio", "", {"part": F(8), "whole": F(10)}, (Computed((F(8), "÷", F(10), "×", F(2)), F("1.6")),)),
        (
            "ratio", "floor=0.8", {"part": F(7), "whole": F(9)},
            (Compared((F(7), "÷", F(9)), F(7, 9), "≥", F("0.8"), holds=False), Computed((F(0),), F(0))),
        ),
        ("ratio", "", {"part": F(7), "whole": F(9)}, (Computed((F(7), "÷", F(9), "×", F(2)), F(14, 9)), RoundedTo(2, F("1.56")))),
        ("ratio", "", {"part": F(12), "whole": F(10)}, (Computed((F(12), "÷", F(10), "×", F(2)), F("2.4")), Bounded("most", F(2)))),
        ("count", "each=0.5", {"count": F(3)}, (Computed((F(3), "×", F("0.5")), F("1.5")),)),
        ("deduction", "each=0.75; floor=0.5", {"count": F(3)}, (Computed((F(2), "−", F(3), "×", F("0.75")), F("-0.25")), Bounded("least", F("0.5")))),
        (
            "tiers", "{of: number, label: Số lượt, bands: [{from: 1, points: 1}, {above: 10, points: 1.5}, {from: 20, points: 2}]}", {"value": F(12)},
            (Compared((F(12),), F(12), "≥", F(20), holds=False), Compared((F(12),), F(12), ">", F(10), holds=True), Computed((F("1.5"),), F("1.5"))),
        ),
        (
            "deadline", "{label: Ngày gửi, due: 11-30, on_time: 2, late: [{within_days: 5, points: 1}], otherwise: 0}", {"date": day("2023-12-04")},
            (
                Compared((date(2023, 11, 30),), date(2023, 11, 30), "≥", date(2023, 12, 4), holds=False),
                Compared((date(2023, 11, 30), "+", F(5)), date(2023, 12, 5), "≥", date(2023, 12, 4), holds=True),
                Computed((F(1),), F(1)),
            ),
        ),
        ("deadline", "due=11-30; on_time=2", {"date": "Không thực hiện"}, (Chosen("date", "Không thực hiện"), Computed((F(0),), F(0)))),
        (
            "checklist", "{mode: sum, ticks: [{label: Một, points: 0.5}, {label: Hai, points: 1.5}]}", {"tick-1": "Có", "tick-2": "Không"},
            (Chosen("tick-1", "Có"), Chosen("tick-2", "Không"), Computed((F("0.5"), "+", F(0)), F("0.5"))),
        ),
        (
            "conditional", "{ask: Có không, cases: [{answer: Không, points: 2}, {answer: Có, rule: {type: count, label: Số, each: 0.5}}]}",
            {"answer": "Có", "case-2/count": F(3)}, (Chosen("answer", "Có"), Computed((F(3), "×", F("0.5")), F("1.5"))),
        ),
        ("points", "", {"points": F("1.75")}, (Computed((F("1.75"),), F("1.75")),)),
        ("external", "", {"value": F("86.5")}, (Computed((F("86.5"), "÷", F(100), "×", F(2)), F("1.73")),)),
        (
            "external", "{options: [{label: Tốt, weight: 1}, {label: Khá, weight: 0.5}]}", {"option-1": F(30), "option-2": F(10)},
            (Computed(("(", F(30), "×", F(1), "+", F(10), "×", F("0.5"), ")", "÷", "(", F(30), "+", F(10), ")", "×", F(2)), F("1.75")),),
        ),
        ("ratio", "", {"part": F(8), "whole": None}, (Missing(("whole",)),)),
        ("checklist", "{mode: sum, ticks: [{label: Một, points: 2}, {label: Hai, points: 0}]}", {"tick-1": "Có"}, (Chosen("tick-1", "Có"), Missing(("tick-2",)))),
    ],
)  # fmt: skip
def test_each_rule_shows_its_way(kind: str, more: str, inputs: dict[str, Any], steps: tuple[Step, ...]) -> None:
    assert way(kind, more, inputs) == steps


def test_a_penalty_is_worked_out_as_one() -> None:
    assert way("deduction", "each=0.5", {"count": F(9)}, "3", penalty=True) == (Computed((F(9), "×", F("0.5")), F("4.5")), Bounded("most", F(3)))
