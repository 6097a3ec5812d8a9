"""``parcli validate``: what came back, and what there is to say about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from parcli.cli import accounts, between, gather, lying, manifests, results, waiving, writing
from parcli.cli.examining import Wish
from parcli.cli.exits import Exit, Stop
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.screen import Screen, in_one_line, open_screen
from parcli.core.accounting import Accounts
from parcli.core.findings import Finding, Severity
from parcli.core.returns import SecondReturn
from parcli.report import evidence_text, returns_text, terminal
from parcli.report.accounts_words import accounts_text
from parcli.report.evidence_document import UnitEvidence
from parcli.report.evidence_words import item_titles
from parcli.report.machine import UnitFindings
from parcli.workbook import copies
from parcli.workbook.mend_sheet import About

_LEVELS = {"block": Severity.BLOCK, "error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.NOTE}
_DOCUMENTS = {"json": "findings.json", "html": "kiem-tra.html"}
_FORMATS = ("text", *_DOCUMENTS)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the caller wants printed and written, and from which weight on findings make the run fail."""

    formats: str
    annotate: bool
    fail_on: str
    dry_run: bool
    examine: Wish = gather.USUAL

    def check(self) -> None:
        """Raise Stop for a word that is not known."""
        if self.fail_on not in (*_LEVELS, "never"):
            raise Stop(Exit.WRONG_USE, "cli.unknown_word", option="--fail-on", found=self.fail_on, known=", ".join((*_LEVELS, "never")))
        for name in self.printed():
            if name not in _FORMATS:
                raise Stop(Exit.WRONG_USE, "cli.unknown_word", option="--format", found=name, known=", ".join(_FORMATS))

    def printed(self) -> tuple[str, ...]:
        """Return the forms to print."""
        return tuple(name.strip() for name in self.formats.split(",") if name.strip())


@dataclass(frozen=True, slots=True)
class _Besides:
    """What is printed besides findings: the units' evidence, what changed where a unit returned again, and the count of files."""

    evidence: Sequence[UnitEvidence]
    seconds: Sequence[SecondReturn]
    accounts: Accounts | None


def run(units: list[str], cycle: Path | None, lang: str | None, wanted: Wanted, *, jobs: int, quiet: bool, verbose: bool) -> int:
    """Check the returns; replace results/validate unless only some units were named."""
    wanted.check()
    screen = open_screen(lang, quiet=quiet or "json" in wanted.printed(), verbose=verbose)
    opened = open_cycle(cycle)
    chosen = opened.chosen_units(units)
    gathered, seconds = between.compared(
        opened, gather.gather(opened, chosen, screen, jobs, wanted.examine, between.may_come_again(opened), "findings"), screen, jobs
    )
    gathered = replace(gathered, returns=waiving.lifted(opened, gathered.returns))
    returns, loose = gathered.returns, gathered.loose
    imported = results.figures(opened)
    known = waiving.inputs(returns, [(table.path, table.sha256) for table in imported.tables])
    figures = waiving.accepted(opened, imported.findings, known)
    waivers = waiving.about(opened, returns, (*(each for one in returns for each in one.findings), *figures), known)
    if not units and not loose and not imported.tables and not any(one.submitted for one in returns):
        raise Stop(Exit.WRONG_USE, "cli.nothing_returned", folder=opened.folder / lying.SUBMISSIONS)
    found = results.units_found(returns, figures)
    about_cycle = waivers if units else (*opened.findings, *loose, *(one for one in figures if one.unit is None), *waivers)
    counted = None if units else accounts.accounts(opened, returns, imported.tables)
    files = results.findings_set(opened, found, about_cycle, gathered, seconds, counted)
    if wanted.annotate and units:
        screen.warn("cli.copies_of_all")
    elif wanted.annotate and not wanted.dry_run:
        files |= annotated(opened, returns, screen, jobs)
    outcome = _outcome(wanted, [*(one for each in found for one in each.findings), *about_cycle])
    if not units and not wanted.dry_run:
        options = ("--annotate",) if wanted.annotate else ()
        made = manifests.manifest(opened, "validate", options, manifests.for_validate(opened, gathered, seconds, imported))
        files = manifests.with_manifest(made, files)
        with writing.held(opened.folder, screen):
            screen.wrote(writing.replace_set(opened.folder, "validate", files))
            writing.note(opened.folder, "validate", options, outcome, files)
    # Of a whole country the files are as large as all that they were made of: only what is printed is still held.
    files = {name: content for name, content in files.items() if name in map(_DOCUMENTS.get, wanted.printed())}
    _print(screen, opened, wanted, found, about_cycle, files, _Besides(results.units_evidence(returns), seconds, counted), some=bool(units))
    return outcome


