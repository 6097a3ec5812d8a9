"""``parcli setup export`` and ``import``: the register of a cycle as one workbook, and the edited workbook taken back."""

from __future__ import annotations

import json as machine_text
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from parcli.cli import incoming, opened, writing
from parcli.cli.exits import Exit, Stop
from parcli.cli.screen import Screen, open_screen
from parcli.cli.setup_changes import document, listed, say
from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.findings import Finding, Severity, found
from parcli.core.register import LISTS, OF_CYCLE, Line, Placed, Register, Step, differences, plain_lists, resulting
from parcli.core.waivers import FILE as WAIVERS_FILE
from parcli.core.waivers import WaiversFile
from parcli.definitions import register as held_register
from parcli.definitions.waivers import load_waivers, read_waivers
from parcli.results import log, single, versions
from parcli.setup import apart, values, writer, yamledit
from parcli.setup import layout as described
from parcli.setup.layout import Layout
from parcli.setup.splice import CannotEdit, Edited

BOOK = "thiet-lap.xlsx"
VERSIONS = "versions"


@dataclass(frozen=True, slots=True)
class _Before:
    """The register as it stands in the cycle: the models, the lists, and the bytes of the two files."""

    folder: Path
    cycle: Cycle
    edition: Edition
    lists: Mapping[str, tuple[Line, ...]]
    content: Mapping[str, bytes]
    layout: Layout


def export(output: Path | None, cycle: Path | None, lang: str | None, *, force: bool, quiet: bool, json: bool, dry_run: bool) -> int:
    """Write the register into a workbook, never over an existing one unless told so."""
    screen = open_screen(lang, quiet=quiet or json, verbose=False)
    before = _before(opened.find(cycle))
    place = output or before.folder / BOOK
    if place.is_dir() or (place.exists() and not force):
        raise Stop(Exit.WRONG_USE, "cli.file_exists", file=place)
    content = writer.write(before.layout, before.lists, _titles(before))
    if dry_run:
        screen.say("cli.would_write", count=1, folder=place.parent)
    else:
        with writing.held(before.folder, screen):
            single.write_file(place, content, replace=force)
            writing.note(before.folder, "setup export", (str(output or ""),), Exit.FINE)
        counts = {name: len(lines) for name, lines in before.lists.items()}
        screen.say("cli.setup_exported", file=place, **counts)
    if json:
        screen.written("setup-export", [] if dry_run else [_shown(before.folder, place)])
    return Exit.FINE


def import_(book: Path | None, cycle: Path | None, lang: str | None, *, quiet: bool, json: bool, dry_run: bool) -> int:
    """Take an edited workbook back into the cycle's files; nothing is written unless what comes out holds."""
    screen = open_screen(lang, quiet=quiet or json, verbose=False)
    folder = opened.find(cycle)
    with nullcontext() if dry_run else writing.held(folder, screen):
        before = _before(folder)
        place = book or folder / BOOK
        register, findings = _read(before, place)
        if register is None:
            return _refused(screen, findings, json=json)
        steps = _steps(before, register)
        findings += _warnings(before, register, steps, place.name)
        edited = _edited(before, steps)
        written = [] if dry_run else _write(before, edited)
        if written:
            writing.note(folder, "setup import", (str(book or ""), register.digest, _digest(steps)), Exit.FINE)
    lost = tuple(comment for each in edited.values() for comment in each.lost)
    if json:
        whole = document(screen, written, findings) | {"changes": listed(before.layout, steps), "comments_lost": lost}
        screen.result(machine_text.dumps(whole, ensure_ascii=False, indent=1))
        return Exit.FINE
    screen.findings(findings)
    say(screen, before.layout, steps, lost, written=written, dry_run=dry_run)
    return Exit.FINE


