"""Two programs read every cell that counts: what they read differently is a finding, and nothing of it is taken."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time, timedelta

import pytest
from openpyxl import load_workbook
from workbook import kit

from parcli import container
from parcli.container.agreement import agree
from parcli.container.grid import place_of, span_size
from parcli.core.findings import CATALOGUE, Severity
from parcli.core.limits import Limits
from parcli.workbook import names

EPOCH, EPOCH_1904 = datetime.fromisoformat("1899-12-30"), datetime.fromisoformat("1904-01-01")
DAY = datetime.fromisoformat("2023-03-15")
KEY = "I.1.3/value"


@pytest.fixture(scope="module")
def sent(small):
    return small.filled(small.clerks(1))


def _at(bench, key, column):
    return names.at(column, next(row.row for row in bench.layout.rows if row.key == key))


def _with_cell(content, sheet, address, cell):
    """Return a workbook in whose XML one cell is written anew; ``{style}`` stands for the style it had."""
    members = kit.parts(content)
    name = kit.SHEET_FILE[sheet]
    xml = members[name].decode()
    found = re.search(rf'<c r="{address}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)', xml)
    assert found, address
    members[name] = (xml[: found.start()] + cell.format(address=address, style=found[1] or "") + xml[found.end() :]).encode()
    return kit.zipped(members)


TWO_WAYS = {
    "two-values": ('<c r="{address}"{style}><v>5</v><v>6</v></c>', ("5", "6")),
    "remark-inside": ('<c r="{address}"{style}><v>1<!-- x -->6</v></c>', ("16", "1")),
    "underscore": ('<c r="{address}"{style}><v>1_0</v></c>', ("10", "1_0")),
    "blank-beside-the-digits": ('<c r="{address}"{style}><v> 5 </v></c>', ("5", " 5 ")),
}


@pytest.mark.parametrize("way", TWO_WAYS)
def test_an_entry_that_is_read_in_two_ways_is_unknown_and_not_one_of_them(small, sent, way):
    cell, (first, second) = TWO_WAYS[way]
    address = _at(small, KEY, "input")
    one = small.read(_with_cell(sent, names.SCORING, address, cell))
    assert [(each.sheet, each.cell, each.key, each.first, each.second) for each in one.doubts] == [(names.SCORING, address, KEY, first, second)]
    records, findings = small.judged(one)
    answer = records["I.1.3"].answers["value"]
    assert (answer.value, answer.blank) == (None, False)
    said = [finding for finding in kit.heavy(findings) if finding.item == "I.1.3" or finding.code == "WB320"]
    assert [(finding.code, finding.sheet, finding.cell, dict(finding.values)) for finding in said] == [
        ("WB140", names.SCORING, address, {"first": first, "second": second})
    ]


@pytest.mark.parametrize("column", ["applies", "explanation", "estimate", "maximum", "title"])
def test_every_column_is_read_twice(small, sent, column):
    key = KEY if column == "estimate" else "I.1.1"
    address = _at(small, key, column)
    _, findings = small.judged(_with_cell(sent, names.SCORING, address, TWO_WAYS["two-values"][0]))
    assert ("WB140", address) in {(finding.code, finding.cell) for finding in findings}
    assert not {"WB307", "WB314", "SC203", "SC119"} & kit.codes(findings)


def test_a_claim_in_doubt_is_refused_and_the_item_has_no_points(small, sent):
    address = _at(small, "I.1.1", "applies")
    records, findings = small.judged(_with_cell(sent, names.SCORING, address, TWO_WAYS["two-values"][0]))
    assert (records["I.1.1"].claim, records["I.1.1"].claim_refused) == (None, True)
    assert {finding.code for finding in kit.heavy(findings) if finding.item == "I.1.1"} == {"WB140"}


def test_the_register_and_the_difficulties_are_read_twice(small, sent):
    cell = '<c r="{address}"{style} t="inlineStr"><is><t>a</t></is><v>7</v></c>'
    for sheet, address in ((names.REGISTER, "B5"), (names.DIFFICULTIES, "B5")):
        one = small.read(_with_cell(sent, sheet, address, cell.replace(' t="inlineStr"><is><t>a</t></is>', "><v>6</v>")))
        assert [(each.sheet, each.cell, each.first, each.second) for each in one.doubts] == [(sheet, address, "6", "7")]
        assert "WB140" in kit.codes(small.judged(one)[1])


def test_an_identity_that_is_read_in_two_ways_is_no_identity(small, sent):
    members = kit.parts(sent)
    xml = members[kit.SHEET_FILE[names.LISTS]].decode()
    index = re.search(r'<c r="A1"[^>]*><v>(\d+)</v>', xml)[1]
    members[kit.SHEET_FILE[names.LISTS]] = xml.replace(f"<v>{index}</v>", f"<v>{index}</v><v>0</v>", 1).encode()
    _, findings = small.judged(kit.zipped(members))
    assert [(finding.code, finding.severity, finding.cell) for finding in kit.heavy(findings)] == [("WB141", Severity.BLOCK, "A1")]


def _under_a_merge(content, span):
    members = kit.parts(content)
    name = kit.SHEET_FILE[names.SCORING]
    merge = f'<mergeCells count="1"><mergeCell ref="{span}"/></mergeCells><dataValidations'
    members[name] = members[name].decode().replace("<dataValidations", merge, 1).encode()
    return kit.zipped(members)


def test_a_value_under_a_merge_is_in_doubt(small, sent):
    """The first reader drops what another program would still show."""
    address = _at(small, KEY, "input")
    one = small.read(_under_a_merge(sent, f"G{address[1:]}:H{address[1:]}"))
    assert (address, "") in {(each.cell, each.first) for each in one.doubts}
    assert {"WB140", "WB312"} <= kit.codes(small.judged(one)[1])
    assert small.judged(one)[0]["I.1.3"].answers["value"].value is None


def test_a_link_on_a_blank_cell_is_no_entry(small, sent):
    """One reader would take the link's address for what the cell holds."""
    address = _at(small, "I.1.1", "explanation")

    def change(book):
        book[names.SCORING][address].value = None
        book[names.SCORING][address].hyperlink = "http://example.com/a"
        book[names.SCORING][address].value = None

    one = small.read(kit.edited(sent, change))
    assert one.doubts == ()
    assert one.rows["I.1.1"]["explanation"].blank


