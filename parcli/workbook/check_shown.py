"""What stands in the covered cells of a workbook that came back, as the check code takes it: whole, and as last calculated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parcli.core.check_code import Held, Strange
from parcli.workbook import names


@dataclass(frozen=True, slots=True)
class Shown:
    """The source of covered values in opened sheets of values; ``found`` gives the row of each key, letters the columns."""

    scoring: Any
    columns: Mapping[str, str]
    found: Mapping[str, int]
    of_register: Any
    register_columns: Mapping[str, str]
    register_first: int
    of_difficulties: Any | None

    def held(self, key: str, column: str) -> Held:
        """Return what a cell of the scoring sheet holds; nothing where its row or column is gone."""
        if key not in self.found or column not in self.columns:
            return None
        return _held(self.scoring[f"{self.columns[column]}{self.found[key]}"])

    def register(self, column: str) -> Sequence[Held]:
        """Return a column of the register as far as the sheet counts its lines."""
        if column not in self.register_columns:
            return ()
        last = min(self.of_register.max_row, self.register_first + names.REGISTER_ROWS - 1)
        return [_held(self.of_register[f"{self.register_columns[column]}{row}"]) for row in range(self.register_first, last + 1)]

    def difficulties(self, column: str) -> Sequence[Held]:
        """Return a column of the difficulties."""
        sheet = self.of_difficulties
        if sheet is None:
            return ()
        letter = "B" if column == "difficulty" else "C"
        first = names.DIFFICULTIES_FIRST_ROW
        last = min(sheet.max_row, first + names.DIFFICULTIES_ROWS - 1)
        return [_held(sheet[f"{letter}{row}"]) for row in range(first, last + 1)]


def _held(cell: Any) -> Held:
    if cell.data_type == "e":
        return Strange.ERROR
    value: Held = cell.value
    return value
