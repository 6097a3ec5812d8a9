"""From rows to the bytes of an appraisal workbook; the same rows, the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from fractions import Fraction
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from parcli.appraisal import free_rows, layout
from parcli.appraisal.content import NONE, Content, Entries, Link, Row, Table, Value
from parcli.appraisal.layout import FIRST_ROW, HEADING_ROW, Column, Form
from parcli.appraisal.paint import PROTECTION, Paint, heard, height, page, paint
from parcli.core import points
from parcli.core.appraisal import OpenedRow, Opening, SheetIdentity, Stage

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FIXED_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - the same bytes on every day
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_FIXED_HEIGHT = re.compile(rb'(<row [^>]*?) customHeight="1"')
_LINKS = "xl/worksheets/_rels/"
_GUIDE_WIDTH, _GUIDE_FIRST = 120, 5
_HEADING_ROOM = 0.8
_FIELD_WIDTHS = (44, 60)
_FIELD_HEIGHT, _NOTE_HEIGHT = 18, 72
_LONGEST_HINT = 255
_RANGES = {"reason": "ly_do", "ruling": "tra_loi"}
_CHOICES_AT = layout.MADE_FROM_AT + len(layout.MADE_FROM_COLUMNS) + 1


def identity(stage: Stage, edition: tuple[str, str, str], subject: str, rows: tuple[OpenedRow, ...], made_from: dict[str, str]) -> SheetIdentity:
    """Return the identity of a workbook that opens these rows; ``edition`` is cycle, edition and version."""
    cycle, name, version = edition
    return SheetIdentity(stage, cycle, name, version, subject, Opening(rows, made_from).digest())


def write(content: Content, entries: Entries = NONE) -> bytes:
    """Return the workbook, with what an appraiser entered where ``entries`` has it."""
    target = io.BytesIO()
    book = Workbook(target, _OPTIONS)
    book.set_properties({"title": content.form.title.format(**content.facts), "author": "parcli", "created": _FIXED_DAY})
    brush = paint(book)
    words = layout.standing_words()
    _guide(book, brush, content)
    main = _main(book, brush, content, entries)
    if content.form.fields:
        _fields(book, brush, content, entries)
    for table in content.tables:
        _table(book, brush, content, table)
    if content.free is not None:
        free_rows.lookup(book, brush, content.free)
    _hidden(book, brush, content, words["lists"])
    main.activate()
    book.close()
    return _mended(target.getvalue())


def _mended(made: bytes) -> bytes:
    """Let sheets grow a row when a longer text is typed into it, and write links as addresses are written, not as Windows paths."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as changed:
        for name in source.namelist():
            part = _FIXED_HEIGHT.sub(rb"\1", source.read(name))
            part = part.replace(b"\\", b"/") if name.startswith(_LINKS) else part
            changed.writestr(zipfile.ZipInfo(name, _ZIP_DAY), part, zipfile.ZIP_DEFLATED, 6)
    return target.getvalue()


def _guide(book: Workbook, brush: Paint, content: Content) -> None:
    words = layout.standing_words()
    sheet = book.add_worksheet(words["guide"]["sheet"])
    sheet.set_column(0, 0, _GUIDE_WIDTH)
    _opening(sheet, brush, content, content.form.title.format(**content.facts))
    brush.put(sheet, _GUIDE_FIRST - 1, 0, words["guide"]["heading"], "section")
    for number, line in enumerate(content.form.guide, start=1):
        text = f"{number}. {line.format(**content.facts)}"
        height(sheet, _GUIDE_FIRST - 1 + number, [(text, _GUIDE_WIDTH)])
        brush.put(sheet, _GUIDE_FIRST - 1 + number, 0, text, "paragraph")
    sheet.protect("", PROTECTION)
    page(sheet, content.subject, words["page"])


def _opening(sheet: Worksheet, brush: Paint, content: Content, title: str, column: int = 0) -> None:
    edition_line = layout.standing_words()["edition_line"].format(**content.facts)
    # Without a banner the row above the headings stays blank, so that headings stand in the same row everywhere.
    for row, (text, style) in enumerate(((title, "title"), (content.subject, "subject"), (edition_line, "line"), (content.banner, "banner"))):
        sheet.set_row(row, 22 if row == 0 else 17)
        brush.put(sheet, row, column, text, style)


def _main(book: Workbook, brush: Paint, content: Content, entries: Entries) -> Worksheet:
    form = content.form
    sheet = book.add_worksheet(form.sheet)
    _title_columns(sheet, brush, content)
    for row, one in enumerate(content.rows, start=FIRST_ROW - 1):
        entered = entries.rows.get(one.key, {})
        said: list[tuple[str, float]] = []
        for place, column in enumerate(form.columns):
            value = entered.get(column.name) if column.editable else one.cells.get(column.name)
            brush.put(sheet, row, place, value, _style(column, one), content.upward)
            said.append((value if isinstance(value, str) else "", column.width))
        height(sheet, row, said)
        _points_rule(sheet, content, row, one)
    last = free_rows.write(sheet, brush, content, entries, FIRST_ROW - 1 + len(content.rows)) - 1
    _lists(sheet, content, last)
    _due(sheet, brush, content, last)
    sheet.autofilter(HEADING_ROW - 1, 0, last, len(form.columns) - 1)
    sheet.freeze_panes(HEADING_ROW, form.place("title") + 1 if form.has("title") else form.place("item") + 1)
    sheet.protect("", PROTECTION)
    page(sheet, content.subject, layout.standing_words()["page"], HEADING_ROW)
    return sheet


