"""All crafted cases, in the families in which they are run: one cycle for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from adversary.crafted import evidence_names, papers, signed, values, workbook_files, workbook_structure
from adversary.crafted.case import Case


@dataclass(frozen=True)
class Family:
    """Cases that share a cycle, and the root certificate that it trusts."""

    cases: tuple[Case, ...]
    trusts: Callable[[], bytes] | None = None

    def root(self) -> bytes | None:
        """Return the root certificate, None where there is none."""
        return self.trusts() if self.trusts is not None else None


FAMILIES = {
    "files": Family(workbook_files.CASES),
    "workbooks": Family((*workbook_structure.CASES, *values.CASES)),
    "evidence": Family((*evidence_names.CASES, *papers.CASES)),
    "signatures": Family(signed.CASES, signed.root),
}
CASES = tuple(case for family in FAMILIES.values() for case in family.cases)
