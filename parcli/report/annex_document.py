"""An edition for circulation as a Word document: annexes of a decision in the manner of Nghị định 30/2020/NĐ-CP.

A4 across, Times New Roman, one section per annex with page numbers of its own, in the top margin and not on the first
page. The same edition gives the same bytes: no day of making, the parts of the file in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row

from parcli.report.annex import COLUMNS, Annex, Circular, Line
from parcli.report.outward import clipped
from parcli.report.wordfile import FONT, describe, settled

_BODY, _HEADING, _TABLE, _NOTE = 13, 14, 12, 11
"""Sizes in points. The decree asks for 13 or 14; inside a table of seven columns one less keeps the words whole."""
_PAGE = (297, 210)
_TOP, _BOTTOM, _LEFT, _RIGHT, _HEADER = 20, 20, 30, 15, 10
_WIDTHS = {"key": 18, "number": 13, "title": 50, "maximum": 15, "method": 68, "labels": 40, "evidence": 48}
"""Widths in millimetres: those of the page, and of the columns between its margins."""
_FILLS = {"area": "D9E2F3", "head": "EDEDED", "total": "D9E2F3"}
_STRONG = ("area", "group", "total")


def document(shown: Circular) -> bytes:
    """Return the Word document."""
    made = docx.Document()
    describe(made, shown.title, shown.edition)
    _base_style(made)
    for place, annex in enumerate(shown.annexes):
        _annex(made, annex, shown, first=place == 0)
    return settled(made)


def _base_style(made: Document) -> None:
    style: Any = made.styles["Normal"]
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(_BODY), RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    for face in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        properties.rFonts.set(qn(face), FONT)
    properties.append(_element("w:lang", val="vi-VN", eastAsia="vi-VN"))
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.line_spacing = 1.0


def _annex(made: Document, annex: Annex, shown: Circular, *, first: bool) -> None:
    section = made.sections[0] if first else made.add_section(WD_SECTION.NEW_PAGE)
    _page(section, shown)
    for banner in shown.banners:
        _centred(made, banner, _BODY, bold=True, boxed=True)
    _centred(made, annex.heading, _HEADING, bold=True)
    _centred(made, shown.title.upper(), _HEADING, bold=True)
    _centred(made, annex.title.upper(), _HEADING, bold=True)
    _centred(made, shown.attached, _HEADING, italic=True, after=8)
    _table(made, annex, shown)
    for note in annex.notes:
        paragraph = made.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(6)
        _write(paragraph, note, _BODY, italic=True)


def _page(section: Section, shown: Circular) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(_PAGE[0]), Mm(_PAGE[1])
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(_TOP), Mm(_BOTTOM), Mm(_LEFT), Mm(_RIGHT)
    section.header_distance = section.footer_distance = Mm(_HEADER)
    section.different_first_page_header_footer = True
    properties: Any = section._sectPr  # noqa: SLF001 - python-docx has no word for the start of page numbers
    for former in properties.findall(qn("w:pgNumType")):
        properties.remove(former)
    properties.insert_element_before(
        _element("w:pgNumType", start="1"), "w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:textDirection", "w:docGrid"
    )
    if not section.header.is_linked_to_previous:
        return
    section.header.is_linked_to_previous = False
    number = section.header.paragraphs[0]
    _centre(number)
    for kind in ("begin", "instr", "end"):
        run = number.add_run()
        _sized(run, _BODY)
        run._r.append(_element("w:fldChar", fldCharType=kind) if kind != "instr" else _instruction("PAGE"))  # noqa: SLF001 - fields have no word either
    if shown.banners:
        banner = _centre(section.header.add_paragraph())
        banner.paragraph_format.space_after = Pt(4)
        _write(banner, " · ".join(shown.banners), _NOTE, italic=True)


def _table(made: Document, annex: Annex, shown: Circular) -> None:
    lines = annex.lines
    table = made.add_table(rows=1 + len(lines), cols=len(COLUMNS), style="Table Grid")
    table.autofit = False
    for column, name in zip(table.columns, COLUMNS, strict=True):
        column.width = Mm(_WIDTHS[name])
    _cell_margins(table)
    rows = list(table.rows)
    _heads(rows[0], shown)
    for row, line in zip(rows[1:], lines, strict=True):
        _line(row, line)


def _heads(row: _Row, shown: Circular) -> None:
    properties: Any = row._tr.get_or_add_trPr()  # noqa: SLF001 - repeated headings have no word in python-docx
    properties.append(_element("w:cantSplit"))
    properties.append(_element("w:tblHeader"))
    for cell, name in zip(row.cells, COLUMNS, strict=True):
        _write(_centre(cell.paragraphs[0]), shown.headings[name], _TABLE, bold=True)
        _shade(cell, _FILLS["head"])
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _line(row: _Row, line: Line) -> None:
    properties: Any = row._tr.get_or_add_trPr()  # noqa: SLF001 - rows that stay whole have no word in python-docx
    properties.append(_element("w:cantSplit"))
    texts = line.texts()
    for cell, name in zip(row.cells, COLUMNS, strict=True):
        _fill_cell(cell, texts[name], strong=line.kind in _STRONG and name in ("key", "number", "title", "maximum"), right=name == "maximum")
        if line.kind in _FILLS:
            _shade(cell, _FILLS[line.kind])
    if line.kind in ("area", "group"):
        for cell in row.cells[:4]:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _fill_cell(cell: _Cell, texts: Sequence[str], *, strong: bool, right: bool) -> None:
    lines = [part for text in texts for part in clipped(text).split("\n")] or [""]
    for place, text in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        if place:
            paragraph.paragraph_format.space_before = Pt(2)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if text:
            _write(paragraph, text, _TABLE, bold=strong)


def _centred(made: Document, text: str, size: int, *, bold: bool = False, italic: bool = False, boxed: bool = False, after: int = 0) -> None:
    paragraph = _centre(made.add_paragraph())
    paragraph.paragraph_format.space_after = Pt(after)
    _write(paragraph, text, size, bold=bold, italic=italic)
    if boxed:
        sides = _element("w:pBdr")
        for side in ("top", "left", "bottom", "right"):
            sides.append(_element(f"w:{side}", val="single", sz="8", space="3", color="000000"))
        paragraph.paragraph_format.space_after = Pt(10)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(6)
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - borders of paragraphs have no word in python-docx
        properties.insert_element_before(sides, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _centre(paragraph: Any) -> Any:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _write(paragraph: Any, text: str, size: int, *, bold: bool = False, italic: bool = False) -> None:
    run = paragraph.add_run(clipped(text))
    _sized(run, size)
    run.bold, run.italic = bold or None, italic or None


def _sized(run: Any, size: int) -> None:
    run.font.size = Pt(size)


def _shade(cell: _Cell, colour: str) -> None:
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=colour))  # noqa: SLF001 - shading has no word


def _cell_margins(table: Table) -> None:
    margins = _element("w:tblCellMar")
    for side, twips in (("top", "30"), ("left", "70"), ("bottom", "30"), ("right", "70")):
        margins.append(_element(f"w:{side}", w=twips, type="dxa"))
    properties: Any = table._tbl.tblPr  # noqa: SLF001 - margins of cells have no word in python-docx
    properties.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def _element(name: str, **attributes: str) -> Any:
    element: Any = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _instruction(text: str) -> Any:
    element = _element("w:instrText")
    element.text = text
    return element
