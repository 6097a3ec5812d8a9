"""Numbers, points and bullets as annexes write them: ``03 điểm``, ``0,5đ``, ``trừ 0,25 điểm``, ``80% điểm tối đa``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from parcli.core import points, words
from parcli.definitions.annex.rules.asked import Line

NUMBER = r"\d{1,9}(?:[.,]\d{1,10})?"
_WIDE = {0xFEE0 + ord(sign): sign for sign in "0123456789%:;()/=<>+,."}
_BULLET = re.compile(r"(?:(?P<letter>[a-zđ])\)|(?P<dash>[-–—*](?=\s|[^\W\d])|[•▪●○])|(?P<plus>\+(?=\s|[^\W\d])))\s*", re.IGNORECASE)
_POINTS = rf"(?P<points>{NUMBER})\s*(?P<unit>điểm|đ\b)?"
_SCORED = re.compile(
    rf"(?P<label>.*\S)\s*(?:(?P<colon>:)|(?P<mark>[-–—=→]|được(?: cộng| tính)?|đạt|chấm))\s*(?P<off>trừ\s+|[-–−])?{_POINTS}\.?",
    re.IGNORECASE,
)
_NONE_GIVEN = re.compile(r"(?P<label>.*\S)\s*:\s*không (?:được )?(?:có |tính |cho |chấm )?điểm\.?", re.IGNORECASE)
_SHARED = re.compile(
    rf"(?P<label>.*\S)\s*:\s*(?P<share>{NUMBER})\s*%\s*(?:số )?điểm tối đa(?:\s*\((?P<points>{NUMBER})\s*(?:điểm|đ)\))?\.?", re.IGNORECASE
)
_IN_SHARES = re.compile(
    rf"(?P<label>.*\S)\s*:\s*(?P<points>{NUMBER})\s*(?:điểm|đ)?\s*\((?P<share>{NUMBER})\s*%\s*(?:số )?điểm tối đa\)\.?", re.IGNORECASE
)
_POINTS_FIRST = re.compile(rf"(?P<points>{NUMBER})\s*(?:điểm|đ)\s*,?\s*(?:nếu|khi)\s+(?P<label>[^:]*[^\s:.])\.?", re.IGNORECASE)
_LOOSE = re.compile(rf"(?P<label>.*\S)\s+(?P<points>{NUMBER})\s*(?:điểm|đ)?\.?", re.IGNORECASE)
_INNER_POINTS = re.compile(rf":\s*{NUMBER}|{NUMBER}\s*(?:điểm|đ)\b", re.IGNORECASE)
_THOUSANDS = 3
_PLACES = 9


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence that gives points for what its label says; ``off`` when it takes them; ``share`` when it names a part of the maximum."""

    label: str
    points: Fraction
    off: bool = False
    share: Fraction | None = None


def tidied(text: str) -> str:
    """Return a text in NFC with ordinary digits and signs, its spaces folded."""
    return words.tidy(text.translate(_WIDE))


def number(text: str) -> Fraction | None:
    """Read a number with a decimal comma or point; None where three decimals may be thousands."""
    whole, _, decimals = text.replace(",", ".").partition(".")
    if len(decimals) == _THOUSANDS and whole.lstrip("0"):
        return None
    return Fraction(text.replace(",", "."))


def written(value: Fraction) -> str | None:
    """Write a number as definition files do; None where it has no end."""
    shown = points.plain(value, _PLACES)
    return shown if Fraction(shown) == value else None


def scored(text: str, maximum: Fraction) -> Scored | None:
    """Read a sentence that ends in points."""
    if match := _SHARED.fullmatch(text) or _IN_SHARES.fullmatch(text):
        return _share(match, maximum)
    if match := _NONE_GIVEN.fullmatch(text):
        return Scored(match["label"], Fraction())
    match = _SCORED.fullmatch(text)
    if match is None or (match["colon"] is None and match["unit"] is None):
        return _points_first(text)
    worth = number(match["points"])
    return None if worth is None else Scored(match["label"], worth, off=match["off"] is not None)


def _points_first(text: str) -> Scored | None:
    """Read ``2 điểm nếu …``."""
    match = _POINTS_FIRST.fullmatch(text)
    worth = number(match["points"]) if match else None
    return Scored(match["label"].rstrip(" ,"), worth) if match and worth is not None and not holds_points(match["label"]) else None


def _share(match: re.Match[str], maximum: Fraction) -> Scored | None:
    share = number(match["share"])
    stated = number(match["points"]) if match["points"] else None
    if share is None or (match["points"] and stated != share / 100 * maximum):
        return None
    return Scored(match["label"], share / 100 * maximum, share=share / 100)


def loosely_scored(text: str) -> Scored | None:
    """Read a piece of a list whose points stand without a colon: ``dưới 60% 2``."""
    match = _LOOSE.fullmatch(text)
    worth = number(match["points"]) if match else None
    return Scored(match["label"].rstrip(" :"), worth) if match and worth is not None else None


def holds_points(label: str) -> bool:
    """Whether points stand inside a label, so that two sentences may have run together."""
    return _INNER_POINTS.search(label) is not None


def lines_of(texts: tuple[str, ...], maximum: Fraction) -> tuple[Line, ...]:
    """Return the sentences: bullets off, depth noted, several scored sentences in one line parted."""
    lines: list[Line] = []
    for text in texts:
        indent = len(text.expandtabs(2)) - len(text.expandtabs(2).lstrip(" \u00a0"))
        bare, rank = _without_bullet(tidied(text))
        lines += [Line(piece, 10 * indent + rank) for piece in _pieces(bare, maximum)]
    return tuple(lines)


def _without_bullet(text: str) -> tuple[str, int]:
    match = _BULLET.match(text)
    if match is None or match.end() == len(text):
        return text, 0
    return text[match.end() :], 0 if match["letter"] else 2 if match["plus"] else 1


def _pieces(text: str, maximum: Fraction) -> tuple[str, ...]:
    """Part a line at ``;`` and ``|`` where every part gives points by itself."""
    parts = [_without_bullet(part.strip())[0] for part in re.split(r"[;|]", text) if part.strip()]
    if len(parts) > 1 and all(scored(part, maximum) for part in parts):
        return tuple(parts)
    trimmed = text.rstrip(" ;|")
    return (trimmed,) if trimmed else ()
