"""Technical notes and names, cleaned: the same on every run, without what could move a cursor or flood a screen."""

from __future__ import annotations

import re
import unicodedata

_NOTE = 200
_NAME = 300
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+|stream <[^>]*>[,:]? ?")
_BREAKS = frozenset({"Cc", "Zl", "Zp"})
_UNSEEN = frozenset({"Cf", "Cs", "Co", "Cn"})


def note_of(error: BaseException) -> str:
    """Return an error as a short note: its kind and its words, without addresses in memory."""
    words = plain(_ADDRESS.sub("", str(error)), _NOTE)
    return f"{type(error).__name__}: {words}"[:_NOTE] if words else type(error).__name__


def plain(text: str, most: int = _NAME) -> str:
    """Return a text in NFC, without control and direction characters, with single blanks, cut to `most` characters."""
    return " ".join("".join(map(_shown, unicodedata.normalize("NFC", text[: most * 4]))).split())[:most]


def _shown(character: str) -> str:
    kind = unicodedata.category(character)
    return " " if kind in _BREAKS else "" if kind in _UNSEEN else character
