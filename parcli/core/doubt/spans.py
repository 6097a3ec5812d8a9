"""How far a unit's index may move: the totals at both ends of what is open, by the same arithmetic as the result itself.

A total grows with every item of the points and bonus areas and falls with every penalty, so the ends of the items give the
ends of the total. Whether an item leaves is tried both ways, since leaving may raise an index or lower it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from parcli.core.doubt.values import OpenItem, Span
from parcli.core.edition import Block, Policies
from parcli.core.scoring import index_of
from parcli.core.scoring.outcome import ItemResult, UnitResult
from parcli.core.scoring.totals import Footing, area_result, figure_of, footing, is_survey, survey_in_points

MOST_CLAIMS = 10
"""So many open claims of a unit are tried both ways, in every combination."""


def span(block: Block, policies: Policies, result: UnitResult, opened: Sequence[OpenItem], *, provisional: bool) -> Span | None:
    """Return the ends of a unit's index in percent; None where it has no index."""
    if result.index is None:
        return None
    if not opened:
        return Span(result.index, result.index)
    claims = [one.code for one in opened if one.may_leave]
    tried, by_code = claims[:MOST_CLAIMS], {one.code: one for one in opened}
    ends = [
        index
        for leaving in product((True, False), repeat=len(tried))
        for index in _ends(block, policies, result, by_code, dict(zip(tried, leaving, strict=True)), provisional=provisional)
    ]
    every = [*ends, result.index]
    return Span(min(every), max(every), exact=len(claims) <= MOST_CLAIMS)


@dataclass(frozen=True, slots=True)
class Alone:
    """A unit's result taken apart, so that the ends of one item after another need only its own area added up anew."""

    block: Block
    policies: Policies
    result: UnitResult
    provisional: bool
    footing: Footing
    members: Mapping[str, tuple[ItemResult, ...]]

    @classmethod
    def of(cls, block: Block, policies: Policies, result: UnitResult, *, provisional: bool) -> Alone:
        """Take a result apart."""
        members: dict[str, list[ItemResult]] = defaultdict(list)
        for one in result.items:
            members[one.item.area.code].append(one)
        return cls(block, policies, result, provisional, footing(block, result.items), {code: tuple(each) for code, each in members.items()})

    def span(self, opened: OpenItem) -> Span | None:
        """Return the ends of the unit's index in percent when this item alone is not as it stands; None where it has no index."""
        own = next((one for one in self.result.items if one.code == opened.code), None)
        if self.result.index is None or own is None or opened.may_leave or not self._moves_alone(own):
            return span(self.block, self.policies, self.result, (opened,), provisional=self.provisional)
        ends = [self._index(own, _at_end(own, opened, None, highest=highest)) for highest in (False, True)]
        every = [*(index for index in ends if index is not None), self.result.index]
        return Span(min(every), max(every))

    def _moves_alone(self, own: ItemResult) -> bool:
        """Whether the item's figure is all that changes: it counts as it stands, and nothing else is waited for."""
        others_wait = any(one.waits_for for one in self.result.items if one is not own)
        return own.counts and own.treatment is None and (self.provisional or not others_wait)

    def _index(self, own: ItemResult, moved: ItemResult) -> Fraction | None:
        place = own.item.area.code
        items = tuple(moved if one is own else one for one in self.members[place])
        areas = tuple(
            area_result(area.code, area.kind, self._maximum(area.code), items, self.policies) if area.code == place else area
            for area in self.result.areas
        )
        on = self.footing
        if is_survey(own):
            on = replace(on, survey=survey_in_points(tuple(moved if one is own else one for one in self.result.items)))
        figure = figure_of(self.policies, areas, on)
        return None if figure is None or not on.maximum else 100 * figure / on.maximum

    def _maximum(self, code: str) -> Fraction:
        return next(area.maximum for area in self.block.areas if area.code == code)


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
