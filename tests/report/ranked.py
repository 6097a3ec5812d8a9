"""Small blocks of which the indexes alone matter: ties, figures that print alike, policies."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import build

from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.rankbook import BlockBook, block_book
from parcli.core.ranking import Standing

TABLE = """
| mã    | tên                | điểm | cách tính | loại    |
| I     | Chỉ đạo, điều hành | 60   |           |         |
| I.1   | Kế hoạch CCHC      | 60   | points    |         |
| II    | Cải cách thể chế   | 40   |           |         |
| II.1  | Rà soát văn bản    | 40   | points    |         |
| B     | Điểm thưởng        | 5    |           | bonus   |
| B.1   | Sáng kiến          | 5    | points    | bonus   |
"""
CLASSES = {"Tốt": "90", "Khá": "80", "Trung bình": "50"}
TIED = ("95", "90", "90", "90", "89.996", "80", "79.995", "70.00001", "70", "49.99")
"""Ties, and indexes that print alike at two decimals."""


def small(indexes: tuple[str, ...] = TIED, names: tuple[str, ...] = (), **policies: Any) -> tuple[Edition, Cycle, BlockBook]:
    """Return an edition, its cycle and the book of its only block with units of these indexes."""
    edition = build.edition(TABLE, **{"classes": CLASSES, **policies})
    units = [f"u-{number}" for number in range(1, len(indexes) + 1)]
    called = dict(zip(units, names, strict=False))
    standings = [_standing(unit, called.get(unit, f"Đơn vị {unit}"), Fraction(index)) for unit, index in zip(units, indexes, strict=True)]
    book = block_book(edition.blocks[0], edition.policies, build.YEAR, standings, {}, provisional=False)
    return edition, build.cycle(edition, *units), book


def _standing(unit: str, name: str, index: Fraction) -> Standing:
    # Of units with the same index the later one is better in area II, so that a tie breaker turns their order.
    second = Fraction(int(unit.partition("-")[2]))
    areas = {"I": (index - second * Fraction(2, 5)) * Fraction(5, 3), "II": second, "B": None}
    return Standing(unit, name, "final", "", index, index, areas)
