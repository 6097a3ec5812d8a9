"""The ten ways to score an item.

Each rule says in one place: its YAML fields, its input cells, its arithmetic as one expression, its
explanation in Vietnamese, and the most it can give. ``docs/rules.md`` is made from here.
"""

from __future__ import annotations

from parcli.core.rules.base import NO, NOT_DONE, YES, InputCell, InputKind, Rule, Stake
from parcli.core.rules.choice import Checklist, Choice, Level, Tick
from parcli.core.rules.conditional import RULES, AnyRule, Case, Conditional
from parcli.core.rules.counted import Count, Deduction, JudgedPoints
from parcli.core.rules.dated import DaysAfter, Deadline, Late
from parcli.core.rules.measured import Band, Ratio, Tiers
from parcli.core.rules.outside import External, Option

__all__ = [
    "NO", "NOT_DONE", "RULES", "YES", "AnyRule", "Band", "Case", "Checklist", "Choice", "Conditional", "Count", "DaysAfter", "Deadline",
    "Deduction", "External", "InputCell", "InputKind", "JudgedPoints", "Late", "Level", "Option", "Ratio", "Rule", "Stake", "Tick", "Tiers",
]  # fmt: skip
