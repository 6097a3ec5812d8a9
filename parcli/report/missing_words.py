"""What is missing over all units, in words: a kind of thing in sum, and the lines for a screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from parcli.core.scoring import MissingKindTotal, MissingOfUnit, by_kind
from parcli.report.wording import Wording, waiting_text

_UNITS_SHOWN = 10
_CODES_SHOWN = 4


def kind_total(wording: Wording, one: MissingKindTotal) -> str:
    """Word one kind over all units: how many items of how many units."""
    return wording.text("report.missing.kind", what=wording.text(f"report.waits.{one.kind}"), units=one.units, count=one.count)


def missing_lines(wording: Wording, found: Sequence[MissingOfUnit], names: Mapping[str, str], *, every: bool) -> tuple[str, ...]:
    """Return the lines of a screen: each kind over all units, then unit by unit; in short the first of both, or all."""
    units = tuple(dict.fromkeys(one.unit for one in found))
    shown = units if every else units[:_UNITS_SHOWN]
    lines = [f"• {kind_total(wording, one)}" for one in by_kind(found)]
    for unit in shown:
        own = [one for one in found if one.unit == unit]
        most = max(len(one.about) for one in own) if every else _CODES_SHOWN
        lines.append(f"{names.get(unit, unit)}: {waiting_text(wording, own, max(most, 1))}")
    if len(units) > len(shown):
        lines.append(wording.text("report.missing.more_units", count=len(units) - len(shown)))
    return tuple(lines)
