"""``parcli appraise open``: the workbooks of an appraisal round, for the rows that no workbook of that round asks for yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from parcli.cli import appraisal_books, appraisals, gather, supplement, writing
from parcli.cli.appraisal_books import Book
from parcli.cli.appraisal_rows import Matter, matter
from parcli.cli.appraisals import Heard
from parcli.cli.commands.generate import banner_of
from parcli.cli.examining import Wish
from parcli.cli.exits import Exit, Stop
from parcli.cli.gather import Gathered, Return
from parcli.cli.lying import APPRAISAL
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.results import excluded_for, file_words
from parcli.cli.screen import Screen, open_screen
from parcli.core.findings import Finding, Severity, found
from parcli.core.scoring.outcome import Stage
from parcli.results import sets

_STAGES: dict[int, Stage] = {1: "round_1", 2: "round_2"}
_WAYS = ("unit", "area")
_ANSWERED_HERE = ("AP129", "AP130")
"""What a second round that is being opened answers by itself."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which round is opened, in which way the rows are parted into files, and for which units."""

    round: int
    by: str = "unit"
    units: tuple[str, ...] = ()
    block: str | None = None

    @property
    def stage(self) -> Stage:
        """The stage of the round."""
        return _STAGES[self.round]

    @property
    def folder(self) -> str:
        """The folder of the round, in the cycle."""
        return f"{APPRAISAL}/round-{self.round}"

    def arguments(self) -> tuple[str, ...]:
        """Return what the log says of the call."""
        return (
            f"--round {self.round}",
            f"--by {self.by}",
            *(f"--unit {unit}" for unit in self.units),
            *((f"--block {self.block}",) if self.block else ()),
        )


def checked(round_: int, by: str, units: Sequence[str], block: str | None) -> Wanted:
    """Return what is wanted. Raises Stop for a round or a way that does not exist."""
    if round_ not in _STAGES:
        raise Stop(Exit.WRONG_USE, "cli.unknown_word", option="--round", found=round_, known="1, 2")
    if by not in _WAYS:
        raise Stop(Exit.WRONG_USE, "cli.unknown_word", option="--by", found=by, known=", ".join(_WAYS))
    return Wanted(round_, by, tuple(units), block)


def run(
    wanted: Wanted, cycle: Path | None, lang: str | None, wish: Wish, *, jobs: int, quiet: bool, json: bool, dry_run: bool, verbose: bool = False
) -> int:
    """Write the workbooks; none that exists is touched."""
    screen = open_screen(lang, quiet=quiet or json, verbose=verbose)
    opened = open_cycle(cycle)
    chosen = opened.chosen_units(list(wanted.units), wanted.block)
    # All units are gathered, so that documents which stand in several places are seen; only those chosen are opened.
    gathered = gather.gather(opened, opened.cycle.units, screen, jobs, wish, gather.always)
    if dry_run:
        heard, books, told = _planned(opened, gathered, chosen, wanted, jobs)
        names = _names(opened.folder / wanted.folder, books)
    else:
        with writing.held(opened.folder, screen):
            heard, books, told = _planned(opened, gathered, chosen, wanted, jobs)
            names = _names(opened.folder / wanted.folder, books)
            _write(opened, wanted, dict(zip(names, books, strict=True)))
            screen.wrote([f"{wanted.folder}/{name}" for name in names])
            writing.note(opened.folder, "appraise open", wanted.arguments(), Exit.FINE)
    problems = (*told, *_standing(heard))
    screen.findings([one for one in problems if verbose or one.code != "AP144"] if not quiet else ())
    _say(screen, wanted, books, dry_run=dry_run)
    if json:
        screen.written("appraise-open", [] if dry_run else [f"{wanted.folder}/{name}" for name in names], problems)
    return Exit.FINE


