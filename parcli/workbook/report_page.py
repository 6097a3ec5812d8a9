"""Writing a letter on a sheet from top to bottom: texts over columns, tables, and heights that fit."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from xlsxwriter.worksheet import Worksheet

from parcli.workbook.live import Said
from parcli.workbook.paint import Brush, heard

COLUMNS = "ABCDEF"
SIZE = 13
_HINT_WIDTH = 58
MARK = "G"
"""Beside the page, unprinted: rows that have nothing in this column may be filtered away before printing."""


class Letter:
    """A letter that is being written; ``row`` is the next free row."""

    def __init__(self, sheet: Worksheet, brush: Brush) -> None:
        self.sheet, self.brush = sheet, brush
        self.words: dict[str, Any] = brush.look.words["report"]
        self.widths: list[float] = brush.look.widths["report"]
        self.heights: dict[int, float] = {}
        self.marked_from: int | None = None
        self.row = 1
        for place, width in enumerate(self.widths):
            sheet.set_column(place, place, width)

    def span(self, first: str, last: str, text: str, measured: str = "", **style: Any) -> None:
        """Write a text over columns of the current row; two texts side by side share the greater height.

        ``measured`` is the text for which there must be room, where the one that is written stands for others.
        """
        self._span(first, last, measured or text, style)
        heard(self.sheet.write_string(f"{first}{self.row}", text, self._style(style)), f"{first}{self.row}")

    def tall(self, first: str, last: str, text: str, measured: str, **style: Any) -> None:
        """Write a text over columns of the current row and the next, and go to that one, which gets the height that the first has not."""
        needed = self._height(first, last, measured, style)
        place = f"{first}{self.row}:{last}{self.row + 1}"
        heard(self.sheet.merge_range(place, "", self._style(style)), place)
        heard(self.sheet.write_string(f"{first}{self.row}", text, self._style(style)), f"{first}{self.row}")
        above = self.heights.get(self.row, 0)
        self.row += 1
        self.heights[self.row] = needed - above

    def say(self, first: str, last: str, said: Said, measured: str = "", **style: Any) -> None:
        """Write what a formula says over columns of the current row."""
        self._span(first, last, measured or said[1], style)
        self.brush.compute(self.sheet, f"{first}{self.row}", said[0], self._style(style), said[1])

    def _span(self, first: str, last: str, text: str, style: dict[str, Any]) -> None:
        self.heights[self.row] = max(self.heights.get(self.row, 0), self._height(first, last, text, style))
        self.sheet.set_row(self.row - 1, self.heights[self.row])
        if first != last:
            heard(self.sheet.merge_range(f"{first}{self.row}:{last}{self.row}", "", self._style(style)), f"{first}{self.row}")

    def _height(self, first: str, last: str, text: str, style: dict[str, Any]) -> float:
        width = sum(self.widths[COLUMNS.index(first) : COLUMNS.index(last) + 1])
        return self.brush.ruler.height([(text, width, self._wanted(style)["font_size"])], 19, bold=bool(style.get("bold")))

    def _wanted(self, style: dict[str, Any]) -> dict[str, Any]:
        return {"text_wrap": True, "font_size": SIZE, **style}

    def _style(self, style: dict[str, Any]) -> Any:
        return self.brush.format(**self._wanted(style))

    def end_row(self, said: Said | None = None, value: Fraction | str = "") -> None:
        """Go to the next row; within the part that can be filtered, mark this one: with a formula, or as a row that stays."""
        if self.marked_from is not None:
            style = self.brush.format(ink="muted", font_size=9, align="center", num_format="0")
            if said is None:
                self.brush.put(self.sheet, f"{MARK}{self.row}", Fraction(0), style)
            else:
                self.brush.compute(self.sheet, f"{MARK}{self.row}", said[0], style, value)
        self.row += 1

    def heading(self, text: str) -> None:
        """Write a heading of a section, a blank row before it."""
        self.end_row()
        self.span("A", "F", text, bold=True)
        self.end_row()

    def table_head(self, headings: list[str]) -> None:
        """Write the headings of a table."""
        style = self.brush.format(bold=True, grid=True, text_wrap=True, align="center", valign="vcenter", fill="group_fill")
        for place, text in enumerate(headings):
            self.brush.put(self.sheet, f"{COLUMNS[place]}{self.row}", text, style)
        self.sheet.set_row(self.row - 1, 34)
        self.end_row()

    def fit(self, title: str, explanation: str = "", *, bold: bool = False) -> None:
        """Make the current row high enough for what stands in its second and last column."""
        size = self.brush.look.size
        texts = [(title, self.widths[1], size), (explanation, self.widths[5], size)]
        self.sheet.set_row(self.row - 1, self.brush.ruler.height(texts, bold=bold))

    def begin_marks(self, heading: str, hint: str) -> None:
        """Begin the part whose empty rows may be filtered away; the row just written is its heading."""
        self.marked_from = at = self.row - 1
        self.sheet.set_column(f"{MARK}:{MARK}", 12)
        self.sheet.set_column("H:H", _HINT_WIDTH)
        style = self.brush.format(bold=True, font_size=9, text_wrap=True, align="center", valign="vcenter", fill="group_fill", grid=True)
        self.brush.put(self.sheet, f"{MARK}{at}", heading, style)
        self.brush.put(self.sheet, f"H{at}", hint, self.brush.format(ink="muted", valign="vcenter", font_size=9, text_wrap=True))

    def end_marks(self) -> None:
        """End the part whose empty rows may be filtered away."""
        heard(self.sheet.autofilter(f"{MARK}{self.marked_from}:{MARK}{self.row - 1}") or 0, MARK)
        self.marked_from = None
