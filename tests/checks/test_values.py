"""What is taken from one cell: every kind of input against every awkward thing that a cell can hold."""

from __future__ import annotations

import unicodedata
from datetime import date, time, timedelta
from fractions import Fraction
from typing import Any

import pytest
from checks.given import Fault, Formula, cell, moment

from parcli.checks.values import Taken, number, take
from parcli.core import expr
from parcli.core.rules import NOT_DONE, InputCell, InputKind

NUMBER = InputCell("part", "Số đạt", InputKind.NUMBER)
WHOLE = InputCell("whole", "Tổng số", InputKind.NUMBER, positive=True)
COUNT = InputCell("count", "Số lần", InputKind.COUNT)
POINTS = InputCell("points", "Số điểm", InputKind.POINTS, most=Fraction(2), step=Fraction(1, 4))
CHOICE = InputCell("level", "Mức đạt", InputKind.CHOICE, ("Kịp thời", "Chậm, muộn"))
DATE = InputCell("date", "Ngày gửi", InputKind.DATE, (NOT_DONE,))
EVERY = [NUMBER, WHOLE, COUNT, POINTS, CHOICE, DATE]
NUMERIC = [NUMBER, WHOLE, COUNT, POINTS]
THE_DAY = expr.serial(date(2023, 11, 30))


def took(asked: InputCell, raw: Any) -> tuple[Any, str | None]:
    taken = take(asked, cell(raw))
    return taken.value, taken.code


@pytest.mark.parametrize("asked", EVERY, ids=lambda asked: asked.name)
@pytest.mark.parametrize("raw", [None, "", "   ", "\u00a0", "\t\n"])
def test_a_blank_cell_gives_nothing_and_says_nothing(asked: InputCell, raw: Any) -> None:
    assert took(asked, raw) == (None, None)


@pytest.mark.parametrize("asked", EVERY, ids=lambda asked: asked.name)
@pytest.mark.parametrize(
    ("raw", "code"), [(Formula("=A1+1"), "WB311"), (Formula("="), "WB311"), (Fault("#DIV/0!"), "SC105"), (Fault("#N/A"), "SC105")]
)
def test_formulas_and_errors_are_refused_everywhere(asked: InputCell, raw: Any, code: str) -> None:
    assert took(asked, raw) == (None, code)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (True, "SC106"), (False, "SC106"),
        (moment("2023-11-30"), "SC104"), (date(2023, 1, 2), "SC104"), (time(12), "SC104"), (timedelta(hours=1), "SC104"),
        (float("inf"), "SC114"), (float("-inf"), "SC114"), (float("nan"), "SC114"), (1e15, "SC114"), (10**15, "SC114"), (1e308, "SC114"),
        ("1e400", "SC102"), ("1_000", "SC102"), ("½", "SC102"), ("８", "SC102"), ("٣", "SC102"), ("NaN", "SC102"), ("Infinity", "SC102"),
        ("8 nhiệm vụ", "SC102"), ("8/10", "SC102"), ("80%", "SC102"), ("1 000", "SC102"), ("+8", "SC102"), ("8.", "SC102"), (",8", "SC102"),
        ("1.000,5", "SC102"), ("--8", "SC102"), ("0x10", "SC102"), ("1,2345678", "SC102"), ("1" * 16, "SC102"), ("30/11/2023", "SC102"), ("\u200b8", "SC102"),
        ("1.000", "SC103"), ("1,000", "SC103"), ("12.345", "SC103"), ("-1.000", "SC103"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("asked", NUMERIC, ids=lambda asked: asked.name)
def test_what_is_no_number_is_refused(asked: InputCell, raw: Any, code: str) -> None:
    assert took(asked, raw) == (None, code)


@pytest.mark.parametrize(
    ("raw", "value", "code"),
    [
        (8, "8", None), (8.0, "8", None), (0, "0", None), (0.1 + 0.2, "0.3", None), (2.675, "2.675", None), (1 / 3, "0.333333333333333", None),
        (999999999999999, "999999999999999", None), (1000.0, "1000", None),
        ("8", "8", "SC109"), (" 8 ", "8", "SC109"), ("\u00a08", "8", "SC109"), ("8,5", "8.5", "SC109"), ("8.5", "8.5", "SC109"),
        ("0,125", "0.125", "SC109"), ("0.125", "0.125", "SC109"), ("08", "8", "SC109"), ("1,5000", "1.5", "SC109"), ("1000", "1000", "SC109"),
        ("1,234567", "1.234567", "SC109"),
    ],
)  # fmt: skip
def test_a_number_is_taken_exactly_and_text_with_a_note(raw: Any, value: str, code: str | None) -> None:
    assert took(NUMBER, raw) == (Fraction(value), code)


@pytest.mark.parametrize(
    ("asked", "raw", "code"),
    [
        (NUMBER, -1, "SC107"), (NUMBER, "-0,5", "SC107"), (COUNT, -1, "SC107"), (POINTS, -0.25, "SC107"), (WHOLE, -1, "SC107"),
        (WHOLE, 0, "SC116"), (WHOLE, "0", "SC116"), (WHOLE, 0.0, "SC116"),
        (COUNT, 1.5, "SC108"), (COUNT, "1,5", "SC108"), (COUNT, 1e-9, "SC108"),
        (POINTS, 2.25, "SC110"), (POINTS, "2,01", "SC110"), (POINTS, 2.3, "SC110"),
        (POINTS, 0.3, "SC111"), (POINTS, "1,9", "SC111"),
    ],
)  # fmt: skip
def test_a_number_outside_what_is_asked_is_refused(asked: InputCell, raw: Any, code: str) -> None:
    assert took(asked, raw) == (None, code)


@pytest.mark.parametrize(
    ("asked", "raw"), [(NUMBER, 0), (WHOLE, 0.5), (COUNT, 0), (COUNT, 3.0), (POINTS, 0), (POINTS, 2), (POINTS, 1.75), (NUMBER, -0.0)]
)
def test_the_edges_of_what_is_asked_are_taken(asked: InputCell, raw: float) -> None:
    assert took(asked, raw) == (Fraction(raw), None)


@pytest.mark.parametrize(
    "raw",
    ["Kịp thời", "kịp thời", "KỊP THỜI", "  Kịp  thời ", "Kịp\u00a0thời", unicodedata.normalize("NFD", "Kịp thời"), "Kịp thời\u200b", "Kịp\nthời"],
)
def test_a_label_counts_in_any_case_form_and_spacing(raw: str) -> None:
    assert took(CHOICE, raw) == ("Kịp thời", None)


@pytest.mark.parametrize("raw", ["Kip thoi", "Kịp thời.", "Kịp", "Kịpthời", 1, 0.5, True, moment("2023-01-01"), "Chậm"])
def test_nothing_is_guessed_for_a_label(raw: Any) -> None:
    assert took(CHOICE, raw) == (None, "SC112")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (moment("2023-11-30"), None), (moment("2023-11-30 23:59"), None), (date(2023, 11, 30), None),
        ("2023-11-30", "SC115"), ("30/11/2023", "SC115"), (" 30/11/2023 ", "SC115"), ("\u00a030/11/2023", "SC115"),
    ],
)  # fmt: skip
def test_a_day_is_taken_as_a_date_or_with_a_note_as_text(raw: Any, code: str | None) -> None:
    assert took(DATE, raw) == (THE_DAY, code)


