"""Tables of figures from outside, as plain values: the institute's survey results, another index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from parcli.core.returned import Cell, Problem

FIGURE_KINDS: Final = ("value", "percent", "points", "score")
"""What a figure may be: a value on the rule's scale, a share of it in percent, points of the item, or a number of which the
table does not say whether it is the first or the third."""
FEWEST_RESPONDENTS: Final = 30
"""Below so many answers a figure is asked about."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of a table: its place (row from 1) and its cells by column."""

    row: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class FigureTable:
    """One file or sheet of figures. ``missing`` are the columns that were looked for in vain."""

    path: str
    sha256: str
    sheet: str
    rows: tuple[FigureRow, ...] = ()
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def taken(self) -> FigureTable:
        """Return it as it is kept once its figures are taken: that it has lines is told by the first, a country's would fill the memory."""
        return replace(self, rows=self.rows[:1])


@dataclass(frozen=True, slots=True)
class FigureSource:
    """Where an imported figure stands: whose it is, the rule's input that it gives, its cell, and what was written there.

    ``respondents`` is how many answered, where the table says so.
    """

    unit: str
    item: str
    name: str
    path: str
    sheet: str
    cell: str
    raw: str
    respondents: int | None = None
