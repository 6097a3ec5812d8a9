"""Fills in an appraisal or council workbook as a person with a spreadsheet would: cells are found by their headings."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from parcli.core import points

UNIT, ITEM, OWN, RULING = "Đơn vị", "Mã", "Điểm tự chấm", "Không áp dụng"
_WITHIN = 30
"""The headings stand among so many first rows."""

Entry = Fraction | str


@dataclass(frozen=True, slots=True)
class Line:
    """What a line shows: whose item it is, the unit's own points, and whether there is a claim to answer."""

    unit: str
    item: str
    own: Fraction | None
    claimed: bool


Say = Callable[[Line], Mapping[str, Entry]]


def filled(content: bytes, say: Say, fields: Mapping[str, Entry] | None = None) -> bytes:
    """Return the workbook with what ``say`` answers, by heading, to each line.

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


def _lines(sheet: Any, say: Say) -> None:
    place, columns = _headings(sheet)
    if not {UNIT, ITEM, RULING} <= columns.keys():
        return
    for row in sheet.iter_rows(min_row=place + 1):
        unit, item = (str(row[columns[name]].value or "") for name in (UNIT, ITEM))
        if not unit or not item:
            continue
        own = row[columns[OWN]].value
        # Where there is no claim, the cell for the answer is closed.
        line = Line(unit, item, _figure(own), claimed=not row[columns[RULING]].protection.locked)
        for heading, value in say(line).items():
            if heading in columns:
                row[columns[heading]].value = _outward(value)


def _figure(value: Any) -> Fraction | None:
    found = points.from_double(float(value)) if isinstance(value, int | float) else None
    return found if isinstance(found, Fraction) else None


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
