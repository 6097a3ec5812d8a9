"""The one description of the sheets on which points are appraised and decided: columns, what they hold, what may be entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Literal

import yaml

from parcli import shipped
from parcli.core.scoring.outcome import Ruling, Stage

IDENTITY_NAME: Final = "parcli_appraisal"
IDENTITY_CELL: Final = "A1"
HEADING_ROW: Final = 5
FIRST_ROW: Final = HEADING_ROW + 1
OPENED_ROW: Final = 3
"""The row of the hidden sheet from which on stands what the workbook opens."""
OPENED_COLUMNS: Final = ("unit", "item", "maximum", "entered", "own")
MADE_FROM_COLUMNS: Final = ("unit", "sha256")
MADE_FROM_AT: Final = len(OPENED_COLUMNS) + 1
"""The first column (from 0) of the list of the units' workbooks, behind one that stays blank."""

ColumnKind = Literal["text", "number", "link", "choice", "long"]
_KINDS: Mapping[str, ColumnKind] = {
    "maximum": "number", "self": "number", "former": "number", "second": "number", "points": "number",
    "link_1": "link", "link_2": "link", "link_3": "link", "ruling": "choice",
}  # fmt: skip
ENTRIES: Mapping[Stage, tuple[str, ...]] = {
    "round_1": ("points", "ruling", "reason", "request"),
    "round_2": ("points", "ruling", "reason", "request"),
    "council": ("points", "ruling", "reason", "decision"),
}
"""The columns of each form into which people write."""
KEYS: Final = ("unit", "item")
REQUIRED: Final = (*KEYS, "points", "reason", "decision")
"""The columns without which a sheet says nothing; those of them that its form has."""

COUNTED: Final = ("members", "present", "written")
"""The single values that are whole numbers: the members of the Council in all, those present, those who agreed in writing."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, how it is headed, how wide it is, what its cells hold, and whether people write into it."""

    name: str
    heading: str
    width: float
    kind: ColumnKind
    editable: bool


@dataclass(frozen=True, slots=True)
class Form:
    """The sheet of one stage. ``fields`` are the labels of a further sheet of single values, by name; none where it has none.

    ``verdict`` are the words of the line under them that says whether enough members took part.
    """

    stage: Stage
    sheet: str
    title: str
    columns: tuple[Column, ...]
    guide: tuple[str, ...]
    fields_sheet: str = ""
    fields_title: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    verdict: Mapping[str, str] = field(default_factory=dict)

    def headings(self) -> dict[str, str]:
        """Return the headings by the names of their columns."""
        return {column.name: column.heading for column in self.columns}

    def place(self, name: str) -> int:
        """Return a column's place from 0. Raises StopIteration for one that the form has not."""
        return next(place for place, column in enumerate(self.columns) if column.name == name)

    def has(self, name: str) -> bool:
        """Whether the form has a column."""
        return any(column.name == name for column in self.columns)


@lru_cache(maxsize=1)
def standing_words() -> Mapping[str, Any]:
    """Return the words of the workbooks, which an office may change. Raises OSError when they are missing."""
    content = (shipped.folder("templates") / "appraisal" / "vi.yaml").read_text("utf-8")
    words: Mapping[str, Any] = yaml.load(content, Loader=yaml.CSafeLoader)
    return words


def forms() -> dict[Stage, Form]:
    """Return the form of every stage."""
    return {stage: form(stage) for stage in ENTRIES}


def form(stage: Stage) -> Form:
    """Return the form of a stage."""
    said = standing_words()["forms"][stage]
    columns = tuple(
        Column(name, each["heading"], float(each["width"]), _KINDS.get(name, "text"), name in ENTRIES[stage])
        for name, each in said["columns"].items()
    )
    further = said.get("fields", {})
    return Form(
        stage, said["sheet"], said["title"], columns, tuple(said["guide"]),
        further.get("sheet", ""), further.get("title", ""), further.get("labels", {}), further.get("verdict", {}),
    )  # fmt: skip


def ruling_words() -> dict[Ruling, str]:
    """Return what may stand under ``Không áp dụng``."""
    words: dict[Ruling, str] = dict(standing_words()["rulings"])
    return words
