"""xep-hang.xlsx: what its sheets say, which formulas they hold, and that it survives being loaded and saved."""

from __future__ import annotations

import re
import zipfile
from fractions import Fraction
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from report.books import opened
from report.rank_city import City, city
from report.ranked import small
from workbook.test_sheet import EXCEL_2007, TEXTS

from parcli.core.rankbook import BlockBook
from parcli.messages import words
from parcli.report.ranking_book import ranking_book
from parcli.report.ranking_formulas import tells_apart

ALLOWED = EXCEL_2007 | {"AVERAGE", "LOOKUP", "RANK"}
HOSTILE = '=HYPERLINK("file:///x","bấm")\x1b\u202ehttps://nơi-nào-đó.vn'
SHOWN = '=HYPERLINK("file:///x","bấm")␛⟨U+202E⟩https://nơi-nào-đó.vn'
SHEETS = ["xếp hạng", "lĩnh vực", "năm trước", "biểu đồ", "tiêu chí", "liền kề", "bản in"]


def made(of: City, *, provisional: bool = True, language: str = "vi") -> bytes:
    return ranking_book(of.edition, of.cycle, of.books, provisional=provisional, wording=words(language))


def small_book(*given: Any, **policies: Any) -> tuple[bytes, BlockBook]:
    edition, cycle, book = small(*given, **policies)
    return ranking_book(edition, cycle, [book], provisional=False, wording=words("vi")), book


@pytest.fixture(scope="module")
def whole() -> City:
    return city()


@pytest.fixture(scope="module")
def content(whole: City) -> bytes:
    return made(whole)


@pytest.fixture(scope="module")
def formulas(content: bytes) -> openpyxl.Workbook:
    return opened(content, values=False)


@pytest.fixture(scope="module")
def values(content: bytes) -> openpyxl.Workbook:
    return opened(content)


def texts(book: openpyxl.Workbook, sheet: str) -> list[str]:
    return [str(cell.value) for row in book[sheet].iter_rows() for cell in row if cell.value is not None]


def test_a_sheet_for_each_question_on_a4(formulas: openpyxl.Workbook, content: bytes) -> None:
    assert formulas.sheetnames == [f"{block} {kind}" for block in ("so", "xa") for kind in SHEETS] + [
        "Thẩm định trước",
        "Không xếp hạng",
        "Cách tính",
    ]
    for sheet in formulas:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == ("portrait" if sheet.title.endswith("bản in") else "landscape")
        assert "Bộ tiêu chí minh họa – không phải phụ lục đã ban hành" in texts(formulas, sheet.title)
        assert "Kết quả tạm tính – DỰ THẢO" in texts(formulas, sheet.title)
    for kind in ("xếp hạng", "lĩnh vực", "năm trước", "tiêu chí", "liền kề", "bản in"):
        assert formulas[f"xa {kind}"].print_title_rows, kind
    with zipfile.ZipFile(BytesIO(content)) as parts:
        assert len([name for name in parts.namelist() if name.startswith("xl/charts/")]) >= 6


@pytest.mark.slow
def test_formulas_are_those_of_excel_2007_and_carry_their_values(formulas: openpyxl.Workbook, values: openpyxl.Workbook) -> None:
    count = 0
    for sheet in formulas:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            bare = TEXTS.sub('""', cell.value)
            assert set(re.findall(r"([A-Za-z][A-Za-z0-9.]*)\(", bare)) <= ALLOWED, cell.value
            assert "[" not in bare
            assert "#REF" not in bare
            assert values[sheet.title][cell.coordinate].value is not None, (sheet.title, cell.coordinate)
            count += 1
    assert count > 300


def test_a_unit_without_a_former_year_has_a_word_and_a_note(whole: City, values: openpyxl.Workbook) -> None:
    without = [one for one in whole.books[1].units if one.former is not None and one.former.why_not]
    assert without
    rows = {row[1].value: [cell.value for cell in row] for row in values["xa xếp hạng"].iter_rows()}
    for one in without:
        assert rows[one.row.name].count("chưa có") == 4
        assert "không so sánh được với năm trước: đơn vị mới thành lập" in str(rows[one.row.name][-1])
    book = opened(made(city({"so": 12}, former=False)))
    plain = book["so xếp hạng"]
    assert "so năm trước" not in book.sheetnames
    assert "Hạng năm trước" not in [cell.value for row in plain.iter_rows() for cell in row]


def test_units_without_a_rank_stand_with_their_reasons(whole: City, values: openpyxl.Workbook) -> None:
    for book in whole.books:
        assert len(book.ranking.unranked) == 5
        for one in book.ranking.unranked:
            assert one.name in texts(values, "Không xếp hạng")
            assert one.reason in texts(values, "Không xếp hạng")
            assert one.reason in texts(values, f"{book.ranking.block} bản in")


def test_what_to_appraise_first_says_why_it_is_open(whole: City, values: openpyxl.Workbook) -> None:
    lines = [row for row in values["Thẩm định trước"].iter_rows(values_only=True) if row[2] and re.fullmatch(r"[IVX]+(\.\d+)+", str(row[2]))]
    movers = [one for book in whole.books for one in book.movers]
    assert [(row[2], row[6], row[7]) for row in lines] == [(one.code, one.ranks.best, one.ranks.worst) for one in movers]
    assert {str(row[10]) for row in lines} <= {
        "hai điểm thẩm định lần 1 khác nhau", "chờ đơn vị giải trình", "chờ trả lời đề nghị không áp dụng; có thể được bỏ khỏi thang điểm", "điểm thẩm định lần 1 chưa dùng được",
        "chờ thẩm định; có nội dung cần làm rõ khi kiểm tra hồ sơ",
    }  # fmt: skip


