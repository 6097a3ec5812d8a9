"""A workbook as two readers read it: openpyxl, with formulas, and calamine, with the values that were last calculated.

Both read the same bytes on their own. Where they do not agree on a cell nobody can say what it holds, and nothing of it is
taken. Only a file that ``examine`` lets through may come here, and only in a process that may die: calamine ends its process
where memory runs out.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from parcli.container.agreement import agree, said
from parcli.container.content import text_of
from parcli.container.grid import letters_of
from parcli.container.swift import swift
from parcli.core import words
from parcli.core.limits import Limits
from parcli.core.returned import Cell, Doubt, Raw

_NONE: frozenset[str] = frozenset()
_PLAIN = (str, int, float)
"""Values whose equality says it all; True equals 1."""


class SecondReaderFailed(Exception):
    """The second reader could not read what the first one could; the text names its error."""


class Sheet:
    """One sheet in both readings, under the name by which it was asked for. Rows and columns count from 1."""

    def __init__(self, title: str, first: Any, second: Sequence[Sequence[Raw]], errors: frozenset[str], epoch: datetime, limits: Limits) -> None:
        self.title, self.first = title, first
        self.second, self.errors, self.epoch, self.limits = second, errors, epoch, limits
        self._last: int | None = None
        self._cells: Mapping[tuple[int, int], Any] = first._cells  # noqa: SLF001 - asking for an address makes a cell where there is none

    def last_row(self) -> int:
        """Return the last row that holds anything in either reading, within the limit."""
        if self._last is None:
            first = max((row for (row, _), cell in self._cells.items() if cell.value is not None), default=0)
            self._last = min(max(first, len(self.second)), self.limits.sheet_rows)
        return self._last

    def filled(self, rows: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield row and column of every cell that holds anything in either reading, in their order; of the first rows, or of all."""
        first = {place for place, cell in self._cells.items() if (rows is None or place[0] <= rows) and cell.value is not None}
        second = {(row, column) for row, line in enumerate(self.second[:rows], 1) for column, value in enumerate(line, 1) if value != ""}
        yield from sorted(first | second)

    def texts(self, rows: int) -> Iterator[Cell]:
        """Yield the cells of the first rows that hold a text in both readings, in their order."""
        for row, line in enumerate(self.second[:rows], 1):
            for column, value in enumerate(line, 1):
                if value.__class__ is str and value != "" and isinstance((cell := self.cell(row, column)).raw, str):
                    yield cell

    def cell(self, row: int, column: int) -> Cell:
        """Return what a cell holds: its formula or its value, or that the two readings differ."""
        found = self._cells.get((row, column))
        value, kind = (None, "n") if found is None else (found.value, found.data_type)
        address = f"{letters_of(column)}{row}"
        if kind == "f":
            return Cell(self.title, address, None, str(getattr(value, "text", value)))
        other = self._other(row, column)
        if not self.errors:
            if value is None and other == "":
                return _blank(self.title, address)
            if value == other and value.__class__ in _PLAIN and other.__class__ in _PLAIN:
                return Cell(self.title, address, self._kept(value))
        if other == "" and _only_a_link(found):
            return Cell(self.title, address)
        if not agree((value, kind), (other, address in self.errors), self.epoch):
            return Cell(self.title, address, doubt=True)
        return Cell(self.title, address, self._kept(value), None, kind == "e")

    def shown(self, row: int, column: int) -> Cell:
        """Return what a cell shows: the value that its formula had when it was last calculated, or what was entered."""
        cell = self.cell(row, column)
        if cell.formula is None:
            return cell
        other = self._other(row, column)
        return Cell(self.title, cell.address, None if other == "" else self._kept(other), None, cell.address in self.errors)

    def shows(self, row: int, column: int) -> Raw:
        """Return what a cell shows, without the cell: what ``shown`` has as its value."""
        found = self._cells.get((row, column))
        if found is None or found.data_type != "f":
            return self.cell(row, column).raw
        other = self._other(row, column)
        return None if other == "" else self._kept(other)

    def holds(self, row: int, column: int, value: str | None) -> bool:
        """Whether both readings have this very text in a cell, or nothing for None; False says no more than that one must look."""
        found, other = self._cells.get((row, column)), self._other(row, column)
        if self.errors:
            return False
        if not value:
            return other == "" and (found is None or found.value is None)
        return found is not None and found.data_type == "s" and found.value == value == other and len(value) <= self.limits.cell_text

    def whole(self, row: int, column: int) -> Raw:
        """Return what a cell shows, uncut and with the line ends that it has."""
        found, other = self._cells.get((row, column)), self._other(row, column)
        if found is None or found.data_type == "f" or (other == "" and _only_a_link(found)):
            return None if other == "" else other
        value: Raw = found.value
        return value

    def readings(self, row: int, column: int) -> tuple[str, str]:
        """Return both readings of a cell as text to show."""
        found = self._cells.get((row, column))
        error = f"{letters_of(column)}{row}" in self.errors
        return said(None if found is None else found.value), "#!" if error else said(self._other(row, column))

    def doubts(self) -> Iterator[Doubt]:
        """Yield every cell of the sheet that the readers do not agree on."""
        for row, column in self.filled():
            if self.cell(row, column).doubt:
                yield Doubt(self.title, f"{letters_of(column)}{row}", "", *self.readings(row, column))

    def _other(self, row: int, column: int) -> Raw:
        try:
            return self.second[row - 1][column - 1]
        except IndexError:
            return ""

    def _kept(self, value: Raw) -> Raw:
        if not isinstance(value, str):
            return value
        text = text_of(value)
        return text if len(text) <= self.limits.cell_text else text[: self.limits.cell_text] + "…"


