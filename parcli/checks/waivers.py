"""WV1: findings that the office has accepted, each bound to one input; and what is to be said of the waivers themselves.

A waiver changes how much a finding weighs, never what was read: an entry that is unknown stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from parcli.core.findings import Finding, found
from parcli.core.waivers import FILE, NEVER, Waiver

_SHOWN = 5
"""So many inputs are named in one finding; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The SHA-256 of each input by its path in the cycle, and by unit the path of its workbook, where there is one alone."""

    hashes: Mapping[str, str] = field(default_factory=dict)
    workbooks: Mapping[str, str] = field(default_factory=dict)

    def of(self, one: Finding) -> tuple[str, str] | None:
        """Return the input that a finding is about, path and hash: the file it names, else the unit's workbook."""
        path = one.file or self.workbooks.get(one.unit or "", "")
        sha256 = self.hashes.get(path, "")
        return (path, sha256) if sha256 else None


def apply(findings: Sequence[Finding], waivers: Sequence[Waiver], inputs: Inputs, day: date) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings in their order, those accepted as notes that say by whom and why; and the findings about the waivers.

    Findings that are accepted already stay so: to apply the same waivers twice changes nothing.
    """
    return accepted(findings, waivers, inputs, day), about(findings, waivers, inputs, day)


def accepted(findings: Sequence[Finding], waivers: Sequence[Waiver], inputs: Inputs, day: date) -> tuple[Finding, ...]:
    """Return the findings, those that a waiver covers on this day as notes."""
    valid = [each for each in waivers if each.sha256 is not None and each.code not in NEVER and not _expired(each, day)]
    return tuple(_accepted(one, valid, inputs) for one in findings)


def about(findings: Sequence[Finding], waivers: Sequence[Waiver], inputs: Inputs, day: date) -> tuple[Finding, ...]:
    """Return what is to be said of waivers that have no effect, in their order."""
    return tuple(one for place, each in enumerate(waivers, start=1) for one in _about(place, each, findings, inputs, day))


def _accepted(one: Finding, valid: Sequence[Waiver], inputs: Inputs) -> Finding:
    by = next((each for each in valid if _means(each, one) and _bound(each, one, inputs)), None)
    return one if by is None else one.accepted(by.who, by.why)


def _means(waiver: Waiver, one: Finding) -> bool:
    return (waiver.code, waiver.unit) == (one.code, one.unit) and waiver.item in (None, one.item)


def _bound(waiver: Waiver, one: Finding, inputs: Inputs) -> bool:
    meant = inputs.of(one)
    return meant is not None and meant[1] == waiver.sha256


def _expired(waiver: Waiver, day: date) -> bool:
    return waiver.until is not None and waiver.until < day


def _about(place: int, waiver: Waiver, findings: Sequence[Finding], inputs: Inputs, day: date) -> Iterator[Finding]:
    what = " · ".join(part for part in (waiver.code, waiver.unit, waiver.item) if part)
    meant = [one for one in findings if _means(waiver, one)]
    lying = list(dict.fromkeys(at for one in meant if (at := inputs.of(one)) is not None))
    if waiver.code in NEVER:
        yield found("WV105", file=FILE, entry=place, about=what)
    elif waiver.until is not None and _expired(waiver, day):
        yield found("WV102", file=FILE, entry=place, about=what, until=f"{waiver.until:%d/%m/%Y}")
    elif not meant:
        yield found("WV101", file=FILE, entry=place, about=what)
    elif not lying:
        yield found("WV106", file=FILE, entry=place, about=what)
    elif waiver.sha256 is None:
        yield found("WV104", file=FILE, entry=place, about=what, inputs=_shown(lying))
    elif waiver.sha256 not in {sha256 for _, sha256 in lying}:
        yield found("WV103", file=FILE, entry=place, about=what, expected=waiver.sha256, inputs=_shown(lying))


def _shown(lying: Sequence[tuple[str, str]]) -> str:
    more = f"; +{len(lying) - _SHOWN}" if len(lying) > _SHOWN else ""
    return "; ".join(f"{path}: {sha256}" for path, sha256 in lying[:_SHOWN]) + more
