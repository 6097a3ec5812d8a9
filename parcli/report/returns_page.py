"""The parts of kiem-tra.html about second returns: a line per unit for the city, and for each unit what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.findings import Finding
from parcli.core.returns import Between, SecondReturn
from parcli.report.evidence_words import item_titles
from parcli.report.returns_words import entered_text, fields_text, gain_text, gained_text, label_text, points_text, state_text, totals_text
from parcli.report.wording import Wording, place_text

Json = dict[str, Any]


def between_parts(seconds: Sequence[SecondReturn], edition: Edition, cycle: Cycle, wording: Wording) -> dict[str, Json]:
    """Return by unit what its page says of its second return."""
    titles = item_titles(edition, cycle)
    return {one.unit: _second(one, titles.get(one.unit, {}), wording) for one in seconds}


def _second(one: SecondReturn, titles: Mapping[str, str], wording: Wording) -> Json:
    part: Json = {"said": state_text(one, wording), "state": one.state, "label": wording.text(f"returns.label.{_label(one)}"), "compared": False}
    return part if one.between is None else {**part, "compared": True, **_between(one.between, titles, wording)}


def _label(one: SecondReturn) -> str:
    return "unchanged" if one.between is not None and one.between.unchanged else one.state


def _between(one: Between, titles: Mapping[str, str], wording: Wording) -> Json:
    former, present, gain = totals_text(one, wording)
    return {
        "mended": [_finding(each, wording) for each in one.findings.mended],
        "open": len(one.findings.open),
        "new": [_finding(each, wording) for each in one.findings.new],
        "changes": len(one.values) + len(one.register) + len(one.evidence),
        "total": {"former": former, "present": present, "gain": gain},
        "gained": gained_text(one, wording),
        "points": [
            {
                "item": each.item, "title": titles.get(each.item, ""), "former": points_text(each.former, wording, out=each.former_out),
                "present": points_text(each.present, wording, out=each.present_out),
                "gain": "" if each.gain is None else gain_text(each.gain, wording),
            }
            for each in one.points
        ],
        "values": [
            {
                "item": each.item, "what": label_text(each, wording), "former": entered_text(each.former, wording),
                "present": entered_text(each.present, wording), "cell": each.cell,
            }
            for each in one.values
        ],
        "register": [
            {
                "kind": wording.text(f"returns.kind.{each.kind}"), "item": each.item, "name": each.name,
                "fields": fields_text(each, wording), "cell": each.cell,
            }
            for each in one.register
        ],
        "evidence": [{"kind": wording.text(f"returns.kind.{each.kind}"), "path": each.path} for each in one.evidence],
        "evidence_known": one.evidence_known,
        "not_compared": ", ".join(one.not_compared),
    }  # fmt: skip


def _finding(one: Finding, wording: Wording) -> Json:
    said = wording.finding(one)
    where = f"{one.sheet}!{one.cell}" if one.sheet and one.cell else place_text(wording, one)
    return {"severity": one.severity.word, "code": one.code, "place": where, "item": one.item or "", "title": said.title, "message": said.message}
