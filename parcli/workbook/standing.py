"""What stands in a workbook when it is sent, outside the entries: the measure for everything that the layout does not describe.

The form of a layout is made anew, once for each layout and process, and read; nothing of it is kept on disk. Of the sheets in
which a unit writes only the heads count, since their rows are compared one by one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parcli import shipped
from parcli.container.book import opened
from parcli.container.grid import letters_of
from parcli.core import words
from parcli.workbook import look, names, writer
from parcli.workbook.formulas import plain
from parcli.workbook.layout import HEADING_ROW, Layout
from parcli.workbook.untouched.drawn import Drawn, drawn, names_of

Place = tuple[int, int]
Rule = tuple[str, str, str, str]
"""What a rule of entry says: its type, its operator and its two bounds."""
BANNER = "@@BANNER@@"
_MARKS = (writer.UNIT_NAME, writer.UNIT_UPPER, writer.UNIT_ID)
HEADS: Mapping[str, int] = {
    names.SCORING: HEADING_ROW, names.REGISTER: names.REGISTER_FIRST_ROW - 1, names.DIFFICULTIES: names.DIFFICULTIES_FIRST_ROW - 1,
}  # fmt: skip
"""The last standing row of the sheets in which a unit writes."""
_MOST_CELLS = 5000
_MOST_KEPT = 64
_FIXED = str.maketrans("", "", "$'")


@dataclass(frozen=True, slots=True)
class Form:
    """The standing cells by sheet, row and column; those whose text names the unit; cells that are free to hold anything.

    Besides: the formulas of the column of counts by row, rules of entry by address, ranges by name, and the hidden sheets.
    """

    cells: Mapping[str, Mapping[Place, Any]]
    named: Mapping[str, Mapping[Place, str]]
    free: Mapping[str, frozenset[Place]]
    counts: Mapping[int, str]
    rules: Mapping[str, Rule]
    ranges: Mapping[str, str]
    hidden: frozenset[str]
    drawn: Mapping[str, Drawn]
    meant: Mapping[str, str]
    """What the defined names mean."""
    keys: Mapping[str, str]
    """The keys of the rows by themselves and by the form in which they are compared."""


_kept: dict[str, Form] = {}
_faces: dict[int, tuple[Layout, str]] = {}
"""The marks of the layouts that were asked for: a process reads many workbooks by few layouts."""


def form(layout: Layout) -> Form:
    """Return what stands in the workbooks of a layout; two layouts that look alike share it."""
    if len(_faces) > _MOST_KEPT:
        _faces.clear()
        _kept.clear()
    if _faces.get(id(layout), (None, ""))[0] is not layout:
        _faces[id(layout)] = (layout, _mark(layout))
    face = _faces[id(layout)][1]
    if face not in _kept:
        _kept[face] = _form(layout)
    return _kept[face]


def banner_of(layout: Layout) -> str:
    """Return a mark in the place of what stands on everything made from the edition; an official one has nothing there."""
    return "" if layout.edition.status == "official" else BANNER


def _mark(layout: Layout) -> str:
    """Return a mark of all that a form shows: also days, papers and addresses of the cycle, which move no row."""
    facts = dict(writer.facts_of(layout, _look(), writer.UNIT_NAME))
    return hashlib.sha256(json.dumps([layout.face(), layout.edition.status, facts], ensure_ascii=False).encode()).hexdigest()


def _look() -> look.Look:
    return look.load(shipped.folder("templates") / "workbook")


def _form(layout: Layout) -> Form:
    book = opened(writer.template(layout, _look(), banner_of(layout)))
    cells: dict[str, dict[Place, Any]] = {}
    named: dict[str, dict[Place, str]] = {}
    free: dict[str, frozenset[Place]] = {}
    for name in names.SHEETS:
        cells[name], named[name] = _standing(book[name], HEADS.get(name))
        free[name] = frozenset(book[name]._cells) - cells[name].keys() - named[name].keys()  # noqa: SLF001
    scoring = book[names.SCORING]
    counts = {row.row: text for row in layout.rows if (text := scoring[names.at("count", row.row)].value)}
    hidden = frozenset(name for name in names.SHEETS if book[name].sheet_state != "visible")
    sheets = {name: drawn(book[name]) for name in names.SHEETS}
    return Form(cells, named, free, counts, rules(scoring), ranges(book), hidden, sheets, names_of(book), _keys(layout))


def _keys(layout: Layout) -> dict[str, str]:
    compared = {words.key(row.key): row.key for row in layout.rows}
    return compared | {row.key: compared[words.key(row.key)] for row in layout.rows if row.key not in compared}


def _standing(sheet: Any, last: int | None) -> tuple[dict[Place, Any], dict[Place, str]]:
    """Return the cells of a sheet that nobody may change, and those of them that name the unit."""
    cells: dict[Place, Any] = {}
    named: dict[Place, str] = {}
    for place, cell in sheet._cells.items():  # noqa: SLF001 - asking for rows would make a cell for every blank one
        value = cell.value
        if (last is not None and place[0] > last) or not cell.protection.locked:
            continue
        if isinstance(value, str) and any(mark in value for mark in _MARKS):
            named[place] = value
        elif not (isinstance(value, str) and BANNER in value):
            cells[place] = value
    return cells, named


def rules(sheet: Any) -> dict[str, Rule]:
    """Return the rules of entry of a sheet's cells, as far as they say what may be entered."""
    found: dict[str, Rule] = {}
    for each in sheet.data_validations.dataValidation:
        if each.type in (None, "none"):
            continue
        compared = each.type not in ("list", "custom")
        operator = each.operator or "between" if compared else ""
        # Only a comparison between two bounds has a second one; LibreOffice writes a 0 there all the same.
        rule = (each.type, operator, bound(each.formula1), bound(each.formula2) if operator in ("between", "notBetween") else "")
        for span in each.sqref.ranges:
            if span.size["rows"] * span.size["columns"] <= _MOST_CELLS:
                found |= {f"{letters_of(column)}{row}": rule for row, column in span.cells}
    return found


def bound(text: str | None) -> str:
    """Return a bound or a range in the form in which two of them are compared; office suites fix addresses and quote sheets anew."""
    return plain(text or "").removeprefix("=").translate(_FIXED)


def ranges(book: Any) -> dict[str, str]:
    """Return the ranges that have names, but for the identity."""
    return {name: bound(each.attr_text) for name, each in book.defined_names.items() if name.startswith("danh_sach_")}
