"""What a unit returned, read but not yet scored: each answer with its cell, its raw text and its value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from parcli.core.edition import Kind
from parcli.core.expr import Value

NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands in one input cell. ``value`` is None when it is blank or refused; ``blank`` tells the two apart."""

    cell: str
    raw: str
    value: Value
    blank: bool = False
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class SelfAssessment:
    """A unit's record of one item: its answers by input name, its claim, its explanation, and the points its sheet shows.

    ``claim`` is a reason for which the item does not apply; ``claim_refused`` says that the claim cannot stand,
    so that the item is neither applicable nor not: its points are unknown.
    """

    code: str
    cell: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    claim: Kind | None = None
    claim_refused: bool = False
    explanation: str = ""
    shown: Fraction | None = None

    def inputs(self) -> dict[str, Value]:
        """Return the values that the rule reads."""
        return {name: answer.value for name, answer in self.answers.items()}


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of the evidence register: an item, a file, and what the unit says of the document."""

    cell: str
    item: str
    name: str
    kind: str = ""
    number: str = ""
    issued: date | None = None
    issuer: str = ""
    subject: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """A unit's whole return: its workbook by path and hash, its records by item, its register and its difficulties."""

    unit: str
    path: str
    sha256: str
    size: int
    records: Mapping[str, SelfAssessment]
    register: tuple[RegisterRow, ...] = ()
    difficulties: tuple[tuple[str, str], ...] = ()
