"""Ngày ban hành: place and date under the motto (Nghị định 30/2020, Phụ lục I, II.4).

Only a line that is nothing but place and date is believed; dates of papers that are cited stand in sentences.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from parcli.core.document import Reading, TextSource
from parcli.evidence.document.heading import Heading
from parcli.evidence.document.letters import plain, spaced_out
from parcli.evidence.document.lines import Line
from parcli.evidence.document.readings import figures

_GAP = r"[\s.…_]*"
_DAY, _YEAR = r"([\doil|]{1,2})", r"([\doil|]{4})"
_WRITTEN = re.compile(rf"ngay\s?{_DAY}\s?thang\s?{_DAY}\s?nam\s?{_YEAR}")
_STROKES = re.compile(rf"(?:ngay\s?)?{_DAY}\s?[/.-]\s?{_DAY}\s?[/.-]\s?{_YEAR}")
_PARTLY = re.compile(rf"ngay{_GAP}(\d{{0,2}}){_GAP}thang{_GAP}(\d{{0,2}}){_GAP}nam{_GAP}(\d{{0,4}})")
_PARTLY_STROKES = re.compile(rf"ngay{_GAP}(\d{{0,2}}){_GAP}/{_GAP}(\d{{0,2}}){_GAP}/{_GAP}(\d{{0,4}})")
_PLACE = re.compile(r"(?:[^\W\d_][\w.\s-]{0,58}|[\s.…_]{1,40})?[,.;:]?\s*")
_EXACT = re.compile(r"[^\W\d_][\w.\s-]*, ngày (?:[0-3]\d) tháng (?:0[12]|[3-9]|1[0-2]) năm \d{4}")
_CITING = ("kem theo", "can cu", "theo ", "ban hanh", "so ")
_DIGITS = str.maketrans("oil|", "0111")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class _Found:
    value: date | None
    blank: bool
    lines: tuple[Line, ...]
    text: str


def date_in(heading: Heading, source: TextSource) -> tuple[Reading | None, bool]:
    """Return the date of issue in ISO form, and whether its place is printed but not filled in.

    A day that no calendar has is unknown, not empty. On a scan nothing is called empty: it may be handwritten.
    """
    found = _all(heading.right, source)
    doubts = 0 if found and heading.columns else 1
    found = found or _all(heading.left, source)
    days = {one.value for one in found}
    if len(days) != 1:
        return None, False
    first = found[0]
    if first.value is None:
        return None, source == "text" and first.blank
    doubts += not _EXACT.fullmatch(first.text)
    return figures(first.value.isoformat(), first.text, min(line.certainty() for line in first.lines), source, doubts=doubts), False


def _all(lines: tuple[Line, ...], source: TextSource) -> list[_Found]:
    return [one for place in range(len(lines)) if (one := _read(lines, place, source)) is not None]


def _read(lines: tuple[Line, ...], place: int, source: TextSource) -> _Found | None:
    line = lines[place]
    one = _dated(line.text, (line,), source)
    if (one is None or one.blank) and place + 1 < len(lines) and "ngay" in plain(line.text):
        joined = _dated(f"{line.text} {lines[place + 1].text}", (line, lines[place + 1]), source)
        if joined is not None and (one is None or not joined.blank):
            return joined
    return one


def _dated(text: str, lines: tuple[Line, ...], source: TextSource) -> _Found | None:
    letters = plain(text)
    if spaced_out(text):
        letters = letters.replace(" ", "")
    for pattern in (_WRITTEN, _STROKES):
        found = pattern.search(letters)
        if found and _stands_alone(letters, found):
            return _Found(_day(found, source), blank=False, lines=lines, text=text)
    for pattern in (_PARTLY, _PARTLY_STROKES):
        found = pattern.search(letters)
        if found and _stands_alone(letters, found) and not all(found.groups()):
            return _Found(None, blank=True, lines=lines, text=text)
    return None


def _stands_alone(letters: str, found: re.Match[str]) -> bool:
    before, after = letters[: found.start()], letters[found.end() :]
    if not before and not found.group().startswith("ngay"):
        return False
    if any(word in before for word in _CITING):
        return False
    return bool(_PLACE.fullmatch(before)) and not after.strip(" .,;*)")


def _day(found: re.Match[str], source: TextSource) -> date | None:
    """Return the day, None for one that does not exist. Letters for digits are put right on scans only."""
    parts = found.groups()
    if source == "text" and not all(part.isdigit() for part in parts):
        return None
    day, month, year = (int(part.translate(_DIGITS)) for part in parts)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
