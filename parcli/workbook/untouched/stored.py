"""What the formulas of a workbook should last have shown, given what was entered: the writers' own walk, with a brush that only listens.

So every stored figure and sentence can be told from a forged or stale one without rendering a workbook.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from parcli import shipped
from parcli.core import points
from parcli.core.cycle import Unit
from parcli.core.returned import Cell, Returned
from parcli.workbook import carried, live, names, writer
from parcli.workbook import look as looks
from parcli.workbook.entries import Entries, Entry
from parcli.workbook.layout import Layout
from parcli.workbook.look import Look
from parcli.workbook.paint import Brush

Place = tuple[str, str]
"""Sheet and cell."""
_TOLERANCE = 1e-9
_LAST_PLAIN = "\uffff"
_NO_HEIGHT = 15.0


class _Silent:
    """Stands for a sheet or a book to which nothing is written: whatever it is told succeeds."""

    def __init__(self, name: str = "") -> None:
        self.name = name

    def __getattr__(self, order: str) -> Callable[..., int]:
        return lambda *_, **__: 0


class _Unmeasured:
    """Stands for the ruler where no row gets a height."""

    def height(self, *_: object, **__: object) -> float:
        return _NO_HEIGHT


class _Listener(Brush):
    """Hears what every formula is to show; formulas that speak of the PC on which they are seen are passed over."""

    paints = False

    def __init__(self, look: Look) -> None:
        self.look = look
        self.book: Any = _Silent()
        self.ruler: Any = _Unmeasured()
        self.heard: dict[Place, Fraction | str] = {}

    def format(self, **_: Any) -> Any:
        return None

    def put(self, sheet: Any, address: str, value: Fraction | date | str | None, style: Any) -> None:
        """Pass over what is no formula."""

    def compute(self, sheet: Any, address: str, formula: str, style: Any, value: Fraction | str) -> None:  # noqa: ARG002 - that of Brush
        """Hear what a formula shows."""
        if live.POINT not in formula and live.DAY not in formula:
            self.heard[sheet.name, address] = value

    def paragraph(self, sheet: Any, span: str, text: str, style: Any, height: float) -> None:
        """Pass over a standing text."""


def expected(layout: Layout, unit: Unit, entries: Entries, banner: str) -> Mapping[Place, Fraction | str]:
    """Return what each formula shows with these entries, by sheet and cell of the layout."""
    brush = _Listener(looks.load(shipped.folder("templates") / "workbook"))
    sheets: Any = {name: _Silent(name) for name in names.SHEETS}
    writer.draw(sheets, brush, layout, entries, writer.Face(unit.id, unit.name, banner))
    return brush.heard


def entered(one: Returned, difficulties: Any | None) -> Entries | None:
    """Return the entries of a workbook; None where sheets themselves see something else in them than parcli does.

    That is so for formulas and error values, days with an hour, texts that are not in NFC or hold signs outside the basic
    plane, texts that were cut, and wherever a formula or a row is not the original's: that is said elsewhere.
    """
    if one.missing_keys or one.repeated_keys or any(each.kind in ("overwritten", "formula", "merged", "given_points") for each in one.changes):
        return None
    cells = {key: {column: _taken(cell) for column, cell in row.items() if not cell.blank} for key, row in one.rows.items()}
    register = tuple({column: _taken(cell) for column, cell in line.cells.items() if not cell.blank} for line in one.register)
    lines = _difficulties(difficulties)
    found = [entry for row in (*cells.values(), *register) for entry in row.values()]
    if not all(map(_alike, (*found, *(text for line in lines for text in line)))):
        return None
    kept = {key: {column: entry for column, entry in row.items() if entry is not None} for key, row in cells.items()}
    return Entries(kept, tuple({column: entry for column, entry in line.items() if entry is not None} for line in register), lines)


def _taken(cell: Cell) -> Entry | None:
    hour = isinstance(cell.raw, datetime) and cell.raw.time() != time()
    return None if hour or isinstance(cell.raw, bool | time | timedelta) else carried.entry_of(cell)


def _difficulties(sheet: Any | None) -> tuple[tuple[str, str], ...]:
    """Return the lines of the difficulties in their places, blank ones too: the report shows them where they stand."""
    if sheet is None:
        return ()
    first = names.DIFFICULTIES_FIRST_ROW
    last = min(sheet.max_row, first + names.DIFFICULTIES_ROWS - 1)
    lines = [(str(sheet.cell(row, 2).value or ""), str(sheet.cell(row, 3).value or "")) for row in range(first, last + 1)]
    while lines and not any(text.strip() for text in lines[-1]):
        lines.pop()
    return tuple(lines)


def _alike(entry: Entry | None) -> bool:
    """Whether sheets and parcli see the same in an entry."""
    if not isinstance(entry, str):
        return entry is not None
    return unicodedata.is_normalized("NFC", entry) and max(entry, default="") <= _LAST_PLAIN and entry.replace("\n", "").isprintable()


def differing(shown: Callable[[Place], Any], wanted: Mapping[Place, Fraction | str]) -> Iterator[tuple[Place, str, str]]:
    """Yield the formulas whose stored value is another one, with what it is and what it should be; no stored value says nothing."""
    for place, value in wanted.items():
        stored = shown(place)
        if stored is not None and not _same(stored, value) and not _emptied(place, stored, value):
            yield place, _text(stored), _text(points.spreadsheet(value) if isinstance(value, Fraction) else value)


def _same(stored: Any, value: Fraction | str) -> bool:
    if isinstance(value, Fraction):
        return not isinstance(stored, bool) and isinstance(stored, int | float) and abs(stored - points.spreadsheet(value)) <= _TOLERANCE
    # A number within a sentence has the decimal sign of the PC that showed it last.
    return stored == value or (isinstance(stored, str) and stored.replace(",", ".").split() == value.replace(",", ".").split())


def _emptied(place: Place, stored: Any, value: Fraction | str) -> bool:
    """Whether a blank of the report came back from .ods as LibreOffice keeps some of them there: as 0."""
    return place[0] == names.REPORT and value == "" and stored == 0 and not isinstance(stored, bool)


def _text(value: Any) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)
