"""The trials: a copy of the cycle, a run with a fault in its way, the look at what it left, one more run, the look again."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from random import Random

from parcli.results import lock

from . import judge
from .judge import Verdict
from .stage import Play, Stage
from .warm import FEWEST_BYTES, Ended, Fault

Trial = Callable[[Stage, str], Verdict]
MIB = 1024 * 1024


def signalled(play: Play, number: int, count: int, chance: Random, *, cold: bool) -> list[Trial]:
    """Return trials with a signal at seeded moments: a fifth of them anywhere in the run, two fifths each at a step and at a line of the writing.

    With ``cold`` every tenth is a whole new interpreter, which may be hit while it is still loading.
    """
    trials = []
    for place in range(count):
        if cold and place % 10 == 9:
            fault = Fault(number, seconds=chance.uniform(0.3, play.seconds + 2.5), cold=True)
        elif place % 5 == 0:
            fault = Fault(number, seconds=chance.uniform(0, play.seconds))
        elif place % 5 in (1, 3):
            fault = Fault(number, step=chance.randint(1, play.steps))
        else:
            fault = Fault(number, line=chance.randint(1, play.lines))
        trials.append(partial(_disturbed, play, fault, judge.codes(number, play, timed=fault.seconds is not None), number == signal.SIGKILL))
    return trials


def full_steps(play: Play, count: int, chance: Random) -> list[Trial]:
    """Return trials in which the disk is full from a seeded writing step on."""
    faults = [Fault(step=chance.randint(1, play.writes)) for _ in range(count)]
    return [partial(_disturbed, play, fault, judge.full(play), False) for fault in faults]


def small_files(play: Play, count: int, chance: Random) -> list[Trial]:
    """Return trials in which no file may grow past a seeded size: what is left where no disk can be mounted."""
    largest = max(len(content) for name, content in play.after.items() if play.before.get(name) != content)
    faults = [Fault(biggest=chance.randint(FEWEST_BYTES, max(largest, FEWEST_BYTES))) for _ in range(count)]
    return [partial(_disturbed, play, fault, judge.full(play), False) for fault in faults]


def _disturbed(play: Play, fault: Fault, allowed: frozenset[int], litter: bool, stage: Stage, name: str) -> Verdict:
    with _copy(play, stage, name) as cycle:
        (done,) = stage.run(cycle, play.arguments, fault)
        return _judged(play, stage, cycle, [done], allowed, litter=litter)


def _judged(play: Play, stage: Stage, cycle: Path, ended: Sequence[Ended], allowed: frozenset[int], *, litter: bool = False) -> Verdict:
    faults = [each for done in ended for each in judge.after_fault(play, cycle, done, allowed, litter=litter)]
    new = judge.is_new(play, cycle)
    (again,) = stage.run(cycle, play.arguments)
    return Verdict(new, (*faults, *judge.after_rerun(play, cycle, again)))


@contextmanager
def _copy(play: Play, stage: Stage, name: str) -> Iterator[Path]:
    cycle = Path(shutil.copytree(play.start, stage.folder / name / "cycle"))
    try:
        yield cycle
    finally:
        shutil.rmtree(stage.folder / name)


def full_disks(play: Play, count: int, chance: Random) -> list[Trial]:
    """Return trials on a real disk of its own on which a seeded part of what the command needs is free."""
    needed = sum(len(content) + 4096 for name, content in play.after.items() if play.before.get(name) != content)
    return [partial(_on_full_disk, play, chance.uniform(0, 1) * needed) for _ in range(count)]


def _on_full_disk(play: Play, free: float, stage: Stage, name: str) -> Verdict:
    with disk(stage.folder / name) as place:
        cycle = Path(shutil.copytree(play.start, place / "cycle"))
        filler = place / "filler"
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(4096))
        with filler.open("rb+") as file:
            file.truncate(max(0, filler.stat().st_size - int(free) // 4096 * 4096))
        (done,) = stage.warm.run([*play.arguments, "-q", "--cycle", str(cycle)], stage.folder / f"{name}.said")
        faults = list(judge.after_fault(play, cycle, done, judge.full(play), litter=False))
        new = judge.is_new(play, cycle)
        filler.unlink()
        (again,) = stage.warm.run([*play.arguments, "-q", "--cycle", str(cycle)], stage.folder / f"{name}.said")
        return Verdict(new, (*faults, *judge.after_rerun(play, cycle, again)))


@contextmanager
def disk(place: Path, size: int = 8 * MIB) -> Iterator[Path]:
    """Mount a small disk in memory. Raises OSError where none can be mounted."""
    place.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(place)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        place.rmdir()
        raise OSError(place)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)
        place.rmdir()


def mountable(folder: Path) -> bool:
    """Whether a disk can be mounted here, which takes a privilege."""
    try:
        with disk(folder / "probe"):
            return True
    except OSError:
        return False


def together(play: Play, count: int, runs: int = 4) -> list[Trial]:
    """Return trials in which so many runs meet at one cycle: those that find it held say so, and one at least comes through."""

    def trial(stage: Stage, name: str) -> Verdict:
        with _copy(play, stage, name) as cycle:
            ended = stage.run(cycle, play.arguments, at_once=runs)
            verdict = _judged(play, stage, cycle, ended, judge.held(play))
            came = any(done.status == play.status for done in ended)
            return verdict if came and verdict.new else Verdict(verdict.new, (*verdict.faults, "no run came through"))

    return [trial] * count


def shut(play: Play) -> list[Trial]:
    """Return the trials with a cycle that may not be written to, one that another holds, and a former set that is open elsewhere."""
    return [partial(_read_only, play), partial(_held, play), partial(_open_elsewhere, play)]


def _read_only(play: Play, stage: Stage, name: str) -> Verdict:
    with disk(stage.folder / name) as place:
        cycle = Path(shutil.copytree(play.start, place / "cycle"))
        for mode in ("ro", "rw"):
            subprocess.run(["mount", "-o", f"remount,{mode}", str(place)], check=True)
            if mode == "ro":
                (done,) = stage.warm.run([*play.arguments, "-q", "--cycle", str(cycle)], stage.folder / f"{name}.said")
                faults = list(judge.after_fault(play, cycle, done, judge.full(play) - {play.status}, litter=False))
        (again,) = stage.warm.run([*play.arguments, "-q", "--cycle", str(cycle)], stage.folder / f"{name}.said")
        return Verdict(new=False, faults=(*faults, *judge.after_rerun(play, cycle, again)))


def _held(play: Play, stage: Stage, name: str) -> Verdict:
    with _copy(play, stage, name) as cycle:
        with lock.hold(cycle):
            (done,) = stage.run(cycle, play.arguments)
        return _judged(play, stage, cycle, [done], frozenset({3}))


def _open_elsewhere(play: Play, stage: Stage, name: str) -> Verdict:
    """A program that reads a file of the former set keeps reading the former one."""
    with _copy(play, stage, name) as cycle:
        former = next(each for each in sorted(play.before) if each.startswith(play.whole) and play.after[each] != play.before[each])
        with (cycle / former).open("rb") as file:
            start = file.read(10)
            (done,) = stage.run(cycle, play.arguments)
            verdict = _judged(play, stage, cycle, [done], frozenset({play.status}))
            same = start + file.read() == play.before[former]
        return verdict if same else Verdict(verdict.new, (*verdict.faults, f"a reader of {former} met another file"))


@dataclass(frozen=True)
class Tried:
    """The verdicts of a group of trials."""

    verdicts: tuple[Verdict, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """Everything that was wrong."""
        return tuple(each for one in self.verdicts for each in one.faults)

    @property
    def told(self) -> str:
        """The figures of the group."""
        new = sum(one.new for one in self.verdicts)
        wrong = sum(bool(one.faults) for one in self.verdicts)
        first = f"; first: {self.faults[0]}" if self.faults else ""
        return f"{len(self.verdicts)} runs, {len(self.verdicts) - new} left the old and {new} the new result; {wrong} with a fault{first}"


def tried(trials: Sequence[Trial], stages: Sequence[Stage], label: str) -> Tried:
    """Make the trials, as many at once as there are stages; their order says nothing."""
    free: SimpleQueue[Stage] = SimpleQueue()
    for stage in stages:
        free.put(stage)

    def one(place: int) -> Verdict:
        stage = free.get()
        try:
            return trials[place](stage, f"{label}-{place}")
        finally:
            free.put(stage)

    with ThreadPoolExecutor(len(stages)) as pool:
        return Tried(tuple(pool.map(one, range(len(trials)))))
