"""From standings and details to a block's book: ranks, what may still move them, what decides between neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from parcli.core.doubt import Lead, RankSpan, Span, contributions, deciding, draws_for, movers, rank_spans, weight_spans
from parcli.core.edition import Block, Item, Policies
from parcli.core.rankbook.values import BlockBook, ItemFigures, ItemStanding, Lost, RankedUnit, UnitDetail
from parcli.core.ranking import BlockRanking, Row, Standing, rank

_NOTHING = Fraction()


def block_book(
    block: Block, policies: Policies, year: int, standings: Sequence[Standing], details: Mapping[str, UnitDetail], *, provisional: bool
) -> BlockBook:
    """Return a block's book. A unit that is not ranked, or of which no details are known, has no place in it beyond the ranking's list."""
    ranking = rank(block, policies, standings, provisional=provisional)
    items = block.items(year)
    ranks = {row.unit: row.rank for row in ranking.rows}
    spans = rank_spans(policies, {row.unit: _span(row, details) for row in ranking.rows}, ranks)
    weights = weight_spans(
        {row.unit: _area_indexes(row) for row in ranking.rows}, {area.code: area.maximum for area in block.areas if area.kind == "points"}
    )
    standing = _item_standings(items, [row.unit for row in ranking.rows], details)
    leads = _leads(items, ranking.rows, details)
    units = tuple(
        RankedUnit(
            row=row,
            span=spans[row.unit],
            weights=weights[row.unit],
            gap=leads[row.unit][0],
            leads=leads[row.unit][1],
            items=standing[row.unit],
            lost=_lost(items, details.get(row.unit)),
            opened=details[row.unit].opened if row.unit in details else (),
        )
        for row in ranking.rows
    )
    return BlockBook(
        ranking=ranking,
        units=units,
        area_means={area.code: _mean(row.areas.get(area.code, (None, None))[0] for row in ranking.rows) for area in block.areas},
        item_means={item.code: _mean(one.items[item.code].share for one in units if item.code in one.items) for item in items},
        movers=movers(block, policies, {row.unit: row.index for row in ranking.rows}, _alone(ranking, details)),
        draws=draws_for(len(ranking.rows)),
    )


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


def _span(row: Row, details: Mapping[str, UnitDetail]) -> Span:
    """Return the span of a ranked unit's index; one of which nothing is open stays where it is."""
    known = details.get(row.unit)
    return Span(row.index, row.index) if known is None or known.span is None else known.span


def _area_indexes(row: Row) -> dict[str, Fraction | None]:
    return {code: index for code, (index, _) in row.areas.items()}


def _alone(ranking: BlockRanking, details: Mapping[str, UnitDetail]) -> dict[tuple[str, str], Span]:
    known = (details[row.unit] for row in ranking.rows if row.unit in details)
    return {(one.unit, code): span for one in known for code, span in one.alone.items()}


def _item_standings(items: Sequence[Item], units: Sequence[str], details: Mapping[str, UnitDetail]) -> dict[str, dict[str, ItemStanding]]:
    """Return each unit's standing in every item; fewer points of a penalty are better."""
    found: dict[str, dict[str, ItemStanding]] = {unit: {} for unit in units}
    for item in items:
        figures = {unit: details[unit].items[item.code] for unit in units if unit in details and item.code in details[unit].items}
        shares = {unit: _share(one) for unit, one in figures.items()}
        first = _first_places((share for share in shares.values() if share is not None), falling=item.area.kind != "penalty")
        for unit, one in figures.items():
            share = shares[unit]
            found[unit][item.code] = ItemStanding(one, share, None if share is None else first[share])
    return found


def _first_places(values: Iterable[Fraction], *, falling: bool) -> dict[Fraction, int]:
    """Return the place of each value, equal ones sharing the first; few of them differ, so only those are sorted."""
    counts, place, found = Counter(values), 1, {}
    for value in sorted(counts, reverse=falling):
        found[value] = place
        place += counts[value]
    return found


def _share(one: ItemFigures) -> Fraction | None:
    return None if one.final is None or not one.counts or not one.maximum else _percent(one.final, one.maximum)


@lru_cache(maxsize=65_536)  # points of an item repeat from unit to unit
def _percent(part: Fraction, whole: Fraction) -> Fraction:
    return 100 * part / whole


def _leads(items: Sequence[Item], rows: Sequence[Row], details: Mapping[str, UnitDetail]) -> dict[str, tuple[Fraction | None, tuple[Lead, ...]]]:
    """Return by how much each unit is ahead of the one that follows, and in which items."""
    shares = {row.unit: _contributions(items, details.get(row.unit)) for row in rows}
    found: dict[str, tuple[Fraction | None, tuple[Lead, ...]]] = {}
    for upper, lower in zip(rows, (*rows[1:], None), strict=False):
        gap = None if lower is None else upper.index - lower.index
        found[upper.unit] = (gap, () if lower is None or gap is None else deciding(shares[upper.unit], shares[lower.unit], gap))
    return found


def _contributions(items: Sequence[Item], known: UnitDetail | None) -> dict[str, Fraction]:
    if known is None:
        return {}
    finals = {code: one.final for code, one in known.items.items() if one.final is not None and one.counts}
    return contributions(items, finals, known.factor, known.maximum)


def _lost(items: Sequence[Item], known: UnitDetail | None) -> Lost:
    """Return where points were lost: what the maximum would give and the unit did not get, by who had the say."""
    not_claimed = lowered = survey = penalty = _NOTHING
    for item in items:
        one = None if known is None else known.items.get(item.code)
        if one is None or one.final is None or not one.counts:
            continue
        if item.area.kind == "penalty":
            penalty += one.final
        elif item.area.kind == "points" and item.criterion.assessed_by == "survey":
            survey += one.maximum - one.final
        elif item.area.kind == "points":
            claimed = one.maximum if one.own is None else one.own
            not_claimed += one.maximum - claimed
            lowered += claimed - one.final
    return Lost(not_claimed, lowered, survey, penalty)


def _mean(values: Iterable[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, _NOTHING) / len(known) if known else None
