"""The ranking of a former year beside this one: what ``rank --previous`` does once its option is read, and ``verify`` again.

Taken is, of a cycle folder, the set that was announced last as final, else ``results/``; an announced set may also be named
itself. ``ranking.json`` says who was where; ``scores.json`` beside it gives the exact figures, and without a ranking the
ranks too. What it rests on stands in the manifest under ``previous/``, and lies there in an archive. Decision 0041.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from parcli.checks import former as checks
from parcli.cli import former_points, former_words, incoming, results, seals
from parcli.cli.exits import Exit, Stop
from parcli.cli.opened import CYCLE_FILE, Opened, load
from parcli.cli.writing import PUBLISHED, RESULTS
from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.findings import Finding, Severity
from parcli.core.limits import MIB
from parcli.core.manifest import FileMark
from parcli.core.rankbook import BlockBook
from parcli.core.rankbook.former import FormerYear, StatedBlock, StatedRow, compare
from parcli.core.ranking import Standing, rank
from parcli.report.manifest_document import SEAL, read_seal
from parcli.report.reread import ScoresRead, read_scores
from parcli.report.reread_ranking import read_ranking
from parcli.results import hashes

OPTION, INSIDE = "--previous", "previous"
"""The option as a manifest records it, and the folder under which its inputs are listed there and archived."""
_RANKING, _SCORES = "rank/ranking.json", "aggregate/scores.json"
_MOST = 200 * MIB


@dataclass(frozen=True, slots=True)
class Source:
    """Where a former ranking lies: the folder given, the one with its ``cycle.yaml``, the one of its sets and how that is named."""

    home: Path
    cycle: Path
    sets: Path
    shown: str

    def place(self, name: str) -> str:
        """Return a file of the sets as people know it."""
        return f"{self.shown}/{name}"


@dataclass(frozen=True, slots=True)
class Beside:
    """This year's books with the year before in them, what is to be said of it, and the files that it rests on."""

    books: tuple[BlockBook, ...]
    findings: tuple[Finding, ...]
    inputs: tuple[FileMark, ...]
    option: str


@dataclass(frozen=True, slots=True)
class _Read:
    """What lies at a source: its register, what its ranking states, and the bytes of every file that was read."""

    edition: Edition
    cycle: Cycle
    stated: checks.Stated
    files: Mapping[str, bytes]


def option(opened: Opened, place: Path) -> str:
    """Return the option as the manifest records it: relative to the cycle, so that both folders may move together."""
    try:
        return f"{OPTION} {Path(os.path.relpath(place.resolve(), opened.folder.resolve())).as_posix()}"
    except ValueError:  # another drive
        return f"{OPTION} {place.resolve().as_posix()}"


def recorded(options: Sequence[str]) -> str | None:
    """Return the folder that a manifest's options name, relative to its cycle; None where there was none."""
    return next((each.removeprefix(f"{OPTION} ") for each in options if each.startswith(f"{OPTION} ")), None)


def beside(opened: Opened, books: Sequence[BlockBook], place: Path) -> Beside:
    """Return the books with the year before. Raises Stop where there is none, it cannot be read, or nothing in it compares."""
    source = locate(opened, place)
    read = _read(source)
    if read.cycle.year > opened.cycle.year:
        raise Stop(Exit.WRONG_USE, "cli.previous_later", place=place, former=read.cycle.year, year=opened.cycle.year)
    former, findings = checks.take(read.stated, read.edition, read.cycle)
    crosswalk = former_points.crosswalk(opened, read.edition)
    ranked = {one.ranking.block: [each.row.unit for each in one.units] for one in books}
    found = compare(former, opened.edition, opened.cycle, crosswalk, ranked)
    told = (*findings, *checks.beside(former, opened.edition, opened.cycle, found, read.stated.file))
    if found.units and found.nothing:
        name = former_points.crosswalk_name(read.edition)
        raise Stop(Exit.WRONG_USE, "cli.previous_no_unit", told, former=read.cycle.cycle, edition=read.edition.id, name=name)
    words = results.file_words(opened)
    return Beside(
        books=tuple(former_words.filled(one, found, former, source.shown, words, opened.edition.policies.rounding.print) for one in books),
        findings=told,
        inputs=(*(FileMark(f"{INSIDE}/{name}", *_mark(content)) for name, content in read.files.items()), *_crosswalk(opened, former)),
        option=option(opened, place),
    )


