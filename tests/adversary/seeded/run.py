"""The seeded runs as lines of the table: damaged files, tampering, honest files. The short form takes seconds, the long one an hour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from adversary.lines import Line
from adversary.seeded import honest, mutating, subjects, submissions, tampering
from workbook import kit

GROUPS = ("mutations", "tampering", "honest")
SHORT, LONG = (110, 73, 12), (10_000, 1_000, 300)
"""How many damaged files, edits and honest files the two forms have."""
_MOST_MISSED = 0.001


@dataclass(frozen=True)
class Wish:
    """Which groups are run, and of each only these numbers; all where none is named."""

    groups: Sequence[str] = GROUPS
    numbers: Sequence[int] = ()


ALL = Wish()


def run(long: bool, folder: Path, seed: int, wish: Wish = ALL) -> tuple[Line, ...]:
    """Run what is wished for in a folder that is the caller's; what was not run says so."""
    return tuple(lines(long, folder, seed, wish))


def lines(long: bool, folder: Path, seed: int, wish: Wish = ALL) -> Iterator[Line]:
    """Yield each line as soon as it is known."""
    counts = dict(zip(GROUPS, LONG if long else SHORT, strict=True))
    for group, made in (("mutations", _mutations), ("tampering", _tampering), ("honest", _honest)):
        if group in wish.groups:
            yield from made(long, folder / group, seed, counts[group], wish.numbers)
        else:
            yield Line(group, "", "not run", None)


def _mutations(long: bool, folder: Path, seed: int, count: int, numbers: Sequence[int]) -> Iterator[Line]:
    outcome = mutating.run(subjects.all_of(folder, seed, shipped=long), count, seed, folder, numbers)
    states = ", ".join(f"{state} {number}" for state, number in sorted(outcome.by_state().items()))
    faults = "".join(f"; {state}: {case.label} of seed {seed}" for case, state in outcome.faults[:8])
    goal = f"{LONG[0]} seeded mutations: no traceback, hang, memory overrun or silent change"
    whole = _whole(long, numbers, outcome.count, LONG[0])
    yield Line("bad inputs: seeded mutations", goal, f"{outcome.count}: {states}; at most {outcome.peak} MiB{faults}{whole}", not outcome.faults)


def _tampering(long: bool, folder: Path, seed: int, count: int, numbers: Sequence[int]) -> Iterator[Line]:
    benches = submissions.benches(folder / "editions", ("small", "xa-2026"))
    outcome = tampering.run(benches, count, seed, folder, numbers)
    missed = "".join(f"; missed: {edit.label} of seed {seed}" for edit in outcome.missed[:8])
    moved = "".join(f"; points moved: {edit.label} of seed {seed}" for edit in outcome.moved[:8])
    kinds, moving = len(outcome.made), outcome.missed_moving
    reached = f"{outcome.count - len(outcome.missed)} of {outcome.count} found, {kinds} kinds; {moving} missed that move a figure{missed}{moved}"
    held = len(outcome.missed) <= _MOST_MISSED * outcome.count and not moving and not outcome.moved
    goal = f"{LONG[1]} edits of more than 20 kinds: 99.9 % found, all that would move a figure"
    yield Line("tampering", goal, reached + _whole(long, numbers, outcome.count, LONG[1]), held)


def _honest(long: bool, folder: Path, seed: int, count: int, numbers: Sequence[int]) -> Iterator[Line]:
    names = ("small", "xa-2026", "so-2023", "xa-2025", "huyen-2023") if long else ("small", "xa-2026")
    benches = submissions.benches(folder / "editions", names)
    saved = honest.SAVED if kit.OFFICE else ("",)
    made = honest.files(benches, count, seed, numbers, saved)
    outcome = honest.run(benches, made, folder)
    wrong = "".join(f"; {each}" for each in outcome.wrong[:8])
    without = "" if kit.OFFICE else "; LibreOffice is not there: its round trips were not run"
    reached = f"{outcome.made.total()} files, {len(outcome.wrong)} blocked, called wrong or read otherwise{wrong}{without}"
    goal = f"{LONG[2]} honest files: none blocked, none called wrong"
    yield Line("honest files", goal, reached + _whole(long, numbers, outcome.made.total(), LONG[2]), not outcome.wrong)


def _whole(long: bool, numbers: Sequence[int], count: int, most: int) -> str:
    """Say where less was run than the goal speaks of."""
    if numbers:
        return f" (only {', '.join(map(str, numbers))})"
    return "" if long else f" (short form: {count} of {most})"
