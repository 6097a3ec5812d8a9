"""What decides between neighbours, and what to appraise first because it may move a rank or a class. Indexes in percent."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parcli.core.doubt.values import RankSpan, Span
from parcli.core.edition import Block, Item, Policies
from parcli.core.ranking import measure


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


def contributions(items: Sequence[Item], finals: Mapping[str, Fraction], factor: Fraction, maximum: Fraction) -> dict[str, Fraction]:
    """Return what each item adds to a unit's index, in percent.

    ``finals`` are the points of the items that count, ``factor`` that of rescaling, ``maximum`` the points that make 100 %.
    Caps of bonus and penalty areas and the ends of the scale are left out: beyond them the index is less than the sum.
    """
    if not maximum:
        return {}
    plain = 100 / maximum
    grown = plain * factor
    shares = {}
    for item in items:
        if item.code not in finals:
            continue
        rescaled = item.area.kind == "points" and item.criterion.assessed_by != "survey"
        share = finals[item.code] * (grown if rescaled else plain)
        shares[item.code] = -share if item.area.kind == "penalty" else share
    return shares


def deciding(upper: Mapping[str, Fraction], lower: Mapping[str, Fraction], gap: Fraction) -> tuple[Lead, ...]:
    """Return the fewest items that account for a gap between two units: those with the greatest lead, until they cover it.

    An item that only one of them has counts as nothing for the other. No gap, no items.
    """
    leads = [Lead(code, upper.get(code, Fraction()) - lower.get(code, Fraction())) for code in dict.fromkeys((*upper, *lower))]
    ahead = sorted((one for one in leads if one.lead > 0), key=lambda one: -one.lead)
    found: list[Lead] = []
    covered = Fraction()
    for one in ahead:
        if covered >= gap:
            break
        found.append(one)
        covered += one.lead
    return tuple(found)


def movers(block: Block, policies: Policies, indexes: Mapping[str, Fraction], alone: Mapping[tuple[str, str], Span]) -> tuple[Mover, ...]:
    """Return the open items that alone may move a rank or a class, those that move most ranks first.

    ``indexes`` are those of the ranked units as they stand, ``alone`` the index of a unit at the two ends of one item of it.
    Ranks count the units that are strictly ahead.
    """
    at = measure(policies)
    standing = sorted(at(index) for index in indexes.values())
    found = [
        _mover(block, unit, code, Span(at(span.low), at(span.high)), standing, at(indexes[unit]))
        for (unit, code), span in alone.items()
        if unit in indexes
    ]
    moving = [one for one in found if one.ranks.best != one.ranks.worst or one.classes[0] != one.classes[1]]
    return tuple(sorted(moving, key=lambda one: (one.ranks.best - one.ranks.worst, one.span.low - one.span.high, one.unit, one.code)))


def _mover(block: Block, unit: str, code: str, span: Span, standing: Sequence[Fraction], own: Fraction) -> Mover:
    best, worst = (1 + len(standing) - bisect_right(standing, end) - (own > end) for end in (span.high, span.low))
    return Mover(unit, code, span, RankSpan(best, worst), (block.class_of(span.low), block.class_of(span.high)))
