"""A table of very many plain rows for the terminal: what rich draws, sign for sign, in a tenth of the time.

rich measures, wraps, pads and joins every cell for itself. Here it draws a single row, which has the widest cell of each
column; where that row stands on one line, every other one is its own cells padded as widely. What rich treats otherwise (a
text of several lines or with a look of its own, a table too wide for the screen) it draws itself, all of it.
``tests/report/test_quick_table.py`` holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.table import Column, Table
from rich.text import Text

Row = Sequence[Text]
_BETWEEN = "   "
"""What stands between two cells of a table without lines: the padding of both, and the sign that would part them."""
_EDGE = " "


class QuickTable:
    """Rows of a table that has a box without lines and no padding at its edges; ``empty`` makes the table without its rows."""

    def __init__(self, empty: Callable[[], Table], rows: Sequence[Row]) -> None:
        self._empty, self._rows = empty, rows

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield what rich would draw of all rows."""
        if not self._rows or not all(_is_plain(cell) for row in self._rows for cell in row):
            yield self._of(self._rows)
            return
        widest = [max(cells, key=_width) for cells in zip(*self._rows, strict=True)]
        table = self._of([widest])
        line = _Line(table.columns, widest)
        *head, drawn, foot = Segment.split_lines(console.render(table, options))
        if any(each.style for each in drawn) or "".join(each.text for each in drawn) != line.of(widest):
            yield self._of(self._rows)
            return
        for segments in (*head, *([Segment(line.of(row))] for row in self._rows), foot):
            yield from segments
            yield Segment.line()

    def _of(self, rows: Sequence[Row]) -> Table:
        table = self._empty()
        for row in rows:
            table.add_row(*row)
        return table


class _Line:
    """How wide each column is where nothing has to be wrapped, and on which side its cells are padded."""

    def __init__(self, columns: Sequence[Column], widest: Row) -> None:
        heads = (column.header for column in columns)
        named = (_width(head) if isinstance(head, Text) else 0 for head in heads)
        self._widths = [max(column.min_width or 0, name, _width(cell)) for column, name, cell in zip(columns, named, widest, strict=True)]
        self._right = [column.justify == "right" for column in columns]

    def of(self, row: Row) -> str:
        """Return a row as it stands on its line."""
        return f"{_EDGE}{_BETWEEN.join(map(_padded, row, self._widths, self._right))}{_EDGE}"


def _padded(cell: Text, width: int, right: bool) -> str:  # noqa: FBT001 - one of three columns that are gone through together
    room = " " * (width - _width(cell))
    return f"{room}{cell.plain}" if right else f"{cell.plain}{room}"


def _is_plain(cell: Text) -> bool:
    """Whether a cell is one line of plain signs, with nothing at its ends that rich would take away."""
    text = cell.plain
    return not cell.style and not cell.spans and text.isprintable() and text == text.strip()


def _width(cell: Text) -> int:
    return cell_len(cell.plain)
