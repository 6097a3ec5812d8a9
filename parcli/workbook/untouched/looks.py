"""Whether a cell shows what it holds: number formats that hide or replace it, and letters in the colour of their ground."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

_QUOTED = re.compile(r'"[^"]*"')
_ESCAPED = re.compile(r"\\(.)|[_*](.)")
_BRACKETED = re.compile(r"\[[^\]]*\]")
_HOLDS = re.compile(r"[0#?@a-z]", re.IGNORECASE)
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_DIGIT = re.compile(r"\d")
_GENERAL = ("", "general", "standard", "@", "text")
_SMALLEST = 4
"""Points: smaller letters cannot be read."""
_WHITE = ("FFFFFF", "indexed 1", "indexed 9", "indexed 65", "theme 0 0.0")


class Look(NamedTuple):
    """What a cell's style does to what is shown: its number format, whether it is locked, whether it cannot be seen."""

    format: str
    locked: bool
    unseen: bool


def look(cell: Any) -> Look:
    """Return the look of an openpyxl cell."""
    return Look(tidy(cell.number_format), bool(cell.protection.locked), unseen(cell.font, cell.fill))


def tidy(code: str | None) -> str:
    """Return a number format in one form: office programs write case, escapes and quotes in their own way."""
    folded = _BRACKETED.sub(lambda found: "" if found[0].startswith("[$") else found[0], code or "")
    folded = _QUOTED.sub(lambda found: found[0][1:-1], folded).replace("\\", "").lower()
    return "general" if folded in _GENERAL else folded


def plain(code: str | None) -> bool:
    """Whether a number format shows the number or text itself, in whatever form."""
    for section in _QUOTED.sub(_letters, code or "").split(";"):
        bare = _BRACKETED.sub("", section)
        if any(_DIGIT.search(found[1] or "") for found in _ESCAPED.finditer(bare)):
            return False
        bare = _ESCAPED.sub("", bare)
        if "\0" in bare or (code and not _HOLDS.search(bare)) or _SCALED.search(bare):
            return False
    return True


def _letters(found: re.Match[str]) -> str:
    """Standing words beside a number do no harm; digits among them would be taken for it."""
    return "\0" if _DIGIT.search(found[0]) else ""


def unseen(font: Any, fill: Any) -> bool:
    """Whether letters cannot be told from the ground they stand on."""
    if font is None:
        return False
    if font.sz is not None and font.sz < _SMALLEST:
        return True
    ink, ground = colour(font.color), _ground(fill)
    return ink is not None and (ink == ground or (ink in _WHITE and ground in (None, *_WHITE)))


def _ground(fill: Any) -> str | None:
    if fill is None or getattr(fill, "fill_type", None) != "solid":
        return None
    return colour(fill.fgColor)


def colour(given: Any) -> str | None:
    """Return a colour as one word; None where none is set."""
    if given is None:
        return None
    if given.type == "rgb":
        return str(given.rgb)[-6:].upper()
    if given.type == "indexed":
        return f"indexed {given.indexed}"
    return f"theme {given.theme} {given.tint}" if given.type == "theme" else None
