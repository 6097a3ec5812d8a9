"""What the report says: points as scored, what is unknown as unknown, who must explain what."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from report.letters import FILES, STANDING, cycle, edition, reported

from parcli.core.edition import Kind
from parcli.core.sufficiency import EvidenceClass
from parcli.report.letter_head import abbreviation


def test_the_total_and_the_areas_are_those_that_were_scored():
    shown = reported()
    assert (shown.total, shown.maximum, shown.percent, shown.unknown, shown.rescaled) == ("5,25", "6,00", "87,50", "", False)
    assert [(one.number, one.title, one.maximum, one.points, one.percent) for one in shown.areas] == [
        ("I", "Chỉ đạo, điều hành", "5,00", "4,50", "90,00"), ("II", "Cải cách thể chế", "1,00", "0,75", "75,00"),
    ]  # fmt: skip
    assert [(one.title, one.maximum, one.points) for one in shown.totals] == [
        ("Tổng điểm tự đánh giá, chấm điểm", "6,00", "5,25"), ("Điểm thưởng", "1,00", "0,50"),
    ]  # fmt: skip


def test_a_missing_figure_is_said_to_be_missing_and_never_zero():
    shown = reported({"I.1": "3.5", "II.1": "0", "B.1": "0"})
    assert (shown.total, shown.percent, shown.unknown) == ("", "–", "I.2")
    assert [one.points for one in shown.areas] == ["chưa đủ số liệu", "0,00"]
    assert shown.totals[0].points == "chưa đủ số liệu"
    assert [(one.code, one.points, one.reason) for one in shown.explained] == [
        ("I.2", "chưa đủ số liệu", "Chưa tự chấm điểm được"), ("II.1", "0,00", "Chưa có TLKC"),
    ]  # fmt: skip


def test_what_does_not_apply_is_explained_and_the_total_is_said_to_be_converted():
    shown = reported(claims={"I.2": Kind.NOTHING_AROSE}, why={"I.2": "Trong năm không phát sinh."})
    assert shown.rescaled
    assert (shown.total, shown.maximum) == ("4,86", "6,00")  # 4,25 × 8 ÷ 7
    first = shown.explained[0]
    assert (first.code, first.points, first.reason) == ("I.2", "không áp dụng", "Không áp dụng: Không phát sinh trong năm")
    assert first.explanation == "Trong năm không phát sinh."
    assert [(one.title, one.maximum, one.points, one.percent) for one in shown.areas] == [
        ("Chỉ đạo, điều hành", "5,00", "3,50", "70,00"), ("Cải cách thể chế", "1,00", "0,75", "75,00"),
        ("Quy đổi do có tiêu chí không áp dụng", "–", "0,61", "–"),
    ]  # fmt: skip
    figures = [Fraction(one.points.replace(",", ".")) for one in shown.areas]
    assert sum(figures) == Fraction(shown.total.replace(",", ".")), "the table adds up"


def test_a_total_that_is_not_known_has_no_line_of_conversion():
    shown = reported({"I.1": "3.5", "B.1": "0"}, claims={"I.2": Kind.NOTHING_AROSE}, why={"I.2": "Trong năm không phát sinh."})
    assert (shown.total, shown.rescaled) == ("", True)
    assert [one.title for one in shown.areas] == ["Chỉ đạo, điều hành", "Cải cách thể chế"]


@pytest.mark.parametrize(
    ("evidence_class", "reason"),
    [
        (EvidenceClass.NONE, "Chưa có TLKC"),
        (EvidenceClass.REFERENCE, "Chỉ tham khảo"),
        (EvidenceClass.UNREADABLE, "Không đọc được"),
        (EvidenceClass.OFFICIAL, "TLKC chưa đủ theo yêu cầu (2 tài liệu)"),
    ],
)
def test_the_reason_is_the_class_of_the_evidence(evidence_class, reason):
    due = replace(STANDING[1], evidence_class=evidence_class, asked=2)
    assert [(one.code, one.reason) for one in reported(standing=(due,)).explained] == [("II.1", reason)]


def test_an_explanation_that_is_due_and_missing_is_seen():
    assert reported(why={"II.1": ""}).explained[0].explanation == "(chưa có giải trình)"


def test_the_councils_items_have_a_part_of_their_own():
    shown = reported(why={"I.8": "Đã hoàn thành."})
    assert [(one.code, one.title, one.explanation) for one in shown.council] == [("I.8", "Hiệu quả tham mưu", "Đã hoàn thành.")]
    assert "I.8" not in {one.code for one in shown.explained}


def test_difficulties_are_numbered():
    shown = reported(difficulties=(("Thiếu số liệu.", "Hướng dẫn thống nhất."), ("", "Tập huấn.")))
    assert [(one.number, one.difficulty, one.proposal) for one in shown.difficulties] == [
        ("1", "Thiếu số liệu.", "Hướng dẫn thống nhất."), ("2", "", "Tập huấn."),
    ]  # fmt: skip


def test_the_annex_lists_every_item_under_its_area_with_its_documents():
    lines = reported().lines
    assert [(one.heading, one.number) for one in lines] == [
        (True, "I"), (False, "I.1"), (False, "I.2"), (False, "I.8"), (True, "II"), (False, "II.1"), (False, "II.2"), (True, "B"), (False, "B.1"),
    ]  # fmt: skip
    of = {one.number: one for one in lines}
    assert of["I.1"].evidence.split("\n") == [
        "1. 243/KH-UBND ngày 05/10/2023 của UBND Thành phố – Kế hoạch CCHC (tệp ke hoach.pdf; trang 2)",
        "2. tệp khong co.pdf: chưa thấy trong hồ sơ",
        "3. tệp I.1/them.pdf [chưa ghi trong danh mục]",
    ]
    assert [of[code].points for code in ("I", "I.1", "I.8", "II", "II.2", "B")] == [
        "4,50",
        "3,50",
        "Hội đồng đánh giá",
        "0,75",
        "Điều tra XHH",
        "0,50",
    ]
    assert [of[code].evidence_class for code in ("I.1", "II.1", "I.2")] == ["Có văn bản chính thức", "Chưa có TLKC", "–"]


def test_nothing_of_a_secret_document_is_repeated():
    from parcli.core.document import DocumentWords, Reading
    from parcli.core.fact import changed

    secret = changed(FILES.files[1], words=DocumentWords("text", number=Reading("1/BC", "1/BC", "high"), secrecy="MẬT"))
    shown = reported(folder=replace(FILES, files=(FILES.files[0], secret)))
    assert "1/BC" not in "".join(line.evidence for line in shown.lines)


def test_the_heading_of_a_department():
    head = reported().head
    assert (head.superior, head.issuer, head.abbreviation, head.leader) == ("UBND THÀNH PHỐ HÀ NỘI", "SỞ NỘI VỤ", "SNV", "GIÁM ĐỐC")
    assert [(one.text, one.end) for one in head.bases] == [
        ("Quyết định 4190/QĐ-UBND ngày 22/8/2023", ";"), ("Kế hoạch 243/KH-UBND ngày 05/10/2023", "."),
    ]  # fmt: skip


def test_a_peoples_committee_has_no_superior_and_its_whole_name():
    head = reported(unit="ba-dinh").head
    assert (head.superior, head.issuer, head.abbreviation) == ("", "ỦY BAN NHÂN DÂN\nQUẬN BA ĐÌNH", "UBND")
    assert head.leader == "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"


@pytest.mark.parametrize(("aliases", "short"), [(["Sở NV", "SNV"], "SNV"), (["SNgV"], "SNgV"), (["Sở", "Nội vụ"], ""), ([], ""), (["S.N.V"], "")])
def test_only_letters_are_an_abbreviation(aliases, short):
    unit = cycle().units[0].model_copy(update={"aliases": tuple(aliases)})
    assert abbreviation(unit) == short


def test_what_the_edition_is_stands_on_it():
    assert reported().banners == ("Bộ tiêu chí minh họa – không phải phụ lục đã ban hành",)
    assert reported(of=edition(status="official")).banners == ()
