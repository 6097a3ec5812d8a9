"""Findings, points and ranks as tables for the terminal.

Everything is plain ``Text``: brackets in a unit's words are brackets, an escape sequence is shown and not obeyed. rich is
imported where it is used, so that ``--help`` does not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from parcli.core import points
from parcli.core.appraisal import STAGES, FileProgress, Progress, Stage
from parcli.core.findings import Finding, Severity
from parcli.core.rankbook import BlockBook, RankedUnit
from parcli.core.ranking import BlockRanking
from parcli.core.scoring import UnitResult, is_open, missing
from parcli.report.machine import UnitFindings
from parcli.report.missing_words import missing_lines
from parcli.report.outward import CELL_LENGTH, clipped
from parcli.report.ranking_terms import before_texts
from parcli.report.ranking_words import change_of_rank
from parcli.report.shown import signed
from parcli.report.wording import Wording, accepted_text, banners, place_text, reason_text

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

_STYLES = {Severity.BLOCK: "bold red", Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_CELL, _NAME = 600, 120
_FIRST = 3
"""So many of a block's open items are named, those that move most ranks."""
_COUNTS = ("questioned", "refused", "disputed")
_NO_NAMES: Mapping[str, str] = {}


def findings_table(findings: Sequence[Finding], wording: Wording, names: Mapping[str, str] = _NO_NAMES) -> RenderableType:
    """Return findings one under the other, heaviest first: weight and code; then place, what was found, what to do."""
    if not findings:
        return _plain(wording.text("report.count.clean"))
    table = _table(wording, ("report.filter.severity", "report.findings.message"))
    for one in sorted(findings, key=lambda each: -each.severity):
        said, style = wording.finding(one), _STYLES[one.severity]
        where = " · ".join(part for part in (names.get(one.unit or "", one.unit or ""), place_text(wording, one)) if part)
        about = _plain(f"{where}\n" if where else "", "bold")
        due = f"{wording.text('report.accepted.label')}: {accepted_text(wording, one)}" if one.waived else f"→ {said.remedy}"
        about.append_text(_plain(f"{said.message}\n")).append_text(_plain(due, "green"))
        weight = wording.text("report.accepted.tag" if one.waived else f"severity.{one.severity.word}")
        table.add_row(_plain(f"{weight}\n{one.code}", style), about, end_section=True)
    return table


def unit_summary(units: Sequence[UnitFindings], wording: Wording, names: Mapping[str, str] = _NO_NAMES) -> RenderableType:
    """Return a line per unit: its status and how many findings of each weight."""
    weights = tuple(reversed(Severity))
    table = _table(wording, ("report.column.unit", "report.column.state", *(f"severity.{weight.word}" for weight in weights)), numbers_from=2)
    for one in units:
        counts = [sum(each.severity is weight for each in one.findings) for weight in weights]
        status = wording.text(f"report.status.{one.status}")
        numbers = [_plain(str(count) if count else "·", _STYLES[weight] if count else "dim") for weight, count in zip(weights, counts, strict=True)]
        table.add_row(_plain(names.get(one.unit, one.unit)), _plain(status), *numbers)
    return table


def scores_table(
    results: Sequence[UnitResult],
    edition_status: str,
    wording: Wording,
    names: Mapping[str, str] = _NO_NAMES,
    *,
    places: int = 2,
    provisional: bool = False,
    every: bool = False,
) -> RenderableType:
    """Return a line per unit (self, appraised, survey and final points, the index, the state), why some have none, and what is missing.

    ``every`` tells all that is missing instead of the first units and items.
    """
    columns = ("unit", "self", "appraised", "survey", "final", "index", "state")
    table = _table(wording, tuple(f"report.column.{each}" for each in columns), numbers_from=1, numbers_to=5)
    parts: list[RenderableType] = [table]
    for one in results:
        name, reason = names.get(one.unit, one.unit), reason_text(wording, one.reason)
        figures = (one.self_points, one.appraised, one.survey, one.final, one.index)
        table.add_row(_plain(name), *(_number(value, places) for value in figures), _plain(wording.text(f"state.{one.state}")))
        if reason and not is_open(one.state):
            parts.append(_plain(f"{name}: {reason}"))
    if found := missing(results):
        parts.append(_plain(wording.text("report.missing.heading"), "bold"))
        parts += [_plain(line, most=CELL_LENGTH) for line in missing_lines(wording, found, names, every=every)]
    return _under_banners(wording, edition_status, parts, provisional=provisional)


def ranking_tables(
    books: Sequence[BlockBook], edition_status: str, wording: Wording, *, places: int = 2, provisional: bool = False
) -> RenderableType:
    """Return each block's ranking, how far it is settled, and its units without a rank and why."""
    tables: list[RenderableType] = []
    for book in books:
        block = book.ranking
        before = (_plain(said, "yellow" if book.before and book.before.provisional else "dim") for said in before_texts(wording, None, book))
        tables += [_ranked(book, wording), *before, *(_plain(line, "yellow") for line in _unsettled(book, wording))]
        if block.mean is not None:
            tables.append(_plain(f"{wording.text('report.count.mean')}: {points.vietnamese(block.mean, places)}\n", "dim"))
        if block.unranked:
            tables.append(_unranked(block, wording))
    return _under_banners(wording, edition_status, tables, provisional=provisional)


