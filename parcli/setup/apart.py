"""The register's workbook, read in a process that may be killed: a file made to do harm is a finding about that file."""

from __future__ import annotations

from dataclasses import dataclass

from parcli import workers
from parcli.core.findings import Finding, found
from parcli.core.limits import MIB, Limits
from parcli.core.register import Register
from parcli.setup import reader
from parcli.setup.layout import Layout


@dataclass(frozen=True, slots=True)
class _Job:
    content: bytes
    file: str
    layout: Layout
    limits: Limits


def read(content: bytes, file: str, layout: Layout, limits: Limits) -> tuple[Register | None, tuple[Finding, ...]]:
    """Read a workbook as ``reader.read`` does, with bounded time and memory."""
    job = _Job(content, file, layout, limits)
    answer = workers.alone(_read, job, limits.worker_memory, limits.workbook_cpu_seconds, float(limits.workbook_cpu_seconds * limits.clock_factor))
    if not isinstance(answer, workers.Lost):
        return answer
    if not answer.over_limits:
        return None, (found("ST103", file=file, reason=answer.error),)
    most = (f"{limits.workbook_cpu_seconds} s", f"{limits.worker_memory // MIB} MiB")
    return None, (found("ST104", file=file, found=" / ".join(f"> {one}" for one in most), limit=" / ".join(most)),)


def _read(job: _Job) -> tuple[Register | None, tuple[Finding, ...]]:
    return reader.read(job.content, job.file, job.layout, job.limits)
