"""How appraisal workbooks look: formats, heights, the printed page, and writing in which nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import yaml
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from parcli import shipped
from parcli.appraisal.content import Link, Value
from parcli.core import points

_A4 = 9
_LINE, _MOST_LINES = 14.5, 28
"""Heights in points; a row shows at most so many lines, the rest by widening the column."""
_SIGNS_PER_WIDTH = 1.15
_LONGEST_TEXT = 32_000
_LONGEST_FOOTER = 110
PROTECTION = {
    "select_locked_cells": True, "select_unlocked_cells": True, "format_columns": True, "format_rows": True, "autofilter": True, "sort": True,
}  # fmt: skip


class CannotPaint(ValueError):
    """Excel would not take this; it says what and where."""


@dataclass(frozen=True, slots=True)
class Paint:
    """The formats of a workbook by name."""

    book: Workbook
    formats: dict[str, Format]

    def put(self, sheet: Worksheet, row: int, column: int, value: Value | Link | None, style: str, upward: int = 0) -> None:
        """Write a value as what it is; text stays text, a link opens a file beside the workbook."""
        shape = self.formats[style]
        if value is None or value == "":
            outcome = sheet.write_blank(row, column, None, shape)
        elif isinstance(value, Link) and (target := value.target(upward)) is not None:
            outcome = sheet.write_url(row, column, f"external:{target}", shape, string=value.text)
        elif isinstance(value, Fraction):
            outcome = sheet.write_number(row, column, points.spreadsheet(value), shape)
        else:
            outcome = sheet.write_string(row, column, _shown(value.text if isinstance(value, Link) else value), shape)
        heard(outcome, f"{sheet.get_name()} {row + 1}:{column + 1}")


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"


def heard(outcome: int | None, where: str) -> None:
    """Raise CannotPaint where the library only returns a negative number."""
    if outcome:
        message = f"Excel does not take what was to be written at {where} (code {outcome})"
        raise CannotPaint(message)


def paint(book: Workbook) -> Paint:
    """Make the formats of a workbook, in the office's own look."""
    look = yaml.load((shipped.folder("templates") / "workbook" / "look.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    colour = {name: f"#{value}" for name, value in look["colours"].items()}
    plain: dict[str, Any] = {"font_name": look["font"], "font_size": look["size"], "valign": "top"}
    cell = {**plain, "text_wrap": True, "border": 1, "border_color": colour["border"]}
    open_cell = {**cell, "bg_color": colour["entry_fill"], "locked": False}
    shapes: dict[str, dict[str, Any]] = {
        "plain": plain,
        "title": {**plain, "bold": True, "font_size": look["size"] + 4, "font_color": colour["title"]},
        "subject": {**plain, "bold": True, "font_size": look["size"] + 1},
        "line": {**plain, "font_color": colour["muted"]},
        "banner": {**plain, "bold": True, "font_color": colour["banner_text"]},
        "section": {**plain, "bold": True, "font_size": look["size"] + 1, "font_color": colour["title"]},
        "paragraph": {**plain, "text_wrap": True},
        "heading": {
            **cell, "bold": True, "valign": "vcenter", "align": "center", "bg_color": colour["heading_fill"], "font_color": colour["heading_text"],
        },
        "text": cell,
        "number": {**cell, "align": "center", "num_format": "General"},
        "link": {**cell, "align": "center", "font_color": colour["link"], "underline": 1},
        "file": {**cell, "font_color": colour["link"], "underline": 1},
        "centre": {**cell, "align": "center"},
        "open_text": {**open_cell, "num_format": "@"},
        "open_field": {**open_cell, "align": "left", "num_format": "@"},
        "open_number": {**open_cell, "align": "center", "bold": True, "num_format": "General"},
        "open_choice": {**open_cell, "align": "center"},
        "closed": {**cell, "bg_color": colour["group_fill"]},
        "due": {"bg_color": colour["banner_fill"], "font_color": colour["banner_text"]},
    }  # fmt: skip
    # Without a font of its own a conditional format keeps that of the cell.
    return Paint(book, {name: book.add_format(shape) for name, shape in shapes.items()})


def page(sheet: Worksheet, footer: str, numbered: str, repeat: int | None = None) -> None:
    """Set up A4 landscape, one page wide, with numbered pages; ``repeat`` is the heading row (from 1) printed on each."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L&9 {footer[:_LONGEST_FOOTER].replace('&', '&&')}&R&9 {numbered.format(page='&P', pages='&N')}")
    sheet.hide_gridlines(2)
    if repeat is not None:
        sheet.repeat_rows(repeat - 1)


def height(sheet: Worksheet, row: int, said: Sequence[tuple[str, float]], least: float = 0) -> None:
    """Give a row (from 0) the height that its longest text needs: offices do not measure rows of a file that they did not make."""
    lines = max((sum(_wrapped(part, int(width * _SIGNS_PER_WIDTH)) for part in text.strip().split("\n")) for text, width in said), default=1)
    sheet.set_row(row, max(least, min(lines, _MOST_LINES) * _LINE + 3))


def _wrapped(text: str, room: int) -> int:
    """Return the lines that a paragraph takes where so many signs stand in one: words are not broken unless they must be."""
    lines, used = 1, 0
    for word in text.split(" "):
        length = len(word)
        if used and used + 1 + length > room:
            lines, used = lines + 1, 0
        used += length + (1 if used else 0)
        if used > room:
            lines, used = lines + (used - 1) // room, used % room or room
    return lines
