"""Points and numbers of criteria as annexes write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from parcli.core import words

_VALUE = r"(?P<sign>[-−–+]\s*)?(?P<value>\d{1,4}(?:[.,]\d{1,4})?)"
_UNIT = r"(?:điểm|đ)"
_LONGEST_POINTS, _LONGEST_ENDING = 80, 120
"""Characters of a cell that may be points, and of the end of a text in which they are looked for."""
_MOST_PARTS = 8
_POINTS = re.compile(
    rf"\(?\s*(?:(?:điểm\s+)?(?:tối\s*đa|chuẩn|không quá|cộng|thưởng|trừ|phạt)(?:\s*là)?(?:\s*:)?\s*)*{_VALUE}\s*(?:{_UNIT}\.?)?"
    rf"(?:\s*(?:chuẩn|tối đa))?\s*\)?\.?(?:\s*(?:\(?\s*(?:đtxhh|xhh|điều tra x[^)]*)\)?))?"
)
_LAST = re.compile(rf"(?P<lead>[:=→]|\b(?:được|trừ|đạt|cộng|tối đa))?(?<![\d.,/])\s*{_VALUE}\s*(?P<unit>{_UNIT})?\s*[.;)]*$")
_IN_TITLE = re.compile(
    rf"[(\[:–-]\s*(?:(?:tổng|điểm)\s+)*(?:(?:tối đa|thưởng|cộng|trừ|không quá)\s*)?(?::\s*)?{_VALUE}\s*{_UNIT}(?:\s*(?:chuẩn|tối đa))?\s*[)\]]?\s*[.:;]?$",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})")
_HEAD = r"(?:[IVX]{1,6}|[A-ZĐ]|\d{1,3}|[a-zđ])"
_NUMBER = rf"{_HEAD}(?:\s?[.]\s?(?:\d{{1,3}}|[a-zđ]|[IVX]{{1,6}}))*"
_ALONE = re.compile(rf"(?:(?:phần|lĩnh vực|nội dung|chương|mục|tiêu chí|tc|tctp)\s+)?(?P<number>{_NUMBER})\s*[.):/]*", re.IGNORECASE)
_LEADING = re.compile(
    rf"(?P<word>(?i:phần|lĩnh vực|nội dung|chương|mục|tiêu chí|tc|tctp)\s+)?(?P<number>{_NUMBER})(?P<mark>\s*[.):/]|\s*[-–](?=\s)|(?=\s))\s*(?P<rest>\S.*)",
    re.DOTALL,
)
_NO_TITLE = re.compile(r"(?:[-–]|đến|điểm\b|đ\b|%|/|ngày|lần|từ\b)")


def points(text: str) -> Fraction | None:
    """Read a cell of points: «0,5», «2 điểm», «10đ», «Tối đa 5 điểm», «-1»; None for anything else."""
    found = _POINTS.fullmatch(words.key(text)) if len(text) <= _LONGEST_POINTS else None
    return _value(found) if found else None


def ends_with(line: str, cell: str) -> bool:
    """Whether a line already ends in the points of the cell beside it: «Đúng hạn: 2 điểm» beside «2»."""
    whole = words.key(line)
    last, beside = _LAST.search(whole, max(0, len(whole) - _LONGEST_ENDING)), points(cell)
    if last is None or beside is None or not (last["lead"] or last["unit"]):
        return False
    value = _value(last)
    return value is not None and abs(value) == abs(beside)


def _value(found: re.Match[str]) -> Fraction | None:
    whole, _, decimals = found["value"].replace(",", ".").partition(".")
    if len(decimals) == 3 and whole.lstrip("0"):  # noqa: PLR2004 - a group of thousands has three digits
        return None
    value = Fraction(f"{whole}.{decimals or 0}")
    return -value if (found["sign"] or "+").strip() in "-−–" else value


def in_title(title: str) -> tuple[str, Fraction | None]:
    """Part a title from the points at its end: «Công tác chỉ đạo (10 điểm)»."""
    found = _IN_TITLE.search(title, max(0, len(title) - _LONGEST_ENDING))
    if found is None or not title[: found.start()].strip():
        return title, None
    value = _value(found)
    return (title[: found.start()].strip(), value) if value is not None else (title, None)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the annex in its parts, «I.2.1» or «a», with what was printed."""

    parts: tuple[str, ...]
    printed: str

    @property
    def style(self) -> tuple[str, ...]:
        """The kind of each part: Roman, upper letter, digits, lower letter. Equal styles are one level."""
        return tuple(map(_kind, self.parts))


def _kind(part: str) -> str:
    if part.isdigit():
        return "D"
    return "L" if part.islower() else "R" if _ROMAN.fullmatch(part) else "U"


def number(text: str) -> Number | None:
    """Read a cell that holds nothing but a number."""
    found = _ALONE.fullmatch(words.tidy(text))
    return _made(found["number"]) if found else None


def _made(printed: str) -> Number | None:
    if printed.count(".") >= _MOST_PARTS:
        return None
    plain = re.sub(r"\s", "", printed)
    parts = tuple(plain.split("."))
    wrong = any(len(part) > 1 and part.isalpha() and not _ROMAN.fullmatch(part) for part in parts)
    return None if wrong or not parts[0].strip("0") else Number(tuple(str(int(part)) if part.isdigit() else part for part in parts), plain)


def leading(text: str, *, alone: bool) -> tuple[Number, str] | None:
    """Part a title from the number before it. ``alone``: the table has no column for numbers, so simple ones count too."""
    found = _LEADING.fullmatch(words.tidy(text.replace("\n", " ")))
    made = _made(found["number"]) if found else None
    if found is None or made is None or (made.style[0] == "D" and _NO_TITLE.match(found["rest"])):
        return None
    marked = bool(found["mark"].strip())
    sure = bool(found["word"]) or len(made.parts) > 1 or (marked and made.style[0] in ("R", "U"))
    return (made, found["rest"].strip()) if sure or (alone and marked) else None
