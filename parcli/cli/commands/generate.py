"""``parcli generate-template``: one workbook per unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from parcli.cli import carrying, former_points, handing, parting, sent, writing
from parcli.cli.exits import Exit, Stop
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.results import file_words
from parcli.cli.screen import Screen, open_screen
from parcli.cli.sent import WORKBOOKS
from parcli.core.cycle import Unit
from parcli.core.findings import Severity
from parcli.results import sets
from parcli.workbook import writer
from parcli.workbook.beside import Beside

NO_FORMER: Mapping[str, Beside] = {}
_BY_AREA = "area"


@dataclass(frozen=True, slots=True)
class Wanted:
    """For which units workbooks are made, whence old answers and former points are taken, and in which form they are handed out."""

    units: tuple[str, ...] = ()
    block: str | None = None
    carry: tuple[Path, ...] = ()
    previous: Path | None = None
    bundle: bool = False
    split: bool = False

    def arguments(self) -> tuple[str, ...]:
        """Return what the log says of the call."""
        previous = (f"--previous {self.previous.as_posix()}",) if self.previous is not None else ()
        flags = (("--bundle",) if self.bundle else ()) + (("--split area",) if self.split else ())
        return (*self.units, self.block or "", *(f"--carry {place.as_posix()}" for place in self.carry), *previous, *flags)


def split_by(word: str | None) -> bool:
    """Return whether workbooks are split, by area. Raises Stop for a word that means nothing."""
    if word not in (None, _BY_AREA):
        raise Stop(Exit.WRONG_USE, "cli.unknown_word", option="--split", found=word, known=_BY_AREA)
    return word is not None


def run(wanted: Wanted, cycle: Path | None, lang: str | None, *, quiet: bool, json: bool, dry_run: bool, verbose: bool = False, jobs: int = 0) -> int:
    """Make the workbooks of the units chosen, with their old answers where ``carry`` says whence."""
    screen = open_screen(lang, quiet=quiet or json, verbose=verbose)
    if wanted.split and (wanted.carry or wanted.bundle):
        raise Stop(Exit.WRONG_USE, "cli.split_alone")
    opened = open_cycle(cycle)
    chosen = tuple(unit for unit in opened.chosen_units(list(wanted.units), wanted.block) if opened.cycle.takes_part(unit))
    if not chosen:
        raise Stop(Exit.WRONG_USE, "cli.nothing_to_do")
    changed = sent.unversioned(opened)
    screen.findings((*opened.findings, *changed) if not quiet else ())
    banner = banner_of(opened)
    former = former_points.beside(opened, wanted.previous) if wanted.previous is not None else NO_FORMER
    carried, told = carrying.workbooks(opened, wanted.carry, chosen, banner, jobs, former) if wanted.carry else ((), ())
    files = {_name(each.unit): each.content for each in carried} if wanted.carry else _made(opened, chosen, former, split=wanted.split)
    files |= handing.bundles(opened, chosen, files, banner) if wanted.bundle else {}
    refused = any(one.severity is Severity.BLOCK for one in told)
    outcome = Exit.FINDINGS if refused else Exit.FINE
    screen.findings(told)
    if not files:
        raise Stop(Exit.WRONG_USE, "cli.nothing_to_do")
    if not dry_run:
        _write(screen, opened, wanted, files, outcome)
    _say(screen, opened, chosen, carried, of=wanted)
    bundled = sum(1 for name in files if name.endswith(".zip"))
    screen.say("cli.would_write" if dry_run else "cli.templates_done", count=len(files) - bundled, folder=opened.folder / WORKBOOKS)
    if bundled and not dry_run:
        screen.say("cli.bundles_done", count=bundled)
    if json:
        screen.written("generate-template", [] if dry_run else [f"{WORKBOOKS}/{name}" for name in files], (*opened.findings, *changed, *told))
    return outcome


def _write(screen: Screen, opened: Opened, wanted: Wanted, files: dict[str, bytes], outcome: Exit) -> None:
    with writing.held(opened.folder, screen):
        state = sent.record(opened)
        if state is not None:
            sets.add_files(opened.folder / sent.VERSIONS / state[0], state[1])
        sets.add_files(opened.folder / WORKBOOKS, files)
        screen.wrote([f"{WORKBOOKS}/{name}" for name in files])
        writing.note(opened.folder, "generate-template", wanted.arguments(), outcome)


def _say(screen: Screen, opened: Opened, chosen: Sequence[Unit], carried: Sequence[carrying.Carried], *, of: Wanted) -> None:
    for each in carried:
        screen.say("cli.carried", unit=each.unit.name, kept=each.kept, whole=each.whole, file=each.source)
        for cell in each.lost:
            screen.warn("cli.carry_lost", unit=each.unit.name, cell=cell.address, sheet=cell.sheet, found=cell.shown)
    stale = () if of.carry else carrying.returned_earlier(opened, chosen)
    if stale:
        screen.say("cli.returned_earlier", count=len(stale), units="; ".join(unit.name for unit in stale))


def _made(opened: Opened, units: tuple[Unit, ...], former: Mapping[str, Beside], *, split: bool) -> dict[str, bytes]:
    return parting.workbooks(opened, units, banner_of(opened), former) if split else workbooks(opened, units, former)


def _name(unit: Unit) -> str:
    return f"{unit.block}/{unit.id}.xlsx"


def workbooks(opened: Opened, units: Sequence[Unit], former: Mapping[str, Beside] = NO_FORMER) -> dict[str, bytes]:
    """Return the workbooks by their place under workbooks/. What units of a block share is rendered once."""
    layouts, whose = opened.layouts()
    banner = banner_of(opened)
    blanks: dict[str, bytes] = {}
    made: dict[str, bytes] = {}
    for unit in units:
        name = whose[unit.id]
        if name not in blanks:
            blanks[name] = writer.template(layouts[name], opened.look, banner, former[unit.id].heading if former else "")
        made[_name(unit)] = writer.stamped(blanks[name], unit, former[unit.id].texts if former else {})
    return made


def banner_of(opened: Opened) -> str:
    """Return what must be said of the edition on everything made from it."""
    status = opened.edition.status
    return "" if status == "official" else file_words(opened).text(f"banner.{status}")
