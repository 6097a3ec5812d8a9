"""Names of agencies as documents, certificates and registers print them, pair by pair."""

from __future__ import annotations

import unicodedata

import pytest

from parcli.core.agencies import among, initials, may_be_called, may_belong, same_agency
from parcli.core.agency_directory import Directory

SAME = (
    ("UBND TP Hà Nội", "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI"),
    ("UBND TP. Hà Nội", "UỶ BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI"),
    ("UBND TP.Hà Nội", "Ủy ban nhân dân Thành phố Hà Nội"),
    ("ỦY BAN NHÂN DÂN THÀNH PHỐ", "UBND thành phố Hà Nội"),
    ("UBND tỉnh", "ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA"),
    ("UBND tỉnh Khánh Hoà", "UBND tỉnh Khánh Hòa"),
    ("Sở Nội vụ", "SỞ NỘI VỤ"),
    ("Sở Nội vụ", "Sở Nội vụ Hà Nội"),
    ("Sở Nội vụ", "SỞ NỘI VỤ THÀNH PHỐ HÀ NỘI"),
    ("Sở Nội vụ Hà Nội", "Sở Nội vụ thành phố Hà Nội"),
    ("Sở Nội vụ thành phố", "Sở Nội vụ Hà Nội"),
    ("Sở Nội vụ TP. Hà Nội", "Sở Nội vụ TP Hà Nội"),
    ("Sở  Nội\u00a0vụ", "Sở Nội vụ"),
    (unicodedata.normalize("NFD", "Sở Nội vụ"), "Sở Nội vụ"),
    ("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "Sở Lao động – Thương binh & Xã hội"),
    ("Sở Lao động, Thương binh và Xã hội", "Sở LĐTBXH"),
    ("Sở LĐ-TB&XH", "Sở Lao động - Thương binh và Xã hội"),
    ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
    ("Sở GDĐT Hà Nội", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
    ("Sở Văn hoá và Thể thao", "Sở Văn hóa & Thể thao"),
    ("Sở TT&TT", "Sở Thông tin và Truyền thông thành phố Hà Nội"),
    ("UBND Q. Ba Đình", "ỦY BAN NHÂN DÂN QUẬN BA ĐÌNH"),
    ("UBND Q.Ba Đình", "UBND quận Ba Đình"),
    ("UBND quận Ba Đình, thành phố Hà Nội", "UBND quận Ba Đình"),
    ("UBND P. Trung Hòa", "ỦY BAN NHÂN DÂN PHƯỜNG TRUNG HOÀ"),
    ("UBND H. Sóc Sơn", "UBND huyện Sóc Sơn"),
    ("UBND TX Sơn Tây", "Uỷ ban nhân dân thị xã Sơn Tây"),
    ("UBND TX. Sơn Tây", "UBND thị xã Sơn Tây"),
    ("P. Nội vụ quận Ba Đình", "Phòng Nội vụ quận Ba Đình"),
    ("P. Trung Hòa", "Phường Trung Hòa"),
    ("VP UBND thành phố", "Văn phòng Ủy ban nhân dân thành phố Hà Nội"),
    ("HĐND thành phố Hà Nội", "Hội đồng nhân dân Thành phố Hà Nội"),
    ("Thành ủy Hà Nội", "THÀNH UỶ HÀ NỘI"),
    ("Công an TP Hà Nội", "CÔNG AN THÀNH PHỐ HÀ NỘI"),
    ("Ban Quản lý các khu công nghiệp và chế xuất", "BQL các khu công nghiệp & chế xuất Hà Nội"),
    ("Sở Lao động - Thương binh và Xã hội Hà Nội", "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"),
    ("Sở Y tế tỉnh Bà Rịa - Vũng Tàu", "Sở Y tế"),
    ("UBND TP.HCM", "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
)
OTHERS = (
    ("UBND phường Trung Hòa", "UBND phường Trung Phụng"),
    ("UBND phường Trung", "UBND phường Trung Hòa"),
    ("UBND quận Ba Đình", "UBND quận Hoàn Kiếm"),
    ("UBND phường Ba Đình", "UBND quận Ba Đình"),
    ("Văn phòng UBND thành phố", "UBND thành phố"),
    ("Sở Xây dựng", "Sở Nội vụ"),
    ("Sở Nội vụ Hà Nội", "Sở Nội vụ Hải Phòng"),
    ("Sở Nội vụ tỉnh Bắc Ninh", "Sở Nội vụ tỉnh Bắc Giang"),
    ("UBND thành phố Hà Nội", "UBND tỉnh Hà Nam"),
    ("UBND tỉnh Bắc Ninh", "UBND thành phố Bắc Ninh"),
    ("UBND thành phố", "UBND tỉnh"),
    ("HĐND thành phố Hà Nội", "UBND thành phố Hà Nội"),
    ("Phòng Nội vụ quận Ba Đình", "UBND quận Ba Đình"),
    ("Phòng Nội vụ quận Ba Đình", "Phòng Nội vụ quận Đống Đa"),
    ("Sở Nội vụ", "Bộ Nội vụ"),
    ("Sở Xây dựng", "Sở Xây dựng - Kiến trúc"),
    ("Sở Kế hoạch và Đầu tư", "Sở Khoa học và Công nghệ"),
    ("Thành ủy Hà Nội", "UBND thành phố Hà Nội"),
    ("Sở Y tế", "Sở Công Thương"),
)
UNSAID = (
    ("", "Sở Nội vụ"),
    ("  ", ""),
    ("SO NOI VU", "Sở Nội vụ"),
    ("UY BAN NHAN DAN THANH PHO HA NOI", "UBND thành phố Hà Nội"),
    ("SỞ NỘI VU", "SỞ NỘI VỤ"),
    ("UBND phuong Trung Hoa", "UBND phường Trung Hòa"),
    ("Ủy ban nhân dân", "UBND quận Ba Đình"),
    ("UBND", "UBND thành phố Hà Nội"),
    ("Phòng Nội vụ", "Phòng Nội vụ quận Ba Đình"),
    ("Văn phòng", "Văn phòng UBND thành phố"),
    ("Phường Trung Hòa", "UBND phường Trung Hòa"),
    ("Quận Ba Đình", "ỦY BAN NHÂN DÂN QUẬN BA ĐÌNH"),
    ("UBND phường Trung Hòa", "UBND phường Trung Hòa, quận Cầu Giấy"),
    ("UBND xã Tân Hòa Bình", "UBND xã Tân"),
    ("UBND huyện Điện Biên", "UBND huyện"),
    ("UBND quận", "UBND quận Ba Đình"),
    ("UBND phường", "ỦY BAN NHÂN DÂN PHƯỜNG TRUNG HÒA"),
    ("UBND thành phố", "UBND thành phố Thủ Đức"),
    ("UBND quận Ba Đình Hà Nội", "UBND quận Ba Đình"),
    ("Chi cục Văn thư lưu trữ", "Chi cục Văn thư lưu trữ thuộc Sở Nội vụ"),
)


@pytest.mark.parametrize(("a", "b"), SAME)
def test_the_same_agency_in_two_spellings(a, b):
    assert same_agency(a, b) is True
    assert same_agency(b, a) is True
    assert same_agency(unicodedata.normalize("NFD", a), b.upper()) is True


@pytest.mark.parametrize(("a", "b"), OTHERS)
def test_two_agencies(a, b):
    assert same_agency(a, b) is False
    assert same_agency(b, a) is False


@pytest.mark.parametrize(("a", "b"), UNSAID)
def test_what_cannot_be_told_is_not_said(a, b):
    assert same_agency(a, b) is None
    assert same_agency(b, a) is None


def test_every_name_of_the_table_is_itself():
    names = {name for pair in (*SAME, *OTHERS, *UNSAID) for name in pair if name.strip()}
    assert {name for name in names if same_agency(name, name) is not True} == set()


def test_one_of_several():
    former = ("Sở Xây dựng", "Sở Nội vụ")
    assert among("SỞ NỘI VỤ THÀNH PHỐ HÀ NỘI", former) is True
    assert among("Sở Y tế", former) is False
    assert among("SO NOI VU", former) is None
    assert among("Sở Nội vụ", ()) is None


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Sở Nội vụ", "SNV"),
        ("SỞ NỘI VỤ THÀNH PHỐ HÀ NỘI", "SNV"),
        ("Sở Nội vụ Hà Nội", "SNV"),
        ("UBND quận Ba Đình", "UBND"),
        ("Ủy ban nhân dân thành phố Hà Nội", "UBND"),
        ("UBND P. Trung Hòa", "UBND"),
        ("HĐND thành phố", "HĐND"),
        ("Sở Giáo dục và Đào tạo", "SGDĐT"),
        ("Sở Lao động - Thương binh và Xã hội", "SLĐTBXH"),
        ("Sở Tư pháp", "STP"),
        ("", ""),
    ],
)
def test_letters_of_an_agency(name, letters):
    assert initials(name) == letters


UNITS = (("Sở Nội vụ", "SNV", "Ban Thi đua - Khen thưởng"), ("Sở Y tế", "Ngành Y"), ("Sở Tư pháp",))


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("SNV", "SỞ NỘI VỤ"), ("BNV", "BỘ NỘI VỤ"), ("Sở NV", "SỞ NỘI VỤ"), ("Giám đốc Sở Nội vụ", "SỞ NỘI VỤ"), ("Phó Giám đốc Sở NV", "SỞ NỘI VỤ"),
        ("UBND Thành phố (Sở Nội vụ)", "SỞ NỘI VỤ"), ("Chủ tịch UBND thành phố", "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI"), ("SNV", "SỞ NGOẠI VỤ"),
        ("Bộ trưởng Bộ Nội vụ", "BỘ NỘI VỤ"), ("Trưởng ban Dân tộc", "BAN DÂN TỘC"), ("Trưởng phòng Nội vụ quận Ba Đình", "PHÒNG NỘI VỤ QUẬN BA ĐÌNH"),
        ("Chánh Văn phòng UBND thành phố", "VĂN PHÒNG ỦY BAN NHÂN DÂN THÀNH PHỐ"), ("Sở TP", "SỞ TƯ PHÁP"), ("Sở Nội vụ", "BAN THI ĐUA - KHEN THƯỞNG"),
        ("SNV Hà Nội", "SỞ NỘI VỤ THÀNH PHỐ HÀ NỘI"), ("XYZ", "SỞ NỘI VỤ"), ("Sở XDCT", "SỞ NỘI VỤ"), ("Sở Nội vụ; Sở Tư pháp", "SỞ TƯ PHÁP"), ("()", "SỞ NỘI VỤ"),
    ],
)  # fmt: skip
def test_what_a_register_may_call_an_agency(stated, read):
    assert may_be_called(stated, read, Directory(UNITS).going_by) is True


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("Sở Y tế", "SỞ NỘI VỤ"), ("SYT", "SỞ NỘI VỤ"), ("STP", "SỞ NỘI VỤ"), ("Ngành Y", "SỞ NỘI VỤ"), ("Giám đốc Sở Tư pháp", "SỞ NỘI VỤ"),
        ("Sở Tư pháp (STP)", "SỞ NỘI VỤ"), ("UBND thành phố", "SỞ NỘI VỤ"), ("Văn phòng UBND thành phố", "ỦY BAN NHÂN DÂN THÀNH PHỐ"),
        ("Phòng Nội vụ quận Ba Đình", "SỞ NỘI VỤ"),
    ],
)  # fmt: skip
def test_what_plainly_names_another_agency(stated, read):
    assert may_be_called(stated, read, Directory(UNITS).going_by) is False


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Văn phòng Sở Nội vụ", "SỞ NỘI VỤ"), ("Thanh tra Sở Nội vụ", "Sở Nội vụ"), ("Chi cục Văn thư - Lưu trữ", "Sở Nội vụ"), ("Bộ Nội vụ", "Sở Nội vụ"),
        ("Văn phòng Sở Nội vụ Hà Nội", "SỞ NỘI VỤ"), ("Văn phòng UBND thành phố", "UBND thành phố Hà Nội"), ("Sở Nội vụ", "Văn phòng Sở Nội vụ"),
        ("Trung tâm Lưu trữ lịch sử", "Sở Nội vụ"), ("Ban Tôn giáo", "Sở Nội vụ"), ("Phòng Cải cách hành chính", "Sở Nội vụ"), ("", "Sở Nội vụ"),
        ("Phòng Nội vụ UBND quận Ba Đình", "UBND quận Ba Đình"),
    ],
)  # fmt: skip
def test_a_body_that_may_stand_within_or_above(name, body):
    assert may_belong(name, body) is True


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Sở Công Thương", "Sở Nội vụ"), ("Văn phòng Sở Y tế", "Sở Nội vụ"), ("Bộ Y tế", "Sở Nội vụ"), ("Phòng Nội vụ quận Ba Đình", "Sở Nội vụ"),
        ("UBND quận Ba Đình", "UBND quận Hoàn Kiếm"), ("Văn phòng Sở Nội vụ Hải Phòng", "Sở Nội vụ Hà Nội"), ("Công ty Mẫu", "Sở Nội vụ"),
        ("Trung tâm Y tế quận Ba Đình", "Sở Nội vụ"), ("VP UBND tỉnh Bắc Ninh", "UBND thành phố Hà Nội"),
    ],
)  # fmt: skip
def test_a_plain_stranger(name, body):
    assert may_belong(name, body) is False


@pytest.mark.slow
def test_a_directory_answers_as_a_comparison_with_each_does():
    """Names of the whole table, each looked for among all of them: what is found is what comparing each with each finds."""
    names = sorted({name for pair in (*SAME, *OTHERS, *UNSAID) for name in pair})
    agencies = [(name, f"{name} Hà Nội") for name in names]
    directory = Directory(agencies)
    for name in names:
        meant = [number for number, agency in enumerate(agencies) if among(name, agency) is True]
        assert list(directory.named(name)) == meant
        by_letters = [number for number, agency in enumerate(agencies) if number in meant or initials(agency[0]) == name.upper()]
        assert directory.going_by(name) == tuple(agencies[number] for number in by_letters)
    assert directory.going_by("SNV")


@pytest.mark.slow
def test_the_longest_cell_is_compared_without_failing():
    assert may_be_called("a " * 16000, "a " * 16000 + "b", Directory(UNITS).going_by) is False
    assert may_belong("a " * 16000, "b " * 16000) is False
