"""The city book's sheet of every item of every unit at every stage: the one place where the book's figures are entered.

A unit's areas stand above their items with their totals as formulas. All other sheets refer to the cells here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from parcli.core import expr, points
from parcli.core.edition import Area
from parcli.core.scoring import AreaResult, ItemResult, UnitResult, final
from parcli.core.scoring.totals import claimed_in, counted_in, is_survey
from parcli.report.detail import COLUMNS, HEAD_LINES, PLACE, Detail, area_line, key, lines
from parcli.report.paper import (
    Paper,
    Worksheet,
    add_sheet,
    address,
    area_title,
    fit_row,
    protect,
    unit_name,
    write_formula,
    write_heads,
    write_number,
    write_text,
)
from parcli.report.wording import Wording

STAGES: Final = ("computed", "shown", "appraised_1", "appraised_2", "council", "survey")
_WIDTHS: Final = {"unit": 190, "code": 66, "title": 330, "assessed_by": 140, "source": 126, "note": 260, "key": 170}
_USUAL_WIDTH = 62


def detail_sheet(paper: Paper, detail: Detail, results: Sequence[UnitResult]) -> None:
    """Write the sheet. It can be filtered and not sorted: other sheets refer to its cells by their place."""
    words = paper.wording.text
    sheet, row = add_sheet(paper, detail.sheet, words("report.heading.detail"), long=True)
    write_text(paper, sheet, row, 0, words("report.marks.detail"), "subtitle")
    head = row + HEAD_LINES
    sheet.set_row_pixels(head, 64)
    write_heads(paper, sheet, head, [words(f"report.column.{each}") for each in COLUMNS])
    for result in results:
        _Unit(paper, sheet, detail, result).write()
    for place, name in enumerate(COLUMNS):
        sheet.set_column_pixels(place, place, _WIDTHS.get(name, _USUAL_WIDTH))
    sheet.freeze_panes(head + 1, PLACE["title"] + 1)
    sheet.repeat_rows(head)
    sheet.autofilter(head, 0, head + max(len(detail.rows), 1), len(COLUMNS) - 1)
    protect(sheet)


Shown = dict[str, Fraction | str]
"""What stands in a line, by column: a figure, or the words that stand where there is none."""


def shown_lines(paper: Paper, result: UnitResult) -> dict[str, Shown]:
    """Return what stands in each of a unit's lines, by line and in their order."""
    areas = {area_line(area.code): _shown_area(paper, result, area) for area in result.areas}
    items = {one.code: _shown_item(paper, result, one) for one in result.items}
    both = areas | items
    return {line: both[line] for line in lines(result)}


def _shown_area(paper: Paper, result: UnitResult, figures: AreaResult) -> Shown:
    area, unknown = area_of(paper, result, figures.code), paper.wording.text("report.mark.unknown")
    return {
        **dict.fromkeys(COLUMNS, ""),
        "unit": unit_name(paper.cycle, result.unit), "code": area.code, "title": area_title(paper, area), "maximum": figures.maximum,
        "computed": unknown if figures.self_points is None else figures.self_points,
        "final": unknown if figures.final is None else figures.final,
        "key": key(result.unit, area_line(area.code)),
    }  # fmt: skip


def _shown_item(paper: Paper, result: UnitResult, one: ItemResult) -> Shown:
    words = paper.wording.text
    absent = words(f"report.mark.{'unknown' if one.status == 'known' else one.status}")
    shown: Shown = {name: "" if value is None else value for name, value in stages(one).items()}
    if one.computed is None and one.item.self_scored:
        shown["computed"] = absent
    return {
        **shown,
        "unit": unit_name(paper.cycle, result.unit), "code": one.code, "title": one.item.criterion.title or "", "maximum": one.item.maximum,
        "assessed_by": words(f"report.assessed_by.{one.item.criterion.assessed_by}"),
        "final": absent if one.final is None else one.final,
        "source": words(f"report.source.{one.source}") if one.source else "",
        "note": note(paper.wording, one), "key": key(result.unit, one.code),
    }  # fmt: skip


def area_of(paper: Paper, result: UnitResult, code: str) -> Area:
    """Return an area of a unit's block."""
    block = paper.edition.block(result.block)
    return next(area for area in (block.areas if block else ()) if area.code == code)


@dataclass(frozen=True, slots=True)
class _Unit:
    """One unit's lines."""

    paper: Paper
    sheet: Worksheet
    detail: Detail
    result: UnitResult

    def write(self) -> None:
        areas = {area_line(each.code): each.code for each in self.result.areas}
        items = {one.code: one for one in self.result.items}
        for line, shown in shown_lines(self.paper, self.result).items():
            if line in areas:
                self._line(line, shown, self._area_formulas(area_of(self.paper, self.result, areas[line])), "area_")
            else:
                self._line(line, shown, {"final": _last_figure(items[line], self.detail.rows[self.result.unit, line])}, "")

    def _area_formulas(self, area: Area) -> dict[str, str]:
        unit, items = self.result.unit, self.result.items
        counted, claimed = counted_in(area.code, items), claimed_in(area.code, items)
        return {
            "maximum": self.detail.own_sum(unit, counted, "maximum") if area.kind == "points" else points.plain(area.maximum),
            "computed": capped(area, self.detail.own_sum(unit, claimed, "computed")),
            "final": area_formula(self.paper, area, self.detail.own_sum(unit, counted, "final")),
        }

    def _line(self, line: str, shown: Shown, formulas: Mapping[str, str], look: str) -> None:
        row, usual = self.detail.rows[self.result.unit, line], self.paper.edition.policies.rounding.print
        fit_row(self.sheet, row, [(str(shown[name]), _WIDTHS[name]) for name in ("unit", "title", "note")])
        for name in COLUMNS:
            value, place = shown[name], PLACE[name]
            if isinstance(value, str):
                write_text(self.paper, self.sheet, row, place, value, _look_of_text(name, look))
            elif name in formulas:
                write_formula(self.sheet, row, place, formulas[name], value, self.paper.number(usual, f"{look}plain"))
            elif name == "maximum":
                write_number(self.sheet, row, place, value, self.paper.formats["plain"])
            else:
                write_number(self.sheet, row, place, value, self.paper.number(usual))


def _look_of_text(name: str, look: str) -> str:
    if name == "key":
        return "code"
    return f"{look}mark" if name in (*STAGES, "final") else f"{look}text"


def stages(one: ItemResult) -> dict[str, Fraction | None]:
    """Return an item's figure at each stage, by column."""
    given = one.stages
    figures = (one.computed, one.shown, given.appraised_1, given.appraised_2, given.council, one.survey)
    return dict(zip(STAGES, figures, strict=True))


def _last_figure(one: ItemResult, row: int) -> str:
    """Return the rule of the last stage that has a figure; full marks that were agreed to are those of the first column."""
    cell = {name: address(row, PLACE[name]) for name in STAGES}
    if is_survey(one):
        return cell["survey"]
    if final(one.computed, one.stages) != (one.final, one.source):
        return cell["computed"]
    formula = cell["computed"]
    for name in ("appraised_1", "appraised_2", "council"):
        formula = f"IF(ISNUMBER({cell[name]}),{cell[name]},{formula})"
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
