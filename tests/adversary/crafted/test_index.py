"""The index names every code of the fault list, and tests that are there."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from adversary.crafted import definitions
from adversary.crafted.families import CASES
from adversary.crafted.index import CODES
from adversary.crafted.run import GOAL

ROOT = Path(__file__).parents[3]
NUMBERED = {"F": 12, "T": 9, "V": 9, "E": 6, "P": 20, "S": 12, "O": 8}
"""How many codes each family of the list has."""


@cache
def written_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))


def test_every_code_of_the_list_is_there():
    assert list(CODES) == [f"{letter}{number:02d}" for letter in "FTVEPS" for number in range(1, NUMBERED[letter] + 1)] + ["Y"] + [
        f"O{number:02d}" for number in range(1, NUMBERED["O"] + 1)
    ]


def test_every_code_has_a_crafted_case_or_says_which_tests_hold_it():
    crafted = Counter(case.code for case in CASES) + Counter(one.code for one in definitions.CASES)
    assert {code for code, one in CODES.items() if not crafted[code] and not one.nodes} == set()
    without = {code for code in CODES if not crafted[code]}
    assert without == {"V08", "V09", *(f"O{number:02d}" for number in range(1, 9))}, "what goes out and how it runs has tests of its own kind"


@pytest.mark.parametrize("node", sorted({node for one in CODES.values() for node in one.nodes}))
def test_every_test_that_is_named_is_there(node):
    file, _, name = node.partition("::")
    function, _, case = name.removesuffix("]").partition("[")
    assert not function or function in written_in(ROOT / file)
    assert f'"{case}"' in (ROOT / file).read_text("utf-8") or not case
    assert (ROOT / file).is_file()
    assert written_in(ROOT / file)


def test_there_are_as_many_cases_as_the_goal_and_each_has_a_name_of_its_own():
    names = [case.unit for case in CASES]
    assert len(names) + len(definitions.CASES) >= GOAL
    assert len(set(names)) == len(names)


def test_a_reason_stands_only_where_it_is_one():
    """A case that is weighed as demanded needs no reason; one without a finding does."""
    assert [case.unit for case in CASES if not case.finds and not case.why] == []
