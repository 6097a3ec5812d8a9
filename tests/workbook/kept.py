"""Compare an annotated copy with the workbook it was made of: cell by cell, and element by element of every sheet's part."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from openpyxl import load_workbook

from parcli.workbook import names

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MARK = '"parcli"<>""'
# Numbers into tables of styles are compared by what they lead to; parts that notes need are new; the rest says where the
# cursor was, which a copy that opens on another sheet changes.
_INDIRECT = {"s", "style", "dxfId", "priority", "id", "spans", "tabSelected"}
_PASSED = {"sheetData", "legacyDrawing", "drawing", "dimension", "conditionalFormatting"}
_OF_ROW = ("ht", "customHeight", "hidden", "outlineLevel", "collapsed")
_ONES = {"true": "1", "false": "0"}


def tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


class Book:
    """A workbook file as its own XML and, for styles, as openpyxl reads it."""

    def __init__(self, content: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(content))
        self.opened = load_workbook(io.BytesIO(content), rich_text=True)
        self.root = fromstring(self.archive.read("xl/workbook.xml"))
        links = {each.get("Id"): each.get("Target", "") for each in fromstring(self.archive.read("xl/_rels/workbook.xml.rels"))}
        listed = [each for each in self.root.iter() if tag(each) == "sheet"]
        self.order = [str(each.get("name")) for each in listed]
        self.states = {str(each.get("name")): each.get("state", "visible") for each in listed}
        parts = {str(each.get("name")): links[each.get(_R)] for each in listed}
        self.sheets = {name: fromstring(self.archive.read(posixpath.join("/xl", part).removeprefix("/"))) for name, part in parts.items()}
        self.strings = self._strings()
        self.looks: dict[int, str] = {}

    def _strings(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self.archive.namelist():
            return []
        return [_texts(each) for each in fromstring(self.archive.read("xl/sharedStrings.xml"))]

    def names(self) -> dict[tuple[str, str], str]:
        """Return the defined names by scope (a sheet's name) and name."""
        found = {}
        for each in self.root.iter():
            if tag(each) == "definedName":
                scope = each.get("localSheetId")
                place = "" if scope is None else self.order[int(scope)]
                found[place, str(each.get("name"))] = (each.text or "").replace("$", "").replace("'", "")
        return found

    def properties(self) -> dict[str, str]:
        if "docProps/custom.xml" not in self.archive.namelist():
            return {}
        return {str(each.get("name")): "".join(each.itertext()) for each in fromstring(self.archive.read("docProps/custom.xml"))}

    def cells(self, sheet: str) -> Iterator[tuple[str, tuple[str, str, str]]]:
        """Yield each cell that holds anything: its formula, its kind and what it shows."""
        for cell in self.sheets[sheet].iter():
            if tag(cell) != "c":
                continue
            within = {tag(each): each for each in cell}
            shown = within["v"].text or "" if "v" in within else ""
            kind = cell.get("t", "n")
            if kind == "s":
                kind, shown = "text", self.strings[int(shown)]
            elif kind == "inlineStr":
                kind, shown = "text", _texts(within["is"])
            formula = _formula(within["f"]) if "f" in within else ""
            if formula or shown:
                yield str(cell.get("r")), (formula, kind, shown if kind in ("text", "str", "e", "b") else repr(float(shown)) if shown else "")

    def styles(self, sheet: str) -> dict[str, str]:
        styled = (cell for row in self.opened[sheet].iter_rows() for cell in row if cell.has_style)
        return {cell.coordinate: self.style(cell) for cell in styled}

    def style(self, cell: Any) -> str:
        """Return a cell's look in words; cells of one style share them."""
        if cell.style_id not in self.looks:
            look = (cell.font, cell.fill, cell.border, cell.alignment, cell.protection, cell.number_format)
            self.looks[cell.style_id] = "".join(map(repr, look)).replace("=False", "=None")
        return self.looks[cell.style_id]

    def rows(self, sheet: str) -> dict[str, tuple[tuple[str, str], ...]]:
        found = {}
        for row in self.sheets[sheet].iter():
            if tag(row) == "row":
                said = {key: _plain(value) for key, value in row.attrib.items() if key in _OF_ROW}
                found[str(row.get("r"))] = tuple(sorted((key, value) for key, value in said.items() if value != "0"))
        return {row: said for row, said in found.items() if said}

    def formats(self, sheet: str) -> list[tuple[Any, ...]]:
        """Return the conditional formats that are not parcli's marks, with what they look like."""
        return [
            (str(each.sqref), rule.type, tuple(rule.formula), rule.operator, rule.text, repr(rule.dxf))
            for each in self.opened[sheet].conditional_formatting
            for rule in each.rules
            if _MARK not in rule.formula
        ]

    def marked(self, sheet: str) -> set[str]:
        return {
            cell
            for each in self.opened[sheet].conditional_formatting
            if any(_MARK in rule.formula for rule in each.rules)
            for cell in str(each.sqref).split()
        }

    def notes(self, sheet: str) -> dict[str, str]:
        return {cell.coordinate: cell.comment.text for row in self.opened[sheet].iter_rows() for cell in row if cell.comment is not None}


def _texts(element: Element) -> str:
    return "".join(each.text or "" for each in element.iter() if tag(each) == "t")


def _formula(element: Element) -> str:
    return element.text or f"shared {element.get('si')}"


def _plain(value: str) -> str:
    value = _ONES.get(value, value)
    return repr(float(value)) if re.fullmatch(r"-?\d+\.?\d*", value) and value not in ("0", "1") else value


def lost(before: Element, after: Element | None, path: str = "") -> Iterator[str]:
    """Yield what stands in one element and not in the other: attributes, texts, children in their order."""
    where = f"{path}/{tag(before)}"
    if after is None:
        yield where
        return
    for key, value in before.attrib.items():
        name = key.rpartition("}")[2]
        if name not in _INDIRECT and _plain(value) != _plain(after.get(key, _DEFAULTS.get(name, "0"))):
            yield f"{where}@{name}: {value} → {after.get(key)}"
    if (before.text or "").strip() != (after.text or "").strip():
        yield f"{where}: {before.text} → {after.text}"
    others: dict[str, list[Element]] = {}
    for each in _sorted(after):
        others.setdefault(tag(each), []).append(each)
    for each in _sorted(before):
        if tag(each) not in _PASSED and not _is_empty(each):
            waiting = others.get(tag(each), [])
            yield from lost(each, waiting.pop(0) if waiting else None, where)


def _sorted(element: Element) -> list[Element]:
    """Return the children; the order of merged ranges means nothing."""
    return sorted(element, key=lambda each: str(each.get("ref"))) if tag(element) == "mergeCells" else list(element)


def _is_empty(element: Element) -> bool:
    return not (element.text or "").strip() and (not element.attrib or tag(element) == "headerFooter") and all(map(_is_empty, element))


_DEFAULTS = {"type": "none", "errorStyle": "stop", "operator": "between", "cellComments": "none"}
"""What it means that an attribute is not there, where a program writes that out; all others are off."""


def differences(before: bytes, after: bytes) -> list[str]:
    """Return all that an annotated copy has lost or changed; empty when it is only marked."""
    old, new = Book(before), Book(after)
    found = [f"names: {key}" for key, said in old.names().items() if new.names().get(key) != said]
    found += [f"property: {key}" for key, said in old.properties().items() if new.properties().get(key) != said]
    found += [f"order: {new.order}"] if [each for each in old.order if each != names.TO_MEND] != new.order[1:] else []
    for sheet in old.order:
        if sheet == names.TO_MEND:
            continue
        found += [f"{sheet}: state"] if old.states[sheet] != new.states[sheet] else []
        for what in ("cells", "styles", "rows"):
            was, now = dict(getattr(old, what)(sheet)), dict(getattr(new, what)(sheet))
            found += [f"{sheet} {what} {key}: {was.get(key)} → {now.get(key)}" for key in {**was, **now} if was.get(key) != now.get(key)]
        found += [f"{sheet}: formats"] if old.formats(sheet) != new.formats(sheet) else []
        found += [f"{sheet}: {each}" for each in lost(old.sheets[sheet], new.sheets[sheet])]
    return found
