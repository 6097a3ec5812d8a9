"""Who scores an item, where the annex says so in so many words."""

from __future__ import annotations

import re

from parcli.core import words

_SURVEY = r"(?:điều\s*tra\s*(?:xã\s*hội\s*học|xhh)|đtxhh|đt\s*xhh|khảo sát xã hội học)"
_HOW = r"(?:(?:việc|được|do|theo|qua|thông qua|bằng|từ|trên cơ sở|căn cứ|kết quả|điểm|số điểm|đánh giá|chấm điểm|chấm|tính điểm|tính|xác định|lấy|phương pháp|phiếu)\s+)*"
_WHOSE: tuple[tuple[str, str], ...] = (
    ("survey", _SURVEY),
    ("council", r"hội đồng(?:\s+(?:thẩm định|đánh giá|chấm điểm|chấm|cho điểm|xem xét|xét|quyết định))+"),
    (
        "appraisal",
        r"(?:(?:cơ quan|tổ|đoàn|đơn vị|bộ phận)\s+thẩm định|sở nội vụ|phòng nội vụ)(?:\s+(?:thẩm định|đánh giá|chấm điểm|chấm|cho điểm|xác định|thực hiện))+",
    ),
)
_STARTS = tuple((who, re.compile(rf"{_HOW}{pattern}\b")) for who, pattern in _WHOSE)
_ASIDE = tuple((who, re.compile(rf"[(\[][^()\[\]]*{pattern}[^()\[\]]*[)\]]|[-–:]\s*{_HOW}{pattern}\s*$")) for who, pattern in _WHOSE)
_ALONE = re.compile(rf"\(?(?:(?:điểm|theo|qua|kết quả|đánh giá|chấm)\s+)*(?:{_SURVEY}|xhh|xã hội học)\)?[.;]?")
_OWN = re.compile(r"^(?:đơn vị|cơ quan)?\s*tự (?:chấm|đánh giá)|^đơn vị$")
_SHORT = (("survey", "xhh"), ("survey", "xã hội học"), ("council", "hội đồng"), ("appraisal", "thẩm định"))
_MARKS = {"x", "✓", "✔", "√", "có", "☑", "☒"}


def of_line(line: str) -> str:
    """Return who scores by a line of the way of scoring: ``survey``, ``council``, ``appraisal``; blank where it says nothing."""
    plain = words.key(line).lstrip("-–+*• ")
    return next((who for who, pattern in _STARTS if pattern.match(plain)), "")


def without(line: str) -> str:
    """Return what a line says besides who scores: the text after its colon, when that holds a figure."""
    rest = line.partition(":")[2].strip()
    return rest if any(sign.isdigit() for sign in rest) else ""


def of_title(title: str) -> str:
    """Return who scores by a remark in a title: «Mức độ hài lòng (điều tra xã hội học)»."""
    plain = words.key(title)
    return next((who for who, pattern in _ASIDE if pattern.search(plain)), "")


def of_note(text: str) -> str:
    """Return ``survey`` for a note that says nothing but that: «ĐTXHH»."""
    return "survey" if _ALONE.fullmatch(words.key(text).lstrip("-–+*• ")) else ""


def of_cell(text: str) -> str:
    """Return who scores by a cell of its own column."""
    plain = words.key(text)
    return "self" if _OWN.search(plain) else next((who for who, word in _SHORT if word in plain), "")


def marked(text: str) -> bool:
    """Whether a cell holds a cross or a tick."""
    return words.key(text).strip("()[] ") in _MARKS
