"""What came back, as plain values: a returned workbook from a mapping of keys to entries.

``I.1/part`` enters a figure, ``I.1`` says whether the item applies; a key with ``@explanation``, ``@estimate`` or
``@shown`` fills that column. Rows stand in the order of the sheet, from row 8.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import build

from parcli.checks import entries
from parcli.core.edition import Edition, Kind
from parcli.core.findings import Finding, without_echoes
from parcli.core.returned import Cell, Identity, Returned
from parcli.core.submission import SelfAssessment

UNIT, PATH, SHEET = "so-noi-vu", "submissions/so-noi-vu/b.xlsx", "Tự chấm điểm"
SENT = Identity("thu", "1.0", "thu/2023", "so", UNIT, "d1")
_LETTERS = {"applies": "G", "input": "H", "estimate": "I", "shown": "J", "explanation": "L"}


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was entered into a cell."""

    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """An error value that a cell shows."""

    text: str


def moment(text: str) -> datetime:
    """Return a date as a workbook library gives it: with a time of day and without a zone."""
    return datetime.fromisoformat(text)


def cell(raw: Any, address: str = "H9", sheet: str = SHEET) -> Cell:
    """Return a cell as the reader would."""
    if isinstance(raw, Formula):
        return Cell(sheet, address, formula=raw.text)
    if isinstance(raw, Fault):
        return Cell(sheet, address, raw.text, error=True)
    return Cell(sheet, address, raw)


def returned(of: Edition, entered: Mapping[str, Any], **more: Any) -> Returned:
    """Return a workbook that opens, is the unit's own, and holds these entries."""
    keys = [key for item in of.blocks[0].items(build.YEAR) for key in (item.code, *item.input_keys())]
    rows, shown = {}, {}
    for place, key in enumerate(keys, start=8):
        own = {"explanation": entered.get(f"{key}@explanation"), "estimate": entered.get(f"{key}@estimate")}
        own["input" if "/" in key else "applies"] = entered.get(key)
        rows[key] = {column: cell(raw, f"{_LETTERS[column]}{place}") for column, raw in own.items()}
        shown[key] = cell(entered.get(f"{key}@shown"), f"J{place}")
    whole: dict[str, Any] = {"readable": True, "identities": {"cell": SENT.text(), "name": SENT.text()}, "rows": rows, "shown": shown}
    return Returned(PATH, "ab" * 32, 9000, **{**whole, **more})


def taken(of: Edition, entered: Mapping[str, Any], exempt: Mapping[str, Kind] | None = None) -> tuple[dict[str, SelfAssessment], tuple[Finding, ...]]:
    """Return the records of a workbook with these entries, and what is said about them once echoes are silent."""
    desk = entries.Desk(of.blocks[0], of.policies, build.YEAR, exempt or {})
    records, findings = entries.take_records(desk, returned(of, entered), UNIT)
    return records, without_echoes(findings)


def said(findings: tuple[Finding, ...]) -> list[str]:
    """Return the findings as ``SC101 H9 I.1``."""
    return [" ".join(part for part in (one.code, one.cell, one.item) if part) for one in findings]
