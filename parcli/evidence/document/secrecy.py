"""A mark of state secrecy: a stamp alone on its line in the heading (Nghị định 30/2020, Phụ lục I, III.2.a).

Beside it may stand an urgency or the number of the copy: "MẬT - HỎA TỐC", "MẬT (bản số 01)". The word inside a name or a
sentence is no mark: "bảo vệ bí mật nhà nước", "MẬT ĐỘ DÂN SỐ".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from parcli.core.document import Secrecy, TextSource
from parcli.evidence.document import kind
from parcli.evidence.document.heading import labelled, pieces
from parcli.evidence.document.letters import capital, composed, squeezed
from parcli.evidence.document.lines import Line, Sheet

MARKS: dict[str, Secrecy] = {"mat": "MẬT", "toimat": "TỐI MẬT", "tuyetmat": "TUYỆT MẬT"}
_BELOW_TITLE = 45.0
_NO_HEADING_SHARE = 0.25
_NO_HEADING_LINES = 12
_TITLE_AMID = 0.13
_URGENT = r"(?:hoatoc(?:hengio)?|thuongkhan|khan)"
_FORM = re.compile(rf"(?:domat|daumat(?=mat)|dau|vanban|tailieu|{_URGENT})?((?:tuyet|toi)?mat){_URGENT}?(?:(?:banso|so)?\d{{0,4}}|[a-c])")
_VOWELS = {"text": frozenset("Ậ"), "ocr": frozenset("ẬÂẠA")}
_SAME_SIZE, _SAME_MIDDLE, _CLOSE = 0.04, 3.0, 0.6


@dataclass(frozen=True, slots=True)
class _Zone:
    """The lines of the heading, the line of the number and the line of the title, where they are seen."""

    lines: tuple[Line, ...]
    number: Line | None
    title: Line | None


def secrecy_of(sheet: Sheet, source: TextSource) -> Secrecy:
    """Return the mark of secrecy that the page bears, "" for none."""
    zone = _zone(sheet)
    before, numbered = "", False
    for line in zone.lines:
        numbered = numbered or line is zone.number
        mark = _mark(line.text, source, mixed=numbered)
        if mark and not before.endswith("bi") and not (sheet.placed and _continues(line, zone)):
            return mark
        before = squeezed(line.text)
    return ""


def _mark(text: str, source: TextSource, *, mixed: bool) -> Secrecy:
    text = composed(text)
    if not labelled(text):
        return _marked(text, source, mixed=mixed)
    behind = (_marked(text[blank.end() :], source, mixed=False) for blank in re.finditer(" ", text))
    return next((mark for mark in behind if mark), "")


def _marked(text: str, source: TextSource, *, mixed: bool) -> Secrecy:
    """Return the mark that the whole text is; with `mixed` also in small letters behind a capital."""
    letters = squeezed(text)
    found = _FORM.fullmatch(letters)
    if found is None:
        return ""
    printed = [letter for letter in text if letter.isalnum()]
    if len(printed) != len(letters) or printed[found.end(1) - 2].upper() not in _VOWELS[source]:
        return ""
    word = "".join(printed[found.start(1) : found.end(1)])
    if not word.isupper() and not (word[:1].isupper() and (mixed or letters.startswith("domat"))):
        return ""
    return MARKS[found[1]]


def _continues(line: Line, zone: _Zone) -> bool:
    """Whether the line is set as the last line of the title or of the issuer: same size, same middle, directly below."""
    above = next((one for one in reversed(zone.lines) if one.top < line.top and _set_alike(one, line)), None)
    if above is None or _urgent(above.text):
        return False
    if zone.title is not None and above.top >= zone.title.top:
        return above is not zone.title or bool((kind.title_in(above.text) or kind.Title("", "")).rest)
    under = zone.number
    last = under is not None and line.top < under.top and abs(under.middle - line.middle) < abs(line.right - line.left) + under.height * 3
    between = any(line.top < one.top and one is not under and _set_alike(line, one) for one in zone.lines)
    return last and not between and capital(above.text)


def _set_alike(above: Line, line: Line) -> bool:
    size = max(above.height, line.height)
    if abs(above.height - line.height) > _SAME_SIZE * size or abs(above.middle - line.middle) > _SAME_MIDDLE:
        return False
    return abs(line.top - above.bottom) <= _CLOSE * size


def _urgent(text: str) -> bool:
    return bool(re.fullmatch(_URGENT, squeezed(text)))


def _zone(sheet: Sheet) -> _Zone:
    """Return the heading down to a little below the title, which stands in the middle and under the number."""
    lines = tuple(line for line, phrase in pieces(sheet) if not phrase)
    number = next((line for line in _top(sheet, lines) if labelled(line.text)), None)
    start = lines.index(number) + 1 if number is not None else 0
    for place, line in enumerate(lines[start:], start):
        if not (_is_title(sheet, line) or kind.opens_letter(line.text)):
            continue
        title = None if kind.opens_letter(line.text) else line
        if not sheet.placed:
            return _Zone(lines[: place + 1], number, title)
        return _Zone(tuple(one for one in lines if one.top <= line.bottom + _BELOW_TITLE), number, title)
    return _Zone(tuple(_top(sheet, lines)), number, None)


def _top(sheet: Sheet, lines: tuple[Line, ...]) -> Iterable[Line]:
    if not sheet.placed:
        return lines[:_NO_HEADING_LINES]
    return tuple(line for line in lines if line.top < _NO_HEADING_SHARE * sheet.height)


def _is_title(sheet: Sheet, line: Line) -> bool:
    if kind.title_in(line.text) is None:
        return False
    return not sheet.placed or abs(line.middle - sheet.middle) < _TITLE_AMID * sheet.width
