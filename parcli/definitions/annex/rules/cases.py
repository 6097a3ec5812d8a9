"""Cases: answers to one question, each with points or a way of scoring of its own, as ``conditional``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from parcli.definitions.annex.rules import labels
from parcli.definitions.annex.rules.asked import Line, Question, Reading
from parcli.definitions.annex.rules.bounds import interval_of
from parcli.definitions.annex.rules.choice import measures
from parcli.definitions.annex.rules.phrases import holds_points, loosely_scored, number, scored, written

Understood = Callable[[Question], Reading | None]
Row = Mapping[str, object]
_SAID = "said"
_MOST_LINES = 24
_MOST_SEARCHED = 14
_POINTS = re.compile(r"(\d{1,9}(?:[.,]\d{1,10})?)\s*(?:điểm|đ\b|$)", re.IGNORECASE)
# Without a label for what is asked, heads must name circumstances: parts of an item, whose points add up, are headed alike.
_ALTERNATIVE = re.compile(r"^(?:có|không|chưa|đã|nếu|khi|trường hợp|đối với|đơn vị|địa phương|cơ quan)\b", re.IGNORECASE)
_HEAD = re.compile(r"(?P<head>[^:]*[^\s:])\s*:\s*(?P<rest>\S.*)?")


def read(question: Question, understood: Understood) -> Reading | None:
    """Read cases: all flat under the label of what is asked, or heads with lines beneath them."""
    if not question.lines or len(question.lines) > _MOST_LINES:
        return None
    solutions: list[list[Row]] = []
    given = question.labels[1:] if question.labels else None
    for rows in _solved(question, question.lines, given, understood):
        if rows not in solutions:
            solutions.append(rows)
        if len(solutions) > 1:
            return None
    if not solutions or len(solutions[0]) < 2:  # noqa: PLR2004 - one case is no choice
        return None
    rows = solutions[0]
    flat = all("rule" not in row for row in rows)
    if flat and not _named_flat(question, rows):
        return None
    if not question.labels and not all(_ALTERNATIVE.search(str(row["answer"])) for row in rows):
        return None
    ask = question.labels[0] if question.labels else labels.shortened(question.title)
    inside = {key: value for row in rows for key, value in _said(row).items()}
    cases = [{key: value for key, value in row.items() if key != _SAID} for row in rows]
    return Reading({"type": "conditional", "ask": ask, "cases": cases}, said={**inside, **({} if question.labels else labels.DERIVED)})


def _said(row: Row) -> Mapping[str, str]:
    """Return what was put into the rule of a case, which is to be said of the whole."""
    said = row.get(_SAID)
    return said if isinstance(said, Mapping) else {}


def _named_flat(question: Question, rows: list[Row]) -> bool:
    """Whether points alone may be answers: the annex names what is asked, and no answer is a bound or a day."""
    named = bool(question.labels) and question.labels[0] not in (labels.LEVEL, labels.POINTS)
    return named and not any(measures(str(row["answer"])) for row in rows)


def _solved(question: Question, lines: tuple[Line, ...], given: tuple[str, ...] | None, understood: Understood) -> Iterator[list[Row]]:
    """Yield every way to part the lines into cases; ``given`` are the labels left, None where the annex has none."""
    if not lines:
        if not given:
            yield []
        return
    for rows, rest, left in _first_case(question, lines, given, understood):
        for others in _solved(question, rest, left, understood):
            yield [*rows, *others]


def _first_case(
    question: Question, lines: tuple[Line, ...], given: tuple[str, ...] | None, understood: Understood
) -> Iterator[tuple[list[Row], tuple[Line, ...], tuple[str, ...] | None]]:
    first, rest = lines[0], lines[1:]
    one = scored(first.text, question.maximum)
    if one is not None:
        worth = written(one.points)
        if worth is not None and not one.off and one.share is None and not _no_answer(one.label):
            yield [{"answer": one.label, "points": worth}], rest, given
        return
    match = _HEAD.fullmatch(first.text)
    if match is None:
        return
    if match["rest"]:
        yield from ((rows, rest, left) for rows, left in _listed(question, match["head"], match["rest"], given, understood))
        return
    for end in _ends(first, rest):
        for rule, left in _inner(question, rest[:end], given, understood):
            yield [{"answer": match["head"], **rule}], rest[end:], left


def _no_answer(label: str) -> bool:
    """Whether a label is rather a bound of a case's own scoring, or two sentences run together."""
    return interval_of(label) is not None or holds_points(label)


def _ends(head: Line, rest: tuple[Line, ...]) -> tuple[int, ...]:
    """Return where the lines beneath a head may end: as their depth says, else anywhere."""
    deeper = next((place for place, line in enumerate(rest) if line.depth <= head.depth), len(rest))
    if deeper:
        return (deeper,)
    return tuple(range(1, len(rest) + 1)) if len(rest) <= _MOST_SEARCHED else ()


def _inner(
    question: Question, lines: tuple[Line, ...], given: tuple[str, ...] | None, understood: Understood
) -> Iterator[tuple[Row, tuple[str, ...] | None]]:
    """Yield the ways to read the lines of one case, each with the labels that are left."""
    for taken in range(1, len(given) + 1) if given is not None else (0,):
        for maximum in _maxima(question, lines):
            reading = understood(question.inner(lines, maximum, given[:taken] if given is not None else ()))
            if reading is not None and not reading.unread and reading.rule["type"] != "external":
                yield {"rule": reading.rule, "maximum": written(maximum), _SAID: reading.said}, given[taken:] if given is not None else None
                break


def _maxima(question: Question, lines: tuple[Line, ...]) -> tuple[Fraction, ...]:
    """Return what a case may give at most: the item's maximum, or the most points that its lines name."""
    named = [value for line in lines for text in _POINTS.findall(line.text) if (value := number(text)) is not None]
    most = max((value for value in named if value <= question.maximum), default=question.maximum)
    return tuple(dict.fromkeys(value for value in (question.maximum, most) if value > 0))


def _listed(
    question: Question, head: str, rest: str, given: tuple[str, ...] | None, understood: Understood
) -> Iterator[tuple[list[Row], tuple[str, ...] | None]]:
    """Read a case whose scoring stands behind its head in one line: ``a) …: có tổ chức 2; không 0``."""
    pieces = [scored(part.strip(), question.maximum) or loosely_scored(part.strip()) for part in rest.split(";")]
    if len(pieces) < 2 or any(piece is None or piece.off for piece in pieces):  # noqa: PLR2004 - a list
        return
    parts = [piece for piece in pieces if piece is not None]
    lines = tuple(Line(f"{piece.label}: {written(piece.points)} điểm") for piece in parts)
    if not any(re.search(r"\d", piece.label) for piece in parts):
        yield [{"answer": f"{head}, {piece.label}", "points": written(piece.points)} for piece in parts], given
        return
    for rule, left in _inner(question, lines, given, understood):
        yield [{"answer": head, **rule}], left
