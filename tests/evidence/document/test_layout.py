import random
from dataclasses import replace
from unicodedata import normalize

import pytest
from evidence.document import kit

from parcli.core.document import DocumentWords
from parcli.evidence.document import read
from parcli.evidence.page import Page, Segment

FIELDS = ("number", "issued", "issuer", "superior", "kind", "subject")
TRUTH = ("05/BC-SNV", "2023-01-05", "SỞ NỘI VỤ", "UBND THÀNH PHỐ HÀ NỘI", "BÁO CÁO", "Kết quả cải cách hành chính")


def fields(words):
    return tuple(kit.value(getattr(words, name)) for name in FIELDS)


def test_two_columns_line_by_line():
    assert fields(read(kit.page(), "text", 1)) == TRUTH


def test_two_columns_word_by_word_in_any_order():
    pieces = list(kit.by_words(kit.page()).segments)
    random.Random(4).shuffle(pieces)
    assert fields(read(Page(595, 842, tuple(pieces)), "text", 1)) == TRUTH


@pytest.mark.parametrize("lean", [-0.012, 0.012])
def test_a_page_that_is_askew(lean):
    straight = kit.by_words(kit.page())
    askew = (replace(one, top=one.top + lean * one.left, bottom=one.bottom + lean * one.left) for one in straight.segments)
    assert fields(read(replace(straight, segments=tuple(askew)), "text", 1)) == TRUTH


def test_decomposed_letters():
    given = kit.page()
    assert fields(read(replace(given, segments=tuple(replace(one, text=normalize("NFD", one.text)) for one in given.segments)), "text", 1)) == TRUTH


HEAD = (*kit.OFFICE, "Số: 05/BC-SNV", kit.STATE, kit.MOTTO, kit.DAY)
ACROSS = (f"{kit.OFFICE[0]} {kit.STATE}", f"{kit.OFFICE[1]} {kit.MOTTO}", f"Số: 05/BC-SNV {kit.DAY}")
TITLE = ("BÁO CÁO", "Kết quả cải cách hành chính", "Thực hiện Kế hoạch số 243/KH-UBND ngày 05/10/2023, Sở Nội vụ báo cáo như sau:")


@pytest.mark.parametrize("head", [HEAD, ACROSS, (*HEAD[3:], *HEAD[:3])], ids=["left-first", "across", "right-first"])
def test_a_page_without_places(head):
    words = read(kit.flat(*head, *TITLE), "text", 1)
    assert fields(words) == TRUTH
    assert words.number.confidence != "high"


def test_a_subject_without_an_end_or_places_is_unknown():
    assert read(kit.flat(*HEAD, "BÁO CÁO", "Kết quả", "dòng hai", "dòng ba"), "text", 1).subject is None


def test_the_guidance_letter_as_it_was_published():
    lines = (
        "Số: /SNV-CCHC",
        "Hà Nội, ngày tháng 10 năm 2023",
        "V/v hướng dẫn tự đánh giá, chấm điểm xác định Chỉ số CCHC năm 2023.",
        "Kính gửi: - Các Sở, cơ quan tương đương Sở;",
        "- UBND các quận, huyện, thị xã.",
        "Thực hiện Quyết định số 4190/QĐ-UBND ngày 22/8/2023 của UBND Thành phố",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT, CCHC.",
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Nguyễn Văn Mẫu",
    )
    words = read(kit.flat(*lines), "text", 1)
    assert (words.number, words.issued, words.number_blank, words.date_blank) == (None, None, True, True)
    assert kit.value(words.subject) == "hướng dẫn tự đánh giá, chấm điểm xác định Chỉ số CCHC năm 2023."
    assert (kit.value(words.kind), kit.value(words.signer)) == ("CÔNG VĂN", "Nguyễn Văn Mẫu")
    assert kit.value(words.capacity) == "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"
    assert words.recipients == ("Như trên", "Lưu: VT, CCHC")


def test_recipients_that_ocr_ran_together_are_told_apart():
    listed = ("Nơi nhận:", "~- Lãnh đạo cơ quan; ~ Các phòng, đơn vị;", "~ Lưu: VT.")
    assert read(kit.flat(*HEAD, "BÁO CÁO", "Kết quả công tác", *listed), "text", 1).recipients == ("Lãnh đạo cơ quan", "Các phòng, đơn vị", "Lưu: VT")


@pytest.mark.parametrize(
    "mistake", ["CONG HOA XA HỘI CHU NGHIA VIET NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆI NAM", "C Ộ N G H Ò A X Ã H Ộ I C H Ủ N G H Ĩ A V I Ệ T N A M"]
)
def test_the_states_name_is_known_whatever_ocr_made_of_it(mistake):
    assert fields(read(kit.page(right=(mistake, kit.MOTTO, kit.DAY)), "text", 1)) == TRUTH


@pytest.mark.parametrize(
    "first",
    ["Phụ lục I", "PHỤ LỤC", "Biểu mẫu 02", "Mẫu số 01"],
)
def test_an_annex_has_no_fields_of_its_own(first):
    given = kit.page()
    words = read(replace(given, segments=(kit.line(first, 315, 20), *given.segments)), "text", 1)
    assert fields(words) == (None,) * 6
    assert not words.draft


