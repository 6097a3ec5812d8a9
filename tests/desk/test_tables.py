"""Tables of figures as offices really save them: read, or refused with a reason; never read wrongly."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from parcli.core.figures import FigureTable
from parcli.core.limits import Limits
from parcli.desk.tables import read, read_folder

LIMITS = Limits()
HEADINGS = ("Đơn vị", "Mã tiêu chí", "Giá trị")


def csv(tmp_path: Path, content: str | bytes, name: str = "a.csv") -> FigureTable:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (table,) = read(path, f"survey/{name}", LIMITS)
    return table


def lines(table: FigureTable) -> list[tuple[Any, ...]]:
    """Return the rows as they were read: unit, item, then the figures."""
    return [tuple(cell.raw for cell in row.cells.values()) for row in table.rows]


def reason(table: FigureTable) -> str:
    (problem,) = table.problems
    assert problem.code == "RS101"
    assert table.rows == ()
    return dict(problem.values)["reason"]


def book(tmp_path: Path, fill: Callable[[Any], None], name: str = "a.xlsx") -> Path:
    whole = Workbook()
    fill(whole)
    whole.save(tmp_path / name)
    return tmp_path / name


def sheet(*rows: tuple[Any, ...]) -> Callable[[Any], None]:
    def fill(whole: Any) -> None:
        for row in rows:
            whole.active.append(row)

    return fill


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "bom"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("names", [HEADINGS, ("unit", "item", "value"), ("ĐƠN VỊ", " mã  tiêu chí ", "Kết quả")], ids=["vi", "en", "loose"])
def test_a_csv_is_read_whatever_separates_it(mark: str, end: str, delimiter: str, names: tuple[str, ...], tmp_path: Path) -> None:
    rows = [names, ("Sở Y tế", "I.1", "8.5"), ("so-noi-vu", "I.1", "7")]
    table = csv(tmp_path, mark + end.join(delimiter.join(row) for row in rows) + end)
    assert lines(table) == [("Sở Y tế", "I.1", "8.5"), ("so-noi-vu", "I.1", "7")]
    assert [row.row for row in table.rows] == [2, 3]
    assert [cell.address for cell in table.rows[0].cells.values()] == ["A2", "B2", "C2"]
    assert (table.path, table.sheet, table.missing, table.problems) == ("survey/a.csv", "", (), ())


@pytest.mark.parametrize("text", ["unit;item;value\na;I.1;8,5\n", 'unit,item,value\na,I.1,"8,5"\n', "unit\titem\tvalue\na\tI.1\t8,5\n"])
def test_a_decimal_comma_is_kept(text: str, tmp_path: Path) -> None:
    assert lines(csv(tmp_path, text)) == [("a", "I.1", "8,5")]


def test_a_decimal_comma_between_commas_is_refused_and_not_cut(tmp_path: Path) -> None:
    assert "2" in reason(csv(tmp_path, "unit,item,value\na,I.1,8,5\n"))


def test_a_quoted_heading_is_found_behind_a_byte_order_mark(tmp_path: Path) -> None:
    assert lines(csv(tmp_path, '\ufeff"Đơn vị","Mã","Giá trị"\n"a","I.1","8,5"\n')) == [("a", "I.1", "8,5")]


def test_empty_fields_beyond_the_headings_do_no_harm(tmp_path: Path) -> None:
    assert lines(csv(tmp_path, "unit,item,value,,\na,I.1,8,,,,\n")) == [("a", "I.1", "8")]


def test_columns_stand_in_any_order_among_others(tmp_path: Path) -> None:
    table = csv(tmp_path, "STT,Điểm,Ghi chú,Mã,Tên đơn vị\n1,8,tốt,I.1,Sở Y tế\n")
    assert {name: cell.raw for name, cell in table.rows[0].cells.items()} == {"score": "8", "item": "I.1", "unit": "Sở Y tế"}


def test_counts_by_option_are_read(tmp_path: Path) -> None:
    assert lines(csv(tmp_path, "unit,item,option,count\na,I.2,Hài lòng,3\n")) == [("a", "I.2", "Hài lòng", "3")]


@pytest.mark.parametrize(
    "title", ["KẾT QUẢ ĐIỀU TRA", "Kết quả điều tra, năm 2023, đợt 1, lần 2", "Kết quả; năm 2023; đợt 1; lần 2", '"Kết quả\nhai dòng"', ""]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_titles_may_stand_above_the_headings(title: str, delimiter: str, tmp_path: Path) -> None:
    rows = "\n".join(delimiter.join(row) for row in (HEADINGS, ("a", "I.1", "8")))
    assert lines(csv(tmp_path, f"{title}\n\n{rows}\n")) == [("a", "I.1", "8")]


def test_headings_further_down_than_any_title_are_not_looked_for(tmp_path: Path) -> None:
    assert csv(tmp_path, "x\n" * 40 + "unit,item,value\na,I.1,8\n").missing == ("item", "unit", "value")


def test_blank_lines_are_passed_over_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    table = csv(tmp_path, "unit,item,value\n\na,I.1,8\n,,\n  , ,\nb,I.1,\n")
    assert [row.row for row in table.rows] == [3, 6]


def test_a_short_line_lacks_its_last_cells(tmp_path: Path) -> None:
    table = csv(tmp_path, "unit,item,value\na,I.1\n")
    assert table.rows[0].cells["value"].blank


@pytest.mark.parametrize("encoding", ["cp1258", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_another_encoding_is_refused_with_a_sentence(encoding: str, tmp_path: Path) -> None:
    text = "unit,item,value\nSo Y tê,I.1,8\n"
    assert "UTF-8" in reason(csv(tmp_path, text.encode(encoding)))


def test_utf_16_of_plain_letters_is_refused_too(tmp_path: Path) -> None:
    assert "UTF-8" in reason(csv(tmp_path, "unit,item,value\na,I.1,8\n".encode("utf-16-le")))


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("", ("item", "unit", "value")),
        ("unit,item\na,I.1\n", ("value",)),
        ("unit,value\na,8\n", ("item",)),
        ("unit,item,option\na,I.1,x\n", ("count",)),
        ("unit,item,count\na,I.1,3\n", ("option",)),
        ("a,I.1,8\n", ("item", "unit", "value")),
    ],
)
def test_missing_columns_are_named(text: str, missing: tuple[str, ...], tmp_path: Path) -> None:
    table = csv(tmp_path, text)
    assert (table.missing, table.rows, table.problems) == (missing, (), ())


def test_columns_beyond_z_have_a_place(tmp_path: Path) -> None:
    blanks = "," * 30
    (row,) = csv(tmp_path, f"unit,item{blanks}value\na,I.1{blanks}8\n").rows
    assert row.cells["value"].raw == "8"
    assert row.cells["value"].address.endswith("2")


@pytest.mark.parametrize("name", ["a.xls", "a.ods", "a.txt", "a", "a.docx", "a.csv.bak"])
def test_an_unknown_kind_of_file_is_refused_by_its_suffix(name: str, tmp_path: Path) -> None:
    assert reason(csv(tmp_path, "unit,item,value\n", name)) == (Path(name).suffix or "?")


@pytest.mark.parametrize("name", ["A.CSV", "A.Csv"])
def test_a_suffix_counts_in_any_case(name: str, tmp_path: Path) -> None:
    assert csv(tmp_path, "unit,item,value\na,I.1,8\n", name).rows


@pytest.mark.parametrize("content", [b"", b"unit,item,value", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_only_calls_itself_a_workbook_is_refused(content: bytes, tmp_path: Path) -> None:
    assert reason(csv(tmp_path, content, "a.xlsx"))


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("unit,item,value\n", "utf-8")
    (table,) = read(path, "a.csv", Limits(workbook_bytes=5))
    assert "5" in reason(table)


def test_an_absent_file_is_a_problem(tmp_path: Path) -> None:
    (table,) = read(tmp_path / "a.csv", "a.csv", LIMITS)
    assert reason(table)


def test_a_workbook_is_read_with_the_values_it_holds(tmp_path: Path) -> None:
    path = book(tmp_path, sheet(("Kết quả điều tra năm 2023",), (), ("STT", *HEADINGS), (1, "Sở Y tế", "I.1", 8.5), (2, "Sở B", "I.1", None)))
    (table,) = read(path, "survey/a.xlsx", LIMITS)
    assert lines(table) == [("Sở Y tế", "I.1", 8.5), ("Sở B", "I.1", None)]
    assert [cell.address for cell in table.rows[0].cells.values()] == ["B4", "C4", "D4"]
    assert (table.sheet, table.rows[0].row, len(table.sha256)) == ("Sheet", 4, 64)


def test_a_formula_and_an_error_are_known_for_what_they_are(tmp_path: Path) -> None:
    (table,) = read(book(tmp_path, sheet(HEADINGS, ("a", "I.1", "=4+4"), ("b", "I.1", "#N/A"))), "a.xlsx", LIMITS)
    formula, error = (row.cells["value"] for row in table.rows)
    assert (formula.raw, formula.formula, error.error) == (None, "=4+4", True)


def test_headings_merged_across_columns_are_found(tmp_path: Path) -> None:
    def fill(whole: Any) -> None:
        sheet(("Đơn vị", None, "Mã", "Giá trị"), ("a", None, "I.1", 8))(whole)
        whole.active.merge_cells("A1:B1")

    (table,) = read(book(tmp_path, fill), "a.xlsx", LIMITS)
    assert lines(table) == [("a", "I.1", 8)]


def test_headings_merged_over_two_rows_are_found(tmp_path: Path) -> None:
    def fill(whole: Any) -> None:
        sheet(HEADINGS, (None, None, None), ("a", "I.1", 8))(whole)
        for span in ("A1:A2", "B1:B2", "C1:C2"):
            whole.active.merge_cells(span)

    (table,) = read(book(tmp_path, fill), "a.xlsx", LIMITS)
    assert lines(table) == [("a", "I.1", 8)]


def test_headings_in_two_levels_are_named_as_missing_and_not_guessed(tmp_path: Path) -> None:
    def fill(whole: Any) -> None:
        sheet(("Đơn vị", "Kết quả", None), (None, "Mã", "Số liệu"), ("a", "I.1", 8))(whole)
        whole.active.merge_cells("B1:C1")

    (table,) = read(book(tmp_path, fill), "a.xlsx", LIMITS)
    assert table.missing == ("value",)


def test_each_sheet_with_headings_is_a_table(tmp_path: Path) -> None:
    def fill(whole: Any) -> None:
        sheet(("Ghi chú",))(whole)
        for title in ("so", "huyen"):
            page = whole.create_sheet(title)
            page.append(HEADINGS)
            page.append((title, "I.1", 8))

    tables = read(book(tmp_path, fill), "a.xlsx", LIMITS)
    assert [(table.sheet, lines(table)) for table in tables] == [("so", [("so", "I.1", 8)]), ("huyen", [("huyen", "I.1", 8)])]


def test_a_workbook_without_headings_names_its_first_sheet_once(tmp_path: Path) -> None:
    def fill(whole: Any) -> None:
        whole.create_sheet("Khác")

    (table,) = read(book(tmp_path, fill), "a.xlsx", LIMITS)
    assert (table.sheet, table.missing) == ("Sheet", ("item", "unit", "value"))


def test_a_strict_workbook_does_not_vanish(tmp_path: Path) -> None:
    """openpyxl finds no sheet in a Strict Open XML file and raises nothing."""
    path = book(tmp_path, sheet(HEADINGS, ("a", "I.1", 8)))
    strict = BytesIO()
    with zipfile.ZipFile(path) as plain, zipfile.ZipFile(strict, "w") as changed:
        for name in plain.namelist():
            text = plain.read(name).replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
            )
            changed.writestr(
                name, text.replace(b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/")
            )
    path.write_bytes(strict.getvalue())
    tables = read(path, "a.xlsx", LIMITS)
    assert len(tables) == 1
    assert reason(tables[0])


@pytest.mark.parametrize(("address", "lines_read", "said"), [("XFD1048576", [], "WB149"), ("A600", [("a", "I.1", 8)], "A600")])
def test_a_cell_beyond_the_limits_is_named_whether_or_not_the_file_can_be_read(address: str, lines_read: Any, said: str, tmp_path: Path) -> None:
    def fill(whole: Any) -> None:
        sheet(HEADINGS, ("a", "I.1", 8))(whole)
        whole.active[address] = 1

    (table,) = read(book(tmp_path, fill), "a.xlsx", Limits(sheet_rows=500))
    assert lines(table) == lines_read
    assert [said in str(problem.values) for problem in table.problems] == [True]


def test_a_figure_that_two_readers_read_differently_is_not_taken(tmp_path: Path) -> None:
    """Under a merge one program still shows what the other one drops."""
    path = book(tmp_path, sheet(HEADINGS, ("a", "I.1", 8), ("b", "I.1", 9)))
    content = path.read_bytes()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="C2:C3"/></mergeCells>')
    with zipfile.ZipFile(path, "w") as archive:
        for each, part in parts.items():
            archive.writestr(each, part)
    (table,) = read(path, "a.xlsx", Limits())
    assert [problem.code for problem in table.problems] == ["RS101"]
    assert "C3" in str(table.problems[0].values)
    assert all(row.cells["value"].raw != 9 for row in table.rows)


def test_inputs_are_left_as_they_were(tmp_path: Path) -> None:
    path = book(tmp_path, sheet(HEADINGS, ("a", "I.1", "=1")))
    before = path.read_bytes()
    read(path, "a.xlsx", LIMITS)
    assert path.read_bytes() == before
    assert load_workbook(path)["Sheet"]["C2"].value == "=1"


def test_a_folder_is_read_in_the_order_of_its_names_without_lock_files(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "~$a.csv", ".~lock.a.csv#", ".a.csv"):
        (tmp_path / name).write_text("unit,item,value\na,I.1,8\n", "utf-8")
    (tmp_path / "c.csv").mkdir()
    assert [table.path for table in read_folder(tmp_path, "survey", LIMITS)] == ["survey/a.csv", "survey/b.csv"]


def test_an_absent_folder_has_no_tables(tmp_path: Path) -> None:
    assert read_folder(tmp_path / "survey", "survey", LIMITS) == ()
