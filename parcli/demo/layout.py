"""Where each line of a synthetic paper stands, after the form of Decree 30/2020 (Phụ lục I).

Positions are in points from the top left corner of an A4 page; `y` is the line the letters stand on. What is laid out
here is drawn either as text or as a picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
_LEFT, _RIGHT, _TOP, _BOTTOM = 85.0, 544.0, 62.0, 780.0
_MIDDLE = (_LEFT + _RIGHT) / 2
_BODY_LEFT_HEAD, _STATE_HEAD = 168.0, 418.0
_HEAD_WIDTH = 200.0
_SUBJECT_WIDTH = 390.0
_INDENT = 36.0
_BODY, _LEADING, _BETWEEN = 13.5, 18.0, 6.0
_SIGNATURE_HEIGHT = 130.0
_PLAIN = False
_LETTER_KINDS = frozenset({"", "CÔNG VĂN"})

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
SIGNED = "(Đã ký)"
RECIPIENTS = ("- Lãnh đạo cơ quan;", "- Các phòng, đơn vị liên quan;", "- Lưu: VT.")
FOOTER = "Tài liệu mẫu để diễn tập – không có giá trị pháp lý"

Width = Callable[[str, float, bool], float]
"""The width in points of (text, size, bold)."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What one official paper says.

    `kind` is the type in capitals ("BÁO CÁO"); "" or "CÔNG VĂN" is an official letter, whose subject stands under
    its number. `number` is as printed after "Số:". `signer_title` may have several lines, parted by a line feed.
    No person is named.
    """

    number: str
    issued: date
    superior: str
    issuer: str
    kind: str
    subject: str
    lines: tuple[str, ...]
    signer_title: str
    place: str = "Hà Nội"


@dataclass(frozen=True, slots=True)
class Run:
    """Letters on one line. `gap` is what is added to each blank so that the line fills its measure."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    slant: bool = False
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin horizontal line."""

    x: float
    y: float
    width: float


Mark = Run | Rule


class _Sheet:
    """Puts marks on pages from top to bottom."""

    def __init__(self, width: Width) -> None:
        self.width = width
        self.pages: list[list[Mark]] = [[]]
        self.y = _TOP

    def centred(self, text: str, middle: float, size: float, *, bold: bool = False, slant: bool = False) -> float:
        """Set a line around `middle` and return its width."""
        width = self.width(text, size, bold)
        self.put(Run(middle - width / 2, self.y, text, size, bold, slant))
        return width

    def rule(self, middle: float, width: float) -> None:
        self.put(Rule(middle - width / 2, self.y + 5.5, width))

    def put(self, mark: Mark) -> None:
        self.pages[-1].append(mark)

    def room(self, height: float) -> None:
        """Turn the page unless `height` is left on it; later pages carry their number in the top margin."""
        if self.y + height <= _BOTTOM:
            return
        self.pages.append([])
        self.y = 45.0
        self.centred(str(len(self.pages)), _MIDDLE, 13)
        self.y = _TOP + 10.0


def set_pages(paper: Paper, width: Width) -> list[list[Mark]]:
    """Lay a paper out and return the marks of each page."""
    paper = _composed(paper)
    sheet = _Sheet(width)
    _head(sheet, paper)
    if paper.kind not in _LETTER_KINDS:
        _title(sheet, paper)
    for paragraph in paper.lines:
        _paragraph(sheet, paragraph)
    _signature(sheet, paper)
    for page in sheet.pages:
        page.append(_footer(width))
    return sheet.pages


def vietnamese_date(place: str, day: date) -> str:
    """Write place and date the decree's way: a leading zero for days under 10 and for the months 1 and 2 only."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)  # noqa: PLR2004 - January and February
    return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"


def after_blanks(text: str) -> list[str]:
    """Cut a line after each blank, where it may be stretched."""
    words = text.split(" ")
    return [*(word + " " for word in words[:-1]), words[-1]]


def _composed(paper: Paper) -> Paper:
    values = {name: normalize("NFC", getattr(paper, name)) for name in ("number", "superior", "issuer", "kind")}
    more = {name: normalize("NFC", getattr(paper, name)) for name in ("subject", "signer_title", "place")}
    return Paper(**values, **more, issued=paper.issued, lines=tuple(normalize("NFC", line) for line in paper.lines))


