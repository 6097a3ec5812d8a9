"""The sheet of a block's ranking: ranks, classes and leads as formulas over the index, how far ranks may move, last year."""

from __future__ import annotations

from fractions import Fraction

from parcli.core.edition import Class
from parcli.core.rankbook import RankedUnit
from parcli.report.paper import (
    Format,
    Paper,
    Worksheet,
    add_sheet,
    address,
    fit_row,
    write_formula,
    write_formula_text,
    write_heads,
    write_number,
    write_text,
)
from parcli.report.ranking_formulas import class_formula, class_holds, rank_formula, tells_apart
from parcli.report.ranking_places import BOLD, Place, has_classes

_WIDTHS = {
    "rank": 46, "unit": 270, "final": 78, "index": 84, "class": 92, "gap": 84, "best": 68, "worst": 68, "weights_best": 76, "weights_worst": 76,
    "former_rank": 66, "rank_change": 74, "former_index": 82, "index_change": 82, "note": 190,
}  # fmt: skip
_OWN_WORDS = ("rank", "unit", "final", "index", "class")
_HEAD_HEIGHT = 104
_LINE_HEIGHT = 22


def table(paper: Paper, place: Place, unexamined: str = "") -> None:
    """Write a block's ranking, its mean and, beneath, the classes; above what was not looked at, where that is to be said."""
    words, book = paper.wording.text, place.book
    sheet, row = add_sheet(paper, place.sheets["ranking"], words("report.heading.ranking", block=book.ranking.title))
    _page(paper, sheet, row, place)
    if unexamined:
        sheet.merge_range(row + 1, 0, row + 1, len(place.columns) - 1, "", paper.formats["note"])
        write_text(paper, sheet, row + 1, 0, unexamined, "note")
        sheet.set_row_pixels(row + 1, 2 * _LINE_HEIGHT)
    if not book.units:
        write_text(paper, sheet, place.first, 0, words("rankbook.none_ranked"), "subtitle")
        return
    classes = _Classes(place.block.classes, place.last + 5) if has_classes(book.ranking) else None
    live = tells_apart(paper.edition.policies, book.ranking.rows)
    for at, one in enumerate(book.units, place.first):
        _Line(paper, sheet, place, one, at, classes, live=live).write()
    _mean_row(paper, sheet, place)
    if classes is not None:
        classes.write(paper, sheet)


def _page(paper: Paper, sheet: Worksheet, row: int, place: Place) -> None:
    words = paper.wording.text
    sheet.merge_range(row, 0, row, len(place.columns) - 1, "", paper.formats["note"])
    write_text(paper, sheet, row, 0, words("rankbook.hint.table", draws=place.book.draws), "note")
    sheet.set_row_pixels(row, 2 * _LINE_HEIGHT)
    heads = [words(f"report.column.{each}" if each in _OWN_WORDS else f"rankbook.column.{each}") for each in place.columns]
    write_heads(paper, sheet, place.head, heads)
    sheet.set_row_pixels(place.head, _HEAD_HEIGHT)
    for column, name in enumerate(place.columns):
        sheet.set_column_pixels(column, column, _WIDTHS[name])
    sheet.freeze_panes(place.first, 2)
    sheet.repeat_rows(place.head)


class _Classes:
    """The block's classes as a small table in ascending order, to which the formulas of the column refer."""

    def __init__(self, classes: tuple[Class, ...], first: int) -> None:
        self.classes = sorted(classes, key=lambda each: each.start)
        self.first, self.last = first, first + len(classes) - 1

    def formula(self, paper: Paper, own: str) -> str:
        """Return the formula of a unit's class."""
        starts, names = (f"{address(self.first, column, fixed=True)}:{address(self.last, column, fixed=True)}" for column in (2, 1))
        return class_formula(paper.edition.policies, own, starts, names, address(self.first, 2, fixed=True))

    def write(self, paper: Paper, sheet: Worksheet) -> None:
        """Write the table."""
        words = paper.wording.text
        write_text(paper, sheet, self.first - 2, 1, words("rankbook.heading.classes"), "section")
        write_text(paper, sheet, self.first - 1, 1, words("report.column.class"), "head")
        write_text(paper, sheet, self.first - 1, 2, words("rankbook.column.class_from"), "head")
        sheet.set_row_pixels(self.first - 1, 2 * _LINE_HEIGHT)
        for row, each in enumerate(self.classes, self.first):
            write_text(paper, sheet, row, 1, each.name)
            write_number(sheet, row, 2, each.start, paper.formats["plain"])


