"""The steps that make results: what validate, aggregate and rank do once their options are read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from parcli.cli import lying
from parcli.cli.lying import SURVEY
from parcli.cli.opened import Opened
from parcli.cli.ranking_files import (
    NEEDS_NO_ITEMS,
    NOTHING_EARLY,
    PATIENCE,
    Early,
    Ranked,
    made,
    page_templates,
    ranking_files,
    unless_lost,
    worth_workers,
)
from parcli.cli.writing import scratch
from parcli.core.accounting import Accounts
from parcli.core.cycle import Unit
from parcli.core.doubt import RankSpan
from parcli.core.edition import Block
from parcli.core.expr import Value
from parcli.core.figures import FigureSource, FigureTable
from parcli.core.findings import Finding, without_echoes
from parcli.core.rankbook import BlockBook, Outline, UnitDetail, drawn_ranks, outline, outline_book, whole_book
from parcli.core.rules import External
from parcli.core.scoring import Dossier, UnitResult, is_open, score
from parcli.core.words import key as words_key
from parcli.messages import Words, words
from parcli.report import machine
from parcli.workers import beside

if TYPE_CHECKING:
    from parcli.checks import survey
    from parcli.cli.appraisals import Heard
    from parcli.cli.gather import Gathered, Return
    from parcli.core.returns import SecondReturn
    from parcli.desk.headings import Known
    from parcli.report.evidence_document import UnitEvidence

SURVEY_FORMS = f"{SURVEY}/templates"
_WEIGHTS = "weights of "


def file_words(opened: Opened) -> Words:
    """Return the words of files, which are in the cycle's language whatever the screen speaks."""
    return words(opened.cycle.language)


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
    from parcli.report.evidence_document import UnitEvidence  # noqa: PLC0415 - heavy, and a ranking does without

    return [UnitEvidence(one.unit.id, one.folder, one.standing) for one in returns]


def findings_set(
    opened: Opened,
    found: list[machine.UnitFindings],
    loose: Sequence[Finding],
    gathered: Gathered,
    seconds: Sequence[SecondReturn],
    accounts: Accounts | None = None,
) -> dict[str, bytes]:
    """Return the files of results/validate: findings, evidence and changes since a former return, for programs and for people."""
    from parcli.report import page  # noqa: PLC0415 - heavy, and a ranking does without
    from parcli.report.evidence_document import evidence_document  # noqa: PLC0415 - heavy, and a ranking does without
    from parcli.report.returns_document import changes_document  # noqa: PLC0415 - heavy, and a ranking does without

    said, evidence, cycle = file_words(opened), units_evidence(gathered.returns), opened.cycle
    page_text = page.findings_page(
        opened.edition, cycle, found, loose, said, page_templates(), evidence=evidence, shared=gathered.shared, seconds=seconds
    )
    return {
        "findings.json": machine.findings_document(cycle.cycle, found, loose, said, accounts),
        "evidence.json": evidence_document(cycle.cycle, evidence, gathered.shared, gathered.means),
        "changes.json": changes_document(cycle.cycle, seconds, said).encode(),
        "kiem-tra.html": page_text,
    }


@dataclass(frozen=True, slots=True)
class Figures:
    """The imported figures by unit and item, the tables as they are kept, what there is to say about them, and where each stands."""

    taken: survey.Figures
    tables: tuple[FigureTable, ...]
    findings: tuple[Finding, ...]
    sources: tuple[FigureSource, ...] = ()


def figures(opened: Opened) -> Figures:
    """Read and check every table of figures."""
    from parcli.checks import survey  # noqa: PLC0415 - heavy, and a ranking does without
    from parcli.desk import listing, tables  # noqa: PLC0415 - heavy, and a ranking does without

    files, kept = [(path, f"{SURVEY}/{path.name}") for path in listing.tables_of(opened.folder / SURVEY)], list[FigureTable]()

    def read() -> Iterator[FigureTable]:
        for table in tables.each_table(files, opened.cycle.limits, known_names(opened)):
            kept.append(table.taken())
            yield table

    taken, sources, complaints = survey.take(read(), opened.cycle, opened.edition)
    return Figures(taken, tuple(kept), without_echoes(complaints), sources)


def known_names(opened: Opened) -> Known:
    """Return what may head the columns of a wide table: the items that take figures from outside, and the names of the units."""
    from parcli.desk.headings import Known  # noqa: PLC0415 - heavy, and a ranking does without

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
    tables: tuple[FigureTable, ...] = ()


def score_all(opened: Opened, returns: Sequence[Return], heard: Heard, *, provisional: bool) -> Scored:
    """Score every unit on its records, what appraisal and Council said, and the imported figures."""
    from parcli.checks import survey  # noqa: PLC0415 - heavy, and a ranking does without
    from parcli.cli import doubts, waiving  # noqa: PLC0415 - heavy, and a ranking does without

    imported = figures(opened)
    results = tuple(
        score(opened.block(one.unit), opened.edition.policies, opened.cycle.year, dossier, provisional=provisional)
        for one, dossier in zip(returns, each_dossier(opened, returns, heard, imported), strict=True)
    )
    findings = without_echoes((*heard.findings, *imported.findings, *survey.missing(imported.taken, opened.cycle, opened.edition)))
    inputs = _inputs(opened, returns, heard, imported.tables)
    known = waiving.inputs(returns, inputs)
    about = waiving.about(opened, returns, (*findings, *(each for one in returns for each in one.findings)), known)
    known_details = doubts.details(opened, returns, results, heard.appraisal, provisional=provisional)
    return Scored(results, (*waiving.accepted(opened, findings, known), *about), inputs, provisional, known_details, imported.tables)