def locate(opened: Opened, place: Path) -> Source:
    """Return where the former ranking lies. Raises Stop."""
    if not place.is_dir():
        raise Stop(Exit.WRONG_USE, "cli.previous_no_cycle", place=place)
    if place.resolve() == opened.folder.resolve():
        raise Stop(Exit.WRONG_USE, "cli.previous_same", place=place)
    if (place / SEAL).is_file():
        return _announced(place)
    if not (place / CYCLE_FILE).is_file():
        raise Stop(Exit.WRONG_USE, "cli.previous_no_cycle", place=place)
    source = next(_of_cycle(place), None)
    if source is None:
        raise Stop(Exit.WRONG_USE, "cli.previous_no_results", place=place)
    return source


def _announced(place: Path) -> Source:
    """Return an announced set that was named itself; its register is that of its archive, else of the cycle around it."""
    known = seals.read_set(place.resolve())
    if isinstance(known, Finding):
        raise Stop(Exit.WRONG_USE, "cli.previous_unread", (known,), file=place / SEAL, reason=SEAL)
    shown = f"{PUBLISHED}/{known.seal.name}"
    if (place / seals.ARCHIVE / CYCLE_FILE).is_file():
        return Source(place, place / seals.ARCHIVE, place, shown)
    home = place.resolve().parents[1]
    if not (home / CYCLE_FILE).is_file():
        raise Stop(Exit.WRONG_USE, "cli.previous_no_cycle", place=place)
    return Source(home, home, place.resolve(), shown)


def _of_cycle(home: Path) -> Iterator[Source]:
    """Yield what a cycle folder offers, best first. Raises Stop for a seal that cannot be read: the last set could be another one."""
    sets, damaged = seals.announced(home)
    if damaged:
        raise Stop(Exit.WRONG_USE, "cli.previous_damaged", damaged, place=home)
    newest = [Source(home, home, each.folder, f"{PUBLISHED}/{each.folder.name}") for each in reversed(sets) if each.seal.state == "final"]
    drafts = [Source(home, home, each.folder, f"{PUBLISHED}/{each.folder.name}") for each in reversed(sets) if each.seal.state != "final"]
    for source in (*newest, Source(home, home, home / RESULTS, RESULTS), *drafts):
        if any((source.sets / name).is_file() for name in (_RANKING, _SCORES)):
            yield source


def _read(source: Source) -> _Read:
    """Read a source. Raises Stop for a register that does not hold, a damaged file, or a set that is not as it was sealed."""
    edition, cycle = load(source.cycle)
    findings = (*edition.findings, *cycle.findings)
    if edition.edition is None or cycle.cycle is None or any(one.severity >= Severity.ERROR for one in findings):
        raise Stop(Exit.WRONG_USE, "cli.previous_register", findings, place=source.cycle)
    known = {name: content for name in (_RANKING, _SCORES) if (content := _content(source, name)) is not None}
    seal = _content(source, SEAL)
    if seal is not None:
        _check_sealed(source, seal, known)
        known[SEAL] = seal
    sources = {f"criteria/{cycle.cycle.edition}/{name}": content for name, content in edition.sources.items()}
    definitions = {**sources, CYCLE_FILE: cycle.sources[CYCLE_FILE]}
    files = {_name(source, source.cycle / name): content for name, content in definitions.items()}
    files |= {_name(source, source.sets / name): content for name, content in known.items()}
    return _Read(edition.edition, cycle.cycle, _stated(source, edition.edition, cycle.cycle, known), files)


def _name(source: Source, path: Path) -> str:
    return Path(os.path.relpath(path, source.home)).as_posix()


