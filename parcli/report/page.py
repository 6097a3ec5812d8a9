"""The findings as a page, kiem-tra.html, for whoever has to mend things.

A page is one file that asks for nothing from anywhere, complete without its script and on paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.findings import Finding, Severity
from parcli.core.returns import SecondReturn
from parcli.core.sufficiency import SharedEvidence
from parcli.core.words import unfilled
from parcli.report.evidence_document import UnitEvidence
from parcli.report.evidence_page import class_columns, shared_parts, standing_parts
from parcli.report.machine import UnitFindings
from parcli.report.markup import poured
from parcli.report.returns_page import between_parts
from parcli.report.wording import Wording, accepted_text, banners, place_text

FINDINGS_TEMPLATE = "kiem-tra.html.j2"
Json = dict[str, Any]


def findings_page(
    edition: Edition,
    cycle: Cycle,
    units: Sequence[UnitFindings],
    loose: Sequence[Finding],
    wording: Wording,
    templates: Mapping[str, str],
    *,
    evidence: Sequence[UnitEvidence] = (),
    shared: Sequence[SharedEvidence] = (),
    seconds: Sequence[SecondReturn] = (),
) -> bytes:
    """Return kiem-tra.html; ``templates`` maps ``base.html.j2`` and ``kiem-tra.html.j2`` to their texts.

    ``evidence`` is how far each unit's items are borne out, ``shared`` the documents that stand in several places,
    ``seconds`` what changed where a unit returned again.
    """
    weights = tuple(reversed(Severity))
    standing = standing_parts(evidence, edition, cycle, wording)
    between = between_parts(seconds, edition, cycle, wording)
    return poured(templates, FINDINGS_TEMPLATE, wording, {
        "title": wording.text("report.title.findings", year=cycle.year),
        "edition": edition,
        "cycle": cycle,
        "banners": banners(wording, edition.status, provisional=False),
        "guide": _guide(cycle, wording),
        "counts": _counts_of_findings(units, loose, wording),
        "missing": [_name(cycle, one) for one in units if not one.submitted],
        "severities": [{"word": weight.word, "label": _weight(wording, weight)} for weight in weights],
        "units": [{**_unit(cycle, one, number, wording), "evidence": standing.get(one.unit), "between": between.get(one.unit)} for number, one in enumerate(units, 1)],
        "again": len(seconds),
        "shared": shared_parts(shared, cycle, wording),
        "classes": class_columns(wording),
        "standing": bool(standing),
        "unexplained": wording.text("evidence.page.missing", count=sum(len(one.unexplained) for one in evidence)),
        "loose": _groups(loose, wording),
    })  # fmt: skip


def _guide(cycle: Cycle, wording: Wording) -> str:
    guide = cycle.bases.guide
    return wording.text("report.findings.no_guide") if not guide or unfilled(guide) else wording.text("report.findings.guide", guide=guide)


def _counts_of_findings(units: Sequence[UnitFindings], loose: Sequence[Finding], wording: Wording) -> list[Json]:
    every = [*(each for one in units for each in one.findings), *loose]
    handed_in = sum(one.submitted for one in units)
    states = {"units": len(units), "submitted": handed_in, "not_submitted": len(units) - handed_in}
    states["clean"] = sum(one.status == "clean" for one in units)
    return [
        *({"label": wording.text(f"report.count.{name}"), "value": value} for name, value in states.items()),
        *({"label": _weight(wording, weight), "value": sum(each.severity is weight for each in every)} for weight in reversed(Severity)),
    ]


def _weight(wording: Wording, weight: Severity) -> str:
    return wording.text(f"severity.{weight.word}")


def _name(cycle: Cycle, one: UnitFindings) -> str:
    unit = cycle.unit(one.unit)
    return one.unit if unit is None else unit.name


@dataclass(frozen=True, slots=True)
class _Groups:
    """A unit's findings by weight, put into words where the page comes to them: a country's would fill the memory."""

    findings: Sequence[Finding]
    wording: Wording

    def __bool__(self) -> bool:
        return bool(self.findings)

    def __iter__(self) -> Iterator[Json]:
        return iter(_groups(self.findings, self.wording))


def _unit(cycle: Cycle, one: UnitFindings, number: int, wording: Wording) -> Json:
    weights = tuple(reversed(Severity))
    return {
        "anchor": f"unit-{number}",
        "name": _name(cycle, one),
        "status": one.status,
        "status_label": wording.text(f"report.status.{one.status}"),
        "weights": [{"label": _weight(wording, weight), "count": sum(each.severity is weight for each in one.findings)} for weight in weights],
        "groups": _Groups(one.findings, wording),
        "files": one.files,
    }


def _groups(findings: Sequence[Finding], wording: Wording) -> list[Json]:
    """Group findings by weight, heaviest first, each in words with its place; those that were accepted stand last, apart."""
    groups = [
        {"severity": weight.word, "label": _weight(wording, weight), "findings": own}
        for weight in reversed(Severity)
        if (own := [_finding(each, wording) for each in findings if each.severity is weight and not each.waived])
    ]
    accepted = [_finding(each, wording) for each in findings if each.waived]
    return [*groups, {"severity": "note", "label": wording.text("report.accepted.heading"), "findings": accepted}] if accepted else groups


def _finding(one: Finding, wording: Wording) -> Json:
    said = wording.finding(one)
    return {
        "severity": one.severity.word,
        "code": one.code,
        "place": place_text(wording, one),
        "title": said.title,
        "message": said.message,
        "remedy": said.remedy,
        "basis": said.basis,
        "accepted": accepted_text(wording, one),
    }
