from evidence.document import kit

from parcli.core.fingerprint import SIZE, hashes, likeness
from parcli.evidence.document import read

TEXT = [f"nội dung thứ {number} của báo cáo nói về việc số {number * 7} và đơn vị {number * 3}" for number in range(30)]


def sketch(lines, **more):
    return hashes(read(kit.page(body=tuple(lines), **more), "text", 1).fingerprint)


def test_the_heading_does_not_count():
    other = sketch(
        TEXT, left=("UBND QUẬN BA ĐÌNH", "PHÒNG NỘI VỤ", "Số: 77/BC-PNV"), right=(kit.STATE, kit.MOTTO, "Ba Đình, ngày 09 tháng 3 năm 2023")
    )
    assert likeness(sketch(TEXT), other) == 100


def test_a_few_changed_lines_are_near_and_another_text_is_far():
    changed = [*TEXT[:28], "một dòng khác hẳn với mọi dòng khác", "và thêm một dòng nữa cũng khác"]
    assert 75 <= likeness(sketch(TEXT), sketch(changed)) < 100
    assert likeness(sketch(TEXT), sketch([f"{line} khác biệt {number}" for number, line in enumerate(reversed(TEXT[:4]), 900)] * 3)) < 40


def test_marks_and_case_of_letters_do_not_count():
    assert sketch(TEXT) == sketch([line.upper() for line in TEXT])


def test_a_short_text_has_none_and_a_long_one_no_more_than_its_size():
    assert sketch(TEXT[:1]) == ()
    assert len(sketch(TEXT)) == SIZE
    assert list(sketch(TEXT)) == sorted(sketch(TEXT))


def test_the_words_of_the_page_are_counted():
    words = read(kit.page(body=("một hai ba - bốn",)), "text", 1)
    heading = f"{kit.OFFICE[0]} {kit.OFFICE[1]} Số: 05/BC-SNV BÁO CÁO Kết quả cải cách hành chính".split()
    right = f"{kit.STATE} Độc lập Tự do Hạnh phúc {kit.DAY}".split()
    assert words.words == len(heading) + len(right) + 4
