"""Nothing of an annex is lost without a word: cells that cannot be read, columns without use, paragraphs around the table."""

from __future__ import annotations

import pytest
from definitions.annex import kit
from definitions.annex.kit import LEFT

from parcli.definitions.annex import assessor, titles, yamltext
from parcli.definitions.annex.draft import MOST_OUTSIDE

pytestmark = pytest.mark.slow

HEADING = ["TT", "Tiêu chí", "Điểm tối đa", "Ghi chú"]
AREA = ["I", "Chung", "3", ""]
ITEM = ["1", "Công khai thủ tục", "3", ""]
SCORED = [["", "Đầy đủ", "3", ""], ["", "Không", "0", ""]]


def level(cell: str) -> kit.draft.Draft:
    return kit.drafted(kit.word([HEADING, AREA, ITEM, SCORED[0], ["", "Chưa đầy đủ", cell, ""], SCORED[1]]))


@pytest.mark.parametrize("cell", ["50%", "0-1,5", "1-2", "≤ 1,5", "(b/a)*3", "Tỷ lệ x 3", "Tùy mức độ", "?", "-"])
def test_a_level_whose_points_cannot_be_read_leaves_all_of_the_list_to_a_person(cell: str) -> None:
    item = kit.items(level(cell))["I.1"]
    assert "rule" not in item
    assert item["review"] == ["Đầy đủ: 3", f"Chưa đầy đủ: {cell}", "Không: 0"]
    assert cell in kit.said(level(cell), "IM207")[0]["text"]


def test_a_level_whose_points_can_be_read_is_read() -> None:
    assert kit.items(level("1,5"))["I.1"]["rule"]["levels"][1] == {"label": "Chưa đầy đủ", "points": "1.5"}


def test_a_letter_whose_points_cannot_be_read_leaves_the_list_as_well() -> None:
    made = kit.drafted(kit.word([HEADING, AREA, ITEM, ["a)", "Đầy đủ", "3", ""], ["b)", "Chưa đầy đủ", "50%", ""], ["c)", "Không", "0", ""]]))
    assert "rule" not in kit.items(made)["I.1"]
    assert "b) Chưa đầy đủ: 50%" in kit.told(made, "I.1")


@pytest.mark.parametrize(
    ("line", "cell", "kept"),
    [
        ("Đúng hạn: 2 điểm", "2", "Đúng hạn: 2 điểm"),
        ("Mỗi báo cáo chậm trừ 0,5 điểm", "-0,5", "Mỗi báo cáo chậm trừ 0,5 điểm"),
        ("Mỗi báo cáo chậm trừ 0,5 điểm", "3", "Mỗi báo cáo chậm trừ 0,5 điểm: 3"),
        ("Ban hành trong quý 3", "3", "Ban hành trong quý 3: 3"),
    ],
)
def test_points_beside_a_line_are_said_once_and_not_lost(line: str, cell: str, kept: str) -> None:
    made = kit.drafted(kit.word([HEADING, AREA, ITEM, ["", line, cell, ""]]))
    assert kit.told(made, "I.1") == [kept]


def test_paragraphs_around_the_table_stand_at_the_head_of_the_file_and_are_named() -> None:
    intro, between, after = "Phụ lục này áp dụng cho mọi đơn vị.", "Tiếp theo", "Ghi chú: Đơn vị không phát sinh thì được trừ điểm tối đa tương ứng."
    table = [HEADING, AREA, ITEM, *SCORED]
    content = kit.word(
        "Điều 1. Ban hành bộ tiêu chí.", "PHỤ LỤC 1", "BỘ TIÊU CHÍ", "(Kèm theo Quyết định số 1/QĐ-UBND)", intro, table, between, [["II", "Khác", "1", ""]], after,
        "PHỤ LỤC 2", "Mẫu báo cáo", "Không thuộc phụ lục 1.",
    )  # fmt: skip
    made = kit.drafted(content)
    assert made.outside == (intro, between, after)
    assert [one["text"] for one in kit.said(made, "IM221")] == [intro, between, after]
    text = yamltext.block(made, ("Đầu tệp",))
    assert text.startswith(f"# Đầu tệp\n# {intro}\n# {between}\n# {after}\nareas:\n")


def test_the_body_of_a_decision_is_no_part_of_an_annex_without_a_heading() -> None:
    made = kit.drafted(kit.word("QUYẾT ĐỊNH", "Căn cứ Luật;", "Lưu ý: chấm theo năm.", [HEADING, AREA, ITEM, *SCORED], "Nơi nhận:"))
    assert made.outside == ("Lưu ý: chấm theo năm.", "Nơi nhận:")


def test_very_many_paragraphs_are_counted_and_not_all_kept() -> None:
    made = kit.drafted(kit.word([HEADING, AREA, ITEM, *SCORED], *(f"Đoạn {place}" for place in range(MOST_OUTSIDE + 7))))
    assert len(made.outside) == len(kit.said(made, "IM221")) == MOST_OUTSIDE
    assert [one["count"] for one in kit.said(made, "IM222")] == ["7"]


