"""Explanations as JSON: the lines with their facts, and the same in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from parcli.core import points
from parcli.core.trace import ItemTrace, Line, Told, TotalTrace
from parcli.report.outward import escaped_in_json
from parcli.report.trace_words import item_answer, line_text, total_answer
from parcli.report.wording import Wording

EXPLAIN_FORMAT = "parcli/explain@1"
Json = dict[str, object]


def item_document(trace: ItemTrace, cycle_id: str, edition_status: str, wording: Wording) -> str:
    """Return the way of one score."""
    one = trace.result
    head: Json = {
        "format": EXPLAIN_FORMAT,
        "cycle": cycle_id,
        "edition_status": edition_status,
        "unit": trace.unit.id,
        "item": one.code,
        "title": one.item.criterion.title or "",
        "maximum": points.plain(one.item.maximum),
        "final": _plain(one.final),
        "source": one.source,
        "status": one.status,
        "waits_for": list(one.waits_for),
        "answer": item_answer(trace, wording),
    }
    return _document({**head, "lines": [_line(line, wording) for line in trace.lines]})


def total_document(trace: TotalTrace, cycle_id: str, edition_status: str, wording: Wording) -> str:
    """Return the way from a unit's items to its total."""
    one = trace.result
    head: Json = {
        "format": EXPLAIN_FORMAT,
        "cycle": cycle_id,
        "edition_status": edition_status,
        "unit": trace.unit.id,
        "item": None,
        "state": one.state,
        "final": _plain(one.final),
        "maximum": _plain(one.maximum),
        "index": _plain(one.index),
        "answer": total_answer(trace, wording),
    }
    return _document({**head, "lines": [_line(line, wording) for line in trace.lines]})


def _line(line: Line, wording: Wording) -> Json:
    place = line.place
    told: Json = {
        "stage": line.part,
        "says": line.key.removeprefix("explain."),
        "text": line_text(line, wording),
        "file": place.file or None,
        "sha256": place.sha256 or None,
        "sheet": place.sheet or None,
        "cell": place.cell or None,
        "figure": _plain(line.figure),
        "reason": line.reason or None,
        "values": _values(line.values),
    }
    if line.about is not None:
        told["finding"] = line.about.code
    if line.figure is not None and Fraction(points.plain(line.figure)) != line.figure:
        told["exact"] = f"{line.figure.numerator}/{line.figure.denominator}"
    return told


def _values(values: Mapping[str, Told]) -> Json:
    return {name: _told(value) for name, value in values.items()}


def _told(value: Told) -> object:
    match value:
        case Fraction():
            return points.plain(value)
        case tuple():
            return [part if isinstance(part, str) else _told(part) for part in value]
        case date():
            return value.isoformat()
    return value


def _plain(value: Fraction | None) -> str | None:
    return None if value is None else points.plain(value)


def _document(document: Json) -> str:
    return escaped_in_json(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
