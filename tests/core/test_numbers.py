"""Numbers of documents as registers spell them: the same, another, or not to be told."""

from __future__ import annotations

import pytest

from parcli.core.numbers import same_number


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("5/BC-SNV", "05/BC-SNV"), ("05-BC-SNV", "05/BC-SNV"), ("05-BC/SNV", "05/BC-SNV"), ("05/BC/SNV", "05/BC-SNV"), ("05/BC SNV", "05/BC-SNV"),
        ("05/BC-SNV/2023", "05/BC-SNV"), ("05/2023/BC-SNV", "05/BC-SNV"), ("05/BC-SNV - Sở Nội vụ - Hà Nội", "05/BC-SNV"), ("05", "05/BC-SNV"),
        ("05, 06/BC-SNV", "05/BC-SNV"), ("０５/ＢＣ-SNV", "05/BC-SNV"), ("05\u2215BC-SNV", "05/BC-SNV"), ("05/BC\u00ad-SNV", "05/BC-SNV"),
        ("05/BC\u00adSNV", "05/BC-SNV"), ("11", "11-QĐ/TU"), ("11/QĐ-TU", "11-QĐ/TU"), ("số 7; Số: 05/bc–snv ngày 15/11/2023", "05/BC-SNV"),
        ("Báo cáo số 05/BC-SNV", "05/BC-SNV"), ("05/BC", "05/BC-SNV"), ("12/2023/NQ-HDND", "12/2023/NQ-HĐND"), ("05/BC-SNV (bản sao)", "05/BC-SNV"),
    ],
)  # fmt: skip
def test_the_same_number(stated: str, read: str) -> None:
    assert same_number(stated, read) is True


@pytest.mark.parametrize(
    "stated",
    [
        "05 BC-SNV", "06 BC SNV", "BC 05", "BC 06", "Từ 01 đến 10/BC-SNV", "01-10/BC-SNV", "01/BC-SNV đến 10/BC-SNV", "01/BC-SNV - 10/BC-SNV", "2 văn bản",
        "2 báo cáo/kế hoạch", "1 - Báo cáo; 2 - Kế hoạch", "15/tháng", "15/11/2023", "11/2023", "2023", "không số", "", "06/BC-SNV (thay 05/BC-SNV)", "9" * 5000,
    ],
)  # fmt: skip
def test_what_cannot_be_told(stated: str) -> None:
    assert same_number(stated, "05/BC-SNV") is None


@pytest.mark.parametrize(
    "stated",
    [
        "15/BC-SNV", "05/KH-SNV", "05/BC-STP", "6", "06", "105/BC-SNV", "06-BC-SNV", "06/BC SNV", "15/BC", "05/KH", "06/BC-SNV; 07/BC-SNV", "05a/BC-SNV",
        "06/BC-SNV ngày 15/11/2023", "15/BC-SNV - Sở Nội vụ - Hà Nội", "Báo cáo số 15/BC-SNV", "15/BC-SNV/2023",
    ],
)  # fmt: skip
def test_another_number(stated: str) -> None:
    assert same_number(stated, "05/BC-SNV") is False


def test_years_differ_only_where_both_name_one() -> None:
    assert same_number("12/2022/NQ-HĐND", "12/2023/NQ-HĐND") is False
    assert same_number("12/NQ-HĐND", "12/2023/NQ-HĐND") is True


def test_a_number_that_was_not_read_whole_tells_nothing() -> None:
    assert same_number("05/BC-SNV", "05") is None
