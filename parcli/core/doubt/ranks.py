"""From spans of indexes to spans of ranks, by the edition's rule for ties.

Each unit's open items are its own: whatever the others come to, a unit may come to either end. So its best rank is that
at its highest index with all others at their lowest, its worst the other way round.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from fractions import Fraction

from parcli.core import points
from parcli.core.doubt.values import RankSpan, Span
from parcli.core.edition import Policies
from parcli.core.ranking import measure

_Key = tuple[int, Fraction]


def rank_spans(policies: Policies, spans: Mapping[str, Span], ranks: Mapping[str, int]) -> dict[str, RankSpan]:
    """Return the best and the worst rank of each ranked unit; ``ranks`` are those of the ranking itself.

    With dense ranks the two are bounds: units above may come to share a rank in more ways than are tried.
    """
    at = measure(policies)
    ends = {unit: Span(at(one.low), at(one.high), one.exact) for unit, one in spans.items()}
    if policies.ties == "dense":
        return {unit: _dense(unit, ends, ranks) for unit in ends}
    lows = sorted(points.sortable(one.low) for one in ends.values())
    highs = sorted(points.sortable(one.high) for one in ends.values())
    return {unit: _counted(unit, ends, lows, highs, ranks, policies) for unit in ends}


def _counted(
    unit: str, ends: Mapping[str, Span], lows: Sequence[_Key], highs: Sequence[_Key], ranks: Mapping[str, int], policies: Policies
) -> RankSpan:
    own = ends[unit]
    low, high = points.sortable(own.low), points.sortable(own.high)
    surely_above = len(lows) - bisect_right(lows, high)
    perhaps_above = len(highs) - bisect_right(highs, low) - (high > low)
    if policies.ties == "ordinal":
        # A tie of two units of which one is open may be broken either way; two that are settled stay as they are ranked.
        level = bisect_right(highs, low) - bisect_left(highs, low)
        settled = [each for each, one in ends.items() if each != unit and one.settled and own.settled and one.low == own.low]
        first = sum(ranks[each] < ranks[unit] for each in settled)
        surely_above += first
        perhaps_above += level - (own.high == own.low) - len(settled) + first
    return RankSpan(min(1 + surely_above, ranks[unit]), max(1 + perhaps_above, ranks[unit]))


def _dense(unit: str, ends: Mapping[str, Span], ranks: Mapping[str, int]) -> RankSpan:
    own = ends[unit]
    others = [one for each, one in ends.items() if each != unit]
    best = 1 + _fewest([one for one in others if one.low > own.high])
    above = [one for one in others if one.high > own.low]
    worst = 1 + len({one.low for one in above if one.settled}) + sum(not one.settled for one in above)
    return RankSpan(min(best, ranks[unit]), max(worst, ranks[unit]))


def _fewest(spans: Sequence[Span]) -> int:
    """Return how few different values these spans can come to: each value taken ends as many of them as it can."""
    count, reached = 0, None
    for one in sorted(spans, key=lambda each: each.high):
        if reached is None or one.low > reached:
            count, reached = count + 1, one.high
    return count
