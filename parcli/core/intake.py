"""What came back, file by file, before and after it was sorted. Plain values; nothing here touches the disk.

Every file ends in exactly one place: used, refused, set aside, or passed over as of no interest. An archive that could be
opened is no file of its own; its content is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from parcli.core.returned import Problem

Place = Literal["used", "refused", "set_aside", "passed_over"]
PUT_BACK = "IN126"
"""The finding of files that were received before, lay there no more, and were put back."""
PLACES: tuple[Place, ...] = ("used", "refused", "set_aside", "passed_over")


@dataclass(frozen=True, slots=True)
class Arrived:
    """One file that came: where it stood, where its bytes lie, what it is.

    ``parts`` are the names from the outermost folder or file inwards, archives among them, in NFC; ``heap`` how many of the
    first ones are only the mailbox, which joins nothing. ``source`` is the file or folder on the disk that brought it.
    """

    path: str
    parts: tuple[str, ...]
    heap: int
    place: str
    size: int
    sha256: str
    kind: str
    form: str
    source: str
    source_sha256: str


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """A file that was not taken in at all, and why; without a problem it is passed over as of no interest."""

    path: str
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Fate:
    """Where one file ended: for which unit, as what, and the codes of the findings that say why.

    ``known`` says that the same bytes were there already, so that nothing is written.
    """

    path: str
    place: Place
    unit: str = ""
    role: str = ""
    target: str = ""
    known: bool = False
    codes: tuple[str, ...] = ()

    @property
    def new(self) -> bool:
        """Whether the file brought something that was not received before."""
        return self.place == "used" and not self.known and PUT_BACK not in self.codes


def counted(fates: Iterable[Fate]) -> dict[str, int]:
    """Return how many files were found and how many ended in each place; the sum of the places is what was found.

    ``known`` are those among the used that were there already.
    """
    listed = tuple(fates)
    places = Counter(one.place for one in listed)
    known = sum(1 for one in listed if one.known and one.place == "used")
    return {"found": len(listed), **{place: places[place] for place in PLACES}, "known": known}
