"""From an edited workbook to the register's lists: columns by heading, rows wherever they stand; every complaint with its cell."""

from __future__ import annotations

import io
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from parcli import container
from parcli.core import words
from parcli.core.findings import Finding, found
from parcli.core.limits import Limits
from parcli.core.register import LISTS, Placed, Plain, Register
from parcli.core.returned import Problem
from parcli.setup import layout as described
from parcli.setup.layout import Column, Layout, Sheet
from parcli.setup.values import Unreadable, inward, nearest, shown

_WITHIN = 30
"""Rows in which the headings are looked for."""
_SHOWN_LENGTH = 60
Cells = Mapping[int, Any]
"""The cells of a row by their column, from 1."""


def read(content: bytes, file: str, layout: Layout, limits: Limits) -> tuple[Register | None, tuple[Finding, ...]]:
    """Read a workbook; None with every complaint where it cannot be taken as it is. ``file`` is its name in complaints. MemoryError comes through."""
    problems, may_open = container.inspect(content, limits)
    if not may_open:
        return None, tuple(_refused(each, file) for each in problems)
    try:
        book = _open(content)
        reading = _Reading(file, layout)
        register = reading.register(book)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a library raises on a strange file is a finding about that file
        return None, (found("ST103", file=file, reason=type(error).__name__),)
    complaints = tuple(reading.complaints[: limits.findings_per_file])
    return (None if complaints else register), complaints


def _refused(problem: Problem, file: str) -> Finding:
    values = dict(problem.values)
    match problem.code:
        case "WB103":
            return found("ST101", file=file, found=values["found"])
        case "WB104":
            return found("ST102", file=file)
        case "WB107":
            return found("ST104", file=file, found=values["found"], limit=values["limit"])
        case "WB106":
            return found("ST103", file=file, reason="Strict Open XML")
    return found("ST103", file=file, reason=values.get("reason", problem.code))


def _open(content: bytes) -> Any:
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy; commands that read no workbook do without

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(content), data_only=False, keep_links=False)


@dataclass(slots=True)
class _Table:
    """A sheet as it was found: its name, its columns by their place, and the filled rows under the headings."""

    title: str
    columns: dict[int, Column] = field(default_factory=dict)
    rows: list[tuple[int, Cells]] = field(default_factory=list)


class _Reading:
    """One pass over an opened workbook, gathering complaints."""

    def __init__(self, file: str, layout: Layout) -> None:
        self.file, self.layout = file, layout
        self.complaints: list[Finding] = []

    def say(self, code: str, table: _Table, cell: str, **values: Any) -> None:
        self.complaints.append(found(code, file=self.file, sheet=table.title, cell=cell, **values))

    def register(self, book: Any) -> Register | None:
        content = self.identity(book)
        if content is None:
            return None
        tables = {name: self.table(book, self.layout.sheets[name]) for name in LISTS}
        lists = {name: tuple(self.lines(table)) for name, table in tables.items() if table is not None}
        if len(lists) < len(LISTS):
            return None
        self.no_unit_twice(tables["units"], lists["units"])
        return Register(self.resolved(tables, lists), content)

    def identity(self, book: Any) -> str | None:
        """Return the digest of the register that the workbook was made from; None where it is not this cycle's."""
        expected = f"{self.layout.cycle}; {self.layout.edition}"
        read = [one for text in _identities(book, self.layout) if (one := described.parsed(text)) is not None]
        if not read:
            self.complaints.append(found("ST105", file=self.file, expected=expected))
            return None
        other = next((one for one in read if one[:2] != (self.layout.cycle, self.layout.edition)), None)
        if other is not None:
            self.complaints.append(found("ST106", file=self.file, found=f"{other[0]}; {other[1]}", expected=expected))
            return None
        return read[0][2]

    def table(self, book: Any, sheet: Sheet) -> _Table | None:
        title = next((name for name in book.sheetnames if words.key(name) == words.key(sheet.name)), None)
        if title is None:
            self.complaints.append(found("ST107", file=self.file, sheet=sheet.name))
            return None
        rows = _rows(book[title])
        table = _Table(title)
        heading, known = _heading(rows, sheet)
        self.columns(table, rows.get(heading, {}), known, sheet)
        if not heading:
            return table
        # Text beside the headings' columns is a column without a heading, which would be lost.
        for place in sorted({place for row, cells in rows.items() if row > heading for place in cells} - set(rows.get(heading, {}))):
            first = next(cells[place] for row, cells in rows.items() if row > heading and place in cells)
            self.say("ST109", table, first.coordinate, found=words.shortened(shown(first.value), _SHOWN_LENGTH), suggestion="")
        table.rows = [(row, cells) for row, cells in rows.items() if row > heading and _filled(cells, table.columns)]
        return table

    def columns(self, table: _Table, cells: Cells, known: Mapping[str, Column], sheet: Sheet) -> None:
        seen: dict[str, str] = {}
        for place, cell in cells.items():
            column = known.get(_heading_key(cell.value))
            if column is None:
                suggestion = nearest(shown(cell.value), [_bare(each.heading) for each in sheet.columns])
                self.say("ST109", table, cell.coordinate, found=words.shortened(shown(cell.value), _SHOWN_LENGTH), suggestion=suggestion)
            elif column.name in seen:
                self.say("ST110", table, cell.coordinate, found=_bare(column.heading), first=seen[column.name])
            else:
                seen[column.name] = cell.coordinate
                table.columns[place] = column
        for column in sheet.columns:
            if column.name not in seen and column.kind != "shown":
                self.complaints.append(found("ST108", file=self.file, sheet=table.title, name=_bare(column.heading)))

    def lines(self, table: _Table) -> Iterator[Placed]:
        for row, cells in table.rows:
            line: dict[str, Plain] = {}
            for place, column in table.columns.items():
                if column.kind == "shown":
                    continue
                value = self.value(table, column, cells.get(place), f"{_letter(place)}{row}")
                if value is not None:
                    line[column.name] = value
            yield Placed(row, line)

    def value(self, table: _Table, column: Column, cell: Any, address: str) -> Plain | None:
        name = _bare(column.heading)
        if cell is not None and cell.data_type == "f":
            self.say("ST111", table, address, column=name)
            return None
        try:
            value = inward(self.layout, column, None if cell is None else cell.value)
        except Unreadable as fault:
            said = words.shortened(fault.found, _SHOWN_LENGTH)
            if fault.code == "ST114":
                self.say("ST114", table, address, column=name, found=said, known=fault.known, suggestion=fault.suggestion)
            else:
                self.say("ST112" if fault.code == "ST112" else "ST113", table, address, column=name, found=said)
            return None
        if value is None and column.required:
            self.say("ST115", table, address, column=name)
        return value

    def no_unit_twice(self, table: _Table | None, units: Sequence[Placed]) -> None:
        if table is None:
            return
        letter = next((_letter(place) for place, column in table.columns.items() if column.name == "id"), "A")
        first: dict[str, int] = {}
        for each in units:
            name = words.key(str(each.line.get("id", "")))
            if name and first.setdefault(name, each.row) != each.row:
                self.say("ST116", table, f"{letter}{each.row}", found=each.line["id"], first=f"{letter}{first[name]}")

    def resolved(self, tables: Mapping[str, _Table | None], lists: Mapping[str, Sequence[Placed]]) -> dict[str, tuple[Placed, ...]]:
        """Put the id of a unit where it goes by its name or another name of it."""
        ids = _ids(lists["units"])
        whole = {"units": tuple(lists["units"])}
        for name in LISTS[1:]:
            table = tables[name]
            whole[name] = tuple(self.with_id(table, each, ids) for each in lists[name]) if table is not None else ()
        return whole

    def with_id(self, table: _Table, each: Placed, ids: Mapping[str, str]) -> Placed:
        named = each.line.get("unit")
        if not isinstance(named, str):
            return each
        unit = ids.get(words.key(named))
        if unit is None:
            letter = next(_letter(place) for place, column in table.columns.items() if column.name == "unit")
            self.say("ST117", table, f"{letter}{each.row}", found=words.shortened(named, _SHOWN_LENGTH), suggestion=nearest(named, ids.values()))
            return each
        return Placed(each.row, {**each.line, "unit": unit})


