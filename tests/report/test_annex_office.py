"""The Word document and the workbook as LibreOffice prints them: headings repeated, pages numbered as the decree asks."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader
from report import small_annex

from parcli.definitions.load import load_edition
from parcli.report.annex import circular
from parcli.report.annex_document import document
from parcli.report.annex_sheet import sheets

pytestmark = [pytest.mark.office, pytest.mark.slow]
OFFICE = shutil.which("soffice")
CRITERIA = Path(__file__).parents[2] / "criteria"
HEADS = ("Mã", "TT", "Nội dung, tiêu chí", "Cách tính điểm", "Số liệu kê khai", "Tài liệu kiểm chứng")
HEIGHT, WIDTH = 595, 842


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Print a file by LibreOffice, with a profile of its own."""
    if OFFICE is None:
        pytest.skip("soffice is not installed")
    folder = tmp_path_factory.mktemp("annex")

    def to_pdf(name: str, content: bytes) -> PdfReader:
        (folder / name).write_bytes(content)
        order = [OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
        outcome = subprocess.run([*order, str(folder / name)], capture_output=True, text=True, timeout=300, check=False)
        made = (folder / name).with_suffix(".pdf")
        if not made.is_file() and "could not be loaded" in outcome.stdout + outcome.stderr and name.endswith(".docx"):
            pytest.skip("this soffice has no Writer")
        return PdfReader(io.BytesIO(made.read_bytes()))

    return to_pdf


def edition(name: str):
    return circular(load_edition(CRITERIA / name).edition, 2023, small_annex.phrases())


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_the_document_numbers_its_pages_and_repeats_its_headings(printed):
    shown = edition("hanoi-2023")
    pages = printed("document.docx", document(shown)).pages
    texts = [squeezed(page.extract_text()) for page in pages]
    firsts = [place for place, text in enumerate(texts) if re.search(r"Phụ lục I{1,2} ", text)]
    assert len(firsts) == len(shown.annexes)
    assert firsts[0] == 0
    for start, end in zip(firsts, [*firsts[1:], len(texts)], strict=True):
        assert not texts[start].startswith("1 ")
        assert [text.split(" ")[0] for text in texts[start + 1 : end]] == [str(number) for number in range(2, end - start + 1)]
    assert all(head in text for text in texts for head in HEADS)
    assert all("Bộ tiêu chí minh họa" in text for text in texts)
    assert {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in pages} == {(WIDTH, HEIGHT)}
    whole = " ".join(texts)
    assert all(f" {line.code} " in whole for annex in shown.annexes for line in annex.lines if line.code)


def test_the_workbook_prints_across_with_its_headings(printed):
    shown = edition("khanhhoa-qd11")
    pages = printed("sheets.xlsx", sheets(shown)).pages
    texts = [squeezed(page.extract_text()) for page in pages]
    assert len(texts) > 1
    assert all(head in text for text in texts for head in HEADS)
    assert all("Bộ tiêu chí chép lại" in text for text in texts)
    assert {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in pages} == {(WIDTH, HEIGHT)}
