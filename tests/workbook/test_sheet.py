"""What stands in a workbook: formulas that old sheets know, validations, protection, print setup, identity; and how one is made."""

from __future__ import annotations

import io
import re
import time
import unicodedata
import zipfile
from dataclasses import replace
from fractions import Fraction

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from workbook import kit

from parcli.core.cycle import Unit
from parcli.core.edition import Kind
from parcli.core.returned import Identity
from parcli.core.rules import InputKind
from parcli.workbook import names, writer
from parcli.workbook.entries import NONE, Entries, values
from parcli.workbook.layout import HEADING_ROW

EVERY = ("small", "hanoi", "district", "commune")
EXCEL_2007 = {
    "ABS", "AND", "CHAR", "COUNT", "COUNTA", "DATEVALUE", "DAY", "EXACT", "FIND", "IF", "IFERROR", "INDEX", "INT", "ISERROR", "ISLOGICAL", "ISNUMBER",
    "ISTEXT", "LEFT", "LEN", "MAX", "MID", "MIN", "MOD", "MONTH", "NA", "NOT", "OR", "RIGHT", "ROUND", "ROW", "SMALL", "SUBSTITUTE", "SUM",
    "SUMPRODUCT", "TRIM", "YEAR",
}  # fmt: skip
TEXTS = re.compile(r'"((?:[^"]|"")*)"')
PROTECTED = (names.GUIDE, names.SCORING, names.REVIEW, names.REPORT, names.LISTS)
OPEN = (names.REGISTER, names.DIFFICULTIES)


@pytest.fixture(scope="module", params=EVERY)
def made(request):
    """A bench, its entries, its workbook with formulas and with the values stored beside them."""
    bench = request.getfixturevalue(request.param)
    entries = bench.clerks(2)
    content = bench.filled(entries)
    return bench, entries, load_workbook(io.BytesIO(content)), load_workbook(io.BytesIO(content), data_only=True), content


def _formulas(book):
    return [(sheet.title, cell.coordinate, cell.value) for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]


def _every_formula(book):
    """Yield the formulas of cells, validations, conditional formats and names."""
    yield from (formula for _, _, formula in _formulas(book))
    for sheet in book:
        for rule in sheet.data_validations.dataValidation:
            yield from (text for text in (rule.formula1, rule.formula2) if text)
        for span in sheet.conditional_formatting:
            yield from (text for rule in span.rules for text in rule.formula)


def _depth(formula):
    deepest = depth = 0
    for sign in TEXTS.sub("", formula):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        deepest = max(deepest, depth)
    return deepest


@pytest.mark.slow
def test_formulas_use_what_excel_2007_knows_within_its_limits(made):
    for formula in _every_formula(made[2]):
        bare = TEXTS.sub('""', formula)
        assert set(re.findall(r"([A-Za-z][A-Za-z0-9.]*)\(", bare)) <= EXCEL_2007, formula
        assert len(formula) <= 8192
        assert all(len(text.replace('""', '"')) <= 255 for text in TEXTS.findall(formula))
        assert _depth(formula) <= 64
        assert "[" not in bare
        assert "#REF" not in bare


def test_every_formula_carries_its_value(made):
    bench, entries, book, shown, content = made
    expected = values(bench.layout, entries)
    for sheet, address, formula in _formulas(book):
        column, row = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()
        stored = shown[sheet][address].value
        if sheet == names.SCORING and column == names.LETTERS["self"]:
            key = shown[sheet][f"A{row}"].value
            wanted = expected[key]
            assert stored == (pytest.approx(float(wanted), abs=1e-9) if isinstance(wanted, Fraction) else wanted or None), (key, formula)
    raw = kit.parts(content)
    assert not any(re.search(rb"</f></c>", raw[name]) for name in kit.SHEET_FILE.values())


def test_validations_fit_into_excel_and_read_named_lists(made):
    bench, _, book, _, _ = made
    sheet = book[names.SCORING]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    for each in book:
        for rule in each.data_validations.dataValidation:
            assert len(rule.promptTitle or "") <= 32
            assert len(rule.errorTitle or "") <= 32
            assert len(rule.prompt or "") <= 255
            assert len(rule.error or "") <= 255
            assert len(rule.formula1 or "") <= 255
            if rule.type == "list":
                assert rule.formula1 in book.defined_names
    for row in bench.layout.rows:
        if row.cell is None:
            continue
        rule = rules[names.at("input", row.row)]
        assert rule.type == {"choice": "list", "date": "custom", "count": "whole"}.get(row.cell.kind.value, "decimal")
        if row.cell.kind is InputKind.CHOICE:
            assert _list_of(book, rule.formula1) == list(row.cell.choices)
    for row in bench.layout.items:
        if "applies" in row.entries:
            assert _list_of(book, rules[names.at("applies", row.row)].formula1) == ["Có", *(kind.label for kind in row.claims)]


