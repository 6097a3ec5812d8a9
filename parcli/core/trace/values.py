"""What is known of a unit when its scores are explained, and the lines that an explanation is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from parcli.core.appraisal import Appraisal
from parcli.core.cycle import Exemption, Unit
from parcli.core.edition import Block, Policies
from parcli.core.expr import Formula, Value
from parcli.core.figures import FigureSource
from parcli.core.findings import Finding
from parcli.core.returns import SecondReturn
from parcli.core.scoring import ItemResult, UnitResult, rescale_factor
from parcli.core.scoring.totals import maxima, rescalable, rescaled_away
from parcli.core.submission import RegisterRow, SelfAssessment
from parcli.core.sufficiency import ItemEvidence

Part = Literal["self", "evidence", "round_1", "supplement", "round_2", "council", "survey", "decided", "total"]
"""A stage of a score's way, in the order in which it is told."""
Told = Fraction | int | str | date | Formula


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file in the cycle folder with its SHA-256, a sheet, a cell; "" for what does not apply."""

    file: str = ""
    sha256: str = ""
    sheet: str = ""
    cell: str = ""


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to tell: the key of its sentence with its values, its place, the points it is about, and what a person wrote.

    ``about`` is a finding that is told in its own words, where there is one.
    """

    part: Part
    key: str
    values: Mapping[str, Told] = field(default_factory=dict)
    place: Place = NOWHERE
    figure: Fraction | None = None
    reason: str = ""
    about: Finding | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of a unit: its result, what it returned, what was said of it, and the files behind all of that.

    ``sheet`` is the name of the scoring sheet, ``hashes`` the SHA-256 of every file by its path in the cycle.
    """

    unit: Unit
    block: Block
    policies: Policies
    result: UnitResult
    records: Mapping[str, SelfAssessment] | None = None
    workbook: Place = NOWHERE
    sheet: str = ""
    register: tuple[RegisterRow, ...] = ()
    evidence: tuple[ItemEvidence, ...] = ()
    folder: str = ""
    findings: tuple[Finding, ...] = ()
    exemptions: Mapping[str, Exemption] = field(default_factory=dict)
    appraisal: Appraisal = field(default_factory=Appraisal)
    figures: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    sources: tuple[FigureSource, ...] = ()
    second: SecondReturn | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)
    provisional: bool = False

    def item(self, code: str) -> ItemResult:
        """Return the result of an item. Raises KeyError."""
        for one in self.result.items:
            if one.code == code:
                return one
        raise KeyError(code)

    def record(self, code: str) -> SelfAssessment | None:
        """Return what the unit entered for an item, if anything was read."""
        return (self.records or {}).get(code)

    def at(self, file: str, sheet: str = "", cell: str = "") -> Place:
        """Return a place with the hash of its file."""
        return Place(file, self.hashes.get(file, ""), sheet, cell)

    def cell(self, address: str) -> Place:
        """Return a cell of the unit's scoring sheet."""
        return Place(self.workbook.file, self.workbook.sha256, self.sheet, address)


@dataclass(frozen=True, slots=True)
class Rescaling:
    """What rescaling divides: the maxima of the non-survey points items (M), and of those among them that were taken out."""

    whole: Fraction
    removed: Fraction
    factor: Fraction | None

    @classmethod
    def of(cls, result: UnitResult) -> Rescaling:
        """Return the rescaling of a unit's points."""
        whole, removed = maxima(rescalable(result.items)), maxima(rescaled_away(result.items))
        return cls(whole, removed, rescale_factor(result.items))


@dataclass(frozen=True, slots=True)
class ItemTrace:
    """The way of one score."""

    unit: Unit
    result: ItemResult
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class TotalTrace:
    """The way from a unit's items to its total and its index."""

    unit: Unit
    result: UnitResult
    lines: tuple[Line, ...]
