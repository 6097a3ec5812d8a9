"""What was entered otherwise: inputs, estimates, ``Áp dụng`` and explanations, item by item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from parcli.core import words
from parcli.core.returned import Cell, Returned
from parcli.core.submission import Answer, SelfAssessment

if TYPE_CHECKING:
    from parcli.core.returns.outcome import State
    from parcli.core.scoring import ItemResult

Column = Literal["applies", "input", "estimate", "explanation"]
_APPLIES = "có"
_BLANK = Cell("", "")


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One cell that holds something else: its item, input (with its label) and column, both texts, and where it stands now."""

    item: str
    column: Column
    name: str
    label: str
    former: str
    present: str
    cell: str


def changed_values(former: State, present: State) -> tuple[ValueChange, ...]:
    """Return every entry that says something else than in the former return, in the order of the sheet.

    The same number or label written in another way is no change. Items that only one of the returns has are left out.
    """
    return tuple(change for item in present.items for change in _of_item(item, former, present))


def _of_item(item: ItemResult, former: State, present: State) -> Iterator[ValueChange]:
    code = item.code
    before, now = former.records.get(code), present.records.get(code)
    if before is None or now is None:
        return
    yield from _applies(code, (before, former.one), (now, present.one))
    for cell in item.item.cells():
        was, there = before.answers.get(cell.name), now.answers.get(cell.name)
        if was is not None and there is not None and not _same(was, there):
            yield ValueChange(code, "input", cell.name, cell.label, was.raw, there.raw, there.cell)
        yield from _other(code, "estimate", cell.name, cell.label, _at(former.one, f"{code}/{cell.name}"), _at(present.one, f"{code}/{cell.name}"))
    if words.tidy(before.explanation) != words.tidy(now.explanation):
        stands = _cell(present.one, code, "explanation")
        yield ValueChange(code, "explanation", "", "", before.explanation, now.explanation, stands.address)


def _applies(code: str, before: tuple[SelfAssessment, Returned], now: tuple[SelfAssessment, Returned]) -> Iterator[ValueChange]:
    was, there = _cell(before[1], code, "applies"), _cell(now[1], code, "applies")
    same_claim = before[0].claim is now[0].claim and not (before[0].claim_refused or now[0].claim_refused)
    if not same_claim and _claimed(was) != _claimed(there):
        yield ValueChange(code, "applies", "", "", was.text, there.text, there.address)


def _claimed(cell: Cell) -> str:
    said = words.key(cell.text)
    return "" if said == _APPLIES else said


def _other(code: str, column: Column, name: str, label: str, was: Cell, there: Cell) -> Iterator[ValueChange]:
    if words.tidy(was.formula or was.text) != words.tidy(there.formula or there.text):
        yield ValueChange(code, column, name, label, was.formula or was.text, there.formula or there.text, there.address)


def _at(one: Returned, key: str) -> Cell:
    return _cell(one, key, "estimate")


def _cell(one: Returned, key: str, column: str) -> Cell:
    return one.rows.get(key, {}).get(column, _BLANK)


def _same(was: Answer, there: Answer) -> bool:
    """Whether two answers say the same: the same value, both blank, or the same text that could not be taken."""
    if was.value is not None and there.value is not None:
        return was.value == there.value
    return was.blank == there.blank and words.tidy(was.raw) == words.tidy(there.raw)
