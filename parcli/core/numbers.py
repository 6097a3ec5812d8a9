"""Whether two spellings mean the same document's number and sign (Decree 30/2020/NĐ-CP, Phụ lục I, II.3); three answers.

A document prints "05/BC-SNV", a Party paper "11-QĐ/TU"; registers write "5-BC/SNV", "BC 05", lists, ranges and counts.
Two numbers differ only where the register's is whole and plain; else None: cannot be told.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_DASHES = re.compile(r"[‐‑‒–—―−]")
_STROKES = re.compile(r"[∕⁄╱⧸\\]")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_GROUP = r"[A-Za-z][A-Za-z0-9]*"
_YEAR = r"(?:19|20)\d\d"
_FIGURE = r"(?P<figure>\d{1,6}[A-Za-z]?)"
_LABEL = r"(?:[^\d]*\b[Ss][Oo]\b)?[\s:.]*"
_ALONE = re.compile(rf"{_LABEL}{_FIGURE}[\s.]*")
_WHOLE = re.compile(rf"{_LABEL}{_FIGURE}\s*(?P<joint>[/-])\s*(?:(?P<year>{_YEAR})\s*[/-]\s*)?(?P<sign>{_GROUP}(?:\s?[-/&.]\s?{_GROUP})*)(?P<rest>.*)")
_YEAR_BEHIND = re.compile(rf"\s*[/-]\s*(?P<year>{_YEAR})[\s.]*")
_SAID_BEHIND = re.compile(r"\s*(?:ngay\b|\()", re.IGNORECASE)
_ANOTHER = re.compile(r"\d\s*[/-]\s*[A-Za-z]|\bden\b", re.IGNORECASE)
_BETWEEN = re.compile(r"[;,\n+]|\bva\b", re.IGNORECASE)
_GROUPS_OF_A_SIGN = 2


@dataclass(frozen=True, slots=True)
class _Number:
    """A number taken apart: its figure without leading zeros, its year or "", the letters of its sign in one."""

    figure: str
    year: str = ""
    sign: str = ""


def same_number(stated: str, read: str) -> bool | None:
    """Say whether what a register states means the number that a document bears; None where it cannot be told.

    Of several numbers one that fits is enough. A figure alone is compared as a figure; a sign that is only begun, or
    goes on behind, does not differ. Ranges, counts and words cannot be told, nor can a number that was not read whole.
    """
    its = _whole(_plain(read), "")
    if its is None:
        return None
    answers = [_compared(part, its) for part in _BETWEEN.split(_plain(stated)) if part.strip()]
    if True in answers:
        return True
    return None if None in answers or not answers else False


def _compared(part: str, its: _Number) -> bool | None:
    alone = _ALONE.fullmatch(part)
    if alone is not None and re.fullmatch(_YEAR, alone["figure"]) and _figure(alone["figure"]) != its.figure:
        return None
    mine = _Number(_figure(alone["figure"])) if alone is not None else _whole(part, its.sign)
    if mine is None:
        return None
    years_differ = bool(mine.year and its.year) and mine.year != its.year
    begun = mine.sign.startswith(its.sign) or its.sign.startswith(mine.sign)
    return mine.figure == its.figure and begun and not years_differ


def _whole(text: str, sign: str) -> _Number | None:
    """Take a number apart that is plainly one: figure, stroke, sign, and behind it nothing that may be another."""
    found = _WHOLE.fullmatch(text.strip())
    if found is None:
        return None
    letters, rest = _letters(found["sign"]), found["rest"].strip(" .")
    if sign and _letters(found["sign"] + rest) == sign:
        return _Number(_figure(found["figure"]), found["year"] or "", sign)
    behind = _YEAR_BEHIND.fullmatch(rest)
    groups = re.findall(_GROUP, found["sign"])
    # "1 - Báo cáo" counts, "15/tháng" measures: one group is a sign only in capitals and behind a stroke.
    plainly = len(groups) >= _GROUPS_OF_A_SIGN or (found["joint"] == "/" and groups[0].isupper() and (not rest or _SAID_BEHIND.match(rest)))
    if not plainly or not (behind or _harmless(rest)):
        return None
    return _Number(_figure(found["figure"]), found["year"] or (behind["year"] if behind else ""), letters)


def _harmless(rest: str) -> bool:
    """Whether what follows a number cannot be a second one: its day, a remark, or words without figures."""
    if _ANOTHER.search(rest):
        return False
    return bool(_SAID_BEHIND.match(rest)) or not any(sign.isdigit() for sign in rest)


def _figure(text: str) -> str:
    return _ZEROS.sub("", text.casefold())


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def _plain(text: str) -> str:
    """Return a text in plain letters and signs: no marks, no invisible signs, one kind of dash and of stroke."""
    parts = unicodedata.normalize("NFKD", _DASHES.sub("-", text)).replace("đ", "d").replace("Đ", "D")
    shown = "".join(sign for sign in parts if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf")
    return _STROKES.sub("/", _DASHES.sub("-", shown)).strip()
