"""Points that changed from one return to the next, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from parcli.core.scoring import ItemResult


@dataclass(frozen=True, slots=True)
class PointsChange:
    """One item's own points before and now; None while unknown. ``out`` says that the item was, or is, taken out of the sum.

    ``gain`` is what the unit gains (a smaller deduction is a gain), None where one of the two is unknown or out.
    """

    item: str
    former: Fraction | None
    present: Fraction | None
    former_out: bool
    present_out: bool
    gain: Fraction | None
    cell: str


def changed_points(former: Sequence[ItemResult], present: Sequence[ItemResult]) -> tuple[PointsChange, ...]:
    """Return the items whose own points are not what they were, in the order of the sheet."""
    before = {one.code: one for one in former}
    changes = (_change(before[one.code], one) for one in present if one.code in before and one.item.criterion.assessed_by != "survey")
    return tuple(one for one in changes if (one.former, one.former_out) != (one.present, one.present_out))


def _change(was: ItemResult, now: ItemResult) -> PointsChange:
    gain = None
    if was.computed is not None and now.computed is not None:
        gain = now.computed - was.computed
        gain = -gain if now.item.area.kind == "penalty" else gain
    return PointsChange(now.code, was.computed, now.computed, was.status == "removed", now.status == "removed", gain, now.cell or "")
