"""The check code (mã đối chiếu): twelve digits over all that was entered, the same in a sheet's formulas and here.

Each covered cell becomes a whole number, its figure; both readers do so alike: the formulas of a workbook, in functions
that Excel 2007 knows, and this module. Blank, zero, a figure typed as text, an error and an entry of another kind give
different figures. The figures are added up with a weight each, modulo two primes: any single figure that changes
changes the code, unless it moves by a multiple of both primes, some ten thousand million.

Two digits at the end check the others, so that a code that was misread is told from a code that differs.
Nothing here is secret: the code finds slips and mix-ups, it is no signature.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal

from parcli.core import expr, points
from parcli.core.points import NumberFault
from parcli.core.returned import Raw

Sort = Literal["number", "day", "choice", "text"]
"""What a cell is for: a number, a day, one of a list, or free text, of which only the length counts."""
Letters = Literal["units", "points"]
"""How sheets count letters outside the basic plane: Excel as two UTF-16 units, LibreOffice as one."""

PRIMES: Final = (99_991, 99_989)
CHECK: Final = 97
SPLIT: Final = 10**7
KIND: Final = 10**15
"""A figure is its kind times this, and a number of at most 15 digits: as many as sheets keep."""
TEXT, NUMBER, BELOW_ZERO, OTHER = range(4)
TRUE, FALSE, FAULT = 1, 2, 3
"""The numbers of the figures of the last kind."""
UNCOUNTED: Final = KIND - 1
"""The number of a count that cannot be told, since a cell of its column shows an error."""
DECIMALS: Final = 6
EXPONENTS: Final = range(5, 11)
"""From each of these powers of ten on a number counts with one decimal less: where a double is coarse, its noise must not."""
DOWN: Final = 22
"""Taken off before rounding is 1/22: sheets do not agree about halves, and no number that is typed ends in 6/11."""
_UP = Fraction(1, 2) - Fraction(1, DOWN)
LAST_DAY: Final = 2_958_465
MOST_SUMMED: Final = 10**10
LENGTHS: Final = 40_000
"""More than the letters a cell can hold."""
SIGNS: Final = "0123456789,.-/ "
LOOKED_AT: Final = (10_007, 20_011, 30_011, 40_009, 50_021, 60_013, 70_001, 80_021, 90_001, 97_001, 15_013, 25_013)
"""Weights of the first letters of a text that stands where a number or a day belongs."""
WEIGHTS: Final = 9972
STRIDES: Final = (6173, 3571)
"""A weight is 1 and the remainder of place times stride; no two of so many places share one."""
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a day of a sheet has no zone
_MARCH_1900 = 61
_MICROSECONDS = 86_400_000_000
_CODE = re.compile(r"\d{4}-\d{4}-\d{4}", re.ASCII)
_GROUP, _RESIDUE_DIGITS, _CHECK_DIGITS = 4, 5, 2


class Strange(Enum):
    """What a cell can hold besides values."""

    ERROR = "error"


Held = Raw | Fraction | Strange


@lru_cache(maxsize=WEIGHTS)
def weights(place: int) -> tuple[int, int]:
    """Return both weights of the cell at a place, counted from 0; no two of the first 9,972 are the same."""
    first, second = (1 + (place + 1) * stride % WEIGHTS for stride in STRIDES)
    return first, second


def code(figures: Sequence[int]) -> str:
    """Return the code over the figures of all covered cells, in their order: ``4821-9037-5512``."""
    weighed = [(figure, *weights(place)) for place, figure in enumerate(figures) if figure]
    sums = sum(one * figure for figure, one, _ in weighed) % PRIMES[0], sum(two * figure for figure, _, two in weighed) % PRIMES[1]
    whole = sums[0] * 10**_RESIDUE_DIGITS + sums[1]
    digits = f"{whole:0{2 * _RESIDUE_DIGITS}d}{whole % CHECK:0{_CHECK_DIGITS}d}"
    return "-".join(digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP))


def sound(text: str) -> bool:
    """Whether a text is a code whose last two digits bear out the others; a misread one hardly ever is."""
    if not _CODE.fullmatch(text):
        return False
    digits = text.replace("-", "")
    return int(digits[:-_CHECK_DIGITS]) % CHECK == int(digits[-_CHECK_DIGITS:])


def figure(held: Held, sort: Sort, choices: Sequence[str] = (), letters: Letters = "units") -> int:
    """Return the figure of a cell: its kind and a number, 0 when it is blank."""
    if held is None:
        return 0
    if isinstance(held, Strange):
        return _joined(OTHER, FAULT)
    if isinstance(held, bool):
        return _joined(OTHER, TRUE if held else FALSE)
    if isinstance(held, str):
        return _joined(TEXT, _of_text(held, sort, choices, letters))
    number = counted(held)
    if sort == "day":
        return whole(number.__floor__()) if 0 <= number < LAST_DAY + 1 else _joined(OTHER, FAULT)
    return _joined(BELOW_ZERO if number < 0 else NUMBER, _of_number(abs(number)))


def whole(count: int) -> int:
    """Return the figure of a day, or of a count that a sheet computes itself."""
    return _joined(NUMBER, count)


def parts(figure: int) -> tuple[int, int]:
    """Return the kind and the number of a figure, as they stand in two cells."""
    return divmod(figure, KIND)


def _joined(kind: int, number: int) -> int:
    return kind * KIND + number


def of_column(held: Sequence[Held], letters: Letters = "units") -> tuple[int, int, int]:
    """Return three figures of a column of free entries, whatever their order: how many, their letters, their numbers added up."""
    if any(isinstance(each, Strange) for each in held):
        return whole(UNCOUNTED), whole(UNCOUNTED), whole(UNCOUNTED)
    texts = [tidy(each) for each in held if isinstance(each, str)]
    numbers = [counted(each) for each in held if not isinstance(each, bool | str | Strange) and each is not None]
    filled = sum(1 for text in texts if text) + sum(1 for each in held if isinstance(each, bool)) + len(numbers)
    total = min(abs(sum(numbers, Fraction())), Fraction(MOST_SUMMED))
    return whole(filled), whole(sum(_length(text, letters) for text in texts)), whole(_cut(total * 100))


def tidy(text: str) -> str:
    """Return a text as the formulas see it: without carriage returns, blanks trimmed and folded; nothing else is touched."""
    bare = text.replace("_x000D_", "").replace("\r", "")
    return (re.sub(" {2,}", " ", bare) if "  " in bare else bare).strip(" ")


def counted(held: float | Fraction | datetime | date | time | timedelta) -> Fraction:
    """Return the number by which a sheet holds this; a larger one than 15 digits counts as the largest."""
    if isinstance(held, datetime | date | time | timedelta):
        return _days(held)
    if isinstance(held, Fraction):
        held = points.spreadsheet(held)
    number = points.from_integer(held) if isinstance(held, int) else points.from_double(held)
    if isinstance(number, NumberFault):
        return Fraction(KIND if held > 0 else -KIND)
    return number


def _days(held: datetime | date | time | timedelta) -> Fraction:
    if isinstance(held, timedelta):
        return Fraction(held // timedelta(microseconds=1), _MICROSECONDS)
    if isinstance(held, time):
        return _days(timedelta(hours=held.hour, minutes=held.minute, seconds=held.second))
    if isinstance(held, datetime):
        return _early(_days(held.replace(tzinfo=None) - _FIRST_DAY))
    return _early(expr.serial(held))


def _early(serial: Fraction) -> Fraction:
    """Sheets count a 29 February 1900 that never was; the library that reads them moves the days before it."""
    return serial - 1 if 1 < serial < _MARCH_1900 else serial


def _of_number(size: Fraction) -> int:
    if size < 10 ** EXPONENTS[0]:
        return _cut(size * 10**DECIMALS)
    size = min(size, Fraction(KIND - 1))
    places = DECIMALS - sum(1 for exponent in EXPONENTS if size >= 10**exponent)
    return _cut(size * 10**places)


def _cut(number: Fraction) -> int:
    return (number + _UP).__floor__()


def _of_text(text: str, sort: Sort, choices: Sequence[str], letters: Letters) -> int:
    seen = tidy(text)
    if not seen:
        return 0
    detail = 0
    if sort == "choice":
        detail = sum(place for place, choice in enumerate(choices, start=1) if choice == seen)
    elif sort in ("number", "day"):
        detail = _first_letters(_signs(seen, letters))
    return _length(seen, letters) + LENGTHS * detail


def _first_letters(signs: Sequence[int]) -> int:
    looked_at = list(signs[: len(LOOKED_AT)])
    known = [*map(ord, SIGNS), *looked_at]
    padded = looked_at + [ord(" ")] * (len(LOOKED_AT) - len(looked_at))
    return sum(weight * (known.index(sign) + 1) for weight, sign in zip(LOOKED_AT, padded, strict=True))


def _length(text: str, letters: Letters) -> int:
    return len(text) if letters == "points" else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _signs(text: str, letters: Letters) -> list[int]:
    if letters == "points":
        return [ord(sign) for sign in text]
    units = text.encode("utf-16-le", "surrogatepass")
    return [units[place] + 256 * units[place + 1] for place in range(0, len(units), 2)]
