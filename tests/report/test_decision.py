"""What the papers of a ranking say before they are laid out: nothing is made up, nobody unranked is given a place."""

from __future__ import annotations

import pytest
from report.rank_city import City, city
from report.ranked import small

from parcli.messages import words
from parcli.report.decision import DOTS, decision, roman, submission

SAID = words("vi")


@pytest.fixture(scope="module")
def whole() -> City:
    return city()


def with_bases(of: City, **more: str) -> City:
    cycle = of.cycle.model_copy(update={"bases": of.cycle.bases.model_copy(update=more)})
    return City(of.edition, cycle, of.books)


def test_papers_that_the_cycle_does_not_name_are_left_open_under_their_names(whole: City) -> None:
    made = decision(whole.edition, whole.cycle, whole.books, SAID, provisional=True)
    assert [one.text for one in made.bases] == [
        "Quyết định 5666/QĐ-UBND ngày 17/11/2025",
        "kế hoạch xác định Chỉ số năm 2025: số ………, ngày ………",
        "văn bản hướng dẫn tự đánh giá, chấm điểm năm 2025: số ………, ngày ………",
        "quyết định thành lập Hội đồng thẩm định: số ………, ngày ………",
    ]
    assert [one.end for one in made.bases] == [";"] * 4, "the proposal follows"
    known = with_bases(whole, council="Quyết định 4762/QĐ-UBND ngày 12/9/2024")
    assert decision(known.edition, known.cycle, known.books, SAID, provisional=True).bases[-1].text == "Quyết định 4762/QĐ-UBND ngày 12/9/2024"


def test_the_submission_goes_from_the_authority_to_the_committee(whole: City) -> None:
    announced = decision(whole.edition, whole.cycle, whole.books, SAID, provisional=True)
    made = submission(whole.edition, whole.cycle, announced, SAID)
    assert (made.head.superior, made.head.issuer, made.head.leader) == ("UBND THÀNH PHỐ HÀ NỘI", "SỞ NỘI VỤ", "GIÁM ĐỐC")
    assert (made.head.abbreviation, made.head.addressee) == ("SNV", "UBND thành phố Hà Nội")
    assert [one.end for one in made.bases] == [";", ";", ";", "."]


def test_the_decision_is_the_committees(whole: City) -> None:
    made = decision(whole.edition, whole.cycle, whole.books, SAID, provisional=True)
    assert (made.head.superior, made.head.issuer, made.head.abbreviation) == ("", "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI", "UBND")
    assert made.head.leader == "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"
    assert (made.committee_capitals, made.proposer, made.authority_letters) == ("ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI", "Giám đốc Sở Nội vụ", "SNV")


def test_a_cycle_without_a_superior_leaves_its_place_open() -> None:
    edition, cycle, book = small()
    made = decision(edition, cycle, [book], SAID, provisional=False)
    assert (made.committee, made.committee_capitals, made.head.abbreviation) == (DOTS, DOTS, "")
    assert (made.annexes, made.blocks[0].annex) == ("Phụ lục", "Phụ lục"), "a single annex has no number"


def test_every_unit_stands_where_it_belongs(whole: City) -> None:
    made = decision(whole.edition, whole.cycle, whole.books, SAID, provisional=True)
    assert (made.units, made.ranked, made.left_out, made.annexes) == ("32", "22", "10", "Phụ lục I, Phụ lục II")
    for shown, book in zip(made.blocks, whole.books, strict=True):
        assert [(line.rank, line.name) for line in shown.lines] == [(str(row.rank), row.name) for row in book.ranking.rows]
        assert [line.name for line in shown.unranked] == [one.name for one in book.ranking.unranked]
        assert not {line.name for line in shown.lines} & {line.name for line in shown.unranked}


def test_what_is_published_of_a_unit_without_a_rank_has_no_codes(whole: City) -> None:
    lines = decision(whole.edition, whole.cycle, whole.books, SAID, provisional=True).blocks[0].unranked
    assert [line.published for line in lines] == [
        "Chưa nhận được hồ sơ tự đánh giá, chấm điểm",
        "Chưa thể thẩm định",
        "Chưa đủ số liệu",
        "Không đánh giá, xếp hạng: sắp xếp lại tổ chức bộ máy theo đề án của Thành phố",
        "Tạm tính",
    ]
    assert "WB101" in lines[1].reason


def test_figures_print_apart_where_ranks_differ() -> None:
    edition, cycle, book = small()
    (block,) = decision(edition, cycle, [book], SAID, provisional=False).blocks
    shown = {line.name: (line.rank, line.index, line.class_name) for line in block.lines}
    assert shown["Đơn vị u-4"] == ("2", "90,000", "Tốt")
    assert shown["Đơn vị u-5"] == ("5", "89,996", "Khá")
    assert shown["Đơn vị u-10"] == ("10", "49,99", "–")
    assert block.highest == "Đơn vị u-1 (95,00%)"
    assert block.classes == "Tốt: 4; Khá: 2; Trung bình: 3"


def test_who_shares_the_first_place_is_named_with_the_rest_counted() -> None:
    edition, cycle, book = small(("90",) * 5 + ("80",))
    (block,) = decision(edition, cycle, [book], SAID, provisional=False).blocks
    assert block.highest == "Đơn vị u-1, Đơn vị u-2, Đơn vị u-3 … và 2 mục khác (90,00%)"
    assert block.lowest == "Đơn vị u-6 (80,00%)"


def test_doubt_is_told_in_a_draft_alone(whole: City) -> None:
    draft = decision(whole.edition, whole.cycle, whole.books, SAID, provisional=True)
    moving = [one for book in whole.books for one in book.units if one.span.best != one.span.worst]
    assert (draft.open_units, draft.open_items) == (str(len(moving)), str(sum(len(one.opened) for one in moving)))
    final = decision(whole.edition, whole.cycle, whole.books, SAID, provisional=False)
    assert (final.open_units, final.open_items) == ("", "")


def test_a_block_without_ranked_units_has_no_figures() -> None:
    edition, cycle, book = small(())
    (block,) = decision(edition, cycle, [book], SAID, provisional=False).blocks
    assert (block.mean, block.highest, block.range, block.lines) == ("chưa có", "", "–", ())


@pytest.mark.parametrize(("number", "shown"), [(1, "I"), (4, "IV"), (8, "VIII"), (9, "IX"), (14, "XIV"), (20, "XX")])
def test_annexes_have_roman_numbers(number: int, shown: str) -> None:
    assert roman(number) == shown
