"""From a unit's areas to its total and its index, in the order of the sum."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from parcli.core import points
from parcli.core.expr import Formula
from parcli.core.scoring.totals import is_survey
from parcli.core.trace.counted import added, area_line, unit_line
from parcli.core.trace.values import Known, Line, Rescaling, Told


def total_lines(known: Known) -> Iterator[Line]:
    """Tell how a unit's total is made: areas, rescaling, survey, bonus, penalty, bounds, index."""
    for area in known.result.areas:
        yield area_line(known, area)
    removed = [one for one in known.result.items if one.status == "removed"]
    for one in removed:
        key = f"explain.total.removed.{'survey' if is_survey(one) else one.treatment}"
        yield Line("total", key, {"item": one.code, "maximum": one.item.maximum})
    if known.result.final is not None:
        yield from _sum(known)
    if known.result.state not in ("final", "provisional", "incomplete") or known.result.final is None:
        yield Line("total", f"explain.state.{known.result.state}")
    yield unit_line(known)
    if known.provisional:
        yield Line("total", "explain.total.provisional")


def _sum(known: Known) -> Iterator[Line]:
    result, parts = known.result, Rescaling.of(known.result)
    gained = sum((area.final for area in result.areas if area.kind == "points" and area.final is not None), Fraction())
    counting = [one for one in result.items if is_survey(one) and one.counts and one.item.area.kind == "points"]
    survey = sum((one.final for one in counting if one.final is not None), Fraction())
    bonus, penalty = result.bonus or Fraction(), result.penalty or Fraction()
    formula = _formula(known, survey, parts)
    exact = (gained - survey) * (parts.factor or 1) + survey + bonus - penalty
    values: dict[str, Told] = {"formula": formula, "value": exact}
    yield Line("total", f"explain.total.sum{'_rescaled' if parts.removed else ''}", values, figure=exact)
    rounded = points.rounded(exact, known.policies.rounding.total)
    if rounded != exact:
        yield Line("total", "explain.work.rounded", {"places": known.policies.rounding.total or 0, "value": rounded}, figure=rounded)
    if result.final is not None and rounded != result.final:
        yield Line("total", f"explain.work.{'most' if rounded > result.final else 'least'}", {"bound": result.final}, figure=result.final)
    if result.index is not None:
        index: Formula = (Fraction(100), "×", result.final or Fraction(), "÷", result.maximum)
        scale: dict[str, Told] = {"formula": index, "value": result.index, "scale": known.block.scale, "maximum": result.maximum}
        yield Line("total", f"explain.index{'' if result.maximum == known.block.scale else '_reduced'}", scale)


def _formula(known: Known, survey: Fraction, parts: Rescaling) -> Formula:
    """Return the sum with its numbers; what is nothing is left out."""
    areas = added([area.final for area in known.result.areas if area.kind == "points" and area.final is not None])
    if not parts.removed:
        whole: Formula = areas
    else:
        without: Formula = (*areas, "−", survey) if survey else areas
        factor: Formula = ("×", parts.whole, "÷", "(", parts.whole, "−", parts.removed, ")")
        whole = ("(", *without, ")", *factor, *(("+", survey) if survey else ()))
    bonus, penalty = known.result.bonus, known.result.penalty
    return (*whole, *(("+", bonus) if bonus else ()), *(("−", penalty) if penalty else ()))
