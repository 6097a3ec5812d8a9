"""The tree's first reader: the exact value, or None when it is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
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
    Value,
)


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
