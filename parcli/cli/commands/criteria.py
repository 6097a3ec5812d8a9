"""``parcli criteria check`` and ``test``: do the definitions hold, and do they give the points that analysts expect."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from parcli.cli.editions import Place, places
from parcli.cli.exits import Exit, Stop
from parcli.cli.screen import Screen, open_screen
from parcli.core.findings import Finding, Severity
from parcli.core.waivers import FILE as WAIVERS_FILE
from parcli.definitions import cases
from parcli.definitions.load import LoadedCycle, LoadedEdition, load_cycle, load_edition
from parcli.definitions.waivers import load_waivers


def check(place: Path | None, cycle: Path | None, lang: str | None, *, json: bool, quiet: bool) -> int:
    """Say all that is wrong with the definitions; exit 2 when one does not hold."""
    screen = open_screen(lang, quiet=quiet or json, verbose=False)
    findings: list[Finding] = []
    for where, edition, cycles in _loaded(place, cycle):
        mine = [*edition.findings, *(one for each in cycles for one in each.findings), *_waivers(where, edition, cycles)]
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


def _loaded(place: Path | None, cycle: Path | None) -> Iterator[tuple[Place, LoadedEdition, tuple[LoadedCycle, ...]]]:
    for where in places(place, cycle):
        edition = load_edition(where.folder, where.shown)
        cycles = tuple(load_cycle(path, edition, path.name if path.parent != where.folder else f"{where.shown}/{path.name}") for path in where.cycles)
        yield where, edition, cycles


def _waivers(where: Place, edition: LoadedEdition, cycles: tuple[LoadedCycle, ...]) -> Iterator[Finding]:
    """Give the complaints about the waivers that lie beside a cycle file."""
    for path, each in zip(where.cycles, cycles, strict=True):
        yield from load_waivers(path.parent / WAIVERS_FILE, each.cycle, edition.edition).findings


def _summary(screen: Screen, where: Place, edition: LoadedEdition, findings: list[Finding]) -> None:
    errors = sum(1 for one in findings if one.severity >= Severity.ERROR)
    if edition.edition is None or errors:
        screen.result(screen.words.text("cli.check_fails", folder=where.shown, count=errors))
        return
    blocks = "; ".join(f"{block.id}: {len(block.items(2000))}" for block in edition.edition.blocks)
    screen.result(screen.words.text("cli.check_holds", folder=where.shown, blocks=blocks, warnings=len(findings)))
