"""``parcli`` alone: where the cycle stands and what comes next."""

from __future__ import annotations

from pathlib import Path

from parcli.cli.exits import Exit, Stop
from parcli.cli.gather import SUBMISSIONS, workbooks_of
from parcli.cli.ledger import LEDGER
from parcli.cli.opened import Opened, find, open_cycle
from parcli.cli.receiving import INBOX
from parcli.cli.screen import open_screen


def run(cycle: Path | None, lang: str | None) -> int:
    """Print the state of the cycle and the next step; outside a cycle, how to begin."""
    screen = open_screen(lang, quiet=False, verbose=False)
    try:
        find(cycle)
    except Stop:
        if cycle is not None:
            raise
        screen.result(screen.words.text("cli.begin"))
        return Exit.FINE
    opened = open_cycle(cycle)
    screen.findings(opened.findings)
    units = [unit for unit in opened.cycle.units if opened.cycle.takes_part(unit)]
    returned = sum(1 for unit in units if workbooks_of(opened.folder / SUBMISSIONS / unit.id))
    cycle_facts = {"cycle": opened.cycle.cycle, "year": opened.cycle.year, "units": len(units)}
    deadline = f"{opened.cycle.deadline:%d/%m/%Y}"
    screen.result(screen.words.text("cli.state", **cycle_facts, returned=returned, deadline=deadline))
    screen.result(screen.words.text(f"cli.next.{next_step(opened, returned)}"))
    return Exit.FINE


def next_step(opened: Opened, returned: int) -> str:
    """Return which step the cycle waits for."""
    if not (opened.folder / "workbooks").is_dir():
        return "generate"
    if _waits_in_inbox(opened):
        return "intake"
    if not returned:
        return "collect"
    for step, name in (("validate", "findings.json"), ("aggregate", "scores.json"), ("rank", "ranking.json")):
        if not (opened.folder / "results" / step / name).is_file():
            return step
    return "done"


def _waits_in_inbox(opened: Opened) -> bool:
    """Whether anything in the inbox came after the last receipt was written."""
    receipts = opened.folder / SUBMISSIONS / LEDGER
    last = receipts.stat().st_mtime_ns if receipts.is_file() else 0
    came = (path for path in (opened.folder / INBOX).rglob("*") if path.is_file() and not path.is_symlink())
    return any(path.stat().st_mtime_ns > last for path in came)
