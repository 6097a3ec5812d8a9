"""``parcli evidence show``: everything that is known of one file, and what its unit's return says of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from unicodedata import normalize

from parcli.cli import gather, lying
from parcli.cli.examining import Wish, plan
from parcli.cli.exits import Exit, Stop
from parcli.cli.opened import CYCLE_FILE, Opened, open_cycle
from parcli.cli.screen import Screen, open_screen
from parcli.core.cycle import Unit
from parcli.core.evidence import EVIDENCE_FOLDER, EvidenceFile, EvidenceFolder, RefusedEntry, path_key
from parcli.core.findings import Finding
from parcli.core.limits import Limits
from parcli.core.returned import RegisterLine
from parcli.evidence.inspect import examine_one
from parcli.report.evidence_shown import CitedLine, ItemBorneOut, Owner, RegisterEntry, Shown, shown_document

_COLUMNS = ("item", "number", "issued", "issuer", "subject", "part")
_NAMES = ("name", *_COLUMNS)
_REGISTER = "Tài liệu kiểm chứng"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The file and the cycle that were named, how to examine it, and the form of the answer."""

    file: Path
    cycle: Path | None
    examine: Wish
    json: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file lies in a cycle: the unit and the path under evidence/."""

    unit: Unit
    path: str

    @property
    def in_cycle(self) -> str:
        return f"{lying.SUBMISSIONS}/{self.unit.id}/{EVIDENCE_FOLDER}/{self.path}"


def run(wanted: Wanted, lang: str | None, *, quiet: bool, verbose: bool) -> int:
    """Show one file. Raises Stop where there is none to show."""
    screen = open_screen(lang, quiet=quiet or wanted.json, verbose=verbose)
    file = _existing(wanted.file)
    opened = _cycle(wanted, file, screen)
    place = _place(opened, file) if opened is not None else None
    shown = _of_unit(opened, place, wanted, screen) if opened is not None and place is not None else None
    if shown is None:
        shown = Shown(wanted.file.as_posix(), _examined(file, opened, wanted))
    shown = replace(shown, ocr=wanted.examine.ocr != "never")
    if wanted.json:
        screen.result(shown_document(shown, screen.words))
        return Exit.FINE
    from parcli.report.evidence_text import file_view  # noqa: PLC0415 - needs rich

    screen.show(file_view(shown, screen.words))
    return Exit.FINE


def _existing(file: Path) -> Path:
    """Return the absolute path of a file that is there, links in its folders followed and the file's own not."""
    try:
        if file.is_dir():
            raise Stop(Exit.WRONG_USE, "cli.evidence_is_folder", file=file)
        file.lstat()
        return file.parent.resolve() / file.name
    except (FileNotFoundError, NotADirectoryError):
        raise Stop(Exit.WRONG_USE, "cli.evidence_no_file", file=file) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise Stop(Exit.WRONG_USE, "cli.evidence_unreadable", file=file, reason=reason) from None


def _cycle(wanted: Wanted, file: Path, screen: Screen) -> Opened | None:
    """Return the cycle that was named, else the nearest above the file, else the nearest above here; None without one."""
    if wanted.cycle is not None:
        return open_cycle(wanted.cycle)
    folder = next((each for each in (*file.parents, *_here()) if (each / CYCLE_FILE).is_file()), None)
    if folder is None:
        return None
    try:
        return open_cycle(folder)
    except Stop:
        screen.warn("cli.evidence_cycle_unusable", folder=folder)
        return None


def _here() -> tuple[Path, ...]:
    here = Path.cwd()
    return (here, *here.parents)


def _place(opened: Opened, file: Path) -> _Place | None:
    root = opened.folder.resolve() / lying.SUBMISSIONS
    parts = file.relative_to(root).parts if file.is_relative_to(root) else ()
    unit = opened.cycle.unit(parts[0]) if parts else None
    if unit is None or len(parts) < len(("unit", EVIDENCE_FOLDER, "file")) or parts[1] != EVIDENCE_FOLDER:
        return None
    return _Place(unit, "/".join(parts[2:]))


