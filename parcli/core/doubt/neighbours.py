"""What decides between neighbours, and what to appraise first because it may move a rank or a class. Indexes in percent."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter
from typing import NamedTuple, TypeVar

from parcli.core import points
from parcli.core.doubt.values import RankSpan, Span
from parcli.core.edition import Block, Policies
from parcli.core.item import Item
from parcli.core.ranking import measure

_N = TypeVar("_N", int, Fraction)


class Way(NamedTuple):
    """How the points of an item count for an index: for or against it, and whether they are rescaled."""

    sign: int
    rescaled: bool


@dataclass(frozen=True, slots=True)
class Lead:
    """An item in which a unit is ahead of the one that follows it, and by how many percent of the index."""

    code: str
    lead: Fraction


@dataclass(frozen=True, slots=True)
class Mover:
    """An open item that alone may change its unit's rank or class: the index at its two ends, the ranks and the classes there."""

    unit: str
    code: str
    span: Span
    ranks: RankSpan
    classes: tuple[str | None, str | None]


def ways(items: Sequence[Item]) -> dict[str, Way]:
    """Return by code in which way the points of an item count for an index."""
    return {
        item.code: Way(-1 if item.area.kind == "penalty" else 1, rescaled=item.area.kind == "points" and item.criterion.assessed_by != "survey")
        for item in items
    }


def rates(factor: Fraction, maximum: Fraction) -> tuple[Fraction, Fraction]:
    """Return how many percent of the index a point is: one that is not rescaled, and one that is.

    ``factor`` is that of rescaling, ``maximum`` the points that make 100 %.
    """
    plain = 100 / maximum if maximum else Fraction()
    return plain, plain * factor


def contributions(ways: Mapping[str, Way], finals: Mapping[str, _N], plain: _N, grown: _N) -> dict[str, _N]:
    """Return what each item adds to a unit's index.

    ``finals`` are the points of the items that count, ``plain`` and ``grown`` the rates. All may be whole numbers of parts.
    Caps of bonus and penalty areas and the ends of the scale are left out: beyond them the index is less than the sum.
    """
    rate = {way: way.sign * (grown if way.rescaled else plain) for way in set(ways.values())}
    return {code: final * rate[ways[code]] for code, final in finals.items()}


def deciding(upper: Mapping[str, _N], lower: Mapping[str, _N], gap: Fraction, whole: int = 1) -> tuple[Lead, ...]:
    """Return the fewest items that account for a gap between two units: those with the greatest lead, until they cover it.

    What items add comes in so many parts (``whole``) of a percent, the gap in percent. An item that only one of the units has
    counts as nothing for the other. No gap, no items.
    """
    leads = [(code, added - lower.get(code, 0)) for code, added in upper.items()]
    leads += [(code, -added) for code, added in lower.items() if code not in upper]
    ahead = sorted((one for one in leads if one[1] > 0), key=itemgetter(1), reverse=True)
    found: list[Lead] = []
    covered, wanted = Fraction(), gap * whole
    for code, lead in ahead:
        if covered >= wanted:
            break
        found.append(Lead(code, Fraction(lead, whole)))
        covered += lead
    return tuple(found)


def movers(block: Block, policies: Policies, indexes: Mapping[str, Fraction], alone: Mapping[tuple[str, str], Span]) -> tuple[Mover, ...]:
    """Return the open items that alone may move a rank or a class, those that move most ranks first.

    ``indexes`` are those of the ranked units as they stand, ``alone`` the index of a unit at the two ends of one item of it.
    Ranks count the units that are strictly ahead.
    """
    at = measure(policies)
    standing = sorted(points.sortable(at(index)) for index in indexes.values())
    found = [
        _mover(block, unit, code, Span(at(span.low), at(span.high)), standing, at(indexes[unit]))
        for (unit, code), span in alone.items()
        if unit in indexes
    ]
    moving = [one for one in found if one.ranks.best != one.ranks.worst or one.classes[0] != one.classes[1]]
    return tuple(sorted(moving, key=lambda one: (one.ranks.best - one.ranks.worst, one.span.low - one.span.high, one.unit, one.code)))


def _mover(block: Block, unit: str, code: str, span: Span, standing: Sequence[tuple[int, Fraction]], own: Fraction) -> Mover:
    best, worst = (1 + len(standing) - bisect_right(standing, points.sortable(end)) - (own > end) for end in (span.high, span.low))
    return Mover(unit, code, span, RankSpan(best, worst), (block.class_of(span.low), block.class_of(span.high)))
