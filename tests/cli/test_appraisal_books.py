"""Which rows go into which workbook: none is lost, whatever is parted."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from parcli.cli.appraisal_books import Book, _parted
from parcli.core.limits import Limits


@given(st.integers(1, 60), st.integers(101, 130))
def test_a_workbook_with_more_rows_than_are_read_again_is_parted_and_no_row_is_lost(count: int, most: int) -> None:
    rows: Any = tuple((None, number) for number in range(count))
    opened: Any = SimpleNamespace(cycle=SimpleNamespace(limits=Limits(sheet_rows=most)))
    parts = list(_parted(Book("so-I", "area:so-I", "Lĩnh vực I", rows, frozenset()), opened))
    assert tuple(row for part in parts for row in part.rows) == rows
    assert all(0 < len(part.rows) <= most - 100 for part in parts)
    assert len({part.stem for part in parts}) == len({part.subject for part in parts}) == len(parts)
