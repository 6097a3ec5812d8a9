"""A seeded run of damaged files through the real readers: nothing may crash, hang, outgrow its limits or change a figure silently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from adversary.seeded import mutations, subjects
from adversary.seeded.subjects import FAULTS, SCORING, Case, State, Subject

_BATCH = 60
_VALUES = 0.15
"""How many of the damaged workbooks have a nasty value in one of their entries."""


@dataclass
class Outcome:
    """How the files came out, by subject; the cases that are faults; the most memory that a worker took, in MiB."""

    states: Counter[tuple[str, State]] = field(default_factory=Counter)
    faults: list[tuple[Case, State]] = field(default_factory=list)
    peak: int = 0

    @property
    def count(self) -> int:
        return self.states.total()

    def by_state(self) -> Counter[State]:
        """Return how many came out in which way."""
        whole: Counter[State] = Counter()
        for (_, state), count in self.states.items():
            whole[state] += count
        return whole


def cases(listed: dict[str, Subject], count: int, seed: int, only: Sequence[int] = ()) -> Iterator[Case]:
    """Yield the damaged files; each has a seed of its own, so that one can be made again alone."""
    names, weights = list(listed), [subject.weight for subject in listed.values()]
    for number in only or range(count):
        chance = Random(f"{seed}:mutations:{number}")
        name = chance.choices(names, weights)[0]
        yield _damaged(number, name, listed[name], chance)


def _damaged(number: int, name: str, subject: Subject, chance: Random) -> Case:
    if subject.entries and chance.random() < _VALUES:
        content, entry = mutations.in_cell(subject.content, chance, list(subject.entries), SCORING)
        return Case(number, name, f"value in {entry}", content, entry)
    kind = chance.choice(list(subject.kinds))
    return Case(number, name, kind, subject.kinds[kind](subject.content, chance))


def run(listed: dict[str, Subject], count: int, seed: int, folder: Path, only: Sequence[int] = ()) -> Outcome:
    """Damage files, let their real readers read them, and say how they came out."""
    outcome = Outcome()
    waiting: dict[str, list[Case]] = {name: [] for name in listed}
    for case in cases(listed, count, seed, only):
        waiting[case.subject].append(case)
        if len(waiting[case.subject]) >= _BATCH:
            _settle(waiting[case.subject], listed[case.subject], folder, outcome)
    for name, rest in waiting.items():
        if rest:
            _settle(rest, listed[name], folder, outcome)
    outcome.peak = subjects.peak_mib()
    return outcome


def _settle(some: list[Case], subject: Subject, folder: Path, outcome: Outcome) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as place:
        states = subject.read(some, Path(place))
    for case, state in zip(some, states, strict=True):
        outcome.states[case.subject, state] += 1
        if state in FAULTS:
            outcome.faults.append((case, state))
    some.clear()
