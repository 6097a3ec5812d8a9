"""Read many returned workbooks in worker processes that can be killed: one bad file never stops the others."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from parcli.container import Unread, content_after_loss, content_of, unread
from parcli.core.limits import Limits
from parcli.core.returned import Returned
from parcli.workbook.kept import Shelf
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

    @property
    def layouts(self) -> tuple[str, ...]:
        """The names of all layouts that it may have."""
        return (self.layout, *self.earlier)


def read_all(
    jobs: Sequence[Job],
    layouts: Mapping[str, Layout],
    limits: Limits,
    workers: int = 0,
    progress: Callable[[], None] | None = None,
    shelf: Shelf | None = None,
) -> tuple[Returned, ...]:
    """Read the files; the answers stand in the order of the jobs. ``progress`` is called once for each file."""
    read_by_place: dict[int, Returned] = {}
    for place, one in read_each(jobs, layouts, limits, workers, shelf):
        read_by_place[place] = one
        if progress is not None:
            progress()
    return tuple(read_by_place[place] for place in range(len(jobs)))


def read_each(
    jobs: Sequence[Job], layouts: Mapping[str, Layout], limits: Limits, workers: int = 0, shelf: Shelf | None = None
) -> Iterator[tuple[int, Returned]]:
    """Yield each file as it is read, with its place among the jobs. What the ``shelf`` knows comes first and is kept there."""
    unknown: list[tuple[int, Job]] = []
    for place, job in enumerate(jobs):
        known = _known(job, limits, shelf) if shelf is not None else None
        if known is None:
            unknown.append((place, job))
        else:
            yield place, known
    # Work is bounded by the limits on size and cells; time is the last resort against a file that hangs its reader.
    patience = limits.workbook_cpu_seconds * limits.clock_factor
    for (place, job), answer in batch(
        partial(_read_one, dict(layouts), limits), unknown, workers, patience, limits.worker_memory, limits.workbook_cpu_seconds
    ):
        one = _unexamined(job, answer) if isinstance(answer, Lost) else answer
        if shelf is not None:
            shelf.keep(one, job.layouts)
        yield place, one


def _known(job: Job, limits: Limits, shelf: Shelf) -> Returned | None:
    """Return what was kept of the very bytes that lie there now."""
    content = content_of(job.place, limits)
    return None if isinstance(content, Unread) else shelf.take(hashlib.sha256(content).hexdigest(), job.path, job.layouts)


def _read_one(layouts: Mapping[str, Layout], limits: Limits, placed: tuple[int, Job]) -> Returned:
    job = placed[1]
    content = content_of(job.place, limits)
    if isinstance(content, Unread):
        return Returned(job.path, content.sha256, content.size, (content.problem,))
    return read(content, job.path, layouts[job.layout], limits, [layouts[name] for name in job.earlier])


def _unexamined(job: Job, lost: Lost) -> Returned:
    """A file whose reader was lost: it is named, and its hash says which content it had."""
    content, why = content_after_loss(job.place), unread("term:over_limits" if lost.over_limits else lost.error)
    return Returned(job.path, hashlib.sha256(content).hexdigest() if content else "", len(content), (why.problem,))
