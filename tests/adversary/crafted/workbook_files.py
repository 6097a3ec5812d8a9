"""F: what is wrong with a returned file before anything in it is read."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterable

from adversary.crafted.case import SHEET, Case, Dossier, at, with_cells
from workbook import kit

from parcli.workbook import names

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MIB = 1 << 20
SCORING = SHEET[names.SCORING]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>'
Put = Callable[[Dossier], None]


def _file(content: bytes, name: str = "bieu.xlsx") -> Put:
    """Return something else in the place of the workbook."""

    def put(dossier: Dossier) -> None:
        (dossier.folder / "bieu.xlsx").unlink()
        dossier.put(content, name)

    return put


def _with(part: str, content: bytes) -> Put:
    """Return the workbook with a part more, or another in its place."""
    return lambda dossier: dossier.put(kit.zipped(dossier.parts(**{part: content})))


def _bytes(change: Callable[[bytes], bytes]) -> Put:
    """Return the workbook with its bytes changed."""
    return lambda dossier: dossier.put(change(dossier.workbook()))


def _entries(more: Iterable[tuple[str, bytes]]) -> Put:
    """Return the workbook with entries more, whether or not the names stand there already."""
    return lambda dossier: dossier.put(stored([*dossier.honest.items(), *more]))


def stored(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip of names and contents that may stand twice."""
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in entries:
                archive.writestr(name, content)
    return target.getvalue()


def _others_of_office(*parts: str) -> bytes:
    return stored((name, b"<x/>") for name in parts)


def _strict(dossier: Dossier) -> None:
    """Save it as Excel does under «Strict Open XML Spreadsheet»: other namespaces in every part."""
    before = b"http://schemas.openxmlformats.org/"
    after = {name: content.replace(before, b"http://purl.oclc.org/ooxml/").replace(b"/2006/", b"/") for name, content in dossier.honest.items()}
    dossier.put(kit.zipped(after))


def _damaged(content: bytes) -> bytes:
    """Turn bits inside the packed bytes of the scoring sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.getinfo(SCORING).header_offset
    spoilt = bytearray(content)
    for place in range(start + 200, start + 260):
        spoilt[place] ^= 0x55
    return bytes(spoilt)


def _lying(said: int) -> Callable[[Dossier], None]:
    """Let the scoring sheet's entry name another size than it has."""

    def put(dossier: Dossier) -> None:
        size = struct.pack("<L", len(dossier.honest[SCORING]))
        dossier.put(dossier.workbook().replace(size, struct.pack("<L", len(dossier.honest[SCORING]) + said)))

    return put


def _overlapping(dossier: Dossier) -> None:
    """Let forty names share one body."""
    content, extra = dossier.workbook(), bytearray()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry, start, count = archive.getinfo(SCORING), archive.start_dir, len(archive.infolist())
    for place in range(40):
        name = f"xl/worksheets/more{place:03d}.xml".encode()
        extra += struct.pack(
            "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, entry.CRC, entry.compress_size, entry.file_size, len(name), 0, 0, 0, 0, 0, entry.header_offset,
        ) + name  # fmt: skip
    directory = content[start : content.rindex(b"PK\x05\x06")] + bytes(extra)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count + 40, count + 40, len(directory), start, 0)
    dossier.put(content[:start] + directory + end)


