"""A workbook taken apart into its parts, and its cells changed as text: what no office program would write."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

from workbook import kit

from parcli.workbook import names

Parts = dict[str, bytes]
_DAY = (1980, 1, 1, 0, 0, 0)
SCORING = kit.SHEET_FILE[names.SCORING]
CELL = re.compile(r'<c r="([A-Z]+)(\d+)"((?: [a-z]+="[^"]*")*)(?:/>|>(.*?)</c>)', re.DOTALL)
ROW = re.compile(r'<row r="(\d+)"[^>]*>.*?</row>|<row r="\d+"[^>]*/>', re.DOTALL)


def zipped(parts: Parts) -> bytes:
    """Pack parts under one fixed day, so that a case can be made again to the byte."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _DAY), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def sheet(parts: Parts, name: str) -> str:
    """Return the text of a sheet's part."""
    return parts[kit.SHEET_FILE[name]].decode()


def with_sheet(parts: Parts, name: str, change: Callable[[str], str]) -> Parts:
    """Return the parts with one sheet changed. Raises LookupError where the change changed nothing."""
    return with_part(parts, kit.SHEET_FILE[name], change)


def with_part(parts: Parts, member: str, change: Callable[[str], str]) -> Parts:
    """Return the parts with one of them changed. Raises LookupError where the change changed nothing."""
    before = parts[member].decode()
    after = change(before)
    if before == after:
        raise LookupError(member)
    return {**parts, member: after.encode()}


def cell(xml: str, address: str) -> re.Match[str]:
    """Return a cell. Raises LookupError where there is none."""
    return next(found for found in CELL.finditer(xml) if found[1] + found[2] == address) if f'<c r="{address}"' in xml else _none(address)


def _none(address: str) -> re.Match[str]:
    raise LookupError(address)


def put(xml: str, address: str, inner: str, kind: str = "") -> str:
    """Put something into a cell, in its own style."""
    found = cell(xml, address)
    style = re.search(r' s="\d+"', found[3])
    typed = f' t="{kind}"' if kind else ""
    return f'{xml[: found.start()]}<c r="{address}"{style[0] if style else ""}{typed}>{inner}</c>{xml[found.end() :]}'


def put_text(xml: str, address: str, text: str) -> str:
    """Put a text into a cell."""
    return put(xml, address, f"<is><t>{escape(text)}</t></is>", "inlineStr")


def put_number(xml: str, address: str, number: str) -> str:
    """Put a number into a cell."""
    return put(xml, address, f"<v>{number}</v>")


def add_style(parts: Parts, address_style: int, change: Callable[[str], str]) -> tuple[Parts, int]:
    """Add a cell format like an old one, changed; return its number."""
    styles = parts["xl/styles.xml"].decode()
    start, end = styles.index("<cellXfs"), styles.index("</cellXfs>")
    listed = re.findall(r"<xf [^>]*/>|<xf [^>]*>.*?</xf>", styles[start:end], re.DOTALL)
    return {**parts, "xl/styles.xml": (styles[:end] + change(listed[address_style]) + styles[end:]).encode()}, len(listed)


def restyle(xml: str, address: str, style: int) -> str:
    """Give a cell another format."""
    found = cell(xml, address)
    return xml[: found.start()] + re.sub(r' s="\d+"', f' s="{style}"', found[0], count=1) + xml[found.end() :]


def style_of(xml: str, address: str) -> int:
    """Return the number of a cell's format."""
    style = re.search(r' s="(\d+)"', cell(xml, address)[3])
    return int(style[1]) if style else 0
