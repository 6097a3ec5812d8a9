"""What openpyxl drops when it saves a workbook, put back from the file it came from.

It forgets what formulas last showed, so that a view that does not calculate (Protected View, a phone) shows nothing;
it fixes every row's height, so that a longer text that is typed in stays hidden; and it shuffles the ranges of a list or a
format, whose formulas are meant from the first of them. All stand in the parts of the sheets; nothing else is touched.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_BOOK, _BOOK_LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
# The forms in which openpyxl itself writes rows and formulas without a value.
_ROW = re.compile(r'(<row r="(\d+)"[^>]*?) customHeight="1"')
_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"((?: s="\d+")?)>(<f[ >](?:[^<]*)</f>|<f[^>]*/>)<v\s*/?>(?:</v>)?</c>')
_RANGES = re.compile(r'sqref="([^"]* [^"]*)"')
_NOT_DIGITS = re.compile(r"\D")
_TRUE = ("1", "true")


@dataclass(slots=True)
class _Sheet:
    """What a sheet's part says of its formulas (type and shown value, as written), rows of fixed height and lists of ranges."""

    shown: dict[str, tuple[str, str]] = field(default_factory=dict)
    fixed: set[int] = field(default_factory=set)
    ranges: dict[frozenset[str], str] = field(default_factory=dict)


def restored(saved: bytes, original: bytes) -> bytes:
    """Return the saved workbook with shown values and free heights as in the original; the same input, the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(original)) as source, zipfile.ZipFile(io.BytesIO(saved)) as made:
        former = {name: _read(source.read(part)) for name, part in _sheets(source).items() if part in source.namelist()}
        parts = {part: former[name] for name, part in _sheets(made).items() if name in former}
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as kept:
            for name in made.namelist():
                content = made.read(name)
                if name in parts:
                    content = _put_back(content.decode(), parts[name]).encode()
                elif name == "docProps/core.xml":
                    content = _TIMES.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
                kept.writestr(zipfile.ZipInfo(name, _ZIP_DAY), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _sheets(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Return the part of each sheet by the sheet's name."""
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415 - not needed by commands that make no copies

    links = {each.get("Id"): each.get("Target", "") for each in fromstring(archive.read(_BOOK_LINKS))}
    sheets = (each for each in fromstring(archive.read(_BOOK)).iter() if _local(each) == "sheet")
    return {each.get("name", ""): _part(links.get(each.get(_LINK), "")) for each in sheets}


def _part(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _read(content: bytes) -> _Sheet:
    from defusedxml.ElementTree import iterparse  # noqa: PLC0415

    sheet = _Sheet()
    for _, element in iterparse(io.BytesIO(content)):
        name = _local(element)
        if name == "c":
            _take(sheet, element)
        elif name == "row":
            if element.get("customHeight") in _TRUE:
                sheet.fixed.add(int(element.get("r", "0")))
            element.clear()
        elif " " in element.get("sqref", ""):
            sheet.ranges[frozenset(element.get("sqref", "").split())] = element.get("sqref", "")
    return sheet


def _take(sheet: _Sheet, cell: Any) -> None:
    within = {_local(each): each for each in cell}
    if "f" in within and "v" in within:
        sheet.shown[cell.get("r", "")] = cell.get("t", "n"), within["v"].text or ""


def _put_back(content: str, former: _Sheet) -> str:
    content = _ROW.sub(lambda row: row[0] if int(row[2]) in former.fixed else row[1], content)
    content = _RANGES.sub(lambda listed: f'sqref="{_ordered(listed[1].split(), former)}"', content)
    return _FORMULA.sub(lambda cell: _with_value(cell, former.shown.get(cell[1])), content)


def _ordered(ranges: Sequence[str], former: _Sheet) -> str:
    known = former.ranges.get(frozenset(ranges))
    return known or " ".join(sorted(ranges, key=lambda each: (int(_NOT_DIGITS.sub("", each.partition(":")[0]) or 0), each)))


def _with_value(cell: re.Match[str], shown: tuple[str, str] | None) -> str:
    if shown is None or shown[0] not in ("n", "str", "b", "e"):
        return cell[0]
    kind = "" if shown[0] == "n" else f' t="{shown[0]}"'
    return f'<c r="{cell[1]}"{cell[2]}{kind}>{cell[3]}<v>{escape(shown[1])}</v></c>'
