"""The list of commands that ``--help`` prints."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

_EXAMPLE = ": parcli "
"""What an example begins with, at the end of what a command says of itself."""


class Commands(TyperGroup):
    """A group that lists its commands by what they do, in both languages and uncut; the example stands on a command's own page."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands that are not hidden."""
        known = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, _said(one.help or "")) for name, one in known if one is not None and not one.hidden]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _said(told: str) -> str:
    return told.partition(_EXAMPLE)[0].rstrip(".")
