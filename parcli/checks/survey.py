"""RS1: figures from outside, line by line: whose they are, for which item, and whether they can be taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from parcli.checks import figures
from parcli.core import words
from parcli.core.cycle import Cycle, Unit
from parcli.core.edition import Edition
from parcli.core.expr import Value
from parcli.core.figures import FEWEST_RESPONDENTS, FIGURE_KINDS, FigureRow, FigureSource, FigureTable
from parcli.core.findings import Finding, Severity, found
from parcli.core.item import Item
from parcli.core.points import plain
from parcli.core.rules import External

Figures = dict[str, dict[str, dict[str, Value]]]


def take(tables: Iterable[FigureTable], cycle: Cycle, edition: Edition) -> tuple[Figures, tuple[FigureSource, ...], tuple[Finding, ...]]:
    """Take the figures of all tables, each with its source. A line that cannot be taken is named and left out; missing stays missing."""
    reading = _Reading(cycle, edition)
    for table in tables:
        reading.table(table)
    reading.options_complete()
    return reading.figures, reading.taken_from(), tuple(reading.findings)


class _Reading:
    def __init__(self, cycle: Cycle, edition: Edition) -> None:
        self.figures: Figures = {}
        self.findings: list[Finding] = []
        self.items: dict[str, dict[str, Item]] = {
            block.id: {words.key(item.code): item for item in block.items(cycle.year)} for block in edition.blocks
        }
        self.units = {words.key(name): unit for unit in cycle.units for name in unit.names()}
        self.seen: dict[tuple[str, str, str], str] = {}
        self.sources: dict[tuple[str, str, str], FigureSource] = {}
        self.optional: dict[tuple[str, str], tuple[External, str]] = {}
        self.declared: dict[tuple[str, str], set[int]] = {}

    def table(self, table: FigureTable) -> None:
        for problem in table.problems:
            self.findings.append(found(problem.code, file=table.path, sheet=table.sheet or None, **dict(problem.values)))
        if table.missing:
            self.findings.append(found("RS102", file=table.path, sheet=table.sheet or None, columns=", ".join(table.missing)))
        for row in table.rows:
            self.row(table, row)

    def say(
        self, code: str, table: FigureTable, row: FigureRow, column: str, unit: str | None = None, item: str | None = None, **values: str
    ) -> None:
        cell = row.cells[column]
        shown = cell.shown or "—"
        place = {"file": table.path, "sheet": table.sheet or None, "cell": cell.address or str(row.row)}
        self.findings.append(found(code, **place, unit=unit, item=item, found=shown, **values))

    def row(self, table: FigureTable, row: FigureRow) -> None:
        unit = self.unit(table, row)
        if unit is None:
            return
        item = self.items.get(unit.block, {}).get(_item_key(row, self.items.get(unit.block, {})))
        if item is None or not isinstance(item.rule, External):
            self.no_item(table, row, unit)
            return
        if item.rule.scale is not None and any(kind in row.cells for kind in FIGURE_KINDS):
            self.scaled(table, row, unit, item, item.rule.scale)
        elif item.rule.options is not None and "option" in row.cells:
            self.counted(table, row, unit, item, item.rule)
        else:
            expected = "value" if item.rule.scale is not None else "option, count"
            self.say("RS109", table, row, "item", unit=unit.id, item=item.code, expected=expected)

    def unit(self, table: FigureTable, row: FigureRow) -> Unit | None:
        """Return the unit of a line; where it is none, say so, or that the line is no figure of a unit."""
        cell, name = row.cells["unit"], row.cells.get("name")
        column = "name" if cell.blank and name is not None and not name.blank else "unit"
        unit = self.units.get(words.key(row.cells[column].text))
        named = self.units.get(words.key(name.text)) if name is not None else None
        if unit is not None and named is not None and unit is not named:
            self.say("RS120", table, row, "unit", name=name.text if name else "")
            return None
        if unit is not None:
            return unit
        if figures.closes(row.cells[column].text) or figures.closes(row.cells["item"].text):
            self.say("RS126", table, row, column)
        elif _says_nothing(row):
            self.say("RS127", table, row, column)
        else:
            self.say("RS103", table, row, column)
        return None

    def no_item(self, table: FigureTable, row: FigureRow, unit: Unit) -> None:
        if figures.closes(row.cells["item"].text):
            self.say("RS126", table, row, "item")
        elif _says_nothing(row):
            self.say("RS127", table, row, "unit")
        else:
            self.say("RS104", table, row, "item", unit=unit.id)

    def scaled(self, table: FigureTable, row: FigureRow, unit: Unit, item: Item, scale: tuple[Fraction, ...]) -> None:
        whose = {"unit": unit.id, "item": item.code}
        given = [kind for kind in FIGURE_KINDS if kind in row.cells and not row.cells[kind].blank]
        for kind in given:
            if figures.says_none(row.cells[kind]):
                self.say("RS128", table, row, kind, **whose)
        filled = [kind for kind in given if not figures.says_none(row.cells[kind])]
        asked = figures.Asked(scale[0], scale[1], item.maximum)
        reads = {kind: figures.value(kind, row.cells[kind], asked) for kind in filled}
        for kind, read in reads.items():
            if read.code:
                self.say(read.code, table, row, kind, unit.id, item.code, low=plain(read.low), high=plain(read.high))
        values = {read.value for read in reads.values() if read.value is not None}
        if not values or any(read.code for read in reads.values()):
            return
        if len(values) > 1:
            self.say("RS125", table, row, filled[0], **whose, others="; ".join(row.cells[kind].shown for kind in filled[1:]))
            return
        answered = self.respondents(table, row, **whose)
        if answered != 0:
            self.keep(table, row, filled[0], unit, item, "value", values.pop(), answered)

    def respondents(self, table: FigureTable, row: FigureRow, unit: str, item: str) -> int | None:
        """Return how many answered, None where the table does not say; none at all, or few, is asked about."""
        cell = row.cells.get("respondents")
        if cell is None or figures.empty(cell):
            return None
        answered = figures.whole(cell)
        code = "RS129" if answered is None else "RS130" if answered == 0 else "RS131" if answered < FEWEST_RESPONDENTS else ""
        if code:
            self.say(code, table, row, "respondents", unit=unit, item=item, fewest=str(FEWEST_RESPONDENTS))
        return answered

    def counted(self, table: FigureTable, row: FigureRow, unit: Unit, item: Item, rule: External) -> None:
        whose = {"unit": unit.id, "item": item.code}
        said = words.key(row.cells["option"].text)
        place = next((place for place, option in enumerate(rule.options or (), start=1) if words.key(option.label) == said), None)
        if place is None and _says_nothing(row, ("count",)) and not said:
            return
        if place is None:
            closing = figures.closes(said)
            known = " / ".join(option.label for option in rule.options or ())
            self.say("RS126" if closing else "RS108", table, row, "option", **({} if closing else whose), expected=known)
            return
        cell = row.cells["count"]
        if figures.says_none(cell):
            self.say("RS128", table, row, "count", **whose)
        if figures.empty(cell):
            return
        read = figures.exact(cell, thousands=True)
        if not isinstance(read, Fraction) or read < 0 or read.denominator != 1:
            self.say(read if isinstance(read, str) else "RS105", table, row, "count", **whose)
            return
        self.optional[unit.id, item.code] = (rule, table.path)
        declared = row.cells.get("respondents")
        if declared is not None and not figures.empty(declared):
            self.declare(table, row, figures.whole(declared), **whose)
        self.keep(table, row, "count", unit, item, f"option-{place}", read)

    def declare(self, table: FigureTable, row: FigureRow, answered: int | None, unit: str, item: str) -> None:
        """Keep how many are said to have answered, to hold the counts against it."""
        if answered is None:
            self.say("RS129", table, row, "respondents", unit=unit, item=item, fewest=str(FEWEST_RESPONDENTS))
        else:
            self.declared.setdefault((unit, item), set()).add(answered)

    def keep(
        self, table: FigureTable, row: FigureRow, column: str, unit: Unit, item: Item, name: str, value: Fraction, answered: int | None = None
    ) -> None:
        cell = row.cells[column]
        where = " ".join(part for part in (table.path, table.sheet, cell.address) if part)
        first = self.seen.setdefault((unit.id, item.code, name), where)
        if first != where:
            self.say("RS107", table, row, column, unit=unit.id, item=item.code, first=first)
            self.figures.get(unit.id, {}).pop(item.code, None)
            return
        self.figures.setdefault(unit.id, {}).setdefault(item.code, {})[name] = value
        self.sources[unit.id, item.code, name] = FigureSource(
            unit.id, item.code, name, table.path, table.sheet, cell.address or str(row.row), cell.text, answered
        )

    def options_complete(self) -> None:
        """A survey with options needs a count for each of them, and somebody who answered: what was left out is missing, not zero."""
        for (unit, item), (rule, path) in self.optional.items():
            given = self.figures.get(unit, {}).get(item, {})
            names = {f"option-{place}": option.label for place, option in enumerate(rule.options or (), start=1)}
            absent = [label for name, label in names.items() if name not in given]
            if given and absent:
                self.findings.append(found("RS111", file=path, unit=unit, item=item, options=" / ".join(absent)))
                del self.figures[unit][item]
            elif given:
                self.answered(unit, item, path)

    def answered(self, unit: str, item: str, path: str) -> None:
        """Hold the counts against the number of those who answered; nobody's answers give no figure."""
        total = self.total(unit, item)
        declared = self.declared.get((unit, item), set())
        place = {"file": path, "unit": unit, "item": item}
        if total == 0:
            self.findings.append(found("RS130", **place, found=total))
            del self.figures[unit][item]
        elif total < FEWEST_RESPONDENTS:
            self.findings.append(found("RS131", **place, found=total, fewest=FEWEST_RESPONDENTS))
        if declared - {total}:
            self.findings.append(found("RS132", **place, found=total, expected=", ".join(map(str, sorted(declared)))))

    def total(self, unit: str, item: str) -> int:
        counts = self.figures.get(unit, {}).get(item, {}).values()
        return sum(int(each) for each in counts if isinstance(each, Fraction))

    def taken_from(self) -> tuple[FigureSource, ...]:
        """Return the sources of what was taken, in the order of units, items and names; of counts, with how many they are."""
        taken = [source for (unit, item, name), source in sorted(self.sources.items()) if name in self.figures.get(unit, {}).get(item, {})]
        return tuple(replace(one, respondents=self.total(one.unit, one.item)) if (one.unit, one.item) in self.optional else one for one in taken)


def _item_key(row: FigureRow, items: Mapping[str, Item]) -> str:
    """Return the comparing form of a line's code; the heading of a wide table may go on with the title."""
    key = words.key(row.cells["item"].text)
    return key if key in items else key.split(" ")[0].rstrip(".:") if key else ""


def _says_nothing(row: FigureRow, columns: Sequence[str] = ("item", "option", "count", "respondents", *FIGURE_KINDS)) -> bool:
    """Whether a line has none of the things that a figure needs: it is a note, or heads a group of lines."""
    return all(row.cells[column].blank for column in columns if column in row.cells)


def refused(findings: Sequence[Finding]) -> dict[str, frozenset[str]]:
    """Return by unit the items for which a line was there but could not be taken: their figure is unknown, not missing."""
    items: dict[str, set[str]] = {}
    for one in findings:
        if one.unit is not None and one.item is not None and one.inherent is Severity.ERROR:
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
