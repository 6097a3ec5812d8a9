"""A long sheet holds the bytes that XlsxWriter itself writes for the same cells, row by row."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter.worksheet import Worksheet

from parcli.report.long_sheet import ROW, LongSheet, laid
from parcli.report.outward import clipped
from parcli.report.plain_sheet import PlainSheet

_Cell = tuple[str, str | Fraction]
_LOOKS: tuple[dict[str, object], ...] = ({"bold": True}, {"num_format": "0.00"}, {"italic": True, "border": 1})
_FIGURES = st.fractions(-1000, 1000, max_denominator=900)
_TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
_CELLS = st.one_of(
    st.tuples(st.just("text"), _TEXTS),
    st.tuples(st.just("number"), _FIGURES),
    st.tuples(st.sampled_from(("SUM(A1:B2)", 'IF(A1<>"",1,0)', "'Chi tiết'!F{0}")), _FIGURES),
)
_ROWS = st.lists(st.tuples(st.integers(21, 400), st.lists(st.tuples(_CELLS, st.integers(0, 2)), min_size=1, max_size=5)), min_size=1, max_size=5)


def parts(write: Callable[[Any, list[Any]], None]) -> dict[str, bytes]:
    """Return the parts of a book of one sheet that is written to the disk row by row."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    write(book, [book.add_format(look) for look in _LOOKS])
    book.close()
    with zipfile.ZipFile(stream) as made:
        return {name: made.read(name) for name in made.namelist() if name != "docProps/core.xml"}


def usual(rows: Sequence[tuple[int, Sequence[tuple[_Cell, int]]]]) -> dict[str, bytes]:
    """Return the parts as XlsxWriter makes them."""

    def write(book: Any, looks: list[Any]) -> None:
        sheet = book.add_worksheet("a")
        sheet.write_string(0, 0, "heading", looks[1])
        for row, (pixels, cells) in enumerate(rows, 1):
            sheet.set_row_pixels(row, pixels)
            for column, ((kind, value), look) in enumerate(cells):
                if isinstance(value, str):
                    sheet.write_string(row, column, clipped(value), looks[look])
                elif kind == "number":
                    sheet.write_number(row, column, float(value), looks[look])
                else:
                    sheet.write_formula(row, column, "=" + kind.format(row + 1), looks[look], float(value))

    return parts(write)


def quick(rows: Sequence[tuple[int, Sequence[tuple[_Cell, int]]]]) -> dict[str, bytes]:
    """Return the parts as a long sheet makes them."""

    def write(book: Any, looks: list[Any]) -> None:
        sheet: LongSheet = book.add_worksheet("a", LongSheet)
        sheet.write_string(0, 0, "heading", looks[1])
        sheet.begin(1)
        for row, (pixels, cells) in enumerate(rows, 1):
            sheet.add_row(row, pixels, [markup(sheet, kind, value, looks[look]) for (kind, value), look in cells])

    return parts(write)


def markup(sheet: LongSheet, kind: str, value: str | Fraction, look: Any) -> str:
    if isinstance(value, str):
        return sheet.text(value, look)
    return sheet.number(value, look) if kind == "number" else sheet.formula(kind.format(ROW), value, look)


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(_ROWS)
def test_rows_are_those_of_xlsxwriter(rows: list[tuple[int, list[tuple[_Cell, int]]]]) -> None:
    """Texts of every kind, numbers and formulas, each look in any order, heights, styles and dimensions."""
    assert quick(rows) == usual(rows)


def test_what_is_shown_again_is_the_same_and_a_figure_is_no_formula() -> None:
    rows = [(30, [(("number", Fraction(1, 3)), 1), (("SUM(A1:B2)", Fraction(1, 3)), 1), (("text", "0"), 1), (("number", Fraction(0)), 1)])] * 3
    assert quick(rows) == usual(rows)


def test_cells_that_are_laid_out_before_their_row_is_known() -> None:
    def write(book: Any, looks: list[Any]) -> None:
        sheet: LongSheet = book.add_worksheet("a", LongSheet)
        sheet.write_string(0, 0, "heading", looks[1])
        sheet.begin(1)
        rest = laid([sheet.formula(f"B{ROW}", Fraction(2), looks[0])], 1)
        for row in (1, 2):
            sheet.add_laid(row, 24, 2, laid([sheet.text(f"row {row}", looks[2])]) + rest)

    rows = [(24, [(("text", f"row {row}"), 2), ((f"B{row + 1}", Fraction(2)), 0)]) for row in (1, 2)]

    # In the usual way the look of the first cell is numbered first, here that of the formula.
    def ordinary(book: Any, looks: list[Any]) -> None:
        sheet = book.add_worksheet("a")
        sheet.write_string(0, 0, "heading", looks[1])
        looks[1]._get_xf_index(), looks[0]._get_xf_index()
        for row, (pixels, cells) in enumerate(rows, 1):
            sheet.set_row_pixels(row, pixels)
            sheet.write_string(row, 0, cells[0][0][1], looks[2])
            sheet.write_formula(row, 1, f"=B{row + 1}", looks[0], 2.0)

    assert parts(write) == parts(ordinary)


def test_a_row_that_does_not_fit_is_refused() -> None:
    def write(book: Any, looks: list[Any]) -> None:
        sheet: LongSheet = book.add_worksheet("a", LongSheet)
        sheet.begin(1)
        cell = sheet.text("x", looks[0])
        with pytest.raises(ValueError, match="row 1048577"):
            sheet.add_row(1_048_576, 24, [cell])
        with pytest.raises(ValueError, match="16385 cells"):
            sheet.add_row(1, 24, [cell] * 16_385)
        with pytest.raises(ValueError, match="row 1 could"):
            sheet.add_row(0, 24, [cell])

    parts(write)


@pytest.mark.parametrize(
    "formula", ["SUM(A1:B2)", "=IF(ISNUMBER(F7),F7,0)", "=FILTER(A1:A9,B1:B9)", "{=SUM(A1:B2)}", "=UNIQUE(A1:A3)", "=COUNTIFS(A1,1)"]
)
def test_formulas_come_out_as_xlsxwriter_prepares_them(formula: str) -> None:
    """Those of later functions are left to it."""
    assert PlainSheet()._prepare_formula(formula) == Worksheet()._prepare_formula(formula)