def _content(source: Source, name: str) -> bytes | None:
    path = source.sets / name
    if not os.path.lexists(path):
        return None
    try:
        content = incoming.content(path, _MOST)
    except OSError as error:
        raise Stop(Exit.WRONG_USE, "cli.previous_unread", file=path, reason=error.strerror or type(error).__name__) from None
    if len(content) > _MOST:
        raise Stop(Exit.WRONG_USE, "cli.previous_unread", file=path, reason=f"> {_MOST // MIB} MiB")
    return content


def _check_sealed(source: Source, seal: bytes, known: Mapping[str, bytes]) -> None:
    try:
        sealed = {mark.path: mark.sha256 for mark in read_seal(seal.decode("utf-8")).files}
    except ValueError as error:
        raise Stop(Exit.WRONG_USE, "cli.previous_unread", file=source.place(SEAL), reason=str(error)[:80]) from None
    changed = [name for name, content in known.items() if sealed.get(name) != hashlib.sha256(content).hexdigest()]
    if changed:
        raise Stop(Exit.WRONG_USE, "cli.previous_changed", file=source.place(changed[0]), name=source.sets.name)


def _stated(source: Source, edition: Edition, cycle: Cycle, known: Mapping[str, bytes]) -> checks.Stated:
    """Return what the files state. Raises Stop for one that is no such document."""
    name = _RANKING if _RANKING in known else _SCORES
    try:
        scores = read_scores(known[_SCORES].decode("utf-8")) if _SCORES in known else None
        exact = {one.unit: one for units in scores.units.values() for one in units} if scores is not None else {}
        if _RANKING in known:
            ranking = read_ranking(known[_RANKING].decode("utf-8"))
            return checks.Stated(source.place(name), ranking.provisional, ranking.blocks, exact)
    except ValueError as error:
        raise Stop(Exit.WRONG_USE, "cli.previous_unread", file=source.sets / name, reason=str(error)[:200]) from None
    if scores is None:
        raise Stop(Exit.WRONG_USE, "cli.previous_no_results", place=source.home)
    return checks.Stated(source.place(name), results.is_draft(scores), tuple(_worked_out(scores, edition, cycle)), {})


def _worked_out(scores: ScoresRead, edition: Edition, cycle: Cycle) -> Iterator[StatedBlock]:
    """Rank former scores by the rules of their own edition; what is no unit of its register takes no place, and is named."""
    for name, standings in scores.units.items():
        block = edition.block(name)
        units = [one for one in standings if (unit := cycle.unit(one.unit)) is not None and unit.block == name]
        strangers = tuple(_unplaced(one) for one in standings if one not in units)
        if block is None:
            yield StatedBlock(name, strangers)
            continue
        made = rank(block, edition.policies, units, provisional=scores.provisional)
        rows = (StatedRow(row.unit, row.rank, row.index, {code: index for code, (index, _) in row.areas.items()}) for row in made.rows)
        yield StatedBlock(name, (*rows, *strangers), {one.unit: one.state for one in made.unranked})


def _unplaced(one: Standing) -> StatedRow:
    return StatedRow(one.unit, None, one.index, one.areas)


def _mark(content: bytes) -> tuple[str, int]:
    return hashlib.sha256(content).hexdigest(), len(content)


def _crosswalk(opened: Opened, former: FormerYear) -> Iterator[FileMark]:
    """The crosswalk between two editions, an input under its own name in this cycle."""
    path = former_points.crosswalk_place(opened, former.edition)
    if path is not None:
        yield FileMark(path.relative_to(opened.folder).as_posix(), *_mark(path.read_bytes()))


def inside(path: str) -> str | None:
    """Return the name that an input has in the folder of the former year; None for one of this cycle."""
    return path.removeprefix(f"{INSIDE}/") if path.startswith(f"{INSIDE}/") else None


def lying(place: Path, inputs: Sequence[FileMark]) -> Iterator[FileMark]:
    """Yield the inputs from a former year as they lie there now; one that is not there stays as it was recorded, for nobody can say more."""
    for each in inputs:
        name = inside(each.path)
        if name is not None:
            file = hashes.place_of(place, name)
            yield each if file is None else FileMark(each.path, *hashes.mark_of(file))
