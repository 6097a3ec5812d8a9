"""Kinds of tampering in the parts themselves: nothing else of the file is written anew, stored values stay as they were."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from adversary.seeded import parts as xml
from adversary.seeded.parts import Parts
from workbook import kit

from parcli.workbook import names
from parcli.workbook.layout import HEADING_ROW

Change = Callable[[Parts, Random, kit.Bench], Parts]
_BOOK = "xl/workbook.xml"


def _scored(chance: Random, bench: kit.Bench) -> int:
    return chance.choice([row.row for row in bench.layout.rows if row.formula is not None])


def _on_scoring(parts: Parts, change: Callable[[str], str]) -> Parts:
    return xml.with_sheet(parts, names.SCORING, change)


def locked_text(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:
    row = chance.choice([row for row in bench.layout.rows if row.title])
    return _on_scoring(parts, lambda text: xml.put_text(text, names.at("title", row.row), f"{row.title}."))


def maximum(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:
    row = chance.choice([row for row in bench.layout.rows if row.maximum is not None])
    return _on_scoring(parts, lambda text: xml.put_number(text, names.at("maximum", row.row), str(float(row.maximum or 0) + 0.01)))


def key_changed(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:
    row = chance.choice(bench.layout.rows)
    return _on_scoring(parts, lambda text: xml.put_text(text, names.at("key", row.row), f"{row.key}x"))


def heading(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:  # noqa: ARG001 - one shape for all kinds
    column = chance.choice(["title", "maximum", "input", "self", "count"])
    return _on_scoring(parts, lambda text: xml.put_text(text, names.at(column, HEADING_ROW), "Cột khác"))


def formula_to_value(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:
    address = names.at("self", _scored(chance, bench))
    return _on_scoring(parts, lambda text: xml.put_number(text, address, chance.choice(["0", "1", "77"])))


def formula_changed(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:
    address = names.at("self", _scored(chance, bench))

    def change(text: str) -> str:
        inner = xml.cell(text, address)[4]
        return xml.put(text, address, inner.replace("</f>", "+0.5</f>"))

    return _on_scoring(parts, change)


def _stored(parts: Parts, chance: Random, name: str, pick: Callable[[str], bool]) -> Parts:
    """Change what a formula last showed, and leave the formula."""
    text = xml.sheet(parts, name)
    cells = [found for found in xml.CELL.finditer(text) if found[4] and "<f>" in found[4] and "<v>" in found[4] and pick(found[1] + found[2])]
    found = chance.choice([one for one in cells if not _of_this_pc(one[4])])
    number = 't="str"' not in found[3]
    forged = re.sub(r"<v>([^<]*)</v>", lambda value: f"<v>{_other(value[1]) if number else value[1] + ' (đã sửa)'}</v>", found[0])
    return xml.with_sheet(parts, name, lambda before: before[: found.start()] + forged + before[found.end() :])


def _of_this_pc(inner: str) -> bool:
    """Whether a formula speaks of the PC on which it is seen: what it shows differs from PC to PC."""
    return "DATEVALUE" in inner or 'MID(1/2&amp;"",2,1)' in inner


def _other(value: str) -> str:
    return f"{float(value or 0) + 1:.15g}"


def stored_points(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:
    wanted = {names.at("self", row.row) for row in bench.layout.rows if row.formula is not None}
    return _stored(parts, chance, names.SCORING, wanted.__contains__)


def stored_elsewhere(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:  # noqa: ARG001
    return _stored(parts, chance, chance.choice([names.REVIEW, names.REPORT, names.LISTS, names.SCORING]), lambda address: address != "C5")


def check_code(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:  # noqa: ARG001
    return _stored(
        parts, chance, names.LISTS, lambda address: address in (names.CHECK_CODE_CELL, names.CHECK_DIGITS_CELL, *names.CHECK_RESIDUE_CELLS)
    )


def hidden_row(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:
    row = chance.choice(bench.layout.rows).row
    return _on_scoring(parts, lambda text: text.replace(f'<row r="{row}" ', f'<row r="{row}" hidden="1" ', 1))


def hidden_column(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:  # noqa: ARG001
    place = chance.randint(3, 10)
    return _on_scoring(parts, lambda text: re.sub(rf'<col min="{place}"', rf'<col hidden="1" min="{place}"', text, count=1))


def row_moved(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:
    """Two rows change places, with all that is in them."""
    one, two = sorted(chance.sample([row.row for row in bench.layout.rows], 2))

    def change(text: str) -> str:
        first, second = (next(found[0] for found in xml.ROW.finditer(text) if found[0].startswith(f'<row r="{row}"')) for row in (one, two))
        a, b = text.index(first), text.index(second)
        return text[:a] + _renumbered(second, two, one) + text[a + len(first) : b] + _renumbered(first, one, two) + text[b + len(second) :]

    return _on_scoring(parts, change)


def _renumbered(row: str, old: int, new: int) -> str:
    row = row.replace(f'<row r="{old}"', f'<row r="{new}"', 1)
    return re.sub(rf'<c r="([A-Z]+){old}"', rf'<c r="\g<1>{new}"', row)


def row_removed(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:
    row = chance.choice(bench.layout.rows).row
    return _on_scoring(parts, lambda text: re.sub(rf'<row r="{row}".*?</row>', "", text, count=1, flags=re.DOTALL))


def row_twice(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:
    row, end = chance.choice([row for row in bench.layout.rows if row.kind in ("item", "input")]).row, bench.layout.rows[-1].row + 1

    def change(text: str) -> str:
        again = next(found[0] for found in xml.ROW.finditer(text) if found[0].startswith(f'<row r="{row}"'))
        return text.replace("</sheetData>", _renumbered(again, row, end) + "</sheetData>", 1)

    return _on_scoring(parts, change)


def merged(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:
    row = chance.choice([row for row in bench.layout.rows if row.kind == "input"]).row
    tag = f'<mergeCells count="1"><mergeCell ref="H{row}:I{row}"/></mergeCells>'
    return _on_scoring(parts, lambda text: text.replace("<conditionalFormatting", f"{tag}<conditionalFormatting", 1))


def sheet_renamed(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:  # noqa: ARG001
    name = chance.choice(names.SHEETS)
    return xml.with_part(parts, _BOOK, lambda text: text.replace(f'<sheet name="{name}"', '<sheet name="Trang khác"'))


def sheet_state(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:  # noqa: ARG001
    name = chance.choice([each for each in names.SHEETS if each not in (names.LISTS, names.SCORING)])
    return xml.with_part(parts, _BOOK, lambda text: text.replace(f'<sheet name="{name}"', f'<sheet name="{name}" state="veryHidden"'))


def identity(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:
    """Another unit's identity in one place or in two."""
    own, other = bench.unit.id, "so-khac"
    places = ["docProps/custom.xml", _BOOK, "xl/sharedStrings.xml"]
    for member in chance.sample(places, chance.choice([1, 2])):
        parts = xml.with_part(parts, member, lambda text: text.replace(f";{own};", f";{other};"))
    return parts


