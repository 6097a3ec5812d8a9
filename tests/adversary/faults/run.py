"""All fault runs and all variations, in a short form for every change and a long one by hand; a line for each kind."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from ..lines import Line  # noqa: TID252 - the package is tests.adversary for people and adversary for the tests
from . import trials, variations
from .stage import Play, Stage, environment, more_plays, plays
from .trials import Trial, tried
from .warm import ROOT, Warm

_WHOLE = "0 partial, 0 mixed, 0 left over; the next run gives the reference bytes"
_SHUT = "read-only, held, open elsewhere"
_LANES = min(2, os.cpu_count() or 1)
COUNTS = {"kill -9": (4, 200), "SIGINT": (2, 100), "SIGTERM": (1, 50), "disk full": (1, 40), "4 at once": (1, 50)}
"""How many runs of each kind for each command: in the short form, in the long one."""


def run(long: bool, folder: Path, seed: int) -> tuple[Line, ...]:
    """Return a line for each kind of fault and of variation; ``folder`` is for scratch."""
    return tuple(lines(long, folder, seed))


def lines(long: bool, folder: Path, seed: int) -> Iterator[Line]:
    """Play all faults on ``aggregate`` and ``rank``, in the long form on four more commands too, and tell each kind as it is done."""
    warm = [Warm(environment(folder / f"cache-{place}")) for place in range(_LANES)]
    stages = [Stage(folder, each) for each in warm]
    try:
        for play in plays(stages[0]):
            yield from _lines(play, stages, Random(seed), long=long)
        for play in more_plays(stages[0]) if long else ():
            yield from _added(play, stages, Random(seed))
        yield _bytes(stages[0], seed, long=long)
    finally:
        for each in warm:
            each.close()


def _lines(play: Play, stages: Sequence[Stage], chance: Random, *, long: bool) -> Iterator[Line]:
    count = {kind: both[long] for kind, both in COUNTS.items()}
    for kind, number in (("kill -9", signal.SIGKILL), ("SIGINT", signal.SIGINT), ("SIGTERM", signal.SIGTERM)):
        yield _line(play, kind, trials.signalled(play, number, count[kind], chance, cold=long), stages)
    yield from _full(play, stages, chance, count["disk full"])
    yield _line(play, "4 at once", trials.together(play, count["4 at once"]), stages)
    if not trials.mountable(stages[0].folder):
        yield Line(f"{_SHUT}: {play.name}", _WHOLE, "no disk can be mounted here", None)
    elif long or play.name == "aggregate":
        yield _line(play, _SHUT, trials.shut(play), stages)


def _full(play: Play, stages: Sequence[Stage], chance: Random, count: int) -> Iterator[Line]:
    """The disk fills up at a seeded writing step; and a real one, or where none can be mounted a bound on the size of files."""
    yield _line(play, "disk full from a step on", trials.full_steps(play, count, chance), stages)
    if trials.mountable(stages[0].folder):
        yield _line(play, "disk full", trials.full_disks(play, count, chance), stages)
        return
    yield _line(play, "files that may not grow", trials.small_files(play, count, chance), stages)
    yield Line(f"disk full: {play.name}", _WHOLE, "no disk can be mounted here", None)


def _added(play: Play, stages: Sequence[Stage], chance: Random) -> Iterator[Line]:
    yield _line(play, "kill -9", trials.signalled(play, signal.SIGKILL, 60, chance, cold=True), stages)
    yield _line(play, "SIGINT", trials.signalled(play, signal.SIGINT, 30, chance, cold=True), stages)
    yield from _full(play, stages, chance, 20)


def _bytes(stage: Stage, seed: int, *, long: bool) -> Line:
    """The commands of a cycle under surroundings that differ: of the small one, or of the shipped example."""
    start = stage.copy(ROOT / "examples" / "hanoi-2023" if long else stage.folder / "final", "bare")
    for name in ("workbooks", "versions", "appraisal", "results", "log.jsonl"):
        shutil.rmtree(start / name, ignore_errors=True)
    chosen = variations.VARIATIONS if long else variations.VARIATIONS[: variations.SHORT]
    told = variations.differences(start, stage.folder / "bytes", chosen, seed, _LANES)
    reached = f"{len(chosen)} variations, {len(told)} differences"
    return Line("bytes", f"{len(variations.VARIATIONS)} variations, 0 differences", "; ".join((reached, *told[:3])), not told)


def _line(play: Play, kind: str, each: Sequence[Trial], stages: Sequence[Stage]) -> Line:
    got = tried(each, stages, f"{play.name}-{kind}".replace(" ", "-").replace(",", ""))
    most = COUNTS.get(kind, (0, len(each)))[1]
    goal = f"{most} runs: {_WHOLE}" if play.whole else f"nothing lost, each file old or new; {_WHOLE.partition('; ')[2]}"
    return Line(f"{kind}: {play.name}", goal, got.told, not got.faults)
