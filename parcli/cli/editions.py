"""Which edition a command is about: a folder, a name, the cycle's own, or all that travel with parcli."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from parcli import shipped
from parcli.cli import opened
from parcli.cli.exits import Exit, Stop
from parcli.definitions.peek import edition_named


@dataclass(frozen=True, slots=True)
class Place:
    """An edition folder with the cycle files that go with it."""

    folder: Path
    shown: str
    cycles: tuple[Path, ...]


def places(place: Path | None, cycle: Path | None) -> tuple[Place, ...]:
    """Return the editions meant: the one named, else the cycle's, else all that travel with parcli. Raises Stop."""
    if place is not None:
        return (named(place, cycle),)
    try:
        folder = opened.find(cycle)
    except Stop:
        if cycle is not None:
            raise
        shelf = shipped.folder("criteria")
        return tuple(_with_cycles(path, path.name) for path in sorted(shelf.iterdir()) if (path / "edition.yaml").is_file())
    name = edition_named(folder / opened.CYCLE_FILE)
    if name is None:
        raise Stop(Exit.WRONG_USE, "cli.no_edition_named", folder=folder)
    return (Place(folder / "criteria" / name, f"criteria/{name}", (folder / opened.CYCLE_FILE,)),)


def named(place: Path, cycle: Path | None = None) -> Place:
    """Return an edition by its folder, or by the name of one in the cycle or of one that travels with parcli. Raises Stop."""
    for folder in (place, *_of_cycle(cycle, place.name), shipped.folder("criteria") / place.name):
        if (folder / "edition.yaml").is_file():
            return _with_cycles(folder, place.name or str(place))
    raise Stop(Exit.WRONG_USE, "cli.no_edition_there", folder=place)


def _of_cycle(cycle: Path | None, name: str) -> tuple[Path, ...]:
    try:
        return (opened.find(cycle) / "criteria" / name,)
    except Stop:
        if cycle is not None:
            raise
        return ()


def _with_cycles(folder: Path, shown: str) -> Place:
    beside = sorted(folder.glob("cycle-*.yaml")) or [path for path in (folder.parent.parent / opened.CYCLE_FILE,) if path.is_file()]
    return Place(folder, shown, tuple(beside))
