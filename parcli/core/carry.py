"""What entries made under an earlier definition mean under a later one: which items stay, which must be filled in again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from parcli.core import words
from parcli.core.edition import Block, Item
from parcli.core.rules import InputCell
from parcli.core.submission import Answer, SelfAssessment

Fate = Literal["same", "reworded", "inputs", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Passage:
    """What becomes of one item's entries.

    ``same`` and ``reworded`` keep them; with ``inputs`` other figures are asked for, so that they mean nothing any more;
    ``removed`` items are gone and ``added`` ones were never asked for. ``choices`` gives, by input, the present label
    for each former one (in comparing form).
    """

    item: str
    fate: Fate
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def kept(self) -> bool:
        """Whether what was entered still answers the question."""
        return self.fate in ("same", "reworded")

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
    if [(cell.name, cell.kind) for cell in before] != [(cell.name, cell.kind) for cell in after]:
        return Passage(new.code, "inputs")
    choices: dict[str, Mapping[str, str]] = {}
    for was, now in zip(before, after, strict=True):
        labels = _relabelled(was, now)
        if labels is None:
            return Passage(new.code, "inputs")
        choices[now.name] = labels
    if type(old.rule) is not type(new.rule) and [cell.label for cell in before] != [cell.label for cell in after]:
        return Passage(new.code, "inputs")  # another rule that asks in other words asks for something else
    return Passage(new.code, "same" if _words(old) == _words(new) else "reworded", choices)


def _relabelled(was: InputCell, now: InputCell) -> dict[str, str] | None:
    """Pair the labels of a list; None when it cannot be told which is which: only one may have been reworded."""
    present = {words.key(label): label for label in now.choices}
    pairs = {words.key(label): present.pop(words.key(label)) for label in was.choices if words.key(label) in present}
    lost = [words.key(label) for label in was.choices if words.key(label) not in pairs]
    if not lost:
        return pairs
    if len(lost) == 1 and len(present) == 1:
        return pairs | {lost[0]: next(iter(present.values()))}
    return None


def _words(item: Item) -> tuple[str, ...]:
    """Return what a unit read before it answered."""
    asked = [text for cell in item.cells() for text in (cell.label, *cell.choices)]
    return tuple(words.key(text) for text in (item.criterion.title or "", *asked))


def carried(records: Mapping[str, SelfAssessment], kept: Mapping[str, Passage]) -> dict[str, SelfAssessment]:
    """Return the records that still answer what is asked now, in the present labels."""
    return {code: _relabel(record, kept[code]) for code, record in records.items() if code in kept and kept[code].kept}


def _relabel(record: SelfAssessment, passage: Passage) -> SelfAssessment:
    answers = {name: _answer(answer, passage, name) for name, answer in record.answers.items()}
    return replace(record, answers=answers)


def _answer(answer: Answer, passage: Passage, name: str) -> Answer:
    return replace(answer, value=passage.label(name, answer.value)) if isinstance(answer.value, str) else answer
