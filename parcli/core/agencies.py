"""Whether two names mean the same agency, as documents, certificates and registers print them; three answers.

One agency is written "UBND TP Hà Nội", "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI" and "Uỷ ban nhân dân thành phố Hà Nội";
"Sở Nội vụ" is that of the province one is in. Yes and no are said where the words bear it; else None: cannot be told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from parcli.core.places import PROVINCES

_Words = tuple[str, ...]

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
_LEVELS = ("thành phố", "tỉnh", "quận", "huyện", "thị xã", "thị trấn", "phường", "xã", "đặc khu")
_UPPER = frozenset({"thành phố", "tỉnh"})
# What one letter before a place stands for; at the beginning of a name "P." may be "phòng" too.
_LETTERS = {"q": "quận", "h": "huyện", "p": "phường", "x": "xã", "t": "tỉnh"}
_COUNTED = frozenset({"khu", "tổ", "số", "loại"})
_BODIES = (
    "ủy ban nhân dân", "hội đồng nhân dân", "văn phòng", "thanh tra", "phòng", "ban", "chi cục", "trung tâm",
    "công an", "đảng ủy", "văn phòng ủy ban nhân dân", "văn phòng hội đồng nhân dân", "phòng nội vụ",
)  # fmt: skip
_OWNERS = ("ủy ban nhân dân", "hội đồng nhân dân", "sở", "thành ủy", "tỉnh ủy", "quận ủy", "huyện ủy", "trực thuộc", "thuộc")


def same_agency(a: str, b: str) -> bool | None:
    """Say whether two names mean the same agency; None where it cannot be told.

    Case, Unicode form, either way of setting the tone mark, kinds of hyphens, blanks and the usual short forms do not
    matter. A province or city at the end may stand on one side alone. Names that are alike only without diacritics
    (as OCR leaves them), a body without its place beside one with it, and a place beside the body of that place
    cannot be told.
    """
    marked = _either(_readings(a), _readings(b), _MARKED)
    if marked is not False:
        return marked
    bare = _either(_stripped(_readings(a)), _stripped(_readings(b)), _BARE)
    return False if bare is False else None


def among(name: str, names: Iterable[str]) -> bool | None:
    """Say whether a name means one of several agencies; None where it cannot be told, nothing to compare with included."""
    answers = [same_agency(name, other) for other in names]
    if True in answers:
        return True
    return None if None in answers or not answers else False


def initials(name: str) -> str:
    """Return the letters by which an agency signs its documents: SNV for "Sở Nội vụ", UBND for any people's committee.

    The place is left out, and "và" (Decree 30/2020, Phụ lục III names agencies so). "" for an empty name.
    """
    written = _expanded(_plain_words(name))
    words = _syllables(written)
    ends = [number for number in range(1, len(words)) if _is_level(words[number:], _MARKED)]
    size = ends[0] if ends else len(_apart(words, _MARKED).words)
    return "".join(unicodedata.normalize("NFD", word)[0] for word in written[:size] if word != "và").upper()


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The words that a comparison knows, in one spelling: with marks, or as they are left without."""

    levels: tuple[_Words, ...]
    society: _Words
    upper: frozenset[_Words]
    provinces: frozenset[_Words]
    bodies: frozenset[_Words]
    owners: tuple[_Words, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """A name taken apart: its words, and the province or city at its end (level and name, each perhaps empty)."""

    words: _Words
    level: _Words = ()
    place: _Words = ()


def _either(some: tuple[_Words, ...], others: tuple[_Words, ...], lexicon: _Lexicon) -> bool | None:
    """Compare all readings of two names: one that fits is enough."""
    answers = [_compared(one, other, lexicon) for one in some for other in others]
    return True if True in answers else None if None in answers or not answers else False


def _compared(one: _Words, other: _Words, lexicon: _Lexicon) -> bool | None:
    if not one or not other:
        return None
    if one == other:
        return True
    a, b = _apart(one, lexicon), _apart(other, lexicon)
    if a.words == b.words:
        return _same_place(a, b, lexicon)
    if _is_place_of(one, other, lexicon) or _is_place_of(other, one, lexicon):
        return None
    for short, long in ((a.words, b.words), (b.words, a.words), (one, other), (other, one)):
        if short and long[: len(short)] == short and (_ends_with_level(short, lexicon) or _names_a_place(long[len(short) :], lexicon)):
            return None
    return False


def _same_place(a: _Name, b: _Name, lexicon: _Lexicon) -> bool | None:
    if a.level and b.level and a.level != b.level:
        return False
    if a.place and b.place:
        return a.place == b.place
    alone = not (a.level or a.place) or not (b.level or b.place)
    return None if alone and a.words in lexicon.bodies else True


def _apart(words: _Words, lexicon: _Lexicon) -> _Name:
    """Take a province or city off the end. Without "tỉnh" or "thành phố" before it, only where no lower level is named."""
    for size in (4, 3, 2, 0):
        place = words[len(words) - size :] if size else ()
        before = words[: len(words) - size]
        if size and (len(words) <= size or place not in lexicon.provinces):
            continue
        level = next((level for level in lexicon.upper if before[-len(level) :] == level), ())
        if level and len(before) > len(level):
            return _Name(before[: -len(level)], level, place)
        if size and not level and not any(_is_level(before[number:], lexicon) for number in range(1, len(before))):
            return _Name(before, (), place)
    return _Name(words)


def _is_place_of(place: _Words, body: _Words, lexicon: _Lexicon) -> bool:
    """Say whether one is a bare place, "phường Trung Hòa", and the other a body of it."""
    return _is_level(place, lexicon) and len(body) > len(place) and body[-len(place) :] == place and body[: -len(place)] in lexicon.bodies


def _names_a_place(rest: _Words, lexicon: _Lexicon) -> bool:
    return rest in lexicon.provinces or _is_level(rest, lexicon) or _starts(rest, lexicon.owners)


def _is_level(words: _Words, lexicon: _Lexicon) -> bool:
    """Say whether a level of administration comes next; "xã hội" is society, not a commune."""
    return _starts(words, lexicon.levels) and words[:2] != lexicon.society


def _ends_with_level(words: _Words, lexicon: _Lexicon) -> bool:
    return any(words[-len(level) :] == level for level in lexicon.levels)


def _starts(words: _Words, beginnings: tuple[_Words, ...]) -> bool:
    return any(words[: len(each)] == each for each in beginnings)


@lru_cache(maxsize=4096)
def _readings(name: str) -> tuple[_Words, ...]:
    """Return what a name may stand for: "P." at its beginning is a ward or a division."""
    words = _plain_words(name)
    first = words[:1]
    if first == ("p",) and len(words) > 1:
        return tuple(_syllables(_expanded((full, *words[1:]))) for full in ("phường", "phòng"))
    return (_syllables(_expanded(words)),)


def _plain_words(name: str) -> _Words:
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold()).replace("&", " và ")
    return tuple(_SEPARATORS.sub(" ", _DOTTED.sub(" ", folded)).split())


