"""What the return desk needs from the disk: what came, what lies there already, and the receipts."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from parcli.cli import ledger, parting, sent
from parcli.cli.exits import Exit, Stop
from parcli.cli.lying import SUBMISSIONS, workbooks_of
from parcli.cli.opened import Opened
from parcli.cli.screen import Screen
from parcli.cli.sent import WORKBOOKS
from parcli.cli.writing import RESULTS
from parcli.core.evidence import EVIDENCE_FOLDER, path_key
from parcli.core.intake import Arrived, TurnedAway
from parcli.core.receipts import Ledger
from parcli.core.returned import Returned
from parcli.desk import identities, mailbox
from parcli.desk.folders import is_evidence_place
from parcli.desk.holdings import PARTS, Holding, Move
from parcli.desk.mailbox import Root
from parcli.desk.sorting import Desk, Inside
from parcli.evidence.folder import list_folder
from parcli.results import hashes
from parcli.workbook import batch, names, peek

INBOX = "inbox"
_NOT_LISTED = ("unreadable", "too_deep", "too_many")


@dataclass(frozen=True, slots=True)
class Mail:
    """Everything that came: files, what was turned away, and what workbooks say of themselves.

    ``guessed`` names by file of the mailbox the names in it that had to be guessed, with their bytes.
    """

    arrived: tuple[Arrived, ...]
    turned_away: tuple[TurnedAway, ...]
    guessed: Mapping[str, tuple[tuple[str, str], ...]]
    inside: Mapping[str, Inside]


def roots(opened: Opened, paths: Sequence[Path]) -> list[Root]:
    """Return the places to look at: those named, else the cycle's inbox. Raises Stop where one is not there."""
    inbox = opened.folder / INBOX
    chosen = list(paths) or [inbox]
    made = [opened.folder / WORKBOOKS, opened.folder / RESULTS]
    for path in chosen:
        if not path.exists() and not path.is_symlink():
            raise Stop(Exit.WRONG_USE, "cli.intake_nothing", place=path)
        if _holds(path, opened.folder) or any(_holds(folder, path) for folder in made):
            raise Stop(Exit.WRONG_USE, "cli.intake_own", place=path)
    return [Root(path, _told(opened.folder, path), heap=_same(path, inbox)) for path in chosen]


def named(opened: Opened, paths: Sequence[Path]) -> bool:
    """Whether a person named what is received; the whole inbox is no choice."""
    return bool(paths) and not any(_same(path, opened.folder / INBOX) for path in paths)


def _holds(folder: Path, path: Path) -> bool:
    """Whether a path is a folder or lies in it."""
    return path.resolve().is_relative_to(folder.resolve())


def _same(path: Path, other: Path) -> bool:
    return other.is_dir() and path.is_dir() and path.samefile(other)


def _told(cycle: Path, path: Path) -> str:
    """Return how a place is told: from the cycle where it lies in it, else as it was named."""
    whole, base = path.resolve(), cycle.resolve()
    return whole.relative_to(base).as_posix() if whole != base and whole.is_relative_to(base) else path.as_posix()


def mail(opened: Opened, places: Sequence[Root], before: Ledger, staging: Path, jobs: int, screen: Screen) -> Mail:
    """Look into everything that came; archives are unpacked into ``staging``.

    A workbook that was receipted was read then, in all places of its identity; now a look at one of them does. A table
    among the evidence that shows no identity at a look is not read either: there may be hundreds.
    """
    limits = opened.cycle.limits
    listing = mailbox.walk(places, staging, limits)
    with screen.progress("cli.reading_mail", len(listing.files)) as advance:
        looked = mailbox.look_into(listing.files, limits, jobs, _counting(advance, len(listing.files)))
    arrived = tuple(one for each in looked for one in each.arrived)
    away = (*listing.turned_away, *(one for each in looked for one in each.turned_away))
    workbooks = [one for one in arrived if one.kind == "workbook"]
    seen = {one.path: peek.identity(Path(one.place), limits) for one in workbooks}
    receipted = frozenset[str]().union(*(receipt.hashes() for receipts in before.units.values() for receipt in receipts))
    known = {one.path: identity for one in workbooks if one.sha256 in receipted and (identity := seen[one.path]) is not None}
    in_parts = any(each is not None and each.part for each in seen.values())
    codes = Desk(opened.cycle, opened.edition).codes()
    tables = {one.path for one in workbooks if seen[one.path] is None and is_evidence_place(one.parts[one.heap : -1], codes)}
    read = _read(opened, [one for one in workbooks if one.path not in known.keys() | tables], jobs, screen, in_parts=in_parts)
    inside = {path: _inside(one) for path, one in read.items()}
    inside |= {path: Inside({"property": identity.text()}) for path, identity in known.items()}
    inside |= {one.path: Inside(identities.read(Path(one.place))) for one in arrived if one.kind == "identity"}
    guessed = {file.path: each.guessed for file, each in zip(listing.files, looked, strict=True) if each.guessed}
    return Mail(arrived, away, guessed, inside)


