"""Workbooks that came back as they were sent, with nothing entered: they are there, and the return is still awaited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from parcli.cli import sent
from parcli.cli.opened import Opened
from parcli.core.returned import Returned
from parcli.results import hashes
from parcli.workbook import batch


def blank_forms(opened: Opened, came: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return by unit the SHA-256 of the form that was sent to it, where that came back (``came``, by unit) and nothing is entered in it.

    Only forms that came back byte for byte are read: a form with former answers carried into it is no blank one. A blank
    form that was saved anew has other bytes and is not told here.
    """
    same = {unit: sha256 for unit, those in came.items() if (sha256 := _sent_to(opened, unit)) and sha256 in set(those)}
    if not same:
        return {}
    shelf = sent.shelf(opened)
    jobs = [batch.Job(_place(opened, unit), unit, shelf.names[unit][0], shelf.names[unit][1:]) for unit in same]
    read = batch.read_all(jobs, shelf.layouts, opened.cycle.limits)
    return {one.path: same[one.path] for one in read if one.sha256 == same[one.path] and _nothing_entered(one)}


def _place(opened: Opened, unit_id: str) -> Path:
    unit = opened.cycle.unit(unit_id)
    return opened.folder / sent.WORKBOOKS / (unit.block if unit else "") / f"{unit_id}.xlsx"


def _sent_to(opened: Opened, unit_id: str) -> str:
    place = _place(opened, unit_id)
    return hashes.sha256_of(place)[0] if place.is_file() and not place.is_symlink() else ""


def _nothing_entered(one: Returned) -> bool:
    """Whether a workbook that could be read whole holds no entry, no line of the register and no difficulty."""
    cells = [cell for row in one.rows.values() for cell in row.values()] + [cell for line in one.register for cell in line.cells.values()]
    return one.readable and bool(one.rows) and not one.difficulties and all(cell.blank for cell in cells)
