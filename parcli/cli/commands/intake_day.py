"""``parcli intake --was DAY``: a day of receipt that was written down wrong is put right; the former one stays beside it."""

from __future__ import annotations

import json as machine_text
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from parcli.cli import days, receiving, writing
from parcli.cli.exits import Exit, Stop
from parcli.cli.ledger import LEDGER
from parcli.cli.lying import SUBMISSIONS
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.screen import Screen, in_one_line, open_screen
from parcli.core.receipts import Correction, Ledger, Receipt, corrected, text
from parcli.results import journal, sets
from parcli.results.journal import Step

Changed = tuple[tuple[str, Receipt], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The day that receipts bear, the day they shall bear, why, and of which unit; without one, of every unit.

    ``besides`` is whether anything else was asked for too, which a correction does not do.
    """

    was: str
    received: str | None
    reason: str
    unit: str | None = None
    besides: bool = False
    dry_run: bool = False

    def arguments(self) -> tuple[str, ...]:
        """Return what the log says of the call."""
        named = {"--was": self.was, "--received": self.received, "--reason": self.reason, "--unit": self.unit}
        return tuple(f"{name} {value}" for name, value in named.items() if value)


def run(wanted: Wanted, cycle: Path | None, lang: str | None, *, quiet: bool, json: bool) -> int:
    """Correct the receipts, and show which ones."""
    screen = open_screen(lang, quiet=quiet or json, verbose=False)
    opened = open_cycle(cycle)
    today = date.today()  # noqa: DTZ011 - the office's own calendar
    day, by = _asked(wanted, today)
    if day > today:
        screen.warn("cli.received_in_future", day=f"{day:%d/%m/%Y}")
    chosen = opened.chosen_units([wanted.unit] if wanted.unit else [])
    due = {unit.id: opened.cycle.due(unit) for unit in chosen}
    if wanted.dry_run:
        changed = _corrected(receiving.receipts(opened), day, by, due)[1]
    else:
        with writing.held(opened.folder, screen):
            ledger, changed = _corrected(receiving.receipts(opened), day, by, due)
            _put(opened, ledger)
            writing.note(opened.folder, "intake", wanted.arguments(), Exit.FINE)
    _say(screen, opened, wanted, by, changed, json=json)
    return Exit.FINE


def _asked(wanted: Wanted, today: date) -> tuple[date, Correction]:
    """Return the right day, and what the receipts will say of the wrong one. Raises Stop where one is missing."""
    if not wanted.was or wanted.received is None or not wanted.reason.strip() or wanted.besides:
        raise Stop(Exit.WRONG_USE, "cli.correction_incomplete")
    if any("\ud800" <= sign <= "\udfff" for sign in wanted.reason):
        raise Stop(Exit.WRONG_USE, "cli.no_text", option="--reason")
    return days.given("--received", wanted.received), Correction(days.given("--was", wanted.was), today, wanted.reason.strip())


def _corrected(before: Ledger, day: date, by: Correction, due: dict[str, date]) -> tuple[Ledger, Changed]:
    """Raises Stop where no receipt bears the day, with those that they do bear."""
    ledger, changed = corrected(before, day, by, due)
    if changed:
        return ledger, changed
    known = sorted({one.received for unit in due for one in before.of(unit)})
    raise Stop(Exit.WRONG_USE, "cli.no_receipt_of", day=f"{by.was:%d/%m/%Y}", known=", ".join(f"{each:%d/%m/%Y}" for each in known) or "–")


def _put(opened: Opened, ledger: Ledger) -> None:
    place = journal.begin(opened.folder) / LEDGER
    try:
        with sets.writing(place):
            place.write_text(text(ledger), "utf-8", newline="\n")
        journal.commit(opened.folder, [Step(place.relative_to(opened.folder).as_posix(), f"{SUBMISSIONS}/{LEDGER}")])
    finally:
        journal.drop(opened.folder)


def _say(screen: Screen, opened: Opened, wanted: Wanted, by: Correction, changed: Changed, *, json: bool) -> None:
    if json:
        said = [
            {"unit": unit, "source": one.source, "was": by.was.isoformat(), "received": one.received.isoformat(), "late": one.late}
            for unit, one in changed
        ]
        written = [] if wanted.dry_run else [f"{SUBMISSIONS}/{LEDGER}"]
        document = {"format": "parcli/correction@1", "written": written, "problems": [], "corrected": said}
        screen.result(machine_text.dumps(document, ensure_ascii=False, indent=1))
        return
    names = {unit.id: unit.name for unit in opened.cycle.units}
    for unit, one in changed:
        key = "cli.corrected_late" if one.late else "cli.corrected"
        facts = {"source": in_one_line(one.source), "was": f"{by.was:%d/%m/%Y}", "day": f"{one.received:%d/%m/%Y}"}
        screen.result(screen.words.text(key, unit=names.get(unit, unit), **facts))
    if wanted.dry_run:
        screen.say("cli.intake_dry_run")
