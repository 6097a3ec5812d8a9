"""Words for the year before: a book's units and areas with their former figures, or in a sentence why they have none."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from parcli.core import points
from parcli.core.rankbook import BlockBook, Former, YearBefore
from parcli.core.rankbook.former import Compared, Comparison, FormerYear, Predecessor, WhyNot
from parcli.messages import Words

_NOTHING = "–"


def filled(book: BlockBook, found: Comparison, former: FormerYear, taken_from: str, said: Words, places: int) -> BlockBook:
    """Return a book with the year before in it. ``places`` are the decimals that an index is named with."""
    areas = {code: why_text(why, said, places) for code, why in found.areas.get(book.ranking.block, {}).items()}
    units = tuple(replace(one, former=_former(found.units[one.row.unit], said, places)) for one in book.units)
    before = YearBefore(former.cycle.cycle, former.edition.id, former.cycle.year, taken_from, former.provisional, areas)
    return replace(book, units=units, before=before)


def _former(one: Compared, said: Words, places: int) -> Former:
    why = "" if one.why_not is None else why_text(one.why_not, said, places)
    return Former(one.rank, one.units, one.index, one.areas, why)


def why_text(why: WhyNot, said: Words, places: int) -> str:
    """Return a reason as a part of a sentence."""
    about = said.text(f"state.{why.about}") if why.kind == "unranked" else why.about
    maxima = [points.vietnamese(each) for each in why.maxima or (Fraction(), Fraction())]
    named = "; ".join(_predecessor(each, said, places) for each in why.predecessors)
    text = said.text(f"rankformer.why.{why.kind}", about=about or _NOTHING, units=named or _NOTHING, former=maxima[0], present=maxima[1])
    noted = why.kind in ("decided", "undecided") and why.about
    return f"{text} ({why.about})" if noted else text


def _predecessor(one: Predecessor, said: Words, places: int) -> str:
    if one.rank is None or one.index is None:
        return said.text("rankformer.predecessor.unranked", name=one.name)
    return said.text("rankformer.predecessor", name=one.name, rank=one.rank, index=points.vietnamese(one.index, places))
