"""What changed between two returns, in words: for pages, the terminal and whoever reads them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import PurePosixPath

from parcli.core import points
from parcli.core.returns import Between, LineChange, Origin, PointsChange, SecondReturn, ValueChange
from parcli.report.evidence_words import day_text
from parcli.report.wording import Wording

_LONGEST = 300
_FEWEST, _MOST = 2, 10


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


def totals_text(one: Between, wording: Wording) -> tuple[str, str, str]:
    """Write the unit's total before, now, and the gain, so that a reader who subtracts finds the gain that is shown.

    Rescaling makes endless decimals, which changes.json keeps exactly: two places are shown, and more where the difference
    would be hidden or would not fit.
    """
    before, now = one.totals
    if before is None or now is None:
        return _total_text(before, wording), _total_text(now, wording), wording.text("returns.unknown")
    places = next((some for some in range(_FEWEST, _MOST) if _fit(before, now, some)), _MOST)
    gain = points.rounded(now, places) - points.rounded(before, places)
    return _total_text(before, wording, places), _total_text(now, wording, places), gain_text(gain, wording)


def _total_text(value: Fraction | None, wording: Wording, places: int = _FEWEST) -> str:
    return wording.text("returns.unknown") if value is None else points.vietnamese(value, places)


def _fit(before: Fraction, now: Fraction, places: int) -> bool:
    """Whether totals shown with so many places differ as the exact ones do, and not by nothing where those differ."""
    shown = points.rounded(now, places) - points.rounded(before, places)
    return shown == points.rounded(now - before, places) and bool(shown) == (now != before)


def gained_text(one: Between, wording: Wording) -> str:
    """Write what the items gain together; items whose gain is not known are said to be left out, never taken for 0."""
    if one.gained is None or not one.without_gain:
        return gain_text(one.gained, wording)
    return wording.text("returns.gained_partly", gain=gain_text(one.gained, wording), count=one.without_gain)


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
