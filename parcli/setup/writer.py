"""The register's workbook made: texts as text cells, days as days, lists to choose from; the same register, the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from math import ceil
from typing import Any

import yaml
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from parcli import shipped
from parcli.core.register import LISTS, Line
from parcli.setup import layout as described
from parcli.setup.layout import FIRST_ROW, HEADING_ROW, Column, Layout, Sheet
from parcli.setup.values import outward

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FIXED_DAY = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_SPARE_ROWS = 300
"""Rows under the last entry that are ready for new ones."""
_A4 = 9
_LISTS_FIRST_ROW = 3
_RANGE = "thiet_lap_"
_GUIDE_WIDTH = 120
_LINE, _TITLE_HEIGHT, _MOST_LINES = 15.0, 24, 25
"""Heights in points; a row shows at most so many lines, the rest by widening it."""
_SIGNS_PER_WIDTH = 1.08
_TEXT, _DAY = "@", "dd/mm/yyyy"


@dataclass(frozen=True, slots=True)
class _Book:
    """A workbook under way with its formats."""

    workbook: Workbook
    layout: Layout
    formats: Mapping[str, Format]


def write(layout: Layout, lists: Mapping[str, Sequence[Line]], titles: Mapping[tuple[str, str], str]) -> bytes:
    """Return thiet-lap.xlsx with these lists.

    ``titles`` has the words of the columns that are only shown: the title of a unit's item by (unit, item).
    """
    stream = BytesIO()
    workbook = Workbook(stream, _OPTIONS)
    identity = described.identity(layout, described.digest(lists))
    title = layout.words["title"].format(year=layout.year)
    workbook.set_properties({"title": title, "author": "parcli", "created": _FIXED_DAY})
    book = _Book(workbook, layout, _formats(workbook))
    _guide(book, title)
    names = {str(line["id"]): str(line["name"]) for line in lists["units"]}
    for name in LISTS:
        _list(book, name, lists[name], names, titles)
    _choices(book, identity, len(lists["units"]))
    workbook.get_worksheet_by_name(layout.sheets["units"].name).activate()
    workbook.close()
    return stream.getvalue()


def _formats(workbook: Workbook) -> dict[str, Format]:
    look = yaml.load((shipped.folder("templates") / "workbook" / "look.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    colour = {name: f"#{value}" for name, value in look["colours"].items()}
    plain = {"font_name": look["font"], "font_size": look["size"], "valign": "top"}
    cell = {**plain, "text_wrap": True, "border": 1, "border_color": colour["border"]}
    shapes: dict[str, dict[str, Any]] = {
        "title": {**plain, "bold": True, "font_size": look["size"] + 4, "font_color": colour["title"]},
        "line": {**plain, "font_color": colour["muted"]},
        "paragraph": {**plain, "text_wrap": True},
        "heading": {
            **cell,
            "bold": True,
            "valign": "vcenter",
            "align": "center",
            "bg_color": colour["heading_fill"],
            "font_color": colour["heading_text"],
        },
        "text": {**cell, "num_format": _TEXT},
        "day": {**cell, "num_format": _DAY, "align": "center"},
        "shown": {**cell, "num_format": _TEXT, "font_color": colour["muted"], "bg_color": colour["group_fill"]},
        "spare_text": {**plain, "text_wrap": True, "num_format": _TEXT},
        "spare_day": {**plain, "num_format": _DAY, "align": "center"},
        "plain": {**plain, "num_format": _TEXT},
    }
    return {name: workbook.add_format(shape) for name, shape in shapes.items()}


def _heard(outcome: int | None, where: str) -> None:
    """Fail on what the library would drop in silence."""
    if outcome:
        message = f"{where}: {outcome}"
        raise ValueError(message)


def _page(book: _Book, sheet: Worksheet, heading_row: int | None) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    page = book.layout.words["page"].format(page="&P", pages="&N")
    sheet.set_footer(f"&L&9{book.layout.cycle}&C&9&A&R&9{page}")
    if heading_row is not None:
        sheet.repeat_rows(heading_row - 1)


def _guide(book: _Book, title: str) -> None:
    words = book.layout.words["guide"]
    sheet = book.workbook.add_worksheet(words["sheet"])
    sheet.set_column(0, 0, _GUIDE_WIDTH)
    _opening(book, sheet, title)
    for place, line in enumerate(words["lines"], start=HEADING_ROW - 1):
        _height(sheet, place, [(line, _GUIDE_WIDTH)])
        _heard(sheet.write_string(place, 0, f"{place - HEADING_ROW + 2}. {line}", book.formats["paragraph"]), words["sheet"])
    _page(book, sheet, None)


def _opening(book: _Book, sheet: Worksheet, title: str) -> None:
    layout = book.layout
    sheet.set_row(0, _TITLE_HEIGHT)
    _heard(sheet.write_string(0, 0, title, book.formats["title"]), title)
    line = layout.words["cycle_line"].format(cycle=layout.cycle, edition=layout.edition)
    _heard(sheet.write_string(1, 0, line, book.formats["line"]), line)


def _list(book: _Book, name: str, lines: Sequence[Line], names: Mapping[str, str], titles: Mapping[tuple[str, str], str]) -> None:
    described_sheet = book.layout.sheets[name]
    sheet = book.workbook.add_worksheet(described_sheet.name)
    _opening(book, sheet, described_sheet.title)
    _height(sheet, HEADING_ROW - 1, [(column.heading, column.width * 0.8) for column in described_sheet.columns])
    for place, column in enumerate(described_sheet.columns):
        _head(book, sheet, place, column)
        _validation(book, sheet, place, column, FIRST_ROW - 2 + len(lines) + _SPARE_ROWS)
    for row, line in enumerate(lines, start=FIRST_ROW - 1):
        shown = {
            "unit_name": names.get(str(line.get("unit", "")), ""),
            "item_title": titles.get((str(line.get("unit", "")), str(line.get("item", ""))), ""),
        }
        said = [(_cell(book, sheet, row, place, column, line, shown), column.width) for place, column in enumerate(described_sheet.columns)]
        _height(sheet, row, said)
    last = max(FIRST_ROW - 1, FIRST_ROW - 2 + len(lines))
    sheet.autofilter(HEADING_ROW - 1, 0, last, len(described_sheet.columns) - 1)
    sheet.freeze_panes(HEADING_ROW, _frozen(described_sheet))
    _page(book, sheet, HEADING_ROW)


def _frozen(sheet: Sheet) -> int:
    """Return how many columns stay in view: up to the unit."""
    return next((place + 1 for place, column in enumerate(sheet.columns) if column.name in ("unit", "id")), 1)


def _head(book: _Book, sheet: Worksheet, place: int, column: Column) -> None:
    spare = book.formats["spare_day" if column.kind == "day" else "spare_text"]
    sheet.set_column(place, place, column.width, spare)
    _heard(sheet.write_string(HEADING_ROW - 1, place, column.heading, book.formats["heading"]), column.heading)
    if column.note:
        options = {"author": "", "x_scale": 2, "y_scale": 1, "font_size": 9}
        _heard(sheet.write_comment(HEADING_ROW - 1, place, column.note, options), column.heading)


def _validation(book: _Book, sheet: Worksheet, place: int, column: Column, last_row: int) -> None:
    prompt = book.layout.words["prompt"]
    rule: dict[str, Any] = {"ignore_blank": True}
    if column.chosen:
        strict = column.kind == "choice"
        rule |= {"validate": "list", "source": f"={_RANGE}{column.name}", "show_error": strict}
        rule |= {"error_title": prompt["error_title"], "error_message": prompt["error"]}
    elif column.kind == "day":
        rule |= {"validate": "date", "criteria": ">=", "value": date(1900, 3, 1), "error_type": "warning"}
        rule |= {"error_title": prompt["day_title"], "error_message": prompt["day"]}
    else:
        return
    _heard(sheet.data_validation(FIRST_ROW - 1, place, last_row, place, rule), column.heading)


def _cell(book: _Book, sheet: Worksheet, row: int, place: int, column: Column, line: Line, shown: Mapping[str, str]) -> str:
    """Write one cell and return its text."""
    where = f"{sheet.get_name()} {row + 1}"
    value = shown[column.name] if column.kind == "shown" else outward(book.layout, column, line[column.name]) if column.name in line else ""
    style = book.formats["shown" if column.kind == "shown" else "day" if column.kind == "day" else "text"]
    if isinstance(value, date):
        _heard(sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), style), where)  # noqa: DTZ001 - a day has no zone
        return ""
    _heard(sheet.write_string(row, place, value, style) if value else sheet.write_blank(row, place, None, style), where)
    return value


def _height(sheet: Worksheet, row: int, said: Sequence[tuple[str, float]]) -> None:
    """Give a row the height that its longest text needs: offices do not measure rows of a file that they did not make."""
    lines = max((sum(max(1, ceil(len(part) / (width * _SIGNS_PER_WIDTH))) for part in text.strip().split("\n")) for text, width in said), default=1)
    sheet.set_row(row, min(lines, _MOST_LINES) * _LINE + 2)


def _choices(book: _Book, identity: str, units: int) -> None:
    """Write the hidden sheet: the identity, and the lists to choose from, each under its name."""
    layout, workbook = book.layout, book.workbook
    name = layout.words["lists"]
    sheet = workbook.add_worksheet(name)
    _heard(sheet.write_string(described.IDENTITY_CELL, identity, book.formats["plain"]), name)
    _heard(workbook.define_name(described.IDENTITY_NAME, f'="{identity}"'), name)
    workbook.set_custom_property(described.IDENTITY_NAME, identity)
    for place, (chosen, words) in enumerate(layout.choices.items(), start=1):
        letter = xl_col_to_name(place)
        for offset, word in enumerate(words.values()):
            _heard(sheet.write_string(_LISTS_FIRST_ROW - 1 + offset, place, word, book.formats["plain"]), name)
        span = f"='{name}'!${letter}${_LISTS_FIRST_ROW}:${letter}${_LISTS_FIRST_ROW + max(len(words), 1) - 1}"
        _heard(workbook.define_name(f"{_RANGE}{chosen}", span), chosen)
    span = f"='{layout.sheets['units'].name}'!$A${FIRST_ROW}:$A${FIRST_ROW + units + _SPARE_ROWS - 1}"
    _heard(workbook.define_name(f"{_RANGE}unit", span), "unit")
    sheet.hide()
