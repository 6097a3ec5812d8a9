"""What entries made under an earlier definition mean under a later one: which items stay, which must be filled in again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from parcli.core import words
from parcli.core.changes.matching import same_wording
from parcli.core.edition import Block
from parcli.core.item import Item
from parcli.core.rules import InputCell
from parcli.core.submission import Answer, SelfAssessment

Fate = Literal["same", "reworded", "relabelled", "inputs", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Passage:
    """What becomes of one item's entries.

    ``same``, ``reworded`` (the title) and ``relabelled`` (what stands beside a cell or in its list) keep them; with
    ``inputs`` something else is asked for, so that they mean nothing any more; ``removed`` items are gone and ``added``
    ones were never asked for. ``choices`` gives, by input, the present label for each former one (in comparing form).
    """

    item: str
    fate: Fate
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def kept(self) -> bool:
        """Whether what was entered still answers the question."""
        return self.fate in ("same", "reworded", "relabelled")

    def label(self, name: str, entered: str) -> str:
        """Return the present label of what was chosen; what was no label stays as it is."""
        return self.choices.get(name, {}).get(words.key(entered), entered)


def passages(former: Block, present: Block, year: int) -> dict[str, Passage]:
    """Return the fate of every item of either block, by code: those of the present one first, in its order."""
    old = {item.code: item for item in former.items(year)}
    new = {item.code: item for item in present.items(year)}
    kept = {code: _passage(old[code], item) if code in old else Passage(code, "added") for code, item in new.items()}
    return kept | {code: Passage(code, "removed") for code in old if code not in new}


def _passage(old: Item, new: Item) -> Passage:
    before, after = old.cells(), new.cells()
    if _asked(before) != _asked(after) or _moved(before, after) or not _still_about(old, new):
        return Passage(new.code, "inputs")
    choices: dict[str, Mapping[str, str]] = {}
    for was, now in zip(before, after, strict=True):
        labels = _relabelled(was, now)
        if labels is None:
            return Passage(new.code, "inputs")
        choices[now.name] = labels
    return Passage(new.code, _fate(old, new), choices)


def _asked(cells: tuple[InputCell, ...]) -> list[tuple[object, ...]]:
    return [(cell.name, cell.kind, cell.most, cell.step, cell.positive) for cell in cells]


def _moved(before: tuple[InputCell, ...], after: tuple[InputCell, ...]) -> bool:
    """Whether a label stands beside another cell now: cells are named by their place, and the answer would go with the place."""
    places = {words.key(cell.label): place for place, cell in enumerate(before)}
    return any(places.get(words.key(cell.label), place) != place for place, cell in enumerate(after))


def _still_about(old: Item, new: Item) -> bool:
    """Whether the same thing is asked, in whatever words: title and labels are as alike as those under one code must be."""
    if not same_wording(old.criterion.title or "", new.criterion.title or ""):
        return False
    labels = [(was.label, now.label) for was, now in zip(old.cells(), new.cells(), strict=True)]
    if type(old.rule) is not type(new.rule):
        return all(words.key(was) == words.key(now) for was, now in labels)
    return all(same_wording(was, now) for was, now in labels)


def _relabelled(was: InputCell, now: InputCell) -> dict[str, str] | None:
    """Pair the labels of a list; None when it cannot be told which is which: one alone may be reworded, in its place."""
    present = {words.key(label): label for label in now.choices}
    pairs = {words.key(label): present[words.key(label)] for label in was.choices if words.key(label) in present}
    lost = [label for label in was.choices if words.key(label) not in pairs]
    if not lost:
        return pairs
    came = [label for label in now.choices if words.key(label) not in pairs]
    if len(lost) == len(came) == 1 and was.choices.index(lost[0]) == now.choices.index(came[0]) and same_wording(lost[0], came[0]):
        return pairs | {words.key(lost[0]): came[0]}
    return None


def _fate(old: Item, new: Item) -> Fate:
    def read(item: Item) -> list[str]:
        return [words.key(text) for cell in item.cells() for text in (cell.label, *cell.choices)]

    if read(old) != read(new):
        return "relabelled"
    return "same" if words.key(old.criterion.title or "") == words.key(new.criterion.title or "") else "reworded"


def carried(records: Mapping[str, SelfAssessment], kept: Mapping[str, Passage]) -> dict[str, SelfAssessment]:
    """Return the records that still answer what is asked now, in the present labels."""
    return {code: _relabel(record, kept[code]) for code, record in records.items() if code in kept and kept[code].kept}


def _relabel(record: SelfAssessment, passage: Passage) -> SelfAssessment:
    answers = {name: _answer(answer, passage, name) for name, answer in record.answers.items()}
    return replace(record, answers=answers)


def _answer(answer: Answer, passage: Passage, name: str) -> Answer:
    return replace(answer, value=passage.label(name, answer.value)) if isinstance(answer.value, str) else answer
