"""Tables as institutes lay them out: merged cells, headings in two rows, items or units across; told apart, never guessed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from parcli.core.figures import FigureTable
from parcli.core.limits import Limits
from parcli.core.returned import Problem
from parcli.desk.headings import HEADINGS, Known
from parcli.desk.tables import read, read_files, read_folder

KNOWN = Known(frozenset({"i.1", "i.2", "ii.5.1"}), frozenset({"so-y-te", "sở y tế", "so-noi-vu", "sở nội vụ"}))
LIMITS = Limits()
Rows = tuple[tuple[Any, ...], ...]


def book(tmp_path: Path, rows: Rows, *merged: str, then: Callable[[Any], None] | None = None) -> Path:
    whole = Workbook()
    for row in rows:
        whole.active.append(row)
    for span in merged:
        whole.active.merge_cells(span)
    if then is not None:
        then(whole)
    whole.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def csv(tmp_path: Path, rows: Rows) -> Path:
    lines = [";".join("" if each is None else str(each) for each in row) for row in rows]
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return tmp_path / "a.csv"


def table(path: Path) -> FigureTable:
    (one,) = read(path, path.name, LIMITS, KNOWN)
    return one


def lines(one: FigureTable) -> list[dict[str, str]]:
    """Return what each line says, without its blanks."""
    return [{name: cell.text for name, cell in row.cells.items() if not cell.blank} for row in one.rows]


WRITERS = pytest.mark.parametrize("write", [book, csv], ids=["xlsx", "csv"])


def test_a_unit_merged_over_its_items_counts_for_each_of_them(tmp_path: Path) -> None:
    rows: Rows = (("Đơn vị", "Mã", "Giá trị"), ("so-y-te", "I.1", 8), (None, "I.2", 9), ("so-noi-vu", "I.1", 7), (None, "I.2", 6))
    found = lines(table(book(tmp_path, rows, "A2:A3", "A4:A5")))
    assert [(line["unit"], line["item"], line["value"]) for line in found] == [
        ("so-y-te", "I.1", "8"), ("so-y-te", "I.2", "9"), ("so-noi-vu", "I.1", "7"), ("so-noi-vu", "I.2", "6"),
    ]  # fmt: skip


def test_a_blank_that_is_not_merged_is_not_filled(tmp_path: Path) -> None:
    found = lines(table(book(tmp_path, (("Đơn vị", "Mã", "Giá trị"), ("so-y-te", "I.1", 8), (None, "I.2", 9)))))
    assert found[1] == {"item": "I.2", "value": "9"}


def test_a_merged_figure_is_that_of_its_first_line_only(tmp_path: Path) -> None:
    rows: Rows = (("Đơn vị", "Mã", "Giá trị"), ("so-y-te", "I.1", 8), ("so-noi-vu", "I.1", None))
    assert [line.get("value") for line in lines(table(book(tmp_path, rows, "C2:C3")))] == ["8", None]


def test_a_merged_heading_does_not_run_into_the_lines(tmp_path: Path) -> None:
    rows: Rows = (("Đơn vị", "Mã", "Giá trị"), (None, None, None), (None, "I.1", 8))
    assert lines(table(book(tmp_path, rows, "A1:A3"))) == [{"item": "I.1", "value": "8"}]


@WRITERS
def test_headings_of_two_rows_are_read_together(write: Callable[..., Path], tmp_path: Path) -> None:
    rows: Rows = (
        ("KẾT QUẢ ĐIỀU TRA XÃ HỘI HỌC NĂM 2023", None, None, None),
        ("Đơn vị", "Mã tiêu chí", "Kết quả", None),
        (None, None, "Điểm trung bình", "Số phiếu"),
        ("(1)", "(2)", "(3)", "(4)"),
        ("so-y-te", "I.1", "8,5", 120),
    )
    assert lines(table(write(tmp_path, rows))) == [{"unit": "so-y-te", "item": "I.1", "value": "8,5", "respondents": "120"}]


@WRITERS
def test_the_lower_heading_says_what_the_figures_are(write: Callable[..., Path], tmp_path: Path) -> None:
    rows: Rows = (("Đơn vị", "Mã", "Kết quả"), (None, None, "Tỷ lệ (%)"), ("so-y-te", "I.1", 85))
    assert lines(table(write(tmp_path, rows))) == [{"unit": "so-y-te", "item": "I.1", "percent": "85"}]


@WRITERS
def test_items_across_with_the_kind_of_figure_over_them(write: Callable[..., Path], tmp_path: Path) -> None:
    rows: Rows = ((None, "Điểm đạt được", None), ("Đơn vị", "I.1", "I.2. Chất lượng văn bản"), ("so-y-te", "0,8", "1,2"), ("Tổng", 9, 9))
    assert lines(table(write(tmp_path, rows))) == [
        {"unit": "so-y-te", "item": "I.1", "points": "0,8"},
        {"unit": "so-y-te", "item": "I.2. Chất lượng văn bản", "points": "1,2"},
        {"unit": "Tổng", "item": "I.1", "points": "9"},
        {"unit": "Tổng", "item": "I.2. Chất lượng văn bản", "points": "9"},
    ]


@WRITERS
def test_items_across_with_figure_and_respondents_under_each(write: Callable[..., Path], tmp_path: Path) -> None:
    rows: Rows = (
        ("STT", "Tên đơn vị", "I.1", None, "II.5.1", None),
        (None, None, "Tỷ lệ (%)", "Số người trả lời", "Tỷ lệ (%)", "Số người trả lời"),
        (1, "Sở Y tế", 85, 120, None, None),
        (2, "Sở Nội vụ", 90, 80, 70, 60),
    )
    assert lines(table(write(tmp_path, rows))) == [
        {"unit": "Sở Y tế", "item": "I.1", "percent": "85", "respondents": "120"},
        {"unit": "Sở Nội vụ", "item": "I.1", "percent": "90", "respondents": "80"},
        {"unit": "Sở Nội vụ", "item": "II.5.1", "percent": "70", "respondents": "60"},
    ]


@WRITERS
def test_units_across(write: Callable[..., Path], tmp_path: Path) -> None:
    rows: Rows = (("Mã", "Nội dung", "Giá trị", None), (None, None, "Sở Y tế", "so-noi-vu"), ("I.1", "Kịp thời", 8, 7))
    assert lines(table(write(tmp_path, rows))) == [
        {"item": "I.1", "unit": "Sở Y tế", "value": "8"},
        {"item": "I.1", "unit": "so-noi-vu", "value": "7"},
    ]


@pytest.mark.parametrize(
    ("rows", "unknown"),
    [
        (((None, None, "Giá trị", None), ("STT", "Đơn vị", "I.1", "I.77"), (1, "so-y-te", 8, 9)), "I.77"),
        (((None, "Giá trị", None, None), ("Mã", "so-y-te", "Sở Lạ", "Ghi chú"), ("I.1", 8, 9, "tốt")), "Sở Lạ; Ghi chú"),
    ],
)
def test_a_column_of_a_wide_table_that_names_nothing_known_is_told(rows: Rows, unknown: str, tmp_path: Path) -> None:
    one = table(book(tmp_path, rows))
    assert [(problem.code, dict(problem.values)["columns"]) for problem in one.problems] == [("RS134", unknown)]
    assert [line.get("value") for line in lines(one)] == ["8"]


def test_figures_across_of_which_nothing_says_what_they_are_are_left_open(tmp_path: Path) -> None:
    assert lines(table(book(tmp_path, (("Đơn vị", "I.1"), ("so-y-te", 8))))) == [{"unit": "so-y-te", "item": "I.1", "score": "8"}]


def test_a_title_over_the_units_does_not_say_what_the_figures_are(tmp_path: Path) -> None:
    rows: Rows = (("Kết quả", None), ("Đơn vị", "I.1"), ("so-y-te", 8))
    assert lines(table(book(tmp_path, rows))) == [{"unit": "so-y-te", "item": "I.1", "score": "8"}]


def test_a_code_in_a_line_makes_no_wide_table(tmp_path: Path) -> None:
    assert table(book(tmp_path, (("Đơn vị", "Số liệu"), ("so-y-te", "I.1")))).missing == ("item", "value")


@pytest.mark.parametrize(
    "headings",
    [
        ("Đơn vị", "Mã", "Giá trị", "Kết quả"),
        ("Đơn vị", "Mã", "Giá trị", "Giá trị"),
        ("Đơn vị", "Mã", "Phương án", "Số phiếu", "Số lượt"),
        ("Đơn vị", "I.1", "I.1"),
    ],
)
def test_two_columns_with_one_meaning_are_told_and_none_is_taken(headings: tuple[str, ...], tmp_path: Path) -> None:
    one = table(book(tmp_path, (headings, ("so-y-te", *(5 for _ in headings[1:])))))
    assert [problem.code for problem in one.problems] == ["RS121"]
    assert headings[-1] in dict(one.problems[0].values)["columns"]
    assert one.rows == ()


def test_the_code_counts_before_the_title_and_the_id_before_the_name(tmp_path: Path) -> None:
    rows: Rows = (("Tiêu chí", "Tên đơn vị", "Mã", "Mã đơn vị", "Giá trị"), ("Kịp thời", "Sở Y tế", "I.1", "so-y-te", 8))
    assert lines(table(book(tmp_path, rows))) == [{"unit": "so-y-te", "name": "Sở Y tế", "item": "I.1", "value": "8"}]


def test_ballots_beside_options_are_counts_and_beside_a_figure_respondents(tmp_path: Path) -> None:
    rows: Rows = (("Đơn vị", "Mã", "Phương án", "Số phiếu", "Số người trả lời"), ("so-y-te", "I.2", "Tốt", 8, 10))
    assert lines(table(book(tmp_path, rows)))[0] == {"unit": "so-y-te", "item": "I.2", "option": "Tốt", "count": "8", "respondents": "10"}


@pytest.mark.parametrize("heading", ["Giá trị (thang 0–100)", "GIÁ  TRỊ", "Giá\ntrị", "Giá trị (*)"])
def test_a_remark_in_brackets_belongs_to_no_heading(heading: str, tmp_path: Path) -> None:
    assert lines(table(book(tmp_path, (("Đơn vị", "Mã", heading), ("so-y-te", "I.1", 8)))))[0]["value"] == "8"


def test_a_number_shown_in_percent_is_what_is_shown(tmp_path: Path) -> None:
    def shown(whole: Any) -> None:
        whole.active["C2"].number_format = "0.0%"

    path = book(tmp_path, (("Đơn vị", "Mã", "Tỷ lệ (%)"), ("so-y-te", "I.1", 0.855)), then=shown)
    assert lines(table(path))[0]["percent"] == "85.5%"


def test_a_sheet_that_lacks_its_figures_is_told_beside_one_that_is_whole(tmp_path: Path) -> None:
    def more(whole: Any) -> None:
        for title, heading in (("Ghi chú", ("Mã", "Tên tiêu chí")), ("Số phiếu", ("Đơn vị", "Mã", "Số lương"))):
            whole.create_sheet(title).append(heading)

    found = read(book(tmp_path, (("Đơn vị", "Mã", "Giá trị"), ("so-y-te", "I.1", 8)), then=more), "a.xlsx", LIMITS, KNOWN)
    assert [(one.sheet, one.missing) for one in found] == [("Sheet", ()), ("Số phiếu", ("value",))]


def test_what_a_limit_cuts_off_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = book(tmp_path, (("Đơn vị", "Mã", "Giá trị"), *(("so-y-te", "I.1", number) for number in range(9))))
    (one,) = read(path, "a.xlsx", Limits(sheet_rows=5), KNOWN)
    assert len(one.rows) == 4
    assert [(problem.code, dict(problem.values)["cells"][:3]) for problem in one.problems] == [("RS133", "A10")]


@pytest.mark.slow
def test_files_are_read_in_workers_with_limits_and_one_that_breaks_them_is_named(tmp_path: Path) -> None:
    for name in ("b", "c"):
        book(tmp_path, (("Đơn vị", "Mã", "Giá trị"), ("so-y-te", "I.1", 8))).rename(tmp_path / f"{name}.xlsx")
    tables = read_folder(tmp_path, "survey", LIMITS, KNOWN)
    assert [(one.path, len(one.rows)) for one in tables] == [("survey/b.xlsx", 1), ("survey/c.xlsx", 1)]
    endless = tmp_path / "d.csv"
    endless.write_text("unit,item,value" + ",x" * 4_000_000, "utf-8")
    (stopped,) = read_files([(endless, "survey/d.csv")], Limits(workbook_cpu_seconds=1, clock_factor=1), KNOWN)
    assert (stopped.rows, stopped.problems) == ((), (Problem("RS101", (("reason", "term:over_limits"),)),))
    assert len(stopped.sha256) == 64


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_is_no_file_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    (one,) = read_files([(tmp_path / "a.csv", "survey/a.csv")], LIMITS, KNOWN)
    assert [problem.code for problem in one.problems] == ["RS101"]
    assert read_folder(tmp_path, "survey", LIMITS, KNOWN) == ()


def test_no_heading_stands_for_two_columns() -> None:
    every = [text for texts in HEADINGS.values() for text in texts]
    assert len(every) == len(set(every))
