"""What was put on the paper beside its own words: signature blocks, stamps of arrival, signs of a copy.

They hold numbers, dates and names that are not the document's own (Nghị định 30/2020, Phụ lục I, II.8 and Phần II), so
they are taken away before anything is read.
"""

from __future__ import annotations

import re

from parcli.evidence.document.letters import plain, squeezed
from parcli.evidence.document.lines import Line, Sheet

_LABEL = re.compile(
    r"(nguoi ky|ky boi|ky so boi|duoc ky|da ky so|chu ky so|digitally signed|signed by|signature (not )?(valid|verif)|email ?:|e-mail ?:"
    r"|co quan ?:|to chuc ?:|don vi ?:|thoi gian ky|ngay ky|ky ngay|ky luc|signing time|date ?: ?\d{4}|reason ?:|location ?:"
    r"|(cong van|van ban) den$|den$|so den|ngay den|den ngay ?:|chuyen ?:|luu ho so so|ngay ?: ?\d)"
)
_TIMED = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s*(luc )?\d{1,2}:\d{2}|\d{1,2}:\d{2}:\d{2}.{0,12}\d{1,2}[./-]\d{1,2}[./-]\d{4}")
_COPIES = ("saoy", "saoluc", "trichsao", "saoybanchinh")
_NEAR_LEFT = 4.0
_NEAR_BELOW = 1.0
_TALLER = 1.25


def unstamped(sheet: Sheet) -> Sheet:
    """Return the sheet without stamps, signature blocks and what follows a mark of copying under the text.

    Under the heading "SAO Y", "SAO LỤC" or "TRÍCH SAO" stand the fields of whoever copied; those of the copied document
    stand above and are kept.
    """
    marked = [line for line in sheet.lines if _is_label(line)]
    if sheet.placed:
        marked += _blocks(sheet, marked)
    kept = [line for line in sheet.lines if line not in marked]
    return sheet.only(_above_copy(kept, sheet))


def _is_label(line: Line) -> bool:
    text = plain(line.text)
    return bool(_LABEL.match(text) or _TIMED.search(text))


def _blocks(sheet: Sheet, labels: list[Line]) -> list[Line]:
    """Return the lines that continue a stamp: flush with one of its lines, right under or above it, no larger."""
    found: list[Line] = []
    waiting = list(labels)
    while waiting:
        one = waiting.pop()
        for line in sheet.lines:
            if line not in found and line not in labels and _continues(one, line):
                found.append(line)
                waiting.append(line)
    return found


def _continues(one: Line, other: Line) -> bool:
    size = max(one.height, 6.0)
    flush = abs(one.left - other.left) <= _NEAR_LEFT
    gap = max(other.top - one.bottom, one.top - other.bottom)
    return flush and gap <= _NEAR_BELOW * size and other.height <= _TALLER * size and "kinhgui" not in squeezed(other.text)


def _above_copy(lines: list[Line], sheet: Sheet) -> list[Line]:
    places = [number for number, line in enumerate(lines) if squeezed(line.text) in _COPIES]
    if not places:
        return lines
    first = lines[places[0]]
    if places[0] < len(lines) // 3:
        return [line for number, line in enumerate(lines) if number not in places]
    if not sheet.placed:
        return lines[: places[0]]
    return [line for line in lines if line.bottom <= first.top]
