"""The one description of the register's workbook: which sheets, which columns, what their cells hold. Writer and reader walk it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

import yaml

from parcli import shipped
from parcli.core.cycle import Cycle
from parcli.core.edition import Edition, Kind
from parcli.core.findings import CATALOGUE
from parcli.core.register import LISTS, MODELS, Line
from parcli.core.waivers import NEVER

IDENTITY_NAME: Final = "parcli_setup"
IDENTITY_CELL: Final = "A1"
HEADING_ROW: Final = 4
FIRST_ROW: Final = HEADING_ROW + 1
REQUIRED_MARK: Final = " (*)"
_FORMAT: Final = "parcli-setup-1"

CellKind = Literal["text", "lines", "several", "day", "choice", "shown"]
# What a column holds where it is not plain text, and the list from which its cells are chosen.
_KINDS: Mapping[str, CellKind] = {
    "contact": "lines", "decision": "lines",
    "aliases": "several", "successor_of": "several", "extended_to": "day", "valid_from": "day", "valid_to": "day", "date": "day", "until": "day",
    "block": "choice", "kind": "choice", "state": "choice", "unit_name": "shown", "item_title": "shown",
}  # fmt: skip
_CHOSEN_FROM = ("block", "kind", "state", "unit", "item", "code")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the files, what its cells hold, and how it is headed."""

    name: str
    kind: CellKind
    heading: str
    note: str
    width: float
    required: bool

    @property
    def chosen(self) -> bool:
        """Whether its cells have a list to choose from."""
        return self.name in _CHOSEN_FROM


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: one of the four lists."""

    name: str
    title: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> tuple[int, Column]:
        """Return a column by its name in the files, with its place from 0. Raises StopIteration for an unknown one."""
        return next((place, each) for place, each in enumerate(self.columns) if each.name == name)


@dataclass(frozen=True, slots=True)
class Layout:
    """The workbook of one cycle. ``choices``: for each chosen column, what may stand in the file and the words on the sheet."""

    sheets: Mapping[str, Sheet]
    choices: Mapping[str, Mapping[str, str]]
    also: Mapping[str, str]
    cycle: str
    edition: str
    year: int
    deadline: str
    words: Mapping[str, Any]


def build(cycle: Cycle, edition: Edition) -> Layout:
    """Describe the workbook of a cycle."""
    words = standing_words()
    deadline = f"{cycle.deadline:%d/%m/%Y}"
    items = dict.fromkeys(item.code for block in edition.blocks for item in block.items(cycle.year))
    choices = {
        "block": {block.id: block.id for block in edition.blocks},
        "kind": {kind.value: kind.label for kind in Kind},
        "state": dict(words["states"]),
        "item": {code: code for code in items},
        "code": {code: code for code in CATALOGUE if code.startswith(("WB", "SC", "EV", "RS")) and code not in NEVER},
    }
    sheets = {name: _sheet(name, words, deadline) for name in LISTS}
    titles = {block.title: block.id for block in edition.blocks}
    return Layout(sheets, choices, titles, cycle.cycle, edition.id, cycle.year, deadline, words)


def _sheet(name: str, words: Mapping[str, Any], deadline: str) -> Sheet:
    said = words["sheets"][name]
    columns = tuple(_column(name, key, each, words["shown_only"], deadline) for key, each in said["columns"].items())
    return Sheet(said["sheet"], said["title"], columns)


def _column(sheet: str, name: str, said: Mapping[str, Any], shown_only: str, deadline: str) -> Column:
    kind = _KINDS.get(name, "text")
    model = MODELS[sheet].model_fields.get(name)
    required = model is not None and model.is_required()
    mark = f" ({shown_only})" if kind == "shown" else REQUIRED_MARK if required else ""
    return Column(name, kind, said["heading"] + mark, said.get("note", "").format(deadline=deadline), float(said["width"]), required)


@lru_cache(maxsize=1)
def standing_words() -> Mapping[str, Any]:
    """Return the words of the workbook, which an office may change. Raises OSError when they are missing."""
    content = (shipped.folder("templates") / "setup" / "vi.yaml").read_text("utf-8")
    words: Mapping[str, Any] = yaml.load(content, Loader=yaml.CSafeLoader)
    return words


def digest(lists: Mapping[str, Sequence[Line]]) -> str:
    """Return a short hash of the register's content, however its files are written."""
    content = json.dumps({name: [dict(line) for line in lines] for name, lines in lists.items()}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def identity(layout: Layout, content: str) -> str:
    """Return the text by which a workbook is known to be this cycle's, made from a register with this digest."""
    return f"{_FORMAT};{layout.cycle};{layout.edition};{content}"


def parsed(text: str) -> tuple[str, str, str] | None:
    """Read an identity: cycle, edition and digest; None where it is none."""
    parts = text.strip().strip('"').split(";")
    return (parts[1], parts[2], parts[3]) if len(parts) == 4 and parts[0] == _FORMAT else None  # noqa: PLR2004 - the mark and three parts
