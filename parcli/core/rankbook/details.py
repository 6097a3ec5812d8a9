"""From a unit's result to what its ranking needs besides the totals: its items, and how far what is open may move it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from parcli.core.doubt import Alone, OpenItem, Span, span
from parcli.core.edition import Block, Policies
from parcli.core.rankbook.values import ItemFigures, UnitDetail
from parcli.core.scoring import UnitResult, rescale_factor


def detail_of(block: Block, policies: Policies, result: UnitResult, opened: Sequence[OpenItem], *, provisional: bool) -> UnitDetail:
    """Return a unit's details. A unit without an index has no spans."""
    apart = Alone.of(block, policies, result, provisional=provisional)
    ends = {one.code: apart.span(one) for one in opened}
    return UnitDetail(
        unit=result.unit,
        factor=rescale_factor(result.items) or Fraction(1),
        maximum=result.maximum,
        items={one.code: ItemFigures(one.code, one.item.maximum, one.computed, one.final, one.counts) for one in result.items},
        opened=tuple(opened),
        alone={code: each for code, each in ends.items() if isinstance(each, Span)},
        span=span(block, policies, result, opened, provisional=provisional),
    )
