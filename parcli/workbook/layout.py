"""The one description of the scoring sheet. Writer and reader both walk it, so that they cannot disagree."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from parcli.core import expr, points
from parcli.core.cycle import Cycle
from parcli.core.edition import Block, Criterion, Edition, Kind, Policies, Treatment
from parcli.core.item import Item
from parcli.core.returned import Identity
from parcli.core.rules import InputCell, InputKind
from parcli.workbook import look, names
from parcli.workbook.names import at

HEADING_ROW = 6
FIRST_ROW = HEADING_ROW + 1
_ARGUMENTS = 200
RowKind = Literal["area", "group", "item", "input", "total"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its key and place, the locked texts, and what may be entered."""

    row: int
    key: str
    kind: RowKind
    level: int
    number: str = ""
    title: str = ""
    maximum: Fraction | None = None
    method: str = ""
    evidence: str = ""
    area: str = ""
    formula: str | None = None
    item: Item | None = None
    cell: InputCell | None = None
    claims: tuple[Kind, ...] = ()
    exempt: Kind | None = None

    @property
    def entries(self) -> tuple[str, ...]:
        """The columns in which something may be entered."""
        if self.kind == "item":
            return ("applies", "explanation", "room") if self.claims and self.exempt is None else ("explanation", "room")
        if self.cell is None:
            return ()
        estimated = self.cell.kind in (InputKind.NUMBER, InputKind.COUNT)
        return ("input", "estimate") if estimated else ("input",)

    @property
    def counted(self) -> bool:
        """Whether the sheet counts the row's documents: those of an item that no survey decides."""
        return self.kind == "item" and self.item is not None and self.item.criterion.assessed_by != "survey"

    @property
    def applies_text(self) -> str:
        """What stands locked under ``Áp dụng``: an exemption that was decided."""
        return self.exempt.label if self.exempt else ""

    def locked(self) -> dict[str, str | Fraction | None]:
        """Return what must stand unchanged in the row's locked columns."""
        return {
            "number": self.number, "title": self.title, "maximum": self.maximum, "method": self.method,
            "evidence": self.evidence, "area": self.area,
        }  # fmt: skip

    def texts(self) -> dict[str, str]:
        """Return those of them that are texts."""
        return {"number": self.number, "title": self.title, "method": self.method, "evidence": self.evidence, "area": self.area}


@dataclass(frozen=True, slots=True)
class Layout:
    """A block's scoring sheet for a cycle, with the exemptions that were decided for a unit."""

    edition: Edition
    cycle: Cycle
    block: Block
    exempt: Mapping[str, Kind]
    rows: tuple[Row, ...]
    headings: Mapping[str, str]
    register_headings: Mapping[str, str]
    digest: str
    part: str = ""

    @property
    def items(self) -> tuple[Row, ...]:
        """The rows of items."""
        return tuple(row for row in self.rows if row.kind == "item")

    @property
    def areas(self) -> tuple[Row, ...]:
        """The rows of areas."""
        return tuple(row for row in self.rows if row.kind == "area")

    def totals(self) -> tuple[Row, ...]:
        """The rows of totals."""
        return tuple(row for row in self.rows if row.kind == "total")

    def face(self) -> str:
        """Return a mark of all that is locked: two layouts with the same one cannot be told apart in a returned workbook."""
        rows = [[row.key, row.row, *map(str, row.locked().values()), row.formula or "", row.applies_text, row.title] for row in self.rows]
        facts = [self.edition.id, self.edition.version, self.cycle.cycle, self.block.id, dict(self.headings), dict(self.register_headings), rows]
        return hashlib.sha256(json.dumps([*facts, self.digest, self.part], ensure_ascii=False).encode()).hexdigest()

    def identity(self, unit: str) -> Identity:
        """Return the identity of a unit's workbook."""
        return Identity(self.edition.id, self.edition.version, self.cycle.cycle, self.block.id, unit, self.digest, self.part)


