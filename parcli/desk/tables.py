"""Read tables of figures from CSV or xlsx in workers with limits: they come from outside."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from parcli import container
from parcli.container import Book, Sheet
from parcli.core import points
from parcli.core.figures import FigureTable
from parcli.core.limits import Limits
from parcli.core.returned import Cell, Problem
from parcli.desk import grids, headings
from parcli.desk.grids import Grid
from parcli.desk.headings import Known
from parcli.desk.listing import tables_of
from parcli.workers import Lost, batch

_SUFFIXES = (".csv", ".xlsx")
_DELIMITERS = (",", ";", "\t")
_NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class _Job:
    """A file to read: its place on disk and its name in the cycle."""

    place: Path
    shown: str


def read_folder(folder: Path, shown: str, limits: Limits, known: Known = _NOTHING_KNOWN) -> tuple[FigureTable, ...]:
    """Read every table of a folder, in the order of their names. Office's own lock files are passed over."""
    return read_files([(path, f"{shown}/{path.name}") for path in tables_of(folder)], limits, known)


def read_files(files: Sequence[tuple[Path, str]], limits: Limits, known: Known = _NOTHING_KNOWN) -> tuple[FigureTable, ...]:
    """Read files, each with its name in the cycle, in workers that can be killed; the tables stand in the order of the files."""
    return tuple(each_table(files, limits, known))


def each_table(files: Sequence[tuple[Path, str]], limits: Limits, known: Known = _NOTHING_KNOWN) -> Iterator[FigureTable]:
    """Yield the tables one by one in the order of the files: those of a country would fill the memory together."""
    jobs = [_Job(place, shown) for place, shown in files]
    patience = limits.workbook_cpu_seconds * limits.clock_factor
    early: dict[_Job, tuple[FigureTable, ...]] = {}
    waiting = iter(jobs)
    due = next(waiting, None)
    for job, answer in batch(partial(_read_one, limits, known), jobs, 0, patience, limits.worker_memory, limits.workbook_cpu_seconds):
        early[job] = _lost(job, answer) if isinstance(answer, Lost) else answer
        while due is not None and due in early:
            yield from early.pop(due)
            due = next(waiting, None)


def _read_one(limits: Limits, known: Known, job: _Job) -> tuple[FigureTable, ...]:
    return read(job.place, job.shown, limits, known)


def _lost(job: _Job, lost: Lost) -> tuple[FigureTable, ...]:
    """A file whose reader was lost: it is named, and its hash says which content it had."""
    try:
        digest = hashlib.sha256(job.place.read_bytes()).hexdigest() if job.place.is_file() else ""
    except OSError:
        digest = ""
    return (FigureTable(job.shown, digest, "", problems=(_unreadable("term:over_limits" if lost.over_limits else lost.error),)),)


def read(path: Path, shown: str, limits: Limits, known: Known = _NOTHING_KNOWN) -> tuple[FigureTable, ...]:
    """Read one file: a table for each sheet that has the headings, and one for each that lacks a column of figures."""
    try:
        digest, content = _content(path, limits)
    except OSError as error:
        return (FigureTable(shown, "", "", problems=(_unreadable(error.strerror or ""),)),)
    read_grids = _grids(path.suffix.casefold(), content, limits, known)
    if isinstance(read_grids, str):
        return (FigureTable(shown, digest, "", problems=(_unreadable(read_grids),)),)
    tables = [(grids.table(shown, digest, grid, known), grids.half_known(grid, known)) for grid in read_grids]
    return tuple([table for table, half in tables if half or not table.missing] or [tables[0][0]])