def _counting(advance: Callable[[int, int], None], total: int) -> Callable[[], None]:
    done = iter(range(1, total + 1))
    return lambda: advance(next(done), total)


def _read(opened: Opened, workbooks: Sequence[Arrived], jobs: int, screen: Screen, *, in_parts: bool) -> dict[str, Returned]:
    layouts = {**sent.shelf(opened).layouts, **(parting.shelf(opened).layouts if in_parts else {})}
    first, *others = layouts
    work = [batch.Job(Path(one.place), one.path, first, tuple(others)) for one in workbooks]
    with screen.progress("cli.reading_workbooks", len(work)) as advance:
        return {one.path: one for one in batch.read_all(work, layouts, opened.cycle.limits, jobs, _counting(advance, len(work)))}


def _inside(one: Returned) -> Inside:
    scoring = one.readable and names.SCORING not in one.missing_sheets
    return Inside(one.identities, one.problems, one.readable, scoring, blank=scoring and bool(one.rows) and _blank(one))


def _blank(one: Returned) -> bool:
    """Whether nothing was entered: what stands under «Áp dụng» may have been decided before the workbook was sent."""
    entered = (cell for row in one.rows.values() for column, cell in row.items() if column != "applies" and not cell.blank)
    return not one.register and not one.difficulties and next(entered, None) is None


def receipts(opened: Opened) -> Ledger:
    """Return the receipts so far. Raises Stop for a file that cannot be read: receipts are never written over."""
    read = ledger.read(opened)
    if read is None:
        raise Stop(Exit.WRONG_USE, "cli.ledger_damaged", file=f"{SUBMISSIONS}/{ledger.LEDGER}")
    return read


def holding(opened: Opened, unit: str, keys: frozenset[str]) -> Holding:
    """Return what lies in a unit's folder; of its evidence, the hashes of what lies under these keys."""
    folder = opened.folder / SUBMISSIONS / unit
    listing = list_folder(folder / EVIDENCE_FOLDER, opened.cycle.limits)
    evidence = {
        key: (file.name_on_disk.replace("\\", "/"), hashes.sha256_of(folder / EVIDENCE_FOLDER / file.name_on_disk)[0])
        for file in listing.files
        if (key := path_key(file.path)) in keys
    }
    parts = folder / PARTS
    return Holding(
        {path.name: hashes.sha256_of(path)[0] for path in workbooks_of(folder) if path.is_file() and not path.is_symlink()},
        {path.name: hashes.sha256_of(path)[0] for path in (sorted(parts.glob("*.xlsx")) if parts.is_dir() else ()) if path.is_file()},
        evidence,
        frozenset(path_key(file.path) for file in listing.files),
        frozenset(path_key(entry.path) for entry in listing.refused),
        all_seen=not any(entry.reason in _NOT_LISTED or not entry.path for entry in listing.refused),
    )


def staged(cycle: Path, staging: Path, moves: Sequence[Move]) -> list[tuple[str, Move]]:
    """Bring every new file into the staging folder; return its name there, from the cycle, with its move.

    Files that lie loose in the mailbox are copied, which never changes; they are hashed again, for they may have changed.
    """
    ready: list[tuple[str, Move]] = []
    for number, move in enumerate(moves):
        source = Path(move.source)
        if move.former:
            ready.append((f"{SUBMISSIONS}/{move.source}", move))
            continue
        if not source.is_relative_to(staging):
            source = staging / f"loose-{number}"
            _copy(Path(move.source), source, move.sha256)
        ready.append((source.relative_to(cycle).as_posix(), move))
    return ready


def _copy(source: Path, target: Path, sha256: str) -> None:
    try:
        with source.open("rb") as stream, target.open("xb") as file:
            shutil.copyfileobj(stream, file, 1024 * 1024)
        with target.open("rb") as stream:
            same = hashlib.file_digest(stream, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        same = False
    if not same:
        raise Stop(Exit.WRONG_USE, "cli.changed_meanwhile", file=source)
