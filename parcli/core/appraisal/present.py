"""What appraisal has before it: each unit's items as they stand now, and what of them is to be appraised in a round."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from parcli.core import words
from parcli.core.appraisal.values import Opinion
from parcli.core.cycle import Unit
from parcli.core.edition import Policies
from parcli.core.rules import JudgedPoints
from parcli.core.scoring.outcome import ItemResult
from parcli.core.submission import SelfAssessment

_ENTERED = 12
_APPRAISED = ("self", "appraisal")


@dataclass(frozen=True, slots=True)
class Present:
    """A unit as it stands: the hash of its workbook, its items with its own points, and what it entered for each.

    ``items`` are scored without appraisal. ``exempt`` are the items of which it was decided that they do not apply.
    """

    unit: Unit
    sha256: str
    items: Mapping[str, ItemResult]
    records: Mapping[str, SelfAssessment] = field(default_factory=dict)
    exempt: frozenset[str] = frozenset()

    def entered(self, item: str) -> str:
        """Return a short hash of what the unit entered for an item: inputs, estimates and whether it applies."""
        record = self.records.get(item)
        if record is None:
            return ""
        answers = sorted((name, _said(one.value, one.raw), one.estimated) for name, one in record.answers.items())
        claim = "refused" if record.claim_refused else record.claim.value if record.claim else ""
        return hashlib.sha256(json.dumps([claim, answers], ensure_ascii=False).encode()).hexdigest()[:_ENTERED]

    def estimated(self, item: str) -> bool:
        """Whether a figure of the item includes an estimate."""
        record = self.records.get(item)
        return record is not None and record.claim is None and any(one.estimated for one in record.answers.values())

    def claimed(self, item: str) -> bool:
        """Whether the unit claims that the item does not apply, and the claim can stand."""
        record = self.records.get(item)
        return record is not None and record.claim is not None and not record.claim_refused and item not in self.exempt

    def appraised(self) -> tuple[ItemResult, ...]:
        """Return the items that are appraised: not those of surveys or the Council, nor those decided not to apply."""
        return tuple(one for code, one in self.items.items() if one.item.criterion.assessed_by in _APPRAISED and code not in self.exempt)


def _said(value: object, raw: str) -> str:
    return words.tidy(raw) if value is None else str(value)


def second_round(present: Present, opinions: Sequence[Opinion]) -> tuple[ItemResult, ...]:
    """Return the items that the second round opens: those that the first one questioned, and all estimates."""
    asked = {one.item for one in opinions if one.stage == "round_1" and one.unit == present.unit.id and one.request}
    return tuple(one for one in present.appraised() if one.code in asked or present.estimated(one.code))


def most(one: ItemResult, policies: Policies) -> Fraction:
    """Return the highest figure that appraisal may give.

    Where the policy keeps it from giving more than the unit claims, that is the unit's own figure. In a penalty area
    points are a deduction, and a greater one is no gain.
    """
    if policies.appraisal_may_exceed_self or one.computed is None or one.item.area.kind == "penalty":
        return one.item.maximum
    return min(one.computed, one.item.maximum)


def least(one: ItemResult, policies: Policies) -> Fraction:
    """Return the lowest figure that appraisal may give: in a penalty area that is the unit's own deduction, where the policy is strict."""
    if policies.appraisal_may_exceed_self or one.computed is None or one.item.area.kind != "penalty":
        return Fraction()
    return min(one.computed, one.item.maximum)


def step(one: ItemResult) -> Fraction | None:
    """Return the step in which points of the item are given, None where there is none."""
    rule = one.item.criterion.rule
    return rule.step if isinstance(rule, JudgedPoints) else None
