"""The parts of a unit's workbook merged into one that is offered to the unit; it counts only when the unit sends it back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from parcli.cli import parting, sent
from parcli.cli.lying import SUBMISSIONS
from parcli.cli.opened import Opened
from parcli.core import carry
from parcli.core.cycle import Unit
from parcli.core.findings import Finding, found
from parcli.core.returned import Returned
from parcli.desk.holdings import PARTS, Holding, Move, kept
from parcli.results import hashes
from parcli.workbook import batch, carried, merged, names, writer
from parcli.workbook.layout import Layout

MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Offer:
    """A unit's merged workbook: its bytes, where it goes under submissions/, and what there is to say of it."""

    unit: str
    target: str
    content: bytes
    findings: tuple[Finding, ...]


def offers(opened: Opened, moves: Sequence[Move], holdings: Mapping[str, Holding], banner: str, jobs: int) -> tuple[Offer, ...]:
    """Return a merged workbook for every unit of which new parts came, from all its parts."""
    files = _files(opened, moves, holdings)
    if not files:
        return ()
    parts, whole = parting.shelf(opened), sent.shelf(opened)
    faces = tuple(parts.layouts)
    jobs_ = [batch.Job(place, path, faces[0], faces[1:]) for own in files.values() for path, place in own]
    read: dict[str, list[Returned]] = defaultdict(list)
    for one in batch.read_all(jobs_, parts.layouts, opened.cycle.limits, jobs):
        read[one.path.split("/")[1]].append(one)
    units = [unit for unit in opened.cycle.units if unit.id in files]
    return tuple(_offer(opened, parts, faces, unit, whole.of(unit, 0)[0], read[unit.id], banner) for unit in units)


def _files(opened: Opened, moves: Sequence[Move], holdings: Mapping[str, Holding]) -> dict[str, list[tuple[str, Path]]]:
    """Return by unit the parts that will lie there after this run, each with where its bytes are now."""
    new: dict[str, dict[str, Path]] = defaultdict(dict)
    gone = {move.source for move in moves if move.former}
    for move in moves:
        unit, _, name = move.target.partition("/")
        if name.startswith(f"{PARTS}/") and not move.former:
            new[unit][f"{SUBMISSIONS}/{move.target}"] = Path(move.source)
    for unit, own in new.items():
        for name in holdings[unit].parts:
            path = f"{unit}/{PARTS}/{name}"
            if path not in gone:
                own.setdefault(f"{SUBMISSIONS}/{path}", opened.folder / SUBMISSIONS / path)
    return {unit: sorted(own.items()) for unit, own in new.items()}


def _offer(opened: Opened, parts: parting.Parts, faces: Sequence[str], unit: Unit, layout: Layout, read: Sequence[Returned], banner: str) -> Offer:
    block, limits = opened.block(unit), opened.cycle.limits
    filled = []
    told: list[Finding] = []
    for one in read:
        former = parts.states[faces[one.layout]].edition.block(unit.block) or block
        filled.append((one.path.rpartition("/")[2], carried.entries(one, carry.passages(former, block, opened.cycle.year))))
        told += [
            found("IN204", unit=unit.id, file=one.path, sheet=cell.sheet, cell=cell.address, found=cell.shown)
            for cell in carried.left_behind(one, limits)
        ]
    entries, conflicts = merged.merge(filled)
    target = f"{unit.id}/{MERGED}/{unit.id}.xlsx"
    told += _conflicts(layout, unit, f"{SUBMISSIONS}/{target}", conflicts)
    came = {identity.part for one in read if (identity := one.identity()) is not None}
    missing = [part for part in parting.of_unit(opened, unit) if part not in came]
    if missing:
        told.append(found("IN202", unit=unit.id, file=f"{SUBMISSIONS}/{target}", parts=", ".join(missing)))
    told.append(found("IN203", unit=unit.id, file=f"{SUBMISSIONS}/{target}", name=f"{SUBMISSIONS}/{target}", parts=", ".join(sorted(came))))
    return Offer(unit.id, target, writer.filled(layout, opened.look, unit, entries, banner), tuple(told))


def _conflicts(layout: Layout, unit: Unit, file: str, conflicts: Sequence[merged.Conflict]) -> list[Finding]:
    """Return one finding for each cell that stays blank, with what every file says."""
    rows = {row.key: row.row for row in layout.rows}
    told = []
    for one in conflicts:
        cell = names.at(one.column, rows[one.key])
        said = "; ".join(f"{name}: «{text}»" for name, text in one.said)
        told.append(found("IN201", unit=unit.id, file=file, sheet=names.SCORING, cell=cell, item=one.item, cells=f"{one.key} ({cell})", found=said))
    return told


def moves(opened: Opened, made: Sequence[Offer], staging: Path) -> list[Move]:
    """Return the moves that put the merged workbooks in place; a former one that differs is kept like every version."""
    planned: list[Move] = []
    for offer in made:
        place = staging / f"merged-{offer.unit}.xlsx"
        place.write_bytes(offer.content)
        sha256 = hashes.sha256_of(place)[0]
        former = opened.folder / SUBMISSIONS / offer.target
        if former.is_file():
            old = hashes.sha256_of(former)[0]
            if old == sha256:
                continue
            planned.append(kept(offer.unit, f"{MERGED}/{offer.unit}.xlsx", old))
        planned.append(Move(str(place), offer.target, sha256))
    return planned
