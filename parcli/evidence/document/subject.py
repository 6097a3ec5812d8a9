"""Trích yếu: the lines under the type, or after "V/v" under the number of a letter (Nghị định 30/2020, Phụ lục I, II.5)."""

from __future__ import annotations

import re

from parcli.core.document import Reading, TextSource
from parcli.evidence.document.heading import Heading, labelled
from parcli.evidence.document.kind import opens_letter, title_in
from parcli.evidence.document.letters import capital, plain, squeezed, worded
from parcli.evidence.document.lines import Line, Sheet
from parcli.evidence.document.readings import reading
from parcli.evidence.document.secrecy import MARKS

_ABOUT = re.compile(r"(?:^|(?<=\s))[vV]\s?/\s?[vV][\s:.]*")
_HARD = re.compile(r"(can cu |kinh gui|(i|1|a)\s?[.)/] |phan (i|1|thu)\b|chuong (i|1)\b|dieu 1\b|muc luc|\((ban hanh )?kem theo)")
_SOFT = re.compile(
    r"(ngay \d|thuc hien|theo |hom nay|xet |tren co so|nham |trong |de |tiep theo|sau khi|qua |tai |vua qua|nam \d{4},|trien khai|so [a-z]+ )"
)
# Place and date, which stand below the subject only where there are no columns.
_DATED = re.compile(r"([^,]{2,40},? ?)?ngay\b.{0,12}(thang|/)")
_MOST_LINES = 12
_OFF_CENTRE = 9.0
_WIDE_GAP = 0.95
_SHORT_REST = 3


def subject_in(heading: Heading, sheet: Sheet, source: TextSource) -> Reading | None:
    """Return what the document says it is about, several lines joined; of a letter without "V/v"."""
    if heading.title is not None:
        return _under_title(heading, sheet, source)
    return _about(heading, source)


def says_about(heading: Heading) -> bool:
    """Whether the heading holds the "V/v" of a letter."""
    return any(_ABOUT.search(line.text) for line in heading.left)


def _about(heading: Heading, source: TextSource) -> Reading | None:
    for number, line in enumerate(heading.left):
        found = _ABOUT.search(line.text)
        if found is None:
            continue
        used = [line.part(found.end(), len(line.text))]
        for following in heading.left[number + 1 :]:
            if _ends_about(following, columns=heading.columns):
                break
            used.append(following)
        text = " ".join(one.text for one in used if one.text)
        return reading(text, f"V/v {text}", tuple(used), source, doubts=0 if heading.columns else 1)
    return None


def _ends_about(line: Line, *, columns: bool) -> bool:
    if not worded(line.text) or squeezed(line.text) in MARKS or labelled(line.text) or opens_letter(line.text):
        return True
    if capital(line.text) and len(line.text.split()) > 1:
        return True
    return not columns and bool(_DATED.match(plain(line.text)))


def _under_title(heading: Heading, sheet: Sheet, source: TextSource) -> Reading | None:
    assert heading.title is not None  # noqa: S101 - asked by the caller
    title, lines = heading.below[0], heading.below[1:]
    used, ended = _subject_lines(title, lines, sheet, rest=heading.title.rest)
    if not sheet.placed and not ended:
        return None
    parts = [line.text for line in used]
    if heading.title.rest and (not parts or capital(parts[0]) or len(heading.title.rest.split()) > _SHORT_REST):
        parts.insert(0, heading.title.rest)
    text = " ".join(part.strip(" _*") for part in parts)
    return reading(text, text, (title, *used), source, doubts=0 if sheet.placed else 1)


def _subject_lines(title: Line, lines: tuple[Line, ...], sheet: Sheet, *, rest: str) -> tuple[list[Line], bool]:
    """Return the lines, and whether something was seen that ends them."""
    used: list[Line] = []
    last = title
    for line in lines[: _MOST_LINES + 1]:
        if not worded(line.text):
            if used or rest:
                return used, True
            continue
        if _ends(used, line, rest) or (sheet.placed and _apart(title, last, line, sheet, first=not used)):
            return used, True
        if not sheet.placed and used and _SOFT.match(plain(line.text)) and line.text[:1].isupper():
            return used, True
        used.append(line)
        last = line
    return [], False


def _ends(used: list[Line], line: Line, rest: str) -> bool:
    if _HARD.match(plain(line.text)) or title_in(line.text) is not None:
        return True
    so_far = [one.text for one in used] or ([rest] if rest else [])
    return bool(so_far) and capital(line.text) and not capital(so_far[-1])


def _apart(title: Line, last: Line, line: Line, sheet: Sheet, *, first: bool) -> bool:
    """Whether the line is off the middle or stands a paragraph below, as the text of the document does."""
    if abs(line.middle - title.middle) > _OFF_CENTRE:
        return True
    gap = line.top - last.bottom
    if not first and gap > _WIDE_GAP * max(title.height, last.height):
        return True
    full = line.left <= min(one.left for one in sheet.lines) + 2 and line.right >= max(one.right for one in sheet.lines) - 2
    return full and bool(_SOFT.match(plain(line.text))) and not first
