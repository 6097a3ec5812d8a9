"""Rows drawn the quick way are those that rich draws, sign for sign and look for look."""

from __future__ import annotations

from io import StringIO
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from report.rank_city import city
from rich import box
from rich.console import Console
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from parcli.messages import words
from parcli.report.quick_table import QuickTable
from parcli.report.terminal import ranking_tables

Rows = list[list[Text]]
SIGNS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=14)
TEXTS = SIGNS | st.sampled_from(["", "Xã Ô Diên", "1 (1–3, đồng hạng)", "94,22", "甲 乙", "e\u0301e\u0323", "👩‍👩‍👧", "☎️", "a  b", " a", "a ", "two\nlines", "a\u00a0b", "x" * 70])  # fmt: skip
CELLS = st.builds(Text, TEXTS) | st.builds(Text, TEXTS, style=st.sampled_from(["", "", "", "dim"]))
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8)
PLAIN = st.lists(st.lists(st.builds(Text, st.text("aĐộ1, –", max_size=9).map(str.strip)), min_size=3, max_size=3), min_size=1, max_size=8)


def empty() -> Table:
    table = Table(box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False, title=Text("Khối xã", style="bold"))
    table.add_column(Text("Hạng"), min_width=10, overflow="fold")
    table.add_column(Text("Điểm đạt được"), justify="right", overflow="fold")
    table.add_column(Text("Xếp loại"), min_width=10, overflow="fold")
    return table


def whole(rows: Rows) -> Table:
    table = empty()
    for row in rows:
        table.add_row(*row)
    return table


def printed(renderable: Any, width: int, *, colours: bool) -> str:
    stream = StringIO()
    Console(file=stream, width=width, color_system="standard" if colours else None, force_terminal=colours, emoji=False).print(renderable)
    return stream.getvalue()


@given(ROWS, st.sampled_from([20, 48, 160]), st.booleans())
def test_the_signs_are_those_of_rich(rows: Rows, width: int, colours: bool) -> None:
    assert printed(QuickTable(empty, rows), width, colours=colours) == printed(whole(rows), width, colours=colours)


@given(PLAIN, st.booleans())
def test_plain_rows_are_drawn_without_asking_for_each(rows: Rows, colours: bool) -> None:
    asked: list[int] = []

    def counted() -> Table:
        asked.append(1)
        return empty()

    assert printed(QuickTable(counted, rows), 160, colours=colours) == printed(whole(rows), 160, colours=colours)
    assert len(asked) == 1


def test_a_ranking_is_drawn_the_quick_way() -> None:
    """What a ranking shows is plain: were it not, a country would wait for it."""
    console = Console(file=StringIO(), width=160)
    tables = [each for each in ranking_tables(city().books, "official", words("vi")).renderables if isinstance(each, QuickTable)]  # type: ignore[union-attr]
    assert tables
    for table in tables:
        assert all(isinstance(each, Segment) for each in table.__rich_console__(console, console.options))