def _flagged(content: bytes) -> bytes:
    """Mark one part as encrypted, as some archivers do with a workbook."""
    spoilt = bytearray(content)
    spoilt[spoilt.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(spoilt)


def _doctype(part: str, encoding: str = "utf-8") -> Put:
    def put(dossier: Dossier) -> None:
        inside = dossier.honest[part].partition(b"?>")[2].decode()
        entities = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        dossier.put(kit.zipped(dossier.parts(**{part: f'<?xml version="1.0" encoding="{encoding.upper()}"?>{entities}{inside}'.encode(encoding)})))

    return put


def _deep(part: str, tag: str) -> Put:
    def put(dossier: Dossier) -> None:
        root = dossier.honest[part].decode()
        end = root.rindex("</")
        dossier.put(kit.zipped(dossier.parts(**{part: (root[:end] + f"<{tag}>" * 20_000 + f"</{tag}>" * 20_000 + root[end:]).encode()})))

    return put


def _linked_score(dossier: Dossier) -> None:
    """Let a figure come from another workbook."""
    link = f'<externalLink xmlns="{MAIN}"/>'.encode()
    sheet = dossier.honest[SCORING].decode()
    changed = with_cells(sheet, {at("I.1.3/value"): "<c><f>[1]Trang1!$A$1</f><v>98765</v></c>"}).encode()
    dossier.put(kit.zipped(dossier.parts(**{SCORING: changed, "xl/externalLinks/externalLink1.xml": link})))


def _macros(dossier: Dossier) -> None:
    """Return it as Excel saves a workbook with macros, by its own suffix."""
    (dossier.folder / "bieu.xlsx").unlink()
    types = dossier.honest["[Content_Types].xml"].replace(b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml")
    types = types.replace(b"application/vnd.openxmlformats-officedocument.ms-excel", b"application/vnd.ms-excel")
    dossier.put(kit.zipped(dossier.parts(**{"xl/vbaProject.bin": OLE + b"\0" * 500, "[Content_Types].xml": types})), "bieu.xlsm")


def _second(dossier: Dossier) -> None:
    """Let a unit return a workbook, and another with other figures."""
    dossier.put(dossier.workbook(), "bieu (2).xlsx")
    dossier.entered(**{at("I.1.3/value"): "<c><v>5</v></c>"})


def _of(old: str, new: str) -> Put:
    """Return a workbook whose identity says something else, alike in all its places."""

    def put(dossier: Dossier) -> None:
        spoilt = {name: content.replace(old.encode(), new.encode()) for name, content in dossier.honest.items() if b"parcli-workbook-1" in content}
        assert len(spoilt) == 3
        dossier.put(kit.zipped(dossier.parts(**spoilt)))

    return put


def _of_another_unit(dossier: Dossier) -> None:
    _of(dossier.folder.name, "lanh-1")(dossier)


_FOREIGN = (
    "xl/vbaProject.bin",
    "xl/activeX/activeX1.bin",
    "xl/embeddings/oleObject1.bin",
    "xl/connections.xml",
    "xl/externalLinks/externalLink1.xml",
)
_TEXTS = b"<sst>" + b"<si><t>" + b" " * (40 * MIB) + b"</t></si></sst>"

CASES = (
    Case("F01", "xls as xlsx", _file(OLE + b"\0" * 600), ("WB103",), "blocked"),
    Case("F01", "xls", _file(OLE + b"\0" * 600, "bieu.xls"), ("WB103",), "blocked", ".xls"),
    Case("F01", "csv", _file("Mã;Điểm\nI.1;5\n".encode(), "bieu.csv"), ("WB103",), "blocked", ".csv"),
    Case("F01", "csv as xlsx", _file("\ufeffMã;Điểm\nI.1;5\n".encode("utf-16")), ("WB103",), "blocked"),
    Case("F01", "ods", _file(_others_of_office("mimetype", "content.xml"), "bieu.ods"), ("WB103",), "blocked", ".ods"),
    Case("F01", "ods as xlsx", _file(_others_of_office("mimetype", "content.xml")), ("WB103",), "blocked"),
    Case("F01", "xlsb as xlsx", _file(_others_of_office("[Content_Types].xml", "xl/workbook.bin")), ("WB103",), "blocked"),
    Case("F01", "docx as xlsx", _file(_others_of_office("[Content_Types].xml", "word/document.xml")), ("WB103",), "blocked"),
    Case("F01", "web page as xlsx", _file(b"<html><table><tr><td>I.1</td></tr></table></html>"), ("WB103",), "blocked"),
    Case("F01", "pdf as xlsx", _file(b"%PDF-1.7\n%\xe2\xe3"), ("WB103",), "blocked"),
    Case("F01", "zip as xlsx", _file(stored([("bieu.xlsx", b"x")])), ("WB103",), "blocked"),
    Case("F02", "password", _file(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")), ("WB104",), "blocked"),
    Case("F02", "one part encrypted", _bytes(_flagged), ("WB105",), "blocked"),
    Case("F03", "macros", _macros, ("WB108",), file=".xlsm"),
    *(Case("F03", part.rpartition("/")[2], _with(part, b"<x/>"), ("WB108",)) for part in _FOREIGN),
    Case("F03", "figure from another workbook", _linked_score, ("WB108", "WB144"), "blocked", never=("98765",)),
    Case("F04", "strict", _strict, ("WB106",), "blocked"),
    Case("F04", "strict sheet alone", lambda d: d.put(kit.zipped(d.parts(**{SCORING: d.honest[SCORING].replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")}))), ("WB106",), "blocked"),
    Case("F05", "0 byte", _file(b""), ("WB103",), "blocked"),
    Case("F05", "cut in half", _bytes(lambda content: content[: len(content) // 2]), ("WB105",), "blocked"),
    Case("F05", "cut by 30 bytes", _bytes(lambda content: content[:-30]), ("WB105",), "blocked"),
    Case("F05", "damaged", _bytes(_damaged), ("WB105",), "blocked"),
    Case("F05", "first bytes overwritten", _bytes(lambda content: b"\0\0\0\0" + content[4:]), ("WB103",), "blocked"),
    Case("F05", "a link in its place", lambda d: ((d.folder / "bieu.xlsx").unlink(), (d.folder / "bieu.xlsx").symlink_to("/etc/hostname"))[0], ("WB105",), "blocked"),
    Case("F06", "120 MiB declared", _with("xl/media/a.bin", b"\0" * 120 * MIB), ("WB107",), "blocked"),
    Case("F06", "ratio", _with("xl/media/a.bin", b"\0" * 4 * MIB), ("WB107",), "blocked"),
    Case("F06", "texts", _with("xl/sharedStrings.xml", _TEXTS), ("WB107",), "blocked"),
    Case("F06", "many parts", _entries((f"xl/media/{place}.png", b"") for place in range(1100)), ("WB107",), "blocked"),
    Case("F06", "large file", _bytes(lambda content: content + b"\0" * 11 * MIB), ("WB107",), "blocked"),
    Case("F07", "overlapping", _overlapping, ("WB105",), "blocked"),
    Case("F08", "sheet twice", _entries([(SCORING, b"<x/>")]), ("WB105",), "blocked"),
    Case("F08", "sheet twice but for case", _entries([(SCORING.upper(), b"<x/>")]), ("WB105",), "blocked"),
    Case("F08", "upward", _entries([("xl/../../evil.xml", b"<x/>")]), ("WB105",), "blocked"),
    Case("F08", "backslash", _entries([("xl\\evil.xml", b"<x/>")]), ("WB105",), "blocked"),
    Case("F08", "absolute", _entries([("/etc/evil.xml", b"<x/>")]), ("WB105",), "blocked"),
    Case("F09", "says less", _lying(-5000), ("WB105",), "blocked"),
    Case("F09", "says more", _lying(5000), ("WB105",), "blocked"),
    Case("F10", "sheet", _doctype(SCORING), ("WB105",), "blocked"),
    Case("F10", "styles", _doctype("xl/styles.xml"), ("WB105",), "blocked"),
    Case("F10", "utf-16", _doctype("docProps/custom.xml", "utf-16"), ("WB105",), "blocked"),
    Case("F10", "relations", _doctype("xl/_rels/workbook.xml.rels"), ("WB105",), "blocked"),
    Case("F11", "deep sheet", _deep(SCORING, "a"), ("WB107",), "blocked"),
    Case("F11", "deep texts", _deep("xl/sharedStrings.xml", "si"), ("WB107",), "blocked"),
    Case("F12", "two workbooks", _second, ("WB102",), "blocked", ""),
    Case("F12", "another unit's", _of_another_unit, ("WB204",), "blocked"),
    Case("F12", "another year", _of("thu-nghiem/2023", "thu-nghiem/2022"), ("WB203",), "blocked"),
    Case("F12", "another edition", _of(";thu-nghiem;1.0;", ";hanoi-2023;1.0;"), ("WB203",), "blocked"),
    Case("F12", "another block", _of(";so;", ";huyen;"), ("WB206",), "blocked"),
    Case("F12", "other criteria of the same name", _of(";thu-nghiem;1.0;", ";thu-nghiem;2.0;"), ("WB203",), "blocked"),
)  # fmt: skip
"""One or more for each code F."""
