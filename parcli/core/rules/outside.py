"""Figures from outside: a survey or another index, turned into points."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from parcli.core import expr
from parcli.core.expr import Expr, Number
from parcli.core.fields import Definition, Exact, Label, Share, fault, no_repeats
from parcli.core.points import plain, vietnamese
from parcli.core.rules.base import InputCell, Rule, Stake, in_points, percent


class Option(Definition):
    """One answer of a survey and its weight."""

    label: Label
    weight: Share


class External(Rule):
    """A figure from outside, a survey or another index, turned into points."""

    type: Literal["external"]
    scale: Annotated[tuple[Exact, ...], Field(min_length=2, max_length=2)] | None = None
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=20)] | None = None
    summary: ClassVar[str] = "số liệu điều tra xã hội học hoặc chỉ số khác"

    @model_validator(mode="after")
    def _one_of_two(self) -> External:
        if (self.scale is None) == (self.options is None):
            raise fault("DF122", keys="scale | options")
        if self.scale is not None and self.scale[0] >= self.scale[1]:
            raise fault("DF206", found=plain(self.scale[1]), expected=f"> {plain(self.scale[0])}")
        no_repeats(tuple(option.label for option in self.options or ()))
        return self

    def cells(self, stake: Stake) -> tuple[InputCell, ...]:  # noqa: ARG002
        return ()

    def expression(self, stake: Stake, prefix: str = "") -> Expr:
        if self.scale is not None:
            low, high = self.scale
            above = expr.Difference(expr.Input(prefix + "value", least=low, most=high), Number(low))
            return expr.Product(expr.Quotient(above, Number(high - low)), Number(stake.maximum))
        counts = [expr.Input(f"{prefix}option-{place}", whole=True) for place in range(1, len(self.options or ()) + 1)]
        weighted = expr.Sum(tuple(expr.Product(count, Number(option.weight)) for count, option in zip(counts, self.options or (), strict=True)))
        return expr.Product(expr.Quotient(weighted, expr.Sum(tuple(counts))), Number(stake.maximum))

    def most(self, stake: Stake) -> Fraction:
        heaviest = max((option.weight for option in self.options or ()), default=Fraction(1))
        return stake.maximum * heaviest

    def explanation(self, stake: Stake) -> tuple[str, ...]:
        if self.scale is not None:
            low, high = self.scale
            return (f"Kết quả trên thang {vietnamese(low)}–{vietnamese(high)} được quy đổi ra tối đa {in_points(stake.maximum)}",)
        weights = "; ".join(f"{option.label} {percent(option.weight)}" for option in self.options or ())
        return (f"Bình quân các câu trả lời ({weights}) × {vietnamese(stake.maximum)}",)