def _before(folder: Path) -> _Before:
    """Load the cycle as it stands. What its lists get wrong may be what the workbook mends, so only the models must hold."""
    edition, cycle = opened.load(folder)
    if edition.edition is None or not edition.holds or cycle.cycle is None:
        raise Stop(Exit.WRONG_USE, "cli.definition_does_not_hold", (*edition.findings, *cycle.findings), file=opened.CYCLE_FILE)
    waivers = load_waivers(folder / WAIVERS_FILE, None, None)
    if waivers.waivers is None:
        raise Stop(Exit.WRONG_USE, "cli.definition_does_not_hold", waivers.findings, file=WAIVERS_FILE)
    content = {opened.CYCLE_FILE: cycle.sources[opened.CYCLE_FILE], WAIVERS_FILE: waivers.content or b""}
    lists = plain_lists(cycle.cycle, waivers.waivers)
    return _Before(folder, cycle.cycle, edition.edition, lists, content, described.build(cycle.cycle, edition.edition))


def _titles(before: _Before) -> dict[tuple[str, str], str]:
    """Return the titles of exempted items by unit and item."""
    titles: dict[str, dict[str, str]] = {
        block.id: {item.code: item.criterion.title or "" for item in block.items(before.cycle.year)} for block in before.edition.blocks
    }
    blocks = {unit.id: unit.block for unit in before.cycle.units}
    return {(each.unit, each.item): titles.get(blocks.get(each.unit, ""), {}).get(each.item, "") for each in before.cycle.exemptions}


def _read(before: _Before, place: Path) -> tuple[Register | None, tuple[Finding, ...]]:
    """Read the workbook and hold its lists against the models and the edition."""
    try:
        content = incoming.content(place, before.cycle.limits.workbook_bytes)
    except OSError as error:
        raise Stop(Exit.WRONG_USE, "cli.setup_no_book", file=place, reason=error.strerror or type(error).__name__) from None
    register, findings = apart.read(content, place.name, before.layout, before.cycle.limits)
    if register is None:
        return None, findings
    held = held_register.hold(before.content[opened.CYCLE_FILE], register.lists, before.edition)
    # What is to be clarified in the rest of the cycle is no matter of the workbook.
    mine = (each for each in held.complaints if each.list or each.finding.severity >= Severity.ERROR)
    complaints = tuple(_on_sheet(before.layout, each, place.name) for each in mine)
    if held.lists is None or any(one.severity >= Severity.ERROR for one in complaints):
        return None, complaints
    named = {name: tuple(Placed(each.row, line) for each, line in zip(register.lists[name], held.lists[name], strict=True)) for name in LISTS}
    return Register(named, register.digest), complaints


def _on_sheet(layout: Layout, complaint: held_register.Complaint, file: str) -> Finding:
    """Say of a complaint about the register on which sheet and in which row it stands."""
    one = complaint.finding
    if not complaint.list:
        return one
    sheet = layout.sheets[complaint.list]
    named = dict(one.values).get("key", "")
    place = next((place for place, column in enumerate(sheet.columns) if column.name == named), 0)
    return Finding(one.code, one.unit, f"{file} «{sheet.name}»", sheet.name, f"{'ABCDEFGHI'[place]}{complaint.row}", one.item, one.values)


def _steps(before: _Before, register: Register) -> dict[str, tuple[Step, ...]]:
    faces = values.faces(before.layout, before.lists)
    return {name: differences(name, before.lists[name], register.lines(name), faces[name]) for name in LISTS}


def _refused(screen: Screen, findings: Sequence[Finding], *, json: bool) -> int:
    screen.findings(findings)
    screen.warn("cli.setup_refused", count=sum(1 for one in findings if one.severity >= Severity.ERROR))
    if json:
        screen.result(machine_text.dumps(document(screen, [], findings), ensure_ascii=False, indent=1))
    return Exit.WRONG_USE


