"""The slip of results: figures as scored at every stage, reasons in a word, what is missing said to be missing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from report.letters import edition
from report.notices import ROUND_1, said, slipped

from parcli.core.edition import Kind

ROUND_2 = said("I.1", "3", stage="round_2", reason="Đã bổ sung báo cáo quý IV.")
COUNCIL = said("I.8", "1.5", stage="council", reason="Hoàn thành phần lớn nhiệm vụ.", decision="Biên bản 03/BB-HĐ")
WHOLE = (*ROUND_1, ROUND_2, COUNCIL)
DRAFT = "Kết quả tạm tính – DỰ THẢO"


def of(shown, code):
    return next(one for one in shown.lines if one.number == code and not one.heading)


def test_every_item_shows_its_figure_at_every_stage_and_the_reason_of_the_one_that_counts():
    shown = slipped(*WHOLE)
    first = of(shown, "I.1")
    assert (first.maximum, first.own, first.round_1, first.round_2, first.council, first.survey, first.final, first.reason) == (
        "4,00", "3,50", "2,50", "3,00", "–", "–", "3,00", "Đã bổ sung báo cáo quý IV.",
    )  # fmt: skip
    council = of(shown, "I.8")
    assert (council.own, council.council, council.final, council.reason) == ("–", "1,50", "1,50", "Hoàn thành phần lớn nhiệm vụ.\nBiên bản 03/BB-HĐ")
    assert of(shown, "I.2").reason == "Thống nhất với điểm tự chấm"
    survey = of(shown, "II.2")
    assert (survey.own, survey.round_1, survey.survey, survey.final) == ("–", "–", survey.final, survey.survey)


def test_every_item_of_the_block_stands_in_the_annex_under_its_area():
    assert [(one.heading, one.number) for one in slipped(*WHOLE).lines] == [
        (True, "I"), (False, "I.1"), (False, "I.2"), (False, "I.8"), (True, "II"), (False, "II.1"), (False, "II.2"), (True, "B"), (False, "B.1"),
    ]  # fmt: skip


def test_the_totals_add_up_to_the_final_figure_and_the_index():
    shown = slipped(*WHOLE)
    figures = {one.title: one.points for one in shown.totals}
    number = {title: Fraction(points.replace(",", ".")) for title, points in figures.items()}
    assert number["Điểm thẩm định"] + number["Điểm điều tra xã hội học"] + number["Điểm thưởng"] == number["Điểm đạt được"]
    assert (shown.state, shown.why, shown.final, shown.index) == ("Chính thức", "", figures["Điểm đạt được"], figures["Chỉ số CCHC (%)"])
    assert "Điểm phạt (trừ)" not in figures, "the block has no penalty area"
    assert DRAFT not in shown.banners


def test_what_is_missing_is_named_and_the_total_is_none():
    shown = slipped(*ROUND_1, survey=None)
    assert (shown.state, shown.final, shown.index) == ("Tạm tính", "", "")
    assert shown.why == (
        "Còn chờ giải trình của đơn vị và thẩm định lần 2 – 1 mục (I.1); Hội đồng cho điểm – 1 mục (I.8); số liệu điều tra XHH – 1 mục (II.2)"
    )
    assert of(shown, "I.1").reason == "Còn chờ: giải trình và thẩm định lần 2\nThiếu tài liệu kiểm chứng của quý IV."
    assert (of(shown, "I.8").final, of(shown, "I.8").reason) == ("chưa có", "Còn chờ: Hội đồng")
    assert of(shown, "II.2").survey == "chưa có"
    assert {one.title: one.points for one in shown.totals}["Điểm đạt được"] == "chưa có"
    assert DRAFT in shown.banners


def test_an_item_that_does_not_apply_is_listed_with_its_treatment_and_the_conversion_is_told():
    shown = slipped(*WHOLE[:2], said("B.1", "0.5"), ROUND_2, COUNCIL, said("I.2", ruling="accepted"), claims={"I.2": Kind.NOTHING_AROSE})
    assert [(one.code, one.maximum, one.why) for one in shown.not_applicable] == [("I.2", "1,00", "Không phát sinh trong năm")]
    assert shown.not_applicable[0].treatment == "bỏ khỏi thang điểm và quy đổi theo các tiêu chí còn lại"
    line = of(shown, "I.2")
    assert (line.own, line.round_1, line.final) == ("không áp dụng", "chấp nhận không áp dụng", "không áp dụng")
    assert line.reason == "Không áp dụng: không phát sinh trong năm"
    assert shown.rescaled
    assert not slipped(*WHOLE).rescaled


@pytest.mark.parametrize("answer", [said("I.2", "0.5", reason="Có phát sinh."), said("I.2", "0.5", ruling="rejected", reason="Có phát sinh.")])
def test_a_claim_that_was_turned_down_is_told_however_it_was(answer):
    shown = slipped(*WHOLE[:2], said("B.1", "0.5"), ROUND_2, COUNCIL, answer, claims={"I.2": Kind.NOTHING_AROSE})
    assert of(shown, "I.2").reason == "Không chấp nhận đề nghị không áp dụng\nCó phát sinh."
    assert (shown.not_applicable, shown.state) == ((), "Chính thức")


def test_an_unanswered_claim_waits():
    shown = slipped(*WHOLE[:2], said("B.1", "0.5"), ROUND_2, COUNCIL, claims={"I.2": Kind.NOTHING_AROSE})
    assert of(shown, "I.2").reason.startswith("Còn chờ: trả lời đề nghị không áp dụng\n")
    assert DRAFT in shown.banners


def test_two_sheets_that_differ_show_no_figure_of_either():
    shown = slipped(*WHOLE, said("II.1", "0.75", path="b.xlsx"))
    assert (of(shown, "II.1").round_1, of(shown, "II.1").reason) == ("đang rà soát", "Còn chờ: các phiếu thẩm định lần 1 khác nhau")


def test_a_unit_that_is_not_assessed_is_told_why():
    shown = slipped(*WHOLE, excluded="Báo cáo chưa đúng (Quyết định 9/QĐ-UBND)")
    assert shown.state == "Không đánh giá, xếp hạng"
    assert "Quyết định 9/QĐ-UBND" in shown.why
    assert DRAFT not in shown.banners


def test_what_the_edition_is_stands_on_it():
    assert slipped(*WHOLE).banners == ("Bộ tiêu chí minh họa – không phải phụ lục đã ban hành",)
    assert slipped(*WHOLE, of=edition(status="official")).banners == ()