def test_a_day_may_have_one_digit() -> None:
    assert took(DATE, "5/1/2023") == (expr.serial(date(2023, 1, 5)), "SC115")


@pytest.mark.parametrize(
    "raw",
    [
        45260, 45260.0, True, time(12), timedelta(days=1), "30/11", "30/11/23", "30-11-2023", "11/30/2023", "30/02/2023", "2023-13-01", "2023.11.30",
        "ngày 30/11/2023", "３０/11/2023", "30/11/2023 08:00",
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(raw: Any) -> None:
    assert took(DATE, raw) == (None, "SC113")


@pytest.mark.parametrize(
    "raw", [moment("1900-01-01"), moment("1989-12-31"), moment("2101-01-01"), "30/11/0203", "30/11/3202", "0001-01-01", "9999-12-31"]
)
def test_a_day_far_from_our_times_is_refused(raw: Any) -> None:
    assert took(DATE, raw) == (None, "SC114")


@pytest.mark.parametrize("raw", ["Không thực hiện", "KHÔNG THỰC HIỆN", " không  thực hiện ", unicodedata.normalize("NFD", "không thực hiện")])
def test_not_done_is_an_answer_to_a_date(raw: str) -> None:
    assert took(DATE, raw) == (NOT_DONE, None)


def test_not_done_is_no_answer_where_it_is_not_offered() -> None:
    assert took(InputCell("start", "Ngày ban hành", InputKind.DATE), NOT_DONE) == (None, "SC113")


@pytest.mark.parametrize(("raw", "value"), [(-5, Fraction(-5)), ("-5", Fraction(-5)), (0.3, Fraction(3, 10))])
def test_a_figure_by_itself_has_no_limits(raw: Any, value: Fraction) -> None:
    assert number(cell(raw)).value == value


def test_what_is_taken_is_the_value_whatever_the_cell_shows() -> None:
    assert take(NUMBER, cell(0.1 + 0.2)) == take(NUMBER, cell(0.3)) == Taken(Fraction(3, 10))
