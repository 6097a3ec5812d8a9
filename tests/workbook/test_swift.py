"""openpyxl reads the same with less work, and is itself again afterwards."""

from __future__ import annotations

import io
from xml.etree.ElementTree import ParseError

import pytest
from openpyxl import load_workbook
from openpyxl.reader import excel
from openpyxl.worksheet import _reader
from workbook import kit

from parcli.container.book import opened
from parcli.container.swift import swift
from parcli.workbook import names

STRINGS = "xl/sharedStrings.xml"
OTHERS = [
    "<si><r><rPr><b/></rPr><t>in </t></r><r><t>đậm</t></r></si>",
    "<si><t>漢</t><rPh sb='0' eb='1'><t>かん</t></rPh></si>",
    "<si><t xml:space='preserve'>  _x005F_x000D_ &lt;5% </t></si>",
    "<si><t/></si>",
    "<si/>",
]


def cells(book):
    return {(sheet.title, place): (cell.value, cell.data_type) for sheet in book.worksheets for place, cell in sheet._cells.items()}


@pytest.mark.parametrize("text", OTHERS)
def test_every_kind_of_shared_text_is_read_as_openpyxl_reads_it(small, text):
    parts = kit.parts(small.filled(small.clerks(1)))
    before, _, after = parts[STRINGS].decode().partition("<si>")
    parts[STRINGS] = f"{before}{text}{after.partition('</si>')[2]}".encode()
    content = kit.zipped(parts)
    assert cells(opened(content)) == cells(load_workbook(io.BytesIO(content)))


def test_what_openpyxl_refuses_is_refused(small):
    parts = kit.parts(small.filled(small.clerks(1)))
    content = kit.zipped(parts | {STRINGS: parts[STRINGS].replace(b"<si>", b"<si x='1'>", 1)})
    for way in (opened, lambda content: load_workbook(io.BytesIO(content))):
        with pytest.raises(TypeError):
            way(content)


def test_openpyxl_is_itself_again_also_after_a_failure(small):
    own = _reader.iterparse, excel.read_string_table
    parts = kit.parts(small.filled(small.clerks(1)))
    opened(kit.zipped(parts))
    assert (_reader.iterparse, excel.read_string_table) == own
    with pytest.raises(ParseError):
        opened(kit.zipped(parts | {kit.SHEET_FILE[names.SCORING]: b"<a>"}))
    assert (_reader.iterparse, excel.read_string_table) == own


def test_a_version_without_a_name_reads_in_its_own_way(small, monkeypatch):
    content = small.filled(small.clerks(1))
    quick = cells(opened(content))
    own = excel.read_string_table
    monkeypatch.delattr(_reader, "iterparse")
    with swift():
        assert not hasattr(_reader, "iterparse")
        assert excel.read_string_table is not own
    monkeypatch.undo()
    assert cells(load_workbook(io.BytesIO(content))) == quick
