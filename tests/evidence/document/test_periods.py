from datetime import date

import pytest
from evidence.document import kit

from parcli.evidence.document import read
from parcli.evidence.document.periods import periods_in


def spans(title, body="", kind="BÁO CÁO"):
    return [(one.start and one.start.isoformat(), one.end.isoformat(), one.estimated) for one in periods_in(kind, title, body)]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Kết quả năm 2022", ("2022-01-01", "2022-12-31", False)),
        ("Kết quả quý III/2023", ("2023-07-01", "2023-09-30", False)),
        ("Kết quả quý 4 năm 2023", ("2023-10-01", "2023-12-31", False)),
        ("Kết quả 6 tháng đầu năm 2023", ("2023-01-01", "2023-06-30", False)),
        ("Kết quả 6 tháng cuối năm 2023", ("2023-07-01", "2023-12-31", False)),
        ("Kết quả 9 tháng năm 2023", ("2023-01-01", "2023-09-30", False)),
        ("Kết quả tháng 02 năm 2024", ("2024-02-01", "2024-02-29", False)),
        ("Kết quả tháng 10/2023", ("2023-10-01", "2023-10-31", False)),
        ("Kết quả tính đến hết ngày 30/11/2023", (None, "2023-11-30", False)),
        ("Kết quả từ 01/01/2023 đến 30/11/2023", ("2023-01-01", "2023-11-30", False)),
        ("Kết quả từ ngày 01/01 đến ngày 30/11/2023", ("2023-01-01", "2023-11-30", False)),
        ("Kết quả từ ngày 15/12/2022 đến ngày 14 tháng 12 năm 2023", ("2022-12-15", "2023-12-14", False)),
        ("Ước thực hiện cả năm 2023", ("2023-01-01", "2023-12-31", True)),
    ],
)
def test_a_period_in_the_title_of_a_report(title, expected):
    assert spans(title) == [expected]


@pytest.mark.parametrize("title", ["Triển khai công tác cải cách hành chính năm 2024", "Bình xét thi đua quý I/2024"])
def test_a_plan_for_a_year_has_no_figures_of_that_year(title):
    assert spans(title, kind="KẾ HOẠCH") == []


@pytest.mark.parametrize(
    "title",
    [
        "Thực hiện giai đoạn 2022 - 2030",
        "Tầm nhìn đến năm 2030",
        "Theo Quyết định ngày 22 tháng 8 năm 2023",
        "Từ ngày 31/11/2023 đến ngày 30/11/2023",
    ],
)
def test_other_years_and_days_are_no_period(title):
    assert spans(title) == []


def test_the_words_of_the_guidance_letter():
    body = "các số liệu dẫn chứng được tính mốc thời gian từ ngày 01/01/2023 hết ngày 30/11/2023, ước tính đến 31/12/2023."
    assert spans("", body, kind="CÔNG VĂN") == [("2023-01-01", "2023-11-30", False), (None, "2023-12-31", True)]


def test_days_in_the_text_that_are_not_about_figures_are_no_period():
    assert spans("", "Hệ thống mở từ ngày 10/11/2023 đến ngày 30/11/2023. Đề nghị gửi trước ngày 30/11/2023.", kind="CÔNG VĂN") == []


def test_a_period_is_read_from_a_page():
    words = read(kit.page(below=("BÁO CÁO", "Kết quả tính đến ngày 30/11/2023")), "text", 1)
    (period,) = words.periods
    assert (period.start, period.end, period.estimated) == (None, date(2023, 11, 30), False)
    assert "30/11/2023" in period.snippet


def test_ocr_is_not_believed_about_roman_figures_or_in_lines_that_it_was_unsure_of():
    given = kit.page(below=("BÁO CÁO", "Kết quả quý II/2023"))
    assert len(read(given, "text", 1).periods) == 1
    assert read(kit.by_words(given, 95.0), "ocr", 1).periods == ()
    year = kit.page(below=("BÁO CÁO", "Kết quả năm 2023"))
    assert len(read(kit.by_words(year, 95.0), "ocr", 1).periods) == 1
    assert read(kit.by_words(year, 80.0), "ocr", 1).periods == ()
