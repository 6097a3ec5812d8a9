"""A mark of state secrecy: a stamp alone on its line in the heading (Nghị định 30/2020, Phụ lục I, III.2.a).

The word inside a name or a sentence is no mark: "bảo vệ bí mật nhà nước", "MẬT ĐỘ DÂN SỐ".
"""

from __future__ import annotations

import re

from parcli.core.document import Secrecy, TextSource
from parcli.evidence.document import kind
from parcli.evidence.document.heading import labelled, pieces
from parcli.evidence.document.letters import capital, composed, squeezed
from parcli.evidence.document.lines import Line, Sheet

MARKS: dict[str, Secrecy] = {"mat": "MẬT", "toimat": "TỐI MẬT", "tuyetmat": "TUYỆT MẬT"}
_LABEL = "domat"
_BELOW_TITLE = 45.0
_NO_HEADING_SHARE = 0.25
_NO_HEADING_LINES = 12
_SECRET = frozenset({"MẬT"})
_SECRET_BY_OCR = frozenset({"MẬT", "MÂT", "MẠT", "MAT"})
_TAIL = re.compile(r".*\S\s+((?:TUYỆT |TỐI )?MẬT)\W*$")


def secrecy_of(sheet: Sheet, source: TextSource) -> Secrecy:
    """Return the mark of secrecy that the page bears, "" for none."""
    before = ""
    for line in _zone(sheet):
        mark = _mark(line.text, source)
        if mark and not before.endswith("bi"):
            return mark
        before = squeezed(line.text)
    return ""


def _mark(text: str, source: TextSource) -> Secrecy:
    letters = squeezed(text)
    if letters.startswith(_LABEL):
        return MARKS.get(letters.removeprefix(_LABEL), "")
    if labelled(text) and (tail := _TAIL.fullmatch(composed(text))):
        return MARKS[squeezed(tail[1])]
    mark = MARKS.get(letters, "")
    if not mark or not capital(text, share=1.0):
        return ""
    if mark != "MẬT":
        return mark
    shown = "".join(letter for letter in composed(text) if letter.isalpha())
    return mark if shown in (_SECRET if source == "text" else _SECRET_BY_OCR) else ""


def _zone(sheet: Sheet) -> list[Line]:
    lines = [line for line, phrase in pieces(sheet) if not phrase]
    for number, line in enumerate(lines):
        if kind.title_in(line.text) is not None or kind.opens_letter(line.text):
            if not sheet.placed:
                return lines[: number + 1]
            return [other for other in lines if other.top <= line.bottom + _BELOW_TITLE]
    if not sheet.placed:
        return lines[:_NO_HEADING_LINES]
    return [line for line in lines if line.top < _NO_HEADING_SHARE * sheet.height]
