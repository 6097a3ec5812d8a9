"""Tables of figures from outside, as plain values: the institute's survey results, another index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parcli.core.returned import Cell, Problem


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
