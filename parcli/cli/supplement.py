"""What a unit supplemented since the workbook that the first round was made from, whose hash that round's files keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from parcli.cli import former, ledger
from parcli.cli.between import state_of
from parcli.cli.gather import Gathered, Return
from parcli.cli.opened import Opened
from parcli.core.receipts import Ledger, Receipt
from parcli.core.returned import Returned
from parcli.core.returns import Between, EvidenceBefore, Origin, compare
from parcli.workbook import batch

_SHORT = 8


@dataclass(frozen=True, slots=True)
class _Before:
    """A unit's present return, the hash of its former workbook, and where that is kept; no place where it is the same file."""

    now: Return
    sha256: str
    place: Path | None
    evidence: EvidenceBefore


def supplements(opened: Opened, gathered: Gathered, made_from: Mapping[str, str], jobs: int) -> dict[str, Between]:
    """Return what lies between the workbook with the hash that ``made_from`` has for a unit and its present return.

    A unit whose former workbook is no longer there, or cannot be read, is left out.
    """
    known = ledger.read(opened) or Ledger()
    returns = {one.unit.id: one for one in gathered.returns if one.records is not None}
    found = [
        before
        for unit, sha256 in made_from.items()
        if unit in returns and (before := _before(opened, returns[unit], sha256, known.of(unit))) is not None
    ]
    kept = {one.now.unit.id: one.place for one in found if one.place is not None}
    shelf = gathered.shelf
    tasks = [
        batch.Job(place, place.relative_to(opened.folder).as_posix(), shelf.names[unit][0], shelf.names[unit][1:]) for unit, place in kept.items()
    ]
    read = dict(zip(kept, batch.read_all(tasks, shelf.layouts, opened.cycle.limits, jobs, shelf=gathered.kept), strict=True)) if tasks else {}
    compared = ((one.now.unit.id, _compared(opened, gathered, one, read.get(one.now.unit.id))) for one in found)
    return {unit: between for unit, between in compared if between is not None}


def _before(opened: Opened, now: Return, sha256: str, known: tuple[Receipt, ...]) -> _Before | None:
    present = now.workbooks[0].sha256
    place = None if sha256 == present else former.versions(opened, now.unit).get(sha256[:_SHORT])
    if place is None and sha256 != present:
        return None
    last = min((at for at, each in enumerate(known) if each.workbook is not None and each.workbook.sha256 == sha256), default=None)
    if last is None:
        return _Before(now, sha256, place, EvidenceBefore(dict(former.replaced(opened, now.unit))))
    return _Before(now, sha256, place, former.evidence_until(known, last, now.folder.files))


def _compared(opened: Opened, gathered: Gathered, one: _Before, read: Returned | None) -> Between | None:
    if one.place is not None and (read is None or read.sha256 != one.sha256):
        return None
    present = state_of(opened, gathered, one.now, one.now.workbooks[0])
    before = present if read is None else state_of(opened, gathered, one.now, read)
    if present is None or before is None:
        return None
    path = one.now.workbooks[0].path if read is None else read.path
    return compare(before, present, one.evidence, Origin(path, one.sha256))