def _of_unit(opened: Opened, place: _Place, wanted: Wanted, screen: Screen) -> Shown | None:
    """Return the file as its unit's return has it; None where it is not among the unit's evidence, such as a file of the system's."""
    # The unit's other scans are not this file's business.
    wish = replace(wanted.examine, only=frozenset((normalize("NFC", place.path),)))
    one = gather.gather(opened, (place.unit,), screen, jobs=0, wish=wish, whole=gather.always).returns[0]
    fact = _fact(one.folder, place.path)
    return Shown(place.in_cycle, fact, _owner(opened, one, place)) if fact is not None else None


def _fact(folder: EvidenceFolder, path: str) -> EvidenceFile | RefusedEntry | None:
    exact = next((each for each in folder.files if each.name_on_disk.replace("\\", "/") == path), None)
    entries: tuple[EvidenceFile | RefusedEntry, ...] = (*folder.files, *folder.refused)
    return exact or next((each for each in entries if path_key(each.path) == path_key(path)), None)


def _examined(file: Path, opened: Opened | None, wanted: Wanted) -> EvidenceFile | RefusedEntry:
    means, _ = plan(opened.folder if opened is not None else None, wanted.examine)
    limits = opened.cycle.limits if opened is not None else Limits()
    try:
        return examine_one(file, limits, means)
    except OSError as error:
        raise Stop(Exit.WRONG_USE, "cli.evidence_unreadable", file=wanted.file, reason=error.strerror or type(error).__name__) from None


def _owner(opened: Opened, one: gather.Return, place: _Place) -> Owner:
    """Return whose the file is, with what the return says of it; without a readable workbook that is little."""
    lines = _citing(one, place)
    cells = {cell.address for line in lines for name, cell in line.cells.items() if name in _NAMES}
    about = [each for each in one.findings if _about(each, place, cells)]
    return Owner(
        place.unit.id,
        place.unit.name,
        _items(opened, one, place, lines),
        tuple(_cited(line, about) for line in lines),
        tuple(about),
    )


def _about(one: Finding, place: _Place, cells: set[str]) -> bool:
    """Whether a finding is at the file, at a cell of a line that cites it, or names it among an item's files."""
    if one.file == place.in_cycle or (one.sheet == _REGISTER and not cells.isdisjoint(_cells(one))):
        return True
    path = normalize("NFC", place.path)
    return one.item is not None and any(f"; {path}; " in f"; {value}; " for _, value in one.values)


def _citing(one: gather.Return, place: _Place) -> tuple[RegisterLine, ...]:
    register = one.workbooks[0].register if len(one.workbooks) == 1 else ()
    return tuple(line for line in register if _cites(one.folder, line, place.path))


def _cites(folder: EvidenceFolder, line: RegisterLine, path: str) -> bool:
    match = folder.find(line.cells["name"].text)
    return path_key(path) in {*(path_key(each.path) for each in match.files), *(path_key(each.path) for each in match.refused)}


def _items(opened: Opened, one: gather.Return, place: _Place, lines: tuple[RegisterLine, ...]) -> tuple[ItemBorneOut, ...]:
    """Return the items that a line or the folder ties to the file, in the order of the annex."""
    named = {path_key(line.cells["item"].text) for line in lines} | {path_key(place.path.partition("/")[0])}
    classes = {each.item: each.evidence_class for each in one.standing}
    items = opened.block(place.unit).items(opened.cycle.year)
    return tuple(ItemBorneOut(item.code, item.criterion.title or "", classes.get(item.code)) for item in items if path_key(item.code) in named)


def _cells(one: Finding) -> set[str]:
    """Return every cell that a finding names: its own, and those of other lines that state the same."""
    more = dict(one.values).get("cells", "")
    return {cell for cell in (one.cell or "", *more.split("; ")) if cell}


def _cited(line: RegisterLine, findings: list[Finding]) -> CitedLine:
    cells = ((name, line.cells[name]) for name in _COLUMNS if name in line.cells and not line.cells[name].blank)
    on_sheet = [one for one in findings if one.sheet == _REGISTER]
    entries = tuple(RegisterEntry(name, cell.text, tuple(one.code for one in on_sheet if cell.address in _cells(one))) for name, cell in cells)
    return CitedLine(line.row, line.cells["item"].text, entries)
