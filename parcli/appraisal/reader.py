"""From a returned appraisal workbook to plain values. Columns are found by heading, rows by what they say; nothing is judged here."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from parcli import container
from parcli.appraisal import layout
from parcli.appraisal.layout import Form
from parcli.container import Book, SecondReaderFailed
from parcli.core import words
from parcli.core.appraisal import AppraisalSheet, OpenedRow, Opening, SheetIdentity, SheetLine, Stage
from parcli.core.limits import Limits
from parcli.core.returned import Cell, Doubt, Problem

_WITHIN = 30
"""Rows in which the headings are looked for."""
_NO_OPENING = Opening()
Rows = Mapping[int, Mapping[int, Any]]
"""The filled cells of a sheet by row and column, both from 1."""


def read(content: bytes, path: str, forms: Mapping[Stage, Form], limits: Limits) -> AppraisalSheet:
    """Read a workbook's bytes by the form of the stage that it says it is for; ``path`` is its place in the cycle."""
    digest = hashlib.sha256(content).hexdigest()
    seen = container.examine(content, limits)
    problems = seen.problems
    if not seen.may_open:
        return AppraisalSheet(path, digest, len(content), problems)
    try:
        return _Reading(Book(content, seen.errors, limits), forms, limits).result(path, digest, len(content), problems)
    except MemoryError:
        raise
    except SecondReaderFailed as failure:
        return AppraisalSheet(path, digest, len(content), (*problems, Problem("WB142", (("reason", str(failure)),))))
    except Exception as error:  # noqa: BLE001 - whatever a library raises on a strange file is a finding about that file
        return AppraisalSheet(path, digest, len(content), (*problems, Problem("WB105", (("reason", type(error).__name__),))))


