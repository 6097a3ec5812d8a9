"""The draft of an annex file, made in a process that may be killed: a file made to do harm costs its own draft only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from parcli import workers
from parcli.core.findings import Finding, found
from parcli.core.limits import MIB, Limits
from parcli.definitions.annex import draft, file
from parcli.definitions.annex.draft import Draft, Sentences
from parcli.definitions.annex.grid import Annex
from parcli.definitions.annex.rules import Asked, Proposal, propose

_LONGEST_SOURCE = 80
_PROPOSALS_FOR_AN_ITEM = 2


@dataclass(frozen=True, slots=True)
class Job:
    """A file to draft from: its bytes and its name, which of its annexes, and what the draft says in words of its own."""

    content: bytes
    name: str
    part: int | None
    said: Sentences
    limits: Limits


@dataclass(frozen=True, slots=True)
class Drafted:
    """The annex that was read, without its lines, and its draft; neither of them where the findings say why not."""

    annex: Annex | None
    draft: Draft | None
    findings: tuple[Finding, ...]


class _TooMany(Exception):
    """More items than an edition may have."""


def make(job: Job) -> Drafted:
    """Draft in a process with bounded time and memory; whatever happens to it is a finding about the file."""
    limits = job.limits
    answer = workers.alone(drafted, job, limits.worker_memory, limits.workbook_cpu_seconds, float(limits.workbook_cpu_seconds * limits.clock_factor))
    if not isinstance(answer, workers.Lost):
        return answer
    if not answer.over_limits:
        return _none(found("IM103", file=job.name, reason=answer.error))
    most = (f"{limits.workbook_cpu_seconds} s", f"{limits.worker_memory // MIB} MiB")
    return _none(found("IM104", file=job.name, what="term:work", found=" / ".join(f"> {one}" for one in most), limit=" / ".join(most)))


def drafted(job: Job) -> Drafted:
    """Read the file, choose the annex and draft it, here and now."""
    annexes, findings = file.read(job.content, job.name, job.limits)
    chosen = None
    if annexes:
        chosen, findings = file.choose(annexes, job.part, job.name)
    if chosen is None:
        return _none(*findings)
    try:
        made = draft.make(chosen, job.name, _short(chosen.title or job.name), _counted(job.limits), job.said)
        items = len(made.items())
    except _TooMany:
        items = job.limits.criteria + 1
    if items > job.limits.criteria:
        return _none(found("IM104", file=job.name, what="term:items", found=f"> {job.limits.criteria}", limit=job.limits.criteria))
    return Drafted(replace(chosen, lines=(), outside=()), made, made.findings)


def _none(*findings: Finding) -> Drafted:
    return Drafted(None, None, findings)


def _counted(limits: Limits) -> Callable[[Asked], Proposal]:
    """Propose rules for no more items than an edition may have; an item with notes is asked for twice."""
    asked = 0

    def proposing(one: Asked) -> Proposal:
        nonlocal asked
        asked += 1
        if asked > _PROPOSALS_FOR_AN_ITEM * limits.criteria:
            raise _TooMany
        return propose(one)

    return proposing


def _short(name: str) -> str:
    """Return what every item names as its source, at the end of a word."""
    return name if len(name) <= _LONGEST_SOURCE else name[:_LONGEST_SOURCE].rpartition(" ")[0].rstrip(" ,;:") + "…"
