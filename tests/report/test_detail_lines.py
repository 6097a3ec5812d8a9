"""What scores.json keeps of a unit for its ranking comes back as it was."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcli.core.doubt import OpenItem, Span
from parcli.core.rankbook import ItemFigures, UnitDetail
from parcli.report.detail_lines import detail_lines, exact_text
from parcli.report.reread import read_scores

figures = st.fractions(-200, 200, max_denominator=97)
spans = st.builds(lambda low, wide, exact: Span(low, low + wide, exact), figures, st.fractions(Fraction(1, 9), 9, max_denominator=9), st.booleans())
opens = st.builds(OpenItem, st.sampled_from(["I.1", "II.2"]), figures, figures, st.just(("questioned",)), st.booleans())


def read_back(line: dict[str, Any]) -> UnitDetail:
    unit = {"unit": "u", "block": "so", "state": "final", "areas": [], **line}
    document = {"format": "parcli/scores@1", "cycle": "c", "edition_status": "official", "units": [unit], "inputs": []}
    return read_scores(json.dumps(document)).details["u"]


@given(figures)
def test_a_figure_is_written_exactly(value: Fraction) -> None:
    assert Fraction(exact_text(value)) == value


@pytest.mark.slow
@given(
    factor=st.fractions(1, 3, max_denominator=69),
    span=st.none() | spans,
    opened=st.lists(opens, max_size=2, unique_by=lambda one: one.code),
    data=st.data(),
)
def test_what_is_kept_comes_back(factor: Fraction, span: Span | None, opened: list[OpenItem], data: Any) -> None:
    alone = {one.code: data.draw(spans) for one in opened if data.draw(st.booleans())}
    detail = UnitDetail(
        "u", factor, Fraction(69), {"I.1": ItemFigures("I.1", Fraction(2), Fraction(1), None, counts=False)}, tuple(opened), alone, span
    )
    item = {"code": "I.1", "maximum": "2", "computed": "1", "final": None, "status": "removed"}
    line = {"maximum": "69", "items": [item], **detail_lines(detail)}
    assert read_back(line) == detail


def test_a_settled_unit_keeps_nothing() -> None:
    assert detail_lines(UnitDetail("u", Fraction(1), Fraction(100), {}, span=Span(Fraction(80), Fraction(80)))) == {}


@pytest.mark.parametrize(
    "line",
    [
        {"maximum": 100, "items": []},
        {"maximum": "100", "items": {}},
        {"maximum": "100", "items": [3]},
        {"maximum": "100", "items": [{"code": "I.1", "maximum": "1e5"}]},
        {"maximum": "100", "items": [{"code": "I.1", "maximum": 1}]},
        {"maximum": "100", "items": [{"code": "I.1", "maximum": "1", "final": "1/0"}]},
        {"maximum": "100", "items": [], "factor": "1/0"},
        {"maximum": "100", "items": [], "open": [{"code": "I.1", "low": "0", "high": None}]},
        {"maximum": "100", "items": [], "span": "wide"},
    ],
)
def test_what_was_changed_by_hand_is_refused_with_its_place(line: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"scores.json, unit 1|units\[0\]"):
        read_back(line)
