"""Do result sets still hold: everything they rest on is gathered anew, compared with what they recorded, and computed anew."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from parcli.checks import holding
from parcli.cli import appraisals, between, former_year, gather, manifests, papers, results
from parcli.cli.appraisals import Heard
from parcli.cli.examining import Wish
from parcli.cli.exits import Stop
from parcli.cli.gather import Gathered
from parcli.cli.manifests import SCORES, Basis
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.results import Figures, Scored
from parcli.cli.screen import Screen
from parcli.core.accounting import Accounts
from parcli.core.findings import Finding, found
from parcli.core.manifest import FileMark, Manifest
from parcli.core.returns import SecondReturn
from parcli.report import machine
from parcli.report.accounts_words import accounts_from
from parcli.report.manifest_document import MANIFEST, read_manifest
from parcli.results import hashes

SETS = ("validate", "aggregate", "rank", "explain")
_MOST_BYTES = 512 * 1024 * 1024
_INPUT_CODES = ("VF108", "VF109", "VF110")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where result sets lie, how that place is shown, and the cycle folder with their inputs and how that is shown."""

    folder: Path
    shown: str
    cycle: Path
    inputs_shown: str = ""

    def place(self, name: str) -> str:
        """Return how a set is shown."""
        return f"{self.shown}/{name}"


@dataclass(frozen=True, slots=True)
class Again:
    """Everything gathered and scored anew."""

    opened: Opened
    gathered: Gathered
    seconds: tuple[SecondReturn, ...]
    figures: Figures
    heard: Heard
    scored: Scored


@dataclass(frozen=True, slots=True)
class Checked:
    """The sets that were looked at, what no longer holds, and what was computed anew; None where that could not be done."""

    sets: tuple[str, ...]
    recorded: Mapping[str, Manifest]
    findings: tuple[Finding, ...]
    again: Again | None = None


def check(shelf: Shelf, names: Sequence[str], screen: Screen, jobs: int, *, cache: bool = True) -> Checked:
    """Check the sets of these names that are there."""
    present = tuple(name for name in names if (shelf.folder / name).is_dir())
    read = {name: _recorded(shelf, name) for name in present}
    recorded = {name: one for name, one in read.items() if isinstance(one, Manifest)}
    unread = tuple(one for one in read.values() if isinstance(one, Finding))
    if not recorded:
        return Checked(present, recorded, unread)
    try:
        again = _again(shelf, recorded, screen, jobs, cache=cache)
    except Stop as stop:
        return Checked(present, recorded, (*unread, *_on_disk(shelf, recorded), *_not_again(stop)))
    lost = _former_lost(shelf, recorded, again)
    findings = (*unread, *_compared(shelf, recorded, again))
    if not findings:
        findings = tuple(_recomputed(shelf, {name: one for name, one in recorded.items() if not lost or name != "rank"}, again))
    return Checked(present, recorded, (*findings, *lost), again)


def _recorded(shelf: Shelf, name: str) -> Manifest | Finding:
    try:
        return _manifest(shelf.folder / name / MANIFEST, name)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)[:80]
        return found("VF101", file=f"{shelf.place(name)}/{MANIFEST}", reason=reason)


def _manifest(place: Path, name: str) -> Manifest:
    if place.is_symlink() or place.stat().st_size > _MOST_BYTES:
        raise ValueError(MANIFEST)
    manifest = read_manifest(place.read_text("utf-8"))
    if manifest.name != name:
        raise ValueError(manifest.name)
    return manifest


def _again(shelf: Shelf, recorded: Mapping[str, Manifest], screen: Screen, jobs: int, *, cache: bool) -> Again:
    """Gather and score as the commands did: with the same means, on the day on which waivers were asked about. Raises Stop.

    Every workbook is read anew: what is announced rests on no cache.
    """
    first = recorded.get("aggregate") or next(iter(recorded.values()))
    opened = open_cycle(shelf.cycle, _day(first.waivers_on))
    wish = Wish("never" if any(one.means.get("ocr") == "no" for one in recorded.values()) else "auto", cache, workbooks=False)
    gathered, seconds = between.compared(
        opened, gather.gather(opened, opened.cycle.units, screen, jobs, wish, between.may_come_again(opened), "records"), screen, jobs
    )
    heard = appraisals.hear(opened, gathered.returns)
    provisional = "--provisional" in first.options
    scored = results.score_all(opened, gathered.returns, heard, provisional=provisional)
    return Again(opened, gathered, seconds, results.figures(opened), heard, scored)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _not_again(stop: Stop) -> Iterator[Finding]:
    yield found("VF115", file=str(stop.values.get("file", "cycle.yaml")), reason="; ".join(one.code for one in stop.findings) or stop.key)


