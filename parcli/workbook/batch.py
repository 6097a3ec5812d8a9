"""Read many returned workbooks in worker processes that can be killed: one bad file never stops the others."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from parcli.core.limits import Limits
from parcli.core.returned import Problem, Returned
from parcli.workbook.layout import Layout
from parcli.workbook.reader import read
from parcli.workers import Lost, answers

_MOST_WORKERS = 4


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
    most = min(workers or min(os.cpu_count() or 1, _MOST_WORKERS), len(jobs))
    # Work is bounded by the limits on size and cells; time is the last resort against a file that hangs its reader.
    patience = float(limits.workbook_cpu_seconds * limits.clock_factor)
    read_by_job: dict[Job, Returned] = {}
    for job, answer in answers(partial(_read_one, dict(layouts), limits), jobs, most, partial(_patience, patience), partial(bound_memory, limits)):
        read_by_job[job] = _unexamined(job, answer) if isinstance(answer, Lost) else answer
        if progress is not None:
            progress()
    return tuple(read_by_job[job] for job in jobs)


def _patience(seconds: float, job: Job) -> float:  # noqa: ARG001 - the same for every file
    return seconds


def bound_memory(limits: Limits) -> None:
    """Keep this worker within its memory, where the system can."""
    try:
        import resource  # noqa: PLC0415 - not on every platform
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.worker_memory, limits.worker_memory))


def _read_one(layouts: Mapping[str, Layout], limits: Limits, job: Job) -> Returned:
    try:
        if job.place.is_symlink():
            return _unread(job, "link")
        if job.place.exists() and not job.place.is_file():
            return _unread(job, "term:special")
        size = job.place.stat().st_size
        if size > limits.workbook_bytes:
            values = (("found", str(size)), ("limit", str(limits.workbook_bytes)), ("what", "bytes"))
            return Returned(job.path, "", size, (Problem("WB107", values),))
        content = job.place.read_bytes()
    except OSError as error:
        return _unread(job, error.strerror or type(error).__name__)
    return read(content, job.path, layouts[job.layout], limits, [layouts[name] for name in job.earlier])


def _unread(job: Job, reason: str, content: bytes = b"") -> Returned:
    digest = hashlib.sha256(content).hexdigest() if content else ""
    return Returned(job.path, digest, len(content), (Problem("WB105", (("reason", reason),)),))


def _unexamined(job: Job, lost: Lost) -> Returned:
    """A file whose reader was lost: it is named, and its hash says which content it had."""
    try:
        content = job.place.read_bytes()
    except OSError:
        content = b""
    return _unread(job, lost.error or f"worker {lost.exit_code}", content)
