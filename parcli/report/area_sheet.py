"""The city book's sheet of a block by areas, with totals as live formulas over the sheets of items.

A formula is the same arithmetic as ``core.scoring`` over the cells that stand in the book, so that a reader can follow
a total back to its items; the value that the core found is stored beside it. Which items a sum is made of is asked of
the core.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from parcli.core import points
from parcli.core.edition import Area, Block
from parcli.core.scoring import UnitResult, rescale_factor
from parcli.core.scoring.totals import (
    Items,
    StageTotal,
    claimable,
    claimed_away,
    in_stage_total,
    left_out,
    maxima,
    rescalable,
    rescaled_away,
    surveyed,
    taken_from_maximum,
)
from parcli.report.detail import Detail
from parcli.report.detail_sheet import rounded
from parcli.report.item_sheet import Places, area_result, item_places
from parcli.report.paper import (
    Paper,
    Worksheet,
    add_sheet,
    address,
    area_title,
    fit_row,
    protect,
    unit_name,
    write_formula,
    write_heads,
    write_number,
    write_text,
)
from parcli.report.wording import reason_text

_FULL_SCALE = 100
FACTOR_PLACES = 4
_NAME_WIDTH, _STATE_WIDTH, _REASON_WIDTH = 240, 110, 420
TOTALS: Final = ("self", "appraised", "survey", "whole", "removed", "factor", "bonus", "penalty", "final", "maximum", "index")
_AFTER_AREAS: Final = (*TOTALS, "state", "reason")


@dataclass(frozen=True, slots=True)
class Totals:
    """Where the units' totals stand: the sheet, the column of the first, and the row of each unit."""

    sheet: str
    first: int
    rows: dict[str, int]

    def cell(self, unit: str, name: str) -> str:
        """Return the address of a total as seen from another sheet."""
        return f"'{self.sheet}'!{address(self.rows[unit], self.first + _AFTER_AREAS.index(name))}"


def area_sheet(paper: Paper, name: str, item_name: str, detail: Detail, block: Block, results: Sequence[UnitResult]) -> Totals:
    """Write a block's units by areas, with totals that are worked out from the item sheet ``item_name`` and the details."""
    words = paper.wording.text
    sheet, row = add_sheet(paper, name, words("report.heading.areas", block=block.title))
    write_text(paper, sheet, row, 0, words("report.marks.areas"), "subtitle")
    head = row + 2
    own = [area for area in block.areas if area.kind == "points"]
    titles = [words("report.column.number"), words("report.column.unit")]
    titles += [f"{area_title(paper, area)}\n({points.vietnamese(area.maximum)})" for area in own]
    titles += [words(f"report.column.{each}") for each in _AFTER_AREAS]
    write_heads(paper, sheet, head, titles)
    places = item_places(paper, item_name, block, results)
    for place, result in enumerate(results):
        _Line(paper, sheet, places, detail, block, result, head + 1 + place).write(place + 1)
    _page_of_areas(sheet, head, len(own), len(results))
    protect(sheet)
    return Totals(name, 2 + len(own), {result.unit: head + 1 + place for place, result in enumerate(results)})


def _page_of_areas(sheet: Worksheet, head: int, areas: int, units: int) -> None:
    after, last = 2 + areas, 1 + areas + len(_AFTER_AREAS)
    sheet.set_row_pixels(head, 170)
    sheet.set_column_pixels(0, 0, 36)
    sheet.set_column_pixels(1, 1, _NAME_WIDTH)
    sheet.set_column_pixels(2, after - 1, 78)
    sheet.set_column_pixels(after, last - 2, 66)
    sheet.set_column_pixels(last - 1, last - 1, _STATE_WIDTH)
    sheet.set_column_pixels(last, last, _REASON_WIDTH)
    sheet.freeze_panes(head + 1, 2)
    sheet.repeat_rows(head)
    sheet.autofilter(head, 0, head + max(units, 1), last)


