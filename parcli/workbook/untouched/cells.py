"""The cells of a sheet against those of the original: what stands in them, and whether it can be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from openpyxl.utils import get_column_letter

from parcli.core.returned import Aspect
from parcli.workbook.untouched import looks
from parcli.workbook.untouched.drawn import Drawn, Spot, Stood
from parcli.workbook.untouched.places import Places

Seen = tuple[Aspect, str, str, str]
"""What differs, the cell, what was sent, what is there."""


def compared(name: str, sent: Drawn, back: Drawn, places: Places) -> Iterator[Seen]:
    """Yield what differs in the cells of a sheet."""
    same = places.same_in(name)
    where: Mapping[Spot, Spot | None] = {spot: spot if same else places.now(name, spot) for spot in sent.cells}
    known = set(where.values())
    for spot, original in sent.cells.items():
        now = where[spot]
        there = None if now is None else back.cells.get(now)
        if now is None or there is None or (there.look == original.look and (there.blank or not original.blank)):
            continue  # nothing is there, or it looks as it did and nothing was added: what it says is compared by others
        if places.is_entry(name, now):
            yield from _shown(now, original, there)
            continue
        if original.blank and not there.blank and not places.is_standing(name, now):
            yield "added", address(now), "", text_of(there)
        yield from _locked_look(now, original, there)
    for now, there in back.cells.items():
        if now in known:
            continue
        if places.is_entry(name, now):
            yield from _shown(now, _NOTHING, there)
        elif not there.blank and not places.is_standing(name, now) and not places.is_former(name, now):
            yield "added", address(now), "", text_of(there)


def _shown(now: Spot, original: Stood, there: Stood) -> Iterator[Seen]:
    """An entry may have any format that shows it."""
    if there.blank:
        return
    if there.look.format != original.look.format and not looks.plain(there.look.format):
        yield "look", address(now), original.look.format, there.look.format
    elif there.look.unseen and not original.look.unseen:
        yield "look", address(now), "", text_of(there)


def _locked_look(now: Spot, original: Stood, there: Stood) -> Iterator[Seen]:
    """What is locked keeps the format it has, if it holds something that can be dressed up by one."""
    if original.look.locked and not there.look.locked:
        yield "protection", address(now), "", ""
    if there.blank:
        return
    figures = there.formula or isinstance(there.value, int | float | date | datetime)
    unlike = there.look.format != original.look.format
    if unlike and (figures or not looks.plain(there.look.format)):
        yield "look", address(now), original.look.format, there.look.format
    elif there.look.unseen and not original.look.unseen:
        yield "look", address(now), "", text_of(there)


def text_of(stood: Stood) -> str:
    """Return what a cell holds, as text to show."""
    return f"{stood.value:.15g}" if isinstance(stood.value, float) else str(stood.value if stood.value is not None else "")


def address(spot: Spot) -> str:
    """Return a cell's address."""
    return f"{get_column_letter(spot[1])}{spot[0]}"


_NOTHING = Stood(None, formula=False, look=looks.Look("general", locked=True, unseen=False), blank=True)