def _list_of(book, name):
    sheet, span = re.fullmatch(r"'(.+)'!(.+)", book.defined_names[name].attr_text).groups()
    return [cell.value for (cell,) in book[sheet][span.replace("$", "")]]


def test_no_merged_cells_touch_an_entry(made):
    book = made[2]
    assert [sheet.title for sheet in book if sheet.merged_cells.ranges] in ([], [names.REPORT])


def test_unlocked_cells_are_the_entries_of_the_layout(made):
    bench, _, book, _, _ = made
    unlocked = {cell.coordinate for line in book[names.SCORING].iter_rows() for cell in line if not cell.protection.locked}
    assert unlocked == {names.at(column, row.row) for row in bench.layout.rows for column in row.entries}
    for name in PROTECTED[0], *PROTECTED[2:]:
        assert all(cell.protection.locked for line in book[name].iter_rows() for cell in line)


def test_protection_has_no_password_and_leaves_filters_and_widths_to_the_clerk(made):
    book, content = made[2], made[4]
    for name in PROTECTED:
        assert book[name].protection.sheet, name
        assert book[name].protection.password is None
    for name in OPEN:
        assert not book[name].protection.sheet
    for name in (names.SCORING, names.REVIEW):
        rights = book[name].protection
        assert not rights.autoFilter
        assert not rights.formatRows
        assert not rights.formatColumns
        assert book[name].auto_filter.ref
    for xml in kit.parts(content).values():
        assert b"hashValue" not in xml
        assert b"workbookProtection" not in xml
        assert not re.search(rb'<sheetProtection[^>]*password="(?!")', xml)


def test_sheets_stand_in_order_and_the_lists_are_hidden(made):
    book = made[2]
    assert book.sheetnames == list(names.SHEETS)
    assert [sheet.sheet_state for sheet in book] == ["visible"] * 6 + ["hidden"]
    assert book.active.title == names.SCORING


def test_pages_are_a4_and_as_wide_as_the_sheet_with_headings_repeated(made):
    book = made[2]
    for name in names.SHEETS[:-1]:
        sheet = book[name]
        assert sheet.page_setup.paperSize == 9, name
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight in (0, "0")
        assert sheet.page_setup.fitToWidth in (None, 1, "1")
        assert sheet.page_setup.orientation == ("portrait" if name in (names.GUIDE, names.REPORT) else "landscape"), name
        assert "&P/&N" in sheet.oddFooter.right.text
    heading = f"${HEADING_ROW}:${HEADING_ROW}"
    assert book[names.SCORING].print_title_rows == heading
    for name in (names.REGISTER, names.DIFFICULTIES, names.REVIEW):
        row = int(book[name].print_title_rows.partition(":")[0].lstrip("$"))
        assert book[name].freeze_panes == f"A{row + 1}"
        assert book[name][f"A{row}"].value in ("Mã", "TT")
    row = int(book[names.REPORT].print_title_rows.partition(":")[0].lstrip("$"))
    assert book[names.REPORT][f"A{row}"].value == "TT"
    assert book[names.SCORING].freeze_panes == f"D{HEADING_ROW + 1}"


def test_headings_stand_in_the_order_of_the_design(made):
    sheet = made[2][names.SCORING]
    cycle = made[0].cycle
    assert [cell.value for cell in sheet[HEADING_ROW]] == [
        "Mã", "TT", "Nội dung, tiêu chí", "Điểm tối đa", "Cách tính điểm", "Tài liệu kiểm chứng yêu cầu", "Áp dụng", "Số liệu / mức đạt",
        f"Trong đó thực hiện đến {cycle.window.to:%d/%m}", "Điểm tự chấm", "Số TLKC", "Giải trình", "Phòng thực hiện", "Lĩnh vực",
    ]  # fmt: skip
    assert [cell.value for cell in made[2][names.REGISTER][names.REGISTER_FIRST_ROW - 1]] == [
        "Mã", "Tên tệp", "Loại", "Số, ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu", "Trang, mục",
    ]  # fmt: skip


