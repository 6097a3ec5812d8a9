"""What each column of a table is for, by the words of its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from parcli.core import words
from parcli.definitions.annex.grid import Line, one_line

Role = Literal["key", "number", "title", "maximum", "method", "labels", "evidence", "survey", "assessor", "score", "note", "other"]

_LONGEST_HEADING = 120
_NUMBER = {"tt", "stt", "sốtt", "sốthứtự", "thứtự"}
# In this order: the first that fits wins, so what says more comes before what says less.
_WORDS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("key", re.compile(r"^mã( số)?$|^mã (số )?(tiêu chí|tc|tctp|chỉ tiêu|chỉ số)")),
    ("assessor", re.compile(r"^(ai|người|cơ quan|đơn vị|chủ thể|hình thức|bên) (thực hiện )?(chấm|đánh giá|thẩm định|cho điểm)")),
    (
        "method",
        re.compile(r"cách (thức )?(tính|chấm|cho|xác định|đánh giá)|phương (pháp|thức)|hướng dẫn|quy định (chấm|tính)|công thức|mức (đạt|điểm)"),
    ),
    ("evidence", re.compile(r"kiểm chứng|minh chứng|chứng minh|tài liệu|hồ sơ")),
    ("survey", re.compile(r"đtxhh|\bxhh\b|xã hội học")),
    ("labels", re.compile(r"kê khai|^(các )?số liệu")),
    ("note", re.compile(r"ghi chú|diễn giải")),
    ("title", re.compile(r"^(các |tên |danh mục )?(nội dung|tiêu chí|lĩnh vực|chỉ tiêu|chỉ số)")),
    ("maximum", re.compile(r"tối đa|điểm chuẩn|thang điểm|khung điểm|biểu điểm|điểm số")),
    ("score", re.compile(r"tự (chấm|đánh giá)|thẩm định|điểm đạt|đạt được|kết quả|hội đồng|chấm lại|điểm chấm|giải trình")),
    ("maximum", re.compile(r"^(số )?điểm")),
)
_COUNTED = re.compile(r"[\d.,]+|[IVXA-D]{1,5}[.)]?")
_ENUMERATED = re.compile(r"\(?(\d{1,2}|[A-Za-z])\)?(\s*=.*)?")


@dataclass(frozen=True, slots=True)
class Columns:
    """The role of each column of the grid. ``added``: the survey's points stand beside the maximum and are not part of it."""

    roles: tuple[Role | None, ...]
    headings: tuple[str, ...]
    added: bool = False

    def texts(self, line: Line, role: Role) -> tuple[str, ...]:
        """Return what a line has in the columns of a role."""
        return tuple(text for place, text in enumerate(line.cells[: len(self.roles)]) if text and self.roles[place] == role)

    def text(self, line: Line, role: Role) -> str:
        """Return the same as one text."""
        return "\n".join(self.texts(line, role))

    @property
    def levels(self) -> tuple[int, ...]:
        """The columns of titles, from the widest notion to the narrowest: most tables have one."""
        titles = (place for place, role in enumerate(self.roles) if role == "title")
        return tuple(place for place in titles if place == 0 or self.headings[place] != self.headings[place - 1])

    def of_heading(self, role: Role) -> tuple[int, ...]:
        """The columns whose heading speaks of a role, also where another column was taken for it; each cell once."""
        named = (place for place, heading in enumerate(self.headings) if _role(heading) == role and self.roles[place] in (role, "other"))
        return tuple(place for place in named if place == 0 or self.headings[place] != self.headings[place - 1])

    def has(self, role: Role) -> bool:
        """Whether there is such a column."""
        return role in self.roles

    def goes_on(self, line: Line, role: Role) -> bool:
        """Whether the cell of a role began in a line above."""
        return any(place in line.continued for place, its in enumerate(self.roles) if its == role)


def find(lines: Sequence[Line], at: int) -> tuple[Columns, int] | None:
    """Read a heading at a place in the lines: the columns, and how many lines it takes; None where there is none."""
    first = lines[at]
    above = lines[at + 1] if at + 1 < len(lines) and lines[at + 1].table == first.table else None
    if above is not None and _goes_under(first, above):
        both = _columns(_spread(first), tuple(map(_own, above.cells)))
        if _is_heading(both, first):
            taken = 2 + _enumeration(lines, at + 2, first.table)
            return both, taken
    alone = _columns(_spread(first), ("",) * len(first.cells))
    return (alone, 1 + _enumeration(lines, at + 1, first.table)) if _is_heading(alone, first) else None


def _spread(line: Line) -> tuple[str, ...]:
    return tuple(_own(line.cells[start]) for start in line.starts)


def _own(text: str) -> str:
    return one_line(text)


def _goes_under(first: Line, second: Line) -> bool:
    """Whether a line is the second of a heading: it only says more about columns that the first holds together."""
    if len(first.cells) != len(second.cells):
        return False
    under = {place for place, text in enumerate(second.cells) if text}
    together = {place for place, start in enumerate(first.starts) if first.starts.count(start) > 1}
    return bool(under) and under <= together and not any(_COUNTED.fullmatch(second.cells[place]) for place in under)


def _columns(top: tuple[str, ...], bottom: tuple[str, ...]) -> Columns:
    headings = tuple(f"{over} {under}".strip() for over, under in zip(top, bottom, strict=True))
    roles: list[Role | None] = [_role(heading) for heading in headings]
    for place, role in enumerate(roles):
        # Of several columns of points the first counts; a cell over several columns stands once.
        if role in ("maximum", "number", "key") and role in roles[:place] and headings[place] != headings[place - 1]:
            roles[place] = "other"
    added = any(role == "survey" and top[place] and _role(top[place]) == "maximum" for place, role in enumerate(roles))
    return Columns(tuple(roles), headings, added)


def _role(heading: str) -> Role | None:
    plain = words.key(heading).strip(" .:;()*")
    if not plain:
        return None
    if plain.replace(" ", "").replace(".", "") in _NUMBER:
        return "number"
    return next((role for role, pattern in _WORDS if pattern.search(plain)), "other")


def _is_heading(columns: Columns, line: Line) -> bool:
    if any(len(text) > _LONGEST_HEADING for text in line.filled) or not columns.has("title"):
        return False
    number = {one_line(line.cells[place]) for place, role in enumerate(columns.roles) if role == "title" and line.cells[place]}
    return any(columns.has(role) for role in ("maximum", "method", "evidence")) and bool(number) and len(set(line.filled)) > 1


def _enumeration(lines: Sequence[Line], at: int, table: int) -> int:
    """Count the line under a heading that only numbers the columns: (1) (2) (3)."""
    if at >= len(lines) or lines[at].table != table:
        return 0
    texts = lines[at].filled
    found = [match[1] for text in texts if (match := _ENUMERATED.fullmatch(text))]
    letters, digits = [one for one in found if one.isalpha()], [one for one in found if one.isdigit()]
    in_order = "".join(letters).upper() == "ABCDEFGH"[: len(letters)] and digits == [str(nth) for nth in range(1, len(digits) + 1)]
    return int(len(texts) > 2 and len(found) == len(texts) and in_order)  # noqa: PLR2004 - two could be an item
