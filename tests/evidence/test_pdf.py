"""Real PDFs, honest and hostile, and the facts read from them; and the real type of files of other kinds."""

from __future__ import annotations

import base64
import time
import zipfile
import zlib
from io import BytesIO

import pikepdf
import pytest

from parcli.core.evidence import PdfFacts
from parcli.core.limits import Limits
from parcli.evidence.filetype import real_type
from parcli.evidence.pdf import pdf_facts

LIMITS = Limits()
TEXT = b"BT /F0 12 Tf 72 700 Td (Bao cao) Tj ET"
PAINT = b"q 595 0 0 842 0 0 cm /Im0 Do Q"
FONT = b"/Font<</F0<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>>>"
IMAGE = b"/XObject<</Im0 3 0 R>>"
PIXEL = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\nx\nendstream"


def raw(*objects: bytes) -> bytes:
    """Write a PDF by hand; object 1 is its catalogue."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return bytes(out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + end)


def pages(*sheets: tuple[bytes, bytes], packing: bytes = b"") -> bytes:
    """Write a PDF of pages given as (resources, content); object 3 is an image of one pixel."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(sheets)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(sheets), kids), PIXEL]
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<%s>>/Contents %d 0 R>>"
    for number, (resources, content) in enumerate(sheets):
        objects.append(page % (resources, 5 + 2 * number))
        objects.append(b"<<%s/Length %d>>stream\n%s\nendstream" % (packing, len(content), content))
    return raw(*objects)


def facts(content: bytes, limits: Limits = LIMITS) -> PdfFacts:
    return pdf_facts(content, limits)


def encrypted(user: str) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pages((FONT, TEXT)))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user=user))
    return out.getvalue()


@pytest.mark.parametrize(
    ("sheets", "content"),
    [
        ([(FONT, TEXT)], "text"),
        ([(IMAGE, PAINT)], "scan"),
        ([(FONT + IMAGE, PAINT)], "scan"),
        ([(FONT + IMAGE, PAINT + TEXT)], "text"),
        ([(FONT, TEXT), (IMAGE, PAINT)], "mixed"),
        ([(IMAGE, PAINT), (b"", b"")], "scan"),
        ([(b"", b"0 0 9 9 re f")], "empty"),
        ([(FONT, b"BT [<0041> -20 <0042>] TJ ET")], "text"),
        ([(FONT, b"BT (a) ' ET")], "text"),
        ([(FONT, b"BT /F0 12 Tf (Tj) pop ET")], "empty"),
        ([(FONT, b"% " + b"x" * 65530 + b"\n(a) Tj")], "text"),
        ([(FONT, b"BI /W 1 /H 1 ID x EI")], "scan"),
    ],
)
def test_text_and_scan_are_told_apart(sheets: list[tuple[bytes, bytes]], content: str) -> None:
    found = facts(pages(*sheets))
    assert (found.opens, found.pages, found.content) == (True, len(sheets), content)
    assert (found.protection, found.repaired, found.detail) == ("none", False, "")


@pytest.mark.parametrize(
    ("packing", "packed"),
    [
        (b"/Filter/FlateDecode", zlib.compress(TEXT)),
        (b"/Filter[/FlateDecode]", zlib.compress(TEXT)),
        (b"/Filter[/ASCII85Decode/FlateDecode]", base64.a85encode(zlib.compress(TEXT)) + b"~>"),
        (b"/Filter/ASCII85Decode", base64.a85encode(TEXT) + b"~>"),
        (b"/Filter/FlateDecode", zlib.compress(TEXT * 50)[:-8]),
    ],
)
def test_usual_packings_are_read(packing: bytes, packed: bytes) -> None:
    assert facts(pages((FONT, packed), packing=packing)).content == "text"


def test_text_in_a_form_counts_and_a_form_within_itself_does_not_hang() -> None:
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s/XObject<</Fm0 5 0 R>>>>/Length %d>>stream\n%s\nendstream"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</Fm0 5 0 R>>>>/Contents 4 0 R>>"
    start = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page)
    paint = b"<</Length 7>>stream\n/Fm0 Do\nendstream"
    assert facts(raw(*start, paint, form % (FONT, len(TEXT), TEXT))).content == "text"
    assert facts(raw(*start, paint, form % (b"", 0, b""))).content == "empty"


def test_resources_may_stand_at_the_page_tree() -> None:
    tree = b"<</Type/Pages/Count 1/Kids[3 0 R]/Resources<<" + FONT + b">>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents[4 0 R 5 0 R]>>"
    first, second = b"<</Length 11>>stream\nBT (Bao cao\nendstream", b"<</Length 7>>stream\n) Tj ET\nendstream"
    found = facts(raw(b"<</Type/Catalog/Pages 2 0 R>>", tree, page, first, second))
    assert found.content == "text"


def test_a_password_closes_and_permissions_do_not() -> None:
    closed = facts(encrypted("secret"))
    assert (closed.opens, closed.pages, closed.protection, closed.detail) == (False, None, "password", "PasswordError")
    limited = facts(encrypted(""))
    assert (limited.opens, limited.protection, limited.content) == (True, "permissions", "text")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4\n", b"\xff\xd8\xff\xe0 picture", b"<html></html>", b"\0" * 5000])