def appraisal_table(standing: Mapping[str, Mapping[Stage, Progress]], wording: Wording, names: Mapping[str, str] = _NO_NAMES) -> RenderableType:
    """Return a line per unit: rows with a figure of those that are open, at each stage, and what is asked, refused or differs."""
    table = _table(wording, ("report.column.unit", *(f"report.appraisal.{each}" for each in (*STAGES, *_COUNTS))), numbers_from=1)
    for unit, stages in standing.items():
        totals = [sum(getattr(one, name) for one in stages.values()) for name in _COUNTS]
        table.add_row(
            _plain(names.get(unit, unit)), *(_share(stages[stage]) for stage in STAGES), *(_plain(str(each) if each else "·") for each in totals)
        )
    return table


def appraisal_files(files: Sequence[FileProgress], wording: Wording) -> RenderableType:
    """Return a line per workbook: how far it is, or that it could not be taken."""
    table = _table(wording, ("report.column.path", "report.appraisal.rows", *(f"report.appraisal.{each}" for each in _COUNTS)), numbers_from=1)
    for one in files:
        counts = [getattr(one.progress, name) for name in _COUNTS]
        rows = _share(one.progress) if one.taken else _plain(wording.text("report.appraisal.not_taken"), "red")
        table.add_row(_plain(one.sheet.path), rows, *(_plain(str(each) if each else "·") for each in counts))
    return table


def _share(one: Progress) -> Text:
    return _plain(f"{one.answered}/{one.open}" if one.open else "–")


def _ranked(book: BlockBook, wording: Wording) -> RenderableType:
    from parcli.report.quick_table import QuickTable  # noqa: PLC0415 - not needed for the start of a command

    since = ("since",) if book.before is not None else ()
    columns = tuple(f"report.column.{each}" for each in ("rank", "unit", "final", "index", "class", *since))

    def empty() -> Table:
        table = _table(wording, columns, numbers_from=2, numbers_to=3)
        table.title = _plain(book.ranking.title, "bold")
        return table

    return QuickTable(empty, [_ranked_row(one, wording, since=bool(since)) for one in book.units])


def _ranked_row(one: RankedUnit, wording: Wording, *, since: bool) -> list[Text]:
    row = one.row
    figures = (_number(row.final, row.places), _number(row.index, row.places))
    return [_plain(_rank(one, wording)), _plain(row.name), *figures, _plain(row.class_name or ""), *([_since(one)] if since else [])]


def _since(one: RankedUnit) -> Text:
    """Return a unit's move since the year before and its change of index in percent points."""
    former = one.former
    if former is None or former.index is None:
        return _plain(change_of_rank(one), "dim")
    return _plain(f"{change_of_rank(one)} ({signed(one.row.index - former.index, one.row.places)})")


def _rank(one: RankedUnit, wording: Wording) -> str:
    """Return a rank with what has to be known of it: the best and the worst that it may become, and that it is shared."""
    marks = [] if one.span.best == one.span.worst else [f"{one.span.best}–{one.span.worst}"]
    if one.row.tied:
        marks.append(wording.text("report.tied"))
    return f"{one.row.rank} ({', '.join(marks)})" if marks else str(one.row.rank)


def _unsettled(book: BlockBook, wording: Wording) -> Iterator[str]:
    """Say how many ranks may still change, and which open items to look into first."""
    count = sum(one.span.best != one.span.worst for one in book.units)
    if count:
        yield wording.text("report.unsettled.ranks", count=count, units=len(book.units))
    if book.movers:
        names = {one.row.unit: one.row.name for one in book.units}
        first = "; ".join(f"{clipped(names[one.unit], _NAME)} – {one.code}" for one in book.movers[:_FIRST])
        yield wording.text("report.unsettled.first", items=first)


def _unranked(block: BlockRanking, wording: Wording) -> Table:
    table = _table(wording, tuple(f"report.column.{each}" for each in ("unit", "state", "reason")))
    table.title = _plain(wording.text("report.heading.unranked"), "bold")
    for one in block.unranked:
        table.add_row(_plain(one.name), _plain(wording.text(f"state.{one.state}")), _plain(one.reason))
    return table


def _under_banners(wording: Wording, edition_status: str, parts: Sequence[RenderableType], *, provisional: bool) -> RenderableType:
    from rich.console import Group  # noqa: PLC0415 - not needed for the start of a command

    return Group(*(_plain(said, "bold yellow") for said in banners(wording, edition_status, provisional=provisional)), *parts)


def _table(wording: Wording, keys: Sequence[str], *, numbers_from: int | None = None, numbers_to: int | None = None) -> Table:
    """Return an empty table; columns from ``numbers_from`` to ``numbers_to`` hold numbers and stand to the right."""
    from rich import box  # noqa: PLC0415 - not needed for the start of a command
    from rich.table import Table  # noqa: PLC0415 - not needed for the start of a command

    last = len(keys) if numbers_to is None else numbers_to
    table = Table(box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for place, key in enumerate(keys):
        number = numbers_from is not None and numbers_from <= place <= last
        table.add_column(_plain(wording.text(key)), justify="right" if number else "left", min_width=None if number else 10, overflow="fold")
    return table


def _number(value: Fraction | None, places: int) -> Text:
    return _plain("–" if value is None else points.vietnamese(value, places))


def _plain(text: str, style: str = "", *, most: int = _CELL) -> Text:
    from rich.text import Text  # noqa: PLC0415 - not needed for the start of a command

    return Text(clipped(text, most), style=style)
