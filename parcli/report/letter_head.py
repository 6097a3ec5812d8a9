"""The standing parts of a letter's form: bodies, number, addressee, bases, who signs (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II)."""

from __future__ import annotations

from dataclasses import dataclass

from parcli.core import words
from parcli.core.agencies import PEOPLES_COMMITTEE, printed_above
from parcli.core.cycle import Cycle, Unit
from parcli.core.edition import Edition
from parcli.report.wording import Wording

_WHOLE_NAME = "ỦY BAN NHÂN DÂN"
_LONGEST_ABBREVIATION = 10
# Who leads a body, by how its name begins; the rest of the units have a "thủ trưởng".
_LEADERS = {
    "sở ": "director", "văn phòng ": "chief_of_office", "thanh tra ": "chief_inspector", "ban ": "head",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Basis:
    """A paper on which a letter rests, and the sign that ends its line."""

    text: str
    end: str


@dataclass(frozen=True, slots=True)
class Head:
    """Everything above, around and below the text of a letter: of a unit's report, of the authority's notice.

    `unit` is the unit that it is about. `superior` is empty where none is printed; `abbreviation` where the cycle states none. `leader` may have two lines.
    """

    superior: str
    issuer: str
    unit: str
    abbreviation: str
    index_title: str
    year: str
    addressee: str
    bases: tuple[Basis, ...]
    leader: str


def head(edition: Edition, cycle: Cycle, unit: Unit, wording: Wording) -> Head:
    """Return the standing parts of a unit's report to the authority."""
    return _head(edition, cycle, _Issuer(unit.name, abbreviation(unit)), unit.name, cycle.authority, wording)


def authority_head(edition: Edition, cycle: Cycle, unit: Unit, wording: Wording) -> Head:
    """Return the standing parts of what the authority writes to a unit."""
    return issued_by(edition, cycle, cycle.authority, unit.name, wording)


def issued_by(edition: Edition, cycle: Cycle, issuer: str, addressee: str, wording: Wording) -> Head:
    """Return the standing parts of what a body writes. Its letters are known where it is a unit of the cycle, or a People's Committee."""
    own = cycle.named(issuer)
    letters = abbreviation(own) if own is not None else "UBND" if PEOPLES_COMMITTEE.match(words.tidy(issuer)) else ""
    return _head(edition, cycle, _Issuer(issuer, letters), addressee, addressee, wording)


@dataclass(frozen=True, slots=True)
class _Issuer:
    """Who writes, and by which letters he signs."""

    name: str
    abbreviation: str


def _head(edition: Edition, cycle: Cycle, issuer: _Issuer, unit: str, addressee: str, wording: Wording) -> Head:
    name = words.tidy(issuer.name)
    committee = PEOPLES_COMMITTEE.match(name)
    bases = [text for text in (cycle.bases.decision or edition.basis, cycle.bases.plan, cycle.bases.guide) if text]
    return Head(
        superior=printed_above(cycle.superior, name),
        issuer=f"{_WHOLE_NAME}\n{name[committee.end() :].upper()}" if committee else name.upper(),
        unit=unit,
        abbreviation=issuer.abbreviation,
        index_title=edition.index_title,
        year=str(cycle.year),
        addressee=addressee,
        bases=tuple(Basis(text, "." if place == len(bases) else ";") for place, text in enumerate(bases, start=1)),
        leader=wording.text(f"letter.leader.{_leader(issuer.name)}"),
    )


def abbreviation(unit: Unit) -> str:
    """Return the letters by which a unit signs: an alias made of letters alone, mostly capitals; UBND for a People's Committee."""
    if PEOPLES_COMMITTEE.match(words.tidy(unit.name)):
        return "UBND"
    return next((alias for alias in unit.aliases if _is_abbreviation(alias)), "")


def _is_abbreviation(alias: str) -> bool:
    return alias.isalpha() and 1 < len(alias) <= _LONGEST_ABBREVIATION and sum(map(str.isupper, alias)) > len(alias) / 2


def _leader(issuer: str) -> str:
    if PEOPLES_COMMITTEE.match(words.tidy(issuer)):
        return "chair"
    name = words.key(issuer)
    return next((leader for start, leader in _LEADERS.items() if name.startswith(start)), "other")
