"""Read many returned workbooks in worker processes that can be killed: one bad file never stops the others."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from parcli.container import Unread, content_after_loss, content_of, unread
from parcli.core.limits import Limits
from parcli.core.returned import Returned
from parcli.workbook.layout import Layout
from parcli.workbook.reader import read
from parcli.workers import Lost, batch


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: its place on disk, its name in the cycle, the layout it should have, and those sent earlier."""

    place: Path
    path: str
    layout: str
    earlier: tuple[str, ...] = ()


def read_all(
    jobs: Sequence[Job], layouts: Mapping[str, Layout], limits: Limits, workers: int = 0, progress: Callable[[], None] | None = None
) -> tuple[Returned, ...]:
    """Read the files; the answers stand in the order of the jobs. ``progress`` is called once for each file."""
    # Work is bounded by the limits on size and cells; time is the last resort against a file that hangs its reader.
    patience = limits.workbook_cpu_seconds * limits.clock_factor
    read_by_job: dict[Job, Returned] = {}
    for job, answer in batch(partial(_read_one, dict(layouts), limits), jobs, workers, patience, limits.worker_memory, limits.workbook_cpu_seconds):
        read_by_job[job] = _unexamined(job, answer) if isinstance(answer, Lost) else answer
        if progress is not None:
            progress()
    return tuple(read_by_job[job] for job in jobs)


def _read_one(layouts: Mapping[str, Layout], limits: Limits, job: Job) -> Returned:
    content = content_of(job.place, limits)
    if isinstance(content, Unread):
        return Returned(job.path, "", content.size, (content.problem,))
    return read(content, job.path, layouts[job.layout], limits, [layouts[name] for name in job.earlier])


def _unexamined(job: Job, lost: Lost) -> Returned:
    """A file whose reader was lost: it is named, and its hash says which content it had."""
    content, why = content_after_loss(job.place), unread("term:over_limits" if lost.over_limits else lost.error)
    return Returned(job.path, hashlib.sha256(content).hexdigest() if content else "", len(content), (why.problem,))
