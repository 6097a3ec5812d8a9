"""Synthetic official papers as PDF: real text, a scan, a scan with recognised words, a broken file, a locked file.

The same arguments give the same bytes. Every paper says at its foot that it is a sample without legal value, and
bears no person's name.
"""

from __future__ import annotations

import hashlib
import random
import zlib
from io import BytesIO
from pathlib import Path

from parcli.demo.layout import PAGE_HEIGHT, PAGE_WIDTH, Mark, Paper, Rule, Run, after_blanks, set_pages
from parcli.demo.lettering import BOLD, REGULAR, SLANT, Face, face
from parcli.demo.picture import scanned_page

__all__ = ["Paper", "broken_pdf", "locked_pdf", "scan_pdf", "searchable_pdf", "text_pdf"]

_GREY_PICTURE = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode"
_WHOLE_PAGE = b"q %.2f 0 0 %.2f 0 0 cm /Im0 Do Q" % (PAGE_WIDTH, PAGE_HEIGHT)
_FACES = ((REGULAR, False), (BOLD, True))


def text_pdf(paper: Paper, fonts: Path | None = None) -> bytes:
    """Return the paper as a PDF whose words can be read by programs."""
    faces = {bold: face(file, fonts) for file, bold in _FACES}
    pages = set_pages(paper, lambda text, size, bold: faces[bold].width(text, size))
    letters = {bold: _letters(pages, bold) for bold in faces}
    file = _File()
    names = {bold: _add_font(file, faces[bold], letters[bold], bold=bold) for bold in faces if letters[bold]}
    resources = b"/Font<<%s>>" % b"".join(b"/F%d %d 0 R" % (bold, number) for bold, number in names.items())
    codes = {bold: {letter: b"%04X" % number for number, letter in enumerate(letters[bold], 1)} for bold in faces}
    contents = [_page_text(page, codes) for page in pages]
    return file.bound([(content, resources) for content in contents])


def scan_pdf(paper: Paper, seed: int, fonts: Path | None = None) -> bytes:
    """Return the paper as a scanner gives it: each page one grey picture, a little askew and speckled by `seed`."""
    faces = {bold: face(file, fonts) for file, bold in _FACES}
    pages = set_pages(paper, lambda text, size, bold: faces[bold].width(text, size))
    chance = random.Random(seed)  # noqa: S311 - speckles, not secrets
    file = _File()
    sheets = []
    for page in pages:
        picture, size = scanned_page(page, chance, fonts)
        number = file.stream(picture, _GREY_PICTURE % size)
        sheets.append((_WHOLE_PAGE, b"/XObject<</Im0 %d 0 R>>" % number))
    return file.bound(sheets)


def searchable_pdf(paper: Paper, seed: int, fonts: Path | None = None) -> bytes:
    """Return the paper as an office scanner with recognition gives it: a picture of each page, its words unseen beneath."""
    faces = {bold: face(file, fonts) for file, bold in _FACES}
    pages = set_pages(paper, lambda text, size, bold: faces[bold].width(text, size))
    letters = {bold: _letters(pages, bold) for bold in faces}
    chance = random.Random(seed)  # noqa: S311 - speckles, not secrets
    file = _File()
    names = {bold: _add_font(file, faces[bold], letters[bold], bold=bold) for bold in faces if letters[bold]}
    fonts_used = b"/Font<<%s>>" % b"".join(b"/F%d %d 0 R" % (bold, number) for bold, number in names.items())
    codes = {bold: {letter: b"%04X" % number for number, letter in enumerate(letters[bold], 1)} for bold in faces}
    sheets = []
    for page in pages:
        picture, size = scanned_page(page, chance, fonts)
        number = file.stream(picture, _GREY_PICTURE % size)
        content = _WHOLE_PAGE + b"\n" + _page_text(page, codes, unseen=True)
        sheets.append((content, b"/XObject<</Im0 %d 0 R>>%s" % (number, fonts_used)))
    return file.bound(sheets)


