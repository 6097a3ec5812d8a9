"""From a returned file to plain values. Rows are found by key, columns by heading; nothing is believed or judged here."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from parcli import container
from parcli.core import check_code, points, words
from parcli.core.limits import Limits
from parcli.core.returned import Cell, Change, Difference, Identity, Problem, RegisterLine, Returned
from parcli.workbook import check_cells, names, untouched
from parcli.workbook.check_shown import Shown
from parcli.workbook.formulas import same_formula
from parcli.workbook.layout import Layout, Row

_HEADING_WITHIN = 40
_ENTRY_COLUMNS = ("applies", "input", "estimate", "explanation", "room")


def read(content: bytes, path: str, layout: Layout, limits: Limits, earlier: Sequence[Layout] = ()) -> Returned:
    """Read a returned workbook's bytes against the layout of the unit that returned it.

    Where its identity is that of a layout that was sent ``earlier``, it is read by that one: what was sent is the
    measure of what was changed.
    """
    digest = hashlib.sha256(content).hexdigest()
    problems, may_open = container.inspect(content, limits)
    if not may_open:
        return Returned(path, digest, len(content), problems)
    try:
        book, shown = _open(content, formulas=True), _open(content, formulas=False)
        sent = (layout, *earlier)
        read = [
            replace(_Reading(book, shown, sent[place], limits).result(path, digest, len(content), problems), layout=place)
            for place in _candidates(_Reading(book, shown, layout, limits).identities(), sent)
        ]
        chosen = min(read, key=_unlike)
        return replace(chosen, differences=_outside_entries(_Reading(book, shown, sent[chosen.layout], limits), chosen, content))
    except Exception as error:  # noqa: BLE001 - whatever a library raises on a strange file is a finding about that file
        return Returned(path, digest, len(content), (*problems, Problem("WB105", (("reason", type(error).__name__),))))


def _outside_entries(reading: _Reading, one: Returned, content: bytes) -> tuple[Difference, ...]:
    """Return what differs from the workbook that was sent besides what was entered; nothing where its rows were not found."""
    if not one.rows or reading.layout.part:
        return ()
    columns, heading_row = reading.columns()
    rows = reading.keys(columns, heading_row)[0]
    placed = untouched.Placed(reading.book, reading.shown, columns, heading_row, rows, reading.register_place(), reading.sheets)
    return untouched.differences(placed, reading.layout, one, content)


def _candidates(identities: Mapping[str, str], sent: Sequence[Layout]) -> Sequence[int]:
    """Return the places of the layouts that bear this identity; where none does, the first of its block, or of all."""
    named = {identity for text in identities.values() if (identity := Identity.parse(text)) is not None}
    bearing = [place for place, each in enumerate(sent) if any(each.identity(one.unit) == one for one in named)]
    of_block = [place for place, each in enumerate(sent) if any(each.block.id == one.block for one in named)]
    return bearing or of_block[:1] or [0]


def _unlike(one: Returned) -> tuple[int, int]:
    """Return how far a workbook is from the layout it was read by: exemptions of a unit do not show in its identity."""
    return len(one.changes) + len(one.missing_keys) + len(one.unknown_keys), one.layout


def _open(content: bytes, *, formulas: bool) -> Any:
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy; commands that read no workbook do without

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(content), data_only=not formulas, keep_links=False)


class _Reading:
    """One pass over an opened workbook; ``book`` has formulas, ``shown`` the values that were last calculated."""

    def __init__(self, book: Any, shown: Any, layout: Layout, limits: Limits) -> None:
        self.book, self.shown, self.layout, self.limits = book, shown, layout, limits
        self.sheets = {words.key(name): name for name in book.sheetnames}
        self.changes: list[Change] = []

    def result(self, path: str, digest: str, size: int, problems: tuple[Problem, ...]) -> Returned:
        wanted = (names.SCORING, names.REGISTER)
        missing = tuple(name for name in wanted if words.key(name) not in self.sheets)
        identities = self.identities()
        if missing:
            return Returned(path, digest, size, problems, True, identities, missing_sheets=missing)
        columns, heading_row = self.columns()
        lost = tuple(self.layout.headings[name] for name in names.COLUMNS if name not in columns and name not in ("number", "room", "area"))
        if lost:
            return Returned(path, digest, size, problems, True, identities, missing_columns=lost)
        found, repeated, unknown = self.keys(columns, heading_row)
        rows = self.rows(columns, found)
        check, shown_check = self.check_codes(columns, found)
        return Returned(
            path, digest, size, problems, True, identities,
            missing_keys=tuple(row.key for row in self.layout.rows if row.key not in found),
            repeated_keys=repeated,
            unknown_keys=unknown,
            rows=rows,
            shown={key: self.cell(self.shown, names.SCORING, f"{columns['self']}{place}") for key, place in found.items()},
            changes=tuple(self.changes),
            register=self.register(),
            difficulties=self.difficulties(),
            check_code=check,
            shown_check_code=shown_check,
        )  # fmt: skip

    def sheet(self, book: Any, name: str) -> Any:
        return book[self.sheets[words.key(name)]]

    def cell(self, book: Any, sheet: str, address: str) -> Cell:
        found = self.sheet(book, sheet)[address]
        value, formula = found.value, None
        if found.data_type == "f" and book is self.book:
            formula = str(getattr(value, "text", value))
            value = None
        if isinstance(value, str):
            value = container.text_of(value)
            value = value if len(value) <= self.limits.cell_text else value[: self.limits.cell_text] + "…"
        return Cell(sheet, address, value, formula, found.data_type == "e")

    def identities(self) -> dict[str, str]:
        """Return the identity texts by place: cell, name, property."""
        places: dict[str, str] = {}
        if words.key(names.LISTS) in self.sheets:
            value = self.sheet(self.shown, names.LISTS)[names.IDENTITY_CELL].value
            places["cell"] = value if isinstance(value, str) else ""
        named = self.book.defined_names.get(names.IDENTITY_NAME)
        if named is not None:
            places["name"] = str(named.attr_text or "").strip('"')
        for each in self.book.custom_doc_props.props:
            if each.name == names.IDENTITY_NAME:
                places["property"] = str(each.value or "")
        return {place: text for place, text in places.items() if text}

    def columns(self) -> tuple[dict[str, str], int]:
        """Find the heading row of the scoring sheet and the letter of each column."""
        return self.headed(self.sheet(self.book, names.SCORING), self.layout.headings)

    def headed(self, sheet: Any, headings: Mapping[str, str]) -> tuple[dict[str, str], int]:
        """Find the row that holds most of these headings and the letter of each column, wherever they were moved."""
        wanted = {words.key(text): name for name, text in headings.items()}
        best: dict[str, str] = {}
        best_row = 0
        for line in sheet.iter_rows(1, min(sheet.max_row, _HEADING_WITHIN), 1, min(sheet.max_column, self.limits.sheet_columns)):
            here: dict[str, str] = {}
            for each in line:
                name = wanted.get(words.key(each.value)) if isinstance(each.value, str) else None
                if name is not None:
                    here.setdefault(name, each.column_letter)
            if len(here) > len(best):
                best, best_row = here, line[0].row
        return best, best_row

    def keys(self, columns: Mapping[str, str], heading_row: int) -> tuple[dict[str, int], tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
        """Return the row of each key, and the keys that stand twice or mean nothing, with their cells."""
        sheet = self.sheet(self.book, names.SCORING)
        wanted = {words.key(row.key): row.key for row in self.layout.rows}
        found: dict[str, int] = {}
        repeated: list[tuple[str, str]] = []
        unknown: list[tuple[str, str]] = []
        for place in range(heading_row + 1, min(sheet.max_row, self.limits.sheet_rows) + 1):
            address = f"{columns['key']}{place}"
            value = sheet[address].value
            if value is None or not str(value).strip():
                continue
            key = wanted.get(words.key(str(value)))
            if key is None:
                unknown.append((str(value)[:60], address))
            elif key in found:
                repeated.append((key, address))
            else:
                found[key] = place
        return found, tuple(repeated), tuple(unknown)

    def rows(self, columns: Mapping[str, str], found: Mapping[str, int]) -> dict[str, dict[str, Cell]]:
        sheet = self.sheet(self.book, names.SCORING)
        filtered = bool(sheet.auto_filter and sheet.auto_filter.filterColumn)
        merged = [span for span in sheet.merged_cells.ranges if span.size["rows"] * span.size["columns"] > 1]
        moved = {row.row: found[row.key] for row in self.layout.rows if row.key in found}
        read: dict[str, dict[str, Cell]] = {}
        for row in self.layout.rows:
            if row.key not in found:
                continue
            place = found[row.key]
            cells = {name: self.cell(self.book, names.SCORING, f"{columns[name]}{place}") for name in _ENTRY_COLUMNS if name in columns}
            read[row.key] = cells
            self.compare(row, columns, place, moved)
            self.structure(row, cells, sheet, place, merged, filtered=filtered)
        return read

    def compare(self, row: Row, columns: Mapping[str, str], place: int, moved: Mapping[int, int]) -> None:
        """Note every locked cell of a row that is not as it was sent."""
        for name, expected in row.locked().items():
            if name not in columns:
                continue
            cell = self.cell(self.book, names.SCORING, f"{columns[name]}{place}")
            if not _same(cell, expected):
                kind = "maximum" if name == "maximum" else "text"
                self.note(kind, row, name, cell, _text(expected))
        if row.exempt is not None:
            cell = self.cell(self.book, names.SCORING, f"{columns['applies']}{place}")
            if not _same(cell, row.applies_text):
                self.note("text", row, "applies", cell, row.applies_text)
        cell = self.cell(self.book, names.SCORING, f"{columns['self']}{place}")
        if row.formula is None:
            # A sum over items that no unit scores stood there in earlier workbooks and gives nothing.
            if not cell.blank and (row.kind == "item" or (row.kind != "input" and cell.formula is None)):
                self.note("given_points", row, "self", cell, "")
        elif cell.formula is None:
            self.note("overwritten", row, "self", cell, f"={row.formula}")
        elif not same_formula(cell.formula, row.formula, moved, columns):
            self.note("formula", row, "self", cell, f"={row.formula}")

    def note(self, kind: Any, row: Row, column: str, cell: Cell, expected: str) -> None:
        self.changes.append(Change(kind, row.key, column, cell.sheet, cell.address, expected[:200], (cell.formula or cell.text)[:200]))

    def structure(self, row: Row, cells: Mapping[str, Cell], sheet: Any, place: int, merged: list[Any], *, filtered: bool) -> None:
        for name in row.entries:
            if name in cells and any(cells[name].address in span for span in merged):
                self.note("merged", row, name, cells[name], "")
        if not filtered and row.entries and sheet.row_dimensions[place].hidden:
            self.note("hidden_row", row, "input", next(iter(cells.values())), "")

    def check_codes(self, columns: Mapping[str, str], found: Mapping[str, int]) -> tuple[str, str]:
        """Return the check code over what stands in the covered cells, and the one that the workbook shows."""
        if words.key(names.LISTS) not in self.sheets:
            return "", ""
        seen = self.sheet(self.shown, names.LISTS)[names.CHECK_CODE_CELL].value
        shown = seen if isinstance(seen, str) else ""
        scoring, register = self.sheet(self.shown, names.SCORING), self.sheet(self.shown, names.REGISTER)
        free = self.sheet(self.shown, names.DIFFICULTIES) if words.key(names.DIFFICULTIES) in self.sheets else None
        source = Shown(scoring, columns, found, register, *self.register_place(), free)
        code = check_code.code(check_cells.figures(self.layout, source))
        if not shown or shown == code or shown != check_code.code(check_cells.figures(self.layout, source, "points")):
            return code, shown
        return shown, shown

    def register_place(self) -> tuple[dict[str, str], int]:
        """Return the letters of the register's columns and its first row; the heading row may have moved."""
        columns, heading_row = self.headed(self.sheet(self.book, names.REGISTER), self.layout.register_headings)
        if {"item", "name"} <= set(columns):
            return columns, heading_row + 1
        return dict(zip(names.REGISTER_COLUMNS, "ABCDEFGH", strict=True)), names.REGISTER_FIRST_ROW

    def register(self) -> tuple[RegisterLine, ...]:
        """Return the register's lines that hold anything."""
        sheet = self.sheet(self.book, names.REGISTER)
        letters, first = self.register_place()
        lines: list[RegisterLine] = []
        for place in range(first, min(sheet.max_row, self.limits.sheet_rows) + 1):
            cells = {
                name: self.cell(self.book, names.REGISTER, f"{letters[name]}{place}") if name in letters else Cell(names.REGISTER, "")
                for name in names.REGISTER_COLUMNS
            }
            if any(not cell.blank for cell in cells.values()):
                lines.append(RegisterLine(place, cells))
        return tuple(lines)

    def difficulties(self) -> tuple[tuple[str, str], ...]:
        if words.key(names.DIFFICULTIES) not in self.sheets:
            return ()
        sheet = self.sheet(self.shown, names.DIFFICULTIES)
        last = min(sheet.max_row, names.DIFFICULTIES_FIRST_ROW + names.DIFFICULTIES_ROWS)
        lines = []
        for place in range(names.DIFFICULTIES_FIRST_ROW, last + 1):
            pair = tuple(str(sheet.cell(place, column).value or "").strip()[: self.limits.cell_text] for column in (2, 3))
            if any(pair):
                lines.append((pair[0], pair[1]))
        return tuple(lines)


def _same(cell: Cell, expected: Any) -> bool:
    if cell.formula is not None:
        return False
    if expected is None or expected == "":
        return cell.blank
    if isinstance(expected, str):
        return isinstance(cell.raw, str | int | float) and words.tidy(str(cell.raw)) == words.tidy(expected)
    if isinstance(cell.raw, bool) or not isinstance(cell.raw, int | float):
        return False
    return bool(points.from_double(float(cell.raw)) == expected)


def _text(expected: Any) -> str:
    return "" if expected is None else expected if isinstance(expected, str) else points.vietnamese(expected)
