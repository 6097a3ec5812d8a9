"""Which workbook a unit returned before the present one: by the receipts that intake keeps, else by what lies in versions/.

`submissions/<unit>/versions/<first 8 of the SHA-256>/` holds what the present workbook or evidence replaced.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from parcli.cli.gather import SUBMISSIONS, workbooks_of
from parcli.cli.opened import Opened
from parcli.core.cycle import Unit
from parcli.core.evidence import EVIDENCE_FOLDER, EvidenceFile, path_key
from parcli.core.returns import EvidenceBefore, Origin

RECEIPTS, _FORMAT = "received.json", "parcli/received@1"
_MOST_BYTES = 64 * 1024 * 1024
_SHORT = 8
_VERSION = re.compile(f"[0-9a-f]{{{_SHORT}}}")


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt: day, channel, reference, the hash of the workbook that came with it ("" for none), evidence by path."""

    received: str
    via: str
    ref: str
    workbook: str
    evidence: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Former:
    """The return before the present one. ``place`` is None where it is the same file again, or where ``origin`` is None: unknown."""

    origin: Origin | None
    place: Path | None
    evidence: EvidenceBefore = field(default_factory=EvidenceBefore)


Receipts = Mapping[str, tuple[Receipt, ...]]


def receipts(opened: Opened) -> Receipts | None:
    """Return each unit's receipts in their order, none where no file is there; None where the file is not what intake writes."""
    place = opened.folder / SUBMISSIONS / RECEIPTS
    if not place.exists() and not place.is_symlink():
        return {}
    try:
        if place.is_symlink() or place.stat().st_size > _MOST_BYTES:
            return None
        document = json.loads(place.read_text("utf-8"))
        if document["format"] != _FORMAT:
            return None
        return {unit: tuple(_receipt(each) for each in listed) for unit, listed in document["units"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _receipt(each: Mapping[str, Any]) -> Receipt:
    workbook = each.get("workbook") or {}
    evidence = {_within(str(file["path"])): str(file["sha256"]) for file in each.get("evidence") or ()}
    return Receipt(str(each.get("received", "")), str(each.get("via", "")), str(each.get("ref", "")), str(workbook.get("sha256", "")), evidence)


def _within(path: str) -> str:
    """Return a path under evidence/, however it was written down."""
    return path.partition(f"{EVIDENCE_FOLDER}/")[2] if path.startswith((f"{EVIDENCE_FOLDER}/", f"{SUBMISSIONS}/")) else path


def former(opened: Opened, unit: Unit, present: str, files: Sequence[EvidenceFile], known: Sequence[Receipt]) -> Former | None:
    """Return what came before the workbook with this hash; None where nothing did. ``files`` is the evidence there is now."""
    kept = _versions(opened, unit)
    with_workbook = [place for place, each in enumerate(known) if each.workbook]
    at = max((place for place in with_workbook if known[place].workbook == present), default=None)
    before = [place for place in with_workbook if at is not None and place < at]
    if before:
        receipt = known[before[-1]]
        evidence = _received(known, before[-1], files)
        origin = Origin(f"{SUBMISSIONS}/{unit.id}", receipt.workbook, receipt.received, receipt.via, receipt.ref)
        if receipt.workbook == present:
            return Former(origin, None, evidence)
        place = kept.get(receipt.workbook[:_SHORT])
        return Former(None, None) if place is None else _at(opened, place, receipt, evidence)
    if not kept:
        return None
    if len(kept) > 1:
        return Former(None, None)
    ((short, place),) = kept.items()
    receipt = next((each for each in known if each.workbook.startswith(short)), Receipt("", "", "", "", {}))
    return _at(opened, place, receipt, EvidenceBefore(dict(_replaced(opened, unit))))


def _at(opened: Opened, place: Path, receipt: Receipt, evidence: EvidenceBefore) -> Former:
    path = place.relative_to(opened.folder).as_posix()
    return Former(Origin(path, receipt.workbook, receipt.received, receipt.via, receipt.ref), place, evidence)


def _folders(opened: Opened, unit: Unit) -> Iterator[Path]:
    place = opened.folder / SUBMISSIONS / unit.id / "versions"
    if place.is_dir() and not place.is_symlink():
        yield from (each for each in sorted(place.iterdir()) if _VERSION.fullmatch(each.name) and each.is_dir() and not each.is_symlink())


def _versions(opened: Opened, unit: Unit) -> dict[str, Path]:
    """Return the former workbooks by the first signs of their hash."""
    found = ((folder.name, workbooks_of(folder)) for folder in _folders(opened, unit))
    return {name: workbooks[0] for name, workbooks in found if workbooks}


def _received(known: Sequence[Receipt], last: int, files: Sequence[EvidenceFile]) -> EvidenceBefore:
    """Return the evidence that had come with the receipts until the ``last``; complete where receipts name all there is now."""
    before = {path_key(path): (path, sha256) for each in known[: last + 1] for path, sha256 in each.evidence.items()}
    named = {path_key(path) for each in known for path in each.evidence}
    return EvidenceBefore(dict(before.values()), complete=all(path_key(file.path) in named for file in files))


def _replaced(opened: Opened, unit: Unit) -> Iterator[tuple[str, str]]:
    """Yield the evidence that was replaced, as far as it was kept: its path, and the first signs of the hash that it had."""
    limit = opened.cycle.limits.evidence_files
    for version in _folders(opened, unit):
        top = version / EVIDENCE_FOLDER
        for folder, _, names in os.walk(top):
            for name in sorted(names)[:limit]:
                yield (Path(folder) / name).relative_to(top).as_posix(), version.name
