"""What lies over and around the cells, against the original: rows, columns, merges, lists, colours, names, sheets, pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from openpyxl.utils import get_column_letter, range_boundaries

from parcli.core.returned import Aspect, Returned
from parcli.core.words import key
from parcli.workbook import marks, names
from parcli.workbook.untouched.cells import Seen, address
from parcli.workbook.untouched.drawn import Drawn, Spot, names_of
from parcli.workbook.untouched.places import Places

_PLACES_OF_IDENTITY = ("cell", "name", "property")
_KEY_COLUMN = 1
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FREE_SHEETS = (names.REGISTER, names.DIFFICULTIES)
_LATER_FORMATS = (b"x14:conditionalFormatting", b"x14:dataValidation")
"""Lists and colours in a form of 2010 and later, which the library that reads workbooks passes over."""
_ANCHOR = b"Anchor"
MARKS = (*_LATER_FORMATS, _ANCHOR)
"""What is looked for in the parts themselves."""


def of_sheet(name: str, sent: Drawn, back: Drawn, places: Places, told: Collection[str]) -> Iterator[Seen]:
    """Yield what differs over and around the cells of a sheet; what was ``told`` of cells hidden or merged is not said again."""
    yield from _layout(name, sent, back, places, told)
    yield from _lists(name, sent, back, places)
    yield from _colouring(name, sent, back)
    yield from _pointers(name, sent, back, places)
    if sent.protected and not back.protected:
        yield "protection", "", "", ""
    if not places.moved and sent.print_area != back.print_area:
        yield "settings", "", sent.print_area, back.print_area


def _layout(name: str, sent: Drawn, back: Drawn, places: Places, told: Collection[str]) -> Iterator[Seen]:
    if name == names.SCORING and places.moved:
        yield "moved", "", "", ""
    for place in (*_hidden_rows(back, sent, told), *_hidden_columns(name, sent, back, places)):
        yield "layout", place, "", ""
    for span in sorted(back.merged - sent.merged):
        if not (name in _FREE_SHEETS and _within_entries(name, span, places)) and not any(_covers(span, each) for each in told):
            yield "layout", span.partition(":")[0], "", span
    for span in sorted(sent.merged - back.merged):
        yield "layout", span.partition(":")[0], span, ""


def _hidden_rows(back: Drawn, sent: Drawn, told: Collection[str]) -> Iterator[str]:
    """Yield the rows that hold cells and are hidden by no filter, but for those of which that was told."""
    known = {int(each.lstrip(_LETTERS)) for each in told}
    hidden = set() if back.filtered else back.hidden_rows - sent.hidden_rows - known
    if hidden:
        yield from (f"A{row}" for row in sorted(hidden & {row for row, _ in back.cells}))


def _hidden_columns(name: str, sent: Drawn, back: Drawn, places: Places) -> Iterator[str]:
    """Yield the hidden columns of the original. The key may be hidden; of some the reader speaks itself."""
    passed = {_KEY_COLUMN, *(places.said & back.folded)} if name == names.SCORING else set()
    hidden = back.hidden_columns - sent.hidden_columns - passed
    if hidden:
        yield from (f"{get_column_letter(column)}1" for column in sorted(hidden & {column for _, column in sent.cells}))


def _covers(span: str, cell: str) -> bool:
    (top, left), (bottom, right), (row, column) = *_ends(span), _ends(cell)[0]
    return left <= column <= right and top <= row <= bottom


def _ends(span: str) -> tuple[Spot, Spot]:
    left, top, right, bottom = (int(each or 0) for each in range_boundaries(span))
    return (top, left), (bottom, right)


def _within_entries(name: str, span: str, places: Places) -> bool:
    return all(places.is_entry(name, end) for end in _ends(span))


def _lists(name: str, sent: Drawn, back: Drawn, places: Places) -> Iterator[Seen]:
    """Compare what may be entered, cell by cell; of a large range its two ends."""
    asked = dict(sent.lists.by_cell)
    for (left, top, right, bottom), rule in sent.lists.by_range:
        asked |= {(top, left): rule, (bottom, right): rule}
    for spot, rule in asked.items():
        now = places.now(name, spot)
        if now is not None and not _same_rule(name, back.lists.at(now), rule, places) and not _told_by_reader(name, back.lists.at(now), rule, places):
            yield "lists", address(now), " ".join(rule), " ".join(back.lists.at(now))


def _told_by_reader(name: str, found: tuple[str, ...], sent: tuple[str, ...], places: Places) -> bool:
    """Whether the reader says itself that a rule of the scoring sheet is another one: it looks at all but what follows a breach."""
    return name == names.SCORING and not places.moved and found[:4] != sent[:4]


def _same_rule(name: str, found: tuple[str, ...], sent: tuple[str, ...], places: Places) -> bool:
    if len(found) != len(sent):
        return False
    formulas = all(_number(one) == _number(two) or places.same(name, one, two) for one, two in zip(found[2:4], sent[2:4], strict=True))
    return formulas and (found[0], found[1], found[4]) == (sent[0], sent[1], sent[4])


def _number(text: str) -> float | str:
    try:
        return float(text or 0)
    except ValueError:
        return text


def _colouring(name: str, sent: Drawn, back: Drawn) -> Iterator[Seen]:
    """Conditions may be rewritten where rows are pasted; anywhere else they stay, and nowhere may one hide what stands there."""
    own = [one for one in back.colouring if marks.ALWAYS not in one[0]]
    for condition, _ in (one for one in own if one[1] and one not in sent.colouring):
        yield "look", "", "", condition
    if name in _FREE_SHEETS:
        return
    former, now = (Counter(_folded(condition) for condition, _ in listed) for listed in (sent.colouring, own))
    for condition in sorted(former.keys() | now.keys()):
        if former[condition] != now[condition]:
            yield "colouring", "", condition if former[condition] else "", condition if now[condition] else ""


def _folded(condition: str) -> str:
    """Blanks and addresses may be rewritten: rows move, and ranges are split or joined."""
    return key(condition).replace("$", "").replace('"', "")


def _pointers(name: str, sent: Drawn, back: Drawn, places: Places) -> Iterator[Seen]:
    """Notes at cells, and links that lead elsewhere."""
    for spot, note in back.notes.items():
        if not marks.is_mark(note):
            yield "notes", address(spot), "", note
    known = {now: link for spot, link in sent.links.items() if (now := places.now(name, spot)) is not None}
    for spot, (target, outside) in back.links.items():
        if outside and not places.is_entry(name, spot):
            yield "notes", address(spot), known.get(spot, ("", False))[0], target
    if not places.moved:
        for spot, (target, _) in known.items():
            if _place(back.links.get(spot, ("", False))[0]) != _place(target):
                yield "notes", address(spot), target, back.links.get(spot, ("", False))[0]


def _place(target: str) -> str:
    return key(target.lstrip("#").replace("'", "").replace("$", ""))


def of_book(book: Any, sent: Mapping[str, str], one: Returned, marked: Mapping[str, Collection[bytes]]) -> Iterator[tuple[Aspect, str, str, str]]:
    """Yield what differs in a workbook as a whole: the aspect, a sheet, what was sent, what is there.

    ``sent`` are the names as they were, ``marked`` the file's parts with the marks that stand in them.
    """
    wanted = [key(name) for name in names.SHEETS]
    standing = [title for title in book.sheetnames if key(title) in wanted]
    if standing != sorted(standing, key=lambda title: wanted.index(key(title))):
        yield "sheets", "", "; ".join(names.SHEETS), "; ".join(standing)
    yield from _names(book, sent)
    yield from _settings(book)
    missing = [place for place in _PLACES_OF_IDENTITY if place not in one.identities]
    if missing and one.identities:
        yield "identity", "", "", ", ".join(missing)
    yield from _parts(marked)


def _names(book: Any, sent: Mapping[str, str]) -> Iterator[tuple[Aspect, str, str, str]]:
    now = names_of(book)
    for name in sorted((sent.keys() | now.keys()) - {names.IDENTITY_NAME}):
        former, there = sent.get(name, ""), now.get(name, "")
        if former != there:
            yield "settings", "", f"{name} = {former}" if former else "", f"{name} = {there}" if there else ""


def _settings(book: Any) -> Iterator[tuple[Aspect, str, str, str]]:
    if book.epoch.year != 1899:  # noqa: PLR2004 - where days are counted from as Excel does
        yield "settings", "", "1900", str(book.epoch.year)
    calculation = book.calculation
    if calculation is None:
        return
    if calculation.calcMode not in (None, "auto"):
        yield "settings", "", "auto", str(calculation.calcMode)
    if calculation.iterate:
        yield "settings", "", "", "iterate"
    if calculation.fullPrecision is False:
        yield "settings", "", "", "fullPrecision"


def _parts(marked: Mapping[str, Collection[bytes]]) -> Iterator[tuple[Aspect, str, str, str]]:
    """Name pictures, charts and text boxes, which may lie over cells, and parts with lists and colours that the library passes over."""
    for name in sorted(marked):
        low, found = name.lower(), marked[name]
        if low.startswith("xl/drawings/drawing") and low.endswith(".xml") and _ANCHOR in found:
            yield "notes", "", "", name
        if low.startswith("xl/worksheets/") and low.endswith(".xml") and any(each in found for each in _LATER_FORMATS):
            yield "look", "", "", name
