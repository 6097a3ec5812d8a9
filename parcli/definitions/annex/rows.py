"""Table lines into rows: what each says under which heading. Headings are taken off wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from parcli.core.findings import Finding, found
from parcli.definitions.annex import assessor, columns, competing, figures, titles
from parcli.definitions.annex.columns import Columns, Role
from parcli.definitions.annex.grid import Annex, Line, one_line

_LOOKED_AT = 400
"""So many lines beneath a heading tell what its columns hold."""
Aside = tuple[str, str]
"""A column's heading and the text of one of its cells."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line by the roles of its columns; texts are blank where there is nothing.

    ``scored`` are the lines of the title's cell that score. ``same_title``, ``same_evidence``: the cell began in a line
    above. ``notes`` are texts of the column of notes, ``asides`` those of columns that have no place in a definition,
    with their headings. ``level`` counts the columns of titles from 0, where the table has several; ``across``: the title lies
    over columns that stand before or after its own.
    """

    place: str
    key: str = ""
    number: str = ""
    title: str = ""
    scored: tuple[str, ...] = ()
    maximum: str = ""
    survey: str = ""
    method: str = ""
    labels: str = ""
    evidence: str = ""
    assessor: str = ""
    notes: tuple[str, ...] = ()
    asides: tuple[Aside, ...] = ()
    same_title: bool = False
    same_evidence: bool = False
    level: int | None = None
    across: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of an annex, and which columns its headings have."""

    rows: tuple[Row, ...]
    numbered: bool
    with_method: bool
    added: bool


def read(annex: Annex, file: str) -> tuple[Table, tuple[Finding, ...]]:
    """Return the rows of an annex and what was left out of its tables."""
    reader = _Reader(file)
    at = 0
    while at < len(annex.lines):
        at += reader.take(annex.lines, at)
    headings = reader.met
    table = Table(
        tuple(reader.rows),
        any(each.has("number") or each.has("key") for each in headings),
        any(each.has("method") for each in headings),
        any(each.added for each in headings),
    )
    return table, tuple(reader.findings)


class _Reader:
    """Goes through the lines; a table without a heading of its own goes on under the heading before it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.current: Columns | None = None
        self.met: list[Columns] = []
        self.rows: list[Row] = []
        self.findings: list[Finding] = []
        self.passed: set[int] = set()
        self.named: set[str] = set()
        self.settled: dict[Columns, tuple[Columns, tuple[Finding, ...]]] = {}

    def take(self, lines: tuple[Line, ...], at: int) -> int:
        line = lines[at]
        heading = columns.find(lines, at)
        if heading is not None:
            self.begin(heading[0], lines, at)
            return heading[1]
        if self.current is None or not (line.filled or line.continued):
            return 1
        fitted = _fitted(line, self.current)
        if fitted is None:
            self.leave_out(line)
        else:
            rows = _rows(fitted, self.current)
            self.rows += rows
            self.unused(rows, line)
        return 1

    def begin(self, found_heading: Columns, lines: tuple[Line, ...], at: int) -> None:
        """Take up a heading; what it says once it says of every table that repeats it."""
        place = lines[at].place
        if found_heading not in self.settled:
            self.settled[found_heading] = competing.settle(found_heading, lines[at : at + _LOOKED_AT], self.file, place)
        heading, said = self.settled[found_heading]
        if heading not in self.met:
            self.findings += said
            for text, role in zip(heading.headings, heading.roles, strict=True):
                if role == "other":
                    self.not_taken(text, place)
            self.met.append(heading)
        self.current = heading

    def unused(self, rows: list[Row], line: Line) -> None:
        for row in rows:
            for heading, _ in row.asides:
                self.not_taken(heading, line.place)

    def not_taken(self, heading: str, place: str) -> None:
        """Say of a column once that its texts are only comments."""
        if heading not in self.named:
            self.named.add(heading)
            self.findings.append(found("IM210", file=self.file, place=place, text=heading or "—"))

    def leave_out(self, line: Line) -> None:
        if line.table not in self.passed:
            self.passed.add(line.table)
            self.findings.append(found("IM212", file=self.file, place=line.place, text=_short(" | ".join(map(one_line, line.filled)))))


def _short(text: str) -> str:
    return text if len(text) <= 120 else text[:119] + "…"  # noqa: PLR2004 - enough to find it


def _fitted(line: Line, current: Columns) -> Line | None:
    """Return a line on the grid of the heading: itself, or with its cells one to one; None where that cannot be."""
    if len(line.cells) == len(current.roles):
        return line
    wanted = [place for place, text in enumerate(current.headings) if text and (place == 0 or text != current.headings[place - 1])]
    own = sorted(set(line.starts))
    if len(own) != len(wanted):
        return None
    cells = [""] * len(current.roles)
    for place, start in zip(wanted, own, strict=True):
        cells[place] = line.cells[start]
    continued = frozenset(place for place, start in zip(wanted, own, strict=True) if start in line.continued)
    return Line(line.place, tuple(cells), tuple(range(len(cells))), continued, line.table)


def _rows(line: Line, current: Columns) -> list[Row]:
    """Return the rows of a line: one for each column of titles that says something new."""
    filled = [level for level, place in enumerate(current.levels) if line.cells[place]]
    if len(current.levels) == 1 or not filled:
        return [_row(line, current)]
    above = [Row(line.place, title=one_line(line.cells[current.levels[level]]), level=level) for level in filled[:-1]]
    title, scored = titles.parted(line.cells[current.levels[filled[-1]]])
    return [*above, replace(_row(line, current), title=title, scored=scored, level=filled[-1], same_title=False)]


def _row(line: Line, current: Columns) -> Row:
    number, (title, scored) = current.text(line, "number"), titles.parted(current.text(line, "title"))
    if not title and (over := _across(line, current)):
        number, (title, scored) = "", titles.parted(over)
    return Row(
        line.place,
        current.text(line, "key"),
        one_line(number),
        title,
        scored,
        one_line(current.text(line, "maximum")),
        one_line(current.text(line, "survey")),
        current.text(line, "method"),
        current.text(line, "labels"),
        current.text(line, "evidence"),
        one_line(current.text(line, "assessor")),
        current.texts(line, "note"),
        tuple(_asides(line, current)),
        current.levels[-1] in line.continued,
        current.goes_on(line, "evidence"),
        across=_over_others(line, current),
    )


def _over_others(line: Line, current: Columns) -> bool:
    start = line.starts[current.levels[0]]
    return len({current.headings[place] for place, its in enumerate(line.starts) if its == start}) > 1


def _across(line: Line, current: Columns) -> str:
    """Return the text of a cell that lies over the column of titles but starts before it: an area's row."""
    place = current.roles.index("title")
    start = line.starts[place] if place < len(line.starts) else place
    return line.cells[start] if start < place else ""


def _asides(line: Line, current: Columns) -> Iterator[Aside]:
    for place, text in enumerate(line.cells[: len(current.roles)]):
        if text and not _used(text, current.roles[place]):
            yield current.headings[place], one_line(text)


def _used(text: str, role: Role | None) -> bool:
    """Whether a cell's text gets its place in the definition by the role of its column."""
    if role == "score":
        return not text.strip("-–−.…_ ")
    if role == "assessor":
        return bool(assessor.of_cell(text)) and not any(sign in text for sign in ";,/\n")
    if role == "survey":
        return figures.points(text) is not None or assessor.marked(text) or bool(assessor.of_cell(text))
    return role not in ("other", None)
