"""Rows into a tree: whose child a numbered row is, and to which item the rows without a number belong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parcli.core import words
from parcli.core.findings import Finding, found
from parcli.definitions.annex import cells, figures, kinds, titles
from parcli.definitions.annex.figures import Number
from parcli.definitions.annex.node import Node
from parcli.definitions.annex.numbering import roman
from parcli.definitions.annex.rows import Row, Table

_TOTAL = re.compile(r"(tổng( số)? điểm|tổng cộng|tổng|cộng)(\s*[:.(+].*|\s+(điểm|nội dung|phần|khối|lĩnh vực|mục|[ivx]+\b|\().*)?")
_EXTRA = re.compile(r"(phần |nội dung )?điểm (thưởng|cộng|trừ|phạt)( (và|,|/|-) ?điểm (thưởng|cộng|trừ|phạt))?\s*([:(].*)?")
_FOOTNOTE = re.compile(r"(ghi chú|chú thích|lưu ý chung|\(?\*\)?)\s*[:)]")
_BULLETS = {"-", "–", "+", "*", "•"}


@dataclass(frozen=True, slots=True)
class Total:
    """A row that sums up: its place, its points as printed, and the area above it."""

    place: str
    shown: str
    area: Node | None


@dataclass(frozen=True, slots=True)
class Outline:
    """The areas as numbered, the rows that sum up, and what could not be placed."""

    areas: list[Node]
    totals: tuple[Total, ...]
    footnotes: tuple[str, ...]
    findings: tuple[Finding, ...]


def build(table: Table, file: str) -> Outline:
    """Put the rows of an annex together."""
    builder = _Builder(table, file)
    for place, row in enumerate(table.rows):
        if _is_part(table.rows, place):
            builder.aside(row)
        else:
            builder.take(row)
    return Outline(builder.areas, tuple(builder.totals), tuple(builder.footnotes), tuple(builder.findings))


def _number(row: Row, *, numbered: bool) -> tuple[Number | None, str]:
    """Return a row's number and its title without it: from the key, the number's column, or the title itself."""
    keyed = figures.number(row.key) if row.key else None
    own = figures.number(row.number) if row.number else None
    if own is None and row.number and not row.title:
        led = figures.leading(row.number, alone=True)
        return led or (None, row.number)
    chosen = keyed or own
    if chosen is None:
        return figures.leading(row.title, alone=not numbered) or (None, row.title)
    led = figures.leading(row.title, alone=True)
    repeated = led is not None and led[0].parts in (chosen.parts, own.parts if own else ())
    printed = own.printed if own else chosen.printed
    return Number(chosen.parts, printed), led[1] if led and repeated else row.title


class _Builder:
    """Holds the path to the last row that had a number."""

    def __init__(self, table: Table, file: str) -> None:
        self.table = table
        self.file = file
        self.areas: list[Node] = []
        self.path: list[Node] = []
        self.totals: list[Total] = []
        self.footnotes: list[str] = []
        self.ended = False
        self.findings: list[Finding] = []
        self.numbered = any(_number(row, numbered=table.numbered)[0] for row in table.rows)
        self.numbers_area = _first_part_is_the_area(table)

    def complain(self, code: str, row: Row, **values: str) -> None:
        self.findings.append(found(code, file=self.file, place=row.place, **values))

    def take(self, row: Row) -> None:
        number, title = _number(row, numbered=self.table.numbered)
        if number is None and self.is_footnote(row, title):
            self.aside(row)
        elif row.level is not None and not _TOTAL.fullmatch(words.key(title)):
            self.at_level(row, number, title)
        elif number is not None and (title or row.maximum):
            self.add(self.parent_of(number, row), _node(row, number, title), row)
        elif number is not None:
            self.complain("IM209", row, text=number.printed)
        elif _TOTAL.fullmatch(words.key(title)):
            self.total(row)
        elif self.stands_alone(row, title):
            self.unnumbered(row, title)
        elif title or row.method or row.maximum or row.evidence or row.notes:
            self.beneath(row, title)

    def total(self, row: Row) -> None:
        """Note a row that sums up; what stands in it besides the sum is kept."""
        self.totals.append(Total(row.place, row.maximum or row.survey, self.path[0] if self.path else None))
        self.ended = True
        read = {row.number, row.title} | {shown for shown in (row.maximum, row.survey) if figures.points(shown) is not None}
        if any(part not in read for part in _words(row)):
            self.aside(row)

    def aside(self, row: Row) -> None:
        """Keep a row that says something of no single item."""
        said = _words(row)
        self.footnotes += cells.lines("\n".join(said))
        self.complain("IM209", row, text=" ".join(said[:2]) if said[0] == row.number else said[0])

    def at_level(self, row: Row, number: Number | None, title: str) -> None:
        """Put a row where its column of titles says; the number counts on its own level only."""
        above = self.path[: row.level]
        siblings = above[-1].children if above else self.areas
        ordinal = roman(len(siblings) + 1).upper() if not above else str(len(siblings) + 1)
        node = _node(row, Number((ordinal,), number.printed if number else ""), title)
        self.add(above, node, row)

    def is_footnote(self, row: Row, title: str) -> bool:
        """Whether a row stands under the table: after the total, or as a note to all of it."""
        points = row.maximum or row.survey
        return bool(title) and not points and not row.same_title and (self.ended or bool(_FOOTNOTE.match(words.key(title))))

    def stands_alone(self, row: Row, title: str) -> bool:
        """Whether a row without a number is a criterion by itself."""
        if not title or row.same_title or row.number in _BULLETS or title[0] in "-–+*•":
            return False
        own = bool(row.maximum and (row.method or row.evidence or (row.key and not figures.number(row.key))))
        bare = not self.numbered and ((bool(row.maximum) and self.table.with_method) or self.heads(row, title))
        return own or bool(_EXTRA.fullmatch(words.key(title))) or bare

    def heads(self, row: Row, title: str) -> bool:
        """Whether a row of a table without any numbers is an area's: a title over the whole line, or in capitals."""
        return not self.numbered and not row.maximum and not row.method and (row.across or title.isupper())

    def unnumbered(self, row: Row, title: str) -> None:
        extra = bool(_EXTRA.fullmatch(words.key(title)))
        groups = (node for node in reversed(self.path) if not node.lines and not node.evidence)
        above = self.path[0] if self.path and not self.numbered else next(groups, self.path[0] if self.path else None)
        parent = None if extra or self.heads(row, title) else above
        siblings = parent.children if parent else self.areas
        ordinal = roman(len(siblings) + 1).upper() if parent is None and _roman(self.areas) else str(len(siblings) + 1)
        node = _node(row, Number((ordinal,), ""), title)
        node.style = self.areas[0].style if parent is None and self.areas else ("?",)
        if not row.key:
            self.complain("IM203", row, found=row.number or title, item=ordinal)
        self.add([*self.path[: self.path.index(parent) + 1]] if parent else [], node, row)

    def add(self, above: list[Node], node: Node, row: Row) -> None:
        self.ended = False
        (above[-1].children if above else self.areas).append(node)
        self.path = [*above, node]
        node.lines += (*row.scored, *cells.lines(row.method))
        node.evidence += cells.lines(row.evidence) if not row.same_evidence else self.evidence_before(node)
        node.labels += cells.sentences(row.labels)
        _beside(node, row)

    def evidence_before(self, node: Node) -> list[str]:
        before = [each for area in self.areas for each in area.walk() if each is not node and each.evidence]
        return list(before[-1].evidence) if before else []

    def beneath(self, row: Row, title: str) -> None:
        if not self.path:
            self.complain("IM209", row, text=title or row.method or row.maximum)
            return
        node = self.path[-1]
        title = "" if row.same_title else title
        if not title and not row.method and row.maximum and not node.shown:
            node.shown = row.maximum
            return
        if row.number and row.number not in _BULLETS and figures.number(row.number) is None and title and row.number != title:
            title = f"{row.number} {title}"
        said, clear = _scoring(title, row)
        node.lines += said
        node.unclear = node.unclear or not clear
        node.evidence += cells.lines(row.evidence)
        node.labels += cells.sentences(row.labels)
        node.survey, node.assessor = node.survey or row.survey, node.assessor or row.assessor
        _beside(node, row)

    def parent_of(self, number: Number, row: Row) -> list[Node]:
        if len(number.parts) == 1:
            return self.level_of(number)
        parts = number.parts
        if self.numbers_area and self.areas and number.style[0] == "D":
            if len(parts) == 2:  # noqa: PLR2004 - the area's number and the item's
                return [self.areas[-1]]
        elif number.style[0] in ("R", "U") or (self.areas and self.areas[0].style == ("D",)):
            area = next((area for area in reversed(self.areas) if area.parts == parts[: len(area.parts)]), None)
            if area is None and kinds.of(row.title) != "points":
                return []
            return self.descend([area] if area else [], parts, row)
        above = [place for place, node in enumerate(self.path) if node.style in (("R",), ("U",), ("?",))]
        return self.descend(self.path[: above[-1] + 1] if above else self.path[:1], parts, row)

    def level_of(self, number: Number) -> list[Node]:
        """Find the level that counts in this style: a row of a known style is a sibling, of a new one a child."""
        place = next((place for place, node in enumerate(self.path) if node.style == number.style), None)
        letter = number.style == ("R",) and len(number.parts[0]) == 1
        after_letter = next(
            (at for at, node in enumerate(self.path) if node.style == ("U",) and ord(node.parts[0]) + 1 == ord(number.parts[0][0])), None
        )
        if place is None and letter and after_letter is not None:
            return self.path[:after_letter]
        return self.path[: place if place is not None else len(self.path)]

    def descend(self, path: list[Node], parts: tuple[str, ...], row: Row) -> list[Node]:
        """Follow a number part by part; a node that no row names is put in, as the numbers beneath it ask for one."""
        for length in range(1, len(parts)):
            wanted = parts[:length]
            if path and path[0].parts[:length] == wanted:
                continue
            pool = path[-1].children if path else self.areas
            known = next((node for node in reversed(pool) if wanted[-len(node.parts) :] == node.parts), None)
            if known is None:
                printed = ".".join(wanted)
                known = Node(row.place, wanted, printed, Number(wanted, printed).style, made=True)
                pool.append(known)
                self.complain("IM204", row, found=printed)
            path = [*path, known]
        return path


