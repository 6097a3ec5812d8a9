"""An edition for circulation as a workbook: a sheet for each annex, laid out for A4 across."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from parcli.core import points
from parcli.report.annex import COLUMNS, Annex, Circular, Line
from parcli.report.outward import clipped
from parcli.report.paper import FONT, address, started

_BODY, _HEADING, _NOTE, _SMALLEST = 13, 14, 11, 7
_A4, _INCH = 9, 25.4
_MARGINS = {"left": 30 / _INCH, "right": 15 / _INCH, "top": 20 / _INCH, "bottom": 20 / _INCH}
_WIDTHS = {"key": 78, "number": 58, "title": 215, "maximum": 58, "method": 330, "labels": 195, "evidence": 265}
"""Widths of the columns in pixels; the page is fitted to their sum."""
_SIGN, _LINE, _PADDING, _HIGHEST = 7.3, 22, 14, 545
"""Pixels of a sign and of a line at 13 points, about a text, and of the highest row that Excel knows."""
_FILLS = {"area": "#D9E2F3", "total": "#D9E2F3"}
_SHEET_NAME = 31
_BAD_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
_PAGE_LINE = 90
"""Signs of a banner in the margin: the line may hold 255 in all, and a doubled & counts twice."""


@dataclass(frozen=True, slots=True)
class _Book:
    workbook: Any
    formats: dict[tuple[tuple[str, object], ...], Format] = field(default_factory=dict)

    def look(self, **wanted: object) -> Format:
        """Return a format, made once."""
        name = tuple(sorted(wanted.items()))
        if name not in self.formats:
            self.formats[name] = self.workbook.add_format({"font_name": FONT, "font_size": _BODY, **wanted})
        return self.formats[name]

    def cell(self, **wanted: object) -> Format:
        """Return the format of a cell of the table."""
        return self.look(**{"border": 1, "text_wrap": True, "align": "left", "valign": "top", "indent": 1, **wanted})

    def across(self, size: int, **wanted: object) -> Format:
        """Return the format of a line in the middle of the page."""
        return self.look(font_size=size, align="center", valign="vcenter", text_wrap=True, **wanted)


def sheets(shown: Circular) -> bytes:
    """Return the workbook."""
    workbook, stream = started(shown.title, shown.edition)
    book = _Book(workbook)
    for annex in shown.annexes:
        sheet = workbook.add_worksheet(_sheet_name(annex, shown))
        _page(sheet, shown)
        first = _heading(book, sheet, annex, shown)
        _table(book, sheet, annex, shown.headings, first)
    workbook.close()
    return stream.getvalue()


def _sheet_name(annex: Annex, shown: Circular) -> str:
    """Return ``Phụ lục I``, which no other annex of the edition has; the block's id where there is one annex only."""
    name = annex.heading if len({each.heading for each in shown.annexes}) == len(shown.annexes) else annex.block
    return clipped(name).translate(_BAD_IN_NAMES).strip("'")[:_SHEET_NAME]


def _page(sheet: Worksheet, shown: Circular) -> None:
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(**_MARGINS)
    sheet.fit_to_pages(1, 0)
    sheet.set_start_page(1)
    banner = clipped(" · ".join(shown.banners), _PAGE_LINE).replace("&", "&&")
    sheet.set_header(f'&C&"{FONT},Regular"&{_BODY}&P' + (f'\n&"{FONT},Italic"&{_NOTE}{banner}' if banner else ""), {"margin": 8 / _INCH})
    for column, name in enumerate(COLUMNS):
        sheet.set_column_pixels(column, column, _WIDTHS[name])


def _heading(book: _Book, sheet: Worksheet, annex: Annex, shown: Circular) -> int:
    """Write what stands above the table, each on a line across all columns; return the first free row."""
    lines = [
        *((banner, book.across(_BODY, bold=True, border=1)) for banner in shown.banners),
        (annex.heading, book.across(_HEADING, bold=True)),
        (shown.title.upper(), book.across(_HEADING, bold=True)),
        (annex.title.upper(), book.across(_HEADING, bold=True)),
        (shown.attached, book.across(_HEADING, italic=True)),
    ]
    width = sum(_WIDTHS.values())
    for row, (text, look) in enumerate(lines):
        sheet.merge_range(row, 0, row, len(COLUMNS) - 1, "", look)
        _write(sheet, row, 0, text, look)
        sheet.set_row_pixels(row, _PADDING + _LINE * _lines_of(text, width))
    return len(lines) + 1