def test_what_is_no_pdf_does_not_open(content: bytes) -> None:
    found = facts(content)
    assert (found.opens, found.pages, found.content) == (False, None, "unknown")
    assert found.detail.startswith("PdfError: ")


def test_details_do_not_name_places_in_memory() -> None:
    whole = pages((FONT, TEXT))
    assert "0x" not in facts(b"%PDF-1.4\n").detail
    assert "0x" not in facts(whole[: len(whole) - 40]).detail


def test_a_damaged_file_that_can_be_mended_is_said_to_be_repaired() -> None:
    whole = pages((FONT, TEXT))
    mended = facts(whole[: whole.index(b"startxref")])
    assert (mended.opens, mended.repaired, mended.content) == (True, True, "text")


@pytest.mark.parametrize("length", [10, 500, 2000])
def test_junk_before_the_header_is_noted(length: int) -> None:
    found = facts(b"<br />" + b"x" * (length - 6) + pages((FONT, TEXT)))
    assert (found.opens, found.repaired) == (True, True)
    assert found.detail.startswith(f"{length} bytes before the PDF header")


@pytest.mark.parametrize("count", [b"1000000000", b"-1", b"0"])
def test_pages_are_counted_not_believed(count: bytes) -> None:
    lying = pages((FONT, TEXT)).replace(b"/Count 1/", b"/Count %s/" % count)
    assert facts(lying).pages == 1


def test_a_loop_in_the_page_tree_ends() -> None:
    found = facts(raw(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R]>>"))
    assert not found.opens
    assert "Loop" in found.detail


def test_no_pages_is_zero_not_unknown() -> None:
    found = facts(raw(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>"))
    assert (found.opens, found.pages, found.content) == (True, 0, "empty")


def test_too_many_pages_are_counted_but_not_judged() -> None:
    found = facts(pages(*[(FONT, TEXT)] * 5), Limits(pdf_pages=4))
    assert (found.pages, found.content, found.detail) == (5, "unknown", "5 pages, the limit is 4")


def test_only_the_first_pages_are_read() -> None:
    sheets = [(FONT, TEXT)] * 2 + [(IMAGE, PAINT)]
    assert facts(pages(*sheets), Limits(text_pages=2)).content == "text"
    assert facts(pages(*sheets), Limits(text_pages=3)).content == "mixed"


@pytest.mark.parametrize(
    ("packing", "packed"),
    [
        (b"/Filter/FlateDecode", zlib.compress(b" " * 100_000_000, 9)),
        (b"/Filter[/FlateDecode/FlateDecode]", zlib.compress(zlib.compress(b" " * 100_000_000, 9), 9)),
    ],
)
def test_a_bomb_is_not_unpacked(packing: bytes, packed: bytes) -> None:
    before = time.process_time()
    found = facts(pages((FONT, packed), packing=packing))
    assert time.process_time() - before < 1.0
    assert (found.opens, found.content) == (True, "unknown")
    assert found.detail


@pytest.mark.parametrize(
    "odd",
    [
        (b"/Font 7", TEXT),
        (b"/XObject 7/Font<<>>", b"(a) Tj"),
        (b"/XObject<</A 7/B[1]/C<<>>>>", b""),
        (FONT, b"(((((" * 1000),
    ],
)
def test_odd_pages_do_not_close_the_document(odd: tuple[bytes, bytes]) -> None:
    assert facts(pages(odd, (FONT, TEXT))).content == "text"


def test_an_honest_page_is_read_fast() -> None:
    content = pages((FONT, TEXT))
    facts(content)
    times = []
    for _ in range(20):
        before = time.process_time()
        facts(content)
        times.append(time.process_time() - before)
    assert min(times) < 0.002


def archive(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "pdf"),
        (b"Warning: x\n%PDF-1.7\n", "pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "jpeg"),
        (b"\x89PNG\r\n\x1a\n\x00", "png"),
        (b"GIF89a..", "gif"),
        (b"II*\x00....", "tiff"),
        (b"MM\x00*....", "tiff"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
        (b"Rar!\x1a\x07\x01\x00", "rar"),
        (b"Rar!\x1a\x07\x00", "rar"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "7z"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html><html>", "html"),
        (b"<?xml version='1.0'?><!-- x --><HTML>", "html"),
        (b"<?xml version='1.0'?><svg/>", "text"),
        ("Báo cáo số 5\r\n".encode(), "text"),
        ("Báo cáo".encode("utf-16"), "text"),
        (b"x" * 4095 + "ế".encode(), "text"),
        (b"B\xe1o c\xe1o", "unknown"),
        (b"\x00\x01\x02\x03", "unknown"),
        (archive("a.pdf", "b.pdf"), "zip"),
        (archive(), "zip"),
        (archive("[Content_Types].xml", "word/document.xml"), "docx"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        (archive("word/notes.txt"), "zip"),
        (archive("[Content_Types].xml", "word/document.xml")[:60], "zip"),
        (archive("[Content_Types].xml", "xl/workbook.xml")[:-2], "zip"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_the_real_type_is_told_by_content(content: bytes, kind: str) -> None:
    assert real_type(content) == kind
