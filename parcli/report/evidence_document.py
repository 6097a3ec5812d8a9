"""evidence.json: every file of evidence, every item's class, what stands in several places, and with what it was examined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from parcli.core.evidence import EvidenceFolder
from parcli.core.sufficiency import EvidenceClass, ItemEvidence, Means, SharedEvidence
from parcli.report.evidence_plain import Json, brief
from parcli.report.json_lines import long_document

EVIDENCE_FORMAT = "parcli/evidence@1"


@dataclass(frozen=True, slots=True)
class UnitEvidence:
    """One unit's evidence: the folder as it was examined, and what follows from it for each item."""

    unit: str
    folder: EvidenceFolder
    standing: tuple[ItemEvidence, ...]

    def place(self, path: str) -> str:
        """Return where a file under evidence/ lies in the cycle folder."""
        return f"submissions/{self.unit}/evidence/{path}" if path else f"submissions/{self.unit}/evidence"

    @property
    def unexplained(self) -> tuple[ItemEvidence, ...]:
        """The items whose explanation is due and was not given."""
        return tuple(one for one in self.standing if one.needs_explanation and not one.explained)


def evidence_document(cycle_id: str, units: Sequence[UnitEvidence], shared: Sequence[SharedEvidence], means: Means) -> bytes:
    """Return evidence.json. The order is the caller's: units, their files, their items, the shared documents."""
    head: Json = {
        "format": EVIDENCE_FORMAT,
        "cycle": cycle_id,
        "means": {"roots": means.roots, "refused_roots": [{"file": name, "why": why} for name, why in means.refused_roots], "ocr": means.ocr},
    }
    tail: Json = {"shared": [_shared(one) for one in shared], "summary": _summary(units)}
    return long_document(head, "units", (_unit(one) for one in units), tail)


def _unit(one: UnitEvidence) -> Json:
    return {
        "unit": one.unit,
        "files": [brief(file, one.place(file.path)) for file in one.folder.files],
        "refused": [{"path": one.place(entry.path), "reason": entry.reason} for entry in one.folder.refused],
        "items": [_item(one, each) for each in one.standing],
    }


def _item(one: UnitEvidence, each: ItemEvidence) -> Json:
    return {
        "item": each.item,
        "class": each.evidence_class.value,
        "files": [one.place(path) for path in each.files],
        "asked": each.asked,
        "needs_explanation": each.needs_explanation,
        "explained": each.explained,
    }


def _shared(one: SharedEvidence) -> Json:
    holders = [{"unit": each.unit, "items": list(each.items), "path": each.path} for each in one.holders]
    return {"kind": one.kind, "what": one.what, "superior": one.superior, "alike": one.alike, "holders": holders}


def _summary(units: Sequence[UnitEvidence]) -> Json:
    classes = Counter(each.evidence_class for one in units for each in one.standing)
    return {
        "files": sum(len(one.folder.files) for one in units),
        "classes": {each.value: classes[each] for each in EvidenceClass},
        "needs_explanation": sum(each.needs_explanation for one in units for each in one.standing),
        "unexplained": sum(len(one.unexplained) for one in units),
    }
