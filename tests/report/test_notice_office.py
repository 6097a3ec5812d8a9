"""Notice and slip as LibreOffice prints them: paper, margins, page numbers, headings that repeat, a signature that is not alone."""

from __future__ import annotations

import io
from datetime import date

import pytest
from pypdf import PdfReader
from report.notices import AGREED, ASKED, LOWERED, ROUND_1, filled, noticed, slipped
from report.printing import page_numbers, printed, sizes, stands_within_the_margins
from report.test_slip import WHOLE

pytestmark = [pytest.mark.office, pytest.mark.slow]
MANY = "Thiếu tài liệu kiểm chứng theo yêu cầu của tiêu chí; tài liệu gửi kèm chưa có số, ngày. " * 12


def pages(pdf: bytes) -> list[str]:
    return [" ".join((page.extract_text() or "").replace("\xa0", " ").split()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.fixture(scope="module")
def letter(tmp_path_factory) -> bytes:
    from dataclasses import replace

    asked = (replace(ASKED, reason=MANY, request=MANY), replace(LOWERED, reason=MANY, request="Bổ sung."), replace(AGREED[0], request=MANY))
    content = filled(noticed(*asked, AGREED[1], due=date(2024, 1, 5), estimates=("I.2",)))
    assert isinstance(content, bytes)
    return printed(tmp_path_factory.mktemp("notice"), content)


@pytest.fixture(scope="module")
def sheet(tmp_path_factory) -> bytes:
    content = filled(slipped(*WHOLE))
    assert isinstance(content, bytes)
    return printed(tmp_path_factory.mktemp("slip"), content)


def test_the_letter_is_upright_numbered_and_within_its_margins(letter):
    assert set(sizes(letter)) == {(210, 297)}
    assert len(sizes(letter)) > 1
    assert page_numbers(letter) == [None, *range(2, len(sizes(letter)) + 1)]
    assert stands_within_the_margins(letter)


def test_a_table_that_runs_on_repeats_its_heading(letter):
    assert sum("Yêu cầu giải trình" in page for page in pages(letter)) > 1


def test_the_slip_is_upright_and_its_annex_across(sheet):
    assert sizes(sheet)[-1] == (297, 210)
    assert set(sizes(sheet)[:-1]) == {(210, 297)}
    assert stands_within_the_margins(sheet)


def test_the_signature_has_words_above_it_on_its_page(letter, sheet):
    for pdf in (letter, sheet):
        (signed,) = [page for page in pages(pdf) if "Nơi nhận:" in page]
        assert "./." in signed.partition("Nơi nhận:")[0]


def test_a_provisional_slip_says_so_on_each_page(tmp_path):
    content = filled(slipped(*ROUND_1, survey=None))
    assert isinstance(content, bytes)
    assert all("Kết quả tạm tính – DỰ THẢO" in page for page in pages(printed(tmp_path, content)))