def _title_columns(sheet: Worksheet, brush: Paint, content: Content) -> None:
    form = content.form
    for place, column in enumerate(form.columns):
        sheet.set_column(place, place, column.width, None, {"hidden": column.name in content.hidden})
    seen = next(place for place, column in enumerate(form.columns) if column.name not in content.hidden)
    _opening(sheet, brush, content, form.title.format(**content.facts), seen)
    height(sheet, HEADING_ROW - 1, [(column.heading, column.width * _HEADING_ROOM) for column in form.columns])
    for place, column in enumerate(form.columns):
        brush.put(sheet, HEADING_ROW - 1, place, column.heading, "heading")


def _style(column: Column, row: Row) -> str:
    if column.editable:
        if column.name == "ruling" and not row.claimed:
            return "closed"
        return {"number": "open_number", "choice": "open_choice"}.get(column.kind, "open_text")
    if column.kind == "link":
        return "link" if isinstance(row.cells.get(column.name), Link) else "text"
    return column.kind if column.kind == "number" else "text"


def _points_rule(sheet: Worksheet, content: Content, row: int, one: Row) -> None:
    words = layout.standing_words()["prompt"]
    place = content.form.place("points")
    limit = points.vietnamese(one.most)
    kind = "points" if one.step is None else "points_step"
    facts = {"least": points.vietnamese(one.least), "limit": limit, "step": "" if one.step is None else points.vietnamese(one.step)}
    said = {
        "input_title": words["points_title"], "input_message": words[kind].format(**facts)[:_LONGEST_HINT],
        "error_title": words["points_title"], "error_message": words[f"{kind}_error"].format(**facts)[:_LONGEST_HINT],
    }  # fmt: skip
    rule: dict[str, Any] = {
        "validate": "decimal",
        "criteria": "between",
        "minimum": points.spreadsheet(one.least),
        "maximum": points.spreadsheet(one.most),
    }
    if one.step is not None:
        cell, step = f"{xl_col_to_name(place)}{row + 1}", points.plain(one.step)
        whole = f"ABS({cell}/{step}-ROUND({cell}/{step},0))<0.000001"
        rule = {"validate": "custom", "value": f"=AND(ISNUMBER({cell}),{cell}>={points.plain(one.least)},{cell}<={points.plain(one.most)},{whole})"}
    rule |= said
    heard(sheet.data_validation(row, place, row, place, rule), f"{one.key}")


def _lists(sheet: Worksheet, content: Content, last: int) -> None:
    words = layout.standing_words()["prompt"]
    reason = content.form.place("reason")
    offered = {
        "validate": "list", "source": f"={_RANGES['reason']}", "show_error": False,
        "input_title": words["reason_title"], "input_message": words["reason"],
    }  # fmt: skip
    heard(sheet.data_validation(FIRST_ROW - 1, reason, last, reason, offered), "reason")
    if not content.form.has("ruling"):
        return
    place = content.form.place("ruling")
    answered = {
        "validate": "list", "source": f"={_RANGES['ruling']}",
        "input_title": words["ruling_title"], "input_message": words["ruling"],
        "error_title": words["ruling_title"], "error_message": words["ruling_error"],
    }  # fmt: skip
    for row, one in enumerate(content.rows, start=FIRST_ROW - 1):
        if one.claimed:
            heard(sheet.data_validation(row, place, row, place, answered), f"{one.key}")


def _due(sheet: Worksheet, brush: Paint, content: Content, last: int) -> None:
    """Let the cell of the reason stand out while one is due: the figure is not the unit's own."""
    form = content.form
    if not form.has("self"):
        return
    given, own = (f"${xl_col_to_name(form.place(name))}{FIRST_ROW}" for name in ("points", "self"))
    # The Council owes a word for every figure, whatever it is.
    differs = f"ISNUMBER({given})" if form.has("decision") else f"ISNUMBER({given}),ISNUMBER({own}),{given}<>{own}"
    for name in ("reason", "decision") if form.has("decision") else ("reason",):
        place = form.place(name)
        blank = f'TRIM(${xl_col_to_name(place)}{FIRST_ROW})=""'
        rule = {"type": "formula", "criteria": f"=AND({differs},{blank})", "format": brush.formats["due"]}
        heard(sheet.conditional_format(FIRST_ROW - 1, place, last, place, rule), name)


