"""``parcli intake``: returned files sorted to units by the identity inside them; every version and its receipt kept."""

from __future__ import annotations

import json as machine_text
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from parcli.cli import days, merging, receiving, writing
from parcli.cli.commands.generate import banner_of
from parcli.cli.exits import Exit, Stop
from parcli.cli.ledger import LEDGER
from parcli.cli.lying import SUBMISSIONS
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.receiving import Mail
from parcli.cli.screen import Screen, in_one_line, open_screen
from parcli.core.findings import Finding, Severity, found
from parcli.core.intake import Fate, counted
from parcli.core.receipts import Ledger, text
from parcli.desk import planning, sorting
from parcli.desk.holdings import Terms
from parcli.desk.planning import Plan
from parcli.desk.sorting import Sorted
from parcli.results import journal, sets
from parcli.results.journal import Step


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is received, and how: paths, the day, the channel, the reference, the unit of evidence that comes alone."""

    paths: tuple[Path, ...] = ()
    received: str | None = None
    via: str = ""
    ref: str = ""
    unit: str | None = None
    trial: bool = False
    dry_run: bool = False

    def arguments(self) -> tuple[str, ...]:
        """Return what the log says of the call."""
        named = {"--received": self.received, "--via": self.via, "--ref": self.ref, "--unit": self.unit}
        return (
            *(path.as_posix() for path in self.paths),
            *(f"{name} {value}" for name, value in named.items() if value),
            *(("--trial",) if self.trial else ()),
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found and did: every file's fate, all findings, and what was written."""

    fates: tuple[Fate, ...]
    findings: tuple[Finding, ...]
    written: tuple[str, ...]


def run(wanted: Wanted, cycle: Path | None, lang: str | None, *, quiet: bool, json: bool, verbose: bool = False, jobs: int = 0) -> int:
    """Receive what came; exit 1 when something was refused or waits for a person."""
    screen = open_screen(lang, quiet=quiet or json, verbose=verbose)
    opened = open_cycle(cycle)
    if wanted.unit is not None and not receiving.named(opened, wanted.paths):
        raise Stop(Exit.WRONG_USE, "cli.unit_needs_path")
    _all_text(wanted)
    terms = _terms(opened, wanted)
    if terms.received > date.today():  # noqa: DTZ011 - the office's own calendar
        screen.warn("cli.received_in_future", day=f"{terms.received:%d/%m/%Y}")
    alone = "" if wanted.unit is None else opened.chosen_units([wanted.unit])[0].id
    with _staging(opened, screen, dry_run=wanted.dry_run) as staging:
        outcome = _receive(opened, wanted, terms, alone, staging, jobs, screen)
        waiting = any(fate.place in ("refused", "set_aside") and not fate.known for fate in outcome.fates)
        code = Exit.FINDINGS if waiting else Exit.FINE
        if outcome.written and not wanted.dry_run:
            writing.note(opened.folder, "intake", wanted.arguments(), code)
    least = Severity.ERROR if quiet else Severity.NOTE if verbose else Severity.WARNING
    screen.findings([one for one in outcome.findings if one.severity >= least])
    _say(screen, opened, outcome, wanted, json=json)
    return code


def _terms(opened: Opened, wanted: Wanted) -> Terms:
    received = date.today() if wanted.received is None else days.given("--received", wanted.received)  # noqa: DTZ011 - the office's own calendar
    due = {unit.id: opened.cycle.due(unit) for unit in opened.cycle.units}
    return Terms(received, wanted.via, wanted.ref, "trial" if wanted.trial else "official", receiving.named(opened, wanted.paths), due)


def _all_text(wanted: Wanted) -> None:
    """Raise Stop where what the receipts are to say came in an encoding that is not the screen's."""
    for option, said in (("--via", wanted.via), ("--ref", wanted.ref), ("--received", wanted.received or ""), ("--unit", wanted.unit or "")):
        if any("\ud800" <= sign <= "\udfff" for sign in said):
            raise Stop(Exit.WRONG_USE, "cli.no_text", option=option)


@contextmanager
def _staging(opened: Opened, screen: Screen, *, dry_run: bool) -> Iterator[Path]:
    """Give a folder for what archives hold: in the cycle, which is held meanwhile, or elsewhere where nothing may be written."""
    if dry_run:
        with tempfile.TemporaryDirectory(prefix="parcli-") as folder:
            yield Path(folder)
        return
    with writing.held(opened.folder, screen):
        try:
            yield journal.begin(opened.folder)
        finally:
            journal.drop(opened.folder)


