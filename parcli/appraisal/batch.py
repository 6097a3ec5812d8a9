"""Read the appraisal workbooks in worker processes that can be killed: one bad file never stops the others."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from parcli.appraisal.layout import Form, forms
from parcli.appraisal.reader import read
from parcli.core.appraisal import AppraisalSheet, Stage
from parcli.core.limits import Limits
from parcli.core.returned import Problem
from parcli.workers import Lost, answers

_MOST_WORKERS = 4


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: its place on disk and its name in the cycle."""

    place: Path
    path: str


def read_all(jobs: Sequence[Job], limits: Limits, workers: int = 0) -> tuple[AppraisalSheet, ...]:
    """Read the files; the answers stand in the order of the jobs."""
    most = min(workers or min(os.cpu_count() or 1, _MOST_WORKERS), len(jobs))
    patience = float(limits.workbook_cpu_seconds * limits.clock_factor)
    task = partial(_read_one, forms(), limits)
    read_by_job = {
        job: _unread(job, answer.error or f"worker {answer.exit_code}", _content(job)) if isinstance(answer, Lost) else answer
        for job, answer in answers(task, jobs, most, partial(_patience, patience), partial(_bound_memory, limits))
    }
    return tuple(read_by_job[job] for job in jobs)


def _patience(seconds: float, job: Job) -> float:  # noqa: ARG001 - the same for every file
    return seconds


def _bound_memory(limits: Limits) -> None:
    """Keep this worker within its memory, where the system can."""
    try:
        import resource  # noqa: PLC0415 - not on every platform
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.worker_memory, limits.worker_memory))


def _read_one(known: Mapping[Stage, Form], limits: Limits, job: Job) -> AppraisalSheet:
    try:
        if job.place.is_symlink():
            return _unread(job, "link")
        if job.place.exists() and not job.place.is_file():
            return _unread(job, "term:special")
        size = job.place.stat().st_size
        if size > limits.workbook_bytes:
            values = (("found", str(size)), ("limit", str(limits.workbook_bytes)), ("what", "bytes"))
            return AppraisalSheet(job.path, "", size, (Problem("WB107", values),))
        content = job.place.read_bytes()
    except OSError as error:
        return _unread(job, error.strerror or type(error).__name__)
    return read(content, job.path, known, limits)


def _unread(job: Job, reason: str, content: bytes = b"") -> AppraisalSheet:
    digest = hashlib.sha256(content).hexdigest() if content else ""
    return AppraisalSheet(job.path, digest, len(content), (Problem("WB105", (("reason", reason),)),))


def _content(job: Job) -> bytes:
    """Return what a file holds whose reader was lost, so that its hash says which content it had."""
    try:
        return job.place.read_bytes()
    except OSError:
        return b""
