"""The parts that the ranking pages are made of: figures, the spread of a block, packs, what a unit lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from build import F
from hypothesis import given
from hypothesis import strategies as st
from report import rank_city

from parcli.core.doubt import OpenItem, RankSpan
from parcli.core.edition import Class
from parcli.core.rankbook import BlockBook
from parcli.messages import words
from parcli.report.packing import packed, piece, unpacked
from parcli.report.ranking_terms import why_open
from parcli.report.ranking_view import View
from parcli.report.ranking_words import change_of_rank
from parcli.report.shown import bar_length, interval, number, signed
from parcli.report.spread import spread
from parcli.report.unit_part import Neighbours, Sheet, common_part

BOOK = rank_city.city().books[0]


def with_indexes(*indexes: str) -> BlockBook:
    """A book whose units have these indexes."""
    units = tuple(replace(BOOK.units[place], row=replace(BOOK.units[place].row, index=F(index))) for place, index in enumerate(indexes))
    mean = sum((F(each) for each in indexes), F()) / max(1, len(indexes))
    return replace(BOOK, units=units, ranking=replace(BOOK.ranking, mean=mean))


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [(F("1.5"), 2, "1,50"), (F(1, 3), 2, "0,33"), (F(12), None, "12"), (F(-1, 2), 2, "−0,50"), (None, 2, "–"), (F("0.005"), 2, "0,01")],
)
def test_figures_have_a_comma_and_a_true_minus(value: F | None, places: int | None, shown: str) -> None:
    assert number(value, places) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(F("1.25"), "+1,25"), (F("-1.25"), "−1,25"), (F(), "0,00"), (F("0.001"), "0,00"), (F("-0.001"), "0,00")]
)
def test_changes_have_their_sign(value: F, shown: str) -> None:
    assert signed(value, 2) == shown


def test_bars_stay_in_their_frame() -> None:
    assert [bar_length(each) for each in (None, F(-3), F("49.5"), F(100), F(120))] == ["0", "0", "50", "100", "100"]


def test_an_interval_of_one_rank_is_that_rank() -> None:
    assert (interval(RankSpan(3, 3)), interval(RankSpan(2, 5))) == ("3", "2–5")


@given(st.lists(st.fractions(min_value=0, max_value=110), min_size=1, max_size=12))
def test_every_unit_stands_under_one_bar(indexes: list[F]) -> None:
    drawn = spread(with_indexes(*(str(each) for each in indexes)), ())
    assert drawn is not None
    assert sum(bar.count for bar in drawn.bars) == len(indexes)
    assert 1 <= len(drawn.bars) <= 12
    assert all(bar.x >= 0 and bar.x + bar.width <= 360 and bar.y >= 0 for bar in drawn.bars)
    assert [bar.end for bar in drawn.bars[:-1]] == [bar.start for bar in drawn.bars[1:]]


def test_borders_of_classes_are_named_where_there_is_room() -> None:
    classes = [
        Class.model_validate({"name": name, "from": start}) for name, start in (("Tốt", "90"), ("Khá", "80"), ("Rất tốt", "90.5"), ("Yếu", "0"))
    ]
    drawn = spread(with_indexes("72", "95"), classes)
    assert drawn is not None
    assert [border.name for border in drawn.borders] == ["Khá", "", "Rất tốt"], "the lowest lies outside, the third is too near to the second"


def test_nobody_ranked_no_drawing() -> None:
    assert spread(with_indexes(), ()) is None


PIECE = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)


@given(
    st.lists(
        st.lists(st.one_of(PIECE, st.sampled_from(["<td>1,50</td>", ">−3;<", "M0 5H87", '<td class="x">12 / 3</td>'])), max_size=5).map("".join),
        max_size=9,
    )
)
def test_what_is_packed_comes_back(pieces: list[str]) -> None:
    packs = packed([[piece(each)] for each in pieces], 4)
    assert [each for pack in packs for each in unpacked(pack)] == pieces


def test_a_piece_may_be_made_of_several() -> None:
    parts = ["<p>1", "<b>2,5</b>", "</p>x"]
    assert packed([[piece(each) for each in parts]], 4) == packed([[piece("".join(parts))]], 4)


def sheet_of(city: rank_city.City, *, doubt: bool = True) -> Sheet:
    view = View(city.edition, city.cycle, words("vi"), public=False, doubt=doubt, former=True)
    return Sheet(view, city.books[0], brief=False, titled=True)


def test_where_most_was_lost_stands_first() -> None:
    city = rank_city.city()
    one = city.books[0].units[3]
    part = common_part(sheet_of(city), one, Neighbours(None, None))
    lost = {code: each.figures.maximum - (each.figures.final or F()) for code, each in one.items.items() if not code.startswith("IX")}
    most = sorted(lost.values(), reverse=True)[:5]
    assert [each["lost"] for each in part["lost_items"]] == [number(value, 2) for value in most]


def test_an_item_that_does_not_count_and_one_without_a_figure_say_so() -> None:
    city = rank_city.city()
    one = city.books[0].units[0]
    items = dict(one.items)
    items["I.1.1"] = replace(items["I.1.1"], figures=replace(items["I.1.1"].figures, counts=False), share=None, rank=None)
    items["I.1.2"] = replace(items["I.1.2"], figures=replace(items["I.1.2"].figures, final=None), share=None, rank=None)
    part = common_part(sheet_of(city), replace(one, items=items), Neighbours(None, None))
    rows = {row.code: row for _, rows in part["groups"] for row in rows}
    assert (rows["I.1.1"].points, rows["I.1.1"].percent, rows["I.1.1"].rank) == ("không tính", "–", "–")
    assert (rows["I.1.2"].points, rows["I.1.2"].rank) == ("chưa có", "–")


def test_neighbours_are_named_with_the_gap_and_its_items() -> None:
    city = rank_city.city()
    above, one, below = city.books[0].units[:3]
    behind, ahead = common_part(sheet_of(city), one, Neighbours(above, below))["leads"]
    assert above.row.name in behind["said"]
    assert number(above.gap, 2) in behind["said"]
    assert below.row.name in ahead["said"]
    assert [each["code"] for each in ahead["items"]] == [each.code for each in one.leads[:6]]


def test_units_with_the_same_index_are_said_to_be_level() -> None:
    city = rank_city.city()
    tied, other = (one for one in city.books[0].units if one.row.tied)
    (pair,) = common_part(sheet_of(city), tied, Neighbours(None, other))["leads"]
    assert pair == {"said": f"Bằng chỉ số với {other.row.name} (hạng {other.row.rank}).", "items": [], "more": ""}


def test_a_move_is_told_by_a_sign_as_well_as_a_figure() -> None:
    one = BOOK.units[1]
    former = one.former
    assert former is not None
    told = [change_of_rank(replace(one, former=replace(former, rank=rank))) for rank in (one.row.rank + 3, one.row.rank - 1, one.row.rank, None)]
    assert told == ["▲ 3", "▼ 1", "=", "–"]
    assert change_of_rank(replace(one, former=None)) == "–"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_reason_for_which_an_item_is_open_has_words(language: str) -> None:
    from typing import get_args

    from parcli.core.scoring.outcome import Waiting

    for why in (*get_args(Waiting), "finding"):
        assert why_open(words(language), OpenItem("I.1", F(), F(1), (why,), may_leave=True)).count(";") == 1
