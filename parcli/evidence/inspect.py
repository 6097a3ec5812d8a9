"""Examines the evidence of many units in worker processes that can be killed.

Evidence comes from outside: a file may hang its reader, exhaust memory or crash it. Files are therefore read in
workers, a chunk at a time; when a chunk is lost its files are redone one by one and only the culprit stays
unexamined, with the reason. What is found depends on neither the number of workers nor the order of their answers.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from parcli.core.document import DocumentWords
from parcli.core.evidence import EvidenceFile, EvidenceFolder, RefusedEntry
from parcli.core.fact import changed
from parcli.core.limits import Limits
from parcli.core.signed_report import is_report_folder
from parcli.evidence import cache, scans
from parcli.evidence.examine import Job, sealed
from parcli.evidence.folder import FoundFile, list_folder
from parcli.evidence.looks import State, state_of
from parcli.evidence.plan import Plan
from parcli.evidence.rounds import Count, Crew, Fact, Progress, examined, read_by_ocr, workers, workers_for_scans
from parcli.garbage import uncollected

NO_PLAN = Plan()


def read_folders(
    folders: Mapping[str, Path], limits: Limits, plan: Plan = NO_PLAN, jobs: int = 0, progress: Progress | None = None
) -> dict[str, EvidenceFolder]:
    """Return the facts of each unit's evidence folder, by unit id, in the order given.

    `jobs` is the number of workers, 0 for as many as the machine has processors, at most 4. `progress` is told
    (bytes done, bytes in all). A folder that is not there gives `present` False. No file makes this raise;
    KeyboardInterrupt stops the workers at once and goes on to the caller.
    """
    with uncollected():
        kept = _kept(folders, limits, plan)
    changed = [_Read(unit, root, kept[unit], limits) for unit, root in folders.items() if kept[unit].folder is None]
    work = [job for one in changed for job in one.ahead]
    count = Count(sum(job.file.size for job in work), progress)
    by_unit = {one.unit: one for one in changed}
    try:
        for job, fact in examined(work, Crew(limits, plan, workers(jobs, len(work)), count)):
            by_unit[job.unit].add(job.file, fact)
    finally:
        for one in changed:
            one.keep()
    return {unit: kept[unit].folder or by_unit[unit].folder() for unit in folders}


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the cache has of a folder: the shelf, how the folder looks now, and all its facts when nothing has changed."""

    shelf: cache.Shelf | None
    state: State | None
    folder: EvidenceFolder | None


def _kept(folders: Mapping[str, Path], limits: Limits, plan: Plan) -> dict[str, _Kept]:
    """Return what the cache has of the folders. All are looked at before anything is read: a fifth quicker than by turns."""
    shelves = {unit: cache.shelf(root, limits, plan) for unit, root in folders.items()}
    states = {unit: None if shelves[unit] is None else state_of(root, limits) for unit, root in folders.items()}
    return {unit: _Kept(shelf, states[unit], None if shelf is None else shelf.folder(states[unit])) for unit, shelf in shelves.items()}


class _Read:
    """A folder that has changed: what was known of its files, what is found now, what is still ahead."""

    def __init__(self, unit: str, root: Path, kept: _Kept, limits: Limits) -> None:
        self.unit, self._kept, self._listing = unit, kept, list_folder(root, limits)
        known = kept.shelf.facts(self._listing.files) if kept.shelf is not None else {}
        self._facts: dict[str, Fact] = dict(known)
        self.ahead = [Job(unit, os.fspath(root), file) for file in self._listing.files if file.name_on_disk not in known]

    def add(self, file: FoundFile, fact: Fact) -> None:
        """Take what was found of a file."""
        self._facts[file.name_on_disk] = fact

    def keep(self) -> None:
        """Keep what was examined for the next run."""
        if self._kept.shelf is None:
            return
        facts = ((file, self._facts.get(file.name_on_disk)) for file in self._listing.files)
        certain = [(file, fact) for file, fact in facts if isinstance(fact, EvidenceFile) and fact.examined]
        self._kept.shelf.keep(certain, self._listing, self._kept.state)

    def folder(self) -> EvidenceFolder:
        """Return everything that lies in it, sorted by path."""
        facts = sorted((*self._listing.refused, *self._facts.values()), key=lambda fact: fact.path)
        files = tuple(fact for fact in facts if isinstance(fact, EvidenceFile))
        return EvidenceFolder(self._listing.present, files, tuple(fact for fact in facts if isinstance(fact, RefusedEntry)))


