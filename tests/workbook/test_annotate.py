"""An annotated copy is the workbook that came in, with marks; mended and sent back it is as good as any other return."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.packaging.relationship import Relationship
from openpyxl.styles import PatternFill
from openpyxl.workbook.external_link import ExternalLink
from openpyxl.workbook.external_link.external import ExternalBook
from openpyxl.worksheet.formula import ArrayFormula
from workbook import kept, kit

from parcli import shipped
from parcli.core.findings import Finding, Severity, found
from parcli.messages import words
from parcli.workbook import annotate, names
from parcli.workbook.entries import Entries
from parcli.workbook.mend_sheet import About

pytestmark = pytest.mark.slow

ITEM, REGISTER_CELL = "I.1.1", "B6"
_BLOCKS = {
    ("hanoi-2023", "so"), ("hanoi-2023", "huyen"), ("hanoi-2025", "so"), ("hanoi-2025", "xa"), ("khanhhoa-qd11", "xa"),
}  # fmt: skip


def copy(bench: kit.Bench, content: bytes, findings: tuple[Finding, ...]) -> bytes:
    return annotate.annotated(content, findings, About(bench.unit.id, bench.unit.name, bench.cycle.year), words("vi"), bench.look)


def at(bench: kit.Bench, key: str, column: str) -> str:
    return names.at(column, next(row.row for row in bench.layout.rows if row.key == key))


def faults(bench: kit.Bench, content: bytes) -> tuple[bytes, dict[tuple[str, str], object]]:
    """Return the workbook with faults of several kinds planted, and what stood there before."""
    spoiled: dict[tuple[str, str], object] = {
        (names.SCORING, at(bench, "I.1.2/part", "input")): "12 văn bản",
        (names.SCORING, at(bench, "I.1.2/whole", "input")): -4,
        (names.SCORING, at(bench, "I.1.3/value", "input")): "1.234",
        (names.SCORING, at(bench, "I.2.1/count", "input")): True,
        (names.SCORING, at(bench, ITEM, "maximum")): 77,
        (names.SCORING, at(bench, ITEM, "self")): 1,
        (names.SCORING, at(bench, "I.1.10", "title")): "Tiêu chí dễ hơn",
    }
    book = load_workbook(io.BytesIO(content))
    former = {place: book[place[0]][place[1]].value for place in spoiled}
    return kit.edited(content, lambda each: fill(each, spoiled)), former


def fill(book: object, cells: dict[tuple[str, str], object]) -> None:
    for (sheet, address), value in cells.items():
        book[sheet][address] = value  # type: ignore[index]


def some_findings(bench: kit.Bench) -> tuple[Finding, ...]:
    place = {"unit": bench.unit.id, "file": f"submissions/{bench.unit.id}/a.xlsx", "sheet": names.SCORING}
    first = bench.layout.items[0].key
    return (
        found("SC102", cell=at(bench, first, "explanation"), item=first, label="Số", found="=1+1", **place),
        found("SC117", cell=at(bench, first, "explanation"), item=first, found="9", whole="7", whole_cell="H8", **place),
        found("SC120", cell=at(bench, first, "title"), item=first, found="1", total="2", **place),
    )


def shipped_bench(edition: str, block: str) -> kit.Bench:
    folder = shipped.folder("criteria") / edition
    cycle_file = next(folder.glob("cycle-*.yaml"))
    first = kit.bench(folder, cycle_file, next(iter(kit.load_cycle(cycle_file, kit.load_edition(folder)).cycle.units)).id)
    return kit.bench(folder, cycle_file, next(unit.id for unit in first.cycle.units if unit.block == block))


def test_the_blocks_above_are_all_that_are_shipped() -> None:
    editions = (folder.name for folder in shipped.folder("criteria").iterdir() if (folder / "edition.yaml").is_file())
    loaded = {name: kit.load_edition(shipped.folder("criteria") / name).edition for name in editions}
    assert {(name, block.id) for name, edition in loaded.items() if edition for block in edition.blocks} == _BLOCKS


@pytest.mark.parametrize(("edition", "block"), sorted(_BLOCKS))
def test_nothing_of_a_shipped_workbook_is_lost(edition, block):
    bench = shipped_bench(edition, block)
    content = bench.filled(bench.clerks(3))
    marked = copy(bench, content, some_findings(bench))
    assert kept.differences(content, marked) == []
    before, after = bench.read(content), bench.read(marked)
    assert replace(after, sha256=before.sha256, size=before.size) == before


def test_nothing_of_the_workbook_is_lost(small):
    content = small.filled(small.clerks(3))
    assert kept.differences(content, copy(small, content, some_findings(small))) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda sheet: sheet.data_validations.dataValidation.pop(), "dataValidation"),
        (lambda sheet: setattr(sheet.data_validations.dataValidation[0], "promptTitle", "x"), "promptTitle"),
        (lambda sheet: setattr(sheet.column_dimensions["C"], "width", 9), "/cols/"),
        (lambda sheet: setattr(sheet["H9"], "value", 4), "cells H9"),
        (lambda sheet: setattr(sheet["H9"], "fill", PatternFill("solid", start_color="FF0000")), "styles H9"),
        (lambda sheet: setattr(sheet.protection, "autoFilter", True), "sheetProtection"),
        (lambda sheet: setattr(sheet, "freeze_panes", "A2"), "pane"),
        (lambda sheet: setattr(sheet, "print_title_rows", "1:1"), "names"),
        (lambda sheet: sheet.conditional_formatting.add("A1", FormulaRule(formula=["TRUE"])), "formats"),
        (lambda sheet: setattr(sheet.row_dimensions[9], "height", 99), "rows 9"),
        (lambda sheet: setattr(sheet.page_setup, "orientation", "portrait"), "pageSetup"),
        (lambda sheet: setattr(sheet.parent[names.LISTS], "sheet_state", "visible"), "state"),
        (lambda sheet: sheet.parent.custom_doc_props.props.clear(), "property"),
    ],
)
def test_the_comparison_sees_what_is_lost(small, change, told):
    content = small.filled(small.clerks(3))
    marked = copy(small, content, ())
    spoiled = kit.edited(marked, lambda book: change(book[names.SCORING]))
    assert any(told in each for each in kept.differences(content, spoiled))


def test_a_copy_opened_without_calculation_shows_the_points(small):
    content = small.filled(small.clerks(3))
    before, after = small.read(content), small.read(copy(small, content, ()))
    assert {key: cell.raw for key, cell in after.shown.items()} == {key: cell.raw for key, cell in before.shown.items()}
    assert any(isinstance(cell.raw, int | float) for cell in after.shown.values())


def test_rows_grow_with_what_is_typed_into_them(small):
    content = small.filled(small.clerks(3))
    scoring = kit.parts(copy(small, content, ()))["xl/worksheets/sheet3.xml"]
    assert b"customHeight" in kit.parts(kit.edited(content, lambda _: None))["xl/worksheets/sheet2.xml"]
    assert b"customHeight" not in scoring


def test_ranges_keep_the_cell_from_which_their_formula_is_meant(small):
    def several(book):
        book[names.SCORING].conditional_formatting.add("H30 H9 H12:H14", FormulaRule(formula=["H30>1"]))

    content = kit.edited(small.filled(small.clerks(3)), several)
    part = kit.parts(content)["xl/worksheets/sheet2.xml"].decode()
    (listed,) = re.findall(r'<conditionalFormatting sqref="([^"]*\bH30\b[^"]*)"', part)
    reordered = kit.parts(content) | {"xl/worksheets/sheet2.xml": part.replace(f'"{listed}"', '"H30 H12:H14 H9"').encode()}
    again = kit.parts(copy(small, kit.zipped(reordered), ()))["xl/worksheets/sheet3.xml"].decode()
    assert 'sqref="H30 H12:H14 H9"' in again


def test_the_same_input_gives_the_same_bytes(small):
    content = small.filled(small.clerks(3))
    assert copy(small, content, some_findings(small)) == copy(small, content, some_findings(small))


def test_mended_and_sent_back_it_is_clean(small):
    content = small.filled(small.clerks(1))
    spoiled, former = faults(small, content)
    findings = small.judged(spoiled)[1]
    assert {"SC102", "SC107", "SC103", "SC106", "WB307", "WB308", "WB314"} <= kit.codes(findings)
    marked = copy(small, spoiled, findings)
    assert kit.codes(small.judged(marked)[1]) == kit.codes(findings)
    mended = kit.edited(marked, lambda book: fill(book, former))
    records, left = small.judged(mended)
    assert kit.heavy(left) == []
    assert left == small.judged(content)[1]
    assert kit.plain(records) == kit.plain(small.judged(content)[0])
    assert small.read(mended).changes == ()


def test_a_second_copy_bears_the_marks_of_today_alone(small):
    content = small.filled(small.clerks(1))
    spoiled, former = faults(small, content)
    first = copy(small, spoiled, small.judged(spoiled)[1])
    wrong = (names.SCORING, at(small, "I.1.2/part", "input"))
    sent_back = kit.edited(first, lambda book: fill(book, {place: value for place, value in former.items() if place != wrong}))
    findings = tuple(one for one in small.judged(sent_back)[1] if one.severity > Severity.NOTE)
    second = kept.Book(copy(small, sent_back, findings))
    assert second.order.count(names.TO_MEND) == 1
    assert second.order[0] == names.TO_MEND
    assert second.marked(names.SCORING) == {wrong[1]}
    assert set(second.notes(names.SCORING)) == {wrong[1]}
    assert second.styles(names.SCORING) == kept.Book(content).styles(names.SCORING)
    unmarked = kept.Book(copy(small, sent_back, ()))
    assert (unmarked.marked(names.SCORING), unmarked.notes(names.SCORING)) == (set(), {})


def test_the_clerks_own_note_stays_beside_ours_and_after_it(small):
    address = at(small, small.layout.items[0].key, "explanation")

    def noted(book):
        book[names.SCORING][address].comment = Comment("Hỏi phòng Tổ chức.", "văn thư")

    content = kit.edited(small.filled(small.clerks(1)), noted)
    first = copy(small, content, some_findings(small))
    text = kept.Book(first).notes(names.SCORING)[address]
    assert text.startswith("Hỏi phòng Tổ chức.\n\nViệc cần sửa (parcli)\n1. ")
    again = kept.Book(copy(small, first, some_findings(small)))
    assert again.notes(names.SCORING)[address] == text
    assert kept.Book(copy(small, first, ())).notes(names.SCORING) == {address: "Hỏi phòng Tổ chức."}


def test_several_findings_at_one_cell_share_a_note_whose_box_fits(small):
    content = copy(small, small.filled(small.clerks(1)), some_findings(small))
    _, both = sorted(kept.Book(content).notes(names.SCORING).values(), key=len)
    assert ("1. Phải sửa [SC102]" in both, "2. Cần làm rõ [SC117]" in both) == (True, True)
    drawn = next(text.decode() for name, text in kit.parts(content).items() if name.endswith(".vml"))
    heights = sorted(float(each) for each in re.findall(r"height:([0-9.]+)px", drawn))
    assert heights[0] < heights[1] <= 420
    assert both.count("\n") * 15 < heights[1]


def test_a_note_far_too_long_is_cut_where_it_can_be_seen(small):
    first = some_findings(small)[0]
    many = tuple(replace(first, values=(("found", "x" * 300), ("label", str(number)))) for number in range(9))
    (note,) = kept.Book(copy(small, small.filled(small.clerks(1)), many)).notes(names.SCORING).values()
    assert note.endswith("…")
    assert len(note) <= 1200


def test_a_merged_cell_is_marked_at_its_first_cell(small):
    def merged(book):
        book[names.SCORING].merge_cells("L8:L10")

    content = kit.edited(small.filled(small.clerks(1)), merged)
    one = replace(some_findings(small)[0], cell="L9")
    book = kept.Book(copy(small, content, (one,)))
    assert (set(book.notes(names.SCORING)), book.marked(names.SCORING)) == ({"L8"}, {"L8:L10"})


def rows_of(content: bytes) -> list[list[object]]:
    sheet = load_workbook(io.BytesIO(content))[names.TO_MEND]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_list_names_the_unit_counts_numbers_and_groups(small):
    rows = rows_of(copy(small, small.filled(small.clerks(1)), some_findings(small)))
    assert rows[0][0] == "VIỆC CẦN SỬA TRONG HỒ SƠ TỰ ĐÁNH GIÁ, CHẤM ĐIỂM NĂM 2023"
    assert rows[1][0] == "Đơn vị: Sở Nội vụ"
    assert rows[2][0] == "Phải sửa: 1 · Cần làm rõ: 1 · Lưu ý: 1"
    assert "gửi lại chính tệp này" in str(rows[3][0])
    assert rows[5] == ["TT", "Mã tiêu chí", "Nơi sửa", "Nội dung cần rà soát", "Cách sửa", "Căn cứ", "Mã nội dung", "Đã sửa"]
    assert [row[0] for row in rows[6:]] == ["Phải sửa (1)", "1", "Cần làm rõ (1)", "2", "Lưu ý (1)", "3"]
    assert rows[7][2] == f"{names.SCORING}, ô {at(small, 'I.1.1', 'explanation')}"


def test_the_list_goes_down_the_sheets_and_then_through_the_files(small):
    place = {"unit": small.unit.id, "file": "a.xlsx"}
    mixed = (
        found("EV201", unit=small.unit.id, file="a.pdf", detail="", items=""),
        found("EV107", sheet=names.REGISTER, cell="A6", found="x", **place),
        found("SC107", sheet=names.SCORING, cell="H100", item="I.1", label="", found="-1", **place),
        found("SC107", sheet=names.SCORING, cell="H20", item="I.1", label="", found="-1", **place),
    )
    rows = rows_of(copy(small, small.filled(small.clerks(1)), mixed))
    assert [row[2] for row in rows[7:]] == [f"{names.SCORING}, ô H20", f"{names.SCORING}, ô H100", f"{names.REGISTER}, ô A6", "a.pdf"]


def test_each_line_of_the_list_leads_to_its_cell(small):
    def renamed(book):
        book.create_sheet("Phòng 'A' và B")["C3"] = "x"

    content = kit.edited(small.filled(small.clerks(1)), renamed)
    elsewhere = replace(some_findings(small)[0], sheet="Phòng 'A' và B", cell="C3")
    spelt_otherwise = replace(some_findings(small)[2], sheet=names.SCORING.upper())
    sheet = load_workbook(io.BytesIO(copy(small, content, (elsewhere, spelt_otherwise))))[names.TO_MEND]
    links = [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert links == ["'Phòng ''A'' và B'!C3", f"'{names.SCORING}'!{at(small, 'I.1.1', 'title')}"]


def test_what_concerns_a_file_names_it_as_the_unit_knows_it(small):
    one = found("EV201", unit=small.unit.id, file=f"submissions/{small.unit.id}/evidence/I.1.1/a.pdf", item="I.1.1", detail="x", items="I.1.1")
    rows = rows_of(copy(small, small.filled(small.clerks(1)), (one,)))
    assert rows[7][2] == "evidence/I.1.1/a.pdf"


def test_texts_of_strangers_never_become_formulas(small):
    one = replace(some_findings(small)[0], item="=HYPERLINK(1)")
    sheet = load_workbook(io.BytesIO(copy(small, small.filled(small.clerks(1)), (one,))))[names.TO_MEND]
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


def test_what_a_unit_put_in_of_its_own_comes_back(small):
    """Formatted words, an array formula, a formula that leads to another file: none of it asked for, none of it lost."""

    def own(book):
        link = ExternalLink(externalBook=ExternalBook(id="rId1"))
        link.file_link = Relationship(type="externalLinkPath", Target="so-lieu.xlsx", TargetMode="External", Id="rId1")
        book._external_links.append(link)
        sheet = book[names.SCORING]
        sheet["Q5"] = "=[1]Sheet1!A1"
        sheet["Q6"] = ArrayFormula("Q6:Q7", "=SUM(H9:H12*2)")
        sheet["Q8"] = "  hai dòng\n và  dấu cách "
        sheet["L9"] = CellRichText("Giải trình ", TextBlock(InlineFont(b=True), "quan trọng"), " hết")

    content = kit.edited(small.filled(small.clerks(1)), own)
    marked = copy(small, content, some_findings(small))
    assert kept.differences(content, marked) == []
    assert {name for name in kit.parts(content) if "externalLink" in name} <= set(kit.parts(marked))


def test_what_stands_far_away_is_not_walked_to(small):
    content = kit.edited(small.filled(small.clerks(1)), lambda book: fill(book, {(names.SCORING, "XFD1048576"): 1, (names.REGISTER, "XFD9"): 1}))
    again = copy(small, copy(small, content, some_findings(small)), some_findings(small))
    assert load_workbook(io.BytesIO(again))[names.SCORING]["XFD1048576"].value == 1


def test_an_empty_workbook_can_be_annotated(small):
    content = small.filled(Entries({}))
    assert kept.differences(content, copy(small, content, small.judged(content)[1])) == []
