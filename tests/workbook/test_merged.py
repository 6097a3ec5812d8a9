"""Parts are merged without anybody's answer winning."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcli.workbook.entries import Entries
from parcli.workbook.merged import Conflict, merge

ENTRY = st.one_of(st.fractions(0, 9, max_denominator=4), st.dates(date(2023, 1, 1), date(2023, 3, 1)), st.sampled_from(["Có", "không", "Đủ"]))
ROWS = st.dictionaries(
    st.sampled_from(["I.1", "I.1/level", "I.2/part", "I.2/whole"]),
    st.dictionaries(st.sampled_from(["input", "estimate", "explanation", "room"]), ENTRY, min_size=1),
)


def test_parts_of_different_areas_join() -> None:
    one = Entries({"I.1/level": {"input": "Đủ"}}, ({"item": "I.1", "name": "a.pdf"},), (("Khó", "Kiến nghị"),))
    two = Entries(
        {"II.1/count": {"input": Fraction(3)}},
        ({"item": "I.1", "name": "a.pdf"}, {"item": "II.1", "name": "b.pdf"}),
        (("KHÓ ", "kiến nghị"), ("Khác", "")),
    )
    whole, conflicts = merge([("I.xlsx", one), ("II.xlsx", two)])
    assert conflicts == ()
    assert whole.cells == {"I.1/level": {"input": "Đủ"}, "II.1/count": {"input": Fraction(3)}}
    assert [line["name"] for line in whole.register] == ["a.pdf", "b.pdf"]
    assert whole.difficulties == (("Khó", "Kiến nghị"), ("Khác", ""))


def test_different_answers_leave_the_cell_blank_and_are_told() -> None:
    one = Entries({"I.2/part": {"input": Fraction(3)}, "I.2/whole": {"input": Fraction(10)}})
    two = Entries({"I.2/part": {"input": Fraction(7, 2)}, "I.2/whole": {"input": Fraction(10)}, "I.2": {"explanation": "Vì sao"}})
    whole, conflicts = merge([("a", one), ("b", two)])
    assert conflicts == (Conflict("I.2/part", "input", (("a", "3"), ("b", "3,5"))),)
    assert conflicts[0].item == "I.2"
    assert whole.cells == {"I.2/whole": {"input": Fraction(10)}, "I.2": {"explanation": "Vì sao"}}


def test_the_same_text_written_otherwise_is_no_conflict() -> None:
    whole, conflicts = merge([("a", Entries({"I.1/level": {"input": "Kịp  thời"}})), ("b", Entries({"I.1/level": {"input": "KỊP THỜI "}}))])
    assert (whole.cells, conflicts) == ({"I.1/level": {"input": "Kịp  thời"}}, ())


def test_not_applicable_in_one_and_answered_in_another_is_a_conflict() -> None:
    one = Entries({"I.1": {"applies": "Không phát sinh trong năm", "explanation": "x"}})
    two = Entries({"I.1/level": {"input": "Đủ"}, "I.1": {"applies": "Có"}})
    whole, conflicts = merge([("a", one), ("b", Entries({"I.1/level": {"input": "Đủ"}}))])
    assert [(each.key, each.column, [name for name, _ in each.said]) for each in conflicts] == [("I.1", "applies", ["a", "b"])]
    assert "applies" not in whole.cells["I.1"]
    assert [(each.key, each.column) for each in merge([("a", one), ("b", two)])[1]] == [("I.1", "applies")]
    assert merge([("a", two), ("b", two)])[1] == ()


@pytest.mark.slow
@given(st.lists(ROWS, max_size=4))
def test_every_cell_is_either_agreed_or_told(rows: list[dict[str, dict[str, object]]]) -> None:
    parts = [(str(number), Entries(cells)) for number, cells in enumerate(rows)]  # type: ignore[arg-type]
    whole, conflicts = merge(parts)
    said = {(key, column) for cells in rows for key, row in cells.items() for column in row}
    taken = {(key, column) for key, row in whole.cells.items() for column in row}
    assert taken | {(one.key, one.column) for one in conflicts} == said
    assert not taken & {(one.key, one.column) for one in conflicts}
    backwards = merge(parts[::-1])
    assert {(one.key, one.column) for one in backwards[1]} == {(one.key, one.column) for one in conflicts}
    assert {key: set(row) for key, row in backwards[0].cells.items()} == {key: set(row) for key, row in whole.cells.items()}
    again, none = merge([("whole", whole), ("whole again", whole)])
    assert (again.cells, none) == (whole.cells, ())
