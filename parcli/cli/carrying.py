"""Old answers into new workbooks: what ``generate-template --carry`` does once its options are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from parcli.checks import workbook
from parcli.checks.entries import changed_since
from parcli.cli import sent
from parcli.cli.exits import Exit, Stop
from parcli.cli.lying import SUBMISSIONS, workbooks_of
from parcli.cli.opened import Opened
from parcli.core import carry
from parcli.core.cycle import Unit
from parcli.core.findings import Finding, found
from parcli.core.returned import Cell, Returned
from parcli.workbook import batch, carried, peek, writer
from parcli.workbook.beside import Beside

_DROPPINGS = ("~$", ".")
_BESIDE = {sent.VERSIONS, "parts", "merged"}
"""Folders in which other workbooks of a unit lie than the current one."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A unit's new workbook with its old answers: where they come from, of how many items, and what stayed behind."""

    unit: Unit
    source: str
    content: bytes
    kept: int
    whole: int
    lost: tuple[Cell, ...]


def workbooks(
    opened: Opened, places: Sequence[Path], units: Sequence[Unit], banner: str, jobs: int, former: Mapping[str, Beside]
) -> tuple[tuple[Carried, ...], tuple[Finding, ...]]:
    """Return the new workbooks and what there is to say about the old ones. Raises Stop where there is none."""
    shelf = sent.shelf(opened)
    faces = tuple(shelf.layouts)
    work = [batch.Job(path, shown, faces[0], faces[1:]) for path, shown in _files(places)]
    taken: dict[str, Carried] = {}
    findings: list[Finding] = []
    for one in batch.read_all(work, shelf.layouts, opened.cycle.limits, jobs):
        unit, faults = _whose(opened, one)
        if unit is not None and unit not in units:
            continue
        if unit is not None and unit.id in taken:
            faults = (found("WB102", unit=unit.id, file=one.path, names=f"{taken[unit.id].source}; {one.path}", count=2),)
        if unit is None or faults:
            findings += faults
            continue
        taken[unit.id], told = _carry(opened, shelf, unit, one, faces, banner, former.get(unit.id))
        findings += told
    return tuple(taken.values()), tuple(findings)


def _files(places: Sequence[Path]) -> list[tuple[Path, str]]:
    files: list[tuple[Path, str]] = []
    for place in places:
        if place.is_dir():
            inside = sorted(
                path for path in place.rglob("*.xlsx") if not path.name.startswith(_DROPPINGS) and not _BESIDE & {*path.relative_to(place).parts}
            )
            files += [(path, path.as_posix()) for path in inside]
        else:
            files.append((place, place.as_posix()))
        if not files or not place.exists():
            raise Stop(Exit.WRONG_USE, "cli.carry_nothing", place=place)
    return files


def _whose(opened: Opened, one: Returned) -> tuple[Unit | None, tuple[Finding, ...]]:
    """Return the unit whose workbook of this cycle it is, or why nothing can be carried from it."""
    if not one.readable:
        return None, tuple(found(problem.code, file=one.path, **dict(problem.values)) for problem in one.problems)
    identity = one.identity()
    if identity is None:
        return None, (found("WB201" if not one.identities else "WB202", file=one.path, found="; ".join(sorted(set(one.identities.values())))),)
    unit = opened.cycle.unit(identity.unit)
    if unit is None or identity.cycle != opened.cycle.cycle:
        expected = f"{opened.cycle.cycle} ({opened.edition.id} {opened.edition.version})"
        return None, (
            found("WB203", file=one.path, found=f"{identity.cycle} ({identity.edition} {identity.version}), {identity.unit}", expected=expected),
        )
    if identity.block != unit.block:
        return None, (found("WB206", unit=unit.id, file=one.path, found=identity.block, expected=unit.block),)
    return unit, () if one.rows else tuple(workbook.structure(identity, one))


def _carry(
    opened: Opened, shelf: sent.Shelf, unit: Unit, one: Returned, faces: Sequence[str], banner: str, beside: Beside | None
) -> tuple[Carried, tuple[Finding, ...]]:
    state = shelf.states[faces[one.layout]]
    block = opened.block(unit)
    former = state.edition.block(unit.block) or block
    fates = carry.passages(former, block, opened.cycle.year)
    asked = {item.code for item in block.items(opened.cycle.year) if item.self_scored}
    entries = carried.entries(one, fates)
    content = writer.filled(shelf.of(unit, 0)[0], opened.look, unit, entries, banner, beside)
    kept = {code for code in asked if fates[code].kept and any(key.partition("/")[0] == code for key in entries.cells)}
    identity = shelf.layouts[faces[one.layout]].identity(unit.id)
    about = [*workbook.structure(identity, one), *workbook.changes(identity, one)]
    if one.identity() != identity:
        about.append(found("WB205", unit=unit.id, file=one.path, found=getattr(one.identity(), "version", "?"), expected=opened.edition.version))
    told = changed_since(
        {code: each for code, each in fates.items() if code in asked or each.fate == "removed"}, one, unit.id, opened.edition.version
    )
    return Carried(unit, one.path, content, len(kept), len(asked), carried.left_behind(one, opened.cycle.limits)), (*about, *told)


def returned_earlier(opened: Opened, units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Return the units that have returned a workbook of another state of the definitions."""
    layouts, whose = opened.layouts()
    stale: list[Unit] = []
    for unit in units:
        present = layouts[whose[unit.id]].identity(unit.id)
        seen = [peek.identity(path, opened.cycle.limits) for path in workbooks_of(opened.folder / SUBMISSIONS / unit.id)]
        mine = [each for each in seen if each is not None and (each.unit, each.cycle) == (unit.id, opened.cycle.cycle)]
        if any(each != present for each in mine):
            stale.append(unit)
    return tuple(stale)
