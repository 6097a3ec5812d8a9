"""Examined evidence on the terminal: everything about one file, and the items of a unit that need an explanation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from parcli.core.sufficiency import EvidenceClass, ItemEvidence
from parcli.report.evidence_document import UnitEvidence
from parcli.report.evidence_sections import Mood, Row, Section, sections
from parcli.report.evidence_shown import Shown
from parcli.report.evidence_words import class_text
from parcli.report.terminal import _plain, _table, findings_table
from parcli.report.wording import Wording

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

_STYLES: dict[Mood, str] = {"": "", "good": "green", "bad": "red", "doubt": "yellow", "quiet": "dim"}
_CLASS_STYLES = {EvidenceClass.OFFICIAL: "green", EvidenceClass.REFERENCE: "yellow", EvidenceClass.UNREADABLE: "red", EvidenceClass.NONE: "red"}
_COLUMNS = ("evidence.column.item", "evidence.column.class", "evidence.column.documents", "evidence.column.explanation")
_LABEL_WIDTH = 28


def file_view(shown: Shown, wording: Wording) -> RenderableType:
    """Return the file's sections one under the other, then the findings about it."""
    from rich.console import Group  # noqa: PLC0415 - not needed for the start of a command

    parts: list[RenderableType] = []
    for section in sections(shown, wording):
        parts += [_plain(section.heading, f"bold {_STYLES[section.mood]}".strip()), _grid(section), _plain("")]
    if shown.owner is not None and not shown.secrecy:
        parts.append(_plain(wording.text("evidence.heading.findings"), "bold"))
        parts.append(findings_table(shown.owner.findings, wording, {shown.owner.unit: shown.owner.name}))
    return Group(*parts)


def _grid(section: Section) -> Table:
    from rich.table import Table  # noqa: PLC0415 - not needed for the start of a command

    grid = Table.grid(padding=(0, 2), pad_edge=True)
    grid.add_column(width=_LABEL_WIDTH)
    grid.add_column(overflow="fold")
    for row in section.rows:
        grid.add_row(_plain(row.label, "dim"), _value(row))
    return grid


def _value(row: Row) -> Text:
    value = _plain(row.value, _STYLES[row.mood])
    if row.note:
        value.append_text(_plain(f"\n{row.note}", "dim"))
    return value


def standing_table(
    units: Sequence[UnitEvidence], titles: Mapping[str, Mapping[str, str]], wording: Wording, names: Mapping[str, str]
) -> RenderableType | None:
    """Return the items that need an explanation, given or not; None when there are none.

    ``titles`` are those of the items by unit and code, ``names`` those of the units.
    """
    due = [(one, each) for one in units for each in one.standing if each.needs_explanation]
    if not due:
        return None
    several = len(units) > 1
    table = _table(wording, (*(("report.column.unit",) if several else ()), *_COLUMNS))
    table.title = _plain(wording.text("evidence.heading.due", count=len(due)), "bold")
    for one, each in due:
        unit = (_plain(names.get(one.unit, one.unit)),) if several else ()
        table.add_row(*unit, *_due(each, titles.get(one.unit, {}).get(each.item, ""), wording))
    return table


def _due(each: ItemEvidence, title: str, wording: Wording) -> tuple[Text, ...]:
    key = "given" if each.explained else "missing"
    return (
        _plain(f"{each.item} {title}".strip()),
        _plain(class_text(each.evidence_class, wording), _CLASS_STYLES[each.evidence_class]),
        _plain(wording.text("evidence.documents", found=len(each.files), asked=each.asked)),
        _plain(wording.text(f"evidence.explanation.{key}"), "" if each.explained else "red"),
    )
