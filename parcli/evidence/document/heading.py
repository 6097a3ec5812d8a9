"""The heading: what stands above the title or the addressees, its two columns taken apart (Nghị định 30/2020, Phụ lục I, IV).

The state's name and motto at the right give the dividing line. Where text was read across both columns they are cut out,
and place and date behind them. Where the page says nothing of places, all lines are taken as one column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from parcli.evidence.document import kind, phrases
from parcli.evidence.document.letters import capital, plain, squeezed, worded
from parcli.evidence.document.lines import Line, Sheet

_TOP_LINES = 45
_AMID = 0.09
_TITLE_AMID = 0.13
_ACROSS = 40.0
_LEVEL = 0.6
_ANNEX = ("phuluc", "bieumau", "mauso", "bieuso", "mau0")
_LABEL = re.compile(r"s ?[o6] ?(?=[:.;,/\-\d…]|$)")
_NO_LABEL = frozenset("ởỞơƠ")
_PLACE_DATE = re.compile(r"(?<![\w/.&-])((?:[A-ZĐÀ-Ỵ][\wÀ-ỵ.-]*\s+){0,5}[A-ZĐÀ-Ỵ][\wÀ-ỵ.-]*\s*[,.]\s*)?ng[àa]y\b")
_OPENING = re.compile(r"(can cu|thuc hien|theo |ngay \d|hom nay|tren co so|xet |de |trong |nham |tiep theo|sau khi|qua |so \w+ nhan duoc)")


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading's columns and all that follows.

    `left` and `right` are the same lines where there are no two columns. `below` begins with the title or the addressees.
    """

    left: tuple[Line, ...]
    right: tuple[Line, ...]
    below: tuple[Line, ...]
    columns: bool
    state: bool
    title: kind.Title | None
    addressed: bool


def _joined(column: Iterable[Line]) -> tuple[Line, ...]:
    """Put parts together that stand level in one column: the gap between them was left to be filled in by hand."""
    lines: list[Line] = []
    for line in column:
        level = next((one for one in lines[-2:] if _level(one, line)), None)
        if level is None:
            lines.append(line)
            continue
        first, second = sorted((level, line), key=lambda one: one.left)
        lines[lines.index(level)] = first.followed_by(second)
    return tuple(lines)


def _level(one: Line, other: Line) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > _LEVEL * min(one.height, other.height) and worded(one.text) and worded(other.text)


def labelled(text: str) -> bool:
    """Whether a line begins with the word "Số" of a document's number. Within a sentence the word has a small letter."""
    return text[:1] in {"S", "Ѕ"} and bool(_LABEL.match(plain(text))) and not _NO_LABEL & set(text[:3])


def heading_of(sheet: Sheet) -> Heading | None:
    """Return the heading of page 1, None for a page that has none: an annex, a table, a letter in another language."""
    lines = list(pieces(sheet))
    first = next((line for line, _ in lines if worded(line.text)), None)
    if first is None or squeezed(first.text).startswith(_ANNEX):
        return None
    state = next((line for line, phrase in lines if phrase == "state"), None)
    divider = _divider(sheet, state)
    end = _end(sheet, lines, divider)
    if end is None:
        return None
    head = [line for line, phrase in lines[:end] if not phrase and squeezed(line.text) not in phrases.STATE_TAILS]
    below = tuple(line for line, phrase in lines[end:] if not phrase)
    title = kind.title_in(below[0].text) if below else None
    addressed = any(kind.opens_letter(line.text) for line in below[:_TOP_LINES])
    if divider is None:
        return Heading(tuple(head), tuple(head), below, columns=False, state=state is not None, title=title, addressed=addressed)
    left = _joined(line for line in head if line.middle < divider)
    right = _joined(line for line in head if line.middle >= divider)
    return Heading(left, right, below, columns=True, state=state is not None, title=title, addressed=addressed)


def pieces(sheet: Sheet) -> Iterator[tuple[Line, str]]:
    """Yield the lines with the standing phrases cut out of them, each with the name of the phrase that it is, or ""."""
    for number, line in enumerate(sheet.lines):
        if number >= _TOP_LINES:
            yield line, ""
            continue
        yield from _cut(line)


def _cut(line: Line) -> Iterator[tuple[Line, str]]:
    for name, span in (("state", phrases.state_in(line.text)), ("motto", phrases.motto_in(line.text))):
        if span is None:
            continue
        before, after = line.part(0, span[0]), line.part(span[1], len(line.text))
        if worded(before.text):
            yield from _cut(before)
        yield line.part(*span), name
        if worded(after.text):
            yield from _cut(after)
        return
    found = _PLACE_DATE.search(line.text) if labelled(line.text) else None
    if found and found.start():
        yield line.part(0, found.start()), ""
        yield line.part(found.start(), len(line.text)), ""
        return
    yield line, ""


def _divider(sheet: Sheet, state: Line | None) -> float | None:
    if state is None or not sheet.placed:
        return None
    return None if abs(state.middle - sheet.width / 2) < _AMID * sheet.width else state.left


def _end(sheet: Sheet, lines: list[tuple[Line, str]], divider: float | None) -> int | None:
    """Return the number of the line with which the heading is over, None when no heading began."""
    begun = False
    for number, (line, phrase) in enumerate(lines[: _TOP_LINES * 2]):
        begun = begun or bool(phrase) or labelled(line.text)
        if not begun or phrase:
            continue
        if kind.opens_letter(line.text) or _is_title(sheet, line, divider) or _is_body(line, divider):
            return number
    return None


def _is_title(sheet: Sheet, line: Line, divider: float | None) -> bool:
    if kind.title_in(line.text) is None:
        return False
    return divider is None or abs(line.middle - sheet.middle) < _TITLE_AMID * sheet.width


def _is_body(line: Line, divider: float | None) -> bool:
    if divider is not None:
        return line.left < divider - _ACROSS and line.right > divider + _ACROSS and not capital(line.text)
    return bool(_OPENING.match(plain(line.text)))
