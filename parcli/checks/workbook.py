"""WB: whether a returned file is the unit's own workbook of this cycle, and unchanged outside its entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from parcli.core.findings import Finding, Severity, found
from parcli.core.returned import IDENTITY_KEY, Change, ChangeKind, Doubt, Identity, Returned

_OF_CHANGE: dict[ChangeKind, str] = {
    "text": "WB314",
    "maximum": "WB307",
    "overwritten": "WB308",
    "formula": "WB309",
    "merged": "WB312",
    "hidden_row": "WB313",
    "given_points": "SC301",
}


def container(sent: Identity, one: Returned) -> Iterator[Finding]:
    """Return why the file could not be opened, and what in it does not belong in a workbook."""
    for problem in one.problems:
        yield found(problem.code, unit=sent.unit, file=one.path, **dict(problem.values))


def doubts(sent: Identity, one: Returned) -> Iterator[Finding]:
    """Say what two readers read differently: a cell of which nothing is known, or whose workbook this is."""
    for doubt in one.doubts:
        if _about_file(doubt):
            what = "term:form_identity" if doubt.cell else "term:form_sheets"
            yield found("WB141", unit=sent.unit, file=one.path, sheet=doubt.sheet, cell=doubt.cell or None, what=what, **_readings(doubt))
        else:
            yield found("WB140", unit=sent.unit, file=one.path, sheet=doubt.sheet, cell=doubt.cell, item=_item(doubt.key), **_readings(doubt))


def _about_file(doubt: Doubt) -> bool:
    return not doubt.cell or doubt.key == IDENTITY_KEY


def _readings(doubt: Doubt) -> dict[str, str]:
    return {"first": doubt.first or "—", "second": doubt.second or "—"}


def outward(sent: Identity, one: Returned) -> Iterator[Finding]:
    """Name the entries that take their value from another file, which nobody here can see."""
    for key, cells in one.rows.items():
        for cell in cells.values():
            if cell.formula is not None and _OTHER_FILE.search(_TEXTS.sub("", cell.formula)):
                yield found("WB144", unit=sent.unit, file=one.path, sheet=cell.sheet, cell=cell.address, item=_item(key), found=cell.formula[:200])


def _item(key: str) -> str | None:
    return None if not key or key.startswith("@") else key.partition("/")[0]


def identity(sent: Identity, one: Returned) -> Iterator[Finding]:
    """Compare the identity, which stands in three places, with that of the workbook that was sent to the unit."""
    if not one.readable:
        return
    texts = set(one.identities.values())
    if not texts:
        yield found("WB201", unit=sent.unit, file=one.path)
        return
    read = {Identity.parse(text) for text in texts}
    if len(read) > 1 or None in read:
        places = "; ".join(f"{place}: {text}" for place, text in sorted(one.identities.items()))
        yield found("WB202", unit=sent.unit, file=one.path, found=places)
        return
    yield from _compared(sent, next(each for each in read if each is not None), one)


def _compared(sent: Identity, back: Identity, one: Returned) -> Iterator[Finding]:
    major = back.version.partition(".")[0]
    if (back.edition, major, back.cycle) != (sent.edition, sent.version.partition(".")[0], sent.cycle):
        expected, seen = f"{sent.cycle} ({sent.edition} {sent.version})", f"{back.cycle} ({back.edition} {back.version})"
        yield found("WB203", unit=sent.unit, file=one.path, found=seen, expected=expected)
    elif back.block != sent.block:
        yield found("WB206", unit=sent.unit, file=one.path, found=back.block, expected=sent.block)
    elif back.unit != sent.unit:
        yield found("WB204", unit=sent.unit, file=one.path, found=back.unit, expected=sent.unit)
    elif back.part:
        yield found("IN205", unit=sent.unit, file=one.path, part=back.part)
    elif (back.version, back.digest) != (sent.version, sent.digest):
        yield found("WB205", unit=sent.unit, file=one.path, found=back.version, expected=sent.version)


def structure(sent: Identity, one: Returned) -> Iterator[Finding]:
    """Say which sheets, columns and rows are gone, doubled or new."""
    for name in one.missing_sheets:
        yield found("WB301", unit=sent.unit, file=one.path, sheet=name, name=name)
    for name in one.missing_columns:
        yield found("WB302", unit=sent.unit, file=one.path, name=name)
    if one.missing_keys:
        yield found("WB303", unit=sent.unit, file=one.path, keys=_listed(one.missing_keys), count=len(one.missing_keys))
    for key, cell in one.repeated_keys:
        yield found("WB304", unit=sent.unit, file=one.path, sheet=SCORING, cell=cell, item=key.partition("/")[0], key=key)
    for key, cell in one.unknown_keys:
        yield found("WB305", unit=sent.unit, file=one.path, sheet=SCORING, cell=cell, key=key)


SCORING, _REPORT = "Tự chấm điểm", "Báo cáo"
_TEXTS = re.compile(r'"[^"]*"')
_OTHER_FILE = re.compile(r"\[\d+\]|\[[^\]]+\.\w+\]|\|")
"""How a formula names another file, or a program that it asks for data."""
_MOST_LISTED = 12


def _listed(names: tuple[str, ...]) -> str:
    more = len(names) - _MOST_LISTED
    return ", ".join(names[:_MOST_LISTED]) + (f", … (+{more})" if more > 0 else "")


def changes(sent: Identity, one: Returned) -> Iterator[Finding]:
    """Say which locked cells differ from the workbook that was sent."""
    for change in one.changes:
        yield _changed(sent.unit, one.path, change) if change.kind in _OF_CHANGE else _standing(sent.unit, one.path, change)


def _changed(unit: str, path: str, change: Change) -> Finding:
    item = _item(change.key)
    return found(
        _OF_CHANGE[change.kind], unit=unit, file=path, sheet=change.sheet, cell=change.cell, item=item, found=change.found, expected=change.expected
    )


def _standing(unit: str, path: str, change: Change) -> Finding:
    """Say what differs outside the rows: whole sheets and columns, and cells that are counted for the sheet."""
    match change.kind:
        case "standing":
            return found("WB148", unit=unit, file=path, sheet=change.sheet, count=change.expected, cells=change.found)
        case "validation":
            return found("WB147", unit=unit, file=path, sheet=change.sheet, count=change.expected, cells=change.found)
        case "sheet_gone" | "sheet_added":
            return found("WB146", unit=unit, file=path, sheet=change.sheet, what=f"term:{change.kind}", name=change.sheet)
    return found("WB145", unit=unit, file=path, sheet=change.sheet, cell=change.cell or None, what=f"term:{change.kind}", name=change.sheet)


def check_code(sent: Identity, one: Returned) -> Iterator[Finding]:
    """Ask why the check code that the workbook shows is not the one over its entries; one without a stored code is not asked."""
    if one.shown_check_code and one.check_code and one.shown_check_code != one.check_code:
        yield found("WB320", unit=sent.unit, file=one.path, sheet=_REPORT, found=one.shown_check_code, expected=one.check_code)


Check = Callable[[Identity, Returned], Iterator[Finding]]
ABOUT_FILE: tuple[Check, ...] = (container, doubts, identity)
ABOUT_CONTENT: tuple[Check, ...] = (structure, outward, changes, check_code)


def judge(sent: Identity, one: Returned) -> tuple[Finding, ...]:
    """Run the checks of the family. What differs in a workbook that is another one says nothing about this one."""
    about_file = tuple(finding for check in ABOUT_FILE for finding in check(sent, one))
    if is_another(about_file):
        return about_file
    return (*about_file, *(finding for check in ABOUT_CONTENT for finding in check(sent, one)))


def is_another(findings: tuple[Finding, ...]) -> bool:
    """Whether the file is not this unit's workbook of this cycle, so that its content says nothing about it."""
    return any(one.severity is Severity.BLOCK and one.code[:3] in ("WB1", "WB2", "IN2") for one in findings)
