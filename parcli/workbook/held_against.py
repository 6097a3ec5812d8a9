"""The rows of a scoring sheet that came back, held against the layout that was sent: every locked cell, and what hides entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from parcli.container import text_of
from parcli.core import points, words
from parcli.core.returned import Cell, Change, ChangeKind
from parcli.workbook.formulas import same_formula
from parcli.workbook.layout import Layout, Row
from parcli.workbook.names import LETTERS

_LONGEST = 200
_exact = lru_cache(maxsize=4096)(points.from_double)
"""The same few maxima stand in all workbooks."""


class HeldAgainst:
    """Compares one row after the other; ``columns`` has the letters of the columns, ``found`` the row of each key in the file."""

    def __init__(self, layout: Layout, sheet: Any, columns: Mapping[str, str], found: Mapping[str, int]) -> None:
        self.sheet, self.columns, self.found = sheet, columns, found
        moved = {row.row: found[row.key] for row in layout.rows if row.key in found}
        # Where every row is where it was sent nothing has to be moved in the formulas either.
        self.moved = {row: place for row, place in moved.items() if row != place} and moved
        self.in_place = not self.moved and all(LETTERS[name] == letter for name, letter in columns.items())
        self.filtered = bool(sheet.auto_filter and sheet.auto_filter.filterColumn)
        self.merged = [span for span in sheet.merged_cells.ranges if span.size["rows"] * span.size["columns"] > 1]

    def changes(self, row: Row, sent: Mapping[str, str | Fraction | None], cells: Mapping[str, Cell]) -> Iterator[Change]:
        """Yield every difference of a row; ``sent`` is what is locked in it, ``cells`` its cells by column, without those that hold just that.

        A cell in doubt is no difference.
        """
        yield from self.locked(row, sent, cells)
        yield from self.points(row, cells["self"])
        for name in row.entries if self.merged else ():
            if name in cells and any(cells[name].address in span for span in self.merged):
                yield _change("merged", row, name, cells[name], "")
        line = self.sheet.row_dimensions.get(self.found[row.key])
        if not self.filtered and row.entries and line is not None and line.hidden:
            yield _change("hidden_row", row, "input", cells["applies"], "")

    def locked(self, row: Row, sent: Mapping[str, str | Fraction | None], cells: Mapping[str, Cell]) -> Iterator[Change]:
        for name, expected in sent.items():
            cell = cells.get(name)
            if cell is not None and not cell.doubt and not same(cell, expected):
                yield _change("maximum" if name == "maximum" else "text", row, name, cell, _text(expected))
        applies = cells.get("applies")
        if row.exempt is not None and applies is not None and not applies.doubt and not same(applies, row.applies_text):
            yield _change("text", row, "applies", applies, row.applies_text)

    def same_formula(self, found: str, sent: str) -> bool:
        return (self.in_place and found.removeprefix("=") == sent) or same_formula(found, sent, self.moved, self.columns)

    def points(self, row: Row, cell: Cell) -> Iterator[Change]:
        if cell.doubt:
            return
        if row.formula is None:
            # A sum over items that no unit scores stood there in earlier workbooks and gives nothing.
            if not cell.blank and (row.kind == "item" or (row.kind != "input" and cell.formula is None)):
                yield _change("given_points", row, "self", cell, "")
        elif cell.formula is None:
            yield _change("overwritten", row, "self", cell, f"={row.formula}")
        elif not self.same_formula(cell.formula, row.formula):
            yield _change("formula", row, "self", cell, f"={row.formula}")


def _change(kind: ChangeKind, row: Row, column: str, cell: Cell, expected: str) -> Change:
    return Change(kind, row.key, column, cell.sheet, cell.address, expected[:_LONGEST], (cell.formula or cell.text)[:_LONGEST])


def same(cell: Cell, expected: Any) -> bool:
    """Say whether a cell holds what was sent in it."""
    if cell.formula is not None:
        return False
    if expected is None or expected == "":
        return cell.blank
    if isinstance(expected, str):
        return same_text(cell.raw, expected)
    if isinstance(cell.raw, bool) or not isinstance(cell.raw, int | float):
        return False
    return bool(_exact(float(cell.raw)) == expected)


def same_text(there: object, expected: object) -> bool:
    """Say whether a cell holds this text or number; suites turn line ends and a text of digits in their own way."""
    if there == expected and there.__class__ is expected.__class__:
        return True
    if there is None or expected is None:
        return there in (None, "") and expected in (None, "")
    if isinstance(expected, str):
        return isinstance(there, str | int | float) and words.tidy(text_of(str(there))) == words.tidy(text_of(expected))
    return there == expected


def _text(expected: Any) -> str:
    return "" if expected is None else expected if isinstance(expected, str) else points.vietnamese(expected)
