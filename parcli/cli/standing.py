"""Where each unit's return stands: what came, whether it counts as returned, and whether it is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from parcli.cli import receiving, untouched
from parcli.cli.lying import SUBMISSIONS, workbooks_of
from parcli.cli.opened import Opened
from parcli.core.cycle import Unit
from parcli.core.receipts import Receipt
from parcli.desk.holdings import VERSIONS
from parcli.results import hashes


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one unit's return: its files, its receipts, and whether the day on which it was due has passed.

    ``files`` are names with their SHA-256, ``size`` is that of its evidence in bytes. Without receipts, what lies there
    counts as returned. ``blank`` is the SHA-256 of a form that came back with nothing entered: it is no return.
    """

    unit: Unit
    files: tuple[tuple[str, str], ...]
    evidence: int
    size: int
    due: date
    receipts: tuple[Receipt, ...]
    overdue: bool
    versions: int
    expected: bool
    blank: str

    @property
    def workbook(self) -> Receipt | None:
        """The receipt of the current workbook, an official one before a trial."""
        came = [one for one in self.receipts if one.workbook is not None]
        return next((one for one in reversed(came) if one.kind == "official"), came[-1] if came else None)

    @property
    def first(self) -> Receipt | None:
        """The receipt of the first official workbook in which anything was entered: what is mended later was returned then."""
        official = (one for one in self.receipts if one.workbook is not None and one.kind == "official")
        return next((one for one in official if one.workbook and one.workbook.sha256 != self.blank), None)

    @property
    def returned(self) -> bool:
        """Whether an official workbook lies there in which anything was entered."""
        receipt = self.workbook
        return any(sha256 != self.blank for _, sha256 in self.files) and (receipt is None or receipt.kind == "official")

    @property
    def late(self) -> bool:
        """Whether the return is still awaited after the day on which it was due."""
        return self.overdue and not self.returned

    @property
    def came(self) -> str:
        """What came of a unit whose return is awaited: ``trial``, ``blank``, ``parts``, ``evidence_alone``, or ``""``."""
        if self.files:
            return "trial" if self.workbook is not None and self.workbook.kind == "trial" else "blank"
        if any(one.parts for one in self.receipts):
            return "parts"
        return "evidence_alone" if self.evidence and self.expected else ""

    @property
    def came_on(self) -> date | None:
        """The day on which that came last; None where no receipt tells."""
        if self.files:
            return self.workbook.received if self.workbook else None
        days = [one.received for one in self.receipts if one.parts or (one.evidence and self.came == "evidence_alone")]
        return days[-1] if days else None

    @property
    def state(self) -> str:
        """``returned``, ``returned_late``; else what came alone, with ``_late`` when it is overdue; ``late`` or ``awaited`` for nothing."""
        if self.returned:
            return "returned_late" if self.first is not None and self.first.received > self.due else "returned"
        if not self.came:
            return "late" if self.overdue else "awaited"
        return f"{self.came}_late" if self.overdue else self.came


def lines(opened: Opened, day: date) -> list[Standing]:
    """Return where the return of every unit that takes part stands on a day."""
    ledger = receiving.receipts(opened)
    units = [unit for unit in opened.cycle.units if opened.cycle.takes_part(unit)]
    files = {unit.id: _files(opened.folder / SUBMISSIONS / unit.id) for unit in units}
    came = {unit: [sha256 for _, sha256 in own] + [each for one in ledger.of(unit) for each in one.hashes()] for unit, own in files.items()}
    blank = untouched.blank_forms(opened, came)
    return [_line(opened, ledger.of(unit.id), unit, day, files[unit.id], blank.get(unit.id, "")) for unit in units]


def _files(folder: Path) -> tuple[tuple[str, str], ...]:
    return tuple((path.name, hashes.sha256_of(path)[0]) for path in workbooks_of(folder) if path.is_file() and not path.is_symlink())


def _line(opened: Opened, receipts: tuple[Receipt, ...], unit: Unit, day: date, files: tuple[tuple[str, str], ...], blank: str) -> Standing:
    folder = opened.folder / SUBMISSIONS / unit.id
    sizes = [path.lstat().st_size for path in (folder / "evidence").rglob("*") if path.is_file() and not path.is_symlink()] if folder.is_dir() else []
    due, expected = opened.cycle.due(unit), opened.block(unit).needs_workbooks
    return Standing(
        unit, files, len(sizes), sum(sizes), due, receipts, day > due and expected, _versions(folder, files), expected, blank,
    )  # fmt: skip


def _versions(folder: Path, files: tuple[tuple[str, str], ...]) -> int:
    """Count the different workbooks that came: what lies there and what it replaced."""
    former = {path.parent.name for path in (folder / VERSIONS).glob("*/*.xlsx")}
    return len(former | {sha256[:8] for _, sha256 in files})
