"""Which files lie in a cycle folder that points may rest on: names alone, nothing is opened."""

from __future__ import annotations

from pathlib import Path

from parcli.cli.opened import Opened
from parcli.desk.listing import tables_of

SUBMISSIONS, APPRAISAL, SURVEY = "submissions", "appraisal", "survey"
FOLDERS = ("", "round-1", "round-2")
"""The folders under appraisal/ in which workbooks are looked for."""
DROPPINGS = ("~$", ".", "thumbs.db", "desktop.ini")
_WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods", ".csv")
_OPEN_OR_HIDDEN = ("~$", ".")


def inputs(opened: Opened) -> set[str]:
    """Return the paths of everything that points would rest on now; a file that came later is not in the scores."""
    returned = {f"{SUBMISSIONS}/{unit.id}/{path.name}" for unit in opened.cycle.units for path in workbooks_of(opened.folder / SUBMISSIONS / unit.id)}
    listed = {f"{SURVEY}/{path.name}" for path in tables_of(opened.folder / SURVEY)}
    return {*opened.sources, *returned, *appraisals_of(opened.folder), *listed}


def workbooks_of(folder: Path) -> tuple[Path, ...]:
    """Return the files of a unit's folder that are meant as workbooks, whatever they turn out to be."""
    if not folder.is_dir() or folder.is_symlink():
        return ()
    lying = sorted(path for path in folder.iterdir() if not path.name.casefold().startswith(DROPPINGS))
    of_excel = tuple(path for path in lying if path.suffix.casefold() == ".xlsx")
    # Without an .xlsx, whatever looks like a workbook was meant as one, and its own finding says how to save it.
    return of_excel or tuple(path for path in lying if path.suffix.casefold() in _WORKBOOKS)


def appraisals_of(cycle: Path) -> tuple[str, ...]:
    """Return the paths of what is meant as an appraisal workbook, whatever it turns out to be, in the order of their names."""
    found: list[str] = []
    for name in FOLDERS:
        folder = cycle / APPRAISAL / name
        if folder.is_dir() and not folder.is_symlink():
            found += [path.relative_to(cycle).as_posix() for path in folder.iterdir() if _is_meant(path)]
    return tuple(sorted(found))


def _is_meant(path: Path) -> bool:
    return path.suffix.casefold() in _WORKBOOKS and not path.name.casefold().startswith(_OPEN_OR_HIDDEN)
