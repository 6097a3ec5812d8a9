"""A sheet as plain values: what stands in its cells and how, and what lies over and around them. The same for both sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from parcli.workbook.untouched import looks
from parcli.workbook.untouched.looks import Look

Spot = tuple[int, int]
"""Row and column, counted from 1."""
_LOWEST, _NARROWEST = 3, 0.5
"""Points and characters: a lower row or a narrower column shows nothing."""
_SPELLED_OUT = 64
"""Ranges of at most so many cells are looked up cell by cell."""


class Stood(NamedTuple):
    """What a cell holds, whether it is a formula, its look, and whether nothing stands there."""

    value: Any
    formula: bool
    look: Look
    blank: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """One sheet."""

    cells: Mapping[Spot, Stood]
    merged: frozenset[str]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    folded: frozenset[int]
    filtered: bool
    protected: bool
    lists: Lists
    colouring: tuple[tuple[str, bool], ...]
    notes: Mapping[Spot, str]
    links: Mapping[Spot, tuple[str, bool]]
    print_area: str


@dataclass(frozen=True, slots=True)
class Lists:
    """What may be entered where: lists and bounds by cell, and those of large ranges."""

    by_cell: Mapping[Spot, tuple[str, ...]]
    by_range: tuple[tuple[tuple[int, int, int, int], tuple[str, ...]], ...]

    def at(self, spot: Spot) -> tuple[str, ...]:
        """Return the rule of a cell: kind, comparison, bounds, and what follows an entry that breaks it; () where there is none."""
        if spot in self.by_cell:
            return self.by_cell[spot]
        row, column = spot
        return next((rule for (left, top, right, bottom), rule in self.by_range if top <= row <= bottom and left <= column <= right), ())


def drawn(sheet: Any) -> Drawn:
    """Return an openpyxl sheet as plain values. Only the cells that are there are visited, past their properties: they are very many."""
    from openpyxl.cell.cell import MergedCell  # noqa: PLC0415 - heavy; commands that read no workbook do without

    seen: dict[bytes, Look] = {}
    cells, notes, links = {}, {}, {}
    for spot, cell in sheet._cells.items():  # noqa: SLF001 - a walk by rows and columns would never come to one that stands far away
        if cell._style is None:  # noqa: SLF001 - it lies under a merge and holds nothing
            continue
        style = cell._style.tobytes()  # noqa: SLF001 - one look for all cells that share a style
        look = seen.get(style)
        if look is None:
            look = seen[style] = looks.look(cell)
        value, note, link = (None, None, None) if isinstance(cell, MergedCell) else (cell._value, cell._comment, cell._hyperlink)  # noqa: SLF001 - as said
        if cell.data_type == "f":
            cells[spot] = Stood(str(getattr(value, "text", value)), formula=True, look=look, blank=False)
        else:
            cells[spot] = Stood(value, False, look, value is None or value == "")
        if note is not None:
            notes[spot] = note.text
        if link is not None:
            links[spot] = link.target or link.location or "", bool(link.target)
    merged = frozenset(each.coord for each in sheet.merged_cells.ranges if each.size["rows"] * each.size["columns"] > 1)
    hidden = frozenset(row for row, each in sheet.row_dimensions.items() if each.hidden or (each.ht is not None and each.ht < _LOWEST))
    filtered = bool(sheet.auto_filter and sheet.auto_filter.filterColumn)
    return Drawn(
        cells, merged, hidden, frozenset(_hidden_columns(sheet)), frozenset(_hidden_columns(sheet, narrow=False)), filtered, bool(sheet.protection.sheet), _lists(sheet),
        tuple(_colouring(sheet)), notes, links, (sheet.print_area or "").rpartition("!")[2].replace("$", ""),
    )  # fmt: skip


def _hidden_columns(sheet: Any, *, narrow: bool = True) -> Iterator[int]:
    """Yield the columns that are hidden, those that are too narrow to show anything among them."""
    for each in sheet.column_dimensions.values():
        if each.hidden or (narrow and each.customWidth and each.width is not None and each.width < _NARROWEST):
            yield from range(each.min or 1, min(each.max or 1, sheet.max_column) + 1)


def _lists(sheet: Any) -> Lists:
    by_cell: dict[Spot, tuple[str, ...]] = {}
    by_range = []
    for each in sheet.data_validations.dataValidation:
        if each.type in (None, "none"):
            continue
        between = each.type in ("list", "custom") or each.operator in (None, "between")
        second = each.formula2 if each.operator in ("between", "notBetween", None) and each.type not in ("list", "custom") else ""
        heard = "stop" if each.showErrorMessage and each.errorStyle in (None, "stop") else "passed"
        rule = (str(each.type), "between" if between else str(each.operator), _bound(each.formula1), _bound(second), heard)
        for span in each.sqref.ranges:
            left, top, right, bottom = span.bounds
            if (right - left + 1) * (bottom - top + 1) > _SPELLED_OUT:
                by_range.append((span.bounds, rule))
                continue
            by_cell |= {(row, column): rule for row in range(top, bottom + 1) for column in range(left, right + 1)}
    return Lists(by_cell, tuple(by_range))


def _bound(formula: Any) -> str:
    return str(formula or "").replace(" ", "").removeprefix("=")


def _colouring(sheet: Any) -> Iterator[tuple[str, bool]]:
    """Yield for each conditional format its condition, and whether it hides what it lies over."""
    for each in sheet.conditional_formatting:
        for rule in each.rules:
            style = rule.dxf
            hides = style is not None and (looks.unseen(style.font, style.fill) or not _shows(style.numFmt))
            yield f"{rule.type}:{rule.operator or ''}:{'|'.join(map(_bound, rule.formula))}", hides


def _shows(format: Any) -> bool:  # noqa: A002 - the field's word
    return format is None or looks.plain(format.formatCode)


def names_of(book: Any) -> dict[str, str]:
    """Return what the defined names of an opened workbook mean, those that an office program keeps for itself apart."""
    own = {name: each.attr_text or "" for name, each in book.defined_names.items()}
    for sheet in book.worksheets:
        own |= {f"{sheet.title}!{name}": each.attr_text or "" for name, each in sheet.defined_names.items()}
    return {name: text.replace("$", "").replace("'", "") for name, text in own.items() if "_xlnm" not in name}
