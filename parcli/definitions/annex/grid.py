"""An annex as one list of table lines, wherever the tables stood and however they were split."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from parcli.core import words

_DEEPEST = 24
_DROPPED = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufeff")


def tidy(text: str) -> str:
    """Return a cell's text in NFC with its line breaks, without blank lines; only the spaces before a line stay, its indent."""
    plain = unicodedata.normalize("NFC", text.translate(_DROPPED)).replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    visible = "".join(sign for sign in plain if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    lines = (_indent(line) + words.tidy(" ".join(line.split())) for line in visible.split("\n"))
    return "\n".join(line for line in lines if line.strip())


def _indent(line: str) -> str:
    before = line[: len(line) - len(line.lstrip())].replace("\t", "    ")
    return " " * min(len(before), _DEEPEST)


def one_line(text: str) -> str:
    """Return a text that was broken into lines as one line."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph outside tables."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its place for a person, and one text for each column of the grid.

    A cell over several columns holds its text in the first of them; ``starts`` gives for each column where its cell
    starts. ``continued`` has the columns whose cell began in a line above.
    """

    place: str
    cells: tuple[str, ...]
    starts: tuple[int, ...]
    continued: frozenset[int] = frozenset()
    table: int = 1

    @property
    def filled(self) -> tuple[str, ...]:
        """The texts that are there."""
        return tuple(text for text in self.cells if text)

    @property
    def only(self) -> str:
        """The text of a line that has but one; else nothing."""
        return self.filled[0] if len(self.filled) == 1 else ""


Piece = Text | Line


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex of a file: which one among those with criteria, what it is called, the decision it belongs to, its lines.

    ``illustrative``: the file says of itself that it is an example and was not issued. ``outside`` are its paragraphs
    around the table, besides what it is called and the decision.
    """

    number: int
    title: str
    basis: str
    lines: tuple[Line, ...] = field(repr=False)
    illustrative: bool = False
    outside: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """What a draft of it may be called; only a person can say that a definition is official."""
        return "illustrative" if self.illustrative else "transcribed"


def in_document(table: int, row: int) -> str:
    """Return the place of a line in Word, where page numbers depend on the printer."""
    return f"Bảng {table}, dòng {row}"


def in_workbook(sheet: str, row: int) -> str:
    """Return the place of a line in Excel."""
    return f"Trang tính '{sheet}', dòng {row}"
