"""RS1: figures from outside, line by line: whose they are, for which item, and whether they can be taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from parcli.checks.values import number
from parcli.core import points, words
from parcli.core.cycle import Cycle, Unit
from parcli.core.edition import Edition, Item
from parcli.core.expr import Value
from parcli.core.figures import FigureRow, FigureTable
from parcli.core.findings import Finding, Severity, found
from parcli.core.points import plain
from parcli.core.rules import External

_THOUSAND = 1000
Figures = dict[str, dict[str, dict[str, Value]]]


def take(tables: Sequence[FigureTable], cycle: Cycle, edition: Edition) -> tuple[Figures, tuple[Finding, ...]]:
    """Take the figures of all tables. A line that cannot be taken is named and left out; missing stays missing."""
    reading = _Reading(cycle, edition)
    for table in tables:
        reading.table(table)
    reading.options_complete()
    return reading.figures, tuple(reading.findings)


class _Reading:
    def __init__(self, cycle: Cycle, edition: Edition) -> None:
        self.cycle = cycle
        self.figures: Figures = {}
        self.findings: list[Finding] = []
        self.items: dict[str, dict[str, Item]] = {
            block.id: {words.key(item.code): item for item in block.items(cycle.year)} for block in edition.blocks
        }
        self.units = {words.key(name): unit for unit in cycle.units for name in unit.names()}
        self.seen: dict[tuple[str, str, str], str] = {}
        self.optional: dict[tuple[str, str], tuple[External, str]] = {}

    def table(self, table: FigureTable) -> None:
        for problem in table.problems:
            self.findings.append(found(problem.code, file=table.path, **dict(problem.values)))
        if table.missing:
            self.findings.append(found("RS102", file=table.path, sheet=table.sheet or None, columns=", ".join(table.missing)))
        for row in table.rows:
            self.row(table, row)

    def say(
        self, code: str, table: FigureTable, row: FigureRow, column: str, unit: str | None = None, item: str | None = None, **values: str
    ) -> None:
        cell = row.cells[column]
        shown = cell.formula or cell.text or "—"
        place = {"file": table.path, "sheet": table.sheet or None, "cell": cell.address or str(row.row)}
        self.findings.append(found(code, **place, unit=unit, item=item, found=shown, **values))

    def row(self, table: FigureTable, row: FigureRow) -> None:
        unit = self.units.get(words.key(row.cells["unit"].text))
        if unit is None:
            self.say("RS103", table, row, "unit")
            return
        item = self.items.get(unit.block, {}).get(words.key(row.cells["item"].text))
        if item is None or not isinstance(item.rule, External):
            self.say("RS104", table, row, "item", unit=unit.id)
            return
        if item.rule.scale is not None and "value" in row.cells:
            self.scaled(table, row, unit, item, item.rule.scale)
        elif item.rule.options is not None and "option" in row.cells:
            self.counted(table, row, unit, item, item.rule)
        else:
            expected = "value" if item.rule.scale is not None else "option, count"
            self.say("RS109", table, row, "item", unit=unit.id, item=item.code, expected=expected)

    def scaled(self, table: FigureTable, row: FigureRow, unit: Unit, item: Item, scale: tuple[Fraction, ...]) -> None:
        value = self.figure(table, row, "value", unit, item, thousands=scale[1] >= _THOUSAND)
        if value is None:
            return
        low, high = scale
        if not low <= value <= high:
            self.say("RS106", table, row, "value", unit=unit.id, item=item.code, low=plain(low), high=plain(high))
            return
        self.keep(table, row, "value", unit, item, "value", value)

    def counted(self, table: FigureTable, row: FigureRow, unit: Unit, item: Item, rule: External) -> None:
        said = words.key(row.cells["option"].text)
        place = next((place for place, option in enumerate(rule.options or (), start=1) if words.key(option.label) == said), None)
        if place is None:
            known = " / ".join(option.label for option in rule.options or ())
            self.say("RS108", table, row, "option", unit=unit.id, item=item.code, expected=known)
            return
        count = self.figure(table, row, "count", unit, item, thousands=True)
        if count is None:
            return
        if count < 0 or count.denominator != 1:
            self.say("RS105", table, row, "count", unit=unit.id, item=item.code)
            return
        self.optional[unit.id, item.code] = (rule, table.path)
        self.keep(table, row, "count", unit, item, f"option-{place}", count)

    def figure(self, table: FigureTable, row: FigureRow, column: str, unit: Unit, item: Item, *, thousands: bool) -> Fraction | None:
        """Take a number. Where it can reach a thousand, a mark before three digits is ambiguous as in workbooks."""
        cell = row.cells[column]
        if cell.blank:
            return None
        if cell.formula is not None or cell.error:
            self.say("RS112", table, row, column, unit=unit.id, item=item.code)
            return None
        value = points.from_figure_text(cell.raw) if isinstance(cell.raw, str) and not thousands else number(cell).value
        if not isinstance(value, Fraction):
            self.say("RS105", table, row, column, unit=unit.id, item=item.code)
            return None
        return value

    def keep(self, table: FigureTable, row: FigureRow, column: str, unit: Unit, item: Item, name: str, value: Fraction) -> None:
        where = " ".join(part for part in (table.path, table.sheet, row.cells[column].address) if part)
        first = self.seen.setdefault((unit.id, item.code, name), where)
        if first != where:
            self.say("RS107", table, row, column, unit=unit.id, item=item.code, first=first)
            self.figures.get(unit.id, {}).pop(item.code, None)
            return
        self.figures.setdefault(unit.id, {}).setdefault(item.code, {})[name] = value

    def options_complete(self) -> None:
        """A survey with options needs a count for each of them: one that was left out is missing, not zero."""
        for (unit, item), (rule, path) in self.optional.items():
            given = self.figures.get(unit, {}).get(item, {})
            names = {f"option-{place}": option.label for place, option in enumerate(rule.options or (), start=1)}
            absent = [label for name, label in names.items() if name not in given]
            if given and absent:
                self.findings.append(found("RS111", file=path, unit=unit, item=item, options=" / ".join(absent)))
                del self.figures[unit][item]


def refused(findings: Sequence[Finding]) -> dict[str, frozenset[str]]:
    """Return by unit the items for which a line was there but could not be taken: their figure is unknown, not missing."""
    items: dict[str, set[str]] = {}
    for one in findings:
        if one.unit is not None and one.item is not None and one.severity is Severity.ERROR:
            items.setdefault(one.unit, set()).add(one.item)
    return {unit: frozenset(codes) for unit, codes in items.items()}


def missing(figures: Mapping[str, Mapping[str, object]], cycle: Cycle, edition: Edition) -> tuple[Finding, ...]:
    """Say for each unit which survey figures there are none of."""
    findings = []
    for unit in filter(cycle.takes_part, cycle.units):
        block = edition.block(unit.block)
        asked = [item.code for item in block.items(cycle.year) if isinstance(item.rule, External)] if block else []
        absent = [code for code in asked if code not in figures.get(unit.id, {}) and code not in cycle.exempt(unit.id)]
        if absent:
            findings.append(found("RS110", unit=unit.id, items=", ".join(absent), count=len(absent), of=len(asked)))
    return tuple(findings)
