"""How sure a ranking is: which items are open, how far they may move a unit, and what decides between neighbours."""

from parcli.core.doubt.items import open_items
from parcli.core.doubt.ranks import rank_spans
from parcli.core.doubt.spans import span
from parcli.core.doubt.values import OpenItem, RankSpan, Span

__all__ = ["OpenItem", "RankSpan", "Span", "open_items", "rank_spans", "span"]
