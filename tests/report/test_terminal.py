from __future__ import annotations

from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from report.rank_city import city as sample_city
from rich.console import Console

from parcli.core.findings import found
from parcli.core.rankbook import bare_book
from parcli.core.ranking import Standing, rank
from parcli.messages import words
from parcli.report.book import city_book
from parcli.report.machine import UnitFindings
from parcli.report.ranking_page import ranking_page
from parcli.report.terminal import findings_table, ranking_tables, scores_table, unit_summary

City = Any
HOSTILE = "[/] [red]x[/red] \x1b[31m\u202e :smile:"
SHOWN = "[/] [red]x[/red] ␛[31m⟨U+202E⟩ :smile:"


def printed(renderable: Any) -> str:
    stream = StringIO()
    Console(file=stream, width=200, color_system=None).print(renderable)
    return stream.getvalue()


def test_markup_and_escapes_are_shown(city: City) -> None:
    one = found("SC101", unit="so-noi-vu", sheet="Tự chấm điểm", cell="H9", note=HOSTILE)
    shown = printed(findings_table([one], city.wording))
    assert SHOWN in shown
    assert "\x1b" not in shown
    assert "Tự chấm điểm!H9" in shown


def test_heaviest_first_and_nothing_to_say(city: City) -> None:
    shown = printed(findings_table([found("SC109", unit="a"), found("WB301", unit="b")], city.wording))
    assert shown.index("WB301") < shown.index("SC109")
    assert "Không có nội dung cần rà soát" in printed(findings_table([], city.wording))


def test_units_are_counted(city: City) -> None:
    unit = UnitFindings("so-noi-vu", "so", (), (found("SC109", unit="so-noi-vu"),), submitted=True)
    shown = printed(unit_summary([unit], city.wording, {"so-noi-vu": "Sở Nội vụ"}))
    assert "Sở Nội vụ" in shown
    assert "Có lưu ý" in shown


def test_scores_and_ranks_carry_banners_and_reasons(city: City) -> None:
    shown = printed(scores_table(city.every(), city.edition.status, city.wording, {"so-noi-vu": HOSTILE}, provisional=True))
    assert "Bộ tiêu chí minh họa" in shown
    assert "Kết quả tạm tính – DỰ THẢO" in shown
    assert "8,90" in shown
    assert SHOWN in shown
    assert "so-y-te: số liệu điều tra XHH – 1 mục (II.2)" in shown
    standings = [Standing(one.unit, HOSTILE, one.state, HOSTILE, one.final, one.index, {}) for one in city.every()]
    ranked = rank(city.block, city.edition.policies, standings, provisional=False)
    shown = printed(ranking_tables([bare_book(ranked)], city.edition.status, city.wording))
    assert SHOWN in shown
    assert "89,00" in shown
    assert "\x1b" not in shown


def test_ranks_carry_what_open_items_may_make_of_them() -> None:
    whole = sample_city()
    book = whole.books[0]
    told = " ".join(printed(ranking_tables(whole.books, "official", words("vi"))).split())
    one = next(each for each in book.units if each.span.best != each.span.worst and not each.row.tied)
    settled = next(each for each in book.units if each.span.best == each.span.worst)
    tied = next(each for each in book.units if each.row.tied and each.span.best != each.span.worst)
    assert f"{one.row.rank} ({one.span.best}–{one.span.worst}) {one.row.name}" in told
    assert f"{tied.row.rank} ({tied.span.best}–{tied.span.worst}, đồng hạng)" in told
    assert f" {settled.row.rank} {settled.row.name}" in told
    count = sum(each.span.best != each.span.worst for each in book.units)
    assert f"{count} trên {len(book.units)} đơn vị chưa chắc hạng" in told
    names = {each.row.unit: each.row.name for each in book.units}
    first = "; ".join(f"{names[each.unit]} – {each.code}" for each in book.movers[:3])
    assert f"Nên thẩm định trước: {first}." in told


def test_a_settled_ranking_has_no_marks() -> None:
    shown = printed(ranking_tables(sample_city(settled=True).books, "official", words("vi")))
    assert "chưa chắc hạng" not in shown
    assert "Nên thẩm định trước" not in shown


def test_what_is_missing_is_told_whole_on_demand(city: City) -> None:
    one = city.result(provisional=False)
    items = tuple(replace(each, waits_for=("appraisal",)) for each in one.items for _ in range(60))
    waiting = replace(one, state="provisional", items=items)
    short, whole = ("".join(printed(scores_table([waiting], "official", city.wording, every=every)).split()) for every in (False, True))
    assert "[…]" not in whole
    assert whole.count("P.1") == 60
    assert "mụckhác" in short


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sentence_exists_in_both_languages(city: City, language: str, templates: dict[str, str]) -> None:
    said = type(city.wording)(language)
    standings = [Standing(one.unit, one.unit, one.state, "", one.final, one.index, {}) for one in city.every()]
    ranked = [rank(city.block, city.edition.policies, standings, provisional=False)]
    assert city_book(city.edition, city.cycle, city.every(), [], said)
    books = [bare_book(one) for one in ranked]
    page = ranking_page(city.edition, city.cycle, books, provisional=True, public=False, wording=said, templates=templates)
    assert f'lang="{language}"' in page
    assert printed(ranking_tables(sample_city().books, "illustrative", said, provisional=True))
