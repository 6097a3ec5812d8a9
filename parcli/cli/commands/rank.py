"""``parcli rank``: the ranking of each block, from scores whose inputs still hold."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from parcli.cli import manifests, results, writing
from parcli.cli.exits import Exit, Stop
from parcli.cli.opened import Opened, find, open_cycle
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
_PIECE = 256 * 1024


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
    opened, read, scores = _opened_with_scores(cycle)
    draft = results.is_draft(read)
    with results.ranking(opened, read, jobs) as ranked:
        before = None if previous is None else _before(opened, ranked.books, previous)
        books = ranked.books if before is None else before.books
        options = () if before is None else (before.option,)
        more = (*_own_templates(opened), *(() if before is None else before.inputs))
        made = manifests.manifest(opened, "rank", options, manifests.for_rank(opened, scores, more))
        found_files = results.ranking_set(opened, books, provisional=draft, accounts=read.accounts, jobs=jobs, early=ranked.early)
    waiting = any(is_open(one.state) for units in read.units.values() for one in units)
    outcome = Exit.FINDINGS if waiting and not read.provisional else Exit.FINE
    places = opened.edition.policies.rounding.print
    shown = partial(terminal.ranking_tables, books, opened.edition.status, screen.words, places=places, provisional=draft)
    # Files are hashed and written without the interpreter, which draws the tables meanwhile.
    with ThreadPoolExecutor() as meanwhile:
        show = None if json else meanwhile.submit(screen.drawn, shown)
        with nullcontext() if dry_run else writing.held(opened.folder, screen):
            still = None if dry_run else meanwhile.submit(_check_still, opened, scores)
            files = manifests.with_manifest(made, found_files)
            if still is not None:
                still.result()
                screen.wrote(writing.replace_set(opened.folder, "rank", files))
                writing.note(opened.folder, "rank", options, outcome, files)
    if before is not None:
        _tell(screen, before)
    if show is None:
        screen.result(files["ranking.json"].decode())
        return outcome
    show.result()()
    if read.accounts is not None:
        screen.say_line(accounts_text(read.accounts, screen.words))
    screen.say("cli.ranked", folder=opened.folder / "results" / "rank")
    _say_state(screen, outcome, final=not draft and any(one.units for one in books))
    return outcome


def _say_state(screen: Screen, outcome: Exit, *, final: bool) -> None:
    """Say whether figures are missing, or the ranking is the final one."""
    if outcome is Exit.FINDINGS:
        screen.say("cli.figures_missing")
    elif final:
        screen.say("cli.ranking_final")


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


def _opened_with_scores(cycle: Path | None) -> tuple[Opened, machine.ScoresRead, FileMark]:
    """Open the cycle while its scores come from the disk, which needs no interpreter: a tenth of a second of a country's ranking."""
    folder = find(cycle)
    with ThreadPoolExecutor() as meanwhile:
        file = meanwhile.submit(_scores_file, folder)
        opened = open_cycle(cycle)
    return opened, *_still_current(opened, *file.result())


def current_scores(opened: Opened) -> tuple[machine.ScoresRead, FileMark]:
    """Return the scores, whose inputs still hold, and which file they are. Raises Stop."""
    return _still_current(opened, *_scores_file(opened.folder))


def _scores_file(folder: Path) -> tuple[bytes, FileMark]:
    """Return the scores as they lie there. Raises Stop where there is no such text."""
    try:
        content = (folder / _SCORES).read_bytes()
        _refuse_other_than_utf8(content)
    except (OSError, UnicodeDecodeError):
        raise Stop(Exit.WRONG_USE, "cli.no_scores", file=_SCORES) from None
    return content, FileMark(_SCORES, hashlib.sha256(content).hexdigest(), len(content))


def _still_current(opened: Opened, content: bytes, mark: FileMark) -> tuple[machine.ScoresRead, FileMark]:
    names = {unit.id: unit.name for unit in opened.cycle.units}
    try:
        read = machine.read_scores(content, names)
    except ValueError as error:
        raise Stop(Exit.WRONG_USE, "cli.bad_scores", reason=error) from None
    listed = {path for path, _ in read.inputs}
    changed = sorted({*hashes.still_hold(opened.folder, read.inputs), *(results.present_inputs(opened) - listed)})
    if changed:
        raise Stop(Exit.WRONG_USE, "cli.stale_scores", tuple(found("RS201", file=name) for name in changed), count=len(changed))
    return read, mark


def _refuse_other_than_utf8(content: bytes) -> None:
    """Raise UnicodeDecodeError where the content is no text. A piece at a time: as one text a country's scores would take twice their size."""
    text, pieces = codecs.getincrementaldecoder("utf-8")(), memoryview(content)
    for start in range(0, len(pieces), _PIECE):
        text.decode(pieces[start : start + _PIECE])
    text.decode(b"", final=True)
