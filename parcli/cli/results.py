"""The steps that make results: what validate, aggregate and rank do once their options are read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from parcli import shipped
from parcli.checks import survey
from parcli.cli import appraisals, doubts, waiving
from parcli.cli.appraisals import Heard
from parcli.cli.gather import SUBMISSIONS, Gathered, Return, workbooks_of
from parcli.cli.opened import Opened
from parcli.core.appraisal import settle
from parcli.core.cycle import Unit
from parcli.core.expr import Value
from parcli.core.figures import FigureSource, FigureTable
from parcli.core.findings import Finding, without_echoes
from parcli.core.rankbook import BlockBook, UnitDetail, block_book
from parcli.core.returns import SecondReturn
from parcli.core.rules import External
from parcli.core.scoring import Dossier, UnitResult, is_open, score
from parcli.core.words import key as words_key
from parcli.desk import tables
from parcli.desk.headings import Known
from parcli.messages import Words, words
from parcli.report import book, machine, page, ranking_book
from parcli.report.decision_papers import decision_papers
from parcli.report.evidence_document import UnitEvidence, evidence_document
from parcli.report.ranking_page import ranking_page
from parcli.report.ranking_tables import ranking_tables
from parcli.report.returns_document import changes_document

SURVEY = "survey"


def file_words(opened: Opened) -> Words:
    """Return the words of files, which are in the cycle's language whatever the screen speaks."""
    return words(opened.cycle.language)


@lru_cache(maxsize=1)
def _pages() -> dict[str, str]:
    folder = shipped.folder("templates") / "html"
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.j2"))}


def units_found(returns: Sequence[Return], imported: Sequence[Finding] = ()) -> list[machine.UnitFindings]:
    """Return the units' findings, also those about their imported figures, with every file that was looked into."""
    return [
        machine.UnitFindings(
            unit=one.unit.id,
            block=one.unit.block,
            files=(
                *(machine.FileSeen(each.path, each.sha256, each.size) for each in one.workbooks),
                *(machine.FileSeen(f"submissions/{one.unit.id}/evidence/{file.path}", file.sha256, file.size) for file in one.folder.files),
            ),
            findings=without_echoes((*one.findings, *(each for each in imported if each.unit == one.unit.id))),
            submitted=one.submitted or not one.expected,
        )
        for one in returns
    ]


def units_evidence(returns: Sequence[Return]) -> list[UnitEvidence]:
    """Return each unit's evidence as it was examined and judged."""
    return [UnitEvidence(one.unit.id, one.folder, one.standing) for one in returns]


def findings_set(
    opened: Opened, found: list[machine.UnitFindings], loose: Sequence[Finding], gathered: Gathered, seconds: Sequence[SecondReturn]
) -> dict[str, bytes]:
    """Return the files of results/validate: findings, evidence and changes since a former return, for programs and for people."""
    said, evidence, cycle = file_words(opened), units_evidence(gathered.returns), opened.cycle
    page_text = page.findings_page(opened.edition, cycle, found, loose, said, _pages(), evidence=evidence, shared=gathered.shared, seconds=seconds)
    return {
        "findings.json": machine.findings_document(cycle.cycle, found, loose, said),
        "evidence.json": evidence_document(cycle.cycle, evidence, gathered.shared, gathered.means),
        "changes.json": changes_document(cycle.cycle, seconds, said).encode(),
        "kiem-tra.html": page_text,
    }


@dataclass(frozen=True, slots=True)
class Figures:
    """The imported figures by unit and item, the tables they come from, what there is to say about them, and where each stands."""

    taken: survey.Figures
    tables: tuple[FigureTable, ...]
    findings: tuple[Finding, ...]
    sources: tuple[FigureSource, ...] = ()


def figures(opened: Opened) -> Figures:
    """Read and check every table of figures."""
    found_tables = tables.read_folder(opened.folder / SURVEY, SURVEY, opened.cycle.limits, known_names(opened))
    taken, sources, complaints = survey.take(found_tables, opened.cycle, opened.edition)
    return Figures(taken, found_tables, without_echoes(complaints), sources)


def known_names(opened: Opened) -> Known:
    """Return what may head the columns of a wide table: the items that take figures from outside, and the names of the units."""
    items = (item for block in opened.edition.blocks for item in block.items(opened.cycle.year) if isinstance(item.rule, External))
    names = (name for unit in opened.cycle.units for name in unit.names())
    return Known(frozenset(words_key(item.code) for item in items), frozenset(words_key(name) for name in names))


@dataclass(frozen=True, slots=True)
class Scored:
    """Every unit's result, what stands in the way of a final one, and the inputs behind it."""

    results: tuple[UnitResult, ...]
    findings: tuple[Finding, ...]
    inputs: tuple[tuple[str, str], ...]
    provisional: bool
    details: Mapping[str, UnitDetail]


