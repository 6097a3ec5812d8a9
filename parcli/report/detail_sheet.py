"""The city book's sheet of every item of every unit at every stage: the one place where the book's figures are entered.

A unit's areas stand above their items with their totals as formulas. All other sheets refer to the cells here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from parcli.core import expr, points
from parcli.core.edition import Area
from parcli.core.item import Item
from parcli.core.scoring import AreaResult, ItemResult, UnitResult, final
from parcli.core.scoring.totals import claimed_in, counted_in, is_survey
from parcli.report.detail import COLUMNS, HEAD_LINES, PLACE, Detail, area_line, key
from parcli.report.long_sheet import ROW, laid
from parcli.report.paper import (
    Format,
    LongSheet,
    Paper,
    add_long_sheet,
    address,
    area_title,
    protect,
    row_pixels,
    unit_name,
    write_heads,
    write_text,
)
from parcli.report.wording import Wording

STAGES: Final = ("computed", "shown", "appraised_1", "appraised_2", "council", "survey")
_WIDTHS: Final = {"unit": 190, "code": 66, "title": 330, "assessed_by": 140, "source": 126, "note": 260, "key": 170}
_USUAL_WIDTH = 62
_WRAPPED: Final = tuple((PLACE[name], _WIDTHS[name]) for name in ("unit", "title", "note"))
_MOST_LAID: Final = 4096
"""Lines that are kept at most: what units answer alike repeats, the survey's figures need not."""
_MAXIMUM, _FINAL, _KEY = PLACE["maximum"], PLACE["final"], PLACE["key"]
_IN_ANY_ROW: Final = {name: address(0, place).removesuffix("1") + ROW for name, place in PLACE.items()}


def detail_sheet(paper: Paper, detail: Detail, results: Sequence[UnitResult]) -> None:
    """Write the sheet. It can be filtered and not sorted: other sheets refer to its cells by their place."""
    words = paper.wording.text
    sheet, row = add_long_sheet(paper, detail.sheet, words("report.heading.detail"))
    write_text(paper, sheet, row, 0, words("report.marks.detail"), "subtitle")
    head = row + HEAD_LINES
    sheet.set_row_pixels(head, 64)
    write_heads(paper, sheet, head, [words(f"report.column.{each}") for each in COLUMNS])
    sheet.begin(head + 1)
    written = _Lines(paper, sheet, detail, _Looks.of(paper, "area_"), _Looks.of(paper, ""))
    for result in results:
        written.unit(result)
    for place, name in enumerate(COLUMNS):
        sheet.set_column_pixels(place, place, _WIDTHS.get(name, _USUAL_WIDTH))
    sheet.freeze_panes(head + 1, PLACE["title"] + 1)
    sheet.repeat_rows(head)
    sheet.autofilter(head, 0, detail.last, len(COLUMNS) - 1)
    protect(sheet)


Value = Fraction | str
Shown = dict[str, Value]
"""What stands in a line, by column: a figure, or the words that stand where there is none."""


def shown_lines(paper: Paper, result: UnitResult) -> dict[str, Shown]:
    """Return what stands in each of a unit's lines, by line and in their order."""
    name, found = unit_name(paper.cycle, result.unit), dict[str, Shown]()
    for figures, items in by_area(result):
        found[area_line(figures.code)] = dict(zip(COLUMNS, _shown_area(paper, result, figures, name), strict=True))
        found |= {one.code: dict(zip(COLUMNS, _shown_item(paper, result, one, name), strict=True)) for one in items}
    return found


def by_area(result: UnitResult) -> list[tuple[AreaResult, list[ItemResult]]]:
    """Return a unit's areas, each with its items, in the order of its lines."""
    members: dict[str, list[ItemResult]] = {area.code: [] for area in result.areas}
    for one in result.items:
        members[one.item.area.code].append(one)
    return [(area, members[area.code]) for area in result.areas]