def test_a_column_without_use_stays_as_a_comment_and_is_named_once() -> None:
    heading = ["TT", "Tiêu chí", "Điểm tối đa", "Cách chấm", "Cơ quan thẩm định", "Điểm trừ tối đa"]
    levels = "Có: 2 điểm\nKhông: 0 điểm"
    rows = [["I", "Chung", "4", "", "", ""], ["1", "Một", "2", levels, "Sở Nội vụ", "0,5"], ["2", "Hai", "2", levels, "Sở Tài chính", ""]]
    made = kit.drafted(kit.word([heading, *rows]))
    assert made.remarks["I.1"][2:] == ("Cơ quan thẩm định: Sở Nội vụ", "Điểm trừ tối đa: 0,5")
    assert made.remarks["I.2"][2:] == ("Cơ quan thẩm định: Sở Tài chính",)
    assert sorted(one["text"] for one in kit.said(made, "IM210")) == ["Cơ quan thẩm định", "Điểm trừ tối đa"]
    text = yamltext.block(made)
    assert (
        "        # Có: 2 điểm\n        # Không: 0 điểm\n        # Cơ quan thẩm định: Sở Nội vụ\n        # Điểm trừ tối đa: 0,5\n        rule:\n"
        in text
    )


def test_a_scorer_that_is_understood_is_no_comment() -> None:
    rows = [["TT", "Tiêu chí", "Điểm tối đa", "Cơ quan thẩm định"], ["I", "Chung", "3", ""], ["1", "Một", "3", "Điều tra XHH"]]
    made = kit.drafted(kit.word(rows))
    assert kit.items(made)["I.1"]["assessed_by"] == "survey"
    assert "IM210" not in kit.found_codes(made)


@pytest.mark.parametrize("note", ["ĐTXHH", "Điều tra xã hội học", "(ĐTXHH)", "Điều tra XHH.", "Theo kết quả điều tra xã hội học"])
def test_a_note_that_names_only_the_survey_marks_its_item(note: str) -> None:
    item = kit.items(kit.drafted(kit.word([HEADING, AREA, [*ITEM[:3], note]])))["I.1"]
    assert item["assessed_by"] == "survey"
    assert "guidance" not in item


@pytest.mark.parametrize("note", ["Phối hợp điều tra xã hội học", "Không qua ĐTXHH", "ĐTXHH từ năm 2027"])
def test_a_note_that_says_more_of_a_survey_stays_a_note(note: str) -> None:
    assert assessor.of_note(note) == ""
    assert kit.items(kit.drafted(kit.word([HEADING, AREA, [*ITEM[:3], note]])))["I.1"]["guidance"] == note


DETAILED = "Đầy đủ: 3 điểm\nKhông: 0 điểm"


def test_the_maximum_is_the_column_whose_cells_are_figures() -> None:
    rows = [
        ["STT", "Tiêu chí", "Thang điểm chi tiết", "Điểm", LEFT],
        ["", "", "", "Tối đa", "Tự chấm"],
        ["I", "Chung", "", 3, ""],
        ["1", "Công khai", DETAILED, 3, ""],
    ]
    made = kit.drafted(kit.excel(a=rows))
    assert kit.codes(made) == {"I": "3", "I.1": "3"}
    assert kit.items(made)["I.1"]["rule"]["type"] == "choice"
    assert [(one["text"], one["other"]) for one in kit.said(made, "IM223")] == [("Điểm Tối đa", "Thang điểm chi tiết")]
    assert not kit.found_codes(made) & {"IM205", "IM210", "IM224"}


def test_a_column_of_points_that_cannot_be_read_is_one_matter() -> None:
    items = [[str(place), f"Mục {place}", DETAILED] for place in range(1, 30)]
    made = kit.drafted(kit.excel(a=[["STT", "Tiêu chí", "Thang điểm"], ["I", "Chung (90 điểm)", ""], *items]))
    assert [(one["text"], one["count"]) for one in kit.said(made, "IM224")] == [("Thang điểm", "29")]
    assert kit.found_codes(made) == {"IM224", "IM110"}


def test_scoring_sentences_in_the_cell_of_the_title() -> None:
    cell = "Ban hành kế hoạch\ncải cách hành chính\n- Đúng hạn: 3 điểm\n- Không đúng hạn: 0 điểm"
    made = kit.drafted(kit.word([HEADING, AREA, ["1", cell, "3", ""]]))
    item = kit.items(made)["I.1"]
    assert item["title"] == "Ban hành kế hoạch cải cách hành chính"
    assert [each["label"] for each in item["rule"]["levels"]] == ["Đúng hạn", "Không đúng hạn"]
    assert made.remarks["I.1"] == ("- Đúng hạn: 3 điểm", "- Không đúng hạn: 0 điểm")


