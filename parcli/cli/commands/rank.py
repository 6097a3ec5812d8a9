"""``parcli rank``: the ranking of each block, from scores whose inputs still hold."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from parcli.cli import manifests, results, writing
from parcli.cli.exits import Exit, Stop
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.screen import Screen, open_screen
from parcli.core.findings import found
from parcli.core.manifest import FileMark
from parcli.core.scoring import is_open
from parcli.garbage import uncollected
from parcli.report import machine, terminal
from parcli.report.accounts_words import accounts_text
from parcli.results import hashes

if TYPE_CHECKING:
    from parcli.cli.former_year import Beside
    from parcli.core.rankbook import BlockBook

_SCORES = manifests.SCORES


@uncollected()
def run(
    cycle: Path | None,
    lang: str | None,
    *,
    quiet: bool,
    json: bool,
    dry_run: bool,
    verbose: bool = False,
    jobs: int = 0,
    previous: Path | None = None,
) -> int:
    """Rank on scores.json and replace results/rank; exit 1 while units wait for figures, 2 when the scores are stale."""
    screen = open_screen(lang, quiet=quiet or json, verbose=verbose)
    opened = open_cycle(cycle)
    read, scores = current_scores(opened)
    draft = results.is_draft(read)
    with results.ranking(opened, read, jobs) as ranked:
        before = None if previous is None else _before(opened, ranked.books, previous)
        books = ranked.books if before is None else before.books
        options = () if before is None else (before.option,)
        more = (*_own_templates(opened), *(() if before is None else before.inputs))
        made = manifests.manifest(opened, "rank", options, manifests.for_rank(opened, scores, more))
        found_files = results.ranking_set(opened, books, provisional=draft, accounts=read.accounts, jobs=jobs, early=ranked.early)
    files = manifests.with_manifest(made, found_files)
    waiting = any(is_open(one.state) for units in read.units.values() for one in units)
    outcome = Exit.FINDINGS if waiting and not read.provisional else Exit.FINE
    if not dry_run:
        with writing.held(opened.folder, screen):
            _check_still(opened, scores)
            screen.wrote(writing.replace_set(opened.folder, "rank", files))
            writing.note(opened.folder, "rank", options, outcome, files)
    if before is not None:
        _tell(screen, before)
    if json:
        screen.result(files["ranking.json"].decode())
        return outcome
    places = opened.edition.policies.rounding.print
    screen.show(terminal.ranking_tables(books, opened.edition.status, screen.words, places=places, provisional=draft))
    if read.accounts is not None:
        screen.say_line(accounts_text(read.accounts, screen.words))
    screen.say("cli.ranked", folder=opened.folder / "results" / "rank")
    if outcome is Exit.FINDINGS:
        screen.say("cli.figures_missing")
    elif not draft and any(one.units for one in books):
        screen.say("cli.ranking_final")
    return outcome


def refuse(*, output: Path | None, force: bool) -> None:
    """Stop at options that a ranking does not have. Raises Stop."""
    if output is not None or force:
        raise Stop(Exit.WRONG_USE, "cli.what_if_only", option="--output" if output is not None else "--force")


def _own_templates(opened: Opened) -> Sequence[FileMark]:
    if not (opened.folder / "templates").is_dir():
        return ()
    from parcli.cli import papers  # noqa: PLC0415 - heavy; few offices have templates of their own

    return tuple(papers.templates(opened))


def _before(opened: Opened, books: Sequence[BlockBook], previous: Path) -> Beside:
    from parcli.cli import former_year  # noqa: PLC0415 - most rankings stand alone

    return former_year.beside(opened, books, previous)


def _tell(screen: Screen, before: Beside) -> None:
    """Say what was found in the former year, and how many units compare."""
    screen.findings(before.findings)
    units = [one for book in before.books for one in book.units if one.former is not None]
    left = sum(bool(one.former and one.former.why_not) for one in units)
    known = next((book.before for book in before.books if book.before is not None), None)
    if known is not None:
        screen.say("cli.previous_compared", source=known.taken_from, cycle=known.cycle, compared=len(units) - left, left=left)


def _check_still(opened: Opened, scores: FileMark) -> None:
    """Stop where another run replaced the scores since they were read: a ranking of former scores must not stand beside new ones."""
    if hashes.mark_of(opened.folder / _SCORES)[0] != scores.sha256:
        raise Stop(Exit.HELD, "cli.scores_replaced")


def current_scores(opened: Opened) -> tuple[machine.ScoresRead, FileMark]:
    """Return the scores, whose inputs still hold, and which file they are. Raises Stop."""
    path = opened.folder / _SCORES
    try:
        content = path.read_bytes()
        content.decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise Stop(Exit.WRONG_USE, "cli.no_scores", file=_SCORES) from None
    names = {unit.id: unit.name for unit in opened.cycle.units}
    digest = hashlib.sha256()
    # A tenth of a second of a country's ranking, which needs no interpreter.
    beside = Thread(target=digest.update, args=(content,))
    beside.start()
    try:
        read = machine.read_scores(content, names)
    except ValueError as error:
        raise Stop(Exit.WRONG_USE, "cli.bad_scores", reason=error) from None
    finally:
        beside.join()
    listed = {path for path, _ in read.inputs}
    changed = sorted({*hashes.still_hold(opened.folder, read.inputs), *(results.present_inputs(opened) - listed)})
    if changed:
        raise Stop(Exit.WRONG_USE, "cli.stale_scores", tuple(found("RS201", file=name) for name in changed), count=len(changed))
    return read, FileMark(_SCORES, digest.hexdigest(), len(content))