def test_the_identity_stands_in_three_places(made):
    bench, _, book, _, _ = made
    text = bench.layout.identity(bench.unit.id).text()
    assert book[names.LISTS][names.IDENTITY_CELL].value == text
    assert book.defined_names[names.IDENTITY_NAME].attr_text == f'"{text}"'
    assert {prop.name: prop.value for prop in book.custom_doc_props.props} == {names.IDENTITY_NAME: text}
    assert Identity.parse(text) == bench.layout.identity(bench.unit.id)


def test_links_lead_to_the_cell_in_which_to_enter(made):
    bench, _, book, _, _ = made
    targets = {link.location for link in book[names.REVIEW]._hyperlinks} | {cell.hyperlink.location for cell in _linked(book[names.REVIEW])}
    for row in bench.layout.items:
        place = row.row + 1 if row.item.cells() else row.row
        assert f"'{names.SCORING}'!{names.at('input', place)}" in targets


def _linked(sheet):
    return [cell for line in sheet.iter_rows() for cell in line if cell.hyperlink]


def test_what_no_unit_scores_shows_no_zero(small):
    """Blank is not zero: an area that only a survey decides has no sum."""
    rows = {row.key: row for row in small.layout.rows}
    assert rows["III"].formula is None
    assert values(small.layout, small.clerks(1))["III"] == ""
    assert rows["II"].formula is not None


def test_a_decided_exemption_stands_locked(small):
    spared = small.without(I_1_1=Kind.NOT_ASSIGNED)
    row = next(row for row in spared.layout.rows if row.key == "I.1.1")
    cell = load_workbook(io.BytesIO(spared.filled(NONE)))[names.SCORING][names.at("applies", row.row)]
    assert cell.value == Kind.NOT_ASSIGNED.label
    assert cell.protection.locked


def test_the_text_of_a_row_fits_into_its_height(made):
    """A text is never cut off: each row is at least as high as its longest text needs at its width."""
    bench, _, book, _, content = made
    ruler = writer.Brush(None, bench.look).ruler
    sheet = book[names.SCORING]
    widths = bench.look.widths["scoring"]
    for row in bench.layout.rows:
        height = sheet.row_dimensions[row.row].height
        for column in ("title", "method", "evidence", "explanation"):
            cell = sheet[names.at(column, row.row)]
            needed = ruler.lines(str(cell.value or ""), widths[column], cell.font.size, bold=bool(cell.font.bold)) * cell.font.size * 1.2
            assert height >= needed - 1, (row.key, column)
    assert b"customHeight" not in kit.parts(content)[kit.SHEET_FILE[names.SCORING]]


@pytest.mark.slow
@pytest.mark.parametrize(("above", "name", "head"), [
    ("UBND thành phố Hà Nội", "Sở Nội vụ", {"A1": "UBND THÀNH PHỐ HÀ NỘI", "A2": "SỞ NỘI VỤ"}),
    ("UBND thành phố Hà Nội", "UBND quận Ba Đình", {"A1": "UBND QUẬN BA ĐÌNH", "A2": None}),
    ("", "Sở Nội vụ", {"A1": "SỞ NỘI VỤ", "A2": None}),
])  # fmt: skip
def test_the_report_names_who_reports_beside_the_state(hanoi, above, name, head):
    unit = Unit.model_validate({"id": "don-vi", "block": "so", "name": name})
    layout = replace(hanoi.layout, cycle=hanoi.cycle.model_copy(update={"superior": above, "units": (unit,)}))
    sheet = load_workbook(io.BytesIO(writer.stamped(writer.template(layout, hanoi.look, ""), unit)))[names.REPORT]
    assert {place: sheet[place].value for place in head} == head
    assert [sheet["C1"].value, sheet["C2"].value] == [hanoi.look.words["report"]["nation"], hanoi.look.words["report"]["motto"]]
    assert sheet["A3"].value == hanoi.look.words["report"]["number"]


# One unit's workbook out of its block's.

STRANGE = 'UBND huyện "Đông & Tây" <Mỹ> l\'Anh – Ủy ban nhân dân'


@pytest.fixture(scope="module")
def blank(hanoi):
    return writer.template(hanoi.layout, hanoi.look, kit.BANNER)


