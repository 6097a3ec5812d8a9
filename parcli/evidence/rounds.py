"""The rounds in which files are given to workers, until each has its facts or a reason for having none.

A chunk at a time; when a chunk is lost its files are redone one by one, and only the culprit goes on: without its
signatures, and at last with nothing but its hash.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from parcli.core.document import DocumentWords
from parcli.core.evidence import EvidenceFile, RefusedEntry
from parcli.core.fact import changed
from parcli.core.limits import Limits
from parcli.evidence import scans
from parcli.evidence.bounds import settle
from parcli.evidence.examine import Job, examine, only_hash, unexamined
from parcli.evidence.plan import Plan
from parcli.workers import FORKED, Lost, answers

Progress = Callable[[int, int], None]
Fact = EvidenceFile | RefusedEntry
Task = Callable[[list[Job], Limits, Plan], list[Fact]]

_CHUNK_FILES = 32
_CHUNK_BYTES = 32 * 1024 * 1024
_CHUNKS_PER_WORKER = 4
_FEW = 40
_FEW_SCANS = 2
_MOST_WORKERS = 4


@dataclass(frozen=True, slots=True)
class _Lost:
    """A file whose worker did not answer, and why."""

    job: Job
    reason: str


class Count:
    """Tells the caller how much is done, of how much: bytes of files, or scans."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total, self._progress, self._done = total, progress, 0

    def add(self, number: int) -> None:
        self._done += number
        if self._progress is not None:
            self._progress(self._done, self._total)


@dataclass(frozen=True, slots=True)
class Crew:
    """How a run works: its limits and means, the number of workers, whom to tell."""

    limits: Limits
    plan: Plan
    workers: int
    count: Count


def examined(work: Sequence[Job], crew: Crew) -> Iterator[tuple[Job, Fact]]:
    """Examine all files: in chunks; what was lost one by one; without signatures; at last only the hash."""
    lost: list[_Lost] = []
    yield from _round(examine, _chunks(work, crew.workers), crew, lost)
    culprits: list[_Lost] = []
    yield from _round(examine, [[item.job] for item in lost], crew, culprits)
    reasons = {item.job: item.reason for item in culprits}
    beyond: list[_Lost] = []
    unsigned = replace(crew, plan=replace(crew.plan, signatures=False))
    for job, fact in _round(examine, [[item.job] for item in culprits], unsigned, beyond):
        yield job, _unchecked(fact, reasons[job])
    hopeless: list[_Lost] = []
    for job, fact in _round(only_hash, [[item.job] for item in beyond], crew, hopeless):
        yield job, unexamined(job, fact, reasons[job])
    for item in hopeless:
        crew.count.add(item.job.file.size)
        yield item.job, unexamined(item.job, None, reasons[item.job])


def read_by_ocr(ahead: Sequence[scans.Scan], crew: Crew) -> Iterator[tuple[scans.Scan, DocumentWords | None]]:
    """Yield each scan with its words; None for one that OCR could not read or that its worker did not survive."""
    task = partial(_read_scan, crew.limits, crew.plan)
    patience = partial(_scan_seconds, crew.limits)
    for scan, answer in answers(task, ahead, crew.workers, patience, partial(settle, crew.limits)):
        crew.count.add(1)
        yield scan, None if isinstance(answer, Lost) else answer


def _read_scan(limits: Limits, plan: Plan, scan: scans.Scan) -> DocumentWords | None:
    return scans.read(scan, limits, plan)


def _scan_seconds(limits: Limits, scan: scans.Scan) -> int:  # noqa: ARG001 - the same for every scan
    return (limits.ocr_seconds + limits.pdf_cpu_seconds) * limits.clock_factor


def _unchecked(fact: Fact, reason: str) -> Fact:
    """Say why the signatures of a file that is otherwise examined were not."""
    if isinstance(fact, RefusedEntry) or fact.pdf is None or not fact.pdf.signed:
        return fact
    return changed(fact, pdf=changed(fact.pdf, unchecked=reason))


def workers(jobs: int, files: int) -> int:
    """Return how many workers so many files deserve."""
    return _hands(jobs) if files >= _FEW else 1


def workers_for_scans(jobs: int, scans_ahead: int) -> int:
    """Return how many workers so many scans deserve, each of which takes seconds."""
    return _hands(jobs) if scans_ahead >= _FEW_SCANS else 1


def _hands(jobs: int) -> int:
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


def _round(task: Task, chunks: Sequence[list[Job]], crew: Crew, lost: list[_Lost]) -> Iterator[tuple[Job, Fact]]:
    """Run `task` over the chunks in new workers; yield what was found and add to `lost` what was not."""
    if FORKED and chunks:
        # What every worker needs is imported once, before they are copied from this process.
        import parcli.evidence.document  # noqa: PLC0415
        import parcli.evidence.pdf  # noqa: PLC0415
        import parcli.evidence.text  # noqa: F401, PLC0415
    limits = crew.limits
    done = partial(_done, task, limits, crew.plan)
    for chunk, answer in answers(done, chunks, crew.workers, partial(_seconds, limits), partial(settle, limits)):
        if isinstance(answer, Lost):
            lost += (_Lost(job, _reason(answer, limits)) for job in chunk)
        else:
            crew.count.add(sum(job.file.size for job in chunk))
            yield from zip(chunk, answer, strict=True)


def _done(task: Task, limits: Limits, plan: Plan, chunk: list[Job]) -> list[Fact]:
    return task(chunk, limits, plan)


def _seconds(limits: Limits, chunk: list[Job]) -> int:
    """Return when to give a chunk up. Each worker times each file itself; this is the last resort."""
    return (limits.pdf_cpu_seconds + limits.signature_cpu_seconds) * limits.clock_factor * (len(chunk) + 1)


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
