"""Ranks and classes as formulas of a sheet: the edition's rules over the column of the index.

A sheet compares numbers at some fifteen digits. Where two units differ by less than that, no formula could tell what the
exact ranking tells, and the figure itself is written.
"""

from __future__ import annotations

from collections.abc import Sequence

from parcli.core import points
from parcli.core.edition import Block, Policies
from parcli.core.ranking import Row, measure
from parcli.report.paper import address

_TOLD_APART = 10
"""Decimals of an index in percent that a sheet surely tells apart."""


def tells_apart(policies: Policies, rows: Sequence[Row]) -> bool:
    """Whether a sheet's comparison gives the order of the exact indexes."""
    values = {measure(policies)(row.index) for row in rows}
    return len(values) == len({points.rounded(value, _TOLD_APART) for value in values})


def rank_formula(policies: Policies, first: int, last: int, row: int, column: int, rank_column: int) -> str:
    """Return a unit's rank by its index in ``column``; rows stand in the order of the ranking, counted from 0."""
    own, every = address(row, column), f"{_fixed(first, column)}:{_fixed(last, column)}"
    if policies.ties == "dense":
        return "1" if row == first else f"{address(row - 1, rank_column)}+IF({_at(policies, own)}<{_at(policies, address(row - 1, column))},1,0)"
    ahead = f"RANK({own},{every})" if policies.rank_on == "unrounded" else f"1+SUMPRODUCT(--({_at(policies, every)}>{_at(policies, own)}))"
    if policies.ties == "competition" or row == first:
        return ahead
    # What broke the tie stands in the order of the rows: those above with the same index come before.
    above = f"{_fixed(first, column)}:{address(row - 1, column)}"
    return f"{ahead}+SUMPRODUCT(--({_at(policies, above)}={_at(policies, own)}))"


def class_formula(policies: Policies, own: str, starts: str, names: str, lowest: str) -> str:
    """Return a unit's class by its index in ``own``, from a table of classes in ascending order; nothing below the lowest."""
    at = _at(policies, own)
    return f'IF({at}<{lowest},"",LOOKUP({at},{starts},{names}))'


def class_holds(block: Block, policies: Policies, row: Row) -> bool:
    """Whether a sheet's comparison gives the class of the exact index."""
    return block.class_of(points.rounded(measure(policies)(row.index), _TOLD_APART)) == row.class_name


def _at(policies: Policies, what: str) -> str:
    """Return cells at the precision on which ranks and classes are decided."""
    return f"ROUND({what},{policies.rounding.print})" if policies.rank_on == "printed" else what


def _fixed(row: int, column: int) -> str:
    return address(row, column, fixed=True)
