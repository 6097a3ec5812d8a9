"""changes.json: what lies between the former return and the present one, unit by unit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction

from parcli.core import points
from parcli.core.findings import Finding
from parcli.core.returns import Between, PointsChange, SecondReturn
from parcli.report.json_lines import Json, exact_fractions
from parcli.report.machine import finding_line
from parcli.report.outward import escaped_in_json
from parcli.report.wording import Wording

CHANGES_FORMAT = "parcli/changes@1"
_STATES = ("compared", "same_file", "unknown", "unreadable")


def changes_document(cycle_id: str, seconds: Sequence[SecondReturn], wording: Wording) -> str:
    """Return changes.json; units without a former return are not in it. Decimals are strings, unknown points are null."""
    document: Json = {
        "format": CHANGES_FORMAT,
        "cycle": cycle_id,
        "units": [_unit(one, wording) for one in seconds],
        "summary": _summary(seconds),
    }
    return escaped_in_json(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _unit(one: SecondReturn, wording: Wording) -> Json:
    origin, between = one.origin, one.between
    line: Json = {"unit": one.unit, "block": one.block, "state": one.state, "former": None}
    if origin is not None:
        line["former"] = {"path": origin.path, "sha256": origin.sha256, "received": origin.received, "via": origin.via, "ref": origin.ref}
    return line if between is None else {**line, **_between(between, wording)}


def _between(one: Between, wording: Wording) -> Json:
    def worded(findings: Sequence[Finding]) -> list[Json]:
        return [finding_line(each, wording) for each in findings]

    matched = one.findings
    return {
        "present": {"path": one.path, "sha256": one.sha256},
        "unchanged": one.unchanged,
        "findings": {"mended": worded(matched.mended), "open": worded(matched.open), "new": worded(matched.new)},
        "points": _points(one),
        "values": [
            {"item": each.item, "column": each.column, "input": each.name, "former": each.former, "present": each.present, "cell": each.cell}
            for each in one.values
        ],
        "register": [
            {"kind": each.kind, "item": each.item, "name": each.name, "cell": each.cell,
             "fields": [{"field": name, "former": before, "present": now} for name, before, now in each.fields]}
            for each in one.register
        ],
        "evidence": {
            "known": one.evidence_known,
            "files": [{"kind": each.kind, "path": each.path, "former": each.former, "present": each.present} for each in one.evidence],
        },
        "not_compared": list(one.not_compared),
    }  # fmt: skip


def _points(one: Between) -> Json:
    former, present = one.totals
    figures = {"former": former, "present": present, "gain": one.gain, "gain_of_items": one.gained}
    exact = exact_fractions(figures)
    return {
        **{name: _plain(value) for name, value in figures.items()},
        "items_without_gain": one.without_gain,
        **({"exact": exact} if exact else {}),
        "items": [_item(each) for each in one.points],
    }


def _item(one: PointsChange) -> Json:
    line: Json = {"item": one.item, "former": _plain(one.former), "present": _plain(one.present), "gain": _plain(one.gain), "cell": one.cell}
    out = [name for name, out in (("former", one.former_out), ("present", one.present_out)) if out]
    return {**line, "out": out} if out else line


def _plain(value: Fraction | None) -> str | None:
    return None if value is None else points.plain(value)


def _summary(seconds: Sequence[SecondReturn]) -> Json:
    compared = [one.between for one in seconds if one.between is not None]
    return {
        "states": {state: sum(one.state == state for one in seconds) for state in _STATES},
        "unchanged": sum(one.unchanged for one in compared),
        "mended": sum(len(one.findings.mended) for one in compared),
        "open": sum(len(one.findings.open) for one in compared),
        "new": sum(len(one.findings.new) for one in compared),
        "units_that_gain": sum(one.gained is not None and one.gained > 0 for one in compared),
    }