def _node(row: Row, number: Number, title: str) -> Node:
    node = Node(row.place, number.parts, number.printed, number.style, title, row.key)
    node.shown, node.survey, node.assessor = row.maximum, row.survey, row.assessor
    return node


def _words(row: Row) -> list[str]:
    """Return all texts of a row; those of columns without use with their headings."""
    own = (row.number, row.title, *row.scored, row.maximum, row.survey, row.method, row.labels, row.evidence, row.assessor, *row.notes)
    return [part for part in (*own, *map(": ".join, row.asides)) if part]


def _beside(node: Node, row: Row) -> None:
    node.notes += [line for note in row.notes for line in cells.lines(note)]
    node.asides += [aside for aside in row.asides if aside not in node.asides]


def _scoring(title: str, row: Row) -> tuple[list[str], bool]:
    """Return the scoring lines of a row with the points beside them, and whether those points could be read."""
    said = [each for each in (title, *row.scored) if each] + list(cells.lines(row.method))
    if title and row.method and not row.scored:
        said = [f"{title.rstrip(':')}: {' '.join(cells.lines(row.method))}"]
    if not row.maximum:
        return said, True
    worth = figures.points(row.maximum)
    if said and not figures.ends_with(said[-1], row.maximum):
        said[-1] = f"{said[-1].rstrip(' :')}: {row.maximum}"
    return said or [row.maximum], worth is not None


