"""The words of an agency's name: short forms written out, one way of setting the tone mark, with marks or without."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

Words = tuple[str, ...]
"""The words of a name, in order, casefolded."""

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SEPARATORS = re.compile(r"[^\w&.]+|_", re.UNICODE)
_DOTTED = re.compile(r"\.+")

_SHORT_FORMS: tuple[tuple[str, str], ...] = (
    ("u b n d", "ủy ban nhân dân"),
    ("ubnd", "ủy ban nhân dân"),
    ("hđnd", "hội đồng nhân dân"),
    ("ubmttq", "ủy ban mặt trận tổ quốc"),
    ("mttq", "mặt trận tổ quốc"),
    ("vp", "văn phòng"),
    ("bql", "ban quản lý"),
    ("kcn", "khu công nghiệp"),
    ("cchc", "cải cách hành chính"),
    ("gd và đt", "giáo dục và đào tạo"),
    ("gdđt", "giáo dục và đào tạo"),
    ("kh và đt", "kế hoạch và đầu tư"),
    ("khđt", "kế hoạch và đầu tư"),
    ("kh và cn", "khoa học và công nghệ"),
    ("khcn", "khoa học và công nghệ"),
    ("tn và mt", "tài nguyên và môi trường"),
    ("tnmt", "tài nguyên và môi trường"),
    ("nn và ptnt", "nông nghiệp và phát triển nông thôn"),
    ("nn và mt", "nông nghiệp và môi trường"),
    ("vh và tt", "văn hóa và thể thao"),
    ("tt và tt", "thông tin và truyền thông"),
    ("lđ tb và xh", "lao động thương binh và xã hội"),
    ("lđtb và xh", "lao động thương binh và xã hội"),
    ("lđtbxh", "lao động thương binh và xã hội"),
    ("gtvt", "giao thông vận tải"),
    ("tp hcm", "thành phố hồ chí minh"),
    ("tphcm", "thành phố hồ chí minh"),
    ("tp hn", "thành phố hà nội"),
    ("tphn", "thành phố hà nội"),
    ("tp", "thành phố"),
    ("tx", "thị xã"),
)
# What one letter before a place stands for; at the beginning of a name "P." may be "phòng" too.
_LETTERS = {"q": "quận", "h": "huyện", "p": "phường", "x": "xã", "t": "tỉnh"}
_COUNTED = frozenset({"khu", "tổ", "số", "loại"})


@lru_cache(maxsize=4096)
def readings(name: str) -> tuple[Words, ...]:
    """Return what a name may stand for: "P." at its beginning is a ward or a division."""
    words = plain_words(name)
    first = words[:1]
    if first == ("p",) and len(words) > 1:
        return tuple(syllables(expanded((full, *words[1:]))) for full in ("phường", "phòng"))
    return (syllables(expanded(words)),)


def plain_words(name: str) -> Words:
    """Return the words as they stand: casefolded, without dots, hyphens and other separators; "&" is "và"."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold()).replace("&", " và ")
    return tuple(_SEPARATORS.sub(" ", _DOTTED.sub(" ", folded)).split())


def expanded(words: Words) -> Words:
    """Write out the usual short forms: "ubnd", "tp", and one letter before a place."""
    text = f" {' '.join(words)} "
    for short, full in (*_SHORT_FORMS, *((without_marks(short), full) for short, full in _SHORT_FORMS if "đ" in short)):
        text = text.replace(f" {short} ", f" {full} ")
    kept = text.split()
    return tuple(
        _LETTERS[word] if word in _LETTERS and number + 1 < len(kept) and (not number or kept[number - 1] not in _COUNTED) else word
        for number, word in enumerate(kept)
    )


def syllables(words: Words) -> Words:
    """Return words that are equal whichever way their tone marks were set."""
    return tuple(map(_syllable, words))


def _syllable(word: str) -> str:
    """Return a syllable with its tone at the end, so that "hòa" and "hoà" are one."""
    parts = unicodedata.normalize("NFD", word)
    tones = "".join(sorted(each for each in parts if each in _TONES))
    return unicodedata.normalize("NFC", "".join(each for each in parts if each not in _TONES)) + tones


def stripped(readings: tuple[Words, ...]) -> tuple[Words, ...]:
    """Return readings without Vietnamese marks."""
    return tuple(tuple(map(without_marks, words)) for words in readings)


def without_marks(word: str) -> str:
    """Return a word without Vietnamese marks."""
    parts = unicodedata.normalize("NFD", word)
    return "".join(each for each in parts if not unicodedata.combining(each)).replace("đ", "d")
