"""How far a unit's index may move: the totals at both ends of what is open, by the same arithmetic as the result itself.

A total grows with every item of the points and bonus areas and falls with every penalty, so the ends of the items give the
ends of the total. Whether an item leaves is tried both ways, since leaving may raise an index or lower it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

from parcli.core.doubt.values import OpenItem, Span
from parcli.core.edition import Block, Policies
from parcli.core.scoring import index_of
from parcli.core.scoring.outcome import ItemResult, UnitResult

MOST_CLAIMS = 10
"""So many open claims of a unit are tried both ways, in every combination."""


def span(block: Block, policies: Policies, result: UnitResult, opened: Sequence[OpenItem], *, provisional: bool) -> Span | None:
    """Return the ends of a unit's index in percent; None where it has no index."""
    if result.index is None:
        return None
    claims = [one.code for one in opened if one.may_leave]
    tried, by_code = claims[:MOST_CLAIMS], {one.code: one for one in opened}
    ends = [
        index
        for leaving in product((True, False), repeat=len(tried))
        for index in _ends(block, policies, result, by_code, dict(zip(tried, leaving, strict=True)), provisional=provisional)
    ]
    every = [*ends, result.index]
    return Span(min(every), max(every), exact=len(claims) <= MOST_CLAIMS)


def alone(block: Block, policies: Policies, result: UnitResult, opened: OpenItem, *, provisional: bool) -> Span | None:
    """Return the ends of a unit's index when this item alone is not as it stands."""
    return span(block, policies, result, (opened,), provisional=provisional)


def _ends(
    block: Block, policies: Policies, result: UnitResult, opened: Mapping[str, OpenItem], leaves: Mapping[str, bool], *, provisional: bool
) -> Iterator[Fraction]:
    for highest in (False, True):
        items = tuple(_at_end(one, opened.get(one.code), leaves.get(one.code), highest=highest) for one in result.items)
        index = index_of(block, policies, items, provisional=provisional)
        if index is not None:
            yield index


def _at_end(one: ItemResult, opened: OpenItem | None, leaves: bool | None, *, highest: bool) -> ItemResult:  # noqa: FBT001
    """Return an item as it is where one end comes true. ``leaves`` is None where that is not the question."""
    if opened is None or (leaves is None and opened.may_leave):
        return one
    if leaves:
        return one if one.status == "removed" else replace(one, status="removed", final=None, waits_for=())
    upper = highest != (one.item.area.kind == "penalty")
    return replace(one, treatment=None, status="known", final=opened.high if upper else opened.low, waits_for=())