def _content(path: Path, limits: Limits) -> tuple[str, bytes | None]:
    """Return the hash of a file and its bytes, None where it is too large. Raises OSError, also for a pipe, which would never end."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size > limits.workbook_bytes:
            return hashlib.file_digest(file, "sha256").hexdigest(), None
        content = file.read()
    return hashlib.sha256(content).hexdigest(), content


def _grids(suffix: str, content: bytes | None, limits: Limits, known: Known) -> list[Grid] | str:
    """Return the sheets of a file, or why it cannot be read."""
    if suffix not in _SUFFIXES:
        return suffix or "?"
    if content is None:
        return f"> {limits.workbook_bytes} byte"
    seen = container.examine(content, limits) if suffix == ".xlsx" else None
    if seen is not None and not seen.may_open:
        return "; ".join(problem.code for problem in seen.problems)
    try:
        found = list(_csv(content, known) if seen is None else _workbook(Book(content, seen.errors, limits), limits))
    except UnicodeDecodeError:
        return "không phải UTF-8 / not UTF-8"
    except Exception as error:  # noqa: BLE001 - whatever a library raises on a strange file is a finding about that file
        return type(error).__name__
    overlong = _overlong(found[0].rows, known) if suffix == ".csv" else None
    if overlong is not None:
        return f"dòng {overlong} nhiều ô hơn hàng tiêu đề / line {overlong} has more fields than the headings"
    # Strict Open XML: the library finds no sheet in it and says nothing.
    return found or "không đọc được trang nào / no sheet could be read"


def _unreadable(reason: str) -> Problem:
    return Problem("RS101", (("reason", reason),))


def _csv(content: bytes, known: Known) -> Iterator[Grid]:
    text = content.decode("utf-8-sig")
    if "\0" in text:
        raise UnicodeDecodeError("utf-8", content, 0, 1, "UTF-16")
    # A title above the headings may hold any mark, so the headings themselves tell which one separates.
    rows = max((_lines(text, mark) for mark in _DELIMITERS), key=lambda lines: headings.find(lines, known).known)
    yield Grid("", rows)


def _lines(text: str, delimiter: str) -> list[list[Cell]]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [[Cell("", f"{_letter(place)}{number}", value) for place, value in enumerate(line)] for number, line in enumerate(lines, start=1)]


def _letter(place: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place] if place < 26 else f"#{place + 1}:"  # noqa: PLR2004 - letters of the alphabet


def _overlong(rows: Sequence[Sequence[Cell]], known: Known) -> int | None:
    """Return the first line of a CSV with fields beyond the headings: a decimal comma between commas cuts a figure in two."""
    heading = headings.find(rows, known)
    if heading.missing:
        return None
    width = max(len(line) for line in rows[max(heading.first - 2, 0) : heading.first])
    lines = enumerate(rows[heading.first :], start=heading.first + 1)
    return next((number for number, line in lines if any(not cell.blank for cell in line[width:])), None)


def _workbook(book: Book, limits: Limits) -> Iterator[Grid]:
    for first in book.first.worksheets:
        last_row, last_column = min(first.max_row, limits.sheet_rows), min(first.max_column, limits.sheet_columns)
        both = book.sheet(first.title)
        rows = [[_cell(both, each) for each in line] for line in first.iter_rows(1, last_row, 1, last_column)]
        yield Grid(first.title, rows, _merged(first, last_row, last_column), (*_beyond(first, limits), *_doubtful(both)))


def _cell(both: Sheet, found: Any) -> Cell:
    cell = both.cell(found.row, found.column)
    return cell if cell.formula is not None or cell.doubt else Cell(cell.sheet, cell.address, _raw(found), None, cell.error)


def _doubtful(both: Sheet) -> Iterator[Problem]:
    """Name the cells that two readers read differently; what they hold is not known and not taken."""
    cells = [doubt.cell for doubt in both.doubts()]
    if cells:
        yield _unreadable(f"hai chương trình đọc khác nhau / two programs differ: {both.title}!{', '.join(cells[:5])}")


def _raw(found: Any) -> Any:
    """Return the value of a cell; a number that is shown in percent comes as the text that is shown."""
    if found.data_type != "n" or not isinstance(found.value, int | float) or "%" not in (found.number_format or ""):
        return found.value
    exact = points.from_double(float(found.value))
    return f"{points.plain(exact * 100)}%" if isinstance(exact, Fraction) else found.value


def _merged(sheet: Any, last_row: int, last_column: int) -> dict[tuple[int, int], tuple[int, int]]:
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for span in sheet.merged_cells.ranges:
        first = (span.min_row - 1, span.min_col - 1)
        for row in range(span.min_row - 1, min(span.max_row, last_row)):
            for column in range(span.min_col - 1, min(span.max_col, last_column)):
                if (row, column) != first:
                    merged[row, column] = first
    return merged


def _beyond(sheet: Any, limits: Limits) -> Iterator[Problem]:
    """Say what a limit cut off; only cells that hold anything count."""
    cells = sheet._cells.items()  # noqa: SLF001 - asking for its rows would make a cell for every blank one
    far = [cell.coordinate for (row, column), cell in cells if (row > limits.sheet_rows or column > limits.sheet_columns) and cell.value is not None]
    if far:
        yield Problem("RS133", (("cells", ", ".join(sorted(far)[:5])), ("rows", str(limits.sheet_rows)), ("columns", str(limits.sheet_columns))))
