"""One evidence file with its surroundings: whose it is, which items rest on it, what the unit wrote of it, what is asked about it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parcli.core.evidence import EvidenceFile, RefusedEntry
from parcli.core.findings import Finding
from parcli.core.sufficiency import EvidenceClass
from parcli.report.evidence_plain import Json, full, secrecy
from parcli.report.outward import escaped_in_json
from parcli.report.wording import Wording, place_text

SHOW_FORMAT = "parcli/evidence-show@1"


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A cell of the register: its column, its text as the unit wrote it, and the codes of the findings at it."""

    column: str
    text: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedLine:
    """A line of the register that cites the file: its row on the sheet, the item's code as written, the filled cells."""

    row: int
    item: str
    entries: tuple[RegisterEntry, ...]


@dataclass(frozen=True, slots=True)
class ItemBorneOut:
    """An item that rests on the file. ``evidence_class`` is None where the item asks for no evidence."""

    code: str
    title: str
    evidence_class: EvidenceClass | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """The unit in whose evidence folder the file lies, and what its return says of the file."""

    unit: str
    name: str
    items: tuple[ItemBorneOut, ...] = ()
    lines: tuple[CitedLine, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What there is to show. ``path`` is the place in the cycle folder, else as the caller named it.

    ``ocr`` is False where the caller wanted no scan read. Of a file marked as a state secret the owner keeps the unit and
    its items: they are not the document's content. The register's text may quote it, and so may findings.
    """

    path: str
    fact: EvidenceFile | RefusedEntry
    owner: Owner | None = None
    ocr: bool = True

    def __post_init__(self) -> None:
        if self.secrecy and self.owner is not None:
            object.__setattr__(self, "owner", replace(self.owner, lines=(), findings=()))

    @property
    def secrecy(self) -> str:
        """The mark of state secrecy, after which nothing of the document is shown; "" without one."""
        return secrecy(self.fact) if isinstance(self.fact, EvidenceFile) else ""


def shown_document(shown: Shown, wording: Wording) -> str:
    """Return the same as JSON. Of a file marked as a state secret it says its path, its mark, its unit and its items."""
    document: Json = {"format": SHOW_FORMAT, "path": shown.path, **_fact(shown.fact)}
    whose = None if shown.owner is None else _whose(shown.owner) if shown.secrecy else _owner(shown.owner, wording)
    document["owner"] = whose
    return escaped_in_json(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _fact(fact: EvidenceFile | RefusedEntry) -> Json:
    if isinstance(fact, RefusedEntry):
        return {"refused": {"reason": fact.reason, "detail": fact.detail}}
    return full(fact)


def _whose(owner: Owner) -> Json:
    return {
        "unit": owner.unit,
        "name": owner.name,
        "items": [
            {"item": one.code, "title": one.title, "class": one.evidence_class.value if one.evidence_class is not None else None}
            for one in owner.items
        ],
    }


def _owner(owner: Owner, wording: Wording) -> Json:
    return {
        **_whose(owner),
        "register": [_line(one) for one in owner.lines],
        "findings": _findings(owner.findings, wording),
    }


def _line(line: CitedLine) -> Json:
    entries = [{"column": one.column, "text": one.text, "codes": list(one.codes)} for one in line.entries]
    return {"row": line.row, "item": line.item, "entries": entries}


def _findings(findings: Sequence[Finding], wording: Wording) -> list[Json]:
    said = [(one, wording.finding(one)) for one in findings]
    return [
        {"code": one.code, "severity": one.severity.word, "place": place_text(wording, one), "message": words.message, "remedy": words.remedy}
        for one, words in said
    ]
