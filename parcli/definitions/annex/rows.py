"""Table lines into rows: what each says under which heading. Headings are taken off wherever they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from parcli.core.findings import Finding, found
from parcli.definitions.annex import columns
from parcli.definitions.annex.columns import Columns
from parcli.definitions.annex.grid import Annex, Line, one_line


@dataclass(frozen=True, slots=True)
class Row:
    """One line by the roles of its columns; texts are blank where there is nothing.

    ``same_title``, ``same_evidence``: the cell began in a line above. ``notes`` are texts of columns that have no place
    in a definition. ``level`` counts the columns of titles from 0, where the table has several; ``across``: the title lies
    over columns that stand before or after its own.
    """

    place: str
    key: str = ""
    number: str = ""
    title: str = ""
    maximum: str = ""
    survey: str = ""
    method: str = ""
    labels: str = ""
    evidence: str = ""
    assessor: str = ""
    notes: tuple[str, ...] = ()
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

    def take(self, lines: tuple[Line, ...], at: int) -> int:
        line = lines[at]
        heading = columns.find(lines, at)
        if heading is not None:
            self.begin(heading[0], line)
            return heading[1]
        if self.current is None or not (line.filled or line.continued):
            return 1
        fitted = _fitted(line, self.current)
        if fitted is None:
            self.leave_out(line)
        else:
            self.rows += _rows(fitted, self.current)
        return 1

    def begin(self, heading: Columns, line: Line) -> None:
        if heading not in self.met:
            unknown = dict.fromkeys(text for text, role in zip(heading.headings, heading.roles, strict=True) if role == "other")
            self.findings += [found("IM210", file=self.file, place=line.place, text=text) for text in unknown]
            self.met.append(heading)
        self.current = heading

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
    titles = [Row(line.place, title=one_line(line.cells[current.levels[level]]), level=level) for level in filled]
    return [*titles[:-1], replace(_row(line, current), title=titles[-1].title, level=filled[-1], same_title=False)]


def _row(line: Line, current: Columns) -> Row:
    number, title = current.text(line, "number"), one_line(current.text(line, "title"))
    if not title and (over := _across(line, current)):
        number, title = "", one_line(over)
    return Row(
        line.place,
        current.text(line, "key"),
        one_line(number),
        title,
        one_line(current.text(line, "maximum")),
        one_line(current.text(line, "survey")),
        current.text(line, "method"),
        current.text(line, "labels"),
        current.text(line, "evidence"),
        one_line(current.text(line, "assessor")),
        tuple(_notes(line, current)),
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


def _notes(line: Line, current: Columns) -> list[str]:
    notes = list(current.texts(line, "note"))
    for place, text in enumerate(line.cells[: len(current.roles)]):
        if text and (current.roles[place] in ("other", "score") or current.roles[place] is None) and not _figure(text):
            heading = current.headings[place]
            notes.append(f"{heading}: {text}" if heading else text)
    return notes


def _figure(text: str) -> bool:
    """Whether a cell of a score column only repeats points."""
    return text.replace(",", "").replace(".", "").strip("-–− xX").isdigit() or not text.strip("-–−.…_ ")
