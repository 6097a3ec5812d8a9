"""Pages put together from lines, without a PDF: in two columns, word by word, or without any places."""

from __future__ import annotations

from dataclasses import replace

from parcli.evidence.document import read
from parcli.evidence.page import Page, Segment

STATE, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
OFFICE = ("UBND THÀNH PHỐ HÀ NỘI", "SỞ NỘI VỤ")
DAY = "Hà Nội, ngày 05 tháng 01 năm 2023"
BODY = (
    "      Thực hiện Quyết định số 4190/QĐ-UBND ngày 22/8/2023 của Ủy ban nhân dân Thành phố, Sở Nội vụ",
    "báo cáo kết quả thực hiện công tác cải cách hành chính của cơ quan trong thời gian qua như sau:   ",
)
_EACH, _TALL, _PITCH = 5.2, 11.0, 17.0


def line(text, middle, top):
    """One line around `middle`; a blank in front moves it as an indent does."""
    wide = _EACH * len(text)
    bare = text.strip()
    left = middle - wide / 2 + _EACH * (len(text) - len(text.lstrip()))
    return Segment(bare, left, top, left + _EACH * len(bare), top + _TALL)


def page(left=(*OFFICE, "Số: 05/BC-SNV"), right=(STATE, MOTTO, DAY), below=("BÁO CÁO", "Kết quả cải cách hành chính"), body=BODY):
    segments = [line(text, 168, 60 + _PITCH * row) for row, text in enumerate(left) if text.strip()]
    segments += [line(text, 418, 60 + _PITCH * row) for row, text in enumerate(right) if text.strip()]
    top = 60 + _PITCH * max(len(left), len(right)) + 14
    segments += [line(text, 315, top + _PITCH * row) for row, text in enumerate(below)]
    top += _PITCH * len(below) + 16
    segments += [line(text, 315, top + _PITCH * row) for row, text in enumerate(body)]
    return Page(595, 842, tuple(segments))


def by_words(given, sure=100.0):
    """The same page as OCR gives it: each word a piece."""
    pieces = []
    for one in given.segments:
        each = (one.right - one.left) / len(one.text)
        place = 0
        for word in one.text.split(" "):
            left = one.left + each * place
            if word:
                pieces.append(Segment(word, left, one.top, left + each * (len(word) - 0.2), one.bottom, sure))
            place += len(word) + 1
    return replace(given, segments=tuple(pieces))


def flat(*lines):
    """Lines that all stand in one place, as a careless text layer has them."""
    return Page(595, 842, tuple(Segment(text, 0, 0, 10, 10) for text in lines))


def value(reading):
    return None if reading is None else reading.value


def number_of(printed, source="text", **more):
    return read(page(left=(*OFFICE, printed), **more), source, 1)