def broken_pdf(paper: Paper, fonts: Path | None = None) -> bytes:
    """Return the paper cut off before its page tree, as an interrupted upload leaves it; no reader can open it."""
    whole = text_pdf(paper, fonts)
    return whole[: len(whole) * 3 // 5]


def locked_pdf(paper: Paper, fonts: Path | None = None) -> bytes:
    """Return the paper so that it needs a password to open: "mat-khau"."""
    import pikepdf  # noqa: PLC0415 - only these few papers need it

    # The old cipher only: newer ones draw random keys, and then no two runs would give the same bytes.
    lock = pikepdf.Encryption(owner="chu-so-huu", user="mat-khau", R=3, aes=False, metadata=False)
    out = BytesIO()
    with pikepdf.open(BytesIO(text_pdf(paper, fonts))) as pdf:
        pdf.save(out, encryption=lock, static_id=True)
    return out.getvalue()


class _File:
    """A PDF in the making: objects in order, the page tree and catalogue last."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def add(self, body: bytes) -> int:
        """Add an object and return its number."""
        self._objects.append(body)
        return len(self._objects)

    def stream(self, content: bytes, entries: bytes = b"") -> int:
        return self.add(b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content))

    def packed(self, content: bytes, entries: bytes = b"") -> int:
        return self.stream(zlib.compress(content, 6), entries + b"/Filter/FlateDecode")

    def bound(self, pages: list[tuple[bytes, bytes]]) -> bytes:
        """Add the pages, given as (content, resources), and return the file."""
        contents = [self.packed(content) for content, _ in pages]
        tree = len(self._objects) + len(pages) + 1
        page = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %.2f %.2f]/Resources<<%s>>/Contents %d 0 R>>"
        numbers = [
            self.add(page % (tree, PAGE_WIDTH, PAGE_HEIGHT, resources, content)) for content, (_, resources) in zip(contents, pages, strict=True)
        ]
        kids = b" ".join(b"%d 0 R" % number for number in numbers)
        self.add(b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(numbers), kids))
        return self._bytes(self.add(b"<</Type/Catalog/Lang(vi)/Pages %d 0 R>>" % tree))

    def _bytes(self, catalogue: int) -> bytes:
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        table = [b"0000000000 65535 f \n"]
        for number, body in enumerate(self._objects, 1):
            table.append(b"%010d 00000 n \n" % len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        identity = hashlib.sha256(out).hexdigest()[:32].encode()
        start, count = len(out), len(table)
        out += b"xref\n0 %d\n%s" % (count, b"".join(table))
        out += b"trailer<</Size %d/Root %d 0 R/ID[<%s><%s>]>>\n" % (count, catalogue, identity, identity)
        return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _letters(pages: list[list[Mark]], bold: bool) -> list[str]:  # noqa: FBT001 - which of two faces
    runs = (mark for page in pages for mark in page if isinstance(mark, Run) and mark.bold == bold)
    return sorted(set().union(*(run.text for run in runs)))


def _add_font(file: _File, kind: Face, letters: list[str], *, bold: bool) -> int:
    name = b"PARCLI+Official" + (b"-Bold" if bold else b"")
    data = kind.font(letters)
    program = file.packed(data, b"/Length1 %d" % len(data))
    descriptor = file.add(
        b"<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%s]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d"
        b"/StemV %d/FontFile2 %d 0 R>>"
        % (
            name,
            b" ".join(b"%d" % side for side in kind.box),
            kind.ascent,
            kind.descent,
            kind.cap_height,
            140 if bold else 80,
            program,
        )
    )
    widths = b" ".join(b"%d" % kind.advance(letter) for letter in letters)
    letter_font = file.add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor %d 0 R/DW 500/W[1[%s]]/CIDToGIDMap/Identity>>" % (name, descriptor, widths)
    )
    meaning = file.packed(_meaning(letters))
    return file.add(
        b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>" % (name, letter_font, meaning)
    )


def _meaning(letters: list[str]) -> bytes:
    """Return the map from letter codes to Unicode by which readers copy and search the text."""
    rows = [b"<%04X><%s>\n" % (code, letter.encode("utf-16-be").hex().encode()) for code, letter in enumerate(letters, 1)]
    blocks = (rows[start : start + 100] for start in range(0, len(rows), 100))
    return (
        b"/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n"
        b"/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
        + b"".join(b"%d beginbfchar\n%sendbfchar\n" % (len(block), b"".join(block)) for block in blocks)
        + b"endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend"
    )


def _page_text(page: list[Mark], codes: dict[bool, dict[str, bytes]], *, unseen: bool = False) -> bytes:
    runs = [_run_text(mark, codes[mark.bold]) for mark in page if isinstance(mark, Run)]
    if unseen:
        return b"\n".join([b"BT 3 Tr", *runs, b"ET"])
    rules = [b"%.2f %.2f %.2f 0.6 re f" % (mark.x, PAGE_HEIGHT - mark.y, mark.width) for mark in page if isinstance(mark, Rule)]
    return b"\n".join([b"BT", *runs, b"ET", *rules])


def _run_text(run: Run, codes: dict[str, bytes]) -> bytes:
    lean = SLANT if run.slant else 0
    place = b"/F%d %g Tf 1 0 %g 1 %.2f %.2f Tm " % (run.bold, run.size, lean, run.x, PAGE_HEIGHT - run.y)
    if not run.gap:
        return place + b"<%s>Tj" % b"".join(codes[letter] for letter in run.text)
    wider = b">%.1f<" % (-run.gap * 1000 / run.size)
    shown = wider.join(b"".join(codes[letter] for letter in part) for part in after_blanks(run.text))
    return place + b"[<%s>]TJ" % shown
