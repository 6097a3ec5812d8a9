"""Numbers are read exactly or not at all, rounded half up, and written plainly."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

import pytest
from build import F
from hypothesis import given
from hypothesis import strategies as st

from parcli.core import points
from parcli.core.points import NumberFault

NOT_A_NUMBER, AMBIGUOUS, OUT_OF_RANGE = NumberFault.NOT_A_NUMBER, NumberFault.AMBIGUOUS, NumberFault.OUT_OF_RANGE
_decimals = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=6)
_fractions = st.fractions(-(10**9), 10**9)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("8", F(8)),
        ("8,5", F("8.5")),
        ("8.5", F("8.5")),
        ("-8,25", F("-8.25")),
        ("007", F(7)),
        ("0,125", F("0.125")),
        ("-0.125", F("-0.125")),
        ("1,2345", F("1.2345")),
        ("12,123456", F("12.123456")),
        (" 8\t\r\n", F(8)),
        ("\u00a08,5\u00a0", F("8.5")),
        ("999999999999999", F(999999999999999)),
    ],
)
def test_text_that_is_a_number_is_taken_exactly(text: str, number: F) -> None:
    assert points.from_cell_text(text) == number


@pytest.mark.parametrize("text", ["1.234", "1,234", "12,500", "-1.234", "00,125", "100.000", "\u00a01,000 "])
def test_mark_before_three_digits_may_separate_thousands(text: str) -> None:
    assert points.from_cell_text(text) is AMBIGUOUS


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "+8", "8%", "8 5", "8,", ",5", ".5", "1.234.567", "1.234,5", "1e3", "− 8", "tám", "8 nhiệm vụ", "8/10", "０８", "٨", "8,5２",
        "8\u200b", "1,2345678", "1234567890123456", "NaN", "inf", "0x10", "1_000", "8\n5",
    ],
)  # fmt: skip
def test_any_other_text_is_no_number(text: str) -> None:
    assert points.from_cell_text(text) is NOT_A_NUMBER


@pytest.mark.parametrize(
    ("double", "number"),
    [
        (0.1 + 0.2, F("0.3")),
        (0.7 + 0.1, F("0.8")),
        (1.1 * 1.1, F("1.21")),
        (2.9999999999999996, F(3)),
        (0.30000000000000004, F("0.3")),
        (1 / 3, F("0.333333333333333")),
        (123456789012.345, F("123456789012.345")),
        (999999999999999.0, F(999999999999999)),
        (-0.125, F("-0.125")),
        (-0.0, F(0)),
        (5e-324, F(Decimal("4.94065645841247e-324"))),
        (1e15, OUT_OF_RANGE),
        (999999999999999.9, OUT_OF_RANGE),
        (-1e300, OUT_OF_RANGE),
        (math.inf, OUT_OF_RANGE),
        (-math.inf, OUT_OF_RANGE),
        (math.nan, OUT_OF_RANGE),
    ],
)
def test_double_is_taken_at_the_fifteen_digits_that_excel_shows(double: float, number: F | NumberFault) -> None:
    assert points.from_double(double) == number


@pytest.mark.parametrize(
    ("value", "number"), [(0, F(0)), (-7, F(-7)), (10**15 - 1, F(10**15 - 1)), (10**15, OUT_OF_RANGE), (-(10**15), OUT_OF_RANGE)]
)
def test_whole_number_has_at_most_fifteen_digits(value: int, number: F | NumberFault) -> None:
    assert points.from_integer(value) == number


def test_definition_has_a_decimal_point() -> None:
    assert points.from_definition(" 1.50 ") == F("1.5")
    with pytest.raises(ValueError, match=r"1\.5, not 1,5"):
        points.from_definition("1,5")
    with pytest.raises(ValueError, match="not a decimal number"):
        points.from_definition("1/3")


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("0.125", 2, "0.13"),
        ("0.124999999999", 2, "0.12"),
        ("2.675", 2, "2.68"),
        ("1.005", 2, "1.01"),
        ("-0.125", 2, "-0.13"),
        ("-0.004", 2, "0"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("0.0000005", 6, "0.000001"),
    ],
)
def test_half_is_rounded_up_away_from_zero(value: str, places: int, rounded: str) -> None:
    assert points.rounded(F(value), places) == F(rounded)


def test_without_places_nothing_is_rounded() -> None:
    assert points.rounded(F(1, 3), None) == F(1, 3)


@given(_decimals, st.integers(0, 6))
def test_rounding_is_that_of_decimal_half_up(value: Decimal, places: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert points.rounded(F(value), places) == F(expected)


@given(_fractions, st.integers(0, 6))
def test_rounding_moves_by_half_a_place_at_most(value: F, places: int) -> None:
    assert abs(points.rounded(value, places) - value) <= F(1, 2 * 10**places)


@pytest.mark.parametrize(
    ("value", "plain", "fixed", "vietnamese"),
    [
        (F("1.60"), "1.6", "1.60", "1,6"),
        (F(100), "100", "100.00", "100"),
        (F("-0.5"), "-0.5", "-0.50", "-0,5"),
        (F("-0.00000000001"), "0", "0.00", "0"),
        (F(2, 3), "0.6666666667", "0.67", "0,6666666667"),
        (F("0.05"), "0.05", "0.05", "0,05"),
    ],
)
def test_numbers_are_written_plainly(value: F, plain: str, fixed: str, vietnamese: str) -> None:
    assert points.plain(value) == plain
    assert points.fixed(value, 2) == fixed
    assert points.vietnamese(value) == vietnamese


def test_numbers_without_decimals_keep_their_zeros() -> None:
    assert points.plain(F(100), 0) == points.fixed(F("99.5"), 0) == "100"
    assert points.vietnamese(F("1.6"), 2) == "1,60"


@given(_decimals)
def test_what_is_written_reads_back_the_same(value: Decimal) -> None:
    shown = points.plain(F(value))
    assert points.from_definition(shown) == F(value)
    assert points.from_cell_text(points.fixed(F(value), 6)) == F(value)
    assert points.from_cell_text(points.fixed(F(value), 6).replace(".", ",")) == F(value)


@given(st.integers(-(10**12) + 1, 10**12 - 1), st.integers(0, 3))
def test_what_a_sheet_stores_means_the_number_that_was_written(digits: int, places: int) -> None:
    number = F(digits, 10**places)
    assert points.from_double(points.spreadsheet(number)) == number


@pytest.mark.slow
@given(st.lists(_fractions | st.fractions(0, 1, max_denominator=10**25)))
def test_what_sorts_quickly_sorts_as_the_figures_do(values: list[F]) -> None:
    assert sorted(values, key=points.sortable) == sorted(values)


@given(st.lists(_fractions | st.fractions(-5, 5, max_denominator=8)))
def test_a_total_is_the_sum(values: list[F]) -> None:
    assert points.total(iter(values)) == sum(values, F(0))
