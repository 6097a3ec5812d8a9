"""Where everything stands on the sheet of all details: how a line is named, its row, and sums over some of a unit's lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from parcli.core.scoring import ItemResult, UnitResult
from parcli.report.paper import Paper, address, first_free_row

COLUMNS: Final = (
    "unit", "code", "title", "maximum", "assessed_by", "computed", "shown", "appraised_1", "appraised_2", "council", "survey",
    "final", "source", "note", "key",
)  # fmt: skip
PLACE: Final = {name: place for place, name in enumerate(COLUMNS)}
HEAD_LINES: Final = 2
_MOST_SPANS = 200


def area_line(code: str) -> str:
    """Return the name of an area's own line: an item may have the code of its area, the bar is in no code."""
    return f"{code}|"


def key(unit: str, line: str) -> str:
    """Return what a unit's line is found by; neither ids nor codes hold a sign that MATCH takes for any other."""
    return f"{unit}|{line}"


@dataclass(frozen=True, slots=True)
class Detail:
    """Where every unit's areas and items stand on the sheet, from row ``first`` to ``last``.

    By unit: the row of its first line, and how far below that each of its lines stands; units of a block share the latter.
    """

    sheet: str
    units: Mapping[str, tuple[int, Mapping[str, int]]]
    first: int
    last: int

    def row(self, unit: str, line: str) -> int:
        """Return the row of a unit's line."""
        start, below = self.units[unit]
        return start + below[line]

    def rows(self, unit: str, items: Iterable[ItemResult]) -> list[int]:
        """Return the rows of some of a unit's items."""
        start, below = self.units[unit]
        return [start + below[one.item.criterion.code] for one in items]

    def cell(self, unit: str, line: str, column: str) -> str:
        """Return the address of a figure as seen from another sheet."""
        return f"'{self.sheet}'!{address(self.row(unit, line), PLACE[column])}"

    def sum(self, unit: str, items: Iterable[ItemResult], column: str) -> str:
        """Return the sum of a column over some of a unit's items, as seen from another sheet; neighbours are joined."""
        return self._sum(self.rows(unit, items), column, f"'{self.sheet}'!")

    def own_sum(self, unit: str, items: Iterable[ItemResult], column: str) -> str:
        """Return the same as seen from the sheet itself."""
        return self._sum(self.rows(unit, items), column, "")

    def position(self, unit: str, line: str) -> Fraction:
        """Return which of all lines it is, counted from 1."""
        return Fraction(self.row(unit, line) - self.first + 1)

    def column(self, name: str) -> str:
        """Return a whole column of lines, as seen from another sheet."""
        place = PLACE[name]
        return f"'{self.sheet}'!{address(self.first, place, fixed=True)}:{address(self.last, place, fixed=True)}"

    def _sum(self, rows: Iterable[int], column: str, sheet: str) -> str:
        place = PLACE[column]
        spans = [f"{sheet}{address(first, place)}:{address(last, place)}" for first, last in _spans(sorted(rows))]
        # A sheet takes 255 arguments at most.
        sums = [f"SUM({','.join(spans[start : start + _MOST_SPANS])})" for start in range(0, len(spans), _MOST_SPANS)]
        return "+".join(sums) or "0"


def _spans(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Join neighbouring rows, so that a formula stays readable."""
    spans: list[tuple[int, int]] = []
    for row in rows:
        if spans and spans[-1][1] == row - 1:
            spans[-1] = (spans[-1][0], row)
        else:
            spans.append((row, row))
    return spans


def places(paper: Paper, results: Sequence[UnitResult]) -> Detail:
    """Return where everything will stand on the sheet. A block's lines are those of its first unit: all of them have the same."""
    units: dict[str, tuple[int, Mapping[str, int]]] = {}
    blocks: dict[str, Mapping[str, int]] = {}
    first = row = first_free_row(paper) + HEAD_LINES + 1
    for result in results:
        if result.block not in blocks:
            blocks[result.block] = {line: place for place, line in enumerate(lines(result))}
        units[result.unit] = (row, blocks[result.block])
        row += len(blocks[result.block])
    return Detail(paper.wording.text("report.sheet.detail"), units, first, max(first, row - 1))


def lines(result: UnitResult) -> tuple[str, ...]:
    """Return the names of a unit's lines in order: each area, then its items by their codes."""
    return tuple(
        line for area in result.areas for line in (area_line(area.code), *(one.code for one in result.items if one.item.area.code == area.code))
    )
