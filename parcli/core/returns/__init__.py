"""Two returns of one unit compared: what was mended, what is still open, what is new, what changed, and who gains by it.

Both are held against the present definition, so that a difference in points is one of entries alone. Everything is by key,
never by row: a code, an input, a file's name. Nothing here is judged; `parcli.checks.returns` asks the questions.
"""

from __future__ import annotations

from parcli.core.returns.entries import ValueChange, changed_values
from parcli.core.returns.gains import PointsChange, changed_points
from parcli.core.returns.lines import EvidenceBefore, FileChange, LineChange, changed_files, changed_lines
from parcli.core.returns.matching import Matched, matched
from parcli.core.returns.outcome import Between, Origin, SecondReturn, State

__all__ = [
    "Between", "EvidenceBefore", "FileChange", "LineChange", "Matched", "Origin", "PointsChange", "SecondReturn", "State", "ValueChange", "compare",
]  # fmt: skip


def compare(former: State, present: State, evidence: EvidenceBefore, origin: Origin) -> Between:
    """Compare a unit's former return with its present one. ``origin`` says where the former one lies and when it came."""
    codes = {item.code for item in present.items if item.item.criterion.assessed_by != "survey"}
    return Between(
        unit=present.unit,
        origin=origin,
        path=present.one.path,
        sha256=present.one.sha256,
        findings=matched(former, present),
        values=changed_values(former, present),
        points=changed_points(former.items, present.items),
        totals=(former.total, present.total),
        register=changed_lines(former.register, present.register),
        evidence=changed_files(evidence, present.files),
        evidence_known=evidence.complete,
        not_compared=tuple(item.code for item in present.items if item.code in codes and _one_sided(item.code, former, present)),
    )


def _one_sided(code: str, former: State, present: State) -> bool:
    """Whether only one of the returns has entries for an item: the former was made before it was asked for, or asked otherwise."""
    return (code in former.records) != (code in present.records)
