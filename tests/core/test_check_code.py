"""The check code: what one changed cell does to it, which contents are told apart, and that misread codes are noticed."""

from __future__ import annotations

import itertools
from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcli.core import check_code
from parcli.core.check_code import KIND, PRIMES, Strange, figure, whole

FIGURES = st.lists(st.integers(0, 4 * 10**15), min_size=1, max_size=40)
BOTH = PRIMES[0] * PRIMES[1]
FAULT = 3 * KIND + 3


@given(FIGURES, st.data())
def test_a_single_figure_that_changes_changes_the_code(figures: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(figures) - 1))
    other = data.draw(st.integers(0, 4 * 10**15).filter(lambda one: (one - figures[place]) % BOTH))
    assert check_code.code(figures) != check_code.code([*figures[:place], other, *figures[place + 1 :]])


@given(FIGURES, st.data())
def test_two_cells_that_change_places_change_the_code(figures: list[int], data: st.DataObject) -> None:
    one, two = data.draw(st.integers(0, len(figures) - 1)), data.draw(st.integers(0, len(figures) - 1))
    swapped = list(figures)
    swapped[one], swapped[two] = swapped[two], swapped[one]
    assert (check_code.code(figures) == check_code.code(swapped)) == ((figures[one] - figures[two]) % BOTH == 0 or one == two)


def test_no_weight_stands_twice_or_is_nothing() -> None:
    for which in (0, 1):
        found = [check_code.weights(place)[which] for place in range(9_972)]
        assert len(set(found)) == len(found)
        assert min(found) > 0
        assert max(found) < min(PRIMES)


def test_what_old_sheets_can_divide_is_not_exceeded() -> None:
    """MOD of Excel before 2010 fails where the number is 2^27 times the divisor or more."""
    assert KIND < 2**27 * check_code.SPLIT
    assert KIND // check_code.SPLIT * PRIMES[0] + check_code.SPLIT + 3 * PRIMES[0] < 2**27 * PRIMES[1]
    assert 5_000 * 9_973 * PRIMES[0] < 2**27 * PRIMES[1] < 2**53
    assert PRIMES[0] * 10**5 < 2**27 * check_code.CHECK


@settings(deadline=None)
@given(FIGURES)
def test_a_code_is_sound_and_says_when_it_was_misread(figures: list[int]) -> None:
    code = check_code.code(figures)
    assert check_code.sound(code)
    for place, digit in itertools.product(range(14), "0123456789"):
        if code[place] not in ("-", digit):
            assert not check_code.sound(code[:place] + digit + code[place + 1 :])


@pytest.mark.parametrize("text", ["", "4821-9037-55", "4821-9037-551O", "482190375512", " 4821-9037-5512", "４821-9037-5512"])
def test_what_is_no_code_is_not_sound(text: str) -> None:
    assert not check_code.sound(text)


ANSWERS = [
    None, 0, -1, 1, 10, 0.5, Fraction(1, 20), 0.05, 5, "0", "0,5", "0.5", "5", ".5", "-1", "1", "10", "01", True, False, "TRUE", Strange.ERROR, "#N/A",
    10_000_000, 99_999_999.25, 123_456_789_012, 1e15, "Không thực hiện", "1 0", "a", "aa", "-",
]  # fmt: skip


def test_contents_that_say_different_things_have_different_figures() -> None:
    found: dict[int, object] = {}
    for held in ANSWERS:
        one = figure(held, "number")
        same = [other for seen, other in found.items() if seen == one]
        assert not same or same == [Fraction(1, 20)], (held, same)
        found[one] = held
    assert figure(None, "number") == figure("", "number") == figure("   ", "text") == 0


@given(st.integers(-(10**14), 10**14), st.integers(0, 6))
def test_a_number_counts_with_the_decimals_that_sheets_keep(digits: int, places: int) -> None:
    value = Fraction(digits, 10**places)
    near = value + Fraction(1, 10 ** max(0, min(6, 11 - len(str(abs(value).__floor__()))))) * (1 if value >= 0 else -1)
    assert figure(value, "number") != figure(near, "number")
    assert figure(value, "number") == figure(float(value), "number")


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (0.1 + 0.2, 300_000), (2.9999999999999996, 3_000_000), (0.1234565, 123_456), (0.1234566, 123_457), (Fraction(1, 3), 333_333),
        (99_999.999999, 99_999_999_999), (123_456.78901, 12_345_678_901), (69_334_454.3032755, 69_334_454_303), (12_345_678.005, 12_345_678_005),
        (40_087_104_654.895, 40_087_104_655), (123_456_789_012_345, 123_456_789_012_345), (1e15, KIND - 1), (1e300, KIND - 1), (0.0000004, 0), (0, 0),
    ],
)  # fmt: skip
def test_how_a_number_is_taken(held: float, expected: int) -> None:
    assert figure(held, "number") == whole(expected)
    assert figure(-held, "number") == (2 * KIND + expected if held else whole(0))


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (date(2023, 11, 5), whole(45_235)), (datetime.fromisoformat("2023-11-05T13:30:00"), whole(45_235)), (45_235, whole(45_235)), (45_235.9, whole(45_235)),
        (date(1900, 1, 5), whole(5)), (time(12), whole(0)), (timedelta(days=3), whole(3)), (-1, FAULT), (2_958_466, FAULT), (Strange.ERROR, FAULT),
    ],
)  # fmt: skip
def test_how_a_day_is_taken(held: float, expected: int) -> None:
    assert figure(held, "day") == expected


def test_a_choice_counts_by_its_place_and_any_other_text_by_its_length() -> None:
    choices = ("Tốt", "Khá", "Yếu")
    found = [figure(text, "choice", choices) for text in (*choices, "khá", "Giỏi", " Khá ")]
    assert len(set(found[:5])) == 5
    assert found[5] == found[1]
    assert figure("Kém", "choice", choices) == figure("khá", "choice", choices)


def test_free_text_counts_by_its_length_alone_without_the_blanks_that_sheets_trim() -> None:
    assert figure("vì thế", "text") == figure("do đó…", "text") == 6
    assert figure("  vì   thế ", "text") == figure("vì thế", "text")
    assert figure("vì_x000D_\nthế", "text") == figure("vì\r\nthế", "text") == figure("vì\nthế", "text")
    assert figure("vì\u00a0", "text") != figure("vì", "text")


def test_letters_outside_the_basic_plane_count_as_each_sheet_counts_them() -> None:
    assert figure("😀", "text", letters="units") == 2
    assert figure("😀", "text", letters="points") == 1


def test_a_column_counts_lines_letters_and_numbers_whatever_their_order() -> None:
    column = ["a.pdf", None, "  ", date(2023, 11, 5), 2, True]
    assert check_code.of_column(column) == (whole(4), whole(5), whole(4_523_700))
    assert check_code.of_column(column[::-1]) == check_code.of_column(column)
    assert check_code.of_column([*column, Strange.ERROR]) == (whole(KIND - 1),) * 3
