"""The report as LibreOffice prints it: paper, margins, typeface, page numbers; and its figures read back as from a signed one."""

from __future__ import annotations

import io
import re
import shutil
import subprocess

import pikepdf
import pytest
from pypdf import PdfReader
from report.letters import filled, reported

from parcli.core.limits import Limits
from parcli.evidence import document, text
from parcli.evidence.document.figures import figures_in

pytestmark = [pytest.mark.office, pytest.mark.slow]
OFFICE = shutil.which("soffice")
MM = 72 / 25.4


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> bytes:
    if OFFICE is None:
        pytest.skip("soffice is not installed")
    folder = tmp_path_factory.mktemp("letter")
    why = {"II.1": "Cơ quan không có văn bản phải rà soát trong năm. " * 40, "I.8": "Đã hoàn thành các nhiệm vụ được giao. " * 120}
    (folder / "bao-cao.docx").write_bytes(filled(reported(why=why)))
    order = [OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    outcome = subprocess.run([*order, str(folder / "bao-cao.docx")], capture_output=True, text=True, timeout=300, check=False)
    made = folder / "bao-cao.pdf"
    if not made.is_file() and "could not be loaded" in outcome.stdout + outcome.stderr:
        pytest.skip("this soffice has no Writer")
    return made.read_bytes()


def test_paper_stands_upright_and_the_annex_across(printed):
    sizes = [(round(float(page.mediabox.width) / MM), round(float(page.mediabox.height) / MM)) for page in PdfReader(io.BytesIO(printed)).pages]
    upright = sizes.index((297, 210))
    assert upright >= 2
    assert sizes == [(210, 297)] * upright + [(297, 210)] * (len(sizes) - upright)


def test_page_numbers_begin_anew_in_the_annex_and_do_not_show_on_first_pages(printed):
    pages = PdfReader(io.BytesIO(printed)).pages
    heads = [re.match(r"\s*(\d+)\s*\n", page.extract_text() or "") for page in pages]
    upright = sum(float(page.mediabox.height) > float(page.mediabox.width) for page in pages)
    numbers = [int(head[1]) if head else None for head in heads]
    assert numbers == [None, *range(2, upright + 1), None, *range(2, len(pages) - upright + 1)]


def test_words_stand_within_the_margins_and_page_numbers_above_the_text(printed):
    for place in range(len(PdfReader(io.BytesIO(printed)).pages)):
        page = text.page_at(printed, Limits(), place)
        body = [one for one in page.segments if one.top > 18 * MM]
        assert min(one.left for one in body) >= 29 * MM
        assert max(one.right for one in body) <= page.width - 14 * MM
        assert max(one.bottom for one in body) <= page.height - 19 * MM
        for number in (one for one in page.segments if re.fullmatch(r"\d+", one.text) and one.bottom < 20 * MM):
            left, right = (30, 15)
            middle = (left * MM + page.width - right * MM) / 2
            assert abs((number.left + number.right) / 2 - middle) < 3 * MM


def test_one_typeface(printed):
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        fonts = {str(font.get("/BaseFont")) for page in pdf.pages for font in (page.resources.get("/Font") or {}).values()}
    # Liberation Serif stands in for Times New Roman where that is not installed.
    assert fonts
    assert all(re.search(r"Times|LiberationSerif", name) for name in fonts), fonts


def test_its_own_reader_reads_it_as_the_draft_it_is(printed):
    pages = [text.page_at(printed, Limits(), place) for place in range(4)]
    said = document.read(pages[0], "text", len(pages))
    assert (said.kind.value, said.issuer.value, said.superior.value) == ("BÁO CÁO", "SỞ NỘI VỤ", "UBND THÀNH PHỐ HÀ NỘI")
    assert (said.number_blank, said.date_blank) == (True, True)
    assert said.subject.value == "Tự đánh giá, chấm điểm xác định Chỉ số CCHC năm 2023"
    found = {one.kind: (one.value, one.page) for one in figures_in(pages, "text")}
    assert (found["total"], found["code"]) == (("5,25", 1), ("4821-9037-5512", 1))
    assert found["capacity"][0] == "GIÁM ĐỐC"
