"""EV: the evidence register against the folder, the files themselves, and what each item asks for.

The letter decides (section 2): a scan of an issued paper is valid, pictures and figures only support, and an
explanation may stand where evidence is missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from parcli.core import expr, words
from parcli.core.evidence import EvidenceFile, EvidenceFolder
from parcli.core.findings import Finding, found
from parcli.core.points import vietnamese
from parcli.core.returned import Cell, RegisterLine
from parcli.core.scoring import ItemResult
from parcli.core.submission import RegisterRow, SelfAssessment

_SHEET = "Tài liệu kiểm chứng"
_PICTURES = ("jpeg", "png", "gif", "tiff", "webp")
_SUPPORTING = (*_PICTURES, "docx", "xlsx", "pptx", "ole", "html", "text")


@dataclass(frozen=True, slots=True)
class Case:
    """One unit's evidence: what it registered, what lies in its folder, and the items that it must bear out."""

    unit: str
    workbook: str
    folder_path: str
    lines: tuple[RegisterLine, ...]
    folder: EvidenceFolder
    items: tuple[ItemResult, ...]
    records: Mapping[str, SelfAssessment]
    links: Mapping[str, tuple[EvidenceFile, ...]] = field(default_factory=dict)

    def file(self, path: str) -> str:
        """Return the place of an evidence file in the cycle folder."""
        return f"{self.folder_path}/{path}" if path else self.folder_path

    def cell(self, line: RegisterLine, column: str) -> dict[str, str | None]:
        """Return the place of a register cell, for a finding."""
        return {"unit": self.unit, "file": self.workbook, "sheet": _SHEET, "cell": line.cells[column].address}


def register_rows(case: Case) -> tuple[RegisterRow, ...]:
    """Return the register's lines as values."""
    return tuple(
        RegisterRow(
            cell=line.cells["item"].address,
            item=_item_code(case, line) or line.cells["item"].text,
            name=line.cells["name"].text.strip(),
            kind=line.cells["kind"].text.strip(),
            number=line.cells["number"].text.strip(),
            issued=_day(line.cells["issued"]),
            issuer=line.cells["issuer"].text.strip(),
            subject=line.cells["subject"].text.strip(),
            part=line.cells["part"].text.strip(),
        )
        for line in case.lines
    )


def _day(cell: Cell) -> date | None:
    if isinstance(cell.raw, datetime):
        return cell.raw.date()
    serial = expr.serial_of_text(words.tidy(cell.raw)) if isinstance(cell.raw, str) else None
    return None if serial is None else expr.day_of(serial)


def _item_code(case: Case, line: RegisterLine) -> str | None:
    wanted = words.key(line.cells["item"].text)
    return next((one.code for one in case.items if words.key(one.code) == wanted), None)


def linked(case: Case) -> dict[str, tuple[EvidenceFile, ...]]:
    """Return each item's files: those its register lines cite and those that lie in its own folder."""
    links: dict[str, dict[str, EvidenceFile]] = defaultdict(dict)
    for line in case.lines:
        code, match = _item_code(case, line), case.folder.find(line.cells["name"].text)
        if code is not None and match.file is not None:
            links[code][match.file.path] = match.file
    codes = {words.key(one.code): one.code for one in case.items}
    for file in case.folder.files:
        code = codes.get(words.key(file.folder or ""))
        if code is not None:
            links[code][file.path] = file
    return {code: tuple(files.values()) for code, files in links.items()}


def register(case: Case) -> Iterator[Finding]:
    """Check each line of the register by itself and against the folder."""
    for line in case.lines:
        formula = next((name for name, cell in line.cells.items() if cell.formula is not None), None)
        if formula is not None:
            yield found("EV111", **case.cell(line, formula), found=line.cells[formula].formula)
        code = _item_code(case, line)
        if code is None:
            yield found("EV107", **case.cell(line, "item"), found=line.cells["item"].text or "—")
        if not line.cells["issued"].blank and _day(line.cells["issued"]) is None:
            yield found("EV109", **case.cell(line, "issued"), item=code, found=line.cells["issued"].text)
        yield from _cited(case, line, code)


def _cited(case: Case, line: RegisterLine, code: str | None) -> Iterator[Finding]:
    name = line.cells["name"].text.strip()
    if not name:
        yield found("EV108", **case.cell(line, "name"), item=code)
        return
    match = case.folder.find(name)
    if match.state == "outside":
        yield found("EV104", **case.cell(line, "name"), item=code, name=name)
    elif match.state == "ambiguous":
        yield found("EV105", **case.cell(line, "name"), item=code, name=name, candidates="; ".join(file.path for file in match.files))
    elif match.state == "missing" and not match.refused:
        yield found("EV102", **case.cell(line, "name"), item=code, name=name)


def folder(case: Case) -> Iterator[Finding]:
    """Account for the folder as a whole: absent, refused entries, files that nobody cites."""
    if not case.folder.present and case.lines:
        yield found("EV101", unit=case.unit, file=case.folder_path, count=len(case.lines))
    for entry in case.folder.refused:
        yield found("EV106", unit=case.unit, file=case.file(entry.path), reason=f"term:{entry.reason}", detail=entry.detail)
    used = {file.path for files in case.links.values() for file in files}
    for file in case.folder.files:
        if file.path not in used:
            yield found("EV103", unit=case.unit, file=case.file(file.path), folder=file.folder or "—")


