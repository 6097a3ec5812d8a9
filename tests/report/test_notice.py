"""What a unit is told after the first appraisal: what is asked, what changed, what is still open; nothing invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from report.letters import cycle, edition
from report.notices import AGREED, ASKED, LOWERED, ROUND_1, noticed, said, still_open

from parcli.core.edition import Kind
from parcli.report.stage_words import day_in_letter


def test_a_question_stands_in_the_first_table_with_figures_reason_and_request():
    shown = noticed(*ROUND_1)
    assert [(one.number, one.code, one.title, one.maximum, one.own, one.appraised, one.reason, one.request) for one in shown.asked] == [
        ("1", "I.1", "Kế hoạch CCHC", "4,00", "3,50", "2,50", "Thiếu tài liệu kiểm chứng của quý IV.", "Bổ sung báo cáo quý IV."),
    ]  # fmt: skip
    assert shown.example == "I.1"


def test_points_that_were_lowered_without_a_question_stand_in_the_second():
    shown = noticed(*ROUND_1)
    assert [(one.code, one.own, one.appraised, one.reason) for one in shown.changed] == [("II.1", "0,75", "0,50", "Rà soát chưa đủ văn bản.")]


def test_an_item_with_a_question_stands_once():
    shown = noticed(replace(LOWERED, request="Đề nghị làm rõ."), ASKED, *AGREED)
    assert ([one.code for one in shown.asked], shown.changed) == (["I.1", "II.1"], ())


def test_a_unit_without_questions_is_told_so():
    shown = noticed(said("I.1", "3.5"), said("II.1", "0.75"), *AGREED)
    assert (shown.asked, shown.changed, shown.pending, shown.estimates, shown.example) == ((), (), "", "", "")


def test_what_has_no_figure_yet_is_named_and_not_passed_off_as_agreed():
    assert noticed(ASKED, said("I.2")).pending == "I.2, II.1, B.1"
    assert still_open(ASKED, LOWERED, *AGREED) == ()


@pytest.mark.parametrize("second", [said("II.1", "0.25", path="b.xlsx"), said("II.1", refused=True, path="b.xlsx")])
def test_figures_that_differ_or_cannot_be_taken_are_not_told_as_results(second):
    shown = noticed(ASKED, LOWERED, second, *AGREED)
    assert (shown.pending, [one.code for one in shown.changed]) == ("II.1", [])
    asked = noticed(ASKED, replace(LOWERED, request="Đề nghị làm rõ."), second, *AGREED).asked
    assert asked[1].appraised == "đang rà soát"


def test_reasons_and_requests_of_several_sheets_are_told_once_each():
    other = replace(ASKED, path="b.xlsx", request="Gửi thêm số liệu.")
    (one,) = noticed(ASKED, other, LOWERED, *AGREED).asked
    assert (one.reason, one.request) == ("Thiếu tài liệu kiểm chứng của quý IV.", "Bổ sung báo cáo quý IV.\nGửi thêm số liệu.")


@pytest.mark.parametrize(
    ("opinion", "changed"),
    [
        (said("I.2", ruling="accepted"), []),
        (said("I.2", "0", ruling="rejected", reason="Có phát sinh."), [("không áp dụng", "0,00; không chấp nhận không áp dụng")]),
        (said("I.2", ruling="rejected", reason="Có phát sinh."), [("không áp dụng", "không chấp nhận không áp dụng")]),
        (said("I.2", "1", reason="Có phát sinh."), [("không áp dụng", "1,00")]),
    ],
)
def test_the_answer_to_a_claim_is_told_unless_it_is_yes(opinion, changed):
    shown = noticed(ASKED, said("II.1", "0.75"), said("B.1", "0.5"), opinion, claims={"I.2": Kind.NOTHING_AROSE})
    assert [(one.own, one.appraised) for one in shown.changed] == changed
    assert shown.pending == ""


def test_a_second_round_that_is_under_way_changes_nothing_of_the_notice():
    assert noticed(*ROUND_1, said("I.1", "3.5", stage="round_2"), said("II.1", "0.75", stage="council")) == noticed(*ROUND_1)


def test_estimates_are_asked_to_be_confirmed_and_give_the_example_where_nothing_else_does():
    shown = noticed(said("I.1", "3.5"), said("II.1", "0.75"), *AGREED, estimates=("I.2", "B.1"))
    assert (shown.estimates, shown.example) == ("I.2, B.1", "I.2")


def test_the_authority_writes_and_the_unit_receives():
    units = [{"id": "so-noi-vu", "block": "so", "name": "Sở Nội vụ", "aliases": ["SNV"]}, {"id": "so-y-te", "block": "so", "name": "Sở Y tế"}]
    shown = noticed(*ROUND_1, during=cycle(units=units, contact="Phòng CCHC"), via="email")
    assert (shown.head.superior, shown.head.issuer, shown.head.abbreviation, shown.head.leader) == (
        "UBND THÀNH PHỐ HÀ NỘI",
        "SỞ NỘI VỤ",
        "SNV",
        "GIÁM ĐỐC",
    )
    assert (shown.head.addressee, shown.head.unit, shown.authority, shown.contact, shown.via) == (
        "Sở Nội vụ",
        "Sở Nội vụ",
        "Sở Nội vụ",
        "Phòng CCHC",
        "email",
    )


@pytest.mark.parametrize(("authority", "short"), [("Phòng Nội vụ quận", ""), ("UBND quận Ba Đình", "UBND")])
def test_the_letters_of_an_authority_that_is_no_unit_are_not_guessed(authority, short):
    assert noticed(*ROUND_1, during=cycle(authority=authority)).head.abbreviation == short


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2024, 1, 5), "ngày 05 tháng 01 năm 2024"),
        (date(2024, 2, 29), "ngày 29 tháng 02 năm 2024"),
        (date(2023, 3, 1), "ngày 01 tháng 3 năm 2023"),
        (date(2023, 12, 15), "ngày 15 tháng 12 năm 2023"),
    ],
)
def test_days_are_written_as_the_decree_asks(day, shown):  # Phụ lục I, II.4
    assert day_in_letter(day) == shown
    assert noticed(*ROUND_1, due=day).due == shown


def test_an_edition_as_issued_has_no_banner():
    assert noticed(*ROUND_1).banners == ("Bộ tiêu chí minh họa – không phải phụ lục đã ban hành",)
    assert noticed(*ROUND_1, of=edition(status="official")).banners == ()
