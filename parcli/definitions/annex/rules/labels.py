"""Labels of inputs: from the annex's own column, from a formula, or worded after the title for a person to read over."""

from __future__ import annotations

import re
from collections.abc import Mapping

from parcli.core import words
from parcli.core.fields import LABEL_LENGTH
from parcli.core.rules.base import lowered
from parcli.definitions.annex.rules import titles

LEVEL, POINTS = "Mức đạt", "Số điểm"
DERIVED: Mapping[str, str] = {"labels": "derived"}
_QUOTIENT = re.compile(r"(?:tỷ lệ|tỉ lệ)\s*=\s*(?P<part>\S.*?)\s+[/:÷]\s+(?P<whole>\S.*?)(?:\s*[x×*]\s*100\s*%?)?", re.IGNORECASE)
_WORDED = re.compile(
    r"(?:tính )?(?:tỷ lệ|tỉ lệ)\s*(?:%|phần trăm)?\s+(?:giữa )?(?P<part>số\b.*?)\s+(?:trên|so với|/)\s+(?P<whole>tổng số\b.*?)\.?", re.IGNORECASE
)
_PARTED = re.compile(r"\s(?:trên|so với|/)\s", re.IGNORECASE)
_DIFFERENCE = re.compile(r"mức tăng\s*=\s*(?P<now>\S.*?)\s+[−–-]\s+(?P<before>\S.*?)", re.IGNORECASE)
_DATED = re.compile(r"(?:thời hạn|thời gian|ngày|tiến độ)\s+", re.IGNORECASE)


def quotient(text: str, labels: tuple[str, ...]) -> tuple[str, str] | None:
    """Read ``Tỷ lệ = part / whole`` or ``Tính tỷ lệ số … trên tổng số …``; with labels the sentence must name just them."""
    return _worded(text, labels) or _two(_QUOTIENT, text, labels)


def _worded(text: str, labels: tuple[str, ...]) -> tuple[str, str] | None:
    match = _WORDED.fullmatch(text)
    if match is None or len(_PARTED.findall(text)) != 1 or re.search(r"[:;=×]", text):
        return None
    named = headed(match["part"]), headed(match["whole"])
    if labels and [words.key(label) for label in labels] != [words.key(name) for name in named]:
        return None
    return (labels[0], labels[1]) if labels else named


def difference(text: str, labels: tuple[str, ...]) -> tuple[str, str] | None:
    """Read ``Mức tăng = now − before``; with labels the sentence must name just them."""
    return _two(_DIFFERENCE, text, labels)


def _two(pattern: re.Pattern[str], text: str, labels: tuple[str, ...]) -> tuple[str, str] | None:
    match = pattern.fullmatch(text)
    if match is None:
        return None
    if labels:
        sign = "/" if pattern is _QUOTIENT else "−"
        named = len(labels) == 2 and _named(text, f"{labels[0]} {sign} {labels[1]}")  # noqa: PLR2004 - the two sides
        return (labels[0], labels[1]) if named else None
    first, second = match.groups()
    once = not any(re.search(r"\s[/:÷−–-]\s", side) for side in (first, second))
    return (headed(first), headed(second)) if once else None


def _named(text: str, sides: str) -> bool:
    said = words.key(text.partition("=")[2])
    return said == words.key(sides) or re.fullmatch(re.escape(words.key(sides)) + r"\s*[x×*]\s*100\s*%?", said) is not None


def after_title(title: str) -> tuple[str, str] | None:
    """Word the part and the whole of a ratio after an item's title; None where the title does not part them without doubt."""
    tidy = words.tidy(title)
    if parted := titles.sides(tidy):
        part, whole = (shortened(counted) for counted in (f"Số {lowered(parted[0])}", _total(parted[1])))
        return part, whole
    if titles.names_rate(tidy) or titles.grows(tidy) or titles.is_bad(tidy):
        return None
    return shortened(f"Số đã đạt ({lowered(tidy)})"), shortened(f"Tổng số phải đạt ({lowered(tidy)})")


def _total(whole: str) -> str:
    return headed(whole) if words.key(whole).startswith("tổng ") else f"Tổng số {lowered(whole)}"


def number_of(noun: str) -> str:
    """Word the label of a number of things."""
    return shortened(headed(noun) if words.key(noun).startswith("số ") else f"Số {lowered(noun)}")


def day_of(title: str) -> str:
    """Word the label of the day on which the thing of a title was done."""
    return shortened(f"Ngày {lowered(_DATED.sub('', words.tidy(title), count=1))}")


def shortened(label: str) -> str:
    """Keep a label within what a definition may hold."""
    tidy = words.tidy(label)
    return tidy if len(tidy) <= LABEL_LENGTH else tidy[: LABEL_LENGTH - 1].rstrip() + "…"


def headed(label: str) -> str:
    """Begin a label with a capital letter."""
    return label[:1].upper() + label[1:]
