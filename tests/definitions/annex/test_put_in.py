"""What a rule holds that no line of the annex says is listed for a person, with its item."""

from __future__ import annotations

import pytest
from definitions.annex import kit

HEADING = ["TT", "Tiêu chí", "Điểm tối đa", "Cách tính điểm", "Tài liệu kiểm chứng"]
PUT_IN = {
    "ticks": "Có quy chế: 0,5\nCó kế hoạch: 0,5",
    "labels": "Từ 90% kế hoạch trở lên: 1 điểm\nDưới 90% kế hoạch: 0 điểm",
    "levels": "Có kế hoạch: 1 điểm",
    "due": "Trước ngày 15/12: 1 điểm\nQuá hạn hoặc không gửi: 0 điểm",
    "below": "Từ 2 mô hình trở lên: 1\n1 mô hình: 0,5",
}


def drafted(scoring: str) -> kit.draft.Draft:
    return kit.drafted(kit.word([HEADING, ["I", "Chung", "1", "", ""], ["1", "Triển khai", "1", scoring, ""]]))


@pytest.mark.parametrize("what", PUT_IN)
def test_what_was_put_in_is_listed_with_its_item(what: str) -> None:
    made = drafted(PUT_IN[what])
    assert "rule" in kit.items(made)["I.1"]
    assert (f"term:said_{what}", "I.1") in [(one["what"], one["items"]) for one in kit.said(made, "IM220")]


def test_points_that_the_annex_adds_up_itself_are_not_listed() -> None:
    made = drafted("Điểm là tổng điểm các nội dung sau:\nCó quy chế: 0,5\nCó kế hoạch: 0,5")
    assert kit.items(made)["I.1"]["rule"]["mode"] == "sum"
    assert not kit.said(made, "IM220")


def test_alternatives_stay_to_be_read() -> None:
    item = kit.items(drafted("Trong quý I: 0,6\nTrong quý II: 0,4"))["I.1"]
    assert "rule" not in item
    assert item["review"] == ["Trong quý I: 0,6", "Trong quý II: 0,4"]
