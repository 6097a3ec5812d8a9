"""Receipts: what was received from each unit, when and how, in the order in which it was taken (``received.json``)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Literal

FORMAT = "parcli/received@1"
Kind = Literal["official", "trial"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was taken: its name under the unit's folder, its SHA-256 and its size in bytes."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Correction:
    """A day of receipt that was written down wrong: the day it ``was``, the day ``on`` which that was put right, and why."""

    was: date
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """One return of one unit.

    ``source`` is the path of what came, as named; ``sha256`` its hash where it is one file. ``workbook`` is what became the
    current workbook, ``parts`` the part-workbooks, ``evidence`` the files under ``evidence/`` that were new or replaced others.
    ``late`` is whether it came after the day on which it was due then; ``corrected`` are the days it bore before, the first first.
    """

    received: date
    via: str
    ref: str
    kind: Kind
    source: str
    sha256: str
    workbook: Kept | None
    evidence: tuple[Kept, ...]
    late: bool
    parts: tuple[Kept, ...] = ()
    corrected: tuple[Correction, ...] = ()

    def hashes(self) -> frozenset[str]:
        """Return the SHA-256 of every workbook and part that came with it."""
        return frozenset(each.sha256 for each in (*self.parts, *((self.workbook,) if self.workbook else ())))


@dataclass(frozen=True, slots=True)
class Ledger:
    """All receipts by unit, and the workbooks of which a person has to say which one counts (their SHA-256, by unit)."""

    units: Mapping[str, tuple[Receipt, ...]] = field(default_factory=dict)
    undecided: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)

    def of(self, unit: str) -> tuple[Receipt, ...]:
        """Return a unit's receipts, the first first."""
        return self.units.get(unit, ())


def corrected(ledger: Ledger, day: date, by: Correction, due: Mapping[str, date]) -> tuple[Ledger, tuple[tuple[str, Receipt], ...]]:
    """Give another day to the receipts that bear the day ``by.was``, of the units for which ``due`` says when a return is due.

    Returns the ledger, in which the former day stays, and the receipts that changed, as they are now, with their units.
    """
    units = {unit: tuple(_on_day(one, day, by, due[unit]) if unit in due else one for one in own) for unit, own in ledger.units.items()}
    changed = tuple((unit, one) for unit in units for former, one in zip(ledger.units[unit], units[unit], strict=True) if one is not former)
    return replace(ledger, units=units), changed


def _on_day(one: Receipt, day: date, by: Correction, due: date) -> Receipt:
    if one.received != by.was:
        return one
    return replace(one, received=day, late=day > due, corrected=(*one.corrected, by))


def parse(text: str) -> Ledger | None:
    """Read a ledger back; None where the text is none of this format."""
    try:
        document = json.loads(text)
        if document["format"] != FORMAT:
            return None
        units = {str(unit): tuple(_receipt(each) for each in receipts) for unit, receipts in document["units"].items()}
        undecided = {str(unit): tuple(tuple(map(str, one)) for one in sets) for unit, sets in document.get("undecided", {}).items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return Ledger(units, undecided)


def _receipt(raw: Mapping[str, Any]) -> Receipt:
    if raw["kind"] not in ("official", "trial"):
        raise ValueError(raw["kind"])
    workbook = raw["workbook"]
    return Receipt(
        date.fromisoformat(raw["received"]), str(raw["via"]), str(raw["ref"]), raw["kind"], str(raw["source"]), str(raw["sha256"]),
        None if workbook is None else _kept(workbook, "name"),
        tuple(_kept(each, "path") for each in raw["evidence"]),
        bool(raw["late"]),
        tuple(_kept(each, "name") for each in raw.get("parts", ())),
        tuple(Correction(date.fromisoformat(each["was"]), date.fromisoformat(each["on"]), str(each["reason"])) for each in raw.get("corrected", ())),
    )  # fmt: skip


def _kept(raw: Mapping[str, Any], name: str) -> Kept:
    return Kept(str(raw[name]), str(raw["sha256"]), int(raw["bytes"]))


def text(ledger: Ledger) -> str:
    """Write a ledger: units sorted, receipts in their order; the same ledger gives the same text."""
    document: dict[str, Any] = {"format": FORMAT, "units": {unit: [_plain(each) for each in ledger.units[unit]] for unit in sorted(ledger.units)}}
    if ledger.undecided:
        document["undecided"] = {unit: [list(one) for one in ledger.undecided[unit]] for unit in sorted(ledger.undecided)}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _plain(one: Receipt) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "received": one.received.isoformat(), "via": one.via, "ref": one.ref, "kind": one.kind, "source": one.source, "sha256": one.sha256,
        "workbook": None if one.workbook is None else asdict(one.workbook),
        "evidence": [{"path": each.name, "sha256": each.sha256, "bytes": each.bytes} for each in one.evidence],
        "late": one.late,
    }  # fmt: skip
    if one.parts:
        plain["parts"] = [asdict(each) for each in one.parts]
    if one.corrected:
        plain["corrected"] = [{"was": each.was.isoformat(), "on": each.on.isoformat(), "reason": each.reason} for each in one.corrected]
    return plain
