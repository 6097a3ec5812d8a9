"""From the stages to the final figure of an item, and what that gives to its area and to the unit's total."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from parcli.core.expr import Formula
from parcli.core.scoring import AreaResult, ItemResult
from parcli.core.scoring.totals import is_survey
from parcli.core.trace.values import Known, Line, Rescaling, Told
from parcli.core.trace.working import input_labels, rule_lines


def survey_lines(known: Known, one: ItemResult) -> Iterator[Line]:
    """Tell from which cells an imported figure comes, and what its rule makes of it."""
    if not is_survey(one):
        return
    labels, inputs = input_labels(one.item), known.figures.get(one.code, {})
    for source in known.sources:
        if (source.unit, source.item) != (known.unit.id, one.code):
            continue
        place = known.at(source.path, source.sheet, source.cell)
        values: dict[str, Told] = {"label": labels.get(source.name, ""), "raw": source.raw}
        yield Line("survey", "explain.survey.count" if values["label"] else "explain.survey.value", values, place)
    asked = [each.respondents for each in known.sources if (each.unit, each.item) == (known.unit.id, one.code) and each.respondents is not None]
    if asked:
        yield Line("survey", "explain.survey.respondents", {"respondents": asked[0]})
    if not inputs:
        yield Line("survey", f"explain.survey.{'refused' if one.status == 'unknown' else 'missing'}")
    elif one.treatment is None:
        yield from rule_lines("survey", one.item, inputs, known.policies)


def decided_lines(known: Known, one: ItemResult) -> Iterator[Line]:
    """Tell which stage gave the final figure and why, or why there is none and what is still to be done."""
    if one.status == "removed":
        yield Line("decided", "explain.decided.removed")
    elif one.status == "left_out":
        yield Line("decided", "explain.decided.left_out")
    elif one.status == "unknown":
        yield Line("decided", "explain.decided.unknown")
    elif one.final is not None and one.source is not None:
        key = f"explain.decided.{'exempt' if one.treatment == 'full_marks' and one.code in known.exemptions else one.source}"
        yield Line("decided", key, {"points": one.final}, figure=one.final)
    for waiting in one.waits_for:
        yield Line("decided", f"explain.waits.{waiting}")
    if known.provisional and one.waits_for and one.source == "self":
        yield Line("decided", "explain.decided.provisional")


def contribution_lines(known: Known, one: ItemResult) -> Iterator[Line]:
    """Tell what an item gives to its area and to the unit's total, with every number that stands between."""
    area = next(each for each in known.result.areas if each.code == one.item.area.code)
    if one.final is not None and one.counts:
        yield from _in_area(known, one, area)
    else:
        yield Line("total", f"explain.total.{'out' if one.status == 'removed' else 'nothing'}")
    yield unit_line(known)


def _in_area(known: Known, one: ItemResult, area: AreaResult) -> Iterator[Line]:
    final = one.final or Fraction()
    values: dict[str, Told] = {"area": area.code, "title": one.item.area.title or "", "points": final}
    yield Line("total", f"explain.total.{area.kind}", values, figure=final)
    if area.kind == "points" and not is_survey(one):
        parts = Rescaling.of(known.result)
        factor = parts.factor
        if parts.removed and factor is not None:
            formula: Formula = (final, "×", parts.whole, "÷", "(", parts.whole, "−", parts.removed, ")")
            values = {"formula": formula, "value": final * factor, "whole": parts.whole, "removed": parts.removed}
            yield Line("total", "explain.total.rescaled", values, figure=final * factor)
    yield area_line(known, area)


def area_line(known: Known, area: AreaResult) -> Line:
    """Tell an area's sum, and that it was capped where it was."""
    own = [one for one in known.result.items if one.item.area.code == area.code and one.counts]
    unknown = [one.code for one in own if one.final is None]
    title = next((each.title or "" for each in known.block.areas if each.code == area.code), "")
    named: dict[str, Told] = {"area": area.code, "title": title, "maximum": area.maximum}
    if area.final is None:
        return Line("total", "explain.area.unknown", {**named, "items": ", ".join(unknown)})
    summed = sum((one.final for one in own if one.final is not None), Fraction())
    formula = added([one.final for one in own if one.final is not None])
    told = "explain.area.alone" if formula == (summed,) else "explain.area.sum"
    key = told if area.final == summed else "explain.area.capped" if area.kind != "points" else "explain.area.rounded"
    return Line("total", key, {**named, "formula": formula, "value": summed, "points": area.final}, figure=area.final)


def added(values: list[Fraction]) -> Formula:
    """Return the sum of values as a formula; zeros say nothing in it."""
    told = [part for value in values if value for part in ("+", value)]
    return tuple(told[1:]) or (Fraction(),)


def unit_line(known: Known) -> Line:
    """Tell the unit's total and index, or why there is none yet."""
    result = known.result
    if result.final is None or result.index is None:
        reason = result.reason
        return Line("total", f"reason.{reason.kind}" if reason else "explain.total.unknown", {"about": ", ".join(reason.about) if reason else ""})
    values: dict[str, Told] = {"points": result.final, "maximum": result.maximum, "index": result.index}
    return Line("total", "explain.total.unit", values, figure=result.final)
