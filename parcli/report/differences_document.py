"""The difference between two announced results: read from their documents, written as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parcli.core.differences import ITEM_STAGES, UNIT_FIGURES, Change, UnitChange, UnitStand
from parcli.core.manifest import FileMark, Manifest
from parcli.report.outward import escaped_in_json

DIFFERENCES_FORMAT = "parcli/differences@1"


@dataclass(frozen=True, slots=True)
class Between:
    """Two announced sets and what lies between them: the settings and the inputs that changed, and the figures."""

    former: str
    present: str
    note: str
    settings: tuple[tuple[str, str, str], ...]
    inputs: tuple[tuple[str, str, str], ...]
    units: tuple[UnitChange, ...]


def stands(scores: str, ranking: str) -> dict[str, UnitStand]:
    """Return the units of an announced result by id. Raises ValueError for documents that are not what they should be."""
    try:
        ranks = {row["unit"]: str(row["rank"]) for block in json.loads(ranking)["blocks"] for row in block["rows"]}
        return {one["unit"]: _stand(one, ranks) for one in json.loads(scores)["units"]}
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from None


def _stand(unit: Mapping[str, object], ranks: Mapping[str, str]) -> UnitStand:
    figures = {name: _text(unit.get(name)) for name in UNIT_FIGURES} | {"rank": ranks.get(str(unit["unit"]))}
    items = unit["items"]
    if not isinstance(items, list):
        raise TypeError("items")
    return UnitStand(str(unit["unit"]), str(unit["block"]), figures, {str(one["code"]): _item(one) for one in items})


def _item(one: Mapping[str, object]) -> dict[str, str | None]:
    return {name: _text(one.get(name)) for name in ITEM_STAGES}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def changed_settings(was: Manifest, now: Manifest) -> tuple[tuple[str, str, str], ...]:
    """Return the settings that differ: name, before, after."""
    pairs = ((was.edition, now.edition), (was.policies, now.policies), (was.limits, now.limits), (was.means, now.means))
    named = [
        (name, before.get(name) or "–", after.get(name) or "–")
        for before, after in pairs
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name)
    ]
    return (*([("parcli", was.version, now.version)] if was.version != now.version else []), *named)


def changed_inputs(was: Sequence[FileMark], now: Sequence[FileMark]) -> tuple[tuple[str, str, str], ...]:
    """Return the inputs that differ: path, SHA-256 before and after, "" where there is none."""
    before, after = ({each.path: each.sha256 for each in listed} for listed in (was, now))
    paths = sorted({*before, *after})
    return tuple((path, before.get(path, ""), after.get(path, "")) for path in paths if before.get(path) != after.get(path))


def differences_document(one: Between, cycle_id: str) -> str:
    """Return changes.json of an announced set."""
    document = {
        "format": DIFFERENCES_FORMAT,
        "cycle": cycle_id,
        "from": one.former,
        "to": one.present,
        "note": one.note,
        "settings": [{"name": name, "before": before, "after": after} for name, before, after in one.settings],
        "inputs": [{"path": path, "before": before or None, "after": after or None} for path, before, after in one.inputs],
        "units": [
            {
                "unit": each.unit,
                "block": each.block,
                "fate": each.fate,
                "changed": list(each.changed),
                "before": dict(each.before),
                "after": dict(each.after),
                "items": [_change(change) for change in each.items],
            }
            for each in one.units
        ],
    }
    return escaped_in_json(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _change(one: Change) -> dict[str, str | None]:
    return {"item": one.item, "stage": one.stage, "before": one.before, "after": one.after, "reason": one.reason or None}
