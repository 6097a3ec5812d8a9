"""Which workbook a unit returned before the present one: by the receipts that intake keeps, else by what lies in versions/.

`submissions/<unit>/versions/<first 8 of the SHA-256>/` holds what the present workbook or evidence replaced.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from parcli.cli.lying import SUBMISSIONS, workbooks_of
from parcli.cli.opened import Opened
from parcli.core.cycle import Unit
from parcli.core.evidence import EVIDENCE_FOLDER, EvidenceFile, path_key
from parcli.core.receipts import Receipt
from parcli.core.returns import EvidenceBefore, Origin

_SHORT = 8
_VERSION = re.compile(f"[0-9a-f]{{{_SHORT}}}")


@dataclass(frozen=True, slots=True)
class Former:
    """The return before the present one. ``place`` is None where it is the same file again, or where ``origin`` is None: unknown."""

    origin: Origin | None
    place: Path | None
    evidence: EvidenceBefore = field(default_factory=EvidenceBefore)


def former(opened: Opened, unit: Unit, present: str, files: Sequence[EvidenceFile], known: Sequence[Receipt]) -> Former | None:
    """Return what came before the workbook with this hash; None where nothing did. ``files`` is the evidence there is now."""
    kept = versions(opened, unit)
    hashes = [each.workbook.sha256 if each.workbook is not None else "" for each in known]
    at = max((place for place, sha256 in enumerate(hashes) if sha256 == present), default=0)
    before = [place for place in range(at) if hashes[place]]
    if before:
        receipt, sha256 = known[before[-1]], hashes[before[-1]]
        evidence = evidence_until(known, before[-1], files)
        if sha256 == present:
            return Former(_origin(f"{SUBMISSIONS}/{unit.id}", sha256, receipt), None, evidence)
        return _at(opened, kept.get(sha256[:_SHORT]), sha256, receipt, evidence)
    if len(kept) != 1:
        return Former(None, None) if kept else None
    ((short, place),) = kept.items()
    named = next((number for number, sha256 in enumerate(hashes) if sha256.startswith(short)), None)
    evidence = EvidenceBefore(dict(replaced(opened, unit)))
    if named is None:
        return _at(opened, place, "", None, evidence)
    return _at(opened, place, hashes[named], known[named], evidence)


def _at(opened: Opened, place: Path | None, sha256: str, receipt: Receipt | None, evidence: EvidenceBefore) -> Former:
    if place is None:
        return Former(None, None)
    return Former(_origin(place.relative_to(opened.folder).as_posix(), sha256, receipt), place, evidence)


def _origin(path: str, sha256: str, receipt: Receipt | None) -> Origin:
    return Origin(path, sha256) if receipt is None else Origin(path, sha256, receipt.received.isoformat(), receipt.via, receipt.ref)


def _folders(opened: Opened, unit: Unit) -> Iterator[Path]:
    place = opened.folder / SUBMISSIONS / unit.id / "versions"
    if place.is_dir() and not place.is_symlink():
        yield from (each for each in sorted(place.iterdir()) if _VERSION.fullmatch(each.name) and each.is_dir() and not each.is_symlink())


def versions(opened: Opened, unit: Unit) -> dict[str, Path]:
    """Return the former workbooks by the first signs of their hash."""
    found = ((folder.name, workbooks_of(folder)) for folder in _folders(opened, unit))
    return {name: workbooks[0] for name, workbooks in found if workbooks}


def evidence_until(known: Sequence[Receipt], last: int, files: Sequence[EvidenceFile]) -> EvidenceBefore:
    """Return the evidence that had come with the receipts until the ``last``; complete where receipts name all there is now."""
    before = {path_key(path): (path, sha256) for each in known[: last + 1] for path, sha256 in _evidence(each)}
    named = {path_key(path) for each in known for path, _ in _evidence(each)}
    return EvidenceBefore(dict(before.values()), complete=all(path_key(file.path) in named for file in files))


def _evidence(receipt: Receipt) -> Iterator[tuple[str, str]]:
    return ((each.name, each.sha256) for each in receipt.evidence)


def replaced(opened: Opened, unit: Unit) -> Iterator[tuple[str, str]]:
    """Yield the evidence that was replaced, as far as it was kept: its path, and the first signs of the hash that it had."""
    limit = opened.cycle.limits.evidence_files
    for version in _folders(opened, unit):
        top = version / EVIDENCE_FOLDER
        for folder, _, names in os.walk(top):
            for name in sorted(names)[:limit]:
                yield (Path(folder) / name).relative_to(top).as_posix(), version.name
