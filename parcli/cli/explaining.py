"""What is known of units whose scores are explained: gathered and scored anew, as ``aggregate`` does, never read from results."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parcli.cli import appraisals, between, gather, manifests, results
from parcli.cli.appraisals import Heard
from parcli.cli.examining import Wish
from parcli.cli.gather import Return
from parcli.cli.lying import SUBMISSIONS
from parcli.cli.manifests import SCORES, Basis
from parcli.cli.opened import Opened
from parcli.cli.results import Figures, Scored
from parcli.cli.screen import Screen
from parcli.core.cycle import Unit
from parcli.core.findings import Finding
from parcli.core.returns import SecondReturn
from parcli.core.scoring import UnitResult
from parcli.core.trace import Known, Place
from parcli.report import machine
from parcli.report.detail_lines import KEYS
from parcli.workbook import names

_MOST_BYTES = 1024**3


@dataclass(frozen=True, slots=True)
class _Behind:
    """What stands behind the results of all units."""

    heard: Heard
    figures: Figures
    scored: Scored
    hashes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Recalled:
    """Units with all that is known of each, in their order, and what that rests on."""

    units: tuple[Known, ...]
    basis: Basis


def recall(opened: Opened, units: Sequence[Unit], screen: Screen, jobs: int, wish: Wish, *, provisional: bool) -> Recalled:
    """Gather and score some units, and return all that is known of them."""
    gathered, seconds = between.compared(opened, gather.gather(opened, units, screen, jobs, wish, between.may_come_again(opened)), screen, jobs)
    heard = appraisals.hear(opened, gathered.returns)
    scored = results.score_all(opened, gathered.returns, heard, provisional=provisional)
    figures = results.figures(opened)
    behind = _Behind(heard, figures, scored, dict(scored.inputs))
    second = {one.unit: one for one in seconds}
    pairs = zip(gathered.returns, scored.results, strict=True)
    known = tuple(_known(opened, one, result, behind, second.get(one.unit.id)) for one, result in pairs)
    return Recalled(known, manifests.for_aggregate(opened, gathered, scored))


def _known(opened: Opened, one: Return, result: UnitResult, behind: _Behind, second: SecondReturn | None) -> Known:
    unit, book = one.unit, one.workbooks[0] if len(one.workbooks) == 1 else None
    folder = f"{SUBMISSIONS}/{unit.id}/evidence"
    return Known(
        unit=unit,
        block=opened.block(unit),
        policies=opened.edition.policies,
        result=result,
        records=one.records,
        workbook=Place() if book is None else Place(book.path, book.sha256),
        sheet=names.SCORING,
        register=one.register,
        evidence=one.standing,
        folder=folder,
        findings=_findings(one, behind, unit),
        exemptions=opened.cycle.exempt(unit.id),
        appraisal=behind.heard.appraisal,
        figures=behind.figures.taken.get(unit.id, {}),
        sources=behind.figures.sources,
        second=second,
        hashes={**behind.hashes, **{f"{folder}/{file.path}": file.sha256 for file in one.folder.files}},
        provisional=behind.scored.provisional,
    )


def _findings(one: Return, behind: _Behind, unit: Unit) -> tuple[Finding, ...]:
    return (*one.findings, *(each for each in behind.scored.findings if each.unit == unit.id))


def was_provisional(opened: Opened) -> bool:
    """Whether the scores that are stored are provisional: they are then explained as such."""
    return _stored(opened).get("provisional") is True


def unlike_stored(opened: Opened, known: Sequence[Known]) -> tuple[str, ...]:
    """Return the units whose stored result is not what was recomputed; none where no result is stored."""
    document = _stored(opened)
    listed = document.get("units")
    if not isinstance(listed, list):
        return ()
    stored = {each.get("unit"): each for each in listed if isinstance(each, dict)}
    text = machine.scores_document(opened.cycle.cycle, opened.edition.status, [one.result for one in known], (), results.file_words(opened))
    return tuple(each["unit"] for each in json.loads(text)["units"] if _scored(stored.get(each["unit"], {})) != each)


def _scored(line: dict[str, object]) -> dict[str, object]:
    """Return a unit's line without what only the ranking needs."""
    return {key: value for key, value in line.items() if key not in KEYS}


def _stored(opened: Opened) -> dict[str, object]:
    path = opened.folder / SCORES
    try:
        if path.is_symlink() or path.stat().st_size > _MOST_BYTES:
            return {}
        document = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}
