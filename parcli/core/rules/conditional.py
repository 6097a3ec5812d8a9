"""A declared fact that chooses among rules, and the closed set of all ten."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field, field_validator, model_validator

from parcli.core import expr
from parcli.core.expr import Expr, number
from parcli.core.fields import Caption, Definition, Label, Points, Positive, fault, no_repeats
from parcli.core.rules.base import InputCell, InputKind, Rule, Stake, in_points
from parcli.core.rules.choice import Checklist, Choice
from parcli.core.rules.counted import Count, Deduction, JudgedPoints
from parcli.core.rules.dated import Deadline
from parcli.core.rules.measured import Ratio, Tiers
from parcli.core.rules.outside import External


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
    ask: Caption
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
                lines.append(f"{case.answer}: {in_points(case.points or Fraction())}")
            else:
                lines += [f"{case.answer}:", *(f"  {line}" for line in case.rule.explanation(case.stake(stake)))]
        return tuple(lines)


AnyRule = Annotated[
    Choice | Ratio | Tiers | Count | Deadline | Checklist | Deduction | Conditional | JudgedPoints | External, Field(discriminator="type")
]
RULES: tuple[type[Rule], ...] = (Choice, Ratio, Tiers, Count, Deadline, Checklist, Deduction, Conditional, JudgedPoints, External)
Case.model_rebuild()
Conditional.model_rebuild()
