"""What an announced set consists of: the result files, the differences from the set before, the inputs where asked, the seal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from parcli import __version__
from parcli.cli import former_year, results
from parcli.cli.exits import Exit, Stop
from parcli.cli.holding import Again
from parcli.cli.manifests import SCORES
from parcli.cli.published import SEALED
from parcli.cli.seals import ARCHIVE, Announced
from parcli.core.appraisal import Opinion, Stage
from parcli.core.differences import Reasons, differences
from parcli.core.manifest import FileMark, Manifest
from parcli.report.differences_book import differences_book
from parcli.report.differences_document import Between, changed_inputs, changed_settings, differences_document, stands
from parcli.report.manifest_document import MANIFEST, Seal, read_manifest, seal_document
from parcli.results import hashes
from parcli.results.copying import Copied

CHANGES, BOOK = "changes.json", "khac-biet.xlsx"
_OF_STAGE: Mapping[Stage, str] = {"round_1": "appraised_1", "round_2": "appraised_2", "council": "council"}
Files = dict[str, bytes | Copied]


def result_files(folder: Path) -> dict[str, bytes]:
    """Return the files of the sets that are sealed, by their names in the announced set."""
    names = [f"{name}/{file}" for name in SEALED for file, _, _ in hashes.listing(folder / name)]
    return {name: (folder / name).read_bytes() for name in names}


def all_inputs(recorded: Mapping[str, Manifest]) -> tuple[FileMark, ...]:
    """Return everything that the sealed sets rest on, but their own scores, which lie in the set."""
    marks = {each.path: each for name in SEALED for each in recorded[name].inputs if each.path != SCORES}
    return tuple(marks[path] for path in sorted(marks))


def archive(cycle: Path, inputs: Iterable[FileMark], former: Path | None = None) -> Files:
    """Return the inputs as files of the set, those from the folder of a ``former`` year too. Raises Stop for one that cannot be laid by under its name."""
    files: Files = {}
    for each in inputs:
        inside = None if former is None else former_year.inside(each.path)
        base, prefix, own = (cycle, ARCHIVE, each.path) if former is None or inside is None else (former, f"{ARCHIVE}/{former_year.INSIDE}", inside)
        place = hashes.place_of(base, own)
        name = "" if place is None else place.relative_to(base).as_posix()
        if place is None or not each.sha256 or {*name} & {*"\\:\0"}:
            raise Stop(Exit.WRONG_USE, "cli.publish_not_archived", file=each.path)
        files[f"{prefix}/{name}"] = Copied(place, each.sha256)
    return files


def differing(again: Again, recorded: Mapping[str, Manifest], files: Mapping[str, bytes], name: str, note: str, former: Announced) -> Files:
    """Return the two files that say what is not as in the set announced before. Raises OSError, ValueError for one that is damaged."""
    was = {each: (former.folder / each).read_text("utf-8") for each in ("aggregate/scores.json", "rank/ranking.json", f"aggregate/{MANIFEST}")}
    inputs = changed_inputs(former.seal.inputs, all_inputs(recorded))
    before = stands(was["aggregate/scores.json"], was["rank/ranking.json"])
    after = stands(files["aggregate/scores.json"].decode(), files["rank/ranking.json"].decode())
    between = Between(
        former=former.seal.name,
        present=name,
        note=note,
        settings=changed_settings(read_manifest(was[f"aggregate/{MANIFEST}"]), recorded["aggregate"]),
        inputs=inputs,
        units=differences(before, after, _reasons(again, inputs)),
    )
    said = results.file_words(again.opened)
    book = differences_book(again.opened.edition, again.opened.cycle, between, said, provisional=again.scored.provisional)
    return {CHANGES: differences_document(between, again.opened.cycle.cycle).encode(), BOOK: book}


def _reasons(again: Again, inputs: Sequence[tuple[str, str, str]]) -> Reasons:
    """Return why figures are what they are now: the reason on the sheet, else which file of the unit or the survey changed."""
    changed = {path for path, _, _ in inputs}
    reasons: dict[tuple[str, str, str], str] = {}
    for one in again.gathered.returns:
        books = [each.path for each in one.workbooks if each.path in changed]
        codes = [item.code for item in again.opened.block(one.unit).items(again.opened.cycle.year)]
        reasons |= {(one.unit.id, code, "computed"): "; ".join(books) for code in codes if books}
    for source in again.figures.sources:
        if source.path in changed:
            reasons[source.unit, source.item, "survey"] = " ".join(part for part in (source.path, source.sheet, source.cell) if part)
    for opinion in again.heard.appraisal.opinions:
        reasons[opinion.unit, opinion.item, _OF_STAGE[opinion.stage]] = _said(opinion)
    return {key: reason for key, reason in reasons.items() if reason}


def _said(one: Opinion) -> str:
    return "; ".join(part for part in (one.reason, one.decision) if part)


def sealed(
    again: Again, files: Files, inputs: Sequence[FileMark], name: str, note: str, former: Announced | None, *, laid_by: bool, final: bool
) -> bytes:
    """Return the seal over the files of the set."""
    marks = [FileMark(path, hashlib.sha256(content).hexdigest(), len(content)) for path, content in files.items() if isinstance(content, bytes)]
    return seal_document(
        Seal(
            name=name,
            sequence=former.seal.sequence + 1 if former else 1,
            cycle=again.opened.cycle.cycle,
            version=__version__,
            state="final" if final else "provisional",
            note=note,
            archive=laid_by,
            inputs=tuple(inputs),
            files=tuple(marks),
            previous=former.folder.name if former else "",
            previous_sha256=former.sha256 if former else "",
        )
    ).encode()
