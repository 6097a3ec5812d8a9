"""From standings and details to a block's book: ranks, what may still move them, what decides between neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import lcm

from parcli.core.doubt import Lead, OpenItem, RankSpan, Span, deciding, draws_for, movers, rank_spans, weight_spans
from parcli.core.edition import Block, Policies
from parcli.core.points import total
from parcli.core.rankbook.item_table import ItemTable
from parcli.core.rankbook.values import BlockBook, Lost, RankedUnit, UnitDetail
from parcli.core.ranking import BlockRanking, Row, Standing, rank

_NOTHING = Fraction()


@dataclass(frozen=True, slots=True)
class Outline:
    """A block's ranking and the ranks that open items may lead to: what is known before items are gone through and weights drawn."""

    ranking: BlockRanking
    spans: Mapping[str, RankSpan]


def outline(block: Block, policies: Policies, standings: Sequence[Standing], details: Mapping[str, UnitDetail], *, provisional: bool) -> Outline:
    """Return the outline of a block's book."""
    ranking = rank(block, policies, standings, provisional=provisional)
    ranks = {row.unit: row.rank for row in ranking.rows}
    return Outline(ranking, rank_spans(policies, {row.unit: _span(row, details) for row in ranking.rows}, ranks))


def drawn_ranks(block: Block, ranking: BlockRanking) -> dict[str, RankSpan]:
    """Return the ranks between which each ranked unit of a block stays in nine of ten rankings under drawn weights."""
    return weight_spans(
        {row.unit: _area_indexes(row) for row in ranking.rows}, {area.code: area.maximum for area in block.areas if area.kind == "points"}
    )


def block_book(
    block: Block,
    policies: Policies,
    year: int,
    standings: Sequence[Standing],
    details: Mapping[str, UnitDetail],
    *,
    provisional: bool,
) -> BlockBook:
    """Return a block's book. A unit that is not ranked, or of which no details are known, has no place in it beyond the ranking's list."""
    return whole_book(block, policies, year, outline(block, policies, standings, details, provisional=provisional), details)


def whole_book(
    block: Block,
    policies: Policies,
    year: int,
    known: Outline,
    details: Mapping[str, UnitDetail],
    drawn: Callable[[], Mapping[str, RankSpan] | None] | None = None,
) -> BlockBook:
    """Return the book of an outline.

    ``drawn`` gives what ``drawn_ranks`` returns where somebody else has drawn meanwhile; it is asked last, None draws here.
    """
    ranking = known.ranking
    table = ItemTable(block.items(year), [row.unit for row in ranking.rows], details)
    leads = _leads(ranking.rows, table)
    standings_of = {row.unit: table.standings(row.unit) for row in ranking.rows}
    lost = {row.unit: table.lost(row.unit) for row in ranking.rows}
    moving = movers(block, policies, {row.unit: row.index for row in ranking.rows}, _alone(ranking, details))
    weights = (None if drawn is None else drawn()) or drawn_ranks(block, ranking)
    units = tuple(
        RankedUnit(
            row=row,
            span=known.spans[row.unit],
            weights=weights[row.unit],
            gap=leads[row.unit][0],
            leads=leads[row.unit][1],
            items=standings_of[row.unit],
            lost=lost[row.unit],
            opened=_opened(row, details),
        )
        for row in ranking.rows
    )
    return BlockBook(
        ranking=ranking,
        units=units,
        area_means={area.code: _mean(row.areas.get(area.code, (None, None))[0] for row in ranking.rows) for area in block.areas},
        item_means=table.means,
        movers=moving,
        draws=draws_for(len(ranking.rows)),
    )


def outline_book(known: Outline, details: Mapping[str, UnitDetail]) -> BlockBook:
    """Return the book of an outline as far as it goes: ranks, what is open, and which ranks that may lead to."""
    bare = bare_book(known.ranking)
    units = (replace(one, span=known.spans[one.row.unit], opened=_opened(one.row, details)) for one in bare.units)
    return replace(bare, units=tuple(units))


def bare_book(ranking: BlockRanking) -> BlockBook:
    """Return the book of a ranking of which nothing else is known: no details, nothing open, nothing drawn."""
    areas = dict.fromkeys(code for row in ranking.rows for code in row.areas)
    return BlockBook(
        ranking=ranking,
        units=tuple(_bare_unit(upper, lower) for upper, lower in zip(ranking.rows, (*ranking.rows[1:], None), strict=False)),
        area_means={code: _mean(row.areas.get(code, (None, None))[0] for row in ranking.rows) for code in areas},
        item_means={},
        movers=(),
        draws=0,
    )


def _bare_unit(row: Row, below: Row | None) -> RankedUnit:
    alone = RankSpan(row.rank, row.rank)
    gap = None if below is None else row.index - below.index
    return RankedUnit(row, alone, alone, gap, (), {}, Lost(_NOTHING, _NOTHING, _NOTHING, _NOTHING), ())


def _opened(row: Row, details: Mapping[str, UnitDetail]) -> tuple[OpenItem, ...]:
    return details[row.unit].opened if row.unit in details else ()


def _span(row: Row, details: Mapping[str, UnitDetail]) -> Span:
    """Return the span of a ranked unit's index; one of which nothing is open stays where it is."""
    known = details.get(row.unit)
    return Span(row.index, row.index) if known is None or known.span is None else known.span


def _area_indexes(row: Row) -> dict[str, Fraction | None]:
    return {code: index for code, (index, _) in row.areas.items()}


def _alone(ranking: BlockRanking, details: Mapping[str, UnitDetail]) -> dict[tuple[str, str], Span]:
    known = (details[row.unit] for row in ranking.rows if row.unit in details)
    return {(one.unit, code): span for one in known for code, span in one.alone.items()}


def _leads(rows: Sequence[Row], table: ItemTable) -> dict[str, tuple[Fraction | None, tuple[Lead, ...]]]:
    """Return by how much each unit is ahead of the one that follows, and in which items."""
    added = [table.added(row.unit) for row in rows]
    found: dict[str, tuple[Fraction | None, tuple[Lead, ...]]] = {row.unit: (None, ()) for row in rows[-1:]}
    for (upper, ours), (lower, theirs) in pairwise(zip(rows, added, strict=True)):
        gap, whole = upper.index - lower.index, lcm(ours.whole, theirs.whole)
        found[upper.unit] = (gap, deciding(ours.in_parts(whole), theirs.in_parts(whole), gap, whole))
    return found


def _mean(values: Iterable[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return total(known) / len(known) if known else None
