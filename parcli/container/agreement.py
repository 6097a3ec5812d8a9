"""Whether two readers read the same in a cell, however each of them puts it.

They differ honestly in how they hold a whole number (5, 5.0), a day without an hour, an escaped character, blanks at the ends
of a text, and an error, which the second one shows as nothing. Everything else is a difference.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from math import inf, isnan

from parcli.core.returned import Raw

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SECOND = 1 / 86_400
_MARCH_1900 = 61
"""Before this serial number sheets count a day that never was, and each library moves the days in its own way."""
_LONGEST = 200

Numeric = int | float | datetime | date | time | timedelta


def agree(first: tuple[Raw, str], second: tuple[Raw, bool], epoch: datetime) -> bool:
    """Compare the value and kind of the first reader with the value of the second and whether the file has an error there.

    ``epoch`` is the day that the workbook counts from.
    """
    (one, kind), (other, error) = first, second
    if kind == "e" or error:
        return kind == "e" and error and other in ("", one)
    if _blank(one) or _blank(other):
        return _blank(one) and _blank(other)
    if isinstance(one, bool) or isinstance(other, bool):
        return isinstance(one, bool) and one is other
    if isinstance(one, str) or isinstance(other, str):
        return isinstance(one, str) and isinstance(other, str) and (one == other or _folded(other) in (_folded(one), _folded(_unescaped(one))))
    return one is not None and other is not None and _same_number(one, other, epoch)


def _blank(value: Raw) -> bool:
    return value is None or (isinstance(value, str) and not _folded(value))


def _folded(text: str) -> str:
    """Return a text without blanks and line ends, which readers trim and turn each in their own way."""
    return "".join(text.split())


def _unescaped(text: str) -> str:
    """Return a text with the signs that the file writes as ``_x000D_``; the first reader leaves them as they stand."""
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)


def _same_number(one: Numeric, other: Numeric, epoch: datetime) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        left, right = _double(one), _double(other)
        return left == right or (isnan(left) and isnan(right))
    left, right = _serial(one, epoch), _serial(other, epoch)
    return abs(left - right) <= _SECOND or (left < _MARCH_1900 and right < _MARCH_1900)


def _double(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return inf if value > 0 else -inf


def _serial(value: Numeric, epoch: datetime) -> float:
    """Return the number of days by which a sheet holds this."""
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, time):
        return timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond) / timedelta(days=1)
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None) - epoch) / timedelta(days=1)
    if isinstance(value, date):
        return (datetime(value.year, value.month, value.day) - epoch) / timedelta(days=1)  # noqa: DTZ001 - a day of a sheet has no zone
    return _double(value)


def said(value: object) -> str:
    """Return a reading as text to show; "" where nothing was read."""
    if value is None:
        return ""
    text = f"{value:.17g}" if isinstance(value, float) else str(getattr(value, "text", value))
    return text[:_LONGEST]
