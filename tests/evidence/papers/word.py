"""Papers as Word documents: the heading in a table without lines, on tab stops, or all in one column."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt
from evidence.papers import MOTTO, Paper

_CENTRE = WD_ALIGN_PARAGRAPH.CENTER
_LEFT_MIDDLE, _RIGHT_MIDDLE = Mm(35), Mm(118)


def docx(paper: Paper) -> bytes:
    """Return the paper as the bytes of a .docx file."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Liberation Serif", Pt(13)
    style.paragraph_format.space_after = Pt(0)
    _set_page(document.sections[0], landscape=paper.landscape)
    if paper.bare:
        _bare(document, paper)
    else:
        {"table": _table_head, "tabs": _tab_head, "column": _column_head}[paper.by](document, paper)
        _middle(document, paper)
        (_tab_signature if paper.by == "tabs" else _table_signature)(document, paper)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _set_page(section, *, landscape: bool) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Mm(30), Mm(18), Mm(20), Mm(20)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)


def _say(place, text: str, *, size: float = 13, bold: bool = False, slant: bool = False, align=_CENTRE, after: float = 0) -> None:
    paragraph = place.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(after)
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, slant, Pt(size)


def _bare(document, paper: Paper) -> None:
    for line in paper.lines:
        _say(document, line, bold=line.isupper(), after=4)
    if not paper.grid:
        return
    table = document.add_table(rows=12, cols=6)
    table.style = "Table Grid"
    for number, row in enumerate(table.rows):
        for place, cell in enumerate(row.cells):
            cell.text = f"Cột {place + 1}" if number == 0 else str(number * 37 + place)


def _left(paper: Paper) -> list[tuple[str, dict]]:
    lines: list[tuple[str, dict]] = [(paper.superior, {"size": 12})] if paper.superior else []
    lines.append((paper.issuer, {"size": 12, "bold": True}))
    lines += [("*", {})] if paper.star else [("–––––––", {"size": 8})]
    lines.append((paper.number, {}))
    lines += [(f"V/v {paper.letter}", {"size": 12})] if paper.letter else []
    lines += [(paper.mark, {"bold": True, "size": 14})] if paper.mark else []
    return lines


def _right(paper: Paper) -> list[tuple[str, dict]]:
    lines: list[tuple[str, dict]] = [(paper.state, {"size": 12, "bold": True})]
    lines += [] if paper.state.startswith("ĐẢNG") else [(MOTTO, {"bold": True}), ("–––––––––––––––", {"size": 8})]
    return [*lines, (paper.date, {"slant": True})] if paper.date else lines


def _table_head(document, paper: Paper) -> None:
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for cell, width, lines in zip(table.rows[0].cells, (Mm(72), Mm(93)), (_left(paper), _right(paper)), strict=True):
        cell.width = width
        for text, look in lines:
            _say(cell, text, **look)
    _say(document, "")


def _tab_head(document, paper: Paper) -> None:
    parts = paper.superior.split("\n") if paper.superior else []
    left = [*parts, *paper.issuer.split("\n"), *(["*"] if paper.star else []), paper.number]
    right = [text for text, _ in _right(paper) if "–" not in text]
    left = left[:-1] + [""] * (len(right) - len(left)) + left[-1:]
    right = right[:-1] + [""] * (len(left) - len(right)) + right[-1:]
    for one, other in zip(left, right, strict=True):
        _tabbed(document, one, other, bold=one.isupper())


def _tabbed(document, left: str, right: str, *, bold: bool = False, size: float = 12) -> None:
    paragraph = document.add_paragraph()
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(_LEFT_MIDDLE, WD_TAB_ALIGNMENT.CENTER)
    stops.add_tab_stop(_RIGHT_MIDDLE, WD_TAB_ALIGNMENT.CENTER)
    run = paragraph.add_run(f"\t{left}\t{right}")
    run.bold, run.font.size = bold, Pt(size)


def _column_head(document, paper: Paper) -> None:
    for text, look in [*_right(paper)[:-1], *_left(paper), _right(paper)[-1]]:
        _say(document, text, **look)


def _middle(document, paper: Paper) -> None:
    if paper.title:
        _say(document, "")
        _say(document, paper.title, size=14, bold=True)
    if paper.subject:
        _say(document, paper.subject, size=14, bold=True)
        _say(document, "–––––––––", size=8, after=6)
    if paper.authority:
        _say(document, paper.authority, size=14, bold=True, after=8)
    if paper.to:
        _say(document, "Kính gửi: " + paper.to.replace("\n", "\n- "), size=14, after=8)
    for text in paper.paragraphs:
        paragraph = document.add_paragraph()
        paragraph.alignment = _CENTRE if text.isupper() else WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Mm(0 if text.isupper() else 10)
        paragraph.paragraph_format.space_after = Pt(6)
        paragraph.add_run(text).font.size = Pt(13.5)


def _table_signature(document, paper: Paper) -> None:
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    if paper.secretary:
        for text in ("THƯ KÝ", "", "", "Trần Thị Thử"):
            _say(left, text, bold=True)
    else:
        _say(left, "Nơi nhận:", size=12, bold=True, slant=True, align=WD_ALIGN_PARAGRAPH.LEFT)
        for text in paper.recipients:
            _say(left, text, size=11, align=WD_ALIGN_PARAGRAPH.LEFT)
    for text in (paper.capacity, "", "", paper.signer):
        _say(right, text, bold=True)


def _tab_signature(document, paper: Paper) -> None:
    left = ["Nơi nhận:", *paper.recipients]
    right = [*paper.capacity.split("\n"), "", "(Đã ký)", "", paper.signer]
    for number in range(max(len(left), len(right))):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.tab_stops.add_tab_stop(_RIGHT_MIDDLE, WD_TAB_ALIGNMENT.CENTER)
        one = left[number] if number < len(left) else ""
        paragraph.add_run(one).font.size = Pt(11)
        other = right[number] if number < len(right) else ""
        paragraph.add_run(f"\t{other}").bold = True
