"""The sheets beside the scoring sheet: guide, evidence register, difficulties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.worksheet import Worksheet

from parcli.workbook import names
from parcli.workbook.entries import Entries
from parcli.workbook.layout import Layout
from parcli.workbook.lists import Lists
from parcli.workbook.names import on_scoring
from parcli.workbook.paint import PROTECTION, Brush, heard, page

_GUIDE_WIDTH = 118
_GUIDE_SIZE = 12


def guide(sheet: Worksheet, brush: Brush, layout: Layout, facts: Mapping[str, str], banner: str) -> None:
    """Write the guide: what to do, in the order in which it is done, and links to the areas."""
    words = brush.look.words["guide"]
    sheet.set_column("A:A", 3)
    sheet.set_column("B:B", _GUIDE_WIDTH)
    for place, height in enumerate((25, 19, 17)):
        sheet.set_row(place, height)
    brush.put(sheet, "B1", words["title"], brush.format(bold=True, font_size=16, ink="title"))
    brush.put(sheet, "B2", facts["unit_line"], brush.format(bold=True, font_size=12))
    if banner:
        brush.put(sheet, "B3", banner, brush.format(bold=True, fill="banner_fill", ink="banner_text"))
    row = 5
    for section in words["sections"]:
        brush.put(sheet, f"B{row}", section["heading"], brush.format(bold=True, font_size=12, ink="title"))
        sheet.set_row(row - 1, 18)
        row += 1
        for line in section["lines"]:
            text = "• " + line.format(**facts)
            sheet.set_row(row - 1, brush.ruler.height([(text, _GUIDE_WIDTH - 2, _GUIDE_SIZE)]))
            brush.put(sheet, f"B{row}", text, brush.format(text_wrap=True, indent=1, font_size=_GUIDE_SIZE))
            row += 1
        row += 1
    _links(sheet, brush, layout, row, words["areas"])
    sheet.protect("", PROTECTION)
    page(sheet, landscape=True, footer=facts["unit_line"])


def _links(sheet: Worksheet, brush: Brush, layout: Layout, row: int, heading: str) -> None:
    brush.put(sheet, f"B{row}", heading, brush.format(bold=True, font_size=12, ink="title"))
    sheet.set_row(row - 1, 18)
    style = brush.format(ink="link", underline=1, indent=1)
    for place, area in enumerate(layout.areas, start=1):
        target = f"internal:{on_scoring('title', area.row)}"
        heard(sheet.write_url(f"B{row + place}", target, style, f"{area.number}. {area.title}"), area.key)


def register(sheet: Worksheet, brush: Brush, entries: Entries, lists: Lists, banner: str, codes: tuple[str, ...]) -> None:
    """Write the evidence register; it is not protected, so that it can be sorted, filtered and pasted into."""
    words = brush.look.words["register"]
    first, last = names.REGISTER_FIRST_ROW, names.REGISTER_FIRST_ROW + names.REGISTER_ROWS - 1
    _open_sheet(sheet, brush, words, banner)
    formats = [brush.format(text_wrap=True, num_format=form) for form in ("@", "@", "@", "@", "dd/mm/yyyy", "@", "@", "@")]
    for place, (width, style) in enumerate(zip(brush.look.widths["register"], formats, strict=True)):
        sheet.set_column(place, place, width, style)
    for offset, line in enumerate(entries.register):
        for place, name in enumerate(names.REGISTER_COLUMNS):
            brush.put(sheet, f"{'ABCDEFGH'[place]}{first + offset}", line.get(name), formats[place])
    asked = {"validate": "list", "source": f"={lists.name(codes)}", "error_type": "warning"}
    heard(sheet.data_validation(f"A{first}:A{last}", asked), names.REGISTER)
    kinds = {"validate": "list", "source": f"={lists.name(tuple(words['kinds']))}", "error_type": "warning"}
    heard(sheet.data_validation(f"C{first}:C{last}", kinds), names.REGISTER)
    sheet.autofilter(f"A{first - 1}:H{last}")


def difficulties(sheet: Worksheet, brush: Brush, entries: Entries, banner: str) -> None:
    """Write the sheet for difficulties and proposals."""
    words = brush.look.words["difficulties"]
    _open_sheet(sheet, brush, words, banner)
    style = brush.format(text_wrap=True)
    for place, width in enumerate(brush.look.widths["difficulties"]):
        sheet.set_column(place, place, width, style)
    for offset, (difficulty, proposal) in enumerate(entries.difficulties):
        row = names.DIFFICULTIES_FIRST_ROW + offset
        brush.put(sheet, f"A{row}", str(offset + 1), style)
        brush.put(sheet, f"B{row}", difficulty, style)
        brush.put(sheet, f"C{row}", proposal, style)


def _open_sheet(sheet: Worksheet, brush: Brush, words: Mapping[str, Any], banner: str) -> None:
    for place, height in enumerate((24, 17, 17)):
        sheet.set_row(place, height)
    brush.put(sheet, "A1", words["title"], brush.format(bold=True, font_size=15, ink="title"))
    brush.put(sheet, "A2", banner, brush.format(bold=True, ink="banner_text"))
    brush.put(sheet, "A3", words["hint"], brush.format(ink="muted"))
    heading = brush.format(bold=True, fill="heading_fill", ink="heading_text", grid=True, text_wrap=True, align="center", valign="vcenter")
    for place, text in enumerate(words["headings"]):
        brush.put(sheet, f"{'ABCDEFGH'[place]}{names.REGISTER_FIRST_ROW - 1}", text, heading)
    sheet.set_row(names.REGISTER_FIRST_ROW - 2, 34)
    sheet.freeze_panes(names.REGISTER_FIRST_ROW - 1, 0)
    page(sheet, landscape=True, repeat=names.REGISTER_FIRST_ROW - 1)