def _warnings(before: _Before, register: Register, steps: Mapping[str, Sequence[Step]], file: str) -> tuple[Finding, ...]:
    gone = [str(step.before["id"]) for step in steps["units"] if step.kind == "removed"]
    said = tuple(found("ST119", unit=unit, file=file) for unit in gone if (before.folder / "submissions" / unit).is_dir())
    changes = any(step.kind != "same" for name in LISTS for step in steps[name])
    return (*said, found("ST118", file=file)) if changes and not _descends(before, register) else said


def _descends(before: _Before, register: Register) -> bool:
    """Whether the lists are those that the workbook was made from, or those that an earlier import of it left."""
    now = described.digest(before.lists)
    imports = {(each[1], each[2]) for each in log.arguments(before.folder, "setup import") if len(each) == 3}  # noqa: PLR2004 - file, from, to
    return register.digest == now or (register.digest, now) in imports


def _digest(steps: Mapping[str, Sequence[Step]]) -> str:
    return described.digest({name: resulting(steps[name]) for name in LISTS})


def _edited(before: _Before, steps: Mapping[str, tuple[Step, ...]]) -> dict[str, Edited]:
    """Return the new texts of the files that change, checked by loading them. Raises Stop where that gives another register."""
    edited = {}
    for name, lists in ((opened.CYCLE_FILE, OF_CYCLE), (WAIVERS_FILE, LISTS[3:])):
        mine = {each: steps[each] for each in lists}
        if all(step.kind == "same" for each in mine.values() for step in each):
            continue
        try:
            edited[name] = yamledit.edit(_text(before.content[name]), mine)
        except CannotEdit as fault:
            raise Stop(Exit.WRONG_USE, "cli.setup_cannot_edit", file=name, detail=str(fault)) from None
    _check(before, steps, {**before.content, **{name: _bytes(before.content[name], each.text) for name, each in edited.items()}})
    return edited


def _check(before: _Before, steps: Mapping[str, Sequence[Step]], content: Mapping[str, bytes]) -> None:
    """Load what would be written and compare it with what was meant: the lists as intended, all else as it was."""
    cycle, findings = held_register.read_cycle(content[opened.CYCLE_FILE], before.edition)
    waivers = read_waivers(content[WAIVERS_FILE], None, None).waivers if content[WAIVERS_FILE] else WaiversFile()
    meant = {name: tuple(dict(line) for line in resulting(steps[name])) for name in LISTS}
    if any(one.code == "DF102" for one in findings):
        raise Stop(Exit.WRONG_USE, "cli.definition_does_not_hold", findings, file=opened.CYCLE_FILE)
    if cycle is None or waivers is None:
        raise Stop(Exit.FAULT, "cli.setup_differs", findings)
    read = {name: tuple(dict(line) for line in lines) for name, lines in plain_lists(cycle, waivers).items()}
    kept = before.cycle.model_copy(update={name: getattr(cycle, name) for name in OF_CYCLE})
    if read != meant or kept != cycle:
        raise Stop(Exit.FAULT, "cli.setup_differs", findings)


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig")


def _bytes(former: bytes, text: str) -> bytes:
    """Return a file's new bytes; a mark at its beginning stays."""
    return (b"\xef\xbb\xbf" if former.startswith(b"\xef\xbb\xbf") else b"") + text.encode("utf-8")


def _write(before: _Before, edited: Mapping[str, Edited]) -> list[str]:
    """Keep the former files, then put the new ones in their place."""
    written = []
    for name in edited:
        if before.content[name]:
            kept = versions.keep(before.folder / VERSIONS, name.removesuffix(".yaml"), ".yaml", before.content[name])
            written.append(f"{VERSIONS}/{kept}")
    for name, each in edited.items():
        single.write_file(before.folder / name, _bytes(before.content[name], each.text), replace=True)
        written.append(name)
    return written


def _shown(folder: Path, place: Path) -> str:
    """Return a file's place in the cycle, or as it was given where it lies elsewhere."""
    try:
        return place.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return place.as_posix()
