"""What was sent to the units earlier: each state of the definitions from which workbooks were made is kept.

``versions/sent-<n>-<hash>/`` holds ``cycle.yaml`` and ``criteria/`` as they were. A returned workbook is held against the
state it was made from, whatever was corrected since.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from parcli.cli.opened import Opened, load
from parcli.core.cycle import Unit
from parcli.core.findings import Finding, found
from parcli.workbook.layout import Layout

VERSIONS = "versions"
WORKBOOKS = "workbooks"
"""The folder with the forms that go to the units."""
_MOST_FILES = 200
_NAME = re.compile(r"sent-(\d{3,9})-([0-9a-f]{16})")


@dataclass(frozen=True, slots=True)
class _Kept:
    """A folder that keeps a state: its number, the mark of its content, and whether it still has that content."""

    folder: Path
    number: int
    mark: str
    intact: bool


def record(opened: Opened) -> tuple[str, dict[str, bytes]] | None:
    """Return the folder and files that keep the present state; None when it is kept already."""
    mark = _mark(opened.definitions)
    kept = _kept(opened)
    if any(each.mark == mark and each.intact for each in kept):
        return None
    number = max((each.number for each in kept), default=0) + 1
    return f"sent-{number:03}-{mark}", dict(opened.definitions)


def _mark(definitions: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name, content in sorted(definitions.items()):
        whole.update(f"{name}\0{len(content)}\0".encode() + content)
    return whole.hexdigest()[:16]


def _kept(opened: Opened) -> list[_Kept]:
    """Return the states kept, the latest first. Links are none of ours and are passed over."""
    place = opened.folder / VERSIONS
    found = [(path, match) for path in place.iterdir() if (match := _NAME.fullmatch(path.name))] if place.is_dir() else []
    kept = [_Kept(path, int(match[1]), match[2], _mark_of(path, opened) == match[2]) for path, match in found if not path.is_symlink()]
    return sorted(kept, key=lambda each: (-each.number, each.mark))


def kept_folders(opened: Opened) -> tuple[Path, ...]:
    """Return the folders that keep states of the definitions, by name; returned workbooks are read by what stands in them."""
    return tuple(sorted(each.folder for each in _kept(opened)))


def _mark_of(folder: Path, opened: Opened) -> str | None:
    """Return the mark of what lies in a kept folder; None where it cannot be what was put there."""
    files = sorted(path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
    limit = opened.cycle.limits.yaml_bytes
    if len(files) > _MOST_FILES or any(path.is_symlink() or not path.is_file() or path.stat().st_size > limit for path in files):
        return None
    return _mark({path.relative_to(folder).as_posix(): path.read_bytes() for path in files})


def damaged(opened: Opened) -> tuple[Finding, ...]:
    """Name the kept states whose content is not what their names say."""
    broken = [each for each in _kept(opened) if not each.intact]
    return tuple(found("WB111", file=f"{VERSIONS}/{each.folder.name}", name=each.folder.name) for each in broken)


def earlier(opened: Opened) -> tuple[Opened, ...]:
    """Return the states other than the present one that are intact, the latest first."""
    mark = _mark(opened.definitions)
    states = (_load(each.folder, opened) for each in _kept(opened) if each.intact and each.mark != mark)
    return tuple(state for state in states if state is not None)


def _load(folder: Path, opened: Opened) -> Opened | None:
    """Load a state as it was: what later versions of parcli complain about does not undo what was sent."""
    edition, cycle = load(folder)
    if edition.edition is None or cycle.cycle is None:
        return None
    return replace(opened, folder=folder, cycle=cycle.cycle, edition=edition.edition, findings=(), definitions={})


def unversioned(opened: Opened) -> tuple[Finding, ...]:
    """Warn where criteria differ from those that were sent under the same version: nobody could tell the two apart."""
    whole = opened.edition
    same = [state for state in earlier(opened) if (state.edition.id, state.edition.version) == (whole.id, whole.version)]
    if all(state.edition == whole for state in same):
        return ()
    return (found("DF224", file=f"criteria/{whole.id}/edition.yaml", line=1, version=whole.version),)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The layouts by name; for each unit the names that may be its own, the present one first; whose state each name is."""

    layouts: Mapping[str, Layout]
    names: Mapping[str, tuple[str, ...]]
    states: Mapping[str, Opened]

    def of(self, unit: Unit, place: int) -> tuple[Layout, Opened]:
        """Return the layout at a place among a unit's, and the state that it belongs to."""
        name = self.names[unit.id][place]
        return self.layouts[name], self.states[name]


def shelf(opened: Opened) -> Shelf:
    """Return every layout that a workbook of a unit may have, those that look alike once."""
    layouts: dict[str, Layout] = {}
    states: dict[str, Opened] = {}
    names: dict[str, tuple[str, ...]] = {unit.id: () for unit in opened.cycle.units}
    for state in (opened, *earlier(opened)):
        built, whose = state.layouts()
        faces = {name: built[name].face() for name in built}
        for unit_id, name in whose.items():
            if unit_id not in names:
                continue
            face = faces[name]
            layouts.setdefault(face, built[name])
            states.setdefault(face, state)
            if face not in names[unit_id]:
                names[unit_id] = (*names[unit_id], face)
    return Shelf(layouts, names, states)
