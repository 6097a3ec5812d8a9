"""The period of the data that a document names, in its title first, then where its text speaks of its figures.

A plan for a year has no data of that year, so a title counts only for reports and for what calls itself result or figures.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from parcli.core.document import StatedPeriod
from parcli.evidence.document.letters import plain
from parcli.evidence.document.readings import shortened

_DAY = r"(\d{1,2})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?(\d{4}))?"
_FULL_DAY = r"(?:ngay )?(?:(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})|(\d{1,2}) thang (\d{1,2}) nam (\d{4}))"
_SPAN = re.compile(rf"tu (?:ngay )?{_DAY} ?(?:den|-|het)(?: het)? {_FULL_DAY}")
_UNTIL = re.compile(rf"(?:tinh den|den het|den thoi diem|so lieu den)(?: het)?(?: thoi diem)? {_FULL_DAY}")
_MONTHS = re.compile(r"\b(0?[1-9]|1[0-2]) thang (dau |cuoi )?nam (\d{4})")
_MONTH = re.compile(r"(?<!\d )\bthang (0?[1-9]|1[0-2])(?:/| nam |/nam )(\d{4})")
_QUARTER = re.compile(r"\bquy (i{1,3}|iv|[1-4])(?: ?/ ?| nam |/nam | - )(\d{4})")
_YEAR = re.compile(r"(?<!giai doan )(?<!den )\bnam (\d{4})\b(?!\s?[-/]\s?\d)")
_DATED = re.compile(r"ngay \d{1,2} thang \d{1,2} nam \d{4}")
_ESTIMATE = re.compile(r"\buoc\b")
_FIGURES = re.compile(r"ket qua|so lieu|tinh hinh|bao cao|thong ke|tong hop|tien do")
_SPEAKS = re.compile(r"so lieu|ky bao cao|moc thoi gian|thoi gian tinh|tinh den|ket qua|thong ke")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_REPORT = "BÁO CÁO"
_NEAR = 90
_MOST = 6
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


def periods_in(kind: str, title: str, body: str, *, romans: bool = True) -> tuple[StatedPeriod, ...]:
    """Return the periods named: those of the title, then those of the text that the title did not name.

    Without `romans` a quarter in Roman figures is left out: OCR drops strokes of them.
    """
    found: list[StatedPeriod] = []
    letters = plain(title)
    if kind == _REPORT or _FIGURES.search(letters):
        found += _in_title(title, letters, romans=romans)
    letters = plain(body)
    for period, place in _days(body, letters):
        if _SPEAKS.search(letters[max(place - _NEAR, 0) : place + len("tinh den")]):
            found.append(period)
    unique: list[StatedPeriod] = []
    for period in found:
        if all((period.start, period.end) != (other.start, other.end) for other in unique):
            unique.append(period)
    return tuple(unique[:_MOST])


def _in_title(title: str, letters: str, *, romans: bool) -> list[StatedPeriod]:
    found = [period for period, _ in _days(title, letters)]
    taken = [match.span() for pattern in (_SPAN, _UNTIL, _DATED) for match in pattern.finditer(letters)]
    for pattern in (_MONTHS, _QUARTER, _MONTH, _YEAR):
        for match in pattern.finditer(letters):
            if any(match.start() < end and match.end() > start for start, end in taken):
                continue
            taken.append(match.span())
            span = _bounds(pattern, match)
            if span is not None and (romans or pattern is not _QUARTER or match[1].isdigit()):
                found.append(StatedPeriod(*span, _estimated(letters, match.start()), _snippet(title, match)))
    return found


def _days(text: str, letters: str) -> Iterator[tuple[StatedPeriod, int]]:
    for match in _SPAN.finditer(letters):
        end = _date(match.groups()[3:])
        first = match.groups()[:3]
        start = _date((first[0], first[1], first[2] or (str(end.year) if end else None)))
        if start is not None and end is not None and start <= end:
            yield StatedPeriod(start, end, _estimated(letters, match.start()), _snippet(text, match)), match.start()
    for match in _UNTIL.finditer(letters):
        end = _date(match.groups())
        if end is not None:
            yield StatedPeriod(None, end, _estimated(letters, match.start()), _snippet(text, match)), match.start()


def _bounds(pattern: re.Pattern[str], match: re.Match[str]) -> tuple[date, date] | None:
    year = int(match.groups()[-1])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    if pattern is _YEAR:
        return date(year, 1, 1), date(year, 12, 31)
    if pattern is _QUARTER:
        quarter = _QUARTERS.get(match[1]) or int(match[1])
        return _months(year, 3 * quarter - 2, 3 * quarter)
    if pattern is _MONTH:
        return _months(year, int(match[1]), int(match[1]))
    months = int(match[1])
    return _months(year, 13 - months, 12) if (match[2] or "").startswith("cuoi") else _months(year, 1, months)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _date(parts: tuple[str | None, ...]) -> date | None:
    said = [part for part in parts if part]
    if len(said) != 3:  # noqa: PLR2004 - day, month, year
        return None
    day, month, year = map(int, said)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _estimated(letters: str, start: int) -> bool:
    """Whether a word of estimating stands before the period within its clause."""
    clause = re.split(r"[;:(]|, |\. ", letters[max(start - _NEAR, 0) : start])[-1]
    return bool(_ESTIMATE.search(clause))


def _snippet(text: str, match: re.Match[str]) -> str:
    start = max(match.start() - 30, 0)
    return shortened(("…" if start else "") + text[start : match.end() + 10].strip())