def dossiers(opened: Opened, returns: Sequence[Return], heard: Heard, imported: Figures) -> tuple[Dossier, ...]:
    """Return all that is known of each unit before it is scored."""
    return tuple(each_dossier(opened, returns, heard, imported))


def each_dossier(opened: Opened, returns: Sequence[Return], heard: Heard, imported: Figures) -> Iterator[Dossier]:
    """Yield them one by one."""
    from parcli.checks import survey  # noqa: PLC0415 - heavy, and a ranking does without

    refused = survey.refused(imported.findings)
    for one in returns:
        yield _dossier(opened, one, heard, imported.taken.get(one.unit.id, {}), refused.get(one.unit.id, frozenset()))


def _dossier(opened: Opened, one: Return, heard: Heard, figures: dict[str, dict[str, Value]], refused: frozenset[str]) -> Dossier:
    from parcli.core.appraisal import settle  # noqa: PLC0415 - heavy, and a ranking does without

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
    return lying.inputs(opened)


def scores_set(opened: Opened, scored: Scored, accounts: Accounts | None = None) -> dict[str, bytes]:
    """Return the files of results/aggregate: the scores for programs, with the count of files, and the city book."""
    from parcli.report import book  # noqa: PLC0415 - heavy, and a ranking does without

    said = file_words(opened)
    document = machine.scores_document(
        opened.cycle.cycle,
        opened.edition.status,
        scored.results,
        scored.inputs,
        said,
        provisional=scored.provisional,
        details=scored.details,
        accounts=accounts,
    )
    with scratch() as place:
        city = book.city_book(opened.edition, opened.cycle, scored.results, scored.inputs, said, provisional=scored.provisional, scratch=place)
    return {"scores.json": document, "tong-hop.xlsx": city}


def rank_all(opened: Opened, read: machine.ScoresRead) -> tuple[BlockBook, ...]:
    """Rank every block that has units."""
    return tuple(_book(opened, read, block, known) for block, known in _outlines(opened, read))


@dataclass(frozen=True, slots=True)
class Ranking:
    """The books of all blocks, and the files that another process makes meanwhile, see ``ranking_files``."""

    books: tuple[BlockBook, ...]
    early: Early


@contextmanager
def ranking(opened: Opened, read: machine.ScoresRead, jobs: int) -> Iterator[Ranking]:
    """Rank every block that has units; where that is worth it another process draws the weights, then makes what needs no items.

    ``jobs`` is the number of processes, 0 for as many as there are processors. What the other one is lost over is done here.
    """
    outlines = _outlines(opened, read)
    if not worth_workers(sum(map(len, read.units.values())), jobs):
        yield Ranking(tuple(_book(opened, read, block, known) for block, known in outlines), NOTHING_EARLY)
        return
    ordered: dict[str, Callable[[], Any]] = {f"{_WEIGHTS}{block.id}": partial(drawn_ranks, block, known.ranking) for block, known in outlines}
    ordered[NEEDS_NO_ITEMS] = partial(_early_files, opened, read, outlines)
    with beside(lambda wanted: ordered[wanted](), tuple(ordered), PATIENCE) as answer:
        books = (_book(opened, read, block, known, partial(unless_lost, answer, f"{_WEIGHTS}{block.id}")) for block, known in outlines)
        yield Ranking(tuple(books), {NEEDS_NO_ITEMS: partial(unless_lost, answer, NEEDS_NO_ITEMS)})


def _outlines(opened: Opened, read: machine.ScoresRead) -> list[tuple[Block, Outline]]:
    policies, units = opened.edition.policies, read.units
    blocks = [block for block in opened.edition.blocks if block.id in units]
    return [(block, outline(block, policies, units[block.id], read.details, provisional=read.provisional)) for block in blocks]


def _book(
    opened: Opened, read: machine.ScoresRead, block: Block, known: Outline, drawn: Callable[[], Mapping[str, RankSpan] | None] | None = None
) -> BlockBook:
    return whole_book(block, opened.edition.policies, opened.cycle.year, known, read.details, drawn)


def _early_files(opened: Opened, read: machine.ScoresRead, outlines: Sequence[tuple[Block, Outline]]) -> dict[str, bytes]:
    books = [outline_book(known, read.details) for _, known in outlines]
    return made(Ranked(opened, books, is_draft(read), read.accounts), NEEDS_NO_ITEMS)


def ranking_set(
    opened: Opened, books: Sequence[BlockBook], *, provisional: bool, accounts: Accounts | None = None, jobs: int = 0, early: Early = NOTHING_EARLY
) -> dict[str, bytes]:
    """Return the files of results/rank; the first pages say of how many files nothing was made."""
    return ranking_files(Ranked(opened, books, provisional, accounts), jobs, early)


def is_draft(read: machine.ScoresRead) -> bool:
    """Whether a ranking made from these scores is a draft: they are provisional, or a unit's result is still open."""
    return read.provisional or any(is_open(one.state) for units in read.units.values() for one in units)
