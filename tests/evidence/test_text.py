"""The words of page 1 with their places, from pages written by hand, by the demo and by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from evidence.hostile import kit

from parcli.core.limits import Limits
from parcli.demo.paper import Paper, scan_pdf, text_pdf
from parcli.evidence.page import Page, Segment
from parcli.evidence.text import NoText, first_page

LIMITS = Limits()
PAPER = Paper(
    "05/BC-SNV", date(2023, 1, 5), "UBND THÀNH PHỐ HÀ NỘI", "SỞ NỘI VỤ", "BÁO CÁO", "Kết quả", ("Nội dung của báo cáo. " * 12,) * 3, "GIÁM ĐỐC",
)  # fmt: skip


def page(content: bytes, fonts: bytes = kit.FONT, more: bytes = b"") -> Page:
    return first_page(kit.pages((fonts, content)).replace(b"/MediaBox", more + b"/MediaBox", 1), LIMITS)


def line(*shown: bytes) -> bytes:
    return b"BT /F0 12 Tf " + b" ".join(shown) + b" ET"


def said(found: Page) -> list[str]:
    return [segment.text for segment in found.segments]


def one(found: Page) -> Segment:
    (segment,) = found.segments
    return segment


def test_a_line_stands_where_it_is_seen() -> None:
    found = page(line(b"1 0 0 1 72 700 Tm (Bao cao so) Tj"))
    segment = one(found)
    assert (found.width, found.height, segment.text, segment.sure) == (595, 842, "Bao cao so", 100)
    assert segment.left == pytest.approx(72, abs=1)
    assert segment.top < 842 - 700 < segment.bottom
    assert segment.bottom - segment.top < 20
    assert 110 < segment.right < 150


@pytest.mark.parametrize(
    ("turn", "left", "top"),
    [(b"/Rotate 90", 700, 72), (b"/Rotate 180", 595 - 72, 700), (b"/Rotate 270", 842 - 700, 595 - 72)],
)
def test_a_turned_page_gives_places_as_displayed(turn: bytes, left: float, top: float) -> None:
    found = page(line(b"1 0 0 1 72 700 Tm (B) Tj"), more=turn)
    segment = one(found)
    assert (found.width, found.height) == ((595, 842) if turn.endswith(b"180") else (842, 595))
    assert segment.left - 12 < left < segment.right + 12
    assert segment.top - 12 < top < segment.bottom + 12


def test_a_crop_moves_the_corner() -> None:
    found = page(line(b"1 0 0 1 72 700 Tm (B) Tj"), more=b"/CropBox[50 100 550 800]")
    assert (found.width, found.height) == (500, 700)
    assert one(found).left == pytest.approx(22, abs=1)
    assert one(found).top < 100 < one(found).bottom


def test_a_wide_gap_parts_columns_and_a_justified_line_stays_one() -> None:
    columns = line(b"1 0 0 1 72 700 Tm (SO NOI VU) Tj 1 0 0 1 320 700 Tm (CONG HOA) Tj")
    assert said(page(columns)) == ["SO NOI VU", "CONG HOA"]
    assert said(page(line(b"72 700 Td [(SO NOI VU) -9000 (CONG HOA)] TJ"))) == ["SO NOI VU", "CONG HOA"]
    assert said(page(line(b"72 700 Td [(mot) -700 (hai) -700 (ba)] TJ"))) == ["mot hai ba"]


def test_lines_are_kept_apart() -> None:
    assert said(page(line(b"1 0 0 1 72 700 Tm (mot) Tj 1 0 0 1 72 685 Tm (hai) Tj"))) == ["mot", "hai"]


def test_the_two_columns_of_the_form_of_decree_30() -> None:
    found = first_page(text_pdf(PAPER), LIMITS)
    assert {"UBND THÀNH PHỐ HÀ NỘI", "SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 05/BC-SNV"} <= set(said(found))
    assert "Hà Nội, ngày 05 tháng 01 năm 2023" in said(found)


def meaning(*codes: str) -> bytes:
    """Return a font of letters A, B, … that mean these code points (UTF-16 in hex)."""
    rows = b"".join(b"<%02X><%s>\n" % (65 + place, code.encode()) for place, code in enumerate(codes))
    table = b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00><FF> endcodespacerange\n"
    table += b"%d beginbfchar\n%sendbfchar endcmap end end" % (len(codes), rows)
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/ToUnicode 5 0 R>>"
    sheet = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F0 %s>>>>/Contents 4 0 R>>" % font
    shown = line(b"72 700 Td (%s) Tj" % bytes(range(65, 65 + len(codes))))
    content = b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown)
    return kit.raw(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", sheet, content,
        b"<</Length %d>>stream\n%s\nendstream" % (len(table), table),
    )  # fmt: skip


def test_text_is_composed_and_without_marks_that_are_not_seen() -> None:
    found = first_page(meaning("0053", "0065", "0302", "0301", "200B", "00AD", "0069"), LIMITS)
    assert said(found) == ["Sếi"]


def test_letters_without_meaning_are_left_out() -> None:
    assert said(first_page(meaning("0041", "E001", "0042", "0043"), LIMITS)) == ["ABC"]


@pytest.mark.parametrize("codes", [("E001", "E002", "F0B7", "0041"), ("FFFD", "FFFD")])
def test_a_page_of_letters_without_meaning_is_unreadable(codes: tuple[str, ...]) -> None:
    with pytest.raises(NoText, match="no readable letters"):
        first_page(meaning(*codes), LIMITS)


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.4\n", b"\0" * 5000, kit.encrypted("secret"), kit.raw(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>")],
    ids=["nothing", "header", "zeros", "locked", "no page"],
)
def test_what_cannot_be_opened_has_no_text(content: bytes) -> None:
    with pytest.raises(NoText):
        first_page(content, LIMITS)


def test_a_scan_has_no_text() -> None:
    with pytest.raises(NoText):
        first_page(scan_pdf(PAPER, 1), LIMITS)


def test_too_many_characters_are_not_read() -> None:
    with pytest.raises(NoText, match="characters"):
        page(line(b"/F0 1 Tf 1 0 0 1 9 800 Tm", *[b"(%s) Tj 0 -2 Td" % (b"chu " * 60)] * 300))


def test_page_content_above_the_limit_is_not_read() -> None:
    content = kit.pages((kit.FONT, line(b"72 700 Td (a) Tj") + b" " * 5000))
    assert said(first_page(content, LIMITS)) == ["a"]
    with pytest.raises(NoText):
        first_page(content, Limits(page_bytes=4000))


def test_forms_that_multiply_are_weighed_before_they_are_read() -> None:
    levels = [
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s/XObject<</F %d 0 R>>>>/Length %d>>stream\n%s\nendstream"
        % (kit.FONT, 6 + level, 600, b"/F Do " * 100)
        for level in range(6)
    ]
    leaf = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>/Length %d>>stream\n%s\nendstream" % (kit.FONT, len(kit.TEXT), kit.TEXT)
    sheet = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Contents 4 0 R>>"
    start = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", sheet, b"<</Length 5>>stream\n/F Do\nendstream")
    with pytest.raises(NoText, match="page content above"):
        first_page(kit.raw(*start, *levels, leaf), LIMITS)
    assert "Bao cao" in said(first_page(kit.raw(*start, leaf).replace(b"[0 0 9 9]", b"[0 0 595 842]"), LIMITS))


def test_the_same_bytes_give_the_same_page() -> None:
    content = text_pdf(PAPER)
    assert first_page(content, LIMITS) == first_page(content, LIMITS)


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_tables_and_tabs_of_an_office_document_are_parted(tmp_path: Path) -> None:
    import docx
    from docx.shared import Cm

    made = docx.Document()
    cells = made.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "Số: 05/BC-SNV", "Hà Nội, ngày 05 tháng 01 năm 2023"
    tabbed = made.add_paragraph("SỞ NỘI VỤ\tCỘNG HÒA XÃ HỘI")
    tabbed.paragraph_format.tab_stops.add_tab_stop(Cm(7))
    made.save(str(tmp_path / "a.docx"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "a.docx"], check=True, capture_output=True
    )
    found = said(first_page((tmp_path / "a.pdf").read_bytes(), LIMITS))
    assert found == ["Số: 05/BC-SNV", "Hà Nội, ngày 05 tháng 01 năm 2023", "SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI"]


def test_text_that_lies_under_a_full_page_picture_is_what_a_scanner_recognised() -> None:
    assert not first_page(text_pdf(PAPER), LIMITS).pictured
    with pikepdf.open(BytesIO(scan_pdf(PAPER, 1))) as picture, pikepdf.open(BytesIO(text_pdf(PAPER))) as letters:
        picture.pages[0].add_underlay(letters.pages[0])
        out = BytesIO()
        picture.save(out)
    searchable = first_page(out.getvalue(), LIMITS)
    assert searchable.pictured
    assert said(searchable) == said(first_page(text_pdf(PAPER), LIMITS))
