"""``parcli criteria check`` and ``test``: do the definitions hold, and do they give the points that analysts expect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from parcli import shipped
from parcli.cli import opened
from parcli.cli.exits import Exit, Stop
from parcli.cli.screen import Screen, open_screen
from parcli.core.findings import Finding, Severity
from parcli.definitions import cases
from parcli.definitions.load import LoadedCycle, LoadedEdition, load_cycle, load_edition
from parcli.definitions.peek import edition_named


@dataclass(frozen=True, slots=True)
class _Place:
    """An edition folder with the cycle files that go with it."""

    folder: Path
    shown: str
    cycles: tuple[Path, ...]


def check(place: Path | None, cycle: Path | None, lang: str | None, *, json: bool, quiet: bool) -> int:
    """Say all that is wrong with the definitions; exit 2 when one does not hold."""
    screen = open_screen(lang, quiet=quiet or json, verbose=False)
    findings: list[Finding] = []
    for where, edition, cycles in _loaded(place, cycle):
        mine = [*edition.findings, *(one for each in cycles for one in each.findings)]
        findings += mine
        if not json:
            screen.findings(mine)
            _summary(screen, where, edition, mine)
    if json:
        screen.written("criteria-check", [], findings)
    return Exit.WRONG_USE if _fails(findings) else Exit.FINE


def test(place: Path | None, cycle: Path | None, lang: str | None, *, json: bool, quiet: bool) -> int:
    """Run the cases; exit 1 when one does not give its points, 2 when a definition does not hold."""
    screen = open_screen(lang, quiet=quiet or json, verbose=False)
    findings: list[Finding] = []
    for where, edition, cycles in _loaded(place, cycle):
        if not edition.holds or edition.edition is None:
            screen.findings(edition.findings)
            return Exit.WRONG_USE
        year = next((each.cycle.year for each in cycles if each.cycle is not None), None)
        if year is None:
            raise Stop(Exit.WRONG_USE, "cli.no_year", folder=where.shown)
        if not (where.folder / "cases.yaml").is_file():
            raise Stop(Exit.WRONG_USE, "cli.no_cases", folder=where.shown)
        outcome = cases.run(where.folder / "cases.yaml", edition.edition, year, f"{where.shown}/cases.yaml")
        findings += outcome.findings
        if not json:
            screen.findings(outcome.findings)
            screen.result(screen.words.text("cli.cases", folder=where.shown, run=outcome.run, held=outcome.held))
    if json:
        screen.written("criteria-test", [], findings)
    return Exit.FINDINGS if _fails(findings) else Exit.FINE


def _fails(findings: list[Finding]) -> bool:
    return any(one.severity >= Severity.ERROR for one in findings)


def _loaded(place: Path | None, cycle: Path | None) -> Iterator[tuple[_Place, LoadedEdition, tuple[LoadedCycle, ...]]]:
    for where in _places(place, cycle):
        edition = load_edition(where.folder, where.shown)
        cycles = tuple(load_cycle(path, edition, path.name if path.parent != where.folder else f"{where.shown}/{path.name}") for path in where.cycles)
        yield where, edition, cycles


def _places(place: Path | None, cycle: Path | None) -> tuple[_Place, ...]:
    if place is not None:
        return (_named(place),)
    try:
        folder = opened.find(cycle)
    except Stop:
        if cycle is not None:
            raise
        shelf = shipped.folder("criteria")
        return tuple(_with_cycles(path, path.name) for path in sorted(shelf.iterdir()) if (path / "edition.yaml").is_file())
    name = edition_named(folder / opened.CYCLE_FILE)
    if name is None:
        raise Stop(Exit.WRONG_USE, "cli.no_edition_named", folder=folder)
    return (_Place(folder / "criteria" / name, f"criteria/{name}", (folder / opened.CYCLE_FILE,)),)


def _named(place: Path) -> _Place:
    for folder in (place, shipped.folder("criteria") / place.name):
        if (folder / "edition.yaml").is_file():
            return _with_cycles(folder, place.name or str(place))
    raise Stop(Exit.WRONG_USE, "cli.no_edition_there", folder=place)


def _with_cycles(folder: Path, shown: str) -> _Place:
    beside = sorted(folder.glob("cycle-*.yaml")) or [path for path in (folder.parent.parent / opened.CYCLE_FILE,) if path.is_file()]
    return _Place(folder, shown, tuple(beside))


def _summary(screen: Screen, where: _Place, edition: LoadedEdition, findings: list[Finding]) -> None:
    errors = sum(1 for one in findings if one.severity >= Severity.ERROR)
    if edition.edition is None or errors:
        screen.result(screen.words.text("cli.check_fails", folder=where.shown, count=errors))
        return
    blocks = "; ".join(f"{block.id}: {len(block.items(2000))}" for block in edition.edition.blocks)
    screen.result(screen.words.text("cli.check_holds", folder=where.shown, blocks=blocks, warnings=len(findings)))
