"""Cells of a sheet in the order in which a file must have them, and the sizes of ranges."""

from __future__ import annotations

import re
from functools import lru_cache

LAST_COLUMN, LAST_ROW = 16_384, 1_048_576
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_RANGE = re.compile(r"([A-Za-z]{0,3})(\d{0,7}):([A-Za-z]{0,3})(\d{0,7})", re.ASCII)


class Order:
    """Follows the cells of a sheet: rows and columns must grow, and what is filled must lie within an area.

    ``area`` is the most cells of the smallest range from A1 that holds everything: readers take memory for all of it.
    """

    __slots__ = ("area", "at_column", "at_row", "columns", "digits", "rows")

    def __init__(self, area: int) -> None:
        self.area = area
        self.at_row = self.at_column = self.rows = self.columns = 0
        self.digits = "0"

    def row(self, number: str | None) -> bool:
        """Begin a row; False where it does not lie beneath the one before. A row without a number is the next one."""
        if number is None:
            place = self.at_row + 1
        elif number.isascii() and number.isdigit() and number[0] != "0":
            place = int(number)
        else:
            return False
        fits = self.at_row < place <= LAST_ROW
        self.at_row, self.at_column, self.digits = place, 0, str(place)
        return fits

    def cell(self, address: str | None) -> bool:
        """Begin a cell; False where it does not lie in its row to the right of the one before. One without an address is the next."""
        if address is None:
            self.at_column += 1
            return True
        letters = address.removesuffix(self.digits)
        place = column_of(letters)
        if not place or len(letters) + len(self.digits) != len(address) or place <= self.at_column:
            return False
        self.at_column = place
        return True

    def fill(self) -> bool:
        """Note that the present cell holds something; False where the filled area grows too large."""
        if self.at_row <= self.rows and self.at_column <= self.columns:
            return True
        self.rows, self.columns = max(self.rows, self.at_row), max(self.columns, self.at_column)
        return self.rows * self.columns <= self.area

    def address(self) -> str:
        """Return the address of the present cell."""
        return f"{letters_of(self.at_column)}{self.at_row}"


@lru_cache(maxsize=2048)
def column_of(letters: str) -> int:
    """Return the place of a column, from 1; 0 where the letters are those of none."""
    if not (letters.isascii() and letters.isalpha() and letters.isupper()):
        return 0
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place if place <= LAST_COLUMN else 0


@lru_cache(maxsize=2048)
def letters_of(place: int) -> str:
    """Return the letters of a column, counted from 1."""
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=16_384)
def place_of(address: str) -> tuple[int, int] | None:
    """Return row and column of an address, from 1; None where it is none."""
    parts = _CELL.fullmatch(address)
    return (int(parts[2]), column_of(parts[1])) if parts else None


def span_size(span: str) -> int:
    """Return how many cells a range has; what cannot be read counts as the whole sheet."""
    if ":" not in span and span.replace("$", "").strip().isalnum():
        return 1
    ends = _RANGE.fullmatch(span.replace("$", "").strip())
    if ends is None:
        return LAST_COLUMN * LAST_ROW
    left, top, right, bottom = ends.groups()
    rows = int(bottom or LAST_ROW) - int(top or 1) + 1
    return rows * ((column_of(right.upper()) or LAST_COLUMN) - (column_of(left.upper()) or 1) + 1)
