"""The ranking pages as text: whole, complete, escaped; and nothing on the public one that is not for everybody."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from report import rank_city
from report.rank_city import City
from report.test_page import HOSTILE, SHOWN, outline, whole_and_asking_for_nothing

from parcli.core.rankbook import bare_book
from parcli.messages import words
from parcli.report import ranking_page as rooms
from parcli.report.packing import unpacked
from parcli.report.ranking_page import ranking_page
from parcli.report.shown import interval, number

WORDS = words("vi")
# The keys of everything that is not for everybody.
INTERNAL = re.compile(
    r"rankbook\.open\.|rankpage\.(internal|column\.(span|weights|why|range|index_range|rank_range|class_range)|first\.|unit\.opened"
    r"|method\.(span|open|weights|first))"
)


@pytest.fixture(scope="module")
def city() -> City:
    return rank_city.city()


@pytest.fixture(scope="module")
def looks() -> dict[str, str]:
    folder = Path(__file__).parents[2] / "templates" / "html"
    return {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir())}


def page_of(city: City, looks: dict[str, str], *, public: bool = False, provisional: bool = True, language: str = "vi") -> str:
    return ranking_page(city.edition, city.cycle, city.books, provisional=provisional, public=public, wording=words(language), templates=looks)


@pytest.fixture(scope="module")
def internal(city: City, looks: dict[str, str]) -> str:
    return page_of(city, looks)


@pytest.fixture(scope="module")
def public(city: City, looks: dict[str, str]) -> str:
    return page_of(city, looks, public=True)


def text_of(page: str) -> str:
    return " ".join(" ".join(outline(page).words).split())


def packs(page: str) -> list[str]:
    return [piece for pack in re.findall(r'<script type="text/plain">([^<]*)</script>', page) for piece in unpacked(pack)]


def test_both_pages_are_whole_and_ask_for_nothing(internal: str, public: str) -> None:
    for page in (internal, public):
        parsed = whole_and_asking_for_nothing(page)
        anchors = {attributes["id"] for _, attributes in parsed.seen if "id" in attributes}
        assert {(attributes["href"] or "")[1:] for tag, attributes in parsed.seen if tag == "a"} <= anchors


def test_headings_come_in_order(internal: str) -> None:
    levels = [int(tag[1]) for tag, _ in outline(internal).seen if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_tables_have_captions_or_headings_and_scopes(internal: str) -> None:
    seen = outline(internal).seen
    assert all("scope" in attributes for tag, attributes in seen if tag == "th")
    tables = sum(tag == "table" for tag, _ in seen)
    unranked = sum(tag == "table" and attributes.get("class") == "unranked" for tag, attributes in seen)
    assert tables - unranked == sum(tag == "caption" for tag, _ in seen)


def test_a_row_says_rank_name_class_figures_and_what_may_change(city: City, internal: str) -> None:
    book = city.books[0]
    for one in book.units:
        row = next(each for each in internal.split("<tr>") if f'href="#unit-{one.row.unit}"' in each and "<b>" in each)
        cells = [unescape(re.sub(r"<[^>]*>", "", cell)) for cell in re.split(r"<td[^>]*>|<th[^>]*>", row)[1:]]
        assert cells[0].startswith(str(one.row.rank))
        assert ("đồng hạng" in cells[0]) == one.row.tied
        assert cells[1:5] == [one.row.name, one.row.class_name, number(one.row.index, one.row.places), number(one.row.final, one.row.places)]
        assert cells[5:7] == [interval(one.span), interval(one.weights)]
        assert next(cell.strip() for cell in cells[8:]) == number(one.row.areas["I"][0], 2)


def test_the_mean_stands_apart_and_has_no_rank(city: City, internal: str) -> None:
    foot = internal.partition("<tfoot>")[2].partition("</tfoot>")[0]
    assert f"<b>{number(city.books[0].ranking.mean, 2)}</b>" in foot
    assert foot.startswith("<tr><td></td>")


@pytest.mark.slow
def test_units_that_are_not_ranked_stand_with_state_and_reason(internal: str) -> None:
    said = text_of(internal)
    for part in ("Chưa nhận được hồ sơ tự đánh giá", "WB101, WB204", "Chưa có điểm tự chấm: II.1.1", "đề án của Thành phố", "Chưa đủ số liệu"):
        assert part in said


def test_a_units_part_says_all_that_is_known_of_it(city: City, internal: str) -> None:
    book = city.books[0]
    one = next(each for each in book.units if each.opened and each.leads and each.former and each.former.rank)
    part = internal.partition(f'<section class="unit" id="unit-{one.row.unit}">')[2].partition("</section>")[0]
    said = unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", part)))
    assert all(f" {code} " in said for code in one.items)
    assert f"hạng {one.former.rank}/{one.former.units}" in said
    assert all(number(getattr(one.lost, name), 2) in said for name in ("not_claimed", "lowered", "survey", "penalty"))
    assert f"Hạng có thể {interval(one.span)}" in said
    assert "Nội dung còn để ngỏ" in said
    assert f"{number(one.gap, 2)} điểm %" in said
    assert part.count('<path class="tick"') == len(one.row.areas)


def test_what_to_appraise_first_is_listed_with_its_ends(city: City, internal: str) -> None:
    said = text_of(internal)
    for book in city.books:
        assert book.movers
        for one in book.movers:
            assert f"{number(one.span.low, 2)} – {number(one.span.high, 2)}" in said


def test_a_long_list_is_cut_and_says_how_many_more(city: City, looks: dict[str, str]) -> None:
    book = city.books[0]
    many = replace(city, books=(replace(book, movers=book.movers * 30),))
    left = 30 * len(book.movers) - 50
    assert f"Còn {left} nội dung khác" in text_of(page_of(many, looks))


def test_the_state_of_the_result_is_said(city: City, looks: dict[str, str], internal: str) -> None:
    assert "Kết quả tạm tính – DỰ THẢO" in internal
    final = page_of(city, looks, provisional=False)
    assert "Kết quả tạm tính" not in final
    assert "Kết quả chính thức" in final


def test_methods_are_said_in_sentences(internal: str, public: str) -> None:
    for part in ("Xếp hạng và xếp loại theo chỉ số chưa làm tròn.", "bỏ khỏi thang điểm và quy đổi", "trung bình cộng của các đơn vị được xếp hạng"):
        assert part in internal
        assert part in public
    for part in ("±25 %", "nhiều nhất 2000 lần", "Khối UBND xã, phường: 2000 lần", "tính chính xác, không ước lượng"):
        assert part in internal


def internal_sentences() -> list[str]:
    """Return every sentence that only the office's page may hold, cut at its first place for a value."""
    keys = [key for key in WORDS.texts if INTERNAL.match(key)]
    assert len(keys) > 25
    return [part for key in keys if len(part := WORDS.texts[key].partition("{")[0].strip()) > 4]


