"""``parcli demo``: a whole cycle with synthetic answers and evidence, through the same commands that analysts run."""

from __future__ import annotations

import contextlib
import io
import json as machine_text
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from parcli.cli.exits import Exit, Stop
from parcli.cli.opened import Opened
from parcli.cli.rehearsal import mail, rounds
from parcli.cli.rehearsal.returns import prepare, returns
from parcli.cli.run import run as run_command
from parcli.cli.screen import Screen, open_screen
from parcli.core.cycle import Unit
from parcli.demo import accepted, decided
from parcli.demo import faults as planting
from parcli.demo.faults import Fault, Planted
from parcli.results import hashes, sets

_SUPPLEMENTS = 8
"""How many units answer what round 1 asked; the others send nothing."""
_SUPPLEMENTS_DUE, _MEETING = timedelta(days=25), timedelta(days=45)
"""Days after the deadline."""
_FINDINGS = "results/validate/findings.json"
_LOOK = (
    "results/rank/xep-hang.html", "results/rank/xep-hang-cong-khai.html", "results/validate/kiem-tra.html", "results/aggregate/tong-hop.xlsx", "results/notify", "appraisal", "workbooks",
)  # fmt: skip


_EXAMINE = ("--ocr", "never")
"""The same results on every machine, whether it has OCR or not."""


def run(folder: Path, lang: str | None, *, quiet: bool, jobs: int, seed: int, faults: bool, json: bool) -> int:
    """Play a whole cycle in a new folder; exit 0 when exactly the planted faults were found and the ranking is final."""
    screen = open_screen(lang, quiet=quiet or json, verbose=False)
    opened = prepare(folder, seed)
    play = _Play(opened, lang, jobs, screen)
    play.step("generate-template")
    screen.say("cli.templates_done", count=len(opened.cycle.units), folder=folder / "workbooks")
    planted, senders = plant(opened.cycle.units) if faults else ((), {})
    returns(opened, planted, seed, jobs, screen, tuple(senders))
    missed = mail.receive(opened, senders, seed, jobs, screen) if senders else set()
    _accept(opened, planted)
    _appraise(play, decided.DECIDED | {each.unit for each in planted} | set(senders), seed)
    play.step("validate", "--fail-on", "never", "--annotate", *_EXAMINE)
    play.step("aggregate", *_EXAMINE)
    outcome = play.show("rank", hidden=json)
    _compare(screen, opened, planted, missed, json=json)
    if outcome:
        raise Stop(Exit.FINDINGS, "cli.demo_not_final")
    return Exit.FINE


@dataclass(frozen=True, slots=True)
class _Play:
    """The commands of a rehearsal, run one after the other in its folder."""

    opened: Opened
    lang: str | None
    jobs: int
    screen: Screen

    def step(self, *arguments: str) -> None:
        """Run a command without what it shows: the rehearsal ends with the ranking alone. Raises Stop where it could not be run."""
        said = io.StringIO()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
            outcome = self._run(*arguments)
        if outcome not in (Exit.FINE, Exit.FINDINGS):
            raise Stop(Exit(outcome), "cli.demo_step", command=f"{' '.join(arguments)}\n{said.getvalue().strip()}")

    def show(self, command: str, *, hidden: bool) -> int:
        """Run a command with what it shows, unless that is hidden; return how it ended."""
        with contextlib.redirect_stdout(io.StringIO()) if hidden else contextlib.nullcontext():
            return self._run(command)

    def _run(self, *arguments: str) -> int:
        spoken = () if self.lang is None else ("--lang", self.lang)
        return run_command([*arguments, "-q", "--jobs", str(self.jobs), "--cycle", str(self.opened.folder), *spoken])


def _appraise(play: _Play, busy: frozenset[str], seed: int) -> None:
    """Play both rounds, the supplements between them, and the Council."""
    opened, screen, jobs = play.opened, play.screen, play.jobs
    play.step("appraise", "open", "--round", "1", *_EXAMINE)
    known = rounds.appraise(opened, rounds.begin(opened, seed), 1, jobs, screen)
    rounds.second_opinion(opened, known, next(unit.id for unit in opened.cycle.units if unit.id not in busy))
    asked = {unit: items for unit, items in known.questioned().items() if unit not in busy}
    answering = dict(list(asked.items())[:_SUPPLEMENTS])
    due = f"{opened.cycle.deadline + _SUPPLEMENTS_DUE:%Y-%m-%d}"
    play.step("appraise", "notify", "--by", due, *answering, *_EXAMINE)
    mail.supplement(opened, answering, seed, jobs, screen)
    known = replace(known, helped=frozenset(answering))
    play.step("appraise", "open", "--round", "2", *_EXAMINE)
    rounds.appraise(opened, known, 2, jobs, screen)
    play.step("appraise", "council", *_EXAMINE)
    rounds.decide(opened, known, f"{opened.cycle.deadline + _MEETING:%d/%m/%Y}")


def plant(units: Sequence[Unit]) -> tuple[tuple[Planted, ...], dict[str, Fault]]:
    """Say which unit gets which fault, and which units send theirs by mail."""
    free = [unit.id for unit in units if unit.id not in decided.DECIDED]
    senders = dict(zip(reversed(free), planting.BY_MAIL, strict=False))
    planted = planting.spread([unit for unit in free if unit not in senders])
    return (*planted, Planted(decided.EXCLUDED, planting.OF_EXCLUDED)), senders


def _accept(opened: Opened, planted: Sequence[Planted]) -> None:
    """Accept the planted fault that would stop the appraisal of a unit without need, bound to the workbook that has it."""
    places = {each.unit: opened.folder / "submissions" / each.unit / f"{each.unit}.xlsx" for each in planted if each.fault is planting.ACCEPTED}
    found = [(planting.ACCEPTED.value, unit, hashes.sha256_of(place)[0]) for unit, place in sorted(places.items())]
    if found:
        sets.add_files(opened.folder, {"waivers.yaml": accepted.waivers_text(found, opened.cycle.deadline).encode()})


def _compare(screen: Screen, opened: Opened, planted: Sequence[Planted], missed_in_mail: set[tuple[str, str]], *, json: bool) -> None:
    """Hold what was found against what was planted: all of it, and nothing else above a note."""
    folder = opened.folder
    document = machine_text.loads((folder / _FINDINGS).read_text("utf-8"))
    everything = [*document["findings"], *(one for unit in document["units"] for one in unit["findings"])]
    wanted = {(each.unit, each.fault.value) for each in planted}
    found = {(one["unit"], one["code"]) for one in everything}
    heavy = {(one["unit"], one["code"]) for one in everything if one["severity"] != "note"}
    missed, extra = (wanted - found) | missed_in_mail, heavy - wanted
    screen.say("cli.demo_found", found=len(wanted & found), planted=len(wanted), extra=len(extra))
    for unit, code in sorted((unit or "", code) for unit, code in missed | extra):
        screen.warn("cli.demo_differs", unit=unit, code=code)
    for name in _LOOK:
        screen.say("cli.demo_look", place=folder / name)
    if json:
        screen.written("demo", sorted(path.relative_to(folder).as_posix() for path in (folder / "results").rglob("*") if path.is_file()))
    if missed or extra:
        raise Stop(Exit.FINDINGS, "cli.demo_failed")
