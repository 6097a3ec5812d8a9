"""Cells on a sheet: formats made once, text that never becomes a formula or a link, and failures that are heard."""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from parcli.core import points
from parcli.workbook.look import Look
from parcli.workbook.measure import Ruler

_LONGEST_TEXT = 32_000
_LONGEST_FOOTER = 110
# The library escapes these in texts, but not in the values of formulas.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class CannotPaint(ValueError):
    """Excel would not take this; it says what and where."""


class Brush:
    """Writes cells of one workbook in its look."""

    paints = True
    """Whether looks and standing texts are wanted; a brush that only listens to formulas does without."""

    def __init__(self, book: Workbook, look: Look) -> None:
        self.book = book
        self.look = look
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.ruler = Ruler(look.fonts)

    def format(self, **wanted: Any) -> Format:
        """Return a format; equal wishes share one. ``fill`` and ``ink`` name colours of the look."""
        named = tuple(sorted(wanted.items()))
        if named not in self.formats:
            self.formats[named] = self.book.add_format(self._properties(wanted))
        return self.formats[named]

    def _properties(self, wanted: dict[str, Any]) -> dict[str, Any]:
        properties: dict[str, Any] = {"font_name": self.look.font, "font_size": self.look.size, "valign": "top"}
        for name, value in wanted.items():
            if name == "fill":
                properties["bg_color"] = f"#{self.look.colours[value]}"
            elif name == "ink":
                properties["font_color"] = f"#{self.look.colours[value]}"
            elif name == "grid":
                properties |= {"border": 1, "border_color": f"#{self.look.colours['border']}"}
            else:
                properties[name] = value
        return properties

    def put(self, sheet: Worksheet, address: str, value: Fraction | date | str | None, style: Format) -> None:
        """Write a value as what it is; text stays text."""
        if value is None or value == "":
            outcome = sheet.write_blank(address, None, style)
        elif isinstance(value, Fraction):
            outcome = sheet.write_number(address, points.spreadsheet(value), style)
        elif isinstance(value, date):
            outcome = sheet.write_datetime(address, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001 - a day has no zone
        else:
            outcome = sheet.write_string(address, shown_text(value), style)
        heard(outcome, address)

    def compute(self, sheet: Worksheet, address: str, formula: str, style: Format, value: Fraction | str) -> None:
        """Write a formula with the value it has now, for views that do not calculate."""
        cached = points.spreadsheet(value) if isinstance(value, Fraction) else _CONTROL.sub(" ", value)
        heard(sheet.write_formula(address, f"={formula}", style, cached), address)

    def alert(self, sheet: Worksheet, address: str, condition: str) -> None:
        """Let a cell stand out where a condition holds."""
        style = self.book.add_format({"bold": True, "font_color": f"#{self.look.colours['banner_text']}"})
        heard(sheet.conditional_format(address, {"type": "formula", "criteria": f"={condition}", "format": style}), address)

    def paragraph(self, sheet: Worksheet, span: str, text: str, style: Format, height: float) -> None:
        """Write a text over several columns, in a row of this height in points."""
        first = span.partition(":")[0]
        sheet.set_row(int(first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1, height)
        heard(sheet.merge_range(span, "", style), span)
        heard(sheet.write_string(first, text, style), span)


def shown_text(text: str) -> str:
    """Return what stands in a cell for a text: one that is longer than a cell takes is visibly cut."""
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"


def heard(outcome: int, where: str) -> None:
    """Raise CannotPaint where the library only returns a negative number."""
    if outcome != 0:
        message = f"Excel does not take what was to be written at {where} (code {outcome})"
        raise CannotPaint(message)


def page(sheet: Worksheet, *, landscape: bool, repeat: int | None = None, footer: str = "") -> None:
    """Set up A4, one page wide, with numbered pages; ``repeat`` is the heading row (from 1) printed on each."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.4, top=0.55, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    # A digit after the size and a single & would be read as orders to the printer.
    sheet.set_footer(f"&L&8 {footer[:_LONGEST_FOOTER].replace('&', '&&')}&R&8 Trang &P/&N")
    sheet.hide_gridlines(2)
    if repeat is not None:
        sheet.repeat_rows(repeat - 1)


PROTECTION = {
    "select_locked_cells": True,
    "select_unlocked_cells": True,
    "format_columns": True,
    "format_rows": True,
    "autofilter": True,
}
