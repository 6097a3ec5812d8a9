"""The rules under motto, issuer and subject, as long as Nghị định 30/2020/NĐ-CP wants them (Phụ lục I, mục II.1, II.2, II.5).

A rule is a paragraph with a border, in one of two styles of the template; how long it is depends on the words above it,
so it is measured here, with letters as wide as those of Times New Roman. A template without these styles keeps its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from docx.document import Document
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from PIL import ImageFont

from parcli import shipped

WHOLE, SHORT = "BC Kẻ bằng dòng chữ", "BC Kẻ ngắn"
_SHARE = {WHOLE: 1.0, SHORT: 0.42}
"""Of the line above: all of it, or between a third and a half."""
_REGULAR, _BOLD = "LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf"
_MEASURED_AT = 100
_USUAL_SIZE = 14.0
_TWIPS = 20


def draw_rules(document: Document) -> None:
    """Give every rule of the document its length, and centre it under the words above."""
    for paragraphs, room in _places(document):
        for above, rule in pairwise(paragraphs):
            name = rule.style.name if rule.style is not None else ""
            if name in _SHARE and above.text.strip():
                length = _SHARE[name] * _longest_line(above, room)
                rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = Pt(max(0.0, (room - length) / 2))


def _places(document: Document) -> Iterator[tuple[Sequence[Paragraph], float]]:
    """Yield the paragraphs that stand together with the width in points that they have: cells of tables, then the text."""
    for table in document.tables:
        margins = sum(_twips(side) for side in table._tbl.tblPr.xpath("w:tblCellMar/w:left | w:tblCellMar/w:right"))  # noqa: SLF001 - no word for margins
        for row in table.rows[:2]:
            for cell in row.cells:
                if cell.width is not None:
                    yield cell.paragraphs, cell.width.pt - margins
    for section in document.sections:
        width, left, right = section.page_width, section.left_margin, section.right_margin
        if width is not None and left is not None and right is not None:
            yield _of_section(section), width.pt - left.pt - right.pt


def _of_section(section: Any) -> Sequence[Paragraph]:
    return [one for one in section.iter_inner_content() if isinstance(one, Paragraph)]


def _twips(element: Any) -> float:
    values = [value for key, value in element.attrib.items() if key.endswith("}w")]
    return float(values[0]) / _TWIPS if values else 0.0


def _longest_line(paragraph: Paragraph, room: float) -> float:
    """Return the width in points of the paragraph's longest line, its words broken as they fit."""
    size, bold = _face(paragraph)
    return max(width for line in paragraph.text.split("\n") for width in _lines(line, size, room, bold=bold))


def _lines(text: str, size: float, room: float, *, bold: bool) -> Iterator[float]:
    blank, used = _width(" ", size, bold=bold), 0.0
    for word in text.split():
        wide = _width(word, size, bold=bold)
        if used and used + blank + wide > room:
            yield used
            used = 0.0
        used += blank + wide if used else wide
    yield min(used, room)


def _face(paragraph: Paragraph) -> tuple[float, bool]:
    """Return size and weight of a paragraph's letters: those of its first run, else of its style and the styles beneath."""
    runs = [run for run in paragraph.runs if run.text.strip()]
    fonts = [runs[0].font] if runs else []
    style: Any = paragraph.style
    while style is not None:
        fonts.append(style.font)
        style = style.base_style
    size = next((font.size.pt for font in fonts if font.size is not None), _USUAL_SIZE)
    return size, next((font.bold for font in fonts if font.bold is not None), False)


def _width(text: str, size: float, *, bold: bool) -> float:
    return _font(bold=bold).getlength(text) * size / _MEASURED_AT


@lru_cache(maxsize=2)
def _font(*, bold: bool) -> ImageFont.FreeTypeFont:
    path = shipped.folder("templates") / "fonts" / (_BOLD if bold else _REGULAR)
    return ImageFont.truetype(str(path), _MEASURED_AT, layout_engine=ImageFont.Layout.BASIC)
