"""PDFs written by hand: sound ones, and those that cost a reader more than they cost their maker."""

from __future__ import annotations

import zlib
from io import BytesIO

import pikepdf

TEXT = b"BT /F0 12 Tf 72 700 Td (Bao cao) Tj ET"
PAINT = b"q 595 0 0 842 0 0 cm /Im0 Do Q"
FONT = b"/Font<</F0<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>>>"
IMAGE = b"/XObject<</Im0 3 0 R>>"
PIXEL = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\nx\nendstream"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<" + FONT + b">>/Contents 4 0 R>>"
WORDS = b"<</Length %d>>stream\n%s\nendstream" % (len(TEXT), TEXT)
FLATE = b"/Filter/FlateDecode"
DOUBLE = b"/Filter[/FlateDecode/FlateDecode]"
MIB = 1 << 20


def raw(*objects: bytes, trailer: bytes = b"") -> bytes:
    """Write a PDF; object 1 is its catalogue."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(out))
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


def document(catalogue: bytes = b"", *more: bytes, page: bytes = b"", trailer: bytes = b"") -> bytes:
    """Write a PDF of one page with text; `catalogue` and `page` are added to these, `more` are objects from number 5."""
    sheet = PAGE.removesuffix(b">>") + page + b">>"
    return raw(b"<</Type/Catalog/Pages 2 0 R" + catalogue + b">>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", sheet, WORDS, *more, trailer=trailer)


def encrypted(user: str) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pages((FONT, TEXT)))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user=user))
    return out.getvalue()


def swollen(content: bytes, times: int) -> bytes:
    """Return packed bytes that unpack to `content` so many times over, made without ever holding all of it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + block * times + b"\x03\x00"


def gigabyte(packing: bytes) -> bytes:
    """Return a page whose content unpacks to 1 GB; with `DOUBLE` in a few kilobytes."""
    content = swollen(b" " * MIB, 1024)
    return pages((FONT, zlib.compress(content, 9) if packing == DOUBLE else content), packing=packing)


def endless_text() -> bytes:
    """Return a page of 60 MB of operators that show text, in some 100 KB."""
    return pages((FONT, swollen(b"BT /F0 12 Tf 72 700 Td (Bao cao) Tj ET\n" * 25_000, 60)), packing=FLATE)


def bushy_form() -> bytes:
    """Return a form whose tree leads to 2^30 fields, in some 2 KB."""
    nodes = [b"<</T(f%d)/Kids[%d 0 R %d 0 R]>>" % (level, 7 + level, 7 + level) for level in range(30)]
    return document(b"/AcroForm<</Fields[6 0 R]>>", b"null", *nodes, b"<</T(leaf)/FT/Tx>>")


def bushy_pages() -> bytes:
    """Return a page tree that leads to 2^30 pages."""
    levels = [b"<</Type/Pages/Count 1/Kids[%d 0 R %d 0 R]>>" % (level + 3, level + 3) for level in range(30)]
    return raw(b"<</Type/Catalog/Pages 2 0 R>>", *levels, b"<</Type/Page/MediaBox[0 0 9 9]>>")


def deep_pages(depth: int = 5000) -> bytes:
    levels = [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (level + 3) for level in range(depth)]
    return raw(b"<</Type/Catalog/Pages 2 0 R>>", *levels, b"<</Type/Page/MediaBox[0 0 9 9]>>")


def wide_pages(width: int = 200_000) -> bytes:
    tree = b"<</Type/Pages/Count 1/Kids[" + b"3 0 R " * width + b"]>>"
    return raw(b"<</Type/Catalog/Pages 2 0 R>>", tree, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>")


def active() -> bytes:
    """Return a PDF with a script, a program to launch and a file whose name climbs out of its folder."""
    spec = b"<</Type/Filespec/F(../../evil.exe)/UF(../../evil.exe)/EF<</F 6 0 R>>>>"
    catalogue = b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/Names<</EmbeddedFiles<</Names[(../../evil.exe) 5 0 R]>>>>"
    link = b"/Annots[<</Subtype/Link/Rect[0 0 1 1]/A<</S/Launch/F(cmd.exe)>>>>]"
    return document(catalogue, spec, b"<</Type/EmbeddedFile/Length 2>>stream\nMZ\nendstream", page=link)


def short_ascii85() -> bytes:
    """Return a readable page whose filter bears its short name, and whose font has more widths than letters."""
    import base64

    font = b"/Font<</F0<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/FirstChar 0/LastChar 255/Widths[" + b"500 " * 257 + b"]>>>>"
    return pages((font, base64.a85encode(TEXT) + b"~>"), packing=b"/Filter/A85")
