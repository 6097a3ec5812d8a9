"""A copy of a returned workbook in which every finding stands at its cell, to be sent back to the unit."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Protocol

from parcli.core.findings import Finding, Severity
from parcli.workbook.look import Look
from parcli.workbook.measure import Ruler

SHEET = "Việc cần sửa"
_ADDRESS = re.compile(r"[A-Z]{1,3}[0-9]{1,7}")
_FILLS = {Severity.BLOCK: "F4B6B6", Severity.ERROR: "F8CBAD", Severity.WARNING: "FFE699", Severity.NOTE: "DDEBF7"}
_HEADINGS = ("TT", "Mức độ", "Trang", "Ô", "Mã tiêu chí", "Nội dung cần rà soát", "Đề nghị", "Căn cứ", "Mã kiểm tra")
_WIDTHS = (6, 16, 22, 10, 14, 62, 62, 42, 16)
_INDENT = 1
# What an indent on the left and the edge on the right take of a column, in characters.
_EDGES = 2
_LONGEST_NOTE = 900
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


class Wording(Protocol):
    """Words for findings and weights."""

    def finding(self, one: Finding) -> Any:
        """Word a finding."""

    def text(self, key: str, **values: object) -> str:
        """Return a standing sentence."""


def annotated(content: bytes, findings: Sequence[Finding], wording: Wording, look: Look) -> bytes:
    """Return the copy; the file that came in is not touched. The same input gives the same bytes."""
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy; only annotated copies need it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), keep_links=False)
    ordered = sorted(findings, key=lambda one: (-one.severity, one.order()))
    _mark_cells(book, ordered, wording)
    _list_sheet(book, ordered, wording, look)
    target = io.BytesIO()
    book.save(target)
    return _without_time(target.getvalue())


def _mark_cells(book: Any, findings: Sequence[Finding], wording: Wording) -> None:
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    by_cell: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for one in findings:
        if one.sheet in book.sheetnames and one.cell and _ADDRESS.fullmatch(one.cell):
            by_cell[one.sheet or "", one.cell].append(one)
    for (sheet, address), here in by_cell.items():
        cell = book[sheet][address]
        if type(cell).__name__ == "MergedCell":
            continue
        cell.fill = PatternFill("solid", start_color=_FILLS[here[0].severity])
        said = "\n".join(f"[{one.code}] {wording.finding(one).message} {wording.finding(one).remedy}" for one in here)
        note = Comment(_plain(said)[:_LONGEST_NOTE], "parcli")
        note.width, note.height = 360, 160
        cell.comment = note


def _list_sheet(book: Any, findings: Sequence[Finding], wording: Wording, look: Look) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415

    if SHEET in book.sheetnames:
        del book[SHEET]
    sheet = book.create_sheet(SHEET, 0)
    for place, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True), start=1):
        cell = sheet.cell(1, place, heading)
        cell.font = Font(name=look.font, size=look.size, bold=True, color=look.colours["heading_text"])
        cell.fill = PatternFill("solid", start_color=look.colours["heading_fill"])
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="left", indent=_INDENT)
        sheet.column_dimensions[cell.column_letter].width = width
    ruler = Ruler(look.fonts)
    sheet.row_dimensions[1].height = _height(ruler, _HEADINGS, look.size, bold=True)
    for row, one in enumerate(findings, start=2):
        worded = wording.finding(one)
        weight = wording.text(f"severity.{one.severity.word}")
        texts = (
            str(row - 1),
            weight,
            one.sheet or one.file or "",
            one.cell or "",
            one.item or "",
            worded.message,
            worded.remedy,
            worded.basis,
            one.code,
        )
        for place, text in enumerate(texts, start=1):
            cell = sheet.cell(row, place)
            cell.value, cell.data_type = _plain(text), "s"
            cell.font = Font(name=look.font, size=look.size)
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=_INDENT)
        sheet.row_dimensions[row].height = _height(ruler, texts, look.size)
        if one.sheet in book.sheetnames and one.cell and _ADDRESS.fullmatch(one.cell):
            sheet.cell(row, 4).hyperlink = f"#'{one.sheet}'!{one.cell}"
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other.title == SHEET


def _height(ruler: Ruler, texts: Sequence[str], size: float, *, bold: bool = False) -> float:
    return ruler.height([(_plain(text), width - _EDGES, size) for text, width in zip(texts, _WIDTHS, strict=True)], bold=bold)


def _plain(text: str) -> str:
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)


def _without_time(made: bytes) -> bytes:
    """Take out the times that the library writes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content)
            kept.writestr(zipfile.ZipInfo(name, _ZIP_DAY), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
