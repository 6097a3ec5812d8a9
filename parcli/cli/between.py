"""Compare the present returns with the former ones, where there are any: without them it costs a look at a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from parcli.checks import evidence
from parcli.checks import returns as checks
from parcli.cli import ledger
from parcli.cli.former import Former, former, versions
from parcli.cli.gather import Gathered, Return, case_of, taken
from parcli.cli.lying import SUBMISSIONS
from parcli.cli.opened import Opened
from parcli.cli.screen import Screen
from parcli.core.cycle import Unit
from parcli.core.findings import without_echoes
from parcli.core.receipts import Ledger
from parcli.core.returned import Returned
from parcli.core.returns import SecondReturn, State, compare
from parcli.core.scoring import Dossier, score
from parcli.workbook import batch


@dataclass(frozen=True, slots=True)
class _Again:
    """A return that came again, what came before it, and that as it was read (None where it is the same file or unknown)."""

    now: Return
    former: Former
    read: Returned | None = None


def may_come_again(opened: Opened) -> Callable[[Unit], bool]:
    """Return which units may have returned before: theirs are the workbooks that are looked into once more."""
    known = ledger.read(opened) or Ledger()
    return lambda unit: len(known.of(unit.id)) > 1 or bool(versions(opened, unit))


def compared(opened: Opened, gathered: Gathered, screen: Screen, jobs: int) -> tuple[Gathered, tuple[SecondReturn, ...]]:
    """Return the returns with what is asked about second ones, and the comparisons, in the order of the units."""
    again = _read(opened, gathered, _came_again(opened, gathered.returns, screen), screen, jobs)
    seconds: list[SecondReturn] = []
    by_unit: dict[str, Return] = {}
    for one in again:
        second, now = _compared(opened, gathered, one)
        seconds.append(second)
        by_unit[now.unit.id] = now
    return replace(gathered, returns=tuple(by_unit.get(one.unit.id, one) for one in gathered.returns)), tuple(seconds)


def _came_again(opened: Opened, returns: Sequence[Return], screen: Screen) -> list[_Again]:
    single = [one for one in returns if len(one.workbooks) == 1]
    told = ledger.read(opened)
    known = told or Ledger()
    found = ((one, former(opened, one.unit, one.workbooks[0].sha256, one.folder.files, known.of(one.unit.id))) for one in single)
    again = [_Again(one, before) for one, before in found if before is not None]
    if again and told is None:
        screen.warn("cli.bad_receipts", file=f"{SUBMISSIONS}/{ledger.LEDGER}")
    return again


def _read(opened: Opened, gathered: Gathered, again: Sequence[_Again], screen: Screen, jobs: int) -> list[_Again]:
    """Read the former workbooks by the layouts that were sent, in workers that can be killed."""
    shelf, tasks = gathered.shelf, {}
    for one in again:
        if one.former.place is not None and one.former.origin is not None:
            names = shelf.names[one.now.unit.id]
            tasks[one.now.unit.id] = batch.Job(one.former.place, one.former.origin.path, names[0], names[1:])
    if not tasks:
        return list(again)
    with screen.progress("cli.reading_former", len(tasks)) as advance:
        done = iter(range(1, len(tasks) + 1))
        read = batch.read_all(list(tasks.values()), shelf.layouts, opened.cycle.limits, jobs, lambda: advance(next(done), len(tasks)), gathered.kept)
    by_unit: Mapping[str, Returned] = dict(zip(tasks, read, strict=True))
    return [replace(one, read=by_unit.get(one.now.unit.id)) for one in again]


def _compared(opened: Opened, gathered: Gathered, one: _Again) -> tuple[SecondReturn, Return]:
    unit, origin = one.now.unit, one.former.origin
    if origin is None:
        return SecondReturn(unit.id, unit.block, "unknown"), one.now
    if one.read is not None and not _is_what_was_kept(one.former, one.read):
        return SecondReturn(unit.id, unit.block, "unknown"), one.now
    present = state_of(opened, gathered, one.now, one.now.workbooks[0])
    if one.read is not None:
        origin = replace(origin, sha256=one.read.sha256)
    before = present if one.read is None else state_of(opened, gathered, one.now, one.read)
    if present is None or before is None:
        return SecondReturn(unit.id, unit.block, "unreadable", origin), one.now
    between = compare(before, present, one.former.evidence, origin)
    asked = checks.judge(between, before, one.now.findings)
    second = SecondReturn(unit.id, unit.block, "same_file" if one.read is None else "compared", origin, between)
    return second, replace(one.now, findings=without_echoes((*one.now.findings, *asked)))


def _is_what_was_kept(before: Former, read: Returned) -> bool:
    """Whether a kept workbook still has the content that its folder is named after; one without a hash could not be read at all."""
    return before.place is None or not read.sha256 or read.sha256.startswith(before.place.parent.name)


def state_of(opened: Opened, gathered: Gathered, now: Return, one: Returned) -> State | None:
    """Return a workbook of a unit as far as it can be compared; None where it gives no entries."""
    unit = now.unit
    records, about_workbook = taken(opened, gathered.shelf, unit, one)
    if records is None:
        return None
    case = case_of(opened, unit, one, now.folder, records)
    result = score(opened.block(unit), opened.edition.policies, opened.cycle.year, Dossier(unit.id, records, exempt=opened.exempt(unit)))
    return State(
        unit=unit.id,
        one=one,
        records=records,
        items=result.items,
        total=result.self_points,
        register=evidence.register_rows(case),
        findings=without_echoes((*about_workbook, *evidence.by_itself(case))),
        files={file.path: file.sha256 for file in now.folder.files},
    )
