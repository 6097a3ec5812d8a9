"""Everything that one run of the return desk does, decided before it does anything. Pure.

Nothing that came later wins because it came later in a list: two different workbooks of a unit in one run are both set aside
until a person names the one that counts. What is replaced is kept under its hash.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parcli.core.evidence import path_key
from parcli.core.findings import Finding
from parcli.core.intake import Fate
from parcli.core.receipts import Ledger
from parcli.desk.deciding import Decision
from parcli.desk.holdings import Holding, Move, Terms
from parcli.desk.sorting import Delivery


@dataclass(frozen=True, slots=True)
class Plan:
    """Where every file of a delivery ends, what there is to say, the moves in their order, and the receipts afterwards."""

    fates: tuple[Fate, ...]
    findings: tuple[Finding, ...]
    moves: tuple[Move, ...]
    ledger: Ledger


def plan(deliveries: Sequence[Delivery], ledger: Ledger, holdings: Mapping[str, Holding], terms: Terms) -> Plan:
    """Decide for every delivery."""
    by_unit: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        by_unit[delivery.unit].append(delivery)
    decided = [Decision(unit, tuple(own), ledger, holdings.get(unit, Holding()), terms) for unit, own in sorted(by_unit.items())]
    units = dict(ledger.units) | {one.unit: (*ledger.of(one.unit), *one.receipts) for one in decided if one.receipts}
    undecided = dict(ledger.undecided) | {one.unit: one.undecided for one in decided if one.undecided}
    return Plan(
        tuple(fate for one in decided for fate in one.fates),
        tuple(finding for one in decided for finding in one.findings),
        tuple(move for one in decided for move in one.moves),
        Ledger(units, undecided),
    )


def keys(delivery: Delivery) -> frozenset[str]:
    """Return the keys of the evidence that a delivery brings: what lies under them has to be known to decide."""
    return frozenset(path_key(piece.path) for piece in delivery.pieces if piece.role == "evidence")
