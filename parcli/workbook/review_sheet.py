"""The sheet that tells the clerk, live, what is still missing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from xlsxwriter.worksheet import Worksheet

from parcli.core import expr
from parcli.workbook import names
from parcli.workbook.entries import Entries
from parcli.workbook.filling import Filling
from parcli.workbook.gaps import Gaps
from parcli.workbook.layout import Layout, Row
from parcli.workbook.names import on_scoring
from parcli.workbook.paint import PROTECTION, Brush, heard, page

_HEADING_ROW = 9
_COLUMNS = "ABCDEFGHIJ"
_GAP_COLUMNS = "GHI"


def write(sheet: Worksheet, brush: Brush, filling: Filling, unit_line: str, banner: str, code: str) -> None:
    """Write the sheet: three counts, the check code, the gaps item by item with links, and the totals per area."""
    layout, words = filling.layout, brush.look.words["review"]
    for place, width in enumerate(brush.look.widths["review"]):
        sheet.set_column(place, place, width)
    brush.put(sheet, "A1", words["title"], brush.format(bold=True, font_size=15, ink="title"))
    brush.put(sheet, "A2", unit_line, brush.format(bold=True))
    brush.put(sheet, "A3", banner, brush.format(bold=True, ink="banner_text"))
    brush.put(sheet, "A4", words["hint"], brush.format(ink="muted"))
    heading = brush.format(bold=True, fill="heading_fill", ink="heading_text", grid=True, text_wrap=True, align="center", valign="vcenter")
    for place, text in enumerate(words["headings"]):
        brush.put(sheet, f"{_COLUMNS[place]}{_HEADING_ROW}", text, heading)
    sheet.set_row(_HEADING_ROW - 1, 34)
    for place, height in enumerate((24, 17, 17, 17, 19, 19, 19, 17)):
        sheet.set_row(place, height)
    for offset, row in enumerate(layout.items, start=1):
        _line(sheet, brush, _HEADING_ROW + offset, row, filling.missing[row.key], filling.shown, filling.entries)
    last = _HEADING_ROW + len(layout.items)
    _counts(sheet, brush, words, last, list(filling.missing.values()))
    _check_code(sheet, brush, words, code)
    _areas(sheet, brush, layout, words, last + 2, filling.shown)
    sheet.freeze_panes(_HEADING_ROW, 0)
    sheet.autofilter(f"A{_HEADING_ROW}:J{last}")
    sheet.protect("", PROTECTION)
    page(sheet, landscape=True, repeat=_HEADING_ROW, footer=unit_line)


def _line(sheet: Worksheet, brush: Brush, at: int, row: Row, missing: Gaps, shown: dict[str, Fraction | str], entries: Entries) -> None:
    says = brush.look.words["review"]["says"]
    text, centred = brush.format(grid=True, text_wrap=True), brush.format(grid=True, align="center", num_format="0.00")
    alert = brush.format(grid=True, text_wrap=True, bold=True, ink="banner_text", align="center")
    if brush.paints:
        brush.put(sheet, f"A{at}", row.key, text)
        brush.put(sheet, f"B{at}", row.number, brush.format(grid=True, align="center"))
        brush.put(sheet, f"C{at}", row.title, text)
        sheet.set_row(at - 1, brush.ruler.height([(row.title, brush.look.widths["review"][2], brush.look.size)]))
        brush.put(sheet, f"D{at}", row.maximum, centred)
    brush.compute(sheet, f"E{at}", f'IF({on_scoring("self", row.row)}="","",{on_scoring("self", row.row)})', centred, shown.get(row.key, ""))
    count = brush.format(grid=True, align="center")
    if row.counted:
        brush.compute(sheet, f"F{at}", on_scoring("count", row.row), count, Fraction(entries.listed(row.key)))
    else:
        brush.put(sheet, f"F{at}", None, count)
    first_input = on_scoring("input", row.row + 1 if row.item and row.item.cells() else row.row)
    places = (first_input, f"'{names.REGISTER}'!A{names.REGISTER_FIRST_ROW}", on_scoring("explanation", row.row))
    for column, name, place in zip(_GAP_COLUMNS, names.GAPS, places, strict=True):
        formula, holds = getattr(missing, name)
        if brush.paints:
            heard(sheet.write_url(f"{column}{at}", f"internal:{place}", string=says[name]), row.key)
        brush.compute(sheet, f"{column}{at}", f'IF({formula},{expr.quoted(says[name])},"")', alert, says[name] if holds else "")
    if brush.paints:
        heard(sheet.write_url(f"J{at}", f"internal:{first_input}", brush.format(grid=True, ink="link", underline=1), says["link"]), row.key)


def _counts(sheet: Worksheet, brush: Brush, words: dict[str, Any], last: int, missing: list[Gaps]) -> None:
    first = _HEADING_ROW + 1
    label, figure = brush.format(bold=True), brush.format(bold=True, font_size=13, align="left", num_format="0", ink="banner_text")
    for column, (name, cell) in zip(_GAP_COLUMNS, names.COUNT_CELLS.items(), strict=True):
        count = sum(1 for each in missing if getattr(each, name)[1])
        brush.put(sheet, f"A{cell[1:]}", f"{words[name]}:", label)
        brush.compute(sheet, cell, f'SUMPRODUCT(--({column}{first}:{column}{last}<>""))', figure, Fraction(count))


def _check_code(sheet: Worksheet, brush: Brush, words: dict[str, Any], code: str) -> None:
    brush.put(sheet, "F5", words["check_code"], brush.format(bold=True))
    brush.compute(sheet, "H5", f"'{names.LISTS}'!{names.CHECK_CODE_CELL}", brush.format(bold=True, font_size=13), code)
    brush.put(sheet, "A8", words["check_code_hint"], brush.format(ink="muted"))


def _areas(sheet: Worksheet, brush: Brush, layout: Layout, words: dict[str, Any], row: int, shown: dict[str, Fraction | str]) -> None:
    brush.put(sheet, f"A{row}", words["areas"], brush.format(bold=True, font_size=12, ink="title"))
    text, figure = brush.format(grid=True, text_wrap=True), brush.format(grid=True, align="center", num_format="0.00")
    for offset, area in enumerate((*layout.areas, *layout.totals()), start=1):
        at = row + offset
        brush.put(sheet, f"A{at}", "" if area.kind == "total" else area.key, text)
        brush.put(sheet, f"B{at}", area.number, brush.format(grid=True, align="center"))
        brush.put(sheet, f"C{at}", area.title, text)
        sheet.set_row(at - 1, brush.ruler.height([(area.title, brush.look.widths["review"][2], brush.look.size)]))
        brush.put(sheet, f"D{at}", area.maximum, figure)
        mine = on_scoring("self", area.row)
        brush.compute(sheet, f"E{at}", f'IF({mine}="","",{mine})', figure, shown.get(area.key, ""))
