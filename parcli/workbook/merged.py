"""Several part-workbooks made into the entries of one: what they agree on, and where they differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from parcli.core import points, words
from parcli.workbook import names
from parcli.workbook.entries import Entries, Entry

_T = TypeVar("_T")
_ANSWERS = ("input", "estimate")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell of which files say different things: the row's key, the column, and what each file says."""

    key: str
    column: str
    said: tuple[tuple[str, str], ...]

    @property
    def item(self) -> str:
        """The code of the item."""
        return self.key.partition("/")[0]


def merge(parts: Sequence[tuple[str, Entries]]) -> tuple[Entries, tuple[Conflict, ...]]:
    """Return the entries on which the files agree, and the cells that stay blank because they differ.

    ``parts`` are names of files with their entries. Nobody's answer wins. An item that one file calls not applicable and
    another answers is in conflict too. Lines of the register and difficulties are joined, each once.
    """
    said = _said(parts)
    conflicts = [Conflict(*place, _shown(by_file)) for place, by_file in said.items() if len(set(map(_same, by_file.values()))) > 1]
    conflicts += _claims_against_answers(said, {(one.key, one.column) for one in conflicts})
    blank = {(one.key, one.column) for one in conflicts}
    cells: dict[str, dict[str, Entry]] = defaultdict(dict)
    for (key, column), by_file in said.items():
        if (key, column) not in blank:
            cells[key][column] = next(iter(by_file.values()))
    register = _once([line for _, entries in parts for line in entries.register], _same_line)
    difficulties = _once([pair for _, entries in parts for pair in entries.difficulties], lambda pair: tuple(map(words.key, pair)))
    return Entries(dict(cells), register, difficulties), tuple(sorted(conflicts, key=lambda one: (one.key, one.column)))


_Said = Mapping[tuple[str, str], Mapping[str, Entry]]


def _said(parts: Sequence[tuple[str, Entries]]) -> _Said:
    """Return for every cell what each file says, in the order of the files."""
    said: dict[tuple[str, str], dict[str, Entry]] = defaultdict(dict)
    for name, entries in parts:
        for key, row in entries.cells.items():
            for column, entry in row.items():
                said[key, column][name] = entry
    return said


def _claims_against_answers(said: _Said, known: set[tuple[str, str]]) -> list[Conflict]:
    answered: dict[str, dict[str, Entry]] = defaultdict(dict)
    for (key, column), by_file in said.items():
        if column in _ANSWERS:
            answered[key.partition("/")[0]].update(by_file)
    found = []
    for (key, column), by_file in said.items():
        claimed = {name: entry for name, entry in by_file.items() if words.key(str(entry)) != words.key(names.APPLIES)}
        others = {name: entry for name, entry in answered[key].items() if name not in claimed} if column == "applies" and claimed else {}
        if others and (key, column) not in known:
            found.append(Conflict(key, column, (*_shown(claimed), *_shown(others))))
    return found


def _shown(by_file: Mapping[str, Entry]) -> tuple[tuple[str, str], ...]:
    return tuple((name, _text(entry)) for name, entry in by_file.items())


def _text(entry: Entry) -> str:
    if isinstance(entry, date):
        return f"{entry:%d/%m/%Y}"
    return entry if isinstance(entry, str) else points.vietnamese(entry)


def _same(entry: Entry) -> object:
    return words.key(entry) if isinstance(entry, str) else entry


def _same_line(line: Mapping[str, Entry]) -> object:
    return tuple(sorted((column, str(_same(entry))) for column, entry in line.items()))


def _once(listed: Sequence[_T], mark: Callable[[_T], object]) -> tuple[_T, ...]:
    """Return the values in their order, those with the same mark once."""
    first: dict[object, _T] = {}
    for each in listed:
        first.setdefault(mark(each), each)
    return tuple(first.values())
