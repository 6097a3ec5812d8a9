"""The notice and the slip in Word against Nghị định 30/2020/NĐ-CP, Phụ lục I, point by point."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from report.decree import every, format_of, look, out_of_order, saying
from report.letters import cycle, edition
from report.notices import AGREED, ASKED, LOWERED, ROUND_1, filled, noticed, said, slipped
from report.test_slip import WHOLE

from parcli.core.edition import Kind
from parcli.report.letter_rules import SHORT
from parcli.report.letter_rules import WHOLE as WHOLE_RULE

DRAFT = "Kết quả tạm tính – DỰ THẢO"
BANNER = "Bộ tiêu chí minh họa – không phải phụ lục đã ban hành"


def opened(shown):
    content = filled(shown)
    assert isinstance(content, bytes), content
    return docx.Document(io.BytesIO(content))


@pytest.fixture(scope="module")
def letter():
    return opened(noticed(*ROUND_1, due=date(2024, 1, 5), via="email", estimates=("I.2",), during=cycle(contact="Phòng CCHC")))


@pytest.fixture(scope="module")
def sheet():
    return opened(slipped(*WHOLE))


@pytest.fixture(params=["letter", "sheet"])
def either(request):
    return request.getfixturevalue(request.param)


def texts(document):
    return [one.text for one in every(document)]


def test_paper_and_margins(either):  # I.1, I.2, I.3
    first = either.sections[0]
    assert (round(first.page_width.mm), round(first.page_height.mm), first.orientation) == (210, 297, WD_ORIENT.PORTRAIT)
    for section in either.sections:
        assert 20 <= section.top_margin.mm <= 25.01
        assert 20 <= section.bottom_margin.mm <= 25.01
        assert 30 <= round(section.left_margin.mm, 1) <= 35
        assert 15 <= round(section.right_margin.mm, 1) <= 20


def test_the_letter_stands_upright_and_the_slip_has_its_annex_across(letter, sheet):
    assert len(letter.sections) == 1
    assert [one.orientation for one in sheet.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]


def test_typeface_and_colour(either):  # I.4
    faces = {value for element in either.element.body.iter(qn("w:rFonts")) for value in element.attrib.values()}
    assert faces <= {"Times New Roman"}
    assert either.styles["Normal"].font.name == "Times New Roman"
    assert {element.get(qn("w:val")) for element in either.element.body.iter(qn("w:color"))} <= {"000000", "auto"}


def test_page_numbers(either):  # I.7, III.1.đ
    for section in either.sections:
        assert section.different_first_page_header_footer
        assert "PAGE" not in section.first_page_header._element.xml
        number = section.header.paragraphs[0]
        assert "PAGE" in number._p.xml
        assert 13 <= either.styles[number.style.name].font.size.pt <= 14
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
        ("GIÁM ĐỐC", (13, 14), True, False),  # II.7.đ
    ],
)
def test_the_parts_of_the_form_centred(either, text, sizes, bold, italic):
    size, is_bold, is_italic, alignment = look(either, saying(either, text))
    assert sizes[0] <= size <= sizes[1]
    assert (is_bold, is_italic, alignment) == (bold, italic, ALIGN.CENTER)


def test_the_subject_of_a_letter_stands_under_its_number(letter):  # II.5.b
    cell = letter.tables[0].cell(1, 0)
    assert [one.text[:3] for one in cell.paragraphs] == ["Số:", "V/v", "DỰ "]
    subject = cell.paragraphs[1]
    size, bold, italic, alignment = look(letter, subject)
    assert 12 <= size <= 13
    assert (bold, italic, alignment) == (False, False, ALIGN.CENTER)
    assert format_of(letter, subject, "space_before").pt == 6
    assert re.fullmatch(r"Số: +/SNV-…+", cell.paragraphs[0].text), "a letter has no abbreviation of its kind"
    assert subject.text.replace("\xa0", " ") == "V/v kết quả thẩm định lần 1 Chỉ số CCHC năm 2023"


def test_the_title_of_the_slip(sheet):  # II.5.b
    for text in ("PHIẾU KẾT QUẢ CHI TIẾT", "Chỉ số CCHC năm 2023 của Sở Nội vụ", "Phụ lục", "KẾT QUẢ TỪNG TIÊU CHÍ"):
        size, bold, italic, alignment = look(sheet, saying(sheet, text))
        assert 13 <= size <= 14
        assert (bold, italic, alignment) == (True, False, ALIGN.CENTER)


def test_recipients(either):  # II.9.d
    label, last = saying(either, "Nơi nhận:"), saying(either, "- Lưu: VT")
    assert look(either, label)[:3] == (12, True, True)
    assert look(either, last)[:3] == (11, False, False)


def test_the_text_is_justified_indented_and_spaced(letter, sheet):  # II.6.e
    for document, text in ((letter, "Thực hiện Quyết định 4190"), (letter, "Kết quả thẩm định lần 1 chưa"), (sheet, "Đơn vị: ")):
        paragraph = next(one for one in every(document) if one.text.replace("\xa0", " ").startswith(text))
        size, bold, italic, alignment = look(document, paragraph)
        assert 13 <= size <= 14
        assert (bold, italic, alignment) == (False, False, ALIGN.JUSTIFY)
        assert 10 <= round(format_of(document, paragraph, "first_line_indent").mm, 1) <= 12.7
        assert format_of(document, paragraph, "space_after").pt + format_of(document, paragraph, "space_before").pt >= 6


def test_the_rules_have_their_length(either):  # II.1.b, II.2.b
    rules = [one for one in every(either) if one.style.name in (WHOLE_RULE, SHORT)]
    assert [one.style.name for one in rules][:2] == [SHORT, WHOLE_RULE]
    assert all(one.paragraph_format.left_indent is not None for one in rules)


def test_tables_fit_the_page_and_their_headings_repeat(either):
    wide = {table: 252.5 if len(table.columns) == 10 else 165.5 for table in either.tables}
    for table, room in wide.items():
        assert sum(cell.width.mm for cell in table.rows[0].cells) <= room
    tables = [table for table in either.tables if any("Điểm" in cell.text for cell in table.rows[0].cells)]
    assert len(tables) >= 2
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in tables)


def test_the_letter_says_what_is_asked_what_changed_by_when_and_how(letter):
    said_ = [text.replace("\xa0", " ") for text in texts(letter)]
    whole = "\n".join(said_)
    asked, changed = letter.tables[1], letter.tables[2]
    assert [cell.text for cell in asked.rows[1].cells] == [
        "I.1. Kế hoạch CCHC", "4,00", "3,50", "2,50", "Thiếu tài liệu kiểm chứng của quý IV.", "Bổ sung báo cáo quý IV.",
    ]  # fmt: skip
    assert [cell.text for cell in changed.rows[1].cells] == ["II.1. Rà soát văn bản", "1,00", "0,75", "0,50", "Rà soát chưa đủ văn bản."]
    assert "Kính gửi: Sở Nội vụ" in said_
    assert "Thời hạn: chậm nhất ngày 05 tháng 01 năm 2024." in said_
    assert "theo hình thức đã gửi hồ sơ tự đánh giá, chấm điểm (email)." in whole
    assert "ví dụ: evidence/I.1/" in whole
    assert "có số liệu ước tính: I.2." in whole
    assert "phản ánh về Sở Nội vụ (Phòng CCHC) để được hướng dẫn./." in whole
    assert "Thực hiện Quyết định 4190/QĐ-UBND ngày 22/8/2023; Kế hoạch 243/KH-UBND ngày 05/10/2023, Sở Nội vụ đã thẩm định lần 1" in whole
    assert not [text for text in said_ if "{" in text]
    assert (said_.count(BANNER), said_.count("DỰ THẢO")) == (2, 1)


def test_without_a_day_dots_stand_for_it_and_without_questions_nothing_is_asked():
    dots = "\n".join(texts(opened(noticed(*ROUND_1))))
    assert "Thời hạn: chậm nhất ngày …… tháng …… năm ………." in dots
    assert "hồ sơ tự đánh giá, chấm điểm." in dots
    quiet = opened(noticed(said("I.1", "3.5"), said("II.1", "0.75"), *AGREED))
    whole = "\n".join(texts(quiet))
    assert "Không có tiêu chí, tiêu chí thành phần nào cần giải trình, bổ sung." in whole
    assert "Sở Nội vụ không phải gửi bổ sung hồ sơ." in whole
    assert "Thời hạn:" not in whole
    assert len(quiet.tables) == 2


def test_a_letter_before_the_round_is_done_names_what_is_open():
    whole = "\n".join(texts(opened(noticed(said("I.1", "3.5"), LOWERED)))).replace("\xa0", " ")
    assert "chưa có kết quả thẩm định lần 1 và sẽ được thông báo sau: I.2, B.1." in whole
    assert "giải trình, bổ sung trong số đã thẩm định." in whole


def test_the_slip_shows_totals_areas_and_every_item(sheet):
    totals, areas, annex = sheet.tables[1], sheet.tables[2], sheet.tables[-1]
    assert [row.cells[0].text for row in totals.rows[1:]][-3:] == ["Điểm đạt được", "Điểm tối đa áp dụng", "Chỉ số CCHC (%)"]
    assert [row.cells[0].text for row in areas.rows[1:]] == ["I", "II", "B"]
    assert [row.cells[0].text for row in annex.rows[1:]] == ["I", "I.1", "I.2", "I.8", "II", "II.1", "II.2", "B", "B.1"]
    assert [cell.text.replace("\xa0", " ") for cell in annex.rows[0].cells] == [
        "TT", "Nội dung, tiêu chí", "Điểm tối đa", "Điểm tự chấm", "Thẩm định lần 1", "Thẩm định lần 2", "Hội đồng", "Điều tra XHH", "Điểm đạt được",
        "Lý do",
    ]  # fmt: skip
    whole = "\n".join(texts(sheet))
    assert "Tình trạng kết quả: Chính thức." in whole
    assert DRAFT not in whole
    assert not [text for text in texts(sheet) if "{" in text]


def test_a_provisional_slip_says_so_on_every_page():
    made = opened(slipped(*ROUND_1, survey=None))
    assert texts(made).count(DRAFT) == 2
    assert texts(made).count(f"{BANNER} · {DRAFT}") == 2
    assert "Điểm đạt được: chưa có." in texts(made)


def test_a_slip_lists_what_does_not_apply():
    opinions = (ASKED, said("I.1", "3", stage="round_2"), LOWERED, said("B.1", "0.5"), said("I.2", ruling="accepted"))
    made = opened(slipped(*opinions, claims={"I.2": Kind.NOTHING_AROSE}))
    assert [cell.text for cell in made.tables[3].rows[1].cells][:3] == ["I.2. Báo cáo CCHC", "1,00", "Không phát sinh trong năm"]
    assert "Điểm theo nội dung là điểm trước khi quy đổi" in "\n".join(texts(made))


def test_an_official_edition_has_no_banner():
    for shown in (noticed(*ROUND_1, of=edition(status="official")), slipped(*WHOLE, of=edition(status="official"))):
        assert BANNER not in "".join(texts(opened(shown)))


def test_the_same_contents_give_the_same_bytes_without_a_day_or_a_person():
    for shown in (noticed(*ROUND_1), slipped(*WHOLE)):
        one = filled(shown)
        assert one == filled(shown)
        with zipfile.ZipFile(io.BytesIO(one)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            about = archive.read("docProps/core.xml").decode()
        assert set(re.findall(r"\d{4}-\d\d-\d\d", about)) == {"2000-01-01"}


def test_what_an_appraiser_typed_goes_out_as_text():
    hostile = "<w:p>&amp; {{ authority }} {% for x in y %} \x07 \u202e"
    made = opened(noticed(said("I.1", "1", reason=hostile, request="=1+1"), *AGREED))
    row = [cell.text for cell in made.tables[1].rows[1].cells]
    assert row[5] == "=1+1"
    assert "<w:p>&amp; {{ authority }} {% for x in y %}" in row[4]
    assert "\u202e" not in row[4]


def test_elements_stand_in_the_order_that_word_asks_for(either):
    assert out_of_order(either) == []
