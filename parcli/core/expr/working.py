"""The tree's third reader: the way to the value, step by step, with the numbers of a unit put in.

The steps come out of the same tree that ``evaluate`` and ``to_excel`` read, so that no rule says a second time how it
works. They hold numbers and days; the words and the decimal comma are added by whoever shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from parcli.core.expr.days import day_of, serial
from parcli.core.expr.evaluation import evaluate
from parcli.core.expr.tree import (
    Above,
    AtLeast,
    Day,
    Difference,
    Expr,
    Greatest,
    If,
    Input,
    Least,
    Number,
    Product,
    Quotient,
    Rounded,
    Says,
    Sum,
    Test,
    Unknown,
    Value,
)

Part = Fraction | date | str
_LAST_DAY = serial(date.max)
Formula = tuple[Part, ...]
"""Numbers and days with the signs between them: ``8 ÷ 10 × 2``."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """An input holds the label that a branch asks for."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two values were compared: ``sign`` is ≥ or >, ``value`` what the left formula comes to."""

    left: Formula
    value: Fraction | date
    sign: str
    right: Fraction | date
    holds: bool


@dataclass(frozen=True, slots=True)
class Computed:
    """A formula and its exact value."""

    formula: Formula
    value: Fraction


@dataclass(frozen=True, slots=True)
class Bounded:
    """The value before went over (``most``) or under (``least``) a bound, which takes its place."""

    kind: str
    bound: Fraction


