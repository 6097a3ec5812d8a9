"""The hidden lists behind the sheet on which a unit is looked up: units with their totals, the lines of each block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from parcli.core.scoring import UnitResult, rescale_factor
from parcli.core.scoring.totals import maxima, rescalable, rescaled_away
from parcli.report.area_sheet import TOTALS, Totals
from parcli.report.detail import lines
from parcli.report.detail_sheet import Shown
from parcli.report.paper import Format, Paper, Worksheet, address, unit_name, write_formula, write_formula_text, write_number, write_text
from parcli.report.wording import banners, reason_text

LISTED: Final = (*TOTALS, "state", "reason")
POSITION, UNIT, BLOCK, _BANNER = 0, 1, 2, 3
_FIRST = 5
_LABEL, _ID, _NUMBER, _TOTALS = 0, 1, 2, 3
"""Columns of the units."""
_LINES = _TOTALS + len(LISTED)


@dataclass(frozen=True, slots=True)
class Lists:
    """The hidden sheet. ``labels`` is what each unit is chosen by, ``lines`` are those of each block, ``chosen`` is the cell of the choice."""

    paper: Paper
    sheet: str
    results: Sequence[UnitResult]
    labels: Mapping[str, str]
    lines: Mapping[str, tuple[str, ...]]
    chosen: str

    def column(self, place: int = _LABEL) -> str:
        """Return a column of the units, by default what they are chosen by."""
        last = _FIRST + len(self.results) - 1
        return f"'{self.sheet}'!{address(_FIRST, place, fixed=True)}:{address(last, place, fixed=True)}"

    def said(self, row: int) -> str:
        """Return the cell that holds the position, the id or the block's number of the chosen unit."""
        return f"'{self.sheet}'!{address(row, 1, fixed=True)}"

    def total(self, name: str) -> str:
        """Return the column of a total."""
        return self.column(_TOTALS + LISTED.index(name))

    @property
    def most_lines(self) -> int:
        """How many lines the longest block has."""
        return max(map(len, self.lines.values()))

    def lines_by_block(self) -> str:
        """Return the range of all blocks' lines, a column each."""
        last = address(_FIRST + self.most_lines - 1, _LINES + len(self.lines) - 1, fixed=True)
        return f"'{self.sheet}'!{address(_FIRST, _LINES, fixed=True)}:{last}"

    def write(self, totals: Mapping[str, Totals]) -> None:
        """Write the sheet and hide it; ``totals`` says by block where the units' totals stand."""
        sheet = self.paper.workbook.add_worksheet(self.sheet)
        sheet.hide()
        # Whoever shows the sheet sees totals: they too say that they are a draft.
        said = banners(self.paper.wording, self.paper.edition.status, provisional=self.paper.provisional)
        write_text(self.paper, sheet, _BANNER, 0, " · ".join(said), "banner")
        self._chosen(sheet)
        for place, result in enumerate(self.results, _FIRST):
            self._unit(sheet, place, result, totals[result.block])
        for column, own in enumerate(self.lines.values(), _LINES):
            for place, line in enumerate(own, _FIRST):
                write_text(self.paper, sheet, place, column, line)

    def _chosen(self, sheet: Worksheet) -> None:
        plain, own, position = self.paper.formats["text"], self.column(), self.said(POSITION)
        write_formula(sheet, POSITION, 1, f"SUMPRODUCT(EXACT({own},{self.chosen})*(ROW({own})-{_FIRST}))", Fraction(1), plain)
        write_formula_text(sheet, UNIT, 1, f'IF({position}=0,"",INDEX({self.column(_ID)},{position}))', self.results[0].unit, plain)
        write_formula(sheet, BLOCK, 1, f"IF({position}=0,1,INDEX({self.column(_NUMBER)},{position}))", Fraction(1), plain)

    def _unit(self, sheet: Worksheet, row: int, result: UnitResult, totals: Totals) -> None:
        plain, shown = self.paper.formats["text"], total_values(self.paper, result)
        write_text(self.paper, sheet, row, _LABEL, self.labels[result.unit])
        write_text(self.paper, sheet, row, _ID, result.unit)
        write_number(sheet, row, _NUMBER, list(self.lines).index(result.block) + 1, plain)
        for column, name in enumerate(LISTED, _TOTALS):
            cell = totals.cell(result.unit, name)
            # A blank cell that is referred to would show as nought.
            write_shown(sheet, row, column, f'IF({cell}="","",{cell})', shown[name], plain)


def made(paper: Paper, results: Sequence[UnitResult], chosen: str) -> Lists:
    """Return the lists of some units, at least one. A block's lines are those of its first unit: all of them have the same."""
    names = [unit_name(paper.cycle, one.unit) for one in results]
    labels = {one.unit: name if names.count(name) == 1 else f"{name} ({one.unit})" for one, name in zip(results, names, strict=True)}
    of_blocks: dict[str, tuple[str, ...]] = {}
    for one in results:
        if one.block not in of_blocks:
            of_blocks[one.block] = lines(one)
    return Lists(paper, paper.wording.text("report.sheet.lists"), results, labels, of_blocks, chosen)


def write_shown(sheet: Worksheet, row: int, column: int, formula: str, shown: Fraction | str, look: Format) -> None:
    """Write a live formula with what it must show: a figure, or words."""
    if isinstance(shown, str):
        write_formula_text(sheet, row, column, formula, shown, look)
    else:
        write_formula(sheet, row, column, formula, shown, look)


def total_values(paper: Paper, result: UnitResult) -> Shown:
    """Return what stands on the sheet of areas in a unit's columns behind the areas."""
    unknown, words = paper.wording.text("report.mark.unknown"), paper.wording
    figures = {
        "self": result.self_points, "appraised": result.appraised, "survey": result.survey,
        "whole": maxima(rescalable(result.items)), "removed": maxima(rescaled_away(result.items)), "factor": rescale_factor(result.items),
        "bonus": result.bonus, "penalty": result.penalty, "final": result.final, "maximum": result.maximum, "index": result.index,
    }  # fmt: skip
    shown: Shown = {name: unknown if value is None else value for name, value in figures.items()}
    return {**shown, "state": words.text(f"state.{result.state}"), "reason": reason_text(words, result.reason)}
