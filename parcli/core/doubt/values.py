"""What is not settled yet, and how far it may move a unit: plain values. Points and percent are exact."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An item whose points are not settled: the least and the most it may come to in points, and why.

    ``may_leave``: a claim that it does not apply has still to be answered, so it may also be taken out.
    """

    code: str
    low: Fraction
    high: Fraction
    why: tuple[str, ...]
    may_leave: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """The lowest and the highest index that a unit may come to, in percent.

    ``exact`` is False where more claims are open than were tried: the claims left over count as the unit made them.
    """

    low: Fraction
    high: Fraction
    exact: bool = True

    @property
    def settled(self) -> bool:
        """Whether nothing may move it."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class RankSpan:
    """The best and the worst rank that a unit may come to."""

    best: int
    worst: int
