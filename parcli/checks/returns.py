"""WB33: what a second return makes one ask: points that rose without anybody having asked, and a return that changed nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from parcli.checks.workbook import SCORING
from parcli.core import points
from parcli.core.findings import Finding, Severity, found
from parcli.core.returns import Between, Origin, State


def judge(between: Between, former: State, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return what is to be asked about a second return; ``findings`` are all those of the present one, about its evidence too."""
    return (*_unasked(between, former), *_unchanged(between, findings))


def _unasked(between: Between, former: State) -> Iterator[Finding]:
    """Name the items that earn more although nothing in the former workbook was asked about them."""
    asked = {one.item for one in former.findings if one.severity > Severity.NOTE}
    for one in between.points:
        if one.gain is not None and one.gain > 0 and one.former is not None and one.present is not None and one.item not in asked:
            figures = {"former": points.vietnamese(one.former), "expected": points.vietnamese(one.present), "gain": points.vietnamese(one.gain)}
            place = {"unit": between.unit, "file": between.path, "sheet": SCORING, "cell": one.cell or None}
            yield found("WB330", item=one.item, **place, **figures)


def _unchanged(between: Between, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Say that nothing was changed although something was to be mended; only where it is known that no evidence came either."""
    open_ones = sum(one.severity > Severity.NOTE for one in findings)
    if between.unchanged and between.evidence_known and open_ones:
        yield found("WB331", unit=between.unit, file=between.path, count=open_ones, former=_named(between.origin))


def _named(origin: Origin) -> str:
    """Name a former return by the day in its receipt, as it is written in Viet Nam, else by its file."""
    try:
        return f"{date.fromisoformat(origin.received[:10]):%d/%m/%Y}"
    except ValueError:
        return origin.received or origin.path
