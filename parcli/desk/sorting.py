"""Whose is what: returned files sorted to units by the identity inside them, never by their names. Pure.

Evidence bears no identity. It belongs to the unit whose workbook or identity file stands nearest: in the innermost folder
or archive around it that holds any. Where that one holds those of several units, nobody can know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.findings import Finding, found
from parcli.core.intake import Arrived, Fate
from parcli.core.returned import Identity, Problem
from parcli.core.signed_report import REPORT_FOLDER
from parcli.desk import folders

_NO_WORKBOOKS = ("spreadsheet", "locked", "misnamed", "damaged")
Container = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inside:
    """What a workbook or an identity file says of itself: its identities by place, whether it has a scoring sheet, and nothing in it."""

    identities: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    readable: bool = True
    scoring: bool = False
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A file that belongs to a unit: as what, for a part-workbook which part, for evidence under which path."""

    arrived: Arrived
    role: str
    part: str = ""
    path: str = ""
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came for one unit in one go: from which file or folder, and that file's SHA-256."""

    unit: str
    source: str
    sha256: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Sorted:
    """Deliveries in the order of their units and sources; the files that belong to none, and why."""

    deliveries: tuple[Delivery, ...]
    fates: tuple[Fate, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """The cycle that is being received, and the unit to which evidence belongs that comes alone."""

    cycle: Cycle
    edition: Edition
    alone: str = ""

    def codes(self) -> frozenset[str]:
        """Return the names that a folder of evidence may have: the codes of all items, and that of the signed report."""
        year = self.cycle.year
        return frozenset(item.code for block in self.edition.blocks for item in block.items(year)) | {REPORT_FOLDER}


def sort(desk: Desk, arrived: Sequence[Arrived], inside: Mapping[str, Inside]) -> Sorted:
    """Sort what arrived; ``inside`` says by path what workbooks and identity files say of themselves."""
    codes = desk.codes()
    marked: dict[str, Piece] = {}
    owner: dict[str, str] = {}
    fates: list[Fate] = []
    findings: list[Finding] = []
    rest: list[Arrived] = []
    for one in arrived:
        unit, piece, told = _marked(desk, one, inside.get(one.path), codes)
        if told:
            findings += told
            fates.append(Fate(one.path, "refused", unit, codes=tuple(each.code for each in told)))
        elif piece is not None:
            marked[one.path], owner[one.path] = piece, unit
        elif one.kind == "guide":
            fates.append(Fate(one.path, "passed_over"))
        else:
            rest.append(one)
    units = _units_in(arrived, owner)
    pieces = [(owner[one.path], marked[one.path]) for one in arrived if one.path in marked]
    homeless: dict[tuple[str, str], list[Arrived]] = defaultdict(list)
    for one in rest:
        unit, near = _owner(desk, one, units)
        if unit:
            pieces.append((unit, Piece(one, "evidence", path=_path(one, unit, units, codes))))
        else:
            homeless[one.path.rpartition("/")[0], ", ".join(sorted(near))].append(one)
    for (folder, near_units), files in homeless.items():
        about = _nobodys(folder, near_units, files)
        findings.append(about)
        fates += [Fate(one.path, "set_aside", codes=(about.code,)) for one in files]
    return Sorted(_deliveries(pieces, units), tuple(fates), tuple(findings))


def _marked(desk: Desk, one: Arrived, said: Inside | None, codes: frozenset[str]) -> tuple[str, Piece | None, tuple[Finding, ...]]:
    """Return the unit that a file names and as what it counts; or why it is refused; or nothing where it bears no identity."""
    evidence = folders.is_evidence_place(one.parts[one.heap : -1], codes)
    if one.kind in _NO_WORKBOOKS and not evidence:
        return "", None, (_no_workbook(one),)
    if said is None:
        return "", None, ()
    if not said.readable:
        return "", None, () if evidence else tuple(found(problem.code, file=one.path, **dict(problem.values)) for problem in said.problems)
    if not said.identities:
        return "", None, (found("IN106", file=one.path),) if said.scoring and not evidence else ()
    read = {Identity.parse(text) for text in said.identities.values()}
    if len(read) != 1 or (identity := next(iter(read))) is None:
        places = "; ".join(f"{place}: {text}" for place, text in sorted(said.identities.items()))
        return "", None, (found("IN107", file=one.path, found=places),)
    told = _of_this_cycle(desk, one, identity)
    role = "identity" if one.kind == "identity" else "part" if identity.part else "workbook"
    return identity.unit, None if told else Piece(one, role, identity.part, blank=said.blank), told


def _no_workbook(one: Arrived) -> Finding:
    """Say why a file that stands where a workbook belongs cannot be opened as one."""
    if one.kind == "locked":
        return found("WB104", file=one.path)
    if one.kind == "damaged":
        return found("WB105", file=one.path, reason=one.form)
    return found("WB103", file=one.path, found=one.form)


def _of_this_cycle(desk: Desk, one: Arrived, identity: Identity) -> tuple[Finding, ...]:
    cycle, edition = desk.cycle, desk.edition
    unit = cycle.unit(identity.unit)
    mine, its = edition.version.partition(".")[0], identity.version.partition(".")[0]
    expected = f"{cycle.cycle} ({edition.id} {edition.version})"
    if (identity.cycle, identity.edition, its) != (cycle.cycle, edition.id, mine):
        seen = f"{identity.cycle} ({identity.edition} {identity.version})"
        return (found("IN103", unit=None if unit is None else unit.id, file=one.path, found=seen, expected=expected),)
    if unit is None or not cycle.takes_part(unit):
        return (found("IN104", file=one.path, found=identity.unit, cycle=cycle.cycle),)
    if identity.block != unit.block:
        return (found("IN103", unit=unit.id, file=one.path, found=f"{identity.cycle}, {identity.block}", expected=f"{cycle.cycle}, {unit.block}"),)
    return ()


def _units_in(arrived: Sequence[Arrived], owner: Mapping[str, str]) -> dict[Container, set[str]]:
    """Return which units are named in each folder and archive; a heap joins nothing and is none."""
    units: dict[Container, set[str]] = defaultdict(set)
    for one in arrived:
        if one.path in owner:
            for container in _around(one):
                units[container].add(owner[one.path])
    return units


def _around(one: Arrived) -> tuple[Container, ...]:
    """Return the folders and archives around a file, the innermost first."""
    return tuple(one.parts[:length] for length in range(len(one.parts) - 1, one.heap, -1))


def _owner(desk: Desk, one: Arrived, units: Mapping[Container, set[str]]) -> tuple[str, set[str]]:
    """Return the unit that evidence belongs to, else those that are near enough to be meant."""
    near = next((units[container] for container in _around(one) if units.get(container)), set())
    return (next(iter(near)) if len(near) == 1 else desk.alone), near


def _nobodys(folder: str, near: str, files: Sequence[Arrived]) -> Finding:
    """Say once for all files of a folder that nobody knows whose they are."""
    place = files[0].path if len(files) == 1 else folder
    if near:
        return found("IN118", file=place, units=near, count=len(files))
    return found("IN117", file=place, count=len(files))


def _path(one: Arrived, unit: str, units: Mapping[Container, set[str]], codes: frozenset[str]) -> str:
    """Return where evidence belongs under ``evidence/``, seen from the innermost place that is the unit's own."""
    around = _around(one)
    own = next((container for container in around if units.get(container) == {unit}), around[-1] if around else one.parts[:-1])
    return folders.evidence_path(one.parts[len(own) : -1], own[one.heap :], one.parts[-1], codes)


def _deliveries(pieces: Sequence[tuple[str, Piece]], units: Mapping[Container, set[str]]) -> tuple[Delivery, ...]:
    groups: dict[tuple[str, str], list[Piece]] = defaultdict(list)
    for unit, piece in pieces:
        groups[unit, _source(piece.arrived, unit, units)].append(piece)
    made = [Delivery(unit, source, "", tuple(sorted(group, key=lambda each: each.arrived.path))) for (unit, source), group in sorted(groups.items())]
    return tuple(_from_one_file(each) for each in made)


def _source(one: Arrived, unit: str, units: Mapping[Container, set[str]]) -> str:
    """Return the outermost folder or file that brought things of this unit alone."""
    own = [container for container in _around(one) if units.get(container) == {unit}] or list(_around(one))
    inside = len(one.parts) - len(own[-1]) if own else 0
    outermost = "/".join(one.path.split("/")[: len(one.path.split("/")) - inside])
    return one.source if not own or len(outermost) > len(one.source) else outermost


def _from_one_file(delivery: Delivery) -> Delivery:
    sources = {(piece.arrived.source, piece.arrived.source_sha256) for piece in delivery.pieces}
    if len(sources) != 1:
        return delivery
    source, sha256 = next(iter(sources))
    return replace(delivery, source=source, sha256=sha256)
