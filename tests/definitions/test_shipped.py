"""The editions that travel with parcli hold, their cases hold, and they say no more than is known."""

from __future__ import annotations

import csv
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import pytest

from parcli.core.edition import Block, Edition, Item
from parcli.core.findings import Severity
from parcli.definitions import cases
from parcli.definitions.load import LoadedEdition, load_cycle, load_edition

CRITERIA = Path(__file__).parents[2] / "criteria"
NAMES = sorted(path.parent.name for path in CRITERIA.glob("*/edition.yaml"))
CYCLES = sorted(CRITERIA.glob("*/cycle-*.yaml"))
LINES = Path(__file__).with_name("khanhhoa_lines.csv")


@lru_cache
def loaded(name: str) -> LoadedEdition:
    return load_edition(CRITERIA / name, name)


def edition(name: str) -> Edition:
    whole = loaded(name).edition
    assert whole is not None
    return whole


def year_of(name: str) -> int:
    (cycle,) = (path for path in CYCLES if path.parent.name == name)
    return int(cycle.stem.removeprefix("cycle-"))


def hanoi(block: str) -> Block:
    found = edition("hanoi-2023").block(block)
    assert found is not None
    return found


def survey_points(block: Block) -> Fraction:
    return sum((item.maximum for item in block.items(2023) if item.criterion.assessed_by == "survey"), Fraction())


@pytest.mark.parametrize("name", NAMES)
def test_an_edition_holds_without_a_word(name: str) -> None:
    assert loaded(name).findings == ()
    assert edition(name).id == name


@pytest.mark.parametrize("path", CYCLES, ids=lambda path: path.stem)
def test_a_cycle_holds(path: Path) -> None:
    cycle = load_cycle(path, loaded(path.parent.name))
    assert [one for one in cycle.findings if one.severity >= Severity.ERROR] == []
    assert {one.code for one in cycle.findings} <= {"DF217"}


def test_each_edition_has_a_cycle_and_cases() -> None:
    assert {path.parent.name for path in CYCLES} == set(NAMES)
    assert {path.parent.name for path in CRITERIA.glob("*/cases.yaml")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_all_cases_hold_and_none_is_scarce(name: str) -> None:
    outcome = cases.run(CRITERIA / name / "cases.yaml", edition(name), year_of(name))
    assert outcome.findings == ()
    assert outcome.run == outcome.held > 0


@pytest.mark.parametrize("block", ["so", "huyen"])
def test_hanoi_2023_is_of_full_size(block: str) -> None:
    whole = hanoi(block)
    assert 80 <= len(whole.items(2023)) <= 95
    assert len(whole.areas) == 8
    assert {area.kind for area in whole.areas} == {"points"}
    assert whole.scale == 100


@pytest.mark.parametrize(("block", "points"), [("so", 31), ("huyen", 33)])
def test_hanoi_2023_has_the_weight_of_survey_that_is_known(block: str, points: int) -> None:
    assert survey_points(hanoi(block)) == points


@pytest.mark.parametrize("block", ["so", "huyen"])
def test_hanoi_2023_leaves_criterion_eight_to_the_council(block: str) -> None:
    eighth = [item for item in hanoi(block).items(2023) if item.code == "I.8" or item.code.startswith("I.8.")]
    assert {item.criterion.assessed_by for item in eighth} == {"council"}


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("hanoi")])
def test_no_hanoi_figure_passes_for_an_issued_one(name: str) -> None:
    whole = edition(name)
    items: list[Item] = [item for block in whole.blocks for item in block.items(year_of(name))]
    assert whole.status == "illustrative"
    assert {item.criterion.source.status if item.criterion.source else None for item in items} == {"illustrative"}


def test_khanh_hoa_is_its_source_line_by_line() -> None:
    with LINES.open(encoding="utf-8", newline="") as file:
        source = [(line["code"], abs(Fraction(line["max"])), line["title"]) for line in csv.DictReader(file)]
    (block,) = edition("khanhhoa-qd11").blocks
    assert len(source) == 28
    assert [(item.code, item.maximum, item.criterion.title) for item in block.items(2026)] == source


def test_khanh_hoa_is_called_transcribed_throughout() -> None:
    whole = edition("khanhhoa-qd11")
    (block,) = whole.blocks
    assert whole.status == "transcribed"
    assert {item.criterion.source.status if item.criterion.source else None for item in block.items(2026)} == {"transcribed"}