def score_all(opened: Opened, returns: Sequence[Return], heard: Heard, *, provisional: bool) -> Scored:
    """Score every unit on its records, what appraisal and Council said, and the imported figures."""
    imported = figures(opened)
    refused = survey.refused(imported.findings)
    results = tuple(
        score(
            opened.block(one.unit),
            opened.edition.policies,
            opened.cycle.year,
            _dossier(opened, one, heard, imported.taken.get(one.unit.id, {}), refused.get(one.unit.id, frozenset())),
            provisional=provisional,
        )
        for one in returns
    )
    findings = without_echoes((*heard.findings, *imported.findings, *survey.missing(imported.taken, opened.cycle, opened.edition)))
    inputs = _inputs(opened, returns, heard, imported.tables)
    known = waiving.inputs(returns, inputs)
    about = waiving.about(opened, returns, (*findings, *(each for one in returns for each in one.findings)), known)
    known_details = doubts.details(opened, returns, results, heard.appraisal, provisional=provisional)
    return Scored(results, (*waiving.accepted(opened, findings, known), *about), inputs, provisional, known_details)


def _dossier(opened: Opened, one: Return, heard: Heard, figures: dict[str, dict[str, Value]], refused: frozenset[str]) -> Dossier:
    return Dossier(
        unit=one.unit.id,
        records=one.records,
        blocked_by=one.blocked_by,
        excluded_for=excluded_for(opened, one.unit),
        exempt=opened.exempt(one.unit),
        stages=settle(heard.appraisal, one.unit.id),
        survey=figures,
        survey_refused=refused,
    )


def excluded_for(opened: Opened, unit: Unit) -> str | None:
    """Return why a unit is not assessed, None where it is: a decision, or that it does not exist when returns are due."""
    exclusion = opened.cycle.excluded(unit.id)
    if exclusion is not None:
        return f"{exclusion.reason} ({exclusion.decision})"
    if opened.cycle.takes_part(unit):
        return None
    ended = unit.valid_to is not None and unit.valid_to < opened.cycle.deadline
    key, day = ("report.unit_ended", unit.valid_to) if ended else ("report.unit_not_begun", unit.valid_from)
    return file_words(opened).text(key, day=f"{day:%d/%m/%Y}")


def _inputs(opened: Opened, returns: Sequence[Return], heard: Heard, found_tables: Sequence[FigureTable]) -> tuple[tuple[str, str], ...]:
    """Return path and hash of everything that the points rest on."""
    inputs = {name: hashlib.sha256(content).hexdigest() for name, content in opened.sources.items()}
    inputs |= {each.path: each.sha256 for one in returns for each in one.workbooks}
    inputs |= dict(heard.appraisal.inputs)
    inputs |= {table.path: table.sha256 for table in found_tables}
    return tuple(sorted(inputs.items()))


def present_inputs(opened: Opened) -> set[str]:
    """Return the paths of everything that points would rest on now; a file that came later is not in the scores."""
    returned = {f"{SUBMISSIONS}/{unit.id}/{path.name}" for unit in opened.cycle.units for path in workbooks_of(opened.folder / SUBMISSIONS / unit.id)}
    folder = opened.folder / SURVEY
    listed = {f"{SURVEY}/{path.name}" for path in tables.files_of(folder)}
    return {*opened.sources, *returned, *appraisals.files(opened), *listed}


def scores_set(opened: Opened, scored: Scored) -> dict[str, bytes]:
    """Return the files of results/aggregate: the scores for programs and the city book."""
    said = file_words(opened)
    document = machine.scores_document(
        opened.cycle.cycle, opened.edition.status, scored.results, scored.inputs, said, provisional=scored.provisional, details=scored.details
    )
    city = book.city_book(opened.edition, opened.cycle, scored.results, scored.inputs, said, provisional=scored.provisional)
    return {"scores.json": document, "tong-hop.xlsx": city}


def rank_all(opened: Opened, read: machine.ScoresRead) -> tuple[BlockBook, ...]:
    """Rank every block that has units."""
    return tuple(
        block_book(block, opened.edition.policies, opened.cycle.year, read.units[block.id], read.details, provisional=read.provisional)
        for block in opened.edition.blocks
        if block.id in read.units
    )


def ranking_set(opened: Opened, books: Sequence[BlockBook], *, provisional: bool) -> dict[str, bytes]:
    """Return the files of results/rank."""
    said = file_words(opened)
    state = "provisional" if provisional else "final"
    office, public = (
        ranking_page(opened.edition, opened.cycle, books, provisional=provisional, public=each, wording=said, templates=_pages())
        for each in (False, True)
    )
    return {
        "ranking.json": machine.ranking_document(opened.cycle.cycle, opened.edition.status, state, books, said).encode(),
        "xep-hang.xlsx": ranking_book.ranking_book(opened.edition, opened.cycle, books, provisional=provisional, wording=said),
        "xep-hang.html": office.encode(),
        "xep-hang-cong-khai.html": public.encode(),
        **ranking_tables(opened.edition, opened.cycle, books, provisional=provisional, wording=said),
        **decision_papers(opened.edition, opened.cycle, books, provisional=provisional, wording=said),
    }


def is_draft(read: machine.ScoresRead) -> bool:
    """Whether a ranking made from these scores is a draft: they are provisional, or a unit's result is still open."""
    return read.provisional or any(is_open(one.state) for units in read.units.values() for one in units)
