"""``parcli`` alone: where the cycle stands and what comes next."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from parcli.cli import freshness, standing
from parcli.cli.commands import appraise_status
from parcli.cli.exits import Exit, Stop
from parcli.cli.ledger import LEDGER
from parcli.cli.lying import APPRAISAL, SUBMISSIONS, appraisals_of
from parcli.cli.merging import MERGED
from parcli.cli.opened import Opened, find, open_cycle
from parcli.cli.receiving import INBOX
from parcli.cli.screen import open_screen
from parcli.cli.sent import WORKBOOKS
from parcli.cli.standing import Standing
from parcli.cli.writing import PUBLISHED, RESULTS

_MOST_NAMED = 3


def run(cycle: Path | None, lang: str | None) -> int:
    """Print the state of the cycle and the next step; outside a cycle, how to begin."""
    screen = open_screen(lang, quiet=False, verbose=False)
    try:
        find(cycle)
    except Stop:
        if cycle is not None:
            raise
        screen.result(screen.words.text("cli.begin"))
        return Exit.FINE
    opened = open_cycle(cycle)
    screen.findings(opened.findings)
    lines = standing.lines(opened, date.today())  # noqa: DTZ011 - the office's own calendar
    returned = sum(1 for line in lines if line.returned)
    cycle_facts = {"cycle": opened.cycle.cycle, "year": opened.cycle.year, "units": len(lines)}
    deadline = f"{opened.cycle.deadline:%d/%m/%Y}"
    screen.result(screen.words.text("cli.state", **cycle_facts, returned=returned, deadline=deadline))
    step, late = next_step(opened, lines), sum(1 for line in lines if line.late)
    screen.result(screen.words.text(f"cli.next.{step}", places=_named(_merged(opened, lines))))
    faulty = _to_be_mended(opened) if step in ("appraise_1", "appraise_status") else 0
    if faulty:
        screen.result(screen.words.text("cli.next_mend", count=faulty))
    if late and step not in ("generate", "intake"):
        screen.result(screen.words.text("cli.next_late", count=late))
    return Exit.FINE


def next_step(opened: Opened, lines: Sequence[Standing]) -> str:
    """Return which step the cycle waits for."""
    if not (opened.folder / WORKBOOKS).is_dir() and not any(line.files or line.receipts for line in lines):
        return "generate"
    if _waits_in_inbox(opened):
        return "intake"
    if not any(line.files for line in lines):
        return "confirm" if _merged(opened, lines) else "collect"
    if not _made(opened, "validate", "findings.json"):
        return "validate"
    if freshness.is_stale(opened, "validate"):
        return "validate_again"
    appraisal = _appraisal(opened)
    if appraisal is not None:
        return appraisal
    for step, name in (("aggregate", "scores.json"), ("rank", "ranking.json")):
        if not _made(opened, step, name):
            return step
        if freshness.is_stale(opened, step):
            return f"{step}_again"
    return _after_rank(opened)


def _to_be_mended(opened: Opened) -> int:
    """Return how many units the last check left with something that they must mend."""
    try:
        document = json.loads((opened.folder / RESULTS / "validate" / "findings.json").read_text("utf-8"))
        return sum(one["status"] in ("error", "blocked") for one in document["units"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def _after_rank(opened: Opened) -> str:
    """Return what comes after a ranking: a final one is verified and announced, a draft is made again once more is known."""
    ranking = opened.folder / RESULTS / "rank" / "ranking.json"
    try:
        content = ranking.read_bytes()
        final = json.loads(content).get("state") == "final"
    except (OSError, ValueError, AttributeError):
        return "rank"
    if not final:
        return "done"
    announced = (opened.folder / PUBLISHED).glob("*/rank/ranking.json")
    return "announced" if any(path.is_file() and path.read_bytes() == content for path in announced) else "publish"


def _made(opened: Opened, step: str, name: str) -> bool:
    return (opened.folder / RESULTS / step / name).is_file()


def _appraisal(opened: Opened) -> str | None:
    """Return the step that appraisal waits for, as far as its folders and its last status tell; None where it waits for none."""
    if not any(opened.block(unit).needs_workbooks for unit in opened.cycle.units):
        return None
    files = appraisals_of(opened.folder)
    if not any(path.startswith(f"{APPRAISAL}/round-1/") for path in files):
        return "appraise_1"
    if not _made(opened, appraise_status.SET, appraise_status.DOCUMENT):
        return "appraise_status"
    if any(path.startswith(f"{APPRAISAL}/round-2/") for path in files) or not _questioned(opened):
        return None
    return "appraise_2"


def _questioned(opened: Opened) -> bool:
    """Whether the last status counted questions of the first round."""
    place = opened.folder / RESULTS / appraise_status.SET / appraise_status.DOCUMENT
    try:
        document = json.loads(place.read_text("utf-8"))
        return any(unit["round_1"]["questioned"] for unit in document["units"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _merged(opened: Opened, lines: Sequence[Standing]) -> list[str]:
    """Return the workbooks merged from parts whose units have still to send them back, by their path in the cycle."""
    places = (f"{SUBMISSIONS}/{line.unit.id}/{MERGED}/{line.unit.id}.xlsx" for line in lines if line.came == "parts")
    return [place for place in places if (opened.folder / place).is_file()]


def _named(places: Sequence[str]) -> str:
    return "; ".join((*places[:_MOST_NAMED], *(("…",) if len(places) > _MOST_NAMED else ())))


def _waits_in_inbox(opened: Opened) -> bool:
    """Whether anything in the inbox came after the last receipt was written."""
    receipts = opened.folder / SUBMISSIONS / LEDGER
    last = receipts.stat().st_mtime_ns if receipts.is_file() else 0
    came = (path for path in (opened.folder / INBOX).rglob("*") if path.is_file() and not path.is_symlink())
    return any(path.stat().st_mtime_ns > last for path in came)
