"""A worksheet of very many plain cells: the same bytes as XlsxWriter's own, in a third of the time.

XlsxWriter asks of every cell whether its place was given as ``"B7"``, looks through each of its attributes for signs to
escape. Numbers and shared texts with a format hold nothing to escape; everything else goes XlsxWriter's own way.
``tests/report/test_quick_sheet.py`` holds the two against each other.
"""

from __future__ import annotations

from xlsxwriter.format import Format
from xlsxwriter.worksheet import CellNumberTuple, CellStringTuple

from parcli.report.plain_sheet import COLUMNS, PlainSheet


class QuickSheet(PlainSheet):
    """A worksheet whose cells are given by row and column, both counted from 0."""

    def write_number(self, row: int, col: int, number: float, cell_format: Format | None = None) -> int:
        """Write a number; 0 where it was written."""
        return int(self._write_number(row, col, number, cell_format))

    def write_string(self, row: int, col: int, string: str, cell_format: Format | None = None) -> int:
        """Write a text; 0 where it was written."""
        return int(self._write_string(row, col, string, cell_format))

    def write_formula(self, row: int, col: int, formula: str, cell_format: Format | None = None, value: float | str = 0) -> int:
        """Write a formula with its value; 0 where it was written."""
        return int(self._write_formula(row, col, formula, cell_format, value))

    def _write_cell(self, row: int, col: int, cell: object) -> None:
        if isinstance(cell, CellNumberTuple) and cell.format:
            self.fh.write(f"<c{_place(row, col, cell.format)}><v>{cell.number:.16G}</v></c>")
        elif isinstance(cell, CellStringTuple) and cell.format and not self.constant_memory:
            self.fh.write(f'<c{_place(row, col, cell.format)} t="s"><v>{cell.string}</v></c>')
        else:
            super()._write_cell(row, col, cell)


def _place(row: int, col: int, look: Format) -> str:
    return f' r="{COLUMNS[col]}{row + 1}" s="{look._get_xf_index()}"'  # noqa: SLF001 - formats are numbered as they are first written
