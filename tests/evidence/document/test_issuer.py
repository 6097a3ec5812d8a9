from dataclasses import replace

import pytest
from evidence.document import kit

from parcli.evidence.document import read


@pytest.mark.parametrize(
    ("printed", "superior", "issuer"),
    [
        (("UBND THÀNH PHỐ HÀ NỘI", "SỞ NỘI VỤ"), "UBND THÀNH PHỐ HÀ NỘI", "SỞ NỘI VỤ"),
        (("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HÀ NỘI"), None, "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI"),
        (("UBND THÀNH PHỐ", "HÀ NỘI", "SỞ KẾ HOẠCH", "VÀ ĐẦU TƯ"), "UBND THÀNH PHỐ HÀ NỘI", "SỞ KẾ HOẠCH VÀ ĐẦU TƯ"),
        (("UBND QUẬN BA ĐÌNH", "UBND PHƯỜNG TRÚC BẠCH"), "UBND QUẬN BA ĐÌNH", "UBND PHƯỜNG TRÚC BẠCH"),
        (("SỞ NỘI VỤ", "BAN CHỈ ĐẠO CẢI CÁCH", "HÀNH CHÍNH"), "SỞ NỘI VỤ", "BAN CHỈ ĐẠO CẢI CÁCH HÀNH CHÍNH"),
        (("BỘ NỘI VỤ", "VỤ CẢI CÁCH HÀNH CHÍNH", "*"), "BỘ NỘI VỤ", "VỤ CẢI CÁCH HÀNH CHÍNH"),
        (("ĐẢNG BỘ THÀNH PHỐ HÀ NỘI", "ĐẢNG ỦY", "SỞ NỘI VỤ", "*"), "ĐẢNG BỘ THÀNH PHỐ HÀ NỘI", "ĐẢNG ỦY SỞ NỘI VỤ"),
        (("BỘ NỘI VỤ", "–––––––", "DỰ THẢO"), None, "BỘ NỘI VỤ"),
        (("HỘI ĐỒNG NHÂN DÂN", "HUYỆN THANH TRÌ", "____"), None, "HỘI ĐỒNG NHÂN DÂN HUYỆN THANH TRÌ"),
        (("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "TRƯỜNG THPT CHU VĂN AN"), "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "TRƯỜNG THPT CHU VĂN AN"),
        (("UBND THÀNH PHỐ HÀ NỘI", "Sở Nội vụ"), "UBND THÀNH PHỐ HÀ NỘI", "Sở Nội vụ"),
        (("UBND THÀNH PHỐ HÀ NỘI", "Một tên không rõ"), None, None),
        (("MỘT TÊN KHÔNG RÕ", "NẰM TRÊN HAI DÒNG"), None, None),
    ],
)
def test_the_issuing_body_is_told_from_the_one_above_it(printed, superior, issuer):
    words = read(kit.page(left=(*printed, "Số: 05/BC-SNV")), "text", 1)
    assert (kit.value(words.superior), kit.value(words.issuer)) == (superior, issuer)


def test_a_name_with_letters_of_another_alphabet_is_unknown():
    assert read(kit.page(left=("UBND THÀNH PHỐ HÀ NỘI", "ЅỞ NỘI VỤ", "Số: 05/BC-SNV")), "text", 1).issuer is None


def test_a_name_whose_words_cannot_be_told_apart_is_unknown():
    assert read(kit.page(left=("S Ở N Ộ I V Ụ", "Số: 05/BC-SNV")), "text", 1).issuer is None


def test_bodies_in_both_columns_are_unknown():
    words = read(kit.page(right=(kit.STATE, kit.MOTTO, "SỞ TÀI CHÍNH", kit.DAY)), "text", 1)
    assert (words.issuer, words.superior) == (None, None)
    assert kit.value(words.number) == "05/BC-SNV"


def test_a_long_name_in_capitals_does_not_end_the_heading():
    name = "TRUNG TÂM CÔNG NGHỆ THÔNG TIN, DỮ LIỆU SỐ VÀ AN TOÀN THÔNG TIN MẠNG THÀNH PHỐ"
    given = kit.page(left=("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "", "", "Số: 05/BC-TT"), right=(kit.STATE, kit.MOTTO, "", kit.DAY))
    words = read(replace(given, segments=(*given.segments, kit.line(name, 300, 94))), "text", 1)
    assert kit.value(words.issuer) == name
    assert kit.value(words.number) == "05/BC-TT"
