"""The decision that lists the promises names, for each of the ten, tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
RECORD = ROOT / "docs" / "decisions" / "0040-ten-promises-and-their-proof.md"


def test_each_promise_names_tests_that_are_there() -> None:
    lines = [line for line in RECORD.read_text("utf-8").splitlines() if re.match(r"\| \d+ \|", line)]
    assert [int(line.split("|")[1]) for line in lines] == list(range(1, 11))
    for line in lines:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", line)
        assert len(named) >= 2, line
        for file, name in named:
            assert re.search(rf"^def {name}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE), (file, name)


def test_the_page_for_offices_lists_as_many() -> None:
    page = (ROOT / "docs" / "vi" / "cam-ket.md").read_text("utf-8")
    assert [int(number) for number in re.findall(r"^(\d+)\. \*\*", page, re.MULTILINE)] == list(range(1, 11))
