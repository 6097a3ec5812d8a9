"""Second returns on paper: the JSON document, the page, the terminal."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from core.test_returns import BASE, NOTHING, ORIGIN, about, between, line, state
from hypothesis import given
from hypothesis import strategies as st
from report.test_page import HOSTILE, SHOWN, outline
from rich.console import Console

from parcli.core.edition import Kind
from parcli.core.returns import Between, EvidenceBefore, SecondReturn
from parcli.messages import words
from parcli.report.machine import UnitFindings
from parcli.report.page import findings_page
from parcli.report.returns_document import changes_document
from parcli.report.returns_text import summary_table, unit_view
from parcli.report.returns_words import gained_text, origin_text, state_text, totals_text

UNIT = "so-noi-vu"


def several() -> Between:
    """A return in which something of every kind changed."""
    former = state(
        BASE, findings=(about("SC117", "H11", "I.2", found="3", whole="2", whole_cell="H12"),), register=(line("I.1", "a.pdf", number="1"),)
    )
    present = state(
        {**BASE, "I.2/part": 2, "I.3": Kind.NOTHING_AROSE, "I.3/count": None},
        explanations={"I.3": HOSTILE},
        findings=(about("SC102", "H12", "I.2", found="x", label="Tổng số"),),
        register=(line("I.1", "a.pdf", number="2"), line("I.2", HOSTILE)),
        files={HOSTILE: "1" * 64},
    )
    return replace(between(former, present, EvidenceBefore({}, complete=True)), unit=UNIT)


def second(one: Between | None, name: Any = "compared") -> SecondReturn:
    return SecondReturn(UNIT, "so", name, None if name == "unknown" else ORIGIN, one)


def test_the_document_says_everything_exactly() -> None:
    document = json.loads(changes_document("hanoi/2023", [second(several())], words("vi")))
    assert (document["format"], document["cycle"]) == ("parcli/changes@1", "hanoi/2023")
    (unit,) = document["units"]
    assert unit["former"] == {"path": ORIGIN.path, "sha256": ORIGIN.sha256, "received": "", "via": "", "ref": ""}
    assert {name: [each["code"] for each in found] for name, found in unit["findings"].items()} == {"mended": ["SC117"], "open": [], "new": ["SC102"]}
    assert unit["points"]["items"] == [
        {"item": "I.2", "former": "1", "present": "2", "gain": "1", "cell": "J8"},
        {"item": "I.3", "former": "0.6", "present": None, "gain": None, "cell": "J8", "out": ["present"]},
    ]
    assert [(each["item"], each["column"], each["present"]) for each in unit["values"]] == [
        ("I.2", "input", "2"), ("I.3", "applies", "Không phát sinh trong năm"), ("I.3", "input", "None"), ("I.3", "explanation", HOSTILE),
    ]  # fmt: skip
    assert unit["register"][0]["fields"] == [{"field": "number", "former": "1", "present": "2"}]
    assert unit["evidence"] == {"known": True, "files": [{"kind": "added", "path": HOSTILE, "former": "", "present": "1" * 64}]}
    assert document["summary"] == {
        "states": {"compared": 1, "same_file": 0, "unknown": 0, "unreadable": 0}, "unchanged": 0, "mended": 1, "open": 0, "new": 1, "units_that_gain": 1,
    }  # fmt: skip


def test_totals_that_no_decimal_holds_stand_as_fractions() -> None:
    one = replace(several(), totals=(Fraction(1, 3), Fraction(4, 3)))
    points = json.loads(changes_document("c", [second(one)], words("vi")))["units"][0]["points"]
    assert (points["former"], points["gain"]) == ("0.3333333333", "1")
    assert points["exact"] == {"former": "1/3", "present": "4/3"}


def test_a_return_that_was_not_compared_says_only_that() -> None:
    document = json.loads(changes_document("c", [second(None, "unknown"), second(None, "unreadable")], words("vi")))
    assert document["units"][0] == {"unit": UNIT, "block": "so", "state": "unknown", "former": None}
    assert set(document["units"][1]) == {"unit", "block", "state", "former"}


def page(city: Any, templates: dict[str, str], *seconds: SecondReturn) -> str:
    units = [UnitFindings(UNIT, "so", (), (), submitted=True)]
    return findings_page(city.edition, city.cycle, units, (), words("vi"), templates, seconds=seconds).decode()


def test_the_page_has_a_table_for_the_city_and_a_part_for_the_unit(city, templates) -> None:
    made = page(city, templates, second(several()))
    parsed = outline(made)
    said = " ".join("".join(parsed.words).split())
    assert {dict(attributes).get("id") for _, attributes in parsed.seen} >= {"between", "unit-1"}
    assert ("a", {"href": "#between"}) in parsed.seen
    assert "Thay đổi giữa hai lần gửi" in said
    assert "Điểm tự chấm thay đổi ở 2 tiêu chí" in said
    assert "không tính (KAD)" in said
    assert "Phần lớn hơn tổng số" in said
    assert SHOWN in made
    assert "<script>alert" not in made


@pytest.mark.parametrize("name", ["unknown", "unreadable"])
def test_what_was_not_compared_is_said_without_numbers(city, templates, name) -> None:
    made = page(city, templates, second(None, name))
    assert "Chưa so sánh được" in made
    assert "–</td>" in made
    assert "Tổng điểm tự chấm" not in made


def test_without_second_returns_the_page_has_no_such_part(city, templates) -> None:
    made = page(city, templates)
    assert "Thay đổi giữa hai lần gửi" not in made
    assert 'href="#between"' not in made


def spoken(renderable: object) -> str:
    out = io.StringIO()
    Console(file=out, width=150, color_system=None).print(renderable)
    return out.getvalue()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_terminal_shows_everything_of_a_unit(language: str) -> None:
    said = spoken(unit_view(second(several()), words(language), {UNIT: "Sở Nội vụ"}))
    assert "SC117 I.2 H11" in said
    assert "2 (+1)" in said
    assert "\x1b" not in said


def test_the_summary_has_a_line_for_each_unit_also_where_nothing_was_compared() -> None:
    said = spoken(summary_table([second(several()), second(None, "unknown")], words("vi"), {UNIT: "Sở Nội vụ"}))
    assert said.count("Sở Nội vụ") == 2
    assert "+1" in said
    assert "Chưa so sánh được" in said


def test_a_former_return_is_named_by_its_receipt_else_by_its_file() -> None:
    assert origin_text(ORIGIN, words("vi")) == "a.xlsx"
    assert origin_text(replace(ORIGIN, received="2023-11-05", via="văn thư"), words("vi")) == "nhận ngày 05/11/2023, văn thư"
    assert origin_text(replace(ORIGIN, received="hôm qua"), words("vi")) == "nhận ngày hôm qua"


def test_an_unchanged_return_is_said_to_be_one() -> None:
    same = between(state(BASE), state(BASE), NOTHING)
    assert "không có thay đổi" in state_text(second(same), words("vi"))
    assert "giống hệt" in state_text(second(same, "same_file"), words("vi"))


def totals(before: Fraction | None, now: Fraction | None) -> tuple[str, str, str]:
    return totals_text(replace(several(), totals=(before, now)), words("vi"))


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (None, Fraction(3), ("chưa xác định", "3,00", "chưa xác định")),
        (Fraction(3), Fraction(3), ("3,00", "3,00", "0")),
        (Fraction(4), Fraction(3, 2), ("4,00", "1,50", "−2,5")),
        (Fraction(1), Fraction("1.001"), ("1,000", "1,001", "+0,001")),
        # With two places: 54,91 → 54,74, of which the exact difference is −0,18.
        (Fraction("54.9144"), Fraction("54.7362"), ("54,914", "54,736", "−0,178")),
    ],
)
def test_a_gain_of_the_total_is_not_hidden_by_rounding(before, now, said) -> None:
    assert totals(before, now) == said


FIGURES = st.fractions(0, 100, max_denominator=997)


@given(FIGURES, FIGURES)
def test_whoever_subtracts_the_totals_shown_finds_the_gain_shown(before: Fraction, now: Fraction) -> None:
    former, present, gain = (Fraction(text.replace(",", ".").replace("−", "-")) for text in totals(before, now))
    assert present - former == gain
    assert (gain > 0, gain < 0) == (now > before, now < before)


def test_gains_that_are_not_known_are_never_shown_as_zero() -> None:
    unknown = between(state({**BASE, "I.3/count": None}), state(BASE))
    partly = between(state({**BASE, "I.3/count": None}), state({**BASE, "I.2/part": 2}))
    assert [gained_text(one, words("vi")) for one in (unknown, partly)] == ["chưa xác định", "+1, chưa kể 1 tiêu chí"]
    for one, said in ((unknown, "chưa xác định"), (partly, "chưa kể 1 tiêu chí")):
        assert said in spoken(summary_table([second(one)], words("vi"), {}))
        assert f"{gained_text(one, words('vi'))}." in spoken(unit_view(second(one), words("vi"), {}))
    points = json.loads(changes_document("c", [second(unknown)], words("vi")))["units"][0]["points"]
    assert (points["gain_of_items"], points["items_without_gain"]) == (None, 1)


def test_what_the_counts_cover_is_said_wherever_they_stand(city, templates) -> None:
    scope, one = words("vi").text("returns.scope"), second(several())
    assert "không được so sánh" in scope
    said = [
        spoken(summary_table([one], words("vi"), {})),
        spoken(unit_view(one, words("vi"), {})),
        "".join(outline(page(city, templates, one)).words),
    ]
    assert [" ".join(each.split()).count(scope) for each in said] == [1, 1, 2]
