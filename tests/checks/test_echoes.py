"""A cause is told once: what only follows from it is silent, and nothing else is."""

from __future__ import annotations

import itertools
from typing import Any

import build
import pytest
from checks.given import said, taken

from parcli.core.edition import Kind
from parcli.core.findings import CATALOGUE, Finding, Severity, found, heaviest, without_echoes

EDITION = build.edition(
    """
    | mã  | điểm | cách tính | …         |
    | I.1 | 1    | ratio     | floor=0.8 |
    | I.2 | 1    | count     | each=0.5  |
    """,
    not_applicable={"nothing_arose": "full_marks"},
)


def at(code: str, scope: str, *, same: bool = True) -> Finding:
    """Return a finding at one place, or at another of the same scope."""
    unit = "so-a" if same or scope != "unit" else "so-b"
    item = "I.1" if same or scope != "item" else "I.2"
    return found(code, unit=unit, item=item, sheet="S", cell="H9" if same or scope != "cell" else "H10")


PAIRS = [(echo, cause, entry.scope) for echo, entry in CATALOGUE.items() for cause in entry.silenced_by]


@pytest.mark.parametrize(("echo", "cause", "scope"), PAIRS)
def test_a_cause_silences_its_echo_within_the_scope_only(echo: str, cause: str, scope: str) -> None:
    causing = at(cause, scope)
    assert at(echo, scope) not in without_echoes([causing, at(echo, scope)])
    elsewhere = at(echo, scope, same=False)
    assert elsewhere in without_echoes([causing, elsewhere])


def test_a_code_is_silenced_by_known_codes_and_never_by_itself() -> None:
    assert all(cause in CATALOGUE and cause != echo for echo, cause, _ in PAIRS)


def test_no_block_is_silenced_by_something_lighter() -> None:
    heavy = [(echo, cause) for echo, cause, _ in PAIRS if CATALOGUE[echo].severity is Severity.BLOCK]
    assert [pair for pair in heavy if CATALOGUE[pair[1]].severity < Severity.BLOCK] == []


@pytest.mark.parametrize(
    "entered",
    [
        {"I.1/part": "x", "I.1/whole": 10, "I.1@shown": 0.9},
        {"I.1/part": None, "I.1/whole": 10, "I.1@shown": 0.9},
        {"I.1/part": 9, "I.1/whole": 0, "I.1@shown": 0},
        {"I.1/part": "9", "I.1/whole": 10, "I.1@shown": 0},
    ],
)
def test_points_that_differ_because_of_an_entry_are_not_told_again(entered: dict[str, Any]) -> None:
    _, findings = taken(EDITION, {**entered, "I.2/count": 1})
    assert len(findings) == 1
    assert findings[0].code != "WB310"


def test_an_item_beside_is_still_compared() -> None:
    _, findings = taken(EDITION, {"I.1/part": "x", "I.1/whole": 10, "I.1@shown": 0.9, "I.2/count": 1, "I.2@shown": 1})
    assert said(findings) == ["SC102 H9 I.1", "WB310 J11 I.2"]


def test_blanks_under_a_claim_that_cannot_stand_are_not_told() -> None:
    for applies in ("Không rõ", Kind.NOT_ASSIGNED.label, Kind.NOTHING_AROSE.label):
        _, findings = taken(EDITION, {"I.1": applies, "I.2/count": 1})
        assert len(findings) == 1
        assert findings[0].code in ("SC201", "SC202", "SC203")


def test_the_same_finding_is_told_once_and_the_order_does_not_matter() -> None:
    three = [found("SC102", unit="a", cell="H9"), found("SC102", unit="a", cell="H10"), found("SC107", unit="b", cell="H2")]
    outcomes = {without_echoes([*order, *order]) for order in itertools.permutations(three)}
    assert [said(outcome) for outcome in outcomes] == [["SC102 H9", "SC102 H10", "SC107 H2"]]


def test_the_heaviest_weight_counts() -> None:
    assert heaviest([]) is None
    assert heaviest([found("SC109"), found("WB201"), found("SC102")]) is Severity.BLOCK
