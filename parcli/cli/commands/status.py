"""``parcli status``: who has returned what, when and how, who is late, and the words of the reminder."""

from __future__ import annotations

import json as machine_text
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from parcli.cli import receiving, untouched
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

    ``files`` are names with their SHA-256, ``size`` is that of its evidence in bytes. Without receipts, what lies there
    counts as returned. ``blank`` is the SHA-256 of a form that came back with nothing entered: it is no return.
    """

    unit: Unit
    files: tuple[tuple[str, str], ...]
    evidence: int
    size: int
    due: date
    receipts: tuple[Receipt, ...]
    overdue: bool
    versions: int
    expected: bool
    blank: str

    @property
    def workbook(self) -> Receipt | None:
        """The receipt of the current workbook, an official one before a trial."""
        came = [one for one in self.receipts if one.workbook is not None]
        return next((one for one in reversed(came) if one.kind == "official"), came[-1] if came else None)

    @property
    def first(self) -> Receipt | None:
        """The receipt of the first official workbook in which anything was entered: what is mended later was returned then."""
        official = (one for one in self.receipts if one.workbook is not None and one.kind == "official")
        return next((one for one in official if one.workbook and one.workbook.sha256 != self.blank), None)

    @property
    def returned(self) -> bool:
        """Whether an official workbook lies there in which anything was entered."""
        receipt = self.workbook
        return any(sha256 != self.blank for _, sha256 in self.files) and (receipt is None or receipt.kind == "official")

    @property
    def late(self) -> bool:
        """Whether the return is still awaited after the day on which it was due."""
        return self.overdue and not self.returned

    @property
    def came(self) -> str:
        """What came of a unit whose return is awaited: ``trial``, ``blank``, ``parts``, ``evidence_alone``, or ``""``."""
        if self.files:
            return "trial" if self.workbook is not None and self.workbook.kind == "trial" else "blank"
        if any(one.parts for one in self.receipts):
            return "parts"
        return "evidence_alone" if self.evidence and self.expected else ""

    @property
    def came_on(self) -> date | None:
        """The day on which that came last; None where no receipt tells."""
        if self.files:
            return self.workbook.received if self.workbook else None
        days = [one.received for one in self.receipts if one.parts or (one.evidence and self.came == "evidence_alone")]
        return days[-1] if days else None

    @property
    def state(self) -> str:
        """``returned``, ``returned_late``; else what came alone, with ``_late`` when it is overdue; ``late`` or ``awaited`` for nothing."""
        if self.returned:
            return "returned_late" if self.first is not None and self.first.late else "returned"
        if not self.came:
            return "late" if self.overdue else "awaited"
        return f"{self.came}_late" if self.overdue else self.came


def run(cycle: Path | None, lang: str | None, today: str | None, *, remind: bool, json: bool, quiet: bool = False) -> int:
    """Show the state of the returns."""
    screen = open_screen(lang, quiet=quiet or json, verbose=False)
    opened = open_cycle(cycle)
    day = _day(today)
    ledger = receiving.receipts(opened)
    lines = _lines(opened, ledger, day)
    if json:
        _as_json(screen, opened, lines)
    elif remind:
        for line in lines:
            if line.late:
                screen.result(reminder(opened, line, day) + "\n")
    else:
        _table(screen, lines)
        returned = sum(1 for line in lines if line.returned)
        screen.say("cli.status", returned=returned, units=len(lines), late=sum(1 for line in lines if line.late))
        _heavy(screen, opened, lines)
    return Exit.FINE


def _day(today: str | None) -> date:
    if today is None:
        return date.today()  # noqa: DTZ011 - the office's own calendar
    try:
        return date.fromisoformat(today)
    except ValueError:
        raise Stop(Exit.WRONG_USE, "cli.unknown_word", option="--today", found=today, known="YYYY-MM-DD") from None


def _lines(opened: Opened, ledger: Ledger, day: date) -> list[_Line]:
    units = [unit for unit in opened.cycle.units if opened.cycle.takes_part(unit)]
    files = {unit.id: _files(opened.folder / SUBMISSIONS / unit.id) for unit in units}
    came = {unit: [sha256 for _, sha256 in own] + [each for one in ledger.of(unit) for each in one.hashes()] for unit, own in files.items()}
    blank = untouched.blank_forms(opened, came)
    return [_line(opened, ledger, unit, day, files[unit.id], blank.get(unit.id, "")) for unit in units]


def _files(folder: Path) -> tuple[tuple[str, str], ...]:
    return tuple((path.name, hashes.sha256_of(path)[0]) for path in workbooks_of(folder) if path.is_file() and not path.is_symlink())


def _line(opened: Opened, ledger: Ledger, unit: Unit, day: date, files: tuple[tuple[str, str], ...], blank: str) -> _Line:
    folder = opened.folder / SUBMISSIONS / unit.id
    sizes = [path.lstat().st_size for path in (folder / "evidence").rglob("*") if path.is_file() and not path.is_symlink()] if folder.is_dir() else []
    due, expected = opened.cycle.due(unit), opened.block(unit).needs_workbooks
    return _Line(
        unit, files, len(sizes), sum(sizes), due, ledger.of(unit.id), day > due and expected, _versions(folder, files), expected, blank,
    )  # fmt: skip


def _versions(folder: Path, files: tuple[tuple[str, str], ...]) -> int:
    """Count the different workbooks that came: what lies there and what it replaced."""
    former = {path.parent.name for path in (folder / VERSIONS).glob("*/*.xlsx")}
    return len(former | {sha256[:8] for _, sha256 in files})


def reminder(opened: Opened, line: _Line, day: date) -> str:
    """Return the reminder to a unit that has returned nothing (design section 11), or what it sent besides the official return."""
    words = file_words(opened)
    facts = {
        "day": f"{day:%d/%m/%Y}", "year": opened.cycle.year, "unit": line.unit.name, "due": f"{line.due:%d/%m/%Y}",
        "contact": opened.cycle.contact,
    }  # fmt: skip
    if not line.came:
        return words.text("cli.reminder", **facts)
    what = words.text(f"cli.reminder.{line.came}")
    if line.came_on is not None:
        what = words.text("cli.reminder.on", what=what, day=f"{line.came_on:%d/%m/%Y}")
    return words.text("cli.reminder.some", what=what, **facts)


def _as_json(screen: Screen, opened: Opened, lines: list[_Line]) -> None:
    units = [_plain(opened, line) for line in lines]
    screen.result(machine_text.dumps({"format": "parcli/status@1", "written": [], "problems": [], "units": units}, ensure_ascii=False, indent=1))


def _plain(opened: Opened, line: _Line) -> dict[str, Any]:
    return {
        "unit": line.unit.id, "block": line.unit.block, "returned": line.returned, "late": line.late,
        "due": line.due.isoformat(), "files": [{"name": name, "sha8": sha256[:8]} for name, sha256 in line.files], "evidence": line.evidence,
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
        files = "; ".join(f"{name} ({sha256[:8]})" for name, sha256 in line.files)
        size = f"{line.evidence} ({line.size / _MIB:.1f} MB)" if line.size else str(line.evidence)
        mark = screen.words.text("cli.status.extended", due=f"{line.due:%d/%m/%Y}") if line.unit.extended_to else f"{line.due:%d/%m/%Y}"
        cells = (line.unit.name, files, _received(screen, line), str(line.versions), size, mark, screen.words.text(f"cli.status.{line.state}"))
        table.add_row(*(Text(cell) for cell in cells))
    screen.show(table)


def _received(screen: Screen, line: _Line) -> str:
    """Say when and how the workbook came, or what came last where there is none; and when it was first returned, if earlier."""
    receipt = line.workbook or (line.receipts[-1] if line.receipts else None)
    if receipt is None:
        return ""
    how = ", ".join(each for each in (f"{receipt.received:%d/%m/%Y}", receipt.via, receipt.ref) if each)
    if not line.returned or line.first is None or line.first.received == receipt.received:
        return how
    return screen.words.text("cli.status.first", how=how, day=f"{line.first.received:%d/%m/%Y}")


def _heavy(screen: Screen, opened: Opened, lines: list[_Line]) -> None:
    limit = opened.cycle.limits.mail_bytes
    heavy = [line.unit.name for line in lines if line.size > limit]
    if heavy:
        screen.say("cli.status.over_mail", count=len(heavy), limit=limit // _MIB, units="; ".join(heavy))
