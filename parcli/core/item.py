"""An item of the criteria in its place: what rules, sheets and scoring ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from parcli.core.expr import Expr, with_rounding
from parcli.core.rules import InputCell, Rule, Stake

if TYPE_CHECKING:
    from parcli.core.edition import Area, Criterion


@dataclass(frozen=True)
class Item:
    """An item in its place: the criterion with its area, its ancestors and what is at stake.

    What follows from these is worked out once: every unit is asked for it.
    """

    criterion: Criterion
    area: Area
    path: tuple[Criterion, ...]
    year: int

    @cached_property
    def code(self) -> str:
        """The item's code."""
        return self.criterion.code

    @cached_property
    def maximum(self) -> Fraction:
        """The most points of the item."""
        return self.criterion.maximum

    @cached_property
    def rule(self) -> Rule:
        """The way of scoring; every item has one."""
        if self.criterion.rule is None:
            message = f"{self.code} is a group"
            raise TypeError(message)
        return self.criterion.rule

    @cached_property
    def stake(self) -> Stake:
        """What the rule must know."""
        return Stake(self.maximum, self.year, self.area.kind == "penalty")

    @cached_property
    def self_scored(self) -> bool:
        """Whether the unit scores it."""
        return self.criterion.assessed_by == "self"

    @cached_property
    def surveyed(self) -> bool:
        """Whether its figure comes from a survey or another index."""
        return self.criterion.assessed_by == "survey"

    @cached_property
    def _rounded(self) -> dict[int | None, Expr]:
        return {}

    def points(self, places: int | None) -> Expr:
        """Return the rule as an expression over the input cells, rounded to so many places; the very same each time."""
        if places not in self._rounded:
            self._rounded[places] = with_rounding(self.rule.expression(self.stake), places)
        return self._rounded[places]

    @cached_property
    def _cells(self) -> tuple[InputCell, ...]:
        return self.rule.cells(self.stake) if self.self_scored else ()

    def cells(self) -> tuple[InputCell, ...]:
        """Return the cells that the unit fills in: none where it does not score itself."""
        return self._cells

    @cached_property
    def _input_keys(self) -> tuple[str, ...]:
        return tuple(f"{self.code}/{cell.name}" for cell in self.cells())

    def input_keys(self) -> tuple[str, ...]:
        """Return the keys of the input rows."""
        return self._input_keys
