"""Every file that lies where returns, appraisal and surveys lie, accounted for exactly once: used, refused or uncited.

``used``: it was read, and what it says is in the result or bears out an item. ``refused``: it was not taken, or not looked
into at all; findings say why. ``uncited``: it lies there, and nothing refers to it. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Fate = Literal["used", "refused", "uncited"]
Why = Literal["kept", "passed_over", "other"]
FATES: tuple[Fate, ...] = ("used", "refused", "uncited")
WHYS: tuple[Why, ...] = ("kept", "passed_over", "other")
_DROPPINGS = frozenset({"thumbs.db", "desktop.ini"})
_DROPPINGS_BEGIN = ("~$", ".")


@dataclass(frozen=True, slots=True)
class Lying:
    """Something that a walk met and that is no folder to walk: its path in the cycle (`/`, NFC), and whether it is a plain file.

    What is none is a link, a pipe, a device, or a folder that could not be listed.
    """

    path: str
    plain: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """What the readers and checks made of what they met, by paths in the cycle.

    A refused folder is refused with all that lies in it. ``asked`` are the folders of which everything is asked for, so that
    what nobody took was refused; ``kept`` are folders that parcli keeps itself.
    """

    used: frozenset[str]
    refused: frozenset[str]
    uncited: frozenset[str]
    asked: tuple[str, ...] = ()
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Accounts:
    """How many files were found, and how many ended in each of the three ways; their sum is what was found.

    ``uncited_because`` divides the uncited ones: ``kept`` from former returns, ``passed_over`` as no document (what programs
    leave behind), ``other``. ``refused`` names the refused ones, where they are still known.
    """

    fates: Mapping[Fate, int]
    uncited_because: Mapping[Why, int]
    refused: tuple[str, ...] = field(default=(), compare=False)

    @property
    def found(self) -> int:
        """All that was found."""
        return sum(self.fates.values())

    @property
    def unexamined(self) -> int:
        """What no figure rests on: refused, or never referred to."""
        return self.fates["refused"] + self.fates["uncited"]


def account(lying: Sequence[Lying], told: Told) -> Accounts:
    """Give each thing that lies there its one fate, and count."""
    ended = [_fate(one, told) for one in lying]
    fates = Counter(fate for fate, _ in ended)
    because = Counter(why for fate, why in ended if fate == "uncited")
    refused = tuple(sorted(one.path for one, (fate, _) in zip(lying, ended, strict=True) if fate == "refused"))
    return Accounts({fate: fates[fate] for fate in FATES}, {why: because[why] for why in WHYS}, refused)


def _fate(one: Lying, told: Told) -> tuple[Fate, Why]:
    above = tuple(_above(one.path))
    if not one.plain or one.path in told.refused or not told.refused.isdisjoint(above):
        return "refused", "other"
    if one.path in told.used:
        return "used", "other"
    if one.path in told.uncited:
        return "uncited", "other"
    if not told.kept.isdisjoint(above):
        return "uncited", "kept"
    if _is_dropping(one.path.rpartition("/")[2]):
        return "uncited", "passed_over"
    return ("refused" if any(folder in above for folder in told.asked) else "uncited"), "other"


def _above(path: str) -> Iterable[str]:
    """Yield the folders above a path, the nearest first."""
    while (path := path.rpartition("/")[0]) != "":
        yield path


def _is_dropping(name: str) -> bool:
    return name.startswith(_DROPPINGS_BEGIN) or name.casefold() in _DROPPINGS
