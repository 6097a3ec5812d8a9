"""Which of a unit's items are not settled, and between which points each of them may end.

Two figures that differ end between them. A question of round 1 ends between round 1's figure and the unit's own. A figure
that was refused leaves everything open. An item that nobody has appraised yet and about whose entries or evidence
something is still asked may lose all its points; without a question it is taken at its word, as drafts do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from parcli.core.doubt.values import OpenItem
from parcli.core.scoring.outcome import ItemResult, UnitResult

if TYPE_CHECKING:
    from parcli.core.appraisal.values import Appraisal, Opinion

_DISPUTED = {"disputed_1": "round_1", "disputed_2": "round_2", "disputed_council": "council"}
_ANSWERABLE = ("questioned", "round_2")
_REFUSED = ("refused_1", "refused_2", "refused_council")
_ASKED = "finding"


def open_items(result: UnitResult, appraisal: Appraisal, asked_about: Collection[str], *, may_exceed: bool) -> tuple[OpenItem, ...]:
    """Return a unit's open items. ``asked_about`` are the items with findings that somebody has still to look into.

    ``may_exceed``: appraisal may give more than the unit's own points.
    """
    return tuple(_opened(result.unit, result.items, appraisal, asked_about, may_exceed=may_exceed))


def _opened(unit: str, items: tuple[ItemResult, ...], appraisal: Appraisal, asked_about: Collection[str], *, may_exceed: bool) -> Iterator[OpenItem]:
    for one in items:
        most = one.item.maximum if may_exceed or one.computed is None or one.item.area.kind == "penalty" else one.computed
        disputed = next((stage for why, stage in _DISPUTED.items() if why in one.waits_for), None)
        if disputed is not None:
            yield _between(one, [each for each in appraisal.of(unit, one.code) if each.stage == disputed])
        elif "ruling" in one.waits_for:
            yield OpenItem(one.code, Fraction(), one.item.maximum, one.waits_for, may_leave=True)
        elif any(why in _REFUSED for why in one.waits_for):
            yield OpenItem(one.code, Fraction(), most, one.waits_for)
        elif any(why in _ANSWERABLE for why in one.waits_for) and one.final is not None:
            yield OpenItem(one.code, min(one.final, most), max(one.final, most), one.waits_for)
        elif one.source == "self" and one.waits_for and one.code in asked_about and one.final is not None:
            yield _unheard(one)


def _unheard(one: ItemResult) -> OpenItem:
    """An item at its own points that a finding asks about: at worst they do not stand."""
    own = one.final or Fraction()
    low, high = (own, one.item.maximum) if one.item.area.kind == "penalty" else (Fraction(), own)
    return OpenItem(one.code, low, max(low, high), (*one.waits_for, _ASKED))


def _between(one: ItemResult, opinions: list[Opinion]) -> OpenItem:
    given = [each.points for each in opinions if each.points is not None]
    leaves = any(each.ruling == "accepted" for each in opinions)
    low, high = (min(given), max(given)) if given else (Fraction(), one.item.maximum)
    return OpenItem(one.code, low, high, one.waits_for, may_leave=leaves)
