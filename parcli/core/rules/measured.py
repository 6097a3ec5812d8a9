"""Ratios and bands: a measured value in proportion, or by the band in which it falls."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import Field, field_validator, model_validator

from parcli.core import expr
from parcli.core.expr import Expr, Number, number
from parcli.core.fields import Caption, Definition, Exact, Points, Share, Threshold, fault
from parcli.core.points import plain, vietnamese
from parcli.core.rules.base import InputCell, InputKind, Rule, Stake, in_points, percent


class Ratio(Rule):
    """Part over whole, in proportion to the maximum; nothing below the floor."""

    type: Literal["ratio"]
    part: Caption
    whole: Caption
    floor: Share | None = None
    full_at: Threshold = Fraction(1)
    summary: ClassVar[str] = "tỷ lệ × điểm tối đa"

    @model_validator(mode="after")
    def _floor_below_full(self) -> Ratio:
        if self.floor is not None and self.floor > self.full_at:
            raise fault("DF117", found=plain(self.floor), expected=f"≤ {plain(self.full_at)}")
        return self

    def cells(self, stake: Stake) -> tuple[InputCell, ...]:  # noqa: ARG002
        return _part_and_whole(self.part, self.whole)

    def expression(self, stake: Stake, prefix: str = "") -> Expr:
        achieved = _achieved(prefix)
        reached = achieved if self.full_at == 1 else expr.Quotient(achieved, Number(self.full_at))
        earned: Expr = expr.Least(expr.Product(reached, Number(stake.maximum)), Number(stake.maximum))
        return earned if not self.floor else expr.If(expr.AtLeast(achieved, Number(self.floor)), earned, number(0))

    def most(self, stake: Stake) -> Fraction:
        return stake.maximum

    def explanation(self, stake: Stake) -> tuple[str, ...]:
        target = "" if self.full_at == 1 else f" / {percent(self.full_at)}"
        lines = [
            f"Tỷ lệ = {self.part} / {self.whole}",
            f"Điểm = Tỷ lệ{target} × {vietnamese(stake.maximum)}, tối đa {in_points(stake.maximum)}",
        ]
        if self.floor:
            lines.append(f"Dưới {percent(self.floor)}: 0 điểm")
        return tuple(lines)


def _part_and_whole(part: str, whole: str) -> tuple[InputCell, ...]:
    return (InputCell("part", part, InputKind.NUMBER), InputCell("whole", whole, InputKind.NUMBER, positive=True))


def _achieved(prefix: str) -> Expr:
    return expr.Quotient(expr.Input(prefix + "part"), expr.Input(prefix + "whole", positive=True))


class Band(Definition):
    """One band: its lower bound, inclusive (``from``) or exclusive (``above``), and its points."""

    start: Exact | None = Field(default=None, alias="from")
    above: Exact | None = None
    points: Points

    @model_validator(mode="after")
    def _one_bound(self) -> Band:
        if (self.start is None) == (self.above is None):
            raise fault("DF122", keys="from | above")
        return self

    @property
    def bound(self) -> Fraction:
        """The lower bound."""
        return self.start if self.start is not None else self.above or Fraction()

    def test(self, value: Expr) -> expr.Test:
        """Return whether a value lies at or over this bound."""
        bound = Number(self.bound)
        return expr.AtLeast(value, bound) if self.start is not None else expr.Above(value, bound)

    def order(self) -> tuple[Fraction, bool]:
        """Return the place of the bound among the others: ``from 5`` stands before ``above 5``."""
        return self.bound, self.start is None


class Tiers(Rule):
    """The band in which a number, a ratio or a change falls."""

    type: Literal["tiers"]
    of: Literal["number", "ratio", "change"]
    label: Caption | None = None
    part: Caption | None = None
    whole: Caption | None = None
    now: Caption | None = None
    before: Caption | None = None
    bands: Annotated[tuple[Band, ...], Field(min_length=1, max_length=20)]
    summary: ClassVar[str] = "điểm theo khoảng giá trị"
    _labels: ClassVar[dict[str, tuple[str, ...]]] = {"number": ("label",), "ratio": ("part", "whole"), "change": ("now", "before")}

    @field_validator("bands")
    @classmethod
    def _ascending(cls, bands: tuple[Band, ...]) -> tuple[Band, ...]:
        for lower, upper in pairwise(bands):
            if lower.order() >= upper.order():
                raise fault("DF206", found=plain(upper.bound), expected=f"> {plain(lower.bound)}")
        return bands

    @model_validator(mode="after")
    def _labels_fit(self) -> Tiers:
        for kind, keys in self._labels.items():
            for name in keys:
                given = getattr(self, name) is not None
                if kind == self.of and not given:
                    raise fault("DF112", key=name)
                if given and name not in self._labels[self.of]:
                    raise fault("DF123", key=name, of=self.of)
        if self.of == "ratio":
            for band in self.bands:
                if not 0 <= band.bound <= 10:  # noqa: PLR2004 - a ratio above 10 is a percentage by mistake
                    raise fault("DF118", found=plain(band.bound), suggestion=plain(band.bound / 100))
        return self

    def cells(self, stake: Stake) -> tuple[InputCell, ...]:  # noqa: ARG002
        if self.of == "number":
            return (InputCell("value", self.label or "", InputKind.NUMBER),)
        if self.of == "ratio":
            return _part_and_whole(self.part or "", self.whole or "")
        return (InputCell("now", self.now or "", InputKind.NUMBER), InputCell("before", self.before or "", InputKind.NUMBER))

    def expression(self, stake: Stake, prefix: str = "") -> Expr:  # noqa: ARG002
        value = self._value(prefix)
        points: Expr = number(0)
        for band in self.bands:
            points = expr.If(band.test(value), number(band.points), points)
        return points

    def _value(self, prefix: str) -> Expr:
        if self.of == "number":
            return expr.Input(prefix + "value")
        if self.of == "ratio":
            return _achieved(prefix)
        return expr.Difference(expr.Input(prefix + "now"), expr.Input(prefix + "before"))

    def most(self, stake: Stake) -> Fraction:  # noqa: ARG002
        return max(band.points for band in self.bands)

    def explanation(self, stake: Stake) -> tuple[str, ...]:  # noqa: ARG002
        return (*self._measured(), *self._wording())

    def _measured(self) -> tuple[str, ...]:
        if self.of == "ratio":
            return (f"Tỷ lệ = {self.part} / {self.whole}",)
        return (f"Mức tăng = {self.now} − {self.before}",) if self.of == "change" else ()

    def _wording(self) -> tuple[str, ...]:
        show = percent if self.of == "ratio" else vietnamese
        uppers = (*self.bands[1:], None)
        lines = [f"{_range(band, upper, show)}: {in_points(band.points)}" for band, upper in zip(self.bands, uppers, strict=True)]
        first = self.bands[0]
        below = f"{'Dưới' if first.start is not None else 'Không quá'} {show(first.bound)}: 0 điểm"
        nothing_below = self.of != "change" and first.bound == 0 and first.start is not None
        return tuple(reversed(lines)) + (() if nothing_below else (below,))


def _range(band: Band, upper: Band | None, shown: Callable[[Fraction], str]) -> str:
    if upper is not None and upper.bound == band.bound:
        return f"Bằng {shown(band.bound)}"
    lower = f"{'Từ' if band.start is not None else 'Trên'} {shown(band.bound)}"
    if upper is None:
        return f"{lower} trở lên" if band.start is not None else lower
    return f"{lower} đến {'dưới' if upper.start is not None else 'hết'} {shown(upper.bound)}"