def build(edition: Edition, cycle: Cycle, block: Block, exempt: Mapping[str, Kind], words: Mapping[str, Any]) -> Layout:
    """Describe the scoring sheet of a block."""
    rows = tuple(_Walk(edition.policies, cycle.year, exempt, words).rows(block))
    headings = look.headings(dict(words), cycle)
    register = dict(zip(names.REGISTER_COLUMNS, words["register"]["headings"], strict=True))
    return Layout(edition, cycle, block, exempt, rows, headings, register, _digest(rows))


def _digest(rows: tuple[Row, ...]) -> str:
    """Return a mark that changes with anything a reader relies on; exemptions of single units are left out."""
    facts = [
        [row.key, row.kind, row.title, points.plain(row.maximum) if row.maximum is not None else "", row.method]
        + ([row.cell.kind.value, *row.cell.choices] if row.cell else [])
        for row in rows
    ]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()[:16]


class _Walk:
    """Walks a block's tree once and numbers the rows."""

    def __init__(self, policies: Policies, year: int, exempt: Mapping[str, Kind], words: Mapping[str, Any]) -> None:
        self.policies = policies
        self.year = year
        self.exempt = exempt
        self.words = words
        self.next_row = FIRST_ROW

    def take_row(self) -> int:
        self.next_row += 1
        return self.next_row - 1

    def rows(self, block: Block) -> Iterator[Row]:
        places = {item.code: item for item in block.items(self.year)}
        areas: list[Row] = []
        spans: dict[str, tuple[int, int]] = {}
        for area in block.areas:
            beneath = self.node(area, area.code, 0, places)
            spans[area.code] = (beneath[0].row, self.next_row - 1)
            areas.append(beneath[0])
            yield from beneath
        yield from self.totals(block, areas, spans, places)

    def node(self, node: Criterion, area: str, level: int, places: Mapping[str, Item]) -> list[Row]:
        if not node.children:
            return self.leaf(places[node.code], area, level)
        own = self.take_row()
        beneath: list[Row] = []
        parts: list[str] = []
        for child in node.children:
            rows = self.node(child, area, level + 1, places)
            parts.append(at("self", rows[0].row))
            beneath += rows
        # Where nothing is scored by the unit there is no sum: a zero would read as no points.
        formula = _sum(parts) if any(row.kind == "item" and row.formula is not None for row in beneath) else None
        kind = getattr(node, "kind", "points")
        if formula is not None and kind != "points":
            formula = f"MIN({formula},{points.plain(node.maximum)})"
        title = node.title or ""
        heading = Row(own, node.code, "area" if level == 0 else "group", level, node.printed_number, title, node.maximum, area=area, formula=formula)
        return [heading, *beneath]

    def leaf(self, item: Item, area: str, level: int) -> list[Row]:
        own = self.take_row()
        cells = item.cells()
        addresses = {cell.name: at("input", own + place) for place, cell in enumerate(cells, start=1)}
        self.next_row += len(cells)
        claims = tuple(kind for kind in Kind if item.criterion.treatment(kind, self.policies) != "never") if item.self_scored else ()
        exempt = self.exempt.get(item.code)
        row = Row(
            own, item.code, "item", level, item.criterion.printed_number, item.criterion.title or "", item.maximum,
            self.method(item), self.evidence(item), area, self.item_formula(item, own, addresses, claims, exempt), item,
            claims=claims, exempt=exempt,
        )  # fmt: skip
        inputs = [
            Row(own + place, f"{item.code}/{cell.name}", "input", level + 1, title=cell.label, area=area, item=item, cell=cell)
            for place, cell in enumerate(cells, start=1)
        ]
        return [row, *inputs]

    def method(self, item: Item) -> str:
        assessed = item.criterion.assessed_by
        lines = list(item.rule.explanation(item.stake))
        if assessed != "self":
            lines.insert(0, self.words["not_self_scored"][assessed])
        return "\n".join(lines)

    def evidence(self, item: Item) -> str:
        documents = [f"- {document}" for document in item.criterion.evidence.documents]
        guidance = [item.criterion.guidance] if item.criterion.guidance else []
        return "\n".join([*documents, *guidance])

    def item_formula(self, item: Item, row: int, addresses: Mapping[str, str], claims: tuple[Kind, ...], exempt: Kind | None) -> str | None:
        if exempt is not None:
            return claimed(item, item.criterion.exempted(exempt, self.policies))
        if not item.self_scored:
            return None
        body = expr.to_excel(expr.with_rounding(item.rule.expression(item.stake), self.policies.rounding.item), addresses.__getitem__)
        if not claims:
            return body
        applies, why = at("applies", row), at("explanation", row)
        branch = '""'
        for kind in reversed(claims):
            branch = f"IF({expr.label_test(applies, kind.label)},{claimed(item, item.criterion.treatment(kind, self.policies))},{branch})"
        applicable = f'OR(TRIM({applies})="",{expr.label_test(applies, names.APPLIES)})'
        return f'IF({applicable},{body},IF(TRIM({why})="","",{branch}))'

    def totals(self, block: Block, areas: list[Row], spans: Mapping[str, tuple[int, int]], places: Mapping[str, Item]) -> Iterator[Row]:
        kinds = {area.code: area.kind for area in block.areas}
        of_points = [row for row in areas if kinds[row.key] == "points"]
        asked = sum((item.maximum for item in places.values() if item.area.kind == "points" and item.criterion.assessed_by != "survey"), Fraction())
        # A part-workbook may hold bonus or penalty alone: there is nothing to total.
        total = _rescaled(_sum([at("self", row.row) for row in of_points]), asked, [spans[row.key] for row in of_points]) if of_points else '""'
        own = sum((item.maximum for item in places.values() if item.area.kind == "points" and item.self_scored), Fraction())
        yield Row(self.take_row(), "@total", "total", 0, title=self.words["total"], maximum=own, formula=total)
        for kind in ("bonus", "penalty"):
            outside = [row for row in areas if kinds[row.key] == kind]
            if outside:
                formula = _sum([at("self", row.row) for row in outside])
                limit = sum((row.maximum or Fraction() for row in outside), Fraction())
                yield Row(self.take_row(), f"@{kind}", "total", 0, title=self.words[f"{kind}_total"], maximum=limit, formula=formula)


