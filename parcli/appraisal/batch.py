"""Read the appraisal workbooks in worker processes that can be killed: one bad file never stops the others."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from parcli.appraisal.layout import Form, forms
from parcli.appraisal.reader import read
from parcli.container import Unread, content_after_loss, content_of, unread
from parcli.core.appraisal import AppraisalSheet, Stage
from parcli.core.limits import Limits
from parcli.workers import Lost, batch


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: its place on disk and its name in the cycle."""

    place: Path
    path: str


def read_all(jobs: Sequence[Job], limits: Limits, workers: int = 0) -> tuple[AppraisalSheet, ...]:
    """Read the files; the answers stand in the order of the jobs."""
    patience = limits.workbook_cpu_seconds * limits.clock_factor
    task = partial(_read_one, forms(), limits)
    read_by_job = {
        job: _unexamined(job, answer) if isinstance(answer, Lost) else answer
        for job, answer in batch(task, jobs, workers, patience, limits.worker_memory, limits.workbook_cpu_seconds)
    }
    return tuple(read_by_job[job] for job in jobs)


def _read_one(known: Mapping[Stage, Form], limits: Limits, job: Job) -> AppraisalSheet:
    content = content_of(job.place, limits)
    if isinstance(content, Unread):
        return AppraisalSheet(job.path, "", content.size, (content.problem,))
    return read(content, job.path, known, limits)


def _unexamined(job: Job, lost: Lost) -> AppraisalSheet:
    """A file whose reader was lost: it is named, and its hash says which content it had."""
    content, why = content_after_loss(job.place), unread("term:over_limits" if lost.over_limits else lost.error)
    return AppraisalSheet(job.path, hashlib.sha256(content).hexdigest() if content else "", len(content), (why.problem,))
