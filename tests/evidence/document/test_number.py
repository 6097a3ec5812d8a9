from dataclasses import replace

import pytest
from evidence.document import kit

from parcli.evidence.document import read


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Số: 05/BC-SNV", "05/BC-SNV"),
        ("Số 05 /BC-SNV", "05/BC-SNV"),
        ("Số:05/BC–SNV", "05/BC-SNV"),
        ("Số : 05/ BC - SNV", "05/BC-SNV"),
        ("Số: 52/2019/QĐ-UBND", "52/2019/QĐ-UBND"),
        ("Số: 2231/SNV-CCHC&PC", "2231/SNV-CCHC&PC"),
        ("Số: 18/BCTĐ-STP", "18/BCTĐ-STP"),
        ("Số 11-QĐ/TU", "11-QĐ/TU"),
        ("Số 11 - QĐ/TU", "11-QĐ/TU"),
        ("Số: 123/KH-UBND-NC", "123/KH-UBND-NC"),
        ("Số: 07/TTr-UBND", "07/TTr-UBND"),
        ("Số: 12a/QyĐ-SNV", "12a/QyĐ-SNV"),
        ("S ố : 0 5 / B C - S N V", "05/BC-SNV"),
        ("SỐ: 05/BC-SNV", "05/BC-SNV"),
    ],
)
def test_a_number_is_read_in_every_way_of_writing_it(printed, number):
    words = kit.number_of(printed)
    assert kit.value(words.number) == number
    assert not words.number_blank


@pytest.mark.parametrize(
    "printed",
    [
        "Số: /SNV-CCHC",
        "Số:      /BC-SNV",
        "Số: ……/KH-UBND",
        "Số: …",
        "Số: ...../BC-SNV",
        "Số:",
        "Số       -QĐ/TU",
        "Số: ____/TB-VP",
        "Số:     /2023/QĐ-UBND",
    ],
)
def test_an_empty_place_for_the_number_is_a_draft(printed):
    words = kit.number_of(printed)
    assert words.number is None
    assert words.number_blank
    assert words.draft


def test_an_empty_place_on_a_scan_is_unknown_for_it_may_be_handwritten():
    words = kit.number_of("Số:      /BC-SNV", source="ocr")
    assert words.number is None
    assert not words.draft


@pytest.mark.parametrize(
    "printed", ["Số: 1733", "Số: 05/BC-SNV của Sở", "Số: 05/bc-snv", "Số: 05/BC-", "Số: 05/Вເ-SNV", "Số lượng: 05/BC-SNV", "Số: x5/BC-SNV"]
)
def test_what_is_not_wholly_a_number_is_unknown_and_not_empty(printed):
    words = kit.number_of(printed)
    assert words.number is None
    assert not words.number_blank


@pytest.mark.parametrize(
    ("first", "second", "number"),
    [("Số: 3021/BQLDADD-", "KHTH", "3021/BQLDADD-KHTH"), ("Số: 123/KH-UBND", "-NC", "123/KH-UBND-NC"), ("Số: 9/SNV-CCHC&", "PC", "9/SNV-CCHC&PC")],
)
def test_a_number_runs_on_in_the_next_line(first, second, number):
    assert kit.value(read(kit.page(left=(*kit.OFFICE, first, second)), "text", 1).number) == number


def test_the_line_under_the_number_is_not_drawn_into_it():
    left = (*kit.OFFICE, "Số: 15/SNV-VP", "V/v trả lời kiến nghị")
    words = read(kit.page(left=left, below=("Kính gửi: Ủy ban nhân dân Thành phố",)), "text", 1)
    assert (kit.value(words.number), kit.value(words.subject), kit.value(words.kind)) == ("15/SNV-VP", "trả lời kiến nghị", "CÔNG VĂN")


def test_two_different_numbers_give_none():
    words = read(kit.page(left=(*kit.OFFICE, "Số: 05/BC-SNV", "Số: 06/BC-SNV")), "text", 1)
    assert words.number is None
    assert not words.number_blank


def test_a_number_cited_in_the_text_is_not_the_documents_own():
    body = (
        "      Thực hiện Kế hoạch của Ủy ban nhân dân Thành phố và Quyết định của Sở Nội vụ về công tác,",
        "Số: 4190/QĐ-UBND",
        "ngày 22 tháng 8 năm 2023",
    )
    words = read(kit.page(left=kit.OFFICE, right=(kit.STATE, kit.MOTTO), body=body), "text", 1)
    assert (words.number, words.issued, words.draft) == (None, None, False)


@pytest.mark.parametrize(("sure", "number"), [(96.0, "05/BC-SNV"), (84.0, None)])
def test_digits_that_ocr_is_unsure_of_are_unknown(sure, number):
    assert kit.value(read(kit.by_words(kit.page(), sure), "ocr", 1).number) == number


@pytest.mark.parametrize("printed", ["Số: 2231/SNV-CCHC8PC", "Số: O5/BC-SNV", "Số: 05/8C-SNV"])
def test_what_ocr_may_have_taken_for_another_letter_is_unknown(printed):
    assert kit.number_of(printed, source="ocr").number is None


def test_the_form_of_the_decree_in_its_place_is_high_and_another_form_is_not():
    assert kit.number_of("Số: 05/BC-SNV").number.confidence == "high"
    assert kit.number_of("Số 5 /BC–SNV").number.confidence == "medium"


def test_an_empty_place_is_no_draft_where_the_registry_put_the_number_elsewhere():
    stamp = (kit.line("Số: 05", 480, 15), kit.line("Ngày: 05/01/2023", 506, 26))
    drawn = kit.page(left=(*kit.OFFICE, "Số:      /BC-SNV"))
    assert read(drawn, "text", 1).number_blank
    words = read(replace(drawn, segments=(*stamp, *drawn.segments)), "text", 1)
    assert (words.number, words.number_blank) == (None, False)