class Book:
    """A workbook in both readings; a sheet is read by the second reader when it is first asked for."""

    def __init__(self, content: bytes, errors: Mapping[str, frozenset[str]], limits: Limits) -> None:
        """Open it. Raises what openpyxl raises, and SecondReaderFailed."""
        self.first = opened(content)
        self._second = _second(content)
        self._errors, self._limits = errors, limits
        self._sheets: dict[str, Sheet] = {}
        self._asked: dict[str, Sheet] = {}
        self.titles: dict[str, str] = {words.key(name): name for name in self.first.sheetnames}
        """The names of the sheets as they stand, by the form in which names are compared."""
        self.seen_by_one = tuple(sorted({*self.first.sheetnames} ^ {*self._second.sheet_names}))
        """The sheets that only one of the readers finds."""

    def close(self) -> None:
        """Let go of the cells. They and their sheets hold each other: else they would stay until Python searches for garbage, which takes time."""
        for sheet in self.first.worksheets:
            sheet._cells.clear()  # noqa: SLF001 - there is no other way

    def has(self, name: str) -> bool:
        """Whether there is a sheet with this name, whatever its case and spaces."""
        return name in self._asked or words.key(name) in self.titles

    def sheet(self, name: str) -> Sheet:
        """Return a sheet by its name, whatever its case and spaces. Raises KeyError, and SecondReaderFailed."""
        if name not in self._asked:
            title = self.titles[words.key(name)]
            if title not in self._sheets:
                self._sheets[title] = self._sheet(name, title)
            self._asked[name] = self._sheets[title]
        return self._asked[name]

    def _sheet(self, name: str, title: str) -> Sheet:
        return Sheet(name, self.first[title], self._rows(title), self._errors.get(title, _NONE), self.first.epoch, self._limits)

    def _rows(self, title: str) -> Sequence[Sequence[Raw]]:
        if title in self.seen_by_one:
            return ()
        rows: list[list[Raw]] = _tried(lambda: self._second.get_sheet_by_name(title).to_python(skip_empty_area=False))
        return rows


@lru_cache(maxsize=16_384)
def _blank(title: str, address: str) -> Cell:
    """Return a blank cell: most are, and at the same places in all workbooks."""
    return Cell(title, address)


def _only_a_link(found: Any) -> bool:
    """Whether a blank cell has a link: the first reader puts the link's address where a value would stand."""
    link = None if found is None else found.hyperlink
    return link is not None and found.value in (link.target, link.location)


def opened(content: bytes) -> Any:
    """Return a workbook that ``examine`` let through as the first reader opens it, with formulas. Raises whatever openpyxl raises."""
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy; commands that read no workbook do without

    with warnings.catch_warnings(), swift():
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(content), data_only=False, keep_links=False)


def _second(content: bytes) -> Any:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - commands that read no workbook do without

    return _tried(lambda: CalamineWorkbook.from_filelike(io.BytesIO(content)))


def _tried(action: Callable[[], Any]) -> Any:
    """Return what the second reader answers. Raises SecondReaderFailed: its panic is no Exception, so nothing else would catch it."""
    try:
        return action()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        raise SecondReaderFailed(type(error).__name__) from error