def test_more_decimals_where_two_units_would_print_alike() -> None:
    book, _ = small_book()
    sheet = opened(book, values=False)["so xếp hạng"]
    shapes = {row[1].value: row[3].number_format for row in sheet.iter_rows() if str(row[1].value).startswith("Đơn vị u")}
    assert (shapes["Đơn vị u-1"], shapes["Đơn vị u-5"], shapes["Đơn vị u-9"]) == ("0.00", "0.000", "0.00000")


def test_what_a_sheet_cannot_tell_apart_is_no_formula() -> None:
    book, ranked = small_book(("90", "89.9999999999999"), rounding={"item": None})
    assert not tells_apart(small(rounding={"item": None})[0].policies, ranked.ranking.rows)
    cells = {row[1].value: row[0] for row in opened(book, values=False)["so xếp hạng"].iter_rows()}
    assert [(cells[f"Đơn vị u-{number}"].value, cells[f"Đơn vị u-{number}"].data_type) for number in (1, 2)] == [(1, "n"), (2, "n")]
    classes = {row[1].value: row[4] for row in opened(book, values=False)["so xếp hạng"].iter_rows()}
    assert (classes["Đơn vị u-2"].value, classes["Đơn vị u-2"].data_type) == ("Khá", "s")


def test_names_of_strangers_stay_text() -> None:
    book, _ = small_book(("90", "80"), (HOSTILE, HOSTILE))
    formulas, shown = opened(book, values=False), opened(book)
    found = 0
    for sheet in shown:
        for cell in (cell for row in sheet.iter_rows() for cell in row if "HYPERLINK" in str(cell.value)):
            formula = formulas[sheet.title][cell.coordinate]
            assert str(cell.value) == SHOWN
            assert formula.data_type == "s" or re.fullmatch(r"='so xếp hạng'!B\d+", str(formula.value))
            assert cell.hyperlink is None
            found += 1
    assert found > 6
    with zipfile.ZipFile(BytesIO(book)) as parts:
        assert not [name for name in parts.namelist() if "externalLink" in name]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_same_figures_same_bytes(language: str) -> None:
    of = city({"so": 12})
    assert made(of, language=language) == made(of, language=language)


def test_a_final_ranking_is_no_draft() -> None:
    assert "DỰ THẢO" not in "".join(texts(opened(made(city({"so": 12}, settled=True), provisional=False)), "so xếp hạng"))


def test_a_block_without_ranked_units_says_so() -> None:
    book, _ = small_book(())
    shown = opened(book)
    assert "Chưa có đơn vị nào được xếp hạng." in texts(shown, "so xếp hạng")
    assert "Không có." in texts(shown, "Thẩm định trước")


def test_a_block_without_classes_has_no_column_of_them() -> None:
    book, _ = small_book(classes={})
    shown = opened(book)
    for sheet in ("so xếp hạng", "so bản in"):
        assert "Xếp loại" not in texts(shown, sheet)
        assert {"95", "95.0"} & set(texts(shown, sheet))


def test_a_lead_of_which_no_items_are_known_is_unknown() -> None:
    book, _ = small_book(("90", "90", "80"))
    words_ = [row[5] for row in opened(book)["so liền kề"].iter_rows(values_only=True)][-2:]
    assert words_ == ["bằng chỉ số", "chưa có"]


def test_it_survives_being_loaded_and_saved(formulas: openpyxl.Workbook) -> None:
    stream = BytesIO()
    formulas.save(stream)
    again = opened(stream.getvalue(), values=False)
    assert len(again["so lĩnh vực"].conditional_formatting) == len(formulas["so lĩnh vực"].conditional_formatting) == 8
    assert again["so biểu đồ"].data_validations.dataValidation[0].formula1 == "'so xếp hạng'!$B$10:$B$21"


@pytest.mark.slow
def test_the_items_of_a_very_large_block_stand_in_the_table_alone() -> None:
    of = city({"so": 12, "xa": 420}, former=False)
    shown = opened(made(of))
    assert len(of.books[1].units) > 400
    assert any("xep-hang-tieu-chi.csv" in text for text in texts(shown, "xa tiêu chí"))
    assert any(text == "Biểu đồ gồm 240 đơn vị xếp đầu trong 415 đơn vị." for text in texts(shown, "xa biểu đồ"))
    assert shown["so tiêu chí"].max_column > 60


def test_the_mean_passes_over_what_is_unknown(values: openpyxl.Workbook, whole: City) -> None:
    rows = {row[1].value: row for row in values["so lĩnh vực"].iter_rows()}
    areas = whole.edition.blocks[0].areas
    means = [whole.books[0].area_means[area.code] for area in areas if area.kind == "points"]
    assert [cell.value for cell in rows["Trung bình"][3 : 3 + len(means)]] == pytest.approx([float(mean or Fraction()) for mean in means])
