"""What the ranking needs of each unit besides its totals: which items are still open, and how far they may move it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parcli.cli.gather import Return
from parcli.cli.opened import Opened
from parcli.core.appraisal import Appraisal
from parcli.core.doubt import open_items
from parcli.core.findings import Severity
from parcli.core.rankbook import UnitDetail, detail_of
from parcli.core.scoring import UnitResult


def details(
    opened: Opened, returns: Sequence[Return], results: Sequence[UnitResult], appraisal: Appraisal, *, provisional: bool
) -> dict[str, UnitDetail]:
    """Return the details of every unit, without its items: those are in its result."""
    policies = opened.edition.policies
    found = {}
    for one, result in zip(returns, results, strict=True):
        asked = {each.item for each in one.findings if each.item is not None and each.severity >= Severity.WARNING}
        still = open_items(result, appraisal, {code for code in asked if code}, may_exceed=policies.appraisal_may_exceed_self)
        known = detail_of(opened.block(one.unit), policies, result, still, provisional=provisional)
        found[one.unit.id] = replace(known, items={})
    return found