def claimed(item: Item, treatment: Treatment) -> str:
    """Return what the sheet shows for an item that does not apply, as a part of a formula."""
    if treatment != "never" and item.criterion.assessed_by == "survey":
        return expr.quoted(names.OF_SURVEY)
    if treatment == "full_marks":
        return "0" if item.area.kind == "penalty" else points.plain(item.maximum)
    if treatment == "never":
        return '""'
    return expr.quoted(names.RESCALED if treatment == "rescale" else names.REDUCED)


def _sum(addresses: list[str]) -> str:
    """Add addresses up, in parts that old sheets accept."""
    parts = [addresses[start : start + _ARGUMENTS] for start in range(0, len(addresses), _ARGUMENTS)]
    return "+".join(f"SUM({','.join(part)})" for part in parts)


def _rescaled(total: str, asked: Fraction, spans: list[tuple[int, int]]) -> str:
    """Multiply by M ÷ (M − removed): the marks of removed items stand under the points, their maxima beside them."""

    def marked(mark: str) -> str:
        return "+".join(
            f"SUMPRODUCT(({at('self', first)}:{at('self', last)}={expr.quoted(mark)})*{at('maximum', first)}:{at('maximum', last)})"
            for first, last in spans
        )

    whole = f"({points.plain(asked)}-({marked(names.REDUCED)}))"
    return f'IFERROR(({total})*{whole}/({whole}-({marked(names.RESCALED)})),"")'
