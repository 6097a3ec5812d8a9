"""What the benchmarks share: processor and elapsed time of a step, the median of several runs, and one line of result.

Processor time is that of this process and of its children that have ended; other programs on the machine change it less
than the time on the clock.
"""

from __future__ import annotations

import os
import resource
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


def processor_seconds() -> float:
    """Return the processor time of this process and its ended children, in seconds."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


class Took(NamedTuple):
    """Processor and elapsed seconds."""

    processor: float
    elapsed: float


def took(step: Callable[[], object], runs: int = 5) -> Took:
    """Return the median processor and the median elapsed time of a step."""
    both = []
    for _ in range(runs):
        begun = processor_seconds(), time.perf_counter()
        made = step()
        both.append((processor_seconds() - begun[0], time.perf_counter() - begun[1]))
        del made  # Throwing away what was made is no part of making it.
    return Took(*(statistics.median(each) for each in zip(*both, strict=True)))


def compared(what: str, ours: Took, bare: Took, target: str) -> None:
    """Print both sides and their ratios, measured in one run: in processor time, and on the clock."""
    processor, elapsed = ours.processor / bare.processor, ours.elapsed / bare.elapsed
    print(f"{what}: processor {ours.processor * 1000:.1f} ms against {bare.processor * 1000:.1f} ms = {processor:.2f}x,", end=" ")
    print(f"clock {ours.elapsed * 1000:.1f} ms against {bare.elapsed * 1000:.1f} ms = {elapsed:.2f}x (target {target})", flush=True)


def load() -> str:
    """Say how busy the machine is: processes waiting for a processor, and how many processors there are."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def median(step: Callable[[], object], runs: int = 5) -> float:
    """Return the median processor time of a step, in seconds."""
    times = []
    for _ in range(runs):
        begun = processor_seconds()
        step()
        times.append(processor_seconds() - begun)
    return statistics.median(times)


def line(what: str, ours: float, bare: float, target: str) -> None:
    """Print both sides and their ratio, measured in one run."""
    print(f"{what}: {ours * 1000:.1f} ms against {bare * 1000:.1f} ms = {ours / bare:.2f}x (target {target})")
