"""The fixed table without an office suite: Python gives what it says, and no formula asks more than Excel 2007 can give."""

from __future__ import annotations

import re
from collections import Counter
from typing import get_args

import pytest
from parity import rows

from parcli.core import points
from parcli.core.rules import RULES

LOADED = rows.load()
EXCEL_2007 = {"IF", "IFERROR", "AND", "OR", "NA", "ISNUMBER", "INT", "ROUND", "MIN", "MAX", "TRIM"}
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_LONGEST_FORMULA, _LONGEST_TEXT, _DEEPEST = 8192, 255, 64


@pytest.mark.parametrize(("case", "table"), LOADED, ids=[case.name for case, _ in LOADED])
def test_python_gives_the_points_of_the_table(case: rows.Case, table: list[tuple[list[rows.Entry], str | None]]) -> None:
    wrong = [(row, expected, given) for row, expected in table if (given := _text(case, row)) != expected]
    assert wrong == []


def _text(case: rows.Case, row: list[rows.Entry]) -> str | None:
    given = case.points(row)
    return None if given is None else points.plain(given)


def test_table_has_every_rule_and_ten_thousand_different_rows() -> None:
    counted = Counter((case.name, tuple(row)) for case, table in LOADED for row, _ in table)
    assert len(counted) >= 10_000
    assert set(counted.values()) == {1}
    assert {type(case.rule) for case, _ in LOADED} == set(RULES)
    assert {get_args(kind.model_fields["type"].annotation)[0] for kind in RULES} == {case.rule.type for case, _ in LOADED}  # type: ignore[attr-defined]


@pytest.mark.slow
def test_table_is_what_the_builder_writes() -> None:
    assert rows.TABLE.read_text("utf-8") == rows.table()


def test_every_rule_has_rows_with_points_and_rows_without() -> None:
    for case, table in LOADED:
        assert {expected is None for _, expected in table} == {True, False}, case.name


@pytest.mark.parametrize("case", rows.cases(), ids=lambda case: case.name)
def test_formula_keeps_within_excel(case: rows.Case) -> None:
    formula = case.formula(f"$H${1000 + place}" for place in range(len(case.names)))
    bare = _TEXT.sub('""', formula)
    assert set(re.findall(r"[A-Z]+(?=\()", bare)) <= EXCEL_2007
    assert len(formula) <= _LONGEST_FORMULA
    assert max(map(len, _TEXT.findall(formula)), default=0) <= _LONGEST_TEXT
    assert _depth(bare) <= _DEEPEST


def _depth(formula: str) -> int:
    depth = deepest = 0
    for sign in formula:
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
    return deepest
