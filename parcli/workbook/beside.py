"""Points of a former cycle, shown in a column of their own behind the others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from xlsxwriter.worksheet import Worksheet

from parcli.workbook.layout import HEADING_ROW, Layout
from parcli.workbook.paint import Brush

COLUMN = "O"
_WIDTH = 14
_MARK = "@@FORMER-{code}@@"
_MARKS = re.compile(rb"@@FORMER-([0-9A-Za-z.-]+)@@")
Texts = Mapping[str, str]
"""What is shown beside an item, by code; an item that does not compare has none."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The heading of the column, and what stands in it."""

    heading: str
    texts: Texts


def marked(heading: str, layout: Layout) -> Beside:
    """Return the column of a template: marks in the places of each unit's own points."""
    return Beside(heading, {row.key: _MARK.format(code=row.key) for row in layout.items})


def put(content: bytes, texts: Texts) -> bytes:
    """Put a unit's points in the places of the marks."""
    return _MARKS.sub(lambda mark: escape(texts.get(mark[1].decode(), "")).encode(), content)


def write(sheet: Worksheet, brush: Brush, layout: Layout, beside: Beside) -> None:
    """Write the column; it is locked, and what stands there counts for nothing."""
    sheet.set_column(f"{COLUMN}:{COLUMN}", _WIDTH)
    heading = brush.format(bold=True, fill="group_fill", grid=True, text_wrap=True, align="center", valign="vcenter", font_size=9)
    brush.put(sheet, f"{COLUMN}{HEADING_ROW}", beside.heading, heading)
    for row in layout.items:
        brush.put(sheet, f"{COLUMN}{row.row}", beside.texts.get(row.key, ""), brush.format(grid=True, align="center", ink="muted"))