def test_a_dimension_that_was_cut_hides_nothing(small, sent):
    members = kit.parts(sent)
    name = kit.SHEET_FILE[names.SCORING]
    members[name] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B2"', members[name])
    before, after = small.read(sent), small.read(kit.zipped(members))
    assert (after.doubts, after.rows, after.register) == ((), before.rows, before.register)


def test_what_one_program_cannot_read_at_all_is_not_taken_from_the_other(small, sent):
    address = _at(small, KEY, "input")
    one = small.read(_with_cell(sent, names.SCORING, address, '<c r="{address}"{style} t="e"><v>#FOO!</v></c>'))
    assert [problem.code for problem in one.problems] == ["WB142"]
    assert not one.readable
    assert CATALOGUE["WB142"].severity is Severity.BLOCK


@pytest.mark.parametrize("text", ["5", "0.1", "0.10000000000000001", "0.29999999999999999", "1E-2", "1.0", "100000000000000", "-0"])
def test_numbers_as_sheets_store_them_are_read_alike(small, sent, text):
    address = _at(small, KEY, "input")
    assert small.read(_with_cell(sent, names.SCORING, address, f'<c r="{{address}}"{{style}}><v>{text}</v></c>')).doubts == ()


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="{address}"{style}/>',
        '<c r="{address}"{style} t="b"><v>1</v></c>',
        '<c r="{address}"{style} t="e"><v>#DIV/0!</v></c>',
        '<c r="{address}"{style} t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        '<c r="{address}"{style}><f>1+1</f></c>',
        '<c r="{address}"{style} t="str"><f>"a"</f><v>a</v></c>',
        '<c r="{address}"{style} t="inlineStr"><is><t> a  b </t></is></c>',
        '<c r="{address}"{style} t="inlineStr"><is><t></t></is></c>',
        '<c r="{address}"{style} t="inlineStr"><is><r><t>a</t></r><r><rPr><b/></rPr><t xml:space="preserve"> b</t></r></is></c>',
        '<c r="{address}"{style} t="inlineStr"><is><t>a_x000D_\nb&#13;\nc_x005F_x0041_</t></is></c>',
        '<c r="{address}"{style} t="d"><v>2023-05-06T10:11:12</v></c>',
    ],
)
def test_kinds_of_cells_that_are_honest_are_read_alike(small, sent, cell):
    address = _at(small, "I.1.1", "explanation")
    assert small.read(_with_cell(sent, names.SCORING, address, cell)).doubts == ()


