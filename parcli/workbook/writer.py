"""From a layout to the bytes of a workbook.

What one block's workbooks share is rendered once; a unit's own name and identity are put in afterwards.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from parcli.core import agencies, check_code
from parcli.core import words as texts
from parcli.core.cycle import Unit
from parcli.workbook import beside, check_cells, lists, names, report_sections, report_sheet, review_sheet, scoring_sheet, side_sheets
from parcli.workbook.beside import Beside, Texts
from parcli.workbook.entries import NONE, Entries, values
from parcli.workbook.filling import Filling
from parcli.workbook.gaps import gaps
from parcli.workbook.layout import Layout
from parcli.workbook.look import Look, day
from parcli.workbook.paint import Brush

NOTHING: Texts = {}
UNIT_NAME, UNIT_ID, UNIT_UPPER = "@@UNIT-NAME@@", "@@UNIT-ID@@", "@@UNIT-UPPER@@"
_FIXED_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - the same bytes on every day
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_FOOTER = re.compile(rb"<oddFooter>[^<]*</oddFooter>")
_LONGEST_NAME = 100
_MAKER, _OWN = b"<Application>Microsoft Excel</Application>", b"<Application>parcli</Application>"
_FIXED_HEIGHT = re.compile(rb'(<row [^>]*?) customHeight="1"')


def template(layout: Layout, look: Look, banner: str, former: str = "") -> bytes:
    """Render a block's empty workbook with marks in the places of the unit's name and id.

    With ``former``, the heading of a column for points of a former cycle, it has marks for these too.
    """
    return _render(layout, look, NONE, UNIT_ID, UNIT_NAME, banner, beside.marked(former, layout) if former else None)


def stamped(blank: bytes, unit: Unit, former: Texts = NOTHING) -> bytes:
    """Put a unit's name and id into a rendered template, and its points of a former cycle."""
    marks = {
        UNIT_NAME.encode(): escape(texts.in_sheet(unit.name)).encode(),
        UNIT_UPPER.encode(): escape(texts.in_sheet(unit.name.upper())).encode(),
        UNIT_ID.encode(): escape(unit.id).encode(),
    }
    in_footer = escape(texts.in_sheet(texts.shortened(unit.name, _LONGEST_NAME)).replace("&", "&&")).encode()

    def put(content: bytes) -> bytes:
        content = _FOOTER.sub(lambda footer: footer[0].replace(UNIT_NAME.encode(), in_footer), content)
        for mark, text in marks.items():
            content = content.replace(mark, text)
        return beside.put(content, former)

    return _rewritten(blank, put)


