"""Looks through files that parcli wrote for what the texts of others must never become there.

Each function returns complaints. The list of unseen characters is that of Unicode itself, not the product's.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

from adversary.crafted.hostile_texts import LONG, MARK, TEXTS

_KEPT = "\n\t"
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_OUTWARD = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
_SHEET_SIGNS = re.compile(r"[\[\]:*?/\\]")
_CUT = re.compile(f"{MARK}99(A+)(.{{0,3}})")
_KEPT_WHOLE = {
    place: begin
    for place, text in enumerate(TEXTS)
    if (begin := text.partition(MARK)[0]).startswith(("{", "[", "<s", '"><', "&lt;", "]]", "$", "http", "java"))
}
"""Texts that a template, a console or a page would take for its own, by their number: where the number stands, they must stand before it."""


def unseen(text: str) -> Iterator[str]:
    """Complain of characters that nobody sees."""
    found = {sign for sign in text if unicodedata.category(sign) in _UNSEEN and sign not in _KEPT}
    if found:
        yield f"unseen: {sorted(map(ascii, found))}"


def kept(text: str) -> Iterator[str]:
    """Complain where a text was evaluated, taken for markup or cut without a sign."""
    for place, begin in _KEPT_WHOLE.items():
        number = f"{MARK}{place:02d}"
        if text.count(number) != len(re.findall(re.escape(begin).replace(r"\ ", r"\s*") + number, text.replace("∕", "/").replace("∖", "\\"))):
            at = text.index(number)
            yield f"{begin!r} does not stand whole: {text[max(0, at - 60) : at + 8]!r}"
    for found in _CUT.finditer(text):
        if 0 < len(found[1]) < LONG and not found[2].strip().startswith(("…", "[…", ".")):
            yield f"cut without a sign after {len(found[1])}: {text[found.end() - 4 : found.end() + 10]!r}"


def texts(path: Path) -> Iterator[str]:
    """Complain of one written file, by its kind."""
    content = path.read_bytes()
    if path.suffix == ".zip":
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from of(Path(name).suffix, archive.read(name))
        return
    yield from of(path.suffix, content)


def of(suffix: str, content: bytes) -> Iterator[str]:
    """Complain of a file's content."""
    if suffix == ".xlsx":
        yield from workbook(content)
    elif suffix == ".docx":
        yield from document(content)
    elif suffix in (".csv", ".html", ".json", ".txt"):
        text = content.decode("utf-8-sig")
        yield from unseen(text.replace("\r\n", "\n"))
        yield from {".csv": table, ".html": page, ".json": values, ".txt": kept}[suffix](text)


def table(text: str) -> Iterator[str]:
    """Complain of cells that a sheet would take for formulas."""
    for line in csv.reader(StringIO(text), delimiter=";" if ";" in text.partition("\n")[0] else ","):
        for cell in line:
            if MARK in cell and cell.startswith(_FORMULA_SIGNS):
                yield f"a formula: {cell[:60]!r}"
            yield from kept(cell)


def values(text: str) -> Iterator[str]:
    """Complain of a JSON document that does not hold, or holds texts evaluated."""
    json.loads(text)
    yield from kept(json.loads(f'"{text}"') if False else text.replace('\\"', '"').replace("\\\\", "\\"))


def page(text: str) -> Iterator[str]:
    """Complain of elements and attributes that a text became."""
    reader = _Page()
    reader.feed(text)
    reader.close()
    yield from reader.wrong
    yield from kept("".join(reader.words))


class _Page(HTMLParser):
    """Reads a page as a browser does, and notes what does not belong there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.words: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        for name, value in attrs:
            said = value or ""
            if name.startswith("on") or MARK.casefold() in name or MARK.casefold() in tag:
                self.wrong.append(f"<{tag} {name}={said[:60]!r}>")
            if name in ("href", "src", "action") and _OUTWARD.match(said) and not said.startswith("data:"):
                self.wrong.append(f"<{tag} {name}={said[:60]!r}>")
            self.words.append(said)

    def handle_data(self, data: str) -> None:
        if self.inside in ("script", "style") and "window.zq" in data:
            self.wrong.append(f"{self.inside}: {data[:60]!r}")
        self.words.append(data)


def workbook(content: bytes, *, own: bool = True) -> Iterator[str]:
    """Complain of a workbook; ``own`` is False for a copy of a unit's own, whose cells are left as the unit wrote them."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if not name.endswith((".xml", ".rels", ".vml")):
                continue
            root = fromstring(archive.read(name))
            for wrong in _part(name, root, own=own):
                yield f"{name}: {wrong}"


def _part(name: str, root: Element, *, own: bool) -> Iterator[str]:
    for each in root.iter():
        tag = each.tag.rpartition("}")[2]
        said = each.text or ""
        if tag in ("f", "formula", "formula1", "formula2", "definedName") and MARK in said:
            yield f"a formula: {said[:80]!r}"
        if tag == "sheet" and (len(each.get("name", "")) > 31 or _SHEET_SIGNS.search(each.get("name", ""))):
            yield f"a sheet's name: {each.get('name')!r}"
        if tag == "Relationship" and each.get("TargetMode") == "External" and _OUTWARD.match(each.get("Target", "")):
            yield f"a link: {each.get('Target')!r}"
        if tag == "t" and (own or "comments" in name):
            yield from _cell(said)


def _cell(said: str) -> Iterator[str]:
    shown = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), said)
    if len(shown) > 32_767:
        yield f"too long: {len(shown)}"
    yield from unseen(shown.replace("_", ""))
    yield from kept(shown)


def document(content: bytes) -> Iterator[str]:
    """Complain of a Word document: fields, links, evaluated templates, unseen characters."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if not name.endswith((".xml", ".rels")):
                continue
            root = fromstring(archive.read(name))
            for each in root.iter():
                tag = each.tag.rpartition("}")[2]
                if tag == "instrText" and MARK in (each.text or ""):
                    yield f"{name}: a field: {each.text!r}"
                if tag == "Relationship" and each.get("TargetMode") == "External" and MARK in each.get("Target", ""):
                    yield f"{name}: a link: {each.get('Target')!r}"
            text = "".join(each.text or ("\n" if each.tag.endswith(("}p", "}br")) else "") for each in root.iter())
            for wrong in (*unseen(text), *kept(text)):
                yield f"{name}: {wrong}"
