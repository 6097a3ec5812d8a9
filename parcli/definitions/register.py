"""A register that came back from Excel, held as if its lists stood in the files: the same models, the same complaints, by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.findings import Finding
from parcli.core.limits import Limits
from parcli.core.register import LISTS, OF_CYCLE, Placed, plain_lists
from parcli.core.register import Line as RegisterLine
from parcli.core.waivers import FILE as WAIVERS_FILE
from parcli.core.waivers import WaiversFile
from parcli.definitions import lint, tree
from parcli.definitions import waivers as of_waivers
from parcli.definitions.models import build
from parcli.definitions.places import Places
from parcli.definitions.tree import Node

_SHEET = 10_000_000
"""Lines of the n-th list are counted from n times this, so that a line alone tells list and row."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A finding about the register: the list and row it is about, or about the rest of the cycle where there is none."""

    finding: Finding
    list: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """The lists as the models read them, or None with complaints where they do not hold; all complaints in any case."""

    lists: Mapping[str, tuple[RegisterLine, ...]] | None
    complaints: tuple[Complaint, ...]


def hold(cycle_file: bytes, lists: Mapping[str, Sequence[Placed]], edition: Edition, shown: str = "cycle.yaml") -> Held:
    """Put the lists into the cycle's tree and check what comes out."""
    root, findings = tree.read(cycle_file, shown, Limits())
    if root is None or not isinstance(root.value, dict):
        return Held(None, tuple(Complaint(one) for one in findings))
    entries = {**root.value, **{name: _nodes(name, lists[name]) for name in OF_CYCLE if lists[name] or name in root.value}}
    whole = Node(root.line, root.column, entries, root.key_lines)
    cycle, complaints = build(Cycle, whole, shown)
    found = [*complaints, *(lint.cycle(cycle, edition, Places(shown, whole)) if cycle is not None else ())]
    beside = Node(1, 1, {"waivers": _nodes("waivers", lists["waivers"])}, {"waivers": 1})
    waivers, more = build(WaiversFile, beside, WAIVERS_FILE)
    found += more
    if waivers is not None and cycle is not None:
        found += of_waivers.lint(waivers, cycle, edition, Places(WAIVERS_FILE, beside))
    placed = tuple(_placed(one) for one in found)
    return Held(plain_lists(cycle, waivers) if cycle is not None and waivers is not None else None, placed)


def _nodes(name: str, lines: Sequence[Placed]) -> Node:
    first = _SHEET * (LISTS.index(name) + 1)
    return Node(first, 1, [_node(first + each.row, each.line) for each in lines])


def _node(line: int, entry: RegisterLine) -> Node:
    values: dict[str, Node] = {}
    for key, value in entry.items():
        values[key] = Node(line, 1, value if isinstance(value, str) else [Node(line, 1, text) for text in value])
    return Node(line, 1, values, dict.fromkeys(entry, line))


def _placed(one: Finding) -> Complaint:
    values = dict(one.values)
    line = int(values.get("line", "1"))
    place, row = divmod(line, _SHEET)
    if not place:
        return Complaint(one)
    moved = replace(one, values=tuple(sorted({**values, "line": str(row)}.items())))
    return Complaint(moved, LISTS[place - 1], row)


def read_cycle(content: bytes, edition: Edition, shown: str = "cycle.yaml") -> tuple[Cycle | None, tuple[Finding, ...]]:
    """Read the content of a cycle file that is not on the disk yet."""
    root, findings = tree.read(content, shown, Limits())
    if root is None:
        return None, findings
    cycle, complaints = build(Cycle, root, shown)
    return cycle, (*complaints, *(lint.cycle(cycle, edition, Places(shown, root)) if cycle is not None else ()))
