"""The nodes of the tree: values without behaviour, and the few ways to put them together."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from parcli.core import points

Value = Fraction | str | None


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
