"""The two pages: xep-hang.html for everyone who asks who stands where, kiem-tra.html for whoever has to mend things.

Each is one file that asks for nothing from anywhere, complete without its script and on paper. The templates come in as
texts by name; they hold looks and order, this file the values, and the wording every sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from parcli.core import points
from parcli.core.cycle import Cycle
from parcli.core.edition import Area, Edition
from parcli.core.findings import Finding, Severity
from parcli.core.ranking import BlockRanking, Row
from parcli.core.returns import SecondReturn
from parcli.core.sufficiency import SharedEvidence
from parcli.report.evidence_document import UnitEvidence
from parcli.report.evidence_page import class_columns, shared_parts, standing_parts
from parcli.report.machine import UnitFindings
from parcli.report.outward import clipped
from parcli.report.returns_page import between_parts
from parcli.report.wording import Wording, accepted_text, banners, place_text, policy_texts

RANKING_TEMPLATE, FINDINGS_TEMPLATE = "xep-hang.html.j2", "kiem-tra.html.j2"
_FULL_SCALE = 100
Json = dict[str, Any]


def ranking_page(
    edition: Edition,
    cycle: Cycle,
    blocks: Sequence[BlockRanking],
    provisional: bool,  # noqa: FBT001 - the order agreed with the callers
    wording: Wording,
    templates: Mapping[str, str],
) -> str:
    """Return xep-hang.html; ``templates`` maps ``base.html.j2`` and ``xep-hang.html.j2`` to their texts."""
    return rendered(templates, RANKING_TEMPLATE, wording, {
        "title": wording.text("report.title.ranking", year=cycle.year),
        "edition": edition,
        "cycle": cycle,
        "banners": banners(wording, edition.status, provisional=provisional),
        "blocks": [_block(edition, one, wording) for one in blocks],
        "policies": policy_texts(wording, edition.policies),
    })  # fmt: skip


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
) -> str:
    """Return kiem-tra.html; ``templates`` maps ``base.html.j2`` and ``kiem-tra.html.j2`` to their texts.

    ``evidence`` is how far each unit's items are borne out, ``shared`` the documents that stand in several places,
    ``seconds`` what changed where a unit returned again.
    """
    weights = tuple(reversed(Severity))
    standing = standing_parts(evidence, edition, cycle, wording)
    between = between_parts(seconds, edition, cycle, wording)
    return rendered(templates, FINDINGS_TEMPLATE, wording, {
        "title": wording.text("report.title.findings", year=cycle.year),
        "edition": edition,
        "cycle": cycle,
        "banners": banners(wording, edition.status, provisional=False),
        "counts": _counts_of_findings(units, loose, wording),
        "missing": [_name(cycle, one) for one in units if not one.submitted],
        "severities": [{"word": weight.word, "label": _weight(wording, weight)} for weight in weights],
        "units": [
            {**_unit(cycle, one, number, wording), "evidence": standing.get(one.unit), "between": between.get(one.unit)}
            for number, one in enumerate(units, 1)
        ],
        "again": len(seconds),
        "shared": shared_parts(shared, cycle, wording),
        "classes": class_columns(wording),
        "standing": bool(standing),
        "unexplained": wording.text("evidence.page.missing", count=sum(len(one.unexplained) for one in evidence)),
        "loose": _groups(loose, wording),
    })  # fmt: skip


def rendered(templates: Mapping[str, str], name: str, wording: Wording, values: Json) -> str:
    """Return a page made of a template and its values; nothing in them is taken for markup."""
    import jinja2  # noqa: PLC0415 - not needed for the start of a command

    environment = jinja2.Environment(
        loader=jinja2.DictLoader(dict(templates)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    return environment.get_template(name).render(language=wording.language, text=wording.text, **values)


def _shown(value: object) -> object:
    """What every expression of a template passes through: text of strangers with its unseen signs made visible."""
    return clipped(value) if type(value) is str else value


def _block(edition: Edition, ranking: BlockRanking, wording: Wording) -> Json:
    known = edition.block(ranking.block)
    areas = () if known is None else known.areas
    usual = edition.policies.rounding.print
    return {
        "title": ranking.title,
        "counts": _counts_of_block(ranking, usual, wording),
        "classes": any(row.class_name for row in ranking.rows),
        "areas": [{"number": area.printed_number, "title": area.title or "", "maximum": points.vietnamese(area.maximum)} for area in areas],
        "rows": [_row(row, areas, usual) for row in ranking.rows],
        "unranked": [{"name": one.name, "state": wording.text(f"state.{one.state}"), "reason": one.reason} for one in ranking.unranked],
    }


def _counts_of_block(ranking: BlockRanking, places: int, wording: Wording) -> list[Json]:
    counts = [("units", str(ranking.units)), ("ranked", str(len(ranking.rows)))]
    if ranking.mean is not None:
        extremes = [row.index for row in ranking.rows]
        figures = {"mean": ranking.mean, "highest": max(extremes), "lowest": min(extremes)}
        counts += [(name, points.vietnamese(value, places)) for name, value in figures.items()]
    return [{"label": wording.text(f"report.count.{name}"), "value": value} for name, value in counts]


def _row(row: Row, areas: Sequence[Area], usual: int) -> Json:
    return {
        "rank": row.rank,
        "tied": row.tied,
        "name": row.name,
        "index": points.vietnamese(row.index, row.places),
        "index_sort": points.plain(row.index),
        "width": points.plain(min(max(row.index, Fraction()), Fraction(_FULL_SCALE)), 1),
        "final": points.vietnamese(row.final, row.places),
        "final_sort": points.plain(row.final),
        "class_name": row.class_name or "",
        "areas": [_area(row, area, usual) for area in areas],
    }


def _area(row: Row, area: Area, usual: int) -> Json:
    index, rank = row.areas.get(area.code, (None, None))
    if index is None:
        return {"number": area.printed_number, "shown": "–", "sort": "", "rank": None}
    shown = index if area.kind == "points" else index * area.maximum / _FULL_SCALE
    return {
        "number": area.printed_number,
        "shown": points.vietnamese(shown, usual),
        "sort": points.plain(shown),
        "rank": rank if area.kind == "points" else None,
    }


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


def _unit(cycle: Cycle, one: UnitFindings, number: int, wording: Wording) -> Json:
    weights = tuple(reversed(Severity))
    return {
        "anchor": f"unit-{number}",
        "name": _name(cycle, one),
        "status": one.status,
        "status_label": wording.text(f"report.status.{one.status}"),
        "weights": [{"label": _weight(wording, weight), "count": sum(each.severity is weight for each in one.findings)} for weight in weights],
        "groups": _groups(one.findings, wording),
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
