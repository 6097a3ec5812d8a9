"""Two rules side by side: whether they read the same cells and give the same points, and whether they do so in proportion."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Any

from parcli.core import words
from parcli.core.changes.leaves import leaves
from parcli.core.fields import Definition, MonthDay
from parcli.core.rules import Band, Case, Count, Deadline, Deduction, JudgedPoints, Late, Level, Rule, Stake, Tick

# A year with 29 February and one without: a full date that equals a day of one year differs in the other.
_YEARS = (2023, 2024)
_IN_POINTS: dict[type[Definition], tuple[str, ...]] = {
    Band: ("points",),
    Case: ("points",),
    Count: ("each",),
    Deadline: ("on_time", "otherwise"),
    Deduction: ("each", "floor"),
    Late: ("points",),
    Level: ("points",),
    Tick: ("points",),
}
_LEFT_OUT: dict[type[Definition], tuple[str, ...]] = {Case: ("maximum",), JudgedPoints: ("step",)}
_KEPT_TEXTS = ("type", "mode", "of")
_WORD = re.compile(r"[^\W\d_]+")


def scores_alike(old: Rule, new: Rule, maximum: Fraction, *, penalty: bool) -> bool:
    """Whether a workbook filled in for the old rule gives the same points under the new one: same cells, same choices, same arithmetic."""
    stakes = [Stake(maximum, year, penalty) for year in _YEARS]
    return all(_facts(old, stake) == _facts(new, stake) for stake in stakes)


def _facts(rule: Rule, stake: Stake) -> tuple[Any, ...]:
    cells = [(cell.name, cell.kind, tuple(map(words.key, cell.choices)), cell.most, cell.step, cell.positive) for cell in rule.cells(stake)]
    # Choices are compared as cells are: in one form, ignoring case. They stand inside the expression as texts.
    return tuple(cells), words.key(repr(rule.expression(stake)))


def sayings(rule: Rule) -> tuple[tuple[str, ...], ...]:
    """Return the words of a rule's labels, without numbers and years: what the unit is asked."""
    texts = (tuple(_WORD.findall(words.key(text))) for _, text in leaves(rule))
    return tuple(text for text in texts if text)


def in_proportion(old: Rule, old_maximum: Fraction, new: Rule, new_maximum: Fraction) -> bool:
    """Whether two rules give the same share of their maxima, whatever their words say."""
    return bool(_shares(old, old_maximum) == _shares(new, new_maximum))


def _shares(value: Any, maximum: Fraction) -> Any:
    if isinstance(value, tuple):
        return tuple(_shares(each, maximum) for each in value)
    if isinstance(value, Fraction):
        return value
    if isinstance(value, date | MonthDay):
        # Full dates move on with the year of the edition; what counts is the day of the year.
        return value.month, value.day
    if not isinstance(value, Definition):
        return None if isinstance(value, str) else value
    scaled, left_out = _IN_POINTS.get(type(value), ()), (*_LEFT_OUT.get(type(value), ()), "up_to")
    inner = value.maximum if isinstance(value, Case) and value.maximum is not None else maximum
    shares: list[Any] = [type(value).__name__]
    for name in type(value).model_fields:
        one = getattr(value, name)
        if name in left_out:
            continue
        if name in scaled and one is not None:
            shares.append(one / maximum)
        elif name == "rule" and one is not None:
            shares.append((inner / maximum, _shares(one, inner)))
        else:
            shares.append(one if name in _KEPT_TEXTS else _shares(one, maximum))
    return tuple(shares)
