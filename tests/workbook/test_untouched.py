"""What differs outside the entries is told by kind and place; what office programs write anew on saving is not."""

from __future__ import annotations

import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from workbook import kit

from parcli.workbook import names
from parcli.workbook.untouched import looks, stored

ITEM = "I.1.1"


def _at(bench, key, column):
    return names.at(column, next(row.row for row in bench.layout.rows if row.key == key))


def _look(book, bench):
    book[names.SCORING][_at(bench, ITEM, "maximum")].number_format = '"5"'


def _added(book, bench):
    book[names.SCORING][_at(bench, "I", "input")] = "Đạt"


def _narrow(book, _):
    book[names.SCORING].column_dimensions["D"].width = 0.1


def _moved(book, _):
    book[names.SCORING].insert_rows(7)


def _order(book, _):
    book.move_sheet(names.SCORING, 2)


def _passed(book, _):
    rule = next(each for each in book[names.SCORING].data_validations.dataValidation if each.type == "list")
    rule.errorStyle = "warning"


def _coloured(book, _):
    book[names.SCORING].conditional_formatting.add("D7:D9", FormulaRule(formula=["TRUE"], font=Font(bold=True)))


def _open(book, _):
    book[names.REPORT].protection.sheet = False


def _manual(book, _):
    book.calculation.calcMode = "manual"


def _note(book, bench):
    book[names.SCORING][_at(bench, ITEM, "title")].comment = Comment("Xem giúp", "ai đó")


def _nameless(book, _):
    del book.custom_doc_props[names.IDENTITY_NAME]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "aspect"),
    [
        (_look, "look"), (_added, "added"), (_narrow, "layout"), (_moved, "moved"), (_order, "sheets"), (_passed, "lists"),
        (_coloured, "colouring"), (_open, "protection"), (_manual, "settings"), (_note, "notes"), (_nameless, "identity"),
    ],
)  # fmt: skip
def test_each_kind_is_told_and_nothing_else(small, change, aspect):
    one = small.read(kit.edited(small.filled(small.clerks(1)), lambda book: change(book, small)))
    assert aspect in {each.aspect for each in one.differences}
    if aspect != "moved":
        assert {each.aspect for each in one.differences} == {aspect}


@pytest.mark.slow
def test_a_stored_total_that_does_not_follow_from_the_entries(small):
    parts = kit.parts(small.filled(small.clerks(1)))
    sheet, address = kit.SHEET_FILE[names.SCORING], _at(small, "@total", "self")
    before, cell, after = parts[sheet].decode().partition(f'<c r="{address}"')
    head, _, tail = after.partition("<v>")
    parts[sheet] = f"{before}{cell}{head}<v>99{tail[tail.index('</v>') :]}".encode()
    one = small.read(kit.zipped(parts))
    assert [(each.aspect, each.cell, each.found) for each in one.differences] == [("stored", address, "99")]
    assert "WB349" in kit.codes(small.judged(one)[1])


def test_widths_zoom_and_page_set_up_are_the_clerks_own(small):
    def change(book):
        for sheet in book.worksheets:
            sheet.sheet_view.zoomScale, sheet.page_setup.orientation = 60, "portrait"
        book[names.SCORING].column_dimensions["C"].width = 90
        book.properties.creator = "chuyên viên"

    assert small.read(kit.edited(small.filled(small.clerks(1)), change)).differences == ()


@pytest.mark.parametrize(
    "code", ["General", "0", "0.00", "#,##0.0", "0%", "@", "dd/mm/yyyy", '"ngày "dd" tháng "mm', "[$-42A]0.0", '#,##0 "người"', None, ""]
)
def test_formats_that_show_the_figure(code):
    assert looks.plain(code)


@pytest.mark.parametrize("code", ['"5"', "0.00;;;", ";;;", "\\5", "0,", "0.0,,", '"10"0', '0;"5"', '""'])
def test_formats_that_hide_or_replace_the_figure(code):
    assert not looks.plain(code)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_brush_that_only_listens_hears_what_one_that_paints_writes(small, monkeypatch, seed):
    heard = stored.expected(small.layout, small.unit, small.clerks(seed), kit.BANNER)
    monkeypatch.setattr(stored._Listener, "paints", True)
    assert heard == stored.expected(small.layout, small.unit, small.clerks(seed), kit.BANNER)
    assert len(heard) > len(small.layout.rows)