def _receive(opened: Opened, wanted: Wanted, terms: Terms, alone: str, staging: Path, jobs: int, screen: Screen) -> Outcome:
    before = receiving.receipts(opened)
    mail = receiving.mail(opened, receiving.roots(opened, wanted.paths), before, staging, jobs, screen)
    sorted_ = sorting.sort(sorting.Desk(opened.cycle, opened.edition, alone), mail.arrived, mail.inside)
    keys = {unit: frozenset[str]() for unit in {delivery.unit for delivery in sorted_.deliveries}}
    for delivery in sorted_.deliveries:
        keys[delivery.unit] |= planning.keys(delivery)
    holdings = {unit: receiving.holding(opened, unit, wished) for unit, wished in keys.items()}
    plan = planning.plan(sorted_.deliveries, before, holdings, terms)
    offers = merging.offers(opened, plan.moves, holdings, banner_of(opened), jobs)
    with sets.writing(staging):
        plan = replace(plan, moves=(*plan.moves, *merging.moves(opened, offers, staging)))
    written = [f"{SUBMISSIONS}/{move.target}" for move in plan.moves]
    if not wanted.dry_run:
        written += _put(opened, staging, plan, before)
    fates = sorted((*_turned_away(mail), *sorted_.fates, *plan.fates), key=lambda fate: fate.path)
    told = (*_findings(mail, sorted_, plan), *(one for offer in offers for one in offer.findings))
    return Outcome(tuple(fates), tuple(sorted(told, key=Finding.order)), tuple(written))


def _turned_away(mail: Mail) -> tuple[Fate, ...]:
    return tuple(
        Fate(one.path, "passed_over") if one.problem is None else Fate(one.path, "refused", codes=(one.problem.code,)) for one in mail.turned_away
    )


def _findings(mail: Mail, sorted_: Sorted, plan: Plan) -> tuple[Finding, ...]:
    faults = [(one.path, one.problem) for one in mail.turned_away if one.problem is not None]
    refused = [found(problem.code, file=path, **dict(problem.values)) for path, problem in faults]
    guessed = [
        found("IN119", file=file, count=len(pairs), name=pairs[0][0].rpartition("/")[2], raw=pairs[0][1]) for file, pairs in mail.guessed.items()
    ]
    return (*refused, *guessed, *sorted_.findings, *plan.findings)


def _put(opened: Opened, staging: Path, plan: Plan, before: Ledger) -> list[str]:
    """Put everything in place as one, the receipts last. Nothing is written where nothing is new."""
    if not plan.moves and plan.ledger == before:
        return []
    place = staging / LEDGER
    with sets.writing(staging):
        ready = receiving.staged(opened.folder, staging, plan.moves)
        place.write_text(text(plan.ledger), "utf-8", newline="\n")
    steps = [Step(source, f"{SUBMISSIONS}/{move.target}", keep=move.former) for source, move in ready]
    steps.append(Step(place.relative_to(opened.folder).as_posix(), f"{SUBMISSIONS}/{LEDGER}"))
    journal.commit(opened.folder, steps)
    return [f"{SUBMISSIONS}/{LEDGER}"]


def _say(screen: Screen, opened: Opened, outcome: Outcome, wanted: Wanted, *, json: bool) -> None:
    counts = counted(outcome.fates)
    if json:
        document = {
            "format": "parcli/intake@1",
            "written": [] if wanted.dry_run else list(outcome.written),
            "problems": screen.problems(outcome.findings),
            "files": [_plain(fate) for fate in outcome.fates],
            "counts": counts,
        }
        screen.result(machine_text.dumps(document, ensure_ascii=False, indent=1))
        return
    for fate in outcome.fates if screen.verbose else ():
        place = screen.words.text("intake.known" if fate.known else f"intake.{fate.place}")
        screen.say(
            "cli.intake_file", file=in_one_line(fate.path), place=place, target=in_one_line(f"{SUBMISSIONS}/{fate.target}") if fate.target else "–"
        )
    for unit in opened.cycle.units:
        came = Counter(fate.role for fate in outcome.fates if fate.unit == unit.id and fate.new)
        if came:
            screen.say("cli.intake_unit", unit=unit.name, workbook=came["workbook"], parts=came["part"], evidence=came["evidence"])
    screen.result(screen.words.text("cli.intake_counts", **counts))
    if wanted.dry_run:
        screen.say("cli.intake_dry_run")


def _plain(fate: Fate) -> dict[str, object]:
    return {
        "file": fate.path, "place": fate.place, "unit": fate.unit or None, "role": fate.role or None,
        "target": f"{SUBMISSIONS}/{fate.target}" if fate.target else None, "known": fate.known, "codes": list(fate.codes),
    }  # fmt: skip