@dataclass(frozen=True, slots=True)
class RoundedTo:
    """The value before was rounded half up to so many decimals, and that changed it."""

    places: int
    value: Fraction


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no value: these inputs, asked for on the way, hold none that can be taken."""

    names: tuple[str, ...]


Step = Chosen | Compared | Computed | Bounded | RoundedTo | Missing


def formula_text(formula: Formula, show: Callable[[Fraction], str]) -> str:
    """Return a formula as one line; ``show`` writes its numbers."""
    parts = (part if isinstance(part, str) else show(part) if isinstance(part, Fraction) else f"{part:%d/%m/%Y}" for part in formula)
    return " ".join(parts).replace("( ", "(").replace(" )", ")").replace(" ;", ";")


def work(expr: Expr, inputs: Mapping[str, Value]) -> tuple[Step, ...]:
    """Return the way to what ``evaluate`` gives for the same inputs; the last figure in it is that value."""
    steps: list[Step] = []
    way = _reduced(expr, inputs, steps)
    if evaluate(way, inputs) is None:
        return (*steps, Missing(tuple(dict.fromkeys(_absent(expr, inputs)))))
    return (*_telling(steps), *_worked(way, inputs))


def outcome(steps: tuple[Step, ...]) -> Fraction | None:
    """Return the figure in which a way ends, None where it ends in something missing."""
    for step in reversed(steps):
        match step:
            case Missing():
                return None
            case Computed(_, value) | RoundedTo(_, value):
                return value
            case Bounded(_, bound):
                return bound
    return None


def _reduced(expr: Expr, inputs: Mapping[str, Value], steps: list[Step]) -> Expr:
    """Return the expression with every choice made, and note what decided."""
    match expr:
        case If(test, then, otherwise):
            holds = _noted(test, inputs, steps)
            return Unknown() if holds is None else _reduced(then if holds else otherwise, inputs, steps)
        case Rounded(value, places):
            return Rounded(_reduced(value, inputs, steps), places)
        case Sum(terms):
            return Sum(tuple(_reduced(term, inputs, steps) for term in terms))
    return expr


def _noted(test: Test, inputs: Mapping[str, Value], steps: list[Step]) -> bool | None:
    """Return whether a test holds, and note it; a label that is not the one entered is not worth a word."""
    if isinstance(test, Says):
        says = evaluate(If(test, Number(Fraction(1)), Number(Fraction(0))), inputs) == 1
        if says:
            steps.append(Chosen(test.name, test.label))
        return says
    left = _reduced(test.left, inputs, steps)
    value, bound = evaluate(left, inputs), evaluate(test.right, inputs)
    if value is None or bound is None:
        return None
    holds = value >= bound if isinstance(test, AtLeast) else value > bound
    steps.append(_compared(test, left, (value, bound), inputs, holds=holds))
    return holds


def _compared(test: AtLeast | Above, left: Expr, values: tuple[Fraction, Fraction], inputs: Mapping[str, Value], *, holds: bool) -> Compared:
    sign = "≥" if isinstance(test, AtLeast) else ">"
    value, bound = values
    if isinstance(test.right, Day) and max(value, bound) <= _LAST_DAY:
        return Compared(_days(left, inputs), day_of(value), sign, day_of(bound), holds)
    return Compared(_formula(left, inputs), value, sign, bound, holds)


def _days(expr: Expr, inputs: Mapping[str, Value]) -> Formula:
    """Return a day, or a day and the days that are added to it."""
    if isinstance(expr, Sum):
        first, *more = expr.terms
        added = tuple(part for term in more for part in ("+", *_formula(term, inputs)))
        return (*_days(first, inputs), *added)
    return (day_of(evaluate(expr, inputs) or Fraction()),)


def _telling(steps: list[Step]) -> tuple[Step, ...]:
    """Return the steps without those comparisons that failed before another that failed too."""
    kept: list[Step] = []
    for place, step in enumerate(steps):
        after = steps[place + 1] if place + 1 < len(steps) else None
        if isinstance(step, Compared) and not step.holds and isinstance(after, Compared) and not after.holds:
            continue
        kept.append(step)
    return tuple(kept)


def _worked(expr: Expr, inputs: Mapping[str, Value]) -> tuple[Step, ...]:
    """Return the arithmetic that is left when every choice is made."""
    value = evaluate(expr, inputs)
    if value is None:
        return ()
    match expr:
        case Rounded(inner, places):
            before = _worked(inner, inputs)
            return before if outcome(before) == value else (*before, RoundedTo(places, value))
        case Least(left, _) | Greatest(left, _):
            before = _worked(left, inputs)
            kind = "most" if isinstance(expr, Least) else "least"
            return before if outcome(before) == value else (*before, Bounded(kind, value))
    return (Computed(_formula(expr, inputs), value),)


_WEIGHTS: dict[type, int] = {Sum: 1, Difference: 1, Product: 2, Quotient: 2}
_SIGNS: dict[type, str] = {Difference: "−", Product: "×", Quotient: "÷"}


def _formula(expr: Expr, inputs: Mapping[str, Value]) -> Formula:
    match expr:
        case Sum(terms):
            added = [part for term in terms for part in ("+", *_formula(term, inputs))]
            return tuple(added[1:])
        case Difference(left, Number(value)) if not value:
            return _formula(left, inputs)
        case Difference(left, right) | Product(left, right) | Quotient(left, right):
            return (*_inside(left, expr, inputs), _SIGNS[type(expr)], *_inside(right, expr, inputs, right=True))
        case Least(left, right) | Greatest(left, right):
            name = "min" if isinstance(expr, Least) else "max"
            return (f"{name}(", *_formula(left, inputs), ";", *_formula(right, inputs), ")")
    stated = evaluate(expr, inputs)
    return ("?",) if stated is None else (stated,)


def _inside(part: Expr, whole: Expr, inputs: Mapping[str, Value], *, right: bool = False) -> Formula:
    """Return a part of a formula, in brackets where it would be read otherwise without."""
    formula = _formula(part, inputs)
    weight, outer = _WEIGHTS.get(type(part), 3), _WEIGHTS[type(whole)]
    negative = len(formula) == 1 and isinstance(formula[0], Fraction) and formula[0] < 0 and right
    brackets = len(formula) > 1 and (weight < outer or (right and weight == outer))
    return ("(", *formula, ")") if brackets or negative else formula


def _absent(expr: Expr, inputs: Mapping[str, Value]) -> list[str]:
    """Return the inputs on the way that hold nothing that can be taken."""
    match expr:
        case Input(name) | Day(name):
            return [name] if evaluate(expr, inputs) is None else []
        case If(test, then, otherwise):
            return _absent_of_choice(test, then, otherwise, inputs)
        case Rounded(value):
            return _absent(value, inputs)
        case Sum(terms):
            return [name for term in terms for name in _absent(term, inputs)]
        case Difference(left, right) | Product(left, right) | Quotient(left, right) | Least(left, right) | Greatest(left, right):
            absent = _absent(left, inputs) + _absent(right, inputs)
            return absent or (_read(right) if isinstance(expr, Quotient) and not evaluate(right, inputs) else [])
    return []


def _read(expr: Expr) -> list[str]:
    """Return the inputs that a divisor adds up: together they are zero, which nothing can be divided by."""
    return [term.name for term in (expr.terms if isinstance(expr, Sum) else (expr,)) if isinstance(term, Input)]


def _absent_of_choice(test: Test, then: Expr, otherwise: Expr, inputs: Mapping[str, Value]) -> list[str]:
    if not isinstance(test, Says):
        here = _absent(test.left, inputs) + _absent(test.right, inputs)
        holds = None if here else evaluate(If(test, Number(Fraction(1)), Number(Fraction(0))), inputs)
        return here if holds is None else _absent(then if holds else otherwise, inputs)
    if evaluate(If(test, Number(Fraction(1)), Number(Fraction(0))), inputs) == 1:
        return _absent(then, inputs)
    return [test.name] if isinstance(otherwise, Unknown) else _absent(otherwise, inputs)
