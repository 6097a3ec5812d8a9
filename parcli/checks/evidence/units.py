"""The units of a cycle by their names, for every document that names one."""

from __future__ import annotations

from parcli.core.agency_directory import Directory
from parcli.core.cycle import Unit

_last: list[tuple[tuple[Unit, ...], Directory]] = []
"""The units asked about last: those of a cycle are asked about with each document, and are one and the same."""


def directory_of(units: tuple[Unit, ...]) -> Directory:
    """Return the units, each by its name, its aliases and the names of those it took over."""
    if not _last or _last[0][0] is not units:
        _last[:] = [(units, Directory((unit.name, *unit.aliases, *unit.successor_of) for unit in units))]
    return _last[0][1]