def _head(sheet: _Sheet, paper: Paper) -> None:
    sheet.centred(STATE, _STATE_HEAD, 12, bold=True)
    sheet.y = _TOP + 16
    sheet.rule(_STATE_HEAD, sheet.centred(MOTTO, _STATE_HEAD, 13, bold=True))
    below = _bodies(sheet, paper)
    sheet.y = max(below + 22, _TOP + 44)
    sheet.centred(f"Số: {paper.number}", _BODY_LEFT_HEAD, 13)
    sheet.centred(vietnamese_date(paper.place, paper.issued), _STATE_HEAD, 13, slant=True)
    if paper.kind in _LETTER_KINDS:
        for line in _balanced(sheet.width, f"V/v {paper.subject}", 12, _HEAD_WIDTH):
            sheet.y += 15
            sheet.centred(line, _BODY_LEFT_HEAD, 12)
    sheet.y += 34


def _bodies(sheet: _Sheet, paper: Paper) -> float:
    """Set the superior and the issuing body at the left; return where their last line stands."""
    y = _TOP
    last = 0.0
    for name, bold in ((paper.superior, False), (paper.issuer, True)):
        for line in _balanced(sheet.width, name, 12, _HEAD_WIDTH, bold=bold):
            sheet.y = y
            last = sheet.centred(line, _BODY_LEFT_HEAD, 12, bold=bold)
            y += 15
    sheet.rule(_BODY_LEFT_HEAD, last * 0.45)
    return y - 15


def _title(sheet: _Sheet, paper: Paper) -> None:
    sheet.centred(paper.kind, _MIDDLE, 14, bold=True)
    last = 0.0
    for line in _balanced(sheet.width, paper.subject, 14, _SUBJECT_WIDTH, bold=True):
        sheet.y += 18
        last = sheet.centred(line, _MIDDLE, 14, bold=True)
    sheet.rule(_MIDDLE, min(last * 0.4, 120.0))
    sheet.y += 30


def _paragraph(sheet: _Sheet, text: str) -> None:
    measure = _RIGHT - _LEFT
    lines = list(_lines(sheet.width, text, _BODY, measure, first=measure - _INDENT))
    for number, line in enumerate(lines):
        sheet.room(_LEADING)
        indent = 0.0 if number else _INDENT
        blanks = line.count(" ")
        spare = measure - indent - sheet.width(line, _BODY, _PLAIN)
        gap = spare / blanks if blanks and number < len(lines) - 1 else 0.0
        sheet.put(Run(_LEFT + indent, sheet.y, line, _BODY, gap=gap))
        sheet.y += _LEADING
    sheet.y += _BETWEEN


def _signature(sheet: _Sheet, paper: Paper) -> None:
    sheet.room(_SIGNATURE_HEIGHT)
    sheet.y += 14
    top = sheet.y
    sheet.put(Run(_LEFT, top, "Nơi nhận:", 12, bold=True, slant=True))
    for number, line in enumerate(RECIPIENTS, start=1):
        sheet.put(Run(_LEFT, top + 2 + 13.5 * number, line, 11))
    for line in paper.signer_title.split("\n"):
        sheet.centred(line, _STATE_HEAD, 13.5, bold=True)
        sheet.y += 17
    sheet.y += 32
    sheet.centred(SIGNED, _STATE_HEAD, 13.5, slant=True)


def _footer(width: Width) -> Run:
    return Run(_MIDDLE - width(FOOTER, 8, _PLAIN) / 2, 815.0, FOOTER, 8)


def _balanced(width: Width, text: str, size: float, measure: float, *, bold: bool = False) -> list[str]:
    """Break a heading into as few lines as fit, about equally long."""
    lines = list(_lines(width, text, size, measure, bold=bold))
    narrow = width(text, size, bold) / max(len(lines), 1)
    while narrow < measure:
        tried = list(_lines(width, text, size, narrow, bold=bold))
        if len(tried) == len(lines):
            return tried
        narrow += size
    return lines


def _lines(width: Width, text: str, size: float, measure: float, *, bold: bool = False, first: float | None = None) -> Iterator[str]:
    """Break a text into lines no wider than `measure`; the first may be shorter."""
    room = measure if first is None else first
    blank = width(" ", size, bold)
    line: list[str] = []
    used = 0.0
    for word in text.split():
        wide = width(word, size, bold)
        if line and used + blank + wide > room:
            yield " ".join(line)
            line, used, room = [], 0.0, measure
        used += blank + wide if line else wide
        line.append(word)
    if line:
        yield " ".join(line)
