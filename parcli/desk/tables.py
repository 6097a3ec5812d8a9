"""Read tables of figures from CSV or xlsx: columns by heading, wherever they stand, each cell with its place."""

from __future__ import annotations

import csv
import hashlib
import io
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from parcli import container
from parcli.core import words
from parcli.core.figures import FigureRow, FigureTable
from parcli.core.limits import Limits
from parcli.core.returned import Cell, Problem

_HEADINGS = {
    "unit": ("unit", "đơn vị", "tên đơn vị", "cơ quan, đơn vị"),
    "item": ("item", "mã", "mã tiêu chí", "tiêu chí"),
    "value": ("value", "giá trị", "kết quả", "điểm"),
    "option": ("option", "phương án", "phương án trả lời", "mức"),
    "count": ("count", "số phiếu", "số lượt", "số người"),
}
_BY_HEADING = {words.key(text): name for name, texts in _HEADINGS.items() for text in texts}
_WITHIN = 30
_SUFFIXES = (".csv", ".xlsx")
_DELIMITERS = (",", ";", "\t")

Sheet = tuple[str, Sequence[Sequence[Cell]]]


def read_folder(folder: Path, shown: str, limits: Limits) -> tuple[FigureTable, ...]:
    """Read every table of a folder, in the order of their names. Office's own lock files are passed over."""
    return tuple(table for path in files_of(folder) for table in read(path, f"{shown}/{path.name}", limits))


def files_of(folder: Path) -> tuple[Path, ...]:
    """Return the files of a folder that are meant as tables, in the order of their names."""
    if not folder.is_dir():
        return ()
    lying = (path for path in folder.iterdir() if path.is_file() and not path.is_symlink())
    return tuple(sorted(path for path in lying if not path.name.startswith(("~$", "."))))


def read(path: Path, shown: str, limits: Limits) -> tuple[FigureTable, ...]:
    """Read one file: a table for each sheet that has the headings."""
    try:
        content = path.read_bytes()
    except OSError as error:
        return (FigureTable(shown, "", "", problems=(_unreadable(error.strerror or ""),)),)
    digest = hashlib.sha256(content).hexdigest()
    if path.suffix.casefold() not in _SUFFIXES:
        return (FigureTable(shown, digest, "", problems=(_unreadable(path.suffix or "?"),)),)
    if len(content) > limits.workbook_bytes:
        return (FigureTable(shown, digest, "", problems=(_unreadable(f"> {limits.workbook_bytes} byte"),)),)
    if path.suffix.casefold() == ".xlsx":
        problems, may_open = container.inspect(content, limits)
        if not may_open:
            return (FigureTable(shown, digest, "", problems=(_unreadable("; ".join(problem.code for problem in problems)),)),)
    try:
        sheets = list(_csv(content) if path.suffix.casefold() == ".csv" else _workbook(content, limits))
    except UnicodeDecodeError:
        return (FigureTable(shown, digest, "", problems=(_unreadable("không phải UTF-8 / not UTF-8"),)),)
    except Exception as error:  # noqa: BLE001 - whatever a library raises on a strange file is a finding about that file
        return (FigureTable(shown, digest, "", problems=(_unreadable(type(error).__name__),)),)
    if not sheets:
        # Strict Open XML: the library finds no sheet in it and says nothing.
        return (FigureTable(shown, digest, "", problems=(_unreadable("không đọc được trang nào / no sheet could be read"),)),)
    tables = [_table(shown, digest, name, rows) for name, rows in sheets]
    return tuple([table for table in tables if not table.missing] or tables[:1])


def _unreadable(reason: str) -> Problem:
    return Problem("RS101", (("reason", reason),))


def _csv(content: bytes) -> Iterator[Sheet]:
    text = content.decode("utf-8-sig")
    if "\0" in text:
        raise UnicodeDecodeError("utf-8", content, 0, 1, "UTF-16")
    # A title above the headings may hold any mark, so the headings themselves tell which one separates.
    rows = max((_lines(text, mark) for mark in _DELIMITERS), key=lambda lines: len(_heading(lines)[1]))
    yield "", rows


def _lines(text: str, delimiter: str) -> list[list[Cell]]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [[Cell("", f"{_letter(place)}{number}", value) for place, value in enumerate(line)] for number, line in enumerate(lines, start=1)]


def _letter(place: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place] if place < 26 else f"#{place + 1}:"  # noqa: PLR2004 - letters of the alphabet


def _workbook(content: bytes, limits: Limits) -> Iterator[Sheet]:
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy; commands that read no workbook do without

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
    for sheet in book.worksheets:
        last_row, last_column = min(sheet.max_row, limits.sheet_rows), min(sheet.max_column, limits.sheet_columns)
        yield sheet.title, [[_cell(sheet.title, each) for each in line] for line in sheet.iter_rows(1, last_row, 1, last_column)]


def _cell(sheet: str, found: Any) -> Cell:
    formula = str(getattr(found.value, "text", found.value)) if found.data_type == "f" else None
    return Cell(sheet, found.coordinate, None if formula else found.value, formula, found.data_type == "e")


def _table(path: str, digest: str, sheet: str, rows: Sequence[Sequence[Cell]]) -> FigureTable:
    place, columns = _heading(rows)
    needed = {"unit", "item", "option", "count"} if {"option", "count"} & set(columns) else {"unit", "item", "value"}
    missing = tuple(sorted(needed - set(columns)))
    if missing:
        return FigureTable(path, digest, sheet, missing=missing)
    overlong = None if sheet else _overlong(rows, place)
    if overlong is not None:
        reason = f"dòng {overlong} nhiều ô hơn hàng tiêu đề / line {overlong} has more fields than the headings"
        return FigureTable(path, digest, sheet, problems=(_unreadable(reason),))
    read_rows = []
    for offset, line in enumerate(rows[place + 1 :], start=place + 2):
        cells = {name: line[column] for name, column in columns.items() if column < len(line)}
        if any(not cell.blank for cell in cells.values()):
            read_rows.append(FigureRow(offset, {name: cells.get(name, Cell(sheet, "")) for name in columns}))
    return FigureTable(path, digest, sheet, tuple(read_rows))


def _overlong(rows: Sequence[Sequence[Cell]], heading: int) -> int | None:
    """Return the first line of a CSV with fields beyond the headings: a decimal comma between commas cuts a figure in two."""
    width = len(rows[heading])
    lines = enumerate(rows[heading + 1 :], start=heading + 2)
    return next((number for number, line in lines if any(not cell.blank for cell in line[width:])), None)


def _heading(rows: Sequence[Sequence[Cell]]) -> tuple[int, dict[str, int]]:
    """Find the heading row among the first rows: titles may stand above it."""
    best, best_place = dict[str, int](), 0
    for place, line in enumerate(rows[:_WITHIN]):
        here: dict[str, int] = {}
        for column, cell in enumerate(line):
            name = _BY_HEADING.get(words.key(cell.text)) if isinstance(cell.raw, str) else None
            if name is not None:
                here.setdefault(name, column)
        if len(here) > len(best):
            best, best_place = here, place
    return best_place, best
