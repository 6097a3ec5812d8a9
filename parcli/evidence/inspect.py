"""Examines the evidence of many units in worker processes that can be killed.

Evidence comes from outside: a file may hang its reader, exhaust memory or crash it. Files are therefore read in
workers, a chunk at a time; when a chunk is lost its files are redone one by one and only the culprit stays
unexamined, with the reason. What is found depends on neither the number of workers nor the order of their answers.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from parcli.core.evidence import EvidenceFile, EvidenceFolder, RefusedEntry
from parcli.core.limits import Limits
from parcli.evidence.examine import Job, examine, only_hash, settle, unexamined
from parcli.evidence.folder import list_folder
from parcli.workers import FORKED, Lost, answers

Progress = Callable[[int, int], None]
Fact = EvidenceFile | RefusedEntry
Task = Callable[[list[Job], Limits], list[Fact]]

_CHUNK_FILES = 32
_CHUNK_BYTES = 32 * 1024 * 1024
_CHUNKS_PER_WORKER = 4
_FEW = 40
_MOST_WORKERS = 4


@dataclass(frozen=True, slots=True)
class _Lost:
    """A file whose worker did not answer, and why."""

    job: Job
    reason: str


class _Count:
    """Tells the caller how many files are done, of how many."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total, self._progress, self._done = total, progress, 0

    def add(self, number: int) -> None:
        self._done += number
        if self._progress is not None:
            self._progress(self._done, self._total)


def read_folders(folders: Mapping[str, Path], limits: Limits, jobs: int = 0, progress: Progress | None = None) -> dict[str, EvidenceFolder]:
    """Return the facts of each unit's evidence folder, by unit id, in the order given.

    `jobs` is the number of workers, 0 for as many as the machine has processors, at most 4. `progress` is told
    (files done, files in all). A folder that is not there gives `present` False. No file makes this raise;
    KeyboardInterrupt stops the workers at once and goes on to the caller.
    """
    listings = {unit: list_folder(root, limits) for unit, root in folders.items()}
    work = [Job(unit, os.fspath(folders[unit]), file) for unit, listing in listings.items() for file in listing.files]
    facts: dict[str, list[Fact]] = {unit: list(listing.refused) for unit, listing in listings.items()}
    for job, fact in _examined(work, limits, jobs, _Count(len(work), progress)):
        facts[job.unit].append(fact)
    return {unit: _folder(listing.present, facts[unit]) for unit, listing in listings.items()}


def _folder(present: bool, facts: Iterable[Fact]) -> EvidenceFolder:  # noqa: FBT001 - a fact, not a switch
    facts = sorted(facts, key=lambda fact: fact.path)
    files = tuple(fact for fact in facts if isinstance(fact, EvidenceFile))
    refused = tuple(fact for fact in facts if isinstance(fact, RefusedEntry))
    return EvidenceFolder(present, files, refused)


def _examined(work: Sequence[Job], limits: Limits, jobs: int, count: _Count) -> list[tuple[Job, Fact]]:
    """Examine all files: in chunks, then what was lost one by one, then only the hash of what was lost again."""
    if not work:
        return []
    workers = _workers(jobs, len(work))
    found, lost = _round(examine, _chunks(work, workers), limits, workers, count)
    again, culprits = _round(examine, [[item.job] for item in lost], limits, workers, count)
    hashed, hopeless = _round(only_hash, [[item.job] for item in culprits], limits, workers, count)
    reasons = {item.job: item.reason for item in culprits}
    found += again
    found += [(job, unexamined(job, fact, reasons[job])) for job, fact in hashed]
    found += [(item.job, unexamined(item.job, None, reasons[item.job])) for item in hopeless]
    count.add(len(hopeless))
    return found


def _workers(jobs: int, files: int) -> int:
    if files < _FEW:
        return 1
    if jobs > 0:
        return jobs
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(processors, _MOST_WORKERS)


def _chunks(work: Sequence[Job], workers: int) -> list[list[Job]]:
    """Cut the work into chunks small enough that no worker is left waiting for another's last one."""
    most = max(1, min(_CHUNK_FILES, -(-len(work) // (workers * _CHUNKS_PER_WORKER))))
    chunks: list[list[Job]] = []
    size = _CHUNK_BYTES
    for job in work:
        if size >= _CHUNK_BYTES or len(chunks[-1]) >= most:
            chunks.append([])
            size = 0
        chunks[-1].append(job)
        size += job.file.size
    return chunks


def _round(
    task: Task,
    chunks: Sequence[list[Job]],
    limits: Limits,
    workers: int,
    count: _Count,
) -> tuple[list[tuple[Job, Fact]], list[_Lost]]:
    """Run `task` over the chunks in new workers; return what was found and what was lost."""
    found: list[tuple[Job, Fact]] = []
    lost: list[_Lost] = []
    if FORKED and chunks:
        # What every worker needs is imported once, before they are copied from this process.
        import parcli.evidence.pdf  # noqa: F401, PLC0415
    for chunk, answer in answers(partial(_done, task, limits), chunks, workers, partial(_seconds, limits), partial(settle, limits)):
        if isinstance(answer, Lost):
            lost += (_Lost(job, _reason(answer, limits)) for job in chunk)
        else:
            found += zip(chunk, answer, strict=True)
            count.add(len(chunk))
    return found, lost


def _done(task: Task, limits: Limits, chunk: list[Job]) -> list[Fact]:
    return task(chunk, limits)


def _seconds(limits: Limits, chunk: list[Job]) -> int:
    """Return when to give a chunk up. Each worker times each file itself; this is the last resort."""
    return limits.pdf_cpu_seconds * limits.clock_factor * (len(chunk) + 1)


def _reason(lost: Lost, limits: Limits) -> str:
    """Word why a worker gave no answer, the same on every run."""
    if lost.error == "TimeoutError":
        return f"no answer in {limits.pdf_cpu_seconds * limits.clock_factor} s"
    if lost.error == "MemoryError":
        return f"needs more than {limits.worker_memory} bytes of memory"
    return lost.error or _ending(-lost.exit_code, limits)


def _ending(signal_number: int, limits: Limits) -> str:
    if sys.platform != "win32":
        if signal_number == signal.SIGXCPU:
            return f"needs more than {limits.pdf_cpu_seconds} s of processor time"
        if signal_number == signal.SIGALRM:
            return f"no answer in {limits.pdf_cpu_seconds * limits.clock_factor} s"
    try:
        return f"its reader was ended by {signal.Signals(signal_number).name}"
    except ValueError:
        return f"its reader ended with exit code {-signal_number}"
