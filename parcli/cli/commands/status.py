"""``parcli status``: who has returned what, when and how, who is late, and the words of the reminder."""

from __future__ import annotations

import json as machine_text
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from parcli.cli import receiving
from parcli.cli.exits import Exit, Stop
from parcli.cli.gather import SUBMISSIONS, workbooks_of
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.results import file_words
from parcli.cli.screen import Screen, open_screen
from parcli.core.cycle import Unit
from parcli.core.receipts import Ledger, Receipt
from parcli.desk.holdings import VERSIONS
from parcli.results import hashes

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Line:
    """What is known of one unit's return: its files, its receipts, and whether the day on which it was due has passed.

    ``size`` is that of its evidence in bytes. Without receipts, what lies there counts as returned.
    """

    unit: Unit
    files: tuple[tuple[str, str], ...]
    evidence: int
    size: int
    due: date
    receipts: tuple[Receipt, ...]
    overdue: bool
    versions: int

    @property
    def workbook(self) -> Receipt | None:
        """The receipt of the current workbook, an official one before a trial."""
        came = [one for one in self.receipts if one.workbook is not None]
        return next((one for one in reversed(came) if one.kind == "official"), came[-1] if came else None)

    @property
    def state(self) -> str:
        """``returned``, ``returned_late``, ``late``, ``trial``, ``parts`` (those alone) or ``awaited``."""
        receipt = self.workbook
        if self.files and (receipt is None or receipt.kind == "official"):
            # What is mended later was returned when it first came.
            first = next((one for one in self.receipts if one.workbook is not None and one.kind == "official"), None)
            return "returned_late" if first is not None and first.late else "returned"
        if self.overdue:
            return "late"
        return "trial" if self.files else "parts" if any(one.parts for one in self.receipts) else "awaited"


def run(cycle: Path | None, lang: str | None, today: str | None, *, remind: bool, json: bool, quiet: bool = False) -> int:
    """Show the state of the returns."""
    screen = open_screen(lang, quiet=quiet or json, verbose=False)
    opened = open_cycle(cycle)
    day = _day(today)
    ledger = receiving.receipts(opened)
    lines = [_line(opened, ledger, unit, day) for unit in opened.cycle.units if opened.cycle.takes_part(unit)]
    if json:
        _as_json(screen, opened, lines)
    elif remind:
        for line in lines:
            if line.state == "late":
                screen.result(reminder(opened, line.unit, day) + "\n")
    else:
        _table(screen, lines)
        returned = sum(1 for line in lines if line.state.startswith("returned"))
        screen.say("cli.status", returned=returned, units=len(lines), late=sum(1 for line in lines if line.state == "late"))
        _heavy(screen, opened, lines)
    return Exit.FINE


def _day(today: str | None) -> date:
    if today is None:
        return date.today()  # noqa: DTZ011 - the office's own calendar
    try:
        return date.fromisoformat(today)
    except ValueError:
        raise Stop(Exit.WRONG_USE, "cli.unknown_word", option="--today", found=today, known="YYYY-MM-DD") from None


def _line(opened: Opened, ledger: Ledger, unit: Unit, day: date) -> _Line:
    folder = opened.folder / SUBMISSIONS / unit.id
    files = tuple((path.name, hashes.sha256_of(path)[0][:8]) for path in workbooks_of(folder) if path.is_file() and not path.is_symlink())
    sizes = [path.lstat().st_size for path in (folder / "evidence").rglob("*") if path.is_file() and not path.is_symlink()] if folder.is_dir() else []
    due = opened.cycle.due(unit)
    overdue = day > due and opened.block(unit).needs_workbooks
    return _Line(unit, files, len(sizes), sum(sizes), due, ledger.of(unit.id), overdue, _versions(folder, files))


def _versions(folder: Path, files: tuple[tuple[str, str], ...]) -> int:
    """Count the different workbooks that came: what lies there and what it replaced."""
    former = {path.parent.name for path in (folder / VERSIONS).glob("*/*.xlsx")}
    return len(former | {sha8 for _, sha8 in files})


def reminder(opened: Opened, unit: Unit, day: date) -> str:
    """Return the reminder to a unit that has returned nothing (design section 11)."""
    return file_words(opened).text(
        "cli.reminder",
        day=f"{day:%d/%m/%Y}",
        year=opened.cycle.year,
        unit=unit.name,
        due=f"{opened.cycle.due(unit):%d/%m/%Y}",
        contact=opened.cycle.contact,
    )


def _as_json(screen: Screen, opened: Opened, lines: list[_Line]) -> None:
    units = [_plain(opened, line) for line in lines]
    screen.result(machine_text.dumps({"format": "parcli/status@1", "written": [], "problems": [], "units": units}, ensure_ascii=False, indent=1))


def _plain(opened: Opened, line: _Line) -> dict[str, Any]:
    return {
        "unit": line.unit.id, "block": line.unit.block, "returned": line.state.startswith("returned"), "late": line.state == "late",
        "due": line.due.isoformat(), "files": [{"name": name, "sha8": sha} for name, sha in line.files], "evidence": line.evidence,
        "state": line.state, "extended": line.unit.extended_to is not None, "versions": line.versions,
        "evidence_bytes": line.size, "over_mail": line.size > opened.cycle.limits.mail_bytes,
        "receipts": [
            {
                "received": one.received.isoformat(), "via": one.via, "ref": one.ref, "kind": one.kind, "late": one.late,
                "workbook": one.workbook is not None, "parts": len(one.parts), "evidence": len(one.evidence),
            }
            for one in line.receipts
        ],
    }  # fmt: skip


def _table(screen: Screen, lines: list[_Line]) -> None:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table()
    for key in ("unit", "files", "received", "versions", "evidence", "due", "state"):
        table.add_column(screen.words.text(f"cli.status.{key}"))
    for line in lines:
        files = "; ".join(f"{name} ({sha})" for name, sha in line.files)
        size = f"{line.evidence} ({line.size / _MIB:.1f} MB)" if line.size else str(line.evidence)
        mark = screen.words.text("cli.status.extended", due=f"{line.due:%d/%m/%Y}") if line.unit.extended_to else f"{line.due:%d/%m/%Y}"
        cells = (line.unit.name, files, _received(line), str(line.versions), size, mark, screen.words.text(f"cli.status.{line.state}"))
        table.add_row(*(Text(cell) for cell in cells))
    screen.show(table)


def _received(line: _Line) -> str:
    """Say when and how the workbook came, or what came last where there is none."""
    receipt = line.workbook or (line.receipts[-1] if line.receipts else None)
    if receipt is None:
        return ""
    return ", ".join(each for each in (f"{receipt.received:%d/%m/%Y}", receipt.via, receipt.ref) if each)


def _heavy(screen: Screen, opened: Opened, lines: list[_Line]) -> None:
    limit = opened.cycle.limits.mail_bytes
    heavy = [line.unit.name for line in lines if line.size > limit]
    if heavy:
        screen.say("cli.status.over_mail", count=len(heavy), limit=limit // _MIB, units="; ".join(heavy))
