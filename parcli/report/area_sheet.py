"""The city book's sheet of a block by areas, with totals as live formulas over the item sheet.

A formula is the same arithmetic as ``core.scoring`` over the cells that stand in the book, so that a reader can follow
a total back to its items; the value that the core found is stored beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from parcli.core import points
from parcli.core.edition import Area, Block
from parcli.core.scoring import ItemResult, UnitResult, rescale_factor
from parcli.report.item_sheet import Places, area_result, area_title, item_places, rounded
from parcli.report.paper import Paper, Worksheet, add_sheet, address, fit_row, unit_name, write_formula, write_heads, write_number, write_text
from parcli.report.wording import reason_text

_FULL_SCALE = 100
_FACTOR_PLACES = 4
_NAME_WIDTH, _STATE_WIDTH, _REASON_WIDTH = 240, 110, 300
_AFTER_AREAS = ("self", "appraised", "survey", "factor", "bonus", "penalty", "final", "maximum", "index", "state", "reason")


def area_sheet(paper: Paper, name: str, item_name: str, block: Block, results: Sequence[UnitResult]) -> None:
    """Write a block's units by areas, with totals that are worked out from the item sheet ``item_name``."""
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
        _Line(paper, sheet, places, block, result, head + 1 + place).write(place + 1)
    _page_of_areas(sheet, head, len(own), len(results))


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
            self._figure(column, formula, value, _FACTOR_PLACES if name == "factor" else usual)
        self._state(after + len(figures))

    def _figures(self, areas: str, cell: dict[str, str]) -> dict[str, tuple[str | None, Fraction | None]]:
        """The figures after the areas, each with its formula where it is worked out in the book."""
        one, factor = self.result, rescale_factor(self.result.items)
        return {
            "self": (None, one.self_points),
            "appraised": (None, one.appraised),
            "survey": (self._survey(points_only=False), one.survey),
            "factor": (None if factor is None or factor == 1 else f"{factor.numerator}/{factor.denominator}", factor),
            "bonus": (self._outside("bonus"), one.bonus),
            "penalty": (self._outside("penalty"), one.penalty),
            "final": (self._final(areas, cell), one.final),
            "maximum": (None, one.maximum),
            "index": (f"{_FULL_SCALE}*{cell['final']}/{cell['maximum']}", one.index),
        }

    def _state(self, column: int) -> None:
        words = self.paper.wording
        state, reason = words.text(f"state.{self.result.state}"), reason_text(words, self.result.reason)
        write_text(self.paper, self.sheet, self.row, column, state)
        write_text(self.paper, self.sheet, self.row, column + 1, reason)
        name = unit_name(self.paper.cycle, self.result.unit)
        fit_row(self.sheet, self.row, [(reason, _REASON_WIDTH), (state, _STATE_WIDTH), (name, _NAME_WIDTH)])

    def _figure(self, column: int, formula: str | None, value: Fraction | None, decimals: int) -> None:
        look = self.paper.number(decimals)
        if value is None:
            write_text(self.paper, self.sheet, self.row, column, self.paper.wording.text("report.mark.unknown"), "mark")
        elif formula is None:
            write_number(self.sheet, self.row, column, value, look)
        else:
            write_formula(self.sheet, self.row, column, formula, value, look)

    def _from_items(self, areas: Sequence[Area]) -> str:
        return "+".join(self.places.cell(self.places.areas[area.code], self.result.unit) for area in areas)

    def _outside(self, kind: str) -> str | None:
        return self._from_items([area for area in self.block.areas if area.kind == kind]) or None

    def _survey(self, *, points_only: bool) -> str | None:
        rows = [self.places.items[one.code] for one in self.result.items if _is_survey(one) and (one.item.area.kind == "points" or not points_only)]
        return f"SUM({','.join(self._ranges(rows))})" if rows else None

    def _ranges(self, rows: Sequence[int]) -> list[str]:
        """Join neighbouring rows, so that the formula stays readable."""
        spans: list[tuple[int, int]] = []
        for row in rows:
            if spans and spans[-1][1] == row - 1:
                spans[-1] = (spans[-1][0], row)
            else:
                spans.append((row, row))
        column = self.places.units[self.result.unit]
        sheet = self.places.sheet
        return [f"'{sheet}'!{address(first, column)}:{address(last, column)}" for first, last in spans]

    def _final(self, areas: str, cell: dict[str, str]) -> str:
        """The total: what can be rescaled times the factor, survey, bonus, penalty, kept between nought and the scale."""
        stray = any(_is_survey(one) and one.item.area.kind != "points" for one in self.result.items)
        # A cell that says there is no figure cannot be added; the sum over the items passes over it.
        worded = stray or self.result.survey is None
        survey = self._survey(points_only=True) if worded else cell["survey"]
        total = f"({areas}-{survey or 0})*{cell['factor']}+{survey or 0}+{cell['bonus']}-{cell['penalty']}"
        left_out = sum((one.item.maximum for one in self.result.items if one.status == "left_out" and one.item.area.kind == "points"), Fraction())
        cap = points.plain(self.block.scale - left_out)
        return f"MAX(0,MIN({cap},{rounded(total, self.paper.edition.policies.rounding.total)}))"


def _is_survey(one: ItemResult) -> bool:
    return one.item.criterion.assessed_by == "survey"
