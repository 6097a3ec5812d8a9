"""The sheet on which the unit scores itself."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from parcli.core.rules import InputCell, InputKind
from parcli.workbook import beside, live, names, validations
from parcli.workbook.beside import Beside
from parcli.workbook.entries import Entries
from parcli.workbook.gaps import Gaps
from parcli.workbook.layout import HEADING_ROW, Layout, Row
from parcli.workbook.lists import Lists
from parcli.workbook.names import LETTERS, at
from parcli.workbook.paint import PROTECTION, Brush, heard, page

_FILLS = {"area": "area_fill", "group": "group_fill", "item": "locked_fill", "input": "locked_fill", "total": "area_fill"}
_CENTRED = ("number", "maximum", "self", "count", "area")
_HIDDEN_TEXT = ";;;"
_SMALL = 9.5
_INDENT = 1.6
_MANY = 888
_HELP_ROW = HEADING_ROW - 1


def write(
    sheet: Worksheet,
    brush: Brush,
    layout: Layout,
    entries: Entries,
    shown: dict[str, Fraction | str],
    missing: Collection[Gaps],
    lists: Lists,
    top: tuple[str, str, str, str],
    former: Beside | None = None,
) -> None:
    """Write the whole sheet.

    ``shown`` is what each row shows, ``missing`` what each item lacks, ``top`` title, unit, edition and banner, ``former`` the
    points of a former cycle.
    """
    words = brush.look.words
    _top(sheet, brush, top)
    _help(sheet, brush, live.missing(words["live"], _counts(missing)))
    heading = brush.format(bold=True, fill="heading_fill", ink="heading_text", grid=True, text_wrap=True, align="center", valign="vcenter")
    for name in names.COLUMNS:
        brush.put(sheet, at(name, HEADING_ROW), layout.headings[name], heading)
    sheet.set_row(HEADING_ROW - 1, 48)
    for row in layout.rows:
        _Row(sheet, brush, row).write(entries, shown)
        if brush.paints:
            validations.add(sheet, row, lists, words["prompts"], layout.cycle)
    if former is not None:
        beside.write(sheet, brush, layout, former)
    _finish(sheet, layout, top[1])


def _top(sheet: Worksheet, brush: Brush, top: tuple[str, str, str, str]) -> None:
    title, unit, edition, banner = top
    for row, height in enumerate((24, 19, 16, 17)):
        sheet.set_row(row, height)
    brush.put(sheet, "B1", title, brush.format(bold=True, font_size=15, ink="title"))
    brush.put(sheet, "B2", unit, brush.format(bold=True, font_size=12))
    brush.put(sheet, "B3", edition, brush.format(italic=True, ink="muted"))
    if banner:
        style = brush.format(bold=True, fill="banner_fill", ink="banner_text")
        for column in "BCDEFGHIJKL":
            brush.put(sheet, f"{column}4", banner if column == "B" else None, style)


def _help(sheet: Worksheet, brush: Brush, missing: live.Said) -> None:
    """Write what is still missing where it stays in sight, the way to the review, and the hint or the warning about this PC."""
    words, width = brush.look.words, brush.look.widths["scoring"]["title"]
    target, link = f"internal:'{names.REVIEW}'!A1", words["live"]["to_review"]
    longest = words["live"]["missing"].format(**dict.fromkeys(names.GAPS, _MANY))
    sheet.set_row(_HELP_ROW - 1, brush.ruler.height([(longest, width, brush.look.size)], bold=True))
    heard(sheet.write_url(f"C{_HELP_ROW}", target, string=link), names.REVIEW)
    brush.compute(sheet, f"C{_HELP_ROW}", missing[0], brush.format(bold=True, ink="banner_text", text_wrap=True), missing[1])
    heard(sheet.write_url(f"E{_HELP_ROW}", target, brush.format(ink="link", underline=1, text_wrap=True), link), names.REVIEW)
    hint, text = live.hint(words["live"], words["scoring_hint"])
    brush.compute(sheet, f"F{_HELP_ROW}", hint, brush.format(ink="muted"), text)
    brush.alert(sheet, f"F{_HELP_ROW}", f"OR({live.OTHER_DECIMALS},{live.OTHER_DAYS})")


def _counts(missing: Collection[Gaps]) -> dict[str, tuple[str, int]]:
    return {name: (cell, sum(1 for each in missing if getattr(each, name)[1])) for name, cell in live.count_cells().items()}


class _Row:
    """Writes one row in its kind's look."""

    def __init__(self, sheet: Worksheet, brush: Brush, row: Row) -> None:
        self.sheet, self.brush, self.row = sheet, brush, row

    def style(self, column: str, **more: Any) -> Format | None:
        if not self.brush.paints:
            return None
        entry = column in self.row.entries
        wanted: dict[str, Any] = {"grid": True, "text_wrap": True, "fill": "entry_fill" if entry else _FILLS[self.row.kind]}
        if entry:
            wanted["locked"] = False
        if column in _CENTRED:
            wanted["align"] = "center"
        if self.row.kind in ("area", "total"):
            wanted["bold"] = True
        if self.row.kind == "group" and column in ("number", "title", "self", "maximum"):
            wanted["bold"] = True
        return self.brush.format(**{**wanted, **more})

    def write(self, entries: Entries, shown: dict[str, Any]) -> None:
        if self.brush.paints:
            self.texts(entries)
        self.points(shown)
        self.count(entries)
        if self.brush.paints:
            self.sheet.set_row(self.row.row - 1, self.height(entries))

    def texts(self, entries: Entries) -> None:
        row = self.row
        self.key()
        texts = {"number": row.number, "title": row.title, "method": row.method, "evidence": row.evidence, "area": row.area}
        for column, text in texts.items():
            self.brush.put(self.sheet, at(column, row.row), text, self.style(column, **self.text_look(column)))
        self.brush.put(self.sheet, at("maximum", row.row), row.maximum, self.style("maximum", num_format="0.00"))
        for column in ("applies", "input", "estimate", "explanation", "room"):
            self.entry(column, entries)

    def height(self, entries: Entries) -> float:
        row, widths, size = self.row, self.brush.look.widths["scoring"], self.brush.look.size
        texts = [
            (row.title, widths["title"] - (_INDENT if row.kind == "input" else 0), size),
            (row.method, widths["method"], _SMALL),
            (row.evidence, widths["evidence"], _SMALL),
        ]
        for column in ("applies", "input", "explanation", "room"):
            value = entries.at(row.key, column)
            texts.append((value if isinstance(value, str) else "", widths[column], size))
        return self.brush.ruler.height(texts, bold=row.kind in ("area", "group", "total"))

    def key(self) -> None:
        hidden: dict[str, Any] = {"num_format": _HIDDEN_TEXT} if self.row.key.startswith("@") or self.row.kind == "input" else {}
        self.brush.put(self.sheet, at("key", self.row.row), self.row.key, self.style("key", ink="muted", font_size=9, **hidden))

    def text_look(self, column: str) -> dict[str, Any]:
        if column == "title" and self.row.kind == "input":
            return {"align": "left", "indent": 1, "italic": True}
        return {"font_size": _SMALL} if column in ("method", "evidence") else {}

    def entry(self, column: str, entries: Entries) -> None:
        row, value = self.row, entries.at(self.row.key, column)
        if column == "applies" and row.exempt is not None:
            value = row.applies_text
        cell = row.cell
        more: dict[str, Any] = {}
        if column in ("input", "estimate") and cell is not None:
            more = {"align": "center", "num_format": _number_format(cell)}
        self.brush.put(self.sheet, at(column, row.row), value, self.style(column, **more))

    def points(self, shown: dict[str, Any]) -> None:
        address, style = at("self", self.row.row), self.style("self", num_format="0.00")
        if self.row.formula is None:
            self.brush.put(self.sheet, address, None, style)
        else:
            self.brush.compute(self.sheet, address, self.row.formula, style, shown.get(self.row.key, ""))

    def count(self, entries: Entries) -> None:
        address, style = at("count", self.row.row), self.style("count", num_format="0")
        cell = self.row.cell
        if cell is not None and cell.kind is InputKind.DATE:
            echo, text = live.day(at("input", self.row.row), cell.choices, entries.at(self.row.key, "input"), self.brush.look.words["live"])
            # It runs over into the blank cells beside it; wrapped, it would be cut.
            self.brush.compute(self.sheet, address, echo, self.style("count", align="left", italic=True, text_wrap=False), text)
            return
        if not self.row.counted:
            self.brush.put(self.sheet, address, None, style)
            return
        self.brush.compute(self.sheet, address, count_formula(self.row), style, Fraction(entries.listed(self.row.key)))


def count_formula(row: Row) -> str:
    """Return the formula that counts an item's lines in the register; COUNTIF would take 1.10 for 1.1."""
    first, last = names.REGISTER_FIRST_ROW, names.REGISTER_FIRST_ROW + names.REGISTER_ROWS - 1
    return f"SUMPRODUCT(--EXACT(TRIM('{names.REGISTER}'!$A${first}:$A${last}),{at('key', row.row)}))"


def _number_format(cell: InputCell) -> str:
    if cell.kind is InputKind.DATE:
        return "dd/mm/yyyy"
    return "@" if cell.kind is InputKind.CHOICE else "General"


def _finish(sheet: Worksheet, layout: Layout, unit: str) -> None:
    last = layout.rows[-1].row
    sheet.autofilter(f"A{HEADING_ROW}:{LETTERS['area']}{last}")
    sheet.freeze_panes(HEADING_ROW, 3)
    sheet.protect("", PROTECTION)
    page(sheet, landscape=True, repeat=HEADING_ROW, footer=unit)
    sheet.print_area(f"B1:{LETTERS['explanation']}{last}")