class _Reading:
    """One pass over an opened workbook."""

    def __init__(self, both: Book, forms: Mapping[Stage, Form], limits: Limits) -> None:
        self.both, self.book, self.forms, self.limits = both, both.first, forms, limits
        self.sheets = both.titles
        self.doubts: list[Doubt] = []

    def result(self, path: str, digest: str, size: int, problems: tuple[Problem, ...]) -> AppraisalSheet:
        identities = self.identities()
        identity = next((one for text in identities.values() if (one := SheetIdentity.parse(text)) is not None), None)
        form = self.forms.get(identity.stage) if identity is not None else None
        if form is None:
            return AppraisalSheet(path, digest, size, problems, readable=True, identities=identities)
        opening, sheet = self.opening(), self.sheets.get(words.key(form.sheet))
        if sheet is None:
            return AppraisalSheet(path, digest, size, problems, True, identities, opening, form.sheet, missing_sheets=(form.sheet,))
        rows = _rows(self.book[sheet])
        heading, places = _headed(rows, form)
        headings = form.headings()
        lines, fields = tuple(self.lines(sheet, rows, heading, places)), self.fields(form)
        doubt = self.doubt()
        if doubt is not None:
            return AppraisalSheet(path, digest, size, (*problems, doubt))
        return AppraisalSheet(
            path, digest, size, problems, True, identities, opening, sheet,
            missing_columns=tuple(headings[name] for name in layout.REQUIRED if name not in places and name in headings),
            columns={name: _letter(place) for name, place in places.items()},
            lines=lines,
            fields=fields,
        )  # fmt: skip

    def doubt(self) -> Problem | None:
        """Return the first cell that was taken and that the two readers read differently: then nothing of the file is taken."""
        hidden = layout.standing_words()["lists"]
        standing = self.both.sheet(hidden).doubts() if self.both.has(hidden) else iter(())
        one = next(chain(self.doubts, standing), None)
        return None if one is None else Problem("WB140", (("first", one.first), ("second", one.second), ("what", f"{one.sheet}!{one.cell}")))

    def identities(self) -> dict[str, str]:
        """Return the identity texts by place: cell, name, property."""
        places: dict[str, str] = {}
        hidden = self.sheets.get(words.key(layout.standing_words()["lists"]))
        if hidden is not None:
            places["cell"] = str(self.book[hidden][layout.IDENTITY_CELL].value or "")
        named = self.book.defined_names.get(layout.IDENTITY_NAME)
        if named is not None:
            places["name"] = str(named.attr_text or "").strip('"')
        for each in self.book.custom_doc_props.props:
            if each.name == layout.IDENTITY_NAME:
                places["property"] = str(each.value or "")
        return {place: text for place, text in places.items() if text}

    def opening(self) -> Opening:
        """Return what the hidden sheet says that the workbook opens."""
        hidden = self.sheets.get(words.key(layout.standing_words()["lists"]))
        if hidden is None:
            return _NO_OPENING
        rows = _rows(self.book[hidden])
        opened: list[OpenedRow] = []
        made_from: dict[str, str] = {}
        for row, cells in rows.items():
            if row < layout.OPENED_ROW:
                continue
            values = {name: _text(cells.get(place)) for place, name in enumerate(layout.OPENED_COLUMNS, start=1)}
            if values["unit"] and values["item"]:
                opened.append(OpenedRow(**values))
            whose, sha256 = (_text(cells.get(layout.MADE_FROM_AT + 1 + place)) for place in range(len(layout.MADE_FROM_COLUMNS)))
            if whose:
                made_from[whose] = sha256
        return Opening(tuple(opened), made_from)

    def lines(self, sheet: str, rows: Rows, heading: int, places: Mapping[str, int]) -> Iterator[SheetLine]:
        for row, cells in rows.items():
            if row <= heading or not any(place in cells for place in places.values()):
                continue
            yield SheetLine(row, {name: self.cell(sheet, row, place) for name, place in places.items()})

    def cell(self, sheet: str, row: int, column: int) -> Cell:
        both = self.both.sheet(sheet)
        cell = both.cell(row, column)
        if cell.doubt:
            self.doubts.append(Doubt(sheet, cell.address, "", *both.readings(row, column)))
        return cell

    def fields(self, form: Form) -> dict[str, Cell]:
        """Return the single values of the further sheet: each stands to the right of its label."""
        name = self.sheets.get(words.key(form.fields_sheet)) if form.fields else None
        if name is None:
            return {}
        wanted = {words.key(label): field for field, label in form.fields.items()}
        read: dict[str, Cell] = {}
        for row, cells in _rows(self.book[name]).items():
            for place, cell in cells.items():
                field = wanted.get(words.key(str(cell.value)))
                if field is not None and field not in read:
                    read[field] = self.cell(name, row, place + 1)
        return read


def _rows(sheet: Any) -> dict[int, dict[int, Any]]:
    """Return the filled cells by row and column. Asking the sheet for its rows would make a cell for every blank one."""
    rows: defaultdict[int, dict[int, Any]] = defaultdict(dict)
    for (row, column), cell in sorted(sheet._cells.items()):  # noqa: SLF001
        if cell.value is not None and not (isinstance(cell.value, str) and not cell.value.strip()):
            rows[row][column] = cell
    return dict(rows)


def _headed(rows: Rows, form: Form) -> tuple[int, dict[str, int]]:
    """Find the row that holds most of the headings and the place of each column, wherever they were moved."""
    wanted = {words.key(heading): name for name, heading in form.headings().items()}
    best: dict[str, int] = {}
    best_row = 0
    for row, cells in rows.items():
        if row > _WITHIN:
            break
        here: dict[str, int] = {}
        for place, cell in cells.items():
            name = wanted.get(words.key(cell.value)) if isinstance(cell.value, str) else None
            if name is not None:
                here.setdefault(name, place)
        if len(here) > len(best):
            best, best_row = here, row
    return best_row, best


def _text(cell: Any) -> str:
    return "" if cell is None or cell.data_type == "f" else words.tidy(str(cell.value))


def _letter(place: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - heavy; commands that read no workbook do without

    return str(get_column_letter(place))
