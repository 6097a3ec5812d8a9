"""The sheet "Việc cần sửa" of an annotated copy: what to mend, where, and how, by weight; and what to do with the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from parcli.core import words
from parcli.core.findings import Finding, Severity
from parcli.workbook import marks, names
from parcli.workbook.look import Look
from parcli.workbook.marks import Places, Wording
from parcli.workbook.measure import Ruler

_COLUMNS = {"number": 5, "item": 11, "place": 24, "message": 50, "remedy": 50, "basis": 30, "code": 9, "done": 8}
_CENTRED = ("number", "code", "done")
_BESIDE = ("basis", "code")
_LAST = "ABCDEFGH"[len(_COLUMNS) - 1]
_INDENT = 1
# What an indent on the left and the edge on the right take of a column, in characters.
_EDGES = 2
_TITLE_SIZE, _SMALL = 15, 9.5


@dataclass(frozen=True, slots=True)
class About:
    """Whose workbook it is: the unit by id and by name, and the year of the cycle."""

    id: str
    name: str
    year: int


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    bold: bool = False
    ink: str | None = None
    fill: str | None = None


def write(book: Any, findings: Sequence[Finding], about: About, wording: Wording, look: Look) -> None:
    """Put the sheet in front of all others; one of a former copy goes. The findings stand heaviest first."""
    if names.TO_MEND in book.sheetnames:
        del book[names.TO_MEND]
    _Sheet(book, about, wording, look).write(findings)
    book.active = 0
    for each in book.views:
        each.firstSheet = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other.title == names.TO_MEND


class _Sheet:
    """Writes the sheet from the top down; ``row`` is the next one."""

    def __init__(self, book: Any, about: About, wording: Wording, look: Look) -> None:
        self.places = Places(book)
        self.sheet = book.create_sheet(names.TO_MEND, 0)
        self.about, self.wording, self.look = about, wording, look
        self.ruler = Ruler(look.fonts)
        self.row = 1

    def write(self, findings: Sequence[Finding]) -> None:
        for letter, width in zip("ABCDEFGH", _COLUMNS.values(), strict=True):
            self.sheet.column_dimensions[letter].width = width
        self.top(findings)
        headings = self.row
        style = _Style(self.look.size, bold=True, ink=self.look.colours["heading_text"], fill=self.look.colours["heading_fill"])
        self.line([self.wording.text(f"mend.column.{name}") for name in _COLUMNS], style)
        before: Severity | None = None
        for number, one in enumerate(findings, start=1):
            if one.severity is not before:
                self.weight(one.severity, findings)
            before = one.severity
            self.finding(number, one)
        self.set_up(headings)

    def top(self, findings: Sequence[Finding]) -> None:
        colours, size = self.look.colours, self.look.size
        self.across(self.wording.text("mend.title", year=self.about.year), _Style(_TITLE_SIZE, bold=True, ink=colours["title"]))
        self.across(self.wording.text("mend.unit", unit=self.about.name), _Style(size + 1, bold=True))
        counts = ((weight, sum(one.severity is weight for one in findings)) for weight in reversed(Severity))
        said = " · ".join(f"{self.wording.text(f'severity.{weight.word}')}: {count}" for weight, count in counts if count)
        self.across(said, _Style(size, bold=True))
        self.across(self.wording.text("mend.what"), _Style(size))
        self.across(self.wording.text("report.findings.legend"), _Style(size, ink=colours["muted"]))

    def weight(self, weight: Severity, findings: Sequence[Finding]) -> None:
        """Write the heading of a group: a weight and how many there are."""
        label, count = self.wording.text(f"severity.{weight.word}"), sum(one.severity is weight for one in findings)
        self.across(f"{label} ({count})", _Style(self.look.size, bold=True, fill=marks.FILLS[weight]))

    def across(self, text: str, style: _Style) -> None:
        """Write one text over all columns."""
        span = f"A{self.row}:{_LAST}{self.row}"
        self.sheet.merge_cells(span)
        for cell in self.sheet[span][0]:
            _dress(cell, style, self.look, grid=style.fill is not None)
        self.put(self.sheet.cell(self.row, 1), text)
        width = sum(_COLUMNS.values()) - _EDGES
        self.sheet.row_dimensions[self.row].height = self.ruler.height([(text, width, style.size)], bold=style.bold)
        self.row += 1

    def finding(self, number: int, one: Finding) -> None:
        said, place = self.wording.finding(one), self.places.of(one)
        where = self.wording.text("mend.place", sheet=place[0], cell=place[1]) if place else one.sheet or self.own_file(one)
        self.line([str(number), one.item or "", where, said.message, said.remedy, said.basis, one.code, ""], _Style(self.look.size))
        if place is not None:
            cell = self.sheet.cell(self.row - 1, list(_COLUMNS).index("place") + 1)
            _lead(cell, *place)
            _dress(cell, _Style(self.look.size, ink=self.look.colours["link"]), self.look, grid=True, linked=True)

    def own_file(self, one: Finding) -> str:
        """Return a file as the unit knows it: within what it sent, not within the city's folder."""
        return (one.file or "").removeprefix(f"submissions/{self.about.id}/")

    def line(self, texts: Sequence[str], style: _Style) -> None:
        measured = []
        for place, (name, text) in enumerate(zip(_COLUMNS, texts, strict=True), start=1):
            cell, size = self.sheet.cell(self.row, place), _SMALL if name in _BESIDE and not style.bold else style.size
            _dress(cell, _Style(size, style.bold, style.ink, style.fill), self.look, grid=True, centred=name in _CENTRED)
            self.put(cell, text)
            measured.append((words.in_sheet(text), _COLUMNS[name] - _EDGES, size))
        self.sheet.row_dimensions[self.row].height = self.ruler.height(measured, bold=style.bold)
        self.row += 1

    def put(self, cell: Any, text: str) -> None:
        """Write a text that never becomes a formula."""
        if text:
            cell.value, cell.data_type = words.in_sheet(text), "s"

    def set_up(self, headings: int) -> None:
        sheet = self.sheet
        sheet.freeze_panes = f"A{headings + 1}"
        sheet.sheet_view.showGridLines = False
        sheet.print_title_rows = f"{headings}:{headings}"
        sheet.print_area = f"A1:{_LAST}{self.row - 1}"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        margins = sheet.page_margins
        margins.left, margins.right, margins.top, margins.bottom = 0.5, 0.4, 0.55, 0.6
        margins.header = margins.footer = 0.3
        sheet.oddFooter.right.text, sheet.oddFooter.right.size = self.wording.text("mend.page"), 8


def _lead(cell: Any, sheet: str, address: str) -> None:
    """Make a cell lead to another one of the same workbook."""
    from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415 - heavy; only annotated copies need it

    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{address}")


def _dress(cell: Any, style: _Style, look: Look, *, grid: bool, centred: bool = False, linked: bool = False) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: PLC0415 - heavy; only annotated copies need it

    cell.font = Font(name=look.font, size=style.size, bold=style.bold, color=style.ink, underline="single" if linked else None)
    edge = {} if centred else {"horizontal": "left", "indent": _INDENT}
    cell.alignment = Alignment(wrap_text=True, vertical="top", **({"horizontal": "center"} if centred else edge))
    if style.fill is not None:
        cell.fill = PatternFill("solid", start_color=style.fill)
    if grid:
        side = Side("thin", look.colours["border"])
        cell.border = Border(side, side, side, side)


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings in the order of the sheet: heaviest first, then sheet by sheet down the rows, then files."""
    return tuple(sorted(findings, key=lambda one: (-one.severity, _sheet_order(one.sheet), one.order())))


def _sheet_order(sheet: str | None) -> int:
    return names.SHEETS.index(sheet) if sheet in names.SHEETS else len(names.SHEETS) + (sheet is None)
