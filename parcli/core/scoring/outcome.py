"""What is known of a unit before it is scored, and what is known after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal

from parcli.core.edition import Kind, Treatment
from parcli.core.expr import Value
from parcli.core.item import Item
from parcli.core.submission import Answer, SelfAssessment

State = Literal["final", "provisional", "incomplete", "not_submitted", "blocked", "excluded"]
StageName = Literal["self", "appraisal_1", "appraisal_2", "council", "survey"]
Ruling = Literal["accepted", "rejected"]
REMOVING: Final[tuple[Treatment, ...]] = ("rescale", "reduce_maximum", "unranked")
"""The treatments by which an item leaves a unit's points."""
Stage = Literal["round_1", "round_2", "council"]
Waiting = Literal[
    "refused_1", "refused_2", "refused_council", "disputed_1", "disputed_2", "disputed_council",
    "questioned", "round_2", "ruling", "appraisal", "council", "survey",
]  # fmt: skip
"""What an item waits for: a figure that cannot be taken, two that differ, a question, a second round, an answer to a claim, a figure."""

MissingKind = Literal["blocked", "nothing_applies", "self_score", "survey_unread"] | Waiting
"""What a unit waits for: besides the above a return that can be appraised, an item that applies, its own points, a survey that can be read."""


@dataclass(frozen=True, slots=True)
class Stages:
    """The figures that appraisal and Council gave to an item, in points; None where a stage gave none.

    ``ruling`` is the last answer to a claim that the item does not apply, ``ruled_at`` its stage. ``waiting`` is what
    keeps the last figure from being final.
    """

    appraised_1: Fraction | None = None
    appraised_2: Fraction | None = None
    council: Fraction | None = None
    ruling: Ruling | None = None
    ruled_at: Stage | None = None
    waiting: tuple[Waiting, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is known of a unit when it is scored. ``records`` is None when it returned nothing."""

    unit: str
    records: Mapping[str, SelfAssessment] | None = None
    blocked_by: tuple[str, ...] = ()
    excluded_for: str | None = None
    exempt: Mapping[str, Kind] = field(default_factory=dict)
    stages: Mapping[str, Stages] = field(default_factory=dict)
    survey: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    survey_refused: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ItemResult:
    """An item's figures in points at every stage; ``final`` is None while unknown or when the item is taken out.

    ``waits_for`` says what is still missing before its figure, or its being taken out, is final. ``claim`` is the unit's
    own claim that it does not apply, whatever became of it; ``why`` and ``treatment`` are what holds, ``claimed`` is what
    the claim, or what was decided beforehand, would do. ``computed`` are the unit's own points whatever appraisal says of
    its claim.
    """

    item: Item
    treatment: Treatment | None
    why: Kind | None
    computed: Fraction | None
    shown: Fraction | None
    stages: Stages
    survey: Fraction | None
    final: Fraction | None
    source: StageName | None
    cell: str | None
    answers: Mapping[str, Answer]
    status: Literal["known", "removed", "awaiting", "left_out", "unknown"]
    waits_for: tuple[Waiting, ...] = ()
    claim: Kind | None = None
    claimed: Treatment | None = None

    @property
    def code(self) -> str:
        """The item's code."""
        return self.item.code

    @property
    def counts(self) -> bool:
        """Whether its maximum counts."""
        return self.status not in ("removed", "left_out")


@dataclass(frozen=True, slots=True)
class AreaResult:
    """An area's points: what its items that count can give, what the unit claims, what it gets."""

    code: str
    kind: str
    maximum: Fraction
    self_points: Fraction | None
    final: Fraction | None

    @property
    def index(self) -> Fraction | None:
        """The area's points in percent of its maximum."""
        return None if self.final is None or not self.maximum else 100 * self.final / self.maximum


@dataclass(frozen=True, slots=True)
class Missing:
    """One kind of thing that is missing, and the items (of a blocked return: the codes of findings) that it is about."""

    kind: MissingKind
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a unit has no final figure yet, or no rank: a kind, and the items, codes or words that it is about.

    ``missing`` tells the items apart by what they wait for.
    """

    kind: str
    about: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitResult:
    """A unit's result in points and percent."""

    unit: str
    block: str
    state: State
    reason: Reason | None
    self_points: Fraction | None
    appraised: Fraction | None
    survey: Fraction | None
    bonus: Fraction | None
    penalty: Fraction | None
    final: Fraction | None
    maximum: Fraction
    areas: tuple[AreaResult, ...]
    items: tuple[ItemResult, ...]

    @property
    def index(self) -> Fraction | None:
        """The index: the final figure in percent of the maximum."""
        return None if self.final is None or not self.maximum else 100 * self.final / self.maximum

    def with_status(self, *wanted: str) -> tuple[str, ...]:
        """Return the codes of the items with one of these statuses."""
        return tuple(one.code for one in self.items if one.status in wanted)
