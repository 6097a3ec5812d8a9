"""Before a workbook library sees a file, it is known what the file is and whether it is safe to open."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import time
import warnings
import zipfile
import zlib

import pytest
from openpyxl import Workbook
from workbook import kit

from parcli import container
from parcli.core.limits import Limits
from parcli.workbook import names

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SECONDS = 0.3


def _plain():
    target = io.BytesIO()
    Workbook().save(target)
    return target.getvalue()


PLAIN = _plain()


def _with(**members):
    """Return a plain workbook with parts replaced or added; None takes one away."""
    parts = kit.parts(PLAIN) | {name: text if isinstance(text, bytes) else (text or "").encode() for name, text in members.items()}
    return kit.zipped({name: content for name, content in parts.items() if members.get(name, "") is not None})


def _sheet(body, head=HEAD):
    return f"{head}<worksheet {NS}>{body}</worksheet>"


def _of_sheet(body, head=HEAD):
    return _with(**{"xl/worksheets/sheet1.xml": _sheet(body, head)})


def _of_row(cells):
    return _of_sheet(f'<sheetData><row r="1">{cells}</row></sheetData>')


def _stored(entries):
    """Return a zip of names and contents that may stand twice."""
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in entries:
                archive.writestr(name, content)
    return target.getvalue()


def _all(*extra):
    return _stored([*kit.parts(PLAIN).items(), *extra])


def _other_office(*names_of_parts):
    return _stored([(name, b"<x/>") for name in names_of_parts])


def _lying():
    """A part that says it is small; the truth comes out while it is unpacked."""
    content = _all(("xl/media/a.xml", b"<a>" + b" " * 3_000_000 + b"</a>"))
    return content.replace(struct.pack("<L", 3_000_007), struct.pack("<L", 10))


def _overlapping():
    """Many names, one body: little in the file, much unpacked."""
    body = zlib.compress(b"<a/>" + b" " * 100_000)[2:-4]
    check, size = zlib.crc32(b"<a/>" + b" " * 100_000), 100_004
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 33, check, len(body), size, 15, 0) + b"xl/workbook.xml" + body
    directory = b""
    for place in range(50):
        name = b"xl/workbook.xml" if place == 0 else f"xl/work{place:04d}.xml".encode()
        directory += struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, check, len(body), size, len(name), 0, 0, 0, 0, 0, 0) + name
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 50, 50, len(directory), len(local), 0)
    return local + directory + end


def _encrypted_part():
    content = bytearray(PLAIN)
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


STRICT = kit.parts(PLAIN)["xl/workbook.xml"].replace(
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
)
DEEP = "<a>" * 200_000 + "</a>" * 200_000
REFUSED = {
    "xls": (OLE + b"\x00" * 600, "WB103", ".xls"),
    "encrypted": (OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "WB104", None),
    "csv": ("Mã;Điểm\nI.1;5\n".encode(), "WB103", "csv/txt"),
    "csv-bom": ("\ufeffMã;Điểm\nI.1;5\n".encode(), "WB103", "csv/txt"),
    "html": (b"  <html><table></table></html>", "WB103", "HTML/XML"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "WB103", "PDF"),
    "nothing": (b"", "WB103", "0 byte"),
    "noise": (bytes(range(256)) * 9, "WB103", "?"),
    "truncated": (PLAIN[: len(PLAIN) // 2], "WB105", None),
    "truncated-by-a-little": (PLAIN[:-30], "WB105", None),
    "damaged": (PLAIN[:300] + bytes(40) + PLAIN[340:], "WB105", None),
    "declared-bomb": (_with(**{"xl/media/a.bin": b"\x00" * 120 * 1024 * 1024}), "WB107", "zip ratio|unzipped bytes"),
    "ratio-bomb": (_with(**{"xl/media/a.bin": b"\x00" * 4 * 1024 * 1024}), "WB107", "zip ratio"),
    "many-parts": (_all(*((f"xl/media/{place}.png", b"") for place in range(1100))), "WB107", "parts"),
    "too-large": (PLAIN + b"\x00" * 11 * 1024 * 1024, "WB107", "bytes"),
    "lying-size": (_lying(), "WB105", None),
    "overlapping": (_overlapping(), "WB105", "zip"),
    "encrypted-part": (_encrypted_part(), "WB105", None),
    "doctype": (_of_sheet("<sheetData/>", f'{HEAD}<!DOCTYPE x [<!ENTITY a "b">]>'), "WB105", "DOCTYPE"),
    "doctype-elsewhere": (_with(**{"xl/strange.bin": '<?xml version="1.0"?><!DOCTYPE x><x/>'}), "WB105", "DOCTYPE"),
    "doctype-utf-16": (_with(**{"xl/styles.xml": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><x/>'.encode("utf-16")}), "WB105", "DOCTYPE"),
    "doctype-utf-16-unmarked": (_with(**{"xl/styles.xml": "<!DOCTYPE x><x/>".encode("utf-16-be")}), "WB105", "DOCTYPE"),
    "strange-encoding": (_with(**{"xl/styles.xml": '<?xml version="1.0" encoding="UTF-7"?><x/>'}), "WB105", "encoding"),
    "strict": (_with(**{"xl/workbook.xml": STRICT}), "WB106", None),
    "ods": (_other_office("mimetype", "content.xml"), "WB103", ".ods"),
    "docx": (_other_office("[Content_Types].xml", "word/document.xml"), "WB103", ".docx"),
    "xlsb": (_other_office("[Content_Types].xml", "xl/workbook.bin"), "WB103", ".xlsb"),
    "zip": (_other_office("a.txt"), "WB103", "zip"),
    "twice": (_all(("xl/worksheets/sheet1.xml", b"<x/>")), "WB105", "zip"),
    "twice-by-case": (_all(("xl/worksheets/SHEET1.xml", b"<x/>")), "WB105", "zip"),
    "upward": (_all(("../evil.xml", b"<x/>")), "WB105", "zip"),
    "upward-inside": (_all(("xl/../../evil.xml", b"<x/>")), "WB105", "zip"),
    "backslash": (_all(("xl\\evil.xml", b"<x/>")), "WB105", "zip"),
    "absolute": (_all(("/etc/evil.xml", b"<x/>")), "WB105", "zip"),
    "giant-merge": (_of_sheet('<sheetData/><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'), "WB107", "merged cells"),
    "giant-merge-columns": (_of_sheet('<sheetData/><mergeCells><mergeCell ref="A:XFD"/></mergeCells>'), "WB107", "merged cells"),
    "giant-merge-quoted": (_of_sheet("<sheetData/><mergeCells><mergeCell ref='$A$1:$XFD$1048576'/></mergeCells>"), "WB107", "merged cells"),
    "giant-merge-prefixed": (
        _with(**{"xl/worksheets/sheet1.xml": f'<x:worksheet xmlns:x="{NS[7:-1]}"><x:sheetData/><x:mergeCell ref="A1:XFD1048576"/></x:worksheet>'}),
        "WB107", "merged cells",
    ),
    "giant-merge-elsewhere": (_with(**{"xl/other/s.dat": _sheet('<sheetData/><mergeCell ref="A1:XFD99999"/>')}), "WB107", "merged cells"),
    "giant-merge-utf-16": (_with(**{"xl/worksheets/sheet1.xml": _sheet('<sheetData/><mergeCell ref="A1:XFD9999"/>', "").encode("utf-16")}), "WB107", "merged cells"),
    "giant-merge-encoded": (_of_sheet('<sheetData/><mergeCells><mergeCell ref="A1&#58;XFD1048576"/></mergeCells>'), "WB107", "merged cells"),
    "giant-comment": (_with(**{"xl/comments1.xml": f'<comments {NS}><commentList><comment ref="A1:XFD1048576"/></commentList></comments>'}), "WB107", "merged cells"),
    "giant-link-after-a-sign": (_of_sheet('<sheetData/><hyperlink display="a>b" ref="A1:XFD1048576"/>'), "WB107", "merged cells"),
    "giant-link": (_of_sheet('<sheetData/><hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>'), "WB107", "merged cells"),
    "many-merges": (_of_sheet("<sheetData/>" + "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 2500))), "WB107", "merged ranges"),
    "many-large-merges": (
        _of_sheet("<sheetData/>" + "".join(f'<mergeCell ref="A{n}:CV{n + 99}"/>' for n in range(1, 2201, 100))), "WB107", "merged cells",
    ),
    "many-cells": (_of_sheet("<sheetData>" + '<c s="11"/><c/>' * 105_000 + "</sheetData>"), "WB107", "zip ratio|cells"),
    "many-cells-in-few-bytes": (_of_sheet("<sheetData>" + "<c/>" * 260_000 + "</sheetData>"), "WB107", "zip ratio|cells"),
    "two-cells-of-one-place": (_of_row('<c r="A1"><v>5</v></c><c r="A1"><v>9</v></c>'), "WB143", None),
    "a-cell-before-its-left-neighbour": (_of_row('<c r="B1"><v>5</v></c><c r="A1"><v>9</v></c>'), "WB143", None),
    "a-cell-of-another-row": (_of_row('<c r="A2"><v>5</v></c>'), "WB143", None),
    "a-cell-of-no-place": (_of_row('<c r="a1"><v>5</v></c>'), "WB143", None),
    "a-cell-beyond-the-last-column": (_of_row('<c r="XFE1"><v>5</v></c>'), "WB143", None),
    "a-row-without-a-place": (_of_sheet('<sheetData><row r="x"/></sheetData>'), "WB143", None),
    "two-rows-of-one-place": (_of_sheet('<sheetData><row r="1"/><row r="1"/></sheetData>'), "WB143", None),
    "rows-out-of-order": (_of_sheet('<sheetData><row r="5"/><row r="4"/></sheetData>'), "WB143", None),
    "far-cell": (_of_sheet('<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'), "WB149", None),
    "giant-merge-after-blanks": (_with(**{"xl/other.bin": " " * 70_000 + _sheet('<sheetData/><mergeCell ref="A1:XFD9999"/>', "")}), "WB107", "merged cells"),
    "giant-merge-after-a-blank-utf-16": (
        _with(**{"xl/other.bin": _sheet('<sheetData/><mergeCell ref="A1:XFD9999"/>', "\n").encode("utf-16-le")}), "WB107", "merged cells",
    ),
    "far-corner-of-two-cells": (
        _of_sheet('<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row><row r="900"><c r="A900" t="inlineStr"><is/></c></row></sheetData>'), "WB149", None,
    ),
    "far-formula": (_of_sheet('<sheetData><row r="90000"><c r="AA90000"><f>1</f></c></row></sheetData>'), "WB149", None),
    "deep": (_of_sheet("<sheetData/>" + "<a>" * 64 + "</a>" * 64), "WB107", "XML depth"),
    "deep-elsewhere": (_with(**{"xl/other.bin": "<a>" * 65 + "</a>" * 65}), "WB107", "XML depth"),
    "strict-in-a-sheet": (_with(**{"xl/worksheets/sheet1.xml": _sheet("<sheetData/>").replace(NS, 'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"')}), "WB106", None),
    "not-well-formed": (_of_sheet("<sheetData>"), "WB105", "XML"),
    "utf-32": (_with(**{"xl/styles.xml": "<x/>".encode("utf-32")}), "WB105", "encoding"),
    "utf-32-unmarked": (_with(**{"xl/other.bin": "<x/>".encode("utf-32-be")}), "WB105", "encoding"),
    "a-letter-of-a-drive": (_all(("C:/evil.xml", b"<x/>")), "WB105", "zip"),
    "many-tags": (_with(**{"xl/other.xml": "<a>" + "".join(f"<b{place % 997}/>" for place in range(1_700_000)) + "</a>"}), "WB107", "XML tags"),
    "many-sheets": (_all(*((f"xl/worksheets/s{place}.xml", b"<sheetData/>") for place in range(60))), "WB107", "sheets"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_must_not_be_opened_is_refused_and_named(name):
    content, code, said = REFUSED[name]
    begun = time.perf_counter()
    problems, may_open = container.inspect(content, Limits())
    assert time.perf_counter() - begun < SECONDS * 3, "three times what it may take on a quiet machine"
    assert not may_open
    assert [problem.code for problem in problems] == [code]
    values = dict(problems[0].values)
    if said is not None:
        assert {values.get("found"), values.get("reason"), values.get("what")} & set(said.split("|")), values


def test_merged_cells_are_counted_over_all_sheets():
    one = _sheet('<sheetData/><mergeCell ref="A1:CV99"/>').encode()
    sheets = [(f"xl/worksheets/sheet{place}.xml", one) for place in range(2, 24)]
    assert container.inspect(_all(*sheets[:19]), Limits())[1]
    assert not container.inspect(_all(*sheets), Limits())[1]


@pytest.mark.parametrize(
    ("what", "element", "most"), [("rows", "<w:tr/>", 5000), ("cells", "<w:tc></w:tc>", 200_000), ("paragraphs", "<w:p />", 200_000)]
)
def test_what_a_document_is_built_of_is_counted_over_all_parts(what, element, most):
    half = f"<w:body>{element * (most // 2)}</w:body>".encode()
    limits = Limits(unzip_ratio=10_000)
    fine = kit.zipped({"word/document.xml": half, "word/other.xml": half})
    assert container.inspect(fine, limits, container.DOCUMENT) == ((), True)
    more = kit.zipped({"word/document.xml": half, "word/other.xml": half, "word/third.xml": f"<a>{element}</a>".encode()})
    problems, may_open = container.inspect(more, limits, container.DOCUMENT)
    assert not may_open
    assert dict(problems[0].values) == {"what": what, "found": str(most + 1), "limit": str(most)}


def test_cells_are_counted_over_all_sheets():
    one = _sheet("<sheetData>" + "".join(f'<row r="{n}"><c r="A{n}"/></row>' for n in range(1, 61)) + "</sheetData>").encode()
    content = _all(("xl/worksheets/sheet2.xml", one), ("xl/worksheets/sheet3.xml", one))
    assert container.inspect(content, Limits())[1]
    assert not container.inspect(content, Limits(cells=200))[1]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("xl/vbaProject.bin", "vbaproject.bin"),
        ("xl/externalLinks/externalLink1.xml", "externallink1.xml"),
        ("xl/activeX/activeX1.bin", "activex1.bin"),
        ("xl/embeddings/oleObject1.bin", "oleobject1.bin"),
        ("xl/connections.xml", "connections.xml"),
    ],
)
def test_foreign_parts_are_named_and_the_workbook_is_read(part, said):
    problems, may_open = container.inspect(_all((part, b"<x/>")), Limits())
    assert may_open
    assert [(problem.code, dict(problem.values)["found"]) for problem in problems] == [("WB108", said)]


def test_what_leads_out_of_the_workbook_is_named_but_a_link_to_a_page_is_none():
    relation = '<Relationship Id="r9" Type="http://x/relationships/{}" Target="http://example.com/" TargetMode="External"/>'
    parts = {
        f"xl/worksheets/_rels/sheet{place}.xml.rels": f"<Relationships>{relation.format(kind)}</Relationships>"
        for place, kind in enumerate(("hyperlink", "oleObject"))
    }
    problems, may_open = container.inspect(_with(**parts), Limits())
    assert may_open
    assert [(problem.code, dict(problem.values)["found"]) for problem in problems] == [("WB108", "oleobject")]


def test_an_old_drawing_that_is_not_well_formed_is_no_damage():
    """Excel writes remarks with line breaks that are never closed."""
    assert container.inspect(_with(**{"xl/drawings/vmlDrawing1.vml": "<xml><v:textbox><br></v:textbox></xml>"}), Limits()) == ((), True)


def test_marks_are_found_in_the_parts_where_they_stand_wherever_pieces_end():
    content = _with(**{"xl/a.xml": f"<a>{'x' * (64 * 1024 - 6)}Anchor</a>", "xl/b.xml": "<a>Anch or</a>"})
    assert container.examine(content, Limits(), marks=(b"Anchor", b"x14:")).marked == {"xl/a.xml": frozenset({b"Anchor"})}


def test_cells_that_show_errors_are_known_by_the_name_of_their_sheet():
    cells = '<c r="A1" t="e"><v>#N/A</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D1"><v>1</v></c>'
    assert container.examine(_of_row(cells), Limits()).errors == {"Sheet": frozenset({"A1", "B1"})}


@pytest.mark.parametrize("which", ["small", "hanoi", "district", "commune"])
def test_nothing_is_said_of_a_workbook_of_parcli(which, request):
    bench = request.getfixturevalue(which)
    assert container.inspect(bench.filled(bench.clerks(1)), Limits()) == ((), True)
    assert container.inspect(PLAIN, Limits()) == ((), True)


def test_the_words_of_clerks_are_no_danger(small):
    """What looks like markup in a text is a text."""
    from parcli.workbook.entries import Entries

    entries = Entries({"I.1.1": {"explanation": "<!DOCTYPE x> <!ENTITY a> <mergeCell ref='A1:XFD1048576'/> purl.oclc.org/ooxml"}})
    assert container.inspect(small.filled(entries), Limits()) == ((), True)


def test_deep_xml_neither_hangs_nor_kills(small):
    one = small.read(_with(**{"xl/worksheets/sheet1.xml": _sheet(DEEP)}))
    assert [problem.code for problem in one.problems] == ["WB107"]


@pytest.mark.parametrize("name", REFUSED)
def test_the_reader_says_the_same_and_reads_nothing(small, name):
    content, code, _ = REFUSED[name]
    one = small.read(content)
    assert [problem.code for problem in one.problems] == [code]
    assert not one.readable
    assert one.size == len(content)
    assert one.rows == {}


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_workbook_never_raises(small, seed):
    """Bytes changed anywhere give a finding or a reading, never an exception."""
    import random

    chance = random.Random(seed)
    content = bytearray(small.filled(small.clerks(1)))
    for _ in range(chance.choice([1, 3, 30])):
        content[chance.randrange(len(content))] = chance.randrange(256)
    one = small.read(bytes(content))
    assert one.problems or one.readable


@pytest.mark.parametrize("seed", range(40))
def test_strange_xml_never_raises(small, seed):
    """Attributes and elements out of place inside an intact archive."""
    import random

    chance = random.Random(seed)
    members = kit.parts(small.filled(small.clerks(1)))
    name = chance.choice(
        [*kit.SHEET_FILE.values(), "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "[Content_Types].xml", "docProps/custom.xml"]
    )
    xml = members[name].decode()
    for _ in range(3):
        at = xml.index("<", chance.randrange(1, len(xml) - 200))
        end = xml.index(">", at)
        xml = xml[:at] + chance.choice(["", '<c r="ZZZZ9" t="s"><v>99999999</v></c>', "<v>1e999</v>", xml[at : end + 1] * 2, "<x/>"]) + xml[end + 1 :]
    members[name] = xml.encode()
    one = small.read(kit.zipped(members))
    assert one.problems or one.readable


def test_no_library_opens_a_refused_file(tmp_path):
    """In a process of its own: neither openpyxl nor an XML parser is even imported, and each look is quick."""
    for place, (content, _, _) in enumerate(REFUSED.values()):
        (tmp_path / f"{place:02d}.xlsx").write_bytes(content)
    program = """
import json, sys, time
from pathlib import Path
from parcli.core.limits import Limits
from parcli import container
took = []
for path in sorted(Path(sys.argv[1]).iterdir()):
    content = path.read_bytes()
    begun = time.process_time()
    assert not container.inspect(content, Limits())[1], path
    took.append(time.process_time() - begun)
print(json.dumps({"took": took, "loaded": [name for name in ("openpyxl", "lxml", "xml.etree", "defusedxml", "python_calamine") if name in sys.modules]}))
"""
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True, capture_output=True, text=True, timeout=120)
    said = json.loads(done.stdout)
    assert said["loaded"] == []
    print(f"\nslowest of {len(said['took'])}: {max(said['took']):.3f} s of processor time")
    assert max(said["took"]) <= SECONDS


def test_names_of_the_sheets_are_those_of_the_design():
    assert names.SHEETS[:3] == ("Hướng dẫn", "Tự chấm điểm", "Tài liệu kiểm chứng")
