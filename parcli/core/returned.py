"""A returned workbook as plain values: what stands in which cell, and how the file differs from the one that was sent.

Nothing here is judged. The reader gathers, the checks decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from parcli.core import points

Raw = str | bool | int | float | datetime | date | time | timedelta | None
ChangeKind = Literal[
    "text", "maximum", "overwritten", "formula", "merged", "hidden_row", "given_points",
    "hidden_column", "hidden_sheet", "shown_sheet", "sheet_gone", "sheet_added", "validation", "standing",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's address and content. ``formula`` is set when it holds one; ``error`` when it shows an error value.

    ``doubt`` says that two readers read it differently: it holds something, and nothing of it is known.
    """

    sheet: str
    address: str
    raw: Raw = None
    formula: str | None = None
    error: bool = False
    doubt: bool = False

    @property
    def text(self) -> str:
        """What it holds, as text to show."""
        if self.raw is None:
            return ""
        if isinstance(self.raw, datetime):
            return f"{self.raw:%d/%m/%Y}" if self.raw.time() == time() else f"{self.raw:%d/%m/%Y %H:%M}"
        if isinstance(self.raw, float):
            return f"{self.raw:.15g}"
        return str(self.raw)

    @property
    def shown(self) -> str:
        """What it holds, as a Vietnamese sheet shows it: the formula if there is one, a number with a decimal comma."""
        return self.formula or (points.with_comma(self.text) if isinstance(self.raw, float) else self.text)

    @property
    def blank(self) -> bool:
        """Whether nothing was entered."""
        return self.formula is None and not self.doubt and (self.raw is None or (isinstance(self.raw, str) and not self.raw.strip()))


@dataclass(frozen=True, slots=True)
class Change:
    """One difference from the workbook that was sent: where, and what was expected and found there."""

    kind: ChangeKind
    key: str
    column: str
    sheet: str
    cell: str
    expected: str = ""
    found: str = ""


Aspect = Literal["added", "look", "layout", "moved", "sheets", "lists", "colouring", "protection", "settings", "stored", "notes", "identity"]
"""What of a workbook differs: standing cells, cells that were blank, what hides a cell, rows, columns and merges, and so on."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs outside the entries, one for each aspect and sheet: the first place, how many there are, and what stood there."""

    aspect: Aspect
    sheet: str
    cell: str
    count: int = 1
    expected: str = ""
    found: str = ""


IDENTITY_KEY = "@identity"
"""The key under which a doubt about the cell with the identity is kept."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place that two readers read differently: both readings, as text, and the key of its row where it has one.

    ``cell`` is "" where it is the sheet itself that only one of them finds.
    """

    sheet: str
    cell: str
    key: str
    first: str
    second: str


_FORMAT = "parcli-workbook-1"


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose workbook it is and from which definition it was made.

    ``part`` names the areas that a part-workbook holds, with + between them; it is blank in a whole workbook.
    """

    edition: str
    version: str
    cycle: str
    block: str
    unit: str
    digest: str
    part: str = ""

    def text(self) -> str:
        """Write it as one line of text."""
        whole = f"{_FORMAT};{self.edition};{self.version};{self.cycle};{self.block};{self.unit};{self.digest}"
        return f"{whole};{self.part}" if self.part else whole

    @classmethod
    def parse(cls, text: str) -> Identity | None:
        """Read it back; None where the text is no identity of this kind."""
        parts = text.strip().strip('"').split(";")
        if len(parts) not in (7, 8) or parts[0] != _FORMAT or not parts[-1]:  # the mark, six parts, and perhaps the areas
            return None
        return cls(*parts[1:])


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file could not be read as a workbook: the finding's code and its values."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A line of the evidence register as it stands."""

    row: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Returned:
    """One returned file. ``problems`` that are there alone mean that nothing else could be read.

    ``rows`` holds the cells of each key by column; ``shown`` the values that the sheet shows as points.
    ``layout`` says by which of the layouts it was read: 0 is the present one, the others were sent earlier.
    ``doubts`` are the places that two readers read differently.
    ``check_code`` is the one over the cells that were read, ``shown_check_code`` the one that the workbook's own formula
    last showed; "" where it shows none.
    """

    path: str
    sha256: str
    size: int
    problems: tuple[Problem, ...] = ()
    readable: bool = False
    identities: Mapping[str, str] = field(default_factory=dict)
    missing_sheets: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    missing_keys: tuple[str, ...] = ()
    repeated_keys: tuple[tuple[str, str], ...] = ()
    unknown_keys: tuple[tuple[str, str], ...] = ()
    rows: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    shown: Mapping[str, Cell] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    register: tuple[RegisterLine, ...] = ()
    difficulties: tuple[tuple[str, str], ...] = ()
    layout: int = 0
    check_code: str = ""
    shown_check_code: str = ""
    differences: tuple[Difference, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def without_cells(self) -> Returned:
        """Return it without its cells and what differs in them: what is left says which file it is and what became of it."""
        return replace(self, rows={}, shown={}, changes=(), register=())

    def identity(self) -> Identity | None:
        """Return the identity when every place that holds one says the same, else None."""
        read = {Identity.parse(text) for text in self.identities.values()}
        return next(iter(read)) if len(read) == 1 else None
