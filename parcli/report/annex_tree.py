"""An edition as a tree for the terminal: codes indented by level, points to the right, a sum under each area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parcli.core import points
from parcli.report.annex import Annex, Circular, Line, Part
from parcli.report.outward import clipped
from parcli.report.wording import Wording

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

_CELL = 600
_STYLES = {"area": "bold", "group": "bold", "item": "", "total": "bold"}
_WIDEST = 72


def tree(shown: Circular, wording: Wording) -> RenderableType:
    """Return what the edition is, then each block with its areas, groups and items."""
    from rich.console import Group  # noqa: PLC0415 - not needed for the start of a command

    about = wording.text("show.edition", edition=shown.edition, version=shown.version, year=shown.year)
    heading = [*(_plain(banner, "bold yellow") for banner in shown.banners), _plain(shown.title, "bold"), _plain(f"{shown.attached} {about}", "dim")]
    return Group(*heading, *(part for annex in shown.annexes for part in _block(annex, wording)))


def _block(annex: Annex, wording: Wording) -> list[RenderableType]:
    items = sum(part.items for part in annex.parts)
    total = points.vietnamese(annex.total.maximum)
    said = wording.text("show.block", block=annex.block, title=annex.title, items=items, points=total)
    table = _table(wording)
    for part in annex.parts:
        _area(table, part, wording)
    table.add_row("", _plain(annex.total.title, "bold"), "", _plain(total, "bold"))
    return [_plain(f"\n{said}", "bold"), table, *(_plain(note, "dim") for note in annex.notes)]


def _area(table: Table, part: Part, wording: Wording) -> None:
    for line in part.lines:
        style = _STYLES[line.kind]
        code = _plain("  " * line.level + line.code, style)
        table.add_row(code, _plain(line.title, style), _summary(line, wording), _plain(points.vietnamese(line.maximum), style))
    said = wording.text("show.sum", area=part.area.code, items=part.items)
    if part.sum != part.area.maximum:
        said = f"{said}{wording.text('show.capped', maximum=points.vietnamese(part.area.maximum))}"
    table.add_row("", _plain(said, "dim"), "", _plain(points.vietnamese(part.sum), "dim"), end_section=True)


def _summary(line: Line, wording: Wording) -> Text:
    if line.pending:
        return _plain(wording.text("show.pending"), "yellow")
    if not line.rule:
        return _plain("")
    word = wording.text(f"show.rule.{line.rule}")
    return _plain(word if line.scored_by == "self" else f"{word} · {wording.text(f'show.by.{line.scored_by}')}")


def _table(wording: Wording) -> Table:
    from rich import box  # noqa: PLC0415 - not needed for the start of a command
    from rich.table import Table  # noqa: PLC0415 - not needed for the start of a command

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(_plain(wording.text("show.column.code")), no_wrap=True, max_width=24)
    table.add_column(_plain(wording.text("show.column.title")), overflow="fold", max_width=_WIDEST)
    table.add_column(_plain(wording.text("show.column.rule")), overflow="fold", max_width=14)
    table.add_column(_plain(wording.text("show.column.points")), justify="right", no_wrap=True)
    return table


def _plain(text: str, style: str = "") -> Text:
    from rich.text import Text  # noqa: PLC0415 - not needed for the start of a command

    return Text(clipped(text, _CELL), style=style)
