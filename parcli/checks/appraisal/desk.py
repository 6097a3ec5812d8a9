"""What a line of an appraisal workbook is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parcli.core import words
from parcli.core.appraisal import Present, Ruling
from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.returned import Cell
from parcli.core.scoring import ItemResult


@dataclass(frozen=True, slots=True)
class Desk:
    """The cycle and its edition, the units as they stand now by id, and the words that answer a claim."""

    cycle: Cycle
    edition: Edition
    units: Mapping[str, Present]
    rulings: Mapping[Ruling, str]

    def named(self, text: str) -> str | None:
        """Return the id of the unit that goes by this id, name or alias."""
        if text in self.units:
            return text
        unit = self.cycle.named(text)
        return None if unit is None else unit.id

    def item(self, unit: str, code: str) -> ItemResult | None:
        """Return a unit's item as it stands now, None where there is none."""
        present = self.units.get(unit)
        return None if present is None else present.items.get(code)

    def ruling(self, cell: Cell) -> Ruling | None:
        """Return the answer that stands in a cell, None where it is none."""
        wanted = words.key(cell.text)
        return next((ruling for ruling, label in self.rulings.items() if words.key(label) == wanted), None)
