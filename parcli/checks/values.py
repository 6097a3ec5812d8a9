"""SC1: what may stand in one input cell. Each function gives the value, and a finding code where there is something to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from parcli.core import expr, points, words
from parcli.core.points import NumberFault
from parcli.core.returned import Cell
from parcli.core.rules import InputCell, InputKind

_FAULTS = {NumberFault.NOT_A_NUMBER: "SC102", NumberFault.AMBIGUOUS: "SC103", NumberFault.OUT_OF_RANGE: "SC114"}
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken from a cell: a value or None, and the code of what there is to say about it."""

    value: Fraction | str | None
    code: str | None = None


def take(asked: InputCell, cell: Cell) -> Taken:
    """Take the value of an input cell by its kind. One that is blank or in doubt gives no value and no code."""
    if cell.blank or cell.doubt:
        return Taken(None)
    if cell.formula is not None:
        return Taken(None, "WB311")
    if cell.error:
        return Taken(None, "SC105")
    return _BY_KIND[asked.kind](asked, cell)


def number(cell: Cell) -> Taken:
    """Take a number, whatever its limits; a text that is one is taken with a note."""
    if isinstance(cell.raw, bool):
        return Taken(None, "SC106")
    if isinstance(cell.raw, datetime | date | time | timedelta):
        return Taken(None, "SC104")
    if isinstance(cell.raw, int | float):
        return _or_fault(points.from_integer(cell.raw) if isinstance(cell.raw, int) else points.from_double(cell.raw), None)
    return _or_fault(points.from_cell_text(str(cell.raw)), "SC109")


def _or_fault(read: Fraction | NumberFault, code: str | None) -> Taken:
    return Taken(None, _FAULTS[read]) if isinstance(read, NumberFault) else Taken(read, code)


def _number(asked: InputCell, cell: Cell) -> Taken:
    taken = number(cell)
    if not isinstance(taken.value, Fraction):
        return taken
    if taken.value < 0:
        return Taken(None, "SC107")
    if asked.positive and taken.value == 0:
        return Taken(None, "SC116")
    if asked.kind is InputKind.COUNT and taken.value.denominator != 1:
        return Taken(None, "SC108")
    if asked.most is not None and taken.value > asked.most:
        return Taken(None, "SC110")
    if asked.step is not None and (taken.value / asked.step).denominator != 1:
        return Taken(None, "SC111")
    return taken


def _choice(asked: InputCell, cell: Cell) -> Taken:
    label = _chosen(asked, cell)
    return Taken(label) if label is not None else Taken(None, "SC112")


def _chosen(asked: InputCell, cell: Cell) -> str | None:
    wanted = words.key(cell.text)
    return next((choice for choice in asked.choices if words.key(choice) == wanted), None)


def _date(asked: InputCell, cell: Cell) -> Taken:
    label = _chosen(asked, cell) if isinstance(cell.raw, str) else None
    return day(cell) if label is None else Taken(label)


def day(cell: Cell) -> Taken:
    """Take a day as its serial number; a text that is one is taken with a note."""
    raw = cell.raw
    if isinstance(raw, datetime | date):
        return _in_years(expr.serial(raw.date() if isinstance(raw, datetime) else raw), None)
    serial = expr.serial_of_text(words.tidy(raw)) if isinstance(raw, str) else None
    return _in_years(serial, "SC115") if serial is not None else Taken(None, "SC113")


def _in_years(serial: Fraction, code: str | None) -> Taken:
    """Take a day of our times, however it was written; another one is a slip of the pen."""
    return Taken(serial, code) if _FIRST_YEAR <= expr.day_of(serial).year <= _LAST_YEAR else Taken(None, "SC114")


_BY_KIND: dict[InputKind, Callable[[InputCell, Cell], Taken]] = {
    InputKind.NUMBER: _number,
    InputKind.COUNT: _number,
    InputKind.POINTS: _number,
    InputKind.CHOICE: _choice,
    InputKind.DATE: _date,
}
