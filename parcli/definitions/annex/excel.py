"""An Excel file as sheets of table lines, with the values that the file itself holds."""

from __future__ import annotations

import io
import re
import warnings
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from parcli.core import points
from parcli.core.limits import Limits
from parcli.definitions.annex.grid import Line, Piece, in_workbook, tidy

_PLACES = re.compile(r"0\.(0{1,6})")
_PLACES_FOR_A_CELL = 5
"""So many places of its rows, filled or blank, a workbook may have for each filled cell that it may have."""


def read(content: bytes, limits: Limits) -> tuple[tuple[tuple[str, tuple[Piece, ...]], ...], tuple[str, ...]]:
    """Read each sheet that has anything in it, by name, and name the sheets that are larger than what is read of one.

    Formulas are not evaluated: the value saved with the file counts.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy; commands that read no workbook do without

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
    large = tuple(sheet.title for sheet in book.worksheets if sheet.max_row > limits.sheet_rows or sheet.max_column > limits.sheet_columns)
    places = 0 if large else sum(sheet.max_column * len({row for row, _ in sheet._cells}) for sheet in book.worksheets)  # noqa: SLF001
    if places > _PLACES_FOR_A_CELL * limits.cells:
        large = tuple(sheet.title for sheet in book.worksheets)
    sheets = () if large else tuple((sheet.title, tuple(_lines(sheet, number))) for number, sheet in enumerate(book.worksheets, start=1))
    return tuple((name, lines) for name, lines in sheets if any(line.filled for line in lines)), large


def _lines(sheet: Any, number: int) -> Iterator[Line]:
    """Yield the lines that have cells. Asking the sheet for its rows would make a cell for every blank place."""
    corner, beneath = _merged(sheet)
    name, columns = tidy(sheet.title).replace("\n", " "), range(sheet.max_column)
    rows: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for (row, column), cell in sheet._cells.items():  # noqa: SLF001
        rows[row][column - 1] = shown(cell)
    for row, filled in sorted(rows.items()):
        starts = tuple(corner.get((row, place), place) for place in columns)
        texts = tuple("" if (row, place) in beneath or starts[place] != place else filled.get(place, "") for place in columns)
        continued = frozenset(place for place in columns if (row, place) in beneath and starts[place] == place)
        if any(texts) or continued:
            yield Line(in_workbook(name, row), texts, starts, continued, number)


def _merged(sheet: Any) -> tuple[dict[tuple[int, int], int], set[tuple[int, int]]]:
    """Return for each merged place the column where its cell starts, and the places under the first row of their cell."""
    corner: dict[tuple[int, int], int] = {}
    beneath: set[tuple[int, int]] = set()
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col - 1, area.max_col):
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
