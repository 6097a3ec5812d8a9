"""Make many annotated copies in worker processes that can be killed: files from outside are never opened in this one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from parcli.core.findings import Finding
from parcli.core.limits import Limits
from parcli.workbook.annotate import annotated
from parcli.workbook.look import Look
from parcli.workbook.marks import Wording
from parcli.workbook.mend_sheet import About
from parcli.workers import batch

# Opening, marking and saving take some times as long as reading.
_TIMES_READING = 4


@dataclass(frozen=True, slots=True)
class Copy:
    """A workbook to annotate: its place on disk, the hash of the content that was judged, and what was found in it."""

    place: Path
    sha256: str
    findings: tuple[Finding, ...]
    about: About


def make_all(
    wanted: Sequence[Copy], wording: Wording, look: Look, limits: Limits, workers: int = 0, progress: Callable[[], None] | None = None
) -> dict[str, bytes | None]:
    """Return the copies by unit; None where a file changed since it was judged, or the worker that had it was lost."""
    patience = limits.workbook_cpu_seconds * limits.clock_factor * _TIMES_READING
    made: dict[str, bytes | None] = {}
    for one, answer in batch(partial(_make, wording, look), wanted, workers, patience, limits.worker_memory):
        made[one.about.id] = answer if isinstance(answer, bytes) else None
        if progress is not None:
            progress()
    return {one.about.id: made[one.about.id] for one in wanted}


def _make(wording: Wording, look: Look, one: Copy) -> bytes | None:
    content = one.place.read_bytes()
    if hashlib.sha256(content).hexdigest() != one.sha256:
        return None
    return annotated(content, one.findings, one.about, wording, look)
