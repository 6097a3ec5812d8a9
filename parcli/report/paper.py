"""What every book has in common: an empty workbook without time stamps, its formats, its printed page, and safe writing.

Text goes out as string cells only, numbers as real numbers with a format, so that the reader's own Excel shows the
decimal comma. A cell that XlsxWriter would drop silently raises instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from parcli.core import points
from parcli.core.cycle import Cycle
from parcli.core.edition import Area, Edition
from parcli.report.long_sheet import LongSheet
from parcli.report.outward import clipped, plain_text
from parcli.report.plain_sheet import PlainSheet
from parcli.report.wording import Wording, banners

__all__ = [
    "Format",
    "LongSheet",
    "Paper",
    "Worksheet",
    "add_long_sheet",
    "add_sheet",
    "address",
    "area_title",
    "blank",
    "first_free_row",
    "fit_row",
    "protect",
    "row_pixels",
    "sheet_names",
    "started",
    "unit_name",
    "write_formula",
    "write_formula_text",
    "write_heads",
    "write_number",
    "write_text",
]

FONT = "Times New Roman"
INK, RULE, HEAD_FILL, AREA_FILL, BANNER_INK, QUIET_INK, BAR = "#1B2733", "#B8C2CC", "#DCE6F1", "#F1F5F9", "#9C2A00", "#5B6673", "#2F6DA8"
CHOICE_FILL = "#FFF8DC"
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FIXED_DAY = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_SHEET_NAME, _PAGE_LINE = 31, 200
_A4 = 9
_LINE_PIXELS, _SIGN_PIXELS, _MARGIN_PIXELS, _MOST_LINES = 20, 6, 14, 20

_BOX: dict[str, object] = {"border": 1, "border_color": RULE, "valign": "vcenter"}
_LOOKS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 15},
    "subtitle": {"font_color": QUIET_INK},
    "banner": {"bold": True, "font_color": BANNER_INK},
    "section": {"bold": True, "font_size": 12},
    "note": {"font_color": QUIET_INK, "italic": True, "text_wrap": True, "valign": "top"},
    "paragraph": {"text_wrap": True, "valign": "top"},
    "head": {**_BOX, "bold": True, "text_wrap": True, "align": "center", "bg_color": HEAD_FILL},
    "upright": {**_BOX, "bold": True, "text_wrap": True, "align": "center", "valign": "bottom", "rotation": 90, "bg_color": HEAD_FILL},
    "text": {**_BOX, "text_wrap": True, "indent": 1},
    "top": {**_BOX, "text_wrap": True, "valign": "top", "indent": 1},
    "top_plain": {**_BOX, "align": "right", "valign": "top"},
    "strong": {**_BOX, "text_wrap": True, "bold": True, "indent": 1},
    "centre": {**_BOX, "align": "center"},
    "code": {**_BOX, "font_name": "Consolas", "font_size": 9},
    "mark": {**_BOX, "align": "center", "font_color": QUIET_INK, "italic": True, "font_size": 9},
    "plain": {**_BOX, "align": "right"},
    "area_text": {**_BOX, "bold": True, "text_wrap": True, "indent": 1, "bg_color": AREA_FILL},
    "area_mark": {**_BOX, "align": "center", "font_color": QUIET_INK, "italic": True, "font_size": 9, "bg_color": AREA_FILL},
    "area_plain": {**_BOX, "bold": True, "align": "right", "bg_color": AREA_FILL},
    "choice": {**_BOX, "bold": True, "font_size": 13, "text_wrap": True, "indent": 1, "bg_color": CHOICE_FILL, "locked": False},
    "shown_text": {"valign": "vcenter", "text_wrap": True, "indent": 1},
    "shown_plain": {"valign": "vcenter", "align": "right"},
}
# What a conditional format may change: no typeface, no alignment.
_CONDITIONAL: dict[str, dict[str, object]] = {
    "shown_area": {"bold": True, "bg_color": AREA_FILL, "border": 1, "border_color": RULE},
    "shown_line": {"border": 1, "border_color": RULE},
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A workbook under way, with the edition and cycle it is about and the words it is in."""

    workbook: xlsxwriter.Workbook
    stream: BytesIO
    formats: dict[str, Format]
    edition: Edition
    cycle: Cycle
    wording: Wording
    provisional: bool
    words: dict[object, tuple[str, ...]] = field(default_factory=dict)
    """What was worded before, by whatever it hangs on: a book says the same of thousands of items."""

    def said(self, key: str) -> str:
        """Return a standing word, which takes no values."""
        return self.wording.text(key)

    def number(self, places: int, look: str = "plain") -> Format:
        """Return the format of a number with so many decimals."""
        key = f"{look}.{places}"
        if key not in self.formats:
            shape = {"num_format": "0." + "0" * places if places else "0"}
            self.formats[key] = _format(self.workbook, {**_LOOKS[look], **shape})
        return self.formats[key]

    def change(self, places: int, look: str = "plain") -> Format:
        """Return the format of a change with so many decimals: its sign is always shown."""
        key = f"{look}.±{places}"
        if key not in self.formats:
            shape = "0." + "0" * places if places else "0"
            self.formats[key] = _format(self.workbook, {**_LOOKS[look], "num_format": f"+{shape};-{shape};{shape}"})
        return self.formats[key]

    def finished(self) -> bytes:
        """Close the workbook and return its bytes. Raises OSError where there is no room for its parts."""
        try:
            self.workbook.close()
        except FileCreateError as error:
            fault: OSError = error.args[0]
            fault = OSError(fault.errno, fault.strerror)
        else:
            return self.stream.getvalue()
        # Raised here, so that nothing holds the archive that was left open: it would complain of its stream once that is gone.
        raise fault