def read_scans(
    read: Mapping[str, EvidenceFolder], folders: Mapping[str, Path], limits: Limits, plan: Plan, jobs: int = 0, progress: Progress | None = None
) -> dict[str, EvidenceFolder]:
    """Return the folders with the words that OCR read from scans, as far as the plan has an engine for it.

    `progress` is told (scans done, scans in all). What was read is kept unit by unit, so that an interrupted run goes
    on where it stopped.
    """
    if plan.engine is None:
        return dict(read)
    engine = plan.engine
    work = {unit: [fact for fact in folder.files if scans.wanted(fact, plan)] for unit, folder in read.items()}
    shelves = {unit: cache.shelf(folders[unit], limits, plan) for unit in read}
    known = {unit: shelf.read_words(engine.version) if shelf and work[unit] else {} for unit, shelf in shelves.items()}
    # The same scan may lie in many folders; it is read once.
    told: dict[str, DocumentWords | None] = {digest: words for each in known.values() for digest, words in each.items()}
    total = len({_key(fact) for each in work.values() for fact in each} - told.keys())
    crew = Crew(limits, plan, workers_for_scans(jobs, total), Count(total, progress))
    done: dict[str, EvidenceFolder] = {}
    for unit, folder in read.items():
        ahead = {_key(fact): _scan(fact, unit, folders[unit]) for fact in work[unit] if _key(fact) not in told}
        try:
            told.update((scan.key, words) for scan, words in read_by_ocr(tuple(ahead.values()), crew))
        finally:
            shelf, here = shelves[unit], {_key(fact): words for fact in work[unit] if (words := told.get(_key(fact))) is not None}
            if shelf is not None and here.keys() - known[unit].keys():
                shelf.keep_words(engine.version, here)
        wanted = {fact.path for fact in work[unit]}
        done[unit] = replace(folder, files=tuple(_with_words(fact, told) if fact.path in wanted else fact for fact in folder.files))
        secret = {fact.name_on_disk: fact for fact in done[unit].files if fact.path in wanted and fact.words and fact.words.secrecy}
        if shelf is not None and secret:
            shelf.seal(secret)
    return done


def examine_one(path: Path, limits: Limits, plan: Plan = NO_PLAN) -> Fact:
    """Return the facts of one file wherever it lies, read in a worker like any other. Raises OSError when it is not there."""
    about = path.lstat()
    root = path.parent
    job = Job("", os.fspath(root), FoundFile(path.name, path.name, about.st_size))
    [(_, fact)] = list(examined([job], Crew(limits, plan, 1, Count(about.st_size, None))))
    if isinstance(fact, RefusedEntry):
        return fact
    alone = {"": EvidenceFolder(present=True, files=(fact,), refused=())}
    return read_scans(alone, {"": root}, limits, replace(plan, cache=None))[""].files[0]


def _with_words(fact: EvidenceFile, known: Mapping[str, DocumentWords | None]) -> EvidenceFile:
    words = known.get(_key(fact))
    if words is None:
        return changed(fact, wordless="unreadable")
    return sealed(fact, words) if words.secrecy else changed(fact, words=words, wordless="")


def _scan(fact: EvidenceFile, unit: str, root: Path) -> scans.Scan:
    job = Job(unit, os.fspath(root), FoundFile(fact.path, fact.name_on_disk, fact.size))
    return scans.Scan(job, fact.sha256, (fact.pdf and fact.pdf.pages) or 0, is_report_folder(fact.folder))


def _key(fact: EvidenceFile) -> str:
    """Return under what a scan's words are kept."""
    return scans.report_key(fact.sha256) if is_report_folder(fact.folder) else fact.sha256
