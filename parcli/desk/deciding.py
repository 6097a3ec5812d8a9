"""One unit's deliveries, decided one after the other: taken, known, replacing another, or left for a person. Pure.

What was received before brings nothing new, even where something else has replaced it since: a mailbox keeps old letters.
Only a person who names a file alone can have it back. What nothing replaced and yet lies there no more is put back, without
a receipt: it was received on the day on which it first came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from parcli.core.evidence import path_key
from parcli.core.findings import Finding, found
from parcli.core.intake import PUT_BACK, Fate, Place
from parcli.core.receipts import Kept, Ledger, Receipt
from parcli.desk.holdings import EVIDENCE, PARTS, Holding, Move, Terms, kept, part_name
from parcli.desk.sorting import Delivery, Piece

_SETTLED = ("IN123", "IN125")
"""What is set aside for these reasons waits for nobody."""


class Decision:
    """What becomes of everything that came for one unit."""

    def __init__(self, unit: str, deliveries: tuple[Delivery, ...], ledger: Ledger, holding: Holding, terms: Terms) -> None:
        self.unit, self.deliveries, self.holding, self.terms = unit, deliveries, holding, terms
        self.former = ledger.of(unit)
        self.undecided = ledger.undecided.get(unit, ())
        self.pieces = tuple(piece for delivery in deliveries for piece in delivery.pieces)
        self.fates: list[Fate] = []
        self.findings: list[Finding] = []
        self.moves: list[Move] = []
        self.receipts: list[Receipt] = []
        self.taken: dict[str, str] = {}
        self.put_back = 0
        self.decide()

    def decide(self) -> None:
        """Go through the deliveries; each one that brings something new gets a receipt."""
        waiting = self.waiting_workbooks()
        unclear = self.unclear_evidence()
        for delivery in self.deliveries:
            self.put_back = 0
            workbooks, parts, evidence = (self.all_of(delivery, role) for role in ("workbook", "part", "evidence"))
            for piece in self.all_of(delivery, "identity"):
                self.fate(piece, "used", known=True)
            new = [one for piece in workbooks if (one := self.workbook(piece, waiting)) is not None]
            new_parts = tuple(one for piece in parts if (one := self.part(piece)) is not None)
            new_evidence = tuple(one for piece in evidence if (one := self.evidence(piece, unclear)) is not None)
            if new or new_parts or new_evidence:
                self.receipt(delivery, new[0] if new else None, new_parts, new_evidence)
            if self.put_back:
                self.findings.append(found("IN126", unit=self.unit, file=delivery.source, count=self.put_back))

    @staticmethod
    def all_of(delivery: Delivery, role: str) -> list[Piece]:
        """Return the pieces that came as this."""
        return [piece for piece in delivery.pieces if piece.role == role]

    @cached_property
    def workbooks_that_came(self) -> dict[str, str]:
        """Where each different workbook stands that came in this run, by SHA-256."""
        return {piece.arrived.sha256: piece.arrived.path for piece in reversed(self.pieces) if piece.role == "workbook"}

    @cached_property
    def blank_workbooks(self) -> set[str]:
        """The workbooks of this run in which nothing was entered."""
        return {piece.arrived.sha256 for piece in self.pieces if piece.role == "workbook" and piece.blank}

    @cached_property
    def evidence_that_came(self) -> dict[str, set[str]]:
        """Which bytes came in this run under each key of evidence."""
        came: dict[str, set[str]] = defaultdict(set)
        for piece in self.pieces:
            if piece.role == "evidence":
                came[path_key(piece.path)].add(piece.arrived.sha256)
        return came

    @cached_property
    def trial_is_too_late(self) -> bool:
        """Whether this is a trial of a unit that has returned officially."""
        return self.terms.kind == "trial" and any(one.kind == "official" and one.workbook for one in self.former)

    def fate(self, piece: Piece, place: Place, told: Finding | None = None, *, target: str = "", known: bool = False) -> None:
        """Say where a file ends, and why where there is something to say."""
        if told is not None:
            self.findings.append(told)
        self.fates.append(Fate(piece.arrived.path, place, self.unit, piece.role, target, known, (told.code,) if told else ()))

    def again(self, piece: Piece, slot: str) -> bool:
        """Whether the same bytes were taken in this run already for this slot; then the file is told as a duplicate."""
        if slot not in self.taken:
            self.taken[slot] = piece.arrived.path
            return False
        self.fate(piece, "used", found("IN101", unit=self.unit, file=piece.arrived.path, name=self.taken[slot]), known=True)
        return True

    def lay_back(self, piece: Piece, target: str, slot: str) -> None:
        """Put back a file that was received and is gone."""
        if self.again(piece, slot):
            return
        self.put_back += 1
        self.fates.append(Fate(piece.arrived.path, "used", self.unit, piece.role, f"{self.unit}/{target}", codes=(PUT_BACK,)))
        self.moves.append(Move(piece.arrived.place, f"{self.unit}/{target}", piece.arrived.sha256))

    def received(self, sha256: str, *, of_this_kind: bool = False) -> bool:
        """Whether a workbook or part of these bytes was receipted, as anything or as what it is received as now."""
        return any(sha256 in one.hashes() and (not of_this_kind or one.kind == self.terms.kind) for one in self.former)

    def known(self, sha256: str) -> bool:
        """Whether a workbook or part brings nothing new. A trial counts as official only when a person names it."""
        if self.terms.named and set(self.workbooks_that_came) == {sha256} and self.replaced(sha256):
            return False
        return self.received(sha256, of_this_kind=self.terms.kind == "official" and self.terms.named)

    def replaced(self, sha256: str) -> bool:
        """Whether another workbook lies, or was the last to lie, in the place of this one."""
        lying = set(self.holding.workbooks.values()) or {self.last_workbook}
        return sha256 not in lying

    @cached_property
    def last_workbook(self) -> str:
        """The SHA-256 of the workbook that was received last."""
        return next((one.workbook.sha256 for one in reversed(self.former) if one.workbook is not None), "")

    def lost_workbook(self, sha256: str, waiting: Mapping[str, Finding]) -> bool:
        """Whether this workbook should lie there and none does, nor does this run bring one that takes its place."""
        replacing = any(other not in waiting and not self.known(other) for other in self.workbooks_that_came)
        return not self.holding.workbooks and sha256 == self.last_workbook and not replacing

    def remember(self, rivals: set[str]) -> None:
        """Note files of which a person has to choose one, so that the others do not replace it in a later run."""
        one = tuple(sorted(rivals))
        self.undecided = self.undecided if one in self.undecided else (*self.undecided, one)

    def rival(self, sha256: str, chosen: Mapping[str, str]) -> str | None:
        """Return where the file stands that a person preferred to this one; ``chosen`` are those of this run that were taken before."""
        rivals = {other for one in self.undecided if sha256 in one for other in one if other != sha256}
        return next((chosen[other] for other in sorted(rivals) if other in chosen), None)

    def waiting_workbooks(self) -> dict[str, Finding]:
        """Return the workbooks that do not become the current one, by SHA-256, with what there is to say."""
        came = self.workbooks_that_came
        new = {sha256 for sha256 in came if not self.known(sha256)}
        blank = {sha256 for sha256 in new & self.blank_workbooks if self.holding.workbooks or new - self.blank_workbooks}
        unfilled = {sha256: found("IN125", unit=self.unit, file=came[sha256]) for sha256 in blank}
        return unfilled | self.waiting(came, new - blank)

    def waiting(self, came: Mapping[str, str], new: set[str]) -> dict[str, Finding]:
        """Return those of the ``new`` workbooks, filled in or alone, that do not become the current one."""
        if self.trial_is_too_late:
            return {sha256: found("IN124", unit=self.unit, file=came[sha256]) for sha256 in new}
        taken_before = {sha256: path for sha256, path in came.items() if sha256 not in new and self.received(sha256)}
        preferred = {sha256: name for sha256 in new if (name := self.rival(sha256, taken_before)) is not None}
        not_chosen = {sha256: found("IN123", unit=self.unit, file=came[sha256], name=name) for sha256, name in preferred.items()}
        return not_chosen | self.open_rivals(came, new - preferred.keys())

    def open_rivals(self, came: Mapping[str, str], new: set[str]) -> dict[str, Finding]:
        """Return all of the ``new`` workbooks where there are several of which nobody has chosen one."""
        if len(new) < 2:  # noqa: PLR2004 - one has no rival
            return {}
        self.remember(new)
        names = "; ".join(sorted(came[sha256] for sha256 in new))
        return {sha256: found("IN102", unit=self.unit, file=came[sha256], count=len(new), names=names) for sha256 in new}

    def workbook(self, piece: Piece, waiting: Mapping[str, Finding]) -> Kept | None:
        """Take a workbook: it becomes the current one, and what lay there is kept."""
        one, target = piece.arrived, f"{self.unit}/{self.unit}.xlsx"
        if (why := waiting.get(one.sha256)) is not None:
            self.fate(piece, "set_aside", replace(why, file=one.path), known=why.code in _SETTLED)
            return None
        if self.known(one.sha256):
            if self.lost_workbook(one.sha256, waiting):
                self.lay_back(piece, f"{self.unit}.xlsx", one.sha256)
            else:
                self.fate(piece, "used", known=True)
            return None
        if self.again(piece, one.sha256):
            return None
        lying = dict(sorted(self.holding.workbooks.items()))
        if list(lying.values()) == [one.sha256]:
            name = next(iter(lying))
            self.fate(piece, "used", target=f"{self.unit}/{name}", known=True)
            return Kept(name, one.sha256, one.size)
        told: Finding | None = found("IN125", unit=self.unit, file=one.path) if piece.blank else None
        for name, sha256 in lying.items():
            told = found("IN122", unit=self.unit, file=one.path, name=f"submissions/{self.unit}/{name}", kept=self.keep(name, sha256))
        self.fate(piece, "used", told, target=target)
        self.moves.append(Move(one.place, target, one.sha256))
        return Kept(f"{self.unit}.xlsx", one.sha256, one.size)

    def keep(self, name: str, sha256: str) -> str:
        """Plan to keep a file that is replaced; return where."""
        move = kept(self.unit, name, sha256)
        self.moves.append(move)
        return f"submissions/{move.target}"

    def part(self, piece: Piece) -> Kept | None:
        """Take a part-workbook. Two of one area in one run are compared; those of an earlier run are replaced."""
        one, name = piece.arrived, part_name(piece.part, piece.arrived.sha256)
        if self.known(one.sha256):
            if self.lost_part(piece.part, name):
                self.lay_back(piece, name, one.sha256)
            else:
                self.fate(piece, "used", known=True)
            return None
        if self.trial_is_too_late:
            self.fate(piece, "set_aside", found("IN124", unit=self.unit, file=one.path))
            return None
        if self.again(piece, one.sha256):
            return None
        for former, sha256 in sorted(self.holding.parts.items()):
            slot = f"{PARTS}/{former}"
            if former.startswith(f"{piece.part}-") and slot not in self.taken and sha256 != one.sha256:
                self.taken[slot] = one.path
                self.keep(slot, sha256)
        self.fate(piece, "used", target=f"{self.unit}/{name}")
        self.moves.append(Move(one.place, f"{self.unit}/{name}", one.sha256))
        return Kept(name, one.sha256, one.size)

    def lost_part(self, part: str, name: str) -> bool:
        """Whether this part-workbook should lie there, and none of its area does or comes in this run."""
        area = f"{PARTS}/{part}-"
        received = [each.name for one in self.former for each in one.parts if each.name.startswith(area)]
        lying = any(f"{PARTS}/{each}".startswith(area) for each in self.holding.parts)
        coming = any(piece.role == "part" and piece.part == part and not self.known(piece.arrived.sha256) for piece in self.pieces)
        return bool(received) and received[-1] == name and not lying and not coming

    def has_evidence(self, key: str, sha256: str) -> bool:
        """Whether these bytes lie under that key, or did before they were replaced and nobody wants them back."""
        lying = self.holding.evidence.get(key, ("", ""))[1]
        if lying == sha256:
            return True
        replaced = bool(lying) or self.last_evidence(key) != sha256
        wanted_back = self.terms.named and self.evidence_that_came[key] == {sha256} and replaced
        return not wanted_back and self.had_evidence(key, sha256)

    def had_evidence(self, key: str, sha256: str) -> bool:
        """Whether these bytes were receipted under that key."""
        return any(each.sha256 == sha256 and path_key(each.name) == key for one in self.former for each in one.evidence)

    def last_evidence(self, key: str) -> str:
        """Return the SHA-256 of what was received last under that key."""
        return next((each.sha256 for one in reversed(self.former) for each in one.evidence if path_key(each.name) == key), "")

    def lost_evidence(self, key: str) -> set[str]:
        """Return the bytes of this run that should lie under that key where nothing does, nor comes to take their place."""
        came, last = self.evidence_that_came[key], self.last_evidence(key)
        lying = key in self.holding.names or (_above(key) | {key}) & self.holding.blocked
        if last not in came or lying or not self.holding.all_seen:
            return set()
        chosen = {sha256: sha256 for sha256 in came if self.has_evidence(key, sha256)}
        replacing = not self.trial_is_too_late and any(self.rival(other, chosen) is None for other in came - chosen.keys())
        return set() if replacing else {last}

    def unclear_evidence(self) -> frozenset[str]:
        """Return the keys under which this run brings different new bytes, or a file where another needs a folder."""
        new = {key: {sha256 for sha256 in came if not self.has_evidence(key, sha256)} for key, came in self.evidence_that_came.items()}
        new = {key: hashes or self.lost_evidence(key) for key, hashes in new.items()}
        several = {key: hashes for key, hashes in new.items() if len(hashes) > 1}
        for hashes in several.values():
            self.remember(hashes)
        lying = {*(key for key, hashes in new.items() if hashes), *self.holding.names}
        blocked = set().union(*map(_above, lying)) | self.holding.blocked
        return frozenset(key for key, hashes in new.items() if hashes and (key in several or key in blocked or _above(key) & lying))

    def evidence(self, piece: Piece, unclear: frozenset[str]) -> Kept | None:
        """Take a document; one of other bytes under the same path is kept."""
        one, key = piece.arrived, path_key(piece.path)
        if self.has_evidence(key, one.sha256):
            if one.sha256 not in self.lost_evidence(key):
                self.fate(piece, "used", known=True)
            elif key in unclear:
                self.fate(piece, "set_aside", found("IN120", unit=self.unit, file=one.path, path=piece.path))
            else:
                self.lay_back(piece, f"{EVIDENCE}/{piece.path}", f"{EVIDENCE}/{key}")
            return None
        if (why := self.why_not(piece, key, unclear)) is not None:
            self.fate(piece, "set_aside", why, known=why.code in _SETTLED)
            return None
        if self.again(piece, f"{EVIDENCE}/{key}"):
            return None
        name, sha256 = self.holding.evidence.get(key, ("", ""))
        path, told = name or piece.path, None
        if name:
            told = found("IN121", unit=self.unit, file=one.path, path=path, kept=self.keep(f"{EVIDENCE}/{name}", sha256))
        self.fate(piece, "used", told, target=f"{self.unit}/{EVIDENCE}/{path}")
        self.moves.append(Move(one.place, f"{self.unit}/{EVIDENCE}/{path}", one.sha256))
        return Kept(path, one.sha256, one.size)

    def why_not(self, piece: Piece, key: str, unclear: frozenset[str]) -> Finding | None:
        """Return why new evidence is not taken."""
        path = piece.arrived.path
        if self.trial_is_too_late:
            return found("IN124", unit=self.unit, file=path)
        if key in unclear:
            return found("IN120", unit=self.unit, file=path, path=piece.path)
        chosen = {sha256: piece.path for sha256 in self.evidence_that_came[key] if self.has_evidence(key, sha256)}
        preferred = self.rival(piece.arrived.sha256, chosen)
        return None if preferred is None else found("IN123", unit=self.unit, file=path, name=preferred)

    def receipt(self, delivery: Delivery, workbook: Kept | None, parts: tuple[Kept, ...], evidence: tuple[Kept, ...]) -> None:
        """Write the receipt of a delivery, and say so where it came late."""
        terms, due = self.terms, self.terms.due[self.unit]
        late = terms.received > due
        if late and terms.kind == "official":
            day, last, days = f"{terms.received:%d/%m/%Y}", f"{due:%d/%m/%Y}", (terms.received - due).days
            self.findings.append(found("IN105", unit=self.unit, file=delivery.source, received=day, due=last, days=days))
        self.receipts.append(
            Receipt(terms.received, terms.via, terms.ref, terms.kind, delivery.source, delivery.sha256, workbook, evidence, late, parts)
        )


def _above(key: str) -> set[str]:
    """Return the keys of the folders above a file."""
    return {key.rsplit("/", depth)[0] for depth in range(1, key.count("/") + 1)}