def blank(edition: Edition, cycle: Cycle, wording: Wording, title: str, *, provisional: bool, scratch: Path | None = None) -> Paper:
    """Return a workbook without sheets; see `started` for ``scratch``."""
    workbook, stream = started(title, edition.title, scratch=scratch)
    formats = {name: _format(workbook, look) for name, look in _LOOKS.items()}
    formats |= {name: workbook.add_format(look) for name, look in _CONDITIONAL.items()}
    return Paper(workbook, stream, formats, edition, cycle, wording, provisional)


def started(title: str, subject: str, *, scratch: Path | None = None) -> tuple[xlsxwriter.Workbook, BytesIO]:
    """Return a workbook that takes no text for anything else and carries no day of making, with the stream it goes to.

    With ``scratch`` its parts lie in that folder until they are packed, else in memory; the rows of a long sheet always in a
    folder, which is then the system's own for what is temporary.
    """
    stream = BytesIO()
    workbook = xlsxwriter.Workbook(stream, {**_OPTIONS, "in_memory": scratch is None, "tmpdir": None if scratch is None else str(scratch)})
    workbook.worksheet_class = PlainSheet
    workbook.set_properties({"title": plain_text(title), "subject": plain_text(subject), "author": "parcli", "created": _FIXED_DAY})
    return workbook, stream


def _format(workbook: xlsxwriter.Workbook, look: dict[str, object]) -> Format:
    return workbook.add_format({"font_name": FONT, "font_size": 11, "font_color": INK, **look})


def add_sheet(paper: Paper, name: str, title: str, *, wide: bool = True) -> tuple[Worksheet, int]:
    """Add a printable sheet headed by its title, the basis and the banners; return it and its first free row."""
    return _headed(paper, paper.workbook.add_worksheet(name), title, wide=wide)


def add_long_sheet(paper: Paper, name: str, title: str, *, wide: bool = True) -> tuple[LongSheet, int]:
    """Add such a sheet whose rows go to the disk as they are written, in their order: a cell of an earlier row is refused."""
    paper.workbook.constant_memory = True
    sheet = paper.workbook.add_worksheet(name, LongSheet)
    paper.workbook.constant_memory = False
    return sheet, _headed(paper, sheet, title, wide=wide)[1]


def _headed(paper: Paper, sheet: Worksheet, title: str, *, wide: bool) -> tuple[Worksheet, int]:
    said = banners(paper.wording, paper.edition.status, provisional=paper.provisional)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    if wide:
        sheet.fit_to_pages(1, 0)
    sheet.set_header("&C&B" + _page_line(" · ".join(said)) if said else "")
    sheet.set_footer(f"&L&9{_page_line(title)}&R&9{paper.wording.text('report.page', page='&P', pages='&N')}")
    for row, (text, look) in enumerate(_opening(paper, title)):
        write_text(paper, sheet, row, 0, text, look)
    return sheet, first_free_row(paper)


def first_free_row(paper: Paper) -> int:
    """Return the row under the title, the basis and the banners; the same on every sheet of a book."""
    return len(_opening(paper, "")) + 1


