"""A cycle: one year's round of an edition, with its units, its days and the exceptions decided for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, Field, WithJsonSchema

from parcli.core import words
from parcli.core.edition import Kind
from parcli.core.fields import Code, Day, Definition, Text, Whole
from parcli.core.limits import Limits


def _perhaps(raw: Any) -> Any:
    return "" if raw is None else raw


Blank = Annotated[str, BeforeValidator(_perhaps), WithJsonSchema({"type": ["string", "number", "boolean", "null"]})]


class Window(Definition):
    """The period of the data: actual figures from the first day to the second, estimates to the third."""

    start: Day = Field(alias="from")
    to: Day
    estimate_to: Day | None = None


class Unit(Definition):
    """An agency that is assessed."""

    id: Annotated[Code, Field(max_length=60)]
    block: Code
    name: Text
    aliases: tuple[Text, ...] = ()
    successor_of: tuple[Text, ...] = ()
    valid_from: Day | None = None
    valid_to: Day | None = None
    contact: Blank = ""
    extended_to: Day | None = None

    def names(self) -> tuple[str, ...]:
        """Return everything by which the unit may be called in a list of figures."""
        return (self.id, self.name, *self.aliases)


class Exemption(Definition):
    """An item that does not apply to a unit, decided for the cycle."""

    unit: Code
    item: Code
    kind: Literal["nothing_arose", "not_assigned"]
    reason: Text

    @property
    def why(self) -> Kind:
        """The reason as a kind."""
        return Kind(self.kind)


class Exclusion(Definition):
    """A unit that is proposed or decided not to be assessed and ranked; only a decided one counts."""

    unit: Code
    state: Literal["proposed", "decided"]
    reason: Text
    decision: Blank = ""


class Appraiser(Definition):
    """An agency that appraises areas for all units; its own rows are left to the authority."""

    unit: Code
    areas: Annotated[tuple[Code, ...], Field(min_length=1)]


class Bases(Definition):
    """The papers on which the cycle rests; a blank one is warned of."""

    decision: Blank = ""
    plan: Blank = ""
    guide: Blank = ""
    council: Blank = ""


class _Known(NamedTuple):
    """The units by id, of two with the same the first: a book asks for one with each of its lines."""

    units: tuple[Unit, ...]
    by_id: Mapping[str, Unit]


class Cycle(Definition):
    """One year's round."""

    cycle: Annotated[str, Field(pattern=r"^[0-9A-Za-z./-]{1,80}$")]
    edition: Code
    year: Annotated[Whole, Field(ge=2000, le=2200)]
    language: Literal["vi", "en"] = "vi"
    bases: Bases = Bases()
    window: Window
    opens: Day | None = None
    deadline: Day
    contact: Blank = ""
    authority: Text = "Sở Nội vụ"
    superior: Blank = ""
    units: Annotated[tuple[Unit, ...], Field(min_length=1, max_length=10000)]
    exemptions: tuple[Exemption, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    appraisers: tuple[Appraiser, ...] = ()
    limits: Limits = Limits()

    def unit(self, unit_id: str) -> Unit | None:
        """Return a unit by its id."""
        if self._known.units is not self.units:
            # A copy with other units has taken over what was known of the former ones.
            del self.__dict__["_known"]
        return self._known.by_id.get(unit_id)

    @cached_property
    def _known(self) -> _Known:
        return _Known(self.units, {unit.id: unit for unit in reversed(self.units)})

    def named(self, name: str) -> Unit | None:
        """Return the unit that goes by this id, name or alias."""
        wanted = words.key(name)
        return next((unit for unit in self.units if wanted in map(words.key, unit.names())), None)

    def exempt(self, unit_id: str) -> dict[str, Exemption]:
        """Return a unit's exemptions by item code."""
        return {each.item: each for each in self.exemptions if each.unit == unit_id}

    def excluded(self, unit_id: str) -> Exclusion | None:
        """Return the decided exclusion of a unit."""
        return next((each for each in self.exclusions if each.unit == unit_id and each.state == "decided"), None)

    def appraiser(self, area: str) -> Unit | None:
        """Return the agency that appraises an area for all units, None where the authority does."""
        named = next((each.unit for each in self.appraisers if area in each.areas), None)
        return None if named is None else self.unit(named)

    def takes_part(self, unit: Unit) -> bool:
        """Return whether a unit exists on the day the returns are due; one that began later or ended before is not assessed."""
        return (unit.valid_from or self.deadline) <= self.deadline <= (unit.valid_to or self.deadline)

    def due(self, unit: Unit) -> date:
        """Return the day by which a unit must have returned its workbook."""
        return unit.extended_to or self.deadline
