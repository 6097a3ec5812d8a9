"""What changed between two returns, in words: for pages, the terminal and whoever reads them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import PurePosixPath

from parcli.core import points
from parcli.core.returns import LineChange, Origin, PointsChange, SecondReturn, ValueChange
from parcli.report.evidence_words import day_text
from parcli.report.wording import Wording

_LONGEST = 300
_PLACES, _SMALLEST = 2, Fraction(1, 200)


def state_text(one: SecondReturn, wording: Wording) -> str:
    """Say with what the present return was compared, or why it could not be."""
    if one.between is not None and one.between.unchanged and one.state == "compared":
        return wording.text("returns.state.unchanged", former=origin_text(one.origin, wording))
    return wording.text(f"returns.state.{one.state}", former=origin_text(one.origin, wording))


def origin_text(origin: Origin | None, wording: Wording) -> str:
    """Name a former return: its day, channel and reference where a receipt tells them, else its file."""
    if origin is None:
        return ""
    if not origin.received:
        return PurePosixPath(origin.path).name
    by = [part for part in (origin.via, origin.ref) if part]
    return wording.text("returns.received", day=day_text(origin.received), by="".join(f", {part}" for part in by))


def points_text(value: Fraction | None, wording: Wording, *, out: bool = False) -> str:
    """Write an item's points; unknown and taken out are said, never a number."""
    if out:
        return wording.text("returns.out")
    return wording.text("returns.unknown") if value is None else points.vietnamese(value)


def total_text(value: Fraction | None, wording: Wording) -> str:
    """Write a total with two places: rescaling makes endless ones, which changes.json keeps exactly."""
    return wording.text("returns.unknown") if value is None else points.vietnamese(value, _PLACES)


def total_gain_text(value: Fraction | None, wording: Wording) -> str:
    """Write the gain of a total, with more places where two would hide it."""
    if value is None or not value or abs(value) < _SMALLEST:
        return gain_text(value, wording)
    return gain_text(points.rounded(value, _PLACES), wording)


def gain_text(value: Fraction | None, wording: Wording) -> str:
    """Write a gain with its sign."""
    if value is None:
        return wording.text("returns.unknown")
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + points.vietnamese(abs(value))


def pair_text(one: PointsChange, wording: Wording) -> str:
    """Write the points before and now."""
    return f"{points_text(one.former, wording, out=one.former_out)} → {points_text(one.present, wording, out=one.present_out)}"


def label_text(one: ValueChange, wording: Wording) -> str:
    """Name what was entered otherwise."""
    if one.column in ("applies", "explanation"):
        return wording.text(f"returns.column.{one.column}")
    return one.label if one.column == "input" else wording.text("returns.column.estimate", label=one.label)


def entered_text(text: str, wording: Wording) -> str:
    """Write what stood in a cell; a blank one is said to be blank, a long text is cut where it can be seen."""
    if not text.strip():
        return wording.text("returns.blank")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} […]"


def fields_text(one: LineChange, wording: Wording) -> str:
    """Name the fields of a register's line that changed, each with what it said and says."""
    return "; ".join(
        f"{wording.text(f'returns.field.{name}')}: {entered_text(before, wording)} → {entered_text(now, wording)}" for name, before, now in one.fields
    )
