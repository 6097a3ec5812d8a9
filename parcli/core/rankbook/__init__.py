"""A block's ranking as a book: doubt, neighbours, items, means."""

from parcli.core.rankbook.building import Outline, bare_book, block_book, drawn_ranks, outline, outline_book, whole_book
from parcli.core.rankbook.details import detail_of
from parcli.core.rankbook.values import BlockBook, Former, ItemFigures, ItemStanding, Lost, RankedUnit, UnitDetail, YearBefore

__all__ = [
    "BlockBook",
    "Former",
    "ItemFigures",
    "ItemStanding",
    "Lost",
    "Outline",
    "RankedUnit",
    "UnitDetail",
    "YearBefore",
    "bare_book",
    "block_book",
    "detail_of",
    "drawn_ranks",
    "outline",
    "outline_book",
    "whole_book",
]
