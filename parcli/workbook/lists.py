"""The hidden sheet: the identity and the lists of choices, each under a name that validations use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from parcli.core.edition import Kind
from parcli.core.returned import Identity
from parcli.core.rules import InputKind
from parcli.workbook import names
from parcli.workbook.layout import Layout, Row
from parcli.workbook.paint import Brush, heard

FIRST_ROW = 3


@dataclass(slots=True)
class Lists:
    """The lists of a workbook in the order in which they were first needed, and their names."""

    columns: dict[tuple[str, ...], str] = field(default_factory=dict)

    def name(self, choices: tuple[str, ...]) -> str:
        """Return the name of the range that holds these choices."""
        return self.columns.setdefault(choices, f"danh_sach_{len(self.columns) + 1}")


def gather(layout: Layout, register_kinds: Iterable[str]) -> Lists:
    """Collect every list that the workbook needs."""
    lists = Lists()
    lists.name(tuple(row.key for row in layout.items))
    lists.name(tuple(register_kinds))
    for row in layout.rows:
        if row.claims:
            lists.name(applies_choices(row))
        if row.cell is not None and row.cell.kind is InputKind.CHOICE:
            lists.name(row.cell.choices)
    return lists


def applies_choices(row: Row) -> tuple[str, ...]:
    """Return what may be chosen under ``Áp dụng``."""
    return (names.APPLIES, *(kind.label for kind in Kind if kind in row.claims))


def write(book: Workbook, sheet: Worksheet, brush: Brush, lists: Lists, identity: Identity) -> None:
    """Write the hidden sheet, the defined names and the identity in its three places."""
    plain = brush.format()
    brush.put(sheet, names.IDENTITY_CELL, identity.text(), plain)
    heard(book.define_name(names.IDENTITY_NAME, f'="{identity.text()}"'), names.IDENTITY_NAME)
    book.set_custom_property(names.IDENTITY_NAME, identity.text())
    for place, (choices, name) in enumerate(lists.columns.items(), start=1):
        column = xl_col_to_name(place)
        for offset, choice in enumerate(choices):
            brush.put(sheet, f"{column}{FIRST_ROW + offset}", choice, plain)
        span = f"='{names.LISTS}'!${column}${FIRST_ROW}:${column}${FIRST_ROW + len(choices) - 1}"
        heard(book.define_name(name, span), name)


def close(sheet: Worksheet) -> None:
    """Hide and lock the sheet when everything stands on it."""
    sheet.hide()
    sheet.protect("", {})
