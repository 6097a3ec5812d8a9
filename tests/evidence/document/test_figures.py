"""The figures of a self-assessment report: total, check code, and who signed on the last page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from evidence.document.kit import by_words, line, page

from parcli.evidence.document.figures import figures_in
from parcli.evidence.page import Page

REPORT = ("BÁO CÁO", "Tự đánh giá, chấm điểm xác định Chỉ số CCHC năm 2023")
SIGNATURE = ("Nơi nhận:", "- Như trên;")


def report(*body: str) -> Page:
    return page(below=REPORT, body=body)


def read(*pages: Page, source: str = "text") -> dict[str, str]:
    return {one.kind: one.value for one in figures_in(pages, source)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "total"),
    [
        ("Tổng điểm tự đánh giá, chấm điểm: 55,79/66,50 điểm (83,90%), chưa gồm", "55,79"),
        ("Tổng điểm tự chấm: 55.79", "55.79"),
        ("Tổng số điểm tự chấm của cơ quan là 55,79 điểm.", "55,79"),
        ("Tổng điểm tự đánh giá đạt 55,79/66,5 điểm", "55,79"),
        ("TỔNG ĐIỂM TỰ CHẤM (chưa gồm điểm điều tra XHH): 9", "9"),
        ("Tổng điểm tự chấm 66,50 55,79 83,90", "55,79"),
    ],
)
def test_a_total_is_read_where_it_plainly_stands(row: str, total: str) -> None:
    assert read(report(row)) == {"total": total}


@pytest.mark.parametrize(
    "row",
    [
        "Tổng điểm tự đánh giá, chấm điểm: chưa đủ số liệu để tính.",
        "Tổng điểm tối đa tự chấm: 66,50",
        "Tổng điểm tự chấm tối đa: 66,50",
        "Tổng điểm tự chấm 66,50 55,79 90,00",
        "Tổng điểm tự chấm 66,50 55,79",
        "Tổng điểm thẩm định: 55,79",
        "Tổng điểm tự chấm: 1.255,79",
    ],
)
def test_what_is_not_plainly_the_total_is_none(row: str) -> None:
    assert read(report(row)) == {}


@pytest.mark.parametrize(
    ("row", "code"),
    [("Mã đối chiếu: 7Q2M-94K1", "7Q2M-94K1"), ("MÃ ĐỐI CHIẾU : 7Q2M 94K1", "7Q2M 94K1"), ("Mã đối chiếu: ABCD (in tự động)", "ABCD (in tự động)")],
)
def test_the_text_after_the_label_is_the_code(row: str, code: str) -> None:
    assert read(report(row)) == {"code": code}


@pytest.mark.parametrize("row", ["Mã đối chiếu: ………", "Mã đối chiếu:", "mã đối chiếu nêu tại bảng tính"])
def test_a_place_left_blank_is_no_code(row: str) -> None:
    assert read(report(row)) == {}


def test_a_label_and_its_figure_may_stand_in_two_cells_of_a_table() -> None:
    given = report("Kết quả như sau")
    cells = (
        line("Tổng điểm tự đánh giá, chấm điểm:", 200, 400),
        line("55,79", 480, 401),
        line("Mã đối chiếu:", 150, 420),
        line("7Q2M-94K1", 480, 420),
    )
    assert read(replace(given, segments=(*given.segments, *cells))) == {"total": "55,79", "code": "7Q2M-94K1"}


def test_figures_may_stand_beside_any_line_of_a_broken_label() -> None:
    label = ("Tổng điểm tự chấm (chưa gồm", "điểm điều tra XHH và tiêu chí", "do Hội đồng chấm)")
    for beside in range(3):
        cells = [line(text, 180, 400 + 14 * row) for row, text in enumerate(label)]
        cells += [line(text, 350 + 60 * column, 401 + 14 * beside) for column, text in enumerate(("66,50", "55,79", "83,90"))]
        given = report("Kết quả như sau")
        assert read(replace(given, segments=(*given.segments, *cells))) == {"total": "55,79"}


def test_the_signature_is_read_on_the_page_that_bears_it_and_nothing_after() -> None:
    last = Page(
        595, 842, (line("Nơi nhận:", 120, 200), line("KT. GIÁM ĐỐC", 430, 200), line("PHÓ GIÁM ĐỐC", 430, 216), line("Trần Thị Thử", 430, 300))
    )
    annex = report("Tổng điểm tự chấm: 1")
    found = figures_in((report("Tổng điểm tự chấm: 55,79"), last, annex), "text")
    assert [(one.kind, one.value, one.page) for one in found] == [
        ("total", "55,79", 1), ("capacity", "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC", 2), ("signer", "Trần Thị Thử", 2),
    ]  # fmt: skip


def test_the_first_of_each_kind_counts() -> None:
    assert read(report("Tổng điểm tự chấm: 55,79"), report("Tổng điểm tự chấm: 60", "Mã đối chiếu: ABCD")) == {"total": "55,79", "code": "ABCD"}


def test_what_ocr_was_not_sure_of_is_left_out() -> None:
    given = report("Tổng điểm tự chấm: 55,79", "Mã đối chiếu: 7Q2M-94K1")
    assert read(by_words(given, sure=95.0), source="ocr") == {"total": "55,79", "code": "7Q2M-94K1"}
    assert read(by_words(given, sure=70.0), source="ocr") == {}
