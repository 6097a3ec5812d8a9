"""Which of several columns of points holds the maximum: the one whose cells are figures, whatever its heading says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parcli.core.findings import Finding, found
from parcli.definitions.annex import columns, figures
from parcli.definitions.annex.columns import Columns, Role
from parcli.definitions.annex.grid import Line

_FEW = 3
"""So many cells without a figure may be a slip in the annex; more of them, and no other, are another kind of column."""


def settle(heading: Columns, lines: Sequence[Line], file: str, place: str) -> tuple[Columns, tuple[Finding, ...]]:
    """Choose the maximum by the cells beneath a heading, and say which column was taken for what."""
    places = heading.of_heading("maximum")
    if not places:
        return heading, ()
    told = {at: _counted(lines, at, len(heading.roles)) for at in places}
    wordy = [at for at in places if told[at][1] > told[at][0]]
    chosen = next((at for at in places if at not in wordy and told[at][0]), None)
    if chosen is None:
        at = heading.roles.index("maximum")
        unreadable = told[at][1] > _FEW and not told[at][0]
        return heading, (found("IM224", file=file, place=place, text=heading.headings[at], count=told[at][1]),) if unreadable else ()
    others = [at for at in places if at != chosen and (at in wordy or heading.roles[at] == "maximum")]
    if not others:
        return heading, ()
    roles: list[Role | None] = list(heading.roles)
    for at in places:
        roles[at] = "maximum" if at == chosen else "method" if at in wordy else "other"
    named = ", ".join(heading.headings[at] for at in others)
    return replace(heading, roles=tuple(roles)), (found("IM223", file=file, place=place, text=heading.headings[chosen], other=named),)


def _counted(lines: Sequence[Line], at: int, width: int) -> tuple[int, int]:
    """Count the cells of a column that are points, and those that are not."""
    texts: list[str] = []
    place = 0
    while place < len(lines):
        heading = columns.find(lines, place)
        if heading is None and len(lines[place].cells) == width and lines[place].cells[at]:
            texts.append(lines[place].cells[at])
        place += heading[1] if heading else 1
    read = sum(figures.points(text) is not None for text in texts)
    return read, len(texts) - read
