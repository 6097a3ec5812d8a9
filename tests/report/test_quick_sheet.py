"""Cells written the quick way are those that XlsxWriter writes, byte for byte."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter.worksheet import Worksheet

from parcli.report.quick_sheet import QuickSheet

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12) | st.sampled_from(["", " a", 'a & "b" <c>', "=1+1", "_x0041_", "\x07"])
FORMULAS = (
    "=RANK(A1,A$1:A$9)",
    '=IF(A1<5,"",LOOKUP(A1,B1:B4,C1:C4))',
    "=B7-B8",
    "=STDEV.S(A1:A9)",
    "=SORT(A1:A9)",
    "=xlookup(A1,B1,C1)",
    "={SUM(A1:A2)}",
)
CELLS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 30), st.sampled_from([0, 1, 2]), st.floats(allow_nan=False, allow_infinity=False) | TEXTS | st.sampled_from(FORMULAS)),
    max_size=30,
)  # fmt: skip


def written(
    kind: type[Worksheet], cells: list[tuple[int, int, int, float | str]], *, on_disk: bool = False, said: tuple[int, int] | None = None
) -> bytes:
    stream = BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    workbook.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - as XlsxWriter takes it
    workbook.worksheet_class = kind
    looks = (None, workbook.add_format({"bold": True}), workbook.add_format({"num_format": "0.00"}))
    workbook.constant_memory = on_disk
    sheet = workbook.add_worksheet("a")
    workbook.constant_memory = False
    for row, column, look, value in cells:
        if isinstance(value, float):
            answer = sheet.write_number(row, column, value, looks[look])
        elif value in FORMULAS:
            answer = sheet.write_formula(row, column, value, looks[look], "Tốt" if "IF" in value else 1.25)
        else:
            answer = sheet.write_string(row, column, value, looks[look])
        assert answer == 0
    sheet.set_row(3, 30, looks[1])
    if said:
        sheet.write_comment(*said, "?")
    workbook.close()
    return stream.getvalue()


@given(CELLS)
def test_the_bytes_are_those_of_xlsxwriter(cells: list[tuple[int, int, int, float | str]]) -> None:
    assert written(QuickSheet, cells) == written(Worksheet, cells)


@given(CELLS, st.tuples(st.integers(0, 20), st.integers(0, 20)))
def test_a_sheet_with_a_comment_is_written_alike(cells: list[tuple[int, int, int, float | str]], said: tuple[int, int]) -> None:
    assert written(QuickSheet, cells, said=said) == written(Worksheet, cells, said=said)


def test_rows_that_go_to_the_disk_are_written_alike() -> None:
    cells: list[tuple[int, int, int, float | str]] = [(row, 0, row % 3, value) for row, value in enumerate((1.5, "a & b", "=B7-B8", " c"))]
    assert written(QuickSheet, cells, on_disk=True) == written(Worksheet, cells, on_disk=True)


@pytest.mark.parametrize(("row", "column"), [(-1, 0), (0, -1), (1_048_576, 0), (0, 16_384)])
def test_a_cell_that_does_not_fit_is_not_written(row: int, column: int) -> None:
    sheet = xlsxwriter.Workbook(BytesIO(), {"in_memory": True}).add_worksheet("a", QuickSheet)
    assert (sheet.write_number(row, column, 1.0), sheet.write_string(row, column, "a"), sheet.write_formula(row, column, "=A1")) == (-1, -1, -1)