FORMATS = [
    "dd/mm/yyyy",
    "[h]:mm",
    "hh:mm",
    "0%",
    '"ngày" 0',
    '#,##0 "đồng"',
    "[$-42A]dd mmmm yyyy",
    "0.00;[Red]-0.00",
    "[DBNum1]General",
    ";;;",
    "m",
    "@",
    "0.0E+00",
    "# ?/?",
]
SERIALS = [45000, 0.5, 45000.25, 1, 1.5, 59, 60, 61, 0, -1, 0.999999, 45290.75001]


@pytest.mark.parametrize("epoch", [EPOCH, EPOCH_1904])
def test_numbers_under_any_format_are_read_alike(epoch):
    """Whatever a format makes of a number, both readers make the same of it, in workbooks that count from 1900 and from 1904."""
    from openpyxl import Workbook

    book = Workbook()
    book.epoch = epoch
    for row, number_format in enumerate(FORMATS, start=1):
        for column, serial in enumerate(SERIALS, start=1):
            cell = book.active.cell(row, column, serial)
            cell.number_format = number_format
    target = io.BytesIO()
    book.save(target)
    read = container.Book(target.getvalue(), {}, Limits()).sheet("Sheet")
    doubts = [(FORMATS[row - 1], SERIALS[column - 1], read.readings(row, column)) for row, column in read.filled() if read.cell(row, column).doubt]
    assert doubts == []


@pytest.mark.parametrize(
    ("first", "kind", "second", "error", "same"),
    [
        (None, "n", "", False, True),
        (None, "n", 99.0, False, False),
        (5, "n", "", False, False),
        ("a b", "s", "ab", False, True),
        ("a", "s", "b", False, False),
        ("5", "s", 5.0, False, False),
        (True, "b", 1.0, False, False),
        (1, "n", True, False, False),
        (10**400, "n", float("inf"), False, True),
        (float("nan"), "n", float("nan"), False, True),
        ("#N/A", "e", "", True, True),
        ("#N/A", "e", "", False, False),
        (5, "n", 5.0, True, False),
        (DAY, "d", date(2023, 3, 15), False, True),
        (DAY, "d", 45000.0, False, True),
        (DAY, "d", 45001.0, False, False),
        (time(12), "d", 0.5, False, True),
        (timedelta(days=2), "d", DAY, False, False),
    ],
)
def test_what_counts_as_the_same(first, kind, second, error, same):
    assert agree((first, kind), (second, error), EPOCH) is same


@pytest.mark.parametrize(
    ("span", "cells"),
    [("A1", 1), ("A1:B2", 4), ("$A$1:$C$1", 3), ("A:B", 2 * 1_048_576), ("1:2", 2 * 16_384), ("ô", 1), ("A1 B2", 16_384 * 1_048_576)],
)
def test_the_size_of_a_range(span, cells):
    assert span_size(span) == cells


def test_addresses():
    assert [place_of(each) for each in ("A1", "XFD1048576", "AA10", "a1", "A0", "1", "")] == [
        (1, 1),
        (1048576, 16384),
        (10, 27),
        None,
        None,
        None,
        None,
    ]


@pytest.mark.slow
@pytest.mark.parametrize("which", ["hanoi", "district", "commune"])
def test_honest_workbooks_of_every_edition_are_read_alike(which, request):
    bench = request.getfixturevalue(which)
    content = bench.filled(bench.clerks(3))
    for each in (content, kit.edited(content, lambda _: None), kit.forgetful(content)):
        assert bench.read(each).doubts == ()
    assert load_workbook(io.BytesIO(content)).sheetnames == list(names.SHEETS)
