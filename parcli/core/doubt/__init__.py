"""How sure a ranking is: which items are open, how far they may move a unit, and what decides between neighbours."""

from parcli.core.doubt.items import open_items
from parcli.core.doubt.neighbours import Lead, Mover, contributions, deciding, movers, rates, ways
from parcli.core.doubt.ranks import rank_spans
from parcli.core.doubt.spans import Alone, span
from parcli.core.doubt.values import OpenItem, RankSpan, Span
from parcli.core.doubt.weights import draws_for, weight_spans

__all__ = [
    "Alone", "Lead", "Mover", "OpenItem", "RankSpan", "Span",
    "contributions", "deciding", "draws_for", "movers", "open_items", "rank_spans", "rates", "span", "ways", "weight_spans",
]  # fmt: skip