def files(case: Case) -> Iterator[Finding]:
    """Say of each file what keeps it from being read as the document it is meant to be."""
    citing = _citing(case)
    scans = 0
    for file in case.folder.files:
        place = {"unit": case.unit, "file": case.file(file.path), "item": next(iter(citing.get(file.path, ())), None)}
        yield from _file(file, place, ", ".join(citing.get(file.path, ())))
        scans += file.pdf is not None and file.pdf.content == "scan"
    if scans:
        yield found("EV210", unit=case.unit, file=case.folder_path, count=scans, of=len(case.folder.files))


def _citing(case: Case) -> dict[str, list[str]]:
    citing: dict[str, list[str]] = defaultdict(list)
    for code, linked_files in case.links.items():
        for file in linked_files:
            citing[file.path].append(code)
    return citing


def _file(file: EvidenceFile, place: dict[str, str | None], items: str) -> Iterator[Finding]:
    if not file.examined:
        yield found("EV209", **place, detail=file.detail, items=items)
        return
    named_pdf = file.path.casefold().endswith(".pdf")
    if file.real_type != "pdf":
        if named_pdf:
            yield found("EV206", **place, found=file.real_type, items=items)
        return
    if file.pdf is None or (not file.pdf.opens and file.pdf.protection != "password"):
        yield found("EV201", **place, detail=file.pdf.detail if file.pdf else file.detail, items=items)
    elif file.pdf.protection == "password":
        yield found("EV202", **place, items=items)
    else:
        if file.pdf.protection == "permissions":
            yield found("EV203", **place, items=items)
        if file.pdf.repaired:
            yield found("EV204", **place, detail=file.pdf.detail, items=items)


def twice(case: Case) -> Iterator[Finding]:
    """Say which files of the unit hold the same bytes."""
    same: dict[str, list[EvidenceFile]] = defaultdict(list)
    for file in case.folder.files:
        if file.sha256 and file.size:
            same[file.sha256].append(file)
    for group in same.values():
        if len(group) > 1:
            yield found("EV207", unit=case.unit, file=case.file(group[0].path), others="; ".join(file.path for file in group[1:]))


def asked(case: Case) -> Iterator[Finding]:
    """Say which items lack the evidence that they ask for. Zero points and items that do not apply need none."""
    failing = _failing(case)
    for one in case.items:
        evidence, record = one.item.criterion.evidence, case.records.get(one.code)
        claims_points = one.computed is not None and one.computed > 0 and one.why is None
        council = one.item.criterion.assessed_by == "council"
        if record is None or not evidence.required or not (claims_points or council):
            continue
        usable = [file for file in case.links.get(one.code, ()) if _usable(file)]
        place = {"unit": case.unit, "file": case.workbook, "sheet": "Tự chấm điểm", "cell": record.cell or None, "item": one.code}
        documents = "; ".join(evidence.documents)
        if one.code in failing and len(usable) < evidence.required:
            continue  # The line or the file that fails says why.
        if not usable:
            code = "EV302" if record.explanation else "EV301"
            yield found(code, **place, documents=documents, points=_points(one))
        elif all(file.real_type in _SUPPORTING for file in usable):
            yield found("EV205", **place, documents=documents, found="; ".join(file.path for file in usable))
        elif len(usable) < evidence.required and not record.explanation:
            yield found("EV303", **place, documents=documents, found=len(usable), required=evidence.required)


def _failing(case: Case) -> set[str]:
    """Return the items one of whose cited files is not there or cannot be read."""
    broken = {code for code, linked_files in case.links.items() if not all(_usable(file) for file in linked_files)}
    for line in case.lines:
        code = _item_code(case, line)
        if code is not None and case.folder.find(line.cells["name"].text).file is None:
            broken.add(code)
    return broken


def _points(one: ItemResult) -> str:
    return vietnamese(one.computed) if isinstance(one.computed, Fraction) else "—"


def _usable(file: EvidenceFile) -> bool:
    if not file.examined or file.real_type in ("empty", "unknown"):
        return False
    if file.real_type != "pdf":
        return not file.path.casefold().endswith(".pdf")
    return file.pdf is not None and file.pdf.opens


CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (register, folder, files, twice, asked)


def judge(case: Case) -> tuple[Finding, ...]:
    """Run every check of the family on one unit's evidence."""
    return tuple(finding for check in CHECKS for finding in check(case))


def across(cases: tuple[Case, ...]) -> tuple[Finding, ...]:
    """Ask about files with the same bytes in several units. A superior's document may rightly stand in all of them."""
    holders: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for case in cases:
        for digest, path in sorted({(file.sha256, file.path) for file in case.folder.files if file.sha256 and file.size}):
            holders[digest].append((case.unit, case.file(path)))
    findings: list[Finding] = []
    for places in holders.values():
        if len({unit for unit, _ in places}) > 1:
            for unit, path in places:
                others = "; ".join(other for holder, other in places if holder != unit)
                findings.append(found("EV208", unit=unit, file=path, others=others))
    return tuple(findings)
