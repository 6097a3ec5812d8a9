"""The rows in which the Council may change any other item: unit and item are chosen from lists, what is known of them shows by itself."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from parcli.appraisal import layout
from parcli.appraisal.content import Content, Entries, Free, Value
from parcli.appraisal.paint import Paint, heard
from parcli.core import points
from parcli.core.appraisal import Open

_SHOWN = ("unit_name", "title", "maximum", "self", "former", "second")
"""What is looked up, in the order of the columns of the hidden sheet behind the key."""
_FIRST = 2
_LISTS = len(_SHOWN) + 2
"""The first column (from 0) of the lists of units and of items, behind one that stays blank."""
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
        elif column.name in _SHOWN:
            style = "number" if column.name in _NUMBERS else "text"
            known = content.free.known.get(key, ()) if content.free is not None and key is not None else ()
            value = known[_SHOWN.index(column.name)] if known else ""
            formula = _looked_up(content, column.name, row)
            shown = value if isinstance(value, str) else points.spreadsheet(value)
            heard(sheet.write_formula(row, place, formula, brush.formats[style], shown), f"{row + 1}:{place + 1}")
        else:
            brush.put(sheet, row, place, None, "text")


def _looked_up(content: Content, name: str, row: int) -> str:
    unit, item = (f"${xl_col_to_name(content.form.place(key))}{row + 1}" for key in layout.KEYS)
    sheet, letter = layout.standing_words()["council"]["lookup"], xl_col_to_name(_SHOWN.index(name) + 1)
    last = _FIRST - 1 + max(1, len(content.free.known) if content.free is not None else 0)
    keys, values = (f"'{sheet}'!${column}${_FIRST}:${column}${last}" for column in ("A", letter))
    return f'=IF(OR({unit}="",{item}=""),"",IFERROR(INDEX({values},MATCH({unit}&"|"&{item},{keys},0)),"?"))'


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
    """Write the hidden sheet that the free rows look things up in, and the lists to choose from."""
    name = layout.standing_words()["council"]["lookup"]
    sheet = book.add_worksheet(name)
    for row, (key, values) in enumerate(free.known.items(), start=_FIRST - 1):
        for place, value in enumerate(("|".join(key), *values)):
            brush.put(sheet, row, place, _told(value), "plain")
    lists = {"unit": tuple(dict.fromkeys(unit for unit, _ in free.known)), "item": tuple(dict.fromkeys(item for _, item in free.known))}
    for offset, (column, offered) in enumerate(lists.items()):
        place = _LISTS + offset
        for row, choice in enumerate(offered, start=_FIRST - 1):
            brush.put(sheet, row, place, choice, "plain")
        letter = xl_col_to_name(place)
        heard(book.define_name(_RANGES[column], f"='{name}'!${letter}${_FIRST}:${letter}${_FIRST - 1 + max(1, len(offered))}"), column)
    sheet.hide()
    sheet.protect("", {})


def _told(value: Value) -> Value:
    """Return a value as it is looked up: a blank cell would come out as 0."""
    return "–" if value == "" else value
