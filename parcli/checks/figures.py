"""What stands in a cell of a table of figures: a value on the rule's scale, points, a share in percent; or no figure at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from parcli.checks.values import number
from parcli.core import points, words
from parcli.core.returned import Cell

_THOUSAND, _NOUGHT, _HUNDRED = 1000, Fraction(0), Fraction(100)
NO_FIGURE = ("-", "–", "—", "x", "n/a", "…", "...", "không có", "không có số liệu", "chưa có số liệu")
"""What people write where there is no figure."""
_CLOSING = re.compile(
    r"(tổng( cộng| số)?|cộng|toàn (thành phố|tỉnh)|((điểm|giá trị) )?(trung bình|bình quân)( chung)?|tb)"
    r"( (chung|toàn|các|khối|của|số|theo)( .*)?)?[:.]?"
)
"""How lines of sums and averages begin."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: a value on the rule's scale; or None with the code of what there is to say, and the bounds it is about."""

    value: Fraction | None
    code: str = ""
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Asked:
    """The scale on which an item's rule wants its figure, and the most points of the item."""

    low: Fraction
    high: Fraction
    maximum: Fraction


def says_none(cell: Cell) -> bool:
    """Whether a cell says that there is no figure."""
    return cell.formula is None and isinstance(cell.raw, str) and words.key(cell.raw) in NO_FIGURE


def empty(cell: Cell) -> bool:
    """Whether a cell gives no figure: it is blank or says so."""
    return cell.blank or says_none(cell)


def closes(text: str) -> bool:
    """Whether a line is one of sums or averages."""
    return _CLOSING.fullmatch(words.key(text)) is not None


def value(kind: str, cell: Cell, asked: Asked) -> Read:
    """Return the figure of a filled cell on the rule's scale, by the kind that its column holds."""
    text = cell.raw.strip() if isinstance(cell.raw, str) else ""
    marked = text.endswith("%")
    bare = Cell(cell.sheet, cell.address, text[:-1].strip()) if marked else cell
    of_hundred = (asked.low, asked.high) == (_NOUGHT, _HUNDRED)
    if marked and kind != "percent" and not (kind == "value" and of_hundred):
        return Read(None, "RS105")
    most = {"points": asked.maximum, "percent": _HUNDRED}.get(kind, asked.high)
    read = exact(bare, thousands=most >= _THOUSAND)
    if not isinstance(read, Fraction):
        return Read(None, read)
    if kind == "percent":
        return _percent(read, asked, marked=marked)
    if kind == "points":
        return _within(read, _NOUGHT, asked.maximum, asked.low + (asked.high - asked.low) * read / asked.maximum)
    if kind == "score" and (asked.low, asked.high) != (_NOUGHT, asked.maximum):
        return Read(None, "RS122", asked.low, asked.high)
    return _within(read, asked.low, asked.high, read)


def _percent(read: Fraction, asked: Asked, *, marked: bool) -> Read:
    """A share in percent is one of the scale, so the scale must begin at 0; at most 1 without a sign may be meant as a fraction."""
    if asked.low != 0:
        return Read(None, "RS124", asked.low, asked.high)
    if not marked and 0 < read <= 1:
        return Read(None, "RS123", read, read * _HUNDRED)
    return _within(read, _NOUGHT, _HUNDRED, asked.high * read / _HUNDRED)


def _within(read: Fraction, low: Fraction, high: Fraction, taken: Fraction) -> Read:
    return Read(taken) if low <= read <= high else Read(None, "RS106", low, high)


def exact(cell: Cell, *, thousands: bool) -> Fraction | str:
    """Return the number of a filled cell, or a code. Where it can reach a thousand, a mark before three digits is ambiguous as in workbooks."""
    if cell.formula is not None or cell.error:
        return "RS112"
    read = points.from_figure_text(cell.raw) if isinstance(cell.raw, str) and not thousands else number(cell).value
    return read if isinstance(read, Fraction) else "RS105"


def whole(cell: Cell) -> int | None:
    """Return a count of people or ballots; None where it is none."""
    read = exact(cell, thousands=True)
    return int(read) if isinstance(read, Fraction) and read >= 0 and read.denominator == 1 else None
