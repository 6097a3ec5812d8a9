"""What the institute is asked for: lines of units and items, with everything but the figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parcli.core.cycle import Cycle, Unit
from parcli.core.edition import Block
from parcli.core.item import Item
from parcli.core.rules import External

SCALED, COUNTED = "scaled", "counted"


@dataclass(frozen=True, slots=True)
class Line:
    """A line to fill in: a unit's item, with the scale of its figure, or one option of it."""

    unit: str
    name: str
    item: str
    title: str
    low: Fraction | None = None
    high: Fraction | None = None
    option: str = ""
    weight: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one block: its items from outside, and the lines of both sheets, item by item."""

    block: Block
    items: tuple[Item, ...]
    scaled: tuple[Line, ...]
    counted: tuple[Line, ...]


def form(cycle: Cycle, block: Block, units: Sequence[Unit]) -> Form | None:
    """Return the form of a block for these units; None where nothing is asked of the institute.

    Left out are units that are not assessed, and items of which it was decided that they do not apply.
    """
    asked = [unit for unit in units if unit.block == block.id and cycle.takes_part(unit) and cycle.excluded(unit.id) is None]
    items = tuple(item for item in block.items(cycle.year) if isinstance(item.rule, External))
    lines = [line for item in items for unit in asked if item.code not in cycle.exempt(unit.id) for line in _lines(item, unit)]
    if not lines:
        return None
    return Form(block, items, tuple(line for line in lines if not line.option), tuple(line for line in lines if line.option))


def _lines(item: Item, unit: Unit) -> Iterator[Line]:
    rule, title = item.rule, item.criterion.title or ""
    if not isinstance(rule, External):
        return
    if rule.scale is not None:
        yield Line(unit.id, unit.name, item.code, title, rule.scale[0], rule.scale[1])
    for option in rule.options or ():
        yield Line(unit.id, unit.name, item.code, title, option=option.label, weight=option.weight)


def tables(one: Form) -> dict[str, bytes]:
    """Return the lines as CSV, by the kind of the table: UTF-8 with a mark in front, semicolons between."""
    scaled = [(line.unit, line.name, line.item, "", "") for line in one.scaled]
    counted = [(line.unit, line.name, line.item, line.option, "") for line in one.counted]
    made = {
        SCALED: (("unit", "Tên đơn vị", "item", "value", "respondents"), scaled),
        COUNTED: (("unit", "Tên đơn vị", "item", "option", "count"), counted),
    }
    return {kind: _csv(heading, lines) for kind, (heading, lines) in made.items() if lines}


def _csv(heading: Sequence[str], lines: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows(lines)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def asked_for(item: Item) -> str:
    """Return in words what the institute gives for an item."""
    return "; ".join(item.rule.explanation(item.stake))
