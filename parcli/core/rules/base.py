"""What every rule is made of: its input cells, what is at stake, and the face that all ten share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import ClassVar

from parcli.core.expr import Expr
from parcli.core.fields import Definition, Positive
from parcli.core.points import vietnamese

NOT_DONE = "Không thực hiện"
YES, NO = "Có", "Không"


class InputKind(Enum):
    """What an input cell may hold."""

    NUMBER = "number"
    COUNT = "count"
    CHOICE = "choice"
    DATE = "date"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class InputCell:
    """One cell that the unit fills in: its name in the key column, its label, and what it may hold."""

    name: str
    label: str
    kind: InputKind
    choices: tuple[str, ...] = ()
    most: Fraction | None = None
    step: Fraction | None = None
    positive: bool = False

    def under(self, prefix: str) -> InputCell:
        """Return the same cell for a rule that stands inside another."""
        return InputCell(f"{prefix}/{self.name}", self.label, self.kind, self.choices, self.most, self.step, self.positive)


@dataclass(frozen=True, slots=True)
class Stake:
    """What a rule must know of its item: the maximum in points, the cycle's year, and whether it subtracts."""

    maximum: Fraction
    year: int
    penalty: bool = False


class Rule(Definition):
    """The common face of the ten rules."""

    up_to: Positive | None = None
    summary: ClassVar[str]

    def cells(self, stake: Stake) -> tuple[InputCell, ...]:
        """Return the input cells in the order of the sheet."""
        raise NotImplementedError

    def expression(self, stake: Stake, prefix: str = "") -> Expr:
        """Return the points as an expression over the input cells, unrounded."""
        raise NotImplementedError

    def most(self, stake: Stake) -> Fraction:
        """Return the most points that the rule can give."""
        raise NotImplementedError

    def explanation(self, stake: Stake) -> tuple[str, ...]:
        """Return the way of scoring in Vietnamese, a line each."""
        raise NotImplementedError


def in_points(value: Fraction) -> str:
    """Word a number of points."""
    return f"{vietnamese(value)} điểm"


def percent(value: Fraction) -> str:
    """Word a fraction as a percentage."""
    return f"{vietnamese(value * 100)}%"


def lowered(label: str) -> str:
    """Put a label inside a sentence; a capital that is followed by another belongs to an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def one_of(label: str) -> str:
    """Turn the label of a number of things into the thing: «Số sáng kiến» into «sáng kiến»."""
    counted = label.removeprefix("Số lượng ").removeprefix("Số ")
    return lowered(counted)
