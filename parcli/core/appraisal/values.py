"""What the support team and the Council say of a unit's item, taken from their sheets and judged line by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final

from parcli.core.scoring.outcome import Ruling, Stage

STAGES: Final[tuple[Stage, ...]] = ("round_1", "round_2", "council")
Open = tuple[str, str]
"""A unit and the code of its item."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one line of one file says of a unit's item at one stage.

    ``points`` is None where no figure was given or the one given cannot be taken; ``refused`` tells the two apart.
    ``ruling`` answers a claim that the item does not apply. ``request`` is what the unit is asked to explain or supplement.
    ``cell`` is the cell of the figure.
    """

    stage: Stage
    unit: str
    item: str
    path: str
    sheet: str
    cell: str
    points: Fraction | None = None
    ruling: Ruling | None = None
    reason: str = ""
    request: str = ""
    decision: str = ""
    refused: bool = False

    @property
    def answers(self) -> bool:
        """Whether it gives a figure or answers a claim."""
        return self.points is not None or self.ruling is not None


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of a Council's meeting: who was there, and who agreed in writing. ``valid``: more than half of the members."""

    path: str
    number: str = ""
    held: date | None = None
    members: int | None = None
    present: int | None = None
    written: int | None = None
    valid: bool = False


@dataclass(frozen=True, slots=True)
class Appraisal:
    """All that was opened and said in a cycle, and the files (path, SHA-256) that it was read from."""

    opened: Mapping[Stage, frozenset[Open]] = field(default_factory=dict)
    opinions: tuple[Opinion, ...] = ()
    minutes: tuple[Minutes, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()

    def of(self, unit: str, item: str) -> tuple[Opinion, ...]:
        """Return what was said of a unit's item, stage by stage."""
        own = (one for one in self.opinions if (one.unit, one.item) == (unit, item))
        return tuple(sorted(own, key=lambda one: (STAGES.index(one.stage), one.path, one.cell)))

    def by_item(self) -> dict[Open, tuple[Opinion, ...]]:
        """Return what was said of each unit's item, stage by stage; for those who look at all of them."""
        said: defaultdict[Open, list[Opinion]] = defaultdict(list)
        for one in sorted(self.opinions, key=lambda one: (STAGES.index(one.stage), one.path, one.cell)):
            said[one.unit, one.item].append(one)
        return {key: tuple(said[key]) for key in sorted(said)}

    def is_open(self, stage: Stage, unit: str, item: str) -> bool:
        """Whether a file of the stage asks for a figure of the unit's item."""
        return (unit, item) in self.opened.get(stage, frozenset())

    def until(self, stage: Stage) -> Appraisal:
        """Return what was opened and said up to a stage and at it, as if nothing had come after."""
        stages = STAGES[: STAGES.index(stage) + 1]
        opened = {each: self.opened[each] for each in stages if each in self.opened}
        opinions = tuple(one for one in self.opinions if one.stage in stages)
        return Appraisal(opened, opinions, self.minutes if "council" in stages else (), self.inputs)
