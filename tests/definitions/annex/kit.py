"""Annex files made in the tests: Word tables with merged cells, lists and tracked changes, and Excel sheets."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl import Workbook

from parcli.core.findings import Finding
from parcli.core.limits import Limits
from parcli.definitions.annex import draft, file
from parcli.definitions.annex.rules import propose

SAID = draft.Sentences("không ghi cách tính", "hai bên chấm")
SOURCE = "Quyết định 1/QĐ-UBND, Phụ lục 1"
ABOVE, LEFT = "^^", "<<"
"""A cell that goes on from the row above, or from the column before."""


def word(*parts: str | Sequence[Sequence[str]], touch: Any = None) -> bytes:
    """Return a Word file of paragraphs (texts) and tables (rows of texts)."""
    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            table(document, part)
    if touch is not None:
        touch(document)
    return saved(document)


def saved(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def table(document: Any, rows: Sequence[Sequence[str]]) -> Any:
    """Add a table; cells marked ABOVE or LEFT are merged with their neighbours."""
    made = document.add_table(len(rows), max(map(len, rows)))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            if text not in (ABOVE, LEFT):
                made.cell(at, column).text = text
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            if text in (ABOVE, LEFT):
                over = (at - 1, column) if text == ABOVE else (at, column - 1)
                merge(made, over, (at, column))
    return made


def merge(made: Any, one: tuple[int, int], other: tuple[int, int]) -> None:
    kept = made.cell(*one).text
    merged = made.cell(*one).merge(made.cell(*other))
    for paragraph in list(merged.paragraphs)[1:]:
        paragraph._element.getparent().remove(paragraph._element)
    merged.text = kept


def excel(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """Return a workbook; cells marked ABOVE or LEFT are merged with their neighbours."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for at, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value not in (ABOVE, LEFT, ""):
                    sheet.cell(at, column, value)
        for area in areas_of(rows):
            sheet.merge_cells(start_row=area[0], start_column=area[1], end_row=area[2], end_column=area[3])
    return saved(book)


def areas_of(rows: Sequence[Sequence[Any]]) -> list[tuple[int, int, int, int]]:
    """Return the merged ranges that marks ask for: each from its own first cell."""
    grid = [list(row) for row in rows]
    found = []
    for at, row in enumerate(grid):
        for column, value in enumerate(row):
            if value in (ABOVE, LEFT):
                continue
            right = column
            while right + 1 < len(row) and row[right + 1] == LEFT:
                right += 1
            below = at
            while below + 1 < len(grid) and column < len(grid[below + 1]) and grid[below + 1][column] == ABOVE:
                below += 1
            if (right, below) != (column, at):
                found.append((at + 1, column + 1, below + 1, right + 1))
    return found


def drafted(content: bytes, number: int | None = None, proposing: Any = propose) -> draft.Draft:
    """Return the draft of a file that has one annex, or of the one of that number."""
    annexes, findings = file.read(content, "phu-luc", Limits())
    assert annexes, findings
    chosen, findings = file.choose(annexes, number, "phu-luc")
    assert chosen is not None, findings
    return draft.make(chosen, "phu-luc", SOURCE, proposing, SAID)


def refused(content: bytes, number: int | None = None) -> tuple[Finding, ...]:
    """Return why a file gives no annex."""
    annexes, findings = file.read(content, "phu-luc", Limits())
    return file.choose(annexes, number, "phu-luc")[1] if annexes else findings


def codes(draft: draft.Draft) -> dict[str, str]:
    """Return every node's code with its maximum."""
    return {node["code"]: node["maximum"] for area in draft.areas for node in nodes(area)}


def nodes(node: Any) -> Iterable[Any]:
    yield node
    for child in node.get("criteria") or node.get("items") or ():
        yield from nodes(child)


def items(draft: draft.Draft) -> dict[str, Any]:
    return {item["code"]: item for item in draft.items()}


def said(draft: draft.Draft, code: str) -> list[dict[str, str]]:
    """Return the values of the findings of a code."""
    return [dict(one.values) | {"item": one.item or ""} for one in draft.findings if one.code == code]


def told(draft: draft.Draft, code: str) -> list[str]:
    """Return the annex's words on how an item is scored: the comments above its rule, else what is left to be read."""
    return list(draft.remarks.get(code, ())) or items(draft)[code]["review"]


def found_codes(draft: draft.Draft) -> set[str]:
    return {one.code for one in draft.findings}


def numbered(document: Any, levels: Sequence[tuple[str, str]], style: str | None = None) -> str:
    """Add a list to a document, its levels by form and text; return its id. A style may carry it."""
    root = document.part.numbering_part.element
    name = str(9000 + len(root.findall(qn("w:num"))))
    body = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    first = root.find(qn("w:num"))
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{name}">{body}</w:abstractNum>')
    first.addprevious(abstract) if first is not None else root.append(abstract)
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{name}"><w:abstractNumId w:val="{name}"/></w:num>'))
    if style is not None:
        document.styles[style].element.get_or_add_pPr().append(listed(name, 0))
    return name


def listed(name: str, level: int) -> Any:
    return parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>')


def count(cell: Any, name: str, level: int) -> None:
    """Let Word write the number of a cell."""
    cell.paragraphs[0]._p.get_or_add_pPr().append(listed(name, level))


def tracked(cell: Any, *, deleted: str = "", inserted: str = "") -> None:
    """Add a tracked change to a cell."""
    paragraph = cell.paragraphs[0]._p
    who = 'w:id="1" w:author="x" w:date="2024-01-01T00:00:00Z"'
    if deleted:
        paragraph.append(parse_xml(f'<w:del {nsdecls("w")} {who}><w:r><w:delText xml:space="preserve">{deleted}</w:delText></w:r></w:del>'))
    if inserted:
        paragraph.append(parse_xml(f'<w:ins {nsdecls("w")} {who}><w:r><w:t xml:space="preserve">{inserted}</w:t></w:r></w:ins>'))


def row_deleted(row: Any) -> None:
    row._tr.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="2" w:author="x" w:date="2024-01-01T00:00:00Z"/>'))


def repeated(made: Any, at: int) -> Any:
    """Return a copy of a row."""
    return copy.deepcopy(made.rows[at]._tr)


def rezipped(content: bytes, **members: bytes | None) -> bytes:
    """Return a zip with members replaced, added, or taken away by None."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, text in members.items():
            if text is not None:
                new.writestr(name, text)
    return target.getvalue()
