"""What stands in the covered cells of a workbook that came back, as the check code takes it: whole, and as last calculated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parcli.container import Sheet
from parcli.container.grid import column_of
from parcli.core.check_code import Held, Strange
from parcli.workbook import names

_DIFFICULTIES = {"difficulty": 2, "proposal": 3}


@dataclass(frozen=True, slots=True)
class Shown:
    """The source of covered values in the sheets as they came back; ``found`` gives the row of each key, letters the columns."""

    scoring: Sheet
    columns: Mapping[str, str]
    found: Mapping[str, int]
    of_register: Sheet
    register_columns: Mapping[str, str]
    register_first: int
    of_difficulties: Sheet | None

    def held(self, key: str, column: str) -> Held:
        """Return what a cell of the scoring sheet holds; nothing where its row or column is gone."""
        if key not in self.found or column not in self.columns:
            return None
        return _held(self.scoring, self.found[key], column_of(self.columns[column]))

    def register(self, column: str) -> Sequence[Held]:
        """Return a column of the register as far as the sheet counts its lines."""
        if column not in self.register_columns:
            return ()
        place = column_of(self.register_columns[column])
        last = min(self.of_register.last_row(), self.register_first + names.REGISTER_ROWS - 1)
        return [_held(self.of_register, row, place) for row in range(self.register_first, last + 1)]

    def difficulties(self, column: str) -> Sequence[Held]:
        """Return a column of the difficulties."""
        sheet = self.of_difficulties
        if sheet is None:
            return ()
        first = names.DIFFICULTIES_FIRST_ROW
        last = min(sheet.last_row(), first + names.DIFFICULTIES_ROWS - 1)
        return [_held(sheet, row, _DIFFICULTIES[column]) for row in range(first, last + 1)]


def _held(sheet: Sheet, row: int, column: int) -> Held:
    if sheet.holds(row, column, None):
        return None
    cell = sheet.shown(row, column)
    # What a cell in doubt holds is not known; the code of a workbook with one is not asked about.
    return Strange.ERROR if cell.error or cell.doubt else sheet.whole(row, column)
