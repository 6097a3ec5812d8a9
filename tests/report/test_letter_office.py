"""The report as LibreOffice prints it: paper, margins, typeface, page numbers; and its figures read back as from a signed one."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from report.letters import filled, reported
from report.printing import MM, page_numbers, printed, sizes, stands_within_the_margins

from parcli.core.limits import Limits
from parcli.evidence import document, text
from parcli.evidence.document.figures import figures_in

pytestmark = [pytest.mark.office, pytest.mark.slow]


@pytest.fixture(scope="module")
def pdf(tmp_path_factory) -> bytes:
    why = {"II.1": "Cơ quan không có văn bản phải rà soát trong năm. " * 40, "I.8": "Đã hoàn thành các nhiệm vụ được giao. " * 120}
    return printed(tmp_path_factory.mktemp("letter"), filled(reported(why=why)))


def test_paper_stands_upright_and_the_annex_across(pdf):
    pages = sizes(pdf)
    upright = pages.index((297, 210))
    assert upright >= 2
    assert pages == [(210, 297)] * upright + [(297, 210)] * (len(pages) - upright)


def test_page_numbers_begin_anew_in_the_annex_and_do_not_show_on_first_pages(pdf):
    pages = sizes(pdf)
    upright = pages.index((297, 210))
    assert page_numbers(pdf) == [None, *range(2, upright + 1), None, *range(2, len(pages) - upright + 1)]


def test_words_stand_within_the_margins_and_page_numbers_above_the_text(pdf):
    assert stands_within_the_margins(pdf)
    for place in range(len(sizes(pdf))):
        page = text.page_at(pdf, Limits(), place)
        for number in (one for one in page.segments if re.fullmatch(r"\d+", one.text) and one.bottom < 20 * MM):
            left, right = (30, 15)
            middle = (left * MM + page.width - right * MM) / 2
            assert abs((number.left + number.right) / 2 - middle) < 3 * MM


def test_one_typeface(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as made:
        fonts = {str(font.get("/BaseFont")) for page in made.pages for font in (page.resources.get("/Font") or {}).values()}
    # Liberation Serif stands in for Times New Roman where that is not installed.
    assert fonts
    assert all(re.search(r"Times|LiberationSerif", name) for name in fonts), fonts


def test_its_own_reader_reads_it_as_the_draft_it_is(pdf):
    pages = [text.page_at(pdf, Limits(), place) for place in range(4)]
    said = document.read(pages[0], "text", len(pages))
    assert (said.kind.value, said.issuer.value, said.superior.value) == ("BÁO CÁO", "SỞ NỘI VỤ", "UBND THÀNH PHỐ HÀ NỘI")
    assert (said.number_blank, said.date_blank) == (True, True)
    assert said.subject.value == "Tự đánh giá, chấm điểm xác định Chỉ số CCHC năm 2023"
    found = {one.kind: (one.value, one.page) for one in figures_in(pages, "text")}
    assert (found["total"], found["code"]) == (("5,25", 1), ("4821-9037-5512", 1))
    assert found["capacity"][0] == "GIÁM ĐỐC"
