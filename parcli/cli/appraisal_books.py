"""The workbooks of a round: which rows go into which file, and each file made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from parcli.appraisal import layout, writer
from parcli.appraisal.content import Content, Row
from parcli.cli.appraisal_rows import Matter, files_table, row, wanted
from parcli.cli.opened import Opened
from parcli.core.cycle import Unit
from parcli.core.edition import Area
from parcli.core.scoring import ItemResult
from parcli.core.scoring.outcome import Stage
from parcli.messages import Words

_SPARE_ROWS = 100
"""Rows of a sheet that are left for title, headings and what a person adds."""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook that is to be made: its name without ending, what it is about in an identity and in words, its rows."""

    stem: str
    subject: str
    said: str
    rows: tuple[tuple[Matter, ItemResult], ...]
    hidden: frozenset[str]


def by_unit(opened: Opened, matters: Sequence[Matter], stage: Stage) -> tuple[Book, ...]:
    """Return one workbook for each unit that has rows to open."""
    said = layout.standing_words()["subjects"]["unit"]
    whole = ((one, tuple((one, each) for each in wanted(one, stage))) for one in matters)
    books = (
        Book(one.unit, f"unit:{one.unit}", said.format(unit=one.present.unit.name), rows, frozenset({"unit", "unit_name"}))
        for one, rows in whole
        if rows
    )
    return tuple(part for book in books for part in _parted(book, opened))


def by_area(opened: Opened, matters: Sequence[Matter], stage: Stage) -> tuple[Book, ...]:
    """Return one workbook for each area of a block, with like cases side by side; an appraiser's own rows stand in one of their own."""
    rows: defaultdict[tuple[str, str, str], list[tuple[Matter, ItemResult]]] = defaultdict(list)
    for one in matters:
        for each in wanted(one, stage):
            appraiser = opened.cycle.appraiser(each.item.area.code)
            own = one.unit if appraiser is not None and appraiser.id == one.unit else ""
            rows[one.present.unit.block, each.item.area.code, own].append((one, each))
    return tuple(part for place, own in rows.items() for part in _parted(_of_area(opened, *place, own), opened))


def _of_area(opened: Opened, block_id: str, code: str, own: str, rows: Sequence[tuple[Matter, ItemResult]]) -> Book:
    order = {item: place for place, item in enumerate(dict.fromkeys(each.code for _, each in rows))}
    block = opened.edition.block(block_id)
    area: Area | None = next((each for each in block.areas if each.code == code), None) if block else None
    words = layout.standing_words()["subjects"]
    facts = {
        "block": block.title if block else block_id, "number": area.printed_number if area else code, "area": area.title or "" if area else "",
        "unit": _name(opened.cycle.unit(own)), "authority": opened.cycle.authority,
    }  # fmt: skip
    stem = f"{block_id}-{code}-{own}" if own else f"{block_id}-{code}"
    in_order = sorted(rows, key=lambda pair: order[pair[1].code])
    return Book(stem, f"area:{stem}", words["own" if own else "area"].format(**facts), tuple(in_order), frozenset({"unit"}))


def _name(unit: Unit | None) -> str:
    return "" if unit is None else unit.name


def _parted(book: Book, opened: Opened) -> Iterator[Book]:
    """Part a workbook that has more rows than parcli would read again."""
    most = max(1, opened.cycle.limits.sheet_rows - _SPARE_ROWS)
    if len(book.rows) <= most:
        yield book
        return
    for number, first in enumerate(range(0, len(book.rows), most), start=1):
        said = layout.standing_words()["subjects"]["part"].format(subject=book.said, part=number)
        yield Book(f"{book.stem}-{number}", f"{book.subject}:{number}", said, book.rows[first : first + most], book.hidden)


def made(opened: Opened, book: Book, stage: Stage, banner: str, wording: Words) -> bytes:
    """Return a workbook's bytes."""
    content = content_of(opened, book, stage, banner, wording)
    return writer.write(content)


def content_of(opened: Opened, book: Book, stage: Stage, banner: str, wording: Words) -> Content:
    """Return what a workbook is made of."""
    cycle, edition = opened.cycle, opened.edition
    rows: tuple[Row, ...] = tuple(row(one, each, stage, edition.policies, wording) for one, each in book.rows)
    matters: Mapping[str, Matter] = {one.unit: one for one, _ in book.rows}
    made_from = {unit: one.present.sha256 for unit, one in matters.items()}
    identity = writer.identity(stage, (cycle.cycle, edition.id, edition.version), book.subject, tuple(each.opened for each in rows), made_from)
    table = files_table(rows, matters)
    tables = (table,) if table.rows else ()
    return Content(layout.form(stage), identity, facts_of(opened), book.said, banner, rows, made_from, tables, book.hidden)


def facts_of(opened: Opened) -> dict[str, str]:
    """Return what the standing words of appraisal workbooks name."""
    cycle, edition = opened.cycle, opened.edition
    return {
        "index": edition.index_title.upper(), "year": str(cycle.year), "cycle": cycle.cycle, "edition": edition.id, "version": edition.version,
        "authority": cycle.authority, "to_day": f"{cycle.window.to:%d/%m/%Y}",
    }  # fmt: skip
