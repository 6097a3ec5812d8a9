"""``parcli status``: who has returned what, who is late, and the words of the reminder."""

from __future__ import annotations

import json as machine_text
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from parcli.cli.exits import Exit, Stop
from parcli.cli.gather import SUBMISSIONS, workbooks_of
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.results import file_words
from parcli.cli.screen import Screen, open_screen
from parcli.core.cycle import Unit
from parcli.results import hashes


@dataclass(frozen=True, slots=True)
class _Line:
    """What is known of one unit's return: its files, and whether the day on which it was due has passed."""

    unit: Unit
    files: tuple[tuple[str, str], ...]
    evidence: int
    due: date
    late: bool


def run(cycle: Path | None, lang: str | None, today: str | None, *, remind: bool, json: bool, quiet: bool = False) -> int:
    """Show the state of the returns."""
    screen = open_screen(lang, quiet=quiet or json, verbose=False)
    opened = open_cycle(cycle)
    day = _day(today)
    lines = [_line(opened, unit, day) for unit in opened.cycle.units if opened.cycle.takes_part(unit)]
    if json:
        _as_json(screen, lines)
    elif remind:
        for line in lines:
            if line.late:
                screen.result(reminder(opened, line.unit, day) + "\n")
    else:
        _table(screen, lines)
        returned = sum(1 for line in lines if line.files)
        screen.say("cli.status", returned=returned, units=len(lines), late=sum(1 for line in lines if line.late))
    return Exit.FINE


def _day(today: str | None) -> date:
    if today is None:
        return date.today()  # noqa: DTZ011 - the office's own calendar
    try:
        return date.fromisoformat(today)
    except ValueError:
        raise Stop(Exit.WRONG_USE, "cli.unknown_word", option="--today", found=today, known="YYYY-MM-DD") from None


def _line(opened: Opened, unit: Unit, day: date) -> _Line:
    folder = opened.folder / SUBMISSIONS / unit.id
    files = tuple((path.name, hashes.sha256_of(path)[0][:8]) for path in workbooks_of(folder) if path.is_file() and not path.is_symlink())
    evidence = sum(1 for path in (folder / "evidence").rglob("*") if path.is_file() and not path.is_symlink()) if folder.is_dir() else 0
    due = opened.cycle.due(unit)
    return _Line(unit, files, evidence, due, late=not files and day > due and opened.block(unit).needs_workbooks)


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


def _as_json(screen: Screen, lines: list[_Line]) -> None:
    units = [
        {
            "unit": line.unit.id, "block": line.unit.block, "returned": bool(line.files), "late": line.late, "due": line.due.isoformat(),
            "files": [{"name": name, "sha8": sha} for name, sha in line.files], "evidence": line.evidence,
        }
        for line in lines
    ]  # fmt: skip
    screen.result(machine_text.dumps({"format": "parcli/status@1", "written": [], "problems": [], "units": units}, ensure_ascii=False, indent=1))


def _table(screen: Screen, lines: list[_Line]) -> None:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table()
    for key in ("unit", "files", "evidence", "due", "state"):
        table.add_column(screen.words.text(f"cli.status.{key}"))
    for line in lines:
        state = "returned" if line.files else "late" if line.late else "awaited"
        files = "; ".join(f"{name} ({sha})" for name, sha in line.files)
        cells = (line.unit.name, files, str(line.evidence), f"{line.due:%d/%m/%Y}", screen.words.text(f"cli.status.{state}"))
        table.add_row(*(Text(cell) for cell in cells))
    screen.show(table)
