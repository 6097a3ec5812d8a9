"""The register by itself, and the names that it cites against the folder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from parcli.checks.evidence.case import Case, Citation
from parcli.checks.evidence.nearest import nearest
from parcli.core.evidence import path_key
from parcli.core.findings import Finding, found

BY_ITSELF = frozenset({"EV104", "EV107", "EV108", "EV109", "EV111"})
"""What the register's lines alone decide, whatever lies in the folder."""


def by_itself(case: Case) -> Iterator[Finding]:
    """Check the lines without the folder: what can be said of a former return, whose files are no longer together."""
    return (one for one in register(case) if one.code in BY_ITSELF)


def register(case: Case) -> Iterator[Finding]:
    """Check each line of the register by itself and against the folder."""
    for one in case.citations:
        cells = one.line.cells
        formula = next((name for name, cell in cells.items() if cell.formula is not None), None)
        if formula is not None:
            yield found("EV111", **case.cell(one, formula), found=cells[formula].formula)
        if one.item is None:
            yield found("EV107", **case.cell(one, "item"), found=cells["item"].text or "—")
        if not cells["issued"].blank and one.row.issued is None:
            yield found("EV109", **case.cell(one, "issued"), item=one.item, found=cells["issued"].text)
        yield from _cited(case, one)
    yield from _missing(case)


def _cited(case: Case, one: Citation) -> Iterator[Finding]:
    name, match = one.row.name, one.match
    if not name:
        yield found("EV108", **case.cell(one, "name"), item=one.item)
    elif match.state == "outside":
        yield found("EV104", **case.cell(one, "name"), item=one.item, name=name)
    elif match.state == "ambiguous":
        yield found("EV105", **case.cell(one, "name"), item=one.item, name=name, candidates="; ".join(file.path for file in match.files))


def _missing(case: Case) -> Iterator[Finding]:
    """Name each file that is not there once, with all the cells that cite it."""
    missing: dict[str, list[Citation]] = defaultdict(list)
    for one in case.citations:
        if one.row.name and one.match.state == "missing" and not one.match.refused:
            missing[path_key(one.row.name)].append(one)
    meant = nearest(case, [lines[0] for lines in missing.values()])
    for lines, paths in zip(missing.values(), meant, strict=True):
        said = {"name": lines[0].row.name, "cells": "; ".join(one.address("name") for one in lines), "nearest": "; ".join(paths) or "term:none_near"}
        yield found("EV102", **case.cell(lines[0], "name"), item=lines[0].item, **said)
