"""Explanations as a workbook for the Council's file: a row for each unit, item and stage, and one sheet for the totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.trace import ItemTrace, Line, TotalTrace
from parcli.report.paper import Paper, Worksheet, add_sheet, blank, fit_row, sheet_names, unit_name, write_heads, write_number, write_text
from parcli.report.trace_words import SHORT_HASH, line_text
from parcli.report.wording import Wording

_ITEM_COLUMNS = ("unit", "item", "title", "maximum", "stage", "points", "why", "reason", "files", "cells", "sha256")
_ITEM_WIDTHS = (150, 72, 200, 64, 120, 64, 430, 240, 230, 130, 96)
_TOTAL_COLUMNS = ("unit", "id", "points", "why")
_TOTAL_WIDTHS = (240, 150, 80, 900)


@dataclass(frozen=True, slots=True)
class Explained:
    """A unit's explanations: of every item, and of its total."""

    items: tuple[ItemTrace, ...]
    total: TotalTrace


def trace_book(
    edition: Edition, cycle: Cycle, explained: Iterable[Explained], wording: Wording, *, provisional: bool, done: Callable[[], None]
) -> bytes:
    """Return giai-trinh-diem.xlsx. The units are explained one after the other, in the order of the cycle; ``done`` hears of each."""
    paper = blank(edition, cycle, wording, wording.text("explain.title", year=cycle.year), provisional=provisional)
    names = sheet_names((block.id for block in edition.blocks), wording.text("explain.sheet.items"))
    sheets: dict[str, _Sheet] = {}
    totals = _Sheet.of(paper, wording.text("explain.sheet.totals"), _TOTAL_COLUMNS, _TOTAL_WIDTHS)
    for one in explained:
        block = one.total.result.block
        if block not in sheets:
            sheets[block] = _Sheet.of(paper, names[block], _ITEM_COLUMNS, _ITEM_WIDTHS)
        for trace in one.items:
            _item(paper, sheets[block], trace)
        _total(paper, totals, one.total)
        done()
    for sheet in (totals, *sheets.values()):
        sheet.close()
    return paper.finished()


@dataclass(slots=True)
class _Sheet:
    """A sheet under way: its first row of data, and its next."""

    sheet: Worksheet
    columns: int
    first: int
    row: int

    @classmethod
    def of(cls, paper: Paper, name: str, columns: Sequence[str], widths: Sequence[int]) -> _Sheet:
        sheet, row = add_sheet(paper, name, paper.wording.text("explain.title", year=paper.cycle.year))
        for column, width in enumerate(widths):
            sheet.set_column_pixels(column, column, width)
        heads = [paper.wording.text(f"explain.column.{each}") for each in columns]
        write_heads(paper, sheet, row, heads)
        fit_row(sheet, row, zip(heads, widths, strict=True))
        sheet.freeze_panes(row + 1, 2)
        sheet.repeat_rows(row)
        return cls(sheet, len(columns), row + 1, row + 1)

    def close(self) -> None:
        if self.row > self.first:
            self.sheet.autofilter(self.first - 1, 0, self.row - 1, self.columns - 1)


def _item(paper: Paper, place: _Sheet, trace: ItemTrace) -> None:
    for part, lines in groupby(trace.lines, key=lambda line: line.part):
        own = tuple(lines)
        texts = {
            0: unit_name(paper.cycle, trace.unit.id),
            1: trace.result.code,
            2: trace.result.item.criterion.title or "",
            4: paper.wording.text(f"explain.part.{part}"),
            6: "\n".join(line_text(line, paper.wording) for line in own),
            7: "\n".join(dict.fromkeys(line.reason for line in own if line.reason)),
            8: _places(line.place.file for line in own),
            9: _cells(own),
            10: _places(line.place.sha256[:SHORT_HASH] for line in own),
        }
        _row(paper, place, texts, _ITEM_WIDTHS)
        write_number(place.sheet, place.row, 3, trace.result.item.maximum, paper.formats["top_plain"])
        _figure(paper, place, 5, _of_stage(trace, own))
        place.row += 1


def _of_stage(trace: ItemTrace, lines: Sequence[Line]) -> Fraction | None:
    """Return the points of a stage: its last figure; the final one where it was decided; none for what it gives further on."""
    part = lines[0].part
    if part == "decided":
        return trace.result.final
    if part == "total":
        return None
    return next((line.figure for line in reversed(lines) if line.figure is not None), None)


def _total(paper: Paper, place: _Sheet, trace: TotalTrace) -> None:
    texts = {0: unit_name(paper.cycle, trace.unit.id), 1: trace.unit.id, 3: "\n".join(line_text(line, paper.wording) for line in trace.lines)}
    _row(paper, place, texts, _TOTAL_WIDTHS)
    _figure(paper, place, 2, trace.result.final)
    place.row += 1


def _row(paper: Paper, place: _Sheet, texts: dict[int, str], widths: Sequence[int]) -> None:
    fit_row(place.sheet, place.row, [(text, widths[column]) for column, text in texts.items()])
    for column, text in texts.items():
        write_text(paper, place.sheet, place.row, column, text, "top")


def _figure(paper: Paper, place: _Sheet, column: int, figure: Fraction | None) -> None:
    if figure is None:
        write_text(paper, place.sheet, place.row, column, "", "top")
    else:
        write_number(place.sheet, place.row, column, figure, paper.number(paper.edition.policies.rounding.print, "top_plain"))


def _cells(lines: Sequence[Line]) -> str:
    """Return the cells by sheet, a sheet to a line."""
    sheets: dict[str, dict[str, None]] = {}
    for line in lines:
        if line.place.cell:
            sheets.setdefault(line.place.sheet, {})[line.place.cell] = None
    return "\n".join(f"{sheet}!{', '.join(cells)}" if sheet else ", ".join(cells) for sheet, cells in sheets.items())


def _places(places: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(place for place in places if place))
