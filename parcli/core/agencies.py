"""Whether two names mean the same agency, as documents, certificates and registers print them; three answers.

One agency is written "UBND TP Hà Nội", "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI" and "Uỷ ban nhân dân thành phố Hà Nội";
"Sở Nội vụ" is that of the province one is in. Yes and no are said where the words bear it; else None: cannot be told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from parcli.core.agency_words import Words, expanded, plain_words, readings, stripped, syllables, without_marks
from parcli.core.places import PROVINCES
from parcli.core.words import tidy

PEOPLES_COMMITTEE = re.compile(r"(ubnd|ủy ban nhân dân|uỷ ban nhân dân) ", re.IGNORECASE)
"""How the name of a People's Committee begins; what follows is its place."""

_LEVELS = ("thành phố", "tỉnh", "quận", "huyện", "thị xã", "thị trấn", "phường", "xã", "đặc khu")
_UPPER = frozenset({"thành phố", "tỉnh"})
_BODIES = (
    "ủy ban nhân dân", "hội đồng nhân dân", "văn phòng", "thanh tra", "phòng", "ban", "chi cục", "trung tâm",
    "công an", "đảng ủy", "văn phòng ủy ban nhân dân", "văn phòng hội đồng nhân dân", "phòng nội vụ",
)  # fmt: skip
_OWNERS = ("ủy ban nhân dân", "hội đồng nhân dân", "sở", "thành ủy", "tỉnh ủy", "quận ủy", "huyện ủy", "trực thuộc", "thuộc")
# Titles of those who lead a body, before its name; "trưởng phòng" and "chánh văn phòng" share a word with it.
_HEAD = re.compile(
    r"^(?:(?:q\.|quyền|phó|thường trực)\s+)*(?:tổng\s+)?(?:giám đốc|chủ tịch|chủ nhiệm|bí thư|thứ trưởng|thủ trưởng|hiệu trưởng"
    r"|(?:bộ|cục|vụ|viện|chi cục|tổng cục)\s+trưởng|chánh|trưởng(?=\s+(?:ban|phòng|công an)\b))\s+",
    re.IGNORECASE,
)
_NAMES = re.compile(r"[();/\n]")
_VOWELS = frozenset("aeiouy")
# No agency has as many words in its name; it bounds the work on what a cell may hold.
_LONGEST = 30


def _none(name: str) -> Iterable[Sequence[str]]:  # noqa: ARG001 - no unit goes by any name
    return ()


def same_agency(a: str, b: str) -> bool | None:
    """Say whether two names mean the same agency; None where it cannot be told.

    Case, Unicode form, either way of setting the tone mark, kinds of hyphens, blanks and the usual short forms do not
    matter. A province or city at the end may stand on one side alone. Names that are alike only without diacritics
    (as OCR leaves them), a body without its place beside one with it, and a place beside the body of that place
    cannot be told.
    """
    marked = _either(readings(a), readings(b), _MARKED)
    if marked is not False:
        return marked
    bare = _either(stripped(readings(a)), stripped(readings(b)), _BARE)
    return False if bare is False else None


def among(name: str, names: Iterable[str]) -> bool | None:
    """Say whether a name means one of several agencies; None where it cannot be told, nothing to compare with included."""
    answers = [same_agency(name, other) for other in names]
    if True in answers:
        return True
    return None if None in answers or not answers else False


def stems(name: str) -> frozenset[Words]:
    """Return the words of each reading of a name without province or city: two names that mean the same share one."""
    return frozenset(_apart(words, _MARKED).words for words in readings(name))


def may_be_called(stated: str, read: str, units: Callable[[str], Iterable[Sequence[str]]] = _none) -> bool:
    """Say whether what a register states may mean the agency that a document names; False only where it plainly does not.

    Looser than `same_agency`: the agency may stand as its head ("Giám đốc Sở Nội vụ"), in brackets, or in letters
    ("SNV", "Sở NV"). `units` returns the units that go by a name, each as its name, its aliases and former names, which
    all mean one (`Directory.going_by`). Letters that are neither the agency's nor a unit's cannot be told.
    """
    names = tuple(_headless(name) for name in _NAMES.split(stated) if name.strip(" .,-"))
    whole = _headless(stated)
    if not names or any(same_agency(name, read) is not False or _abbreviated(name, read) for name in (whole, *names)):
        return True
    meant = [unit for name in (whole, *names) for unit in units(name)]
    if meant:
        return any(same_agency(name, read) is not False for unit in meant for name in unit)
    return len(names) == 1 and _in_letters(names[0])


def may_belong(name: str, body: str) -> bool:
    """Say whether an organisation may be a body, stand within it or above it; False only where it plainly does not.

    "Văn phòng Sở Nội vụ" ends with its body's name, "Bộ Nội vụ" is above "Sở Nội vụ", and a sub-department, centre,
    board or division that names neither place nor owner may be anybody's.
    """
    if same_agency(name, body) is not False:
        return True
    pairs = ((one, other) for one in stripped(readings(name)) for other in stripped(readings(body)))
    return any(_anybodys(one) or _within(one, other) or _within(other, one) or _over(one, other) for one, other in pairs)


