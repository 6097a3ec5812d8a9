"""One workbook for each refusal: the code, the cell, and what is said of it; all at once, and no file brings a traceback."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from setup import desk

from parcli.messages import words
from parcli.setup import layout


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/big.bin", b"\0" * 20_000_000)
    return stream.getvalue()


def cell(sheet: str, address: str, value: Any) -> Callable[[Any], None]:
    def change(opened: Any) -> None:
        opened[sheet][address] = value

    return change


def without_identity(opened: Any) -> None:
    opened["Danh sách chọn"]["A1"] = None
    del opened.defined_names[layout.IDENTITY_NAME]
    del opened.custom_doc_props[layout.IDENTITY_NAME]


UNITS, EXEMPT, EXCLUDED, WAIVED = "Đơn vị", "Không áp dụng", "Không xếp hạng", "Trường hợp được chấp thuận"
# Code: content or change, then sheet, cell and values of the complaint.
CAUSES: dict[str, tuple[bytes | Callable[[Any], None], str | None, str | None, dict[str, str]]] = {
    "ST101": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, None, None, {"found": ".xls"}),
    "ST102": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), None, None, {}),
    "ST103": (desk.book()[:-3000], None, None, {"reason": "BadZipFile"}),
    "ST104": (bomb(), None, None, {"limit": "200"}),
    "ST105": (without_identity, None, None, {"expected": "thu/2023; thu"}),
    "ST106": (cell("Danh sách chọn", "A1", "parcli-setup-1;thu/2024;thu;0"), None, None, {"found": "thu/2024; thu"}),
    "ST107": (lambda opened: opened.remove(opened[EXCLUDED]), EXCLUDED, None, {}),
    "ST108": (lambda opened: opened[UNITS].delete_cols(9), UNITS, None, {"name": "Hoạt động đến hết ngày"}),
    "ST109": (cell(UNITS, "E4", "Đầu mối liên hê mới"), UNITS, "E4", {"found": "Đầu mối liên hê mới", "suggestion": "Đầu mối liên hệ"}),
    "ST110": (cell(UNITS, "J4", "Khối"), UNITS, "J4", {"found": "Khối", "first": "C4"}),
    "ST111": (cell(UNITS, "B5", '="a"&"b"'), UNITS, "B5", {"column": "Tên đơn vị"}),
    "ST112": (cell(UNITS, "A6", 4), UNITS, "A6", {"column": "Mã đơn vị", "found": "4"}),
    "ST113": (cell(UNITS, "F6", "31/02/2023"), UNITS, "F6", {"found": "31/02/2023"}),
    "ST114": (
        cell(EXEMPT, "E5", "Không thuộc chức năng"), EXEMPT, "E5",
        {"found": "Không thuộc chức năng", "known": "Không phát sinh trong năm; Không thuộc chức năng, nhiệm vụ", "suggestion": "Không thuộc chức năng, nhiệm vụ"},
    ),
    "ST115": (cell(EXEMPT, "F5", "  "), EXEMPT, "F5", {"column": "Lý do"}),
    "ST116": (cell(UNITS, "A6", "SO-NOI-VU"), UNITS, "A6", {"found": "SO-NOI-VU", "first": "A5"}),
    "ST117": (cell(EXEMPT, "A5", "00005"), EXEMPT, "A5", {"found": "00005", "suggestion": "00004"}),
}  # fmt: skip


def content_of(cause: bytes | Callable[[Any], None]) -> bytes:
    return cause if isinstance(cause, bytes) else desk.changed(cause)


@pytest.mark.parametrize("code", CAUSES)
def test_each_fault_is_told_with_its_place(code: str) -> None:
    cause, sheet, address, values = CAUSES[code]
    register, findings = desk.read(content_of(cause))
    assert register is None
    one = next(each for each in findings if each.code == code)
    assert (one.file, one.sheet, one.cell) == ("thiet-lap.xlsx", sheet, address)
    assert values.items() <= dict(one.values).items()
    assert all("{" not in words(language).finding(one).message for language in ("vi", "en"))


@pytest.mark.parametrize("name", ["ST116", "ST113", "ST111", "ST112", "ST115"])
def test_the_fault_stands_alone(name: str) -> None:
    _, findings = desk.read(content_of(CAUSES[name][0]))
    echoes = {"ST117"} if name in ("ST112", "ST116") else set()
    assert {one.code for one in findings} - echoes == {name}


@pytest.mark.parametrize("raw", [datetime.combine(date(2023, 12, 5), time(8, 30)), time(8), -1.5, True, "12/2023", "05-12-23", "mai"])
def test_what_is_no_day_is_told(raw: Any) -> None:
    _, findings = desk.read(desk.changed(cell(UNITS, "F5", raw)))
    assert [(one.code, one.cell) for one in findings] == [("ST113", "F5")]


@pytest.mark.parametrize("raw", [1.10, 7, True, date(2023, 5, 1)])
def test_what_is_no_text_is_told(raw: Any) -> None:
    _, findings = desk.read(desk.changed(cell(EXEMPT, "C5", raw)))
    assert [(one.code, one.cell) for one in findings] == [("ST112", "C5")]


def test_all_faults_are_told_at_once() -> None:
    def change(opened: Any) -> None:
        for address, value in (("A5", None), ("C6", "sở"), ("F5", "x")):
            opened[UNITS][address] = value
        opened[WAIVED]["A5"] = "EV204"
        opened[EXCLUDED]["C5"] = "xong"

    _, findings = desk.read(desk.changed(change))
    assert [(one.code, one.cell) for one in findings if one.sheet == UNITS] == [("ST115", "A5"), ("ST113", "F5"), ("ST114", "C6")]
    assert {one.cell for one in findings if one.sheet == WAIVED} == {"B5", "E5", "F5", "G5"}
    assert {(one.code, one.cell) for one in findings if one.sheet == EXCLUDED} >= {("ST114", "C5"), ("ST115", "A5"), ("ST115", "D5")}


def test_text_beside_the_table_is_told_and_columns_to_look_at_are_not_read() -> None:
    def change(opened: Any) -> None:
        opened[UNITS]["K6"] = "ghi thêm"
        opened[EXEMPT]["B5"] = "=1+1"

    _, findings = desk.read(desk.changed(change))
    assert [(one.code, one.cell, dict(one.values)["found"]) for one in findings] == [("ST109", "K6", "ghi thêm")]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(some.data())
def test_damaged_bytes_are_a_finding_and_never_a_traceback(data: some.DataObject) -> None:
    content = bytearray(desk.book())
    for place in data.draw(some.lists(some.integers(0, len(content) - 1), min_size=1, max_size=20)):
        content[place] ^= data.draw(some.integers(1, 255))
    register, findings = desk.read(bytes(content))
    assert (register is None) == bool(findings)


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"%PDF-1.7", b"<html>", b"PK\x03\x04"])
def test_other_files_are_refused(content: bytes) -> None:
    register, findings = desk.read(content)
    assert register is None
    assert {one.code for one in findings} <= {"ST101", "ST103"}
