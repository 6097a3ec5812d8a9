"""A Word file as paragraphs and table lines, in the order in which they stand."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from parcli.definitions.annex import numbering, wordtext
from parcli.definitions.annex.grid import Line, Piece, Text, in_document, tidy
from parcli.definitions.annex.numbering import Numbering, W

_WRAPPERS = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag"}
MOST_COLUMNS = 63
"""Word itself allows no more columns in a table."""


class TooWide(Exception):
    """A table with a row of more cells than Word allows; ``columns`` is how many were met."""

    def __init__(self, columns: int) -> None:
        super().__init__(columns)
        self.columns = columns


def read(content: bytes) -> tuple[Piece, ...]:
    """Read a document's text and tables; raises TooWide. Whatever the library raises on a strange file comes through."""
    from docx import Document  # noqa: PLC0415 - heavy; commands that read no Word file do without

    document = Document(io.BytesIO(content))
    lists = numbering.read(_part(document, "numbering"), _part(document, "styles"))
    return tuple(_Reader(lists).pieces(document.element.body))


def pictures(content: bytes) -> bool:
    """Whether a document holds pictures."""
    from docx import Document  # noqa: PLC0415

    body: Any = Document(io.BytesIO(content)).element.body
    return any(True for _ in body.iter(f"{W}drawing", f"{W}pict"))


def _part(document: Any, name: str) -> Any:
    related = (relation for relation in document.part.rels.values() if not relation.is_external and relation.reltype.endswith(f"/{name}"))
    found = next(related, None)
    if found is None:
        return None
    target = found.target_part
    return target.element if hasattr(target, "element") else _parsed(target.blob)


def _parsed(blob: bytes) -> Any:
    from docx.oxml import parse_xml  # noqa: PLC0415

    return parse_xml(blob)


class _Reader:
    """Walks the body once; the automatic numbers are counted on the way."""

    def __init__(self, lists: Numbering) -> None:
        self.lists = lists
        self.tables = 0

    def pieces(self, parent: Any) -> Iterator[Piece]:
        for child in parent:
            if child.tag == f"{W}tbl":
                self.tables += 1
                yield from self.table(child, self.tables)
            elif child.tag == f"{W}p":
                yield from (Text(line) for line in tidy(wordtext.of_paragraph(child, self.lists)).split("\n") if line)
            elif child.tag in _WRAPPERS:
                yield from self.pieces(child)

    def table(self, table: Any, number: int) -> Iterator[Line]:
        width = min(len(table.findall(f"{W}tblGrid/{W}gridCol")), MOST_COLUMNS)
        for row, element in enumerate((one for one in _inside(table, f"{W}tr") if not _deleted(one)), start=1):
            yield self.row(element, in_document(number, row), width, number)

    def row(self, row: Any, place: str, width: int, table: int) -> Line:
        texts: list[str] = [""] * _span(row.find(f"{W}trPr"), "gridBefore", 0)
        starts = list(range(len(texts)))
        continued: set[int] = set()
        for cell in _inside(row, f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            start = len(texts)
            if start >= MOST_COLUMNS:
                raise TooWide(start + 1)
            span = min(_span(properties, "gridSpan", 1), MOST_COLUMNS - start)
            texts += [self.cell(cell, properties, start, continued), *[""] * (span - 1)]
            starts += [start] * span
        missing = range(len(texts), width)
        return Line(place, (*texts, *("" for _ in missing)), (*starts, *missing), frozenset(continued), table)

    def cell(self, cell: Any, properties: Any, column: int, continued: set[int]) -> str:
        merge = properties.find(f"{W}vMerge") if properties is not None else None
        if merge is not None and merge.get(f"{W}val") != "restart":
            continued.add(column)
            return ""
        if properties is not None and properties.find(f"{W}cellDel") is not None:
            return ""
        return tidy(self.content(cell))

    def content(self, parent: Any) -> str:
        text = ""
        for child in parent:
            if child.tag == f"{W}p":
                text += " " * wordtext.indent(child) + wordtext.of_paragraph(child, self.lists) + ("" if wordtext.joins_the_next(child) else "\n")
            elif child.tag == f"{W}tbl":
                text += "".join(f"{self.nested(row)}\n" for row in _inside(child, f"{W}tr") if not _deleted(row))
            elif child.tag in _WRAPPERS:
                text += self.content(child)
        return text

    def nested(self, row: Any) -> str:
        """Give a line of a table inside a cell as one sentence."""
        cells = [" ".join(self.content(cell).split()) for cell in _inside(row, f"{W}tc")]
        return ": ".join(text.rstrip(":") for text in cells if text)


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    """Yield children of a kind, also those that stand in a content control or in what was inserted."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _deleted(row: Any) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _span(properties: Any, name: str, default: int) -> int:
    found = properties.find(f"{W}{name}") if properties is not None else None
    text = (found.get(f"{W}val") or "") if found is not None else ""
    return max(min(int(text), MOST_COLUMNS), default) if text.isascii() and text.isdigit() and len(text) <= 9 else default  # noqa: PLR2004
