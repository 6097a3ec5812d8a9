"""Cells of titles that hold more than a title: scoring sentences on lines of their own, headings of parts."""

from __future__ import annotations

import re

from parcli.core import words
from parcli.definitions.annex import cells, figures
from parcli.definitions.annex.grid import one_line

_SCORES = re.compile(
    r"\d\s*(?:điểm|đ)\b|(?:[:=→]|\b(?:được|trừ|đạt|cộng))\s*[-–−]?\d+(?:[.,]\d+)?\s*[.;]?$|\b(?:tính|chấm|cho) điểm\b|điểm (?:tối đa|chuẩn)|công thức|:\s*không điểm"
)
_BULLETED = re.compile(r"[-–—+*•●▪]\s*\w|[a-zđ]\)\s")
_LIKE_SCORING = re.compile(r"\b(?:tính|chấm|cho|được|trừ) (?:[\d.,]+ )?điểm\b|\bđiểm (?:đánh giá )?[=:]|[x×*/] ?điểm (?:tối đa|chuẩn)")
_PART = re.compile(r"phần (?:thứ )?(?:[ivx]{1,5}|[a-hđ]|\d{1,2}|nhất|hai|ba|tư|năm)\b(?!\s*%).*", re.DOTALL)


def parted(text: str) -> tuple[str, tuple[str, ...]]:
    """Part a cell into its title and the lines beneath that score; a title that was only broken stays whole."""
    first, *rest = cells.lines(text) or ("",)
    at = next((place for place, line in enumerate(rest) if _scores(line)), None)
    if at is None:
        return one_line(text), ()
    while at and _BULLETED.match(rest[at - 1].strip()):
        at -= 1
    return one_line(" ".join([first, *rest[:at]])), tuple(rest[at:])


def _scores(line: str) -> bool:
    return figures.points(line) is None and _SCORES.search(words.key(line)) is not None


def tells_scoring(title: str) -> bool:
    """Whether a title says itself how its points are given."""
    return _LIKE_SCORING.search(words.key(title)) is not None


def heads_part(text: str) -> bool:
    """Whether a row's text begins like «PHẦN I. CHẤM ĐIỂM»."""
    return _PART.fullmatch(words.key(text)) is not None
