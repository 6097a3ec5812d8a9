"""The register's lines and the evidence files that were added, replaced or removed."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from parcli.core import words
from parcli.core.evidence import path_key
from parcli.core.submission import RegisterRow

_FIELDS = ("kind", "number", "issued", "issuer", "subject", "part")


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line of the register: what became of it, its item and file, the fields that changed (name, before, now), its cell now."""

    kind: Literal["added", "changed", "removed"]
    item: str
    name: str
    fields: tuple[tuple[str, str, str], ...] = ()
    cell: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceBefore:
    """The evidence that there was before, as path under evidence/ to SHA-256.

    ``complete`` holds where receipts tell all of it; without them only ``files`` that were replaced are known.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    complete: bool = False


@dataclass(frozen=True, slots=True)
class FileChange:
    """An evidence file: what became of it, its path under evidence/, and its hash before and now ("" where there is none)."""

    kind: Literal["added", "replaced", "removed"]
    path: str
    former: str
    present: str


def changed_lines(former: Sequence[RegisterRow], present: Sequence[RegisterRow]) -> tuple[LineChange, ...]:
    """Match lines by item and file name; of several alike the first goes with the first. Lines now come first, then those gone."""
    waiting: dict[tuple[str, str], deque[RegisterRow]] = defaultdict(deque)
    for row in former:
        waiting[_key(row)].append(row)
    changes = []
    for row in present:
        same = waiting[_key(row)]
        fields = _fields(same.popleft(), row) if same else None
        if fields is None:
            changes.append(LineChange("added", row.item, row.name, cell=row.cell))
        elif fields:
            changes.append(LineChange("changed", row.item, row.name, fields, row.cell))
    left = {id(row) for rows in waiting.values() for row in rows}
    return (*changes, *(LineChange("removed", row.item, row.name) for row in former if id(row) in left))


def _key(row: RegisterRow) -> tuple[str, str]:
    return words.key(row.item), path_key(row.name)


def _fields(was: RegisterRow, now: RegisterRow) -> tuple[tuple[str, str, str], ...]:
    pairs = ((name, _text(was, name), _text(now, name)) for name in _FIELDS)
    return tuple((name, before, there) for name, before, there in pairs if words.tidy(before) != words.tidy(there))


def _text(row: RegisterRow, name: str) -> str:
    value = getattr(row, name)
    return "" if value is None else value if isinstance(value, str) else f"{value:%d/%m/%Y}"


def changed_files(before: EvidenceBefore, present: Mapping[str, str]) -> tuple[FileChange, ...]:
    """Return the files that came, changed or went; where not all is known, only those that were replaced."""
    was = {path_key(path): (path, sha256) for path, sha256 in before.files.items()}
    now = {path_key(path): (path, sha256) for path, sha256 in present.items()}
    changes = []
    for key, (path, sha256) in sorted(now.items()):
        if key in was and was[key][1] != sha256:
            changes.append(FileChange("replaced", path, was[key][1], sha256))
        elif key not in was and before.complete:
            changes.append(FileChange("added", path, "", sha256))
    gone = sorted((path, sha256) for key, (path, sha256) in was.items() if key not in now) if before.complete else []
    return (*changes, *(FileChange("removed", path, sha256, "") for path, sha256 in gone))
