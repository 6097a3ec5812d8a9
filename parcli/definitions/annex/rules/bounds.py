"""Bounds as annexes write them: ``Từ 80% đến dưới 100%``, ``85-dưới 100%``, ``≥ 90%``, ``Có từ 2 sáng kiến trở lên``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from parcli.definitions.annex.rules.phrases import NUMBER, number

_FROM = ("từ đủ", "đủ từ", "từ", "ít nhất", "tối thiểu", "không dưới", "không ít hơn", "≥", ">=")
_OVER = ("từ trên", "trên", "lớn hơn", "nhiều hơn", "cao hơn", "hơn", "vượt", "quá", ">")
_UNDER = ("dưới", "nhỏ hơn", "ít hơn", "thấp hơn", "chưa đạt", "chưa đến", "<")
_UP_TO = ("không vượt quá", "không quá", "không hơn", "tối đa", "đến hết", "đến", "tới", "≤", "<=")
_EXACTLY = ("bằng", "đúng", "đủ", "=")
_GENERIC = re.compile(
    r"^(?:nếu|đạt tỷ lệ|đạt|có tỷ lệ|có|hoàn thành|thực hiện|tỷ lệ|kết quả|số lượng|được|mức|trong năm|số|khi)\b[\s,]*", re.IGNORECASE
)
_ELSE = re.compile(
    r"\b(?:nhưng|chậm|trễ|quá hạn|muộn|trong đó|kèm|trừ|mỗi|cứ|ngày|tháng|tuần|quý|thang|tăng|giảm|so với|không|chưa|và|lẻ)\b|[:/×=;]", re.IGNORECASE
)
_MINUS = ("-", "–", "−")
_ONWARD = re.compile(r"\s*\btrở (?P<way>lên|đi|xuống)\b\s*", re.IGNORECASE)


def _any(*groups: tuple[str, ...]) -> str:
    signs = sorted((sign for group in groups for sign in group), key=len, reverse=True)
    return "|".join(rf"(?<!\w){re.escape(sign)}(?!\w)" if sign[0].isalpha() else re.escape(sign) for sign in signs)


_RANGE = re.compile(
    rf"(?P<lead>\D*?)\s*(?P<op>{_any(_FROM, _OVER)})?\s*(?P<low>{NUMBER})\s*(?P<low_percent>%?)(?P<noun>\D*?)\s*"
    rf"(?P<join>(?<!\w)(?:đến|tới|và|nhưng)(?!\w)|[-–—]|,(?=\s))\s*(?P<end>{_any(_UNDER, ('hết', 'không quá', 'bằng', '≤', '<='))})?\s*"
    rf"(?P<high>{NUMBER})\s*(?P<high_percent>%?)(?P<tail>\D*)",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    rf"(?P<lead>\D*?)\s*(?P<op>{_any(_FROM, _OVER, _UNDER, _UP_TO, _EXACTLY)})?\s*(?P<value>{NUMBER})\s*(?P<percent>%?)(?P<tail>\D*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a value lies, what is counted, and how the sentence speaks of it. Percentages are given as fractions."""

    low: Fraction | None
    low_in: bool
    high: Fraction | None
    high_in: bool
    percent: bool
    lead: str = ""
    noun: str = ""

    @property
    def exact(self) -> bool:
        """Whether it is one value only."""
        return self.low is not None and self.low == self.high

    def order(self) -> tuple[Fraction, bool]:
        """Return the place among others; the one without lower bound is first."""
        return (Fraction(-1) if self.low is None else self.low, not self.low_in)


def interval_of(label: str) -> Interval | None:
    """Read the one interval that a label names; None where it names none, or more than an interval."""
    if match := _RANGE.fullmatch(label):
        return _between(match)
    match = _SINGLE.fullmatch(label)
    return _one_sided(match) if match else None


def _between(match: re.Match[str]) -> Interval | None:
    low, high = number(match["low"]), number(match["high"])
    percent = bool(match["high_percent"])
    op, end = (match["op"] or "").lower(), (match["end"] or "").lower()
    if low is None or high is None or (match["low_percent"] and not percent):
        return None
    if match["join"].lower() in ("và", "nhưng", ",") and not (op and end):
        return None
    tail = match["tail"].strip()
    phrases = _phrases(match["lead"], tail or match["noun"].strip())
    if phrases is None or low >= high:
        return None
    scale = 100 if percent else 1
    return Interval(low / scale, op not in _OVER, high / scale, end not in _UNDER, percent, *phrases)


def _one_sided(match: re.Match[str]) -> Interval | None:
    value = number(match["value"])
    op, tail = (match["op"] or "").lower(), match["tail"]
    onward = _ONWARD.search(tail)
    way = onward["way"].lower() if onward else ""
    phrases = _phrases(match["lead"], _ONWARD.sub(" ", tail).strip())
    sides = _sides(op, way)
    if value is None or phrases is None or sides is None:
        return None
    percent = bool(match["percent"])
    value = value / 100 if percent else value
    low_in, high_in = sides
    return Interval(None if low_in is None else value, bool(low_in), None if high_in is None else value, bool(high_in), percent, *phrases)


def _sides(op: str, way: str) -> tuple[bool | None, bool | None] | None:
    """Return whether the value belongs to the interval as its lower and as its upper bound; None for no bound there."""
    if way == "xuống":
        return (None, True) if op in ("", "từ") else None
    if way:
        return (True, None) if op in ("", *_FROM) else None
    if op in _FROM:
        return True, None
    if op in _OVER:
        return False, None
    if op in _UNDER:
        return None, False
    return (None, True) if op in _UP_TO else (True, True)


def _phrases(lead: str, noun: str) -> tuple[str, str] | None:
    """Return the words before and after the bounds; None where they put a condition of their own."""
    if _ELSE.search(lead) or _ELSE.search(noun) or lead.rstrip().endswith(_MINUS):
        return None
    lead = lead.strip(" ,(")
    while (shorter := _GENERIC.sub("", lead)) != lead:
        lead = shorter
    return lead, noun.strip(" ,)")
