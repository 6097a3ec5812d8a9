"""A return as far as two can be compared, and what a comparison gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from parcli.core.findings import Finding
from parcli.core.returned import Returned
from parcli.core.returns.entries import ValueChange
from parcli.core.returns.gains import PointsChange
from parcli.core.returns.lines import FileChange, LineChange
from parcli.core.returns.matching import Matched
from parcli.core.scoring import ItemResult
from parcli.core.submission import RegisterRow, SelfAssessment


@dataclass(frozen=True, slots=True)
class State:
    """One return: its workbook as read, its records and points in present terms, its register, what was found in the workbook.

    ``total`` is the unit's own points (points areas, after rescaling), None while unknown. ``files`` are path and SHA-256
    of the evidence; those of a former return are not kept together and stay empty.
    """

    unit: str
    one: Returned
    records: Mapping[str, SelfAssessment]
    items: tuple[ItemResult, ...]
    total: Fraction | None
    register: tuple[RegisterRow, ...]
    findings: tuple[Finding, ...]
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the former workbook lies in the cycle folder, its hash, and its receipt as far as there is one."""

    path: str
    sha256: str
    received: str = ""
    via: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Between:
    """What lies between two returns. ``totals`` are the unit's own points before and now, None where unknown.

    ``evidence_known`` says whether it is known what evidence there was before; ``not_compared`` are items that only one of
    the workbooks asks for as they are now.
    """

    unit: str
    origin: Origin
    path: str
    sha256: str
    findings: Matched
    values: tuple[ValueChange, ...]
    points: tuple[PointsChange, ...]
    totals: tuple[Fraction | None, Fraction | None]
    register: tuple[LineChange, ...]
    evidence: tuple[FileChange, ...]
    evidence_known: bool
    not_compared: tuple[str, ...] = ()

    @property
    def unchanged(self) -> bool:
        """Whether nothing was entered, registered or handed in otherwise, as far as is known."""
        return not (self.values or self.register or self.evidence)

    @property
    def gain(self) -> Fraction | None:
        """By how much the unit's own total grew; None where one of the totals is unknown."""
        before, now = self.totals
        return None if before is None or now is None else now - before

    @property
    def gained(self) -> Fraction | None:
        """The sum of the items' gains that are known, bonus and penalty items too, before rescaling and caps.

        None where points changed and none of the gains is known; ``without_gain`` says how many items the sum leaves out.
        """
        known = [one.gain for one in self.points if one.gain is not None]
        return None if self.points and not known else sum(known, Fraction())

    @property
    def without_gain(self) -> int:
        """How many items changed by points that cannot be told, since one of the two is unknown or out of the sum."""
        return sum(one.gain is None for one in self.points)


@dataclass(frozen=True, slots=True)
class SecondReturn:
    """A unit that returned a workbook before the present one, and how the two compare.

    ``same_file``: the same bytes came again; ``unknown``: several came before and no receipt tells which was the last;
    ``unreadable``: one of the two gives no entries to compare. ``between`` is there for the first two states alone.
    """

    unit: str
    block: str
    state: Literal["compared", "same_file", "unknown", "unreadable"]
    origin: Origin | None = None
    between: Between | None = None
