"""Real PDFs, honest and hostile, and the facts read from them; and the real type of files of other kinds."""

from __future__ import annotations

import base64
import time
import zipfile
import zlib
from io import BytesIO

import pikepdf
import pytest
from evidence.hostile import kit
from evidence.hostile.kit import FONT, IMAGE, PAINT, TEXT, encrypted, pages, raw
from evidence.signatures import pki

from parcli.core.evidence import PdfFacts
from parcli.core.limits import Limits
from parcli.evidence.active import ACTIONS
from parcli.evidence.filetype import real_type
from parcli.evidence.pdf import pdf_facts

LIMITS = Limits()


def facts(content: bytes, limits: Limits = LIMITS) -> PdfFacts:
    return pdf_facts(content, limits)


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


def test_each_of_the_first_pages_is_named() -> None:
    found = facts(pages((FONT, TEXT), (IMAGE, PAINT), (b"", b"")), Limits(text_pages=2))
    assert found.page_kinds == ("text", "scan")


def about(entries: bytes) -> PdfFacts:
    return facts(kit.document(b"", b"<<%s>>" % entries, trailer=b"/Info 5 0 R"))


def test_what_the_file_says_of_its_maker() -> None:
    assert about(b"/Producer(LibreOffice 7.4)/Creator(Writer)").producer == "LibreOffice 7.4; Writer"
    assert about(b"/Producer(Word)/Creator(Word)").producer == "Word"
    bidi = b"/Producer<FEFF" + "Máy\u202e quét\n\x07 số".encode("utf-16-be").hex().encode() + b">"
    assert about(bidi).producer == "Máy quét số"
    assert about(b"/Producer(%s)" % (b"x" * 5000)).producer == "x" * 199 + "…"
    assert about(b"/Producer 7/Creator[(a)]").producer == ""
    assert about(b"/Producer(x)").version == "1.4"


@pytest.mark.parametrize(
    ("after", "tail"), [(b"", 0), (b"\n", 0), (b"\r\n", 0), (b"\r", 0), (b"\n\n", 1), (b"\nthem", 4), (b" ", 1), (b"\r\n" + b"x" * 70, 70)]
)
def test_bytes_after_the_last_end_mark_are_counted(after: bytes, tail: int) -> None:
    assert facts(pages((FONT, TEXT)).rstrip() + after).tail == tail


def form(*fields: bytes, more: bytes = b"") -> PdfFacts:
    places = b" ".join(b"%d 0 R" % (6 + number) for number in range(len(fields)))
    return facts(kit.document(b"/AcroForm<</Fields[%s]%s>>" % (places, more), b"null", *fields))


VALUE = b"<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>"


def test_fields_are_counted_and_groups_and_places_are_not() -> None:
    group = b"<</T(g)/Kids[<</T(a)/FT/Tx>><</T(b)/FT/Tx/Kids[<</Subtype/Widget>><</Subtype/Widget>>]>>]>>"
    assert form(group, b"<</T(c)/FT/Btn>>", b"7").fields == 3


def test_fields_in_a_circle_are_too_many_and_do_not_hang() -> None:
    assert form(b"<</T(a)/Kids[6 0 R 6 0 R]>>").fields == LIMITS.form_fields + 1


@pytest.mark.parametrize(
    ("field", "signed"),
    [
        (b"<</T(a)/FT/Sig/V" + VALUE + b">>", True),
        (b"<</T(g)/FT/Sig/Kids[<</T(a)/V" + VALUE + b">>]>>", True),
        (b"<</T(a)/FT/Sig>>", False),
        (b"<</T(a)/FT/Sig/V<</Type/Sig/Contents<00>>>>>", False),
        (b"<</T(a)/FT/Tx/V" + VALUE + b">>", False),
    ],
)
def test_only_a_filled_signature_field_is_a_signature(field: bytes, signed: bool) -> None:
    assert form(field).signed is signed


def test_a_certified_file_is_signed() -> None:
    assert facts(kit.document(b"/Perms<</DocMDP" + VALUE + b">>")).signed
    assert not facts(kit.document(b"/Perms<</DocMDP 7>>")).signed


