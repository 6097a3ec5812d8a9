"""The rows in which the Council may change any other item: unit and item are chosen from lists, what is known of them shows by itself."""

from __future__ import annotations

from math import ceil

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from parcli.appraisal import layout
from parcli.appraisal.content import Content, Entries, Free, Value
from parcli.appraisal.paint import Paint, heard
from parcli.core import points
from parcli.core.appraisal import Open

SHOWN = ("unit_name", "title", "maximum", "self", "former", "second")
"""What is looked up, in the order of the columns of the hidden sheet behind the key."""
WIDE = len(SHOWN) + 1
"""The columns of one band: the key and what is looked up."""
_FIRST = 2
_BANDS_AT = 3
"""The first column (from 0) of the bands, behind the lists of units and of items and one that stays blank."""
_RANGES = {"unit": "don_vi", "item": "tieu_chi"}
_NUMBERS = ("maximum", "self", "former", "second")


def write(sheet: Worksheet, brush: Paint, content: Content, entries: Entries, row: int) -> int:
    """Write the free rows from a row (from 0) on; return the row after the last one."""
    free = content.free
    if free is None:
        return row
    listed = {one.key for one in content.rows}
    own = [key for key in entries.rows if key not in listed]
    for offset in range(free.count):
        key = own[offset] if offset < len(own) else None
        _row(sheet, brush, content, entries, row + offset, key)
    _choices(sheet, content, row, row + free.count - 1)
    return row + free.count


def _row(sheet: Worksheet, brush: Paint, content: Content, entries: Entries, row: int, key: Open | None) -> None:
    entered = entries.rows.get(key, {}) if key is not None else {}
    chosen = dict(zip(layout.KEYS, key, strict=True)) if key is not None else {}
    for place, column in enumerate(content.form.columns):
        if column.name in layout.KEYS:
            brush.put(sheet, row, place, chosen.get(column.name), "open_text")
        elif column.editable:
            brush.put(sheet, row, place, entered.get(column.name), {"number": "open_number", "choice": "open_choice"}.get(column.kind, "open_text"))
        elif content.free is not None and content.free.known and column.name in SHOWN:
            _looked_up(sheet, brush, content, column.name, (row, place), key)
        else:
            brush.put(sheet, row, place, None, "text")


def _looked_up(sheet: Worksheet, brush: Paint, content: Content, name: str, at: tuple[int, int], key: Open | None) -> None:
    """Write a formula with what it gives now: blank while nothing is chosen, "?" for a pair that does not exist."""
    row, place = at
    free = content.free
    if free is None:
        return
    known = free.known.get(key) if key is not None else None
    value: Value = "" if key is None else "?" if known is None else _told(known[SHOWN.index(name)])
    shown = value if isinstance(value, str) else points.spreadsheet(value)
    style = "number" if name in _NUMBERS else "text"
    heard(sheet.write_formula(row, place, _formula(content, free, name, row), brush.formats[style], shown), f"{row + 1}:{place + 1}")


def _formula(content: Content, free: Free, name: str, row: int) -> str:
    unit, item = (f"${xl_col_to_name(content.form.place(key))}{row + 1}" for key in layout.KEYS)
    sheet, found = layout.standing_words()["council"]["lookup"], '"?"'
    for first in reversed(range(_BANDS_AT, _BANDS_AT + WIDE * ceil(len(free.known) / free.band), WIDE)):
        keys, values = (
            f"'{sheet}'!${letter}${_FIRST}:${letter}${_FIRST - 1 + free.band}"
            for letter in map(xl_col_to_name, (first, first + 1 + SHOWN.index(name)))
        )
        found = f'IFERROR(INDEX({values},MATCH({unit}&"|"&{item},{keys},0)),{found})'
    return f'=IF(OR({unit}="",{item}=""),"",{found})'


def _choices(sheet: Worksheet, content: Content, first: int, last: int) -> None:
    words, form = layout.standing_words()["prompt"], content.form
    for name in layout.KEYS:
        place = form.place(name)
        rule = {
            "validate": "list", "source": f"={_RANGES[name]}", "input_title": words[f"{name}_title"], "input_message": words[name],
            "error_title": words[f"{name}_title"], "error_message": words[f"{name}_error"],
        }  # fmt: skip
        heard(sheet.data_validation(first, place, last, place, rule), name)
    answers = {
        "validate": "list", "source": "=tra_loi", "input_title": words["ruling_title"], "input_message": words["ruling"],
        "error_title": words["ruling_title"], "error_message": words["ruling_error"],
    }  # fmt: skip
    heard(sheet.data_validation(first, form.place("ruling"), last, form.place("ruling"), answers), "ruling")
    given, most = (f"{xl_col_to_name(form.place(name))}{first + 1}" for name in ("points", "maximum"))
    bound = {
        "validate": "custom", "value": f"=AND(ISNUMBER({given}),{given}>=0,OR(NOT(ISNUMBER({most})),{given}<={most}))",
        "input_title": words["points_title"], "input_message": words["free_points"],
        "error_title": words["points_title"], "error_message": words["free_points_error"],
    }  # fmt: skip
    heard(sheet.data_validation(first, form.place("points"), last, form.place("points"), bound), "points")


def lookup(book: Workbook, brush: Paint, free: Free) -> None:
    """Write the hidden sheet: the lists to choose from, and what the free rows look up, in bands of columns side by side."""
    name = layout.standing_words()["council"]["lookup"]
    sheet = book.add_worksheet(name)
    for place, (column, offered) in enumerate((("unit", free.units), ("item", free.items))):
        for row, choice in enumerate(offered, start=_FIRST - 1):
            brush.put(sheet, row, place, choice, "plain")
        letter = xl_col_to_name(place)
        heard(book.define_name(_RANGES[column], f"='{name}'!${letter}${_FIRST}:${letter}${_FIRST - 1 + max(1, len(offered))}"), column)
    for number, (key, values) in enumerate(free.known.items()):
        band, row = divmod(number, free.band)
        for place, value in enumerate(("|".join(key), *values), start=_BANDS_AT + WIDE * band):
            brush.put(sheet, _FIRST - 1 + row, place, _told(value), "plain")
    sheet.hide()
    sheet.protect("", {})


def _told(value: Value) -> Value:
    """Return a value as it is looked up: a blank cell would come out as 0."""
    return "–" if value == "" else value
