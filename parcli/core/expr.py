"""The arithmetic of a rule as one tree with two readers: ``evaluate`` and ``to_excel``.

Unknown is a value here. An input that is blank, refused or of the wrong kind is unknown, and whatever is
computed from it is unknown: ``None`` in Python, the error ``NA()`` inside a formula and a blank cell at its
end. A branch that is not taken does not count, in either reader.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import assert_never

from parcli.core import points, words

Value = Fraction | str | None
_FIRST_DAY = date(1899, 12, 30)
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_SLASHED_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_GUARD_PLACES = 12
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LITERAL = 120


@dataclass(frozen=True, slots=True)
class Number:
    """A number that the definition states."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Input:
    """The number in an input cell; unknown when the cell holds no number of this kind."""

    name: str
    whole: bool = False
    positive: bool = False
    least: Fraction = Fraction(0)
    most: Fraction | None = None
    step: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """The day in an input cell, as the serial number of sheets (30 December 1899 is 0)."""

    name: str


@dataclass(frozen=True, slots=True)
class Sum:
    """The terms added up."""

    terms: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Left minus right."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Product:
    """Left times right."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Quotient:
    """Left divided by right; unknown where right is zero."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Least:
    """The smaller of two."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Greatest:
    """The larger of two."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Whether left reaches right."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Above:
    """Whether left is greater than right."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Says:
    """Whether an input cell holds this label, in NFC, trimmed and ignoring case."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class If:
    """One of two branches."""

    test: Test
    then: Expr
    otherwise: Expr


@dataclass(frozen=True, slots=True)
class Rounded:
    """The value rounded half up."""

    value: Expr
    places: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """No value: nothing that the rule foresees was entered."""


Test = AtLeast | Above | Says
Expr = Number | Input | Day | Sum | Difference | Product | Quotient | Least | Greatest | If | Rounded | Unknown


def serial(day: date) -> Fraction:
    """Return the number by which sheets count this day."""
    return Fraction((day - _FIRST_DAY).days)


def day_of(count: Fraction) -> date:
    """Return the day that sheets count by this number."""
    return _FIRST_DAY + timedelta(days=count.__floor__())


def serial_of_text(text: str) -> Fraction | None:
    """Return the serial number of a day written as ISO or as dd/mm/yyyy; None for any other text."""
    iso, slashed = _ISO_DAY.fullmatch(text.strip()), _SLASHED_DAY.fullmatch(text.strip())
    try:
        if iso:
            return serial(date(int(iso[1]), int(iso[2]), int(iso[3])))
        if slashed:
            return serial(date(int(slashed[3]), int(slashed[2]), int(slashed[1])))
    except ValueError:
        return None
    return None


def number(value: Fraction | int) -> Number:
    """Return a stated number."""
    return Number(Fraction(value))


def choose(name: str, branches: tuple[tuple[str, Expr], ...]) -> Expr:
    """Return the branch whose label the input holds; unknown when it holds none of them."""
    chosen: Expr = Unknown()
    for label, branch in reversed(branches):
        chosen = If(Says(name, label), branch, chosen)
    return chosen


def with_rounding(expr: Expr, places: int | None) -> Expr:
    """Round where the value arises, so that branches stay readable and stated numbers stay plain."""
    match expr:
        case Number(value):
            return Number(points.rounded(value, places))
        case If(test, then, otherwise):
            return If(test, with_rounding(then, places), with_rounding(otherwise, places))
        case Unknown():
            return expr
    return expr if places is None else Rounded(expr, places)


def evaluate(expr: Expr, inputs: Mapping[str, Value]) -> Fraction | None:
    """Compute the exact value, or None when it is unknown."""
    match expr:
        case Number(value):
            return value
        case Unknown():
            return None
        case Input():
            return _entered(expr, inputs.get(expr.name))
        case Day(name):
            found = inputs.get(name)
            return Fraction(found.__floor__()) if isinstance(found, Fraction) and found >= 0 else None
        case If(test, then, otherwise):
            holds = _holds(test, inputs)
            return None if holds is None else evaluate(then if holds else otherwise, inputs)
        case Rounded(inner, places):
            exact = evaluate(inner, inputs)
            return None if exact is None else points.rounded(exact, places)
        case Sum(terms):
            values = [evaluate(term, inputs) for term in terms]
            return None if any(value is None for value in values) else sum((v for v in values if v is not None), Fraction())
    return _of_two(expr, inputs)


def _of_two(expr: Difference | Product | Quotient | Least | Greatest, inputs: Mapping[str, Value]) -> Fraction | None:
    left, right = evaluate(expr.left, inputs), evaluate(expr.right, inputs)
    if left is None or right is None:
        return None
    match expr:
        case Difference():
            return left - right
        case Product():
            return left * right
        case Quotient():
            return left / right if right else None
        case Least():
            return min(left, right)
        case Greatest():
            return max(left, right)
    assert_never(expr)


