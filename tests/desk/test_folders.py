"""Where evidence belongs, told by the folders it came in."""

from __future__ import annotations

import unicodedata

import pytest

from parcli.desk import folders

CODES = {"I.1", "I.1.2", "I.1.10", "II-3", "B.1", "bao-cao"}


@pytest.mark.parametrize(
    ("folder", "code"),
    [
        ("I.1.2", "I.1.2"),
        ("i.1.2", "I.1.2"),
        ("I.1.2 Mức độ hoàn thành", "I.1.2"),
        ("I.1.2. Mức độ", "I.1.2"),
        ("I.1.2-Mức độ", "I.1.2"),
        ("I.1.2_abc", "I.1.2"),
        ("I.1.2.zip", "I.1.2"),
        ("I.1.10 Tỷ lệ", "I.1.10"),
        ("I.1 Kế hoạch", "I.1"),
        ("I.1.3 Không có", None),
        ("I.12", None),
        ("II-3 Nhóm", "II-3"),
        ("bao-cao Báo cáo tự chấm điểm đã ký", "bao-cao"),
        ("bao-cao", "bao-cao"),
        ("Báo cáo", None),
        ("", None),
    ],
)
def test_a_folder_begins_with_the_code(folder: str, code: str | None) -> None:
    assert folders.code_of(folder, CODES) == code


@pytest.mark.parametrize(
    ("inner", "above", "path"),
    [
        ((), (), "a.pdf"),
        (("evidence",), (), "a.pdf"),
        (("evidence", "I.1.2 Tỷ lệ"), (), "I.1.2/a.pdf"),
        (("evidence", "I.1.2 Tỷ lệ", "sâu"), (), "I.1.2/sâu/a.pdf"),
        (("Hồ sơ", "EVIDENCE", "khác"), (), "khác/a.pdf"),
        (("Tài liệu kiểm chứng", "I.1"), (), "I.1/a.pdf"),
        ((unicodedata.normalize("NFD", "minh chứng"), "x"), (), "x/a.pdf"),
        (("minh_chung.zip", "x"), (), "x/a.pdf"),
        (("Nội dung I", "I.1.2"), (), "I.1.2/a.pdf"),
        (("công văn",), (), "công văn/a.pdf"),
        ((), ("thư", "I.1.2 Tỷ lệ"), "I.1.2/a.pdf"),
        (("x",), ("I.1.2.zip",), "I.1.2/x/a.pdf"),
        (("evidence", "x"), ("I.1.2.zip",), "x/a.pdf"),
        (("x",), ("I.1.2", "đơn vị"), "x/a.pdf"),
    ],
)
def test_paths_under_evidence(inner: tuple[str, ...], above: tuple[str, ...], path: str) -> None:
    assert folders.evidence_path(inner, above, "a.pdf", CODES) == path
