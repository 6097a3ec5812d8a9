"""What is asked of the readers and what they answer: an item's scoring lines, and the rule that they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Asked:
    """An item of an annex whose way of scoring is to be read.

    ``lines`` are its scoring lines, one each; spaces at their beginning and bullets tell what stands under what,
    so they are better left in. ``labels`` are the labels of its inputs in order, where the annex has such a column.
    """

    title: str
    lines: tuple[str, ...]
    maximum: Fraction
    labels: tuple[str, ...] = ()
    survey: bool = False
    penalty: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """The rule as plain YAML values, or None where the lines are not understood without doubt.

    ``unread`` are the lines that the rule does not say. ``said`` is what the lines settle beside the rule, and what
    was put in that no line says: ``labels: derived`` (from the title or the sentences), ``levels: derived`` (the
    opposite of the only level), ``below: zero`` (nothing is said below the least count), ``due: day_before``,
    ``ticks: summed`` (points that fill the maximum together are added up).
    """

    rule: Mapping[str, object] | None
    unread: tuple[str, ...] = ()
    said: Mapping[str, str] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence without its bullet, and how deep it stands."""

    text: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """An item, or a case inside it, whose lines are all to be said by one rule."""

    title: str
    lines: tuple[Line, ...]
    maximum: Fraction
    labels: tuple[str, ...] = ()
    penalty: bool = False
    survey: bool = False

    def texts(self) -> tuple[str, ...]:
        """Return the sentences."""
        return tuple(line.text for line in self.lines)

    def inner(self, lines: tuple[Line, ...], maximum: Fraction, labels: tuple[str, ...]) -> Question:
        """Return the question that a case inside this one puts."""
        return replace(self, lines=lines, maximum=maximum, labels=labels)


@dataclass(frozen=True, slots=True)
class Probe:
    """What a sentence promises: these inputs give these points."""

    inputs: Mapping[str, Fraction | str]
    points: Fraction


@dataclass(frozen=True, slots=True)
class Reading:
    """A rule that says every line of a question, with what the sentences promise of it."""

    rule: Mapping[str, object]
    probes: tuple[Probe, ...] = ()
    unread: tuple[str, ...] = ()
    said: Mapping[str, str] = field(default_factory=lambda: NOTHING)
