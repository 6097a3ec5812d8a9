"""The parts of the ranking pages about a block: its table, its spread, who is not ranked, what to appraise first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from parcli.core import points
from parcli.core.doubt import Mover
from parcli.core.edition import Area, Block
from parcli.core.rankbook import BlockBook, RankedUnit
from parcli.core.ranking import Unranked
from parcli.report.ranking_terms import before_texts
from parcli.report.ranking_view import View
from parcli.report.ranking_words import change_of_rank
from parcli.report.shown import NOTHING, bar_length, interval, number
from parcli.report.spread import HEIGHT, WIDTH, spread

Json = dict[str, Any]
MOST_MOVERS = 50
"""So many of the items to appraise first are listed in a block; how many more there are is said."""
_NEAR, _FAR = 3, 10
"""An area's cell is shaded lightly from so many percent points off the block's mean, strongly from so many."""


class Cell(NamedTuple):
    """An area's cell: its figure and how it is shaded."""

    shown: str
    shade: str


class Borders(NamedTuple):
    """From where on an area's cells are shaded, strongly and lightly, counted in so many parts (``whole``) of a percent."""

    whole: int
    far_below: int
    below: int
    above: int
    far_above: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the ranking table, every figure written."""

    rank: int
    tied: bool
    anchor: str
    name: str
    alias: str
    class_name: str
    index: str
    width: str
    final: str
    span: str
    weights: str
    change: str


def block_parts(view: View, book: BlockBook) -> Json:
    """Return what the template shows of a block, besides its units' parts."""
    block = view.edition.block(book.ranking.block)
    areas = view.areas(book.ranking.block)
    return {
        "id": book.ranking.block,
        "title": book.ranking.title,
        "counts": _counts(view, book),
        "classes": _classes(block, book) if block is not None else [],
        "spread": spread(book, block.classes if block is not None else ()),
        "frame": (WIDTH, HEIGHT),
        "areas": [_area(area) for area in areas],
        "mean": number(book.ranking.mean, view.places),
        "area_means": [area_figure(area, book.area_means.get(area.code), view.places) for area in areas],
        "unranked": [_unranked(view, one) for one in book.ranking.unranked],
        "movers": [_mover(view, book, one) for one in book.movers[:MOST_MOVERS]] if view.doubt else [],
        "more_movers": max(0, len(book.movers) - MOST_MOVERS) if view.doubt else 0,
        "before": before_texts(view.wording, block, book),
        "titles": view.titles.get(book.ranking.block, {}),
        "number": number,
    }


def area_figure(area: Area, index: Fraction | None, places: int) -> str:
    """Write an area's figure: percent of its maximum, of bonus and penalty points."""
    return number(in_points(area, index) if area.kind != "points" else index, places)


def in_points(area: Area, index: Fraction | None) -> Fraction | None:
    """Return the points of an area, of which its index is percent of the maximum."""
    return None if index is None else points.part_of(area.maximum, index)


def _area(area: Area) -> Json:
    return {"number": area.printed_number, "title": area.title or "", "maximum": number(area.maximum), "percent": area.kind == "points"}


def _counts(view: View, book: BlockBook) -> list[Json]:
    counts = [("units", str(book.ranking.units)), ("ranked", str(len(book.units)))]
    if book.ranking.mean is not None:
        rows = [one.row for one in book.units]
        ends = {"highest": max(rows, key=lambda row: row.index), "lowest": min(rows, key=lambda row: row.index)}
        counts.append(("mean", number(book.ranking.mean, view.places)))
        counts += [(name, number(row.index, max(view.places, row.places))) for name, row in ends.items()]
    return [{"label": view.wording.text(f"report.count.{name}"), "value": value} for name, value in counts]


def _classes(block: Block, book: BlockBook) -> list[Json]:
    ordered = sorted(block.classes, key=lambda each: -each.start)
    held = [row.class_name for row in book.ranking.rows]
    return [{"name": each.name, "start": number(each.start), "count": held.count(each.name)} for each in ordered]


def line(view: View, one: RankedUnit) -> Line:
    """Return a unit's row, besides the cells of its areas."""
    row = one.row
    return Line(
        rank=row.rank,
        tied=row.tied,
        anchor=f"unit-{row.unit}",
        name=row.name,
        alias=view.aliases.get(row.unit, ""),
        class_name=row.class_name or "",
        index=number(row.index, row.places),
        width=bar_length(row.index),
        final=number(row.final, row.places),
        span=interval(one.span) if view.doubt else "",
        weights=interval(one.weights) if view.doubt else "",
        change=change_of_rank(one) if view.former else "",
    )


def area_cells(view: View, book: BlockBook) -> Iterator[list[Cell]]:
    """Yield for each ranked unit the cells of its areas."""
    columns = [(area, _borders(area, book.area_means.get(area.code))) for area in view.areas(book.ranking.block)]
    for one in book.units:
        known = one.row.areas
        figures = ((area, known.get(area.code, (None, None))[0], borders) for area, borders in columns)
        yield [Cell(area_figure(area, index, view.places), _shade(index, borders)) for area, index, borders in figures]


def _borders(area: Area, mean: Fraction | None) -> Borders | None:
    """Return from where on an area's cells are shaded; None where none is."""
    if mean is None or area.kind != "points":
        return None
    count, whole = mean.as_integer_ratio()
    return Borders(whole, count - _FAR * whole, count - _NEAR * whole, count + _NEAR * whole, count + _FAR * whole)


def _shade(index: Fraction | None, borders: Borders | None) -> str:
    if index is None or borders is None:
        return ""
    count, parts = index.as_integer_ratio()
    at = count * borders.whole
    if borders.below * parts < at < borders.above * parts:
        return ""
    if at <= borders.below * parts:
        return "b2" if at <= borders.far_below * parts else "b1"
    return "a2" if at >= borders.far_above * parts else "a1"


def _unranked(view: View, one: Unranked) -> Json:
    """Say why a unit is not ranked. The public page names no findings and no items: only a decision is quoted."""
    words = view.wording.text
    reason = words(f"rankpage.unranked.{one.state}") if view.public and one.state != "excluded" else one.reason
    return {"name": one.name, "alias": view.aliases.get(one.unit, ""), "state": words(f"state.{one.state}"), "reason": reason}


def _mover(view: View, book: BlockBook, one: Mover) -> Json:
    places = view.places
    low, high = one.classes
    return {
        "anchor": f"unit-{one.unit}",
        "unit": view.names.get(one.unit, one.unit),
        "item": one.code,
        "title": view.titles.get(book.ranking.block, {}).get(one.code, ""),
        "index": f"{number(one.span.low, places)} – {number(one.span.high, places)}",
        "ranks": f"{one.ranks.worst} – {one.ranks.best}",
        "classes": (low or NOTHING) if low == high else f"{low or NOTHING} – {high or NOTHING}",
        "class_moves": low != high,
    }
