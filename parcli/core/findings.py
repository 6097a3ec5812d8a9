"""Findings: what a check has to say, as a code, a place and values. The words are added at the edge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from parcli.core.catalogue import CATALOGUE, Entry, Scope, Severity

__all__ = ["CATALOGUE", "Entry", "Finding", "Scope", "Severity", "found", "heaviest", "without_echoes"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: a code, the place down to sheet and cell, and the values that the words need."""

    code: str
    unit: str | None = None
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    item: str | None = None
    values: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        """How much it weighs; one that was accepted is a note."""
        return Severity.NOTE if self.waived else self.inherent

    @property
    def inherent(self) -> Severity:
        """How much it weighs by the catalogue, whether or not it was accepted."""
        return CATALOGUE[self.code].severity

    @property
    def waived(self) -> bool:
        """Whether it was accepted: ``values`` then say by whom and why, and what it weighed."""
        return any(name == "waived_by" for name, _ in self.values)

    def accepted(self, who: str, why: str) -> Finding:
        """Return it as accepted by a waiver; one that is accepted already stays as it is."""
        if self.waived:
            return self
        told = (("waived_by", who), ("waived_severity", self.inherent.word), ("waived_why", why))
        return replace(self, values=tuple(sorted((*self.values, *told))))

    def order(self) -> tuple[str, ...]:
        """Return the place in a list: by unit, file, place and code."""
        cell = (self.cell or "").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").rjust(7, "0")
        return (self.unit or "", self.file or "", self.sheet or "", cell, self.cell or "", self.item or "", self.code, repr(self.values))


def found(
    code: str,
    *,
    unit: str | None = None,
    file: str | None = None,
    sheet: str | None = None,
    cell: str | None = None,
    item: str | None = None,
    **values: object,
) -> Finding:
    """Make a finding; values become text. Raises KeyError for a code that is not in the catalogue."""
    _ = CATALOGUE[code]
    return Finding(code, unit, file, sheet, cell, item, tuple((name, str(value)) for name, value in sorted(values.items())))


def without_echoes(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings in order, leaving out those whose cause is reported already."""
    unique = tuple(dict.fromkeys(findings))
    present = {(one.code, part) for one in unique for part in _parts(one)}
    kept = [one for one in unique if not _silenced(one, present)]
    return tuple(sorted(kept, key=Finding.order))


def _parts(one: Finding) -> tuple[tuple[str | None, ...], ...]:
    return ("unit", one.unit), ("item", one.unit, one.item), ("cell", one.unit, one.sheet, one.cell)


def _silenced(one: Finding, present: set[tuple[str, tuple[str | None, ...]]]) -> bool:
    entry = CATALOGUE[one.code]
    part = next(part for part in _parts(one) if part[0] == entry.scope)
    return any((cause, part) in present for cause in entry.silenced_by)


def heaviest(findings: Iterable[Finding]) -> Severity | None:
    """Return the greatest weight among findings, None where there are none."""
    return max((one.severity for one in findings), default=None)
