"""Seeded edits of a valid submission outside its entries: each must be named in a finding.

Counted is any change outside the entries that a reader of the workbook could see or a program could compute with. Not counted,
and not made here, is what leaves all that as it is and what every office program writes anew on saving: widths that still
show the column, zoom, the active cell, windows, page set-up, document properties, colours and fonts that can be read.
A filter that is set is no tampering either: the sheet offers it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from adversary.seeded import kinds_openpyxl, kinds_xml
from adversary.seeded import parts as xml
from adversary.seeded.submissions import Meaning, read_all
from workbook import kit

_BATCH = 60


@dataclass(frozen=True)
class Edit:
    """One edit of the run: its number, the bench, how it was made, its kind, and whether it moves a figure for a believer."""

    number: int
    bench: str
    way: str
    kind: str
    moves: bool
    content: bytes = field(repr=False)

    @property
    def label(self) -> str:
        return f"{self.number} ({self.bench}, {self.way}: {self.kind})"


@dataclass
class Outcome:
    """How many edits were made and found, by kind; what was missed, and figures that came out otherwise than the entries say."""

    made: Counter[str] = field(default_factory=Counter)
    missed: list[Edit] = field(default_factory=list)
    moved: list[Edit] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return self.made.total()

    @property
    def missed_moving(self) -> int:
        return sum(1 for edit in self.missed if edit.moves)


def edits(benches: dict[str, kit.Bench], count: int, seed: int, only: Sequence[int] = ()) -> Iterator[Edit]:
    """Yield the edits of a run; each has a seed of its own, so that one can be made again alone."""
    listed = [("xml", kind) for kind in kinds_xml.KINDS] + [("openpyxl", kind) for kind in kinds_openpyxl.KINDS]
    filled = {name: bench.filled(bench.clerks(seed)) for name, bench in benches.items()}
    for number in only or range(count):
        chance = Random(f"{seed}:tampering:{number}")
        way, kind = listed[number % len(listed)]
        name = chance.choice(list(benches))
        while True:
            try:
                content = _edited(filled[name], way, kind, chance, benches[name])
                break
            except LookupError:  # the place that was drawn has nothing that this kind could change
                continue
        moves = (kinds_xml.KINDS if way == "xml" else kinds_openpyxl.KINDS)[kind][1]
        yield Edit(number, name, way, kind, moves, content)


def _edited(content: bytes, way: str, kind: str, chance: Random, bench: kit.Bench) -> bytes:
    if way == "xml":
        return xml.zipped(kinds_xml.KINDS[kind][0](kit.parts(content), chance, bench))
    return kit.edited(content, lambda book: kinds_openpyxl.KINDS[kind][0](book, chance, bench))


def run(benches: dict[str, kit.Bench], count: int, seed: int, folder: Path, only: Sequence[int] = ()) -> Outcome:
    """Make the edits, read each as ``validate`` does, and count what is said of them."""
    outcome = Outcome()
    before = {name: _baselines(bench, seed, folder) for name, bench in benches.items()}
    waiting: dict[str, list[Edit]] = {name: [] for name in benches}
    for edit in edits(benches, count, seed, only):
        waiting[edit.bench].append(edit)
        if len(waiting[edit.bench]) >= _BATCH:
            _settle(waiting[edit.bench], benches[edit.bench], before[edit.bench], folder, outcome)
    for name, rest in waiting.items():
        _settle(rest, benches[name], before[name], folder, outcome)
    return outcome


def _baselines(bench: kit.Bench, seed: int, folder: Path) -> dict[str, Meaning]:
    """Return what an untouched workbook means, as it was filled and as openpyxl saves it."""
    content = bench.filled(bench.clerks(seed))
    whole, saved = read_all(bench, [content, kit.edited(content, lambda _: None)], folder)
    return {"xml": whole, "openpyxl": saved}


def _settle(edits_of: list[Edit], bench: kit.Bench, before: dict[str, Meaning], folder: Path, outcome: Outcome) -> None:
    read = read_all(bench, [edit.content for edit in edits_of], folder)
    for edit, meaning in zip(edits_of, read, strict=True):
        outcome.made[f"{edit.way}: {edit.kind}"] += 1
        told = meaning.told(before[edit.way])
        outcome.codes.update(told)
        if not told:
            outcome.missed.append(edit)
        if meaning.points and meaning.entered == before[edit.way].entered and meaning.points != before[edit.way].points:
            outcome.moved.append(edit)
    edits_of.clear()
