"""Where one annex of a file ends and the next begins, what it is called, and which decision it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from parcli.core import words
from parcli.definitions.annex import columns
from parcli.definitions.annex.grid import Annex, Line, Piece, Text, one_line

_HEADING = re.compile(r"(phụ\s*lục|biểu|mẫu)(\s+số)?\s*:?\s*(\d{1,2}|[ivxl]{1,6}|[a-h])?(?=$|[\s.:,–(-])(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_PROSE = re.compile(r"\s*[a-zà-ỹđ]")
_TITLE = re.compile(r"tiêu chí|chỉ số|bảng điểm|thang điểm", re.IGNORECASE)
_BASIS = re.compile(
    r"(quyết định|nghị quyết|kế hoạch|thông tư|công văn|hướng dẫn)\s+(?:số\s*:?\s*)?(\d+[\w-]*\s*/\s*[\w/&.-]*\w)(\s+ngày\s+\d[\w\s/.-]{4,40}?\d{4})?",
    re.IGNORECASE,
)
_ILLUSTRATIVE = re.compile(r"minh h(?:oạ|ọa) (?:theo cấu trúc|[–-] không phải)|tiêu chí minh h(?:oạ|ọa)", re.IGNORECASE)
_REMARK = re.compile(r"(?:ghi chú|chú thích|lưu ý|chú giải|quy ước|nguyên tắc|giải thích)\b.*", re.IGNORECASE | re.DOTALL)
_ATTACHED = re.compile(r"kèm\s+theo|minh h(?:oạ|ọa) theo", re.IGNORECASE)
_EXAMPLE_OF = "Minh họa theo cấu trúc"
_LONGEST_HEADING = 200
_LONGEST_TITLE = 300


@dataclass(slots=True)
class _Part:
    name: str
    texts: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    after: list[tuple[int, str]] = field(default_factory=list)
    """Paragraphs between and after tables, with how many lines of tables stand before each."""
    sheet: bool = False

    def keep(self, text: str) -> None:
        if self.lines:
            self.after.append((len(self.lines), text))
        else:
            self.texts.append(text)

    def outside(self) -> tuple[str, ...]:
        """The paragraphs that say something besides what the annex is called; before an annex without a heading stands a decision."""
        at = self.heading() or 0
        before = [text for text in (*self.texts, *(text for lines, text in self.after if lines <= at)) if self.says_more(text)]
        tables = [" | ".join(map(one_line, line.filled)) for line in self.lines[:at] if line.filled] if self.name else []
        return tuple(one_line(text) for text in (*before, *tables, *(text for lines, text in self.after if lines > at)))

    def heading(self) -> int | None:
        """Return where the table of criteria begins among the lines."""
        return next((at for at in range(len(self.lines)) if columns.find(self.lines, at)), None)

    def says_more(self, text: str) -> bool:
        if not self.name and not self.sheet:
            return bool(_REMARK.fullmatch(text))
        if text.startswith("("):
            return not _ATTACHED.search(text) and not _ILLUSTRATIVE.search(text)
        return _is_prose(text)

    def title(self) -> str:
        said = [text for text in self.texts if not text.startswith("(") and not _is_prose(text)]
        if not self.name:
            said = [text for text in said if _TITLE.search(text) and len(text) <= _LONGEST_HEADING][-2:]
        return one_line(" ".join([self.name, *said]))[:_LONGEST_TITLE].strip()

    def basis(self) -> str:
        for text in (self.name, *self.texts):
            found = _BASIS.search(one_line(text)) if _ATTACHED.search(text) else None
            if found:
                example = f"{_EXAMPLE_OF} " if _ILLUSTRATIVE.search(text) else ""
                named = found[1] if example else found[1].capitalize()
                return words.tidy(f"{example}{named} {found[2]}{found[3] or ''}")
        return ""

    def illustrative(self) -> bool:
        return any(_ILLUSTRATIVE.search(one_line(text)) for text in (self.name, *self.texts))


def annexes(sheets: Iterable[tuple[str, Iterable[Piece]]]) -> tuple[Annex, ...]:
    """Return the annexes that hold a table of criteria, numbered in their order."""
    parts = [part for name, pieces in sheets for part in _split(name, pieces)]
    chosen = [part for part in parts if part.heading() is not None]
    common = next((basis for part in parts if (basis := part.basis())), "")
    example = any(part.illustrative() for part in parts)
    return tuple(
        Annex(number, part.title(), part.basis() or common, tuple(part.lines), example, part.outside()) for number, part in enumerate(chosen, start=1)
    )


def _split(sheet: str, pieces: Iterable[Piece]) -> list[_Part]:
    parts = [_Part("", sheet=bool(sheet))]
    for piece in pieces:
        text = piece.text if isinstance(piece, Text) else one_line(piece.only)
        part = parts[-1]
        if text and _begins(text, part, of_table=isinstance(piece, Line)):
            parts.append(_Part(text, sheet=bool(sheet)))
        elif isinstance(piece, Line) and (part.lines or not text or not _before_table(piece)):
            part.lines.append(piece)
        elif text:
            part.keep(text)
    for part in parts:
        if sheet and not part.title():
            part.texts.insert(0, sheet)
            part.name = part.name or sheet
    return parts


def _is_prose(text: str) -> bool:
    """Whether a paragraph is a sentence rather than a part of a title."""
    return bool(_REMARK.fullmatch(text)) or len(text) > _LONGEST_HEADING or (text.endswith((".", ";")) and not text.isupper())


def _before_table(line: Line) -> bool:
    """Whether a line with one text can only be a title: it stands in no column yet."""
    return len(line.filled) == 1


def _begins(text: str, part: _Part, *, of_table: bool) -> bool:
    if len(text) > _LONGEST_HEADING:
        return False
    heading = _HEADING.fullmatch(text)
    if heading and not _PROSE.match(heading["rest"]) and (heading[3] or not heading["rest"]):
        return True
    return not of_table and bool(part.lines) and text == text.upper() and bool(_TITLE.search(text))