def _identities(book: Any, layout: Layout) -> Iterator[str]:
    lists = next((name for name in book.sheetnames if words.key(name) == words.key(layout.words["lists"])), None)
    if lists is not None:
        yield str(book[lists][described.IDENTITY_CELL].value or "")
    named = book.defined_names.get(described.IDENTITY_NAME)
    if named is not None:
        yield str(named.attr_text or "")
    yield from (str(each.value or "") for each in book.custom_doc_props.props if each.name == described.IDENTITY_NAME)


def _rows(sheet: Any) -> dict[int, dict[int, Any]]:
    """Return the filled cells by row and column. Asking the sheet for its rows would make a cell for every blank one."""
    rows: defaultdict[int, dict[int, Any]] = defaultdict(dict)
    for (row, column), cell in sorted(sheet._cells.items()):  # noqa: SLF001
        if cell.value is not None and not (isinstance(cell.value, str) and not cell.value.strip()):
            rows[row][column] = cell
    return dict(rows)


def _heading(rows: Mapping[int, Cells], sheet: Sheet) -> tuple[int, dict[str, Column]]:
    """Find the row that holds most of the headings; it may have moved."""
    known = {_heading_key(column.heading): column for column in sheet.columns}
    first = {row: cells for row, cells in rows.items() if row <= _WITHIN}
    counts = {row: sum(1 for cell in cells.values() if _heading_key(cell.value) in known) for row, cells in first.items()}
    best = max(counts, key=lambda row: (counts[row], -row), default=0)
    return (best if counts.get(best) else 0), known


def _heading_key(raw: Any) -> str:
    return words.key(_bare(raw)) if isinstance(raw, str) else ""


def _bare(heading: str) -> str:
    """Return a heading without its marks."""
    return words.tidy(words.tidy(heading).removesuffix(described.REQUIRED_MARK.strip()).partition(" (")[0])


def _filled(cells: Cells, columns: Mapping[int, Column]) -> bool:
    return any(place in cells and column.kind != "shown" for place, column in columns.items())


def _letter(place: int) -> str:
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _ids(units: Sequence[Placed]) -> dict[str, str]:
    """Return the unit that goes by each id, name or other name; an id comes before a name."""
    ids: dict[str, str] = {}
    for keys in (("id",), ("name", "aliases")):
        for each in units:
            names = [text for key in keys for text in _texts(each.line.get(key))]
            for name in names:
                ids.setdefault(words.key(name), str(each.line.get("id", "")))
    return ids


def _texts(value: Plain | None) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else value
