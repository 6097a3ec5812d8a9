"""``parcli verify``: do the results still hold, and if not, what is the first thing that no longer does."""

from __future__ import annotations

import json as machine_text
from collections.abc import Sequence
from pathlib import Path

from parcli.cli.exits import Exit, Stop
from parcli.cli.holding import SETS, Checked, Shelf, check
from parcli.cli.opened import find
from parcli.cli.published import check_announced
from parcli.cli.screen import Screen, open_screen
from parcli.cli.writing import PUBLISHED, RESULTS
from parcli.core.findings import Finding

VERIFY_FORMAT = "parcli/verify@1"


def run(name: str | None, cycle: Path | None, lang: str | None, *, jobs: int, quiet: bool, verbose: bool, json: bool, cache: bool) -> int:
    """Check the result sets, or an announced one; exit 0 when all holds, 1 when something does not, 2 when there is nothing."""
    screen = open_screen(lang, quiet=quiet or json, verbose=verbose)
    checked = check_announced(cycle, name, screen, jobs, cache=cache) if name is not None else _results(cycle, screen, jobs, cache=cache)
    outcome = Exit.FINDINGS if checked.findings else Exit.FINE
    places = [f"{PUBLISHED}/{name}"] if name is not None else [f"{RESULTS}/{each}" for each in checked.sets]
    if json:
        screen.result(_document(screen, places, checked))
    else:
        tell(screen, places, checked.findings)
    return outcome


def _results(cycle: Path | None, screen: Screen, jobs: int, *, cache: bool) -> Checked:
    folder = find(cycle)
    checked = check(Shelf(folder / RESULTS, RESULTS, folder), SETS, screen, jobs, cache=cache)
    if not checked.sets:
        raise Stop(Exit.WRONG_USE, "cli.verify_nothing", folder=folder / RESULTS)
    return checked


def tell(screen: Screen, places: Sequence[str], findings: Sequence[Finding]) -> None:
    """Say that everything holds; else the first thing that does not, and how many more there are (all of them with -v)."""
    if not findings:
        screen.result(screen.words.text("cli.verify_holds", places=", ".join(places)))
        return
    screen.warn("cli.verify_not", places=", ".join(places))
    screen.findings(findings if screen.verbose else findings[:1])
    if len(findings) > 1 and not screen.verbose:
        screen.warn("cli.verify_more", count=len(findings) - 1)


def _document(screen: Screen, places: Sequence[str], checked: Checked) -> str:
    document = {"format": VERIFY_FORMAT, "holds": not checked.findings, "sets": list(places), "findings": screen.problems(checked.findings)}
    return machine_text.dumps(document, ensure_ascii=False, indent=1)
