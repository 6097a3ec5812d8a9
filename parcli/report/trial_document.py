"""A trial as JSON: ``parcli/what-if@1``. It says of itself that it is one; decimals are strings."""

from __future__ import annotations

import json
from fractions import Fraction

from parcli.core import points
from parcli.core.trial import Moved, Place
from parcli.report.outward import escaped_in_json
from parcli.report.trial_words import Shown, causes, changes, notices
from parcli.report.wording import Wording

WHAT_IF_FORMAT = "parcli/what-if@1"
Json = dict[str, object]


def trial_document(shown: Shown, wording: Wording) -> str:
    """Return the document; only units that move stand in it."""
    document: Json = {
        "format": WHAT_IF_FORMAT,
        "trial": True,
        "notice": notices(shown, wording)[0],
        "cycle": shown.cycle.cycle,
        "edition_status": shown.edition.status,
        "state": "provisional" if shown.provisional else "final",
        "file": shown.file,
        "title": shown.trial.title,
        "changes": list(changes(shown, wording)),
        "settings": [{"name": name, "before": was, "after": now} for name, was, now in shown.tried.settings],
        "blocks": [
            {
                "block": block.block,
                "units": block.units,
                "moved": len(moved),
                "mean": _plain(block.mean),
                "rows": [_row(one, shown, wording) for one in moved],
            }
            for block, moved in shown.effects
        ],
    }
    return escaped_in_json(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _row(one: Moved, shown: Shown, wording: Wording) -> Json:
    return {
        "unit": one.unit,
        "name": one.name,
        "before": _place(one.before),
        "after": _place(one.after),
        "causes": [{"kind": each.kind, "about": list(each.about), "why": each.why} for each in one.causes],
        "why": causes(one, shown, wording),
        "items": [{"item": each.item, "before": _plain(each.before), "after": _plain(each.after)} for each in one.items],
    }


def _place(place: Place) -> Json:
    known: Json = {"rank": place.rank, "index": _plain(place.index), "class": place.class_name}
    return {**known, "state": place.state} if place.state else known


def _plain(value: Fraction | None) -> str | None:
    return None if value is None else points.plain(value)
