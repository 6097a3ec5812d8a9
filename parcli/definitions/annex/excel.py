"""An Excel file as sheets of table lines, with the values that the file itself holds."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from parcli.core import points
from parcli.core.limits import Limits
from parcli.definitions.annex.grid import Line, Piece, in_workbook, tidy

_PLACES = re.compile(r"0\.(0{1,6})")


def read(content: bytes, limits: Limits) -> tuple[tuple[tuple[str, tuple[Piece, ...]], ...], tuple[str, ...]]:
    """Read each sheet that has anything in it, by name, and name the sheets that are larger than what is read of one.

    Formulas are not evaluated: the value saved with the file counts.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy; commands that read no workbook do without

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
    sheets = ((sheet.title, tuple(_lines(sheet, number, limits))) for number, sheet in enumerate(book.worksheets, start=1))
    filled = tuple((name, lines) for name, lines in sheets if any(line.filled for line in lines))
    large = (sheet.title for sheet in book.worksheets if sheet.max_row > limits.sheet_rows or sheet.max_column > limits.sheet_columns)
    return filled, tuple(large)


def _lines(sheet: Any, number: int, limits: Limits) -> Iterator[Line]:
    rows, columns = min(sheet.max_row, limits.sheet_rows), min(sheet.max_column, limits.sheet_columns)
    corner, beneath = _merged(sheet, columns)
    name = tidy(sheet.title).replace("\n", " ")
    for cells in sheet.iter_rows(1, rows, 1, columns):
        row = cells[0].row
        texts = tuple("" if (row, place) in beneath or corner.get((row, place), place) != place else shown(cell) for place, cell in enumerate(cells))
        starts = tuple(corner.get((row, place), place) for place in range(len(cells)))
        continued = frozenset(place for place in range(len(cells)) if (row, place) in beneath and starts[place] == place)
        if any(texts) or continued:
            yield Line(in_workbook(name, row), texts, starts, continued, number)


def _merged(sheet: Any, columns: int) -> tuple[dict[tuple[int, int], int], set[tuple[int, int]]]:
    """Return for each merged place the column where its cell starts, and the places under the first row of their cell."""
    corner: dict[tuple[int, int], int] = {}
    beneath: set[tuple[int, int]] = set()
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col - 1, min(area.max_col, columns)):
                corner[row, column] = area.min_col - 1
                if row > area.min_row:
                    beneath.add((row, column))
    return corner, beneath


def shown(cell: Any) -> str:
    """Return what a cell shows: a number with its decimals or as a percentage, a date by day and month."""
    value = cell.value
    if value is None or isinstance(value, bool) or cell.data_type == "e":
        return "" if value is None else tidy(str(value))
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format))
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    return tidy(str(value))


def _number(value: float, form: str) -> str:
    exact = points.from_integer(value) if isinstance(value, int) else points.from_double(value)
    if not isinstance(exact, Fraction):
        return str(value)
    if "%" in form:
        return f"{points.vietnamese(exact * 100)}%"
    places = _PLACES.search(form)
    full = points.plain(exact)
    decimals = len(full.partition(".")[2])
    # A format may add zeros (1.10 as a number of a criterion) but must not hide decimals.
    return points.fixed(exact, len(places[1])) if places and len(places[1]) > decimals and decimals else full
