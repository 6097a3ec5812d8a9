"""Số và ký hiệu (Nghị định 30/2020, Phụ lục I, II.3; Party papers: "Số 11-QĐ/TU").

A number is believed only whole: digits, a stroke, a sign in capitals, and nothing behind it. Two different numbers in one
heading, or digits that OCR was unsure of, give none.
"""

from __future__ import annotations

import re

from parcli.core.document import Reading, TextSource
from parcli.evidence.document.heading import Heading, labelled
from parcli.evidence.document.letters import dashed, spaced_out
from parcli.evidence.document.lines import Line, Sheet
from parcli.evidence.document.readings import figures

_GROUP = r"[A-ZĐĂÂÊÔƠƯ][A-Za-zĐđĂÂÊÔƠƯăâêôơư0-9.]*"
_SIGN = rf"{_GROUP}(?:\s?[-/&]\s?{_GROUP}){{0,6}}"
_DIGITS = r"\d{1,5}[A-Za-z]?"
_LABEL = re.compile(r"S\s?\w?\s?[:;.,]?\s*")
_NUMBER = re.compile(rf"({_DIGITS})\s*/\s*(?:((?:19|20)\d\d)\s*/\s*)?({_SIGN})|({_DIGITS})\s*-\s*({_SIGN}/{_SIGN})")
_BLANK = re.compile(rf"[\s.…_]*(?:[/-]\s*(?:\d{{4}}\s*/\s*)?{_SIGN})?[\s.…_/]*")
_BEHIND = re.compile(r"\s*[.,;*]*\s*(?:V\s?/\s?[vV]\b.*)?")
_CONTINUED = re.compile(rf"[-/&]?\s?{_GROUP}(?:[-/&]{_GROUP})*\.?")
_EXACT = re.compile(r"S\w: (?:\d{2,5}[A-Za-z]?/(?:\d{4}/)?[^\s]+)|S\w \d{2,5}-[^\s]+/[^\s]+")
_ELSEWHERE = re.compile(r"S[ốÔôỐỗồoO06]\s*[:.]?\s*\d")
_SMALL_LETTERS = 2
_LEAST_SIGN = 2
_YEARS = range(1945, 2101)


def number_in(heading: Heading, source: TextSource) -> tuple[Reading | None, bool]:
    """Return the number, and whether its place is printed but empty.

    On a scan an empty place may hold handwriting that OCR did not see, so there it is never called empty.
    """
    for lines, doubts in ((heading.left, 0 if heading.columns else 1), (heading.right, 1)):
        found = [_read(lines, place, source, doubts) for place, line in enumerate(lines) if labelled(line.text)]
        if found:
            break
    else:
        return None, False
    values = {one.value for one, _ in found if one is not None}
    if len(values) > 1:
        return None, False
    if values:
        return next(one for one, _ in found if one is not None), False
    return None, source == "text" and all(blank for _, blank in found)


def numbered_elsewhere(sheet: Sheet, heading: Heading) -> bool:
    """Whether "Số:" with digits stands anywhere above the title, as a registry's program puts it beside an empty place."""
    end = heading.below[0]
    above = (line for line in sheet.lines if line.top < end.top) if sheet.placed else iter(heading.left)
    return any(_ELSEWHERE.match(line.text) for line in above)


def _read(lines: tuple[Line, ...], place: int, source: TextSource, doubts: int) -> tuple[Reading | None, bool]:
    line = lines[place]
    text, used = _tidy(line.text), lines[place : place + 1]
    following = _tidy(lines[place + 1].text) if place + 1 < len(lines) else ""
    if _goes_on(text, following):
        text, used = text + following, lines[place : place + 2]
    label = _LABEL.match(text)
    if label is None:
        return None, False
    said = text[label.end() :]
    found = _NUMBER.match(said)
    if found is None:
        return None, bool(_BLANK.fullmatch(_before_subject(said)))
    if not _BEHIND.fullmatch(said[found.end() :]) or not _plausible(found, source):
        return None, False
    doubts += not _EXACT.match(text)
    return figures(_standard(found), text, _certainty(used, text, label.end() + found.start()), source, doubts=doubts), False


def _certainty(used: tuple[Line, ...], text: str, start: int) -> float:
    """Return how sure the number is; the label before it does not count where its place in the line is known."""
    first = used[0].certainty(start if text.startswith(dashed(used[0].text)) else 0)
    return min(first, *(line.certainty() for line in used[1:]), 100.0)


def _tidy(text: str) -> str:
    text = dashed(text)
    return re.sub(r"\s+", "", text) if spaced_out(text) else text


def _goes_on(text: str, following: str) -> bool:
    """Whether the number runs on in the next line of its column."""
    if not following or not _CONTINUED.fullmatch(following):
        return False
    if text.rstrip().endswith(("-", "/", "&")):
        return following[:1] not in "-/&"
    return following[:1] in "-/&" and bool(re.search(r"\d", text))


def _before_subject(text: str) -> str:
    return re.split(r"V\s?/\s?[vV]\b", text)[0]


def _standard(found: re.Match[str]) -> str:
    digits, year, sign, party_digits, party_sign = (re.sub(r"\s", "", part) if part else "" for part in found.groups())
    if party_digits:
        return f"{party_digits}-{party_sign.rstrip('.')}"
    return "/".join(part for part in (digits, year, sign.rstrip(".")) if part)


def _plausible(found: re.Match[str], source: TextSource) -> bool:
    """Whether the sign is one: groups of capitals, at most two small letters each; OCR takes "&" and letters for digits."""
    _, year, sign, _, party_sign = found.groups()
    if year and int(year) not in _YEARS:
        return False
    groups = re.split(r"\s?[-/&]\s?", sign or party_sign)
    if len("".join(groups)) < _LEAST_SIGN:
        return False
    if any(sum(letter.islower() for letter in group) > _SMALL_LETTERS for group in groups):
        return False
    return source == "text" or not any(letter.isdigit() for letter in sign or party_sign)
