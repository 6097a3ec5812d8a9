"""The form for the institute: filled in and put back it is read as it was filled in; blank it says nothing."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path
from typing import Any

import build
import pytest
from openpyxl import Workbook, load_workbook

from parcli.checks import survey
from parcli.core.cycle import Cycle
from parcli.core.figures import FigureTable
from parcli.core.limits import Limits
from parcli.core.rules import External
from parcli.desk import survey_book, survey_forms, tables
from parcli.desk.headings import HEADINGS

EDITION = build.edition("""
    | mã  | tên              | điểm | ai chấm | cách tính | …                                                                              |
    | I.1 | Tính kịp thời    | 2    | survey  | external  | {scale: [1, 5]}                                                                |
    | I.2 | Mức độ hài lòng  | 1.5  | survey  | external  | {options: [{label: Hài lòng, weight: 1}, {label: Không hài lòng, weight: 0}]} |
    | I.3 | Ban hành đúng hạn | 1   | self    | points    |                                                                                |
    | I.4 | Chỉ số khác      | 2    | survey  | external  | {scale: [0, 100]}                                                              |
""")
CYCLE = build.cycle(EDITION, "so-y-te", "so-noi-vu", exemptions=[{"unit": "so-y-te", "item": "I.4", "kind": "not_assigned", "reason": "–"}])
BANNER = "Bộ tiêu chí minh họa – không phải phụ lục đã ban hành"


def made(cycle: Cycle = CYCLE, most_rows: int = 5000) -> bytes:
    form = survey_forms.form(cycle, EDITION.blocks[0], cycle.units)
    assert form is not None
    return survey_book.write(form, cycle, BANNER, most_rows)


def filled(content: bytes, values: dict[tuple[str, ...], dict[str, Any]]) -> Any:
    """Enter values by (item, unit) or (item, unit, option) and heading."""
    whole = load_workbook(io.BytesIO(content))
    for sheet in whole.worksheets[2:]:
        columns = {str(cell.value): cell.column for cell in sheet[survey_book.HEADING_ROW]}
        keys = [name for name in ("Mã", "Đơn vị", "Phương án") if name in columns]
        for row in range(survey_book.HEADING_ROW + 1, sheet.max_row + 1):
            key = tuple(str(sheet.cell(row, columns[name]).value) for name in keys)
            for heading, value in values.get(key, {}).items():
                sheet.cell(row, columns[heading]).value = value
    return whole


ENTERED: dict[tuple[str, ...], dict[str, Any]] = {
    ("I.1", "so-y-te"): {"Giá trị": 4.25, "Số người trả lời": 120},
    ("I.1", "so-noi-vu"): {"Giá trị": "3,5", "Số người trả lời": 90},
    ("I.4", "so-noi-vu"): {"Giá trị": 0},
    ("I.2", "so-y-te", "Hài lòng"): {"Số phiếu": 60},
    ("I.2", "so-y-te", "Không hài lòng"): {"Số phiếu": 0},
}
READ = {
    "so-y-te": {"I.1": {"value": Fraction(17, 4)}, "I.2": {"option-1": 60, "option-2": 0}},
    "so-noi-vu": {"I.1": {"value": Fraction(7, 2)}, "I.4": {"value": 0}},
}


def read(content: bytes, tmp_path: Path) -> tuple[FigureTable, ...]:
    (tmp_path / "a.xlsx").write_bytes(content)
    return tables.read_folder(tmp_path, "survey", Limits())


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_what_is_filled_in_is_what_is_read(tmp_path: Path) -> None:
    figures, sources, findings = survey.take(read(saved(filled(made(), ENTERED)), tmp_path), CYCLE, EDITION)
    assert (figures, findings) == (READ, ())
    assert {(one.unit, one.item, one.name): one.respondents for one in sources}["so-y-te", "I.1", "value"] == 120


def test_a_blank_form_gives_no_figures_and_nothing_to_say(tmp_path: Path) -> None:
    found = read(made(), tmp_path)
    assert [table.sheet for table in found] == ["Số liệu theo thang", "Số phiếu theo phương án"]
    assert survey.take(found, CYCLE, EDITION) == ({}, (), ())


@pytest.mark.parametrize("most_rows", [5, 6, 9])
def test_a_long_form_goes_on_in_another_sheet_that_is_read_too(most_rows: int, tmp_path: Path) -> None:
    content = saved(filled(made(most_rows=most_rows), ENTERED))
    assert all(sheet.max_row <= most_rows for sheet in load_workbook(io.BytesIO(content)).worksheets[2:])
    assert survey.take(read(content, tmp_path), CYCLE, EDITION)[0] == READ


def test_lines_name_units_and_items_that_are_asked_for_and_no_others() -> None:
    form = survey_forms.form(CYCLE, EDITION.blocks[0], CYCLE.units)
    assert form is not None
    assert [(line.item, line.unit) for line in form.scaled] == [("I.1", "so-y-te"), ("I.1", "so-noi-vu"), ("I.4", "so-noi-vu")]
    assert [(line.unit, line.option) for line in form.counted] == [
        (unit, option) for unit in ("so-y-te", "so-noi-vu") for option in ("Hài lòng", "Không hài lòng")
    ]


def test_excluded_units_are_left_out_and_without_lines_there_is_no_form() -> None:
    exclusions = [{"unit": unit, "state": "decided", "reason": "–", "decision": "1/QĐ"} for unit in ("so-y-te", "so-noi-vu")]
    assert survey_forms.form(build.cycle(EDITION, "so-y-te", "so-noi-vu", exclusions=exclusions), EDITION.blocks[0], CYCLE.units) is None


def test_the_same_form_has_the_same_bytes() -> None:
    assert made() == made()


def test_only_the_cells_to_fill_in_are_open_and_there_is_no_password() -> None:
    for sheet in load_workbook(io.BytesIO(made())).worksheets[2:]:
        headings = [str(cell.value) for cell in sheet[survey_book.HEADING_ROW]]
        opened = {headings[cell.column - 1] for row in sheet.iter_rows(survey_book.HEADING_ROW + 1) for cell in row if not cell.protection.locked}
        assert opened <= {"Giá trị", "Số người trả lời", "Số phiếu"}
        assert opened
        assert (sheet.protection.sheet, sheet.protection.password) == (True, None)
        assert sheet.freeze_panes == f"B{survey_book.HEADING_ROW + 1}"
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.print_title_rows) == (9, "landscape", "$4:$4")


def test_a_value_is_checked_against_the_scale_of_its_item() -> None:
    sheet = load_workbook(io.BytesIO(made()))["Số liệu theo thang"]
    rules = {
        str(rule.sqref): (float(rule.formula1), float(rule.formula2)) for rule in sheet.data_validations.dataValidation if rule.type == "decimal"
    }
    assert rules == {"F5:F6": (1, 5), "F7": (0, 100)}


def test_the_form_says_that_the_criteria_are_not_official_on_each_sheet() -> None:
    assert all(sheet["A3"].value == BANNER for sheet in load_workbook(io.BytesIO(made())).worksheets)


def test_every_column_to_fill_in_has_a_heading_that_the_import_knows() -> None:
    words = survey_book.standing_words()
    for kind in ("scaled", "counted"):
        for name, said in words[kind]["columns"].items():
            if name in HEADINGS:
                assert said["heading"].casefold() in HEADINGS[name]


def test_csv_forms_are_read_like_the_workbook(tmp_path: Path) -> None:
    form = survey_forms.form(CYCLE, EDITION.blocks[0], CYCLE.units)
    assert form is not None
    for kind, content in survey_forms.tables(form).items():
        (tmp_path / f"{kind}.csv").write_bytes(content)
    found = tables.read_folder(tmp_path, "survey", Limits())
    assert [(len(table.rows), table.missing, table.problems) for table in found] == [(4, (), ()), (3, (), ())]
    assert survey.take(found, CYCLE, EDITION) == ({}, (), ())


def test_a_table_that_the_institute_built_anew_needs_no_identity(tmp_path: Path) -> None:
    book = Workbook()
    for row in (
        ("BẢNG 2. KẾT QUẢ",),
        ("STT", "Tên đơn vị", "Mã", "Điểm đạt được"),
        (1, "Đơn vị so-y-te", "I.1", "1,5"),
        (2, "Trung bình", None, 1.5),
    ):
        book.active.append(row)
    figures, _, findings = survey.take(read(saved(book), tmp_path), CYCLE, EDITION)
    assert figures == {"so-y-te": {"I.1": {"value": Fraction(4)}}}
    assert [one.code for one in findings] == ["RS126"]
    item = next(item for item in EDITION.blocks[0].items(build.YEAR) if item.code == "I.1")
    assert isinstance(item.rule, External)
