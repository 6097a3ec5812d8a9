"""What is written into an appraisal workbook comes out of it again, wherever rows and columns were moved."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from parcli.appraisal import layout, reader, writer
from parcli.appraisal.content import Content, Entries, Link, Row, Table
from parcli.checks import values
from parcli.core.appraisal import AppraisalSheet, OpenedRow, SheetIdentity
from parcli.core.limits import Limits

UNITS = ("so-noi-vu", "so-y-te")
ITEMS = ("I.1", "I.10")
FACTS = {"index": "CHỈ SỐ", "year": "2023", "cycle": "thu/2023", "edition": "thu", "version": "1.0", "authority": "Sở Nội vụ", "to_day": "30/11"}
MADE_FROM = dict.fromkeys(UNITS, "ab" * 32)


def content(stage: Any = "round_1", **more: Any) -> Content:
    rows = tuple(
        Row(OpenedRow(unit, item, "2", "e1"), {"unit": unit, "item": item, "title": "Kế hoạch", "self": Fraction(3, 2), "link_1": LINK}, Fraction(2))
        for unit in UNITS
        for item in ITEMS
    )
    identity = writer.identity(stage, ("thu/2023", "thu", "1.0"), "so-I", tuple(row.opened for row in rows), MADE_FROM)
    return Content(layout.form(stage), identity, FACTS, "Lĩnh vực I", "MINH HỌA", rows, MADE_FROM, **more)


LINK = Link("Tệp 1", "submissions/so-y-te/evidence/Kế hoạch số 1 #2 (50%).pdf")
ENTERED = Entries({("so-y-te", "I.10"): {"points": Fraction(5, 4), "reason": "Chậm", "request": "Bổ sung"}})


def read(made: bytes) -> AppraisalSheet:
    return reader.read(made, "appraisal/round-1/a.xlsx", layout.forms(), Limits())


def saved(book: Any) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def cells(sheet: AppraisalSheet) -> dict[tuple[str, str], tuple[Any, str, str]]:
    return {
        (line.cells["unit"].text, line.cells["item"].text): (line.cells["points"].raw, line.cells["reason"].text, line.cells["request"].text)
        for line in sheet.lines
    }


@pytest.mark.parametrize("stage", ["round_1", "round_2"])
def test_what_was_entered_comes_back(stage: Any) -> None:
    sheet = read(writer.write(content(stage), ENTERED))
    assert (sheet.problems, sheet.readable, sheet.missing_columns) == ((), True, ())
    assert cells(sheet) == {(unit, item): (None, "", "") for unit in UNITS for item in ITEMS} | {("so-y-te", "I.10"): (1.25, "Chậm", "Bổ sung")}


def test_the_identity_stands_in_three_places_and_names_what_is_open() -> None:
    made = content()
    sheet = read(writer.write(made))
    assert set(sheet.identities) == {"cell", "name", "property"}
    assert sheet.identity() == made.identity == SheetIdentity.parse(made.identity.text())
    assert sheet.opening.rows == tuple(row.opened for row in made.rows)
    assert sheet.opening.made_from == MADE_FROM
    assert sheet.opening.digest() == made.identity.digest


def test_rows_and_columns_may_be_moved() -> None:
    book = load_workbook(io.BytesIO(writer.write(content(), ENTERED)))
    sheet = book["Thẩm định"]
    sheet.insert_rows(3)
    sheet.insert_cols(2)
    moved = read(saved(book))
    assert cells(moved) == cells(read(writer.write(content(), ENTERED)))


def test_a_column_that_is_gone_is_named() -> None:
    book = load_workbook(io.BytesIO(writer.write(content())))
    book["Thẩm định"].cell(5, layout.form("round_1").place("points") + 1).value = "Điểm"
    assert read(saved(book)).missing_columns == ("Điểm thẩm định",)


def test_the_same_rows_give_the_same_bytes() -> None:
    assert writer.write(content(), ENTERED) == writer.write(content(), ENTERED)


def test_a_link_leads_from_where_the_file_lies_whatever_signs_a_name_has() -> None:
    table = Table("Tài liệu kiểm chứng", "DANH SÁCH", ("Tệp",), (40,), ((LINK,),))
    book = load_workbook(io.BytesIO(writer.write(content(tables=(table,)))))
    place = layout.form("round_1").place("link_1") + 1
    wanted = "../../submissions/so-y-te/evidence/K%E1%BA%BF%20ho%E1%BA%A1ch%20s%E1%BB%91%201%20%232%20%2850%25%29.pdf"
    assert book["Thẩm định"].cell(6, place).hyperlink.target == wanted
    assert book["Tài liệu kiểm chứng"].cell(6, 1).hyperlink.target == wanted


def test_only_entries_are_open_and_no_password_is_asked() -> None:
    book = load_workbook(io.BytesIO(writer.write(content())))
    sheet = book["Thẩm định"]
    open_cells = {sheet.cell(5, cell.column).value for row in sheet.iter_rows(6) for cell in row if not cell.protection.locked}
    assert open_cells == {"Điểm thẩm định", "Lý do", "Yêu cầu giải trình"}
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert not sheet.protection.autoFilter
    assert not sheet.protection.formatColumns


def test_a_claim_can_be_answered() -> None:
    made = content()
    row = Row(made.rows[0].opened, made.rows[0].cells, Fraction(2), claimed=True)
    claimed = Content(made.form, made.identity, FACTS, "", "", (row,), MADE_FROM)
    place = layout.form("round_1").place("ruling") + 1
    book = load_workbook(io.BytesIO(writer.write(claimed)))
    assert not book["Thẩm định"].cell(6, place).protection.locked


def test_a_file_of_another_kind_is_read_as_nothing() -> None:
    from openpyxl import Workbook

    sheet = read(saved(Workbook()))
    assert (sheet.readable, sheet.identities, sheet.lines) == (True, {}, ())
    assert read(b"PK\x03\x04junk").problems[0].code == "WB105"


def test_a_step_stands_in_the_validation() -> None:
    made = content()
    row = Row(made.rows[0].opened, made.rows[0].cells, Fraction(2), step=Fraction(1, 4))
    book = load_workbook(io.BytesIO(writer.write(Content(made.form, made.identity, FACTS, "", "", (row,), MADE_FROM))))
    rules = [rule for rule in book["Thẩm định"].data_validations.dataValidation if rule.type == "custom"]
    assert [("0.25" in rule.formula1, rule.showErrorMessage) for rule in rules] == [(True, True)]


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=60).filter(
    lambda text: text.strip() and "_x" not in text
)


@settings(max_examples=12, deadline=None)
@given(figure=st.fractions(0, 2, max_denominator=100).map(lambda value: Fraction(round(value * 100), 100)), reason=_TEXTS, request=_TEXTS)
def test_any_entry_comes_back_as_it_was_written(figure: Fraction, reason: str, request: str) -> None:
    entered = Entries({("so-y-te", "I.1"): {"points": figure, "reason": reason, "request": request}})
    line = next(one for one in read(writer.write(content(), entered)).lines if (one.cells["unit"].text, one.cells["item"].text) == ("so-y-te", "I.1"))
    assert values.number(line.cells["points"]).value == figure
    assert (line.cells["reason"].raw, line.cells["request"].raw) == (reason, request)


def test_a_sheet_with_a_cell_that_two_readers_read_differently_is_not_taken() -> None:
    made = writer.write(content(), ENTERED)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts = {name: part.replace(b"<v>1.25</v>", b"<v>1.25</v><v>2</v>") for name, part in parts.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for each, part in parts.items():
            archive.writestr(each, part)
    back = read(target.getvalue())
    assert (back.readable, [problem.code for problem in back.problems]) == (False, ["WB140"])
    assert dict(back.problems[0].values).items() >= {("first", "1.25"), ("second", "2")}