def test_the_public_page_holds_no_word_that_is_not_for_everybody(internal: str, public: str) -> None:
    known, told = text_of(internal), text_of(public)
    shown = [sentence for sentence in internal_sentences() if sentence in known]
    assert len(shown) > 15, "the office's page is what the sentences are of"
    assert [sentence for sentence in internal_sentences() if sentence in told] == []


def test_the_public_page_holds_no_figure_that_is_not_for_everybody(city: City, looks: dict[str, str]) -> None:
    """Figures that stand nowhere else are put in, so that finding one means that it leaked."""
    wide = replace(city, books=tuple(_telling(book) for book in city.books))
    office, everybody = page_of(wide, looks), page_of(wide, looks, public=True)
    for secret in ("7001", "7002", "7003", "7004", "7005", "7006", "7070,07", "7070,08", "7070,09", "7070,11"):
        assert secret in office
        assert secret not in everybody


def _telling(book):
    units = tuple(
        replace(
            one,
            span=replace(one.span, best=7001, worst=7002),
            weights=replace(one.weights, best=7003, worst=7004),
            opened=tuple(replace(each, low=rank_city.Fraction("7070.07"), high=rank_city.Fraction("7070.08")) for each in one.opened),
        )
        for one in book.units
    )
    movers = tuple(
        replace(
            one,
            ranks=replace(one.ranks, best=7005, worst=7006),
            span=replace(one.span, low=rank_city.Fraction("7070.09"), high=rank_city.Fraction("7070.11")),
        )
        for one in book.movers
    )
    return replace(book, units=units, movers=movers)


