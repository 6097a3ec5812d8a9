"""Papers set line by line, with a text layer that may say something else than the letters show."""

from __future__ import annotations

import re
from io import BytesIO
from unicodedata import normalize

import pikepdf
from evidence.papers import MOTTO, Paper

from parcli.demo import paper as rehearsal
from parcli.demo.layout import PAGE_HEIGHT, PAGE_WIDTH, Mark, Rule, Run
from parcli.demo.lettering import BOLD, REGULAR, face

_FACES = {False: REGULAR, True: BOLD}
_LEFT, _RIGHT, _TOP = 85.0, 544.0, 62.0
_MIDDLE, _ONE, _OTHER = 314.5, 168.0, 418.0
_LOOKALIKE = {"H": "Һ", "C": "ເ", "G": "Ǥ", "N": "П", "S": "Ѕ", "O": "О", "B": "В", "c": "ເ", "n": "п", "o": "о", "á": "ά"}
# The single-byte codes of TCVN 5712:1993 as a reader shows them that takes them for Latin-1.
_TCVN3 = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĐÂÔƯ",
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô­õö÷øùúûüýþ§¢¤¦",
        strict=True,
    )
)


def render(paper: Paper) -> bytes:
    """Return the paper as PDF."""
    sheet = _Sheet()
    if paper.bare:
        for line in paper.lines:
            sheet.centred(line, _MIDDLE, 13, bold=line.isupper())
            sheet.y += 18
        sheet.y += 20
        for number in range(20):
            sheet.put(f"{number + 1}.   Thủ tục số {number * 7 + 1}      {number * 31}      {number * 29}", _LEFT, 12)
            sheet.y += 16
    else:
        _head(sheet, paper)
        _middle(sheet, paper)
        _signature(sheet, paper)
        _copy(sheet, paper)
    return _relabelled(_bound(sheet.marks), paper.layer)


class _Sheet:
    """Marks put on one page from top to bottom."""

    def __init__(self) -> None:
        self.marks: list[Mark] = []
        self.y = _TOP

    def put(self, text: str, x: float, size: float, *, bold: bool = False, slant: bool = False) -> None:
        self.marks.append(Run(x, self.y, text, size, bold, slant))

    def centred(self, text: str, middle: float, size: float, *, bold: bool = False, slant: bool = False) -> None:
        self.put(text, middle - width(text, size, bold=bold) / 2, size, bold=bold, slant=slant)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line in points."""
    return face(_FACES[bold]).width(text, size)


def wrapped(text: str, size: float, measure: float, *, bold: bool = False, first: float = 0) -> list[str]:
    """Break a text, which may hold line feeds, into lines no wider than `measure`."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in re.findall(r"\S+\s*", part):
            room = measure - (first if not lines else 0)
            if line and width((line + word).rstrip(), size, bold=bold) > room:
                lines.append(line.rstrip())
                line = ""
            line += word
        lines.append(line.rstrip())
    return lines


def _head(sheet: _Sheet, paper: Paper) -> None:
    left = [
        (line, 12.0, bold) for text, bold in ((paper.superior, False), (paper.issuer, True)) if text for line in wrapped(text, 12, 210, bold=bold)
    ]
    left += [(line, 13.0, False) for line in paper.number.split("\n")]
    rows = len(left) - len(paper.number.split("\n"))
    right = [(paper.state, 12.0, True), (MOTTO, 13.0, True)]
    right += [("", 13.0, False)] * max(rows - 2, 0) + [(line, 13.0, False) for line in paper.date.split("\n")]
    left += [(line, 12.0, False) for line in wrapped(f"V/v {paper.letter}", 12, 200)] if paper.letter else []
    left += [(paper.mark, 14.0, True)] if paper.mark else []
    _stamps(sheet, paper)
    for number in range(max(len(left), len(right))):
        one = left[number] if number < len(left) else ("", 12.0, False)
        other = right[number] if number < len(right) else ("", 12.0, False)
        if paper.layer == "across":
            sheet.put(f"{one[0]} {other[0]}".strip(), _LEFT, 11, bold=other[2])
        else:
            sheet.centred(one[0], _ONE, one[1], bold=one[2])
            sheet.centred(other[0], _OTHER, other[1], bold=other[2])
        sheet.y += 16
    sheet.y += 14


def _stamps(sheet: _Sheet, paper: Paper) -> None:
    start = sheet.y
    for text, x, size in ((paper.stamp, 440.0, 8.0), (paper.arrival, _LEFT, 9.0)):
        sheet.y = 22.0
        for line in text.split("\n") if text else ():
            sheet.put(line, x, size)
            sheet.y += 10
    sheet.y = start if not (paper.stamp or paper.arrival) else start + 12


