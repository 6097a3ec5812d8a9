"""The register of a cycle as lists of plain lines: units, exemptions, exclusions, waivers; and how two such lists differ.

A line is what its entry in the YAML file would say: texts, and tuples of texts; what is not said is not there. Days are ISO.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from parcli.core.cycle import Cycle, Exclusion, Exemption, Unit
from parcli.core.fields import Definition
from parcli.core.waivers import Waiver, WaiversFile

Plain = str | tuple[str, ...]
Line = Mapping[str, Plain]
LISTS: Final = ("units", "exemptions", "exclusions", "waivers")
OF_CYCLE: Final = LISTS[:3]
MODELS: Final[Mapping[str, type[Definition]]] = {"units": Unit, "exemptions": Exemption, "exclusions": Exclusion, "waivers": Waiver}
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "units": ("id",),
    "exemptions": ("unit", "item"),
    "exclusions": ("unit",),
    "waivers": ("code", "unit", "item", "sha256"),
}
"""By what an entry of each list is known again."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with the row of the sheet on which it stood."""

    row: int
    line: Line


@dataclass(frozen=True, slots=True)
class Register:
    """The lists as they were read, in the order of their rows; ``digest`` is that of the register they were made from."""

    lists: Mapping[str, tuple[Placed, ...]]
    digest: str = ""

    def lines(self, name: str) -> tuple[Line, ...]:
        """Return the lines of a list."""
        return tuple(each.line for each in self.lists[name])


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the resulting list, or one that is removed from it: where it stood in the old list, and what it says."""

    kind: Literal["same", "changed", "added", "removed"]
    old: int | None
    before: Line
    after: Line
    changes: Mapping[str, tuple[Plain | None, Plain | None]] = field(default_factory=dict)


def plain_lists(cycle: Cycle, waivers: WaiversFile) -> dict[str, tuple[Line, ...]]:
    """Return the four lists of a cycle."""
    entries: dict[str, Sequence[Definition]] = {
        "units": cycle.units, "exemptions": cycle.exemptions, "exclusions": cycle.exclusions, "waivers": waivers.waivers,
    }  # fmt: skip
    return {name: tuple(plain(each) for each in entries[name]) for name in LISTS}


def plain(entry: Definition) -> Line:
    """Return an entry as a line; blanks and absent values are left out."""
    said = ((name, getattr(entry, name)) for name in type(entry).model_fields)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said if value not in (None, "", ())}


def known(name: str, line: Line) -> str:
    """Return the words by which an entry of a list is known."""
    return " · ".join(str(line[key])[:16] if key == "sha256" else str(line[key]) for key in KEYS[name] if key in line)


def differences(name: str, old: Sequence[Line], new: Sequence[Line], faces: Sequence[Line] | None = None) -> tuple[Step, ...]:
    """Return how one list becomes the other.

    Entries that stay keep their order, whatever the order of the new lines: a sorted sheet changes nothing. An added
    entry stands after the entry that precedes it among the new lines. Where several entries have the same key, the first
    goes with the first. ``faces`` are the old lines as they read in a medium that cannot carry every sign: a value that
    still reads like its face is the old value.
    """
    seen = old if faces is None else faces
    waiting: dict[tuple[Plain | None, ...], deque[int]] = defaultdict(deque)
    for place, line in enumerate(seen):
        waiting[_key(name, line)].append(place)
    matched: dict[int, Line] = {}
    added: dict[int | None, list[Line]] = defaultdict(list)
    anchor: int | None = None
    for line in new:
        places = waiting[_key(name, line)]
        if places:
            anchor = places.popleft()
            matched[anchor] = line
        else:
            added[anchor].append(line)
    steps = [_added(name, line) for line in added[None]]
    for place, line in enumerate(old):
        steps.append(
            _matched(name, place, line, _restored(line, seen[place], matched[place])) if place in matched else Step("removed", place, line, {})
        )
        steps += [_added(name, one) for one in added[place]]
    return tuple(steps)


def _key(name: str, line: Line) -> tuple[Plain | None, ...]:
    return tuple(line.get(part) for part in KEYS[name])


def _restored(before: Line, face: Line, after: Line) -> Line:
    kept = {key: value for key, value in before.items() if face.get(key) == after.get(key)}
    return {**{key: value for key, value in after.items() if face.get(key) != value}, **kept}


def _added(name: str, line: Line) -> Step:
    return Step("added", None, {}, _ordered(name, line))


def _matched(name: str, place: int, before: Line, after: Line) -> Step:
    ordered = _ordered(name, after)
    names = [each for each in MODELS[name].model_fields if before.get(each) != after.get(each)]
    changes = {each: (before.get(each), after.get(each)) for each in names}
    return Step("changed" if changes else "same", place, before, ordered, changes)


def _ordered(name: str, line: Line) -> Line:
    return {key: line[key] for key in MODELS[name].model_fields if key in line}


def resulting(steps: Iterable[Step]) -> tuple[Line, ...]:
    """Return the list that the steps lead to."""
    return tuple(step.after for step in steps if step.kind != "removed")
