"""EV: the smallest register and folder that cause each code, and the honest ones that cause none."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import pytest
from checks.evidence.given import (
    A_FILE,
    CLAIM,
    FOLDER,
    REGISTER,
    SCORING,
    B,
    Cause,
    E,
    N,
    W,
    asking,
    block,
    case,
    codes,
    folder,
    having,
    holds,
    judged,
    line,
    pdf,
    report,
    signed,
)
from checks.given import PATH, Formula, moment

from parcli.checks import evidence
from parcli.core.edition import Kind
from parcli.core.evidence import EvidenceFile, RefusedEntry
from parcli.core.fact import changed
from parcli.core.findings import Severity, without_echoes
from parcli.messages import words

ONE = (line(6, "I.1", "a.pdf"),)
CAUSES: dict[str, Cause] = {
    "EV101": (case(ONE, folder(present=False), CLAIM), W, FOLDER, None, None, None, {"count": "1"}),
    "EV102": (case(ONE, folder(), CLAIM), E, PATH, REGISTER, "B6", "I.1", {"name": "a.pdf", "cells": "B6"}),
    "EV103": (case((), folder(pdf())), N, A_FILE, None, None, None, {"folder": ""}),
    "EV104": (case((line(6, "I.1", "../a.pdf"),)), E, PATH, REGISTER, "B6", "I.1", {"name": "../a.pdf"}),
    "EV105": (
        case((line(6, "I.1", "a.pdf"), line(7, "I.1", "x/a.pdf"), line(8, "I.1", "y/a.pdf")), folder(pdf("x/a.pdf"), pdf("y/a.pdf"))),
        E,
        PATH,
        REGISTER,
        "B6",
        "I.1",
        {"candidates": "x/a.pdf; y/a.pdf"},
    ),
    "EV106": (case((), folder(refused=(RefusedEntry("b.pdf", "link", ""),))), E, f"{FOLDER}/b.pdf", None, None, None, {"reason": "link"}),
    "EV107": (case((line(6, "I.9", "I.1/a.pdf"),), folder(pdf("I.1/a.pdf"))), E, PATH, REGISTER, "A6", None, {"found": "I.9"}),
    "EV108": (case((line(6, "I.1", None, subject="Kế hoạch"),)), E, PATH, REGISTER, "B6", "I.1", {}),
    "EV109": (case((line(6, "I.1", "a.pdf", issued="30/2/2023"),), folder(pdf())), W, PATH, REGISTER, "E6", "I.1", {"found": "30/2/2023"}),
    "EV111": (case((line(6, "I.1", "a.pdf", subject=Formula("=A1")),), folder(pdf())), W, PATH, REGISTER, "G6", None, {"found": "=A1"}),
    "EV201": (case(ONE, folder(pdf(opens=False, pages=None, detail="PdfError")), CLAIM), E, A_FILE, None, None, "I.1", {"detail": "PdfError"}),
    "EV202": (case(ONE, folder(pdf(opens=False, pages=None, protection="password")), CLAIM), E, A_FILE, None, None, "I.1", {"items": "I.1"}),
    "EV203": (case(ONE, folder(pdf(protection="permissions")), CLAIM), N, A_FILE, None, None, "I.1", {"items": "I.1"}),
    "EV204": (case(ONE, folder(pdf(repaired=True, detail="xref")), CLAIM), W, A_FILE, None, None, "I.1", {"detail": "xref"}),
    "EV205": (
        case((line(6, "I.1", "a.jpg"),), folder(pdf("a.jpg", real="jpeg")), CLAIM, why={"I.1": "Chỉ có ảnh"}),
        W,
        PATH,
        SCORING,
        "J8",
        "I.1",
        {"pictures": "a.jpg", "are_pictures": "term:are_pictures"},
    ),
    "EV206": (case(ONE, folder(pdf(real="jpeg")), CLAIM), E, A_FILE, None, None, "I.1", {"found": "jpeg"}),
    "EV207": (
        case((*ONE, line(7, "I.2", "b.pdf")), folder(pdf(sha="s"), pdf("b.pdf", sha="s"))),
        N,
        A_FILE,
        None,
        None,
        None,
        {"others": "b.pdf"},
    ),
    "EV209": (case(ONE, folder(pdf(examined=False)), CLAIM), B, A_FILE, None, None, "I.1", {"detail": "hết giờ"}),
    "EV210": (case(ONE, folder(pdf(content="scan")), CLAIM), N, FOLDER, None, None, None, {"count": "1", "of": "1"}),
    "EV301": (case((), folder(), CLAIM), E, PATH, SCORING, "J8", "I.1", {"documents": "Kế hoạch; Báo cáo", "points": "1"}),
    "EV302": (case((), folder(), CLAIM, why={"I.1": "Văn bản mật"}), W, PATH, SCORING, "J8", "I.1", {"documents": "Kế hoạch"}),
    "EV304": (case((line(6, "I.1", "a.jpg"),), folder(pdf("a.jpg", real="jpeg")), CLAIM), E, PATH, SCORING, "J8", "I.1", {"pictures": "a.jpg"}),
    "EV303": (case((line(6, "I.2", "a.pdf"),), folder(pdf()), {"I.2": "Có"}), W, PATH, SCORING, "J9", "I.2", {"found": "1", "required": "2"}),
}


def test_honest_evidence_causes_nothing() -> None:
    assert judged(ONE, folder(pdf()), CLAIM) == ()
    assert judged((), folder(present=False)) == ()
    assert judged((), folder()) == ()


@pytest.mark.parametrize("code", CAUSES)
def test_the_smallest_cause_of_each_code(code: str) -> None:
    holds(code, CAUSES[code])


@pytest.mark.parametrize(
    "cited",
    [
        "Báo cáo.pdf", unicodedata.normalize("NFD", "Báo cáo.pdf"), "BÁO CÁO.PDF", " Báo cáo.pdf ", "\u200bBáo cáo.pdf", "I.1/Báo cáo.pdf",
        "I.1\\Báo cáo.pdf", "evidence/I.1/Báo cáo.pdf", "./I.1/Báo cáo.pdf", "Báo cáo.pdf\u00a0",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_finds_its_file_however_it_is_typed(cited: str, form: Any) -> None:
    file = changed(pdf("I.1/Báo cáo.pdf"), spelling=unicodedata.normalize(form, "I.1/Báo cáo.pdf"))
    assert judged((line(6, "I.1", cited),), folder(file), CLAIM) == ()


@pytest.mark.parametrize("cited", ["/etc/passwd", "C:\\a.pdf", "\\\\may\\a.pdf", "x/../../a.pdf", "..", "c:a.pdf"])
def test_a_name_that_leaves_the_folder_is_refused(cited: str) -> None:
    assert codes(judged((line(6, "I.1", cited),), folder())) == ["EV104"]


def test_a_file_in_the_folder_of_its_item_needs_no_register() -> None:
    assert judged((), folder(pdf("I.1/a.pdf")), CLAIM) == ()
    assert judged((), folder(pdf("i.1/sâu/a.pdf")), CLAIM) == ()


def test_a_file_in_the_folder_of_no_item_is_noted() -> None:
    (one,) = judged((), folder(pdf("I.9/a.pdf")))
    assert (one.code, dict(one.values)["folder"]) == ("EV103", "I.9/")


@pytest.mark.parametrize("code", ["I.1", "i.1", " I.1 ", "\u200bI.1"])
def test_a_code_in_the_register_ignores_case_and_blanks(code: str) -> None:
    assert judged((line(6, code, "a.pdf"),), folder(pdf()), CLAIM) == ()


@pytest.mark.parametrize("content", ["scan", "mixed", "empty", "unknown", "text"])
def test_a_scan_is_never_an_error(content: str) -> None:
    found = judged(ONE, folder(pdf(content=content)), CLAIM)
    assert codes(found) == {"scan": ["EV210"], "text": ["EV253"]}.get(content, [])
    assert all(one.severity is Severity.NOTE for one in found)


def test_scans_are_told_once_for_a_unit() -> None:
    (one,) = judged((), folder(*(pdf(f"I.1/{n}.pdf", content="scan") for n in range(5)), pdf("I.1/chữ.pdf")))
    assert (one.code, dict(one.values)["count"], dict(one.values)["of"]) == ("EV210", "5", "6")


@pytest.mark.parametrize("level", ["Không", ""])
def test_no_points_need_no_evidence(level: str) -> None:
    assert judged((), folder(), {"I.1": level}) == ()


def test_an_item_that_asks_for_none_needs_none() -> None:
    assert judged((), folder(), {"I.3": "Có"}) == ()


def test_full_marks_for_nothing_that_arose_need_no_evidence() -> None:
    assert judged((), folder(), CLAIM, claims={"I.1": Kind.NOTHING_AROSE}) == ()


def test_two_of_two_are_enough_and_one_with_an_explanation_too() -> None:
    lines, claim = (line(6, "I.2", "a.pdf"), line(7, "I.2", "b.pdf")), {"I.2": "Có"}
    assert judged(lines, folder(pdf(), pdf("b.pdf")), claim) == ()
    assert judged(lines[:1], folder(pdf()), claim, why={"I.2": "Một văn bản đã đủ"}) == ()


def test_the_same_file_cited_twice_is_one_file() -> None:
    assert codes(judged((line(6, "I.2", "a.pdf"), line(7, "I.2", "A.PDF")), folder(pdf()), {"I.2": "Có"})) == ["EV303"]


def test_pictures_and_tables_support_a_document() -> None:
    lines = (*ONE, line(7, "I.1", "a.jpg"), line(8, "I.1", "b.xlsx"))
    assert judged(lines, folder(pdf(), pdf("a.jpg", real="jpeg"), pdf("b.xlsx", real="xlsx")), CLAIM) == ()


@pytest.mark.parametrize(
    ("name", "real"), [("a.jpg", "jpeg"), ("a.png", "png"), ("a.docx", "docx"), ("a.xlsx", "xlsx"), ("a.doc", "ole"), ("a.html", "html")]
)
def test_what_only_supports_needs_a_document_or_an_explanation(name: str, real: str) -> None:
    lines, files = (line(6, "I.1", name),), folder(pdf(name, real=real))
    assert codes(judged(lines, files, CLAIM)) == ["EV304"]
    assert codes(judged(lines, files, CLAIM, why={"I.1": "Không có văn bản"})) == ["EV205"]


def test_an_item_that_asks_for_pictures_may_have_pictures() -> None:
    asks = block(asking("I.1", 1, evidence_more={"documents": ["Ảnh chụp nơi niêm yết", "Biên bản"]}))
    assert codes(judged((line(6, "I.1", "a.jpg"),), folder(pdf("a.jpg", real="jpeg")), CLAIM, of=asks)) == ["EV205"]


def test_only_official_files_and_pictures_asked_for_count_towards_the_number() -> None:
    lines, claim = (line(6, "I.2", "a.pdf"), line(7, "I.2", "b.jpg")), {"I.2": "Có"}
    (one,) = judged(lines, folder(pdf(), pdf("b.jpg", real="jpeg")), claim)
    assert (one.code, dict(one.values)["found"], dict(one.values)["required"]) == ("EV303", "1", "2")
    asks = block(asking("I.1", 1), asking("I.2", 2, evidence_more={"documents": ["Ảnh chụp nơi niêm yết", "Biên bản"]}))
    assert judged(lines, folder(pdf(), pdf("b.jpg", real="jpeg")), claim, of=asks) == ()
    assert codes(judged((lines[0], line(7, "I.2", "b.docx")), folder(pdf(), pdf("b.docx", real="docx")), claim, of=asks)) == ["EV303"]


def test_of_each_file_for_reference_the_reason_is_told() -> None:
    lines = tuple(line(6 + place, "I.1", name) for place, name in enumerate(("anh.png", "nháp.pdf", "x.docx", "y.pdf", "số.xlsx", "z.rar")))
    blank = report(number=None, issued=None, number_blank=True, date_blank=True)
    files = folder(
        pdf("anh.png", real="png"), pdf("nháp.pdf", said=blank), pdf("x.docx", real="docx"), signed(having(modification="other"), path="y.pdf"),
        pdf("số.xlsx", real="xlsx"), pdf("z.rar", real="rar"),
    )  # fmt: skip
    (one,) = [each for each in judged(lines, files, CLAIM) if each.code == "EV304"]
    said = words("vi").finding(one).message
    assert "nháp.pdf để trống số, ngày; y.pdf có chữ ký số không hợp lệ; anh.png là ảnh; số.xlsx là bảng số liệu, bản kết xuất; " in said
    assert "x.docx là tệp soạn thảo; z.rar không phải PDF; cột «Giải trình» còn trống." in said
    (alone,) = judged((line(6, "I.1", "anh.png"),), folder(pdf("anh.png", real="png")), CLAIM)
    assert "tham khảo: anh.png là ảnh; cột" in words("vi").finding(alone).message


def test_a_file_cited_many_times_names_all_its_items() -> None:
    (one,) = [each for each in judged((*ONE, line(7, "I.2", "a.pdf")), folder(pdf(opens=False)), CLAIM) if each.code == "EV201"]
    assert dict(one.values)["items"] == "I.1, I.2"
    assert words("vi").finding(one).message.endswith("Tiêu chí liên quan: I.1, I.2.")


def test_a_file_that_is_cited_many_times_and_not_there_is_told_once() -> None:
    (one,) = judged((*ONE, line(7, "I.2", "A.PDF"), line(8, "I.3", "evidence/b.pdf")), folder(pdf("b.pdf"), pdf("I.1/c.pdf"), pdf("I.2/d.pdf")))
    assert (one.code, one.cell, dict(one.values)["cells"]) == ("EV102", "B6", "B6; B7")


@pytest.mark.parametrize("broken", [pdf(opens=False, pages=None), pdf(real="html"), pdf(examined=False), pdf(opens=False, protection="password")])
def test_a_broken_file_is_the_cause_and_missing_evidence_its_echo(broken: EvidenceFile) -> None:
    assert len(judged(ONE, folder(broken), CLAIM)) == 1


def test_an_absent_file_is_the_cause_and_missing_evidence_its_echo() -> None:
    assert codes(judged(ONE, folder(pdf("I.2/b.pdf")), CLAIM)) == ["EV102"]


def test_a_refused_file_is_the_cause_and_not_called_missing() -> None:
    assert codes(judged(ONE, folder(refused=(RefusedEntry("a.pdf", "link", ""),)), CLAIM)) == ["EV106"]


def test_a_broken_file_beside_enough_good_ones_is_told_alone() -> None:
    assert codes(judged((*ONE, line(7, "I.1", "b.pdf")), folder(pdf(), pdf("b.pdf", opens=False)), CLAIM)) == ["EV201"]


def test_an_absent_folder_is_told_once_for_all_its_lines() -> None:
    lines = tuple(line(row, "I.1", f"{row}.pdf") for row in range(6, 26))
    (one,) = judged(lines, folder(present=False), CLAIM)
    assert (one.code, dict(one.values)["count"]) == ("EV101", "20")


def test_an_item_without_a_line_is_told_beside_an_absent_folder() -> None:
    found = judged(ONE, folder(present=False), {"I.1": "Có", "I.2": "Có"})
    assert {(one.code, one.item) for one in found} == {("EV101", None), ("EV301", "I.2")}


def test_the_councils_item_asks_for_evidence_or_a_word() -> None:
    found = without_echoes(evidence.judge(case(with_council=True)))
    assert [(one.code, one.item) for one in found] == [("EV301", "I.7")]
    assert codes(judged(with_council=True, why={"I.7": "Báo cáo"})) == ["EV302"]


@pytest.mark.parametrize(
    ("issued", "day"),
    [
        (moment("2022-12-20"), date(2022, 12, 20)), ("20/12/2022", date(2022, 12, 20)), (" 2022-12-20 ", date(2022, 12, 20)),
        (None, None), ("", None), ("tháng 12", None), (44915, None),
    ],
)  # fmt: skip
def test_the_day_of_a_document_is_read_or_unknown(issued: Any, day: date | None) -> None:
    (row,) = evidence.register_rows(case((line(6, "i.1", " a.pdf ", issued=issued, number="12/KH-UBND"),)))
    assert (row.item, row.name, row.issued, row.number, row.cell) == ("I.1", "a.pdf", day, "12/KH-UBND", "A6")


def test_a_plan_of_the_december_before_is_no_fault() -> None:
    assert judged((line(6, "I.1", "a.pdf", issued=moment("2022-12-20")),), folder(pdf()), CLAIM) == ()


def test_files_that_are_equal_only_in_being_empty_are_not_called_the_same() -> None:
    empty = [changed(pdf(f"I.1/{n}.txt", sha="0", real="empty"), size=0) for n in range(2)]
    assert "EV207" not in codes(judged((), folder(*empty)))


def test_every_file_of_a_folder_is_accounted_for() -> None:
    found = judged(ONE, folder(pdf(), pdf("b.pdf"), pdf("I.2/c.pdf"), refused=(RefusedEntry("d.pdf", "too_large", ""),)), CLAIM)
    assert [(one.code, one.file) for one in found] == [("EV103", f"{FOLDER}/b.pdf"), ("EV106", f"{FOLDER}/d.pdf")]
