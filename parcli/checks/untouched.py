"""WB34, WB35: what differs from the workbook that was sent outside the entries. None of it moves a figure; a person looks at it."""

from __future__ import annotations

from collections.abc import Iterator

from parcli.core.findings import Finding, found
from parcli.core.returned import Aspect, Difference, Identity, Returned

_OF_ASPECT: dict[Aspect, str] = {
    "added": "WB341",
    "look": "WB342",
    "layout": "WB343",
    "sheets": "WB344",
    "lists": "WB345",
    "colouring": "WB346",
    "protection": "WB347",
    "settings": "WB348",
    "stored": "WB349",
    "notes": "WB350",
    "identity": "WB351",
    "moved": "WB352",
}
_NOTHING = "—"


def outside_entries(sent: Identity, one: Returned) -> Iterator[Finding]:
    """Say what differs, one finding for each aspect and sheet."""
    for each in one.differences:
        yield _differs(sent.unit, one.path, each)


def _differs(unit: str, path: str, each: Difference) -> Finding:
    sheet, cell, seen, sent = each.sheet or None, each.cell or None, each.found or _NOTHING, each.expected or _NOTHING
    return found(_OF_ASPECT[each.aspect], unit=unit, file=path, sheet=sheet, cell=cell, found=seen, expected=sent, count=each.count)