@pytest.mark.parametrize(
    ("catalogue", "page", "actions"),
    [
        (b"/OpenAction[3 0 R/Fit]", b"", ()),
        (b"/OpenAction<</S/GoTo/D[3 0 R/Fit]>>", b"", ()),
        (b"/OpenAction<</S/URI/URI(http://vi.du)>>", b"", ("open_action",)),
        (b"/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next<</S/Launch/F(x)>>>>", b"", ("launch", "open_action")),
        (b"/AA<</WC<</S/JavaScript/JS(1)>>>>", b"", ("javascript",)),
        (b"/Names<</JavaScript<</Kids[<</Names[(a)<</S/JavaScript/JS(1)>>]>>]>>>>", b"", ("javascript",)),
        (b"/AcroForm<</Fields[]/XFA(x)>>", b"", ("xfa",)),
        (b"/AcroForm<</Fields[<</T(a)/FT/Tx/AA<</K<</S/JavaScript/JS(1)>>>>>>]>>", b"", ("javascript",)),
        (b"", b"/AA<</O<</S/GoToR/F(x)>>>>", ("remote_goto",)),
        (b"", b"/Annots[<</Subtype/Widget/A<</S/SubmitForm/F(x)>>>><</Subtype/RichMedia>>]", ("rich_media", "submit_form")),
        (b"", b"/Annots[<</Subtype/Link/A<</S/URI/URI(http://vi.du)>>>>]", ()),
        (b"", b"/Annots[7 null(x)[]]/AA 7", ()),
        (b"/OpenAction 5 0 R", b"", ("javascript", "open_action")),
    ],
)
def test_what_would_run_is_named(catalogue: bytes, page: bytes, actions: tuple[str, ...]) -> None:
    circle = b"<</S/JavaScript/JS(1)/Next[5 0 R 5 0 R]>>"
    assert facts(kit.document(catalogue, circle, page=page)).actions == actions
    assert set(actions) <= ACTIONS


def test_attachments_are_named_safely_and_each_once() -> None:
    spec = b"<</Type/Filespec/F(C:\\\\thu muc\\\\so lieu.xlsx)>>"
    catalogue = b"/AF[5 0 R]/Names<</EmbeddedFiles<</Names[(khoa) 5 0 R(../ten) 7(//) 7]>>>>"
    note = b"/Annots[<</Subtype/FileAttachment/FS<</F(ghi chu.txt)>>>>]"
    assert facts(kit.document(catalogue, spec, page=note)).attachments == ("?", "ghi chu.txt", "so lieu.xlsx", "ten")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b'=HYPERLINK("http://x")', '=HYPERLINK("http://x")'),
        (b"=1/2", "=1/2"),
        (b"http://vi.du/so lieu.xlsx", "http://vi.du/so lieu.xlsx"),
        (b'/a"b/c', '/a"b/c'),
        (b"nam 2023/so\t lieu.xlsx", "nam 2023/so lieu.xlsx"),
        (b"/thu muc/so lieu.xlsx", "so lieu.xlsx"),
        (b"./so lieu.xlsx", "so lieu.xlsx"),
        (b"\x5c\x5cmay\x5cchung\x5cso lieu.xlsx", "so lieu.xlsx"),
    ],
)
def test_a_name_that_is_no_path_is_not_cut_at_its_slashes(name: bytes, shown: str) -> None:
    catalogue = b"/Names<</EmbeddedFiles<</Names[<%s> 7]>>>>" % name.hex().encode()
    assert facts(kit.document(catalogue)).attachments == (shown,)


def test_many_attachments_are_not_all_named() -> None:
    names = b"".join(b"(%03d) 7" % number for number in range(90))
    found = facts(kit.document(b"/Names<</EmbeddedFiles<</Names[%s]>>>>" % names)).attachments
    assert (len(found), found[0], found[-1]) == (51, "000", "…")


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


def test_a_signature_that_no_field_reaches_any_more_still_makes_the_file_a_signed_one() -> None:
    signed = pki.sign(pki.paper(), pki.pki().leader)
    with pikepdf.open(BytesIO(signed)) as pdf:
        catalogue, tree = pdf.Root.objgen[0], pdf.Root.Pages.objgen[0]
    without_form = {catalogue: b"<</Type/Catalog/Pages %d 0 R>>" % tree}
    assert facts(pki.update(signed, without_form)).signed
    assert not facts(pki.update(pki.paper(), without_form)).signed