def test_nobody_is_called_and_no_finding_named_in_public(city: City, looks: dict[str, str], public: str) -> None:
    units = tuple(unit.model_copy(update={"contact": "bà Đầu Mối 0900"}) for unit in city.cycle.units)
    named = replace(city, cycle=city.cycle.model_copy(update={"contact": "ông Liên Hệ 0911", "units": units}))
    page = page_of(named, looks, public=True)
    assert "0900" not in page
    assert "0911" not in page
    assert not re.search(r"\b(WB|SC|EV|RS|IN|AP|AC)\d{3}\b", text_of(public))
    assert "Hồ sơ chưa đủ điều kiện thẩm định" in text_of(public)
    assert "đề án của Thành phố" in text_of(public), "a decision is quoted"


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_text_of_strangers_is_shown_not_obeyed(looks: dict[str, str], monkeypatch: pytest.MonkeyPatch, packed: bool) -> None:
    monkeypatch.setattr(rooms, "MOST_PLAIN", 0 if packed else 100_000)
    hostile = rank_city.city(names=dict.fromkeys(("so-noi-vu", "so-tu-phap", "so-y-te", "thanh-tra-thanh-pho"), HOSTILE))
    page = page_of(hostile, looks)
    pieces = packs(page)
    assert bool(pieces) == packed
    for text in (page, *pieces):
        outline(text)
        assert "alert(1)</script>" not in text
        assert "\u202e" not in text
        assert "\x1b" not in text
    assert page.count(SHOWN) >= 4
    assert not packed or sum(SHOWN in piece for piece in pieces) >= 3


def test_a_large_city_is_packed_and_nothing_of_a_part_is_lost(
    city: City, looks: dict[str, str], internal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "MOST_PLAIN", 0)
    large = page_of(city, looks)
    pieces = packs(large)
    assert len(pieces) == sum(len(book.units) for book in city.books)
    assert '<section class="unit"' not in large
    titles = {code: title for book in city.books for code, title in _titles(city, book.ranking.block).items()}
    for book in city.books:
        titles = _titles(city, book.ranking.block)
        for one in book.units:
            piece = next(each for each in pieces if f'id="unit-{one.row.unit}"' in each)
            titled = re.sub(r'<b class="item">([^<]*)</b>', lambda found, known=titles: f"<b>{found[1]}</b> {known[found[1]]}", piece)
            assert unescape(titled).strip() in unescape(internal)


def _titles(city: City, block: str) -> dict[str, str]:
    known = city.edition.block(block)
    assert known is not None
    return {item.code: item.criterion.title or "" for item in known.items(city.cycle.year)}


def test_a_very_large_city_leaves_out_the_table_of_all_items(city: City, looks: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "MOST_PLAIN", 0)
    monkeypatch.setattr(rooms, "MOST_PACKED", 0)
    pieces = packs(page_of(city, looks))
    assert all('class="items' not in piece for piece in pieces)
    assert all(WORDS.text("rankpage.unit.lost_items") in piece for piece in pieces)


def test_a_ranking_of_which_nothing_else_is_known_pretends_to_nothing(city: City, looks: dict[str, str]) -> None:
    bare = replace(city, books=tuple(bare_book(book.ranking) for book in city.books))
    said = text_of(page_of(bare, looks))
    assert WORDS.text("rankpage.column.span") not in said
    assert WORDS.text("rankpage.first.heading") not in said
    assert WORDS.text("rankpage.unit.lost") not in said


@pytest.mark.slow
def test_without_a_former_year_nothing_speaks_of_it(looks: dict[str, str]) -> None:
    said = text_of(page_of(rank_city.city(former=False), looks))
    for key in ("rankpage.column.change", "rankpage.column.former", "rankpage.change.legend", "rankpage.former.absent", "rankpage.method.former"):
        assert WORDS.text(key) not in said


def test_a_block_without_ranks_still_makes_a_page(city: City, looks: dict[str, str]) -> None:
    ranking = replace(city.books[0].ranking, rows=(), mean=None)
    whole_and_asking_for_nothing(page_of(replace(city, books=(bare_book(ranking),)), looks))


def test_english_words_exist_for_everything(city: City, looks: dict[str, str]) -> None:
    said = text_of(page_of(city, looks, language="en"))
    assert "What to appraise first" in said
    assert "Possible rank" in said


def test_same_figures_same_page(city: City, looks: dict[str, str], internal: str, public: str) -> None:
    assert page_of(city, looks) == internal
    assert page_of(city, looks, public=True) == public
