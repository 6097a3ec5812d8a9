"""A trial in words, the same for the terminal, the workbook and the document: what is tried, who moves, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from parcli.core import points
from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.ranking import BlockRanking
from parcli.core.trial import Cause, ItemMove, Moved, Place, Tried, WhatIf
from parcli.report.wording import Wording, banners, some_of

NOTHING = "–"
_FEW, _DECIMALS = 3, 4
Effects = tuple[tuple[BlockRanking, tuple[Moved, ...]], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A trial to be shown: the cycle, the file, everything worked out, and what moves by block."""

    edition: Edition
    cycle: Cycle
    trial: WhatIf
    tried: Tried
    effects: Effects
    provisional: bool
    file: str


def notices(shown: Shown, wording: Wording) -> tuple[str, ...]:
    """Return what must be said first: that this is a trial, and what is said of the result itself."""
    return (wording.text("trial.notice"), *banners(wording, shown.edition.status, provisional=shown.provisional))


def changes(shown: Shown, wording: Wording) -> Iterator[str]:
    """Yield what is tried, a line each."""
    names = {unit.id: unit.name for unit in shown.cycle.units}
    for unit, items in shown.tried.points.items():
        before, after = shown.tried.before.finals.get(unit, {}), shown.tried.after.finals.get(unit, {})
        for item, why in items.items():
            move = figures(before.get(item), after.get(item))
            yield _because(wording.text("trial.change.points", unit=names[unit], item=item, move=move), why, wording)
    for kind, units in (("exclude", shown.tried.left_out), ("include", shown.tried.taken_in)):
        for unit, why in units.items():
            yield _because(wording.text(f"trial.change.{kind}", unit=names[unit]), why, wording)
    for name, was, now in shown.tried.settings:
        yield wording.text("trial.change.setting", name=f"{setting(name, shown, wording)} ({name})", move=f"{was} → {now}")


def setting(name: str, shown: Shown, wording: Wording) -> str:
    """Return a setting by its name for people."""
    block, _, rest = name.removeprefix("blocks.").partition(".")
    if not name.startswith("blocks."):
        return wording.text(f"trial.setting.{name}")
    known = shown.edition.block(block)
    title = block if known is None else known.title
    kind, _, code = rest.partition(".")
    return wording.text(f"trial.setting.blocks.{kind}", block=title, area=code)


def _because(text: str, why: str, wording: Wording) -> str:
    return wording.text("trial.because", what=text, why=why) if why else text


def figures(before: Fraction | None, after: Fraction | None, places: int | None = None) -> str:
    """Return two figures beside each other; one where they print alike."""
    was, now = (NOTHING if each is None else points.vietnamese(each, places) for each in (before, after))
    return was if was == now else f"{was} → {now}"


def rank_move(one: Moved, wording: Wording) -> str:
    """Return a unit's rank before and after, with the way it goes; its state where it has none."""
    was, now = (_rank(each, wording) for each in (one.before, one.after))
    if was == now:
        return was
    moved = (one.before.rank or 0) - (one.after.rank or 0) if one.before.rank and one.after.rank else 0
    way = f" {'▲' if moved > 0 else '▼'}{abs(moved)}" if moved else ""
    return f"{was} → {now}{way}"


def _rank(place: Place, wording: Wording) -> str:
    return str(place.rank) if place.rank is not None else wording.text(f"state.{place.state}")


def index_move(one: Moved, usual: int) -> str:
    """Return a unit's index before and after."""
    return figures(one.before.index, one.after.index, max(usual, one.before.places, one.after.places))


def class_move(one: Moved) -> str:
    """Return a unit's class before and after."""
    was, now = one.before.class_name or NOTHING, one.after.class_name or NOTHING
    return was if was == now else f"{was} → {now}"


def causes(one: Moved, shown: Shown, wording: Wording) -> str:
    """Return in a sentence why a unit moves."""
    return "; ".join(_cause(each, shown, wording) for each in one.causes) or wording.text("trial.cause.others", about=NOTHING)


def _cause(one: Cause, shown: Shown, wording: Wording) -> str:
    names = {unit.id: unit.name for unit in shown.cycle.units}
    about = [names.get(each, each) if one.kind == "others" else each for each in one.about]
    if one.kind == "policies":
        about = [setting(each, shown, wording) for each in one.about]
    said = wording.text(f"trial.cause.{one.kind}", about=some_of(wording, about, _FEW) if about else NOTHING)
    return _because(said, one.why, wording)


def rest(block: BlockRanking, moved: tuple[Moved, ...], wording: Wording) -> str:
    """Return how many units of a block stay as they are; "" where none do and others move."""
    count = len(block.rows) + len(block.unranked) - len(moved)
    if moved and not count:
        return ""
    return wording.text("trial.rest" if moved else "trial.nobody", block=block.title, count=count)


def items(one: Moved, wording: Wording) -> str:
    """Return the items of a unit whose points are other ones, the first of many."""
    return some_of(wording, [_item(each) for each in one.items], _FEW) if one.items else ""


def _item(one: ItemMove) -> str:
    return f"{one.item}: {_brief(one.before)} → {_brief(one.after)}"


def _brief(value: Fraction | None) -> str:
    """Write an item's points; those of an area with another maximum may have no end."""
    return NOTHING if value is None else points.plain(value, _DECIMALS).replace(".", ",")
