"""The sheets beside the scoring sheet: guide, evidence register, difficulties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from parcli.workbook import live, names
from parcli.workbook.entries import Entries
from parcli.workbook.layout import Layout
from parcli.workbook.lists import Lists
from parcli.workbook.names import on_scoring
from parcli.workbook.paint import PROTECTION, Brush, heard, page
from parcli.workbook.validations import prompt

_GUIDE_WIDTH = 118
_LETTERS = "ABCDEFGH"
_CENTRED = ("kind", "issued")
_RULED_ROWS = 20
_GUIDE_SIZE = 12
_DAY_IN_WORDS = '"ngày "dd" tháng "mm" năm "yyyy'
"""What was not taken for a day stays as it was typed."""


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
            _guide_line(sheet, brush, row, line, facts)
            row += 1
        row += 1
    _links(sheet, brush, layout, row, words["areas"])
    sheet.protect("", PROTECTION)
    page(sheet, landscape=False, footer=facts["unit_line"])


def _guide_line(sheet: Worksheet, brush: Brush, row: int, line: str, facts: Mapping[str, str]) -> None:
    """Write a line of the guide; one that only says how this PC reads numbers or days is a formula."""
    style = brush.format(text_wrap=True, align="left", indent=1, font_size=_GUIDE_SIZE)
    says = brush.look.words["live"]
    about_pc = dict(zip(live.ABOUT_PC, live.habits(says), strict=True)).get(line)
    text = f"• {line.format(**facts) if about_pc is None else about_pc[1]}"
    longest = max(text, *(says[name] for name in ("no_comma", "month_first", "no_order")), key=len) if about_pc else text
    sheet.set_row(row - 1, brush.ruler.height([(longest, _GUIDE_WIDTH - 2, _GUIDE_SIZE)]))
    if about_pc is None:
        brush.put(sheet, f"B{row}", text, style)
    else:
        brush.compute(sheet, f"B{row}", f'"• "&{about_pc[0]}', style, text)
        brush.alert(sheet, f"B{row}", live.OTHER_DECIMALS if line == live.ABOUT_PC[0] else live.OTHER_DAYS)


def _links(sheet: Worksheet, brush: Brush, layout: Layout, row: int, heading: str) -> None:
    brush.put(sheet, f"B{row}", heading, brush.format(bold=True, font_size=12, ink="title"))
    sheet.set_row(row - 1, 18)
    style = brush.format(ink="link", underline=1, align="left", indent=1)
    for place, area in enumerate(layout.areas, start=1):
        target = f"internal:{on_scoring('title', area.row)}"
        heard(sheet.write_url(f"B{row + place}", target, style, f"{area.number}. {area.title}"), area.key)


def register(sheet: Worksheet, brush: Brush, layout: Layout, entries: Entries, lists: Lists, facts: Mapping[str, str], banner: str) -> None:
    """Write the evidence register; it is not protected, so that it can be sorted, filtered and pasted into."""
    words = brush.look.words["register"]
    first, last = names.REGISTER_FIRST_ROW, names.REGISTER_FIRST_ROW + names.REGISTER_ROWS - 1
    _open_sheet(sheet, brush, words, banner)
    formats = [_register_format(brush, name) for name in names.REGISTER_COLUMNS]
    widths: list[float] = brush.look.widths["register"]
    for place, (width, style) in enumerate(zip(widths, formats, strict=True)):
        sheet.set_column(place, place, width, style)
    for offset, line in enumerate(entries.register):
        for place, name in enumerate(names.REGISTER_COLUMNS):
            brush.put(sheet, f"{_LETTERS[place]}{first + offset}", line.get(name), formats[place])
        texts = [(str(line.get(name, "")), width) for name, width in zip(names.REGISTER_COLUMNS, widths, strict=True)]
        _line_height(sheet, brush, first + offset, texts)
    _rule_lines(sheet, brush, f"A{first}:H{last}")
    chosen = {"item": tuple(row.key for row in layout.items), "kind": tuple(words["kinds"])}
    for column, hint in brush.look.words["prompts"]["register"].items():
        letter = _LETTERS[names.REGISTER_COLUMNS.index(column)]
        asked = {"validate": "list", "source": f"={lists.name(chosen[column])}", "error_type": "warning"} if column in chosen else {"validate": "any"}
        rule = {**asked, **prompt(hint, example=facts["example"], year=facts["year"])}
        heard(sheet.data_validation(f"{letter}{first}:{letter}{last}", rule), column)
    sheet.autofilter(f"A{first - 1}:H{last}")


def _register_format(brush: Brush, column: str) -> Format:
    wanted: dict[str, Any] = {"text_wrap": True, "num_format": _DAY_IN_WORDS if column == "issued" else "@"}
    return brush.format(**wanted, align="center") if column in _CENTRED else brush.format(**wanted)


def _line_height(sheet: Worksheet, brush: Brush, row: int, texts: list[tuple[str, float]]) -> None:
    size = brush.look.size
    sheet.set_row(row - 1, brush.ruler.height([(text, width, size) for text, width in texts]))


def _rule_lines(sheet: Worksheet, brush: Brush, span: str) -> None:
    """Draw lines around what has been entered, so that blank rows are not printed."""
    first = span.partition(":")[0].lstrip(_LETTERS)
    last_column = span.partition(":")[2].rstrip("0123456789")
    style = brush.book.add_format({"border": 1, "border_color": f"#{brush.look.colours['border']}"})
    rule = {"type": "formula", "criteria": f"=COUNTA($A{first}:${last_column}{first})>0", "format": style}
    heard(sheet.conditional_format(span, rule), span)


def difficulties(sheet: Worksheet, brush: Brush, entries: Entries, banner: str) -> None:
    """Write the sheet for difficulties and proposals."""
    words = brush.look.words["difficulties"]
    _open_sheet(sheet, brush, words, banner)
    style = brush.format(text_wrap=True)
    widths: list[float] = brush.look.widths["difficulties"]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width, style)
    first = names.DIFFICULTIES_FIRST_ROW
    ruled = brush.format(text_wrap=True, grid=True)
    for row in range(first, first + max(_RULED_ROWS, len(entries.difficulties))):
        for column in "ABC":
            brush.put(sheet, f"{column}{row}", None, ruled)
    for offset, (difficulty, proposal) in enumerate(entries.difficulties):
        brush.put(sheet, f"A{first + offset}", str(offset + 1), ruled)
        brush.put(sheet, f"B{first + offset}", difficulty, ruled)
        brush.put(sheet, f"C{first + offset}", proposal, ruled)
        _line_height(sheet, brush, first + offset, [(difficulty, widths[1]), (proposal, widths[2])])


def _open_sheet(sheet: Worksheet, brush: Brush, words: Mapping[str, Any], banner: str) -> None:
    for place, height in enumerate((24, 17, 17)):
        sheet.set_row(place, height)
    brush.put(sheet, "A1", words["title"], brush.format(bold=True, font_size=15, ink="title"))
    brush.put(sheet, "A2", banner, brush.format(bold=True, ink="banner_text"))
    brush.put(sheet, "A3", words["hint"], brush.format(ink="muted"))
    heading = brush.format(bold=True, fill="heading_fill", ink="heading_text", grid=True, text_wrap=True, align="center", valign="vcenter")
    for place, text in enumerate(words["headings"]):
        brush.put(sheet, f"{_LETTERS[place]}{names.REGISTER_FIRST_ROW - 1}", text, heading)
    sheet.set_row(names.REGISTER_FIRST_ROW - 2, 34)
    sheet.freeze_panes(names.REGISTER_FIRST_ROW - 1, 0)
    page(sheet, landscape=True, repeat=names.REGISTER_FIRST_ROW - 1)
    sheet.hide_gridlines(1)
