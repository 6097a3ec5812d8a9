"""How text is made comparable without losing its places: one plain letter for each letter read.

Text layers decompose letters (NFD), and some swap in letters of other alphabets that look the same. Known phrases are
found all the same; a value that holds foreign letters is never given out.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters of other alphabets that were seen in place of Latin ones, with the letter that the eye reads.
_LOOKALIKES = str.maketrans(
    dict(
        zip(
            "АВЕЅІЈКМНОРСТУХЬҺПҮԌԚԜѴΑΒΕΖΗΙΚΜΝΟΡΤΥΧаеѕіјорсухһпүԁɡԛѵάαεινορτυχωເǤǥɩʋᴠ",
            "ABESIJKMHOPCTYXbHNYGQWVABEZHIKMNOPTYXaesijopcyxhnydgqvaaeivoptuxwcGgivv",
            strict=True,
        )
    )
)
_VIETNAMESE = frozenset("àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－\u00ad", "-"))
_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0000-\u0008]")
# PDFium gives a hyphen at the end of a line as this sign.
_LINE_END = "\x02"
# Each field's reader asks for the same lines of the page again.
LINES_KEPT = 2048
_SPACED_SHARE = 0.7
_SPACED_WORDS = 4


def _plain(letter: str) -> str:
    letter = letter.translate(_LOOKALIKES).translate(_DASHES)
    if letter.isascii():
        return letter.lower()
    if letter in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return base if len(base) == 1 else letter


class _Letters(dict[int, str]):
    """The plain letter of each code point that was met, worked out once."""

    def __missing__(self, code: int) -> str:
        self[code] = _plain(chr(code))
        return self[code]


_PLAIN = _Letters()


def composed(text: str) -> str:
    """Return the text in NFC, without invisible marks, every run of blanks as one."""
    if text.isprintable() and "  " not in text and unicodedata.is_normalized("NFC", text):
        # Invisible marks and every blank but the plain one are not printable.
        return text.strip()
    return _SPACES.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text.replace(_LINE_END, "-")))).strip()


def dashed(text: str) -> str:
    """Return the text with every kind of dash as "-", letter for letter."""
    return text.translate(_DASHES)


@lru_cache(maxsize=LINES_KEPT)
def plain(text: str) -> str:
    """Return the text in small Latin letters without marks, dashes as "-". It has exactly as many letters as `text`."""
    return text.translate(_PLAIN)


@lru_cache(maxsize=LINES_KEPT)
def squeezed(text: str) -> str:
    """Return only the plain letters and digits, for comparing phrases whose letters may be spaced out."""
    return "".join(letter for letter in plain(text) if letter.isalnum())


def spaced_out(text: str) -> bool:
    """Whether the letters of a line stand apart: "B Á O  C Á O"."""
    words = text.split()
    return len(words) >= _SPACED_WORDS and sum(len(word) == 1 for word in words) >= _SPACED_SHARE * len(words)


def foreign(text: str) -> bool:
    """Whether the text holds letters that no Vietnamese word has."""
    return any(letter.isalpha() and not letter.isascii() and letter.lower() not in _VIETNAMESE for letter in text)


@lru_cache(maxsize=LINES_KEPT)
def capital(text: str, share: float = 0.85) -> bool:
    """Whether the letters are capitals, up to a few."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) >= share * len(letters)


def worded(text: str) -> bool:
    """Whether there is any letter or digit: rules and stars have none."""
    return any(letter.isalnum() for letter in text)
