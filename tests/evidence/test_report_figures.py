"""Real files of a signed report: words of all its pages in the worker, kept in the cache, and read by OCR from a scan."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from parcli.core.limits import Limits
from parcli.demo import paper
from parcli.demo.paper import Paper
from parcli.evidence import ocr
from parcli.evidence.inspect import read_folders, read_scans
from parcli.evidence.plan import Plan

LIMITS = Limits()
LINES = ("Sở Nội vụ báo cáo như sau:", "Tổng điểm tự đánh giá, chấm điểm: 55,79 điểm.", "Mã đối chiếu: 7Q2M-94K1")
REPORT = Paper(
    "412/BC-SNV", date(2023, 11, 28), "UBND THÀNH PHỐ HÀ NỘI", "SỞ NỘI VỤ", "BÁO CÁO",
    "Tự đánh giá, chấm điểm xác định Chỉ số cải cách hành chính năm 2023", LINES, "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
)  # fmt: skip
LONG = replace(REPORT, lines=(*LINES, *(f"{number}. Giải trình về tiêu chí thứ {number} của cơ quan trong năm qua." for number in range(1, 60))))


def put(root: Path, name: str, content: bytes) -> Path:
    place = root / "evidence" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return root / "evidence"


def figures(folder: Path, plan: Plan = Plan()) -> dict[str, str]:  # noqa: B008 - a frozen value
    read = read_scans(read_folders({"u": folder}, LIMITS, plan), {"u": folder}, LIMITS, plan)
    (file,) = read["u"].files
    return {one.kind: one.value for one in file.words.figures} if file.words else {}


@pytest.mark.parametrize("make", [paper.text_pdf, lambda one: paper.searchable_pdf(one, 3)], ids=["text", "searchable scan"])
def test_total_code_and_signer_are_read_over_all_pages(tmp_path: Path, make) -> None:
    assert figures(put(tmp_path, "bao-cao/x.pdf", make(LONG))) == {"total": "55,79", "code": "7Q2M-94K1", "capacity": "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"}


def test_a_report_elsewhere_is_read_too_and_another_paper_is_not(tmp_path: Path) -> None:
    assert "total" in figures(put(tmp_path / "a", "I.1/x.pdf", paper.text_pdf(REPORT)))
    assert figures(put(tmp_path / "b", "I.1/x.pdf", paper.text_pdf(replace(REPORT, subject="Kết quả công tác cải cách hành chính")))) == {}


def test_pages_beyond_the_limit_are_not_read(tmp_path: Path) -> None:
    folder = put(tmp_path, "bao-cao/x.pdf", paper.text_pdf(LONG))
    few = read_folders({"u": folder}, Limits(text_pages=1))["u"].files[0]
    assert {one.kind for one in few.words.figures} == {"total", "code"}


def test_what_was_read_is_kept(tmp_path: Path) -> None:
    folder, plan = put(tmp_path, "bao-cao/x.pdf", paper.text_pdf(LONG)), Plan(cache=tmp_path / "cache")
    assert figures(folder, plan) == figures(folder, plan) == figures(folder)


@pytest.mark.slow
@pytest.mark.skipif(ocr.find("auto") is None and not os.environ.get("CI"), reason="needs tesseract with vie: the proof was not made")
def test_ocr_reads_the_whole_first_page_of_a_report_alone(tmp_path: Path) -> None:
    plan = Plan(engine=ocr.find("auto"), cache=tmp_path / "cache")
    scan = paper.scan_pdf(LONG, 5)
    assert figures(put(tmp_path / "a", "I.1/x.pdf", scan), plan) == {}
    found = figures(put(tmp_path / "b", "bao-cao/x.pdf", scan), plan)
    assert (found["total"], found["code"]) == ("55,79", "7Q2M-94K1")
    assert found == figures(tmp_path / "b" / "evidence", plan)
