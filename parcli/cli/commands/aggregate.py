"""``parcli aggregate``: the points of every unit."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from parcli.cli import accounts, appraisals, gather, lying, manifests, results, writing
from parcli.cli.examining import Wish
from parcli.cli.exits import Exit, Stop
from parcli.cli.opened import open_cycle
from parcli.cli.results import Scored
from parcli.cli.screen import open_screen
from parcli.core.scoring import is_open
from parcli.garbage import uncollected
from parcli.report import terminal


@uncollected()
def run(
    cycle: Path | None,
    lang: str | None,
    wish: Wish = gather.USUAL,
    *,
    provisional: bool,
    jobs: int,
    quiet: bool,
    json: bool,
    dry_run: bool,
    verbose: bool = False,
) -> int:
    """Score every unit and replace results/aggregate; exit 1 while figures are missing that a final total needs."""
    screen = open_screen(lang, quiet=quiet or json, verbose=verbose)
    opened = open_cycle(cycle)
    gathered = gather.gather(opened, opened.cycle.units, screen, jobs, wish, need="records")
    returns, loose = gathered.returns, gathered.loose
    heard = appraisals.hear(opened, returns)
    scored = results.score_all(opened, returns, heard, provisional=provisional)
    if not any(one.submitted for one in returns) and not results.present_inputs(opened) - set(opened.sources):
        raise Stop(Exit.WRONG_USE, "cli.nothing_returned", folder=opened.folder / lying.SUBMISSIONS)
    counted = accounts.accounts(opened, returns, scored.tables, heard)
    waiting = not provisional and any(is_open(one.state) for one in scored.results)
    outcome = Exit.FINDINGS if waiting else Exit.FINE
    options = ("--provisional",) if provisional else ()
    made = manifests.manifest(opened, "aggregate", options, manifests.for_aggregate(opened, gathered, scored))
    # What the units returned is in the scores now; a country's would fill the memory beside what is written.
    del gathered, returns, heard
    files = manifests.with_manifest(made, results.scores_set(opened, scored, counted))
    if not dry_run:
        with writing.held(opened.folder, screen):
            screen.wrote(writing.replace_set(opened.folder, "aggregate", files))
            writing.note(opened.folder, "aggregate", options, outcome, files)
    screen.findings((*loose, *scored.findings))
    if json:
        screen.result(files["scores.json"].decode())
        return outcome
    names = {unit.id: unit.name for unit in opened.cycle.units}
    places = opened.edition.policies.rounding.print
    status = opened.edition.status
    screen.show(terminal.scores_table(scored.results, status, screen.words, names, places=places, provisional=provisional, every=verbose))
    counts = Counter(one.state for one in scored.results)
    screen.say("cli.aggregated", counts="; ".join(f"{screen.words.text(f'state.{state}')}: {count}" for state, count in sorted(counts.items())))
    if (verdict := _verdict(scored)) is not None:
        screen.say(verdict)
    return outcome


def _verdict(scored: Scored) -> str | None:
    """Return what to say of the whole: final, a draft to which nothing is missing, or figures that are; None where no unit has a figure."""
    if any(is_open(one.state) for one in scored.results):
        return None if scored.provisional else "cli.figures_missing"
    if not any(one.state == "final" for one in scored.results):
        return None
    return "cli.draft_complete" if scored.provisional else "cli.result_final"
