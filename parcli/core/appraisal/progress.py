"""How far appraisal has come: per file and per unit, how many rows are open and what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from parcli.core.appraisal.sheets import AppraisalSheet
from parcli.core.appraisal.values import STAGES, Appraisal, Open, Opinion
from parcli.core.scoring.outcome import Stage

Said = Mapping[Open, tuple[Opinion, ...]]


@dataclass(frozen=True, slots=True)
class Progress:
    """Rows that are open, and of these: with a figure or an answer, with a question, with what cannot be taken, with figures that differ."""

    open: int = 0
    answered: int = 0
    questioned: int = 0
    refused: int = 0
    disputed: int = 0

    @property
    def waiting(self) -> int:
        """Rows without a figure or an answer that can be taken."""
        return self.open - self.answered

    @property
    def done(self) -> bool:
        """Whether every row has a figure or an answer that stands."""
        return bool(self.open) and not self.waiting and not self.disputed


@dataclass(frozen=True, slots=True)
class FileProgress:
    """A workbook: whether it was taken, what it says it is about, and how far it is."""

    sheet: AppraisalSheet
    taken: bool
    progress: Progress


def of_files(sheets: Sequence[AppraisalSheet], appraisal: Appraisal, refused: frozenset[str]) -> tuple[FileProgress, ...]:
    """Return how far each workbook is; ``refused`` are the paths of those that could not be taken."""
    said = appraisal.by_item()
    lines: list[FileProgress] = []
    for sheet in sheets:
        identity = sheet.identity()
        if identity is None or sheet.path in refused:
            lines.append(FileProgress(sheet, taken=False, progress=Progress()))
            continue
        rows = [(row.unit, row.item) for row in sheet.opening.rows]
        lines.append(FileProgress(sheet, taken=True, progress=_of(rows, said, identity.stage, sheet.path)))
    return tuple(lines)


def of_units(units: Iterable[str], appraisal: Appraisal) -> dict[str, dict[Stage, Progress]]:
    """Return how far each unit is at each stage."""
    said = appraisal.by_item()
    opened: dict[tuple[str, Stage], list[Open]] = {}
    for stage, keys in appraisal.opened.items():
        for key in sorted(keys):
            opened.setdefault((key[0], stage), []).append(key)
    return {unit: {stage: _of(opened.get((unit, stage), []), said, stage, None) for stage in STAGES} for unit in units}


def _of(rows: Sequence[Open], said: Said, stage: Stage, path: str | None) -> Progress:
    """Count rows at a stage; what one file says counts for it alone, whether figures differ is seen over all of them."""
    counts: Counter[str] = Counter()
    for key in rows:
        every = [one for one in said.get(key, ()) if one.stage == stage]
        own = [one for one in every if path is None or one.path == path]
        counts["answered"] += any(one.answers for one in own)
        counts["questioned"] += any(one.request for one in own)
        counts["refused"] += any(one.refused for one in own)
        counts["disputed"] += len({(one.points, one.ruling) for one in every if one.answers}) > 1
    return Progress(len(rows), counts["answered"], counts["questioned"], counts["refused"], counts["disputed"])
