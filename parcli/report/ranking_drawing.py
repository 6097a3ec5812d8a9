"""How the rows and the units' parts of the ranking pages are drawn: their templates, filled by stencils.

The templates say how each looks; here stands which figure goes where.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from parcli.report.packing import Piece
from parcli.report.ranking_parts import Cell, Line
from parcli.report.stencil import Stencil, ready
from parcli.report.unit_part import ItemRow, Sheet

if TYPE_CHECKING:
    from jinja2 import Environment

Json = dict[str, Any]
UNIT_TEMPLATE, COMMON_TEMPLATE = "xep-hang-don-vi.html.j2", "xep-hang-chung.html.j2"
ITEM_TEMPLATE, ROW_TEMPLATE = "xep-hang-muc.html.j2", "xep-hang-dong.html.j2"


_CUT = "\x1d"
"""Stands where both pages say alike; no value holds it."""


class Drawing(NamedTuple):
    """A unit's part as markup, in order. Its standing and the table of its items are the same on both pages."""

    head: str
    standing: str
    middle: str
    table: str
    tail: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn for one page and says the same on the other.

    Of each unit its standing and the table of its items, of each block the cells of its areas, and markup with its figures apart.
    """

    units: dict[str, tuple[str, str]] = field(default_factory=dict)
    cells: dict[str, list[str]] = field(default_factory=dict)
    pieces: dict[str, Piece] = field(default_factory=dict)


class Table:
    """The rows of the ranking itself; ``classes``: whether there is a column of them."""

    def __init__(self, made: Environment, *, classes: bool, tied: str) -> None:
        rows: Any = made.get_template(ROW_TEMPLATE).module
        self._cell, self._name, self._line = Stencil(rows.cell), Stencil(rows.unit_name), Stencil(rows.line, classes=classes)
        self._tied = ready(tied)

    def cells(self, cells: Iterable[Cell]) -> str:
        """Draw the cells of a unit's areas."""
        return "".join([self._cell(shown=ready(each.shown), shade=each.shade) for each in cells])

    def line(self, one: Line, cells: str) -> str:
        """Draw a unit's row."""
        return self._line(
            rank=str(one.rank),
            tied=self._tied if one.tied else "",
            unit=self._name(anchor=ready(one.anchor), name=ready(one.name), alias=ready(one.alias)),
            class_name=ready(one.class_name),
            width=one.width,
            index=ready(one.index),
            final=ready(one.final),
            span=ready(one.span),
            weights=ready(one.weights),
            change=ready(one.change),
            cells=cells,
        )


class Parts:
    """The parts of one block's units."""

    def __init__(self, made: Environment, sheet: Sheet) -> None:
        columns = sheet.columns
        rows: Any = made.get_template(ROW_TEMPLATE).module
        common: Any = made.get_template(COMMON_TEMPLATE).module
        self._fact, self._opened = Stencil(rows.fact), Stencil(rows.opened)
        self._areas = [Stencil(rows.area, columns=columns, **frame) for _, frame in sheet.frames]
        self._lost, self._lost_item = Stencil(rows.lost), Stencil(rows.lost_item, columns=columns)
        self._lead, self._pair, self._group, self._row = Stencil(rows.lead), Stencil(rows.pair), Stencil(rows.group), Stencil(rows.row)
        self._standing, self._table = Stencil(common.standing, columns=columns), Stencil(common.table)
        self._part = Stencil(made.get_template(UNIT_TEMPLATE).module.part, columns=columns)  # type: ignore[attr-defined]
        named: Any = made.get_template(ITEM_TEMPLATE).module
        # Each item is named in every unit's part; its name is the same in all of them.
        self._item = lru_cache(maxsize=4096)(lambda code, title: str(named.item(code, title)))
        # Units with the same figures of an item have the same row.
        self._item_row = lru_cache(maxsize=65_536)(self._row_of)

    def common(self, part: Json) -> tuple[str, str]:
        """Draw what both pages say alike of a unit: its standing, and the table of its items."""
        standing = self._standing(
            anchor=ready(part["anchor"]),
            areas="".join([draw(**_ready(each)) for draw, each in zip(self._areas, part["areas"], strict=True)]),
            lost="".join([self._lost(**_ready(each)) for each in part["lost"]]),
            lost_items="".join([self._lost_item(**self._named(each)) for each in part["lost_items"]]),
            leads="".join([self._led(each) for each in part["leads"]]),
        )
        groups = "".join([self._group(title=ready(title), items="".join(map(self._item_row, rows))) for title, rows in part["groups"]])
        return standing, self._table(groups=groups)

    def unit(self, part: Json, common: tuple[str, str]) -> Drawing:
        """Draw a unit's part around what both pages say alike."""
        around = self._part(
            anchor=ready(part["anchor"]),
            name=ready(part["name"]),
            facts="".join([self._fact(label=ready(label), value=ready(value)) for label, value in part["facts"]]),
            former=ready(part["former"]),
            standing=_CUT,
            opened="".join([self._opened(**self._named(each)) for each in part["opened"]]),
            table=_CUT,
            above=ready(part["above"]),
            below=ready(part["below"]),
        )
        head, middle, tail = around.split(_CUT)
        return Drawing(head, common[0], middle, common[1], tail)

    def _led(self, pair: Json) -> str:
        items = "".join([self._lead(**self._named(each)) for each in pair["items"]])
        return self._pair(said=ready(pair["said"]), items=items, more=ready(pair["more"]))

    def _named(self, values: Json) -> dict[str, str]:
        """Return the values with an item's name in place of its code and title."""
        return {"item": self._item(values["code"], values["title"]), **{key: ready(value) for key, value in values.items() if key not in _NAMES}}

    def _row_of(self, row: ItemRow) -> str:
        values = {name: ready(value) for name, value in row._asdict().items() if name not in _NAMES}
        return self._row(item=self._item(row.code, row.title), **values)


_NAMES = ("code", "title")


def _ready(values: Mapping[str, str]) -> dict[str, str]:
    return {name: ready(value) for name, value in values.items()}
