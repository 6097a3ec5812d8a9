"""khac-biet.xlsx: what a later announced result says otherwise, unit by unit, item by item, with ranks and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from parcli.core.cycle import Cycle
from parcli.core.differences import Change, UnitChange
from parcli.core.edition import Edition
from parcli.report.differences_document import Between
from parcli.report.paper import Paper, Worksheet, add_sheet, blank, fit_row, unit_name, write_heads, write_number, write_text
from parcli.report.trace_words import SHORT_HASH
from parcli.report.wording import Wording

_Cell = str | tuple[Fraction, int]
_PLACES = 4
_FIGURES = (("final", _PLACES), ("index", _PLACES), ("rank", 0))
_UNITS = (
    ("unit", 260),
    ("final_before", 110),
    ("final_after", 110),
    ("index_before", 110),
    ("index_after", 110),
    ("rank_before", 90),
    ("rank_after", 90),
    ("state", 260),
)
_ITEMS = (("unit", 220), ("item", 80), ("title", 300), ("stage", 170), ("before", 120), ("after", 120), ("reason", 420))
_BASIS = (("what", 520), ("before", 260), ("after", 260))


def differences_book(edition: Edition, cycle: Cycle, one: Between, wording: Wording, *, provisional: bool) -> bytes:
    """Return the workbook: units, items, and what the difference rests on."""
    paper = blank(edition, cycle, wording, _title(one, cycle, wording), provisional=provisional)
    _units(paper, one)
    _items(paper, one)
    _basis(paper, one)
    return paper.finished()


def _title(one: Between, cycle: Cycle, wording: Wording) -> str:
    return wording.text("differences.title", present=one.present, former=one.former, year=cycle.year)


def _sheet(paper: Paper, one: Between, name: str, columns: Sequence[tuple[str, int]]) -> tuple[Worksheet, int]:
    words = paper.wording.text
    sheet, row = add_sheet(paper, words(f"differences.sheet.{name}"), _title(one, paper.cycle, paper.wording))
    if one.note:
        write_text(paper, sheet, row, 0, words("differences.note", note=one.note), "subtitle")
        row += 1
    for column, (_, width) in enumerate(columns):
        sheet.set_column_pixels(column, column, width)
    heads = [words(f"differences.column.{column}") for column, _ in columns]
    write_heads(paper, sheet, row, heads)
    fit_row(sheet, row, [(head, width) for head, (_, width) in zip(heads, columns, strict=True)])
    sheet.freeze_panes(row + 1, 1)
    sheet.repeat_rows(row)
    return sheet, row + 1


def _row(paper: Paper, sheet: Worksheet, row: int, columns: Sequence[tuple[str, int]], cells: Sequence[_Cell]) -> None:
    texts = [(cell, width) for cell, (_, width) in zip(cells, columns, strict=True) if isinstance(cell, str)]
    fit_row(sheet, row, texts)
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            write_text(paper, sheet, row, column, cell, "top")
        else:
            value, places = cell
            write_number(sheet, row, column, value, paper.number(places, "top_plain"))


def _units(paper: Paper, one: Between) -> None:
    sheet, row = _sheet(paper, one, "units", _UNITS)
    if not one.units:
        write_text(paper, sheet, row, 0, paper.wording.text("report.none"), "subtitle")
    for place, each in enumerate(one.units, row):
        pairs = [_figure(side.get(name), places) for name, places in _FIGURES for side in (each.before, each.after)]
        _row(paper, sheet, place, _UNITS, [unit_name(paper.cycle, each.unit), *pairs, _state(paper, each)])


def _state(paper: Paper, one: UnitChange) -> str:
    words = paper.wording.text
    if one.fate != "both":
        return words(f"differences.fate.{one.fate}")
    before, after = (words(f"state.{state}") if state else "–" for state in (one.before.get("state"), one.after.get("state")))
    return after if before == after else f"{before} → {after}"


def _figure(text: str | None, places: int) -> _Cell:
    """Return a figure as a number; a text that is none as it stands."""
    if text is None:
        return "–"
    try:
        return Fraction(text), places
    except ValueError:
        return text


def _items(paper: Paper, one: Between) -> None:
    sheet, row = _sheet(paper, one, "items", _ITEMS)
    titles = {(block.id, item.code): item.criterion.title or "" for block in paper.edition.blocks for item in block.items(paper.cycle.year)}
    changes = [(each.block, change) for each in one.units for change in each.items]
    if not changes:
        write_text(paper, sheet, row, 0, paper.wording.text("report.none"), "subtitle")
    for place, (block, change) in enumerate(changes, row):
        cells = [
            unit_name(paper.cycle, change.unit),
            change.item,
            titles.get((block, change.item), ""),
            paper.wording.text(f"differences.stage.{change.stage}"),
            *(_treated(paper, change, value) for value in (change.before, change.after)),
            change.reason,
        ]
        _row(paper, sheet, place, _ITEMS, cells)


def _treated(paper: Paper, change: Change, value: str | None) -> _Cell:
    if change.stage == "treatment" and value is not None:
        return paper.wording.text(f"report.treatment.{value}")
    return _figure(value, paper.edition.policies.rounding.item or _PLACES)


def _basis(paper: Paper, one: Between) -> None:
    sheet, row = _sheet(paper, one, "basis", _BASIS)
    for name, before, after in one.settings:
        _row(paper, sheet, row, _BASIS, [paper.wording.text("differences.setting", name=name), before, after])
        row += 1
    for path, before, after in one.inputs:
        _row(paper, sheet, row, _BASIS, [path, before[:SHORT_HASH] or "–", after[:SHORT_HASH] or "–"])
        row += 1
    if not one.settings and not one.inputs:
        write_text(paper, sheet, row, 0, paper.wording.text("report.none"), "subtitle")
