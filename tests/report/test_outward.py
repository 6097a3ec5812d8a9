from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcli.report.outward import clipped, escaped_in_json, listed, plain_text


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mđỏ", "␛[31mđỏ"),
        ("tệp\u202efdp.exe", "tệp⟨U+202E⟩fdp.exe"),
        ("a\x00b\x7f", "a␀b␡"),
        ("\x9b2J", "⟨U+009B⟩2J"),
        ("x\udcffy", "x⟨U+DCFF⟩y"),
        ("không\u200brộng", "không⟨U+200B⟩rộng"),
        ("một\r\nhai\rba\tbốn", "một\nhai\nba\tbốn"),
        ("Quyết định “số 1” – ½ điểm", "Quyết định “số 1” – ½ điểm"),
    ],
)
def test_unseen_signs_are_shown(hostile: str, shown: str) -> None:
    assert plain_text(hostile) == shown


@given(st.text(st.characters(), max_size=60))
def test_plain_text_is_settled_and_encodes(text: str) -> None:
    shown = plain_text(text)
    assert plain_text(shown) == shown
    shown.encode()


@given(st.text(st.characters(), max_size=60))
def test_json_keeps_the_text_exactly(text: str) -> None:
    document = escaped_in_json(json.dumps(text, ensure_ascii=False))
    document.encode()
    assert json.loads(document) == text
    assert "\u202e" not in document


def test_what_is_cut_is_cut_visibly() -> None:
    assert clipped("a" * 9000).endswith(" […]")
    assert len(clipped("a" * 9000)) == 8000
    assert clipped("ngắn") == "ngắn"
    assert listed([f"I.{number}" for number in range(15)]) == ("; ".join(f"I.{number}" for number in range(12)), 3)
