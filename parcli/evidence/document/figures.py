"""What a self-assessment report says beyond its heading: its total, its check code, who signed it on the last page.

The total is taken where it follows its label and a colon or a verb, or stands in a row of a table whose figures bear each
other out. What OCR was not sure of is left out, like everything that is not plainly there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate

from parcli.core import points
from parcli.core.document import FigureKind, ReportFigure, TextSource
from parcli.evidence.document.letters import composed, plain, squeezed
from parcli.evidence.document.lines import Line, Sheet, sheet_of
from parcli.evidence.document.readings import SURE, shortened
from parcli.evidence.document.signer import signer_in
from parcli.evidence.page import Page

_LABEL = r"tong (?:so )?diem tu (?:danh gia|cham)"
_NUMBER = r"\d{1,4}(?:[.,]\d{1,4})?"
_SAID = re.compile(rf"{_LABEL}(?P<between>[^:\d]{{0,90}}?)\s*(?::| la\b| dat\b)\s*(?P<value>{_NUMBER})(?![\d.,]*\d)")
_IN_TABLE = re.compile(rf"{_LABEL}[^\d]{{0,160}}(?P<most>{_NUMBER}) +(?P<value>{_NUMBER}) +(?P<share>{_NUMBER}) ?%?$")
_CODE = re.compile(r"ma doi chieu ?:\s*(?P<value>[0-9a-z][^\n]{3,60})")
_ANOTHER = ("toi da", "tham dinh", "nam truoc")
_FOOT = "noinhan"
_LEVEL = 0.5
_LABEL_ROWS = 3
"""In a narrow column a label is broken into so many lines more, and its figures stand beside any of them."""
_ROUNDING = Fraction(1, 50)
_MOST_VALUE = 40


def figures_in(pages: Sequence[Page], source: TextSource) -> tuple[ReportFigure, ...]:
    """Return what the pages of a report say, the first of each kind; after the page of its signature nothing is read."""
    found: dict[FigureKind, ReportFigure] = {}
    for number, page in enumerate(pages, start=1):
        each: TextSource = "ocr" if page.pictured else source
        sheet = sheet_of(page, each)
        for figure in _of_page(sheet, each, number):
            found.setdefault(figure.kind, figure)
        if signed_on(sheet):
            break
    return tuple(found.values())


def signed_on(sheet: Sheet) -> bool:
    """Return whether the page bears the list of recipients, beside which a document is signed."""
    return any(squeezed(line.text).startswith(_FOOT) for line in sheet.lines)


def last_page(page: Page) -> bool:
    """Return whether a report ends on this page: what follows are its annexes."""
    return signed_on(sheet_of(page, "text"))


def _of_page(sheet: Sheet, source: TextSource, number: int) -> Iterator[ReportFigure]:
    rows = list(_rows(sheet))
    text = "\n".join(row.text for row in rows)
    letters = plain(text)
    total = _total(letters, rows)
    if total is not None and _certain(total, text, rows, source):
        yield _figure("total", total, text, number)
    code = _CODE.search(letters)
    if code is not None and _certain(code, text, rows, source):
        yield _figure("code", code, text, number)
    if signed_on(sheet):
        capacity, signer = signer_in(sheet.lines, sheet, source)
        if capacity is not None:
            yield ReportFigure("capacity", capacity.value, capacity.snippet, number)
        if signer is not None:
            yield ReportFigure("signer", signer.value, signer.snippet, number)


def _figure(kind: FigureKind, match: re.Match[str], text: str, number: int) -> ReportFigure:
    start, end = match.span("value")
    value = composed(text[start:end])[:_MOST_VALUE].strip()
    return ReportFigure(kind, value, shortened(composed(text[match.start() : end])), number)


def _total(letters: str, rows: Sequence[Line]) -> re.Match[str] | None:
    for said in _SAID.finditer(letters):
        if not any(word in said["between"] for word in _ANOTHER):
            return said
    ends = list(accumulate((len(row.text) + 1 for row in rows), initial=0))
    for place in range(len(rows)):
        first = max(place - _LABEL_ROWS, 0)
        listed = _IN_TABLE.search(letters, ends[first], ends[place + 1] - 1)
        if listed is not None and _bears_out(listed):
            return listed
    return None


def _bears_out(listed: re.Match[str]) -> bool:
    """Whether the third figure of a row is the second in percent of the first: then the second is the total."""
    most, value, share = (points.from_figure_text(listed[name]) for name in ("most", "value", "share"))
    if not (isinstance(most, Fraction) and isinstance(value, Fraction) and isinstance(share, Fraction)) or not most:
        return False
    return abs(100 * value / most - share) <= _ROUNDING


def _certain(match: re.Match[str], text: str, rows: Sequence[Line], source: TextSource) -> bool:
    """Whether every part of a value was read with certainty."""
    if source == "text":
        return True
    start, (first, last) = 0, match.span("value")
    for row in rows:
        end = start + len(row.text)
        if first < end and last > start and row.certainty(max(first - start, 0), last - start) < SURE:
            return False
        start = end + 1
    return text[first:last].strip() != ""


def _rows(sheet: Sheet) -> Iterator[Line]:
    """Yield what stands level on the page as one line, from left to right: a label and its figure may stand in two cells."""
    together: list[Line] = []
    for line in sheet.lines:
        if together and not _level(together[0], line):
            yield _joined(together)
            together = []
        together.append(line)
    if together:
        yield _joined(together)


def _level(one: Line, other: Line) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > _LEVEL * min(one.height, other.height)


def _joined(lines: list[Line]) -> Line:
    first, *rest = sorted(lines, key=lambda line: line.left)
    for line in rest:
        first = first.followed_by(line)
    return first
