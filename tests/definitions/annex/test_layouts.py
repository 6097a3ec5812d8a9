"""Annexes laid out in ways that are unlike each other, each to the tree, the maxima and the scorers that a reader sees."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from definitions.annex import kit
from definitions.annex.kit import ABOVE, LEFT
from docx import Document

from parcli.core.limits import Limits
from parcli.definitions.annex import file

HEAD = ("PHỤ LỤC 1", "BẢNG TIÊU CHÍ XÁC ĐỊNH CHỈ SỐ CCHC KHỐI SỞ", "(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 05/3/2024 của UBND thành phố)")
PORTRAIT = [
    ["TT", "Lĩnh vực/tiêu chí/\ntiêu chí thành phần", "Điểm\ntối đa", "Cách tính điểm", "Tài liệu kiểm chứng", "Điểm tự chấm", "Ghi chú"],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
    ["I", "CHỈ ĐẠO, ĐIỀU HÀNH", "3,5", "", "", "", ""],
    ["1", "Kế hoạch CCHC năm", "2", "", "", "", ""],
    [
        "1.1",
        "Ban hành kế hoạch",
        "0,5",
        "- Ban hành kịp thời: 0,5 điểm\n- Không kịp thời: 0 điểm",
        "Kế hoạch CCHC năm;\nQuyết định phê duyệt",
        "",
        "",
    ],
    ["1.2", "Mức độ hoàn thành\nkế hoạch", "1,5", "Hoàn thành 100% kế hoạch: 1,5\nTừ 80% đến dưới 100%: 1\nDưới 80%: 0", "- Báo cáo kết quả", "", ""],
    ["2", "Sáng kiến CCHC", "1,5 điểm", "Hội đồng thẩm định đánh giá, đơn vị không tự chấm điểm", "Hồ sơ sáng kiến", "", "Nộp bản giấy"],
    ["II", "CẢI CÁCH THỂ CHẾ", "5", "", "", "", ""],
    ["1", "Kiểm tra văn bản", "3", "Theo quy chế phối hợp của ngành", "Báo cáo", "", ""],
    ["2", "Mức độ hài lòng của người dân", "2", "Điều tra xã hội học", "", "", ""],
    ["", "Tổng cộng", "8,5", "", "", "", ""],
    ["", "Văn bản gửi sau ngày 31/12 không được xem xét", "", "", "", "", ""],
]


def test_the_usual_word_table_with_a_column_of_scoring() -> None:
    made = kit.drafted(kit.word(*HEAD, PORTRAIT))
    assert kit.codes(made) == {
        "I": "3.5", "I.1": "2", "I.1.1": "0.5", "I.1.2": "1.5", "I.2": "1.5", "II": "5", "II.1": "3", "II.2": "2",
    }  # fmt: skip
    items = kit.items(made)
    assert items["I.1.1"]["number"] == "1.1"
    assert items["I.1.1"]["evidence"] == {"required": "1", "documents": ["Kế hoạch CCHC năm", "Quyết định phê duyệt"]}
    assert made.remarks["I.1.1"] == ("- Ban hành kịp thời: 0,5 điểm", "- Không kịp thời: 0 điểm")
    assert "guidance" not in items["I.1.1"]
    assert items["I.1.2"]["title"] == "Mức độ hoàn thành kế hoạch"
    assert [item.get("assessed_by", "self") for item in items.values()] == ["self", "self", "council", "self", "survey"]
    assert items["I.2"]["rule"] == {"type": "points"}
    assert items["I.2"]["guidance"] == "Nộp bản giấy"
    assert items["II.1"]["review"] == ["Theo quy chế phối hợp của ngành"]
    assert items["II.2"]["review"] == [kit.SAID.no_method]
    assert items["II.2"]["source"] == {"document": kit.SOURCE, "clause": "II.2", "status": "transcribed"}
    assert made.remarks[""] == ("Văn bản gửi sau ngày 31/12 không được xem xét",)
    assert kit.said(made, "IM209")[0]["place"] == "Bảng 1, dòng 12"
    assert {one["item"] for one in kit.said(made, "IM207")} == {"II.1", "II.2"}
    assert kit.said(made, "IM202")[0]["count"] == "8"


def test_the_title_and_the_decision_stand_above_the_table() -> None:
    annexes, _ = file.read(kit.word(*HEAD, PORTRAIT), "x", Limits())
    assert annexes[0].title == "PHỤ LỤC 1 BẢNG TIÊU CHÍ XÁC ĐỊNH CHỈ SỐ CCHC KHỐI SỞ"
    assert annexes[0].basis == "Quyết định 12/QĐ-UBND ngày 05/3/2024"


def test_a_decision_without_a_number_yet_is_no_basis() -> None:
    annexes, _ = file.read(kit.word("Phụ lục", "(Kèm theo Quyết định số      /QĐ-UBND ngày    tháng    năm 2025)", PORTRAIT), "x", Limits())
    assert annexes[0].basis == ""


def test_an_example_stays_an_example() -> None:
    """A circulation copy of an illustrative edition must not come back as something issued."""
    annexes, _ = file.read(kit.word("Phụ lục I", "(Minh họa theo cấu trúc Quyết định 12/QĐ-UBND ngày 05/3/2024)", PORTRAIT), "x", Limits())
    assert annexes[0].status == "illustrative"
    assert annexes[0].basis == "Minh họa theo cấu trúc Quyết định 12/QĐ-UBND ngày 05/3/2024"
    made = kit.drafted(kit.word("Bộ tiêu chí minh họa – không phải phụ lục đã ban hành", PORTRAIT))
    assert {item["source"]["status"] for item in made.items()} == {"illustrative"}


def test_a_resolution_in_the_title_is_not_the_issuing_decision() -> None:
    annexes, _ = file.read(kit.word("Phụ lục", "TIÊU CHÍ VỀ NGHỊ QUYẾT SỐ 57-NQ/TW", "(Kèm theo Quyết định 11-QĐ/TU)", PORTRAIT), "x", Limits())
    assert annexes[0].basis == "Quyết định 11-QĐ/TU"
    annexes, _ = file.read(kit.word("Phụ lục", "TIÊU CHÍ VỀ NGHỊ QUYẾT SỐ 57-NQ/TW", PORTRAIT), "x", Limits())
    assert annexes[0].basis == ""


BENEATH = [
    ["Số TT", "Nội dung", "Điểm chuẩn"],
    ["A", "Phần điểm đánh giá", "4"],
    ["I", "Công tác chỉ đạo (4 điểm)", ""],
    ["1", "Tỷ lệ cơ quan được kiểm tra", "1"],
    ["", "- Từ 30% trở lên", "1"],
    ["", "- Từ 20% đến dưới 30%", "0,5"],
    ["", "- Dưới 20%", "0"],
    ["2", "Tuyên truyền CCHC", "2"],
    ["a)", "Có chuyên mục", "1"],
    ["b)", "Có tin bài hằng tháng", "1"],
    ["3", "Báo cáo định kỳ", "1đ"],
    ["a)", "Đúng hạn", "1"],
    ["b)", "Chậm không quá 05 ngày", "0,5"],
    ["c)", "Không báo cáo", "0"],
    ["", "ĐIỂM TRỪ", "- 2"],
    ["1", "Chậm nộp hồ sơ", "-1"],
    ["", "Mỗi lần chậm trừ 0,5 điểm, tối đa 1 điểm", ""],
    ["2", "Có cán bộ bị kỷ luật", "-1"],
    ["", "Mỗi trường hợp trừ 1 điểm", ""],
]


def test_scoring_rows_beneath_the_item() -> None:
    made = kit.drafted(kit.word(BENEATH))
    assert kit.codes(made) == {
        "A": "4", "A.I": "4", "A.I.1": "1", "A.I.2": "2", "A.I.2.a": "1", "A.I.2.b": "1", "A.I.3": "1", "2": "2", "2.1": "1", "2.2": "1",
    }  # fmt: skip
    items = kit.items(made)
    assert made.remarks["A.I.1"] == ("- Từ 30% trở lên: 1", "- Từ 20% đến dưới 30%: 0,5", "- Dưới 20%: 0")
    assert kit.told(made, "A.I.3") == ["a) Đúng hạn: 1", "b) Chậm không quá 05 ngày: 0,5", "c) Không báo cáo: 0"]
    assert items["A.I.1"]["rule"]["type"] == "tiers"
    assert made.areas[0]["criteria"][0]["title"] == "Công tác chỉ đạo"
    assert made.areas[1]["kind"] == "penalty"
    assert kit.told(made, "2.1") == ["Mỗi lần chậm trừ 0,5 điểm, tối đa 1 điểm"]
    assert [one["kind"] for one in kit.said(made, "IM213")] == ["term:kind_penalty"]
    assert not kit.found_codes(made) & {"IM201", "IM205"}


def split_document() -> Document:
    """Three tables that go on one another, with headings again, merged cells, numbers that Word writes, tracked changes."""
    document = Document()
    document.add_paragraph("PHỤ LỤC II")
    areas = kit.numbered(document, [("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3.")])
    heading = [["TT", "Tiêu chí", "Điểm", LEFT, "Phương pháp đánh giá"], [ABOVE, ABOVE, "Tối đa", "Thẩm định", ABOVE]]
    first = kit.table(
        document, [*heading, ["", "Chỉ đạo điều hành", "3", "", ""], ["", "Kế hoạch", "3", "", ""], ["", "Ban hành", "1", "", "Có: 1; không: 0"]]
    )
    for row, level in ((2, 0), (3, 1), (4, 2)):
        kit.count(first.cell(row, 0), areas, level)
    document.add_paragraph("")
    second = kit.table(document, [*heading, ["", "Hoàn thành ", "", "", "Hoàn thành 100%: 2 điểm"], [ABOVE, ABOVE, ABOVE, "", "Dưới 100%: 0 điểm"]])
    kit.count(second.cell(2, 0), areas, 2)
    kit.tracked(second.cell(2, 1), deleted="nhiệm vụ", inserted="kế hoạch")
    kit.tracked(second.cell(2, 2), deleted="1", inserted="2")
    third = kit.table(document, [["", "Bị xóa", "9", "", "x"], ["", "Thể chế", "5", "", ""], ["", "Rà soát văn bản", "5", "", "Có: 5; không: 0"]])
    kit.row_deleted(third.rows[0])
    kit.count(third.cell(1, 0), areas, 0)
    kit.count(third.cell(2, 0), areas, 1)
    signed = kit.table(document, [["Nơi nhận:\n- Như trên", "CHỦ TỊCH"]])
    assert signed is not None
    return document


def test_three_tables_with_repeated_headings_merged_cells_lists_and_tracked_changes() -> None:
    made = kit.drafted(kit.saved(split_document()))
    assert kit.codes(made) == {"I": "3", "I.1": "3", "I.1.1": "1", "I.1.2": "2", "II": "5", "II.1": "5"}
    items = kit.items(made)
    assert items["I.1.2"]["title"] == "Hoàn thành kế hoạch"
    assert kit.told(made, "I.1.2") == ["Hoàn thành 100%: 2 điểm", "Dưới 100%: 0 điểm"]
    assert items["I.1.2"]["number"] == "1.2"
    assert items["II.1"]["title"] == "Rà soát văn bản"
    assert [(one["place"], one["text"]) for one in kit.said(made, "IM212")] == [("Bảng 4, dòng 1", "Nơi nhận: - Như trên | CHỦ TỊCH")]


def decision() -> bytes:
    other = [
        ["STT", "Nội dung đánh giá", "Thang điểm", "Cách chấm"],
        ["1", "Quản lý đất đai", "10", ""],
        ["1.1", "Giải quyết hồ sơ", "10", "Có: 10; không: 0"],
    ]
    return kit.word(
        "QUYẾT ĐỊNH", "Điều 1. Ban hành kèm theo Quyết định này Phụ lục 1 và Phụ lục 2.", "PHỤ LỤC 1", "KHỐI SỞ", PORTRAIT[:5],
        "Phụ lục II. Khối xã, phường", "Phụ lục 2 của Quyết định này gồm một bảng.", other,
    )  # fmt: skip


def test_a_decision_with_two_annexes_is_asked_which_one() -> None:
    values = dict(kit.refused(decision())[0].values)
    assert kit.refused(decision())[0].code == "IM108"
    assert values["annexes"].startswith("1: PHỤ LỤC 1 KHỐI SỞ; 2: Phụ lục II. Khối xã, phường")
    assert list(kit.codes(kit.drafted(decision(), 1))) == ["I", "I.1", "I.1.1"]
    assert kit.codes(kit.drafted(decision(), 2)) == {"1": "10", "1.1": "10"}


SURVEYED = [
    ["BẢNG TIÊU CHÍ CHẤM ĐIỂM KHỐI XÃ", LEFT, LEFT, LEFT, LEFT],
    ["Kèm theo Quyết định số 7/QĐ-UBND ngày 01/02/2025", LEFT, LEFT, LEFT, LEFT],
    ["STT", "Lĩnh vực, tiêu chí", "Điểm tối đa", LEFT, "Hướng dẫn chấm"],
    [ABOVE, ABOVE, "Tự đánh giá", "Điều tra XHH", ABOVE],
    ["I. DỊCH VỤ CÔNG (6 điểm)", LEFT, LEFT, LEFT, LEFT],
    [1.1, "Hồ sơ đúng hạn", 2.5, "", "Từ 95% trở lên: 2,5\nDưới 95%: 0"],
    [1.2, "Thái độ phục vụ", "", 1.5, ""],
    [1.3, "Số hóa hồ sơ", 1, "x", "Theo kết quả trên hệ thống"],
    [1.4, "Phối hợp", 0.5, 0.5, "Đánh giá của hai bên"],
    ["II. ĐIỂM THƯỞNG, ĐIỂM TRỪ", LEFT, LEFT, LEFT, LEFT],
    ["2.1", "Điểm thưởng", 2, "", ""],
    ["a", "Mô hình mới", 1, "", "Có: 1; không: 0"],
    ["b", "Giải thưởng", 1, "", "Có: 1; không: 0"],
    ["2.2", "Điểm trừ", -3, "", ""],
    ["a", "Trễ hạn", -3, "", "Mỗi lần trễ hạn trừ 0,5 điểm"],
]


def test_excel_with_title_rows_merged_area_rows_and_a_survey_column() -> None:
    made = kit.drafted(kit.excel(**{"Phụ lục 3": SURVEYED}))
    assert kit.codes(made) == {
        "I": "6", "I.1": "2.5", "I.2": "1.5", "I.3": "1", "I.4": "1",
        "II.1": "2", "II.1.a": "1", "II.1.b": "1", "II.2": "3", "II.2.a": "3",
    }  # fmt: skip
    items = kit.items(made)
    assert [items[code].get("assessed_by") for code in ("I.1", "I.2", "I.3", "I.4")] == [None, "survey", "survey", None]
    assert kit.SAID.two_assessors in items["I.4"]["review"]
    assert [one["item"] for one in kit.said(made, "IM214")] == ["I.4"]
    assert [area.get("kind", "points") for area in made.areas] == ["points", "bonus", "penalty"]
    assert kit.said(made, "IM214")[0]["place"] == "Trang tính 'Phụ lục 3', dòng 9"


def test_excel_with_a_column_of_codes_and_one_that_is_not_known() -> None:
    rows = [
        ["Mã", "TT", "Tiêu chí", "Điểm chuẩn", "Cách tính điểm", "Tài liệu minh chứng", "Đầu mối"],
        ["X1", "I", "Nhân lực", 3, "", "", ""],
        ["X1.1", "1", "Bố trí nhân lực", 2, "Có: 2; không: 0", "Quyết định", "Phòng Tổ chức"],
        ["X1.1", "2", "Đào tạo", 1, "Có: 1; không: 0", ABOVE, ""],
        ["", "3", "Không ghi điểm", "theo thực tế", "Chấm theo thực tế", "", ""],
    ]
    made = kit.drafted(kit.excel(Biểu=rows))
    assert kit.codes(made) == {"X1": "3", "X1.1": "2", "X1.1-2": "1"}
    items = kit.items(made)
    assert made.remarks["X1.1"][-1] == "Đầu mối: Phòng Tổ chức"
    assert "guidance" not in items["X1.1"]
    assert items["X1.1-2"]["evidence"] == items["X1.1"]["evidence"]
    assert kit.said(made, "IM210")[0]["text"] == "Đầu mối"
    assert [(one["item"], one["found"]) for one in kit.said(made, "IM205")] == [("3", "theo thực tế")]
    assert kit.said(made, "IM216")[0]["item"] == "X1.1-2"


def test_sums_that_differ_are_listed_with_their_place_and_nothing_is_mended() -> None:
    rows = [
        [*PORTRAIT[0]],
        ["I", "Chung", "5", "", "", "", ""],
        ["1", "Một", "2", "Có: 2; không: 0", "", "", ""],
        ["", "Tổng điểm", "6", "", "", "", ""],
    ]
    made = kit.drafted(kit.word(rows))
    assert kit.codes(made) == {"I": "5", "I.1": "2"}
    assert [(one["place"], one["maximum"], one["sum"]) for one in kit.said(made, "IM201")] == [("Bảng 1, dòng 2", "5", "2")]
    assert [(one["place"], one["found"], one["sum"]) for one in kit.said(made, "IM211")] == [("Bảng 1, dòng 4", "6", "5")]


def test_a_rule_that_does_not_reach_the_maximum_is_not_taken() -> None:
    def half(_asked):
        return kit.draft.Proposal({"type": "choice", "levels": [{"label": "Có", "points": "1"}, {"label": "Không", "points": "0"}]}, (), {})

    rows = [[*PORTRAIT[0]], ["I", "Chung", "2", "", "", "", ""], ["1", "Một", "2", "Có: 1; không: 0", "", "", ""]]
    made = kit.drafted(kit.word(rows), proposing=half)
    assert "rule" not in kit.items(made)["I.1"]
    assert kit.items(made)["I.1"]["review"] == ["Có: 1; không: 0"]
    assert kit.said(made, "IM208")[0]["text"] == "Có: 1; không: 0"


def test_lines_that_a_rule_does_not_say_stay_to_be_read() -> None:
    def partly(_asked):
        return kit.draft.Proposal({"type": "points"}, ("Không vượt quá chỉ tiêu",), {"labels": "derived"})

    rows = [[*PORTRAIT[0]], ["I", "Chung", "2", "", "", "", ""], ["1", "Một", "2", "Chấm theo mức; không vượt quá chỉ tiêu", "", "", ""]]
    made = kit.drafted(kit.word(rows), proposing=partly)
    assert kit.items(made)["I.1"]["review"] == ["Không vượt quá chỉ tiêu"]
    assert kit.said(made, "IM215")[0]["item"] == "I.1"
    assert [(one["what"], one["items"]) for one in kit.said(made, "IM220")] == [("term:said_labels", "I.1")]


def test_text_under_a_group_is_kept_as_a_remark() -> None:
    rows = [PORTRAIT[0], ["I", "Chung", "2", "Chỉ tính đơn vị có trên 10 người", "", "", ""], ["1", "Một", "2", "Có: 2; không: 0", "", "", ""]]
    made = kit.drafted(kit.word(rows))
    assert made.remarks["I"] == ("Chỉ tính đơn vị có trên 10 người",)
    assert kit.said(made, "IM209")[0]["text"] == "Chỉ tính đơn vị có trên 10 người"


def test_the_scorer_of_an_area_holds_for_its_items_and_is_said() -> None:
    rows = [PORTRAIT[0], ["I", "Tác động (điều tra xã hội học)", "2", "", "", "", ""], ["1", "Một", "2", "", "", "", ""]]
    made = kit.drafted(kit.word(rows))
    assert kit.items(made)["I.1"]["assessed_by"] == "survey"
    assert [(one["item"], one["who"]) for one in kit.said(made, "IM219")] == [("I.1", "term:survey")]


def test_taking_part_in_a_survey_is_no_survey() -> None:
    rows = [
        PORTRAIT[0],
        ["I", "Chung", "2", "", "", "", ""],
        ["1", "Phối hợp điều tra xã hội học năm 2024 của Sở", "2", "Có: 2; không: 0", "", "", ""],
    ]
    assert "assessed_by" not in kit.items(kit.drafted(kit.word(rows)))["I.1"]


def test_the_tenth_item_that_a_sheet_cut_to_the_first() -> None:
    rows = [["TT", "Tiêu chí", "Điểm tối đa"], ["1", "Chung", 10], *([float(f"1.{n}"), f"Mục {n}", 1] for n in range(1, 11))]
    made = kit.drafted(kit.excel(Bảng=rows))
    assert list(kit.codes(made))[-2:] == ["1.9", "1.10"]
    assert kit.said(made, "IM216")[0]["item"] == "1.10"


LEVELS = "Có: 1 điểm\nKhông: 0 điểm"


def test_two_columns_of_titles_are_two_levels() -> None:
    rows = [["TT", "Lĩnh vực", "Tiêu chí", "Điểm chuẩn", "Cách chấm"], ["1", "Chỉ đạo", "Kế hoạch", "1", LEVELS]]
    rows += [["2", ABOVE, "Báo cáo", "1", LEVELS], ["3", "Thể chế", "Rà soát", "1", LEVELS], ["", "Tổng cộng", LEFT, "3", ""]]
    made = kit.drafted(kit.word(rows))
    assert kit.codes(made) == {"I": "2", "I.1": "1", "I.2": "1", "II": "1", "II.1": "1"}
    assert [(item["number"], item["title"]) for item in kit.items(made).values()] == [("1", "Kế hoạch"), ("2", "Báo cáo"), ("3", "Rà soát")]


def test_a_table_without_any_numbers() -> None:
    rows = [["Tiêu chí", "Điểm", "Cách chấm"], ["CHỈ ĐẠO ĐIỀU HÀNH", LEFT, LEFT], ["Kế hoạch", "1", LEVELS], ["Báo cáo", "1", LEVELS]]
    rows += [["Thể chế", LEFT, LEFT], ["Rà soát", "1", LEVELS]]
    made = kit.drafted(kit.word(rows))
    assert kit.codes(made) == {"I": "2", "I.1": "1", "I.2": "1", "II": "1", "II.1": "1"}
    assert len(kit.said(made, "IM203")) == 5


def test_numbers_inside_the_titles() -> None:
    rows = [["Nội dung", "Điểm tối đa", "Cách tính điểm"], ["I. CHỈ ĐẠO (2 điểm)", LEFT, LEFT], ["1. Kế hoạch", "2", ""]]
    rows += [["1.1. Ban hành", "1", LEVELS], ["1.2. Hoàn thành", "1", LEVELS], ["Tổng", "2", ""]]
    made = kit.drafted(kit.word(rows))
    assert kit.codes(made) == {"I": "2", "I.1": "2", "I.1.1": "1", "I.1.2": "1"}
    assert [item["title"] for item in made.items()] == ["Ban hành", "Hoàn thành"]


def saved_again(content: bytes, suffix: str, folder: Path) -> bytes:
    """Return a file as LibreOffice writes it after opening it."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice is not installed")
    (folder / f"a.{suffix}").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", suffix, "--outdir", str(folder / "out"), str(folder / f"a.{suffix}")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "out" / f"a.{suffix}").read_bytes()


@pytest.mark.office
@pytest.mark.slow
def test_a_workbook_that_an_office_program_saved_gives_the_same_draft(tmp_path: Path) -> None:
    content = kit.excel(a=SURVEYED)
    assert kit.drafted(saved_again(content, "xlsx", tmp_path)).areas == kit.drafted(content).areas
