"""Kinds of tampering by a script: the workbook is opened with openpyxl, changed outside the entries, and saved again."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from random import Random
from typing import Any

from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.workbook.defined_name import DefinedName
from workbook import kit

from parcli.workbook import names
from parcli.workbook.layout import HEADING_ROW, Row

Change = Callable[[Any, Random, kit.Bench], None]
LOCKED = ("number", "title", "method", "evidence", "area")
STANDING = (names.GUIDE, names.REVIEW, names.REPORT, names.LISTS)


def _row(chance: Random, bench: kit.Bench, *kinds: str) -> Row:
    return chance.choice([row for row in bench.layout.rows if not kinds or row.kind in kinds])


def _at(chance: Random, bench: kit.Bench, column: str, *kinds: str) -> str:
    return names.at(column, _row(chance, bench, *kinds).row)


def _input(chance: Random, bench: kit.Bench) -> str:
    return _at(chance, bench, "input", "input")


def _scored(chance: Random, bench: kit.Bench) -> Row:
    return chance.choice([row for row in bench.layout.rows if row.formula is not None])


def locked_text(book: Any, chance: Random, bench: kit.Bench) -> None:
    row = _row(chance, bench, "item", "area", "group")
    column = chance.choice([name for name in LOCKED if row.locked()[name]])
    book[names.SCORING][names.at(column, row.row)] = chance.choice(["Nội dung khác", None, "x"])


def maximum(book: Any, chance: Random, bench: kit.Bench) -> None:
    book[names.SCORING][_at(chance, bench, "maximum", "item", "area", "group")] = chance.choice([99, 0, "5", None, "=9"])


def key_changed(book: Any, chance: Random, bench: kit.Bench) -> None:
    book[names.SCORING][_at(chance, bench, "key")] = chance.choice(["X.9", None, "I.1.1.1.1"])


def heading(book: Any, chance: Random, bench: kit.Bench) -> None:  # noqa: ARG001 - one shape for all kinds
    column = chance.choice(["key", "title", "maximum", "method", "evidence", "applies", "input", "estimate", "self", "count", "explanation"])
    book[names.SCORING][names.at(column, HEADING_ROW)] = "Cột khác"


def formula_to_value(book: Any, chance: Random, bench: kit.Bench) -> None:
    book[names.SCORING][names.at("self", _scored(chance, bench).row)] = chance.choice([0, 1, 100, 0.25])


def formula_changed(book: Any, chance: Random, bench: kit.Bench) -> None:
    cell = book[names.SCORING][names.at("self", _scored(chance, bench).row)]
    cell.value = chance.choice([f"{cell.value}+1", f"={_input(chance, bench)}", "=1", f"=MIN({str(cell.value)[1:]},1)"])


def count_changed(book: Any, chance: Random, bench: kit.Bench) -> None:
    row = chance.choice([row for row in bench.layout.rows if row.counted])
    book[names.SCORING][names.at("count", row.row)] = chance.choice([9, "=9", None])


def hidden_row(book: Any, chance: Random, bench: kit.Bench) -> None:
    dimension = book[names.SCORING].row_dimensions[_row(chance, bench).row]
    if chance.random() < 0.5:
        dimension.hidden = True
    else:
        dimension.height = 0.5


def hidden_column(book: Any, chance: Random, bench: kit.Bench) -> None:  # noqa: ARG001
    letter = names.LETTERS[chance.choice(["title", "maximum", "method", "evidence", "applies", "input", "estimate", "self", "count", "explanation"])]
    dimension = book[names.SCORING].column_dimensions[letter]
    if chance.random() < 0.5:
        dimension.hidden = True
    else:
        dimension.width = 0.1


def sheet_state(book: Any, chance: Random, bench: kit.Bench) -> None:  # noqa: ARG001
    sheet = book[chance.choice([name for name in names.SHEETS if name != names.SCORING])]
    sheet.sheet_state = "visible" if sheet.sheet_state == "hidden" else chance.choice(["hidden", "veryHidden"])


def merged_entries(book: Any, chance: Random, bench: kit.Bench) -> None:
    row = _row(chance, bench, "input").row
    book[names.SCORING].merge_cells(f"{names.at('input', row)}:{names.at('estimate', row)}")


def merged_locked(book: Any, chance: Random, bench: kit.Bench) -> None:
    row = _row(chance, bench, "item").row
    book[names.SCORING].merge_cells(chance.choice([f"C{row}:D{row}", f"E{row}:F{row}", f"J{row}:K{row}"]))


def row_deleted(book: Any, chance: Random, bench: kit.Bench) -> None:
    book[names.SCORING].delete_rows(_row(chance, bench).row)


def row_inserted(book: Any, chance: Random, bench: kit.Bench) -> None:
    book[names.SCORING].insert_rows(_row(chance, bench).row)


def rows_swapped(book: Any, chance: Random, bench: kit.Bench) -> None:
    sheet, (one, two) = book[names.SCORING], chance.sample([row.row for row in bench.layout.rows], 2)
    for column in range(1, 15):
        first, second = sheet.cell(one, column), sheet.cell(two, column)
        first.value, second.value = second.value, first.value


def row_duplicated(book: Any, chance: Random, bench: kit.Bench) -> None:
    sheet, row = book[names.SCORING], _row(chance, bench, "item", "input").row
    end = sheet.max_row + 1
    for column in range(1, 15):
        sheet.cell(end, column).value = sheet.cell(row, column).value


def sheet_renamed(book: Any, chance: Random, bench: kit.Bench) -> None:  # noqa: ARG001
    book[chance.choice(names.SHEETS)].title = "Trang khác"


def sheet_duplicated(book: Any, chance: Random, bench: kit.Bench) -> None:  # noqa: ARG001
    book.copy_worksheet(book[chance.choice(names.SHEETS)])


def sheet_added(book: Any, chance: Random, bench: kit.Bench) -> None:  # noqa: ARG001
    book.create_sheet("Nháp", chance.randrange(8))["A1"] = "=1+1"


def sheet_deleted(book: Any, chance: Random, bench: kit.Bench) -> None:  # noqa: ARG001
    del book[chance.choice(names.SHEETS)]


def sheets_reordered(book: Any, chance: Random, bench: kit.Bench) -> None:  # noqa: ARG001
    book.move_sheet(book[names.SCORING], chance.choice([1, 2, 3]))


def identity(places: int) -> Change:
    """Change or take away the identity in so many of its places."""

    def change(book: Any, chance: Random, bench: kit.Bench) -> None:
        text = chance.choice([None, "xin chào", bench.layout.identity("so-tu-phap-khac").text()])
        for place in chance.sample(["cell", "name", "property"], places):
            if place == "cell":
                book[names.LISTS][names.IDENTITY_CELL] = text
            elif place == "name":
                del book.defined_names[names.IDENTITY_NAME]
                if text is not None:
                    book.defined_names[names.IDENTITY_NAME] = DefinedName(names.IDENTITY_NAME, attr_text=f'"{text}"')
            else:
                del book.custom_doc_props[names.IDENTITY_NAME]
                if text is not None:
                    book.custom_doc_props.append(StringProperty(name=names.IDENTITY_NAME, value=text))

    return change


def list_widened(book: Any, chance: Random, bench: kit.Bench) -> None:  # noqa: ARG001
    sheet = book[names.LISTS]
    cells = [cell for line in sheet.iter_rows(3, 8, 2, 8) for cell in line if isinstance(cell.value, str) and cell.data_type == "s"]
    chance.choice(cells).value = "Mức cao hơn"


def rule_removed(book: Any, chance: Random, bench: kit.Bench) -> None:  # noqa: ARG001
    listed = book[names.SCORING].data_validations.dataValidation
    listed.remove(chance.choice([each for each in listed if each.type not in (None, "none")]))


def rule_widened(book: Any, chance: Random, bench: kit.Bench) -> None:  # noqa: ARG001
    rule = chance.choice([each for each in book[names.SCORING].data_validations.dataValidation if each.type not in (None, "none")])
    if chance.random() < 0.5:
        rule.errorStyle = "warning"
    else:
        rule.type, rule.operator, rule.formula1, rule.formula2 = "decimal", "between", "-1000", "100000"


def colour_hides(book: Any, chance: Random, bench: kit.Bench) -> None:
    font = Font(color="FFFFFFFF")
    span = chance.choice([_at(chance, bench, "self"), _at(chance, bench, "maximum"), "C7:C20", "J7:J40"])
    book[names.SCORING].conditional_formatting.add(span, FormulaRule(formula=["TRUE"], font=font))


def number_format(code: str) -> Change:
    """Give a figure a format that hides or replaces it."""

    def change(book: Any, chance: Random, bench: kit.Bench) -> None:
        sheet = book[names.SCORING]
        filled = [names.at("self", _scored(chance, bench).row), _at(chance, bench, "maximum", "item"), *_filled(sheet, bench)]
        sheet[chance.choice(filled)].number_format = code

    return change


def _filled(sheet: Any, bench: kit.Bench) -> list[str]:
    addresses = [names.at("input", row.row) for row in bench.layout.rows if row.kind == "input"]
    return [each for each in addresses if isinstance(sheet[each].value, int | float)]


def defined_name(book: Any, chance: Random, bench: kit.Bench) -> None:  # noqa: ARG001
    name = chance.choice([each for each in book.defined_names if each.startswith("danh_sach")])
    del book.defined_names[name]
    if chance.random() < 0.6:
        book.defined_names[name] = DefinedName(name, attr_text=f"'{names.LISTS}'!$B$3:$B$4000")


def comment(book: Any, chance: Random, bench: kit.Bench) -> None:
    book[names.SCORING][_at(chance, bench, chance.choice(["title", "self", "input"]))].comment = Comment("Xem giúp", "ai đó")


def unlocked(book: Any, chance: Random, bench: kit.Bench) -> None:
    book[names.SCORING][_at(chance, bench, chance.choice(["self", "maximum", "title"]))].protection = Protection(locked=False)


def white(book: Any, chance: Random, bench: kit.Bench) -> None:
    cell = book[names.SCORING][names.at(chance.choice(["maximum", "self"]), _scored(chance, bench).row)]
    font = copy(cell.font)
    font.color = "FFFFFFFF"
    cell.font, cell.fill = font, PatternFill("solid", start_color="FFFFFFFF")


def tiny(book: Any, chance: Random, bench: kit.Bench) -> None:
    cell = book[names.SCORING][_at(chance, bench, chance.choice(["title", "maximum"]), "item")]
    cell.font = Font(size=1)


def print_area(book: Any, chance: Random, bench: kit.Bench) -> None:  # noqa: ARG001
    book[chance.choice([names.SCORING, names.REPORT])].print_area = "A1:B4"


def protection_removed(book: Any, chance: Random, bench: kit.Bench) -> None:  # noqa: ARG001
    book[chance.choice([names.SCORING, names.REPORT, names.REVIEW, names.LISTS, names.GUIDE])].protection.sheet = False


def calculation(book: Any, chance: Random, bench: kit.Bench) -> None:  # noqa: ARG001
    kind = chance.randrange(3)
    if kind == 0:
        book.calculation.calcMode = "manual"
    elif kind == 1:
        book.calculation.iterate = True
    else:
        book.calculation.fullPrecision = False


def link(book: Any, chance: Random, bench: kit.Bench) -> None:
    book[names.SCORING][_at(chance, bench, "title", "item")].hyperlink = "https://example.org/"


def blank_filled(book: Any, chance: Random, bench: kit.Bench) -> None:
    row = _row(chance, bench, "area", "group")
    column = chance.choice(["applies", "input", "estimate", "explanation", "room"])
    book[names.SCORING][names.at(column, row.row)] = chance.choice([5, "Đạt", "=1+1"])


def far_filled(book: Any, chance: Random, bench: kit.Bench) -> None:  # noqa: ARG001
    book[chance.choice([names.SCORING, names.REPORT, names.REVIEW])][f"T{chance.randint(1, 60)}"] = "Điểm thật: 100"


def standing_text(book: Any, chance: Random, bench: kit.Bench) -> None:  # noqa: ARG001
    sheet = book[chance.choice(STANDING)]
    cells = [cell for line in sheet.iter_rows(2) for cell in line if isinstance(cell.value, str) and cell.data_type == "s" and cell.value]
    chance.choice(cells).value = chance.choice(["Nội dung khác", None])


def standing_formula(book: Any, chance: Random, bench: kit.Bench) -> None:  # noqa: ARG001
    sheet = book[chance.choice([names.REVIEW, names.REPORT, names.LISTS])]
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    chance.choice(cells).value = chance.choice([100, "=100", "Đủ"])


KINDS: dict[str, tuple[Change, bool]] = {
    # A change, and whether it would move a score, a rank or the check code for whoever believed the workbook.
    "locked text": (locked_text, False),
    "maximum": (maximum, True),
    "key": (key_changed, True),
    "heading": (heading, True),
    "formula to value": (formula_to_value, True),
    "formula changed": (formula_changed, True),
    "count of documents": (count_changed, True),
    "hidden row": (hidden_row, False),
    "hidden column": (hidden_column, False),
    "sheet hidden or shown": (sheet_state, False),
    "merge over entries": (merged_entries, True),
    "merge over locked cells": (merged_locked, True),
    "row deleted": (row_deleted, True),
    "row inserted": (row_inserted, True),
    "rows swapped": (rows_swapped, True),
    "row duplicated": (row_duplicated, True),
    "sheet renamed": (sheet_renamed, False),
    "sheet duplicated": (sheet_duplicated, False),
    "sheet added": (sheet_added, False),
    "sheet deleted": (sheet_deleted, False),
    "sheets reordered": (sheets_reordered, False),
    "identity in 1 place": (identity(1), False),
    "identity in 2 places": (identity(2), False),
    "identity in 3 places": (identity(3), True),
    "list of choices": (list_widened, True),
    "validation removed": (rule_removed, False),
    "validation widened": (rule_widened, False),
    "colour that hides": (colour_hides, False),
    'format "5"': (number_format('"5"'), True),
    "format 0.00;;;": (number_format("0.00;;;"), True),
    "format ;;;": (number_format(";;;"), False),
    "defined name": (defined_name, True),
    "note at a cell": (comment, False),
    "style unlocked": (unlocked, False),
    "white on white": (white, False),
    "letters of one point": (tiny, False),
    "print area": (print_area, False),
    "protection removed": (protection_removed, False),
    "way of calculating": (calculation, True),
    "link to outside": (link, False),
    "text in a blank locked cell": (blank_filled, True),
    "text beside the sheet": (far_filled, False),
    "standing text": (standing_text, False),
    "standing formula": (standing_formula, True),
}
