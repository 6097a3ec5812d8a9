"""What the benchmarks share: processor time of a step, the median of several runs, and one line of result."""

from __future__ import annotations

import resource
import statistics
from collections.abc import Callable


def processor_seconds() -> float:
    """Return the processor time of this process and its ended children, in seconds."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


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
