"""A trial in the terminal: what is tried, then block by block who moves and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parcli.core.ranking import BlockRanking
from parcli.core.trial import Moved
from parcli.report.outward import clipped
from parcli.report.trial_words import Shown, causes, changes, class_move, index_move, items, notices, rank_move, rest
from parcli.report.wording import Wording

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

_CELL = 600
_COLUMNS = ("unit", "rank", "index", "class")


def trial_tables(shown: Shown, wording: Wording) -> RenderableType:
    """Return what moves, under the notice that this is a trial."""
    from rich.console import Group  # noqa: PLC0415 - not needed for the start of a command

    parts: list[RenderableType] = [_plain(said, "bold yellow") for said in notices(shown, wording)]
    parts.append(_plain(wording.text("trial.heading.changes"), "bold"))
    parts += [_plain(f"• {said}") for said in changes(shown, wording)]
    for block, moved in shown.effects:
        parts.append(_plain(""))
        if moved:
            parts.append(_block(block, moved, shown, wording))
        parts.append(_plain(rest(block, moved, wording), "dim"))
    return Group(*parts)


def _block(block: BlockRanking, moved: tuple[Moved, ...], shown: Shown, wording: Wording) -> Table:
    from rich import box  # noqa: PLC0415 - not needed for the start of a command
    from rich.table import Table  # noqa: PLC0415 - not needed for the start of a command

    usual = shown.edition.policies.rounding.print
    table = Table(box=box.SIMPLE_HEAD, title=_plain(block.title, "bold"), title_justify="left", pad_edge=False)
    for key in (*(f"report.column.{each}" for each in _COLUMNS), "trial.column.why"):
        table.add_column(_plain(wording.text(key)), overflow="fold", min_width=10)
    for one in moved:
        why = "\n".join(part for part in (causes(one, shown, wording), items(one, wording)) if part)
        cells = (one.name, rank_move(one, wording), index_move(one, usual), class_move(one), why)
        table.add_row(*map(_plain, cells))
    return table


def _plain(text: str, style: str = "") -> Text:
    from rich.text import Text  # noqa: PLC0415 - not needed for the start of a command

    return Text(clipped(text, _CELL), style=style)
