"""The city book's list of items that do not apply: who says so, what was answered, and what it does to the unit's points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from parcli.core import points
from parcli.core.scoring import ItemResult, UnitResult, rescale_factor
from parcli.core.scoring.totals import known_sum, left_out, maxima, rescalable, rescaled_away, surveyed, taken_from_maximum
from parcli.report.area_sheet import FACTOR_PLACES, Totals
from parcli.report.detail import Detail, area_line
from parcli.report.paper import Paper, Worksheet, add_sheet, address, fit_row, unit_name, write_formula, write_heads, write_number, write_text

_COLUMNS: Final = ("number", "unit", "code", "title", "maximum", "why", "treatment", "decided", "answer")
_EFFECT: Final = ("number", "unit", "factor", "in_words", "whole", "removed", "before", "after", "maximum")
_WIDTHS: Final = (40, 220, 76, 330, 84, 170, 220, 240, 300)
"""Columns in pixels, as both tables need them: the second puts figures where the first has codes and words."""
_HEAD_PIXELS = 64


def not_applicable_sheet(paper: Paper, detail: Detail, totals: Mapping[str, Totals], results: Sequence[UnitResult]) -> None:
    """Write every item that does not apply or was said not to, then what that does to each unit's points."""
    words = paper.wording.text
    sheet, row = add_sheet(paper, words("report.sheet.not_applicable"), words("report.heading.not_applicable"))
    for column, width in enumerate(_WIDTHS):
        sheet.set_column_pixels(column, column, width)
    listed = [(result, one) for result in results for one in result.items if one.why is not None or one.claim is not None]
    if not listed:
        write_text(paper, sheet, row, 0, words("report.none"), "subtitle")
        return
    write_heads(paper, sheet, row, [words(f"report.column.{each}") for each in _COLUMNS])
    sheet.freeze_panes(row + 1, 2)
    sheet.repeat_rows(row)
    for number, (result, one) in enumerate(listed, 1):
        _line(paper, sheet, row + number, number, result, one)
    changed = [one for one in results if rescaled_away(one.items) or _reduced(one)]
    if changed:
        _effects(paper, sheet, row + len(listed) + 2, detail, totals, changed)


def _reduced(result: UnitResult) -> tuple[ItemResult, ...]:
    out = {one.code for one in left_out(result.items)}
    return tuple(one for one in taken_from_maximum(result.items) if one.code not in out)


def _line(paper: Paper, sheet: Worksheet, row: int, number: int, result: UnitResult, one: ItemResult) -> None:
    write_number(sheet, row, 0, number, paper.number(0, "centre"))
    write_number(sheet, row, 4, one.item.maximum, paper.formats["plain"])
    words, why = paper.wording.text, one.why or one.claim
    holds = one.treatment is not None
    texts = {
        1: unit_name(paper.cycle, result.unit),
        2: one.code,
        3: one.item.criterion.title or "",
        5: words(f"report.why.{why.value}") if why else "",
        6: words(f"report.treatment.{one.treatment}") if holds else words("report.treatment.as_usual"),
        7: _decided(paper, result, one),
        8: _answer(paper, result, one),
    }
    fit_row(sheet, row, [(text, _WIDTHS[column]) for column, text in texts.items()])
    for column, text in texts.items():
        write_text(paper, sheet, row, column, text)


def _decided(paper: Paper, result: UnitResult, one: ItemResult) -> str:
    exemption = paper.cycle.exempt(result.unit).get(one.code)
    if exemption is not None:
        return paper.wording.text("report.decided.cycle", reason=exemption.reason)
    return paper.wording.text("report.decided.unit", cell=one.cell or "–")


def _answer(paper: Paper, result: UnitResult, one: ItemResult) -> str:
    """What appraisal or the Council said of a claim; a decision of the cycle asks for no answer."""
    words, given = paper.wording.text, one.stages
    if one.code in paper.cycle.exempt(result.unit):
        return words("report.answer.decided")
    if given.ruling is not None:
        stage = words(f"report.stage.{given.ruled_at}") if given.ruled_at else "–"
        return words(f"report.answer.{given.ruling}", stage=stage)
    figured = (given.appraised_1, given.appraised_2, given.council) != (None, None, None)
    return words("report.answer.figured" if figured else "report.answer.none")