def _rewritten(book: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with all its parts changed; the same input gives the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made:
        for name in source.namelist():
            made.writestr(zipfile.ZipInfo(name, _ZIP_DAY), change(source.read(name)), zipfile.ZIP_DEFLATED, 6)
    return target.getvalue()


def filled(layout: Layout, look: Look, unit: Unit, entries: Entries, banner: str, former: Beside | None = None) -> bytes:
    """Render a unit's workbook with answers in it."""
    return _render(layout, look, entries, unit.id, unit.name, banner, former)


def _render(layout: Layout, look: Look, entries: Entries, unit_id: str, unit_name: str, banner: str, former: Beside | None) -> bytes:
    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties(
        {
            "created": _FIXED_DAY,
            "title": look.words["title"].format(year=layout.cycle.year, index_upper=layout.edition.index_title.upper()),
            "author": "parcli",
        }
    )
    book.set_size(2400, 1300)
    sheets = {name: book.add_worksheet(name) for name in names.SHEETS}
    draw(sheets, Brush(book, look), layout, entries, Face(unit_id, unit_name, banner, former))
    sheets[names.SCORING].activate()
    book.close()
    return _finished(target.getvalue())


@dataclass(frozen=True, slots=True)
class Face:
    """Whose workbook it is, what must be said on all of it, and the points of a former cycle."""

    unit_id: str
    unit_name: str
    banner: str
    former: Beside | None = None


def draw(sheets: Mapping[str, Worksheet], brush: Brush, layout: Layout, entries: Entries, face: Face) -> None:
    """Write all sheets with a brush: the one place that says in which order and of what a workbook is made."""
    look, book, banner = brush.look, brush.book, face.banner
    words = look.words
    facts = facts_of(layout, look, face.unit_name)
    needed, shown = lists.gather(layout, words["register"]["kinds"]), values(layout, entries)
    for column, width in look.widths["scoring"].items():
        letter = names.LETTERS[column]
        sheets[names.SCORING].set_column(f"{letter}:{letter}", width)
    top = (words["title"].format(**facts), facts["unit_line"], facts["edition_line"], banner)
    filling = Filling(layout, entries, shown, {row.key: gaps(row, entries, shown) for row in layout.items})
    side_sheets.guide(sheets[names.GUIDE], brush, layout, facts, banner)
    scoring_sheet.write(sheets[names.SCORING], brush, layout, entries, shown, filling.missing.values(), needed, top, face.former)
    if brush.paints:
        side_sheets.register(sheets[names.REGISTER], brush, layout, entries, needed, facts, banner)
        side_sheets.difficulties(sheets[names.DIFFICULTIES], brush, entries, banner)
    figures = check_cells.figures(layout, check_cells.Written(entries))
    code = check_code.code(figures)
    review_sheet.write(sheets[names.REVIEW], brush, filling, facts["unit_line"], banner, code)
    listed, beside = sheets[names.LISTS], len(needed.columns) + 2
    lists.write(book, listed, brush, needed, layout.identity(face.unit_id))
    check_cells.write(listed, brush, layout, figures, code, needed, beside)
    places = report_sections.write_places(listed, brush, layout, entries, xl_col_to_name(beside + check_cells.COLUMNS + 1))
    lists.close(listed)
    report_sheet.Report(sheets[names.REPORT], brush, filling, facts).write(banner, places, code)


def _finished(made: bytes) -> bytes:
    """Let sheets grow a row when a longer text is typed into it, and name the program that made the workbook.

    LibreOffice takes stored values for its own PC's where the maker is Excel: what a workbook says of the PC that it is opened
    on would be that of another.
    """
    return _rewritten(made, lambda content: _FIXED_HEIGHT.sub(rb"\1", content).replace(_MAKER, _OWN))


def facts_of(layout: Layout, look: Look, unit_name: str) -> Mapping[str, str]:
    """Return what the standing words of a unit's workbook name: days, papers, addresses."""
    cycle, edition = layout.cycle, layout.edition
    example = next((row.key for row in layout.items if row.item and row.item.self_scored), "")
    mates = [unit.name for unit in cycle.units if unit.block == layout.block.id]
    above = {agencies.printed_above(cycle.superior, name) for name in mates}
    facts = {
        "year": str(cycle.year),
        "unit": unit_name,
        # One template serves a block, so what not all its units have above them is not printed.
        "above": above.pop() if len(above) == 1 else "",
        "unit_upper": UNIT_UPPER if unit_name == UNIT_NAME else unit_name.upper(),
        "longest_unit": max(mates, key=len, default=unit_name),
        "block": layout.block.title,
        "edition": edition.title,
        "basis": edition.basis,
        "plan": cycle.bases.plan,
        "guide": cycle.bases.guide,
        "bases": "; ".join(text for text in (edition.basis, cycle.bases.plan, cycle.bases.guide) if text and not texts.unfilled(text)),
        "from": day(cycle.window.start),
        "to": day(cycle.window.to),
        "estimate_to": day(cycle.window.estimate_to or cycle.window.to),
        "deadline": day(cycle.deadline),
        "contact": cycle.contact or cycle.authority,
        "authority": cycle.authority,
        "index": edition.index_title,
        "index_upper": edition.index_title.upper(),
        "example": example,
        "estimate_heading": layout.headings["estimate"],
    }
    facts |= {name: look.words[name].format(**facts) for name in ("unit_line", "edition_line")}
    estimated = (cycle.window.estimate_to or cycle.window.to) > cycle.window.to
    return {**facts, "window_line": look.words["guide"]["window_with_estimate" if estimated else "window"].format(**facts)}