def _table(book: _Book, sheet: Worksheet, annex: Annex, headings: Mapping[str, str], first: int) -> None:
    head = book.look(bold=True, border=1, text_wrap=True, align="center", valign="vcenter", bg_color="#EDEDED")
    for column, name in enumerate(COLUMNS):
        _write(sheet, first, column, headings[name], head)
    _fit(sheet, first, {name: (headings[name],) for name in COLUMNS})
    for row, line in enumerate(annex.lines, start=first + 1):
        _line(book, sheet, row, line)
    last = first + len(annex.lines)
    for row, note in enumerate(annex.notes, start=last + 2):
        look = book.look(italic=True, text_wrap=True, valign="top")
        sheet.merge_range(row, 0, row, len(COLUMNS) - 1, "", look)
        _write(sheet, row, 0, note, look)
        sheet.set_row_pixels(row, _PADDING + _LINE * _lines_of(note, sum(_WIDTHS.values())))
    sheet.repeat_rows(first)
    sheet.freeze_panes(first + 1, 0)
    sheet.print_area(0, 0, last + 1 + len(annex.notes), len(COLUMNS) - 1)


def _line(book: _Book, sheet: Worksheet, row: int, line: Line) -> None:
    strong = {"bold": True} if line.kind != "item" else {}
    fill = {"bg_color": _FILLS[line.kind]} if line.kind in _FILLS else {}
    texts = line.texts()
    size = _size(texts)
    for column, name in enumerate(COLUMNS):
        if name == "maximum":
            look = book.cell(align="right", num_format=_shape(line.maximum), font_size=size, **strong, **fill)
            _done(sheet.write_number(row, column, points.spreadsheet(line.maximum), look), row, column)
        else:
            bold = strong if name in ("key", "number", "title") else {}
            _write(sheet, row, column, "\n".join(texts[name]), book.cell(font_size=size, **bold, **fill))
    _fit(sheet, row, texts, size)


def _shape(value: Fraction) -> str:
    decimals = points.plain(value).partition(".")[2]
    return f"0.{'0' * len(decimals)}" if decimals else "0"


def _fit(sheet: Worksheet, row: int, texts: Mapping[str, tuple[str, ...]], size: int = _BODY) -> None:
    sheet.set_row_pixels(row, min(_HIGHEST, _height(texts, size)))


def _size(texts: Mapping[str, tuple[str, ...]]) -> int:
    """Return the size of letters at which a row is not higher than Excel can make it: a printed text must not be cut."""
    return next((size for size in (_BODY, 11, 9) if _height(texts, size) <= _HIGHEST), _SMALLEST)


def _height(texts: Mapping[str, tuple[str, ...]], size: int) -> int:
    lines = max(_lines_of("\n".join(texts[name]), _WIDTHS[name], size) for name in COLUMNS)
    return _PADDING + _LINE * lines * size // _BODY


def _lines_of(text: str, width: int, size: int = _BODY) -> int:
    """Return how many lines a text takes in a column: not every viewer fits rows itself."""
    room = max(1, int((width - _PADDING) / (_SIGN * size / _BODY)))
    return sum(-(-max(1, len(line)) // room) for line in clipped(text).split("\n"))


def _write(sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    """Write a string cell, or a blank one: what looks like a formula, a link or a number stays text."""
    shown = clipped(text)
    _done(sheet.write_string(row, column, shown, look) if shown else sheet.write_blank(row, column, None, look), row, column)


def _done(answer: int, row: int, column: int) -> None:
    if answer:
        message = f"cell {address(row, column)} could not be written (XlsxWriter answered {answer})"
        raise ValueError(message)