def _entered(cell: Input, found: Value) -> Fraction | None:
    if not isinstance(found, Fraction) or found < cell.least:
        return None
    fits = (
        (not cell.whole or found.denominator == 1)
        and (not cell.positive or found > 0)
        and (cell.most is None or found <= cell.most)
        and (cell.step is None or (found / cell.step).denominator == 1)
    )
    return found if fits else None


def _holds(test: Test, inputs: Mapping[str, Value]) -> bool | None:
    if isinstance(test, Says):
        found = inputs.get(test.name)
        return isinstance(found, str) and words.key(found) == words.key(test.label)
    left, right = evaluate(test.left, inputs), evaluate(test.right, inputs)
    if left is None or right is None:
        return None
    return left >= right if isinstance(test, AtLeast) else left > right


def to_excel(expr: Expr, cell: Callable[[str], str]) -> str:
    """Write the tree as a formula without its ``=``; ``cell`` gives the address of an input.

    Whatever is unknown shows as a blank cell.
    """
    return f'IFERROR({_formula(expr, cell)},"")'


def _formula(expr: Expr, cell: Callable[[str], str]) -> str:
    match expr:
        case Number(value):
            return points.plain(value, 15)
        case Unknown():
            return "NA()"
        case Input():
            return f"IF(AND({','.join(_guards(expr, cell(expr.name)))}),{cell(expr.name)},NA())"
        case Day(name):
            return f"IF(AND(ISNUMBER({cell(name)}),{cell(name)}>=0),INT({cell(name)}),NA())"
        case If(test, then, otherwise):
            return f"IF({_condition(test, cell)},{_formula(then, cell)},{_formula(otherwise, cell)})"
        case Rounded(value, places):
            # The inner ROUND takes away the last digits of the double, so that an exact half is one for the outer.
            return f"ROUND(ROUND({_formula(value, cell)},{_GUARD_PLACES}),{places})"
        case Sum(terms):
            return f"({'+'.join(_formula(term, cell) for term in terms)})"
    return _formula_of_two(expr, cell)


def _formula_of_two(expr: Difference | Product | Quotient | Least | Greatest, cell: Callable[[str], str]) -> str:
    left, right = _formula(expr.left, cell), _formula(expr.right, cell)
    match expr:
        case Difference():
            return f"({left}-{right})"
        case Product():
            return f"{left}*{right}"
        case Quotient():
            return f"{left}/({right})" if isinstance(expr.right, Product | Quotient) else f"{left}/{right}"
        case Least():
            return f"MIN({left},{right})"
        case Greatest():
            return f"MAX({left},{right})"
    assert_never(expr)


def _guards(entered: Input, address: str) -> list[str]:
    guards = [f"ISNUMBER({address})", f"{address}>{'' if entered.positive else '='}{points.plain(entered.least)}"]
    if entered.whole:
        guards.append(f"{address}=ROUND({address},0)")
    if entered.most is not None:
        guards.append(f"{address}<={points.plain(entered.most)}")
    if entered.step is not None:
        steps = f"{address}/{points.plain(entered.step)}"
        guards.append(f"{steps}=ROUND({steps},0)")
    return guards


def _condition(test: Test, cell: Callable[[str], str]) -> str:
    if isinstance(test, Says):
        return label_test(cell(test.name), test.label)
    sign = ">=" if isinstance(test, AtLeast) else ">"
    if isinstance(test.left, Difference):
        # 90.3-90.2 is less than 0.1 in doubles; 90.3 and 90.2+0.1 are the same number to every sheet.
        return f"{_formula(test.left.left, cell)}{sign}{_formula(test.left.right, cell)}+{_formula(test.right, cell)}"
    return f"{_formula(test.left, cell)}{sign}{_formula(test.right, cell)}"


def label_test(address: str, label: str) -> str:
    """Write the test whether a cell holds a label.

    Sheets compare signs, not letters: a label typed in decomposed form is another text to them.
    """
    composed = words.tidy(label)
    forms = dict.fromkeys((composed, "".join(map(_tone_apart, composed)), unicodedata.normalize("NFD", composed)))
    tests = [f"TRIM({address})={quoted(form)}" for form in forms]
    return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"


def _tone_apart(letter: str) -> str:
    """Write a letter as the Vietnamese keyboard of Windows does: its tone stands after it, its other marks stay."""
    signs = unicodedata.normalize("NFD", letter)
    tones = "".join(sign for sign in signs if sign in _TONES)
    return unicodedata.normalize("NFC", "".join(sign for sign in signs if sign not in _TONES)) + tones


def quoted(text: str) -> str:
    """Write a text inside a formula; Excel refuses a file in which one piece has more than 255 signs."""
    pieces = [text[start : start + _LITERAL].replace('"', '""') for start in range(0, len(text), _LITERAL)]
    return "&".join(f'"{piece}"' for piece in pieces)