def _compared(shelf: Shelf, recorded: Mapping[str, Manifest], again: Again) -> tuple[Finding, ...]:
    present = {}
    for name, one in recorded.items():
        made = manifests.manifest(again.opened, name, one.options, _basis(shelf, name, one, again))
        present[shelf.place(name)] = replace(made, outputs=manifests.lying(shelf.folder / name))
    findings = holding.compare({shelf.place(name): one for name, one in recorded.items()}, present)
    return tuple(_shown(shelf, recorded, one) for one in findings)


def _former(shelf: Shelf, recorded: Mapping[str, Manifest]) -> Path | None:
    """Return the folder of the year that the ranking was compared with; in an archive it lies among the inputs."""
    named = former_year.recorded(recorded["rank"].options) if "rank" in recorded else None
    if named is None:
        return None
    return shelf.cycle / (former_year.INSIDE if shelf.inputs_shown else named)


def _former_lost(shelf: Shelf, recorded: Mapping[str, Manifest], again: Again) -> tuple[Finding, ...]:
    """Say where the former year can no longer be looked at."""
    place = _former(shelf, recorded)
    try:
        if place is not None:
            former_year.beside(again.opened, (), place)
    except Stop:
        return (found("VF118", file=f"{shelf.place('rank')}/{MANIFEST}", place=former_year.recorded(recorded["rank"].options) or "–"),)
    return ()


def _from_former(shelf: Shelf, one: Manifest, again: Again) -> tuple[FileMark, ...]:
    """Return the inputs from the former year as they are now, as far as they can be looked at."""
    place = _former(shelf, {"rank": one})
    if place is None:
        return ()
    try:
        return former_year.beside(again.opened, (), place).inputs
    except Stop:
        return tuple(former_year.lying(place, one.inputs))


def _basis(shelf: Shelf, name: str, one: Manifest, again: Again) -> Basis:
    if name == "validate":
        return manifests.for_validate(again.opened, again.gathered, again.seconds, again.figures)
    if name in ("aggregate", "explain"):
        return manifests.for_aggregate(again.opened, again.gathered, again.scored)
    scores = shelf.folder / "aggregate" / Path(SCORES).name
    more = (*papers.templates(again.opened), *_from_former(shelf, one, again))
    own = manifests.for_rank(again.opened, FileMark(SCORES, *hashes.mark_of(scores)), more)
    return own if scores.is_file() else replace(own, inputs=tuple(each for each in own.inputs if each.path != SCORES))


def _shown(shelf: Shelf, recorded: Mapping[str, Manifest], one: Finding) -> Finding:
    """Show an input where it lies: in the cycle, in the folder of a former year, or in the archive of an announced set."""
    if one.code not in _INPUT_CODES or not one.file:
        return one
    inside = former_year.inside(one.file)
    if inside is not None and not shelf.inputs_shown and "rank" in recorded:
        return replace(one, file=f"{former_year.recorded(recorded['rank'].options) or former_year.INSIDE}/{inside}")
    if one.file == SCORES:
        return replace(one, file=f"{shelf.place('aggregate')}/{Path(SCORES).name}")
    return replace(one, file=shelf.inputs_shown + one.file)


def _on_disk(shelf: Shelf, recorded: Mapping[str, Manifest]) -> tuple[Finding, ...]:
    """Compare hashes alone, where the cycle can no longer be opened."""
    present = {}
    for name, one in recorded.items():
        inputs = (*(mark for each in one.inputs if (mark := _mark(shelf, each.path)) is not None), *_disk_former(shelf, one))
        present[shelf.place(name)] = replace(one, inputs=inputs, outputs=manifests.lying(shelf.folder / name))
    findings = holding.compare({shelf.place(name): one for name, one in recorded.items()}, present)
    return tuple(_shown(shelf, recorded, one) for one in findings)


