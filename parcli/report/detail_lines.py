"""What scores.json keeps of a unit for its ranking besides the promised figures, and the way back.

A figure is a plain decimal where that is exact, else a fraction ``a/b``: a ranking made from the file is that of the figures.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from parcli.core import points
from parcli.core.doubt import OpenItem, Span
from parcli.core.rankbook import ItemFigures, UnitDetail
from parcli.report.score_lines import ItemLine, UnitLine

_EXACT = re.compile(r"-?\d{1,200}(\.\d{1,10}|/[1-9]\d{0,199})?", re.ASCII)
KEYS = ("factor", "open", "span")
"""The keys of a unit's line that are for the ranking alone."""
Json = dict[str, object]


def exact_text(value: Fraction) -> str:
    """Return a figure so that nothing of it is lost."""
    plain = points.plain(value)
    return plain if Fraction(plain) == value else f"{value.numerator}/{value.denominator}"


def detail_lines(detail: UnitDetail) -> Json:
    """Return the keys of a unit's line: the factor of rescaling where there is one, and its doubt where something is open."""
    lines: Json = {}
    if detail.factor != 1:
        lines["factor"] = exact_text(detail.factor)
    if detail.opened:
        lines["open"] = [_open_line(one, detail.alone.get(one.code)) for one in detail.opened]
    if detail.span is not None and not detail.span.settled:
        lines["span"] = _span_line(detail.span)
    return lines


def _open_line(one: OpenItem, alone: Span | None) -> Json:
    line: Json = {"code": one.code, "low": exact_text(one.low), "high": exact_text(one.high), "why": list(one.why)}
    if one.may_leave:
        line["may_leave"] = True
    if alone is not None:
        line["span"] = _span_line(alone)
    return line


def _span_line(span: Span) -> Json:
    line: Json = {"low": exact_text(span.low), "high": exact_text(span.high)}
    return line if span.exact else {**line, "exact": False}


class FiguresKnown(dict[ItemLine, ItemFigures]):
    """Items by their lines. An item has the same figures in many units; as one value the ranking works them out once."""

    def __missing__(self, line: ItemLine) -> ItemFigures:
        return self.setdefault(line, _item(line))


def detail_from(line: UnitLine, where: str, known: FiguresKnown) -> UnitDetail:
    """Return a unit's details. Raises ValueError with a sentence that says what is wrong; ``where`` names the place."""
    return UnitDetail(
        unit=line.unit,
        factor=_figure(line.factor, where),
        maximum=_figure(line.maximum, where),
        items=_items(line.items, where, known),
        opened=tuple(_open_item(each, where) for each in line.open),
        alone={str(each.get("code", "")): _span(each["span"], where) for each in line.open if "span" in each},
        span=None if line.span is None else _span(line.span, where),
    )


def _items(lines: Sequence[ItemLine], where: str, known: FiguresKnown) -> dict[str, ItemFigures]:
    try:
        # The code of the shared value, not the line's own: one text in a whole country.
        return {each.code: each for each in map(known.__getitem__, lines)}
    except ValueError as error:
        message = f"{where}, {error}"
        raise ValueError(message) from None


def _item(line: ItemLine) -> ItemFigures:
    return ItemFigures(
        code=line.code,
        maximum=_figure(line.maximum, line.code),
        own=_perhaps(line.computed, line.code),
        final=_perhaps(line.final, line.code),
        counts=line.status not in ("removed", "left_out"),
    )


def _open_item(line: Mapping[str, object], where: str) -> OpenItem:
    why = tuple(str(each) for each in _sequence(line.get("why", []), where))
    low, high = _figure(line.get("low"), where), _figure(line.get("high"), where)
    return OpenItem(str(line.get("code", "")), low, high, why, may_leave=line.get("may_leave") is True)


def _span(value: object, where: str) -> Span:
    line = _mapping(value, where)
    return Span(_figure(line.get("low"), where), _figure(line.get("high"), where), exact=line.get("exact") is not False)


def _perhaps(value: object, where: str) -> Fraction | None:
    return None if value is None else _figure(value, where)


def _figure(value: object, where: str) -> Fraction:
    figure = _exact(value) if isinstance(value, str) else None
    if figure is None:
        message = f"{where}: {value!r} is not a figure in quotes"
        raise ValueError(message)
    return figure


@lru_cache(maxsize=65_536)  # a city's figures repeat: maxima, full marks, halves
def _exact(text: str) -> Fraction | None:
    if not _EXACT.fullmatch(text):
        return None
    return Fraction(text) if "/" in text else points.from_plain(text)


def _mapping(value: object, where: str) -> Mapping[str, object]:
    if isinstance(value, dict):
        return value
    message = f"{where}: an object was expected"
    raise ValueError(message)


def _sequence(value: object, where: str) -> Sequence[object]:
    if isinstance(value, list):
        return value
    message = f"{where}: a list was expected"
    raise ValueError(message)
