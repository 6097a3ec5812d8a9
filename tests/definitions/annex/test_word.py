"""What a reader of the accepted document sees is read, and nothing else."""

from __future__ import annotations

import pytest
from definitions.annex import kit
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from parcli.definitions.annex import word
from parcli.definitions.annex.grid import Line, Text

WHO = 'w:id="7" w:author="x" w:date="2024-01-01T00:00:00Z"'


def lines(document):
    return [piece for piece in word.read(kit.saved(document)) if isinstance(piece, Line)]


def one_cell(xml: str) -> str:
    """Return what is read of a cell whose paragraph holds this XML."""
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    paragraph = cell.paragraphs[0]._p
    for child in parse_xml(f"<w:p {NAMES}>{xml}</w:p>"):
        paragraph.append(child)
    return lines(document)[0].cells[0]


NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)
CELLS = {
    "inserted": (f"<w:r><w:t>a</w:t></w:r><w:ins {WHO}><w:r><w:t>b</w:t></w:r></w:ins>", "ab"),
    "deleted": (f"<w:r><w:t>a</w:t></w:r><w:del {WHO}><w:r><w:delText>b</w:delText></w:r></w:del>", "a"),
    "moved-away": (f"<w:moveFrom {WHO}><w:r><w:t>a</w:t></w:r></w:moveFrom><w:moveTo {WHO}><w:r><w:t>b</w:t></w:r></w:moveTo>", "b"),
    "line-break": ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>", "a\nb"),
    "tab": ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", "a b"),
    "hard-space": ("<w:r><w:t>a\u00a0\u00a0b\u00ad\u200b</w:t></w:r>", "a b"),
    "soft-hyphen": ("<w:r><w:t>a</w:t><w:softHyphen/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r>", "ab-c"),
    "hidden": ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r><w:r><w:t>b</w:t></w:r>", "b"),
    "text-box": ("<w:r><w:t>a</w:t><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>b</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>", "a"),
    "field": ('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText><w:t>2</w:t></w:r>', "2"),
    "link": ("<w:hyperlink><w:r><w:t>a</w:t></w:r></w:hyperlink>", "a"),
    "formula": ("<m:oMath><m:r><m:t>Điểm=</m:t></m:r><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath>", "Điểm=(a/b)"),
    "content-control": ("<w:sdt><w:sdtContent><w:r><w:t>a</w:t></w:r></w:sdtContent></w:sdt>", "a"),
    "decomposed": ("<w:r><w:t>Đie\u0302\u0309m</w:t></w:r>", "Điểm"),
}  # fmt: skip


@pytest.mark.parametrize("name", CELLS)
def test_the_text_of_a_cell(name: str) -> None:
    xml, text = CELLS[name]
    assert one_cell(xml) == text


def test_merged_cells_stand_once_and_columns_stay_in_line() -> None:
    document = Document()
    kit.table(document, [["a", kit.LEFT, "b"], ["c", "d", "e"], [kit.ABOVE, "f", kit.LEFT]])
    read = lines(document)
    assert [line.cells for line in read] == [("a", "", "b"), ("c", "d", "e"), ("", "f", "")]
    assert [line.starts for line in read] == [(0, 0, 2), (0, 1, 2), (0, 1, 1)]
    assert [sorted(line.continued) for line in read] == [[], [], [0]]
    assert [line.place for line in read] == ["Bảng 1, dòng 1", "Bảng 1, dòng 2", "Bảng 1, dòng 3"]


def test_a_row_that_starts_later_keeps_its_columns() -> None:
    document = Document()
    made = kit.table(document, [["a", "b", "c"], ["d", "e", "f"]])
    row = made.rows[1]._tr
    row.remove(row.findall(qn("w:tc"))[0])
    row.get_or_add_trPr().append(parse_xml(f'<w:gridBefore {nsdecls("w")} w:val="1"/>'))
    assert lines(document)[1].cells == ("", "e", "f")


def test_a_table_inside_a_cell_becomes_sentences() -> None:
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "Mức điểm"
    inner = cell.add_table(2, 2)
    for at, (level, points) in enumerate([("Từ 80% trở lên", "1"), ("Dưới 80%:", "0")]):
        inner.cell(at, 0).text, inner.cell(at, 1).text = level, points
    assert lines(document)[0].cells[0] == "Mức điểm\nTừ 80% trở lên: 1\nDưới 80%: 0"


def test_a_deleted_end_of_a_paragraph_joins_it_with_the_next() -> None:
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "Từ 80% "
    cell.add_paragraph("trở lên")
    mark = f"<w:rPr {nsdecls('w')}><w:del {WHO}/></w:rPr>"
    cell.paragraphs[0]._p.get_or_add_pPr().append(parse_xml(mark))
    assert lines(document)[0].cells[0] == "Từ 80% trở lên"


def test_deleted_rows_are_not_there_and_tables_in_content_controls_are() -> None:
    document = Document()
    made = kit.table(document, [["a"], ["b"]])
    kit.row_deleted(made.rows[0])
    body = document.element.body
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    made._tbl.addprevious(control)
    control[0].append(made._tbl)
    assert [line.cells for line in lines(document)] == [("b",)]
    assert body is not None


def numbers(levels: list[tuple[str, str]], depths: list[int]) -> list[str]:
    document = Document()
    name = kit.numbered(document, levels)
    for depth in depths:
        document.add_paragraph("x")._p.get_or_add_pPr().append(kit.listed(name, depth))
    return [piece.text.removesuffix(" x") for piece in word.read(kit.saved(document)) if isinstance(piece, Text)]


def test_numbers_that_word_writes() -> None:
    levels = [("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3"), ("lowerLetter", "%4)"), ("bullet", "•")]
    assert numbers(levels, [0, 1, 2, 2, 1, 2, 3, 3, 4, 0, 1]) == ["I.", "1.", "1.1", "1.2", "2.", "2.1", "a)", "b)", "-", "II.", "1."]
    assert numbers([("upperLetter", "%1"), ("lowerRoman", "%1.%2"), ("decimalZero", "%3")], [0, 1, 2, 0, 1]) == ["A", "A.i", "01", "B", "B.i"]
    assert numbers([("lowerLetter", "%1")], [0] * 28)[-3:] == ["z", "aa", "bb"]


def test_a_number_that_its_style_carries() -> None:
    document = Document()
    kit.numbered(document, [("decimal", "%1.")], style="Heading 1")
    document.add_paragraph("Một", style="Heading 1")
    document.add_paragraph("không")
    document.add_paragraph("Hai", style="Heading 1")
    assert [piece.text for piece in word.read(kit.saved(document)) if isinstance(piece, Text)] == ["1. Một", "không", "2. Hai"]
