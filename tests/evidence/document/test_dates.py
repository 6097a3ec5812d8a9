import pytest
from evidence.document import kit

from parcli.evidence.document import read


def dated(*printed, source="text"):
    return read(kit.page(right=(kit.STATE, kit.MOTTO, *printed)), source, 1)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Hà Nội, ngày 05 tháng 01 năm 2020", "2020-01-05"),
        ("Thành phố Hồ Chí Minh, ngày 29 tháng 6 năm 2019", "2019-06-29"),
        ("Hà Nội, ngày 5/1/2020", "2020-01-05"),
        ("Hà Nội, ngày 05-01-2020", "2020-01-05"),
        ("ngày 05 tháng 01 năm 2020", "2020-01-05"),
        ("Hà Nội,ngày 05 tháng 01 năm 2020.", "2020-01-05"),
        ("n g à y 0 5 t h á n g 0 1 n ă m 2 0 2 0", "2020-01-05"),
        ("Hà Nội, ngày 29 tháng 02 năm 2020", "2020-02-29"),
    ],
)
def test_a_date_is_read_in_every_way_of_writing_it(printed, day):
    words = dated(printed)
    assert kit.value(words.issued) == day
    assert not words.date_blank


def test_a_date_broken_over_two_lines_is_read():
    assert kit.value(dated("Thành phố Hồ Chí Minh,", "ngày 29 tháng 6", "năm 2019").issued) == "2019-06-29"
    assert kit.value(dated("Hà Nội, ngày 02 tháng", "10 năm 2023").issued) == "2023-10-02"


@pytest.mark.parametrize(
    "printed",
    [
        "Hà Nội, ngày tháng 10 năm 2023",
        "Hà Nội, ngày … tháng … năm 2023",
        "Hà Nội, ngày    tháng    năm 2023",
        "..., ngày ... tháng ... năm ....",
        "Hà Nội, ngày    /10/2023",
    ],
)
def test_an_empty_day_is_a_draft(printed):
    words = dated(printed)
    assert words.issued is None
    assert words.date_blank
    assert words.draft


def test_an_empty_day_on_a_scan_is_unknown():
    assert not dated("Hà Nội, ngày    tháng 10 năm 2023", source="ocr").draft


@pytest.mark.parametrize(
    "printed",
    ["Hà Nội, ngày 31 tháng 02 năm 2023", "Hà Nội, ngày 12 tháng 13 năm 2023", "Hà Nội, ngày 05 tháng 01 năm 0203", "Hà Nội, ngày 00/01/2023"],
)
def test_a_day_that_no_calendar_has_is_unknown_and_not_empty(printed):
    words = dated(printed)
    assert words.issued is None
    assert not words.date_blank


@pytest.mark.parametrize(
    "printed",
    [
        "(Kèm theo Quyết định ngày 05 tháng 01 năm 2020)",
        "Thời gian ký: 05.01.2020 15:04:05 +07:00",
        "Ngày ký: 05/01/2020 08:00:00",
        "Hà Nội, ngày 05 tháng 01 năm 2020 của Chính phủ",
    ],
)
def test_a_date_that_is_not_the_day_of_issue_is_left(printed):
    words = dated(printed)
    assert words.issued is None
    assert not words.date_blank


def test_two_different_days_give_none():
    assert dated("Hà Nội, ngày 05 tháng 01 năm 2020", "Hà Nội, ngày 06 tháng 01 năm 2020").issued is None


@pytest.mark.parametrize(("printed", "day"), [("Hà Nội, ngày l0 thang O1 năm 2O23", "2023-01-10"), ("Hà Nội, ngày l0 tháng S năm 2023", None)])
def test_ocr_may_mistake_letters_for_digits_only_where_no_other_reading_is_left(printed, day):
    assert kit.value(dated(printed, source="ocr").issued) == day


def test_letters_for_digits_in_text_that_was_taken_out_are_not_put_right():
    assert dated("Hà Nội, ngày l0 tháng 01 năm 2023").issued is None
