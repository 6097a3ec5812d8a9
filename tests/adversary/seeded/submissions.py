"""Valid submissions to start from, and what a workbook means once it was read and judged."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbook import kit

from parcli import shipped
from parcli.core.findings import CATALOGUE, Finding, Severity
from parcli.core.limits import Limits
from parcli.core.returned import Returned
from parcli.core.scoring import Dossier, score
from parcli.core.submission import SelfAssessment
from parcli.workbook import batch

LIMITS = Limits()
_EDITIONS = {
    "so-2023": ("hanoi-2023", "cycle-2023.yaml", "so"),
    "huyen-2023": ("hanoi-2023", "cycle-2023.yaml", "huyen"),
    "xa-2025": ("hanoi-2025", "cycle-2025.yaml", "xa"),
    "xa-2026": ("khanhhoa-qd11", "cycle-2026.yaml", "xa"),
}


def benches(folder: Path, names: Sequence[str] = ("small", *_EDITIONS)) -> dict[str, kit.Bench]:
    """Return a unit of each block named; ``small`` is an edition that has every way of scoring in few rows."""
    folder.mkdir(parents=True, exist_ok=True)
    return {name: kit.small(folder) if name == "small" else _shipped(*_EDITIONS[name]) for name in names}


def _shipped(edition: str, cycle_file: str, block: str) -> kit.Bench:
    place = shipped.folder("criteria") / edition
    listed = (line for line in (place / cycle_file).read_text("utf-8").splitlines() if f"block: {block}," in line)
    return kit.bench(place, place / cycle_file, next(listed).partition("id: ")[2].partition(",")[0])


@dataclass(frozen=True)
class Meaning:
    """What a workbook amounts to: the points of each item, what was entered, the code over it, and what is said of it."""

    points: Mapping[str, Any]
    entered: Mapping[str, Any]
    register: Sequence[Any]
    findings: tuple[Finding, ...]
    one: Returned

    @property
    def heavy(self) -> set[str]:
        """The codes above a note."""
        return {each.code for each in self.findings if CATALOGUE[each.code].severity > Severity.NOTE}

    def same(self, other: Meaning) -> bool:
        """Whether two workbooks say the same."""
        return (self.points, self.entered, list(self.register)) == (other.points, other.entered, list(other.register))

    def told(self, other: Meaning) -> set[str]:
        """Return what is said of this workbook and was not said of the other one, in as many words."""
        return {each.code for each in self.findings if _words(each) not in {_words(one) for one in other.findings}}


def _words(one: Finding) -> tuple[Any, ...]:
    return one.code, one.sheet, one.cell, one.item, one.values


def meaning(bench: kit.Bench, one: Returned) -> Meaning:
    """Judge a workbook that was read."""
    records, findings = bench.judged(one)
    return Meaning(_points(bench, records), kit.plain(records), kit.lines(one) if one.rows else (), findings, one)


def _points(bench: kit.Bench, records: Mapping[str, SelfAssessment]) -> dict[str, Any]:
    if not records:
        return {}
    result = score(bench.block, bench.edition.policies, bench.cycle.year, Dossier(bench.unit.id, records, exempt=bench.exempt))
    return {one.code: (one.computed, one.status) for one in result.items}


def read_all(bench: kit.Bench, contents: Sequence[bytes], folder: Path, workers: int = 2) -> list[Meaning]:
    """Read workbooks as ``validate`` does, in workers with the real limits, and judge them."""
    folder.mkdir(parents=True, exist_ok=True)
    jobs = []
    for place, content in enumerate(contents):
        path = folder / f"{place}.xlsx"
        path.write_bytes(content)
        jobs.append(batch.Job(path, f"submissions/{bench.unit.id}/{place}.xlsx", bench.unit.id))
    read = batch.read_all(jobs, {bench.unit.id: bench.layout}, LIMITS, workers)
    for job, content in zip(jobs, contents, strict=True):
        assert hashlib.sha256(job.place.read_bytes()).digest() == hashlib.sha256(content).digest(), "an input was changed"
        job.place.unlink()
    return [meaning(bench, one) for one in read]
