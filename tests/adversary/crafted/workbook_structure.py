"""T: what was changed in a workbook outside the cells that a unit fills in, and what its parts say against each other."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from adversary.crafted.case import SHEET, Case, Dossier, at, number, text, with_cells
from openpyxl.comments import Comment
from workbook import kit

from parcli.workbook import names

SCORING = SHEET[names.SCORING]
HIDDEN = "98765"
"""What a formula shows, in no other cell of any workbook: nothing of it may be found again."""
Change = Callable[[Any], None]


def _saved(change: Change) -> Callable[[Dossier], None]:
    """Return the workbook after a change by a workbook library, which forgets what formulas last showed."""
    return lambda dossier: dossier.edited(change)


def _cell(key: str, column: str, value: Any) -> Callable[[Dossier], None]:
    def change(book: Any) -> None:
        book[names.SCORING][at(key, column)] = value

    return _saved(change)


def _scoring(xml_change: Callable[[str], str]) -> Callable[[Dossier], None]:
    return lambda dossier: dossier.rewritten(xml_change)


def _row_of(key: str) -> int:
    return int(at(key, "key")[1:])


def _deleted(key: str) -> Change:
    """Empty a row, as one does who deletes its content."""

    def change(book: Any) -> None:
        for cell in book[names.SCORING][_row_of(key)]:
            cell.value = None

    return change


def _inserted(book: Any) -> None:
    book[names.SCORING].insert_rows(_row_of("I.1.3"))


def _swapped(xml: str) -> str:
    """Let two items change places with all their cells, as one does who cuts and pastes rows."""
    first, second = _row_of("I.2.1/count"), _row_of("I.2.6/count")
    rows = {place: re.search(rf'<row r="{place}".*?</row>', xml, re.DOTALL) for place in (first, second)}
    bodies = {place: found[0] for place, found in rows.items() if found is not None}
    moved = {
        here: re.sub(rf'(<row|<c) r="([A-Z]*){there}"', rf'\g<1> r="\g<2>{here}"', bodies[there])
        for here, there in ((first, second), (second, first))
    }
    return xml.replace(bodies[first], "\0").replace(bodies[second], moved[second]).replace("\0", moved[first])


def _renamed(name: str) -> Change:
    def change(book: Any) -> None:
        book[name].title = "Trang 1"

    return change


def _removed(name: str) -> Change:
    def change(book: Any) -> None:
        del book[name]

    return change


def _sheets_moved(book: Any) -> None:
    book.move_sheet(names.SCORING, 3)


def _column_inserted(book: Any) -> None:
    book[names.SCORING].insert_cols(3)


def _heading(book: Any) -> None:
    book[names.SCORING][names.at("input", 6)] = "Số liệu khác"


def _second_row(book: Any) -> None:
    sheet = book[names.SCORING]
    end = sheet.max_row + 2
    sheet[f"A{end}"], sheet[names.at("input", end)] = "I.1.3/value", 1000


def _extra_row(book: Any) -> None:
    sheet = book[names.SCORING]
    sheet[f"A{sheet.max_row + 2}"] = "I.1.99"


def _merged(book: Any) -> None:
    place = at("I.1.3/value")
    book[names.SCORING].merge_cells(f"{place}:I{place[1:]}")


def _merged_over(xml: str) -> str:
    """Merge from the row above, so that the figure stands on, hidden beneath."""
    place = _row_of("I.1.3/value")
    merge = f'<mergeCell ref="H{place - 1}:H{place}"/>'
    return (
        xml.replace("</mergeCells>", f"{merge}</mergeCells>")
        if "</mergeCells>" in xml
        else xml.replace("</sheetData>", f'</sheetData><mergeCells count="1">{merge}</mergeCells>', 1)
    )


def _hidden_row(book: Any) -> None:
    book[names.SCORING].row_dimensions[_row_of("I.1.3/value")].hidden = True


def _hidden_column(book: Any) -> None:
    book[names.SCORING].column_dimensions["H"].hidden = True


def _very_hidden(book: Any) -> None:
    book[names.SCORING].sheet_state = "veryHidden"


def _only_saved(_: Any) -> None:
    """Open and save it with another program: what formulas last showed is forgotten."""


def _identity(*places: str, other: str = "") -> Callable[[Dossier], None]:
    """Return a workbook whose identity is gone in some of its places, or says something else there."""
    of = {"cell": SHEET[names.LISTS], "strings": "xl/sharedStrings.xml", "name": "xl/workbook.xml", "property": "docProps/custom.xml"}

    def put(dossier: Dossier) -> None:
        spoilt = {of[place]: re.sub(rb'parcli-workbook-1;[^"<]*', other.encode(), dossier.honest[of[place]]) for place in places}
        dossier.put(kit.zipped(dossier.parts(**spoilt)))

    return put


def _twice(content: str) -> Callable[[str], str]:
    """Let the cell of one entry stand twice in its row: readers differ in which of them they take."""

    def change(xml: str) -> str:
        found = re.search(rf'<c r="{at("I.1.3/value")}"[^>]*>.*?</c>', xml)
        assert found is not None
        return xml.replace(found[0], found[0] + f'<c r="{at("I.1.3/value")}">{content}</c>', 1)

    return change


def _out_of_order(xml: str) -> str:
    """Let the last rows stand first: nothing is changed in any cell."""
    rows = re.findall(r"<row .*?</row>", xml, re.DOTALL)
    body = "".join(rows)
    assert body in xml
    return xml.replace(body, "".join(reversed(rows)))


def _in_another_row(xml: str) -> str:
    """Let a cell of the row of one item bear the address of another."""
    found = re.search(rf'<c r="{at("I.1.3/value")}"([^>]*)>.*?</c>', xml)
    assert found is not None
    stray = f'<c r="{at("I.1.3/value")}"{found[1]}><v>30</v></c></row>'
    row = re.search(rf'<row r="{_row_of("I.2.1/count")}".*?</row>', xml, re.DOTALL)
    assert row is not None
    return xml.replace(row[0], row[0].removesuffix("</row>") + stray)


def _far(book: Any) -> None:
    book[names.SCORING]["XFD1048576"] = "x"


def _far_comment(book: Any) -> None:
    book[names.SCORING]["XFD1048576"].comment = Comment("x", "x")


def _huge_dimension(xml: str) -> str:
    return re.sub(r'<dimension ref="[^"]*"/>', '<dimension ref="A1:XFD1048576"/>', xml)


def _small_dimension(xml: str) -> str:
    return re.sub(r'<dimension ref="[^"]*"/>', '<dimension ref="A1:B2"/>', xml)


def _huge_merge(xml: str) -> str:
    return xml.replace("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="P1:XFD1048576"/></mergeCells>', 1)


def _part(name: str, old: bytes, new: bytes) -> Callable[[Dossier], None]:
    """Return the workbook with words of one part put out of joint."""

    def put(dossier: Dossier) -> None:
        assert old in dossier.honest[name]
        dossier.put(kit.zipped(dossier.parts(**{name: dossier.honest[name].replace(old, new)})))

    return put


def _without(name: str) -> Callable[[Dossier], None]:
    return lambda dossier: dossier.put(kit.zipped(dossier.parts(**{name: None})))


def _moved_entry(xml: str) -> str:
    """Let the sheet show points that its inputs do not give, the formula untouched."""
    found = re.search(rf'(<c r="{at("I.1.3", "self")}"[^>]*><f>.*?</f><v>)[^<]*(</v></c>)', xml, re.DOTALL)
    assert found is not None
    return xml.replace(found[0], f"{found[1]}77{found[2]}")


def _formula(shown: str) -> Callable[[str], str]:
    return lambda xml: with_cells(xml, {at("I.1.3/value"): f"<c><f>A1+1</f><v>{shown}</v></c>"})


def _openpyxl_formula(book: Any) -> None:
    book[names.SCORING][at("I.1.3/value")] = "=10+2"


def _typed_total(xml: str) -> str:
    return with_cells(xml, {at("@total", "self"): number("100")})


def _code(xml: str) -> str:
    return with_cells(xml, {at("I.1.3", "key"): text("I.1.4")})


_ALL_READ = "the figures are read as they stand and the points come from the definition, so nothing may be held against the unit"

CASES = (
    Case("T01", "maximum", _cell("I.1.3", "maximum", 9), ("WB307",), "blocked"),
    Case("T01", "maximum of an area", _cell("I", "maximum", 99), ("WB307",), "blocked"),
    Case("T01", "title", _cell("I.1.3", "title", "Dễ hơn"), ("WB314",)),
    Case("T01", "how it is scored", _cell("I.1.3", "method", "Luôn đủ điểm"), ("WB314",)),
    Case("T01", "code", _scoring(_code), ("WB303", "WB305"), "blocked"),
    Case("T02", "row emptied", _saved(_deleted("I.1.3/value")), ("WB303",), "blocked"),
    Case("T02", "item's row emptied", _saved(_deleted("I.1.3")), ("WB303",), "blocked"),
    Case("T02", "row inserted", _saved(_inserted), (), why=_ALL_READ),
    Case("T02", "rows moved", _scoring(_swapped), (), why=_ALL_READ),
    Case("T02", "column inserted", _saved(_column_inserted), (), why=_ALL_READ),
    Case("T02", "row that is not asked for", _saved(_extra_row), ("WB305",)),
    Case("T02", "row twice", _saved(_second_row), ("WB304",), "blocked"),
    Case("T02", "sheet renamed", _saved(_renamed(names.SCORING)), ("WB301",), "blocked"),
    Case("T02", "register renamed", _saved(_renamed(names.REGISTER)), ("WB301",), "blocked"),
    Case("T02", "sheet deleted", _saved(_removed(names.SCORING)), ("WB301",), "blocked"),
    Case("T02", "sheets in another order", _saved(_sheets_moved), (), why=_ALL_READ),
    Case("T02", "heading renamed", _saved(_heading), ("WB302",), "blocked"),
    Case("T03", "formula as a figure", _scoring(_formula(HIDDEN)), ("WB311",), "incomplete", item="I.1.3", never=(HIDDEN,)),
    Case("T03", "formula without a value", _saved(_openpyxl_formula), ("WB311",), "incomplete", item="I.1.3"),
    Case("T03", "points typed over", _cell("I.1.3", "self", 1), ("WB308",)),
    Case("T03", "another formula", _cell("I.1.3", "self", "=1"), ("WB309",)),
    Case("T03", "total typed over", _scoring(_typed_total), ("WB308",)),
    Case("T03", "points shown that nothing gives", _scoring(_moved_entry), ("WB310",)),
    Case("T03", "saved by a program that does not calculate", _saved(_only_saved), (), why=_ALL_READ),
    Case("T04", "merged with its neighbour", _saved(_merged), ("WB312",), why=""),
    Case("T04", "hidden under a merge", _scoring(_merged_over), ("WB312",), "incomplete", item="I.1.3"),
    Case("T05", "row hidden", _saved(_hidden_row), ("WB313",)),
    Case("T05", "column hidden", _saved(_hidden_column), ("WB145",)),
    Case("T05", "sheet hidden", _saved(_very_hidden), ("WB145",)),
    Case("T06", "identity in one place", _identity("strings", "name"), (), why="one place that agrees, and none that contradicts, is enough"),
    Case("T06", "identity nowhere", _identity("strings", "name", "property"), ("WB201",), "blocked"),
    Case("T06", "identity contradicts", _identity("property", other="parcli-workbook-1;hanoi-2023;1.0;hanoi-2023/2023;so;so-noi-vu;abc"), ("WB202",), "blocked"),
    Case("T07", "entry twice", _scoring(_twice("<v>30</v>")), ("WB143",), "blocked"),
    Case("T07", "rows out of order", _scoring(_out_of_order), ("WB143",), "blocked"),
    Case("T07", "cell in another row", _scoring(_in_another_row), ("WB143",), "blocked"),
    Case("T08", "far cell", _saved(_far), ("WB149",), "blocked"),
    Case("T08", "far comment", _saved(_far_comment), (), why="only the cells of the layout are read, however far out another stands"),
    Case("T08", "huge dimension", _scoring(_huge_dimension), (), why="what a sheet says of its size is not believed"),
    Case("T08", "small dimension", _scoring(_small_dimension), (), why="what a sheet says of its size is not believed"),
    Case("T08", "huge merge", _scoring(_huge_merge), ("WB107",), "blocked"),
    Case("T09", "text that is not there", _scoring(lambda xml: with_cells(xml, {at("I.1.3/value"): '<c t="s"><v>99999</v></c>'})), ("WB105",), "blocked"),
    Case("T09", "looks that are not there", _scoring(lambda xml: with_cells(xml, {at("I.1.3/value"): '<c s="99999"><v>12</v></c>'})), ("WB105",), "blocked"),
    Case("T09", "cell in column ZZZZ", _scoring(lambda xml: xml.replace('r="A10"', 'r="ZZZZ10"')), ("WB143",), "blocked"),
    Case("T09", "cut XML", _scoring(lambda xml: xml[: len(xml) // 2]), ("WB105",), "blocked"),
    Case("T09", "no relations", _without("xl/_rels/workbook.xml.rels"), ("WB105",), "blocked"),
    Case("T09", "no types", _without("[Content_Types].xml"), ("WB105",), "blocked"),
    Case("T09", "styles of nonsense", _part("xl/styles.xml", b'<cellXfs count="', b'<cellXfs count="x'), (), why=_ALL_READ),
    Case("T09", "sheet that leads nowhere", _part("xl/_rels/workbook.xml.rels", b"sheet2.xml", b"sheet99.xml"), ("WB141",), "blocked"),
)  # fmt: skip
"""One or more for each code T; what LibreOffice makes of a workbook is tried in test_office.py."""


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook that another program saved."""
    return kit.parts(io.BytesIO(content).getvalue())
