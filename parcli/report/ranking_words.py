"""Sentences that the ranking pages build: a change since last year, how everything is worked out."""

from __future__ import annotations

from collections.abc import Sequence

from parcli.core.doubt.weights import DRAWS, SPREAD
from parcli.core.rankbook import BlockBook, RankedUnit
from parcli.report.ranking_terms import before_texts
from parcli.report.ranking_view import View
from parcli.report.shown import NOTHING
from parcli.report.wording import policy_texts

_FOR_THE_OFFICE = ("span", "open", "weights", "first")


def change_of_rank(one: RankedUnit) -> str:
    """Return a unit's move since last year as a sign and a figure."""
    if one.former is None or one.former.rank is None:
        return NOTHING
    moved = one.former.rank - one.row.rank
    return f"{'▲' if moved > 0 else '▼'} {abs(moved)}" if moved else "="


def method_texts(view: View, books: Sequence[BlockBook]) -> list[str]:
    """Return how figures, ranks and, on the page for the office, their doubt come about, in plain sentences."""
    words = view.wording.text
    said = [*policy_texts(view.wording, view.edition.policies), *(words(f"rankpage.method.{name}") for name in ("areas", "lost", "leads"))]
    if view.former:
        said.append(words("rankpage.method.former"))
        said += dict.fromkeys(text for book in books for text in before_texts(view.wording, view.edition.block(book.ranking.block), book))
    if not view.doubt:
        return said
    drawn = "; ".join(words("rankpage.method.drawn", block=book.ranking.title, draws=book.draws) for book in books if book.units)
    values = {"draws": DRAWS, "percent": SPREAD[1] // 10 - 100, "drawn": drawn or NOTHING}
    return [*said, *(words(f"rankpage.method.{name}", **values) for name in _FOR_THE_OFFICE)]
