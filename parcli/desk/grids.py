"""From the cells of a sheet to lines of figures: headings found, merged cells filled down, wide tables turned into lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from parcli.core import words
from parcli.core.figures import FigureRow, FigureTable
from parcli.core.returned import Cell, Problem
from parcli.desk import headings
from parcli.desk.headings import Heading, Known

_NUMBERING = re.compile(r"\(?(\d{1,2}|[A-Za-z])\)?")
_WHOSE = ("unit", "name", "item")


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a sheet. ``merged`` leads from a cell of a merged range to the range's first; rows and columns from 0."""

    sheet: str
    rows: Sequence[Sequence[Cell]]
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def at(self, row: int, column: int) -> Cell:
        """Return a cell; one of a merged range has what stands in the range's first."""
        first_row, first_column = self.merged.get((row, column), (row, column))
        line = self.rows[first_row]
        return line[first_column] if first_column < len(line) else Cell(self.sheet, "")


def table(path: str, digest: str, grid: Grid, known: Known) -> FigureTable:
    """Return the lines of a sheet, or which columns it lacks."""
    heading = headings.find(grid.rows, known)
    if heading.doubled:
        return FigureTable(path, digest, grid.sheet, problems=(Problem("RS121", (("columns", "; ".join(map(words.tidy, heading.doubled))),)),))
    if heading.missing:
        return FigureTable(path, digest, grid.sheet, missing=heading.missing)
    unknown = (Problem("RS134", (("columns", "; ".join(map(words.tidy, heading.unknown))),)),) if heading.unknown else ()
    return FigureTable(path, digest, grid.sheet, tuple(_lines(grid, heading, known)), problems=(*grid.problems, *unknown))


def half_known(grid: Grid, known: Known) -> bool:
    """Whether a sheet names units and items but no figures: it was meant as a table of figures."""
    found = headings.find(grid.rows, known)
    return bool(found.doubled) or {"item", "unit"} <= set(found.columns)


def _lines(grid: Grid, heading: Heading, known: Known) -> Iterator[FigureRow]:
    for row in range(heading.first, len(grid.rows)):
        cells = {name: _cell(grid, heading, name, row, column) for name, column in heading.columns.items()}
        if row == heading.first and _numbers_the_columns(cells, known):
            continue
        own = [cell for name, cell in cells.items() if (row, heading.columns[name]) not in grid.merged]
        if heading.wide:
            yield from _of_wide(grid, heading, row, cells)
        elif any(not cell.blank for cell in own):
            yield FigureRow(row + 1, cells)


def _cell(grid: Grid, heading: Heading, name: str, row: int, column: int) -> Cell:
    """Return a cell of a line. What says whose the figure is counts for every row that it is merged over; a figure for its own only."""
    first = grid.merged.get((row, column))
    if first is None or (name in _WHOSE and first[0] >= heading.first and first[1] == column):
        return grid.at(row, column)
    return Cell(grid.sheet, "")


def _numbers_the_columns(cells: Mapping[str, Cell], known: Known) -> bool:
    """Whether a row only numbers the columns: (1), (2), or A, B, 1, 2."""
    filled = [cell.text.strip() for cell in cells.values() if not cell.blank]
    unit = cells.get("unit")
    unknown = unit is None or words.key(unit.text) not in known.units
    return len(filled) > 1 and unknown and all(_NUMBERING.fullmatch(text) for text in filled)


def _of_wide(grid: Grid, heading: Heading, row: int, cells: Mapping[str, Cell]) -> Iterator[FigureRow]:
    """Turn a row of a wide table into lines: one for each item, or unit, that has anything in it."""
    headed = "item" if "unit" in cells else "unit"
    by_target: dict[str, dict[str, Cell]] = {}
    for column, name, target in heading.wide:
        line = by_target.setdefault(words.key(target.text), {headed: target})
        line["respondents" if name == "count" else name] = Cell(grid.sheet, "") if (row, column) in grid.merged else grid.at(row, column)
    for line in by_target.values():
        if any(not cell.blank for name, cell in line.items() if name != headed):
            yield FigureRow(row + 1, {**cells, **line})
