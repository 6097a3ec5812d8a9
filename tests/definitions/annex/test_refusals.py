"""One bad annex file for each refusal, and the smallest cause of every remark on an annex."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from fractions import Fraction

import pytest
from definitions.annex import kit, test_layouts
from docx import Document
from openpyxl import Workbook
from openpyxl.worksheet.cell_range import CellRange
from PIL import Image

from parcli.core.findings import CATALOGUE, Severity
from parcli.core.limits import Limits
from parcli.definitions.annex import figures, file
from parcli.messages import words

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TABLE = [["TT", "Tiêu chí", "Điểm tối đa", "Cách tính điểm"], ["I", "Chung", "2", ""], ["1", "Một", "2", "Có: 2; không: 0"]]
GOOD = kit.word(TABLE)
HEADING = TABLE[0]


def picture() -> io.BytesIO:
    target = io.BytesIO()
    Image.new("L", (20, 20), 128).save(target, "PNG")
    target.seek(0)
    return target


def scan() -> bytes:
    document = Document()
    document.add_paragraph("Trang 1")
    document.add_picture(picture())
    return kit.saved(document)


def bomb() -> bytes:
    return kit.rezipped(GOOD, **{"word/media/image1.xml": b"<a>" + b" " * 40_000_000 + b"</a>"})


def doctype() -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        text = archive.read("word/document.xml")
    return kit.rezipped(GOOD, **{"word/document.xml": text.replace(b"<w:document", b'<!DOCTYPE a [<!ENTITY b "c">]><w:document', 1)})


def odt() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<a/>")
    return target.getvalue()


def wide() -> bytes:
    """Return a table with more cells in a row than Word allows."""

    def widened(document: Document) -> None:
        row = document.tables[0].rows[0]._tr
        for _ in range(60):
            row.append(kit.parse_xml(f"<w:tc {kit.nsdecls('w')}><w:p/></w:tc>"))

    return kit.word(TABLE, touch=widened)


def corners() -> bytes:
    """Return sheets with few cells that each reach far to the right."""
    rows = [["", *[""] * 98, "x"]] * 4000
    return kit.excel(a=rows, b=rows, c=rows)


def merged() -> bytes:
    book = Workbook()
    for place in range(1, 2201, 100):
        book.active.merged_cells.ranges.add(CellRange(f"A{place}:CV{place + 99}"))
    return kit.saved(book)


BAD = {
    "pdf": (b"%PDF-1.7\n", "IM101", ("PDF", ".docx")),
    "rtf": (rb"{\rtf1 a}", "IM101", ("RTF",)),
    "old-word": (OLE + b"\x00" * 600, "IM101", (".doc",)),
    "odt": (odt(), "IM101", (".odt",)),
    "empty": (b"", "IM101", ("0 byte",)),
    "web-page": (b"<html><table></table></html>", "IM101", ("HTML",)),
    "password": (OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600, "IM102", ("mật khẩu",)),
    "cut-in-half": (GOOD[: len(GOOD) // 2], "IM103", ("hỏng",)),
    "not-xml": (kit.rezipped(GOOD, **{"word/document.xml": b"<w:document"}), "IM103", ("hỏng",)),
    "doctype": (doctype(), "IM103", ("DOCTYPE",)),
    "no-content-types": (kit.rezipped(GOOD, **{"[Content_Types].xml": None}), "IM103", ("hỏng",)),
    "bomb": (bomb(), "IM104", ("XML bytes",)),
    "ten-thousand-rows": (kit.excel(a=[*TABLE, *[["", "", "", "x"]] * 5001]), "IM104", ("trang tính", "5000")),
    "many-rows-in-word": (kit.rezipped(GOOD, **{"word/more.xml": b"<a>" + b"<w:tr/>" * 5001 + b"</a>"}), "IM104", ("số dòng của các bảng", "5000")),
    "many-columns-in-word": (wide(), "IM104", ("số cột của bảng", "63")),
    "many-places": (corners(), "IM104", ("trang tính",)),
    "many-merged-cells": (merged(), "IM104", ("số ô gộp", "200000")),
    "no-table": (kit.word("Điều 1. Ban hành bộ chỉ số.", "x" * 500), "IM105", ("không có bảng",)),
    "empty-sheet": (kit.excel(a=[]), "IM105", ("không có bảng",)),
    "scan": (scan(), "IM106", ("bản quét",)),
    "other-table": (kit.word([["ỦY BAN NHÂN DÂN", "CỘNG HÒA"], ["Số:", "Hà Nội"]]), "IM107", ("hàng tiêu đề",)),
    "two-annexes": (test_layouts.decision(), "IM108", ("--annex", "PHỤ LỤC 1", "Phụ lục II")),
}
NOT_FOUND = kit.refused(GOOD, 3)
NOTHING = kit.word([HEADING, ["1", "Một", "", "Chấm theo thực tế"]])


@pytest.mark.parametrize("name", BAD)
def test_every_bad_file_is_refused_in_a_clear_sentence(name: str) -> None:
    content, code, said = BAD[name]
    findings = kit.refused(content)
    assert [one.code for one in findings] == [code]
    worded = words("vi").finding(findings[0])
    assert all(word in f"{worded.message} {worded.remedy}" for word in said), worded.message
    assert findings[0].severity == Severity.ERROR


def test_a_number_that_no_annex_has() -> None:
    assert [(one.code, dict(one.values)["number"]) for one in NOT_FOUND] == [("IM109", "3")]


def test_a_table_of_which_nothing_can_be_written() -> None:
    made = kit.drafted(NOTHING)
    assert made.areas == ()
    assert [one.code for one in made.findings if one.severity == Severity.ERROR] == ["IM110"]


@pytest.mark.parametrize("cut", range(0, len(GOOD), max(1, len(GOOD) // 25)))
def test_a_file_cut_anywhere_gives_no_traceback(cut: int) -> None:
    annexes, findings = file.read(GOOD[:cut], "x", Limits())
    assert annexes == ()
    assert len(findings) == 1


@pytest.mark.parametrize("seed", range(25))
def test_damaged_bytes_give_no_traceback(seed: int) -> None:
    content = bytearray(GOOD)
    for place in range(seed * 97 % 500, len(content), 500 + seed):
        content[place] ^= 0x5A
    annexes, findings = file.read(bytes(content), "x", Limits())
    assert annexes or findings


def test_spans_that_no_table_can_have_are_bounded() -> None:
    def wide(document: Document) -> None:
        cell = document.tables[0].cell(2, 3)._tc.get_or_add_tcPr()
        cell.append(kit.parse_xml(f'<w:gridSpan {kit.nsdecls("w")} w:val="999999999"/>'))

    assert list(kit.codes(kit.drafted(kit.word(TABLE, touch=wide)))) == ["I", "I.1"]


def test_a_zip_whose_sizes_lie() -> None:
    content = bytearray(GOOD)
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    annexes, findings = file.read(bytes(content), "x", Limits())
    assert annexes or [one.code for one in findings] == ["IM103"]


def _of(*rows: list[str]) -> set[str]:
    return kit.found_codes(kit.drafted(kit.word([["TT", "Tiêu chí", "Điểm tối đa", "Cách tính điểm", "Đầu mối"], *rows])))


AREA = ["I", "Chung", "2", "", ""]
ITEM = ["1", "Một", "2", "Có: 2; không: 0", ""]
CAUSES = {
    "IM201": _of(["I", "Chung", "3", "", ""], ITEM),
    "IM202": _of(AREA, ITEM),
    "IM203": _of(AREA, ["?", "Một", "2", "Có: 2; không: 0", ""]),
    "IM204": _of(["I", "Chung", "2", "", ""], ["1.1", "Một", "2", "Có: 2; không: 0", ""], ["2", "Hai", "2", "Có: 2; không: 0", ""]),
    "IM205": _of(AREA, ITEM, ["2", "Hai", "", "Có: 2; không: 0", ""]),
    "IM206": _of(["I", "Chung", "", "", ""], ITEM),
    "IM207": _of(AREA, ["1", "Một", "2", "Theo quy chế của ngành", ""]),
    "IM208": kit.found_codes(kit.drafted(GOOD, proposing=lambda asked: kit.draft.Proposal({"type": "points", "step": "1.5"}, (), {}))),  # noqa: ARG005
    "IM209": _of(["", "Áp dụng cho mọi đơn vị", "", "", ""], AREA, ITEM),
    "IM210": _of(AREA, ITEM),
    "IM211": _of(AREA, ITEM, ["", "Tổng cộng", "9", "", ""]),
    "IM212": kit.found_codes(kit.drafted(kit.word(TABLE, [["Nơi nhận", "CHỦ TỊCH"]]))),
    "IM213": _of(AREA, ITEM, ["II", "Điểm thưởng", "2", "", ""], ITEM),
    "IM214": kit.found_codes(kit.drafted(kit.excel(a=test_layouts.SURVEYED))),
    "IM215": kit.found_codes(kit.drafted(GOOD, proposing=lambda asked: kit.draft.Proposal({"type": "points"}, ("Câu này",), {}))),  # noqa: ARG005
    "IM216": _of(["I", "Chung", "4", "", ""], ITEM, ITEM),
    "IM217": _of(AREA, ["1", "Một", "2", "Hội đồng thẩm định đánh giá", ""]),
    "IM219": _of(["I", "Tác động (điều tra xã hội học)", "2", "", ""], ["1", "Một", "2", "", ""]),
    "IM220": kit.found_codes(kit.drafted(GOOD, proposing=lambda asked: kit.draft.Proposal({"type": "points"}, (), {"labels": "derived"}))),  # noqa: ARG005
    "IM221": kit.found_codes(kit.drafted(kit.word(TABLE, "Ghi chú: x"))),
    "IM222": kit.found_codes(kit.drafted(kit.word(TABLE, *(f"Đoạn {place}" for place in range(50))))),
    "IM223": kit.found_codes(
        kit.drafted(
            kit.word([["TT", "Tiêu chí", "Thang điểm chi tiết", "Điểm tối đa"], ["1", "Chung", "", "2"], ["1.1", "Một", "Có: 2; không: 0", "2"]])
        )
    ),
    "IM224": kit.found_codes(
        kit.drafted(kit.word([["TT", "Tiêu chí", "Thang điểm"], *([str(place), "Một", "Có: 2; không: 0"] for place in range(1, 7))]))
    ),
    **{code: {code} for _, code, _ in BAD.values()},
    "IM109": {one.code for one in NOT_FOUND},
    "IM110": kit.found_codes(kit.drafted(NOTHING)),
}


@pytest.mark.parametrize("code", CAUSES)
def test_every_remark_has_a_smallest_cause(code: str) -> None:
    assert code in CAUSES[code]
    assert code in CATALOGUE


@pytest.mark.parametrize(
    "text", ["tối đa " * 22 + "x", "điểm tối đa " * 6 + "x", "cộng trừ " * 8 + "x", "tối đa " * 50_000, " " * 50_000, "(" * 50_000]
)
def test_a_cell_made_to_take_long_is_no_points_at_once(text: str) -> None:
    begun = time.process_time()
    assert figures.points(text) is None
    assert figures.in_title(text) == (text, None)
    assert not figures.ends_with(text, "2")
    assert time.process_time() - begun < 0.5, "milliseconds on a quiet machine"


@pytest.mark.parametrize(
    ("text", "value"), [("Điểm tối đa là: 5 điểm", 5), ("tối đa cộng: 2", 2), ("tối đa: 1,5đ.", Fraction(3, 2)), ("2" + " " * 90, None)]
)
def test_points_are_read_as_before_up_to_a_length(text: str, value: Fraction | None) -> None:
    assert figures.points(text) == value


def test_a_number_has_few_parts() -> None:
    eight = "1." * 7 + "1"
    assert figures.number(eight) == figures.Number(("1",) * 8, eight)
    assert figures.number(f"{eight}.1") is None
    assert figures.number("1." * 20_000 + "1") is None
    assert figures.leading(f"{eight}.1 Tiêu chí", alone=True) is None
    made = kit.drafted(kit.word([*TABLE, ["1." * 1000 + "1", "Hai", "0", "Có: 0; không: 0"]]))
    assert "I.1" in kit.codes(made)


def test_the_text_of_an_automatic_number_is_bounded() -> None:
    def counted(document: Document) -> None:
        kit.count(document.tables[0].cell(2, 1), kit.numbered(document, [("lowerRoman", "%1" * 50_000)]), 0)

    made = kit.drafted(kit.word(TABLE, touch=counted))
    assert len(kit.items(made)["I.1"]["title"]) <= 110


def test_of_many_annexes_the_first_are_listed() -> None:
    content = kit.word(*(part for number in range(1, 16) for part in (f"Phụ lục {number}", TABLE)))
    listed = dict(kit.refused(content)[0].values)["annexes"]
    assert listed.endswith("12: Phụ lục 12; … (+3)")
    assert dict(kit.refused(content, 99)[0].values)["annexes"] == listed