def initials(name: str) -> str:
    """Return the letters by which an agency signs its documents: SNV for "Sở Nội vụ", UBND for any people's committee.

    The place is left out, and "và" (Decree 30/2020, Phụ lục III names agencies so). "" for an empty name.
    """
    written = expanded(plain_words(name))
    words = syllables(written)
    ends = [number for number in range(1, len(words)) if _is_level(words[number:], _MARKED)]
    size = ends[0] if ends else len(_apart(words, _MARKED).words)
    return "".join(unicodedata.normalize("NFD", word)[0] for word in written[:size] if word != "và").upper()


def printed_above(superior: str, body: str) -> str:
    """Return the body that is printed above an issuing body, in capitals; none above a People's Committee (Nghị định 30/2020, Phụ lục I, mục II)."""
    return "" if PEOPLES_COMMITTEE.match(tidy(body)) else superior.upper()


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The words that a comparison knows, in one spelling: with marks, or as they are left without."""

    levels: tuple[Words, ...]
    society: Words
    upper: frozenset[Words]
    provinces: frozenset[Words]
    bodies: frozenset[Words]
    owners: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """A name taken apart: its words, and the province or city at its end (level and name, each perhaps empty)."""

    words: Words
    level: Words = ()
    place: Words = ()


def _headless(name: str) -> str:
    return _HEAD.sub("", unicodedata.normalize("NFC", name).strip(" .,-"))


def _abbreviated(name: str, read: str) -> bool:
    ((short,), (plain,)) = (stripped((plain_words(text),)) for text in (name, read))
    (full,) = stripped((expanded(plain_words(read)),))
    return any(_abbreviates(short, long) for long in (plain, full, _apart(full, _BARE).words))


def _in_letters(name: str) -> bool:
    """Whether a name is written in letters that stand for words: one word alone, or one without a vowel."""
    (words,) = stripped((expanded(plain_words(name)),))
    return len(words) == 1 or any(len(word) > 1 and not _VOWELS.intersection(word) for word in words)


def _abbreviates(short: Words, long: Words) -> bool:
    """Whether each word of a short name is a word of the long one or the first letters of its next words; all are used."""
    if not short or not long or len(long) > _LONGEST:
        return not short and not long
    if short[0] == long[0] and _abbreviates(short[1:], long[1:]):
        return True
    sizes = (size for size in range(2, len(long) + 1) if short[0] == "".join(word[0] for word in long[:size] if word != "va"))
    return any(_abbreviates(short[1:], long[size:]) for size in sizes)


def _anybodys(name: Words) -> bool:
    """Whether a body is of a kind that every agency has, and does not say whose."""
    ends = range(1, len(name))
    owned = any(_starts(name[number:], _BARE.owners) or _is_level(name[number:], _BARE) for number in ends)
    return _starts(name, _ANYBODYS) and not owned and not _apart(name, _BARE).place


def _within(part: Words, whole: Words) -> bool:
    """Whether a name ends with the other: a body within it; the place at the end may stand on one side alone."""
    a, b = _apart(part, _BARE), _apart(whole, _BARE)
    ends = len(b.words) > 1 and a.words[-len(b.words) :] == b.words and _same_place(a, b, _BARE) is not False
    return ends or (len(whole) > 1 and part[-len(whole) :] == whole)


def _over(name: Words, body: Words) -> bool:
    """Whether a ministry and a department have the same field."""
    a, b = _apart(name, _BARE).words, _apart(body, _BARE).words
    return {a[:1], b[:1]} == {("bo",), ("so",)} and a[1:] == b[1:]


def _either(some: tuple[Words, ...], others: tuple[Words, ...], lexicon: _Lexicon) -> bool | None:
    """Compare all readings of two names: one that fits is enough."""
    answers = [_compared(one, other, lexicon) for one in some for other in others]
    return True if True in answers else None if None in answers or not answers else False


def _compared(one: Words, other: Words, lexicon: _Lexicon) -> bool | None:
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


def _apart(words: Words, lexicon: _Lexicon) -> _Name:
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


def _is_place_of(place: Words, body: Words, lexicon: _Lexicon) -> bool:
    """Say whether one is a bare place, "phường Trung Hòa", and the other a body of it."""
    return _is_level(place, lexicon) and len(body) > len(place) and body[-len(place) :] == place and body[: -len(place)] in lexicon.bodies


def _names_a_place(rest: Words, lexicon: _Lexicon) -> bool:
    return rest in lexicon.provinces or _is_level(rest, lexicon) or _starts(rest, lexicon.owners)


def _is_level(words: Words, lexicon: _Lexicon) -> bool:
    """Say whether a level of administration comes next; "xã hội" is society, not a commune."""
    return _starts(words, lexicon.levels) and words[:2] != lexicon.society


def _ends_with_level(words: Words, lexicon: _Lexicon) -> bool:
    return any(words[-len(level) :] == level for level in lexicon.levels)


def _starts(words: Words, beginnings: tuple[Words, ...]) -> bool:
    return any(words[: len(each)] == each for each in beginnings)


def _lexicon(spelt: str = "marked") -> _Lexicon:
    def words(text: str) -> Words:
        marked = syllables(tuple(text.casefold().split()))
        return marked if spelt == "marked" else tuple(map(without_marks, marked))

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
_ANYBODYS = tuple(tuple(name.split()) for name in ("chi cuc", "trung tam", "ban", "phong", "van phong", "thanh tra"))
