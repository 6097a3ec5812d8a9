"""Texts that come out of a file or a library, made fit to be kept and printed."""

from __future__ import annotations

import re
from unicodedata import category, normalize

# qpdf names a stream by its address in memory, which differs from run to run.
_STREAM_NAME = re.compile(r"stream <[^>]*>[,:]? ?")
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_CUT = "…"
_LOOKED_AT = 8


def remark(error: Exception) -> str:
    """Return an error of a library as a note that is the same on every run."""
    return f"{type(error).__name__}: {without_addresses(error)}"


def without_addresses(message: object) -> str:
    """Drop from a message what differs from run to run, and blanks that do not matter."""
    return " ".join(_STREAM_NAME.sub("", str(message)).split())


def shown(text: str, most: int) -> str:
    """Return a text from a file in NFC, on one line, without control and direction marks, visibly cut after `most` characters."""
    text = text[: most * _LOOKED_AT]
    if not (text.isascii() and text.isprintable()):
        spaced = (" " if letter.isspace() else letter for letter in normalize("NFC", text))
        text = "".join(letter for letter in spaced if category(letter) not in _DROPPED)
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + _CUT
