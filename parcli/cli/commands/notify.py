"""``parcli appraise notify``: Word notices to the units after the first appraisal, and their slips of detailed results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from parcli.cli import appraisals, days, drafts, gather, ledger, results
from parcli.cli.appraisals import Heard
from parcli.cli.examining import Wish
from parcli.cli.exits import Exit, Stop
from parcli.cli.gather import Return
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.screen import Screen, open_screen
from parcli.core.appraisal import settle
from parcli.core.findings import Severity
from parcli.core.scoring import Dossier, is_open, score
from parcli.messages import words
from parcli.report.letter_document import Contents
from parcli.report.notice import FirstRound, notice, pending
from parcli.report.slip import Outcome, slip

PLACE = "results/notify"
_NOTICE, _SLIP = "thong-bao", "phieu-ket-qua"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is written to, whether after the first round or with the end result, the day to answer by, and where it goes."""

    units: tuple[str, ...]
    all_units: bool
    final: bool
    by: str | None
    output: Path | None
    force: bool
    dry_run: bool
    examine: Wish

    def arguments(self) -> tuple[str, ...]:
        """Return what the log says of the call."""
        options = (("--all", self.all_units), ("--final", self.final), (f"--by {self.by}", self.by is not None))
        said = tuple(option for option, given in options if given)
        return (*self.units, *said, *((f"--output {self.output.as_posix()}",) if self.output else ()))

    @property
    def place(self) -> drafts.Place:
        """Where the drafts go."""
        return drafts.Place(PLACE, self.output, self.force, self.dry_run)


def run(wanted: Wanted, cycle: Path | None, lang: str | None, *, jobs: int, quiet: bool, verbose: bool, json: bool) -> int:
    """Write the notices, or the slips with ``--final``; exit 1 when a unit that was named gets none."""
    screen = open_screen(lang, quiet=quiet or json, verbose=verbose)
    due = _due(wanted)
    opened = open_cycle(cycle)
    chosen = opened.chosen_units(list(wanted.units))
    name = _SLIP if wanted.final else _NOTICE
    form = drafts.template(opened, f"{name}.docx")
    # The sheets speak of all units, so all are needed to judge them, whoever is written to.
    returns = gather.gather(opened, opened.cycle.units, screen, jobs, wanted.examine).returns
    heard = appraisals.hear(opened, returns, jobs)
    able = [one for one in returns if one.unit in chosen and _able(opened, one, heard, wanted, screen)]
    if not able:
        raise Stop(Exit.WRONG_USE, "cli.notify_none")
    _tell(heard, screen)
    outcome = Exit.FINE if wanted.all_units or len(able) == len(chosen) else Exit.FINDINGS
    contents = _slips(opened, able, returns, heard, screen) if wanted.final else _notices(opened, able, heard, due, screen)
    said = words(drafts.LANGUAGE)
    title = said.text("slip.file_title" if wanted.final else "notice.file_title", index=opened.edition.index_title, year=opened.cycle.year)
    files = drafts.documents(form, {f"{unit}-{name}.docx": each for unit, each in contents.items()}, title, jobs, screen)
    written = drafts.write(opened, wanted.place, files, drafts.Call("appraise notify", wanted.arguments(), outcome), screen)
    if written:
        screen.say("cli.slips_done" if wanted.final else "cli.notices_done", count=len(written), folder=wanted.output or opened.folder / PLACE)
    if json:
        screen.written("appraise-notify", written, heard.findings)
    return outcome


def _due(wanted: Wanted) -> date | None:
    """Return the day to answer by. Raises Stop where units and ``--all``, or ``--by`` and ``--final``, do not go together."""
    if bool(wanted.units) == wanted.all_units:
        raise Stop(Exit.WRONG_USE, "cli.notify_name_units")
    if wanted.by is None:
        return None
    if wanted.final:
        raise Stop(Exit.WRONG_USE, "cli.notify_by_final")
    return days.given("--by", wanted.by)


def _able(opened: Opened, one: Return, heard: Heard, wanted: Wanted, screen: Screen) -> bool:
    """Whether there is something to write to a unit; why not is said of one that was named, and always where the appraisal is not begun."""
    unit = one.unit
    if wanted.final and not opened.block(unit).needs_workbooks:
        return True
    if one.records is None:
        if not wanted.all_units:
            screen.warn("cli.notify_no_return", unit=unit.name, id=unit.id)
        return False
    if wanted.final:
        return True
    if results.excluded_for(opened, unit) is not None:
        screen.warn("cli.notify_excluded", unit=unit.name)
        return False
    if not any(whose == unit.id for whose, _ in heard.appraisal.opened.get("round_1", ())):
        screen.warn("cli.notify_not_opened", unit=unit.name)
        return False
    return True


def _tell(heard: Heard, screen: Screen) -> None:
    """Say what could not be taken of the sheets that the documents rest on."""
    refused = [one for one in heard.findings if one.severity >= Severity.ERROR]
    screen.findings(refused)
    if refused:
        screen.say("cli.notify_refused", count=len(refused))


def _notices(opened: Opened, able: Sequence[Return], heard: Heard, due: date | None, screen: Screen) -> Mapping[str, Contents]:
    receipts = ledger.read(opened)
    made: dict[str, Contents] = {}
    for one in able:
        official = [each for each in (receipts.of(one.unit.id) if receipts is not None else ()) if each.kind == "official"]
        told = _first_round(opened, one, heard, official[-1].via if official else "", due)
        open_still = pending(told)
        if open_still:
            screen.say("cli.notify_pending", unit=one.unit.name, count=len(open_still))
        made[one.unit.id] = notice(opened.edition, opened.cycle, told, words(drafts.LANGUAGE))
    return made


def _first_round(opened: Opened, one: Return, heard: Heard, via: str, due: date | None) -> FirstRound:
    """Return a unit as the first appraisal left it, whatever was decided since."""
    said, unit = heard.appraisal.until("round_1"), one.unit
    dossier = Dossier(unit.id, one.records, exempt=opened.exempt(unit), stages=settle(said, unit.id))
    result = score(opened.block(unit), opened.edition.policies, opened.cycle.year, dossier)
    present = appraisals.present(opened, [one])[unit.id]
    estimates = tuple(each.code for each in present.appraised() if present.estimated(each.code))
    return FirstRound(unit, result, said, one.records or {}, estimates, via, due)


def _slips(opened: Opened, able: Sequence[Return], returns: Sequence[Return], heard: Heard, screen: Screen) -> Mapping[str, Contents]:
    """Return the slips on the same results that ``aggregate`` writes."""
    scored = {one.unit: one for one in results.score_all(opened, returns, heard, provisional=False).results}
    made: dict[str, Contents] = {}
    for one in able:
        result, unit = scored[one.unit.id], one.unit
        if is_open(result.state):
            screen.say("cli.notify_not_final", unit=unit.name, state=screen.words.text(f"state.{result.state}"))
        outcome = Outcome(unit, opened.block(unit), result, heard.appraisal, one.records or {})
        made[unit.id] = slip(opened.edition, opened.cycle, outcome, words(drafts.LANGUAGE))
    return made
