"""What an appraisal workbook is made of, as plain values: rows, links, what may be entered, and further tables to read in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from urllib.parse import quote

from parcli.appraisal.layout import Form
from parcli.core.appraisal import Open, OpenedRow, SheetIdentity

Value = Fraction | str
Entered = Mapping[str, Value]
"""What somebody entered in a row, by column; in the further sheet of a form, by field."""
_UP = "../"
_LONGEST_TARGET = 2000
"""Excel takes no longer address, in signs."""
UPWARD = 2
"""How many folders a workbook lies beneath the cycle folder: ``appraisal/round-1/``."""


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that opens a file: the words it shows, and the file's path in the cycle folder."""

    text: str
    path: str

    def target(self, upward: int) -> str | None:
        """Return the address relative to a workbook so many folders beneath the cycle folder; None where it is too long for a link."""
        address = _UP * upward + quote(self.path, errors="surrogateescape")
        return address if len(address) <= _LONGEST_TARGET else None


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what it opens, the cells that are shown by column, and what may be entered.

    ``least`` and ``most`` are the lowest and the highest figure that may be given, ``step`` the step in which, None where
    there is none. ``claimed``: the unit says that the item does not apply, so that there is something to answer.
    """

    opened: OpenedRow
    cells: Mapping[str, Value | Link]
    most: Fraction
    step: Fraction | None = None
    least: Fraction = Fraction()
    claimed: bool = False

    @property
    def key(self) -> Open:
        """The unit and the item."""
        return self.opened.unit, self.opened.item


@dataclass(frozen=True, slots=True)
class Table:
    """A further sheet that is only read."""

    sheet: str
    title: str
    headings: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[Value | Link, ...], ...]


@dataclass(frozen=True, slots=True)
class Free:
    """Rows in which unit and item are still to be chosen: how many, from which units and items, and what is known of each pair.

    ``known`` holds, for each unit and item: the unit's name, the title, the maximum, the unit's own points, those of both
    rounds; "" where there are none. It is looked up from columns of at most ``band`` rows. Without it nothing is shown.
    """

    count: int
    units: tuple[str, ...]
    items: tuple[str, ...]
    known: Mapping[Open, tuple[Value, ...]]
    band: int


@dataclass(frozen=True, slots=True)
class Content:
    """A whole workbook. ``facts`` fill the standing words; ``upward`` is how deep in the cycle folder it will lie."""

    form: Form
    identity: SheetIdentity
    facts: Mapping[str, str]
    subject: str
    banner: str
    rows: tuple[Row, ...]
    made_from: Mapping[str, str]
    tables: tuple[Table, ...] = ()
    hidden: frozenset[str] = frozenset()
    upward: int = UPWARD
    reasons: tuple[str, ...] = ()
    free: Free | None = None


@dataclass(frozen=True, slots=True)
class Entries:
    """What an appraiser entered, by unit and item, and in the further sheet; for rehearsals and tests."""

    rows: Mapping[Open, Entered] = field(default_factory=dict)
    fields: Entered = field(default_factory=dict)


NONE = Entries()
