"""Sections II to IV of the report, filled by formulas: explanations, items that the council assesses, difficulties and proposals.

A formula cannot add rows. There are as many rows as fit on a page; the empty ones have no lines and can be filtered away
before printing, and what goes beyond is counted and pointed to.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from xlsxwriter.worksheet import Worksheet

from parcli.core import expr, words
from parcli.workbook import live, names
from parcli.workbook.entries import Entries
from parcli.workbook.filling import Filling
from parcli.workbook.layout import Layout, Row
from parcli.workbook.lists import FIRST_ROW
from parcli.workbook.live import Said, spoken
from parcli.workbook.names import LETTERS, on_scoring
from parcli.workbook.paint import Brush, heard
from parcli.workbook.report_page import COLUMNS, MARK, Letter

EXPLANATIONS, DIFFICULTIES = 15, 6
_SPARE_ROWS = 500
_HEAD_HEIGHT = 34


def explained(layout: Layout) -> list[Row]:
    """Return the items whose explanations stand in section II; those of the council have a section of their own."""
    return [row for row in layout.items if row.item is not None and row.item.criterion.assessed_by != "council"]


def write_places(sheet: Worksheet, brush: Brush, layout: Layout, entries: Entries, column: str) -> str:
    """Write beside the lists in which row each item stands that has an explanation; return the range for formulas elsewhere."""
    plain, rows = brush.format(), explained(layout)
    for place, row in enumerate(rows):
        cell = on_scoring("explanation", row.row)
        value = Fraction(row.row) if _said(entries, row) else ""
        brush.compute(sheet, f"{column}{FIRST_ROW + place}", f'IFERROR(IF(TRIM({cell})="","",ROW({cell})),"")', plain, value)
    return f"'{names.LISTS}'!${column}${FIRST_ROW}:${column}${FIRST_ROW + max(len(rows), 1) - 1}"


def _said(entries: Entries, row: Row) -> str:
    return str(entries.at(row.key, "explanation") or "").strip()


class Sections:
    """Writes the sections into a letter."""

    def __init__(self, letter: Letter, filling: Filling, places: str) -> None:
        self.letter, self.places = letter, places
        self.layout, self.entries, self.shown, self.missing = filling.layout, filling.entries, filling.shown, filling.missing
        self.sheet, self.brush, self.words = letter.sheet, letter.brush, letter.words
        self.last_row = self.layout.rows[-1].row + _SPARE_ROWS

    def write(self) -> None:
        """Write all three."""
        self.explanations()
        self.council()
        self.difficulties()
        self.letter.end_marks()

    def explanations(self) -> None:
        """Write the items with an explanation: why they lack evidence, or do not apply."""
        letter, said = self.letter, [row for row in explained(self.layout) if _said(self.entries, row)]
        letter.heading(self.words["explanations"])
        letter.say("A", "F", self._introduced(holds=bool(said)), measured=f"{self.words['explanations_text']} {self.words['explanations_lacking']}")
        letter.end_row()
        self._head(self.words["explanations_headings"], f"COUNT({self.places})>0", holds=bool(said))
        letter.begin_marks(self.words["filter"], self.words["filter_hint"])
        rows = min(EXPLANATIONS, len(explained(self.layout)))
        first = letter.row
        for place in range(rows):
            self._explanation(place, said[place] if place < len(said) else None)
        self._lines(first)
        self._more(f"COUNT({self.places})", len(said), rows, "explanations_more")

    def _introduced(self, *, holds: bool) -> Said:
        """Say what follows; the paper that is signed does not say that nothing is to be explained while something is."""
        some, none, lacking = (self.words[f"explanations_{each}"] for each in ("text", "none", "lacking"))
        count = live.count_cells()["to_explain"]
        now = sum(each.to_explain[1] for each in self.missing.values())
        lack, lacks = spoken(lacking, {"lacking": count}), lacking.format(lacking=now)
        formula = f'IF(COUNT({self.places})=0,IF({count}>0,{lack},{expr.quoted(none)}),{expr.quoted(some)}&IF({count}>0," "&{lack},""))'
        if holds:
            return formula, f"{some} {lacks}" if now else some
        return formula, lacks if now else none

    def _explanation(self, place: int, row: Row | None) -> None:
        at, mark = self.letter.row, f"${MARK}{self.letter.row}"
        text, code = self.brush.format(text_wrap=True), self.brush.format(align="center", font_size=9, shrink=True)
        figure = self.brush.format(align="center", num_format="0.00")
        said = self._reason(row) if row else ""
        self.letter.fit(row.title if row else "", said)
        whole = self.brush.format(align="center", num_format="0")
        values = self._values(row)
        for column, name, style in (("A", "key", code), ("B", "title", text), ("C", "maximum", figure), ("D", "self", figure), ("E", "count", whole)):
            of = self._of(name, mark)
            # What is blank in its place would come as 0.
            self.brush.compute(self.sheet, f"{column}{at}", f'IF({_empty(mark)},"",IF({of}="","",{of}))', style, values.get(name, ""))
        applies, why = self._of("applies", mark), self._of("explanation", mark)
        usual = f'OR(TRIM({applies})="",{expr.label_test(applies, names.APPLIES)})'
        self.brush.compute(self.sheet, f"F{at}", f'IF({_empty(mark)},"",IF({usual},"",{applies}&": ")&{why})', text, said)
        self.letter.end_row((f'IFERROR(SMALL({self.places},{place + 1}),"")', ""), Fraction(row.row) if row else "")

    def _of(self, column: str, place: str) -> str:
        letter = LETTERS[column]
        return f"INDEX('{names.SCORING}'!${letter}$1:${letter}${self.last_row},{place})"

    def _reason(self, row: Row) -> str:
        applies = row.applies_text or str(self.entries.at(row.key, "applies") or "")
        claimed = words.key(applies) not in ("", words.key(names.APPLIES))
        return (f"{applies}: " if claimed else "") + str(self.entries.at(row.key, "explanation") or "")

    def _values(self, row: Row | None) -> dict[str, Fraction | str]:
        if row is None:
            return {}
        values = {"key": row.key, "title": row.title, "self": self.shown.get(row.key, "")}
        if row.maximum is not None:
            values["maximum"] = row.maximum
        if row.counted:
            values["count"] = Fraction(self.entries.listed(row.key))
        return values

    def _head(self, headings: Sequence[str], some: str, *, holds: bool) -> None:
        """Write headings that show only over a table in which something stands; the last one goes to the edge."""
        at = self.letter.row
        wanted: dict[str, Any] = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "font_size": self.brush.look.size}
        for place, text in enumerate(headings):
            first, last = COLUMNS[place], COLUMNS[-1] if place == len(headings) - 1 else COLUMNS[place]
            self.letter.say(first, last, (f'IF({some},{expr.quoted(text)},"")', text if holds else ""), **wanted)
        self.sheet.set_row(at - 1, _HEAD_HEIGHT)
        colours = self.brush.look.colours
        style = self.brush.book.add_format({"border": 1, "border_color": f"#{colours['border']}", "bg_color": f"#{colours['group_fill']}"})
        span = f"A{at}:F{at}"
        heard(self.sheet.conditional_format(span, {"type": "formula", "criteria": f'=$B${at}<>""', "format": style}), span)
        self.letter.end_row((f'IF({some},0,"")', ""), Fraction() if holds else "")

    def _lines(self, first: int) -> None:
        """Draw lines around rows that hold something."""
        if self.letter.row == first:
            return
        style = self.brush.book.add_format({"border": 1, "border_color": f"#{self.brush.look.colours['border']}"})
        span = f"A{first}:F{self.letter.row - 1}"
        heard(self.sheet.conditional_format(span, {"type": "formula", "criteria": f"=NOT({_empty(f'${MARK}{first}')})", "format": style}), span)

    def _more(self, counted: str, count: int, rows: int, name: str) -> None:
        """Say how many more there are than rows."""
        formula = f'IF({counted}>{rows},{spoken(self.words[name], {"more": f"({counted}-{rows})"})},"")'
        text = self.words[name].format(more=count - rows) if count > rows else ""
        self.letter.say("A", "F", (formula, text), italic=True)
        self.letter.end_row((f'IF({counted}>{rows},0,"")', ""), Fraction() if text else "")

    def council(self) -> None:
        """Write what the unit explains for the items that the council assesses."""
        letter = self.letter
        letter.heading(self.words["council"])
        councils = [row for row in self.layout.items if row.item and row.item.criterion.assessed_by == "council"]
        for row in councils:
            letter.span("A", "F", f"{row.area}.{row.number}. {row.title}")
            letter.end_row()
            why, said = on_scoring("explanation", row.row), str(self.entries.at(row.key, "explanation") or "")
            letter.say("A", "F", (f'IF(TRIM({why})="","",{why})', said), measured=said or "\n", italic=True)
            letter.end_row()
        if not councils:
            letter.span("A", "F", self.words["council_none"])
            letter.end_row()

    def difficulties(self) -> None:
        """Write difficulties and proposals as they stand on their sheet."""
        letter, lines = self.letter, self.entries.difficulties
        letter.heading(self.words["difficulties"])
        filled = "+".join(f"SUMPRODUCT(--(LEN(TRIM({_column(letter_)}))>0))" for letter_ in "BC")
        none = self.words["difficulties_none"]
        letter.say("A", "F", (f'IF({filled}=0,{expr.quoted(none)},"")', "" if lines else none))
        letter.end_row((f'IF({filled}=0,0,"")', ""), "" if lines else Fraction())
        self._head(self.words["difficulties_headings"], f"({filled})>0", holds=bool(lines))
        first = letter.row
        for place in range(DIFFICULTIES):
            self._difficulty(place, lines[place] if place < len(lines) else ("", ""))
        self._lines(first)
        beyond = "+".join(
            f"SUMPRODUCT((ROW({_column(each)})-ROW(INDEX({_column(each)},1))>={DIFFICULTIES})*(LEN(TRIM({_column(each)}))>0))" for each in "BC"
        )
        self._pointed(beyond, lines[DIFFICULTIES:])

    def _difficulty(self, place: int, line: tuple[str, str]) -> None:
        one, two = (f"INDEX({_column(each)},{place + 1})" for each in "BC")
        mark, shown = f"${MARK}{self.letter.row}", any(line)
        size: dict[str, Any] = {"font_size": self.brush.look.size}
        number = self.brush.format(align="center", num_format="0")
        value: Fraction | str = Fraction(place + 1) if shown else ""
        self.brush.compute(self.sheet, f"A{self.letter.row}", f'IF({_empty(mark)},"",{mark})', number, value)
        self.letter.say("B", "B", (f'IF(TRIM({one})="","",{one})', line[0]), **size)
        self.letter.say("C", "F", (f'IF(TRIM({two})="","",{two})', line[1]), **size)
        self.letter.end_row((f'IF(AND(TRIM({one})="",TRIM({two})=""),"",{place + 1})', ""), value)

    def _pointed(self, beyond: str, lines: Sequence[tuple[str, str]]) -> None:
        text = self.words["difficulties_more"]
        self.letter.say("A", "F", (f'IF({beyond}>0,{expr.quoted(text)},"")', text if lines else ""), italic=True)
        self.letter.end_row((f'IF({beyond}>0,0,"")', ""), Fraction() if lines else "")


def _empty(mark: str) -> str:
    """Return the test that a row holds nothing: its mark is "", which comes back from .ods as 0."""
    return f'OR({mark}="",{mark}=0)'


def _column(letter: str) -> str:
    first = names.DIFFICULTIES_FIRST_ROW
    return f"'{names.DIFFICULTIES}'!${letter}${first}:${letter}${first + names.DIFFICULTIES_ROWS - 1}"
