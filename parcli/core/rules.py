"""The ten ways to score an item.

Each rule says in one place: its YAML fields, its input cells, its arithmetic as one expression, its
explanation in Vietnamese, and the most it can give. ``docs/rules.md`` is made from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from parcli.core import expr
from parcli.core.expr import Expr, number
from parcli.core.fields import Day, DayOfYear, Definition, Exact, Label, MonthDay, Points, Positive, Share, Threshold, fault, no_repeats
from parcli.core.points import plain, vietnamese

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


def _score(value: Fraction) -> str:
    return f"{vietnamese(value)} điểm"


def _percent(value: Fraction) -> str:
    return f"{vietnamese(value * 100)}%"


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
        return tuple(f"{level.label}: {_score(level.worth(stake.maximum))}" for level in self.levels)


class Ratio(Rule):
    """Part over whole, in proportion to the maximum; nothing below the floor."""

    type: Literal["ratio"]
    part: Label
    whole: Label
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
        target = "" if self.full_at == 1 else f" / {_percent(self.full_at)}"
        lines = [
            f"Tỷ lệ = {self.part} / {self.whole}",
            f"Điểm = Tỷ lệ{target} × {vietnamese(stake.maximum)}, tối đa {_score(stake.maximum)}",
        ]
        if self.floor:
            lines.append(f"Dưới {_percent(self.floor)}: 0 điểm")
        return tuple(lines)


Number = expr.Number


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
    label: Label | None = None
    part: Label | None = None
    whole: Label | None = None
    now: Label | None = None
    before: Label | None = None
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
        show = _percent if self.of == "ratio" else vietnamese
        uppers = (*self.bands[1:], None)
        lines = [f"{_range(band, upper, show)}: {_score(band.points)}" for band, upper in zip(self.bands, uppers, strict=True)]
        first = self.bands[0]
        below = f"{'Dưới' if first.start is not None else 'Không quá'} {show(first.bound)}: 0 điểm"
        nothing_below = self.of != "change" and first.bound == 0 and first.start is not None
        return tuple(reversed(lines)) + (() if nothing_below else (below,))


def _range(band: Band, upper: Band | None, show: object) -> str:
    shown = show if callable(show) else vietnamese
    if upper is not None and upper.bound == band.bound:
        return f"Bằng {shown(band.bound)}"
    lower = f"{'Từ' if band.start is not None else 'Trên'} {shown(band.bound)}"
    if upper is None:
        return f"{lower} trở lên" if band.start is not None else lower
    return f"{lower} đến {'dưới' if upper.start is not None else 'hết'} {shown(upper.bound)}"


class Count(Rule):
    """So many points for each, up to the maximum."""

    type: Literal["count"]
    label: Label
    each: Positive
    summary: ClassVar[str] = "số lượng × điểm mỗi trường hợp"

    def cells(self, stake: Stake) -> tuple[InputCell, ...]:  # noqa: ARG002
        return (InputCell("count", self.label, InputKind.COUNT),)

    def expression(self, stake: Stake, prefix: str = "") -> Expr:
        return expr.Least(expr.Product(_counted(prefix), Number(self.each)), Number(stake.maximum))

    def most(self, stake: Stake) -> Fraction:
        return stake.maximum

    def explanation(self, stake: Stake) -> tuple[str, ...]:
        return (f"Mỗi {_one_of(self.label)}: {_score(self.each)}, tối đa {_score(stake.maximum)}",)


def _lowered(label: str) -> str:
    """Put a label inside a sentence; a capital that is followed by another belongs to an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _one_of(label: str) -> str:
    """Turn the label of a number of things into the thing: «Số sáng kiến» into «sáng kiến»."""
    counted = label.removeprefix("Số lượng ").removeprefix("Số ")
    return _lowered(counted)


def _counted(prefix: str) -> Expr:
    return expr.Input(prefix + "count", whole=True)


class DaysAfter(Definition):
    """A due day that is counted from another day."""

    days: Annotated[int, Field(ge=0, le=3660)]
    after: Label


class Late(Definition):
    """Points within so many days after the due day."""

    within_days: Annotated[int, Field(ge=1, le=3660)]
    points: Points


def _kind_of_due(raw: object) -> str:
    if isinstance(raw, dict | DaysAfter):
        return "after"
    return "month_day" if isinstance(raw, MonthDay) or len(str(raw).strip()) == len("MM-DD") else "date"


