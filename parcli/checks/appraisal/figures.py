"""AP112-AP117: what may stand in a cell of points, whoever gives them. The one place that says so, for both rounds and the Council."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from parcli.checks import values
from parcli.core import points, words
from parcli.core.appraisal import Opinion, least, most, step
from parcli.core.edition import Policies
from parcli.core.returned import Cell, Problem
from parcli.core.scoring import ItemResult

_LONGEST = 60
_PLAIN = re.compile(r"-?\d{1,15}(\.\d{1,10})?", re.ASCII)


def take(cell: Cell, one: ItemResult, policies: Policies) -> Fraction | Problem:
    """Take the points of a cell that is not blank: the figure, or what is wrong with it."""
    figure = None if cell.formula is not None or cell.error else values.number(cell).value
    if not isinstance(figure, Fraction):
        return Problem("AP112", (("found", words.shortened(cell.shown, _LONGEST)),))
    if one.computed is not None and points.plain(figure) == points.plain(one.computed):
        # A cell cannot hold a third; who writes what it shows of the unit's own points means these.
        figure = one.computed
    return next(_problems(figure, one, policies), figure)


def answer(one: Opinion) -> str:
    """Return what an opinion says, as a finding shows it: its points, else its ruling on an item that does not apply."""
    return f"term:{one.ruling}" if one.points is None else points.vietnamese(one.points)


def is_plain(text: str) -> bool:
    """Whether a text is a plain decimal, as the hidden sheet of a workbook holds them."""
    return _PLAIN.fullmatch(text) is not None


def _problems(figure: Fraction, one: ItemResult, policies: Policies) -> Iterator[Problem]:
    """Yield what is wrong with a figure, the gravest first, with the bound that it breaks."""
    if figure < 0:
        yield Problem("AP113", (("found", points.vietnamese(figure)), ("limit", "0")))
    if figure > one.item.maximum:
        yield Problem("AP114", (("found", points.vietnamese(figure)), ("limit", points.vietnamese(one.item.maximum))))
    if figure > most(one, policies):
        yield Problem("AP115", (("found", points.vietnamese(figure)), ("limit", points.vietnamese(most(one, policies)))))
    if figure < least(one, policies):
        yield Problem("AP133", (("found", points.vietnamese(figure)), ("limit", points.vietnamese(least(one, policies)))))
    by, places = step(one), policies.rounding.item
    if by is not None and (figure / by).denominator != 1:
        yield Problem("AP116", (("found", points.vietnamese(figure)), ("limit", points.vietnamese(by))))
    if by is None and places is not None and points.rounded(figure, places) != figure:
        yield Problem("AP117", (("found", points.vietnamese(figure)), ("limit", str(places))))
