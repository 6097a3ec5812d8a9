"""The what-if file as a model: every key is optional, and what it does not name stays as it is."""

from __future__ import annotations

from pydantic import Field

from parcli.core.cycle import Blank
from parcli.core.edition import Class, Policies
from parcli.core.fields import Code, Definition, Points, Positive, Text


class PointsChange(Definition):
    """Other points for a unit's item: what its figure would be in the end, whatever stage gives it."""

    unit: Text
    item: Code
    points: Points
    why: Blank = ""


class UnitChange(Definition):
    """A unit that is left out, or taken in again, and why."""

    unit: Text
    why: Blank = ""


class BlockChange(Definition):
    """Other classes of a block, and other maxima of its areas; the items of an area keep their share of it."""

    classes: tuple[Class, ...] | None = None
    areas: dict[Code, Positive] = Field(default_factory=dict)


class WhatIf(Definition):
    """A trial. Of ``policies`` only the keys that are written count."""

    title: Blank = ""
    points: tuple[PointsChange, ...] = ()
    policies: Policies = Policies()
    blocks: dict[Code, BlockChange] = Field(default_factory=dict)
    exclude: tuple[UnitChange, ...] = ()
    include: tuple[UnitChange, ...] = ()
