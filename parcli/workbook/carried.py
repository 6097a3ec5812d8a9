"""From a workbook that came back to the answers of a new one: what was entered, cell by cell, as far as it is still asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from fractions import Fraction

from parcli.core import points
from parcli.core.carry import Passage
from parcli.core.limits import Limits
from parcli.core.returned import Cell, Returned
from parcli.workbook.entries import Entries, Entry

_INPUTS = ("input", "estimate")


def entries(one: Returned, fates: Mapping[str, Passage]) -> Entries:
    """Return a workbook's entries for the present definition.

    Figures of items that ask for others now are left behind, and of items that are gone; explanations stay wherever the
    item stays. Formulas and error values are no entries and are left behind too. Register and difficulties stay whole.
    """
    cells: dict[str, dict[str, Entry]] = {}
    for key, row in one.rows.items():
        code, _, name = key.partition("/")
        fate = fates.get(code)
        if fate is None or fate.fate == "removed":
            continue
        kept = {column: entry for column, cell in row.items() if (entry := entry_of(cell)) is not None and (fate.kept or column not in _INPUTS)}
        if isinstance(entered := kept.get("input"), str):
            kept["input"] = fate.label(name, entered)
        if kept:
            cells[key] = kept
    register = tuple({column: entry for column, cell in line.cells.items() if (entry := entry_of(cell)) is not None} for line in one.register)
    return Entries(cells, register, one.difficulties)


def left_behind(one: Returned, limits: Limits) -> tuple[Cell, ...]:
    """Return the entry cells that hold a formula, an error value, or a text that was cut: not all in them can be carried."""
    rows = [cell for row in one.rows.values() for cell in row.values()]
    lines = [cell for line in one.register for cell in line.cells.values()]
    return tuple(cell for cell in (*rows, *lines) if not cell.blank and (entry_of(cell) is None or _cut(cell, limits)))


def _cut(cell: Cell, limits: Limits) -> bool:
    return isinstance(cell.raw, str) and len(cell.raw) > limits.cell_text


def entry_of(cell: Cell) -> Entry | None:
    """Return what was entered in a cell; None for a formula, an error value, or nothing."""
    if cell.blank or cell.formula is not None or cell.error:
        return None
    raw = cell.raw
    if isinstance(raw, datetime):
        return raw.date() if raw.time() == time() else cell.text
    if isinstance(raw, date):
        return raw
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return cell.text
    exact = points.from_double(float(raw)) if isinstance(raw, float) else points.from_integer(raw)
    return exact if isinstance(exact, Fraction) else cell.text
