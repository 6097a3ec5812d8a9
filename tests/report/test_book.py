from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from parcli.report.book import city_book
from parcli.report.paper import sheet_names

City = Any
INPUTS = [("submissions/so-noi-vu/Tự chấm.xlsx", "a" * 64)]
HOSTILE = '=HYPERLINK("file:///x","bấm")\x1b\u202ehttps://nơi-nào-đó.vn'
SHOWN = '=HYPERLINK("file:///x","bấm")␛⟨U+202E⟩https://nơi-nào-đó.vn'


def opened(book: bytes, *, values: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(book), data_only=values)


def texts(book: bytes) -> str:
    return "\n".join(str(cell.value) for sheet in opened(book) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def test_the_city_book_has_a_sheet_for_each_question(city: City) -> None:
    book = opened(city_book(city.edition, city.cycle, city.every(), INPUTS, city.wording))
    assert book.sheetnames == [
        "so lĩnh vực", "so tiêu chí", "so chênh lệch", "Tra cứu", "Danh sách", "Không áp dụng", "Còn thiếu", "Chi tiết", "Nguồn",
    ]  # fmt: skip
    assert [sheet.title for sheet in book if sheet.sheet_state == "hidden"] == ["Danh sách"]
    for sheet in (each for each in book if each.sheet_state == "visible"):
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
    printed = city_book(city.edition, city.cycle, city.every(), INPUTS, city.wording)
    with zipfile.ZipFile(BytesIO(printed)) as parts:
        sheet_part = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<oddHeader>&amp;C&amp;BBộ tiêu chí minh họa" in sheet_part
    assert "Trang &amp;P/&amp;N</oddFooter>" in sheet_part
    assert "Bộ tiêu chí minh họa – không phải phụ lục đã ban hành" in texts(city_book(city.edition, city.cycle, [], INPUTS, city.wording))


def test_stored_figures_are_those_of_the_core(city: City) -> None:
    results = city.every(provisional=True)
    sheet = opened(city_book(city.edition, city.cycle, results, INPUTS, city.wording, provisional=True), values=True)["so lĩnh vực"]
    rows = {row[1].value: [cell.value for cell in row] for row in sheet.iter_rows() if row[1].value}
    heads = rows["Đơn vị"]
    for result, name in zip(results, ("Sở Nội vụ", "Sở Tư pháp", "Sở Y tế", "Sở Du lịch", "Sở Ngoại vụ"), strict=True):
        final = rows[name][heads.index("Điểm đạt được")]
        assert final == (float(result.final) if result.final is not None else "chưa có")
    assert "Kết quả tạm tính – DỰ THẢO" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_what_does_not_apply_is_listed_with_its_reason(city: City) -> None:
    said = texts(city_book(city.edition, city.cycle, city.every(), INPUTS, city.wording))
    assert "Không thuộc chức năng, nhiệm vụ" in said
    assert "Đơn vị kê khai tại ô H9" in said
    assert "a" * 64 in said


def test_text_of_strangers_stays_text(city: City) -> None:
    cycle = city.cycle.model_copy(update={"units": tuple(unit.model_copy(update={"name": HOSTILE}) for unit in city.cycle.units)})
    excluded = city.result("so-noi-vu", excluded_for=HOSTILE)
    book = city_book(city.edition, cycle, [excluded], [(HOSTILE, "a" * 64)], city.wording)
    cells = [cell for sheet in opened(book) for row in sheet.iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]
    assert cells
    assert all(cell.data_type == "s" and cell.hyperlink is None and SHOWN in str(cell.value) for cell in cells)
    with zipfile.ZipFile(BytesIO(book)) as parts:
        assert not [name for name in parts.namelist() if "externalLink" in name]


def test_an_explanation_of_any_length_fits(city: City) -> None:
    excluded = city.result("so-noi-vu", excluded_for="dài " * 20_000)
    assert "[…]" in texts(city_book(city.edition, city.cycle, [excluded], INPUTS, city.wording))


@pytest.mark.parametrize("provisional", [False, True])
def test_same_figures_same_bytes(city: City, provisional: bool) -> None:
    def book() -> bytes:
        return city_book(city.edition, city.cycle, city.every(provisional=provisional), INPUTS, city.wording, provisional=provisional)

    assert book() == book()


def test_sheet_names_are_short_and_differ() -> None:
    names = sheet_names([f"{'a' * 40}{number}" for number in range(3)] + ["SO", "so"], "tiêu chí")
    assert len({name.casefold() for name in names.values()}) == 5
    assert all(len(name) <= 31 for name in names.values())
