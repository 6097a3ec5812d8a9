"""Days as sheets count them: 30 December 1899 is day 0."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction

_FIRST_DAY = date(1899, 12, 30)
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_SLASHED_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


def serial(day: date) -> Fraction:
    """Return the number by which sheets count this day."""
    return Fraction((day - _FIRST_DAY).days)


def day_of(count: Fraction) -> date:
    """Return the day that sheets count by this number."""
    return _FIRST_DAY + timedelta(days=count.__floor__())


def serial_of_text(text: str) -> Fraction | None:
    """Return the serial number of a day written as ISO or as dd/mm/yyyy; None for any other text."""
    iso, slashed = _ISO_DAY.fullmatch(text.strip()), _SLASHED_DAY.fullmatch(text.strip())
    try:
        if iso:
            return serial(date(int(iso[1]), int(iso[2]), int(iso[3])))
        if slashed:
            return serial(date(int(slashed[3]), int(slashed[2]), int(slashed[1])))
    except ValueError:
        return None
    return None
