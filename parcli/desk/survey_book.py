"""The workbook for the institute: one sheet for figures on a scale, one for counts; the same form, the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from math import ceil
from typing import Any, Final

import yaml
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from parcli import shipped
from parcli.core.cycle import Cycle
from parcli.core.points import spreadsheet, vietnamese
from parcli.desk.survey_forms import COUNTED, SCALED, Form, Line, asked_for

HEADING_ROW: Final = 4
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FIXED_DAY = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_A4 = 9
_ALLOWED = {"autofilter": True, "sort": True, "format_cells": True, "format_columns": True, "format_rows": True}
"""What stays possible on a protected sheet; there is no password."""
_ENTRY = ("value", "respondents", "count")
_CENTRED = ("item", "scale", "maximum", "weight")
_LINE, _TITLE_HEIGHT = 15.0, 24
_SIGNS_PER_WIDTH = 1.2
_GUIDE_WIDTH = 120


@dataclass(frozen=True, slots=True)
class _Book:
    """A workbook under way: its words with the cycle's values put in, its formats, and what must be said of the edition."""

    workbook: Workbook
    words: Mapping[str, Any]
    formats: Mapping[str, Format]
    opening: tuple[str, str]
    banner: str


@lru_cache(maxsize=1)
def standing_words() -> Mapping[str, Any]:
    """Return the words of the workbook, which an office may change. Raises OSError when they are missing."""
    words: Mapping[str, Any] = yaml.load((shipped.folder("templates") / "survey" / "vi.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return words


def file_name(block: str) -> str:
    """Return the name of a block's file, without its suffix."""
    return str(standing_words()["file"].format(block=block))


def write(form: Form, cycle: Cycle, banner: str, most_rows: int) -> bytes:
    """Return the workbook of a block. A sheet has at most so many rows, as the import reads no more; the rest go on in another."""
    words, stream = standing_words(), BytesIO()
    workbook = Workbook(stream, _OPTIONS)
    title = words["title"].format(year=cycle.year)
    block_line = words["block_line"].format(block=form.block.title, cycle=cycle.cycle, edition=cycle.edition)
    workbook.set_properties({"title": title, "author": "parcli", "created": _FIXED_DAY})
    book = _Book(workbook, words, _formats(workbook), (title, block_line), banner)
    _guide(book)
    _items(book, form)
    first = None
    for kind, lines in ((SCALED, form.scaled), (COUNTED, form.counted)):
        for name, part in _parts(words[kind]["sheet"], lines, most_rows - HEADING_ROW):
            sheet = _lines(book, kind, name, part)
            first = first or sheet
    if first is not None:
        first.activate()
    workbook.close()
    return stream.getvalue()


def _parts(name: str, lines: Sequence[Line], most: int) -> Iterator[tuple[str, Sequence[Line]]]:
    for number, start in enumerate(range(0, len(lines), most), start=1):
        yield (name if number == 1 else f"{name} ({number})"), lines[start : start + most]


def _formats(workbook: Workbook) -> dict[str, Format]:
    look = yaml.load((shipped.folder("templates") / "workbook" / "look.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    colour = {name: f"#{value}" for name, value in look["colours"].items()}
    plain = {"font_name": look["font"], "font_size": look["size"], "valign": "top"}
    cell = {**plain, "text_wrap": True, "border": 1, "border_color": colour["border"], "num_format": "@"}
    heading = {"bold": True, "valign": "vcenter", "align": "center", "bg_color": colour["heading_fill"], "font_color": colour["heading_text"]}
    shapes: dict[str, dict[str, Any]] = {
        "title": {**plain, "bold": True, "font_size": look["size"] + 4, "font_color": colour["title"]},
        "line": {**plain, "font_color": colour["muted"]},
        "banner": {**plain, "bold": True, "font_color": colour["banner_text"]},
        "paragraph": {**plain, "text_wrap": True},
        "heading": {**cell, **heading},
        "text": cell,
        "centred": {**cell, "align": "center"},
        "entry": {**cell, "num_format": "General", "align": "center", "bg_color": colour["entry_fill"], "locked": False},
    }
    return {name: workbook.add_format(shape) for name, shape in shapes.items()}


def _heard(outcome: int | None, where: str) -> None:
    """Fail on what the library would drop in silence."""
    if outcome:
        message = f"{where}: {outcome}"
        raise ValueError(message)


def _open(book: _Book, name: str, title: str) -> Worksheet:
    """Add a sheet with its title, whose form it is, and what must be said of the edition."""
    sheet = book.workbook.add_worksheet(name)
    sheet.set_row(0, _TITLE_HEIGHT)
    _heard(sheet.write_string(0, 0, title, book.formats["title"]), name)
    _heard(sheet.write_string(1, 0, book.opening[1], book.formats["line"]), name)
    if book.banner:
        _heard(sheet.write_string(2, 0, book.banner, book.formats["banner"]), name)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    page = book.words["page"].format(page="&P", pages="&N")
    sheet.set_footer(f"&L&9{book.opening[1]}&C&9&A&R&9{page}")
    sheet.protect("", _ALLOWED)
    return sheet


def _guide(book: _Book) -> None:
    words = book.words["guide"]
    sheet = _open(book, words["sheet"], book.opening[0])
    sheet.set_column(0, 0, _GUIDE_WIDTH)
    sheets = {kind: book.words[kind]["sheet"] for kind in (SCALED, COUNTED)}
    for place, line in enumerate(words["lines"], start=HEADING_ROW - 1):
        text = f"{place - HEADING_ROW + 2}. {line.format(**sheets)}"
        _height(sheet, place, [(text, _GUIDE_WIDTH)])
        _heard(sheet.write_string(place, 0, text, book.formats["paragraph"]), words["sheet"])


def _items(book: _Book, form: Form) -> None:
    words = book.words["items"]
    sheet = _open(book, words["sheet"], words["title"])
    _head(book, sheet, words["columns"])
    for row, item in enumerate(form.items, start=HEADING_ROW):
        told = {"item": item.code, "title": item.criterion.title or "", "maximum": vietnamese(item.maximum), "asked": asked_for(item)}
        _row(book, sheet, row, words["columns"], told)
    sheet.freeze_panes(HEADING_ROW, 1)


def _lines(book: _Book, kind: str, name: str, lines: Sequence[Line]) -> Worksheet:
    words = book.words[kind]
    sheet = _open(book, name, words["title"])
    _head(book, sheet, words["columns"])
    for row, line in enumerate(lines, start=HEADING_ROW):
        _row(book, sheet, row, words["columns"], _told(book, line))
    for start, end, line in _runs(lines):
        _validations(book, sheet, words["columns"], (HEADING_ROW + start, HEADING_ROW + end), line)
    sheet.autofilter(HEADING_ROW - 1, 0, HEADING_ROW - 1 + len(lines), len(words["columns"]) - 1)
    sheet.freeze_panes(HEADING_ROW, 1)
    return sheet


def _told(book: _Book, line: Line) -> dict[str, str]:
    scale = ""
    if line.low is not None and line.high is not None:
        scale = book.words["scale"].format(low=vietnamese(line.low), high=vietnamese(line.high))
    weight = "" if line.weight is None else vietnamese(line.weight)
    return {"item": line.item, "title": line.title, "scale": scale, "unit": line.unit, "name": line.name, "option": line.option, "weight": weight}


def _head(book: _Book, sheet: Worksheet, columns: Mapping[str, Any]) -> None:
    _height(sheet, HEADING_ROW - 1, [(said["heading"], said["width"] * 0.8) for said in columns.values()])
    for place, said in enumerate(columns.values()):
        sheet.set_column(place, place, said["width"])
        _heard(sheet.write_string(HEADING_ROW - 1, place, said["heading"], book.formats["heading"]), said["heading"])
    sheet.repeat_rows(HEADING_ROW - 1)


def _row(book: _Book, sheet: Worksheet, row: int, columns: Mapping[str, Any], told: Mapping[str, str]) -> None:
    for place, name in enumerate(columns):
        if name in _ENTRY:
            _heard(sheet.write_blank(row, place, None, book.formats["entry"]), name)
        else:
            _heard(sheet.write_string(row, place, told[name], book.formats["centred" if name in _CENTRED else "text"]), name)
    _height(sheet, row, [(told[name], said["width"]) for name, said in columns.items() if name in told])


def _runs(lines: Sequence[Line]) -> Iterator[tuple[int, int, Line]]:
    """Yield the runs of lines of one item, first and last: one list of rules for each."""
    start = 0
    for place, line in enumerate(lines):
        if place + 1 == len(lines) or lines[place + 1].item != line.item:
            yield start, place, line
            start = place + 1


def _validations(book: _Book, sheet: Worksheet, columns: Mapping[str, Any], rows: tuple[int, int], line: Line) -> None:
    for place, (name, said) in enumerate(columns.items()):
        if name in _ENTRY:
            _heard(sheet.data_validation(rows[0], place, rows[1], place, _rule(book, name, said, line)), name)


def _rule(book: _Book, name: str, said: Mapping[str, Any], line: Line) -> dict[str, Any]:
    prompt = book.words["prompt"]
    rule: dict[str, Any] = {"ignore_blank": True, "error_type": "warning", "input_title": said["heading"]}
    if name != "value" or line.low is None or line.high is None:
        rule |= {"validate": "integer", "criteria": ">=", "value": 0, "input_message": said["note"]}
        return rule | {"error_title": prompt["count_title"], "error_message": prompt["count"]}
    bounds = {"low": vietnamese(line.low), "high": vietnamese(line.high)}
    rule |= {"validate": "decimal", "criteria": "between", "minimum": spreadsheet(line.low), "maximum": spreadsheet(line.high)}
    rule |= {"input_message": said["note"].format(**bounds)}
    return rule | {"error_title": prompt["value_title"], "error_message": prompt["value"].format(**bounds)}


def _height(sheet: Worksheet, row: int, said: Sequence[tuple[str, float]]) -> None:
    """Give a row the height that its longest text needs: offices do not measure rows of a file that they did not make."""
    lines = max((sum(max(1, ceil(len(part) / (width * _SIGNS_PER_WIDTH))) for part in text.split("\n")) for text, width in said), default=1)
    sheet.set_row(row, lines * _LINE + 2)
