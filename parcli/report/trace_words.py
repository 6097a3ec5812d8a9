"""The lines of an explanation in words: numbers with the language's decimal mark, places, what people wrote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from parcli.core import points
from parcli.core.expr import formula_text
from parcli.core.scoring import UnitResult
from parcli.core.trace import ItemTrace, Line, Place, Told, TotalTrace
from parcli.report.outward import clipped
from parcli.report.wording import Wording, reason_text

_PLACES = 6
_LONGEST = 1000
SHORT_HASH = 8


def line_text(line: Line, wording: Wording) -> str:
    """Return what a line tells, with what a person wrote; its place is worded by ``place_words``."""
    values = {name: told_text(value, wording) for name, value in line.values.items()}
    exact = line.values.get("value")
    values["equals"] = "=" if not isinstance(exact, Fraction) or Fraction(points.plain(exact, _PLACES)) == exact else "≈"
    if line.about is not None:
        given = dict(line.about.values)
        severity = wording.text(f"severity.{line.about.severity.word}")
        values |= {"severity": severity, "code": line.about.code, "message": clipped(wording.finding(line.about).message, _LONGEST)}
        values |= {name: clipped(given.get(name, ""), _LONGEST) for name in ("waived_by", "waived_why")}
    return wording.text(line.key, **values)


def reason_words(line: Line, wording: Wording) -> str:
    """Return what a person wrote on the line, "" where nobody did."""
    return wording.text("explain.wrote", reason=clipped(line.reason, _LONGEST)) if line.reason else ""


def told_text(value: Told, wording: Wording) -> str:
    """Return a value as it is read: numbers, days, formulas, and texts of others with nothing unseen in them."""
    match value:
        case Fraction():
            return number_text(value, wording)
        case tuple():
            return formula_text(value, lambda number: number_text(number, wording))
        case date():
            return f"{value:%d/%m/%Y}"
        case int():
            return str(value)
    return clipped(value, _LONGEST)


def number_text(value: Fraction, wording: Wording) -> str:
    """Return a number with the decimal mark of the language, at most six decimals."""
    shown = points.plain(value, _PLACES)
    return shown.replace(".", ",") if wording.language == "vi" else shown


def place_words(place: Place) -> str:
    """Return where something stands: ``submissions/…/a.xlsx · Tự chấm điểm!H12 · 1a2b3c4d``; "" for nowhere."""
    cell = f"{place.sheet}!{place.cell}" if place.sheet and place.cell else place.sheet or place.cell
    return clipped(" · ".join(part for part in (place.file, cell, place.sha256[:SHORT_HASH]) if part), _LONGEST)


def item_heading(trace: ItemTrace, wording: Wording) -> str:
    """Return the heading of an item's explanation."""
    item = trace.result.item
    values: Mapping[str, str] = {
        "unit": trace.unit.name,
        "item": item.code,
        "title": item.criterion.title or "",
        "maximum": number_text(item.maximum, wording),
    }
    return wording.text("explain.heading.item", **values)


def item_answer(trace: ItemTrace, wording: Wording) -> str:
    """Return the score and the stage that gave it, in a sentence."""
    one = trace.result
    if one.status == "removed":
        return wording.text("explain.answer.removed")
    if one.final is None or one.source is None:
        return wording.text("explain.answer.unknown")
    return wording.text("explain.answer.known", points=number_text(one.final, wording), source=wording.text(f"explain.source.{one.source}"))


def total_answer(trace: TotalTrace, wording: Wording) -> str:
    """Return a unit's total and index in a sentence; of a unit that is not ranked first that, and why."""
    one = trace.result
    if one.state == "excluded":
        return f"{reason_text(wording, one.reason)}. {_total(one, wording)}"
    return _total(one, wording)


def _total(one: UnitResult, wording: Wording) -> str:
    if one.final is None or one.index is None:
        return wording.text("explain.answer.no_total")
    shown = {name: number_text(value, wording) for name, value in (("points", one.final), ("maximum", one.maximum), ("index", one.index))}
    return wording.text("explain.answer.total", **shown)
