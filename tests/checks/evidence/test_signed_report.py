"""EV31: the signed report against the unit and its workbook; what cannot be read is never a difference."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from checks.evidence.given import FOLDER, GOOD, Cause, W, case, codes, folder, having, holds, pdf, reading, report, signed

from parcli.checks import evidence
from parcli.core.document import DocumentWords, FigureKind, ReportFigure
from parcli.core.fact import changed
from parcli.core.findings import without_echoes
from parcli.core.signed_report import ReportDue

PLACE = "bao-cao/Bao cao.pdf"
DUE = ReportDue((Fraction("55.79"), Fraction("57.29")), "4821-9037-5596")
SUBJECT = "Tự đánh giá, chấm điểm xác định Chỉ số cải cách hành chính năm 2023"


def figure(kind: FigureKind, value: str, page: int = 1) -> ReportFigure:
    return ReportFigure(kind, value, f"… {value}", page)


def said(**more: Any) -> DocumentWords:
    """The words of an honest scanned report, signed by the head."""
    fields: dict[str, Any] = {"subject": reading(SUBJECT), "capacity": reading("GIÁM ĐỐC"), "signer": reading("Nguyễn Văn Mẫu")}
    figures, source = more.pop("figures", (figure("total", "55,79"), figure("code", "4821-9037-5596"))), more.pop("source", "ocr")
    return changed(report(**{**fields, **more}), source=source, figures=figures)


def scan(words: DocumentWords | None = None, path: str = PLACE, **facts: Any) -> Any:
    """A scan whose words were recognised."""
    return pdf(path, said=said() if words is None else words, **facts)


def given(*files: Any, due: ReportDue | None = DUE, **more: Any) -> evidence.Case:
    return replace(case((), folder(*files), **more), report_due=due)


def asked(*files: Any, **more: Any) -> list[str]:
    return codes(one for one in without_echoes(evidence.judge(given(*files, **more))) if one.code.startswith(("EV1", "EV22", "EV24", "EV31")))


THERE = f"{FOLDER}/{PLACE}"
CAUSES: dict[str, Cause] = {
    "EV310": (given(), W, f"{FOLDER}/bao-cao", None, None, None, {}),
    "EV311": (given(pdf("bao-cao/Bao cao.docx", real="docx")), W, f"{FOLDER}/bao-cao/Bao cao.docx", None, None, None, {"names": "bao-cao/Bao cao.docx"}),
    "EV312": (given(scan(said(number_blank=True))), W, THERE, None, None, None, {"what": "term:blank_number"}),
    "EV315": (given(scan(said(figures=(figure("total", "60,5", 2),)))), W, THERE, None, None, None, {"stated": "60,5", "computed": "55,79", "page": "2"}),
    "EV316": (given(scan(said(figures=(figure("code", "7500-1234-5636"),)))), W, THERE, None, None, None, {"stated": "7500-1234-5636", "computed": "4821-9037-5596"}),
    "EV317": (
        given(scan(said(capacity=reading("KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC")))), W, THERE, None, None, None,
        {"capacity": "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC", "way": "term:signed_kt", "signer": "Nguyễn Văn Mẫu"},
    ),
    "EV318": (given(scan(said(issuer=reading("SỞ Y TẾ")))), W, THERE, None, None, None, {"issuer": "SỞ Y TẾ", "name": "Sở Nội vụ"}),
}  # fmt: skip


@pytest.mark.parametrize("code", CAUSES)
def test_a_cause_gives_its_code_alone(code: str) -> None:
    holds(code, CAUSES[code])


def test_text_without_a_signature_is_asked_about_and_a_scan_or_a_signed_file_is_not() -> None:
    typed = said(source="text")
    assert asked(scan(typed, content="text")) == ["EV313"]
    assert asked(scan(said())) == []
    assert asked(pdf(PLACE, content="scan", said=None)) == []
    assert asked(signed(path=PLACE, said=typed)) == ["EV220"]


def test_a_draft_without_a_signature_is_told_once() -> None:
    assert asked(scan(said(source="text", date_blank=True), content="text")) == ["EV312"]


def test_a_signature_that_does_not_hold_is_told_of_the_report_as_of_any_file() -> None:
    assert asked(signed(having(modification="other", intact=False), path=PLACE, said=said(source="text"))) in (["EV221"], ["EV223"])
    assert asked(signed(GOOD, path=PLACE, said=said(source="text"))) == ["EV220"]


def test_nothing_is_asked_where_no_report_is_due() -> None:
    assert asked(due=None) == []
    assert asked(scan(said(capacity=reading("KT. GIÁM ĐỐC"))), due=None) == []


def test_an_unreadable_pdf_is_told_by_the_file_itself() -> None:
    found = codes(evidence.judge(given(pdf(PLACE, opens=False))))
    assert "EV201" in found
    assert not [code for code in found if code.startswith("EV31")]


@pytest.mark.parametrize("stated", ["55,79", "55.79", "55,8", "56", "57,29", "57,3"])
def test_a_total_agrees_at_the_decimals_that_are_printed_with_or_without_bonus(stated: str) -> None:
    assert asked(scan(said(figures=(figure("total", stated),)))) == []


@pytest.mark.parametrize("stated", ["55,78", "55,7", "55", "5,579"])
def test_another_total_differs(stated: str) -> None:
    assert asked(scan(said(figures=(figure("total", stated),)))) == ["EV315"]


def test_an_unknown_total_or_code_differs_from_nothing() -> None:
    assert asked(scan(), due=ReportDue((), "")) == []
    assert asked(scan(said(figures=()))) == []


@pytest.mark.parametrize(
    "stated", ["4821-9037-5596", "4821 9037 5596", "482190375596 (in từ bảng tính)", "4BZ1-9O37-5596", "4821-9037-5597", "4821-90"]
)
def test_a_code_agrees_whatever_its_dashes_and_on_a_scan_whatever_looks_alike_or_was_misread(stated: str) -> None:
    assert asked(scan(said(figures=(figure("code", stated),)))) == []


@pytest.mark.parametrize("stated", ["4BZ1-9037-5596", "4821-9037-5597"])
def test_letters_that_look_alike_and_a_wrong_digit_differ_in_text(stated: str) -> None:
    typed = said(source="text", figures=(figure("code", stated),))
    assert asked(signed(path=PLACE, said=typed)) == ["EV220", "EV316"]


def test_where_the_total_differs_the_code_says_nothing_more() -> None:
    assert asked(scan(said(figures=(figure("total", "1"), figure("code", "AAAA"))))) == ["EV315"]


@pytest.mark.parametrize(
    ("capacity", "way"),
    [
        ("KT. CHỦ TỊCH PHÓ CHỦ TỊCH", "signed_kt"),
        ("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH", "signed_kt"),
        ("K/T GIÁM ĐỐC", "signed_kt"),
        ("TL. GIÁM ĐỐC CHÁNH VĂN PHÒNG", "signed_tl"),
        ("TUQ. GIÁM ĐỐC TRƯỞNG PHÒNG", "signed_tuq"),
        ("PHÓ GIÁM ĐỐC", "signed_deputy"),
        ("GIÁM ĐỐC", None),
        ("Q. GIÁM ĐỐC", None),
        ("TM. ỦY BAN NHÂN DÂN CHỦ TỊCH", None),
        ("THỦ TRƯỞNG ĐƠN VỊ", None),
    ],
)
def test_who_signs_for_another_is_asked_about(capacity: str, way: str | None) -> None:
    found = [one for one in evidence.judge(given(scan(said(capacity=reading(capacity))))) if one.code == "EV317"]
    assert [dict(one.values)["way"] for one in found] == ([f"term:{way}"] if way else [])


def test_who_signs_may_stand_on_the_last_page() -> None:
    later = (figure("capacity", "KT. GIÁM ĐỐC", 3), figure("signer", "Trần Thị Thử", 3))
    (one,) = [one for one in evidence.judge(given(scan(said(capacity=None, signer=None, figures=later)))) if one.code == "EV317"]
    assert dict(one.values)["signer"] == "Trần Thị Thử"


@pytest.mark.parametrize("issuer", ["SỞ NỘI VỤ", "SỞ NỘI VỤ HÀ NỘI", "BAN THI ĐUA - KHEN THƯỞNG"])
def test_the_unit_and_those_it_succeeded_issue_the_report(issuer: str) -> None:
    assert asked(scan(said(issuer=reading(issuer)))) == []


@pytest.mark.parametrize("name", ["bao-cao", "Báo cáo", "BAO CAO", "bao_cao"])
def test_the_folder_may_be_spelt_otherwise(name: str) -> None:
    assert asked(scan(path=f"{name}/x.pdf")) == []


def test_a_report_that_lies_elsewhere_is_known_by_its_own_words() -> None:
    assert asked(scan(path="x.pdf")) == []
    assert asked(scan(said(capacity=reading("KT. GIÁM ĐỐC")), path="x.pdf")) == ["EV317"]


@pytest.mark.parametrize(
    "other",
    [{"subject": reading("Tự đánh giá, chấm điểm xác định Chỉ số CCHC năm 2022")}, {"kind": reading("KẾ HOẠCH")}, {"subject": reading("Công tác cải cách hành chính")}],
)  # fmt: skip
def test_last_years_report_a_plan_and_another_report_are_none(other: dict[str, Any]) -> None:
    assert asked(scan(said(**other), path="x.pdf")) == ["EV310", "EV103"]


def test_annexes_beside_the_report_are_not_asked_about() -> None:
    annex = pdf("bao-cao/Phu luc.pdf", content="text", said=DocumentWords("text", words=300))
    assert asked(scan(), annex) == []


def test_words_that_cannot_be_relied_on_are_not_compared() -> None:
    garbled = said(issuer=reading("SỞ Y TẾ \ufffd"), capacity=reading("KT. GIÁM ĐỐC"), figures=(figure("total", "1"),))
    assert asked(scan(garbled)) == []


def test_reports_of_two_units_may_read_alike() -> None:
    words = changed(said(), fingerprint=bytes(range(256)) * 2, words=300)
    other = changed(words, issuer=reading("SỞ Y TẾ"), number=reading("06/BC-SYT"))
    cases = (given(scan(words, sha="1")), given(scan(other, sha="2"), unit="so-y-te"))
    assert evidence.across(cases) == ((), ())
    elsewhere = tuple(replace(each, folder=folder(*(changed(file, path="I.1/x.pdf", words=changed(file.words, kind=None)) for file in each.folder.files))) for each in cases)  # type: ignore[type-var]  # fmt: skip
    assert {one.code for one in evidence.across(elsewhere)[0]} == {"EV252"}
