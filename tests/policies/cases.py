"""The worked examples of policies: read from cases.yaml, put through scoring and ranking, and told as figures.

A choice is a whole small edition with its units, so that the same data can also go through the command line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from parcli.core import points
from parcli.core.edition import Block, BlockFile, Class, Edition, Kind, Policies
from parcli.core.limits import Limits
from parcli.core.ranking import Row, Standing, rank
from parcli.core.scoring import Dossier, UnitResult, score
from parcli.core.submission import Answer, SelfAssessment
from parcli.definitions import tree
from parcli.messages import words

FILE = Path(__file__).with_name("cases.yaml")
YEAR = 2023
BLOCK, RANKED = "so", "được xếp hạng"
Figure = Fraction | int | str | None
Figures = dict[str, dict[str, Figure]]


@dataclass(frozen=True)
class Choice:
    """One way of deciding, with what it is tried on. ``gives`` are the figures by unit that were computed by hand."""

    table: str
    name: str
    policies: Mapping[str, Any]
    heading: Mapping[str, Any]
    areas: list[dict[str, Any]]
    units: Mapping[str, Mapping[str, str]]
    exempt: Mapping[str, Mapping[str, str]]
    survey: Mapping[str, Mapping[str, str]]
    gives: Mapping[str, Mapping[str, str | None]]

    @property
    def edition(self) -> Edition:
        """The edition of this choice."""
        classes = tuple(Class.model_validate(each) for each in self.heading.get("classes", ()))
        stated = self.heading.get("scale")
        scale = None if stated is None else Fraction(stated)
        block = Block(BLOCK, "Khối Sở", BlockFile.model_validate({"areas": self.areas}).areas, classes, scale)
        return Edition("thu", "Chỉ số thử", "Quyết định thử", "illustrative", "1.0", Policies.model_validate(self.policies), (block,))


@dataclass(frozen=True)
class Table:
    """Choices side by side: units in rows and choices in columns, or choices in rows and figures of one unit in columns."""

    name: str
    rows: str
    columns: Mapping[str, str]
    given: Mapping[str, str]
    cell: str
    choices: tuple[Choice, ...]


@cache
def tables() -> dict[str, Table]:
    """Return every table by its name."""
    root, complaints = tree.read(FILE.read_bytes(), FILE.name, Limits())
    assert root is not None, complaints
    return {raw["table"]: _table(raw) for raw in root.plain()}


def choices() -> list[Choice]:
    """Return the choices of all tables."""
    return [choice for table in tables().values() for choice in table.choices]


def _table(raw: Mapping[str, Any]) -> Table:
    made = tuple(_choice(raw, each) for each in raw["choices"])
    return Table(raw["table"], raw["rows"], raw.get("columns", {}), raw.get("given", {}), raw.get("cell", ""), made)


def _choice(raw: Mapping[str, Any], own: Mapping[str, Any]) -> Choice:
    both = {**raw, **own}
    entered = {unit: {**entries, **own.get("units", {}).get(unit, {})} for unit, entries in raw["units"].items()}
    heading = {key: both[key] for key in ("classes", "scale") if key in both}
    areas = [_changed(area, own.get("items", {})) for area in raw["areas"]]
    return Choice(
        raw["table"], own["name"], both.get("policies", {}), heading, areas, entered, own.get("exempt", {}), raw.get("survey", {}), own["gives"]
    )


def _changed(node: Mapping[str, Any], changes: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    changed = {**node, **changes.get(node["code"], {})}
    return {**changed, "items": [_changed(child, changes) for child in node["items"]]} if "items" in node else changed


def figures(choice: Choice) -> Figures:
    """Return what scoring and ranking make of a choice, by unit. Self points stand, as in a draft."""
    edition = choice.edition
    block = edition.blocks[0]
    results = [score(block, edition.policies, YEAR, _dossier(choice, unit), provisional=True) for unit in choice.units]
    standings = [Standing(one.unit, one.unit, one.state, "", one.final, one.index, {area.code: area.index for area in one.areas}) for one in results]
    rows = {row.unit: row for row in rank(block, edition.policies, standings, provisional=True).rows}
    return {one.unit: _figures(one, rows.get(one.unit)) for one in results}


def _dossier(choice: Choice, unit: str) -> Dossier:
    records = {item.code: _record(item.code, choice.units[unit]) for item in choice.edition.blocks[0].items(YEAR)}
    survey = {item: {"value": Fraction(value)} for item, value in choice.survey.get(unit, {}).items()}
    return Dossier(unit, records, exempt={item: Kind(kind) for item, kind in choice.exempt.get(unit, {}).items()}, survey=survey)


def _record(code: str, entries: Mapping[str, str]) -> SelfAssessment:
    own = {key.partition("/")[2]: entry for key, entry in entries.items() if key.startswith(f"{code}/")}
    answers = {name: Answer("H9", entry, Fraction(entry)) for name, entry in own.items()}
    return SelfAssessment(code, "J8", answers, Kind(entries[code]) if code in entries else None)


def _figures(one: UnitResult, row: Row | None) -> dict[str, Figure]:
    told: dict[str, Figure] = {
        "final": one.final, "maximum": one.maximum, "index": one.index, "bonus": one.bonus, "penalty": one.penalty,
        "ranked": words("vi").text(f"state.{one.state}") if row is None else RANKED,
        "rank": None if row is None else row.rank,
        "class": None if row is None else row.class_name,
        "printed": None if row is None else points.vietnamese(row.index, row.places),
    }  # fmt: skip
    told |= {area.code: area.final for area in one.areas}
    return told | {item.code: item.final for item in one.items}


def expected(choice: Choice) -> Iterator[tuple[str, str, Figure]]:
    """Yield unit, name and value of every figure that was computed by hand."""
    words_of_units = ("ranked", "class", "printed")
    for unit, given in choice.gives.items():
        for name, value in given.items():
            yield unit, name, value if value is None or name in words_of_units else Fraction(value)