def _opening(paper: Paper, title: str) -> list[tuple[str, str]]:
    words, edition = paper.wording.text, paper.edition
    said = banners(paper.wording, edition.status, provisional=paper.provisional)
    return [
        (title, "title"),
        (words("report.basis", basis=edition.basis), "subtitle"),
        (words("report.edition", edition=edition.id, version=edition.version, cycle=paper.cycle.cycle), "subtitle"),
        *((banner, "banner") for banner in said),
    ]


def _page_line(text: str) -> str:
    return plain_text(text).replace("&", "&&")[:_PAGE_LINE]


def write_text(paper: Paper, sheet: Worksheet, row: int, column: int, text: str, look: str = "text") -> None:
    """Write a string cell; what looks like a formula, a link or a number stays the text that it is."""
    _done(sheet.write_string(row, column, clipped(text), paper.formats[look]), row, column)


def write_number(sheet: Worksheet, row: int, column: int, value: Fraction | int, look: Format) -> None:
    """Write a number cell."""
    _done(sheet.write_number(row, column, points.spreadsheet(value), look), row, column)


def write_formula(sheet: Worksheet, row: int, column: int, formula: str, value: Fraction, look: Format) -> None:
    """Write a live formula together with the value it must give, for viewers that do not calculate."""
    _done(sheet.write_formula(row, column, f"={formula}", look, points.spreadsheet(value)), row, column)


def write_formula_text(sheet: Worksheet, row: int, column: int, formula: str, value: str, look: Format) -> None:
    """Write a live formula that gives a text."""
    _done(sheet.write_formula(row, column, f"={formula}", look, clipped(value)), row, column)


def protect(sheet: Worksheet) -> None:
    """Keep cells that formulas refer to from being moved or written over by mistake: filtering stays, there is no password."""
    sheet.protect("", {"autofilter": True, "format_columns": True, "format_rows": True, "select_locked_cells": True})


def write_heads(paper: Paper, sheet: Worksheet, row: int, titles: Sequence[str], look: str = "head") -> None:
    """Write the row of column headings."""
    for column, title in enumerate(titles):
        write_text(paper, sheet, row, column, title, look)


def fit_row(sheet: Worksheet, row: int, texts: Iterable[tuple[str, int]]) -> None:
    """Set a row's height for its longest wrapped text, given with its column's width in pixels: not every viewer does."""
    sheet.set_row_pixels(row, row_pixels(texts))


def row_pixels(texts: Iterable[tuple[str, int]]) -> int:
    """Return the height that a row needs for its longest wrapped text, given with its column's width in pixels."""
    lines = max((_lines_of(text, width) for text, width in texts), default=1)
    return 4 + _LINE_PIXELS * min(lines, _MOST_LINES)


@lru_cache(maxsize=4096)  # titles, notes and names stand in row after row
def _lines_of(text: str, width: int) -> int:
    room = max(1, (width - _MARGIN_PIXELS) // _SIGN_PIXELS)
    return sum(-(-max(1, len(line)) // room) for line in clipped(text).split("\n"))


def _done(answer: int, row: int, column: int) -> None:
    if answer:
        message = f"cell {address(row, column)} could not be written (XlsxWriter answered {answer})"
        raise ValueError(message)


def address(row: int, column: int, *, fixed: bool = False) -> str:
    """Return a cell's address: ``B7``, fixed ``$B$7``."""
    if fixed:
        return str(xl_rowcol_to_cell(row, column, fixed, fixed))
    return f"{_column(column)}{row + 1}"


@lru_cache(maxsize=16_384)  # as many as a sheet has
def _column(place: int) -> str:
    return str(xl_col_to_name(place))


def sheet_names(block_ids: Iterable[str], kind: str) -> dict[str, str]:
    """Return a sheet name per block: its id and a word, at most 31 characters, no two alike."""
    names: dict[str, str] = {}
    for block_id in block_ids:
        room = _SHEET_NAME - len(kind) - 1
        name = f"{block_id[:room]} {kind}"
        taken = {each.casefold() for each in names.values()}
        turn = 2
        while name.casefold() in taken:
            ending = f"~{turn}"
            name = f"{block_id[: room - len(ending)]}{ending} {kind}"
            turn += 1
        names[block_id] = name
    return names


def unit_name(cycle: Cycle, unit_id: str) -> str:
    """Return a unit's name, its id where the cycle does not know it."""
    unit = cycle.unit(unit_id)
    return unit_id if unit is None else unit.name


def area_title(paper: Paper, area: Area) -> str:
    """Return an area's heading as the annex numbers it."""
    number = area.printed_number
    return paper.wording.text("report.row.area", number=number, title=area.title) if area.title else number
