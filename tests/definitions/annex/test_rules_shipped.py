"""The rules of the shipped editions come back from their own explanations, and Khánh Hòa's from the words of its decision."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from parcli.core import expr
from parcli.core.expr import Value
from parcli.core.fields import MonthDay
from parcli.core.item import Item
from parcli.core.rules import Choice, Conditional, Deadline, Level, Rule, Stake
from parcli.definitions.annex.rules import Asked, Proposal, propose
from parcli.definitions.annex.rules.verify import built
from parcli.definitions.load import load_edition

CRITERIA = Path(__file__).parents[3] / "criteria"
YEARS = {"hanoi-2023": 2023, "hanoi-2025": 2025, "khanhhoa-qd11": 2026}
BLOCKS = [("hanoi-2023", "so"), ("hanoi-2023", "huyen"), ("khanhhoa-qd11", "xa")]
# Known lines of the decision that say too little, or more than one thing; they stay with a person.
LEFT_TO_A_PERSON = {"I.1", "IV.3.1", "IV.3.3", "V.1"}


@lru_cache
def items(edition: str, block: str) -> tuple[Item, ...]:
    loaded = load_edition(CRITERIA / edition, edition).edition
    assert loaded is not None
    found = loaded.block(block)
    assert found is not None
    return found.items(YEARS[edition])


def read_back(item: Item, lines: tuple[str, ...]) -> Proposal:
    labels = tuple(cell.label for cell in item.rule.cells(item.stake))
    survey = item.criterion.assessed_by == "survey"
    return propose(Asked(item.criterion.title or "", lines, item.maximum, labels, survey, item.stake.penalty))


def in_points_and_days(rule: Rule, stake: Stake) -> Rule:
    """State shares as points and days of the year as days, as an explanation prints them for one maximum and one year."""
    if isinstance(rule, Choice):
        levels = tuple(Level(label=level.label, points=level.worth(stake.maximum)) for level in rule.levels)
        return rule.model_copy(update={"levels": levels})
    if isinstance(rule, Deadline) and isinstance(rule.due, MonthDay):
        return rule.model_copy(update={"due": rule.due.of(stake.year)})
    if not isinstance(rule, Conditional):
        return rule
    cases = (case if case.rule is None else case.model_copy(update={"rule": in_points_and_days(case.rule, case.stake(stake))}) for case in rule.cases)
    return rule.model_copy(update={"cases": tuple(cases)})


def compared(lines_of: Any, blocks: list[tuple[str, str]]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for name in blocks:
        for item in items(*name):
            proposal = read_back(item, lines_of(item))
            rule = built(proposal.rule) if proposal.rule is not None else None
            counted["none" if rule is None else "same" if rule == item.rule else "as printed"] += 1
            if rule is not None:
                assert rule == in_points_and_days(item.rule, item.stake), item.code
                assert proposal.unread == ()
                assert dict(proposal.said) == {}
    return counted


def test_every_explanation_comes_back_as_its_rule() -> None:
    counted = compared(lambda item: item.rule.explanation(item.stake), BLOCKS)

    # "as printed": 4 choices whose levels are shares of the maximum, 5 deadlines on a day of the cycle's year.
    assert counted == {"same": 200, "as printed": 9}


def test_without_indentation_two_cases_stay_with_a_person() -> None:
    counted = compared(lambda item: tuple(line.strip() for line in item.rule.explanation(item.stake)), BLOCKS)

    assert counted == {"same": 198, "as printed": 9, "none": 2}


def test_the_edition_of_2025_comes_back_without_a_wrong_rule() -> None:
    counted = compared(lambda item: item.rule.explanation(item.stake), [("hanoi-2025", "so"), ("hanoi-2025", "xa")])

    assert counted["same"] >= 0.95 * counted.total()
    assert counted["none"] == 0


def test_shares_come_back_where_the_annex_prints_them() -> None:
    seen = 0
    for name in BLOCKS:
        for item in items(*name):
            if isinstance(item.rule, Choice) and any(level.share is not None for level in item.rule.levels):
                shares = [f" ({level.share * 100!s}% điểm tối đa)" for level in item.rule.levels if level.share is not None]
                lines = tuple(line + share for line, share in zip(item.rule.explanation(item.stake), shares, strict=True))
                rule = read_back(item, lines).rule
                assert rule is not None
                assert built(rule) == item.rule
                seen += 1
    assert seen == 4


def test_days_of_the_year_come_back_where_the_annex_prints_no_year() -> None:
    for name in BLOCKS:
        for item in items(*name):
            if isinstance(item.rule, Deadline) and isinstance(item.rule.due, MonthDay):
                first, *others = item.rule.explanation(item.stake)
                rule = read_back(item, (first.replace(f"/{item.year}", ""), *others)).rule
                assert rule is not None
                assert built(rule) == item.rule


@lru_cache
def khanh_hoa() -> dict[str, tuple[Item, Proposal]]:
    """Read each item of Khánh Hòa from the lines of the decision, which stand under its guidance."""
    read = {}
    for item in items("khanhhoa-qd11", "xa"):
        lines = tuple((item.criterion.guidance or "").splitlines())
        read[item.code] = item, propose(Asked(item.criterion.title or "", lines, item.maximum, penalty=item.stake.penalty))
    return read


def test_khanh_hoa_is_recognised_but_for_four_items() -> None:
    without = {code for code, (_, proposal) in khanh_hoa().items() if proposal.rule is None}

    assert len(khanh_hoa()) == 28
    assert without == LEFT_TO_A_PERSON


@pytest.mark.parametrize("code", sorted(set(khanh_hoa()) - LEFT_TO_A_PERSON))
def test_khanh_hoa_is_recognised_as_what_it_is(code: str) -> None:
    item, proposal = khanh_hoa()[code]

    assert proposal.rule is not None
    assert proposal.rule["type"] == getattr(item.rule, "type", "")


def _renamed(inputs: dict[str, str], item: Item, rule: Rule) -> dict[str, Value]:
    """Give the inputs of a case to the proposed rule: labels that differ are taken by their place."""
    ours = {cell.name: cell for cell in item.rule.cells(item.stake)}
    theirs = {cell.name: cell for cell in rule.cells(item.stake)}
    assert set(ours) == set(theirs)
    values: dict[str, Value] = {}
    for name, text in inputs.items():
        choices = ours[name].choices
        values[name] = theirs[name].choices[choices.index(text)] if choices else Fraction(text)
    return values


def _cases() -> list[dict[str, Any]]:
    cases = yaml.load((CRITERIA / "khanhhoa-qd11" / "cases.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return [case for case in cases if case["item"] not in LEFT_TO_A_PERSON]


def test_khanh_hoa_scores_every_case_as_the_edition_does() -> None:
    cases = _cases()
    assert len({case["item"] for case in cases}) == 24
    for case in cases:
        item, proposal = khanh_hoa()[case["item"]]
        assert proposal.rule is not None
        rule = built(proposal.rule)
        assert rule is not None
        inputs = {name: text for name, text in case["inputs"].items() if text}
        given = _renamed(inputs, item, rule)
        asked = {name: (text if item_choices(item, name) else Fraction(text)) for name, text in inputs.items()}
        assert expr.evaluate(rule.expression(item.stake), given) == expr.evaluate(item.rule.expression(item.stake), asked), case


def item_choices(item: Item, name: str) -> tuple[str, ...]:
    return next(cell.choices for cell in item.rule.cells(item.stake) if cell.name == name)


def test_khanh_hoa_settles_what_happens_when_nothing_arose() -> None:
    said = {code: {key: value for key, value in proposal.said.items() if "." in key} for code, (_, proposal) in khanh_hoa().items()}

    assert {code: value for code, value in said.items() if value} == {
        "I.2.1": {"not_applicable.nothing_arose": "reduce_maximum", "not_applicable.not_assigned": "reduce_maximum"},
        "I.2.2": {"not_applicable.nothing_arose": "full_marks"},
        "II.2": {"not_applicable.nothing_arose": "reduce_maximum"},
        "II.6": {"not_applicable.not_assigned": "reduce_maximum"},
    }
