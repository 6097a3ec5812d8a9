"""An appraisal workbook as plain values: what it opens, and what stands in which cell. Nothing here is judged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import get_args

from parcli.core.returned import Cell, Problem
from parcli.core.scoring.outcome import Stage

_FORMAT = "parcli-appraisal-1"
_DIGEST = 16


@dataclass(frozen=True, slots=True)
class SheetIdentity:
    """For which stage of which cycle a workbook was made, from which edition, and what it is about.

    ``subject`` names what it opens: a unit, or a block and its area. ``digest`` is a hash of the rows that it opens.
    """

    stage: Stage
    cycle: str
    edition: str
    version: str
    subject: str
    digest: str

    def text(self) -> str:
        """Write it as one line of text."""
        return f"{_FORMAT};{self.stage};{self.cycle};{self.edition};{self.version};{self.subject};{self.digest}"

    @classmethod
    def parse(cls, text: str) -> SheetIdentity | None:
        """Read it back; None where the text is no identity of this kind."""
        parts = text.strip().strip('"').split(";")
        if len(parts) != 7 or parts[0] != _FORMAT:  # noqa: PLR2004 - the mark and six parts
            return None
        stage: Stage | None = next((each for each in get_args(Stage) if each == parts[1]), None)
        return None if stage is None else cls(stage, *parts[2:])

    @property
    def major(self) -> str:
        """The major version of the edition."""
        return self.version.partition(".")[0]


@dataclass(frozen=True, slots=True)
class OpenedRow:
    """A row that a workbook opens: a unit's item as it was then.

    ``maximum`` and the unit's ``own`` points are plain decimals, ``own`` blank where it had none; ``entered`` is a short
    hash of what the unit entered for the item.
    """

    unit: str
    item: str
    maximum: str
    entered: str = ""
    own: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a workbook opens, and the SHA-256 of the unit's workbook that each unit's rows were made from."""

    rows: tuple[OpenedRow, ...] = ()
    made_from: Mapping[str, str] = field(default_factory=dict)

    def digest(self) -> str:
        """Return a short hash of it, by which a hidden sheet that was changed is known."""
        content = [[(row.unit, row.item, row.maximum, row.entered, row.own) for row in self.rows], sorted(self.made_from.items())]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:_DIGEST]


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line under the headings: its row from 1 and its cells by column."""

    row: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class AppraisalSheet:
    """One file of the folder ``appraisal/``. ``problems`` that are there alone mean that nothing else could be read.

    ``identities`` holds the texts found in the three places (``cell``, ``name``, ``property``). ``fields`` are the cells of
    the further sheet that a form may have (the Council's minutes), by their names.
    """

    path: str
    sha256: str
    size: int
    problems: tuple[Problem, ...] = ()
    readable: bool = False
    identities: Mapping[str, str] = field(default_factory=dict)
    opening: Opening = field(default_factory=Opening)
    sheet: str = ""
    missing_sheets: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[SheetLine, ...] = ()
    fields: Mapping[str, Cell] = field(default_factory=dict)

    def identity(self) -> SheetIdentity | None:
        """Return the identity when every place that holds one says the same, else None."""
        read = {SheetIdentity.parse(text) for text in self.identities.values()}
        return next(iter(read)) if len(read) == 1 else None
