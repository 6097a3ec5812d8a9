"""A read workbook in the form in which it is written down, and the way back: every cell as it was, to the bit.

MessagePack knows no days and times, and a text that reads like a day must stay a text: a cell's kind stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from parcli.core.fact import Fact
from parcli.core.returned import Cell, Change, Difference, Doubt, Problem, Raw, RegisterLine, Returned
from parcli.garbage import uncollected

_Kind = Literal["", "moment", "day", "time", "span"]
_Plain = str | bool | int | float | None
_Cells = dict[str, "_Cell"]


class _Cell(Fact, frozen=True):
    """A cell. ``sheet`` is the place of its sheet among the page's; ``kind`` says what a text in ``raw`` stands for."""

    sheet: int
    address: str
    kind: _Kind
    raw: _Plain
    formula: str | None
    error: bool
    doubt: bool


class Page(Fact, frozen=True):
    """What a workbook says, without the path at which it lay."""

    sheets: tuple[str, ...]
    sha256: str
    size: int
    problems: tuple[Problem, ...]
    readable: bool
    identities: dict[str, str]
    missing_sheets: tuple[str, ...]
    missing_columns: tuple[str, ...]
    missing_keys: tuple[str, ...]
    repeated_keys: tuple[tuple[str, str], ...]
    unknown_keys: tuple[tuple[str, str], ...]
    rows: dict[str, _Cells]
    shown: _Cells
    changes: tuple[Change, ...]
    register: tuple[tuple[int, _Cells], ...]
    difficulties: tuple[tuple[str, str], ...]
    layout: int
    check_code: str
    shown_check_code: str
    doubts: tuple[Doubt, ...]
    differences: tuple[Difference, ...]


def page_of(one: Returned) -> Page:
    """Return a read workbook in the form in which it is written down."""
    sheets: dict[str, int] = {}

    def cells(found: Mapping[str, Cell]) -> _Cells:
        return {
            name: _Cell(sheets.setdefault(cell.sheet, len(sheets)), cell.address, *_written(cell.raw), cell.formula, cell.error, cell.doubt)
            for name, cell in found.items()
        }

    rows = {key: cells(row) for key, row in one.rows.items()}
    shown = cells(one.shown)
    register = tuple((line.row, cells(line.cells)) for line in one.register)
    return Page(
        sheets=tuple(sheets),
        sha256=one.sha256,
        size=one.size,
        problems=one.problems,
        readable=one.readable,
        identities=dict(one.identities),
        missing_sheets=one.missing_sheets,
        missing_columns=one.missing_columns,
        missing_keys=one.missing_keys,
        repeated_keys=one.repeated_keys,
        unknown_keys=one.unknown_keys,
        rows=rows,
        shown=shown,
        changes=one.changes,
        register=register,
        difficulties=one.difficulties,
        layout=one.layout,
        check_code=one.check_code,
        shown_check_code=one.shown_check_code,
        doubts=one.doubts,
        differences=one.differences,
    )


def returned_from(page: Page, path: str) -> Returned:
    """Return the workbook that was written down, as the file at ``path``. Raises ValueError and IndexError for what was not made here."""
    sheets = page.sheets

    def cells(found: _Cells) -> dict[str, Cell]:
        return {
            name: Cell(sheets[one.sheet], one.address, _read(one.kind, one.raw), one.formula, one.error, one.doubt) for name, one in found.items()
        }

    with uncollected():
        return Returned(
            path=path,
            sha256=page.sha256,
            size=page.size,
            problems=page.problems,
            readable=page.readable,
            identities=page.identities,
            missing_sheets=page.missing_sheets,
            missing_columns=page.missing_columns,
            missing_keys=page.missing_keys,
            repeated_keys=page.repeated_keys,
            unknown_keys=page.unknown_keys,
            rows={key: cells(row) for key, row in page.rows.items()},
            shown=cells(page.shown),
            changes=page.changes,
            register=tuple(RegisterLine(row, cells(line)) for row, line in page.register),
            difficulties=page.difficulties,
            layout=page.layout,
            check_code=page.check_code,
            shown_check_code=page.shown_check_code,
            doubts=page.doubts,
            differences=page.differences,
        )


def _written(raw: Raw) -> tuple[_Kind, _Plain]:
    if isinstance(raw, datetime):
        return "moment", raw.isoformat()
    if isinstance(raw, date):
        return "day", raw.isoformat()
    if isinstance(raw, time):
        return "time", raw.isoformat()
    if isinstance(raw, timedelta):
        return "span", f"{raw.days} {raw.seconds} {raw.microseconds}"
    return "", raw


def _span(text: str) -> timedelta:
    days, seconds, microseconds = map(int, text.split())
    return timedelta(days, seconds, microseconds)


_READERS: Final[Mapping[str, Callable[[str], Raw]]] = {
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "time": time.fromisoformat,
    "span": _span,
}


def _read(kind: _Kind, raw: _Plain) -> Raw:
    return raw if not kind else _READERS[kind](str(raw))
