"""Results and findings as JSON, in the shapes that design section 5 promises to other programs.

Decimals are strings with at most ten places. Where that is not exact (a third of a point), ``exact`` beside it holds
the fraction, so that a ranking made from the file is the ranking made from the figures. Unseen signs in the text of
units stand as escapes: the value is unchanged, the file is safe to look at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parcli.core import findings as catalogue
from parcli.core.accounting import Accounts
from parcli.core.findings import Finding
from parcli.core.rankbook import UnitDetail
from parcli.core.scoring import AreaResult, ItemResult, UnitResult
from parcli.report.accounts_words import KEY, accounts_line
from parcli.report.detail_lines import detail_lines
from parcli.report.json_lines import Json, exact_fractions, long_document, plain
from parcli.report.reread import ScoresRead, read_scores
from parcli.report.score_lines import SCORES_FORMAT
from parcli.report.wording import Wording, reason_text

FINDINGS_FORMAT = "parcli/findings@1"
__all__ = [
    "FileSeen",
    "ScoresRead",
    "UnitFindings",
    "finding_line",
    "findings_document",
    "read_scores",
    "scores_document",
    "summary",
]


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A file that was looked into: its path in the cycle, its hash, its size in bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class UnitFindings:
    """What was found in a unit's return. ``submitted`` is false when there is no workbook at all."""

    unit: str
    block: str
    files: tuple[FileSeen, ...]
    findings: tuple[Finding, ...]
    submitted: bool

    @property
    def status(self) -> str:
        """The weight of the heaviest finding; ``clean`` without any, ``not_submitted`` without a workbook."""
        if not self.submitted:
            return "not_submitted"
        weight = catalogue.heaviest(self.findings)
        if weight is None:
            return "clean"
        return "blocked" if weight is catalogue.Severity.BLOCK else weight.word


def findings_document(
    cycle_id: str, units: Sequence[UnitFindings], loose: Sequence[Finding], wording: Wording, accounts: Accounts | None = None
) -> bytes:
    """Return findings.json: every unit with its files and findings, what belongs to no single unit, and the counts.

    ``accounts`` are those of the whole cycle; None where only some units were looked at.
    """
    head: Json = {"format": FINDINGS_FORMAT, "cycle": cycle_id}
    tail: Json = {"findings": [finding_line(each, wording) for each in loose], "summary": summary(units, loose, accounts)}
    return long_document(head, "units", (_unit_findings(one, wording) for one in units), tail)


def _unit_findings(one: UnitFindings, wording: Wording) -> Json:
    return {
        "unit": one.unit,
        "block": one.block,
        "status": one.status,
        "files": [{"path": file.path, "sha256": file.sha256, "bytes": file.size} for file in one.files],
        "findings": [finding_line(each, wording) for each in one.findings],
    }


def summary(units: Sequence[UnitFindings], loose: Sequence[Finding], accounts: Accounts | None = None) -> dict[str, dict[str, int]]:
    """Count findings by severity (heaviest first) and code, units by status, and files by what became of them."""
    every = [*(each for one in units for each in one.findings), *loose]
    weights = Counter(each.severity for each in every)
    codes = Counter(each.code for each in every)
    statuses = Counter(one.status for one in units)
    return {
        "severities": {weight.word: weights[weight] for weight in reversed(catalogue.Severity)},
        "codes": dict(sorted(codes.items())),
        "units": dict(sorted(statuses.items())),
        **({} if accounts is None else {KEY: accounts_line(accounts)}),
    }


def finding_line(one: Finding, wording: Wording) -> Json:
    """Return a finding as it stands in every JSON document."""
    said = wording.finding(one)
    return {
        "code": one.code,
        "severity": one.severity.word,
        "unit": one.unit,
        "file": one.file,
        "sheet": one.sheet,
        "cell": one.cell,
        "item": one.item,
        "message": said.message,
        "remedy": said.remedy,
        "basis": said.basis,
        "values": dict(one.values),
    }


def scores_document(
    cycle_id: str,
    edition_status: str,
    results: Sequence[UnitResult],
    inputs: Sequence[tuple[str, str]],
    wording: Wording,
    *,
    provisional: bool = False,
    details: Mapping[str, UnitDetail] | None = None,
    accounts: Accounts | None = None,
) -> bytes:
    """Return scores.json: every unit's points at every stage, and the inputs (path, SHA-256) that they rest on.

    ``details`` and ``accounts`` are what the ranking needs besides: by unit, and how many files were not examined.
    """
    head: Json = {"format": SCORES_FORMAT, "cycle": cycle_id, "edition_status": edition_status}
    if provisional:
        head["provisional"] = True
    if accounts is not None:
        head[KEY] = accounts_line(accounts)
    tail: Json = {"inputs": [{"path": path, "sha256": digest} for path, digest in sorted(inputs)]}
    return long_document(head, "units", (_unit(one, wording, (details or {}).get(one.unit)) for one in results), tail)


def _unit(one: UnitResult, wording: Wording, detail: UnitDetail | None) -> Json:
    figures: Json = {
        "unit": one.unit,
        "block": one.block,
        "state": one.state,
        "reason": reason_text(wording, one.reason) or None,
        "self": plain(one.self_points),
        "appraised": plain(one.appraised),
        "survey": plain(one.survey),
        "bonus": plain(one.bonus),
        "penalty": plain(one.penalty),
        "final": plain(one.final),
        "maximum": plain(one.maximum),
        "index": plain(one.index),
    }
    exact: Json = {**exact_fractions({"final": one.final, "index": one.index})}
    areas = exact_fractions({area.code: area.final for area in one.areas})
    if areas:
        exact["areas"] = areas
    if exact:
        figures["exact"] = exact
    if detail is not None:
        figures |= detail_lines(detail)
    return {**figures, "areas": [_area(area) for area in one.areas], "items": [_item(item) for item in one.items]}


def _area(area: AreaResult) -> Json:
    return {"code": area.code, "maximum": plain(area.maximum), "self": plain(area.self_points), "final": plain(area.final)}


def _item(one: ItemResult) -> Json:
    """An item's line; what else is known of it stands only where it says more than the figures."""
    line: Json = {
        "code": one.code,
        "maximum": plain(one.item.maximum),
        "applicable": one.treatment in (None, "never"),
        "computed": plain(one.computed),
        "shown": plain(one.shown),
        "appraised_1": plain(one.stages.appraised_1),
        "appraised_2": plain(one.stages.appraised_2),
        "council": plain(one.stages.council),
        "survey": plain(one.survey),
        "final": plain(one.final),
        "source": one.source,
        "cell": one.cell,
        "raw": {name: answer.raw for name, answer in one.answers.items()},
    }
    if one.status != "known":
        line["status"] = one.status
    if one.treatment is not None:
        line["treatment"] = one.treatment
        line["why"] = None if one.why is None else one.why.value
    if one.stages.ruling is not None:
        line["ruling"] = one.stages.ruling
    if one.waits_for:
        line["waits_for"] = list(one.waits_for)
    return line
