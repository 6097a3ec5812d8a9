"""How names, labels and codes are compared: in NFC, trimmed, ignoring case."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"[ \t\r\n\u00a0]+")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def tidy(text: str) -> str:
    """Return the text in NFC without invisible marks, its spaces trimmed and folded to one."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip(" ")


def key(text: str) -> str:
    """Return the form under which two labels, names or codes count as the same."""
    return tidy(text).casefold()


def unaccented(text: str) -> str:
    """Return the comparing form without Vietnamese marks, for suggesting what may have been meant."""
    decomposed = unicodedata.normalize("NFD", key(text).replace("đ", "d"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def unfilled(text: str) -> bool:
    """Whether a text only says what is to be written in its place: «Tên bộ chỉ số», … (cần điền)."""
    return (text.startswith("«") and text.endswith("»") and text.count("«") == 1) or "(cần điền" in text
