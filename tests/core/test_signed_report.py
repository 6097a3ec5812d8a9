"""What a signed report must agree with, and by what it is known."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import build
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcli.core import points
from parcli.core.scoring import Dossier, UnitResult, score
from parcli.core.signed_report import ReportDue, agrees, due, is_report_folder, same_code

TABLE = """
| mã  | tên     | điểm | cách tính | … | loại    |
| I   | Phần I  | 5    |           |   |         |
| I.1 | Việc    | 5    | points    |   |         |
| B   | Thưởng  | 1    |           |   | bonus   |
| B.1 | Sáng kiến | 1  | points    |   | bonus   |
| P   | Trừ     | 2    |           |   | penalty |
| P.1 | Muộn    | 2    | points    |   | penalty |
"""


def result(**entered: str) -> UnitResult:
    edition = build.edition(TABLE)
    records = build.records(edition, {f"{code.replace('_', '.')}/points": Fraction(value) for code, value in entered.items()})
    return score(edition.blocks[0], edition.policies, build.YEAR, Dossier("so-noi-vu", records))


def test_points_outside_the_scale_may_be_counted_in_or_not() -> None:
    found = due(result(I_1="4.25", B_1="0.5", P_1="1"), "1234")
    assert found == ReportDue((Fraction("4.25"), Fraction("3.25"), Fraction("4.75"), Fraction("3.75")), "1234")


def test_an_unknown_total_allows_nothing_and_differs_from_nothing() -> None:
    assert due(result(B_1="0.5", P_1="0"), "1234") == ReportDue((), "1234")
    assert agrees("99", ())


@given(st.fractions(min_value=0, max_value=100, max_denominator=1000), st.integers(min_value=0, max_value=4))
def test_a_total_agrees_with_itself_at_any_decimals_and_not_with_its_neighbour(value: Fraction, places: int) -> None:
    shown = points.vietnamese(value, places)
    assert agrees(shown, (value,))
    other = points.vietnamese(points.rounded(value, places) + Fraction(1, 10**places), places)
    assert not agrees(other, (value,))


@pytest.mark.parametrize("stated", ["", "không rõ", "1.255,79", "12 điểm"])
def test_what_is_no_number_differs_from_nothing(stated: str) -> None:
    assert agrees(stated, (Fraction(1),))


@pytest.mark.parametrize(
    ("stated", "code", "alike"),
    [("4821-9037-5512", "4821-9037-5512", True), ("4821 9037 5512 (in từ bảng tính)", "4821-9037-5512", True), ("4821-9037-5513", "4821-9037-5512", False),
     ("4821", "4821-9037-5512", False), ("", "4821", True), ("9999", "", True)],
)  # fmt: skip
def test_codes_are_compared_without_blanks_and_dashes(stated: str, code: str, alike: bool) -> None:
    assert same_code(stated, code, by_eye=False) is alike


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("bao-cao", True),
        ("Báo  cáo", True),
        ("BÁO_CÁO", True),
        ("bao-cao-2", False),
        ("bao-cao quý I", False),
        ("bao-cao Báo cáo tự chấm điểm đã ký", True),
        ("Báo cáo tự đánh giá", True),
        ("I.1", False),
        (None, False),
    ],
)
def test_the_folder_of_the_report(name: str | None, is_one: bool) -> None:
    assert is_report_folder(name) is is_one


def test_a_penalty_alone_is_taken_off() -> None:
    whole = result(I_1="4", B_1="0", P_1="2")
    assert due(replace(whole, areas=tuple(area for area in whole.areas if area.kind != "bonus")), "").totals == (Fraction(4), Fraction(2))
