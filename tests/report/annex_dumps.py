"""Circulation copies as readable text: what stands in each cell, and how the page is set."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from openpyxl import load_workbook
from rich.console import Console

from parcli.messages import words
from parcli.report.annex import COLUMNS, Circular
from parcli.report.annex_tree import tree


def tree_text(shown: Circular, width: int = 80, language: str = "vi") -> str:
    """Return the tree as a terminal without colour shows it."""
    stream = io.StringIO()
    Console(file=stream, width=width, color_system=None, highlight=False).print(tree(shown, words(language)))
    return "\n".join(line.rstrip() for line in stream.getvalue().split("\n"))


def document_tables(content: bytes) -> list[list[dict[str, str]]]:
    """Return each table of a Word document: its rows as texts by column, the headings left out."""
    return [
        [dict(zip(COLUMNS, (cell.text for cell in row.cells), strict=True)) for row in table.rows][1:]
        for table in docx.Document(io.BytesIO(content)).tables
    ]


def sheet_tables(content: bytes) -> list[list[dict[str, Any]]]:
    """Return each sheet's table: its rows as values by column."""
    tables = []
    for sheet in load_workbook(io.BytesIO(content)):
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        head = next(place for place, row in enumerate(rows) if row[0] == "Mã")
        tables.append([dict(zip(COLUMNS, row, strict=True)) for row in rows[head + 1 :] if row[2] is not None or row[3] is not None])
    return tables


def document_text(content: bytes) -> str:
    """Write down a Word document: sections, paragraphs, tables with what makes their rows special."""
    made = docx.Document(io.BytesIO(content))
    lines = [
        f"section {section.orientation} {section.page_width.mm:.0f}x{section.page_height.mm:.0f} {_section(section)}" for section in made.sections
    ]
    for element in made.element.body.iterchildren():
        if element.tag == qn("w:p"):
            text = "".join(part.text or "" for part in element.iter(qn("w:t")))
            lines += [f"p {text}"] if text else []
        elif element.tag == qn("w:tbl"):
            lines += _rows(docx.table.Table(element, made))
    return "\n".join(lines) + "\n"


def _section(section: Any) -> str:
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    start = section._sectPr.find(qn("w:pgNumType")).get(qn("w:start"))
    return (
        f"margins {' '.join(f'{each.mm:.0f}' for each in margins)} first page apart {section.different_first_page_header_footer} numbers from {start}"
    )


def _rows(table: Any) -> Iterator[str]:
    for row in table.rows:
        properties = row._tr.trPr
        marks = [mark for mark in ("cantSplit", "tblHeader") if properties is not None and properties.find(qn(f"w:{mark}")) is not None]
        fill = row.cells[0]._tc.tcPr.find(qn("w:shd"))
        marks += [fill.get(qn("w:fill"))] if fill is not None else []
        yield f"row [{' '.join(marks)}] " + " | ".join(cell.text.replace("\n", " / ") for cell in row.cells)


def sheet_text(content: bytes) -> str:
    """Write down a workbook: page, and the cells of each row."""
    lines = []
    for sheet in load_workbook(io.BytesIO(content)):
        setup = sheet.page_setup
        lines += ["", f"== {sheet.title}", f"paper {setup.paperSize} {setup.orientation} fit {setup.fitToWidth}x{setup.fitToHeight}"]
        lines += [f"header {sheet.oddHeader.center.text}", f"repeat {sheet.print_title_rows} area {sheet.print_area}"]
        for row in sheet.iter_rows():
            shown = [
                f"{cell.coordinate} {cell.value!r} {cell.number_format if cell.data_type == 'n' else ''}".rstrip()
                for cell in row
                if cell.value is not None
            ]
            lines += [" · ".join(shown)] if shown else []
    return "\n".join(lines) + "\n"
