"""Findings: causes silence their echoes within their scope, and the list has one order."""

from __future__ import annotations

import itertools

import pytest

from parcli.core.findings import CATALOGUE, Finding, Severity, found, heaviest, without_echoes


def codes(*findings: Finding) -> list[str]:
    return [one.code for one in without_echoes(findings)]


@pytest.mark.parametrize(
    ("cause", "echo", "left"),
    [
        (found("SC102", unit="a", item="I.1"), found("WB310", unit="a", item="I.1"), ["SC102"]),
        (found("SC102", unit="a", item="I.1"), found("WB310", unit="a", item="I.2"), ["SC102", "WB310"]),
        (found("SC102", unit="a", item="I.1"), found("WB310", unit="b", item="I.1"), ["SC102", "WB310"]),
        (found("WB204", unit="a", file="a.xlsx"), found("WB301", unit="a", item="I.1"), ["WB204"]),
        (found("WB204", unit="a"), found("WB301", unit="b"), ["WB204", "WB301"]),
        (found("SC201", unit="a", item="I.1"), found("SC101", unit="a", item="I.1"), ["SC201"]),
        (found("SC101", unit="a", item="I.1"), found("SC102", unit="a", item="I.1"), ["SC101", "SC102"]),
        (found("EV101", unit="a"), found("EV301", unit="a", item="I.1"), ["EV101", "EV301"]),
    ],
)
def test_cause_silences_its_echo_in_its_scope_only(cause: Finding, echo: Finding, left: list[str]) -> None:
    assert sorted(codes(cause, echo)) == sorted(codes(echo, cause)) == left


def test_what_silences_may_itself_be_an_echo() -> None:
    item = {"unit": "a", "item": "I.1"}
    assert codes(found("EV301", **item), found("SC101", **item), found("SC201", **item)) == ["SC201"]


def test_same_finding_is_said_once() -> None:
    assert codes(found("SC102", unit="a", cell="H9"), found("SC102", unit="a", cell="H9"), found("SC102", unit="a", cell="H10")) == ["SC102", "SC102"]


def test_findings_stand_in_the_order_of_the_sheet_whatever_came_first() -> None:
    placed = [found("SC102", unit=unit, file="f", sheet="S", cell=cell) for unit in ("a", "b") for cell in ("H9", "H10", "I10", "H100")]
    for order in itertools.islice(itertools.permutations(placed), 0, None, 4001):
        assert list(without_echoes(order)) == placed


def test_values_are_text_in_one_order() -> None:
    assert found("SC102", b=2, a=None).values == (("a", "None"), ("b", "2"))


def test_code_must_be_in_the_catalogue() -> None:
    with pytest.raises(KeyError):
        found("SC999")


def test_heaviest_is_the_greatest_weight() -> None:
    assert heaviest([found("SC109"), found("WB302"), found("SC102")]) is Severity.BLOCK
    assert heaviest([]) is None
    assert [weight.word for weight in Severity] == ["note", "warning", "error", "block"]


def test_causes_in_the_catalogue_are_codes_that_are_not_silenced_by_their_echo() -> None:
    for code, entry in CATALOGUE.items():
        assert set(entry.silenced_by) <= set(CATALOGUE), code
        assert all(code not in CATALOGUE[cause].silenced_by for cause in entry.silenced_by), code
