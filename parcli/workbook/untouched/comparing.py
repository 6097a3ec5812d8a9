"""A returned workbook held against the original, sheet by sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parcli.container import Book
from parcli.container.grid import place_of
from parcli.core.cycle import Unit
from parcli.core.returned import Aspect, Difference, Returned
from parcli.workbook import names, standing
from parcli.workbook.layout import Layout
from parcli.workbook.untouched import around, cells, stored
from parcli.workbook.untouched.drawn import Drawn, drawn
from parcli.workbook.untouched.places import Places

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Placed:
    """An opened workbook and where its rows and columns are.

    ``columns`` gives the letters of the scoring sheet's columns, ``heading_row`` the row of their headings, ``rows`` the row of each key;
    ``register`` the letters of the register's columns and its first row, ``marked`` the file's parts in which one of ``MARKS`` stands.
    """

    book: Book
    columns: Mapping[str, str]
    heading_row: int
    rows: Mapping[str, int]
    register: tuple[Mapping[str, str], int]
    marked: Mapping[str, Collection[bytes]]


def differences(placed: Placed, layout: Layout, one: Returned) -> tuple[Difference, ...]:
    """Return how a workbook that was read by this layout differs from the original outside its entries."""
    sent = standing.form(layout)
    places = Places(layout, placed)
    back = {name: drawn(placed.book.sheet(name).first) for name in names.SHEETS if placed.book.has(name)}
    told = _Told()
    for name, sheet in back.items():
        for aspect, spot, expected, found in _of_sheet(name, sent.drawn[name], sheet, places, one):
            told.note(aspect, placed.book.sheet(name).title, spot, expected, found)
    for aspect, sheet_name, expected, found in around.of_book(placed.book.first, sent.meant, one, placed.marked):
        told.note(aspect, sheet_name, "", expected, found)
    for sheet_name, spot, expected, found in _stored(placed, places, layout, _unit(layout, one), one):
        told.note("stored", sheet_name, spot, expected, found)
    return told.all()


def _of_sheet(name: str, sent: Drawn, back: Drawn, places: Places, one: Returned) -> Iterator[tuple[Aspect, str, str, str]]:
    yield from cells.compared(name, sent, back, places)
    told = [change.cell for change in one.changes if change.kind in ("merged", "hidden_row")] if name == names.SCORING else []
    yield from around.of_sheet(name, sent, back, places, told)


def _unit(layout: Layout, one: Returned) -> Unit | None:
    identity = one.identity()
    return layout.cycle.unit(identity.unit) if identity is not None else None


def _stored(placed: Placed, places: Places, layout: Layout, unit: Unit | None, one: Returned) -> Iterator[tuple[str, str, str, str]]:
    free = placed.book.sheet(names.DIFFICULTIES) if placed.book.has(names.DIFFICULTIES) else None
    entries = stored.entered(one, free.first if free is not None else None)
    if entries is None or unit is None or places.moved:
        return
    # The points that an unclaimed item shows are compared with those that parcli computes when its entries are judged.
    judged = {(names.SCORING, names.at("self", row.row)) for row in layout.items if row.exempt is None and not entries.at(row.key, "applies")}
    wanted = {place: value for place, value in stored.expected(layout, unit, entries, standing.banner_of(layout)).items() if place not in judged}

    sheets = {name: placed.book.sheet(name) for name in names.SHEETS if placed.book.has(name)}

    def shown(place: stored.Place) -> Any:
        spot = place_of(place[1])
        return sheets[place[0]].shows(*spot) if spot is not None and place[0] in sheets else None

    for (sheet, cell), found, expected in stored.differing(shown, wanted):
        yield sheet, cell, expected, found


class _Told:
    """Gathers what differs: one difference for each aspect and sheet."""

    def __init__(self) -> None:
        self.by_place: dict[tuple[Aspect, str], Difference] = {}

    def note(self, aspect: Aspect, sheet: str, cell: str, expected: str, found: str) -> None:
        first = self.by_place.get((aspect, sheet))
        if first is None:
            self.by_place[aspect, sheet] = Difference(aspect, sheet, cell, 1, expected[:_LONGEST], found[:_LONGEST])
        else:
            self.by_place[aspect, sheet] = Difference(aspect, sheet, first.cell, first.count + 1, first.expected, first.found)

    def all(self) -> tuple[Difference, ...]:
        return tuple(self.by_place.values())
