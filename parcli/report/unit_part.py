"""A ranked unit's own part of the ranking pages: its areas beside the block's, its items, where points were lost, its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from parcli.core import points
from parcli.core.edition import Area
from parcli.core.item import Item
from parcli.core.rankbook import BlockBook, ItemFigures, ItemStanding, RankedUnit
from parcli.report.ranking_parts import in_points
from parcli.report.ranking_terms import why_open
from parcli.report.ranking_view import View
from parcli.report.shown import NOTHING, bar_length, interval, number, signed

Json = dict[str, Any]
_LOST_BY = ("not_claimed", "lowered", "survey", "penalty")
_LOST_ITEMS, _LEADS = 5, 6
"""So many items are named in which most was lost, and so many that decide between two neighbours."""
_FINE = 10**9
_NO_STAKE = (0, 0)


class ItemRow(NamedTuple):
    """An item's row, every figure written; ``title`` and the block's mean are the same for every unit."""

    code: str
    title: str
    points: str
    maximum: str
    percent: str
    mean: str
    rank: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Who is ranked just above a unit and just below it."""

    above: RankedUnit | None
    below: RankedUnit | None


@dataclass(frozen=True)
class Sheet:
    """What the parts of one block's units have in common.

    ``brief``: without the table of all items, and without what the neighbour's part says. ``titled``: items have their titles;
    of parts that are packed they stand once, outside, and the page's script puts them in.
    """

    view: View
    book: BlockBook
    brief: bool
    titled: bool

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """The block's areas."""
        return self.view.areas(self.book.ranking.block)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The block's items."""
        return self.view.items.get(self.book.ranking.block, ())

    @cached_property
    def stakes(self) -> dict[str, tuple[int, int]]:
        """By code what an item's loss is counted from, in billionths of a point, and whether its points take off from it or add to it.

        Whole numbers, because a large city sorts hundreds of thousands of them.
        """
        known = {"points": -1, "penalty": 1}
        maxima = {item.code: _FINE * item.maximum.numerator // item.maximum.denominator for item in self.items}
        return {item.code: (maxima[item.code] if kind == "points" else 0, known[kind]) for item in self.items if (kind := item.area.kind) in known}

    @cached_property
    def losses(self) -> dict[int, int]:
        """What was lost in an item, in billionths of a point, by the identity of its standing, which many units share."""
        different: dict[int, ItemStanding] = {}
        for unit in self.book.units:
            different.update(zip(map(id, unit.items.values()), unit.items.values(), strict=True))
        return {key: self.loss(one.figures) for key, one in different.items()}

    def loss(self, one: ItemFigures) -> int:
        """Return what was lost in an item, in billionths of a point."""
        if one.final is None or not one.counts:
            return 0
        maximum, sign = self.stakes.get(one.code, _NO_STAKE)
        return maximum + sign * (_FINE * one.final.numerator // one.final.denominator)

    @cached_property
    def frames(self) -> list[tuple[Area, Json]]:
        """The areas, and what every unit's part says alike of each."""
        means, places = self.book.area_means, self.view.places
        return [
            (
                area,
                {
                    "title": self.area_title(area),
                    "maximum": number(area.maximum),
                    "mean": number(means.get(area.code), places),
                    "mark": bar_length(means.get(area.code)),
                },
            )
            for area in self.areas
        ]

    @cached_property
    def grouped(self) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
        """The items by area: code, title, maximum and mean, as every unit's table says them."""
        means = self.book.item_means
        return [
            (
                self.area_title(area),
                [
                    (item.code, self.title(item.code), number(item.maximum), number(means.get(item.code), self.view.places))
                    for item in self.items
                    if item.area.code == area.code
                ],
            )
            for area in self.areas
        ]

    @property
    def columns(self) -> Json:
        """Which columns there are, and where the way back leads."""
        return {"former": self.view.former, "brief": self.brief, "back": f"block-{self.book.ranking.block}"}

    def title(self, code: str) -> str:
        """Return an item's title, empty where titles stand outside."""
        return self.view.titles.get(self.book.ranking.block, {}).get(code, "") if self.titled else ""

    def area_title(self, area: Area) -> str:
        """Return an area's number and title."""
        return f"{area.printed_number}. {area.title}" if area.title else area.printed_number


def unit_part(sheet: Sheet, one: RankedUnit, beside: Neighbours) -> Json:
    """Return what the template shows of a unit, besides what both pages say alike."""
    return {
        "anchor": _anchor(one),
        "name": one.row.name,
        "facts": _facts(sheet, one),
        "above": _anchor(beside.above),
        "below": _anchor(beside.below),
        "former": _former(sheet, one),
        "opened": _opened(sheet, one) if sheet.view.doubt else [],
    }


def common_part(sheet: Sheet, one: RankedUnit, beside: Neighbours) -> Json:
    """Return what both pages say alike of a unit."""
    return {
        "anchor": _anchor(one),
        "areas": [_area(sheet, one, area) for area in sheet.areas],
        "lost": _lost(sheet, one),
        "lost_items": _lost_items(sheet, one),
        "leads": _leads(sheet, one, beside),
        "groups": [(title, [_item(sheet, one, known) for known in rows]) for title, rows in sheet.grouped] if one.items and not sheet.brief else [],
    }


def _anchor(one: RankedUnit | None) -> str:
    return "" if one is None else f"unit-{one.row.unit}"


def _facts(sheet: Sheet, one: RankedUnit) -> list[tuple[str, str]]:
    words, row = sheet.view.wording.text, one.row
    rank = words("rankpage.rank_of", rank=row.rank, units=len(sheet.book.units))
    facts = [
        (words("report.column.rank"), f"{rank} ({words('report.tied')})" if row.tied else rank),
        (words("report.column.index"), number(row.index, row.places)),
        (words("report.column.final"), number(row.final, row.places)),
    ]
    if row.class_name:
        facts.append((words("report.column.class"), row.class_name))
    if sheet.view.doubt:
        facts += [(words("rankpage.column.span"), interval(one.span)), (words("rankpage.column.weights"), interval(one.weights))]
    return facts


def _area(sheet: Sheet, one: RankedUnit, area: Area) -> Json:
    """Return a unit's figures of an area; what all units have in common stands in ``Sheet.frames``."""
    index, rank = one.row.areas.get(area.code, (None, None))
    places = sheet.view.places
    former = None if one.former is None else one.former.areas.get(area.code)
    return {
        "points": "" if sheet.brief else number(in_points(area, index), places),
        "percent": number(index, places),
        "width": bar_length(index),
        "rank": NOTHING if rank is None else str(rank),
        "change": NOTHING if former is None or index is None else signed(index - former, places),
    }


def _lost(sheet: Sheet, one: RankedUnit) -> list[Json]:
    """Say where points were lost, by who had the say; nothing where no item of the unit is known."""
    if not one.items:
        return []
    values = {name: getattr(one.lost, name) for name in _LOST_BY}
    most = max(values.values())
    return [
        {
            "label": sheet.view.wording.text(f"rankpage.lost.{name}"),
            "points": number(value, sheet.view.item_places),
            "width": bar_length(points.percent(value, most) if most > 0 else None),
        }
        for name, value in values.items()
    ]


def _lost_items(sheet: Sheet, one: RankedUnit) -> list[Json]:
    """Return the items where most was lost, most first. A bonus that was not earned is no loss."""
    standings = list(one.items.values())
    try:
        lost = list(map(sheet.losses.__getitem__, map(id, standings)))
    except KeyError:  # a unit that is not the book's own
        lost = [sheet.loss(each.figures) for each in standings]
    least = max(1, min(sorted(lost)[-_LOST_ITEMS:], default=1))
    most = sorted((place for place, each in enumerate(lost) if each >= least), key=lost.__getitem__, reverse=True)[:_LOST_ITEMS]
    return [_lost_item(sheet, standings[place], Fraction(lost[place], _FINE)) for place in most]


def _lost_item(sheet: Sheet, one: ItemStanding, lost: Fraction) -> Json:
    figures, places = one.figures, sheet.view.item_places
    return {
        "code": figures.code,
        "title": sheet.title(figures.code),
        "lost": number(lost, places),
        "points": number(figures.final, places),
        "maximum": number(figures.maximum),
        "rank": NOTHING if one.rank is None else str(one.rank),
    }


def _leads(sheet: Sheet, one: RankedUnit, beside: Neighbours) -> list[Json]:
    """Return what decides between the unit and its neighbours: the one above first, then the one below."""
    pairs = ((None if sheet.brief else beside.above, beside.above, "behind"), (beside.below, one, "ahead"))
    return [_pair(sheet, other, upper, key) for other, upper, key in pairs if other is not None and upper is not None and upper.gap is not None]


def _pair(sheet: Sheet, other: RankedUnit, upper: RankedUnit, key: str) -> Json:
    gap, words = upper.gap or Fraction(), sheet.view.wording.text
    places = max(sheet.view.places, upper.row.places)
    values = {"unit": other.row.name, "rank": other.row.rank, "gap": number(gap, places)}
    left = len(upper.leads) - _LEADS
    return {
        "said": words(f"rankpage.gap.{key}" if gap else "rankpage.gap.none", **values),
        "items": [{"code": each.code, "title": sheet.title(each.code), "lead": signed(each.lead, places)} for each in upper.leads[:_LEADS]],
        "more": words("rankpage.gap.more", count=left) if left > 0 else "",
    }


def _former(sheet: Sheet, one: RankedUnit) -> str:
    words, former = sheet.view.wording.text, one.former
    if former is None:
        return words("rankpage.former.absent") if sheet.view.former else ""
    if former.rank is None or former.index is None:
        return words("rankpage.former.not", why=former.why_not or NOTHING)
    places = sheet.view.places
    values = {"rank": former.rank, "units": former.units or NOTHING, "index": number(former.index, places)}
    said = words("rankpage.former.said", change=signed(one.row.index - former.index, places), **values)
    before = sheet.book.before
    return f"{said} ({words('rankformer.draft')})" if before is not None and before.provisional else said


def _opened(sheet: Sheet, one: RankedUnit) -> list[Json]:
    places = sheet.view.item_places
    return [
        {
            "code": each.code,
            "title": sheet.title(each.code),
            "range": f"{number(each.low, places)} – {number(each.high, places)}",
            "why": why_open(sheet.view.wording, each),
        }
        for each in one.opened
    ]


def _item(sheet: Sheet, one: RankedUnit, known: Sequence[str]) -> ItemRow:
    code, title, maximum, mean = known
    standing = one.items.get(code)
    if standing is None or not standing.figures.counts:
        return ItemRow(code, title, sheet.view.wording.text("rankpage.item.out"), maximum, NOTHING, mean, NOTHING)
    if standing.figures.final is None:
        return ItemRow(code, title, sheet.view.wording.text("report.mark.unknown"), maximum, NOTHING, mean, NOTHING)
    return ItemRow(code, title, *_written(sheet, standing, maximum, mean))


def _written(sheet: Sheet, one: ItemStanding, maximum: str, mean: str) -> tuple[str, str, str, str, str]:
    rank = NOTHING if one.rank is None else str(one.rank)
    return number(one.figures.final, sheet.view.item_places), maximum, number(one.share, sheet.view.places), mean, rank