@pytest.mark.parametrize(
    "text",
    [
        "§éc lËp - Tù do - H¹nh phóc Hµ Néi, ngµy 24 th¸ng 12 n¨m 2010",
        "UÛY BAN NHAÂN DAÂN THAØNH PHOÁ Ñoäc laäp Töï do Haïnh phuùc ngaøy thaùng naêm",
    ],
    ids=["tcvn3", "vni"],
)
def test_text_of_the_old_fonts_is_unknown(text):
    words = read(kit.flat(text, "Sè: 1102/BC-SCT", text, "BÁO CÁO", "KÕt qu¶ thùc hiÖn"), "text", 1)
    assert words == DocumentWords("text", words=words.words)
    assert words.words > 0


@pytest.mark.parametrize(
    "page",
    [
        Page(0, 0, ()),
        Page(595, 842, ()),
        Page(595, 842, (Segment("", 0, 0, 0, 0),)),
        Page(595, 842, (Segment("\n \n", 9, 9, 1, 1),)),
        Page(595, 842, (Segment("Số:", -5, -5, 1e9, 1e9), Segment("\x00\x02", 1, 1, 2, 2))),
        Page(595, 842, (Segment("BÁO CÁO\nSố: 1/A", 1, 1, 2, 2),) * 500),
        Page(595, 842, (Segment("A" * 50_000, 1, 1, 500, 20),)),
    ],
)
@pytest.mark.parametrize("source", ["text", "ocr"])
def test_any_page_is_read_without_an_error(page, source):
    words = read(page, source, 1)
    assert (words.number, words.issued) == (None, None)


def test_the_signature_of_a_digital_stamp_is_not_the_signer():
    below = ("TL. GIÁM ĐỐC", "Người ký: Trần Thị Thử", "Ngày ký: 05/05/2023 08:00:00 +07:00", "Lê Văn Ví Dụ")
    given = kit.page()
    block = tuple(kit.line(text, 430, 420 + 17 * row) for row, text in enumerate(below))
    words = read(replace(given, segments=(*given.segments, kit.line("Nơi nhận:", 100, 420), *block)), "text", 1)
    assert kit.value(words.signer) == "Lê Văn Ví Dụ"
    assert kit.value(words.issued) == "2023-01-05"


def test_two_signers_side_by_side_name_nobody():
    given = kit.page()
    pairs = [("GIÁM ĐỐC", 430, 420), ("GIÁM ĐỐC", 150, 420), ("Lê Văn Ví Dụ", 430, 480), ("Trần Thị Thử", 150, 480)]
    words = read(replace(given, segments=(*given.segments, *(kit.line(*one) for one in pairs))), "text", 1)
    assert (words.capacity, words.signer) == (None, None)


@pytest.mark.parametrize("under", ["", "Đã ký số và ban hành", "đồng chí Lê Văn Ví Dụ", "Lê", "12/BC-SNV"])
def test_what_is_not_a_name_is_not_a_signer(under):
    given = kit.page()
    block = [kit.line("Nơi nhận:", 100, 420), kit.line("GIÁM ĐỐC", 430, 420)] + ([kit.line(under, 430, 460)] if under else [])
    words = read(replace(given, segments=(*given.segments, *block)), "text", 1)
    assert (kit.value(words.capacity), words.signer) == ("GIÁM ĐỐC", None)


def test_a_day_within_the_subject_of_a_letter_does_not_end_it():
    left = (*kit.OFFICE, "Số: 15/SNV-VP", "V/v báo cáo số liệu tính đến", "ngày 30 tháng 11 năm 2023")
    words = read(kit.page(left=left, below=("Kính gửi: Ủy ban nhân dân Thành phố",)), "text", 1)
    assert kit.value(words.subject) == "báo cáo số liệu tính đến ngày 30 tháng 11 năm 2023"
    assert kit.value(words.issued) == "2023-01-05"


def test_names_that_ocr_read_are_never_of_high_confidence():
    words = read(kit.by_words(kit.page(), 99.0), "ocr", 1)
    assert fields(words) == TRUTH
    assert {words.number.confidence, words.issued.confidence} == {"high"}
    assert {words.issuer.confidence, words.subject.confidence} == {"medium"}


def test_what_ocr_made_of_a_rule_above_the_number_is_left_out():
    given = kit.by_words(kit.page(), 95.0)
    speck = Segment("5", 150, 93, 155, 95, 20.0)
    assert fields(read(replace(given, segments=(*given.segments, speck)), "ocr", 1)) == TRUTH


def test_unread_ink_beside_the_number_leaves_it_unknown():
    left = (*kit.OFFICE, "Số: \N{REPLACEMENT CHARACTER} /BC-SNV")
    words = read(kit.by_words(kit.page(left=left), 95.0), "ocr", 1)
    assert (words.number, words.number_blank) == (None, False)