def _shown_area(paper: Paper, result: UnitResult, figures: AreaResult, name: str) -> tuple[Value, ...]:
    """Return what stands in an area's line, in the order of the columns."""
    area, unknown = area_of(paper, result, figures.code), paper.wording.text("report.mark.unknown")
    own, last = (unknown if value is None else value for value in (figures.self_points, figures.final))
    place = key(result.unit, area_line(area.code))
    return (name, area.code, area_title(paper, area), figures.maximum, "", own, "", "", "", "", "", last, "", "", place)


def _shown_item(paper: Paper, result: UnitResult, one: ItemResult, name: str) -> tuple[Value, ...]:
    """Return what stands in an item's line, in the order of the columns."""
    code, title, assessed_by, maximum = _asked(paper, one.item)
    source, said, absent = item_words(paper, one)
    computed, *others = ("" if value is None else value for value in stages(one).values())
    own = absent if one.computed is None and one.item.self_scored else computed
    last = absent if one.final is None else one.final
    return (name, code, title, maximum, assessed_by, own, *others, last, source, said, key(result.unit, code))


def _asked(paper: Paper, item: Item) -> tuple[str, str, str, Fraction]:
    """Return an item's code, its title, who assesses it and its maximum."""
    criterion = item.criterion
    return criterion.code, criterion.title or "", paper.said(f"report.assessed_by.{criterion.assessed_by}"), criterion.maximum


def item_words(paper: Paper, one: ItemResult) -> tuple[str, str, str]:
    """Return where an item's figure comes from, what is to be said of it, and the word for a figure that is not there."""
    face = (one.source, one.status, one.waits_for, one.treatment, one.why, one.claim)
    if face not in paper.words:
        source = paper.said(f"report.source.{one.source}") if one.source else ""
        absent = paper.said(f"report.mark.{'unknown' if one.status == 'known' else one.status}")
        paper.words[face] = (source, note(paper.wording, one), absent)
    source, said, absent = paper.words[face]
    return source, said, absent


def area_of(paper: Paper, result: UnitResult, code: str) -> Area:
    """Return an area of a unit's block."""
    block = paper.edition.block(result.block)
    return next(area for area in (block.areas if block else ()) if area.code == code)


@dataclass(frozen=True, slots=True)
class _Looks:
    """How a line is written: the look of each column's texts, that of a maximum, and of figures."""

    texts: tuple[Format, ...]
    maximum: Format
    figure: Format
    formula: Format

    @classmethod
    def of(cls, paper: Paper, look: str) -> _Looks:
        """Return the looks of lines of areas (``area_``) or of items."""
        usual = paper.edition.policies.rounding.print
        texts = tuple(paper.formats[_look_of_text(name, look)] for name in COLUMNS)
        return cls(texts, paper.formats["plain"], paper.number(usual), paper.number(usual, f"{look}plain"))


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of all units, as they are written one after another.

    An item that has the very same result in many units has the same line there, but for whose it is: it is laid out once,
    and kept in ``laid`` by its result with the height that it needs.
    """

    paper: Paper
    sheet: LongSheet
    detail: Detail
    areas: _Looks
    items: _Looks
    laid: dict[int, tuple[str, int]] = field(default_factory=dict)

    def unit(self, result: UnitResult) -> None:
        """Write a unit's areas, each with its items."""
        name = unit_name(self.paper.cycle, result.unit)
        row = self.detail.units[result.unit][0]
        for figures, items in by_area(result):
            self._area(row, result, figures, items, name)
            for row, one in enumerate(items, row + 1):  # noqa: B020 - goes on from the area's own row
                self._item(row, result, one, name)
            row += 1

    def _area(self, row: int, result: UnitResult, figures: AreaResult, items: Sequence[ItemResult], name: str) -> None:
        shown = _shown_area(self.paper, result, figures, name)
        formulas = self._area_formulas(result, area_of(self.paper, result, figures.code), items)
        self.sheet.add_row(row, _pixels(shown), self._cells(shown, formulas, self.areas))

    def _area_formulas(self, result: UnitResult, area: Area, items: Sequence[ItemResult]) -> dict[int, str]:
        unit, own = result.unit, tuple(items)
        counted, claimed = counted_in(area.code, own), claimed_in(area.code, own)
        return {
            _MAXIMUM: self.detail.own_sum(unit, counted, "maximum") if area.kind == "points" else points.plain(area.maximum),
            PLACE["computed"]: capped(area, self.detail.own_sum(unit, claimed, "computed")),
            _FINAL: area_formula(self.paper, area, self.detail.own_sum(unit, counted, "final")),
        }

    def _item(self, row: int, result: UnitResult, one: ItemResult, name: str) -> None:
        whose, texts = self.sheet.text(name, self.items.texts[0]), self.items.texts
        if id(one) not in self.laid:
            shown = _shown_item(self.paper, result, one, name)
            if len(self.laid) >= _MOST_LAID:
                self.laid.clear()
            middle = laid(self._cells(shown, {_FINAL: _last_figure(one)}, self.items)[1:_KEY], 1)
            self.laid[id(one)] = (middle, _pixels(shown, _WRAPPED[1:]))
        middle, pixels = self.laid[id(one)]
        place = laid((self.sheet.text(key(result.unit, one.code), texts[_KEY]),), _KEY)
        self.sheet.add_laid(row, max(pixels, row_pixels(((name, _WIDTHS["unit"]),))), len(COLUMNS), laid((whose,)) + middle + place)

    def _cells(self, shown: Sequence[Value], formulas: Mapping[int, str], looks: _Looks) -> list[str]:
        """Return the markup of a line's cells, made from left to right: looks are numbered as they are first written."""
        sheet, cells = self.sheet, list[str]()
        for place, value in enumerate(shown):
            if isinstance(value, str):
                cells.append(sheet.text(value, looks.texts[place]))
            elif place in formulas:
                cells.append(sheet.formula(formulas[place], value, looks.formula))
            else:
                cells.append(sheet.number(value, looks.maximum if place == _MAXIMUM else looks.figure))
        return cells


