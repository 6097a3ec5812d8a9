"""Where the headings of a sheet stand: rows and columns may have been moved."""

from __future__ import annotations

from collections.abc import Mapping

from parcli.container import Sheet
from parcli.container.grid import place_of
from parcli.core import words
from parcli.core.limits import Limits

_WITHIN = 40


def headings_of(sheet: Sheet, headings: Mapping[str, str], limits: Limits) -> tuple[dict[str, str], int]:
    """Return the letter of each column by its name, and the row, within the first ones, that holds most of these headings."""
    wanted = {words.key(text): each for each, text in headings.items()}
    by_row: dict[int, dict[str, str]] = {}
    for cell in sheet.texts(_WITHIN):
        heading = wanted.get(words.key(str(cell.raw)))
        place = place_of(cell.address) if heading is not None else None
        if heading is not None and place is not None and place[1] <= limits.sheet_columns:
            by_row.setdefault(place[0], {}).setdefault(heading, cell.address.rstrip("0123456789"))
    best = max(by_row, key=lambda row: (len(by_row[row]), -row), default=0)
    return by_row.get(best, {}), best
