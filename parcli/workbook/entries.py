"""What is put into a workbook when it is made with answers, and what its formulas then show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import islice

from parcli.core import expr, words
from parcli.core.edition import Kind
from parcli.core.scoring import Dossier, ItemResult, score_items
from parcli.core.submission import Answer, SelfAssessment
from parcli.workbook import names
from parcli.workbook.layout import Layout, Row

Entry = Fraction | date | str


@dataclass(frozen=True, slots=True)
class Entries:
    """Answers by key and column (``input``, ``estimate``, ``applies``, ``explanation``, ``room``), register rows, difficulties."""

    cells: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)
    register: tuple[Mapping[str, Entry], ...] = ()
    difficulties: tuple[tuple[str, str], ...] = ()
    _listed: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Count the register's lines once: a workbook asks for each item, more than once."""
        object.__setattr__(self, "_listed", Counter(str(line.get("item", "")).strip() for line in self.register))

    def listed(self, key: str) -> int:
        """Return how many lines of the register name an item."""
        return self._listed.get(key, 0)

    def at(self, key: str, column: str) -> Entry | None:
        """Return what is entered in a row's column."""
        return self.cells.get(key, {}).get(column)


NONE = Entries()


def records(layout: Layout, entries: Entries) -> dict[str, SelfAssessment]:
    """Return the records that these entries amount to, as the sheet's own formulas see them."""
    found: dict[str, dict[str, Answer]] = {row.key: {} for row in layout.items}
    for row in layout.rows:
        if row.cell is not None and row.item is not None:
            found[row.item.code][row.cell.name] = _answer(row, entries.at(row.key, "input"))
    return {row.key: _record(row, found[row.key], entries) for row in layout.items}


def _answer(row: Row, entry: Entry | None) -> Answer:
    address = names.at("input", row.row)
    if entry is None or entry == "":
        return Answer(address, "", None, blank=True)
    return Answer(address, str(entry), expr.serial(entry) if isinstance(entry, date) else entry)


def _record(row: Row, answers: Mapping[str, Answer], entries: Entries) -> SelfAssessment:
    why = str(entries.at(row.key, "explanation") or "").strip()
    applies = words.key(str(entries.at(row.key, "applies") or ""))
    claim = next((kind for kind in Kind if words.key(kind.label) == applies), None)
    refused = (claim is not None and (claim not in row.claims or not why)) or (claim is None and applies not in ("", words.key(names.APPLIES)))
    return SelfAssessment(row.key, names.at("self", row.row), answers, claim, refused, why)


def values(layout: Layout, entries: Entries) -> dict[str, Fraction | str]:
    """Return what the formula of each row shows, by key: points, a mark, or nothing."""
    dossier = Dossier("", records(layout, entries), exempt=layout.exempt)
    items = score_items(layout.block, layout.edition.policies, layout.cycle.year, dossier, provisional=False)
    shown: dict[str, Fraction | str] = {one.code: _shown(one) for one in items}
    for place, row in reversed([*enumerate(layout.rows)]):
        if row.kind in ("area", "group"):
            shown[row.key] = "" if row.formula is None else _sum_beneath(layout, place, shown)
    caps = {area.code: area.maximum for area in layout.block.areas if area.kind != "points"}
    for code, cap in caps.items():
        value = shown[code]
        shown[code] = min(value, cap) if isinstance(value, Fraction) else value
    return {**shown, **_totals(layout, items, shown)}


def _shown(one: ItemResult) -> Fraction | str:
    if one.item.criterion.assessed_by == "survey":
        return "" if one.treatment in (None, "never") else names.OF_SURVEY
    if one.status == "removed":
        return names.RESCALED if one.treatment == "rescale" else names.REDUCED
    return "" if one.computed is None else one.computed


def _sum_beneath(layout: Layout, place: int, shown: Mapping[str, Fraction | str]) -> Fraction:
    total, heading = Fraction(), layout.rows[place]
    for row in islice(layout.rows, place + 1, None):
        if row.level <= heading.level or row.kind == "total":
            break
        value = shown.get(row.key)
        if row.kind == "item" and isinstance(value, Fraction):
            total += value
    return total


def _totals(layout: Layout, items: tuple[ItemResult, ...], shown: Mapping[str, Fraction | str]) -> dict[str, Fraction | str]:
    kinds = {area.code: area.kind for area in layout.block.areas}

    def of_kind(kind: str) -> Fraction:
        return sum((value for code, value in shown.items() if kinds.get(code) == kind and isinstance(value, Fraction)), Fraction())

    asked = [one for one in items if one.item.area.kind == "points" and one.item.criterion.assessed_by != "survey"]
    whole = sum((one.item.maximum for one in asked if shown[one.code] != names.REDUCED), Fraction())
    removed = sum((one.item.maximum for one in asked if shown[one.code] == names.RESCALED), Fraction())
    total: Fraction | str = "" if whole == removed else of_kind("points") * whole / (whole - removed)
    return {"@total": total, "@bonus": of_kind("bonus"), "@penalty": of_kind("penalty")}
