"""Submission, decision and annexes in Word against Nghị định 30/2020/NĐ-CP, Phụ lục I and III, point by point; and as LibreOffice prints them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from pypdf import PdfReader
from report.decree import every, format_of, look, out_of_order, saying
from report.rank_city import city
from report.ranked import small

from parcli.core.limits import Limits
from parcli.evidence import document
from parcli.evidence import text as page_text
from parcli.messages import words
from parcli.report.decision_papers import PAPERS, PaperFault, decision_papers
from parcli.report.letter_rules import SHORT, WHOLE

DRAFT = "Kết quả tạm tính – DỰ THẢO"
BANNER = "Bộ tiêu chí minh họa – không phải phụ lục đã ban hành"
HOSTILE = "<w:p>&amp; {{ authority }} {% for x in y %} \x07 \u202e"
MM = 72 / 25.4


def papers(of=None, *, provisional=True, **more):
    of = of or city({"so": 17, "xa": 60})
    return decision_papers(of.edition, of.cycle, of.books, provisional=provisional, wording=words("vi"), **more)


def of_small(*given, **policies):
    edition, cycle, book = small(*given, **policies)
    return decision_papers(edition, cycle, [book], provisional=False, wording=words("vi"))


def opened(content):
    return docx.Document(io.BytesIO(content))


def texts(made):
    return [one.text.replace("\xa0", " ") for one in every(made)]


@pytest.fixture(scope="module")
def contents():
    return papers()


@pytest.fixture(scope="module")
def made(contents):
    return {name: opened(content) for name, content in contents.items()}


@pytest.fixture(params=PAPERS)
def each(request, made):
    return made[request.param]


@pytest.fixture(params=PAPERS[:2])
def letter(request, made):
    return made[request.param]


def test_paper_and_margins(each):  # I.1, I.2, I.3
    for section in each.sections:
        assert (round(section.page_width.mm), round(section.page_height.mm), section.orientation) == (210, 297, WD_ORIENT.PORTRAIT)
        assert 20 <= section.top_margin.mm <= 25.01
        assert 20 <= section.bottom_margin.mm <= 25.01
        assert 30 <= round(section.left_margin.mm, 1) <= 35
        assert 15 <= round(section.right_margin.mm, 1) <= 20


def test_typeface_and_colour(each):  # I.4
    faces = {value for element in each.element.body.iter(qn("w:rFonts")) for value in element.attrib.values()}
    assert faces <= {"Times New Roman"}
    assert each.styles["Normal"].font.name == "Times New Roman"
    assert {element.get(qn("w:val")) for element in each.element.body.iter(qn("w:color"))} <= {"000000", "auto"}


def test_page_numbers(each):  # I.7, III.1.đ: an annex has page numbers of its own
    for section in each.sections:
        assert section.different_first_page_header_footer
        assert "PAGE" not in section.first_page_header._element.xml
        number = section.header.paragraphs[0]
        assert "PAGE" in number._p.xml
        assert 13 <= each.styles[number.style.name].font.size.pt <= 14
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


@pytest.mark.parametrize(
    ("name", "text", "sizes", "bold", "italic"),
    [
        *((name, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (12, 13), True, False) for name in PAPERS[:2]),  # II.1.a
        *((name, "Độc lập - Tự do - Hạnh phúc", (13, 14), True, False) for name in PAPERS[:2]),  # II.1.b
        *((name, "Số:", (13, 13), False, False) for name in PAPERS[:2]),  # II.3.c
        *((name, "………, ngày …… tháng …… năm ………", (13, 14), False, True) for name in PAPERS[:2]),  # II.4.c
        ("to-trinh.docx", "UBND THÀNH PHỐ HÀ NỘI", (12, 13), False, False),  # II.2.b
        ("to-trinh.docx", "SỞ NỘI VỤ", (12, 13), True, False),
        ("to-trinh.docx", "TỜ TRÌNH", (13, 14), True, False),  # II.5.b
        ("to-trinh.docx", "Về việc phê duyệt và công bố kết quả xác định", (13, 14), True, False),
        ("to-trinh.docx", "Kính gửi: UBND thành phố Hà Nội", (13, 14), False, False),  # II.9.d
        ("to-trinh.docx", "GIÁM ĐỐC", (13, 14), True, False),  # II.7.đ
        ("quyet-dinh.docx", "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI", (12, 13), True, False),
        ("quyet-dinh.docx", "QUYẾT ĐỊNH", (13, 14), True, False),
        ("quyet-dinh.docx", "Về việc công bố kết quả xác định", (13, 14), True, False),
        ("quyet-dinh.docx", "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI", (13, 14), True, False),  # III.1: who has the power to decide
        ("quyet-dinh.docx", "QUYẾT ĐỊNH:", (13, 14), True, False),
        ("quyet-dinh.docx", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", (13, 14), True, False),
        ("phu-luc.docx", "Phụ lục I", (14, 14), True, False),  # III.1.b
        ("phu-luc.docx", "KẾT QUẢ XÁC ĐỊNH CHỈ SỐ", (13, 14), True, False),
        ("phu-luc.docx", "(Kèm theo Quyết định số", (13, 14), False, True),
    ],
)
def test_the_parts_of_the_form_centred(made, name, text, sizes, bold, italic):
    size, is_bold, is_italic, alignment = look(made[name], saying(made[name], text))
    assert sizes[0] <= size <= sizes[1]
    assert (is_bold, is_italic, alignment) == (bold, italic, ALIGN.CENTER)


def test_number_day_and_signer_are_left_open(made):  # II.3, II.4, II.7
    for name, letters in (("to-trinh.docx", "TTr-SNV"), ("quyet-dinh.docx", "QĐ-UBND")):
        assert re.fullmatch(rf"Số: +/{letters}", saying(made[name], "Số:").text.replace("\xa0", " "))
        assert "………………………" in texts(made[name])
    assert not [text for document_ in made.values() for text in texts(document_) if "{" in text]


def test_bases_are_slanted_and_end_as_the_decree_asks(letter):  # II.6.a
    bases = [one for one in every(letter) if one.text.startswith(("Căn cứ ", "Theo đề nghị "))]
    assert [one.text[-1] for one in bases] == [*";" * (len(bases) - 1), "."]
    assert len(bases) >= 4
    assert {look(letter, one)[1:3] for one in bases} == {(False, True)}


def test_the_text_is_justified_indented_and_spaced(letter):  # II.6.e
    for paragraph in [one for one in every(letter) if one.style.name == "BC Lời văn" and one.text.strip()]:
        size, _, italic, alignment = look(letter, paragraph)
        assert 13 <= size <= 14
        assert (italic, alignment) == (False, ALIGN.JUSTIFY)
        assert 10 <= round(format_of(letter, paragraph, "first_line_indent").mm, 1) <= 12.7
        assert format_of(letter, paragraph, "space_after").pt + format_of(letter, paragraph, "space_before").pt >= 6
        assert 1.0 <= format_of(letter, paragraph, "line_spacing") <= 1.5


def test_articles_are_numbered_in_bold(made):  # II.6.d
    found = [one for one in every(made["quyet-dinh.docx"]) if one.text.startswith("Điều ")]
    assert [one.runs[0].text for one in found] == ["Điều 1.", "Điều 2.", "Điều 3."]
    assert all(one.runs[0].bold for one in found)


def test_recipients(letter):  # II.9.d
    label, last = saying(letter, "Nơi nhận:"), saying(letter, "- Lưu: VT")
    assert look(letter, label)[:3] == (12, True, True)
    assert look(letter, last)[:3] == (11, False, False)


def test_the_rules_have_their_length(letter, made):  # II.1.b, II.2.b, II.5.b, III.1
    rules = [one for one in every(letter) if one.style.name in (WHOLE, SHORT)]
    assert [one.style.name for one in rules] == [SHORT, WHOLE, SHORT]
    annexes = [one for one in every(made["phu-luc.docx"]) if one.style.name == SHORT]
    assert len(annexes) == 2
    assert all(one.paragraph_format.left_indent is not None for one in (*rules, *annexes))


@pytest.mark.parametrize(("name", "tables"), [("to-trinh.docx", 2), ("phu-luc.docx", 4)])
def test_heads_of_tables_repeat_and_rows_stay_whole(made, name, tables):
    found = [table for table in made[name].tables if len(table.columns) > 2]
    assert len(found) == tables
    for table in found:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert sum(cell.width.mm for cell in table.rows[0].cells) <= 165.5


def test_a_draft_says_so_on_each_paper(made):
    for name, of in made.items():
        assert texts(of).count("DỰ THẢO") == (2 if name == "phu-luc.docx" else 1)
        assert {DRAFT, BANNER} <= set(texts(of))
        assert f"{BANNER} · {DRAFT}" in texts(of), "on the pages that follow"


def test_a_final_official_ranking_is_still_a_draft_paper_without_banners():
    edition, cycle, book = small()
    official = replace(edition, status="official")
    for content in decision_papers(official, cycle, [book], provisional=False, wording=words("vi")).values():
        said = texts(opened(content))
        assert "DỰ THẢO" in said
        assert not {DRAFT, BANNER} & set(said)
        assert not [text for text in said if "tạm tính" in text.casefold()]


def test_every_annex_has_its_table(made):
    of, made_annexes = city({"so": 17, "xa": 60}), made["phu-luc.docx"]
    assert len(made_annexes.sections) == len(of.books) == 2
    assert len(made_annexes.tables) == 4
    for book, ranks, left_out in zip(of.books, made_annexes.tables[::2], made_annexes.tables[1::2], strict=True):
        assert [cell.text for cell in ranks.rows[0].cells] == ["Hạng", "Đơn vị", "Điểm đạt được", "Chỉ số CCHC (%)", "Xếp loại"]
        shown = [[cell.text for cell in row.cells[:2]] for row in ranks.rows[1:]]
        assert shown == [[str(row.rank), row.name] for row in book.ranking.rows]
        assert [row.cells[1].text for row in left_out.rows[1:]] == [one.name for one in book.ranking.unranked]
    assert "91,82" in [row.cells[3].text for row in made_annexes.tables[0].rows]


def test_a_decision_points_to_its_annexes_and_to_the_submission(made):
    whole = " ".join(texts(made["quyet-dinh.docx"]))
    assert "kết quả chi tiết tại Phụ lục I." in whole
    assert "10 đơn vị không đánh giá, xếp hạng có tên và lý do tại Phụ lục I, Phụ lục II." in whole
    assert re.search(r"Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số +/TTr-SNV ngày …… tháng …… năm ……….", whole)
    assert "Căn cứ Luật Tổ chức chính quyền địa phương ngày …… tháng …… năm ………;" in whole


def test_a_submission_says_what_is_open_and_who_is_left_out(made):
    of = made["to-trinh.docx"]
    whole = " ".join(texts(of))
    assert re.search(r"Kết quả là tạm tính: còn \d+ nội dung chờ làm rõ, có thể làm thay đổi thứ hạng của \d+ đơn vị\.", whole)
    assert [row.cells[0].text for row in of.tables[1].rows] == ["TT", "I", "II"]
    assert [row.cells[1].text for row in of.tables[2].rows[1:]] == ["1", "2", "3", "4", "5"] * 2


def test_without_ranked_or_left_out_units_the_papers_say_so():
    made_ = {name: texts(opened(content)) for name, content in of_small(()).items()}
    assert "Chưa có đơn vị nào được xếp hạng." in made_["phu-luc.docx"]
    assert "Không có." in made_["to-trinh.docx"]


def test_names_of_strangers_go_out_as_text():
    content = of_small(("90", "80"), (HOSTILE, "Sở Tư pháp"))
    row = [cell.text for cell in opened(content["phu-luc.docx"]).tables[0].rows[1].cells]
    assert "<w:p>&amp; {{ authority }} {% for x in y %}" in row[1]
    assert "\u202e" not in row[1]


def test_the_same_ranking_gives_the_same_bytes_without_a_day_or_a_person(contents):
    assert papers() == contents
    for content in contents.values():
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            about = archive.read("docProps/core.xml").decode()
        assert "<dc:creator>parcli</dc:creator>" in about
        assert set(re.findall(r"\d{4}-\d\d-\d\d", about)) == {"2000-01-01"}


def test_elements_stand_in_the_order_that_word_asks_for(each):  # ISO/IEC 29500-1, 17
    assert out_of_order(each) == []


def test_an_offices_own_template_takes_precedence_and_its_faults_are_told(contents):
    of = city({"so": 12})
    own = docx.Document(io.BytesIO(contents["phu-luc.docx"]))
    own.element.body.insert(0, docx.Document().add_paragraph("Mẫu của cơ quan: {{ ranked }} đơn vị")._p)
    stream = io.BytesIO()
    own.save(stream)
    said = texts(opened(papers(of, templates={"phu-luc.docx": stream.getvalue()})["phu-luc.docx"]))
    assert f"Mẫu của cơ quan: {len(of.books[0].units)} đơn vị" in said
    own.element.body.insert(0, docx.Document().add_paragraph("{{ nobody_knows }}")._p)
    stream = io.BytesIO()
    own.save(stream)
    with pytest.raises(PaperFault, match="nobody_knows") as told:
        papers(of, templates={"phu-luc.docx": stream.getvalue()})
    assert (told.value.name, told.value.fault.kind) == ("phu-luc.docx", "name")


@pytest.fixture(scope="module")
def printed(contents, tmp_path_factory):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice is not installed")
    folder = tmp_path_factory.mktemp("papers")
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    order = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    outcome = subprocess.run([*order, *(str(folder / name) for name in PAPERS)], capture_output=True, text=True, timeout=300, check=False)
    if not (folder / "to-trinh.pdf").is_file() and "could not be loaded" in outcome.stdout + outcome.stderr:
        pytest.skip("this soffice has no Writer")
    return {name: (folder / name).with_suffix(".pdf").read_bytes() for name in PAPERS}


@pytest.mark.office
@pytest.mark.slow
def test_as_printed_pages_are_numbered_and_words_stand_within_the_margins(printed):
    for name, content in printed.items():
        pages = PdfReader(io.BytesIO(content)).pages
        heads = [re.match(r"\s*(\d+)\s*\n", page.extract_text() or "") for page in pages]
        numbers = [int(head[1]) if head else None for head in heads]
        first = [place for place, number in enumerate(numbers) if number is None]
        assert len(first) == (2 if name == "phu-luc.docx" else 1)
        assert numbers == [None if place in first else 1 + place - max(each for each in first if each < place) for place in range(len(pages))]
        for place in range(len(pages)):
            page = page_text.page_at(content, Limits(), place)
            body = [one for one in page.segments if one.top > 18 * MM]
            assert min(one.left for one in body) >= 29 * MM
            assert max(one.right for one in body) <= page.width - 14 * MM
            assert max(one.bottom for one in body) <= page.height - 19 * MM


@pytest.mark.office
@pytest.mark.slow
def test_as_printed_a_signature_is_not_alone_on_its_page(printed):
    for name, closing in (("to-trinh.docx", "kính trình"), ("quyet-dinh.docx", "chịu trách nhiệm thi hành")):
        last = " ".join((PdfReader(io.BytesIO(printed[name])).pages[-1].extract_text() or "").split())
        assert closing in last, name


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "kind", "issuer"), [("to-trinh.docx", "TỜ TRÌNH", "SỞ NỘI VỤ"), ("quyet-dinh.docx", "QUYẾT ĐỊNH", "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI")]
)
def test_its_own_reader_reads_them_as_the_drafts_they_are(printed, name, kind, issuer):
    pages = len(PdfReader(io.BytesIO(printed[name])).pages)
    said = document.read(page_text.page_at(printed[name], Limits(), 0), "text", pages)
    assert (said.kind.value, said.issuer.value) == (kind, issuer)
    assert (said.number_blank, said.date_blank) == (True, True)
