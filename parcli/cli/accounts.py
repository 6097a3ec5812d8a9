"""The count of files: what lies in the cycle, against what the readers and checks made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parcli.checks.evidence.standing import usable
from parcli.cli import appraisals
from parcli.cli.appraisals import Heard
from parcli.cli.gather import Return
from parcli.cli.ledger import LEDGER
from parcli.cli.lying import APPRAISAL, SUBMISSIONS, SURVEY
from parcli.cli.opened import Opened
from parcli.cli.results import SURVEY_FORMS
from parcli.core.accounting import Accounts, Told, account
from parcli.core.evidence import readable
from parcli.core.figures import FigureTable
from parcli.desk import tally

_KEPT = ("versions", "parts", "merged")
_UNCITED = "EV103"


def accounts(opened: Opened, returns: Sequence[Return], tables: Sequence[FigureTable], heard: Heard | None = None) -> Accounts:
    """Account for every file under submissions/ and survey/, and under appraisal/ where that was ``heard``. ``returns`` are those of all units."""
    folders = (SUBMISSIONS, SURVEY, *((APPRAISAL,) if heard is not None else ()))
    used, refused, uncited = {f"{SUBMISSIONS}/{LEDGER}"}, set[str](), set[str]()
    for one in returns:
        mine, others, unnamed = _returned(one)
        used |= mine
        refused |= others
        uncited |= unnamed
    for path, given in (*_figures(tables), *(_said(heard) if heard is not None else ())):
        (used if given else refused).add(path)
    kept = {f"{SUBMISSIONS}/{one.unit.id}/{name}" for one in returns for name in _KEPT} | {SURVEY_FORMS}
    taken, turned_away, loose = (frozenset(map(readable, paths)) for paths in (used, refused, uncited))
    told = Told(taken, turned_away, loose, asked=(SUBMISSIONS,), kept=frozenset(kept))
    return account(tally.lying(opened.folder, folders), told)


def _returned(one: Return) -> tuple[set[str], set[str], set[str]]:
    """Return what of a unit's return was used, refused, and is referred to by nothing."""
    books, place = {each.path for each in one.workbooks}, f"{SUBMISSIONS}/{one.unit.id}/evidence"
    usable_ones = {f"{place}/{file.path}" for file in one.folder.files if usable(file)}
    others = {f"{place}/{file.path}" for file in one.folder.files} - usable_ones
    others |= {f"{place}/{entry.path}" if entry.path else place for entry in one.folder.refused}
    if one.records is None:
        return set(), books | others, usable_ones
    loose = usable_ones & {each.file for each in one.findings if each.code == _UNCITED and each.file is not None}
    return books | (usable_ones - loose), others, loose


def _figures(tables: Iterable[FigureTable]) -> Iterable[tuple[str, bool]]:
    """Yield each file of figures, and whether a table of it could be read."""
    given: dict[str, bool] = {}
    for table in tables:
        given[table.path] = given.get(table.path, False) or bool(table.rows) or not (table.problems or table.missing)
    return given.items()


def _said(heard: Heard) -> Iterable[tuple[str, bool]]:
    """Yield each appraisal workbook, and whether its lines were looked at."""
    refused = appraisals.not_taken(heard)
    return ((sheet.path, sheet.readable and sheet.path not in refused) for sheet in heard.sheets)
