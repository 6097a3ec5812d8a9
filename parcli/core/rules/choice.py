"""Levels and ticks: a choice among labels."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field, field_validator, model_validator

from parcli.core import expr
from parcli.core.expr import Expr, Number, number
from parcli.core.fields import Caption, Definition, Label, Points, Share, fault, no_repeats
from parcli.core.rules.base import NO, YES, InputCell, InputKind, Rule, Stake, in_points


class Level(Definition):
    """One level of a choice; points, or a share of the maximum."""

    label: Label
    points: Points | None = None
    share: Share | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Level:
        if (self.points is None) == (self.share is None):
            raise fault("DF122", keys="points | share")
        return self

    def worth(self, maximum: Fraction) -> Fraction:
        """Return the points of this level."""
        return self.points if self.points is not None else maximum * (self.share or 0)


class Choice(Rule):
    """One of n levels."""

    type: Literal["choice"]
    levels: Annotated[tuple[Level, ...], Field(min_length=2, max_length=20)]
    summary: ClassVar[str] = "một trong n mức"

    @field_validator("levels")
    @classmethod
    def _labels_differ(cls, levels: tuple[Level, ...]) -> tuple[Level, ...]:
        no_repeats(tuple(level.label for level in levels))
        return levels

    def cells(self, stake: Stake) -> tuple[InputCell, ...]:  # noqa: ARG002
        return (InputCell("level", "Mức đạt", InputKind.CHOICE, tuple(level.label for level in self.levels)),)

    def expression(self, stake: Stake, prefix: str = "") -> Expr:
        return expr.choose(prefix + "level", tuple((level.label, number(level.worth(stake.maximum))) for level in self.levels))

    def most(self, stake: Stake) -> Fraction:
        return max(level.worth(stake.maximum) for level in self.levels)

    def explanation(self, stake: Stake) -> tuple[str, ...]:
        return tuple(f"{level.label}: {in_points(level.worth(stake.maximum))}" for level in self.levels)


class Tick(Definition):
    """One thing to be ticked."""

    label: Caption
    points: Points | None = None


class Checklist(Rule):
    """Things that are ticked one by one: their points added up, or all of them required."""

    type: Literal["checklist"]
    mode: Literal["sum", "all"]
    ticks: Annotated[tuple[Tick, ...], Field(min_length=1, max_length=20)]
    summary: ClassVar[str] = "các yêu cầu được đánh dấu"

    @model_validator(mode="after")
    def _points_fit(self) -> Checklist:
        no_repeats(tuple(tick.label for tick in self.ticks))
        if self.mode == "sum" and any(tick.points is None for tick in self.ticks):
            raise fault("DF112", key="points")
        if self.mode == "all" and any(tick.points is not None for tick in self.ticks):
            raise fault("DF123", key="points", of="mode: all")
        return self

    def cells(self, stake: Stake) -> tuple[InputCell, ...]:  # noqa: ARG002
        return tuple(InputCell(f"tick-{place}", tick.label, InputKind.CHOICE, (YES, NO)) for place, tick in enumerate(self.ticks, start=1))

    def expression(self, stake: Stake, prefix: str = "") -> Expr:
        names = [f"{prefix}tick-{place}" for place in range(1, len(self.ticks) + 1)]
        if self.mode == "sum":
            worth = [tick.points or Fraction() for tick in self.ticks]
            return expr.Sum(tuple(_ticked(name, value) for name, value in zip(names, worth, strict=True)))
        every = expr.Sum(tuple(_ticked(name, Fraction(1)) for name in names))
        return expr.If(expr.AtLeast(every, number(len(names))), Number(stake.maximum), number(0))

    def most(self, stake: Stake) -> Fraction:
        return stake.maximum if self.mode == "all" else sum((tick.points or Fraction() for tick in self.ticks), Fraction())

    def explanation(self, stake: Stake) -> tuple[str, ...]:
        if self.mode == "all":
            asked = tuple(f"- {tick.label}" for tick in self.ticks)
            return (f"Đáp ứng tất cả các yêu cầu: {in_points(stake.maximum)}; thiếu một yêu cầu: 0 điểm", *asked)
        return tuple(f"{tick.label}: {in_points(tick.points or Fraction())}" for tick in self.ticks)


def _ticked(name: str, worth: Fraction) -> Expr:
    return expr.choose(name, ((YES, Number(worth)), (NO, number(0))))
