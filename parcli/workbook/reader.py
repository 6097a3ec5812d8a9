"""From a returned file to plain values. Rows are found by key, columns by heading; nothing is believed or judged here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace

from parcli import container
from parcli.container import Book, Inspection, SecondReaderFailed, Sheet
from parcli.container.grid import column_of, place_of
from parcli.core import check_code, words
from parcli.core.limits import Limits
from parcli.core.returned import IDENTITY_KEY, Cell, Change, Difference, Doubt, Identity, Problem, RegisterLine, Returned
from parcli.garbage import uncollected
from parcli.workbook import check_cells, names, standing
from parcli.workbook.check_shown import Shown
from parcli.workbook.headings import headings_of
from parcli.workbook.held_against import HeldAgainst
from parcli.workbook.layout import Layout
from parcli.workbook.unchanged import Unchanged
from parcli.workbook.untouched.around import MARKS
from parcli.workbook.untouched.comparing import Placed, differences

READER_VERSION = 4
"""Raised whenever the same bytes may be read to other values: what is kept of an earlier reading is then read anew."""
_ENTRY_COLUMNS = ("applies", "input", "estimate", "explanation", "room")


def read(content: bytes, path: str, layout: Layout, limits: Limits, earlier: Sequence[Layout] = ()) -> Returned:
    """Read a returned workbook's bytes against the layout of the unit that returned it.

    Where its identity is that of a layout that was sent ``earlier``, it is read by that one: what was sent is the
    measure of what was changed.
    """
    digest = hashlib.sha256(content).hexdigest()
    seen = container.examine(content, limits, marks=MARKS)
    if not seen.may_open:
        return Returned(path, digest, len(content), seen.problems)
    try:
        with uncollected():
            return _opened(content, path, digest, seen, (layout, *earlier), limits)
    except SecondReaderFailed as failure:
        return Returned(path, digest, len(content), (*seen.problems, Problem("WB142", (("reason", str(failure)),))))
    except Exception as error:  # noqa: BLE001 - whatever a library raises on a strange file is a finding about that file
        return Returned(path, digest, len(content), (*seen.problems, Problem("WB105", (("reason", type(error).__name__),))))


def _opened(content: bytes, path: str, digest: str, seen: Inspection, sent: Sequence[Layout], limits: Limits) -> Returned:
    """Return what an opened workbook says, by the layout that it fits best. Raises what the readers raise."""
    with closing(Book(content, seen.errors, limits)) as book:
        readings = {place: _Reading(book, sent[place], limits) for place in _candidates(_Reading(book, sent[0], limits).identities(), sent)}
        read = [replace(each.result(path, digest, len(content), seen.problems), layout=place) for place, each in readings.items()]
        chosen = min(read, key=_unlike)
        return replace(chosen, differences=_outside_entries(readings[chosen.layout], chosen, seen))


def _outside_entries(reading: _Reading, one: Returned, seen: Inspection) -> tuple[Difference, ...]:
    """Return what differs from the workbook that was sent besides what was entered; nothing where its rows were not found."""
    if not one.rows or reading.layout.part:
        return ()
    columns, heading_row = reading.headed(names.SCORING, reading.layout.headings)
    placed = Placed(reading.book, columns, heading_row, reading.found, reading.register_place(), seen.marked)
    return differences(placed, reading.layout, one)


def _candidates(identities: Mapping[str, str], sent: Sequence[Layout]) -> Sequence[int]:
    """Return the places of the layouts that bear this identity; where none does, the first of its block, or of all."""
    named = {identity for text in identities.values() if (identity := Identity.parse(text)) is not None}
    bearing = [place for place, each in enumerate(sent) if any(each.identity(one.unit) == one for one in named)]
    of_block = [place for place, each in enumerate(sent) if any(each.block.id == one.block for one in named)]
    return bearing or of_block[:1] or [0]


def _unlike(one: Returned) -> tuple[int, int]:
    """Return how far a workbook is from the layout it was read by: exemptions of a unit do not show in its identity."""
    return len(one.changes) + len(one.missing_keys) + len(one.unknown_keys), one.layout


class _Reading:
    """One pass over an opened workbook."""

    def __init__(self, book: Book, layout: Layout, limits: Limits) -> None:
        self.book, self.layout, self.limits = book, layout, limits
        self.changes: list[Change] = []
        self.doubts: dict[tuple[str, str], Doubt] = {}
        self.headings: dict[str, tuple[dict[str, str], int]] = {}
        self.found: Mapping[str, int] = {}
        self.in_register: tuple[dict[str, str], int] | None = None

    def result(self, path: str, digest: str, size: int, problems: tuple[Problem, ...]) -> Returned:
        wanted = (names.SCORING, names.REGISTER)
        missing = tuple(name for name in wanted if not self.book.has(name))
        identities = self.identities()
        self.sheets_seen_by_one()
        if missing:
            return Returned(path, digest, size, problems, True, identities, missing_sheets=missing, doubts=self.all_doubts())
        columns, heading_row = self.headed(names.SCORING, self.layout.headings)
        lost = tuple(self.layout.headings[name] for name in names.COLUMNS if name not in columns and name not in ("number", "room", "area"))
        if lost:
            return Returned(path, digest, size, problems, True, identities, missing_columns=lost, doubts=self.all_doubts())
        found, repeated, unknown = self.keys(columns, heading_row)
        self.found = found
        rows = self.rows(columns, found)
        self.changes += self.unchanged(identities, columns, found)
        check, shown_check = self.check_codes(columns, found)
        return Returned(
            path, digest, size, problems, True, identities,
            missing_keys=tuple(row.key for row in self.layout.rows if row.key not in found),
            repeated_keys=repeated,
            unknown_keys=unknown,
            rows=rows,
            shown={key: self.book.sheet(names.SCORING).shown(place, column_of(columns["self"])) for key, place in found.items()},
            changes=tuple(self.changes),
            register=self.register(),
            difficulties=self.difficulties(),
            check_code=check,
            shown_check_code=shown_check,
            doubts=self.all_doubts(),
        )  # fmt: skip

    def sheets_seen_by_one(self) -> None:
        """Note each sheet of the form that only one reader finds: nobody can say what it holds."""
        for name in self.book.seen_by_one:
            if any(words.key(name) == words.key(each) for each in names.SHEETS):
                first = name in self.book.first.sheetnames
                self.doubts[name, ""] = Doubt(name, "", "", name if first else "", "" if first else name)

    def all_doubts(self) -> tuple[Doubt, ...]:
        return tuple(self.doubts.values())

    def cell(self, sheet: Sheet, row: int, column: int, key: str = "") -> Cell:
        """Return a cell; ``key`` is that of its row. A doubt about it is noted."""
        cell = sheet.cell(row, column)
        if cell.doubt:
            self.doubts.setdefault((sheet.title, cell.address), Doubt(sheet.title, cell.address, key, *sheet.readings(row, column)))
        return cell

    def identities(self) -> dict[str, str]:
        """Return the identity texts by place: cell, name, property."""
        places: dict[str, str] = {}
        if self.book.has(names.LISTS):
            value = self.shown(names.LISTS, names.IDENTITY_CELL, IDENTITY_KEY)
            places["cell"] = value if isinstance(value, str) else ""
        named = self.book.first.defined_names.get(names.IDENTITY_NAME)
        if named is not None:
            places["name"] = str(named.attr_text or "").strip('"')
        for each in self.book.first.custom_doc_props.props:
            if each.name == names.IDENTITY_NAME:
                places["property"] = str(each.value or "")
        return {place: text for place, text in places.items() if text}

    def shown(self, name: str, address: str, key: str = "") -> object:
        """Return what a cell of a sheet shows; a doubt about it is noted under the key."""
        sheet, place = self.book.sheet(name), place_of(address)
        assert place is not None, address  # noqa: S101 - the names of cells are our own
        self.cell(sheet, *place, key)
        return sheet.shown(*place).raw

    def headed(self, name: str, headings: Mapping[str, str]) -> tuple[dict[str, str], int]:
        """Find the row that holds most of these headings and the letter of each column, wherever they were moved."""
        if name not in self.headings:
            self.headings[name] = headings_of(self.book.sheet(name), headings, self.limits)
        return self.headings[name]

    def keys(self, columns: Mapping[str, str], heading_row: int) -> tuple[dict[str, int], tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
        """Return the row of each key, and the keys that stand twice or mean nothing, with their cells."""
        sheet, column = self.book.sheet(names.SCORING), column_of(columns["key"])
        wanted = standing.form(self.layout).keys
        found: dict[str, int] = {}
        repeated: list[tuple[str, str]] = []
        unknown: list[tuple[str, str]] = []
        for place in range(heading_row + 1, sheet.last_row() + 1):
            cell = self.cell(sheet, place, column)
            if cell.blank or cell.doubt:
                continue
            said = cell.formula or str(cell.raw)
            key = wanted.get(said) or wanted.get(words.key(said))
            if key is None:
                unknown.append((words.shortened(said, 60), cell.address))
            elif key in found:
                repeated.append((key, cell.address))
            else:
                found[key] = place
        return found, tuple(repeated), tuple(unknown)

    def rows(self, columns: Mapping[str, str], found: Mapping[str, int]) -> dict[str, dict[str, Cell]]:
        sheet = self.book.sheet(names.SCORING)
        against = HeldAgainst(self.layout, sheet.first, columns, found)
        numbers = {name: column_of(letter) for name, letter in columns.items() if name != "key"}
        read: dict[str, dict[str, Cell]] = {}
        for row in self.layout.rows:
            if row.key not in found:
                continue
            place, sent, texts = found[row.key], row.locked(), row.texts()
            # Of what both readers have as it was sent nothing is to be said; the keys were looked at before.
            looked_at = [name for name, number in numbers.items() if not (name in texts and sheet.holds(place, number, texts[name]))]
            cells = {name: self.cell(sheet, place, numbers[name], row.key) for name in looked_at}
            read[row.key] = {name: cells[name] for name in _ENTRY_COLUMNS if name in cells}
            self.changes += against.changes(row, sent, cells)
        return read

    def unchanged(self, identities: Mapping[str, str], columns: Mapping[str, str], found: Mapping[str, int]) -> Iterator[Change]:
        """Yield how what stands outside the rows differs from what was sent to the unit that the workbook names."""
        named = next((one for text in identities.values() if (one := Identity.parse(text)) is not None), None)
        unit = self.layout.cycle.unit(named.unit) if named is not None else None
        asked = {row.key: row for row in self.layout.rows}
        moved = {row.row: found[row.key] for row in self.layout.rows if row.key in found}
        return Unchanged(self.book, standing.form(self.layout), unit, columns, moved).changes(asked)

    def check_codes(self, columns: Mapping[str, str], found: Mapping[str, int]) -> tuple[str, str]:
        """Return the check code over what stands in the covered cells, and the one that the workbook shows."""
        if not self.book.has(names.LISTS):
            return "", ""
        seen = self.shown(names.LISTS, names.CHECK_CODE_CELL)
        shown = seen if isinstance(seen, str) else ""
        free = self.book.sheet(names.DIFFICULTIES) if self.book.has(names.DIFFICULTIES) else None
        source = Shown(self.book.sheet(names.SCORING), columns, found, self.book.sheet(names.REGISTER), *self.register_place(), free)
        code = check_code.code(check_cells.figures(self.layout, source))
        if not shown or shown == code or shown != check_code.code(check_cells.figures(self.layout, source, "points")):
            return code, shown
        return shown, shown

    def register_place(self) -> tuple[dict[str, str], int]:
        """Return the letters of the register's columns and its first row; the heading row may have moved."""
        if self.in_register is None:
            columns, heading_row = self.headed(names.REGISTER, self.layout.register_headings)
            headed = {"item", "name"} <= set(columns)
            as_sent = dict(zip(names.REGISTER_COLUMNS, "ABCDEFGH", strict=True)), names.REGISTER_FIRST_ROW
            self.in_register = (columns, heading_row + 1) if headed else as_sent
        return self.in_register

    def register(self) -> tuple[RegisterLine, ...]:
        """Return the register's lines that hold anything."""
        sheet = self.book.sheet(names.REGISTER)
        letters, first = self.register_place()
        lines: list[RegisterLine] = []
        for place in range(first, sheet.last_row() + 1):
            cells = {
                name: self.cell(sheet, place, column_of(letters[name])) if name in letters else Cell(names.REGISTER, "")
                for name in names.REGISTER_COLUMNS
            }
            if any(not cell.blank for cell in cells.values()):
                lines.append(RegisterLine(place, cells))
        return tuple(lines)

    def difficulties(self) -> tuple[tuple[str, str], ...]:
        if not self.book.has(names.DIFFICULTIES):
            return ()
        sheet = self.book.sheet(names.DIFFICULTIES)
        last = min(sheet.last_row(), names.DIFFICULTIES_FIRST_ROW + names.DIFFICULTIES_ROWS)
        lines = []
        for place in range(names.DIFFICULTIES_FIRST_ROW, last + 1):
            pair = tuple(self.free_text(sheet, place, column) for column in (2, 3))
            if any(pair):
                lines.append((pair[0], pair[1]))
        return tuple(lines)

    def free_text(self, sheet: Sheet, row: int, column: int) -> str:
        if self.cell(sheet, row, column).doubt:
            return ""
        whole = sheet.whole(row, column)
        return "" if whole is None else words.shortened(str(whole).strip(), self.limits.cell_text)
