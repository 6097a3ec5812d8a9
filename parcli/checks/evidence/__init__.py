"""EV: the evidence register against the folder, the files themselves, and what each item asks for.

The letter decides (section 2): a scan of an issued paper is valid, pictures and figures only support, and an
explanation may stand where evidence is missing. Suspicions are questions for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from parcli.checks.evidence.asked import asked
from parcli.checks.evidence.case import Case, Citation, linked, register_rows
from parcli.checks.evidence.files import files, kinds
from parcli.checks.evidence.folder import folder, twice
from parcli.checks.evidence.means import about_means
from parcli.checks.evidence.register import by_itself, register
from parcli.checks.evidence.shared import across
from parcli.checks.evidence.signatures import signatures
from parcli.checks.evidence.signed_report import signed_report
from parcli.checks.evidence.standing import standing
from parcli.checks.evidence.window import issued, periods
from parcli.checks.evidence.words import against_register, drafts
from parcli.core.findings import Finding

__all__ = ["CHECKS", "Case", "Citation", "about_means", "across", "by_itself", "judge", "judge_files", "linked", "register_rows", "standing"]

CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    register, folder, files, kinds, signatures, drafts, against_register, issued, periods, twice, asked,
    signed_report,
)  # fmt: skip


FILES_ALONE: tuple[Callable[[Case], Iterator[Finding]], ...] = (files, signatures)


def judge_files(case: Case) -> tuple[Finding, ...]:
    """Run the checks that need no workbook: what a unit sent before its workbook could be read must not go unseen."""
    return tuple(finding for check in FILES_ALONE for finding in check(case))


def judge(case: Case) -> tuple[Finding, ...]:
    """Run every check of the family on one unit's evidence."""
    return tuple(finding for check in CHECKS for finding in check(case))