def _middle(sheet: _Sheet, paper: Paper) -> None:
    for text, size, after in ((paper.title, 14.0, 0.0), (paper.subject, 14.0, 14.0), (paper.authority, 14.0, 10.0)):
        for line in wrapped(text, size, 390, bold=True) if text else ():
            sheet.centred(line, _MIDDLE, size, bold=True)
            sheet.y += 18
        if text and text == paper.subject:
            sheet.marks.append(Rule(_MIDDLE - 50, sheet.y - 12, 100))
        sheet.y += after if text else 0
    if paper.to:
        sheet.centred(f"Kính gửi: {paper.to}", _MIDDLE, 14)
        sheet.y += 26
    for text in paper.paragraphs:
        centred = text.isupper()
        for number, line in enumerate(wrapped(text, 13.5, _RIGHT - _LEFT, first=36)):
            if centred:
                sheet.centred(line, _MIDDLE, 13.5, bold=True)
            else:
                sheet.put(line, _LEFT + (0 if number else 36), 13.5)
            sheet.y += 18
        sheet.y += 6


def _signature(sheet: _Sheet, paper: Paper) -> None:
    sheet.y += 10
    top = sheet.y
    sheet.put("Nơi nhận:", _LEFT, 12, bold=True, slant=True)
    for line in paper.recipients:
        sheet.y += 14
        sheet.put(line, _LEFT, 11)
    sheet.y = top
    for line in paper.capacity.split("\n"):
        sheet.centred(line, _OTHER, 13.5, bold=True)
        sheet.y += 17
    sheet.y += 14
    for line in paper.seal.split("\n") if paper.seal else ("(Đã ký)",):
        sheet.put(line, 345, 8) if paper.seal else sheet.centred(line, _OTHER, 13, slant=True)
        sheet.y += 10
    sheet.y += 24
    sheet.centred(paper.signer, _OTHER, 13.5, bold=True)
    sheet.y += 20


def _copy(sheet: _Sheet, paper: Paper) -> None:
    if not paper.copy:
        return
    sheet.marks.append(Rule(_LEFT, sheet.y, _RIGHT - _LEFT))
    form, issuer, number, day = paper.copy.split("\n")
    sheet.y += 18
    for text, middle in ((issuer, _ONE), (form, _OTHER), ("", _ONE), (number, _ONE), (day, _OTHER)):
        sheet.y += 0 if text else 16
        sheet.centred(text, middle, 12, bold=text.isupper())
    sheet.y += 18
    sheet.centred("TL. CHỦ TỊCH", _OTHER, 13, bold=True)
    sheet.y += 60
    sheet.centred("Phạm Thị Diễn Tập", _OTHER, 13, bold=True)


def _bound(marks: list[Mark]) -> bytes:
    """Bind one page, with the rehearsal's own writer of PDF."""
    file = rehearsal._File()
    letters = {bold: rehearsal._letters([marks], bold) for bold in _FACES}
    names = {bold: rehearsal._add_font(file, face(_FACES[bold]), letters[bold], bold=bold) for bold in _FACES if letters[bold]}
    codes = {bold: {letter: b"%04X" % place for place, letter in enumerate(letters[bold], 1)} for bold in _FACES}
    resources = b"/Font<<%s>>" % b"".join(b"/F%d %d 0 R" % (bold, number) for bold, number in names.items())
    assert max(mark.y for mark in marks) < PAGE_HEIGHT
    assert PAGE_WIDTH > _RIGHT
    return file.bound([(rehearsal._page_text(marks, codes), resources)])


def _relabelled(pdf: bytes, layer: str) -> bytes:
    """Change what the letters mean to a program, not how they look."""
    if layer in {"", "across"}:
        return pdf
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        for entry in file.objects:
            if isinstance(entry, pikepdf.Stream) and entry.read_bytes().startswith(b"/CIDInit"):
                entry.write(re.sub(rb"<(\w{4})><(\w+)>", lambda found: _row(found, layer), entry.read_bytes()))
        file.save(out, static_id=True)
    return out.getvalue()


def _row(found: re.Match[bytes], layer: str) -> bytes:
    letter = bytes.fromhex(found[2].decode()).decode("utf-16-be")
    meant = {"nfd": normalize("NFD", letter), "lookalike": _LOOKALIKE.get(letter, letter), "tcvn3": _TCVN3.get(letter, letter)}[layer]
    return b"<%s><%s>" % (found[1], meant.encode("utf-16-be").hex().upper().encode())
