"""Whether the standing parts of a workbook that came back are those that were sent: sheets, printed texts, lists, rules of entry.

No points come from any of it, so each kind of difference is told once for a sheet, with its first places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from parcli.container import Book
from parcli.container.grid import column_of, letters_of, place_of
from parcli.core import words
from parcli.core.cycle import Unit
from parcli.core.returned import Change
from parcli.workbook import names, writer
from parcli.workbook.formulas import plain
from parcli.workbook.held_against import same_text
from parcli.workbook.layout import Row
from parcli.workbook.standing import HEADS, Form, Place, ranges, rules

_TOLD = 5
_ENTRIES = ("applies", "input", "estimate", "self", "explanation")
_OPTIONAL = (names.TO_MEND,)
_IDENTITY = place_of(names.IDENTITY_CELL)
_ROWS = re.compile(r"(?<=[A-Z$])\d+")


class Unchanged:
    """Compares a workbook with the form that was sent to a unit; ``moved`` maps the rows of the form to those of the file."""

    def __init__(self, book: Book, form: Form, unit: Unit | None, columns: Mapping[str, str], moved: Mapping[int, int]) -> None:
        self.book, self.form, self.unit, self.columns, self.moved = book, form, unit, columns, moved
        self.in_place = all(row == place for row, place in moved.items())

    def changes(self, asked: Mapping[str, Row]) -> Iterator[Change]:
        """Yield every difference; ``asked`` are the rows by key as they should be."""
        yield from self.sheets()
        for name in names.SHEETS:
            if self.book.has(name):
                yield from self.told(name, [*self.cells(name), *(self.counts(asked) if name == names.SCORING else ())])
        yield from self.told(names.LISTS, list(self.ranges()))
        yield from self.hidden_columns()
        yield from self.rules(asked)

    def sheets(self) -> Iterator[Change]:
        """Yield what became of whole sheets; those without which nothing can be read are told elsewhere."""
        known = {words.key(name): name for name in names.SHEETS}
        for name in names.SHEETS:
            if not self.book.has(name) and name not in (names.SCORING, names.REGISTER):
                yield Change("sheet_gone", "", "", name, "", name)
        for key, title in self.book.titles.items():
            hidden = self.book.first[title].sheet_state != "visible"
            if key not in known and title not in _OPTIONAL:
                yield Change("sheet_added", "", "", title, "", "", title)
            if hidden != (known.get(key) in self.form.hidden):
                yield Change("hidden_sheet" if hidden else "shown_sheet", "", "", title, "")

    def told(self, name: str, places: list[str]) -> Iterator[Change]:
        if places:
            yield Change("standing", "", "", name, "", str(len(places)), _listed(places))

    def cells(self, name: str) -> Iterator[str]:
        """Yield the addresses of standing cells that hold something else."""
        sheet = self.book.first[self.book.titles[words.key(name)]]
        found, last = sheet._cells, HEADS.get(name)  # noqa: SLF001 - asking for rows would make a cell for every blank one
        expected = self.form.cells[name]
        for place, value in expected.items():
            there = found.get(place)
            there = None if there is None else there.value
            if there != value and not self.same(there, value):
                yield _address(place)
        for place, text in self.form.named[name].items():
            there = found.get(place)
            if name == names.LISTS and place == _IDENTITY:
                continue  # one of three places, looked at where the identity is read
            if self.unit is not None and not self.same(None if there is None else there.value, self.own(text)):
                yield _address(place)
        for place, cell in found.items():
            if place in expected or (last is not None and (place[0] > last or place[1] > len(names.COLUMNS))):
                continue
            if cell.value is not None and self.added(name, place):
                yield _address(place)

    def added(self, name: str, place: Place) -> bool:
        """Whether a cell holds something where the form has none, and no entry, banner or name of the unit belongs there."""
        return place not in self.form.named[name] and place not in self.form.free[name]

    def same(self, there: Any, value: Any) -> bool:
        if isinstance(value, str) and value.startswith("="):
            text = str(getattr(there, "text", there) or "")
            if not text.startswith("="):
                return False
            left, right = plain(text), plain(value)
            return left == right or (not self.in_place and _ROWS.sub("", left) == _ROWS.sub("", right))
        return same_text(there, value)

    def own(self, text: str) -> str:
        unit = self.unit
        assert unit is not None  # noqa: S101 - asked only where it is known
        return text.replace(writer.UNIT_NAME, unit.name).replace(writer.UNIT_UPPER, unit.name.upper()).replace(writer.UNIT_ID, unit.id)

    def counts(self, asked: Mapping[str, Row]) -> Iterator[str]:
        """Yield the cells that should count a row's documents, or say its day, and do something else."""
        if "count" not in self.columns:
            return
        scoring = self.book.sheet(names.SCORING)
        for row in asked.values():
            expected = self.form.counts.get(row.row, "")
            cell = scoring.cell(self.moved.get(row.row, row.row), column_of(self.columns["count"]))
            said = cell.formula or cell.text
            if row.row not in self.moved or cell.doubt or said == expected:
                continue
            if plain(said) != plain(expected) and (self.in_place or bool(said) != bool(expected)):
                yield cell.address

    def ranges(self) -> Iterator[str]:
        """Yield the names of lists that stand for another range."""
        there = ranges(self.book.first)
        yield from (name for name, span in self.form.ranges.items() if there.get(name) != span)

    def hidden_columns(self) -> Iterator[Change]:
        columns = self.book.first[self.book.titles[words.key(names.SCORING)]].column_dimensions
        hidden = {place for each in columns.values() if each.hidden for place in range(each.min or 0, min((each.max or 0) + 1, 200))}
        for name in _ENTRIES:
            if name in self.columns and column_of(self.columns[name]) in hidden:
                yield Change("hidden_column", "", name, names.SCORING, f"{self.columns[name]}1")

    def rules(self, asked: Mapping[str, Row]) -> Iterator[Change]:
        """Yield once the entries whose rule is gone or another one."""
        if not self.in_place:
            return
        there = rules(self.book.first[self.book.titles[words.key(names.SCORING)]])
        other = [address for address, rule in self.form.rules.items() if there.get(address) != rule]
        if other and asked:
            yield Change("validation", "", "", names.SCORING, "", str(len(other)), _listed(other))


def _address(place: Place) -> str:
    return f"{letters_of(place[1])}{place[0]}"


def _listed(places: list[str]) -> str:
    more = len(places) - _TOLD
    return ", ".join(places[:_TOLD]) + (f", … (+{more})" if more > 0 else "")
