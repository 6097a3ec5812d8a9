"""What a worker does: read one file's bytes once, hash them, and look into those same bytes.

Each file gets a budget of processor time and of elapsed time; a worker that exceeds one is ended by the system, so that
no library has to cooperate. Memory is limited the same way on Linux.
"""

from __future__ import annotations

import errno
import hashlib
import math
import os
import signal
import stat
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import FileIO
from pathlib import Path

from parcli.core.evidence import EvidenceFile, PdfFacts, RealType, RefusalReason, RefusedEntry
from parcli.core.limits import Limits
from parcli.evidence.filetype import HEAD, real_type
from parcli.evidence.folder import FoundFile

_BLOCK = 1024 * 1024
# Not to wait for a pipe, nor to follow a link, put in the file's place since the walk.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Job:
    """One file to examine: whose it is, the evidence folder it lies in, and the file as the walk saw it."""

    unit: str
    root: str
    file: FoundFile


def settle(limits: Limits) -> None:
    """Prepare a worker process: die at once when told to, say nothing, leave no core file, stay within the memory."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # A library that runs out of memory writes to the terminal before it aborts.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # What the parent had mapped when this worker was forked is no memory of the worker's own.
        most = _mapped_bytes() + limits.worker_memory
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def examine(jobs: list[Job], limits: Limits) -> list[EvidenceFile | RefusedEntry]:
    """Return the facts of each file. Raises MemoryError; ends the process when a file exceeds its time."""
    return [_fact(job, limits, look_inside=True) for job in jobs]


def only_hash(jobs: list[Job], limits: Limits) -> list[EvidenceFile | RefusedEntry]:
    """Return each file's size, hash and type from its first bytes, without opening what is inside."""
    return [_fact(job, limits, look_inside=False) for job in jobs]


def unexamined(job: Job, fact: EvidenceFile | RefusedEntry | None, reason: str) -> EvidenceFile | RefusedEntry:
    """Return the facts of a file that its reader could not survive; `fact` is what is known without looking inside."""
    if isinstance(fact, RefusedEntry):
        return fact
    known = fact or _evidence(job.file, job.file.size, "", "unknown")
    return replace(known, pdf=None, examined=False, detail=reason)


def _fact(job: Job, limits: Limits, *, look_inside: bool) -> EvidenceFile | RefusedEntry:
    _start_clock(limits)
    path = f"{job.root}{os.sep}{job.file.name_on_disk}"
    try:
        with FileIO(path, opener=lambda name, _: os.open(name, _FLAGS)) as handle:
            about = os.fstat(handle.fileno())
            if not stat.S_ISREG(about.st_mode):
                return RefusedEntry(job.file.path, "special", "neither a file nor a folder")
            if look_inside and about.st_size <= limits.pdf_bytes:
                return _inside(job.file, handle.readall(), limits)
            return _hashed(job.file, handle, limits)
    except OSError as error:
        reason: RefusalReason = "link" if error.errno == errno.ELOOP else "unreadable"
        return RefusedEntry(job.file.path, reason, errno.errorcode.get(error.errno or 0, type(error).__name__))
    finally:
        _stop_clock()


def _inside(file: FoundFile, content: bytes, limits: Limits) -> EvidenceFile:
    kind = real_type(content)
    digest = hashlib.sha256(content).hexdigest()
    return _evidence(file, len(content), digest, kind, _pdf(content, limits) if kind == "pdf" else None)


def _pdf(content: bytes, limits: Limits) -> PdfFacts:
    from parcli.evidence.pdf import pdf_facts  # noqa: PLC0415 - 0.1 s that only workers should pay

    return pdf_facts(content, limits)


def _hashed(file: FoundFile, handle: FileIO, limits: Limits) -> EvidenceFile:
    digest, size, head = hashlib.sha256(), 0, b""
    for block in _blocks(handle):
        head = head or block[:HEAD]
        digest.update(block)
        size += len(block)
    known = _evidence(file, size, digest.hexdigest(), real_type(head))
    return replace(known, examined=False, detail=f"{size} bytes, the limit is {limits.pdf_bytes}")


def _blocks(handle: FileIO) -> Iterator[bytes]:
    while block := handle.read(_BLOCK):
        yield block


def _evidence(file: FoundFile, size: int, sha256: str, kind: RealType, pdf: PdfFacts | None = None) -> EvidenceFile:
    return EvidenceFile(
        path=file.path,
        name_on_disk=file.name_on_disk,
        size=size,
        sha256=sha256,
        real_type=kind,
        folder=file.path.partition("/")[0] if "/" in file.path else None,
        pdf=pdf,
        examined=True,
        detail="",
    )


def _start_clock(limits: Limits) -> None:
    """Allow this process so much more processor time and elapsed time; beyond that the system ends it."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = math.ceil(time.process_time()) + limits.pdf_cpu_seconds
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))
    signal.setitimer(signal.ITIMER_REAL, limits.pdf_cpu_seconds * limits.clock_factor)


def _stop_clock() -> None:
    """Lift the bound again: a process that examined a file may live on and do other work."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))
    signal.setitimer(signal.ITIMER_REAL, 0)


def _mapped_bytes() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
