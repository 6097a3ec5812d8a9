"""How names, labels and codes are compared: in NFC, trimmed, ignoring case."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"[ \t\r\n\u00a0]+")
_READS_AS_SIGN = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

_LABEL = 120
"""Signs of a label or a name at most, more or less."""


def tidy(text: str) -> str:
    """Return the text in NFC without invisible marks, its spaces trimmed and folded to one."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isprintable() and "  " not in composed:
        # Neither invisible marks nor blanks other than single spaces are in it: so are most texts, and this is far quicker to see.
        return composed.strip(" ")
    return _SPACES.sub(" ", _INVISIBLE.sub("", composed)).strip(" ")


def key(text: str) -> str:
    """Return the form under which two labels, names or codes count as the same."""
    return _key(text) if len(text) <= _LABEL else tidy(text).casefold()


@lru_cache(maxsize=8192)  # codes, labels and answers are the same in every workbook; a long text is met once
def _key(text: str) -> str:
    return tidy(text).casefold()


def unaccented(text: str) -> str:
    """Return the comparing form without Vietnamese marks, for suggesting what may have been meant."""
    decomposed = unicodedata.normalize("NFD", key(text).replace("đ", "d"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def in_sheet(text: str) -> str:
    """Return a text that the XML of a sheet takes as it reads: unprinted signs become blanks, line ends stay.

    A sheet takes ``_x001B_`` for a character, so where a text itself reads so its underscore is escaped, as sheets do it.
    """
    text = _READS_AS_SIGN.sub("_x005F_", text)
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)


def shortened(text: str, most: int) -> str:
    """Return the text, cut to ``most`` characters with a visible … where it was longer: nothing is ever cut in silence."""
    return text if len(text) <= most else text[: most - 1] + "…"


def unfilled(text: str) -> bool:
    """Whether a text only says what is to be written in its place: «Tên bộ chỉ số», … (cần điền)."""
    return (text.startswith("«") and text.endswith("»") and text.count("«") == 1) or "(cần điền" in text
