"""What comes by mail in a rehearsal: returns that the desk has to refuse or ask about, the right ones, and supplements."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from parcli.cli.exits import Exit, Stop
from parcli.cli.opened import Opened
from parcli.cli.rehearsal.returns import SECOND, Task, make
from parcli.cli.run import run
from parcli.cli.screen import Screen
from parcli.demo.faults import BY_MAIL, Fault

INBOX = "inbox"
_SUPPLEMENTS_AFTER = timedelta(days=20)


def receive(opened: Opened, senders: Mapping[str, Fault], seed: int, jobs: int, screen: Screen) -> set[tuple[str, str]]:
    """Let these units send what their fault has it, then what they should have sent; return what the desk found, by unit and code."""
    inbox = opened.folder / INBOX
    make([Task(opened.folder, unit, seed, fault, inbox / unit) for unit, fault in senders.items()], jobs, screen)
    day = f"{opened.cycle.deadline - timedelta(days=3):%Y-%m-%d}"
    problems = _intake(opened, (), day, jobs)
    wanted = {(unit, BY_MAIL[fault]) for unit, fault in senders.items()}
    found = {(str(one["unit"] or _sender(one)), str(one["code"])) for one in problems if one["code"] in BY_MAIL.values()}
    again = [unit for unit, fault in senders.items() if fault is Fault.LAST_YEARS_WORKBOOK]
    make([Task(opened.folder, unit, seed, None, inbox / f"{unit} gui lai") for unit in again], jobs, screen)
    chosen = [inbox / unit / f"{unit}{SECOND}.xlsx" for unit, fault in senders.items() if fault is Fault.TWO_WORKBOOKS]
    _intake(opened, [*(inbox / f"{unit} gui lai" for unit in again), *chosen], day, jobs)
    return wanted - found


def _sender(problem: Mapping[str, object]) -> str:
    """Return the folder of the inbox that a problem is about."""
    parts = Path(str(problem.get("file") or "")).parts
    return parts[1] if len(parts) > 1 and parts[0] == INBOX else ""


def supplement(opened: Opened, asked: Mapping[str, Sequence[str]], seed: int, jobs: int, screen: Screen) -> None:
    """Let these units answer what round 1 asked about: their return once more, with explanations and a further report."""
    inbox = opened.folder / INBOX
    make([Task(opened.folder, unit, seed, None, inbox / f"{unit} bo sung", tuple(items)) for unit, items in asked.items()], jobs, screen)
    day = f"{opened.cycle.deadline + _SUPPLEMENTS_AFTER:%Y-%m-%d}"
    _intake(opened, [inbox / f"{unit} bo sung" for unit in asked], day, jobs)


def _intake(opened: Opened, paths: Sequence[Path], day: str, jobs: int) -> list[dict[str, object]]:
    """Run the desk on what came, and return what it has to say."""
    said = io.StringIO()
    arguments = ["intake", *map(str, paths), "--received", day, "--via", "email", "--json", "--jobs", str(jobs), "--cycle", str(opened.folder)]
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()) as complaints:
        outcome = run(arguments)
    if outcome not in (Exit.FINE, Exit.FINDINGS):
        raise Stop(Exit(outcome), "cli.demo_step", command=f"intake: {complaints.getvalue().strip()}")
    return list(json.loads(said.getvalue())["problems"])
