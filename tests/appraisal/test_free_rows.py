"""The free rows of the Council's sheet: chosen pairs show what is known of them, in workbooks of any size that parcli reads."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import pytest
from openpyxl import load_workbook

from parcli.appraisal import layout, reader, writer
from parcli.appraisal.content import Content, Entries, Free
from parcli.core.limits import Limits

FACTS = {
    "index": "CHỈ SỐ", "year": "2023", "cycle": "thu/2023", "edition": "thu", "version": "1.0", "authority": "Sở Nội vụ", "to_day": "30/11",
    "exceed": "Không cao hơn.",
}  # fmt: skip
KEY = ("so-y-te", "I.2")
CHOSEN = Entries(
    {KEY: {"points": Fraction(1), "reason": "Chậm", "decision": "Biên bản 03"}},
    {"number": "03/BB-HĐ", "held": "15/01/2024", "members": Fraction(10), "present": Fraction(6)},
)


def known(units: int, items: int) -> dict[Any, Any]:
    ids = ["so-y-te", *(f"don-vi-{number}" for number in range(1, units))]
    return {
        (unit, f"I.{item}"): (f"Đơn vị {unit}", "Kế hoạch", Fraction(2), Fraction(3, 2), "", Fraction(1, 4))
        for unit in ids
        for item in range(1, items + 1)
    }


def content(pairs: dict[Any, Any], band: int = 4900, count: int = 4) -> Content:
    ids, codes = (tuple(dict.fromkeys(key[place] for key in pairs)) for place in (0, 1))
    identity = writer.identity("council", ("thu/2023", "thu", "1.0"), "council:1", (), {})
    return Content(layout.form("council"), identity, FACTS, "Hội đồng", "MINH HỌA", (), {}, upward=1, free=Free(count, ids, codes, pairs, band))


def read(made: bytes) -> Any:
    return reader.read(made, "appraisal/council.xlsx", layout.forms(), Limits())


def test_what_was_chosen_and_entered_comes_back_with_the_minutes() -> None:
    sheet = read(writer.write(content(known(2, 3)), CHOSEN))
    assert (sheet.problems, sheet.missing_columns, sheet.identity().stage) == ((), (), "council")
    first = sheet.lines[0].cells
    assert [first[name].raw for name in ("unit", "item", "points", "reason", "decision")] == ["so-y-te", "I.2", 1, "Chậm", "Biên bản 03"]
    assert {name: cell.raw for name, cell in sheet.fields.items()} == {
        "number": "03/BB-HĐ", "held": "15/01/2024", "members": 10, "present": 6, "written": None, "note": None,
    }  # fmt: skip


def test_formulas_show_at_once_what_they_give() -> None:
    book = load_workbook(io.BytesIO(writer.write(content(known(2, 3)), CHOSEN)), data_only=True)
    row = [cell.value for cell in book["Hội đồng"][6]]
    places = {column.name: place for place, column in enumerate(layout.form("council").columns)}
    shown = [row[places[name]] for name in ("unit_name", "title", "maximum", "self", "former", "second")]
    assert shown == ["Đơn vị so-y-te", "Kế hoạch", 2, 1.5, "–", 0.25]
    assert [row[1].value for row in book["Biên bản"].iter_rows(max_col=2) if str(row[0].value).startswith("Điều kiện")] == ["Đạt"]


@pytest.mark.parametrize(
    ("members", "present", "written", "verdict"),
    [
        (10, 5, 1, "valid"),
        (10, 5, None, "invalid"),
        (10, 6, None, "valid"),
        (10, 10, 1, "impossible"),
        (None, 5, 1, "incomplete"),
        (11, 5, 0, "invalid"),
    ],
)
def test_the_verdict_says_whether_more_than_half_took_part(members, present, written, verdict) -> None:
    counts = {"members": members, "present": present, "written": written}
    fields = {name: Fraction(count) for name, count in counts.items() if count is not None}
    book = load_workbook(io.BytesIO(writer.write(content(known(1, 1)), Entries({}, fields))), data_only=True)
    said = [row[1].value for row in book["Biên bản"].iter_rows(max_col=2) if str(row[0].value).startswith("Điều kiện")]
    assert said == [layout.form("council").verdict[verdict]]


@pytest.mark.slow
def test_more_pairs_than_a_sheet_may_have_rows_stand_in_bands_side_by_side() -> None:
    made = writer.write(content(known(142, 78)), CHOSEN)
    assert read(made).problems == ()
    book = load_workbook(io.BytesIO(made))
    sheet = book["Tra cứu"]
    assert (sheet.max_row <= Limits().sheet_rows, sheet.max_column <= Limits().sheet_columns) == (True, True)
    assert str(book["Hội đồng"]["B6"].value).count("IFERROR") == 3


def test_every_pair_can_be_found_in_its_band() -> None:
    pairs = known(5, 4)
    sheet = load_workbook(io.BytesIO(writer.write(content(pairs, band=7))))["Tra cứu"]
    keys = [sheet.cell(row, column).value for column in (4, 11, 18) for row in range(2, 9)]
    assert [key for key in keys if key] == ["|".join(key) for key in pairs]


def test_without_anything_to_look_up_the_cells_stay_blank() -> None:
    made = content(known(2, 3))
    free = Free(4, ("so-y-te",), ("I.2",), {}, 4900)
    whole = Content(made.form, made.identity, FACTS, "", "", (), {}, upward=1, free=free)
    book = load_workbook(io.BytesIO(writer.write(whole, CHOSEN)))
    assert (book["Hội đồng"]["B6"].value, book["Hội đồng"]["A6"].value) == (None, "so-y-te")
