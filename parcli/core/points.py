"""Exact numbers, and the only place where a number is read, rounded or written.

Every figure between the cell and the ranking is a ``Fraction``. A float appears once: a numeric cell of
a workbook arrives as a double and is taken at 15 significant digits, which is what Excel shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from fractions import Fraction

_CELL_TEXT = re.compile(r"-?\d{1,15}([.,]\d{1,6})?", re.ASCII)
_FIGURE = re.compile(r"-?\d{1,15}([.,]\d{1,15})?", re.ASCII)
_DEFINITION = re.compile(r"-?\d{1,15}(\.\d{1,9})?", re.ASCII)
_TRIMMED = " \t\r\n\u00a0"
_LARGEST_DOUBLE = Fraction(10) ** 15
_JSON_PLACES = 10
_FINE = 10**18


class NumberFault(Enum):
    """Why a text or a double is not taken as a number."""

    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS = "ambiguous"
    OUT_OF_RANGE = "out_of_range"


def from_cell_text(text: str) -> Fraction | NumberFault:
    """Read a number that was typed as text into a number cell.

    The grammar is that of the design: up to 15 digits, one comma or dot, up to 6 decimals. A mark that is
    followed by exactly three digits may separate thousands, so it is ambiguous unless 0 stands before it.
    """
    trimmed = text.strip(_TRIMMED)
    if not _CELL_TEXT.fullmatch(trimmed):
        return NumberFault.NOT_A_NUMBER
    if _is_ambiguous(trimmed):
        return NumberFault.AMBIGUOUS
    return Fraction(trimmed.replace(",", "."))


def _is_ambiguous(number: str) -> bool:
    whole, mark, decimals = number.replace(",", ".").partition(".")
    return bool(mark) and len(decimals) == 3 and whole.lstrip("-") != "0"  # noqa: PLR2004 - a group of thousands has three digits


def from_figure_text(text: str) -> Fraction | NumberFault:
    """Read a number of a table of figures, whose scale rules out thousands: a comma or a point parts the decimals."""
    trimmed = text.strip(_TRIMMED)
    return Fraction(trimmed.replace(",", ".")) if _FIGURE.fullmatch(trimmed) else NumberFault.NOT_A_NUMBER


def from_double(value: float) -> Fraction | NumberFault:
    """Take a double of a workbook at the 15 significant digits that Excel shows, exactly."""
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - the usual test for NaN
        return NumberFault.OUT_OF_RANGE
    exact = Fraction(Decimal(f"{value:.15g}"))
    return exact if abs(exact) < _LARGEST_DOUBLE else NumberFault.OUT_OF_RANGE


def from_integer(value: int) -> Fraction | NumberFault:
    """Take a whole number of a workbook; more than 15 digits is more than Excel can hold."""
    return Fraction(value) if abs(value) < _LARGEST_DOUBLE else NumberFault.OUT_OF_RANGE


def from_definition(text: str) -> Fraction:
    """Read a number of a definition file, which always has a decimal point.

    Raises ValueError with a sentence that says what to write instead.
    """
    trimmed = text.strip()
    if _DEFINITION.fullmatch(trimmed):
        return Fraction(trimmed)
    if _DEFINITION.fullmatch(trimmed.replace(",", ".")):
        suggestion = trimmed.replace(",", ".")
        message = f"write the decimal point: {suggestion}, not {trimmed}"
        raise ValueError(message)
    message = f"'{trimmed}' is not a decimal number"
    raise ValueError(message)


def total(values: Iterable[Fraction]) -> Fraction:
    """Add figures up: whole numbers of parts first, so that a fraction is made once for each denominator and not at every step."""
    parts: dict[int, int] = {}
    for value in values:
        parts[value.denominator] = parts.get(value.denominator, 0) + value.numerator
    return sum((Fraction(count, part) for part, count in parts.items()), Fraction())


def sortable(value: Fraction) -> tuple[int, Fraction]:
    """Return what sorts as the figure does: whole parts first, and only where those are equal the figures. Many times quicker."""
    return value.numerator * _FINE // value.denominator, value


def rounded(value: Fraction, places: int | None) -> Fraction:
    """Round half up (away from zero below zero, as spreadsheets do) to ``places`` decimals; None leaves it exact."""
    if places is None:
        return value
    scale = 10**places
    magnitude = (abs(value) * scale + Fraction(1, 2)).__floor__()
    return Fraction(magnitude if value >= 0 else -magnitude, scale)


def plain(value: Fraction, places: int = _JSON_PLACES) -> str:
    """Write a plain decimal with a point, at most ``places`` decimals and no trailing zeros: ``1.6``."""
    shown = fixed(value, places)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def fixed(value: Fraction, places: int) -> str:
    """Write a plain decimal with exactly ``places`` decimals: ``1.60``."""
    scaled = rounded(value, places) * 10**places
    digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
    sign = "-" if scaled < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def vietnamese(value: Fraction, places: int | None = None) -> str:
    """Write a number as Vietnamese readers expect it, with a decimal comma: ``1,6`` or, with two places, ``1,60``."""
    shown = plain(value) if places is None else fixed(value, places)
    return shown.replace(".", ",")


def spreadsheet(value: Fraction) -> float:
    """Give the double that a sheet stores for this number; for writing cells only, never for scoring."""
    return float(value)