def validation(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:  # noqa: ARG001
    listed = re.findall(r'<dataValidation type="list".*?</dataValidation>', xml.sheet(parts, names.SCORING), re.DOTALL)
    one = chance.choice(listed)
    wider = re.sub(r"<formula1>.*?</formula1>", '<formula1>"Một,Hai"</formula1>', one)
    return _on_scoring(parts, lambda text: text.replace(one, chance.choice(["", wider])))


def number_format(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:
    code = chance.choice(["&quot;5&quot;", "0.00;;;", ";;;", "\\5", "0.00,", "&quot;10&quot;0"])
    address = names.at(chance.choice(["self", "maximum"]), _scored(chance, bench))
    style = xml.style_of(xml.sheet(parts, names.SCORING), address)
    parts, number = xml.add_style(parts, style, lambda xf: re.sub(r'numFmtId="\d+"', 'numFmtId="399"', xf).replace("<xf ", '<xf applyNumberFormat="1" ', 1)
                                  if "applyNumberFormat" not in xf else re.sub(r'numFmtId="\d+"', 'numFmtId="399"', xf))  # fmt: skip
    parts = xml.with_part(parts, "xl/styles.xml", lambda text: text.replace("</numFmts>", f'<numFmt numFmtId="399" formatCode="{code}"/></numFmts>'))
    return _on_scoring(parts, lambda text: xml.restyle(text, address, number))


def unlocked(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:
    address = names.at(chance.choice(["self", "maximum", "title"]), _scored(chance, bench))
    style = xml.style_of(xml.sheet(parts, names.SCORING), address)
    open_it = '<protection locked="0"/></xf>'
    parts, number = xml.add_style(
        parts,
        style,
        lambda xf: (xf.replace("</xf>", open_it) if "</xf>" in xf else xf.replace("/>", f">{open_it}")).replace(
            "<xf ", '<xf applyProtection="1" ', 1
        ),
    )
    return _on_scoring(parts, lambda text: xml.restyle(text, address, number))


def protection(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:  # noqa: ARG001
    name = chance.choice([names.SCORING, names.REPORT, names.REVIEW, names.LISTS, names.GUIDE])
    return xml.with_sheet(parts, name, lambda text: re.sub(r"<sheetProtection[^>]*/>", "", text))


def calculation(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:  # noqa: ARG001
    setting = chance.choice(['calcMode="manual"', 'iterate="1"', 'fullPrecision="0"'])
    return xml.with_part(parts, _BOOK, lambda text: text.replace("<calcPr ", f"<calcPr {setting} "))


def from_1904(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:  # noqa: ARG001
    return xml.with_part(parts, _BOOK, lambda text: text.replace("<workbookPr ", '<workbookPr date1904="1" '))


def defined_name(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:  # noqa: ARG001
    name = f"danh_sach_{chance.randint(1, 4)}"
    return xml.with_part(parts, _BOOK, lambda text: re.sub(rf'(<definedName name="{name}">)[^<]*', rf"\1'{names.LISTS}'!$B$3:$B$900", text))


def print_area(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:  # noqa: ARG001
    return xml.with_part(parts, _BOOK, lambda text: re.sub(r"('Báo cáo'!\$A\$1:\$F\$)\d+", r"\g<1>20", text, count=1))


def colour_later(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:
    """A colour in the form of 2010, which openpyxl passes over."""
    row = chance.choice(bench.layout.rows).row
    ext = (
        '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}">'
        '<x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        f'<x14:cfRule type="expression" priority="9"><xm:f>TRUE</xm:f></x14:cfRule><xm:sqref>D{row}</xm:sqref>'
        "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"
    )
    return _on_scoring(parts, lambda text: text.replace("</worksheet>", ext))


def text_box(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:  # noqa: ARG001
    """A drawing that lies over the report."""
    member = kit.SHEET_FILE[names.REPORT]
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"><xdr:twoCellAnchor><xdr:from><xdr:col>0</xdr:col>'
        "<xdr:colOff>0</xdr:colOff><xdr:row>12</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from></xdr:twoCellAnchor></xdr:wsDr>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rIdD" Type="{kind}/drawing" Target="../drawings/drawing1.xml"/></Relationships>'
    parts = {**parts, "xl/drawings/drawing1.xml": drawing.encode(), f"xl/worksheets/_rels/{member.rpartition('/')[2]}.rels": rels.encode()}
    return xml.with_sheet(parts, names.REPORT, lambda text: text.replace("</worksheet>", '<drawing r:id="rIdD"/></worksheet>'))


def external(parts: Parts, chance: Random, bench: kit.Bench) -> Parts:
    """A formula that takes its value from another file."""
    address = names.at("self", _scored(chance, bench))
    link = '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook/></externalLink>'
    parts = {**parts, "xl/externalLinks/externalLink1.xml": link.encode()}
    return _on_scoring(parts, lambda text: xml.put(text, address, "<f>[1]Sheet1!A1</f><v>9</v>"))


KINDS: dict[str, tuple[Change, bool]] = {
    # A change, and whether it would move a score, a rank or the check code for whoever believed the workbook.
    "locked text": (locked_text, False),
    "maximum": (maximum, True),
    "key": (key_changed, True),
    "heading": (heading, True),
    "formula to value": (formula_to_value, True),
    "formula changed": (formula_changed, True),
    "stored points": (stored_points, True),
    "stored value elsewhere": (stored_elsewhere, True),
    "stored check code": (check_code, True),
    "hidden row": (hidden_row, False),
    "hidden column": (hidden_column, False),
    "rows changed places": (row_moved, True),
    "row deleted": (row_removed, True),
    "row duplicated": (row_twice, True),
    "merge over entries": (merged, True),
    "sheet renamed": (sheet_renamed, False),
    "sheet hidden": (sheet_state, False),
    "identity in 1 or 2 places": (identity, True),
    "validation": (validation, False),
    "number format": (number_format, True),
    "style unlocked": (unlocked, False),
    "protection removed": (protection, False),
    "way of calculating": (calculation, True),
    "days from 1904": (from_1904, True),
    "defined name": (defined_name, True),
    "print area": (print_area, False),
    "colour of 2010": (colour_later, False),
    "text box": (text_box, False),
    "formula from another file": (external, True),
}
