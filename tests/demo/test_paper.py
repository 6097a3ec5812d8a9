"""Synthetic papers as other programs see them."""

from __future__ import annotations

import dataclasses
import time
from datetime import date
from io import BytesIO
from unicodedata import normalize

import pikepdf
import pypdf
import pytest
from pypdf.errors import PyPdfError

from parcli.core.evidence import PdfFacts
from parcli.core.limits import Limits
from parcli.demo.layout import FOOTER, MOTTO, SIGNED, STATE, vietnamese_date
from parcli.demo.lettering import LETTERS
from parcli.demo.paper import Paper, broken_pdf, locked_pdf, scan_pdf, text_pdf
from parcli.evidence.pdf import pdf_facts

REPORT = Paper(
    number="05/BC-SNV",
    issued=date(2023, 1, 5),
    superior="ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI",
    issuer="SỞ NỘI VỤ",
    kind="BÁO CÁO",
    subject="Kết quả thực hiện Kế hoạch cải cách hành chính năm 2023 của Sở Nội vụ",
    lines=(
        "Thực hiện Kế hoạch số 243/KH-UBND ngày 05 tháng 10 năm 2023 của Ủy ban nhân dân Thành phố:",
        "1. Đạt 95,0%.",
    ),
    signer_title="KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
)
LETTER = dataclasses.replace(REPORT, number="2231/SNV-CCHC&PC", kind="", subject="tự đánh giá, chấm điểm")


def words(content: bytes) -> str:
    """Return the words of a PDF as pypdf reads them, on one line."""
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages).split())


def facts(content: bytes) -> PdfFacts:
    return pdf_facts(content, Limits())


def test_a_paper_says_what_it_was_given() -> None:
    said = words(text_pdf(REPORT))
    for part in (
        STATE,
        MOTTO,
        "Số: 05/BC-SNV",
        REPORT.superior,
        REPORT.issuer,
        "BÁO CÁO",
        REPORT.subject,
        *REPORT.lines,
    ):
        assert part in said
    for part in (
        "Hà Nội, ngày 05 tháng 01 năm 2023",
        "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC",
        SIGNED,
        "Nơi nhận:",
        "- Lưu: VT.",
        FOOTER,
    ):
        assert part in said


def test_a_letter_has_its_subject_under_its_number() -> None:
    said = words(text_pdf(LETTER))
    assert "Số: 2231/SNV-CCHC&PC" in said
    assert "V/v tự đánh giá, chấm điểm" in said
    assert "BÁO CÁO" not in said


def test_every_vietnamese_letter_survives() -> None:
    paper = dataclasses.replace(REPORT, lines=(LETTERS.replace(" ", "").replace("\u00a0", ""),))
    said = words(text_pdf(paper)).replace(" ", "")
    assert all(letter in said for letter in paper.lines[0])


def test_decomposed_text_comes_out_composed_and_strange_letters_do_not_fail() -> None:
    paper = dataclasses.replace(REPORT, lines=(normalize("NFD", "Tiếng Việt"), "中\n"))
    said = words(text_pdf(paper))
    assert "Tiếng Việt" in said


def test_months_1_and_2_have_a_leading_zero_and_3_has_none() -> None:
    assert vietnamese_date("Hà Nội", date(2023, 2, 9)) == "Hà Nội, ngày 09 tháng 02 năm 2023"
    assert vietnamese_date("Hà Nội", date(2023, 3, 10)) == "Hà Nội, ngày 10 tháng 3 năm 2023"


@pytest.mark.parametrize("paper", [REPORT, LETTER])
def test_text_and_scan_are_what_they_say(paper: Paper) -> None:
    assert facts(text_pdf(paper)) == PdfFacts(True, 1, "none", "text", False, "", shows="t", version="1.7")
    assert facts(scan_pdf(paper, 1)) == PdfFacts(True, 1, "none", "scan", False, "", shows="s", version="1.7")


def test_a_long_paper_runs_on_to_numbered_pages() -> None:
    paper = dataclasses.replace(REPORT, lines=REPORT.lines * 20)
    reader = pypdf.PdfReader(BytesIO(text_pdf(paper)))
    assert len(reader.pages) > 1
    assert reader.pages[1].extract_text().split()[0] == "2"
    assert facts(scan_pdf(paper, 1)).pages == len(reader.pages)


def test_a_broken_paper_opens_nowhere() -> None:
    broken = broken_pdf(REPORT)
    assert broken.startswith(b"%PDF-")
    assert not facts(broken).opens
    with pytest.raises(PyPdfError):
        len(pypdf.PdfReader(BytesIO(broken)).pages)


def test_a_locked_paper_needs_its_password() -> None:
    locked = locked_pdf(REPORT)
    assert (facts(locked).opens, facts(locked).protection) == (False, "password")
    with pikepdf.open(BytesIO(locked), password="mat-khau") as pdf:
        assert len(pdf.pages) == 1


def test_the_same_paper_gives_the_same_bytes_and_another_gives_others() -> None:
    other = dataclasses.replace(REPORT, number="06/BC-SNV")
    for make in (text_pdf, broken_pdf, locked_pdf, lambda paper: scan_pdf(paper, 7)):
        assert make(REPORT) == make(REPORT)
        assert make(REPORT) != make(other)
    assert scan_pdf(REPORT, 7) != scan_pdf(REPORT, 8)


def test_papers_have_no_dates_of_their_own_and_stay_small() -> None:
    text = text_pdf(REPORT)
    assert b"CreationDate" not in text
    assert len(text) < 20_000
    assert len(scan_pdf(REPORT, 1)) < 100_000


def test_papers_are_made_fast() -> None:
    def fastest(make: object) -> float:
        assert callable(make)
        times = []
        for _ in range(5):
            before = time.process_time()
            make()
            times.append(time.process_time() - before)
        return min(times)

    assert fastest(lambda: text_pdf(REPORT)) < 0.010
    assert fastest(lambda: scan_pdf(REPORT, 1)) < 0.060
