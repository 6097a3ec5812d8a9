"""Appraisal and Council of a rehearsal: the workbooks that parcli opened, filled in as people would."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Literal

from parcli.appraisal import layout
from parcli.cli.exits import Exit, Stop
from parcli.cli.opened import Opened
from parcli.cli.screen import Screen
from parcli.core.item import Item
from parcli.demo import appraiser, sheets
from parcli.demo.appraiser import Said, Seen
from parcli.results import sets
from parcli.workers import Lost, batch

SECOND_OPINION = " (y kien thu hai)"
_SECONDS_PER_FILE = 120.0

Key = tuple[str, str]
Round = Literal[1, 2]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the appraisers know: the items of each unit, what round 1 showed them, and which units sent a supplement."""

    items: Mapping[str, Mapping[str, Item]]
    seed: int
    seen: Mapping[Key, Seen] = field(default_factory=dict)
    helped: frozenset[str] = frozenset()

    def first(self, unit: str, item: str) -> Said:
        """Return what round 1 says."""
        return appraiser.first_round(self.seen[unit, item], self.seed)

    def second(self, unit: str, item: str) -> Said:
        """Return what round 2 says."""
        before = self.first(unit, item)
        known = replace(self.seen[unit, item], first=before.points, asked=bool(before.request), helped=unit in self.helped)
        return appraiser.second_round(known, self.seed)

    def questioned(self) -> dict[str, tuple[str, ...]]:
        """Return the items that round 1 asks about, by unit."""
        asked: dict[str, list[str]] = {}
        for unit, item in self.seen:
            if self.first(unit, item).request:
                asked.setdefault(unit, []).append(item)
        return {unit: tuple(codes) for unit, codes in asked.items()}


def begin(opened: Opened, seed: int) -> Facts:
    """Return what is known before anybody has appraised anything."""
    items = {block.id: {item.code: item for item in block.items(opened.cycle.year)} for block in opened.edition.blocks}
    return Facts({unit.id: items[unit.block] for unit in opened.cycle.units}, seed)


@dataclass(frozen=True, slots=True)
class _File:
    """An opened workbook to be filled in by a worker."""

    place: Path
    known: Facts
    which: Round


def appraise(opened: Opened, known: Facts, which: Round, jobs: int, screen: Screen) -> Facts:
    """Fill in every workbook of a round; return what is known after it."""
    folder = opened.folder / "appraisal" / f"round-{which}"
    tasks = [_File(path, _about(known, path.stem), which) for path in sorted(folder.glob("*.xlsx"))]
    seen = dict(known.seen)
    with screen.progress("cli.appraising", len(tasks)) as advance:
        made = batch(_fill, tasks, jobs, _SECONDS_PER_FILE)
        for done, (task, outcome) in enumerate(made, start=1):
            if isinstance(outcome, Lost):
                raise Stop(Exit.FAULT, "cli.demo_unit_lost", unit=task.place.stem, reason=outcome.error or outcome.exit_code)
            content, shown = outcome
            _replace(task.place, content)
            seen |= {(one.unit, one.item.code): one for one in shown}
            advance(done, len(tasks))
    return replace(known, seen=dict(sorted(seen.items())))


def _about(known: Facts, unit: str) -> Facts:
    """Keep what is known of one unit: that is all a worker needs."""
    seen = {key: one for key, one in known.seen.items() if key[0] == unit}
    return replace(known, items={unit: known.items[unit]}, seen=seen)


def _fill(task: _File) -> tuple[bytes, tuple[Seen, ...]]:
    """Return a workbook filled in, and of round 1 what it showed."""
    shown: list[Seen] = []

    def first(line: sheets.Line) -> dict[str, sheets.Entry]:
        shown.append(Seen(line.unit, task.known.items[line.unit][line.item], line.own, line.claimed))
        return _entered(appraiser.first_round(shown[-1], task.known.seed))

    def second(line: sheets.Line) -> dict[str, sheets.Entry]:
        return _entered(task.known.second(line.unit, line.item))

    return sheets.filled(task.place.read_bytes(), first if task.which == 1 else second), tuple(shown)


def _replace(place: Path, content: bytes) -> None:
    place.unlink(missing_ok=True)
    sets.add_files(place.parent, {place.name: content})


def _entered(said: Said) -> dict[str, sheets.Entry]:
    """Return what is entered in a line, by heading."""
    given = {"Không áp dụng": said.ruling, "Lý do": said.reason, "Yêu cầu giải trình": said.request}
    entered: dict[str, sheets.Entry] = {heading: text for heading, text in given.items() if text}
    return entered if said.points is None else {**entered, "Điểm thẩm định": said.points}


def second_opinion(opened: Opened, known: Facts, unit: str) -> Key:
    """Let another appraiser give one item of a unit a quarter less; return the item."""
    item = next(code for (whose, code), seen in known.seen.items() if whose == unit and _plain(known, seen))
    place = opened.folder / "appraisal" / "round-1" / f"{unit}.xlsx"
    lower = appraiser.lowered(known.seen[unit, item])
    content = sheets.filled(place.read_bytes(), lambda line: _entered(lower) if line.item == item else {})
    sets.add_files(place.parent, {f"{unit}{SECOND_OPINION}.xlsx": content})
    return unit, item


def _plain(known: Facts, seen: Seen) -> bool:
    """Whether round 1 simply agreed to points that can be lowered."""
    own = seen.own if seen.item.self_scored and seen.item.area.kind == "points" and not seen.claimed else None
    return own is not None and own > 0 and known.first(seen.unit, seen.item.code).points == own


def _minutes(day: str) -> dict[str, sheets.Entry]:
    """Return what is entered in the minutes, by label: more than half of the members took part."""
    labels = layout.form("council").fields
    said: dict[str, sheets.Entry] = {
        "number": "01/BB-HĐTĐ (diễn tập)", "held": day, "members": Fraction(9), "present": Fraction(7), "written": Fraction(1),
    }  # fmt: skip
    return {labels[name]: value for name, value in said.items()}


def decide(opened: Opened, known: Facts, day: str) -> None:
    """Fill in the Council's workbook: its own items, what is disputed, and the minutes."""
    place = next(iter(sorted((opened.folder / "appraisal").glob("council*.xlsx"))))
    decision = f"Biên bản họp Hội đồng ngày {day} (bản diễn tập)"

    def say(line: sheets.Line) -> dict[str, sheets.Entry]:
        item = known.items[line.unit][line.item]
        own = item.criterion.assessed_by == "council"
        said = appraiser.council(item, line.unit, known.seed) if own else appraiser.settled(known.seen[line.unit, line.item])
        given = Fraction() if said.points is None else said.points
        return {"Điểm": given, "Lý do": said.reason, "Quyết định": decision}

    _replace(place, sheets.filled(place.read_bytes(), say, _minutes(day)))