def _is_part(rows: Sequence[Row], at: int) -> bool:
    """Whether a row only heads several areas, like «PHẦN I. CHẤM ĐIỂM»: an area begins right beneath it."""
    row = rows[at]
    text = f"{row.number} {row.title}".strip()
    if row.maximum or row.survey or not titles.heads_part(text) or figures.in_title(row.title)[1] is not None or at + 1 == len(rows):
        return False
    beneath, title = _number(rows[at + 1], numbered=True)
    if beneath is None or beneath.style not in (("R",), ("U",)) or titles.heads_part(f"{rows[at + 1].number} {rows[at + 1].title}".strip()):
        return False
    return kinds.of(row.title) == "points" or kinds.of(title) != "points"


def _roman(areas: list[Node]) -> bool:
    return not areas or areas[0].style in (("R",), ("?",))


def _first_part_is_the_area(table: Table) -> bool:
    """Whether «2.1» stands right under area II: no row has a plain number, and each first part counts the areas."""
    areas = 0
    seen = False
    for row in table.rows:
        number, _ = _number(row, numbered=table.numbered)
        if number is None:
            continue
        if number.style == ("D",):
            return False
        if number.style in (("R",), ("U",)):
            areas += 1
        elif number.style[0] == "D":
            seen = True
            if number.parts[0] != str(areas):
                return False
    return seen and areas > 0
