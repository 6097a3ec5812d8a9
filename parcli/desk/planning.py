"""What becomes of what was sorted: taken, known already, replacing another, or left for a person to decide. Pure.

Nothing that came later wins because it came later in a list: two different workbooks of a unit in one run are both set aside
until a person names the one that counts. What is replaced is kept under its hash.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from parcli.core.evidence import path_key
from parcli.core.findings import Finding, found
from parcli.core.intake import Fate
from parcli.core.receipts import Kept, Kind, Ledger, Receipt
from parcli.desk.sorting import Delivery, Piece

EVIDENCE, PARTS, VERSIONS = "evidence", "parts", "versions"
_SHORT = 8


@dataclass(frozen=True, slots=True)
class Terms:
    """How this run receives: the day, the channel, the reference, trial or official, and whether a person named the files.

    ``due`` is the day on which each unit had to return its workbook.
    """

    received: date
    via: str
    ref: str
    kind: Kind
    named: bool
    due: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class Holding:
    """What lies in a unit's folder: workbooks and parts by name with their SHA-256, evidence by its key: name and SHA-256.

    ``names`` are the keys of all evidence there, ``blocked`` those under which more than one file lies already.
    """

    workbooks: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    blocked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Move:
    """Bytes to be put in place: from a file that came, or from one that lies in the unit's folder and is to be kept."""

    source: str
    target: str
    sha256: str
    former: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that one run does, before it does anything."""

    fates: tuple[Fate, ...]
    findings: tuple[Finding, ...]
    moves: tuple[Move, ...]
    ledger: Ledger


def plan(deliveries: Sequence[Delivery], ledger: Ledger, holdings: Mapping[str, Holding], terms: Terms) -> Plan:
    """Decide for every delivery; targets are relative to ``submissions/``."""
    by_unit: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        by_unit[delivery.unit].append(delivery)
    desks = [_Unit(unit, tuple(own), ledger, holdings.get(unit, Holding()), terms) for unit, own in sorted(by_unit.items())]
    for desk in desks:
        desk.decide()
    units = dict(ledger.units) | {desk.unit: (*ledger.of(desk.unit), *desk.receipts) for desk in desks if desk.receipts}
    undecided = dict(ledger.undecided) | {desk.unit: desk.undecided for desk in desks if desk.undecided}
    return Plan(
        tuple(fate for desk in desks for fate in desk.fates),
        tuple(finding for desk in desks for finding in desk.findings),
        tuple(move for desk in desks for move in desk.moves),
        Ledger(units, undecided),
    )


def keys(delivery: Delivery) -> frozenset[str]:
    """Return the keys of the evidence that a delivery brings: what lies under them has to be known to decide."""
    return frozenset(path_key(piece.path) for piece in delivery.pieces if piece.role == "evidence")


class _Unit:
    """The deliveries of one unit, decided one after the other."""

    def __init__(self, unit: str, deliveries: tuple[Delivery, ...], ledger: Ledger, holding: Holding, terms: Terms) -> None:
        self.unit, self.deliveries, self.holding, self.terms = unit, deliveries, holding, terms
        self.former = ledger.of(unit)
        self.undecided = ledger.undecided.get(unit, ())
        self.fates: list[Fate] = []
        self.findings: list[Finding] = []
        self.moves: list[Move] = []
        self.receipts: list[Receipt] = []
        self.targets: dict[str, str] = {}
        self.pieces = tuple(piece for delivery in deliveries for piece in delivery.pieces)

    def decide(self) -> None:
        refused = self.workbooks()
        clashing = self.clashing()
        for delivery in self.deliveries:
            workbook: Kept | None = None
            parts: list[Kept] = []
            evidence: list[Kept] = []
            for piece in delivery.pieces:
                if piece.role == "identity":
                    self.fate(piece, "used", known=True)
                elif piece.role == "workbook":
                    workbook = self.workbook(piece, refused) or workbook
                elif piece.role == "part":
                    parts += self.part(piece)
                else:
                    evidence += self.evidence(piece, clashing)
            if workbook or parts or evidence:
                self.receipt(delivery, workbook, tuple(parts), tuple(evidence))

    def fate(self, piece: Piece, place: str, told: Finding | None = None, *, target: str = "", known: bool = False) -> None:
        if told is not None:
            self.findings.append(told)
        self.fates.append(Fate(piece.arrived.path, place, self.unit, piece.role, target, known, (told.code,) if told else ()))  # type: ignore[arg-type]

    def received(self, sha256: str, *, of_this_kind: bool) -> bool:
        """Whether a workbook or part of these bytes was receipted, as what it is received as now or as anything."""
        return any(sha256 in one.hashes() and (not of_this_kind or one.kind == self.terms.kind) for one in self.former)

    def known(self, sha256: str) -> bool:
        """Whether these bytes bring nothing new. A trial counts as official only when a person names it."""
        promoted = self.terms.kind == "official" and self.terms.named
        return self.received(sha256, of_this_kind=promoted)

    def workbooks(self) -> dict[str, Finding]:
        """Return the workbooks that do not become the current one, by SHA-256, with what there is to say."""
        came = {piece.arrived.sha256: piece.arrived.path for piece in reversed(self.pieces) if piece.role == "workbook"}
        new = sorted(sha256 for sha256 in came if not self.known(sha256))
        if len(new) > 1:
            self.undecided = (*self.undecided, tuple(new)) if tuple(new) not in self.undecided else self.undecided
            names = "; ".join(came[sha256] for sha256 in new)
            return {sha256: found("IN102", unit=self.unit, file=came[sha256], count=len(new), names=names) for sha256 in new}
        if not new:
            return {}
        chosen = new[0]
        rivals = {other for one in self.undecided if chosen in one for other in one if other != chosen}
        decided = next((other for other in sorted(rivals) if other in came and self.received(other, of_this_kind=False)), None)
        if decided is not None:
            return {chosen: found("IN123", unit=self.unit, file=came[chosen], name=came[decided])}
        if self.terms.kind == "trial" and any(one.kind == "official" and one.workbook for one in self.former):
            return {chosen: found("IN124", unit=self.unit, file=came[chosen])}
        return {}

    def workbook(self, piece: Piece, refused: Mapping[str, Finding]) -> Kept | None:
        one = piece.arrived
        target = f"{self.unit}/{self.unit}.xlsx"
        if (why := refused.get(one.sha256)) is not None:
            self.fate(piece, "set_aside", replace(why, file=one.path), known=why.code == "IN123")
            return None
        if target in self.targets:
            self.fate(piece, "used", found("IN101", unit=self.unit, file=one.path, name=self.targets[target]), known=True)
            return None
        if self.known(one.sha256):
            self.fate(piece, "used", known=True)
            return None
        self.targets[target] = one.path
        name = next((name for name, sha256 in self.holding.workbooks.items() if sha256 == one.sha256), None)
        if name is not None and len(self.holding.workbooks) == 1:
            self.fate(piece, "used", target=f"{self.unit}/{name}", known=True)
            return Kept(name, one.sha256, one.size)
        told: Finding | None = None
        for name, sha256 in sorted(self.holding.workbooks.items()):
            kept = self.keep(name, sha256, name)
            told = found("IN122", unit=self.unit, file=one.path, name=f"submissions/{self.unit}/{name}", kept=kept)
        self.fate(piece, "used", told, target=target)
        self.moves.append(Move(one.place, target, one.sha256))
        return Kept(f"{self.unit}.xlsx", one.sha256, one.size)

    def keep(self, name: str, sha256: str, under: str) -> str:
        """Plan to keep a file that is replaced; return where."""
        kept = f"{self.unit}/{VERSIONS}/{sha256[:_SHORT]}/{under}"
        self.moves.append(Move(f"{self.unit}/{name}", kept, sha256, former=True))
        return f"submissions/{kept}"

    def part(self, piece: Piece) -> list[Kept]:
        one = piece.arrived
        name = f"{PARTS}/{piece.part}-{one.sha256[:_SHORT]}.xlsx"
        target = f"{self.unit}/{name}"
        if self.known(one.sha256):
            self.fate(piece, "used", known=True)
            return []
        if target in self.targets:
            self.fate(piece, "used", found("IN101", unit=self.unit, file=one.path, name=self.targets[target]), known=True)
            return []
        first = not any(each.startswith(f"{self.unit}/{PARTS}/{piece.part}-") for each in self.targets)
        self.targets[target] = one.path
        for former, sha256 in sorted(self.holding.parts.items()):
            # Two parts of one run stand side by side and are compared; those of an earlier run are replaced, once.
            if first and former.startswith(f"{piece.part}-") and sha256 != one.sha256:
                self.keep(f"{PARTS}/{former}", sha256, f"{PARTS}/{former}")
        self.fate(piece, "used", target=target)
        self.moves.append(Move(one.place, target, one.sha256))
        return [Kept(name, one.sha256, one.size)]

    def clashing(self) -> frozenset[str]:
        """Return the keys under which this run brings different new bytes, or a file where another needs a folder."""
        came: dict[str, set[str]] = defaultdict(set)
        for piece in self.pieces:
            if piece.role == "evidence" and not self.has_evidence(piece):
                came[path_key(piece.path)].add(piece.arrived.sha256)
        lying = {*came, *self.holding.names}
        above = set().union(*map(_above, lying))
        return frozenset(key for key, hashes in came.items() if len(hashes) > 1 or key in above | self.holding.blocked or _above(key) & lying)

    def has_evidence(self, piece: Piece) -> bool:
        """Whether these bytes lie under that path, or did before they were replaced."""
        key, sha256 = path_key(piece.path), piece.arrived.sha256
        if any(each.sha256 == sha256 and path_key(each.name) == key for one in self.former for each in one.evidence):
            return True
        return self.holding.evidence.get(key, ("", ""))[1] == sha256

    def evidence(self, piece: Piece, clashing: frozenset[str]) -> list[Kept]:
        one, key = piece.arrived, path_key(piece.path)
        if self.has_evidence(piece):
            self.fate(piece, "used", known=True)
            return []
        if key in clashing:
            self.fate(piece, "set_aside", found("IN120", unit=self.unit, file=one.path, path=piece.path))
            return []
        if key in self.targets:
            self.fate(piece, "used", found("IN101", unit=self.unit, file=one.path, name=self.targets[key]), known=True)
            return []
        self.targets[key] = one.path
        name, sha256 = self.holding.evidence.get(key, ("", ""))
        path, told = name or piece.path, None
        if name:
            kept = self.keep(f"{EVIDENCE}/{name}", sha256, f"{EVIDENCE}/{name}")
            told = found("IN121", unit=self.unit, file=one.path, path=path, kept=kept)
        target = f"{self.unit}/{EVIDENCE}/{path}"
        self.fate(piece, "used", told, target=target)
        self.moves.append(Move(one.place, target, one.sha256))
        return [Kept(path, one.sha256, one.size)]

    def receipt(self, delivery: Delivery, workbook: Kept | None, parts: tuple[Kept, ...], evidence: tuple[Kept, ...]) -> None:
        terms, due = self.terms, self.terms.due[self.unit]
        late = terms.received > due
        if late and terms.kind == "official":
            day, last, days = f"{terms.received:%d/%m/%Y}", f"{due:%d/%m/%Y}", (terms.received - due).days
            self.findings.append(found("IN105", unit=self.unit, file=delivery.source, received=day, due=last, days=days))
        receipt = Receipt(terms.received, terms.via, terms.ref, terms.kind, delivery.source, delivery.sha256, workbook, evidence, late, parts)
        self.receipts.append(receipt)


def _above(key: str) -> set[str]:
    return {key.rsplit("/", depth)[0] for depth in range(1, key.count("/") + 1)}
