"""EV24: the document's own words against the register; what is unsure or not stated is never a difference."""

from __future__ import annotations

from typing import Any

import pytest
from checks.evidence.given import (
    A_FILE,
    CLAIM,
    REGISTER,
    ROW,
    Cause,
    W,
    asking,
    block,
    case,
    codes,
    cycle,
    folder,
    having,
    holds,
    judged,
    line,
    pdf,
    reading,
    report,
    signed,
)  # fmt: skip
from checks.given import PATH, UNIT

from parcli.checks.evidence.words import last_page, number_key
from parcli.core.document import DocumentWords
from parcli.core.fact import changed


def one_line(**more: Any) -> tuple[Any, ...]:
    return (line(6, "I.1", "a.pdf", **{**ROW, **more}),)


def with_words(said: DocumentWords | None, **row: Any) -> Any:
    return case(one_line(**row), folder(pdf(said=said)), CLAIM)


def about(said: DocumentWords | None, **row: Any) -> list[str]:
    return codes(judged(one_line(**row), folder(pdf(said=said)), CLAIM))


IN_2023 = block(asking("I.1", 1, evidence_more={"issued": {"from": "01-01", "to": "12-31"}}))
CAUSES: dict[str, Cause] = {
    "EV241": (with_words(report(), number="06/BC-SNV"), W, PATH, REGISTER, "D6", "I.1", {"stated": "06/BC-SNV", "read": "05/BC-SNV", "cells": "D6"}),
    "EV242": (with_words(report(), issued="16/11/2023"), W, PATH, REGISTER, "E6", "I.1", {"stated": "16/11/2023", "read": "15/11/2023"}),
    "EV243": (with_words(report(), issuer="Sở Y tế"), W, PATH, REGISTER, "F6", "I.1", {"stated": "Sở Y tế", "read": "SỞ NỘI VỤ"}),
    "EV244": (with_words(report(), part="trang 3"), W, PATH, REGISTER, "H6", "I.1", {"stated": "trang 3", "pages": "2"}),
    "EV246": (
        case(one_line(issued="20/12/2022"), folder(pdf()), CLAIM, of=IN_2023), W, A_FILE, None, None, "I.1",
        {"day": "20/12/2022", "source": "term:day_in_register", "start": "01/01/2023", "to": "31/12/2023"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", CAUSES)
def test_the_smallest_cause_of_each_code(code: str) -> None:
    holds(code, CAUSES[code])


def test_a_document_that_says_what_the_register_says_causes_nothing() -> None:
    assert about(report()) == []
    assert about(report(), part="Trang 1-2, mục III.4") == []


@pytest.mark.parametrize(
    "typed", ["5/BC-SNV", "05 / BC – SNV", "số 05/bc-snv", "Số: 05/BC‑SNV", "05", "05/BC-SNV ngày 15/11/2023", "05/BC-SNV; 07/BC-SNV", "không số", ""]
)
def test_a_number_is_compared_loosely(typed: str) -> None:
    assert about(report(), number=typed) == []


@pytest.mark.parametrize("typed", ["50/BC-SNV", "05/BC-SYT", "05/KH-SNV", "15/BC-SNV", "6"])
def test_another_number_is_asked_about(typed: str) -> None:
    assert about(report(), number=typed) == ["EV241"]


def test_a_figure_within_a_longer_one_is_another_number() -> None:
    assert number_key("105/BC-SNV") != number_key("05/BC-SNV")
    assert about(report(), number="105/BC-SNV") == ["EV241"]


def test_what_was_read_with_doubt_or_not_at_all_gives_nothing() -> None:
    doubtful = {name: reading(value, confidence="low") for name, value in (("number", "9/BC"), ("issued", "2020-01-01"), ("issuer", "SỞ Y TẾ"))}
    assert about(report(**doubtful)) == []
    assert about(report(number=None, issued=None, issuer=None)) == []
    assert about(None) == []


def test_a_scan_on_which_one_of_two_lines_may_be_lost_names_no_agency() -> None:
    lost = {"issuer": reading("UBND THÀNH PHỐ HÀ NỘI"), "superior": None}
    assert about(changed(report(**lost), source="ocr")) == []
    assert about(report(**lost)) == ["EV243"]
    assert about(changed(report(issuer=reading("SỞ Y TẾ")), source="ocr")) == ["EV243"]


@pytest.mark.parametrize("read", ["SO NOI VU", "SỚ NỘI VU", "SỞNỘI VỤ", "SỞ NỘI VỤ."])
def test_an_agency_on_a_scan_that_differs_in_marks_alone_gives_nothing(read: str) -> None:
    assert about(changed(report(issuer=reading(read)), source="ocr")) == []


def test_the_letter_eth_on_a_scan_is_taken_for_d_with_stroke() -> None:
    said = changed(report(issuer=reading("SỞ GIÁO DỤC VÀ ÐÀO TẠO")), source="ocr")
    assert about(said, issuer="Sở Giáo dục và Đào tạo") == []


@pytest.mark.parametrize("changes", [{"modification": "other"}, {"intact": False}])
def test_a_file_changed_after_signing_is_not_held_against_the_register(changes: dict[str, Any]) -> None:
    rows = one_line(number="9/BC", issued="01/01/2020", issuer="Sở Y tế")
    found = codes(judged(rows, folder(signed(having(**changes), said=report())), CLAIM))
    assert found in (["EV221"], ["EV223"])
    assert {"EV241", "EV242", "EV243"} <= set(codes(judged(rows, folder(signed(said=report())), CLAIM)))


@pytest.mark.parametrize("snippet", ["Sè: 05/BC-SNV §µ", "\ue001\ue002", "S\ufffd: 05", "\x01\x02"])
def test_garbage_is_not_held_against_the_register(snippet: str) -> None:
    assert about(report(number=reading("05/BC-SNV", snippet)), number="9/BC", issued="01/01/2020") == []


def test_what_the_register_leaves_blank_gives_nothing() -> None:
    assert about(report(), number=None, issued=None, issuer=None) == []


def test_what_may_be_the_same_agency_is_not_asked_about() -> None:
    for typed in ("SỞ NỘI VỤ", "sở nội vụ", "Sở Nội vụ"):
        assert about(report(), issuer=typed) == []


def test_the_same_difference_in_many_lines_is_told_once_with_its_cells() -> None:
    lines = tuple(line(row, code, "a.pdf", **{**ROW, "number": "9/BC"}) for row, code in ((6, "I.1"), (7, "I.2"), (8, "I.3")))
    found = judged(lines, folder(pdf(said=report())), CLAIM)
    assert [(one.code, one.cell, dict(one.values)["cells"]) for one in found] == [("EV241", "D6", "D6; D7; D8")]


@pytest.mark.parametrize(
    ("part", "page"),
    [
        ("trang 12", 12), ("tr. 3-5", 5), ("Trang 2, mục 3", 2), ("Tr.4", 4), ("trang 3 và 5", 5), ("Phụ lục 2, trang 15", 15), ("tr 1, 7", 7),
        ("mục 3", 0), ("12", 0), ("trang 2, 3.1", 2), ("trang cuối", 0), ("", 0), ("báo cáo năm 2023, trang 4", 4), ("trang 1–3; tr. 9", 9),
        ("trang 1, 98,5%", 1), ("trang 98,5%", 0), ("trang 2, 15/11/2023", 2), ("Trang 2; 150 hồ sơ", 2), ("trang 3 - 20 TTHC", 3),
        ("cổng/trang 1022", 0), ("Trang " + "9" * 5000, 0), ("trang 3/15", 0), ("trang 2, " + "9" * 5000, 2), ("(trang 4, 7)", 7), ("mục II.3 trang 9", 9),
        ("trang số 6", 6), ("12 tr đồng", 0), ("chương trình 30", 0),
    ],
)  # fmt: skip
def test_pages_are_read_only_where_they_are_called_pages(part: str, page: int) -> None:
    assert last_page(part) == page


def test_a_page_within_the_file_is_fine_and_an_unknown_length_too() -> None:
    assert about(report(), part="trang 2") == []
    assert codes(judged(one_line(part="trang 9"), folder(pdf(said=report(), pages=None)), CLAIM)) == []


@pytest.mark.parametrize(
    "typed", ["05-BC-SNV", "05 BC-SNV", "05/BC/SNV", "BC 05", "05, 06/BC-SNV", "2 văn bản", "０５/BC-SNV", "Từ 01 đến 10/BC-SNV"]
)
def test_a_loose_spelling_of_a_number_is_not_asked_about(typed: str) -> None:
    assert about(report(), number=typed) == []


@pytest.mark.parametrize("typed", ["SNV", "BNV", "Sở NV", "Giám đốc Sở Nội vụ", "UBND Thành phố (Sở Nội vụ)", "Ban Thi đua - Khen thưởng", "Sở ta"])
def test_an_agency_by_its_letters_its_head_or_its_former_name_is_not_asked_about(typed: str) -> None:
    in_cycle = cycle(
        units=[{"id": UNIT, "block": "so", "name": "Sở Nội vụ", "aliases": ["SNV", "Sở ta"], "successor_of": ["Ban Thi đua - Khen thưởng"]}]
    )
    assert codes(judged(one_line(issuer=typed), folder(pdf(said=report())), CLAIM, in_cycle=in_cycle)) == []


def test_the_letters_of_another_unit_are_asked_about() -> None:
    assert about(report(), issuer="SYT") == about(report(), issuer="Giám đốc Sở Tư pháp") == ["EV243"]


# Several documents in one file.

SECOND: dict[str, Any] = {"number": "34/QĐ-SNV", "issued": "20/11/2023", "issuer": "UBND thành phố"}


def test_a_line_that_cites_a_later_page_may_mean_another_document() -> None:
    assert about(report(), **SECOND, part="trang 2") == []
    assert about(report(), **SECOND, part="trang 1-2") == ["EV241", "EV242", "EV243"]


def test_a_file_cited_under_several_numbers_one_of_which_fits_is_a_bundle() -> None:
    lines = (*one_line(), line(7, "I.1", "a.pdf", **SECOND))
    assert codes(judged(lines, folder(pdf(said=report())), CLAIM)) == []
    others = (*one_line(number="06/BC-SNV"), line(7, "I.1", "a.pdf", **SECOND))
    assert "EV241" in codes(judged(others, folder(pdf(said=report())), CLAIM))


def test_where_the_number_was_not_read_several_in_the_register_leave_the_rest_untold() -> None:
    lines = (*one_line(), line(7, "I.1", "a.pdf", **SECOND))
    assert codes(judged(lines, folder(pdf(said=report(number=None))), CLAIM)) == []
    assert about(report(number=None), issued="20/11/2023") == ["EV242"]


# EV240: drafts.


@pytest.mark.parametrize(
    ("blank", "what"),
    [
        ({"number_blank": True, "number": None}, "blank_number"), ({"date_blank": True, "issued": None}, "blank_date"),
        ({"number_blank": True, "date_blank": True, "number": None, "issued": None}, "blank_both"),
    ],
)  # fmt: skip
def test_a_blank_number_or_day_is_a_draft_and_the_item_needs_a_word(blank: dict[str, Any], what: str) -> None:
    found = {one.code: one for one in judged(one_line(), folder(pdf(said=report(**blank))), CLAIM)}
    assert set(found) == {"EV240", "EV304"}
    assert (found["EV240"].severity, found["EV240"].file, dict(found["EV240"].values)["what"]) == (W, A_FILE, f"term:{what}")
    explained = judged(one_line(), folder(pdf(said=report(**blank))), CLAIM, why={"I.1": "Chưa ban hành"})
    assert sorted(codes(explained)) == ["EV205", "EV240"]


def test_a_draft_beside_an_issued_document_is_told_alone() -> None:
    lines = (*one_line(), line(7, "I.1", "b.pdf"))
    assert codes(judged(lines, folder(pdf(said=report(number_blank=True, number=None)), pdf("b.pdf")), CLAIM)) == ["EV240"]


# EV246: the day of issue, where the item limits it.


def issued(day: str, **more: Any) -> list[str]:
    return codes(judged(one_line(issued=None), folder(pdf(said=report(issued=reading(day, **more)))), CLAIM, of=IN_2023))


def test_the_day_in_the_file_is_held_against_the_days_asked_for() -> None:
    assert issued("2023-01-01") == issued("2023-12-31") == []
    assert issued("2022-12-31") == issued("2024-01-01") == ["EV246"]
    assert issued("2022-12-31", confidence="low") == []


def test_without_days_asked_for_the_plan_of_the_december_before_is_fine() -> None:
    assert about(report(issued=reading("2022-12-20"), kind=reading("KẾ HOẠCH")), issued="20/12/2022") == []


def test_the_day_in_the_file_goes_before_that_of_the_register() -> None:
    found = judged(one_line(issued="20/12/2022"), folder(pdf(said=report())), CLAIM, of=IN_2023)
    assert codes(found) == ["EV242"]


def test_an_item_without_points_is_not_asked_about_days() -> None:
    assert codes(judged(one_line(issued="20/12/2022"), folder(pdf()), of=IN_2023)) == []
