"""Deadlines: a day against the day on which it was due."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Field, Tag, field_validator

from parcli.core import expr
from parcli.core.expr import Expr, Number, number
from parcli.core.fields import Caption, Day, DayOfYear, Definition, MonthDay, Points, Whole, fault
from parcli.core.rules.base import NOT_DONE, InputCell, InputKind, Rule, Stake, in_points, lowered


class DaysAfter(Definition):
    """A due day that is counted from another day."""

    days: Annotated[Whole, Field(ge=0, le=3660)]
    after: Caption


class Late(Definition):
    """Points within so many days after the due day."""

    within_days: Annotated[Whole, Field(ge=1, le=3660)]
    points: Points


def _kind_of_due(raw: object) -> str:
    if isinstance(raw, dict | DaysAfter):
        return "days_after"
    return "month_day" if isinstance(raw, MonthDay) or len(str(raw).strip()) == len("MM-DD") else "date"


class Deadline(Rule):
    """A day against the day on which it was due."""

    type: Literal["deadline"]
    label: Caption
    due: Annotated[
        Annotated[Day, Tag("date")] | Annotated[DayOfYear, Tag("month_day")] | Annotated[DaysAfter, Tag("days_after")],
        Discriminator(_kind_of_due),
    ]
    on_time: Points
    late: Annotated[tuple[Late, ...], Field(max_length=20)] = ()
    otherwise: Points = Fraction(0)
    summary: ClassVar[str] = "ngày thực hiện so với thời hạn"

    @field_validator("late")
    @classmethod
    def _ascending(cls, late: tuple[Late, ...]) -> tuple[Late, ...]:
        for earlier, later in pairwise(late):
            if earlier.within_days >= later.within_days:
                raise fault("DF206", found=str(later.within_days), expected=f"> {earlier.within_days}")
        return late

    def cells(self, stake: Stake) -> tuple[InputCell, ...]:  # noqa: ARG002
        done = InputCell("date", self.label, InputKind.DATE, choices=(NOT_DONE,))
        return (InputCell("start", self.due.after, InputKind.DATE), done) if isinstance(self.due, DaysAfter) else (done,)

    def expression(self, stake: Stake, prefix: str = "") -> Expr:
        day = expr.Day(prefix + "date")
        due = self._due(stake.year, prefix)
        points: Expr = number(self.otherwise)
        for late in reversed(self.late):
            points = expr.If(expr.AtLeast(expr.Sum((due, number(late.within_days))), day), number(late.points), points)
        dated = expr.If(expr.AtLeast(due, day), number(self.on_time), points)
        return expr.If(expr.Says(prefix + "date", NOT_DONE), number(self.otherwise), dated)

    def _due(self, year: int, prefix: str) -> Expr:
        if isinstance(self.due, DaysAfter):
            return expr.Sum((expr.Day(prefix + "start"), number(self.due.days)))
        return Number(expr.serial(self.due_day(year) or date.min))

    def due_day(self, year: int) -> date | None:
        """Return the day on which it is due, or None where another day decides."""
        if isinstance(self.due, DaysAfter):
            return None
        return self.due.of(year) if isinstance(self.due, MonthDay) else self.due

    def most(self, stake: Stake) -> Fraction:  # noqa: ARG002
        return max(self.on_time, self.otherwise, *(late.points for late in self.late))

    def explanation(self, stake: Stake) -> tuple[str, ...]:
        lines = [f"{self._due_wording(stake.year)}: {in_points(self.on_time)}"]
        earlier = 0
        for late in self.late:
            span = f"không quá {late.within_days} ngày" if not earlier else f"từ {earlier + 1} đến {late.within_days} ngày"
            lines.append(f"Chậm {span}: {in_points(late.points)}")
            earlier = late.within_days
        lines.append(f"Chậm hơn hoặc không thực hiện: {in_points(self.otherwise)}")
        return tuple(lines)

    def _due_wording(self, year: int) -> str:
        if isinstance(self.due, DaysAfter):
            return f"Trong {self.due.days} ngày kể từ {lowered(self.due.after)}"
        day = self.due_day(year) or date.min
        return f"Đến hết ngày {day:%d/%m/%Y}"
