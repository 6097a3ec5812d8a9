"""Text of strangers on its way out: explanations, file names and messages that carry them.

What a unit typed may hold control characters, marks that turn the direction of writing, or half a character. They are
made visible here, so that what a reader sees is what stands there. Formulas, links and markup are kept from meaning
anything by the rooms that write them (string cells, autoescape, plain terminal text).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

# Written out rather than asked of unicodedata, so that the bytes do not depend on the Python that made them.
_UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff"
)
_UNSEEN_SIGN = re.compile(f"[{_UNSEEN}]")
_LAST_PICTURED, _DELETE = 0x1F, 0x7F
_PICTURES = 0x2400
CELL_LENGTH = 8000
"""The most characters of one text in a cell or on a page; far below the 32 767 at which sheets cut silently."""
CODES_SHOWN = 12
_SHORT = 100
"""Texts of fewer signs are kept as they are shown."""
_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def plain_text(text: str) -> str:
    """Return the text with everything unseen made visible: ``␛`` for escape, ``⟨U+202E⟩`` for a turned direction.

    Line breaks (of any system) and tabs stay, as they are ordinary in an explanation.
    """
    return _short(text) if len(text) < _SHORT else _made_visible(text)


def _made_visible(text: str) -> str:
    return _UNSEEN_SIGN.sub(_visible, text.replace("\r\n", "\n").replace("\r", "\n"))


_short = lru_cache(maxsize=16_384)(_made_visible)
"""Books and pages repeat the same few names, figures and words many thousands of times."""


def _visible(sign: re.Match[str]) -> str:
    number = ord(sign[0])
    if number <= _LAST_PICTURED:
        return chr(_PICTURES + number)
    return "␡" if number == _DELETE else f"⟨U+{number:04X}⟩"


def clipped(text: str, length: int = CELL_LENGTH) -> str:
    """Return the plain text, cut to ``length`` characters with a visible ``[…]`` where it was longer."""
    shown = plain_text(text)
    return shown if len(shown) <= length else shown[: length - 4] + " […]"


def cell_text(text: str) -> str:
    """Return a text for a CSV file: plain, on one line, and with an apostrophe before what a sheet would take for a formula."""
    shown = " ".join(plain_text(text).split())
    return f"'{shown}" if shown.startswith(_FORMULA_SIGNS) else shown


def escaped_in_json(document: str) -> str:
    r"""Return a JSON text in which unseen signs stand as ``\uXXXX``: the same value, safe to look at and to encode."""
    return _UNSEEN_SIGN.sub(_escape, document)


def _escape(sign: re.Match[str]) -> str:
    number = ord(sign[0])
    if number <= 0xFFFF:  # noqa: PLR2004 - the end of the basic plane
        return f"\\u{number:04x}"
    high, low = divmod(number - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def listed(parts: Sequence[str], most: int = CODES_SHOWN) -> tuple[str, int]:
    """Return the parts joined by ``; `` as far as they are shown, and how many more there are."""
    return "; ".join(parts[:most]), max(0, len(parts) - most)