def _disk_former(shelf: Shelf, one: Manifest) -> Iterator[FileMark]:
    place = _former(shelf, {"rank": one})
    return former_year.lying(place, one.inputs) if place is not None else iter(())


def _mark(shelf: Shelf, path: str) -> FileMark | None:
    if former_year.inside(path) is not None:
        return None
    place = shelf.folder / "aggregate" / Path(SCORES).name if path == SCORES else hashes.place_of(shelf.cycle, path)
    return None if place is None or not place.is_file() else FileMark(path, *hashes.mark_of(place))


def _recomputed(shelf: Shelf, recorded: Mapping[str, Manifest], again: Again) -> Iterator[Finding]:
    """Compute scores and ranking anew, from the inputs and not from what is stored, and compare byte for byte."""
    if "aggregate" in recorded:
        yield from _differing(shelf, "aggregate", recorded, again, results.scores_set(again.opened, again.scored, _counted(shelf)))
    if "rank" in recorded:
        try:
            files = _ranking(shelf, recorded, again)
        except (OSError, ValueError) as error:
            yield found("VF115", file=f"{shelf.place('aggregate')}/{Path(SCORES).name}", reason=str(error)[:200])
            return
        except Stop as stop:  # an own template that cannot be filled
            yield from _not_again(stop)
            return
        yield from _differing(shelf, "rank", recorded, again, files)


def _counted(shelf: Shelf) -> Accounts | None:
    """Return the count of files as it was recorded: what nothing rests on is no input, and need not lie there any more."""
    try:
        document = json.loads((shelf.folder / "aggregate" / Path(SCORES).name).read_text("utf-8"))
        return accounts_from(document)
    except (OSError, ValueError, AttributeError, RecursionError):
        return None


def _ranking(shelf: Shelf, recorded: Mapping[str, Manifest], again: Again) -> dict[str, bytes]:
    stored = shelf.folder / "aggregate" / Path(SCORES).name
    read = machine.read_scores(stored.read_text("utf-8"), {unit.id: unit.name for unit in again.opened.cycle.units})
    books, place = results.rank_all(again.opened, read), _former(shelf, recorded)
    if place is not None:
        books = former_year.beside(again.opened, books, place).books
    return results.ranking_set(again.opened, books, provisional=results.is_draft(read), accounts=read.accounts)


def _differing(shelf: Shelf, name: str, recorded: Mapping[str, Manifest], again: Again, files: Mapping[str, bytes]) -> Iterator[Finding]:
    made = manifests.manifest(again.opened, name, recorded[name].options, _basis(shelf, name, recorded[name], again))
    for file, content in sorted(manifests.with_manifest(made, files).items(), key=lambda each: (each[0] == MANIFEST, each[0])):
        place = shelf.folder / name / file
        stored = place.read_bytes() if place.is_file() else b""
        if stored != content:
            what, was, now = _first_difference(stored, content) if file.endswith(".json") else ("–", "–", "–")
            yield found("VF114", file=f"{shelf.place(name)}/{file}", what=what, recorded=was, present=now)


def _first_difference(stored: bytes, made: bytes) -> tuple[str, str, str]:
    """Return where two JSON documents differ first, and what stands there in each."""
    try:
        return next(_differences(json.loads(stored), json.loads(made), ""), ("–", "–", "–"))
    except (ValueError, RecursionError):
        return "–", "–", "–"


def _differences(was: object, now: object, where: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(was, dict) and isinstance(now, dict):
        for key in dict.fromkeys((*was, *now)):
            yield from _differences(was.get(key), now.get(key), f"{where} {key}".strip())
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for place, (one, other) in enumerate(zip(was, now, strict=True), start=1):
            name = next((str(other[key]) for key in ("unit", "code", "path", "block") if isinstance(other, dict) and key in other), str(place))
            yield from _differences(one, other, f"{where} {name}".strip())
    elif was != now:
        yield where or "–", _brief(was), _brief(now)


def _brief(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]} […]"  # noqa: PLR2004 - a figure or a name, not a document