class Deadline(Rule):
    """A day against the day on which it was due."""

    type: Literal["deadline"]
    label: Label
    due: Annotated[
        Annotated[Day, Tag("date")] | Annotated[DayOfYear, Tag("month_day")] | Annotated[DaysAfter, Tag("after")],
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
        lines = [f"{self._due_wording(stake.year)}: {_score(self.on_time)}"]
        earlier = 0
        for late in self.late:
            span = f"không quá {late.within_days} ngày" if not earlier else f"từ {earlier + 1} đến {late.within_days} ngày"
            lines.append(f"Chậm {span}: {_score(late.points)}")
            earlier = late.within_days
        lines.append(f"Chậm hơn hoặc không thực hiện: {_score(self.otherwise)}")
        return tuple(lines)

    def _due_wording(self, year: int) -> str:
        if isinstance(self.due, DaysAfter):
            return f"Trong {self.due.days} ngày kể từ {_lowered(self.due.after)}"
        day = self.due_day(year) or date.min
        return f"Đến hết ngày {day:%d/%m/%Y}"


class Tick(Definition):
    """One thing to be ticked."""

    label: Label
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
        return tuple(
            InputCell(f"tick-{place}", tick.label, InputKind.CHOICE, (YES, NO)) for place, tick in enumerate(self.ticks, start=1)
        )

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
            return (f"Đáp ứng tất cả các yêu cầu: {_score(stake.maximum)}; thiếu một yêu cầu: 0 điểm", *asked)
        return tuple(f"{tick.label}: {_score(tick.points or Fraction())}" for tick in self.ticks)


def _ticked(name: str, worth: Fraction) -> Expr:
    return expr.choose(name, ((YES, Number(worth)), (NO, number(0))))


class Deduction(Rule):
    """So many points off for each, down to the floor; in a penalty area, so many points of penalty for each."""

    type: Literal["deduction"]
    label: Label
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
        counted = f"Mỗi {_one_of(self.label)}"
        if stake.penalty:
            return (f"{counted}: trừ {_score(self.each)}, tối đa {_score(stake.maximum)}",)
        return (f"{counted}: trừ {_score(self.each)} từ {_score(stake.maximum)}, còn ít nhất {_score(self.floor)}",)


class Case(Definition):
    """One answer: points, or a rule with a maximum of its own."""

    answer: Label
    points: Points | None = None
    rule: AnyRule | None = None
    maximum: Positive | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Case:
        if (self.points is None) == (self.rule is None):
            raise fault("DF122", keys="points | rule")
        if self.points is not None and self.maximum is not None:
            raise fault("DF123", key="maximum", of="points")
        if isinstance(self.rule, External):
            raise fault("DF207", found="external")
        return self

    def stake(self, outer: Stake) -> Stake:
        """Return what the inner rule is about; its maximum is the item's unless it has its own."""
        return Stake(self.maximum if self.maximum is not None else outer.maximum, outer.year, outer.penalty)


class Conditional(Rule):
    """A declared fact chooses which rule holds."""

    type: Literal["conditional"]
    ask: Label
    cases: Annotated[tuple[Case, ...], Field(min_length=2, max_length=10)]
    summary: ClassVar[str] = "cách tính tùy theo trường hợp khai báo"

    @field_validator("cases")
    @classmethod
    def _answers_differ(cls, cases: tuple[Case, ...]) -> tuple[Case, ...]:
        no_repeats(tuple(case.answer for case in cases))
        return cases

    def cells(self, stake: Stake) -> tuple[InputCell, ...]:
        asked = InputCell("answer", self.ask, InputKind.CHOICE, tuple(case.answer for case in self.cases))
        inner = [
            cell.under(f"case-{place}")
            for place, case in enumerate(self.cases, start=1)
            if case.rule is not None
            for cell in case.rule.cells(case.stake(stake))
        ]
        return (asked, *inner)

    def expression(self, stake: Stake, prefix: str = "") -> Expr:
        branches = tuple((case.answer, self._branch(case, place, stake, prefix)) for place, case in enumerate(self.cases, start=1))
        return expr.choose(prefix + "answer", branches)

    @staticmethod
    def _branch(case: Case, place: int, stake: Stake, prefix: str) -> Expr:
        if case.rule is None:
            return number(case.points or Fraction())
        return case.rule.expression(case.stake(stake), f"{prefix}case-{place}/")

    def most(self, stake: Stake) -> Fraction:
        return max(case.points or Fraction() if case.rule is None else case.rule.most(case.stake(stake)) for case in self.cases)

    def explanation(self, stake: Stake) -> tuple[str, ...]:
        lines: list[str] = []
        for case in self.cases:
            if case.rule is None:
                lines.append(f"{case.answer}: {_score(case.points or Fraction())}")
            else:
                lines += [f"{case.answer}:", *(f"  {line}" for line in case.rule.explanation(case.stake(stake)))]
        return tuple(lines)


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
        return stake.maximum

    def explanation(self, stake: Stake) -> tuple[str, ...]:
        step = f", lẻ đến {vietnamese(self.step)}" if self.step else ""
        return (f"Từ 0 đến {_score(stake.maximum)}{step}",)


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
        weighted = expr.Sum(
            tuple(expr.Product(count, Number(option.weight)) for count, option in zip(counts, self.options or (), strict=True))
        )
        return expr.Product(expr.Quotient(weighted, expr.Sum(tuple(counts))), Number(stake.maximum))

    def most(self, stake: Stake) -> Fraction:
        heaviest = max((option.weight for option in self.options or ()), default=Fraction(1))
        return stake.maximum * heaviest

    def explanation(self, stake: Stake) -> tuple[str, ...]:
        if self.scale is not None:
            low, high = self.scale
            return (f"Kết quả trên thang {vietnamese(low)}–{vietnamese(high)} được quy đổi ra tối đa {_score(stake.maximum)}",)
        weights = "; ".join(f"{option.label} {_percent(option.weight)}" for option in self.options or ())
        return (f"Bình quân các câu trả lời ({weights}) × {vietnamese(stake.maximum)}",)


AnyRule = Annotated[
    Choice | Ratio | Tiers | Count | Deadline | Checklist | Deduction | Conditional | JudgedPoints | External, Field(discriminator="type")
]
RULES: tuple[type[Rule], ...] = (Choice, Ratio, Tiers, Count, Deadline, Checklist, Deduction, Conditional, JudgedPoints, External)
Case.model_rebuild()
Conditional.model_rebuild()
