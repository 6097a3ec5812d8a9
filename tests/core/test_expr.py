"""The tree of a rule: what is unknown stays unknown, and the formula says the same in the words of a sheet."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from build import F
from hypothesis import given
from hypothesis import strategies as st

from parcli.core import expr
from parcli.core.expr import (
    Above,
    AtLeast,
    Day,
    Difference,
    Expr,
    Greatest,
    If,
    Input,
    Least,
    Number,
    Product,
    Quotient,
    Rounded,
    Says,
    Sum,
    Unknown,
    Value,
    number,
)  # fmt: skip

A, B = Input("a"), Input("b")
PLAIN_A = "IF(AND(ISNUMBER(H1),H1>=0),H1,NA())"
PLAIN_B = "IF(AND(ISNUMBER(H2),H2>=0),H2,NA())"


def at(name: str) -> str:
    return {"a": "H1", "b": "H2", "level": "H3", "date": "H4"}[name]


def formula(tree: Expr) -> str:
    return expr.to_excel(tree, at).removeprefix("IFERROR(").removesuffix(',"")')


@pytest.mark.parametrize(
    ("tree", "value"),
    [
        (Sum((A, B, number(1))), F(14)),
        (Difference(A, B), F(7)),
        (Product(A, B), F(30)),
        (Quotient(A, B), F(10, 3)),
        (Least(A, B), F(3)),
        (Greatest(A, B), F(10)),
        (Rounded(Quotient(A, B), 2), F("3.33")),
        (If(AtLeast(A, B), number(1), number(2)), F(1)),
        (If(Above(B, A), number(1), number(2)), F(2)),
        (If(AtLeast(B, number(3)), number(1), number(2)), F(1)),
        (If(Above(B, number(3)), number(1), number(2)), F(2)),
    ],
)
def test_tree_is_computed_exactly(tree: Expr, value: F) -> None:
    assert expr.evaluate(tree, {"a": F(10), "b": F(3)}) == value


@pytest.mark.parametrize(
    "whole", [Sum((A, B)), Difference(A, B), Product(A, B), Quotient(A, B), Least(A, B), Greatest(A, B), Rounded(Sum((A, B)), 2)]
)
@pytest.mark.parametrize("known", ["a", "b", None])
def test_unknown_part_makes_the_whole_unknown(whole: Expr, known: str | None) -> None:
    assert expr.evaluate(whole, {} if known is None else {known: F(1)}) is None


def test_quotient_by_zero_is_unknown() -> None:
    assert expr.evaluate(Quotient(A, B), {"a": F(1), "b": F(0)}) is None


def test_unknown_condition_makes_the_branches_unknown() -> None:
    assert expr.evaluate(If(AtLeast(A, number(1)), number(1), number(0)), {}) is None


def test_branch_that_is_not_taken_does_not_count() -> None:
    tree = If(Says("level", "Có"), A, number(2))
    assert expr.evaluate(tree, {"level": "Không"}) == 2
    assert expr.evaluate(tree, {"level": "Có"}) is None


@pytest.mark.parametrize(
    ("cell", "entered", "known"),
    [
        (Input("a"), F(0), True),
        (Input("a"), F(-1, 10**6), False),
        (Input("a"), "8", False),
        (Input("a"), None, False),
        (Input("a", positive=True), F(0), False),
        (Input("a", positive=True), F(1, 10**6), True),
        (Input("a", whole=True), F(3), True),
        (Input("a", whole=True), F("2.5"), False),
        (Input("a", most=F("0.5")), F("0.5"), True),
        (Input("a", most=F("0.5")), F("0.500001"), False),
        (Input("a", step=F("0.25")), F("0.75"), True),
        (Input("a", step=F("0.25")), F("0.2500001"), False),
        (Input("a", least=F(1)), F(1), True),
        (Input("a", least=F(1)), F("0.99"), False),
        (Input("a", least=F(-2)), F(-2), True),
    ],
)
def test_input_is_known_only_within_its_limits(cell: Input, entered: Value, known: bool) -> None:
    assert expr.evaluate(cell, {"a": entered}) == (entered if known else None)


@pytest.mark.parametrize(
    ("entered", "day"), [(F(45260), F(45260)), (F("45260.99"), F(45260)), (F(0), F(0)), (F(-1), None), ("30/11/2023", None), (None, None)]
)
def test_time_of_day_does_not_move_the_day(entered: Value, day: F | None) -> None:
    assert expr.evaluate(Day("date"), {"date": entered}) == day


@pytest.mark.parametrize(
    "said",
    ["Kịp thời", "kịp THỜI", "  Kịp   thời ", unicodedata.normalize("NFD", "Kịp thời"), "Ki\u0323p thơ\u0300i", "Kịp\u00a0thời", "Kịp thời\u200b"],
)
def test_label_counts_in_any_guise(said: str) -> None:
    assert expr.evaluate(expr.choose("level", (("Kịp thời", number(1)),)), {"level": said}) == 1


@pytest.mark.parametrize("said", ["", "Kip thoi", "Kịp thời.", F(1), None])
def test_other_entry_chooses_nothing(said: Value) -> None:
    assert expr.evaluate(expr.choose("level", (("Kịp thời", number(1)), ("Chậm", number(0)))), {"level": said}) is None


@given(st.dates(date(1900, 3, 1), date(2200, 1, 1)))
def test_serial_number_and_day_lead_to_each_other(day: date) -> None:
    assert expr.day_of(expr.serial(day)) == day
    assert expr.serial_of_text(day.isoformat()) == expr.serial_of_text(f"{day:%d/%m/%Y}") == expr.serial(day)


def test_days_are_counted_as_sheets_do() -> None:
    assert expr.serial(date(2023, 11, 30)) == 45260


@pytest.mark.parametrize("text", ["31/02/2023", "2023-13-01", "30-11-2023", "30/11/23", "30.11.2023", "hôm qua", ""])
def test_text_that_is_no_day_has_no_serial_number(text: str) -> None:
    assert expr.serial_of_text(text) is None


def test_rounding_stands_where_the_value_arises() -> None:
    tree = If(AtLeast(A, number(1)), Quotient(A, B), If(Says("level", "Có"), Number(F("0.125")), Unknown()))
    assert expr.with_rounding(tree, 2) == If(AtLeast(A, number(1)), Rounded(Quotient(A, B), 2), If(Says("level", "Có"), Number(F("0.13")), Unknown()))
    assert expr.with_rounding(tree, None) == tree


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (Number(F("0.5")), "0.5"),
        (A, PLAIN_A),
        (Input("a", positive=True), "IF(AND(ISNUMBER(H1),H1>0),H1,NA())"),
        (Input("a", whole=True), "IF(AND(ISNUMBER(H1),H1>=0,H1=ROUND(H1,0)),H1,NA())"),
        (Input("a", least=F(1), most=F(5)), "IF(AND(ISNUMBER(H1),H1>=1,H1<=5),H1,NA())"),
        (Input("a", most=F(2), step=F("0.25")), "IF(AND(ISNUMBER(H1),H1>=0,H1<=2,H1/0.25=ROUND(H1/0.25,0)),H1,NA())"),
        (Day("date"), "IF(AND(ISNUMBER(H4),H4>=0),INT(H4),NA())"),
        (Sum((A, number(3))), f"({PLAIN_A}+3)"),
        (Quotient(number(1), Product(A, B)), f"1/({PLAIN_A}*{PLAIN_B})"),
        (Quotient(number(1), Difference(A, B)), f"1/({PLAIN_A}-{PLAIN_B})"),
        (Least(A, number(2)), f"MIN({PLAIN_A},2)"),
        (Greatest(A, number(2)), f"MAX({PLAIN_A},2)"),
        (Rounded(A, 2), f"ROUND(ROUND({PLAIN_A},12),2)"),
        (If(Above(A, number(1)), number(2), Unknown()), f"IF({PLAIN_A}>1,2,NA())"),
        (If(AtLeast(Difference(A, B), number(5)), number(2), number(0)), f"IF({PLAIN_A}>={PLAIN_B}+5,2,0)"),
        (If(Says("level", "Nam"), number(1), number(0)), 'IF(TRIM(H3)="Nam",1,0)'),
    ],
)
def test_formula_says_the_same(tree: Expr, text: str) -> None:
    assert formula(tree) == text


def test_formula_shows_blank_where_python_has_none() -> None:
    assert expr.to_excel(Unknown(), at) == 'IFERROR(NA(),"")'


def test_formula_knows_a_label_however_its_marks_were_typed() -> None:
    assert expr.label_test("H3", "Chưa đề") == 'OR(TRIM(H3)="Chưa đề",TRIM(H3)="Chưa đê\u0300",TRIM(H3)="Chu\u031ba đe\u0302\u0300")'


def test_long_text_stands_in_pieces_that_excel_takes() -> None:
    assert expr.quoted('loại "tốt"') == '"loại ""tốt"""'
    pieces = expr.quoted("ậ" * 200 + '"').split("&")
    assert "".join(piece[1:-1] for piece in pieces).replace('""', '"') == "ậ" * 200 + '"'
    assert max(map(len, pieces)) <= 255