def annotated(opened: Opened, returns: Sequence[gather.Return], screen: Screen, jobs: int) -> dict[str, bytes]:
    """Return copies of the readable workbooks that a unit has to mend, with every finding at its cell."""
    year = opened.cycle.year
    wanted = [
        copies.Copy(opened.folder / one.workbooks[0].path, one.workbooks[0].sha256, _to_mend(one.findings), About(one.unit.id, one.unit.name, year))
        for one in returns
        if len(one.workbooks) == 1 and one.workbooks[0].readable and _to_send_back(one.findings)
    ]
    with screen.progress("cli.annotating", len(wanted)) as advance:
        done = iter(range(1, len(wanted) + 1))
        said = results.file_words(opened)
        made = copies.make_all(wanted, said, opened.look, opened.cycle.limits, jobs, lambda: advance(next(done), len(wanted)))
    for one in wanted:
        if made[one.about.id] is None:
            screen.warn("cli.no_copy", unit=one.about.name)
    return {f"annotated/{unit}.xlsx": content for unit, content in made.items() if content is not None}


def _to_mend(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Leave out what was accepted: a unit need not mend it."""
    return tuple(one for one in findings if not one.waived)


def _to_send_back(findings: Sequence[Finding]) -> bool:
    """Whether the unit has anything to do: notes alone ask nothing of it."""
    return any(one.severity > Severity.NOTE for one in findings)


def _outcome(wanted: Wanted, findings: Sequence[Finding]) -> Exit:
    level = _LEVELS.get(wanted.fail_on)
    return Exit.FINDINGS if level is not None and any(one.severity >= level for one in findings) else Exit.FINE


def _print(
    screen: Screen,
    opened: Opened,
    wanted: Wanted,
    found: Sequence[UnitFindings],
    loose: Sequence[Finding],
    files: dict[str, bytes],
    besides: _Besides,
    *,
    some: bool,
) -> None:
    names = {unit.id: unit.name for unit in opened.cycle.units}
    for form in wanted.printed():
        if form in _DOCUMENTS:
            screen.result(files[_DOCUMENTS[form]].decode())
        else:
            screen.show(terminal.unit_summary(found, screen.words, names))
            shown = [one for each in found for one in each.findings if some or screen.verbose or one.severity >= Severity.ERROR]
            shown += [one for one in loose if screen.verbose or one.severity >= Severity.WARNING]
            if shown:
                screen.show(terminal.findings_table(shown, screen.words, names))
            _print_seconds(screen, besides.seconds, names, some=some)
            due = evidence_text.standing_table(besides.evidence, item_titles(opened.edition, opened.cycle), screen.words, names) if some else None
            if due is not None:
                screen.show(due)
    waived = sum(one.waived for each in found for one in each.findings)
    if waived:
        screen.say("cli.waived", count=waived)
    if besides.accounts is not None:
        screen.say_line(accounts_text(besides.accounts, screen.words))
        for name in besides.accounts.refused if screen.verbose else ():
            screen.say("accounts.refused", file=in_one_line(name))
    if not some and not wanted.dry_run:
        screen.say("cli.validated", folder=opened.folder / "results" / "validate")


def _print_seconds(screen: Screen, seconds: Sequence[SecondReturn], names: dict[str, str], *, some: bool) -> None:
    """Show what changed since a former return: all of it for units that were named, a line each otherwise."""
    if some:
        for one in seconds:
            screen.show(returns_text.unit_view(one, screen.words, names))
    elif seconds:
        screen.show(returns_text.summary_table(seconds, screen.words, names))
