"""However the same figures are laid out, the same is taken; and whatever stands in a sheet, nothing is raised or made up."""

from __future__ import annotations

from fractions import Fraction

import build
from hypothesis import given, settings
from hypothesis import strategies as st

from parcli.checks import survey
from parcli.core.points import plain
from parcli.core.returned import Cell
from parcli.desk import grids
from parcli.desk.grids import Grid
from parcli.desk.headings import HEADINGS, Known

EDITION = build.edition("""
    | mã  | điểm | ai chấm | cách tính | …                 |
    | I.1 | 2    | survey  | external  | {scale: [0, 10]}  |
    | I.2 | 1.5  | survey  | external  | {scale: [0, 100]} |
""")
UNITS, ITEMS = ("so-y-te", "so-noi-vu"), {"I.1": (10, Fraction(2)), "I.2": (100, Fraction(3, 2))}
CYCLE = build.cycle(EDITION, *UNITS)
KNOWN = Known(frozenset(item.casefold() for item in ITEMS), frozenset(name.casefold() for unit in CYCLE.units for name in unit.names()))
Lines = list[list[str]]


def grid(lines: Lines) -> Grid:
    return Grid(
        "", [[Cell("", f"{chr(65 + column)}{row}", text or None) for column, text in enumerate(line)] for row, line in enumerate(lines, start=1)]
    )


def taken(lines: Lines) -> tuple[survey.Figures, list[str]]:
    figures, _, findings = survey.take((grids.table("a.csv", "", grid(lines), KNOWN),), CYCLE, EDITION)
    return figures, [one.code for one in findings]


def written(value: Fraction, item: str, kind: str) -> str:
    """Write a share of an item's scale as a figure of a kind."""
    high, maximum = ITEMS[item]
    return plain(value * {"Giá trị": Fraction(high), "Tỷ lệ (%)": Fraction(100), "Điểm đạt được": maximum}[kind], 6) + "%" * (kind == "Tỷ lệ (%)")


def long(shares: dict[tuple[str, str], Fraction], kind: str) -> Lines:
    return [["Đơn vị", "Mã", kind], *([unit, item, written(share, item, kind)] for (unit, item), share in shares.items())]


def items_across(shares: dict[tuple[str, str], Fraction], kind: str) -> Lines:
    body = [[unit, *(written(shares[unit, item], item, kind) if (unit, item) in shares else "" for item in ITEMS)] for unit in UNITS]
    return [["Tên đơn vị", *ITEMS], ["", *(kind for _ in ITEMS)], *body]


def units_across(shares: dict[tuple[str, str], Fraction], kind: str) -> Lines:
    body = [[item, *(written(shares[unit, item], item, kind) if (unit, item) in shares else "" for unit in UNITS)] for item in ITEMS]
    return [["", kind, ""], ["Mã tiêu chí", *UNITS], *body]


SHARES = st.dictionaries(
    st.tuples(st.sampled_from(UNITS), st.sampled_from(list(ITEMS))), st.integers(0, 1000).map(lambda n: Fraction(n, 1000)), min_size=1
)


@given(shares=SHARES, kind=st.sampled_from(["Giá trị", "Tỷ lệ (%)", "Điểm đạt được"]), titles=st.integers(0, 3))
def test_every_layout_and_kind_gives_the_same_figures(shares: dict[tuple[str, str], Fraction], kind: str, titles: int) -> None:
    expected: survey.Figures = {}
    for (unit, item), share in shares.items():
        expected.setdefault(unit, {})[item] = {"value": share * ITEMS[item][0]}
    above = [["BẢNG SỐ LIỆU", "", ""]] * titles
    for lay in (long, items_across, units_across):
        assert taken([*above, *lay(shares, kind)]) == (expected, [])


WORDS = st.sampled_from([
    *(text for texts in HEADINGS.values() for text in texts), *UNITS, *ITEMS, "Tổng", "Ghi chú", "-", "x", "", "", "", "5", "8,5", "85%", "1.000", "(1)", "\u200b",
])  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.lists(WORDS, max_size=5), max_size=7))
def test_whatever_stands_in_a_sheet_is_taken_or_told(lines: Lines) -> None:
    table = grids.table("a.csv", "", grid(lines), KNOWN)
    texts = {text for line in lines for text in line}
    assert all(cell.text in texts or cell.blank for row in table.rows for cell in row.cells.values())
    figures, sources, _ = survey.take((table,), CYCLE, EDITION)
    assert {(one.unit, one.item) for one in sources} == {(unit, item) for unit, items in figures.items() for item in items}
    assert all(0 <= figures[one.unit][one.item]["value"] <= ITEMS[one.item][0] for one in sources)  # type: ignore[operator]
