"""Counts and judged points: so much for each, so much off for each, or a figure that a person gives."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal

from parcli.core import expr
from parcli.core.expr import Expr, Number
from parcli.core.fields import Caption, Points, Positive
from parcli.core.points import vietnamese
from parcli.core.rules.base import InputCell, InputKind, Rule, Stake, in_points, one_of


class Count(Rule):
    """So many points for each, up to the maximum."""

    type: Literal["count"]
    label: Caption
    each: Positive
    summary: ClassVar[str] = "số lượng × điểm mỗi trường hợp"

    def cells(self, stake: Stake) -> tuple[InputCell, ...]:  # noqa: ARG002
        return (InputCell("count", self.label, InputKind.COUNT),)

    def expression(self, stake: Stake, prefix: str = "") -> Expr:
        return expr.Least(expr.Product(_counted(prefix), Number(self.each)), Number(stake.maximum))

    def most(self, stake: Stake) -> Fraction:
        return stake.maximum

    def explanation(self, stake: Stake) -> tuple[str, ...]:
        return (f"Mỗi {one_of(self.label)}: {in_points(self.each)}, tối đa {in_points(stake.maximum)}",)


def _counted(prefix: str) -> Expr:
    return expr.Input(prefix + "count", whole=True)


class Deduction(Rule):
    """So many points off for each, down to the floor; in a penalty area, so many points of penalty for each."""

    type: Literal["deduction"]
    label: Caption
    each: Positive
    floor: Points = Fraction(0)
    summary: ClassVar[str] = "trừ điểm theo số trường hợp"

    def cells(self, stake: Stake) -> tuple[InputCell, ...]:  # noqa: ARG002
        return (InputCell("count", self.label, InputKind.COUNT),)

    def expression(self, stake: Stake, prefix: str = "") -> Expr:
        off = expr.Product(_counted(prefix), Number(self.each))
        if stake.penalty:
            return expr.Least(off, Number(stake.maximum))
        return expr.Greatest(expr.Difference(Number(stake.maximum), off), Number(self.floor))

    def most(self, stake: Stake) -> Fraction:
        return stake.maximum

    def explanation(self, stake: Stake) -> tuple[str, ...]:
        counted = f"Mỗi {one_of(self.label)}"
        if stake.penalty:
            return (f"{counted}: trừ {in_points(self.each)}, tối đa {in_points(stake.maximum)}",)
        return (f"{counted}: trừ {in_points(self.each)} từ {in_points(stake.maximum)}, còn ít nhất {in_points(self.floor)}",)


class JudgedPoints(Rule):
    """A judged number of points from 0 to the maximum."""

    type: Literal["points"]
    step: Positive | None = None
    summary: ClassVar[str] = "điểm do người đánh giá xác định"

    def cells(self, stake: Stake) -> tuple[InputCell, ...]:
        return (InputCell("points", "Số điểm", InputKind.POINTS, most=stake.maximum, step=self.step),)

    def expression(self, stake: Stake, prefix: str = "") -> Expr:
        return expr.Input(prefix + "points", most=stake.maximum, step=self.step)

    def most(self, stake: Stake) -> Fraction:
        return stake.maximum if self.step is None else stake.maximum // self.step * self.step

    def explanation(self, stake: Stake) -> tuple[str, ...]:
        step = f", lẻ đến {vietnamese(self.step)}" if self.step else ""
        return (f"Từ 0 đến {in_points(stake.maximum)}{step}",)
