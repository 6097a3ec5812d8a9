"""One cell, row or sheet is changed; the reading says what, and the checks say it under their codes."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from workbook import kit

from parcli.core.edition import Kind
from parcli.core.returned import Identity
from parcli.workbook import names
from parcli.workbook.entries import Entries
from parcli.workbook.layout import HEADING_ROW

pytestmark = pytest.mark.slow

ITEM = "I.1.1"


@pytest.fixture(scope="module")
def sent(small):
    return small.filled(small.clerks(1))


@pytest.fixture
def tamper(small, sent):
    """Change the sent workbook by openpyxl, then read and judge it."""

    def changed(change):
        one = small.read(kit.edited(sent, change))
        return one, small.judged(one)[1]

    return changed


def _only_saved(_):
    """Change nothing."""


def _at(bench, key, column):
    return names.at(column, next(row.row for row in bench.layout.rows if row.key == key))


def test_nothing_is_said_of_a_workbook_that_was_only_saved(tamper):
    one, findings = tamper(_only_saved)
    assert one.changes == ()
    assert kit.heavy(findings) == []


@pytest.mark.parametrize(
    ("key", "column", "value", "kind", "code"),
    [
        (ITEM, "maximum", 5, "maximum", "WB307"),
        (ITEM, "maximum", None, "maximum", "WB307"),
        (ITEM, "maximum", "1", "maximum", "WB307"),
        (ITEM, "maximum", "=1", "maximum", "WB307"),
        ("I", "maximum", 99, "maximum", "WB307"),
        (ITEM, "title", "Tiêu chí dễ hơn", "text", "WB314"),
        (ITEM, "title", '="Một trong các mức"', "text", "WB314"),
        ("I.1.2/part", "title", "Tổng số", "text", "WB314"),
        (ITEM, "number", "I.9", "text", "WB314"),
        (ITEM, "method", "Luôn đủ điểm", "text", "WB314"),
        (ITEM, "evidence", None, "text", "WB314"),
        (ITEM, "self", 1, "overwritten", "WB308"),
        (ITEM, "self", "1", "overwritten", "WB308"),
        (ITEM, "self", None, "overwritten", "WB308"),
        ("I", "self", 14, "overwritten", "WB308"),
        ("@total", "self", 100, "overwritten", "WB308"),
        (ITEM, "self", "=1", "formula", "WB309"),
        ("@total", "self", "=SUM(J1:J500)", "formula", "WB309"),
        ("II.2", "self", 2, "given_points", "SC301"),
        ("II.3", "self", "=2", "given_points", "SC301"),
        ("III", "self", 3, "given_points", "SC301"),
    ],
)
def test_a_locked_cell_that_was_changed(small, tamper, key, column, value, kind, code):
    address = _at(small, key, column)

    def change(book):
        book[names.SCORING][address] = value

    one, findings = tamper(change)
    assert [(each.kind, each.key, each.column, each.cell) for each in one.changes] == [(kind, key, column, address)]
    mine = [finding for finding in findings if finding.code == code]
    assert [(finding.sheet, finding.cell) for finding in mine] == [(names.SCORING, address)]
    assert kit.codes(tuple(kit.heavy(findings))) == {code}


def test_a_code_that_was_changed_is_a_row_that_is_missing_and_one_that_is_unknown(small, tamper):
    def change(book):
        book[names.SCORING][_at(small, ITEM, "key")] = "I.9.9"

    one, findings = tamper(change)
    assert one.missing_keys == (ITEM,)
    assert [key for key, _ in one.unknown_keys] == ["I.9.9"]
    assert {"WB303", "WB305"} <= kit.codes(findings)
    assert ITEM not in small.judged(one)[0]


def test_a_row_that_was_deleted(small, tamper):
    row = next(row.row for row in small.layout.rows if row.key == f"{ITEM}/level")

    def change(book):
        for cell in book[names.SCORING][row]:
            cell.value = None

    one, findings = tamper(change)
    assert one.missing_keys == (f"{ITEM}/level",)
    assert "WB303" in kit.codes(findings)
    assert small.judged(one)[0][ITEM].answers["level"].value is None


def test_a_row_that_stands_twice(small, tamper):
    def change(book):
        sheet = book[names.SCORING]
        end = sheet.max_row + 2
        sheet[f"A{end}"], sheet[_at(small, "I.1.3/value", "input")[0] + str(end)] = " i.1.3/VALUE ", 1000

    one, findings = tamper(change)
    assert [key for key, _ in one.repeated_keys] == ["I.1.3/value"]
    assert "WB304" in kit.codes(findings)
    assert small.judged(one)[0]["I.1.3"].answers["value"].value != 1000


def test_a_row_that_was_added(tamper):
    def change(book):
        sheet = book[names.SCORING]
        sheet[f"A{sheet.max_row + 1}"] = "I.1.99"

    one, findings = tamper(change)
    assert [key for key, _ in one.unknown_keys] == ["I.1.99"]
    assert kit.codes(tuple(kit.heavy(findings))) == {"WB305"}


def test_entries_that_were_merged(small, tamper):
    address = _at(small, "I.1.3/value", "input")

    def change(book):
        book[names.SCORING].merge_cells(f"{address}:I{address[1:]}")

    one, findings = tamper(change)
    assert {(each.kind, each.key, each.column) for each in one.changes} == {
        ("merged", "I.1.3/value", "input"), ("merged", "I.1.3/value", "estimate"),
    }  # fmt: skip
    assert "WB312" in kit.codes(findings)


def test_a_row_that_is_hidden_without_a_filter(small, tamper):
    row = int(_at(small, ITEM, "key")[1:])

    def change(book):
        book[names.SCORING].row_dimensions[row].hidden = True

    one, findings = tamper(change)
    assert [(each.kind, each.key) for each in one.changes] == [("hidden_row", ITEM)]
    assert kit.codes(tuple(kit.heavy(findings))) == {"WB313"}


@pytest.mark.parametrize("name", [names.SCORING, names.REGISTER])
@pytest.mark.parametrize("way", ["renamed", "deleted"])
def test_a_sheet_that_is_gone(tamper, name, way):
    def change(book):
        if way == "deleted":
            del book[name]
        else:
            book[name].title = "Trang 1"

    one, findings = tamper(change)
    assert one.missing_sheets == (name,)
    assert kit.codes(tuple(kit.heavy(findings))) == {"WB301"}
    assert one.rows == {}


def test_the_name_of_a_sheet_may_differ_in_case_and_spaces(tamper):
    def change(book):
        book[names.SCORING].title = " TỰ CHẤM ĐIỂM"

    one, _ = tamper(change)
    assert one.missing_sheets == ()
    assert one.rows


@pytest.mark.parametrize("column", ["key", "input", "applies", "explanation", "self", "maximum"])
def test_a_heading_that_was_renamed(small, tamper, column):
    def change(book):
        book[names.SCORING][names.at(column, HEADING_ROW)] = "Cột khác"

    one, findings = tamper(change)
    assert one.missing_columns == (small.layout.headings[column],)
    assert kit.codes(tuple(kit.heavy(findings))) == {"WB302"}
    assert one.rows == {}


def test_formulas_and_wrong_kinds_in_entry_cells(small, tamper):
    wanted = {
        "I.1.1/level": ("=1", "WB311"), "I.1.2/part": ("abc", "SC102"), "I.1.2/whole": (0, "SC116"), "I.1.3/value": ("1,000", "SC103"),
        "I.1.10/part": (-1, "SC107"), "I.1.5/now": (True, "SC106"), "I.2.1/count": (1.5, "SC108"), "II.1/points": (0.3, "SC111"),
        "I.2.2/date": ("mai", "SC113"), "B.1/points": (3, "SC110"), "P.1/count": ("#DIV/0!", "SC105"), "I.2.4/tick-1": ("Chưa", "SC112"),
    }  # fmt: skip

    def change(book):
        sheet = book[names.SCORING]
        for key, (value, _) in wanted.items():
            cell = sheet[_at(small, key, "input")]
            cell.value = value
            if value == "#DIV/0!":
                cell.data_type = "e"

    one, findings = tamper(change)
    assert one.changes == ()
    found = {(finding.cell, finding.code) for finding in findings}
    for key, (_, code) in wanted.items():
        assert (_at(small, key, "input"), code) in found, key
        name = key.partition("/")[2]
        assert small.judged(one)[0][key.partition("/")[0]].answers[name].value is None


def test_a_number_under_the_format_of_a_date(small, tamper):
    def change(book):
        cell = book[names.SCORING][_at(small, "I.1.3/value", "input")]
        cell.value, cell.number_format = 45000, "dd/mm/yyyy"

    _, findings = tamper(change)
    assert "SC104" in kit.codes(findings)


def test_an_exemption_that_was_changed(small):
    spared = small.without(I_1_1=Kind.NOT_ASSIGNED)
    address = _at(spared, ITEM, "applies")

    def change(book):
        book[names.SCORING][address] = "Có"

    one = spared.read(kit.edited(spared.filled(spared.clerks(1)), change))
    assert [(each.kind, each.key, each.column) for each in one.changes] == [("text", ITEM, "applies")]


def test_points_shown_that_are_not_those_of_the_inputs(small, sent):
    """A stored value may be forged without touching the formula."""
    address = _at(small, ITEM, "self")
    members = kit.parts(sent)
    sheet = kit.SHEET_FILE[names.SCORING]
    before = members[sheet].decode()
    start = before.index(f'<c r="{address}"')
    end = before.index("</c>", start)
    cell = before[start:end]
    members[sheet] = (before[:start] + cell[: cell.index("<v>")] + "<v>77</v>" + before[end:]).encode()
    _, findings = small.judged(kit.zipped(members))
    assert [(finding.code, finding.cell) for finding in kit.heavy(findings)] == [("WB310", address)]


# Whose workbook it is.

PLACES = ("cell", "name", "property")


def _put_identity(book, places, text):
    """Write the identity in some of its places; None takes it away."""
    if "cell" in places:
        book[names.LISTS][names.IDENTITY_CELL] = text
    if "name" in places:
        del book.defined_names[names.IDENTITY_NAME]
        if text is not None:
            book.defined_names[names.IDENTITY_NAME] = DefinedName(names.IDENTITY_NAME, attr_text=f'"{text}"')
    if "property" in places:
        del book.custom_doc_props[names.IDENTITY_NAME]
        if text is not None:
            book.custom_doc_props.append(StringProperty(name=names.IDENTITY_NAME, value=text))


@pytest.mark.parametrize("gone", [("cell",), ("name",), ("property",), ("cell", "name"), ("cell", "property"), ("name", "property")])
def test_one_place_of_three_is_enough(tamper, gone):
    one, findings = tamper(lambda book: _put_identity(book, gone, None))
    assert set(one.identities) == set(PLACES) - set(gone)
    assert kit.heavy(findings) == []


def test_a_workbook_without_any_identity(tamper):
    one, findings = tamper(lambda book: _put_identity(book, PLACES, None))
    assert one.identities == {}
    assert kit.codes(findings) >= {"WB201"}
    assert one.rows, "the content is read, the checks decide"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", ["xin chào", "parcli-workbook-1;a;b", ""])
def test_an_identity_that_cannot_be_read(tamper, place, text):
    _, findings = tamper(lambda book: _put_identity(book, (place,), text))
    assert ("WB202" in kit.codes(findings)) == bool(text)


@pytest.mark.parametrize("place", PLACES)
def test_identities_that_contradict(small, tamper, place):
    other = small.layout.identity("so-tu-phap").text()
    _, findings = tamper(lambda book: _put_identity(book, (place,), other))
    assert kit.codes(tuple(kit.heavy(findings))) == {"WB202"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"unit": "so-tu-phap"}, "WB204"),
        ({"block": "huyen"}, "WB206"),
        ({"cycle": "thu-nghiem/2022"}, "WB203"),
        ({"edition": "khac"}, "WB203"),
        ({"version": "2.0"}, "WB203"),
        ({"version": "1.1"}, "WB205"),
        ({"digest": "0" * 16}, "WB205"),
    ],
)
def test_a_workbook_of_another(small, tamper, change, code):
    other = replace(small.layout.identity(small.unit.id), **change)
    _, findings = tamper(lambda book: _put_identity(book, PLACES, other.text()))
    assert [finding.code for finding in findings if finding.code.startswith("WB")] == [code]


def test_identities_survive_openpyxl(small, tamper):
    one, _ = tamper(_only_saved)
    assert {Identity.parse(text) for text in one.identities.values()} == {small.layout.identity(small.unit.id)}
    assert len(one.identities) == 3


def test_a_cell_that_stands_under_a_merge_is_not_believed(small, sent):
    """A value hidden under a merge is read by some programs and dropped by others."""
    address = _at(small, "I.1.3/value", "input")
    members = kit.parts(sent)
    sheet = kit.SHEET_FILE[names.SCORING]
    row = address[1:]
    xml = members[sheet].decode()
    members[sheet] = xml.replace(
        "<dataValidations", f'<mergeCells count="1"><mergeCell ref="G{row}:H{row}"/></mergeCells><dataValidations', 1
    ).encode()
    one = small.read(kit.zipped(members))
    assert ("merged", "input") in {(each.kind, each.column) for each in one.changes}
    assert "WB312" in kit.codes(small.judged(one)[1])


@pytest.mark.parametrize(("sheet", "address"), [(names.SCORING, "XFD1048576"), (names.REGISTER, "B900000"), ("Nháp", "A1048576")])
def test_what_stands_far_away_is_named_and_no_reader_goes_there(small, sent, sheet, address):
    def change(book):
        (book[sheet] if sheet in book.sheetnames else book.create_sheet(sheet))[address] = 1

    one = small.read(kit.edited(sent, change))
    assert [(problem.code, dict(problem.values)["cell"]) for problem in one.problems] == [("WB149", address)]


def test_other_sheets_may_be_added_and_the_standing_ones_taken_away(tamper):
    def change(book):
        book.create_sheet("Nháp")["A1"] = "=1+1"
        for name in (names.GUIDE, names.DIFFICULTIES, names.REVIEW, names.REPORT):
            del book[name]

    _, findings = tamper(change)
    others = ("Nháp", names.GUIDE, names.DIFFICULTIES, names.REVIEW, names.REPORT)
    assert {(finding.code, finding.sheet) for finding in kit.heavy(findings)} == {("WB146", name) for name in others}


def test_the_annotated_copy_reads_as_the_workbook_did(sent):
    """Openpyxl's load and save keeps validations, names, protection and print setup."""
    saved = load_workbook(io.BytesIO(kit.edited(sent, _only_saved)))
    before = load_workbook(io.BytesIO(sent))
    assert set(saved.defined_names) == set(before.defined_names)
    for sheet in before:
        again = saved[sheet.title]
        assert len(again.data_validations.dataValidation) == len(sheet.data_validations.dataValidation)
        assert again.protection.sheet == sheet.protection.sheet
        assert (again.print_title_rows, again.freeze_panes, again.sheet_state) == (sheet.print_title_rows, sheet.freeze_panes, sheet.sheet_state)
        assert len(again.conditional_formatting) == len(sheet.conditional_formatting)


def test_entries_are_those_of_the_bench(small):
    """A typo in a key of the tests above would prove nothing."""
    assert {row.key for row in small.layout.rows} > {ITEM, f"{ITEM}/level", "I.1.3/value", "B.1/points", "@total", "@bonus", "@penalty"}
    assert isinstance(small.clerks(1), Entries)
