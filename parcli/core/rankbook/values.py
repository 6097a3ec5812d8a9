"""A block's ranking with all that makes it readable: plain values. Points and percent of the index are exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from parcli.core.doubt.neighbours import Lead, Mover
from parcli.core.doubt.values import OpenItem, RankSpan, Span
from parcli.core.ranking import BlockRanking, Row


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """An item's figures of one unit in points: what the unit claims, what it got; ``counts``: whether its maximum counts."""

    code: str
    maximum: Fraction
    own: Fraction | None
    final: Fraction | None
    counts: bool


@dataclass(frozen=True, slots=True)
class UnitDetail:
    """What is known of a unit besides its standing.

    ``factor`` is that of rescaling, ``maximum`` the points that make 100 %. ``opened`` are its open items, ``alone`` its index
    at the ends of each of them, ``span`` at the ends of all of them.
    """

    unit: str
    factor: Fraction
    maximum: Fraction
    items: Mapping[str, ItemFigures]
    opened: tuple[OpenItem, ...] = ()
    alone: Mapping[str, Span] = field(default_factory=dict)
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """A unit's points of an item in percent of its maximum, and its rank there; None where it has no figure that counts."""

    figures: ItemFigures
    share: Fraction | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class Lost:
    """Where a unit lost points, in points: it did not claim them, appraisal lowered them, the survey, penalties."""

    not_claimed: Fraction
    lowered: Fraction
    survey: Fraction
    penalty: Fraction


@dataclass(frozen=True, slots=True)
class Former:
    """A unit's standing a year before: rank and index in percent, areas' indexes by present code; None and why where it does not compare."""

    rank: int | None
    units: int | None
    index: Fraction | None
    areas: Mapping[str, Fraction | None]
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class YearBefore:
    """The former ranking that stands beside a block: which it is, whether it was provisional, and in words why areas do not compare, by code."""

    cycle: str
    edition: str
    year: int
    taken_from: str
    provisional: bool
    areas: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """A ranked unit with its doubt and its neighbours.

    ``span`` are the ranks that open items may lead to, ``weights`` those between which it stays in nine of ten rankings under
    drawn weights. ``gap`` is the index ahead of the unit that follows, in percent; ``leads`` the items that decide it.
    ``former`` is None where no former year was given.
    """

    row: Row
    span: RankSpan
    weights: RankSpan
    gap: Fraction | None
    leads: tuple[Lead, ...]
    items: Mapping[str, ItemStanding]
    lost: Lost
    opened: tuple[OpenItem, ...]
    former: Former | None = None


@dataclass(frozen=True, slots=True)
class BlockBook:
    """A block: its ranking, its units in rank order, means by area in percent, what to appraise first, how many rankings were drawn."""

    ranking: BlockRanking
    units: tuple[RankedUnit, ...]
    area_means: Mapping[str, Fraction | None]
    item_means: Mapping[str, Fraction | None]
    movers: tuple[Mover, ...]
    draws: int
    before: YearBefore | None = None
