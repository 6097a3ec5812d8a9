"""Whatever stands in the rows under a heading, the draft is made, loads, and loses no item's maximum."""

from __future__ import annotations

from typing import Any

import pytest
from definitions.annex import kit
from hypothesis import given, settings
from hypothesis import strategies as st

from parcli.core.limits import Limits
from parcli.definitions import tree
from parcli.definitions.annex import draft, yamltext
from parcli.definitions.annex.grid import Annex, Line, in_document
from parcli.definitions.annex.rules import Proposal

HEADING = ("Mã", "TT", "Tiêu chí", "Điểm tối đa", "ĐTXHH", "Cách tính điểm", "Tài liệu kiểm chứng", "Ghi chú")
NUMBERS = st.sampled_from(
    [
        "",
        "",
        "I",
        "II",
        "A",
        "1",
        "2",
        "1.1",
        "1.2",
        "1.1.1",
        "I.1",
        "I.2.1",
        "IX.1",
        "a)",
        "b)",
        "đ)",
        "-",
        "?",
        "IIII",
        "1..2",
        "Tổng",
        "0",
        "99.9.9",
    ]
)
TITLES = st.sampled_from(
    ["", "Kế hoạch", "I. Chung (5 điểm)", "Điểm thưởng", "ĐIỂM THƯỞNG, ĐIỂM TRỪ", "Tổng cộng", "- Đúng hạn", "Ghi chú: x", "a) Một", "1.1. Hai"]
)
POINTS = st.sampled_from(["", "1", "2", "0,5", "-1", "0", "x", "5 điểm", "1.000"])
METHODS = st.sampled_from(["", "Có: 1; không: 0", "Hội đồng thẩm định đánh giá", "ĐTXHH", "Từ 80%: 1\nDưới 80%: 0", "  - x\n\n- y"])
TEXTS = st.sampled_from(["", "Báo cáo; Kế hoạch", "x"])
ROWS = st.tuples(st.sampled_from(["", "", "X.1", "I.1", "a b"]), NUMBERS, TITLES, POINTS, st.sampled_from(["", "x", "1"]), METHODS, TEXTS, TEXTS)


def annex(rows: list[tuple[str, ...]], merged: list[bool]) -> Annex:
    lines = [Line(in_document(1, 1), HEADING, tuple(range(8)))]
    for at, (row, across) in enumerate(zip(rows, merged, strict=True), start=2):
        starts = (0,) * 8 if across else tuple(range(8))
        lines.append(
            Line(in_document(1, at), ("".join(row[1:3]), *[""] * 7) if across else row, starts, frozenset({2, 6}) if row[2] == "" else frozenset())
        )
    return Annex(1, "Phụ lục", "", tuple(lines))


def unread(asked: Any) -> Proposal:
    return Proposal(None, asked.lines)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(ROWS, st.booleans()), max_size=14))
def test_any_rows_give_a_draft_that_loads(pairs: list[tuple[tuple[str, ...], bool]]) -> None:
    made = draft.make(annex([row for row, _ in pairs], [across for _, across in pairs]), "x", "x", unread, kit.SAID)
    assert all(one.code.startswith("IM2") or one.code == "IM110" for one in made.findings)
    if not made.areas:
        assert "IM110" in kit.found_codes(made)
        return
    root, findings = tree.read(yamltext.block(made).encode(), "so.yaml", Limits())
    assert findings == ()
    assert root is not None
    assert root.plain()["areas"] == [dict(area) for area in made.areas]
    codes = [node["code"].casefold() for area in made.areas for node in kit.nodes(area)]
    assert len(codes) == len(set(codes))
    assert all(item.get("review") or "rule" in item for item in made.items())


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(ROWS, st.booleans()), min_size=1, max_size=10))
def test_every_draft_builds_as_a_block(pairs: list[tuple[tuple[str, ...], bool]]) -> None:
    from parcli.core.edition import BlockFile

    made = draft.make(annex([row for row, _ in pairs], [across for _, across in pairs]), "x", "x", unread, kit.SAID)
    if made.areas:
        assert len(BlockFile.model_validate({"areas": [dict(area) for area in made.areas]}).areas) == len(made.areas)
