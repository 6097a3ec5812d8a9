"""The Word report against Nghị định 30/2020/NĐ-CP, Phụ lục I, point by point; and templates that do not hold."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import ImageFont
from report.decree import every, format_of, look, out_of_order, saying
from report.letters import TEMPLATE, cycle, edition, filled, reported

from parcli import shipped
from parcli.core.edition import Kind
from parcli.report.letter_document import TemplateFault, _Template
from parcli.report.letter_rules import SHORT, WHOLE

BLACK = (None, "000000", "auto")


@pytest.fixture(scope="module")
def made():
    shown = reported(
        claims={"I.2": Kind.NOTHING_AROSE}, why={"I.2": "Trong năm không phát sinh.", "I.8": "Đã hoàn thành."},
        difficulties=(("Thiếu số liệu.", "Hướng dẫn thống nhất."),),
    )  # fmt: skip
    return docx.Document(io.BytesIO(filled(shown)))


def test_paper_and_margins(made):  # I.1, I.2, I.3
    first, annex = made.sections
    assert (round(first.page_width.mm), round(first.page_height.mm), first.orientation) == (210, 297, WD_ORIENT.PORTRAIT)
    assert (round(annex.page_width.mm), round(annex.page_height.mm), annex.orientation) == (297, 210, WD_ORIENT.LANDSCAPE)
    for section in made.sections:
        assert 20 <= section.top_margin.mm <= 25.01
        assert 20 <= section.bottom_margin.mm <= 25.01
        assert 30 <= round(section.left_margin.mm, 1) <= 35
        assert 15 <= round(section.right_margin.mm, 1) <= 20


def test_typeface_and_colour(made):  # I.4
    faces = {value for element in made.element.body.iter(qn("w:rFonts")) for value in element.attrib.values()}
    normal = made.styles["Normal"]
    assert faces <= {"Times New Roman"}
    assert (normal.font.name, str(normal.font.color.rgb)) == ("Times New Roman", "000000")
    assert {normal.element.rPr.rFonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    assert {element.get(qn("w:val")) for element in made.element.body.iter(qn("w:color"))} <= {"000000", "auto"}


def test_page_numbers(made):  # I.7, III.1.đ
    for section in made.sections:
        assert section.different_first_page_header_footer
        assert "PAGE" not in section.first_page_header._element.xml
        number = section.header.paragraphs[0]
        assert "PAGE" in number._p.xml
        style = made.styles[number.style.name]
        assert 13 <= style.font.size.pt <= 14
        assert style.paragraph_format.alignment == ALIGN.CENTER
        assert section.header_distance < section.top_margin
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


@pytest.mark.parametrize(
    ("text", "sizes", "bold", "italic"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (12, 13), True, False),  # II.1.a
        ("Độc lập - Tự do - Hạnh phúc", (13, 14), True, False),  # II.1.b
        ("UBND THÀNH PHỐ HÀ NỘI", (12, 13), False, False),  # II.2.b
        ("SỞ NỘI VỤ", (12, 13), True, False),
        ("Số:", (13, 13), False, False),  # II.3.c
        ("………, ngày", (13, 14), False, True),  # II.4.c
        ("BÁO CÁO", (13, 14), True, False),  # II.5.b
        ("Tự đánh giá, chấm điểm xác định", (13, 14), True, False),
        ("GIÁM ĐỐC", (13, 14), True, False),  # II.7.đ
        ("………………………", (13, 14), True, False),
        ("Kính gửi:", (13, 14), False, False),  # II.9.d
        ("Phụ lục", (14, 14), True, False),  # III.1.b
        ("CHI TIẾT KẾT QUẢ TỰ ĐÁNH GIÁ", (13, 14), True, False),
        ("(Kèm theo Báo cáo số", (13, 14), False, True),  # III.1.c
    ],
)
def test_the_parts_of_the_form_centred(made, text, sizes, bold, italic):
    size, is_bold, is_italic, alignment = look(made, saying(made, text))
    assert sizes[0] <= size <= sizes[1]
    assert (is_bold, is_italic, alignment) == (bold, italic, ALIGN.CENTER)


def test_number_and_day_stand_on_one_line_below_the_bodies(made):  # II.3, II.4
    heading = made.tables[0]
    assert [heading.cell(1, column).text.split("\n")[0][:4] for column in (0, 1)] == ["Số: ", "………,"]
    number = heading.cell(1, 0).paragraphs[0].text
    assert re.fullmatch(r"Số: +/BC-SNV", number)


def test_recipients(made):  # II.9.d
    label, first, last = (saying(made, text) for text in ("Nơi nhận:", "- Như trên;", "- Lưu: VT"))
    assert look(made, label)[:3] == (12, True, True)
    assert look(made, first)[:3] == look(made, last)[:3] == (11, False, False)
    assert label.text == "Nơi nhận:"
    assert {look(made, one)[3] for one in (label, first, last)} == {ALIGN.LEFT}


@pytest.mark.parametrize("text", ["Sở Nội vụ báo cáo kết quả", "Tổng điểm tự đánh giá, chấm điểm: ", "Trên đây là báo cáo"])
def test_the_text_is_justified_indented_and_spaced(made, text):  # II.6.e
    paragraph = saying(made, text)
    size, bold, italic, alignment = look(made, paragraph)
    assert 13 <= size <= 14
    assert (bold, italic, alignment) == (False, False, ALIGN.JUSTIFY)
    assert 10 <= round(format_of(made, paragraph, "first_line_indent").mm, 1) <= 12.7
    assert format_of(made, paragraph, "space_after").pt + format_of(made, paragraph, "space_before").pt >= 6
    assert 1.0 <= format_of(made, paragraph, "line_spacing") <= 1.5


def test_bases_are_slanted_and_end_as_the_decree_asks(made):  # II.6.a
    bases = [one for one in every(made) if one.text.startswith("Căn cứ ")]
    assert [one.text[-1] for one in bases] == [";", "."]
    assert {look(made, one)[1:3] for one in bases} == {(False, True)}


def test_the_rules_are_as_long_as_the_decree_asks(made):  # II.1.b, II.2.b, II.5.b
    rules = [one for one in every(made) if one.style.name in (WHOLE, SHORT)]
    assert [one.style.name for one in rules][:3] == [SHORT, WHOLE, SHORT]
    bold = ImageFont.truetype(str(shipped.folder("templates") / "fonts/LiberationSerif-Bold.ttf"), 100, layout_engine=ImageFont.Layout.BASIC)
    heading, text = made.tables[0], made.sections[0]
    rooms = [heading.cell(0, 0).width.pt, heading.cell(0, 1).width.pt, text.page_width.pt - text.left_margin.pt - text.right_margin.pt]
    above = [("SỞ NỘI VỤ", 12), ("Độc lập - Tự do - Hạnh phúc", 13), ("Tự đánh giá, chấm điểm xác định Chỉ số CCHC năm 2023", 14)]
    for rule, room, (words, size), (least, most) in zip(rules, rooms, above, ((1 / 3, 1 / 2), (0.99, 1.01), (1 / 3, 1 / 2)), strict=False):
        indents = rule.paragraph_format
        length = room - indents.left_indent.pt - indents.right_indent.pt
        assert least <= length / (bold.getlength(words) * size / 100) <= most
        assert indents.left_indent == indents.right_indent
        assert "w:pBdr" in made.styles[rule.style.name].element.xml


def test_the_annex_is_pointed_to_and_its_headings_repeat(made):  # III.1.a
    assert saying(made, "Điểm của từng tiêu chí").text.endswith("nêu tại Phụ lục kèm theo.")
    annex = made.tables[-1]
    assert [cell.text for cell in annex.rows[0].cells][:3] == ["TT", "Nội dung, tiêu chí", "Điểm tối đa"]
    assert annex.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    width = sum(cell.width.mm for cell in annex.rows[1].cells)
    assert width <= 252.5


def test_it_says_that_it_is_a_draft_and_of_what(made):
    assert saying(made, "DỰ THẢO")
    banner = "Bộ tiêu chí minh họa – không phải phụ lục đã ban hành"
    assert [one.text for one in every(made)].count(banner) == 4
    official = docx.Document(io.BytesIO(filled(reported(of=edition(status="official")))))
    assert banner not in "".join(one.text for one in every(official))


def test_the_contents_stand_in_their_order(made):
    texts = [one.text for one in made.paragraphs]
    wanted = [
        "BÁO CÁO", "Kính gửi: Sở Nội vụ", "I. KẾT QUẢ TỰ ĐÁNH GIÁ, CHẤM ĐIỂM", "Mã đối chiếu: 4821-9037-5512", "II. GIẢI TRÌNH",
        "III. TIÊU CHÍ DO HỘI ĐỒNG THẨM ĐỊNH ĐÁNH GIÁ", "IV. KHÓ KHĂN, VƯỚNG MẮC VÀ KIẾN NGHỊ", "Phụ lục",
    ]  # fmt: skip
    places = [texts.index(text) for text in wanted]
    assert places == sorted(places)
    assert "Tổng điểm tự đánh giá, chấm điểm: 4,86/6,00 điểm (80,95%)" in " ".join(texts)
    assert [row.cells[0].text for row in made.tables[2].rows[1:]] == ["I.2", "II.1"]
    assert "I.8. Hiệu quả tham mưu: Đã hoàn thành." in texts
    assert {"1. Thiếu số liệu.", "Kiến nghị: Hướng dẫn thống nhất."} <= set(texts)
    assert not [text for text in texts if "{" in text]


def test_what_is_not_there_is_left_out():
    shown = reported({}, why={"II.1": ""}, standing=(), check_code="", during=cycle(superior="", bases={"decision": "Quyết định 1/QĐ"}))
    made = docx.Document(io.BytesIO(filled(shown)))
    text = "\n".join(one.text for one in every(made))
    assert "Mã đối chiếu" not in text
    assert made.tables[0].cell(0, 0).text.strip() == "SỞ NỘI VỤ"
    assert "chưa đủ số liệu để tính; các tiêu chí chưa có điểm: I.1, I.2, II.1, B.1." in text
    assert "Không có." in text
    assert "Căn cứ Quyết định 1/QĐ." in text


def test_the_same_report_gives_the_same_bytes_without_a_day_or_a_person():
    one = filled()
    assert one == filled()
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        about = archive.read("docProps/core.xml").decode()
    assert "<dc:creator>parcli</dc:creator>" in about
    assert set(re.findall(r"\d{4}-\d\d-\d\d", about)) == {"2000-01-01"}


HOSTILE = (
    "<w:p>&amp; {{ total }} {% for x in y %} {_{ x }_} {%_x%_}", "a\x00b\x07c\x0cd\x1be", "trái \u202ephải\u202c \u2066x", "\ud800 \ufffe \U000e0041",
    "dòng 1\ndòng 2\r\ndòng 3\tcột", "]]> <!-- --> <?xml?>", "Rất dài. " * 900,
)  # fmt: skip


@pytest.mark.parametrize("said", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_a_unit_types_is_shown_and_means_nothing(said):
    made = docx.Document(io.BytesIO(filled(reported(why={"II.1": said}, difficulties=((said, said),)))))
    shown = made.tables[2].rows[1].cells[3].text
    letters = [sign for sign in said if sign.isalnum()]
    assert [sign for sign in shown if sign in letters][: len(letters)] or not letters
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown.replace("\n", "").replace("\t", ""))
    assert made.tables[-1].rows[6].cells[6].text == shown
    if "{{" in said:
        assert shown == said


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60))
def test_any_text_gives_a_document_that_opens(said):
    made = docx.Document(io.BytesIO(filled(reported(why={"II.1": said}))))
    assert len(made.tables[2].rows) == 2


PIECES = ("<w:p>", '<w:p a="b">', "</w:p>", "<w:r>", "</w:r>", "<w:rPr><w:b/></w:rPr>", "<w:pPr><w:x/></w:pPr>", "<w:t>", "</w:t>", "\t", "\n", "\a", "\f", "chữ", "<w:tbl>")  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_breaks_are_made_as_the_library_makes_them(pieces):
    ours, xml = _Template(TEMPLATE), "".join(pieces)
    assert ours.resolve_listing(xml) == DocxTemplate.resolve_listing(ours, xml)


def changed(*changes):
    """The shipped template with texts of its main part replaced, as somebody might in Word."""
    stream = io.BytesIO()
    with zipfile.ZipFile(TEMPLATE) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                text = content.decode()
                for old, new in changes:
                    assert old in text
                    text = text.replace(old, new, 1)
                content = text.encode()
            target.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("old", "new", "kind", "detail", "near"),
    [
        ("{{ addressee }}", "{{ adressee }}", "name", "adressee", "Kính gửi: {{ adressee }}"),
        ("{{ addressee }}", "{{ addressee ", "syntax", "{{", "Kính gửi: {{ addressee"),
        ("{{ addressee }}", "{{ addressee }", "syntax", "{{", "Kính gửi"),
        ("{{ addressee }}", "addressee }}", "syntax", "}}", "Kính gửi"),
        ("{%p endfor %}", "", "syntax", "", ""),
        ("{%p if total %}", "{%p if %}", "syntax", "", "{% if %}"),
        ("{{ addressee }}", "{{ ''.__class__ }}", "forbidden", "__class__", "__class__"),
        ("{{ addressee }}", "{{ unit.__init__.__globals__ }}", "forbidden", "", ""),
        ("{{ addressee }}", "{{ bases.append(1) }}", "name", "append", ""),
        ("{{ addressee }}", "{{ 1 // 0 }}", "failed", "ZeroDivisionError", "Kính gửi: {{ 1 // 0 }}"),
        ("{{ addressee }}", "{{ addressee + 1 }}", "failed", "TypeError", "{{ addressee + 1 }}"),
        ("{{ addressee }}", "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}", "failed", "RecursionError", ""),
        ("{{ addressee }}", "{% include 'x' %}", "forbidden", "x", "{% include 'x' %}"),
        ("{{ addressee }}", "{% import 'x' as y %}", "forbidden", "x", ""),
        ("{{ addressee }}", "{{ addressee | safe }}{{ '<w:t' | safe }}", "damaged", "XMLSyntaxError", ""),
    ],
)  # fmt: skip
def test_a_template_that_does_not_hold_is_told_by_its_place_and_fault(old, new, kind, detail, near):
    fault = filled(template=changed((old, new)))
    assert isinstance(fault, TemplateFault), fault
    assert fault.kind == kind
    assert detail in fault.detail
    assert near in fault.near


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7"])
def test_what_is_no_document_is_told(content):
    fault = filled(template=content)
    assert isinstance(fault, TemplateFault)
    assert fault.kind == "damaged"


def test_an_offices_own_words_and_looks_stay():
    own = changed(("Kính gửi:", "Trân trọng gửi:"))
    texts = [one.text for one in docx.Document(io.BytesIO(filled(template=own))).paragraphs]
    assert "Trân trọng gửi: Sở Nội vụ" in texts


def test_elements_stand_in_the_order_that_word_asks_for(made):  # ISO/IEC 29500-1, 17
    """LibreOffice forgives another order; Word may call the file damaged."""
    assert out_of_order(made) == []
