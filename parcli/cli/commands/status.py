"""``parcli status``: who has returned what, when and how, who is late, and the words of the reminder."""

from __future__ import annotations

import json as machine_text
from datetime import date
from pathlib import Path
from typing import Any

from parcli.cli import days, standing
from parcli.cli.exits import Exit
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.results import file_words
from parcli.cli.screen import Screen, open_screen
from parcli.cli.standing import Standing

_MIB = 1024 * 1024


def run(cycle: Path | None, lang: str | None, today: str | None, *, remind: bool, json: bool, quiet: bool = False) -> int:
    """Show the state of the returns."""
    screen = open_screen(lang, quiet=quiet or json, verbose=False)
    opened = open_cycle(cycle)
    day = date.today() if today is None else days.given("--today", today)  # noqa: DTZ011 - the office's own calendar
    lines = standing.lines(opened, day)
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


def reminder(opened: Opened, line: Standing, day: date) -> str:
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


def _as_json(screen: Screen, opened: Opened, lines: list[Standing]) -> None:
    units = [_plain(opened, line) for line in lines]
    screen.result(machine_text.dumps({"format": "parcli/status@1", "written": [], "problems": [], "units": units}, ensure_ascii=False, indent=1))


def _plain(opened: Opened, line: Standing) -> dict[str, Any]:
    return {
        "unit": line.unit.id, "block": line.unit.block, "returned": line.returned, "late": line.late,
        "due": line.due.isoformat(), "files": [{"name": name, "sha8": sha256[:8]} for name, sha256 in line.files], "evidence": line.evidence,
        "state": line.state, "extended": line.unit.extended_to is not None, "versions": line.versions,
        "evidence_bytes": line.size, "over_mail": line.size > opened.cycle.limits.mail_bytes,
        "receipts": [
            {
                "received": one.received.isoformat(), "via": one.via, "ref": one.ref, "kind": one.kind, "late": one.received > line.due,
                "workbook": one.workbook is not None, "parts": len(one.parts), "evidence": len(one.evidence),
            }
            for one in line.receipts
        ],
    }  # fmt: skip


def _table(screen: Screen, lines: list[Standing]) -> None:
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


def _received(screen: Screen, line: Standing) -> str:
    """Say when and how the workbook came, or what came last where there is none; and when it was first returned, if earlier."""
    receipt = line.workbook or (line.receipts[-1] if line.receipts else None)
    if receipt is None:
        return ""
    how = ", ".join(each for each in (f"{receipt.received:%d/%m/%Y}", receipt.via, receipt.ref) if each)
    if not line.returned or line.first is None or line.first.received == receipt.received:
        return how
    return screen.words.text("cli.status.first", how=how, day=f"{line.first.received:%d/%m/%Y}")


def _heavy(screen: Screen, opened: Opened, lines: list[Standing]) -> None:
    limit = opened.cycle.limits.mail_bytes
    heavy = [line.unit.name for line in lines if line.size > limit]
    if heavy:
        screen.say("cli.status.over_mail", count=len(heavy), limit=limit // _MIB, units="; ".join(heavy))
