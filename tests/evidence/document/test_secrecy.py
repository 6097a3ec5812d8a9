import pytest
from evidence.document import kit

from parcli.core.document import DocumentWords
from parcli.evidence.document import read


@pytest.mark.parametrize(
    ("printed", "mark"),
    [
        ("MẬT", "MẬT"),
        ("M Ậ T", "MẬT"),
        ("TỐI MẬT", "TỐI MẬT"),
        ("T Ố I M Ậ T", "TỐI MẬT"),
        ("TUYỆT MẬT", "TUYỆT MẬT"),
        ("ĐỘ MẬT: MẬT", "MẬT"),
        ("Độ mật: Tối mật", "TỐI MẬT"),
    ],
)
@pytest.mark.parametrize("source", ["text", "ocr"])
def test_a_mark_stops_everything_else(printed, mark, source):
    words = read(kit.page(left=(*kit.OFFICE, "Số: 05/BC-SNV", printed)), source, 1)
    assert words == DocumentWords(source, secrecy=mark)


@pytest.mark.parametrize("place", ["number", "state", "flat"])
def test_a_mark_beside_other_words_is_seen(place):
    pages = {
        "number": kit.page(left=(*kit.OFFICE, "Số: 05/BC-SNV   MẬT")),
        "state": kit.page(left=("", *kit.OFFICE, "Số: 05/BC-SNV"), right=(f"MẬT {kit.STATE}", kit.MOTTO, kit.DAY)),
        "flat": kit.flat("MẬT", *kit.OFFICE, "Số: 05/BC-SNV", kit.STATE, kit.MOTTO, kit.DAY, "BÁO CÁO", "Kết quả"),
    }
    assert read(pages[place], "text", 1) == DocumentWords("text", secrecy="MẬT")


@pytest.mark.parametrize(
    "left",
    [
        ("BAN CHỈ ĐẠO BẢO VỆ", "BÍ MẬT NHÀ NƯỚC", "Số: 05/BC-SNV"),
        ("BAN CHỈ ĐẠO BẢO VỆ BÍ", "MẬT", "Số: 05/BC-SNV"),
        (*kit.OFFICE, "Số: 05/BC-SNV", "V/v bảo vệ bí mật nhà nước"),
        (*kit.OFFICE, "Số: 05/BC-SNV", "MẬT ĐỘ DÂN SỐ"),
        (*kit.OFFICE, "Số: 05/BC-SNV", "MẮT"),
    ],
)
def test_the_word_within_a_name_is_no_mark(left):
    assert not read(kit.page(left=left), "text", 1).secrecy


@pytest.mark.parametrize("text", ["MẬT KHẨU", "Mật độ dân số", "Tăng cường bảo vệ bí mật nhà nước"])
def test_the_word_in_a_subject_is_no_mark(text):
    assert not read(kit.page(below=("BÁO CÁO", text)), "text", 1).secrecy


def test_the_word_alone_in_the_text_below_is_no_mark():
    assert not read(kit.page(body=(*kit.BODY, "một dòng", "một dòng nữa", "MẬT")), "text", 1).secrecy


@pytest.mark.parametrize(
    "issuer",
    [
        ("BAN CHỈ ĐẠO", "CHƯƠNG TRÌNH MỤC TIÊU", "XÂY DỰNG NÔNG THÔN MỚI", "THÀNH PHỐ HÀ NỘI"),
        ("TỔ CÔNG TÁC", "ĐỀ ÁN 06", "THÀNH PHỐ HÀ NỘI", "TIỂU BAN CHUYỂN ĐỔI SỐ"),
        ("BAN QUẢN LÝ", "DỰ ÁN GIAO THÔNG", "CÁC CÔNG TRÌNH TRỌNG ĐIỂM"),
    ],
)
def test_a_type_word_in_the_issuer_does_not_end_the_search(issuer):
    left = ("UBND THÀNH PHỐ HÀ NỘI", *issuer, "Số: 05/BC-BQL", "V/v kiểm tra", "HỎA TỐC", "MẬT")
    assert read(kit.page(left=left), "text", 1).secrecy == "MẬT"
    flat = kit.flat(*left, kit.STATE, kit.MOTTO, kit.DAY, "BÁO CÁO", "Kết quả")
    assert read(flat, "text", 1).secrecy == "MẬT"


@pytest.mark.parametrize("source", ["text", "ocr"])
@pytest.mark.parametrize(
    ("printed", "mark"),
    [
        *((form, "MẬT") for form in ("MẬT - HỎA TỐC", "MẬT HỎA TỐC", "MẬT/KHẨN", "MẬT, KHẨN", "HỎA TỐC - MẬT")),
        *((form, "MẬT") for form in ("MẬT (bản số 01)", "MẬT Bản số: 03", "MẬT-01", "DẤU MẬT", "VĂN BẢN MẬT", "TÀI LIỆU MẬT", "Mật")),
        ("TỐI MẬT (A)", "TỐI MẬT"),
        ("Tối mật", "TỐI MẬT"),
    ],
)
def test_a_mark_is_seen_in_its_plain_forms(printed, mark, source):
    assert read(kit.page(left=(*kit.OFFICE, "Số: 05/BC-SNV", printed)), source, 1).secrecy == mark


@pytest.mark.parametrize(
    "given",
    [
        {"below": ("BÁO CÁO", "Công bố TTHC lĩnh vực nuôi ong", "MẬT")},
        {"below": ("BÁO CÁO", "CÔNG TÁC GIẢI", "MẬT")},
        {"below": ("BÁO CÁO", "Công tác bảo vệ bí mật nhà nước và danh mục", "TỐI MẬT")},
        {"left": ("UBND THÀNH PHỐ HÀ NỘI", "HỢP TÁC XÃ ONG", "MẬT", "Số: 05/BC-SNV")},
    ],
)
def test_the_last_line_of_a_wrapped_title_or_issuer_is_no_mark(given):
    assert not read(kit.page(**given), "text", 1).secrecy


def test_a_mark_right_under_the_bare_title_is_seen():
    assert read(kit.page(below=("BÁO CÁO", "MẬT")), "text", 1).secrecy == "MẬT"
