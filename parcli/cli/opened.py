"""The cycle folder: found, loaded and held against its edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from parcli import shipped
from parcli.cli.exits import Exit, Stop
from parcli.core.cycle import Cycle, Unit
from parcli.core.edition import Block, Edition, Kind
from parcli.core.findings import Finding, Severity
from parcli.core.waivers import FILE as WAIVERS_FILE
from parcli.core.waivers import Waiver
from parcli.definitions.load import LoadedCycle, LoadedEdition, load_cycle, load_edition
from parcli.definitions.peek import edition_named
from parcli.definitions.waivers import load_waivers
from parcli.workbook import layout, look
from parcli.workbook.layout import Layout
from parcli.workbook.look import Look

CYCLE_FILE = "cycle.yaml"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The waivers of a cycle, the bytes of their file (None where there is none), and the day on which they are asked."""

    waivers: tuple[Waiver, ...] = ()
    content: bytes | None = None
    day: date = date.max


def find(chosen: Path | None) -> Path:
    """Return the cycle folder: the one named, else the nearest upward that has a cycle.yaml. Raises Stop."""
    if chosen is not None:
        if not (chosen / CYCLE_FILE).is_file():
            raise Stop(Exit.WRONG_USE, "cli.no_cycle_there", folder=chosen)
        return chosen
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / CYCLE_FILE).is_file():
            return folder
    raise Stop(Exit.WRONG_USE, "cli.no_cycle", folder=here)


@dataclass(frozen=True, slots=True)
class Opened:
    """A cycle that holds, with its edition, the look of its workbooks, the bytes of its definitions, and what was accepted."""

    folder: Path
    cycle: Cycle
    edition: Edition
    look: Look
    findings: tuple[Finding, ...]
    definitions: Mapping[str, bytes]
    accepted: Accepted = field(default_factory=Accepted)

    @property
    def sources(self) -> dict[str, bytes]:
        """Return the bytes of everything that the office itself has laid down: the definitions, and the waivers where there are any."""
        own = {} if self.accepted.content is None else {WAIVERS_FILE: self.accepted.content}
        return {**self.definitions, **own}

    def block(self, unit: Unit) -> Block:
        """Return the block of a unit; the loader has made sure that there is one."""
        block = self.edition.block(unit.block)
        if block is None:
            raise Stop(Exit.WRONG_USE, "cli.definition_does_not_hold", file=CYCLE_FILE)
        return block

    def exempt(self, unit: Unit) -> dict[str, Kind]:
        """Return the items of which it was decided that they do not apply to a unit."""
        return {code: each.why for code, each in self.cycle.exempt(unit.id).items()}

    def layouts(self) -> tuple[dict[str, Layout], dict[str, str]]:
        """Return the layouts that the units need, and which unit has which."""
        built: dict[str, Layout] = {}
        whose: dict[str, str] = {}
        for unit in self.cycle.units:
            exempt = self.exempt(unit)
            name = "|".join([unit.block, *(f"{code}={kind.value}" for code, kind in sorted(exempt.items()))])
            if name not in built:
                built[name] = layout.build(self.edition, self.cycle, self.block(unit), exempt, self.look.words)
            whose[unit.id] = name
        return built, whose

    def chosen_units(self, ids: list[str], block: str | None = None) -> tuple[Unit, ...]:
        """Return the units meant by these ids or names, all of them when none is named. Raises Stop for an unknown one."""
        if block is not None and self.edition.block(block) is None:
            raise Stop(Exit.WRONG_USE, "cli.no_such_block", name=block, known=", ".join(each.id for each in self.edition.blocks))
        units = [self._named(name) for name in ids] or list(self.cycle.units)
        return tuple(unit for unit in dict.fromkeys(units) if block in (None, unit.block))

    def _named(self, name: str) -> Unit:
        unit = self.cycle.named(name)
        if unit is None:
            raise Stop(Exit.WRONG_USE, "cli.no_such_unit", name=name)
        return unit


def open_cycle(chosen: Path | None, day: date | None = None) -> Opened:
    """Find and load the cycle. Raises Stop with every complaint when a definition does not hold.

    ``day`` is the one on which waivers are asked whether they still run; today where none is given.
    """
    folder = find(chosen)
    edition, cycle = load(folder)
    findings = (*edition.findings, *cycle.findings)
    if cycle.cycle is None or edition.edition is None or any(one.severity >= Severity.ERROR for one in findings):
        raise Stop(Exit.WRONG_USE, "cli.definition_does_not_hold", findings, file=CYCLE_FILE)
    pending = tuple(one for one in findings if one.code == "DF222")
    if pending:
        raise Stop(Exit.WRONG_USE, "cli.under_review", pending, count=len(pending))
    waivers = load_waivers(folder / WAIVERS_FILE, cycle.cycle, edition.edition)
    if waivers.waivers is None or any(one.severity >= Severity.ERROR for one in waivers.findings):
        raise Stop(Exit.WRONG_USE, "cli.definition_does_not_hold", waivers.findings, file=WAIVERS_FILE)
    accepted = Accepted(waivers.waivers.waivers, waivers.content, day or date.today())  # noqa: DTZ011 - the office's own calendar
    sources = {f"criteria/{cycle.cycle.edition}/{name}": content for name, content in edition.sources.items()}
    sources[CYCLE_FILE] = cycle.sources[CYCLE_FILE]
    words = look.load(shipped.folder("templates") / "workbook")
    return Opened(folder, cycle.cycle, edition.edition, words, findings, sources, accepted)


def load(folder: Path) -> tuple[LoadedEdition, LoadedCycle]:
    """Load a cycle folder's edition and cycle, with all complaints."""
    name = edition_named(folder / CYCLE_FILE)
    edition = load_edition(folder / "criteria" / name, f"criteria/{name}") if name else LoadedEdition(None, ())
    return edition, load_cycle(folder / CYCLE_FILE, edition)
