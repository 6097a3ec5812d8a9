"""What becomes of entries when the definition changes beneath them."""

from __future__ import annotations

import pytest
from build import YEAR, F, edition, records
from hypothesis import given
from hypothesis import strategies as st

from parcli.core.carry import carried, passages

BEFORE = """
| mã    | tên               | điểm | cách tính | …                          |
| I.1   | Ban hành kế hoạch | 1    | choice    | Kịp thời=1; Chậm=0.5; Không=0 |
| I.2   | Hoàn thành        | 2    | ratio     | floor=0.8                  |
| I.3   | Sáng kiến         | 1    | count     | each=0.5                   |
"""


def fates(before: str, after: str) -> dict[str, str]:
    found = passages(edition(before).blocks[0], edition(after).blocks[0], YEAR)
    return {code: each.fate for code, each in found.items()}


@pytest.mark.parametrize(
    ("old", "new", "item", "fate"),
    [
        ("floor=0.8", "floor=0.7", "I.2", "same"),
        ("Kịp thời=1; Chậm=0.5", "Kịp thời=1; Chậm=0.25", "I.1", "same"),
        ("Hoàn thành ", "Mức hoàn thành ", "I.2", "reworded"),
        ("Chậm=0.5", "Chậm muộn=0.5", "I.1", "relabelled"),
        ("Kịp thời=1; Chậm=0.5", "Đúng hạn=1; Quá hạn=0.5", "I.1", "inputs"),
        ("Chậm=0.5; Không=0", "Chậm=0.5; Chưa=0; Không=0", "I.1", "relabelled"),
        ("Chậm=0.5; Không=0", "Không=0", "I.1", "inputs"),
        ("| count     | each=0.5", "| deduction | each=0.5 ", "I.3", "inputs"),
        ("| count     | each=0.5", "| points    |         ", "I.3", "inputs"),
    ],
)
def test_the_fate_of_an_item(old: str, new: str, item: str, fate: str) -> None:
    assert old in BEFORE
    found = fates(BEFORE, BEFORE.replace(old, new))
    assert found.pop(item) == fate
    assert set(found.values()) == {"same"}


TICKS = """
| mã    | tên           | điểm | cách tính | … |
| I.1   | Nội dung kế hoạch | 1  | checklist | {mode: sum, ticks: [{label: Nêu đủ nhiệm vụ, points: 0.4}, {label: Nêu sản phẩm, points: 0.5}, {label: Bố trí kinh phí, points: 0.1}]} |
| I.2   | Điểm chấm     | 1    | points    | step=0.25 |
| I.3   | Kết quả       | 1    | choice    | {levels: [{label: Hoàn thành toàn bộ, share: 1}, {label: Không ban hành kế hoạch năm, share: 0}]} |
| I.4   | Tỷ lệ xử lý   | 1    | ratio     | {part: Số đã xử lý, whole: Tổng số tiếp nhận} |
"""


@pytest.mark.parametrize(
    ("old", "new", "item"),
    [
        ("{label: Nêu đủ nhiệm vụ, points: 0.4}, {label: Nêu sản phẩm", "{label: Nêu sản phẩm, points: 0.4}, {label: Nêu đủ nhiệm vụ", "I.1"),
        ("label: Bố trí kinh phí", "label: Điều chỉnh theo mô hình mới", "I.1"),
        ("step=0.25", "step=0.5", "I.2"),
        ("{label: Không ban hành kế hoạch năm, share: 0}", "{label: Vượt mức toàn bộ nhiệm vụ, share: 1}", "I.3"),
        (
            "label: Hoàn thành toàn bộ, share: 1}, {label: Không ban hành kế hoạch năm",
            "label: Không ban hành kế hoạch, share: 1}, {label: Hoàn thành toàn bộ",
            "I.3",
        ),
        ("part: Số đã xử lý, whole: Tổng số tiếp nhận", "part: Tổng số tiếp nhận, whole: Số đã xử lý", "I.4"),
        ("Tỷ lệ xử lý ", "Mức hài lòng của người dân ", "I.4"),
    ],
)
def test_an_answer_never_goes_to_another_question(old: str, new: str, item: str) -> None:
    """A tick that moved, a level that came for one that went, other limits: it must be filled in again."""
    assert old in TICKS
    found = fates(TICKS, TICKS.replace(old, new))
    assert found.pop(item) == "inputs"
    assert set(found.values()) == {"same"}


def test_items_that_came_and_went() -> None:
    after = "\n".join(line.replace("I.3", "I.4") for line in BEFORE.splitlines())
    assert fates(BEFORE, after) == {"I.1": "same", "I.2": "same", "I.4": "added", "I.3": "removed"}


def test_records_speak_in_the_present_labels_and_what_is_not_asked_is_left_out() -> None:
    before, after = edition(BEFORE), edition(BEFORE.replace("Chậm=0.5", "Chậm muộn=0.5").replace("| count     | each=0.5", "| points    |         "))
    old = records(before, {"I.1/level": "Chậm", "I.2/part": 8, "I.2/whole": 10, "I.3/count": 2})
    found = carried(old, passages(before.blocks[0], after.blocks[0], YEAR))
    assert {code: record.inputs() for code, record in found.items()} == {"I.1": {"level": "Chậm muộn"}, "I.2": {"part": F(8), "whole": F(10)}}


@given(st.permutations(["Kịp thời=1", "Chậm=0.5", "Không=0"]))
def test_an_unchanged_definition_changes_nothing_whatever_the_order_of_levels(levels: list[str]) -> None:
    before, after = edition(BEFORE), edition(BEFORE.replace("Kịp thời=1; Chậm=0.5; Không=0", "; ".join(levels)))
    old = records(before, {"I.1/level": "Chậm", "I.2/part": 8, "I.2/whole": 10, "I.3/count": 2})
    found = carried(old, passages(before.blocks[0], after.blocks[0], YEAR))
    assert found == old