@pytest.mark.slow
@pytest.mark.parametrize("name", [STRANGE, "Sở Nội vụ", "8 phường", "A" * 300, unicodedata.normalize("NFD", "Sở Nội vụ"), "&P &N && {unit}"])
def test_stamping_gives_what_filling_with_nothing_gives(hanoi, blank, name):
    unit = Unit.model_validate({"id": "don-vi.1", "block": "so", "name": name})
    stamped, filled = writer.stamped(blank, unit), writer.filled(hanoi.layout, hanoi.look, unit, NONE, kit.BANNER)
    one, two = kit.parts(stamped), kit.parts(filled)
    assert list(one) == list(two)
    for part in one:
        assert _content(one[part]) == _content(two[part]), part
    assert _cells(stamped) == _cells(filled)
    assert sum(unit.name in str(value) for _, value in _cells(stamped)) >= 3
    assert not any(b"@@" in content for content in one.values())


def _content(part):
    return re.sub(rb"<oddFooter>.*?</oddFooter>", b"", part)


def _cells(content):
    book = load_workbook(io.BytesIO(content))
    return [
        (f"{sheet.title}!{cell.coordinate}", cell.value) for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", [STRANGE, "8 phường", "A" * 300])
def test_the_footer_prints_the_name_as_it_is(hanoi, blank, name):
    unit = Unit.model_validate({"id": "don-vi.1", "block": "so", "name": name})
    for content in (writer.stamped(blank, unit), writer.filled(hanoi.layout, hanoi.look, unit, NONE, "")):
        for sheet in (names.SCORING, names.REPORT):
            xml = kit.parts(content)[kit.SHEET_FILE[sheet]].decode()
            footer = re.search(r"<oddFooter>(.*?)</oddFooter>", xml)[1]
            footer = footer.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&apos;", "'")
            assert len(footer) <= 255
            assert footer.startswith("&L&8 ")
            assert unit.name.replace("&", "&&")[:60] in footer


@pytest.mark.slow
def test_the_same_bytes_twice(hanoi, blank):
    assert writer.template(hanoi.layout, hanoi.look, kit.BANNER) == blank
    assert writer.stamped(blank, hanoi.unit) == writer.stamped(blank, hanoi.unit)
    entries = hanoi.clerks(1)
    assert hanoi.filled(entries) == hanoi.filled(entries)
    with zipfile.ZipFile(io.BytesIO(blank)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_stamped_workbook_is_the_units_own(hanoi, blank):
    one = hanoi.read(writer.stamped(blank, hanoi.unit))
    assert Identity.parse(one.identities["cell"]) == hanoi.layout.identity(hanoi.unit.id)
    assert one.changes == ()


@pytest.mark.slow
def test_a_whole_city_is_made_in_a_moment(hanoi, district):
    """The speed is printed, not asserted: machines differ."""
    begun = time.perf_counter()
    blanks = {bench.block.id: writer.template(bench.layout, bench.look, kit.BANNER) for bench in (hanoi, district)}
    made = [writer.stamped(blanks[unit.block], unit) for unit in hanoi.cycle.units]
    print(f"\n{len(made)} workbooks in {time.perf_counter() - begun:.2f} s, {sum(map(len, made)) // 1024} KiB")
    assert len({Identity.parse(hanoi.read(content).identities["cell"]).unit for content in made[:3]}) == 3


def test_the_register_has_room_and_asks_for_known_codes(made):
    bench, _, book, _, _ = made
    rules = {str(rule.sqref): rule for rule in book[names.REGISTER].data_validations.dataValidation}
    left, top, _, bottom = range_boundaries(next(span for span in rules if span.startswith("A")))
    assert (get_column_letter(left), bottom - top + 1) == ("A", names.REGISTER_ROWS)
    assert _list_of(book, rules[f"A{top}:A{bottom}"].formula1) == [row.key for row in bench.layout.items]


def test_codes_that_look_like_numbers_are_counted_apart(small):
    """COUNTIF would take 1.10 for 1.1."""
    register = tuple({"item": code, "name": "a.pdf"} for code in ("I.1.1", "I.1.10", "I.1.10", " I.1.10 "))
    shown = load_workbook(io.BytesIO(small.filled(Entries(register=register))), data_only=True)[names.SCORING]
    counted = {shown[f"A{row.row}"].value: shown[names.at("count", row.row)].value for row in small.layout.items}
    assert (counted["I.1.1"], counted["I.1.10"]) == (1, 3)
