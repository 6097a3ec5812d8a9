"""Texts of others on their way into sheets and messages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcli.core.words import in_sheet, shortened


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("_x001B_[31m", "_x005F_x001B_[31m"), ("_x000d_", "_x005F_x000d_"), ("_x005F_", "_x005F_x005F_"), ("bieu_x1_2023", "bieu_x1_2023"),
        ("một\nhai", "một\nhai"), ("a\x1bb\u202ec", "a b c"),
    ],
)  # fmt: skip
def test_a_sheet_shows_a_text_as_it_reads(text: str, stands: str) -> None:
    assert in_sheet(text) == stands


@given(st.text(max_size=40), st.integers(1, 20))
def test_what_is_cut_is_cut_visibly(text: str, most: int) -> None:
    shown = shortened(text, most)
    assert len(shown) <= most or shown == text
    assert shown == text or shown.endswith("…")
