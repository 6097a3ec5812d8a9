"""Everything tabular of a ranking as CSV: units, areas, items, units without a rank, what to appraise first.

Written for a double click in a Vietnamese Excel: UTF-8 with a mark, semicolons, decimal commas, CRLF. Words in English
come with commas and decimal points. Figures have up to ten decimals, as in ranking.json; what is unknown is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from parcli.core import points
from parcli.core.cycle import Cycle
from parcli.core.edition import Block, Edition
from parcli.core.rankbook import BlockBook, ItemStanding, RankedUnit
from parcli.report.outward import cell_text
from parcli.report.ranking_terms import item_titles, why_first
from parcli.report.wording import Wording, banners

UNITS_FILE = "xep-hang.csv"
AREAS_FILE = "xep-hang-linh-vuc.csv"
ITEMS_FILE = "xep-hang-tieu-chi.csv"
UNRANKED_FILE = "khong-xep-hang.csv"
MOVERS_FILE = "uu-tien-tham-dinh.csv"
_MARK = "\ufeff".encode()
Cell = str | int | Fraction | None

_UNIT = ("report.column.block", "report.column.rank", "rankbook.column.unit_id", "report.column.unit")
_HEADS: dict[str, tuple[str, ...]] = {
    UNITS_FILE: (
        *_UNIT, "report.column.final", "report.column.index", "report.column.class", "rankbook.column.tied", "rankbook.column.best",
        "rankbook.column.worst", "rankbook.column.weights_best", "rankbook.column.weights_worst", "rankbook.column.gap",
        "rankbook.column.former_rank", "rankbook.column.former_units", "rankbook.column.former_index", "rankbook.column.note",
    ),
    AREAS_FILE: (
        *_UNIT, "report.column.code", "rankbook.column.area", "report.column.maximum", "report.column.final", "rankbook.column.area_index",
        "rankbook.column.area_place", "rankbook.column.mean", "rankbook.column.former_index",
    ),
    ITEMS_FILE: (
        *_UNIT, "report.column.code", "report.column.title", "report.column.maximum", "rankbook.column.own", "report.column.final",
        "rankbook.column.item_share", "rankbook.column.item_rank",
    ),
    UNRANKED_FILE: ("report.column.block", "rankbook.column.unit_id", "report.column.unit", "report.column.state", "report.column.reason"),
    MOVERS_FILE: (
        "report.column.block", "rankbook.column.unit_id", "report.column.unit", "report.column.code", "report.column.title", "rankbook.column.low",
        "rankbook.column.high", "rankbook.column.best", "rankbook.column.worst", "rankbook.column.class_low", "rankbook.column.class_high",
        "rankbook.column.why",
    ),
}  # fmt: skip


def ranking_tables(edition: Edition, cycle: Cycle, books: Sequence[BlockBook], *, provisional: bool, wording: Wording) -> dict[str, bytes]:
    """Return the tables by file name. A draft, or an edition that is not official, says so in a last column of every line."""
    known = [(block, book) for book in books if (block := edition.block(book.ranking.block)) is not None]
    said = " · ".join(banners(wording, edition.status, provisional=provisional))
    shown = _Shown(wording, said)
    lines: dict[str, Iterable[bytes]] = {
        UNITS_FILE: (shown.line(_unit_line(book, one, wording)) for _, book in known for one in book.units),
        AREAS_FILE: (line for block, book in known for line in _area_lines(shown, block, book)),
        ITEMS_FILE: (lines for block, book in known for lines in _item_lines(shown, block, book, cycle.year)),
        UNRANKED_FILE: map(shown.line, _unranked_lines(books, wording)),
        MOVERS_FILE: (shown.line(line) for block, book in known for line in _mover_lines(block, book, cycle.year, wording)),
    }
    return {name: b"".join((_MARK, shown.heads(name), *each)) for name, each in lines.items()}


class _Ready(str):
    """Cells that are joined already: those that many lines share."""

    __slots__ = ()


class _Shown:
    """Cells and lines as they are written. ``said`` stands at the end of every line, for lines are copied and heads are not.

    The tables repeat few texts and figures many times, so each is made once.
    """

    def __init__(self, wording: Wording, said: str) -> None:
        self._wording = wording
        vietnamese = wording.language == "vi"
        self._mark, self._figure = (";", points.vietnamese) if vietnamese else (",", points.plain)
        self._texts: dict[str, str] = {}
        self._figures: dict[tuple[int, int], str] = {}
        self._ending = f"{self._mark}{self._cell(said)}\r\n" if said else "\r\n"
        self._last_head = ("rankbook.column.standing",) if said else ()

    def heads(self, name: str) -> bytes:
        """Return the first line of a table."""
        return f"{self.part(map(self._wording.text, (*_HEADS[name], *self._last_head)))}\r\n".encode()

    def line(self, cells: Iterable[Cell]) -> bytes:
        """Return cells as a line."""
        return (self._mark.join(map(self._cell, cells)) + self._ending).encode()

    def rest(self, cells: Iterable[Cell]) -> bytes:
        """Return cells as the end of a line, with the mark that parts them from its beginning."""
        return self._mark.encode() + self.line(cells)

    def part(self, cells: Iterable[Cell]) -> _Ready:
        """Return cells as a part of a line."""
        return _Ready(self._mark.join(map(self._cell, cells)))

    def _cell(self, cell: Cell) -> str:
        if cell is None:
            return ""
        if isinstance(cell, str):
            if isinstance(cell, _Ready):
                return cell
            return self._texts[cell] if cell in self._texts else self._texts.setdefault(cell, self._quoted(cell_text(cell)))
        ratio = cell.as_integer_ratio()
        return self._figures.get(ratio) or self._figures.setdefault(ratio, self._figure(Fraction(cell) if isinstance(cell, int) else cell))

    def _quoted(self, text: str) -> str:
        """Return a text within quotation marks where it holds what would part or end a cell."""
        return '"' + text.replace('"', '""') + '"' if self._mark in text or '"' in text else text


def _who(book: BlockBook, one: RankedUnit) -> tuple[Cell, ...]:
    return (book.ranking.block, one.row.rank, one.row.unit, one.row.name)


def _unit_line(book: BlockBook, one: RankedUnit, wording: Wording) -> Sequence[Cell]:
    row, former = one.row, one.former
    draft = wording.text("rankformer.draft") if book.before is not None and book.before.provisional else ""
    year_before: tuple[Cell, ...] = (None, None, None, "") if former is None else (former.rank, former.units, former.index, former.why_not or draft)
    tied = wording.text("rankbook.yes") if row.tied else ""
    doubt = (one.span.best, one.span.worst, one.weights.best, one.weights.worst)
    return (*_who(book, one), row.final, row.index, row.class_name or "", tied, *doubt, one.gap, *year_before)


def _area_lines(shown: _Shown, block: Block, book: BlockBook) -> Iterator[bytes]:
    areas = [
        (area, shown.part((area.code, area.title or "", area.maximum)), shown.part((book.area_means.get(area.code),)))
        for area in block.areas
    ]  # fmt: skip
    for one in book.units:
        who = shown.part(_who(book, one))
        for area, about, mean in areas:
            index, rank = one.row.areas.get(area.code, (None, None))
            got = None if index is None else points.part_of(area.maximum, index)
            former = None if one.former is None else one.former.areas.get(area.code)
            yield shown.line((who, about, got, index, rank, mean, former))


def _item_lines(shown: _Shown, block: Block, book: BlockBook, year: int) -> Iterator[bytes]:
    """Yield the lines of each unit's items, all of a unit together."""
    about = {item.code: shown.part((item.code, item.criterion.title or "", item.maximum)) for item in block.items(year)}
    # Many units share the very same standing in an item, which is written once; an object is told by its identity as long as it lives.
    different = {id(standing): (code, standing) for one in book.units for code, standing in one.items.items()}
    rests = {key: _item_rest(shown, about[code], standing) for key, (code, standing) in different.items()}
    for one in book.units:
        if one.items:
            who = shown.part(_who(book, one)).encode()
            yield who + who.join(map(rests.__getitem__, map(id, one.items.values())))


def _item_rest(shown: _Shown, about: _Ready, one: ItemStanding) -> bytes:
    figures = one.figures
    return shown.rest((about, figures.own, figures.final if figures.counts else None, one.share, one.rank))


def _unranked_lines(books: Sequence[BlockBook], wording: Wording) -> Iterator[Sequence[Cell]]:
    for book in books:
        for one in book.ranking.unranked:
            yield (book.ranking.block, one.unit, one.name, wording.text(f"state.{one.state}"), one.reason)


def _mover_lines(block: Block, book: BlockBook, year: int, wording: Wording) -> Iterator[Sequence[Cell]]:
    titles, units = item_titles(block, year), {one.row.unit: one for one in book.units}
    for mover in book.movers:
        unit = units[mover.unit]
        why = why_first(wording, unit, mover.code)
        ends = (mover.span.low, mover.span.high, mover.ranks.best, mover.ranks.worst, mover.classes[0] or "", mover.classes[1] or "")
        yield (book.ranking.block, mover.unit, unit.row.name, mover.code, titles.get(mover.code, ""), *ends, why)
