"""The way back from ranking.json: exactly what was written, and a sentence for what is no ranking."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from report.rank_city import city

from parcli.core import points
from parcli.messages import words
from parcli.report.ranking_document import ranking_document
from parcli.report.reread_ranking import read_ranking

ROW = {"rank": 1, "unit": "a", "index": "80.5", "areas": {"I": {"index": "80", "rank": 1}, "II": {"index": None, "rank": None}}}


def document(*rows: Any, **more: Any) -> str:
    block = {"block": "so", "rows": list(rows), "unranked": [{"unit": "b", "state": "blocked", "reason": ""}]}
    return json.dumps({"format": "parcli/ranking@1", "cycle": "c/2022", "state": "final", "blocks": [block], **more})


def test_what_was_written_comes_back() -> None:
    books = city().books
    read = read_ranking(ranking_document("c/2025", "official", "provisional", books, words("vi")))
    assert (read.cycle, read.provisional) == ("c/2025", True)
    for book, block in zip(books, read.blocks, strict=True):
        assert [(row.unit, row.rank) for row in block.rows] == [(row.unit, row.rank) for row in book.ranking.rows]
        for row, own in zip(block.rows, book.ranking.rows, strict=True):
            assert row.index == Fraction(points.plain(own.index))
            assert row.areas == {code: None if index is None else Fraction(points.plain(index)) for code, (index, _) in own.areas.items()}
        assert dict(block.unranked) == {one.unit: one.state for one in book.ranking.unranked}


@pytest.mark.parametrize("bad", [{"rank": "1"}, {"rank": 0}, {"rank": True}, {"rank": None}, {"index": 80.5}, {"index": "1e3"}, {"index": "NaN"}])
def test_a_figure_that_is_none_is_left_out_and_the_row_keeps_its_place(bad: dict[str, Any]) -> None:
    (block,) = read_ranking(document({**ROW, **bad}, ROW)).blocks
    first, second = block.rows
    assert None in (first.rank, first.index)
    assert (second.rank, second.index, second.areas) == (1, Fraction("80.5"), {"I": Fraction(80), "II": None})


def test_a_state_that_parcli_does_not_know_is_none() -> None:
    text = document(ROW).replace('"blocked"', '"\\u001b[31m"')
    assert read_ranking(text).blocks[0].unranked == {"b": ""}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "1",
        '{"format": "parcli/scores@1"}',
        document(state="x"),
        document(blocks={}),
        document(blocks=[1]),
        document(blocks=[{"rows": []}]),
        "[" * 100_000,
        document(1),
    ],
)
def test_what_is_no_ranking_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"ranking\.json"):
        read_ranking(text)
