"""What a comparison of two editions says: changes, counterparts, and whether the version numbers own up to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Weight = Literal["minor", "major"]
Level = Literal["edition", "block", "area", "group", "item"]
Comparable = Literal["yes", "no", "ask"]

# Workbooks that were sent before such a change can still be read, and give the same points.
_MINOR = frozenset({
    "basis", "edition", "edition_title", "evidence", "guidance", "index_title", "number", "order", "print", "review", "source", "status", "title",
    "version", "wording",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One value that differs: its path inside what changed (``levels[2].points``), and both texts; None where there was nothing."""

    path: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its kind, where it is in the new edition (in the old one for what was removed), and what differs.

    ``code`` is empty at the levels of edition and block, ``former`` for what was added.
    """

    kind: str
    level: Level
    block: str = ""
    area: str = ""
    code: str = ""
    former: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def weight(self) -> Weight:
        """Whether workbooks already sent stay readable with the same scoring."""
        return "minor" if self.kind in _MINOR else "major"


@dataclass(frozen=True, slots=True)
class Match:
    """An area, group or item and its counterpart; ``similarity`` of the titles from 0 to 1, None where a title is missing.

    ``why`` is a kind: what stands against comparing the years, or makes it a question; empty where nothing does.
    """

    level: Level
    old_block: str
    block: str
    old: str
    new: str
    by: Literal["code", "title", "code+title", "crosswalk"]
    similarity: Fraction | None
    comparable: Comparable
    why: str = ""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The weight of all changes together, and what the version numbers say of it."""

    weight: Literal["none", "minor", "major"]
    versions: Literal["fits", "unchanged", "too_small", "back", "other_edition"]


@dataclass(frozen=True, slots=True)
class Diff:
    """All changes from one edition to another, the counterparts found, and the pairs about which a person is asked."""

    old: str
    new: str
    changes: tuple[Change, ...]
    matches: tuple[Match, ...]
    questions: tuple[Match, ...]
    blocks: tuple[tuple[str, str], ...]
    verdict: Verdict

    def counts(self) -> dict[str, int]:
        """Return how many changes there are of each kind, in the order of their first appearance."""
        return dict(Counter(change.kind for change in self.changes))
