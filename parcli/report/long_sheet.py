"""A sheet of very many rows, each of which goes to the disk as it is written: nothing of a row is kept.

XlsxWriter can do that too (``constant_memory``); it makes the markup of each cell anew, by far the most of what a country's
book takes, and remembers the height of every row. Here it makes a cell's markup once for each thing that is shown and each
look; a row puts its cells together. The bytes are those that XlsxWriter writes: ``tests/report/test_long_sheet.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from io import StringIO
from xml.sax.saxutils import escape

from xlsxwriter.format import Format
from xlsxwriter.worksheet import CellFormulaTuple, CellNumberTuple, CellStringTuple

from parcli.core import points
from parcli.report.outward import clipped
from parcli.report.plain_sheet import COLUMNS, PlainSheet

_POINTS = 0.75
"""A pixel in the points in which heights are written."""
_FIRST = '<c r="A1"'
_FORMULA = "\x00"
"""Stands where the formula will; no formula holds it."""
ROW = "\x01"
"""Stands for the number of a row, which is not known yet; no text holds it, for unseen signs are made visible."""
_MOST_KEPT = 10_000
"""Markups that are kept at most: a city's figures and words repeat, the texts of a country need not."""


def laid(cells: Sequence[str], first: int = 0) -> str:
    """Return the markup of neighbouring cells from a column on, with ``ROW`` for the number of their row."""
    return "".join([f'<c r="{column}{ROW}"{cell}' for column, cell in zip(COLUMNS[first : first + len(cells)], cells, strict=True)])


class LongSheet(PlainSheet):
    """A worksheet of a workbook with ``constant_memory``: rows come in their order, headings by the usual ways before them."""

    def __init__(self) -> None:
        """Begin without rows."""
        super().__init__()
        self._known: dict[tuple[object, int], str] = {}

    def begin(self, row: int) -> None:
        """End the headings: from this row on rows are added. Looks are numbered as they are first written, so theirs come first."""
        self._write_single_row(row)

    def text(self, text: str, look: Format) -> str:
        """Return the markup of a cell that holds a text, without its place."""
        return self._known.get((text, id(look))) or self._kept(text, look, self._markup(CellStringTuple(clipped(text), look)))

    def number(self, value: Fraction, look: Format) -> str:
        """Return the markup of a cell that holds a number, without its place."""
        return self._known.get((value, id(look))) or self._kept(value, look, self._markup(CellNumberTuple(points.spreadsheet(value), look)))

    def formula(self, formula: str, value: Fraction, look: Format) -> str:
        """Return the markup of a live formula with the value that it must give, without its place."""
        shape = self._known.get(((value,), id(look)))
        if shape is None:
            shape = self._kept((value,), look, self._markup(CellFormulaTuple(_FORMULA, look, points.spreadsheet(value))))
        return shape.replace(_FORMULA, escape(formula), 1)

    def add_row(self, row: int, pixels: int, cells: Sequence[str]) -> None:
        """Write the next row, so many pixels high, its cells from the first column on. Raises ValueError for a row that does not fit."""
        if len(cells) > len(COLUMNS):
            message = f"a row of {len(cells)} cells could not be written"
            raise ValueError(message)
        self.add_laid(row, pixels, len(cells), laid(cells))

    def add_laid(self, row: int, pixels: int, columns: int, markup: str) -> None:
        """Write the next row of so many columns from cells that are laid out already. Raises ValueError for a row that does not fit."""
        number = str(row + 1)
        if self._check_dimensions(row, columns - 1):
            message = f"row {number} could not be written"
            raise ValueError(message)
        self.row_data_fh.write(f'<row r="{number}" ht="{pixels * _POINTS:.16g}" customHeight="1">{markup.replace(ROW, number)}</row>')

    def _kept(self, shown: object, look: Format, markup: str) -> str:
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        self._known[shown, id(look)] = markup
        return markup

    def _markup(self, cell: object) -> str:
        """Have XlsxWriter write the cell as if it were the first, and take away where it stands."""
        rows, made = self.row_data_fh, StringIO()
        self.fh = made
        try:
            self._write_cell(0, 0, cell)
        finally:
            self.fh = rows
        return made.getvalue().removeprefix(_FIRST)