def _planned(
    opened: Opened, gathered: Gathered, chosen: Sequence[object], wanted: Wanted, jobs: int
) -> tuple[Heard, tuple[Book, ...], tuple[Finding, ...]]:
    """Return what was said so far, the workbooks to make, and why units have none."""
    heard = appraisals.hear(opened, gathered.returns, jobs)
    if wanted.round > 1 and not heard.appraisal.opened.get("round_1"):
        raise Stop(Exit.WRONG_USE, "cli.appraise_first_round")
    told: list[Finding] = []
    ready: list[Return] = []
    for one in gathered.returns:
        if one.unit not in chosen:
            continue
        why = _left_out(opened, one)
        ready += [one] if why is None else []
        told += [] if why is None else [why]
    matters = _matters(opened, gathered, ready, heard, wanted, jobs)
    books = (appraisal_books.by_unit if wanted.by == "unit" else appraisal_books.by_area)(opened, matters, wanted.stage)
    opens = {one.unit for book in books for one, _ in book.rows} | {unit for unit, _ in heard.appraisal.opened.get(wanted.stage, ())}
    told += [found("AP144", unit=one.unit) for one in matters if one.unit not in opens]
    return heard, books, tuple(told)


def _left_out(opened: Opened, one: Return) -> Finding | None:
    """Say why a unit's return is not appraised, None where it is."""
    reason = excluded_for(opened, one.unit)
    if reason is not None:
        return found("AP143", unit=one.unit.id, reason=reason)
    if not one.submitted:
        return found("AP141", unit=one.unit.id) if one.expected else found("AP144", unit=one.unit.id)
    if one.records is None or one.blocked_by:
        return found("AP142", unit=one.unit.id, codes=", ".join(one.blocked_by))
    return None


def _matters(opened: Opened, gathered: Gathered, ready: Sequence[Return], heard: Heard, wanted: Wanted, jobs: int) -> tuple[Matter, ...]:
    standing = appraisals.present(opened, ready)
    if wanted.round == 1:
        return tuple(matter(one, standing[one.unit.id], heard.appraisal) for one in ready)
    ids = {one.unit.id for one in ready}
    made_from = {unit: sha256 for unit, sha256 in appraisals.made_from(heard, "round_1").items() if unit in ids}
    between = supplement.supplements(opened, gathered, made_from, jobs)
    return tuple(matter(one, standing[one.unit.id], heard.appraisal, between.get(one.unit.id)) for one in ready)


def _names(folder: Path, books: Sequence[Book]) -> tuple[str, ...]:
    """Return a name for each workbook that no file has: what an appraiser works in is never overwritten."""
    taken = {path.name.casefold() for path in folder.iterdir()} if folder.is_dir() else set()
    names: list[str] = []
    for book in books:
        name, turn = f"{book.stem}.xlsx", 2
        while name.casefold() in taken:
            name, turn = f"{book.stem}-{turn}.xlsx", turn + 1
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def _write(opened: Opened, wanted: Wanted, books: dict[str, Book]) -> None:
    banner, words = banner_of(opened), file_words(opened)
    files = {name: appraisal_books.made(opened, book, wanted.stage, banner, words) for name, book in books.items()}
    if files:
        sets.add_files(opened.folder / wanted.folder, files)


def _standing(heard: Heard) -> tuple[Finding, ...]:
    """Return what keeps workbooks that are there already from being heard."""
    return tuple(one for one in heard.findings if one.severity >= Severity.ERROR and one.code not in _ANSWERED_HERE)


def _say(screen: Screen, wanted: Wanted, books: Sequence[Book], *, dry_run: bool) -> None:
    if not books:
        screen.say("cli.appraise_nothing_new", round=wanted.round)
        return
    rows = sum(len(book.rows) for book in books)
    units = len({one.unit for book in books for one, _ in book.rows})
    key = "cli.appraise_would_open" if dry_run else "cli.appraise_opened"
    screen.say(key, count=len(books), rows=rows, units=units, folder=wanted.folder, round=wanted.round)
