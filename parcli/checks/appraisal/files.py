"""AP101-AP109: what is wrong with an appraisal workbook as a file, before its lines are looked at."""

from __future__ import annotations

from collections.abc import Iterator

from parcli.checks.appraisal.desk import Desk
from parcli.core import points, words
from parcli.core.appraisal import AppraisalSheet, OpenedRow, SheetIdentity, Stage
from parcli.core.findings import Finding, Severity, found

PLACES: dict[str, Stage] = {"appraisal/round-1/": "round_1", "appraisal/round-2/": "round_2"}
"""The folders that belong to one stage."""
_MOST_NAMED = 8


def judge(sheet: AppraisalSheet, desk: Desk) -> tuple[bool, tuple[Finding, ...]]:
    """Return whether a workbook's lines may be looked at, and what is to be said of it as a file."""
    findings = tuple(_about(sheet, desk))
    taken = not any(one.severity >= Severity.ERROR for one in findings)
    return taken, (*findings, *(_about_rows(sheet, desk) if taken else ()))


def _about(sheet: AppraisalSheet, desk: Desk) -> Iterator[Finding]:
    if not sheet.readable:
        problem = sheet.problems[-1]
        values = dict(problem.values)
        reason = values.get("reason") or values.get("what") or values.get("found") or problem.code
        yield found("AP102", file=sheet.path, reason=f"term:{problem.code.lower()}", detail=reason)
        return
    if not any(SheetIdentity.parse(text) for text in sheet.identities.values()):
        yield found("AP101", file=sheet.path)
        return
    identity = sheet.identity()
    if identity is None:
        yield found("AP105", file=sheet.path, found=" | ".join(f"{place}: {text}" for place, text in sorted(sheet.identities.items())))
        return
    yield from _of_identity(sheet, identity, desk)


def _of_identity(sheet: AppraisalSheet, identity: SheetIdentity, desk: Desk) -> Iterator[Finding]:
    edition = desk.edition
    if (identity.cycle, identity.edition, identity.major) != (desk.cycle.cycle, edition.id, edition.major):
        stated = f"{identity.cycle}, {identity.edition} {identity.version}"
        yield found("AP103", file=sheet.path, found=stated, expected=f"{desk.cycle.cycle}, {edition.id} {edition.version}")
        return
    place = next((stage for folder, stage in PLACES.items() if sheet.path.startswith(folder)), None)
    if place is not None and place != identity.stage:
        yield found("AP104", file=sheet.path, found=f"term:{identity.stage}", expected=f"term:{place}")
    if sheet.missing_sheets or sheet.missing_columns:
        yield found("AP106", file=sheet.path, sheet=sheet.sheet, names=", ".join((*sheet.missing_sheets, *sheet.missing_columns)))
    if sheet.opening.digest() != identity.digest:
        yield found("AP108", file=sheet.path)
    if identity.version != edition.version:
        yield found("AP107", file=sheet.path, found=identity.version, expected=edition.version)


def _about_rows(sheet: AppraisalSheet, desk: Desk) -> Iterator[Finding]:
    """Say which rows are gone, and which ask for an item that is no longer what it was."""
    present = {(unit, words.key(line.cells["item"].text)) for line in sheet.lines if (unit := desk.named(line.cells["unit"].text))}
    gone = [row for row in sheet.opening.rows if (row.unit, words.key(row.item)) not in present]
    if gone:
        yield found("AP109", file=sheet.path, sheet=sheet.sheet, count=len(gone), rows=_named(gone))
    for row in sheet.opening.rows:
        one = desk.item(row.unit, row.item)
        if one is None:
            yield found("AP128", unit=row.unit, file=sheet.path, item=row.item)
        elif row.maximum != points.plain(one.item.maximum):
            yield found(
                "AP127",
                unit=row.unit,
                file=sheet.path,
                item=row.item,
                found=points.with_comma(row.maximum),
                expected=points.vietnamese(one.item.maximum),
            )


def _named(rows: list[OpenedRow]) -> str:
    names = [f"{row.unit} {row.item}" for row in rows]
    return "; ".join((*names[:_MOST_NAMED], *(("…",) if len(names) > _MOST_NAMED else ())))
