"""The tree's second reader: a formula for sheets, in functions that Excel 2007 knows."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import assert_never

from parcli.core import points, words
from parcli.core.expr.tree import (
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
)

_GUARD_PLACES = 12
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LITERAL = 120


def to_excel(expr: Expr, cell: Callable[[str], str]) -> str:
    """Write the tree as a formula without its ``=``; ``cell`` gives the address of an input.

    Whatever is unknown shows as a blank cell.
    """
    return f'IFERROR({_formula(expr, cell)},"")'


def rounding(formula: str, places: int) -> str:
    """Write a formula rounded half up; its own last digits are taken away first, so that an exact half is one for a sheet too."""
    return f"ROUND(ROUND({formula},{_GUARD_PLACES}),{places})"


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
            return rounding(_formula(value, cell), places)
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
