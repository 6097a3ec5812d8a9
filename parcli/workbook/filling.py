"""What all sheets of one workbook are written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from parcli.workbook.entries import Entries
from parcli.workbook.gaps import Gaps
from parcli.workbook.layout import Layout


@dataclass(frozen=True, slots=True)
class Filling:
    """A layout with entries, and what follows from both.

    ``shown`` is what the formulas of points show, in points or as text, by the key of the row; ``missing`` what each item lacks.
    """

    layout: Layout
    entries: Entries
    shown: dict[str, Fraction | str]
    missing: Mapping[str, Gaps]
