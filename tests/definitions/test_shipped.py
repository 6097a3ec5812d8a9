"""The editions that travel with parcli hold, their cases hold, and they say no more than is known."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from parcli.core.cycle import Cycle
from parcli.core.edition import Block, Edition, Kind
from parcli.core.findings import Severity
from parcli.core.item import Item
from parcli.core.rules import RULES, Conditional, Deadline, Rule, Tiers
from parcli.definitions import cases
from parcli.definitions.load import LoadedEdition, load_cycle, load_edition

CRITERIA = Path(__file__).parents[2] / "criteria"
NAMES = sorted(path.parent.name for path in CRITERIA.glob("*/edition.yaml"))
CYCLES = sorted(CRITERIA.glob("*/cycle-*.yaml"))
LINES = Path(__file__).with_name("khanhhoa_lines.csv")
# SHA-256 of the 126 lines "code name" of the official list, sorted: taken from the list itself, not from the cycle.
COMMUNES = "069b4b252b3a9666066537eb968032dd0fc8cd1343b49b4e9d4151ec0420326e"


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


def hanoi_2025(block: str) -> Block:
    found = edition("hanoi-2025").block(block)
    assert found is not None
    return found


def cycle_of(name: str) -> Cycle:
    (path,) = (path for path in CYCLES if path.parent.name == name)
    whole = load_cycle(path, loaded(name)).cycle
    assert whole is not None
    return whole


def rules_of(items: tuple[Item, ...]) -> list[Rule]:
    outer = [item.rule for item in items]
    return outer + [case.rule for rule in outer if isinstance(rule, Conditional) for case in rule.cases if case.rule is not None]


@pytest.mark.parametrize(("block", "least", "most"), [("so", 85, 95), ("xa", 70, 85)])
def test_hanoi_2025_is_of_full_size_with_nine_areas(block: str, least: int, most: int) -> None:
    whole = hanoi_2025(block)
    assert least <= len(whole.items(2025)) <= most
    assert [area.kind for area in whole.areas] == ["points"] * 8 + ["bonus", "penalty"]
    assert [area.printed_number for area in whole.areas] == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX.1", "IX.2"]
    assert whole.sum_of("points") == whole.scale == 100


@pytest.mark.parametrize("block", ["so", "xa"])
def test_hanoi_2025_caps_bonus_and_penalty_below_the_sum_of_their_items(block: str) -> None:
    bonus, penalty = hanoi_2025(block).areas[8:]
    assert (bonus.maximum, penalty.maximum) == (Fraction(3), Fraction(5))
    assert sum(leaf.maximum for leaf in bonus.leaves()) > bonus.maximum
    assert sum(leaf.maximum for leaf in penalty.leaves()) > penalty.maximum


@pytest.mark.parametrize("block", ["so", "xa"])
def test_hanoi_2025_gives_the_survey_the_thirty_points_that_its_header_says(block: str) -> None:
    items = hanoi_2025(block).items(2025)
    assert sum(item.maximum for item in items if item.criterion.assessed_by == "survey") == 30
    assert "(30 trên 100 điểm)" in (CRITERIA / "hanoi-2025" / f"{block}.yaml").read_text(encoding="utf-8").partition("areas:")[0]


@pytest.mark.parametrize("block", ["so", "xa"])
def test_each_block_of_hanoi_2025_uses_every_type_of_rule(block: str) -> None:
    rules = rules_of(hanoi_2025(block).items(2025))
    assert {type(rule) for rule in rules} == set(RULES)
    assert {rule.of for rule in rules if isinstance(rule, Tiers)} == {"number", "ratio", "change"}
    assert {type(rule.due).__name__ for rule in rules if isinstance(rule, Deadline)} == {"date", "MonthDay", "DaysAfter"}


def test_hanoi_2025_uses_every_treatment_of_what_does_not_apply() -> None:
    whole = edition("hanoi-2025")
    items = [item for block in whole.blocks for item in block.items(2025)]
    used = {item.criterion.treatment(kind, whole.policies) for item in items for kind in Kind}
    assert used == {"full_marks", "rescale", "reduce_maximum", "unranked", "never"}


def test_hanoi_2025_has_enough_in_common_with_2023_to_be_compared() -> None:
    before = {(item.code, item.criterion.title) for item in hanoi("so").items(2023)}
    now = {(item.code, item.criterion.title) for item in hanoi_2025("so").items(2025)}
    assert 0.4 < len(before & now) / len(now) < 0.75


def test_every_item_of_hanoi_2025_has_three_cases_and_more() -> None:
    content = yaml.safe_load((CRITERIA / "hanoi-2025" / "cases.yaml").read_text(encoding="utf-8"))
    counted = Counter((case["block"], case["item"]) for case in content)
    items = [(block, item.code) for block in ("so", "xa") for item in hanoi_2025(block).items(2025)]
    assert [one for one in items if counted[one] < 3] == []


def test_hanoi_2025_has_the_126_communes_with_their_official_codes() -> None:
    communes = [unit for unit in cycle_of("hanoi-2025").units if unit.block == "xa"]
    lines = sorted(f"{unit.aliases[0]} {unit.name}\n" for unit in communes)
    assert len(communes) == 126
    assert Counter(unit.name.split()[0] for unit in communes) == {"Phường": 51, "Xã": 75}
    assert hashlib.sha256("".join(lines).encode()).hexdigest() == COMMUNES
    assert {str(unit.valid_from) for unit in communes} == {"2025-07-01"}


def test_the_communes_go_by_readable_ids_and_short_names() -> None:
    cycle = cycle_of("hanoi-2025")
    for name, unit in [("00004", "phuong-ba-dinh"), ("Ba Đình", "phuong-ba-dinh"), ("Xã Sóc Sơn", "xa-soc-son"), ("Yên Hòa", "phuong-yen-hoa")]:
        found = cycle.named(name)
        assert found is not None
        assert found.id == unit


def test_the_departments_of_2025_name_predecessors_that_2023_knows() -> None:
    before = {unit.name for unit in cycle_of("hanoi-2023").units}
    merged = [unit for unit in cycle_of("hanoi-2025").units if unit.successor_of]
    assert {name for unit in merged for name in unit.successor_of} <= before
    assert {(unit.block, str(unit.valid_from)) for unit in merged} == {("so", "2025-03-01")}


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
