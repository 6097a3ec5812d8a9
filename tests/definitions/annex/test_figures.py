"""Points, numbers and cells as annexes write them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import pytest
from definitions.annex import kit

from parcli.definitions.annex import assessor, cells, excel, figures

F = Fraction
POINTS = {
    "0,5": F(1, 2), "0.5": F(1, 2), "2 điểm": F(2), "10đ": F(10), "Tối đa 5 điểm": F(5), "(10 điểm)": F(10), "03": F(3), "-1": F(-1), "− 0,5": F(-1, 2),
    "Trừ 2": F(2), "5 điểm (ĐTXHH)": F(5), "0,125": F(1, 8), "1.000": None, "2-4": None, "theo thực tế": None, "": None, "1/2": None, "10 %": None,
}  # fmt: skip
TITLES = {
    "Công tác chỉ đạo (10 điểm)": ("Công tác chỉ đạo", F(10)),
    "Công tác chỉ đạo (10 điểm chuẩn)": ("Công tác chỉ đạo", F(10)),
    "Điểm thưởng (tối đa 15 điểm)": ("Điểm thưởng", F(15)),
    "Thể chế: 7,5 điểm": ("Thể chế", F(15, 2)),
    "Báo cáo (quý I, 6 tháng)": ("Báo cáo (quý I, 6 tháng)", None),
    "Đạt từ 5 điểm trở lên": ("Đạt từ 5 điểm trở lên", None),
}
LEADING = {
    ("I. Chỉ đạo", False): (("I",), "Chỉ đạo"),
    ("1.1. Kế hoạch", False): (("1", "1"), "Kế hoạch"),
    ("1. Kế hoạch", True): (("1",), "Kế hoạch"),
    ("1. Đúng hạn", False): None,
    ("Lĩnh vực II: Thể chế", False): (("II",), "Thể chế"),
    ("IV. Điểm thưởng", False): (("IV",), "Điểm thưởng"),
    ("1.5 điểm khi đúng hạn", True): None,
    ("0.5 nếu đúng hạn", True): None,
    ("2 sáng kiến trở lên", True): None,
    ("Ban hành kế hoạch", True): None,
    ("ĐT. Kế hoạch", True): None,
}


@pytest.mark.parametrize("text", POINTS)
def test_points_of_a_cell(text: str) -> None:
    assert figures.points(text) == POINTS[text]


@pytest.mark.parametrize("title", TITLES)
def test_points_at_the_end_of_a_title(title: str) -> None:
    assert figures.in_title(title) == TITLES[title]


@pytest.mark.parametrize(("text", "alone"), LEADING)
def test_a_number_before_a_title(text: str, alone: bool) -> None:
    led = figures.leading(text, alone=alone)
    assert (led and (led[0].parts, led[1])) == LEADING[text, alone]


def test_numbers_alone() -> None:
    texts = ["I", "1.", "1.1", "I.2.1", "a)", "A", "đ)", "1 . 2", "01", "TT", "1-2", "31/12", "0"]
    read = [figures.number(text) for text in texts]
    assert [one.parts if one else None for one in read] == [
        ("I",), ("1",), ("1", "1"), ("I", "2", "1"), ("a",), ("A",), ("đ",), ("1", "2"), ("1",), None, None, None, None,
    ]  # fmt: skip
    assert figures.number("I.2.a").style == ("R", "D", "L")


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.1 + 0.2, "General", "0.3"),
        (1.1, "0.00", "1.10"),
        (0.25, "0", "0.25"),
        (2, "0.00", "2"),
        (0.8, "0%", "80%"),
        (date(2024, 2, 1), "dd/mm", "01/02/2024"),
    ],
)
def test_a_cell_of_a_sheet_as_it_shows(value: object, form: str, text: str) -> None:
    assert excel.shown(SimpleNamespace(value=value, number_format=form, data_type="n")) == text


def test_a_formula_that_was_never_computed_is_blank_and_said() -> None:
    made = kit.drafted(kit.excel(a=[["TT", "Tiêu chí", "Điểm"], ["I", "Chung", "=SUM(C3:C4)"], ["1", "Một", 1], ["2", "Hai", "=1+1"]]))
    assert kit.codes(made) == {"I": "1", "I.1": "1"}
    assert {"IM205", "IM206"} <= kit.found_codes(made)


def test_lines_and_documents_of_a_cell() -> None:
    assert cells.lines("- Từ 80%\nTừ trên xuống\ndưới lên\n  - Dưới 80%: 0\nkhông có: 0") == (
        "- Từ 80%", "Từ trên xuống dưới lên", "  - Dưới 80%: 0", "không có: 0",
    )  # fmt: skip
    assert cells.documents("- Kế hoạch;\n+ Báo cáo năm.\n• kế hoạch kiểm tra; biên bản") == (
        "Kế hoạch",
        "Báo cáo năm",
        "Kế hoạch kiểm tra",
        "Biên bản",
    )
    assert cells.documents("Không") == ()


SCORERS = {
    "Điều tra xã hội học": "survey",
    "- Đánh giá qua điều tra XHH": "survey",
    "ĐTXHH": "survey",
    "Hội đồng thẩm định đánh giá, đơn vị không tự chấm điểm": "council",
    "Cơ quan thẩm định đánh giá": "appraisal",
    "Sở Nội vụ chấm điểm": "appraisal",
    "Đã tổ chức điều tra xã hội học: 1 điểm": "",
    "Hội đồng họp đúng hạn: 1 điểm": "",
}


@pytest.mark.parametrize("line", SCORERS)
def test_who_scores_by_a_line(line: str) -> None:
    assert assessor.of_line(line) == SCORERS[line]
