"""What the office has accepted takes effect: on what the units returned, and on every other finding before it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from parcli.checks import waivers
from parcli.checks.waivers import Inputs
from parcli.cli.opened import Opened
from parcli.core.findings import Finding

if TYPE_CHECKING:
    from parcli.cli.gather import Return

More = Iterable[tuple[str, str]]


def inputs(returns: Sequence[Return], more: More = ()) -> Inputs:
    """Return the hashes of what the units returned, and of ``more`` inputs: path and SHA-256."""
    workbooks = {one.unit.id: one.workbooks[0].path for one in returns if len(one.workbooks) == 1}
    hashes = {each.path: each.sha256 for one in returns for each in one.workbooks}
    hashes |= {f"submissions/{one.unit.id}/evidence/{file.path}": file.sha256 for one in returns for file in one.folder.files}
    return Inputs({**hashes, **dict(more)}, workbooks)


def lifted(opened: Opened, returns: Sequence[Return]) -> tuple[Return, ...]:
    """Return the returns with the findings that were accepted as notes; what was read is as it was."""
    if not opened.accepted.waivers:
        return tuple(returns)
    known = inputs(returns)
    return tuple(replace(one, findings=accepted(opened, one.findings, known)) for one in returns)


def accepted(opened: Opened, findings: Sequence[Finding], known: Inputs) -> tuple[Finding, ...]:
    """Return findings, those that were accepted as notes."""
    return waivers.accepted(findings, opened.accepted.waivers, known, opened.accepted.day)


def about(opened: Opened, returns: Sequence[Return], findings: Sequence[Finding], known: Inputs) -> tuple[Finding, ...]:
    """Return what is to be said of the waivers about these units, given everything that was found."""
    units = {one.unit.id for one in returns}
    own = [place for place, each in enumerate(opened.accepted.waivers, start=1) if each.unit in units]
    told = waivers.about(findings, opened.accepted.waivers, known, opened.accepted.day)
    return tuple(one for one in told if int(dict(one.values)["entry"]) in own)
