"""A worksheet of very many plain cells: the same bytes as XlsxWriter's own, in a third of the time.

XlsxWriter asks of every cell whether its place was given as ``"B7"``, looks through each of its attributes for signs to
escape. Numbers and shared texts with a format hold nothing to escape; everything else goes XlsxWriter's own way.
``tests/report/test_quick_sheet.py`` holds the two against each other.
"""

from __future__ import annotations

from xlsxwriter.format import Format
from xlsxwriter.worksheet import CellNumberTuple, CellStringTuple

from parcli.report.plain_sheet import COLUMNS, PlainSheet

_SPANNED = 16
"""So many rows share what XlsxWriter says of their first and last column."""


class _Numbers(dict[Format, int]):
    """The numbers of formats, which are given as they are first written."""

    def __missing__(self, look: Format) -> int:
        return self.setdefault(look, look._get_xf_index())  # noqa: SLF001 - no other word for it


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

    def _check_dimensions(self, row: int, col: int, ignore_row: bool = False, ignore_col: bool = False) -> int:  # noqa: FBT001, FBT002 - XlsxWriter's own
        if (
            self.dim_rowmax is not None
            and self.dim_colmax is not None
            and self.dim_rowmin <= row <= self.dim_rowmax
            and self.dim_colmin <= col <= self.dim_colmax
            and not self.constant_memory
        ):
            return 0  # between cells that are there, which were looked at
        return int(super()._check_dimensions(row, col, ignore_row, ignore_col))

    def _calculate_spans(self) -> None:
        if self.comments:
            super()._calculate_spans()
            return
        ends: dict[int, tuple[int, int]] = {}
        for row, cells in self.table.items():
            if cells:
                low, high = min(cells), max(cells)
                first, last = ends.get(row // _SPANNED, (low, high))
                ends[row // _SPANNED] = min(first, low), max(last, high)
        self.row_spans = {place: f"{first + 1}:{last + 1}" for place, (first, last) in ends.items()}

    def _write_rows(self) -> None:
        if self.comments:
            super()._write_rows()
            return
        self._calculate_spans()
        numbers = _Numbers()
        for row in sorted({*self.row_info, *self.table}):
            if not self.dim_rowmin <= row <= self.dim_rowmax:
                continue
            cells, known = self.table.get(row), (row, self.row_spans.get(row // _SPANNED), self.row_info.get(row))
            if cells:
                self._write_row(*known)
                self._write_cells(row, cells, numbers)
                self._xml_end_tag("row")
            elif row in self.row_info:
                self._write_empty_row(*known)

    def _write_cells(self, row: int, cells: dict[int, object], numbers: _Numbers) -> None:
        """Write a row's cells in their order."""
        line, made = str(row + 1), list[str]()
        for col in sorted(cells):
            cell = cells[col]
            if isinstance(cell, CellNumberTuple) and cell.format:
                made.append(f'<c r="{COLUMNS[col]}{line}" s="{numbers[cell.format]}"><v>{cell.number:.16G}</v></c>')
            elif isinstance(cell, CellStringTuple) and cell.format:
                made.append(f'<c r="{COLUMNS[col]}{line}" s="{numbers[cell.format]}" t="s"><v>{cell.string}</v></c>')
            else:
                self.fh.write("".join(made))
                made.clear()
                self._write_cell(row, col, cell)
        self.fh.write("".join(made))
