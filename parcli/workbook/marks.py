"""Marks at the cells that have something to mend: a note that says what, and a colour that lies over the cell's own look.

The colour is a conditional format that always holds, so that no cell's style is touched and taking the mark off brings
back what was there. Note and colour are known again by their words, whoever saved the file in between.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from parcli.core import words
from parcli.core.findings import Finding, Severity
from parcli.workbook import names
from parcli.workbook.measure import Ruler

FILLS = {Severity.BLOCK: "F4B6B6", Severity.ERROR: "F8CBAD", Severity.WARNING: "FFE699", Severity.NOTE: "DDEBF7"}
_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
ALWAYS = f'"{names.AUTHOR}"<>""'
_HEAD = f"{names.TO_MEND} ({names.AUTHOR})"
_LONGEST_NOTE = 1200
_NOTE_WIDTH, _NOTE_LINE, _NOTE_EDGE, _HIGHEST_NOTE = 320, 15, 14, 420
# Notes are shown in a font wider than that of the ruler: measured larger than it is.
_NOTE_CHARACTERS, _NOTE_SIZE = 43, 10.5


class Wording(Protocol):
    """Words for findings and weights."""

    def finding(self, one: Finding) -> Any:
        """Word a finding."""

    def text(self, key: str, **values: object) -> str:
        """Return a standing sentence."""


class Places:
    """Where findings stand in an opened workbook, whatever form the names of its sheets have taken."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.sheets = {words.key(name): name for name in book.sheetnames}

    def of(self, one: Finding) -> tuple[str, str] | None:
        """Return sheet and cell as they are in this workbook; a cell within a merged range is the range's first."""
        sheet = self.sheets.get(words.key(one.sheet or ""))
        if sheet is None or one.cell is None or not _ADDRESS.fullmatch(one.cell):
            return None
        return sheet, self.span(sheet, one.cell).partition(":")[0]

    def span(self, sheet: str, address: str) -> str:
        """Return the merged range that a cell belongs to, else the cell."""
        merged = self.book[sheet].merged_cells.ranges
        return next((each.coord for each in merged if address in each), address)


def taken_off(book: Any) -> None:
    """Take off the marks of a former annotated copy that was mended and sent back; a clerk's own notes stay."""
    for sheet in book.worksheets:
        _uncolour(sheet)
        # Only the cells that are there: a walk over the sheet would never come to one that stands far away.
        for cell in tuple(sheet._cells.values()):  # noqa: SLF001
            note = getattr(cell, "comment", None)
            if note is not None and _HEAD in note.text:
                _put_note(cell, _own_words(note.text), note.author)


def is_mark(note: str) -> bool:
    """Whether a note at a cell is one of an annotated copy."""
    return _HEAD in note


def _uncolour(sheet: Any) -> None:
    for each in list(sheet.conditional_formatting):
        kept = [rule for rule in each.rules if ALWAYS not in rule.formula]
        if len(kept) < len(each.rules):
            del sheet.conditional_formatting[str(each.sqref)]
            for rule in kept:
                sheet.conditional_formatting.add(str(each.sqref), rule)


def _own_words(note: str) -> str:
    return note.partition(_HEAD)[0].strip()


def put_on(book: Any, findings: Sequence[Finding], wording: Wording, ruler: Ruler) -> None:
    """Mark the cells of the findings, heaviest first."""
    places = Places(book)
    by_cell: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for one in findings:
        if (place := places.of(one)) is not None:
            by_cell[place].append(one)
    coloured: dict[tuple[str, Severity], list[str]] = defaultdict(list)
    for (sheet, address), here in by_cell.items():
        coloured[sheet, here[0].severity].append(places.span(sheet, address))
        cell = book[sheet][address]
        before = cell.comment
        said = _note(here, wording)
        _put_note(cell, f"{before.text.strip()}\n\n{said}" if before else said, before.author if before else names.AUTHOR, ruler)
    _colour(book, coloured)


def _colour(book: Any, coloured: Mapping[tuple[str, Severity], Sequence[str]]) -> None:
    from openpyxl.formatting.rule import Rule  # noqa: PLC0415 - heavy; only annotated copies need it
    from openpyxl.styles import PatternFill  # noqa: PLC0415
    from openpyxl.styles.differential import DifferentialStyle  # noqa: PLC0415

    for (sheet, weight), spans in coloured.items():
        fill = PatternFill("solid", start_color=FILLS[weight], end_color=FILLS[weight])
        book[sheet].conditional_formatting.add(" ".join(spans), Rule("expression", formula=[ALWAYS], dxf=DifferentialStyle(fill=fill)))


def _note(findings: Sequence[Finding], wording: Wording) -> str:
    lines = [_HEAD]
    for number, one in enumerate(findings, start=1):
        said = wording.finding(one)
        lines.append(f"{number}. {wording.text(f'severity.{one.severity.word}')} [{one.code}]: {said.message}\n→ {said.remedy}")
    text = words.in_sheet("\n".join(lines))
    return text if len(text) <= _LONGEST_NOTE else text[: _LONGEST_NOTE - 1] + "…"


def _put_note(cell: Any, text: str, author: str, ruler: Ruler | None = None) -> None:
    """Write a cell's note, in a box that its text fits into; no text is no note."""
    from openpyxl.comments import Comment  # noqa: PLC0415

    if not text:
        cell.comment = None
        return
    note = Comment(text, author)
    if ruler is not None:
        lines = ruler.lines(text, _NOTE_CHARACTERS, _NOTE_SIZE)
        note.width, note.height = _NOTE_WIDTH, min(lines * _NOTE_LINE + _NOTE_EDGE, _HIGHEST_NOTE)
    cell.comment = note