def _effects(paper: Paper, sheet: Worksheet, row: int, detail: Detail, totals: Mapping[str, Totals], changed: Sequence[UnitResult]) -> None:
    """Write for each unit what is left of M and of the scale, the points before and after, and the sum in words."""
    words, usual = paper.wording.text, paper.edition.policies.rounding.print
    write_text(paper, sheet, row, 0, words("report.heading.effects"), "section")
    write_text(paper, sheet, row + 1, 0, words("report.marks.effects"), "subtitle")
    write_heads(paper, sheet, row + 2, [words(f"report.column.{each}") for each in _EFFECT])
    sheet.set_row_pixels(row + 2, _HEAD_PIXELS)
    for number, result in enumerate(changed, 1):
        line = row + 2 + number
        write_number(sheet, line, 0, number, paper.number(0, "centre"))
        texts = {1: unit_name(paper.cycle, result.unit), _EFFECT.index("in_words"): _in_words(paper, result)}
        fit_row(sheet, line, [(text, _WIDTHS[column]) for column, text in texts.items()])
        for column, text in texts.items():
            write_text(paper, sheet, line, column, text)
        for name, (formula, value) in _effect(detail, totals[result.block], result, line).items():
            if value is None:
                write_text(paper, sheet, line, _EFFECT.index(name), words("report.mark.unknown"), "mark")
            else:
                write_formula(sheet, line, _EFFECT.index(name), formula, value, paper.number(FACTOR_PLACES if name == "factor" else usual))


def _effect(detail: Detail, total: Totals, result: UnitResult, row: int) -> dict[str, tuple[str, Fraction | None]]:
    """The figures of a unit's line, each with its formula."""
    before, factor = rescaled_points(result), rescale_factor(result.items)
    after = None if before is None or factor is None else before * factor
    return {
        "whole": (total.cell(result.unit, "whole"), maxima(rescalable(result.items))),
        "removed": (total.cell(result.unit, "removed"), maxima(rescaled_away(result.items))),
        "factor": (total.cell(result.unit, "factor"), factor),
        "before": (_before(detail, result), before),
        "after": (f"{address(row, _EFFECT.index('before'))}*{address(row, _EFFECT.index('factor'))}", after),
        "maximum": (total.cell(result.unit, "maximum"), result.maximum),
    }


def rescaled_points(result: UnitResult) -> Fraction | None:
    """Return the points that rescaling multiplies: those of the points areas without the survey's; None while unknown."""
    gained = known_sum(area.final for area in result.areas if area.kind == "points")
    survey = known_sum(one.final for one in surveyed(result.items, points_only=True))
    return None if gained is None or survey is None else gained - survey


def _before(detail: Detail, result: UnitResult) -> str:
    gained = "+".join(detail.cell(result.unit, area_line(area.code), "final") for area in result.areas if area.kind == "points")
    return f"{gained or 0}-({detail.sum(result.unit, surveyed(result.items, points_only=True), 'final')})"


def _in_words(paper: Paper, result: UnitResult) -> str:
    """Write the sums as a reader would: ``69 × 84 ÷ 63 = 92``."""
    words, usual = paper.wording.text, paper.edition.policies.rounding.print
    said, before, factor = [], rescaled_points(result), rescale_factor(result.items)
    gone = rescaled_away(result.items)
    if gone and factor is not None and before is not None:
        whole = maxima(rescalable(result.items))
        said.append(words(
            "report.effect.rescaled", points=points.vietnamese(before), whole=points.vietnamese(whole),
            left=points.vietnamese(whole - maxima(gone)), result=outcome(before * factor, usual),
        ))  # fmt: skip
    if (reduced := _reduced(result)) and result.index is not None and result.final is not None:
        said.append(words(
            "report.effect.reduced", whole=points.vietnamese(result.maximum + maxima(reduced)), removed=points.vietnamese(maxima(reduced)),
            maximum=points.vietnamese(result.maximum), final=points.vietnamese(result.final), index=outcome(result.index, usual),
        ))  # fmt: skip
    return "\n".join(said)


def outcome(value: Fraction, places: int) -> str:
    """Write the outcome of a sum as it prints, with a sign that says so where more decimals follow."""
    exact = points.rounded(value, places) == value
    return f"= {points.vietnamese(value)}" if exact else f"≈ {points.vietnamese(value, places)}"
