"""Where the figures of a block's ranking stand in its book, so that sheets and charts find each other's cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from parcli.core.edition import Block
from parcli.core.rankbook import BlockBook
from parcli.core.ranking import BlockRanking
from parcli.report.paper import (
    Format,
    Paper,
    Worksheet,
    address,
    first_free_row,
    sheet_names,
    write_formula,
    write_formula_text,
    write_number,
    write_text,
)

MOST_UNITS = 400
"""A block with more units has its items in the CSV file alone, and sheets that do not follow each other."""
SHEETS = ("ranking", "areas", "former", "chart", "items", "neighbours", "print")
_COLUMNS = ("rank", "unit", "final", "index", "class", "gap", "best", "worst", "weights_best", "weights_worst")
_FORMER = ("former_rank", "rank_change", "former_index", "index_change")
BOLD = 50
"""So many pixels less are counted on for a name in bold letters, when a row's height is measured."""
_HINT_ROWS = 2
"""Under the opening of a sheet stand a hint and an empty row; then the heads."""


@dataclass(frozen=True, slots=True)
class Place:
    """A block's sheets by kind, the row of its heads (counted from 0, the same on each table), and the columns of its ranking."""

    book: BlockBook
    block: Block
    sheets: dict[str, str]
    head: int
    columns: tuple[str, ...]

    @property
    def first(self) -> int:
        """The row of the first ranked unit."""
        return self.head + 1

    @property
    def last(self) -> int:
        """The row of the last ranked unit."""
        return self.head + len(self.book.units)

    @property
    def large(self) -> bool:
        """Whether the block has so many units that its book is kept plain."""
        return len(self.book.units) > MOST_UNITS

    def column(self, name: str) -> int:
        """Return the place of a column of the ranking."""
        return self.columns.index(name)

    def cell(self, row: int, name: str) -> str:
        """Return a cell of the ranking as another sheet calls it."""
        return f"'{self.sheets['ranking']}'!{address(row, self.column(name))}"

    def cells(self, sheet: str, column: int) -> str:
        """Return the ranked units' cells in a column of a sheet, in a formula of another one."""
        return f"'{self.sheets[sheet]}'!{address(self.first, column, fixed=True)}:{address(self.last, column, fixed=True)}"

    def span(self, name: str, first: int, last: int) -> list[str | int]:
        """Return rows of a column of the ranking as a chart calls them."""
        column = self.column(name)
        return [self.sheets["ranking"], first, column, last, column]


@dataclass(frozen=True, slots=True)
class Following:
    """A sheet whose cells follow the sheet of the ranking.

    Of a very large block the values alone are written: tens of thousands of such formulas make a book slow and help nobody.
    """

    paper: Paper
    place: Place
    sheet: Worksheet

    def text(self, row: int, column: int, source: tuple[int, str], value: str, look: str) -> None:
        """Write the text that stands on the sheet of the ranking in ``source``, its row and the name of its column."""
        if self.place.large:
            write_text(self.paper, self.sheet, row, column, value, look)
        else:
            write_formula_text(self.sheet, row, column, self.place.cell(*source), value, self.paper.formats[look])

    def number(self, row: int, column: int, source: tuple[int, str], value: Fraction | int, look: Format) -> None:
        """Write the number that stands there."""
        if self.place.large:
            write_number(self.sheet, row, column, value, look)
        else:
            write_formula(self.sheet, row, column, self.place.cell(*source), Fraction(value), look)


def places(paper: Paper, books: Sequence[BlockBook]) -> tuple[Place, ...]:
    """Return the places of each block that the edition knows."""
    kinds = {kind: "report" if kind in ("ranking", "chart") else "rankbook" for kind in SHEETS}
    ids = [one.ranking.block for one in books]
    names = {kind: sheet_names(ids, paper.wording.text(f"{room}.sheet.{kind}")) for kind, room in kinds.items()}
    found = []
    for one in books:
        block = paper.edition.block(one.ranking.block)
        if block is not None:
            sheets = {kind: names[kind][block.id] for kind in SHEETS}
            found.append(Place(one, block, sheets, first_free_row(paper) + _HINT_ROWS, columns(one)))
    return tuple(found)


def columns(book: BlockBook) -> tuple[str, ...]:
    """Return the columns of a block's ranking: classes where it has some, last year where it is known."""
    shown = _COLUMNS if has_classes(book.ranking) else tuple(each for each in _COLUMNS if each != "class")
    return (*shown, *_FORMER, "note") if has_former(book) else (*shown, "note")


def has_classes(ranking: BlockRanking) -> bool:
    """Whether any unit has a class."""
    return any(row.class_name for row in ranking.rows)


def has_former(book: BlockBook) -> bool:
    """Whether a former year was given."""
    return any(one.former is not None for one in book.units)
