"""What a group of adversary runs reports: a line of the one table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """What was tried, the goal, the figure reached, and whether it was held; None where it was not run."""

    what: str
    goal: str
    reached: str
    held: bool | None