def _fields(book: Workbook, brush: Paint, content: Content, entries: Entries) -> None:
    """Write the sheet of single values: a label, and beside it a cell to fill in."""
    form = content.form
    sheet = book.add_worksheet(form.fields_sheet)
    for place, width in enumerate(_FIELD_WIDTHS):
        sheet.set_column(place, place, width)
    _opening(sheet, brush, content, form.fields_title.format(**content.facts))
    for row, (name, label) in enumerate(form.fields.items(), start=HEADING_ROW - 1):
        sheet.set_row(row, _NOTE_HEIGHT if name == "note" else _FIELD_HEIGHT)
        brush.put(sheet, row, 0, label, "text")
        brush.put(sheet, row, 1, entries.fields.get(name), "open_number" if name in layout.COUNTED else "open_field")
    _verdict(sheet, brush, form, entries)
    sheet.protect("", PROTECTION)
    page(sheet, content.subject, layout.standing_words()["page"])


def _verdict(sheet: Worksheet, brush: Paint, form: Form, entries: Entries) -> None:
    """Write a line that says at once whether more than half of the members took part (Quyết định 4762/QĐ-UBND năm 2024)."""
    if not form.verdict:
        return
    row = HEADING_ROW - 1 + len(form.fields)
    rows = {name: HEADING_ROW + place for place, name in enumerate(form.fields)}
    members, present, written = (f"B{rows[name]}" for name in layout.COUNTED)
    took_part = f"({present}+IF(ISNUMBER({written}),{written},0))"
    said = {name: text.replace('"', '""') for name, text in form.verdict.items()}
    formula = (
        f'=IF(OR(NOT(ISNUMBER({members})),NOT(ISNUMBER({present}))),"{said["incomplete"]}",'
        f'IF({took_part}>{members},"{said["impossible"]}",IF({took_part}*2>{members},"{said["valid"]}","{said["invalid"]}")))'
    )
    brush.put(sheet, row, 0, form.verdict["label"], "text")
    heard(sheet.write_formula(row, 1, formula, brush.formats["text"], form.verdict[_judged(entries)]), form.fields_sheet)


def _judged(entries: Entries) -> str:
    """Return what the formula of the verdict gives, for programs that do not calculate."""
    members, present, written = (entries.fields.get(name) for name in layout.COUNTED)
    if not isinstance(members, Fraction) or not isinstance(present, Fraction):
        return "incomplete"
    took_part = present + (written if isinstance(written, Fraction) else 0)
    return "impossible" if took_part > members else "valid" if 2 * took_part > members else "invalid"


def _table(book: Workbook, brush: Paint, content: Content, table: Table) -> None:
    sheet = book.add_worksheet(table.sheet)
    for place, width in enumerate(table.widths):
        sheet.set_column(place, place, width)
    _opening(sheet, brush, content, table.title)
    for place, heading in enumerate(table.headings):
        brush.put(sheet, HEADING_ROW - 1, place, heading, "heading")
    for row, values in enumerate(table.rows, start=FIRST_ROW - 1):
        for place, value in enumerate(values):
            brush.put(sheet, row, place, value, "file" if isinstance(value, Link) else "text", content.upward)
        height(sheet, row, [(_text(value), width) for value, width in zip(values, table.widths, strict=True)])
    sheet.autofilter(HEADING_ROW - 1, 0, max(FIRST_ROW - 1, FIRST_ROW - 2 + len(table.rows)), len(table.headings) - 1)
    sheet.freeze_panes(HEADING_ROW, 0)
    sheet.protect("", PROTECTION)
    page(sheet, content.subject, layout.standing_words()["page"], HEADING_ROW)


def _text(value: Value | Link) -> str:
    return value.text if isinstance(value, Link) else value if isinstance(value, str) else ""


def _hidden(book: Workbook, brush: Paint, content: Content, name: str) -> None:
    """Write the hidden sheet: the identity, what the workbook opens, what it was made from, and the lists to choose from."""
    sheet = book.add_worksheet(name)
    text = content.identity.text()
    heard(sheet.write_string(layout.IDENTITY_CELL, text, brush.formats["plain"]), name)
    heard(book.define_name(layout.IDENTITY_NAME, f'="{text}"'), name)
    book.set_custom_property(layout.IDENTITY_NAME, text)
    for row, one in enumerate(content.rows, start=layout.OPENED_ROW - 1):
        for place, column in enumerate(layout.OPENED_COLUMNS):
            brush.put(sheet, row, place, getattr(one.opened, column), "plain")
    for row, pair in enumerate(sorted(content.made_from.items()), start=layout.OPENED_ROW - 1):
        for offset, value in enumerate(pair):
            brush.put(sheet, row, layout.MADE_FROM_AT + offset, value, "plain")
    choices = {"reason": content.reasons or tuple(layout.standing_words()["reasons"]), "ruling": tuple(layout.ruling_words().values())}
    for offset, (column, offered) in enumerate(choices.items()):
        place = _CHOICES_AT + offset
        for row, choice in enumerate(offered, start=layout.OPENED_ROW - 1):
            brush.put(sheet, row, place, choice, "plain")
        letter, first = xl_col_to_name(place), layout.OPENED_ROW
        heard(book.define_name(_RANGES[column], f"='{name}'!${letter}${first}:${letter}${first + len(offered) - 1}"), column)
    sheet.hide()
    sheet.protect("", {})
