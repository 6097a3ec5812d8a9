"""Fills in an appraisal or council workbook as a person with a spreadsheet would: cells are found by their headings."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from parcli.core import points

UNIT, ITEM = "Đơn vị", "Mã"
_WITHIN = 30
"""The headings stand among so many first rows."""

Line = Mapping[str, Any]
Entry = Fraction | str


def filled(content: bytes, say: Callable[[str, str], Mapping[str, Entry]], fields: Mapping[str, Entry] | None = None) -> bytes:
    """Return the workbook with what ``say`` answers, by heading, to each line's unit and item.

    ``fields`` are entered to the right of the cells with these labels, on whichever sheet.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy; only the rehearsal fills in workbooks

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            _lines(sheet, say)
            _fields(sheet, fields or {})
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _lines(sheet: Any, say: Callable[[str, str], Mapping[str, Entry]]) -> None:
    place, columns = _headings(sheet)
    if not {UNIT, ITEM} <= columns.keys():
        return
    for row in sheet.iter_rows(min_row=place + 1):
        unit, item = (str(row[columns[name]].value or "") for name in (UNIT, ITEM))
        if not unit or not item:
            continue
        for heading, value in say(unit, item).items():
            if heading in columns:
                row[columns[heading]].value = _outward(value)


def _headings(sheet: Any) -> tuple[int, dict[str, int]]:
    """Return the row of the headings (from 1) and the place of each (from 0)."""
    for place, row in enumerate(sheet.iter_rows(max_row=_WITHIN, values_only=True), start=1):
        columns = {str(value).strip(): column for column, value in enumerate(row) if value is not None}
        if {UNIT, ITEM} <= columns.keys():
            return place, columns
    return 0, {}


def _fields(sheet: Any, fields: Mapping[str, Entry]) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.strip() in fields:
                sheet.cell(cell.row, cell.column + 1).value = _outward(fields[cell.value.strip()])


def _outward(value: Entry) -> float | str:
    return points.spreadsheet(value) if isinstance(value, Fraction) else value
