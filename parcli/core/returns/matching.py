"""Findings of two returns, matched by what they are about."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parcli.core import words
from parcli.core.evidence import path_key
from parcli.core.findings import Finding, Severity
from parcli.core.returned import Cell, Returned

if TYPE_CHECKING:
    from parcli.core.returns.outcome import State

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Matched:
    """Findings about a workbook that ask something: gone since the former return, there in both (as they read now), and new."""

    mended: tuple[Finding, ...] = ()
    open: tuple[Finding, ...] = ()
    new: tuple[Finding, ...] = ()


def matched(former: State, present: State) -> Matched:
    """Match the findings of two returns: the same code about the same item and the same cell, wherever its row has gone.

    Notes ask nothing of a unit, so there is nothing to mend about them: they are left out.
    """
    before, now = _keyed(former.findings, places(former.one)), _keyed(present.findings, places(present.one))
    left: dict[Key, deque[Finding]] = defaultdict(deque)
    for key, one in before:
        left[key].append(one)
    still, new = [], []
    for key, one in now:
        if left[key]:
            left[key].popleft()
            still.append(one)
        else:
            new.append(one)
    gone = {id(one) for each in left.values() for one in each}
    return Matched(tuple(one for _, one in before if id(one) in gone), tuple(still), tuple(new))


def _keyed(findings: Iterable[Finding], known: Mapping[tuple[str, str], str]) -> list[tuple[Key, Finding]]:
    return [
        ((one.code, one.item or "", known.get((one.sheet or "", one.cell or ""), one.cell or "")), one)
        for one in findings
        if one.severity > Severity.NOTE
    ]


def places(one: Returned) -> dict[tuple[str, str], str]:
    """Return what each cell is, by sheet and address: the key and column of a row, or a line of the register and its column."""
    found: dict[tuple[str, str], str] = {}
    for line in one.register:
        name = f"{words.key(_text(line.cells, 'item'))}|{path_key(_text(line.cells, 'name'))}"
        found |= {(cell.sheet, cell.address): f"{name}|{column}" for column, cell in line.cells.items() if cell.address}
    for change in one.changes:
        found[change.sheet, change.cell] = f"{change.key}|{change.column}"
    for key, cell in one.shown.items():
        found[cell.sheet, cell.address] = f"{key}|self"
    for key, cells in one.rows.items():
        found |= {(cell.sheet, cell.address): f"{key}|{column}" for column, cell in cells.items()}
    return found


def _text(cells: Mapping[str, Cell], column: str) -> str:
    return cells[column].text if column in cells else ""
