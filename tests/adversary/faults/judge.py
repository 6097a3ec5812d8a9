"""What a run left, held against what it may leave: the old or the new set, whole, and after one more run the reference."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .stage import Play, Tree, tree
from .warm import Ended

_JOURNAL = "/journal.json"
_HELD, _FULL, _INTERRUPTED = 3, 4, 5
_FOREIGN = ("Traceback", "Exception ignored", "Fatal Python error", "KeyboardInterrupt")


@dataclass(frozen=True)
class Verdict:
    """What one trial came to: whether the new content stood there at once, and every fault in words."""

    new: bool
    faults: tuple[str, ...] = field(default=())


def after_fault(play: Play, cycle: Path, done: Ended, allowed: frozenset[int], *, litter: bool) -> Iterator[str]:
    """Yield what is wrong right after a disturbed run; ``litter`` says whether unfinished work may lie beside until the next.

    Moves that stand in a journal may always: from then on they will be done, by the next run where this one could not.
    """
    if done.status not in allowed:
        yield f"exit code {done.status}, not one of {sorted(allowed)}: {done.said[:300]}"
    if any(word in done.said for word in _FOREIGN):
        yield f"said: {done.said[:300]}"
    if done.survivors:
        yield f"{done.survivors} processes outlived it"
    now = tree(cycle)
    yield from _content(play, now)
    left = sorted(name for name in now if _unfinished(name))
    if left and not litter and not any(name.endswith(_JOURNAL) for name in left):
        yield f"litter: {left}"
    yield from _log(cycle)


def after_rerun(play: Play, cycle: Path, done: Ended) -> Iterator[str]:
    """Yield what is wrong after one more run, which nothing disturbed: the reference bytes, and nothing besides."""
    if done.status not in {play.status, play.again}:
        yield f"the next run: exit code {done.status}: {done.said[:300]}"
    if any(word in done.said for word in _FOREIGN):
        yield f"the next run said: {done.said[:300]}"
    now = tree(cycle)
    if now != play.after:
        yield f"the next run does not give the reference bytes: {sorted(_unlike(now, play.after))[:5]}"
    if left := [path.name for path in cycle.rglob(".parcli-*")]:
        yield f"the next run left litter: {left}"
    yield from _log(cycle)


def is_new(play: Play, cycle: Path) -> bool:
    """Whether the new content stands there."""
    return all((cycle / name).is_file() for name in play.after) and not _unlike(tree(cycle), play.after)


def codes(number: int, play: Play, *, timed: bool) -> frozenset[int]:
    """Return the exit codes with which a run may end that got a signal, which may also have come too late.

    One that comes by the clock may meet a process that has not read a word of parcli yet: the signal itself ends it, and it
    says nothing.
    """
    if number == signal.SIGKILL:
        return frozenset({-signal.SIGKILL, play.status})
    return frozenset({_INTERRUPTED, play.status, *((-number,) if timed else ())})


def full(play: Play) -> frozenset[int]:
    """Return the exit codes of a run that met a full disk."""
    return frozenset({_FULL, play.status})


def held(play: Play) -> frozenset[int]:
    """Return the exit codes of runs that met at one cycle."""
    return frozenset({_HELD, play.status, play.again})


def _content(play: Play, now: Tree) -> Iterator[str]:
    """Nothing that was there is lost or changed; what is new is whole; the set is of one run."""
    settled = {name: content for name, content in now.items() if not _unfinished(name)}
    if play.whole:
        inside = [{name: text for name, text in each.items() if name.startswith(play.whole)} for each in (settled, play.before, play.after)]
        if inside[0] not in inside[1:]:
            yield f"partial or mixed: {sorted(_unlike(inside[0], inside[2]))[:5]}"
    for name in sorted(_unlike(settled, play.before)):
        # What intake took from the submissions it keeps elsewhere; what a command adds appears as the new file only.
        if settled.get(name) != play.after.get(name):
            yield f"{'lost' if name not in settled else 'neither old nor new'}: {name}"


def _unlike(one: Tree, other: Tree) -> set[str]:
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


def _unfinished(name: str) -> bool:
    return any(part.startswith(".parcli-") for part in name.split("/"))


def _log(cycle: Path) -> Iterator[str]:
    path = cycle / "log.jsonl"
    for line in path.read_bytes().split(b"\n")[:-1] if path.exists() else ():
        try:
            json.loads(line)
        except ValueError:
            yield f"log.jsonl has a line that is none: {line[:80]!r}"