@dataclass(frozen=True, slots=True)
class _Line:
    """One unit's row of the area sheet, written from left to right."""

    paper: Paper
    sheet: Worksheet
    places: Places
    detail: Detail
    block: Block
    result: UnitResult
    row: int

    def write(self, number: int) -> None:
        """Write the whole row."""
        one, usual = self.result, self.paper.edition.policies.rounding.print
        own = [area for area in self.block.areas if area.kind == "points"]
        write_number(self.sheet, self.row, 0, number, self.paper.number(0, "centre"))
        write_text(self.paper, self.sheet, self.row, 1, unit_name(self.paper.cycle, one.unit))
        for column, area in enumerate(own, 2):
            self._figure(column, self._from_items([area]), area_result(one, area.code).final, usual)
        after = 2 + len(own)
        cell = {name: address(self.row, after + place) for place, name in enumerate(_AFTER_AREAS)}
        areas = f"SUM({address(self.row, 2)}:{address(self.row, after - 1)})" if own else "0"
        figures = self._figures(areas, cell)
        for column, (name, (formula, value)) in enumerate(figures.items(), after):
            self._figure(column, formula, value, FACTOR_PLACES if name == "factor" else usual)
        self._state(after + len(figures))

    def _figures(self, areas: str, cell: dict[str, str]) -> dict[str, tuple[str, Fraction | None]]:
        """The figures after the areas, each with the formula by which it is worked out in the book."""
        one, items = self.result, self.result.items
        return {
            "self": (self._stage("computed", cell), one.self_points),
            "appraised": (self._stage("appraised", cell), one.appraised),
            "survey": (self._sum(surveyed(items), "final"), one.survey),
            "whole": (self._sum(rescalable(items), "maximum"), maxima(rescalable(items))),
            "removed": (self._sum(rescaled_away(items), "maximum"), maxima(rescaled_away(items))),
            "factor": (self._factor(cell["whole"], cell), rescale_factor(items)),
            "bonus": (self._outside("bonus"), one.bonus),
            "penalty": (self._outside("penalty"), one.penalty),
            "final": (self._final(areas, cell), one.final),
            "maximum": (f"{points.plain(self.block.scale)}-({self._sum(taken_from_maximum(items), 'maximum')})", one.maximum),
            "index": (f"{_FULL_SCALE}*{cell['final']}/{cell['maximum']}", one.index),
        }

    def _state(self, column: int) -> None:
        words = self.paper.wording
        state, reason = words.text(f"state.{self.result.state}"), reason_text(words, self.result.reason)
        write_text(self.paper, self.sheet, self.row, column, state)
        write_text(self.paper, self.sheet, self.row, column + 1, reason)
        name = unit_name(self.paper.cycle, self.result.unit)
        fit_row(self.sheet, self.row, [(reason, _REASON_WIDTH), (state, _STATE_WIDTH), (name, _NAME_WIDTH)])

    def _figure(self, column: int, formula: str, value: Fraction | None, decimals: int) -> None:
        if value is None:
            write_text(self.paper, self.sheet, self.row, column, self.paper.wording.text("report.mark.unknown"), "mark")
        else:
            write_formula(self.sheet, self.row, column, formula, value, self.paper.number(decimals))

    def _from_items(self, areas: Sequence[Area]) -> str:
        return "+".join(self.places.cell(self.places.areas[area.code], self.result.unit) for area in areas)

    def _sum(self, items: Items, column: str) -> str:
        return self.detail.sum(self.result.unit, items, column)

    def _outside(self, kind: str) -> str:
        return self._from_items([area for area in self.block.areas if area.kind == kind]) or "0"

    def _factor(self, whole: str, cell: dict[str, str]) -> str:
        """M over what is left of it; 1 where nothing was removed, also where there is no M at all."""
        return f"{whole}/({whole}-{cell['removed']})" if rescaled_away(self.result.items) else "1"

    def _stage(self, stage: StageTotal, cell: dict[str, str]) -> str:
        """A total of one stage, rescaled over the whole M: what a draft leaves out of M is in it here."""
        items = self.result.items
        if stage == "computed":
            return f"({self._sum(in_stage_total(items, stage), 'computed')})*{self._own_factor(cell)}"
        total, factor = self._sum(in_stage_total(items, stage), "final"), cell["factor"]
        if left_out(items) and rescaled_away(items):
            factor = self._factor(f"({self._sum(rescalable(items, with_left_out=True), 'maximum')})", cell)
        return f"({total})*{factor}"

    def _own_factor(self, cell: dict[str, str]) -> str:
        """The factor by the unit's own claims, which appraisal may have answered otherwise."""
        items = self.result.items
        asked, gone = claimable(items), claimed_away(items)
        if (asked, gone) == (rescalable(items), rescaled_away(items)):
            return cell["factor"]
        whole = f"({self._sum(asked, 'maximum')})"
        return f"{whole}/({whole}-({self._sum(gone, 'maximum')}))" if gone else "1"

    def _final(self, areas: str, cell: dict[str, str]) -> str:
        """The total: what can be rescaled times the factor, survey, bonus, penalty, kept between nought and the scale."""
        survey = self._sum(surveyed(self.result.items, points_only=True), "final")
        total = f"({areas}-({survey}))*{cell['factor']}+({survey})+{cell['bonus']}-{cell['penalty']}"
        gone = left_out(self.result.items)
        cap = points.plain(self.block.scale) + (f"-({self._sum(gone, 'maximum')})" if gone else "")
        return f"MAX(0,MIN({cap},{rounded(total, self.paper.edition.policies.rounding.total)}))"