def _pixels(shown: Sequence[Value], wrapped: Sequence[tuple[int, int]] = _WRAPPED) -> int:
    return row_pixels([(str(shown[place]), width) for place, width in wrapped])


def _look_of_text(name: str, look: str) -> str:
    if name == "key":
        return "code"
    return f"{look}mark" if name in (*STAGES, "final") else f"{look}text"


def stages(one: ItemResult) -> dict[str, Fraction | None]:
    """Return an item's figure at each stage, by column."""
    given = one.stages
    figures = (one.computed, one.shown, given.appraised_1, given.appraised_2, given.council, one.survey)
    return dict(zip(STAGES, figures, strict=True))


def _last_figure(one: ItemResult) -> str:
    """Return the rule of the last stage that has a figure, in any row; full marks that were agreed to are those of the first column."""
    if is_survey(one):
        return _IN_ANY_ROW["survey"]
    formula = _IN_ANY_ROW["computed"]
    if final(one.computed, one.stages) != (one.final, one.source):
        return formula
    for name in ("appraised_1", "appraised_2", "council"):
        cell = _IN_ANY_ROW[name]
        formula = f"IF(ISNUMBER({cell}),{cell},{formula})"
    return formula


def capped(area: Area, formula: str) -> str:
    """Return a sum of an area's items, kept under the area's maximum where it stands outside the scale."""
    return formula if area.kind == "points" else f"MIN({points.plain(area.maximum)},{formula})"


def rounded(formula: str, places: int | None) -> str:
    """Return the formula rounded as the core rounds; unchanged where nothing is rounded."""
    return formula if places is None else expr.rounding(formula, places)


def area_formula(paper: Paper, area: Area, total: str) -> str:
    """Return an area's points out of the sum of its items."""
    return capped(area, rounded(total, paper.edition.policies.rounding.area))


def note(wording: Wording, one: ItemResult) -> str:
    """Say in words what figures do not: that an item does not apply, what became of a claim, what it waits for."""
    parts = [wording.text("report.note.waits", what=wording.text(f"report.waits.{kind}")) for kind in one.waits_for]
    if one.treatment is not None and one.why is not None:
        parts.insert(0, f"{wording.text(f'report.why.{one.why.value}')}: {wording.text(f'report.treatment.{one.treatment}')}")
    elif one.claim is not None:
        parts.insert(0, wording.text("report.claim_not_taken"))
    return "; ".join(parts)
