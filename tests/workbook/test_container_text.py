"""Line ends, however a workbook's file writes them."""

from __future__ import annotations

import pytest

from parcli.container import text_of


@pytest.mark.parametrize("raw", ["a\nb", "a\r\nb", "a\rb", "a_x000D_\nb", "a_x000D_b"])
def test_a_line_end_is_one(raw: str) -> None:
    assert text_of(raw) == "a\nb"


@pytest.mark.parametrize("raw", ["", "a_x0007_", "x000D", "Đ"])
def test_the_rest_stays(raw: str) -> None:
    assert text_of(raw) == raw
