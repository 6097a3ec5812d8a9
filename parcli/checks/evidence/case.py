"""One unit's evidence as the checks see it: its register, its folder, and which file bears out which item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeVar

from parcli.core import expr, words
from parcli.core.cycle import Cycle, Unit
from parcli.core.evidence import EvidenceFile, EvidenceFolder, Match
from parcli.core.returned import Cell, RegisterLine
from parcli.core.scoring import ItemResult
from parcli.core.signed_report import ReportDue, report_files
from parcli.core.submission import RegisterRow, SelfAssessment

REGISTER, SCORING = "Tài liệu kiểm chứng", "Tự chấm điểm"
Place = dict[str, str | None]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Citation:
    """One line of the register: its cells, what they say, the item's code (None when there is no such item), the file."""

    line: RegisterLine
    row: RegisterRow
    item: str | None
    match: Match

    def address(self, column: str) -> str:
        """Return the address of one of its cells."""
        return self.line.cells[column].address


@dataclass(frozen=True, slots=True)
class Case:
    """One unit's evidence: what it registered, what lies in its folder, and the items that it must bear out.

    `workbook` and `folder_path` are paths in the cycle folder. What follows from these is worked out once: `citations`
    are the register's lines; `links` the files of each item; `items_of` the items of each file and `cited_by` the lines
    that cite it, both by its path.
    `report_due` is what the signed report must agree with, None where none is asked for.
    """

    unit: str
    workbook: str
    folder_path: str
    lines: tuple[RegisterLine, ...]
    folder: EvidenceFolder
    items: tuple[ItemResult, ...]
    records: Mapping[str, SelfAssessment]
    cycle: Cycle
    report_due: ReportDue | None = None
    citations: tuple[Citation, ...] = field(init=False, repr=False, compare=False)
    links: Mapping[str, tuple[EvidenceFile, ...]] = field(init=False, repr=False, compare=False)
    items_of: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    cited_by: Mapping[str, tuple[Citation, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Match lines, files and items once: every check asks."""
        codes = {words.key(one.code): one.code for one in self.items}
        citations = tuple(_citation(line, codes, self.folder) for line in self.lines)
        links = _links(citations, codes, self.folder)
        object.__setattr__(self, "citations", citations)
        object.__setattr__(self, "links", links)
        object.__setattr__(self, "items_of", _grouped((file.path, code) for code, files in links.items() for file in files))
        object.__setattr__(self, "cited_by", _grouped((one.match.file.path, one) for one in citations if one.match.file is not None))

    def judged(self) -> Case:
        """Return what comparing the evidence of all units still needs: no items and records, of the register who issued a file."""
        kept = replace(self, lines=(), items=(), records={})
        cited_by = {path: told for path, lines in self.cited_by.items() if (told := _issued_by(lines))}
        object.__setattr__(kept, "items_of", self.items_of)
        object.__setattr__(kept, "cited_by", cited_by)
        return kept

    @property
    def about_unit(self) -> Unit | None:
        """The unit as the cycle describes it."""
        return self.cycle.unit(self.unit)

    @property
    def reports(self) -> tuple[EvidenceFile, ...]:
        """The files of the signed report, whether or not one is asked for."""
        return report_files(self.folder, self.cycle.year)

    def file(self, path: str) -> str:
        """Return the place of an evidence file in the cycle folder."""
        return f"{self.folder_path}/{path}" if path else self.folder_path

    def cell(self, citation: Citation, column: str) -> Place:
        """Return the place of a register cell, for a finding."""
        return {"unit": self.unit, "file": self.workbook, "sheet": REGISTER, "cell": citation.address(column)}

    def at(self, file: EvidenceFile) -> Place:
        """Return the place of an evidence file, with the first item that it bears out."""
        return {"unit": self.unit, "file": self.file(file.path), "item": next(iter(self.items_of.get(file.path, ())), None)}

    def named_items(self, file: EvidenceFile) -> str:
        """Return the items that a file bears out, as a value for words."""
        return ", ".join(self.items_of.get(file.path, ())) or "term:no_item"

    def citing(self, file: EvidenceFile) -> tuple[Citation, ...]:
        """Return the lines of the register that cite a file."""
        return self.cited_by.get(file.path, ())


def _issued_by(lines: Iterable[Citation]) -> tuple[Citation, ...]:
    """Return a line for each issuer that is named, the last of those who name it, and nothing else of what it says."""
    last = {one.row.issuer: one for one in lines if one.row.issuer}
    said = sorted(last.values(), key=lambda one: one.line.row)
    return tuple(
        replace(one, line=RegisterLine(one.line.row, {}), row=RegisterRow(one.row.cell, one.row.item, "", issuer=one.row.issuer)) for one in said
    )


def _grouped(pairs: Iterable[tuple[str, _T]]) -> dict[str, tuple[_T, ...]]:
    groups: dict[str, list[_T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _citation(line: RegisterLine, codes: Mapping[str, str], folder: EvidenceFolder) -> Citation:
    code = codes.get(words.key(line.cells["item"].text))
    row = RegisterRow(
        cell=line.cells["item"].address,
        item=code or line.cells["item"].text,
        name=line.cells["name"].text.strip(),
        kind=line.cells["kind"].text.strip(),
        number=line.cells["number"].text.strip(),
        issued=_day(line.cells["issued"]),
        issuer=line.cells["issuer"].text.strip(),
        subject=line.cells["subject"].text.strip(),
        part=line.cells["part"].text.strip(),
    )
    return Citation(line, row, code, folder.find(row.name))


def _day(cell: Cell) -> date | None:
    if isinstance(cell.raw, datetime):
        return cell.raw.date()
    serial = expr.serial_of_text(words.tidy(cell.raw)) if isinstance(cell.raw, str) else None
    return None if serial is None else expr.day_of(serial)


def _links(citations: tuple[Citation, ...], codes: Mapping[str, str], folder: EvidenceFolder) -> dict[str, tuple[EvidenceFile, ...]]:
    links: dict[str, dict[str, EvidenceFile]] = defaultdict(dict)
    for one in citations:
        if one.item is not None and one.match.file is not None:
            links[one.item][one.match.file.path] = one.match.file
    for file in folder.files:
        code = codes.get(words.key(file.folder or ""))
        if code is not None:
            links[code][file.path] = file
    return {code: tuple(files.values()) for code, files in links.items()}


def register_rows(case: Case) -> tuple[RegisterRow, ...]:
    """Return the register's lines as values."""
    return tuple(one.row for one in case.citations)


def linked(case: Case) -> dict[str, tuple[EvidenceFile, ...]]:
    """Return each item's files: those its register lines cite and those that lie in its own folder."""
    return dict(case.links)
