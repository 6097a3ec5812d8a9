"""Whatever stands in a workbook outside the entries is held against what was sent; what an office suite turns is no difference."""

from __future__ import annotations

import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from workbook import kit

from parcli.workbook import names, standing

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sent(small):
    return small.filled(small.clerks(1))


@pytest.fixture
def tamper(small, sent):
    """Change the sent workbook by openpyxl and return what is said of it above a note."""

    def changed(change):
        findings = kit.heavy(small.judged(kit.edited(sent, change))[1])
        return [(finding.code, finding.sheet, dict(finding.values)) for finding in findings]

    return changed


def _at(bench, key, column):
    return names.at(column, next(row.row for row in bench.layout.rows if row.key == key))


@pytest.mark.parametrize("which", ["small", "hanoi", "district", "commune"])
@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_entered_nothing_standing_differs(which, seed, request):
    bench = request.getfixturevalue(which)
    content = bench.filled(bench.clerks(seed))
    assert bench.read(content).changes == ()
    assert bench.read(kit.edited(content, lambda _: None)).changes == ()


CELLS = [
    (names.GUIDE, "A1", "Hướng dẫn khác"),
    (names.SCORING, "B1", "Bảng điểm khác"),
    (names.SCORING, "B2", "Sở Tư pháp"),
    (names.SCORING, "B6", "Cột khác"),
    (names.SCORING, "C5", "Đã đủ"),
    (names.REGISTER, "C4", "Cột khác"),
    (names.REGISTER, "A3", None),
    (names.DIFFICULTIES, "B4", "Cột khác"),
    (names.REVIEW, "D5", 0),
    (names.REVIEW, "D6", "=0"),
    (names.REVIEW, "Z9", "thêm"),
    (names.LISTS, names.CHECK_CODE_CELL, "0000-1000-0210"),
    (names.LISTS, "C3", "Danh sách khác"),
]


@pytest.mark.parametrize(("sheet", "address", "value"), CELLS)
def test_a_standing_cell_that_was_changed_is_told_with_its_place(tamper, sheet, address, value):
    def change(book):
        book[sheet][address] = value

    assert ("WB148", sheet, {"count": "1", "cells": address}) in tamper(change)


def test_every_cell_of_the_report_stands(small, tamper):
    form = standing.form(small.layout)
    place, text = next((place, value) for place, value in form.cells[names.REPORT].items() if isinstance(value, str) and value.startswith("="))

    def change(book):
        book[names.REPORT].cell(*place).value = "100"

    assert text
    assert [(code, sheet) for code, sheet, _ in tamper(change)] == [("WB148", names.REPORT)]


def test_many_changes_of_a_sheet_are_one_finding_with_its_first_places(tamper):
    def change(book):
        for row in range(1, 9):
            book[names.REVIEW][f"Z{row}"] = "thêm"

    assert tamper(change) == [("WB148", names.REVIEW, {"count": "8", "cells": "Z1, Z2, Z3, Z4, Z5, … (+3)"})]


@pytest.mark.parametrize("value", [0, "=5", None])
def test_the_count_of_documents_stands(small, tamper, value):
    address = _at(small, "I.1.1", "count")

    def change(book):
        book[names.SCORING][address] = value

    assert tamper(change) == [("WB148", names.SCORING, {"count": "1", "cells": address})]


def test_a_list_that_has_another_range_is_told_by_its_name(tamper):
    def change(book):
        book.defined_names["danh_sach_3"].attr_text = "'Danh mục'!$B$3:$B$4"

    assert tamper(change) == [("WB148", names.LISTS, {"count": "1", "cells": "danh_sach_3"})]


@pytest.mark.parametrize(("name", "state"), [(names.REGISTER, "hidden"), (names.REVIEW, "veryHidden"), (names.LISTS, "visible"), ("Nháp", "hidden")])
def test_sheets_that_are_hidden_or_shown_otherwise(tamper, name, state):
    def change(book):
        (book[name] if name in book.sheetnames else book.create_sheet(name)).sheet_state = state

    what = "term:shown_sheet" if state == "visible" else "term:hidden_sheet"
    assert ("WB145", name, {"name": name, "what": what}) in tamper(change)


def test_a_hidden_sheet_may_be_very_hidden(tamper):
    def change(book):
        book[names.LISTS].sheet_state = "veryHidden"

    assert tamper(change) == []


@pytest.mark.parametrize("column", ["input", "applies", "self"])
def test_a_column_of_entries_that_is_hidden(tamper, column):
    def change(book):
        book[names.SCORING].column_dimensions[names.LETTERS[column]].hidden = True

    assert ("WB145", names.SCORING, {"name": names.SCORING, "what": "term:hidden_column"}) in tamper(change)


def test_rules_of_entry_that_are_gone_or_another_are_told_once(small, tamper):
    def gone(book):
        book[names.SCORING].data_validations.dataValidation = []

    (code, sheet, values) = tamper(gone)[0]
    assert (code, sheet, values["count"]) == ("WB147", names.SCORING, str(len(standing.form(small.layout).rules)))
    address = _at(small, "I.1.1/level", "input")

    def another(book):
        rules = book[names.SCORING].data_validations
        rules.dataValidation = [rule for rule in rules.dataValidation if address not in str(rule.sqref).split()]
        rules.dataValidation.append(DataValidation("list", formula1='"Kịp thời, đủ,Tuyệt vời"', sqref=address))

    assert tamper(another) == [("WB147", names.SCORING, {"count": "1", "cells": address})]


def test_a_row_between_the_others_moves_what_stands_and_changes_nothing(small, sent):
    """Rows are found by key; formulas of other sheets follow them, as an office suite makes them."""

    def change(book):
        sheet = book[names.SCORING]
        end = small.layout.rows[-1].row
        sheet.move_range(f"A{end}:N{end}", rows=3)

    one = small.read(kit.edited(sent, change))
    assert not [each for each in one.changes if each.kind in ("validation", "sheet_gone")]
