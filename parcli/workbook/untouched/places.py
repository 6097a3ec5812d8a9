"""Where the cells of the original are now, and which of them are for entries. Rows may have moved, columns too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from openpyxl.utils import column_index_from_string

from parcli.workbook import beside, names
from parcli.workbook.formulas import same_formula
from parcli.workbook.layout import HEADING_ROW, Layout
from parcli.workbook.standing import HEADS
from parcli.workbook.untouched.drawn import Spot

_ON_SCORING = re.compile(rf"('{names.SCORING}'!\$?)([A-Z]+)(\$?)(\d+)(?:(:\$?)([A-Z]+)(\$?)(\d+))?")
_TOLD_IF_HIDDEN = ("applies", "input", "estimate", "self", "explanation")
"""Columns of which the reader itself says that they are hidden."""
_FORMER = column_index_from_string(beside.COLUMN)


class Found(Protocol):
    """Where the reader found rows and columns."""

    @property
    def columns(self) -> Mapping[str, str]:
        """Letters of the scoring sheet's columns."""

    @property
    def heading_row(self) -> int:
        """Row of their headings."""

    @property
    def rows(self) -> Mapping[str, int]:
        """Row of each key."""

    @property
    def register(self) -> tuple[Mapping[str, str], int]:
        """Letters of the register's columns and its first row."""


class Places:
    """The way from the original's cells to those of a workbook that came back."""

    def __init__(self, layout: Layout, found: Found) -> None:
        self.rows = {row.row: found.rows.get(row.key, 0) for row in layout.rows}
        self.letters = {names.LETTERS[name]: letter for name, letter in found.columns.items()}
        self.said = frozenset(column_index_from_string(found.columns[name]) for name in _TOLD_IF_HIDDEN if name in found.columns)
        self.columns, self.shift = found.columns, found.heading_row - HEADING_ROW
        self.numbers = {column_index_from_string(old): column_index_from_string(new) for old, new in self.letters.items()}
        at = {name: column_index_from_string(letter) for name, letter in found.columns.items()}
        self.entries = {(found.rows[row.key], at[name]) for row in layout.rows if row.key in found.rows for name in row.entries if name in at}
        self.count = at.get("count", 0)
        register, self.register_first = found.register
        self.register = {column_index_from_string(letter) for letter in register.values()}
        here = {row: now for row, now in self.rows.items() if now}
        self.gone = len(here) < len(self.rows)
        self.moved = self.shift != 0 or any(row != now for row, now in here.items()) or any(old != new for old, new in self.letters.items())

    def same_in(self, sheet: str) -> bool:
        """Whether every cell of the original is where it was."""
        return sheet != names.SCORING or not (self.moved or self.gone)

    def now(self, sheet: str, spot: Spot) -> Spot | None:
        """Return where a cell of the original is; None where its row is gone."""
        if sheet != names.SCORING:
            return spot
        row = self.rows[spot[0]] if spot[0] in self.rows else spot[0] + self.shift
        return (row, self.numbers.get(spot[1], spot[1])) if row else None

    def is_entry(self, sheet: str, now: Spot) -> bool:
        """Whether a cell of the workbook that came back is for entries."""
        if sheet == names.SCORING:
            return now in self.entries
        if sheet == names.REGISTER:
            return now[0] >= self.register_first and now[1] in self.register
        return sheet == names.DIFFICULTIES and now[0] >= names.DIFFICULTIES_FIRST_ROW and now[1] <= 3  # noqa: PLR2004 - three columns

    def is_standing(self, sheet: str, now: Spot) -> bool:
        """Whether the reader itself says what was added there or changed: on sheets that nobody fills in, and in the heads of the others."""
        if sheet not in HEADS:
            return True
        return (now[0] <= HEADS[sheet] and now[1] <= len(names.COLUMNS)) or (sheet == names.SCORING and now[1] == self.count)

    def is_former(self, sheet: str, now: Spot) -> bool:
        """Whether a cell stands in the column for points of a former cycle, which count for nothing."""
        return sheet == names.SCORING and now[1] == _FORMER and (now[0] >= HEADING_ROW + self.shift)

    def same(self, sheet: str, found: str, sent: str) -> bool:
        """Whether two formulas say the same, wherever rows and columns of the scoring sheet are now."""
        if found.removeprefix("=") == sent and not self.moved:
            return True
        if sheet == names.SCORING:
            return same_formula(found, sent, self.rows, self.columns)
        return same_formula(found, self._shifted(sent) if self.moved else sent, {}, {})

    def _shifted(self, formula: str) -> str:
        def at(match: re.Match[str]) -> str:
            start = f"{match[1]}{self._letter(match[2])}{match[3]}{self._row(match[4])}"
            return start if match[5] is None else f"{start}{match[5]}{self._letter(match[6])}{match[7]}{self._row(match[8])}"

        return _ON_SCORING.sub(at, formula)

    def _letter(self, letter: str) -> str:
        return self.letters.get(letter, letter)

    def _row(self, row: str) -> int:
        return self.rows.get(int(row), int(row))
