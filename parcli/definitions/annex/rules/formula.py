"""Formulas in words: ``Điểm = (Tỷ lệ giải ngân/85%) x 10, tối đa 10 điểm`` as so many points for a ratio of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from parcli.definitions.annex.rules.phrases import NUMBER, number

_HEAD = re.compile(r"^(?:(?:được )?tính (?:điểm )?theo công thức\s*:?\s*)?(?:(?:số )?điểm(?: đạt được| đánh giá| tự chấm)?\s*=\s*)?", re.IGNORECASE)
_CAP = re.compile(rf",?\s*(?:nhưng )?(?:tối đa|không quá|không vượt quá)\s+(?P<cap>{NUMBER})\s*(?:điểm|đ)?\s*$", re.IGNORECASE)
_ROUNDED = re.compile(r",?\s*\(?(?P<rounded>làm tròn\b[^)=×]*?)\)?\s*(?=,?\s*(?:tối đa|không quá)|$)", re.IGNORECASE)
_SHARE = re.compile(r"^(?:tỷ lệ|tỉ lệ)(?P<of>[^\d/×*:+=()]*?)$", re.IGNORECASE)
_SQUARE = str.maketrans("[]", "()")
_LONGEST = 400
_MARKED = re.compile(r"(?P<ratio>(?:tỷ lệ|tỉ lệ)[^\d/×*:+=()%]*?)\s*(?:%|\(%\))", re.IGNORECASE)
_BY_HUNDRED = re.compile(r"\s*[/:÷]\s*100(?!\s*%|\d)")
_TIMES = re.compile(r"\s*(?:×|\*|·|(?<=[\s)%\d])x(?=[\s(\d]))\s*", re.IGNORECASE)
_MAXIMUM = re.compile(r"(?:số )?điểm (?:tối đa|chuẩn)(?: của (?:tiêu chí|mục|nội dung))?", re.IGNORECASE)
_FACTOR = re.compile(rf"(?P<value>{NUMBER})\s*(?P<percent>%)?(?:\s*(?:điểm|đ))?", re.IGNORECASE)
_NAME = re.compile(r"(?:số|tổng)\b[^()=×]*", re.IGNORECASE)
_WORD_BY = re.compile(r"\s[/÷:]\s|(?<=[\d%)])\s*[/÷:]|[/÷:]\s*(?=[\d(])")


@dataclass(frozen=True, slots=True)
class Formula:
    """So many points for a ratio of one; what it names as part and whole, its cap, and a rounding that it asks for."""

    points: Fraction
    part: str = ""
    whole: str = ""
    cap: Fraction | None = None
    rounding: str = ""


@dataclass(frozen=True, slots=True)
class _Term:
    """A product so far: the ratio must stand in it once."""

    worth: Fraction
    ratios: int = 0
    sides: tuple[str, str] = ("", "")


def formula_of(text: str, maximum: Fraction) -> Formula | None:
    """Read a formula; None when it is anything but a ratio times a number."""
    text = text.translate(_SQUARE).strip().rstrip(".")
    if len(text) > _LONGEST:
        return None
    rounding = _ROUNDED.search(text)
    text = _ROUNDED.sub("", text, count=1)
    capped = _CAP.search(text)
    cap = number(capped["cap"]) if capped else None
    text = _bare(text)
    headed = _HEAD.match(text)
    body = _in_fractions(_CAP.sub("", text)[headed.end() if headed else 0 :].strip())
    term = _product(body, maximum)
    if term is None or term.ratios != 1 or term.worth <= 0:
        return None
    return Formula(term.worth, *term.sides, cap, rounding["rounded"].strip(" ,") if rounding else "")


def _in_fractions(text: str) -> str:
    """Leave the sign out of ``Tỷ lệ % × 2 / 100``, which says the same as ``Tỷ lệ × 2``."""
    marked = _MARKED.sub(lambda match: match["ratio"], text)
    return text if marked == text else _BY_HUNDRED.sub("", marked, count=1)


def _product(text: str, maximum: Fraction) -> _Term | None:
    """Read factors and divisors; of two names parted by a stroke the first is the part and the second the whole."""
    factors = _factors(_bare(text))
    total, place = _Term(Fraction(1)), 0
    while place < len(factors):
        divides, factor = factors[place]
        named = _NAME.fullmatch(factor) and place + 1 < len(factors) and factors[place + 1][0] and _NAME.fullmatch(factors[place + 1][1])
        if named and not divides:
            term: _Term | None = _Term(Fraction(1), 1, (factor, factors[place + 1][1]))
        else:
            inner = _bare(factor)
            term = _product(inner, maximum) if inner != factor else _atom(factor, maximum)
        if term is None or (divides and (term.ratios or not term.worth)):
            return None
        worth = total.worth / term.worth if divides else total.worth * term.worth
        total = _Term(worth, total.ratios + term.ratios, term.sides if term.ratios else total.sides)
        place += 2 if named and not divides else 1
    return total if factors else None


def _bare(text: str) -> str:
    """Take off brackets that enclose all of a text."""
    bare = text.strip()
    while bare.startswith("(") and _closing(bare) == len(bare) - 1:
        bare = bare[1:-1].strip()
    return bare


def _closing(text: str) -> int:
    """Return where the bracket that opens a text is closed, -1 where it is not."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return place
    return -1


def _factors(text: str) -> list[tuple[bool, str]]:
    """Part a text at × and at strokes outside brackets; True for a divisor."""
    signs = [(match.start(), match.end(), False) for match in _TIMES.finditer(text)]
    signs += [(match.start(), match.end(), True) for match in _WORD_BY.finditer(text)]
    found, start, divides = [], 0, False
    for begin, end, by in sorted(signs):
        if text.count("(", 0, begin) == text.count(")", 0, begin) and begin >= start:
            found.append((divides, text[start:begin].strip()))
            start, divides = end, by
    return [*found, (divides, text[start:].strip())]


def _atom(text: str, maximum: Fraction) -> _Term | None:
    bare = text.strip()
    if _SHARE.fullmatch(bare):
        return _Term(Fraction(1), 1)
    if _MAXIMUM.fullmatch(bare):
        return _Term(maximum)
    match = _FACTOR.fullmatch(bare)
    value = number(match["value"]) if match else None
    if match is None or value is None:
        return None
    return _Term(value / 100 if match["percent"] else value)
