"""What each result set rests on, written down beside it: the one place that makes manifests, for the commands and for ``verify``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from parcli import __version__
from parcli.cli.lying import SUBMISSIONS
from parcli.cli.opened import Opened
from parcli.core.manifest import FileMark, Manifest, Settings, edition_settings, limit_settings, policy_settings, waiver_settings
from parcli.report.manifest_document import MANIFEST, manifest_document
from parcli.results import hashes

if TYPE_CHECKING:
    from parcli.cli.gather import Gathered
    from parcli.cli.results import Figures, Scored
    from parcli.core.returns import SecondReturn

SCORES = "results/aggregate/scores.json"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a set rests on besides the settings of the cycle: its inputs, and with what evidence was examined."""

    inputs: tuple[FileMark, ...]
    means: Settings


def for_validate(opened: Opened, gathered: Gathered, seconds: Sequence[SecondReturn], figures: Figures) -> Basis:
    """Return what the findings rest on: the returns of now and before, the receipts, the tables of figures."""
    origins = [(one.origin.path, one.origin.sha256) for one in seconds if one.origin is not None and one.origin.sha256]
    tables = [(table.path, table.sha256) for table in figures.tables]
    return _basis(opened, gathered, (*_returned(gathered), *_receipts(opened), *_sized(opened, (*origins, *tables))))


def for_aggregate(opened: Opened, gathered: Gathered, scored: Scored) -> Basis:
    """Return what the scores rest on. The evidence is among it: a file that could not be examined blocks its unit."""
    known = {mark.path for mark in (*_own(opened), *_returned(gathered))}
    return _basis(opened, gathered, (*_returned(gathered), *_sized(opened, (each for each in scored.inputs if each[0] not in known))))


def for_rank(opened: Opened, scores: FileMark, more: Iterable[FileMark] = ()) -> Basis:
    """Return what the ranking rests on: the scores, the criteria that say how to rank, and ``more``: a former year, own templates."""
    return Basis(_once((*_own(opened), scores, *more)), {})


def _basis(opened: Opened, gathered: Gathered, more: Iterable[FileMark]) -> Basis:
    return Basis(_once((*_own(opened), *_kept(opened), *_roots(opened), *more)), {"ocr": "yes" if gathered.means.ocr == "used" else "no"})


def _once(marks: Iterable[FileMark]) -> tuple[FileMark, ...]:
    by_path = {mark.path: mark for mark in marks}
    return tuple(by_path[path] for path in sorted(by_path))


def _mark(path: str, content: bytes) -> FileMark:
    return FileMark(path, hashlib.sha256(content).hexdigest(), len(content))


def _own(opened: Opened) -> Iterator[FileMark]:
    """The office's own files: cycle, criteria, waivers."""
    return (_mark(path, content) for path, content in opened.sources.items())


def _kept(opened: Opened) -> Iterator[FileMark]:
    """The states of the definitions that workbooks were sent from, by which they are read."""
    from parcli.cli import sent  # noqa: PLC0415 - heavy, and a ranking does without

    for folder in sent.kept_folders(opened):
        for name, sha256, size in hashes.listing(folder):
            yield FileMark(f"{sent.VERSIONS}/{folder.name}/{name}", sha256, size)


def _roots(opened: Opened) -> Iterator[FileMark]:
    from parcli.cli.examining import TRUST  # noqa: PLC0415 - heavy, and a ranking does without
    from parcli.evidence import trust  # noqa: PLC0415

    for path in trust.files_of(opened.folder / TRUST):
        yield FileMark(f"{TRUST}/{path.name}", *hashes.mark_of(path))


def _returned(gathered: Gathered) -> Iterator[FileMark]:
    """Workbooks and evidence; their hashes are known from reading them, nothing is read again."""
    for one in gathered.returns:
        yield from (FileMark(each.path, each.sha256, each.size) for each in one.workbooks)
        yield from (FileMark(f"{SUBMISSIONS}/{one.unit.id}/evidence/{file.path}", file.sha256, file.size) for file in one.folder.files)


def _receipts(opened: Opened) -> Iterator[FileMark]:
    from parcli.cli.ledger import LEDGER  # noqa: PLC0415 - heavy, and a ranking does without

    path = f"{SUBMISSIONS}/{LEDGER}"
    place = hashes.place_of(opened.folder, path)
    if place is not None:
        yield FileMark(path, *hashes.mark_of(place))


def _sized(opened: Opened, inputs: Iterable[tuple[str, str]]) -> Iterator[FileMark]:
    for path, sha256 in inputs:
        place = hashes.place_of(opened.folder, path)
        yield FileMark(path, sha256, place.stat().st_size if place is not None else 0)


def manifest(opened: Opened, name: str, options: tuple[str, ...], basis: Basis) -> Manifest:
    """Return the manifest of a set, its outputs not yet among it."""
    waivers, day = opened.accepted.waivers, opened.accepted.day
    in_force = tuple(each for each in waivers if each.until is None or each.until >= day)
    return Manifest(
        name=name,
        options=options,
        version=__version__,
        edition=edition_settings(opened.edition, opened.cycle),
        policies=policy_settings(opened.edition),
        limits=limit_settings(opened.cycle.limits),
        means=basis.means,
        waivers=waiver_settings(in_force),
        waivers_on=f"{day:%Y-%m-%d}" if any(each.until is not None for each in waivers) else "",
        inputs=basis.inputs,
    )


def with_manifest(one: Manifest, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a set with its manifest among them."""
    outputs = tuple(_mark(name, content) for name, content in sorted(files.items()))
    return {**files, MANIFEST: manifest_document(replace(one, outputs=outputs)).encode()}


def lying(folder: Path) -> tuple[FileMark, ...]:
    """Return the files of a set as they lie on the disk, without its manifest."""
    return tuple(FileMark(*each) for each in hashes.listing(folder) if each[0] != MANIFEST)