class _Line:
    """A unit's row of the ranking."""

    def __init__(self, paper: Paper, sheet: Worksheet, place: Place, one: RankedUnit, row: int, classes: _Classes | None, *, live: bool) -> None:
        self.paper, self.sheet, self.place, self.one, self.row, self.classes, self.live = paper, sheet, place, one, row, classes, live
        self.at = {name: column for column, name in enumerate(place.columns)}

    def write(self) -> None:
        """Write the whole row."""
        one, row = self.one, self.one.row
        note = self._note()
        fit_row(self.sheet, self.row, [(row.name, _WIDTHS["unit"] - BOLD), (note, _WIDTHS["note"])])
        self._rank()
        write_text(self.paper, self.sheet, self.row, self.at["unit"], row.name, "strong")
        write_number(self.sheet, self.row, self.at["final"], row.final, self.paper.number(row.places))
        write_number(self.sheet, self.row, self.at["index"], row.index, self.paper.number(row.places, "area_plain"))
        if self.classes is not None:
            self._class(self.classes)
        self._gap()
        for name, value in (
            ("best", one.span.best),
            ("worst", one.span.worst),
            ("weights_best", one.weights.best),
            ("weights_worst", one.weights.worst),
        ):
            write_number(self.sheet, self.row, self.at[name], value, self.paper.number(0, "centre"))
        if "former_rank" in self.at:
            self._former()
        write_text(self.paper, self.sheet, self.row, self.at["note"], note)

    def _rank(self) -> None:
        look, rank, column = self.paper.number(0, "centre"), self.one.row.rank, self.at["index"]
        if not self.live:
            write_number(self.sheet, self.row, 0, rank, look)
            return
        formula = rank_formula(self.paper.edition.policies, self.place.first, self.place.last, self.row, column, 0)
        write_formula(self.sheet, self.row, 0, formula, Fraction(rank), look)

    def _class(self, classes: _Classes) -> None:
        name, look = self.one.row.class_name or "", self.paper.formats["centre"]
        if class_holds(self.place.block, self.paper.edition.policies, self.one.row):
            formula = classes.formula(self.paper, address(self.row, self.at["index"]))
            write_formula_text(self.sheet, self.row, self.at["class"], formula, name, look)
        else:
            write_text(self.paper, self.sheet, self.row, self.at["class"], name, "centre")

    def _gap(self) -> None:
        if self.one.gap is None:
            write_text(self.paper, self.sheet, self.row, self.at["gap"], self.paper.wording.text("rankbook.last"), "mark")
            return
        index = self.at["index"]
        formula = f"{address(self.row, index)}-{address(self.row + 1, index)}"
        write_formula(self.sheet, self.row, self.at["gap"], formula, self.one.gap, self.paper.number(self.one.row.places))

    def _former(self) -> None:
        former, usual = self.one.former, self.paper.edition.policies.rounding.print
        rank = None if former is None or former.rank is None else Fraction(former.rank)
        index = None if former is None else former.index
        moved = None if rank is None else rank - self.one.row.rank
        changed = None if index is None else self.one.row.index - index
        self._known("former_rank", rank, 0, "centre")
        self._worked_out("rank_change", moved, ("former_rank", "rank"), self.paper.change(0, "centre"))
        self._known("former_index", index, usual, "plain")
        self._worked_out("index_change", changed, ("index", "former_index"), self.paper.change(usual, "plain"))

    def _known(self, name: str, value: Fraction | None, places: int, look: str) -> None:
        if value is None:
            self._unknown(name)
        else:
            write_number(self.sheet, self.row, self.at[name], value, self.paper.number(places, look))

    def _worked_out(self, name: str, value: Fraction | None, less: tuple[str, str], look: Format) -> None:
        if value is None:
            self._unknown(name)
            return
        formula = "-".join(address(self.row, self.at[each]) for each in less)
        write_formula(self.sheet, self.row, self.at[name], formula, value, look)

    def _unknown(self, name: str) -> None:
        write_text(self.paper, self.sheet, self.row, self.at[name], self.paper.wording.text("report.mark.unknown"), "mark")

    def _note(self) -> str:
        words, former = self.paper.wording.text, self.one.former
        said = [words("rankbook.tied")] if self.one.row.tied else []
        if former is not None and former.why_not:
            said.append(words("rankbook.not_comparable", why=former.why_not))
        elif former is not None and self.place.book.before is not None and self.place.book.before.provisional:
            said.append(words("rankformer.draft"))
        return "; ".join(said)


def _mean_row(paper: Paper, sheet: Worksheet, place: Place) -> None:
    row, index = place.last + 1, place.column("index")
    for column in range(len(place.columns)):
        write_text(paper, sheet, row, column, "", "area_text")
    write_text(paper, sheet, row, 1, paper.wording.text("report.row.mean"), "area_text")
    if place.book.ranking.mean is not None:
        formula = f"AVERAGE({address(place.first, index)}:{address(place.last, index)})"
        write_formula(sheet, row, index, formula, place.book.ranking.mean, paper.number(paper.edition.policies.rounding.print, "area_plain"))