@pytest.mark.parametrize(
    ("text", "title", "lines"),
    [
        ("CÔNG TÁC CHỈ ĐẠO\n(10 điểm)", "CÔNG TÁC CHỈ ĐẠO (10 điểm)", ()),
        ("Mức độ hoàn thành\nkế hoạch năm", "Mức độ hoàn thành kế hoạch năm", ()),
        ("Thực hiện các nội dung:\n- Kế hoạch\n- Báo cáo", "Thực hiện các nội dung: - Kế hoạch - Báo cáo", ()),
        ("Báo cáo\n- Quý I\n- Quý II\nMỗi báo cáo được 1,5 điểm", "Báo cáo", ("- Quý I", "- Quý II", "Mỗi báo cáo được 1,5 điểm")),
        ("Báo cáo\nĐủ: 2\nThiếu: 0", "Báo cáo", ("Đủ: 2", "Thiếu: 0")),
    ],
)
def test_titles_are_parted_where_a_line_scores(text: str, title: str, lines: tuple[str, ...]) -> None:
    assert titles.parted(text) == (title, lines)


def test_a_title_that_says_its_scoring_is_not_said_to_lack_it() -> None:
    title = "Mức độ hoàn thành (tính điểm theo tỷ lệ: số việc hoàn thành/tổng số việc)"
    assert kit.items(kit.drafted(kit.word([HEADING, AREA, ["1", title, "3", ""]])))["I.1"]["review"] == [title]


PARTS = [
    HEADING,
    ["PHẦN I. CHẤM ĐIỂM", LEFT, LEFT, LEFT],
    ["I. CHỈ ĐẠO (3 điểm)", LEFT, LEFT, LEFT],
    [*ITEM],
    *SCORED,
    ["PHẦN II. ĐIỂM CỘNG, ĐIỂM TRỪ", LEFT, LEFT, LEFT],
    ["II", "Điểm cộng", "2", ""],
    ["1", "Mô hình hay", "2", ""],
    ["", "Mỗi mô hình: 0,5 điểm", "", ""],
]


def test_headings_of_parts_are_no_areas() -> None:
    made = kit.drafted(kit.word(PARTS))
    assert kit.codes(made) == {"I": "3", "I.1": "3", "II": "2", "II.1": "2"}
    assert made.remarks[""] == ("PHẦN I. CHẤM ĐIỂM", "PHẦN II. ĐIỂM CỘNG, ĐIỂM TRỪ")
    assert [one["text"] for one in kit.said(made, "IM209")] == list(made.remarks[""])
    assert not kit.found_codes(made) & {"IM205", "IM206", "IM216"}


def test_parts_that_hold_the_items_are_the_areas() -> None:
    rows = [HEADING, ["Phần I. Chỉ đạo", LEFT, "3", ""], ITEM, *SCORED, ["Phần II. Thể chế", LEFT, LEFT, LEFT], ITEM, *SCORED]
    assert kit.codes(kit.drafted(kit.word(rows))) == {"I": "3", "I.1": "3", "II": "3", "II.1": "3"}


def test_what_has_no_maximum_stays_as_comments_whole() -> None:
    long = "Chấm theo thực tế " * 30
    made = kit.drafted(kit.word([HEADING, AREA, ITEM, *SCORED, ["2", "Hai", "theo thực tế", "Ghi thêm"], ["", long, "", ""]]))
    assert made.remarks[""] == ("2 Hai | theo thực tế", long.strip(), "Ghi thêm")


def test_comments_hold_no_control_characters_and_no_second_line() -> None:
    made = kit.draft.Draft(({"code": "I", "rule": {"type": "points"}},), {"I": ("a\u2028b\x85c", "d\ne")}, (), ("x\u0085areas:",))
    assert yamltext.block(made) == "# x areas:\nareas:\n  - code: I\n    # a b c\n    # d\n    # e\n    rule: {type: points}\n"


WIDE = ["TT", "Tiêu chí", "Điểm tối đa", "ĐTXHH", "Cách chấm", "Tài liệu kiểm chứng", "Cơ quan thẩm định", "Đầu mối", "Kết quả", "Ghi chú"]
ROWS = [
    ["I", "Chung", "3"], ["1", "Công khai", "3"], ["", "Đầy đủ", "3"], ["", "Chưa đầy đủ", "1"], ["", "Không", "0"],
    ["a)", "Nêu thêm", ""], ["2", "Chưa rõ", ""], ["", "Tổng cộng", "3"], ["", "Lưu ý: chấm theo năm", ""],
]  # fmt: skip


@pytest.mark.parametrize("column", range(1, len(WIDE)))
@pytest.mark.parametrize("row", range(len(ROWS)))
def test_a_word_in_any_cell_is_found_again(row: int, column: int) -> None:
    rows = [each + [""] * (len(WIDE) - len(each)) for each in ROWS]
    rows[row][column] = f"{rows[row][column]} zửq".strip()
    made = kit.drafted(kit.word([WIDE, *rows]))
    said = " ".join(value for one in made.findings for _, value in one.values)
    assert "zửq" in f"{yamltext.block(made)} {said}".casefold()
