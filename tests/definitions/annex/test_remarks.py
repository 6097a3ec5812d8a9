"""What stands in a circulated annex beside the scoring lines is told from them."""

from __future__ import annotations

import pytest
from definitions.annex import kit

from parcli.definitions.annex import remarks

HEADING = ["TT", "Tiêu chí", "Điểm tối đa", "Cách tính điểm", "Tài liệu kiểm chứng"]
TREATMENTS = {
    "Trường hợp không áp dụng: không có": "never",
    "Trường hợp không áp dụng: Không phát sinh trong năm – được tính điểm tối đa": {"nothing_arose": "full_marks"},
    "Trường hợp không áp dụng: Không phát sinh trong năm – giảm trừ điểm tối đa tương ứng; Không thuộc chức năng, nhiệm vụ – không được áp dụng": {
        "nothing_arose": "reduce_maximum",
        "not_assigned": "never",
    },
    "Trường hợp không áp dụng: đơn vị mới thành lập": None,
    "Có kế hoạch: 1 điểm": None,
}


@pytest.mark.parametrize("line", TREATMENTS)
def test_cases_in_which_an_item_does_not_apply(line: str) -> None:
    assert remarks.stated_treatment(line) == TREATMENTS[line]


def test_what_was_to_be_looked_at_is_still_to_be_looked_at() -> None:
    rows = [
        HEADING,
        ["I", "Chung", "1", "", ""],
        ["1", "Một", "1", "Chưa có cách tính – cần xem\nCó: 1 điểm\nKhông: 0 điểm\nTrường hợp không áp dụng: không có", ""],
    ]
    item = kit.items(kit.drafted(kit.word(rows)))["I.1"]
    assert "rule" not in item
    assert item["review"] == ["Có: 1 điểm", "Không: 0 điểm"]
    assert item["not_applicable"] == "never"


def test_a_rule_of_which_a_part_was_to_be_looked_at_waits_as_well() -> None:
    rows = [HEADING, ["I", "Chung", "1", "", ""], ["1", "Một", "1", "Có: 1 điểm\nKhông: 0 điểm\nNội dung cần xem\nTrừ khi được miễn", ""]]
    item = kit.items(kit.drafted(kit.word(rows)))["I.1"]
    assert "Trừ khi được miễn" in item["review"]


def test_guidance_after_the_documents_is_no_document() -> None:
    rows = [
        HEADING,
        ["I", "Chung", "1", "", ""],
        ["1", "Một", "1", "Có: 1 điểm\nKhông: 0 điểm", "- Kế hoạch\nHướng dẫn: nhập ngày ghi trên văn bản\n- không nhập ngày gửi"],
    ]
    item = kit.items(kit.drafted(kit.word(rows)))["I.1"]
    assert item["evidence"]["documents"] == ["Kế hoạch"]
    assert item["guidance"].endswith("nhập ngày ghi trên văn bản\n- không nhập ngày gửi")