def _expanded(words: _Words) -> _Words:
    text = f" {' '.join(words)} "
    for short, full in (*_SHORT_FORMS, *((_without_marks(short), full) for short, full in _SHORT_FORMS if "đ" in short)):
        text = text.replace(f" {short} ", f" {full} ")
    kept = text.split()
    return tuple(
        _LETTERS[word] if word in _LETTERS and number + 1 < len(kept) and (not number or kept[number - 1] not in _COUNTED) else word
        for number, word in enumerate(kept)
    )


def _syllables(words: _Words) -> _Words:
    return tuple(map(_syllable, words))


def _syllable(word: str) -> str:
    """Return a syllable with its tone at the end, so that "hòa" and "hoà" are one."""
    parts = unicodedata.normalize("NFD", word)
    tones = "".join(sorted(each for each in parts if each in _TONES))
    return unicodedata.normalize("NFC", "".join(each for each in parts if each not in _TONES)) + tones


def _stripped(readings: tuple[_Words, ...]) -> tuple[_Words, ...]:
    return tuple(tuple(map(_without_marks, words)) for words in readings)


def _without_marks(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    return "".join(each for each in parts if not unicodedata.combining(each)).replace("đ", "d")


def _lexicon(spelt: str = "marked") -> _Lexicon:
    def words(text: str) -> _Words:
        marked = _syllables(tuple(text.casefold().split()))
        return marked if spelt == "marked" else tuple(map(_without_marks, marked))

    return _Lexicon(
        tuple(map(words, _LEVELS)),
        words("xã hội"),
        frozenset(map(words, _UPPER)),
        frozenset(words(name.replace("-", " ")) for name in PROVINCES),
        frozenset(map(words, _BODIES)),
        tuple(map(words, _OWNERS)),
    )


_MARKED = _lexicon()
_BARE = _lexicon("bare")
